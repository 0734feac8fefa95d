"""The one body of every error (RFC 9457): which error is which status, and what the caller is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, unquote

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)

from orchestrator import errors
from orchestrator.routes import routes_at
from orchestrator.telemetry import logger

PROBLEM: Final = "application/problem+json"
INVALID_FIELDS: Final = "The request has fields that are not valid."
STATUS: Final[Mapping[type[errors.AppError], HTTPStatus]] = {
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotAcceptable: HTTPStatus.NOT_ACCEPTABLE,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.PreconditionFailed: HTTPStatus.PRECONDITION_FAILED,
    errors.TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DrawingError: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def register(app: APIGatewayRestResolver, service: str) -> None:
    """Let every error of `app` be answered with a problem."""
    problems = Problems(app, service)
    app.exception_handler(errors.AppError)(problems.app_error)
    app.exception_handler(RequestValidationError)(problems.invalid_request)
    app.exception_handler(RequestUnsupportedContentType)(problems.wrong_type)
    app.exception_handler(Exception)(problems.unexpected)
    app.not_found(problems.no_route)


def status_of(error: errors.AppError) -> HTTPStatus:
    """Return the status that an error is answered with."""
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def request_id(event: Mapping[str, Any]) -> str:
    """Return the id API Gateway gave the request."""
    return str(event["requestContext"]["requestId"])


def instance(path: str) -> str:
    """Return a request's path, decoded or not, as the URI reference that a problem names it by (RFC 3986)."""
    return quote(unquote(path), safe="/:@!$&'()*+,;=~", errors="replace")


@dataclass(frozen=True, slots=True)
class Problems:
    """Answers about what went wrong with the current request of an application."""

    app: APIGatewayRestResolver
    service: str

    def app_error(self, error: errors.AppError) -> Response[str]:
        """Answer an error the code foresaw."""
        if isinstance(error, errors.Overtaken) and self.app.current_event.headers.get("If-Match"):
            error = errors.PreconditionFailed(error.detail)  # it held when we looked, and not when we wrote
        status = status_of(error)
        fields = [{"field": f.field, "message": f.message} for f in error.fields]
        response = self._answer(status, error.title, error.detail, fields)
        if error.retry_after_s is not None:
            response.headers["Retry-After"] = str(error.retry_after_s)
        if isinstance(error, errors.Unauthenticated):
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    def invalid_request(self, error: RequestValidationError) -> Response[str]:
        """Answer a body that is not JSON (400), or fields that break their rules (422)."""
        found = error.errors()
        if found[0]["type"] == "json_invalid":
            detail = f"The body is not valid JSON: {found[0]['msg']}."
            return self._answer(HTTPStatus.BAD_REQUEST, "Bad Request", detail)
        fields = [{"field": _path(e["loc"]), "message": _message(e)} for e in found]
        return self._answer(HTTPStatus.UNPROCESSABLE_ENTITY, errors.Invalid.title, INVALID_FIELDS, fields)

    def wrong_type(self, _: RequestUnsupportedContentType) -> Response[str]:
        """Answer a body that does not say it is JSON."""
        status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        return self._answer(status, status.phrase, "Send the body as application/json.")

    def unexpected(self, error: Exception) -> Response[str]:
        """Log what nobody foresaw, and tell the caller nothing of its inside."""
        logger(self.service).exception("unexpected error", exc_info=error)
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        return self._answer(status, status.phrase, "Something went wrong on our side; quote the request id.")

    def no_route(self, _: Exception) -> Response[str]:
        """Answer an address where nothing is, or that does not take the method."""
        methods = [route.method for route in routes_at(self.app.current_event.path)]
        if not methods or self.app.current_event.http_method in methods:  # an id with letters no id has
            return self._answer(HTTPStatus.NOT_FOUND, "Not Found", "There is nothing at this address.")
        status, allowed = HTTPStatus.METHOD_NOT_ALLOWED, ", ".join(methods)
        response = self._answer(status, status.phrase, f"This address takes {allowed}.")
        response.headers["Allow"] = allowed
        return response

    def _answer(
        self, status: HTTPStatus, title: str, detail: str, fields: list[dict[str, str]] | None = None
    ) -> Response[str]:
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": title,
            "status": int(status),
            "detail": detail,
            "instance": instance(self.app.current_event.path),
            "request_id": request_id(self.app.current_event.raw_event),
        }
        if fields:
            body["errors"] = fields
        return Response(status_code=int(status), content_type=PROBLEM, body=json.dumps(body), headers={})


def _path(location: tuple[str | int, ...]) -> str:
    """Return where a field is; a part in brackets names a form of the body, which the caller never wrote."""
    return ".".join(str(part) for part in location if not str(part).startswith("["))


def _message(error: Mapping[str, Any]) -> str:
    return str(error["msg"]).removeprefix("Value error, ")
