"""Sign-ins: the three tokens, with the claims the pre-token hook wants in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from local.cognito import directory
from local.cognito.directory import Client, User
from local.cognito.failures import not_authorized
from local.cognito.tokens import Grant, Grants, Signer
from local.cognito.triggers import Subject, Trigger, Triggers

SCOPE: Final = "aws.cognito.signin.user.admin"


class Sessions:
    """Starts, renews and reads sign-ins; `issuer` is the URL every pool id is appended to."""

    def __init__(self, issuer: str, triggers: Triggers, clock: Callable[[], float] = time.time) -> None:
        self.signer = Signer()
        self.grants = Grants(clock)
        self._issuer = issuer
        self._triggers = triggers
        self._clock = clock

    def start(self, client: Client, user: User) -> dict[str, Any]:
        """Return the tokens of a new sign-in."""
        claims = self._hook_claims("TokenGeneration_Authentication", client, user)
        grant, refresh_token = self.grants.open(user.username, client.client_id, client.refresh_s)
        return _answer({**self._tokens(client, user, grant, claims), "RefreshToken": refresh_token}, client)

    def renew(self, client: Client, refresh_token: str) -> dict[str, Any]:
        """Return new tokens of a sign-in; a rotating client gets its next refresh token with them."""
        grant = self.grants.get(refresh_token, client.client_id)
        user = directory.find(client.pool_id, grant.username)
        if user is None or not user.enabled:
            raise not_authorized("User is disabled.")
        claims = self._hook_claims("TokenGeneration_RefreshTokens", client, user)
        tokens = self._tokens(client, user, grant, claims)
        if client.rotates:
            tokens["RefreshToken"] = self.grants.rotate(refresh_token, client.client_id)
        return _answer(tokens, client)

    def claims(self, access_token: str) -> dict[str, Any]:
        """Return the claims of a live access token.

        Raises:
            CognitoFailure: when it is forged, expired or revoked.
        """
        claims = self.signer.read(access_token)
        if self.grants.is_revoked(claims["origin_jti"]):
            raise not_authorized("Access Token has been revoked")
        return claims

    def pool_id(self, access_token: str) -> str:
        """Return the pool an access token was issued by."""
        return str(self.claims(access_token)["iss"]).rpartition("/")[2]

    def user(self, access_token: str) -> User:
        """Return the user of a live access token."""
        user = directory.find(self.pool_id(access_token), self.claims(access_token)["sub"])
        if user is None or not user.enabled:
            raise not_authorized("User is disabled.")
        return user

    def _hook_claims(self, trigger: Trigger, client: Client, user: User) -> dict[str, Any]:
        attributes = {**user.attributes, "cognito:user_status": user.status}
        subject = Subject(client.pool_id, client.client_id, user.username, attributes)
        return self._triggers.pre_token(trigger, subject, list(user.groups))

    def _tokens(self, client: Client, user: User, grant: Grant, hook: Mapping[str, Any]) -> dict[str, Any]:
        now = int(self._clock())
        groups = (hook.get("groupOverrideDetails") or {}).get("groupsToOverride") or list(user.groups)
        shared: dict[str, Any] = {
            "sub": user.username,
            "iss": f"{self._issuer}/{client.pool_id}",
            "origin_jti": grant.origin_jti,
            "event_id": str(uuid4()),
            "auth_time": grant.auth_time,
            "iat": now,
        } | ({"cognito:groups": groups} if groups else {})
        access = shared | {
            "client_id": client.client_id,
            "username": user.username,
            "scope": SCOPE,
            "token_use": "access",
            "exp": now + client.access_s,
            "jti": str(uuid4()),
        }
        identity = shared | {
            "aud": client.client_id,
            "cognito:username": user.username,
            "email": user.attributes.get("email"),
            "email_verified": user.attributes.get("email_verified") == "true",
            "token_use": "id",
            "exp": now + client.id_s,
            "jti": str(uuid4()),
        }
        return {
            "AccessToken": self.signer.sign(_overridden(access, hook.get("accessTokenGeneration"))),
            "IdToken": self.signer.sign(_overridden(identity, hook.get("idTokenGeneration"))),
        }


def _overridden(claims: Mapping[str, Any], wanted: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the claims as the hook wants them (suppressed, added, scopes changed)."""
    wanted = wanted or {}
    result = {
        name: value for name, value in claims.items() if name not in (wanted.get("claimsToSuppress") or ())
    }
    result |= wanted.get("claimsToAddOrOverride") or {}
    if "scope" in claims:
        removed = set(wanted.get("scopesToSuppress") or ())
        scopes = [scope for scope in str(claims["scope"]).split() if scope not in removed]
        result["scope"] = " ".join(scopes + list(wanted.get("scopesToAdd") or ()))
    return result


def _answer(tokens: Mapping[str, Any], client: Client) -> dict[str, Any]:
    result = {**tokens, "ExpiresIn": client.access_s, "TokenType": "Bearer"}
    return {"ChallengeParameters": {}, "AuthenticationResult": result}
