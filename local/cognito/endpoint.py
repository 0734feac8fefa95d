"""The pool's HTTP side: its API (JSON 1.1) and its public keys; everything else stays moto's."""

from __future__ import annotations

import json
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from local.bodies import peek
from local.cognito.failures import CognitoFailure, invalid_parameter
from local.cognito.pool import Pool
from local.cognito.sessions import Sessions

TARGET: Final = "AWSCognitoIdentityProviderService."
JSON: Final = "application/x-amz-json-1.1"


class CognitoEndpoint:
    """Answers what concerns the pool, or returns None for moto to answer."""

    def __init__(self, pool: Pool, sessions: Sessions) -> None:
        self._pool = pool
        self._sessions = sessions

    def __call__(self, request: Request) -> Response | None:
        """Return the answer to a request about the pool, None when it is moto's."""
        if request.path.endswith("/.well-known/jwks.json"):
            return Response(json.dumps(self._sessions.signer.jwks()), mimetype="application/json")
        target = request.headers.get("X-Amz-Target", "")
        if not target.startswith(TARGET):
            return None
        try:
            return self._operate(target.removeprefix(TARGET), request)
        except CognitoFailure as failure:
            body = {"__type": failure.code, "message": failure.message}
            return Response(json.dumps(body), 400, {"x-amzn-ErrorType": failure.code}, content_type=JSON)

    def _operate(self, name: str, request: Request) -> Response | None:
        raw = peek(request)
        given = _with_lower_case_name(json.loads(raw or b"{}"))
        operation = self._pool.operations.get(name)
        if operation:
            return Response(json.dumps(operation(given)), content_type=JSON)
        if "AccessToken" in given or "Session" in given:
            raise invalid_parameter(f"The embedded user pool does not offer {name}.")
        return None


def _with_lower_case_name(given: dict[str, Any]) -> dict[str, Any]:
    """Return the request with its user's e-mail address in lower case: pools do not tell case apart."""
    result = dict(given)
    if isinstance(given.get("Username"), str):
        result["Username"] = given["Username"].lower()
    parameters = given.get("AuthParameters") or {}
    if "USERNAME" in parameters:
        result["AuthParameters"] = {**parameters, "USERNAME": parameters["USERNAME"].lower()}
    return result
