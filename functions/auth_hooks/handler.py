"""The user pool's triggers: pre sign-up, post confirmation, pre token generation (V2)."""

from __future__ import annotations

from typing import Any

from orchestrator import settings
from orchestrator.identity.hooks import Hooks
from orchestrator.storage.aws import dynamodb
from orchestrator.storage.table import Table

SETTINGS = settings.read(settings.AuthHooksSettings)
HOOKS = Hooks(Table(SETTINGS.table_name, dynamodb), SETTINGS.allowed_email_domains)


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Answer a trigger of the user pool."""
    return HOOKS.answer(event)
