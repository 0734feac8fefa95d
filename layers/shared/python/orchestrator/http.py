"""The HTTP edge: Powertools' REST resolver, one error body (RFC 9457), the caller, ETags and cursors.

A function's handler is `application("projects", router)`; routes raise `AppError`s and return plain values.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.utilities.typing import LambdaContext

from orchestrator import errors
from orchestrator.permissions import LEAST_ROLE, Role
from orchestrator.telemetry import logger, metrics, tracer

PROBLEM: Final = "application/problem+json"
STATUS: Final[Mapping[type[errors.AppError], HTTPStatus]] = {
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.PreconditionFailed: HTTPStatus.PRECONDITION_FAILED,
    errors.TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DrawingError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]

__all__ = ["Caller", "Handler", "Response", "Router", "application", "caller", "decode_cursor", "encode_cursor"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as the authorizer established it."""

    user_id: str
    email: str
    role: Role
    token_id: str


def caller(router: Router | APIGatewayRestResolver) -> Caller:
    """Return the caller of the current request, from the authorizer's context.

    Raises:
        Unauthenticated: when the request did not pass the authorizer.
    """
    context = router.current_event.raw_event["requestContext"].get("authorizer") or {}
    if "user_id" not in context:
        raise errors.Unauthenticated("Sign in and send the access token as 'Authorization: Bearer …'.")
    return Caller(context["user_id"], context["email"], context.get("role", LEAST_ROLE), context["token_id"])


def encode_cursor(last_key: Mapping[str, str] | None) -> str | None:
    """Return an opaque cursor for the key a list ended at, or None at its end."""
    if last_key is None:
        return None
    return base64.urlsafe_b64encode(json.dumps(last_key, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> dict[str, str] | None:
    """Return the key a cursor stands for.

    Raises:
        Invalid: when it is not a cursor this API gave out.
    """
    if not cursor:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise errors.Invalid("The cursor is not one this API gave out; start again without it.") from error
    if not isinstance(key, dict) or not all(isinstance(v, str) for v in key.values()):
        raise errors.Invalid("The cursor is not one this API gave out; start again without it.")
    return key


def application(service: str, *routers: Router, allowed_origins: tuple[str, ...] = ()) -> Handler:
    """Return a Lambda handler that serves the routers' routes."""
    cors = CORSConfig(
        allow_origin=allowed_origins[0] if allowed_origins else "",
        extra_origins=list(allowed_origins[1:]),
        allow_headers=["Content-Type", "Authorization", "If-Match", "Idempotency-Key", "X-Request-Id"],
        expose_headers=["ETag", "X-Request-Id", "Retry-After"],
    )
    app = APIGatewayRestResolver(enable_validation=True, cors=cors if allowed_origins else None)
    for router in routers:
        app.include_router(router)
    _handle_errors(app, service)

    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        answer = app.resolve(event, context)
        headers = answer.setdefault("multiValueHeaders", {})
        headers["X-Request-Id"] = [_request_id(event)]
        return answer

    log = logger(service)
    traced: Handler = tracer(service).capture_lambda_handler(handler, capture_response=False)
    logged: Handler = log.inject_lambda_context(traced, clear_state=True, log_event=False)
    measured: Handler = metrics(service).log_metrics(logged)
    return measured


def _request_id(event: Mapping[str, Any]) -> str:
    return str(event["requestContext"]["requestId"])


def _handle_errors(app: APIGatewayRestResolver, service: str) -> None:
    log = logger(service)

    def app_error(error: errors.AppError) -> Response[str]:
        status = next(s for kind, s in STATUS.items() if isinstance(error, kind))
        fields = [{"field": f.field, "message": f.message} for f in error.fields]
        response = problem(app, status, error.title, error.detail, fields)
        if isinstance(error, errors.TooMany):
            response.headers["Retry-After"] = str(error.retry_after_s)
        return response

    def invalid_request(error: RequestValidationError) -> Response[str]:
        found = error.errors()
        if any(e["type"] == "json_invalid" for e in found):
            return problem(app, HTTPStatus.BAD_REQUEST, "Bad Request", "The body is not valid JSON.")
        fields = [{"field": ".".join(str(p) for p in e["loc"]), "message": e["msg"]} for e in found]
        title = errors.Invalid.title
        return problem(app, HTTPStatus.UNPROCESSABLE_ENTITY, title, "The request has fields that are not valid.", fields)

    def unexpected(error: Exception) -> Response[str]:
        log.exception("unexpected error", exc_info=error)
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        return problem(app, status, status.phrase, "Something went wrong on our side; quote the request id.")

    def no_route(_: Exception) -> Response[str]:
        return problem(app, HTTPStatus.NOT_FOUND, "Not Found", "There is nothing at this address.")

    app.exception_handler(errors.AppError)(app_error)
    app.exception_handler(RequestValidationError)(invalid_request)
    app.exception_handler(Exception)(unexpected)
    app.not_found(no_route)


def problem(
    app: APIGatewayRestResolver,
    status: HTTPStatus,
    title: str,
    detail: str,
    fields: list[dict[str, str]] | None = None,
) -> Response[str]:
    """Return an RFC 9457 answer about the current request."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail,
        "instance": app.current_event.path,
        "request_id": _request_id(app.current_event.raw_event),
    }
    if fields:
        body["errors"] = fields
    return Response(status_code=int(status), content_type=PROBLEM, body=json.dumps(body), headers={})
