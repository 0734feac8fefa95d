"""A problem (RFC 9457) of every status that has one."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from orchestrator.examples.sheet import PROJECT

OVERTAKEN: Final = "It was changed after you read it; read it again and retry."
_DETAILS: Final[Mapping[HTTPStatus, str]] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: "The body is not valid JSON.",
        HTTPStatus.UNAUTHORIZED: "Token has been revoked",
        HTTPStatus.FORBIDDEN: "Your role in this project (electrician) does not carry projects:write.",
        HTTPStatus.NOT_FOUND: "There is no such project, or you are not a member of it.",
        HTTPStatus.METHOD_NOT_ALLOWED: "This address takes GET, PATCH, DELETE.",
        HTTPStatus.NOT_ACCEPTABLE: "This address gives application/json only; `Accept` does not allow that.",
        HTTPStatus.CONFLICT: "This project is archived; restore it before you change anything in it.",
        HTTPStatus.PRECONDITION_FAILED: OVERTAKEN,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "A function takes at most 6 MB in a request; send a drawing to the "
        "address of its upload slot.",
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Send the body as application/json.",
        HTTPStatus.UNPROCESSABLE_ENTITY: "The request has fields that are not valid.",
        HTTPStatus.TOO_MANY_REQUESTS: "Too many requests from this address; try again in 12 seconds.",
        HTTPStatus.SERVICE_UNAVAILABLE: "Recognition does not answer at the moment; try again.",
    }
)
_TITLES: Final = {
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
}
"""What Python before 3.13 calls otherwise."""
_FIELD: Final = {"field": "body.budget", "message": "Input should be greater than or equal to 0"}


def problem(status: str) -> dict[str, Any]:
    """Return an example of the problem that a status (`404`, `5XX`) comes with."""
    known = HTTPStatus.SERVICE_UNAVAILABLE if status == "5XX" else HTTPStatus(int(status))
    shown: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(known, known.phrase),
        "status": int(known),
        "detail": _DETAILS[known],
        "instance": f"/v1/projects/{PROJECT.id}",
        "request_id": "5e2c1b1e-8a8e-4f9a-8a53-0b7a3f6d2c10",
    }
    return shown | ({"errors": [_FIELD]} if known == HTTPStatus.UNPROCESSABLE_ENTITY else {})
