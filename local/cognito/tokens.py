"""Tokens: signed with our own RSA key, and the refresh tokens they come from."""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from local.cognito.failures import CognitoFailure, not_authorized


class Signer:
    """One RSA key: signs tokens, verifies them and shows its public half as a JWKS."""

    def __init__(self) -> None:
        self.key_id = base64.b64encode(secrets.token_bytes(32)).decode()

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)

    def jwks(self) -> dict[str, Any]:
        """Return the key set as it is served at `<issuer>/.well-known/jwks.json`."""
        key: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {
            "keys": [
                {"alg": "RS256", "kid": self.key_id, "kty": "RSA", "use": "sig", "e": key["e"], "n": key["n"]}
            ]
        }

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Return the claims as a signed token."""
        return jwt.encode(dict(claims), self._key, algorithm="RS256", headers={"kid": self.key_id})

    def read(self, token: str) -> dict[str, Any]:
        """Return the claims of an access token of ours.

        Raises:
            CognitoFailure: when it is forged, expired or no access token.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self._key.public_key(), algorithms=["RS256"], options={"verify_aud": False}
            )
        except jwt.ExpiredSignatureError as error:
            raise not_authorized("Access Token has expired") from error
        except jwt.InvalidTokenError as error:
            raise not_authorized("Invalid Access Token") from error
        if claims.get("token_use") != "access":
            raise not_authorized("Invalid Access Token")
        return claims


@dataclass(frozen=True, slots=True)
class Grant:
    """One sign-in: every token that comes from it carries its `origin_jti`."""

    username: str
    client_id: str
    auth_time: int
    expires: float
    origin_jti: str


class Grants:
    """The sign-ins that live and their refresh tokens; each refresh token works once."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._current: dict[str, Grant] = {}
        self._used: dict[str, Grant] = {}
        self._revoked: set[str] = set()
        self._lock = Lock()

    def open(self, username: str, client_id: str, lifetime_s: float) -> tuple[Grant, str]:
        """Return a new sign-in and its first refresh token."""
        now = self._clock()
        grant = Grant(username, client_id, int(now), now + lifetime_s, str(uuid4()))
        with self._lock:
            return grant, self._issue(grant)

    def get(self, refresh_token: str, client_id: str) -> Grant:
        """Return the sign-in of a refresh token that may be exchanged.

        Raises:
            CognitoFailure: when it was exchanged before (reuse), is revoked, expired or unknown.
        """
        with self._lock:
            return self._valid(refresh_token, client_id)

    def rotate(self, refresh_token: str, client_id: str) -> str:
        """Use a refresh token up and return the next one of the same sign-in.

        Raises:
            CognitoFailure: as `get`; of two exchanges at the same time one is reuse.
        """
        with self._lock:
            grant = self._valid(refresh_token, client_id)
            self._used[refresh_token] = self._current.pop(refresh_token)
            return self._issue(grant)

    def revoke(self, refresh_token: str, client_id: str) -> None:
        """End the sign-in a refresh token belongs to; one that belongs to none changes nothing."""
        with self._lock:
            grant = self._current.get(refresh_token) or self._used.get(refresh_token)
            if grant and grant.client_id == client_id:
                self._revoked.add(grant.origin_jti)

    def revoke_all(self, username: str) -> None:
        """End every sign-in of a user."""
        with self._lock:
            self._revoked |= {
                grant.origin_jti for grant in self._current.values() if grant.username == username
            }

    def is_revoked(self, origin_jti: str) -> bool:
        """Tell whether a sign-in was ended."""
        return origin_jti in self._revoked

    def _valid(self, refresh_token: str, client_id: str) -> Grant:
        if refresh_token in self._used:
            raise CognitoFailure(
                "RefreshTokenReuseException", "Refresh token has been invalidated by rotation."
            )
        grant = self._current.get(refresh_token)
        if grant is None or grant.client_id != client_id:
            raise not_authorized("Invalid Refresh Token")
        if grant.origin_jti in self._revoked:
            raise not_authorized("Refresh Token has been revoked")
        if grant.expires < self._clock():
            raise not_authorized("Refresh Token has expired")
        return grant

    def _issue(self, grant: Grant) -> str:
        refresh_token = secrets.token_urlsafe(96)
        self._current[refresh_token] = grant
        return refresh_token
