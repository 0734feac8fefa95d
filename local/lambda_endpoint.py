"""Lambda's `Invoke`, for the functions that other functions call directly."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from werkzeug.wrappers import Request, Response

PATH: Final = re.compile(r"/2015-03-31/functions/(?P<name>[^/]+)/invocations")
MAX_PAYLOAD_BYTES: Final = 6 * 1024 * 1024
Invoke = Callable[[Any], Any]


class FunctionError(Exception):
    """An invoked function raised: the error's type and its message."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class LambdaEndpoint:
    """Answers synchronous invocations of the functions it was given, or returns None for moto to answer."""

    def __init__(self, functions: Mapping[str, Invoke]) -> None:
        self._functions = functions

    def __call__(self, request: Request) -> Response | None:
        """Return the answer to an invocation, None when the request is none."""
        match = PATH.fullmatch(request.path)
        if match is None:
            return None
        name = match["name"]
        if name not in self._functions:
            return _failure(404, "ResourceNotFoundException", f"Function not found: {name}")
        payload = request.get_data()
        if len(payload) > MAX_PAYLOAD_BYTES:
            message = f"{len(payload)} byte payload is too large for the RequestResponse invocation type"
            return _failure(413, "RequestTooLargeException", message)
        return self._invoke(self._functions[name], payload)

    def _invoke(self, invoke: Invoke, payload: bytes) -> Response:
        headers = {"X-Amz-Executed-Version": "$LATEST"}
        try:
            return Response(
                json.dumps(invoke(json.loads(payload))), 200, headers, content_type="application/json"
            )
        except FunctionError as error:
            body = {"errorMessage": error.message, "errorType": error.kind}
            headers["X-Amz-Function-Error"] = "Unhandled"
            return Response(json.dumps(body), 200, headers, content_type="application/json")


def _failure(status: int, code: str, message: str) -> Response:
    body = json.dumps({"Type": "User", "Message": message})
    return Response(body, status, {"X-Amzn-ErrorType": code}, content_type="application/json")
