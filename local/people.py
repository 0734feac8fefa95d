"""Makes a user the way a person becomes one: register, confirm by the code, sign in later."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from local.client import Api


@dataclass(frozen=True, slots=True)
class Login:
    """What somebody signs in with."""

    email: str
    password: str


def sign_up(api: Api, codes: Mapping[str, str], email: str, name: str) -> Login:
    """Return a new, confirmed user; `codes` holds the last code that was sent to each address."""
    login = Login(email, f"Aa1!{secrets.token_urlsafe(12)}")
    api.post("/v1/auth/register", {"email": email, "password": login.password, "name": name})
    api.post("/v1/auth/confirm", {"email": email, "code": codes[email]})
    return login
