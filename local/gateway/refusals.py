"""What the gateway itself answers, in the API's one error shape (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Request, Response

from orchestrator.errors import Invalid
from orchestrator.problems import PROBLEM, instance


class Refusal(Exception):
    """The gateway does not let a request through, or got nothing usable for it."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        headers: dict[str, str] | None = None,
        fields: list[dict[str, str]] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.fields = fields

    def response(self, request: Request, request_id: str) -> Response:
        """Return the refusal as a problem document."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": Invalid.title if self.fields else self.status.phrase,
            "status": int(self.status),
            "detail": self.detail,
            "instance": instance(request.path),
            "request_id": request_id,
        }
        if self.fields:
            body["errors"] = self.fields
        return Response(json.dumps(body), self.status, self.headers, content_type=PROBLEM)
