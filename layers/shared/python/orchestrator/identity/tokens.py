"""Access tokens of the user pool: the signature and every claim checked before a word of them is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import jwt

from orchestrator.identity.revocation import MADE_MS
from orchestrator.identity.signing_keys import SigningKeys
from orchestrator.permissions import ROLES, Role

LEEWAY_S: Final = 10
_REQUIRED: Final = ("exp", "iat", "iss", "sub", "jti", "token_use", "client_id")


class InvalidToken(Exception):
    """The token proves nothing; the message says why, for our log and never for the caller."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a verified token says: who, in which role, when it was made, and the id under which it can be revoked."""

    user_id: str
    email: str
    role: Role
    permissions: tuple[str, ...]
    token_id: str
    issued_at: float


@dataclass(frozen=True, slots=True)
class Verifier:
    """Verifies access tokens of one app client of one pool (`issuer` is the pool's URL)."""

    keys: SigningKeys
    issuer: str
    client_id: str

    def verify(self, token: str) -> AccessToken:
        """Return what the token says.

        Raises:
            InvalidToken: when it is not an unexpired access token of this pool and client with a known role.
            OSError: when the pool's keys cannot be fetched.
        """
        claims = self._claims(token)
        if claims["token_use"] != "access":  # noqa: S105  # a kind of token, no secret
            raise InvalidToken("not an access token")
        if claims["client_id"] != self.client_id:
            raise InvalidToken("of another app client")
        return _access_token(claims)

    def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            key = self.keys.find(str(jwt.get_unverified_header(token).get("kid")))
            if key is None:
                raise InvalidToken("signed with an unknown key")
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                issuer=self.issuer,
                leeway=LEEWAY_S,
                options={"require": list(_REQUIRED), "verify_aud": False},  # access tokens carry no audience
            )
        except jwt.InvalidTokenError as error:
            raise InvalidToken(type(error).__name__) from error
        return claims


def _access_token(claims: Mapping[str, Any]) -> AccessToken:
    role, email, permissions = claims.get("role"), claims.get("email"), claims.get("permissions")
    if role not in ROLES or not isinstance(email, str) or not isinstance(permissions, list):
        raise InvalidToken("without the claims of our token hook")
    return AccessToken(
        user_id=claims["sub"],
        email=email,
        role=cast("Role", role),
        permissions=tuple(str(permission) for permission in permissions),
        token_id=str(claims.get("origin_jti") or claims["jti"]),
        issued_at=_issued_at(claims),
    )


def _issued_at(claims: Mapping[str, Any]) -> float:
    """Return when the token was made, seconds since 1970: `iat` knows no more than the second, our hook does."""
    made_ms = claims.get(MADE_MS)
    return made_ms / 1_000 if isinstance(made_ms, int) else int(claims["iat"])
