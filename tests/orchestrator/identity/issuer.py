"""A user pool's signature in a test: access tokens signed with a real RSA key, and its JWKS."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab1Cd2Ef3"
CLIENT_ID = "1example23456789abcdefghij"
USER_ID = "3f1c2f0a-5b7e-4a41-9d0e-6f2f8c1b7a11"
KEY_ID = "kid/one+1="


@cache
def private_key(name: str = KEY_ID) -> RSAPrivateKey:
    """Return the key of this name, made once in a test run."""
    del name
    return generate_private_key(public_exponent=65537, key_size=2048)


def jwks(*key_ids: str) -> dict[str, Any]:
    """Return the key set with the public half of each named key, as Cognito serves it."""
    keys = []
    for key_id in key_ids or (KEY_ID,):
        public = RSAAlgorithm.to_jwk(private_key(key_id).public_key(), as_dict=True)
        keys.append({**public, "kid": key_id, "alg": "RS256", "use": "sig"})
    return {"keys": keys}


def claims(**changes: object) -> dict[str, Any]:
    """Return the claims of a good access token; a change to None leaves the claim out."""
    now = int(time.time())
    good = {
        "sub": USER_ID,
        "iss": ISSUER,
        "client_id": CLIENT_ID,
        "origin_jti": "7c0e4c1f-1c55-4c63-8a0c-9f1f3d9e2b77",
        "event_id": "b7f1d3e2-1f6e-4c7c-9a54-0e3c2d1b0a99",
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "auth_time": now,
        "exp": now + 900,
        "iat": now,
        "jti": "0d5f6f0e-6b0c-4a9a-8c77-2f1f4ce5d2aa",
        "username": USER_ID,
        "email": "mara.lindqvist@example.com",
        "role": "electrical_lead",
        "permissions": ["drawings:read", "projects:read"],
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def sign(content: Mapping[str, Any], key_id: str = KEY_ID, *, named: str | None = None) -> str:
    """Return a token signed with one key and naming it, or naming another."""
    return jwt.encode(dict(content), private_key(key_id), algorithm="RS256", headers={"kid": named or key_id})


def access_token(**changes: object) -> str:
    """Return a good access token, or one with changed claims."""
    return sign(claims(**changes))
