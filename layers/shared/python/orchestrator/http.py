"""The HTTP edge: Powertools' REST resolver, one error body (RFC 9457), the caller, ETags, lists and cursors.

A function's handler is `application("projects", router)`; routes raise `AppError`s and return plain values.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import Annotated, Any, Final, Generic, NoReturn, Protocol, TypeVar

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.event_handler.openapi.params import Body, Header, Path, Query
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from orchestrator import errors, problems
from orchestrator.accepting import accepts
from orchestrator.permissions import LEAST_ROLE, Role
from orchestrator.routes import routes_at
from orchestrator.telemetry import logger, metrics, tracer

JSON: Final = "application/json"
Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]
T = TypeVar("T")


class Versioned(Protocol):
    """What counts its changes."""

    @property
    def version(self) -> int:
        """How often it was changed."""
        ...


V = TypeVar("V", bound=Versioned)

Limit = Annotated[int, Query(ge=1, le=100, description="How many items at most.")]
Cursor = Annotated[str | None, Query(description="`next_cursor` of the list's page before.")]
DEFAULT_LIMIT: Final = 20
EXPOSED_HEADERS: Final = ("ETag", "Location", "X-Request-Id", "Retry-After")
"""What web pages of the allowed origins may read of an answer, the gateway's own too."""

_one_at_a_time = (
    Lock()
)  # Powertools keeps the current event in a class attribute: threads would mix callers up

__all__ = [
    "APIGatewayRestResolver",
    "Body",
    "Caller",
    "Cursor",
    "Handler",
    "Header",
    "Limit",
    "ListOf",
    "Path",
    "Query",
    "Response",
    "Router",
    "Versioned",
    "application",
    "caller",
    "check_accept",
    "check_if_match",
    "created",
    "decode_cursor",
    "encode_cursor",
    "etag",
    "secret",
    "versioned",
]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as the authorizer established it."""

    user_id: str
    email: str
    role: Role
    token_id: str


class ListOf(BaseModel, Generic[T]):
    """One page of a list; `next_cursor` asks for the page after it and is null at the end."""

    items: list[T]
    next_cursor: str | None = None


def caller(router: Router | APIGatewayRestResolver) -> Caller:
    """Return the caller of the current request, from the authorizer's context.

    Raises:
        Unauthenticated: when the request did not pass the authorizer.
    """
    context = router.current_event.raw_event["requestContext"].get("authorizer") or {}
    if "user_id" not in context:
        raise errors.Unauthenticated("Sign in and send the access token as 'Authorization: Bearer …'.")
    return Caller(context["user_id"], context["email"], context.get("role", LEAST_ROLE), context["token_id"])


def etag(version: int) -> str:
    """Return the entity tag of a version."""
    return f'"{version}"'


def versioned(shown: V, status: int = HTTPStatus.OK) -> Response[V]:
    """Answer with what can be changed, and its version as its `ETag`."""
    return Response(status, JSON, shown, {"ETag": etag(shown.version)})


def created(shown: V, address: str) -> Response[V]:
    """Answer with what is new, its version, and the address where it is from now on."""
    return Response(HTTPStatus.CREATED, JSON, shown, {"ETag": etag(shown.version), "Location": address})


def secret(shown: T, status: int = HTTPStatus.OK) -> Response[T]:
    """Answer with what no cache on the way may keep (RFC 6749, 5.1)."""
    return Response(status, JSON, shown, {"Cache-Control": "no-store"})


def check_if_match(router: Router, version: int) -> None:
    """Compare the request's `If-Match`, if it has one, with the stored version.

    Weak tags count too: a proxy that compresses makes tags weak, and versions say enough.

    Raises:
        PreconditionFailed: when it names another version.
    """
    wanted = router.current_event.headers.get("If-Match")
    if wanted is None:
        return
    tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
    if not tags & {"*", etag(version)}:
        raise errors.PreconditionFailed("It was changed after you read it; read it again and retry.")


def check_accept(router: Router | APIGatewayRestResolver, media_type: str) -> None:
    """Compare the request's `Accept`, if it has one, with the media type that it would be answered with.

    Raises:
        NotAcceptable: when the client does not take it.
    """
    named = router.current_event.raw_event.get("multiValueHeaders") or {}
    asked = ",".join(",".join(values) for name, values in named.items() if name.lower() == "accept")
    if not accepts(asked, media_type):
        raise errors.NotAcceptable(f"This address gives {media_type} only; `Accept` does not allow that.")


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
        json.dumps(key, ensure_ascii=False).encode()  # half a surrogate pair is no text of any key
    except (binascii.Error, ValueError, RecursionError) as error:
        raise errors.Invalid("The cursor is not one this API gave out; start again without it.") from error
    if not isinstance(key, dict) or not all(isinstance(v, str) for v in key.values()):
        raise errors.Invalid("The cursor is not one this API gave out; start again without it.")
    return key


def application(service: str, *routers: Router, allowed_origins: tuple[str, ...] = ()) -> Handler:
    """Return a Lambda handler that serves the routers' routes."""
    app = APIGatewayRestResolver(
        enable_validation=True,
        cors=_cors(allowed_origins) if allowed_origins else None,
        response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
        json_body_deserializer=_read_json,
        serializer=_written,
    )
    for router in routers:
        app.include_router(router)
    app.use([_acceptable])
    problems.register(app, service)

    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        answer = app.resolve(_with_json_body(event), context)
        headers = answer.setdefault("multiValueHeaders", {})
        headers["X-Request-Id"] = [problems.request_id(event)]
        if allowed_origins:
            headers["Vary"] = ["Origin"]
        return answer

    traced: Handler = tracer(service).capture_lambda_handler(handler, capture_response=False)
    logged: Handler = logger(service).inject_lambda_context(
        traced, clear_state=True, log_event=False, correlation_id_path="requestContext.requestId"
    )

    def one_at_a_time(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        with _one_at_a_time:
            answer = logged(event, context)
            if metrics(service).metric_set:  # `log_metrics` warns at every request that counts nothing
                metrics(service).flush_metrics()
            return answer

    return one_at_a_time


def _acceptable(
    app: APIGatewayRestResolver, next_middleware: Callable[[APIGatewayRestResolver], Response[Any]]
) -> Response[Any]:
    """Refuse a request whose client does not take what its route gives, before anything is done."""
    event = app.current_event
    route = next((r for r in routes_at(event.path) if r.method == event.http_method), None)
    if route is not None and route.gives is not None:
        check_accept(app, route.gives)
    return next_middleware(app)


def _cors(allowed_origins: tuple[str, ...]) -> CORSConfig:
    return CORSConfig(
        allow_origin=allowed_origins[0],
        extra_origins=list(allowed_origins[1:]),
        allow_headers=["If-Match", "Idempotency-Key"],
        expose_headers=list(EXPOSED_HEADERS),
        max_age=600,
    )


def _with_json_body(event: dict[str, Any]) -> dict[str, Any]:
    """Return the event with its body as text, and with a content type Powertools takes only if it is JSON."""
    headers = dict(event.get("headers") or {})
    for name in [name for name in headers if name.lower() == "content-type"]:
        media_type = headers[name].partition(";")[0].strip().lower()
        is_json = media_type == JSON or media_type.endswith("+json")
        headers[name] = JSON if is_json else "application/octet-stream"
    return {**event, "headers": headers, "body": _text(event), "isBase64Encoded": False}


def _text(event: Mapping[str, Any]) -> str | None:
    body: str | None = event.get("body")
    if not (body and event.get("isBase64Encoded")):
        return body
    try:
        return base64.b64decode(body, validate=True).decode()
    except ValueError:
        return body  # base64 text is never a JSON object: it is refused where JSON is read


def _written(answer: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return an answer as text, letters as they are: escaped, an emoji takes 14 bytes of a function's 6 MB, not 4."""
    return json.dumps(answer, separators=(",", ":"), ensure_ascii=False)


def _read_json(text: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        value = json.loads(text, parse_constant=_refuse)
        if "\\ud" in text.lower():  # half a surrogate pair is no text, and cannot be stored
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        reason = (
            str(error) if isinstance(error, json.JSONDecodeError) else "it holds what no text or number is"
        )
        found = {"type": "json_invalid", "loc": ("body",), "msg": reason}
        raise RequestValidationError([found]) from error
    return value


def _refuse(constant: str) -> NoReturn:
    raise json.JSONDecodeError(f"{constant} is not a number of JSON", constant, 0)
