"""What the gateway asks before it lets a request through: whose token is this, and does it still count?

API Gateway answers 401 itself when the authorizer raises "Unauthorized"; no reason can travel with that. A
revoked token gets a Deny instead, whose context carries the sentence: the gateway's ACCESS_DENIED response
(its status set to 401) puts `$context.authorizer.detail` into the problem body. Any other exception becomes
the gateway's 500.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from orchestrator.identity.bearer import bearer_token
from orchestrator.identity.revocation import is_revoked
from orchestrator.identity.tokens import AccessToken, InvalidToken, Verifier
from orchestrator.storage.table import Table
from orchestrator.telemetry import logger

REVOKED: Final = "Token has been revoked"


class Unauthorized(Exception):
    """The gateway answers 401 when the message is exactly this word."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


@dataclass(frozen=True, slots=True)
class Authorizer:
    """Answers a REQUEST authorizer event with an IAM policy."""

    verifier: Verifier
    table: Table

    def authorize(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return the policy for the bearer of the request's token.

        Raises:
            Unauthorized: when there is no token or it proves nothing.
        """
        token = self._verified(event)
        stopped = is_revoked(
            self.table, token_id=token.token_id, user_id=token.user_id, issued_at=token.issued_at
        )
        if stopped:
            _log_refusal(event, "revoked")
            return _policy("Deny", event["methodArn"], token.user_id, {"detail": REVOKED})
        return _policy("Allow", event["methodArn"], token.user_id, _context(token))

    def _verified(self, event: Mapping[str, Any]) -> AccessToken:
        token = bearer_token(event.get("headers"))
        if token is None:
            raise Unauthorized
        try:
            return self.verifier.verify(token)
        except InvalidToken as error:
            _log_refusal(event, str(error))
            raise Unauthorized from error


def _log_refusal(event: Mapping[str, Any], reason: str) -> None:
    logger("authorizer").info("token refused", reason=reason, request_id=event["requestContext"]["requestId"])


def _context(token: AccessToken) -> dict[str, str]:
    """Return what the functions behind the gateway learn of the caller; the gateway passes strings only."""
    return {
        "user_id": token.user_id,
        "email": token.email,
        "role": token.role,
        "permissions": ",".join(token.permissions),
        "token_id": token.token_id,
    }


def _policy(effect: str, method_arn: str, principal: str, context: Mapping[str, str]) -> dict[str, Any]:
    """Return a policy for the whole stage, so that it would still be right if the gateway cached it."""
    api, stage = method_arn.split("/")[:2]
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": f"{api}/{stage}/*"}
    return {
        "principalId": principal,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": dict(context),
    }
