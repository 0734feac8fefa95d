"""API Gateway's request authorizer: lets through who holds a valid access token that was not revoked."""

from __future__ import annotations

from functools import partial
from typing import Any

from orchestrator import settings
from orchestrator.identity.authorization import Authorizer
from orchestrator.identity.signing_keys import SigningKeys, fetch_jwks
from orchestrator.identity.tokens import Verifier
from orchestrator.storage.aws import dynamodb
from orchestrator.storage.table import Table

SETTINGS = settings.read(settings.AuthorizerSettings)
KEYS = SigningKeys(partial(fetch_jwks, SETTINGS.issuer))
AUTHORIZER = Authorizer(
    Verifier(KEYS, SETTINGS.issuer, SETTINGS.client_id), Table(SETTINGS.table_name, dynamodb)
)


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Answer a REQUEST authorizer event with a policy and the caller as context."""
    return AUTHORIZER.authorize(event)
