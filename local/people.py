"""Makes a user on the embedded stack the way a person would: register, confirm by the code, sign in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from local.client import Api
from local.stack import Stack
from orchestrator.permissions import Role
from orchestrator.storage.aws import client

ROLE: Final[Role] = "electrical_lead"


@dataclass(frozen=True, slots=True)
class Login:
    """What somebody signs in with."""

    email: str
    password: str


def sign_up(stack: Stack, codes: Mapping[str, str], email: str, name: str) -> Login:
    """Return a new, confirmed user who leads; `codes` holds the last code sent to each address."""
    login = Login(email, f"Aa1!{secrets.token_urlsafe(12)}")
    api = Api(stack.api_url)
    api.post("/v1/auth/register", {"email": email, "password": login.password, "name": name})
    api.post("/v1/auth/confirm", {"email": email, "code": codes[email]})
    # everybody may own projects; an administrator makes this one a lead, so that others' projects can be led too
    client("cognito-idp").admin_add_user_to_group(
        UserPoolId=stack.pool.pool_id, Username=email, GroupName=ROLE
    )
    return login
