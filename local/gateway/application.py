"""The gateway as a WSGI application: limits, route, authorizer, function, answer."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from local.gateway.events import Call, authorizer_event, proxy_event
from local.gateway.functions import Functions
from local.gateway.limits import RateLimit
from local.gateway.refusals import Refusal
from local.gateway.validation import validate
from local.settings import LocalSettings
from orchestrator.http import EXPOSED_HEADERS
from orchestrator.routes import ROUTES, Route

GATEWAY_BYTES: Final = 10 * 1024 * 1024
LAMBDA_BYTES: Final = 6 * 1024 * 1024
CORS_HEADERS: Final = "Content-Type, Authorization, If-Match, Idempotency-Key, X-Request-Id"


class Gateway:
    """Answers HTTP requests by the functions of `orchestrator.routes`."""

    def __init__(self, functions: Functions, settings: LocalSettings) -> None:
        self._functions = functions
        self._origins = settings.allowed_origins
        self._limit = RateLimit(settings.requests_per_minute)
        self._routes = Map([_rule(route) for route in ROUTES], strict_slashes=False, merge_slashes=False)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        request = Request(environ)
        request_id = str(uuid4())
        try:
            response = self._answer(request, request_id)
        except Refusal as refusal:
            response = refusal.response(request, request_id)
            self._allow_origin(request, response)
        response.headers["X-Request-Id"] = request_id
        answer: WSGIApplication = response
        return answer(environ, start_response)

    def _answer(self, request: Request, request_id: str) -> Response:
        wait_s = self._limit.refuse_for_s(request.remote_addr or "")
        if wait_s:
            detail = f"Too many requests from this address; try again in {wait_s} seconds."
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(wait_s)})
        if request.method == "OPTIONS":
            return self._preflight(request)
        route, parameters = self._match(request)
        call = Call(request, route, parameters, request_id)
        body = _body(request)
        who = self._authorize(call) if route.authenticated else None
        validate(request, body, route)
        return _response(self._call(route.function, proxy_event(call, body, who)))

    def _match(self, request: Request) -> tuple[Route, Mapping[str, str]]:
        try:
            return self._routes.bind_to_environ(request.environ).match()  # type: ignore[no-any-return]  # untyped
        except MethodNotAllowed as error:
            allowed = ", ".join(sorted(error.valid_methods or ()))
            detail = f"{request.method} is not possible at this address; {allowed} is."
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, detail, {"Allow": allowed}) from error
        except NotFound as error:
            raise Refusal(HTTPStatus.NOT_FOUND, "There is nothing at this address.") from error

    def _authorize(self, call: Call) -> Mapping[str, Any]:
        asked = "Sign in and send the access token as 'Authorization: Bearer …'."
        challenge = {"WWW-Authenticate": "Bearer"}
        if "Authorization" not in call.request.headers:
            raise Refusal(HTTPStatus.UNAUTHORIZED, asked, challenge)
        try:
            policy = self._functions.call("authorizer", authorizer_event(call))
        except Exception as error:  # API Gateway tells the authorizer's exceptions apart by this one word
            if str(error) == "Unauthorized":
                raise Refusal(HTTPStatus.UNAUTHORIZED, asked, challenge) from error
            self._functions.log_failure("authorizer")
            raise Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "The token could not be checked.") from error
        context: Mapping[str, Any] = policy.get("context") or {}
        if any(s["Effect"] != "Allow" for s in policy["policyDocument"]["Statement"]):
            raise Refusal(HTTPStatus.UNAUTHORIZED, context.get("detail", asked), challenge)
        return {**context, "principalId": policy["principalId"]}

    def _call(self, function: str, event: dict[str, Any]) -> Mapping[str, Any]:
        try:
            answer: Mapping[str, Any] = self._functions.call(function, event)
        except Exception as error:  # the HTTP edge: API Gateway answers 502 when a function raises
            self._functions.log_failure(function)
            raise Refusal(HTTPStatus.BAD_GATEWAY, "The function behind this address failed.") from error
        return answer

    def _preflight(self, request: Request) -> Response:
        response = Response(status=HTTPStatus.NO_CONTENT)
        self._allow_origin(request, response)
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PATCH, DELETE, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = CORS_HEADERS
        return response

    def _allow_origin(self, request: Request, response: Response) -> None:
        origin = request.headers.get("Origin")
        if origin in self._origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = ", ".join(EXPOSED_HEADERS)
            response.headers["Vary"] = "Origin"


def _rule(route: Route) -> Rule:
    path = route.path.replace("{", "<").replace("}", ">")
    rule = Rule(path, methods=[route.method], endpoint=route)
    rule.methods = {route.method}  # werkzeug adds HEAD to GET, API Gateway does not
    return rule


def _body(request: Request) -> bytes:
    size = request.content_length or 0
    if size > GATEWAY_BYTES:
        raise _too_large("The gateway takes at most 10 MB")
    body: bytes = request.get_data()
    if len(body) > LAMBDA_BYTES:
        raise _too_large("A function takes at most 6 MB")
    return body


def _too_large(limit: str) -> Refusal:
    detail = f"{limit} in a request; send a drawing to the address of its upload slot."
    return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, {"Connection": "close"})


def _response(answer: Mapping[str, Any]) -> Response:
    """Return a function's answer as API Gateway passes it on."""
    text = answer.get("body") or ""
    body = base64.b64decode(text) if answer.get("isBase64Encoded") else text.encode()
    if len(body) > LAMBDA_BYTES:
        raise Refusal(HTTPStatus.BAD_GATEWAY, "The answer is larger than the 6 MB a function may give.")
    response = Response(body, answer["statusCode"])
    for name, value in (answer.get("headers") or {}).items():
        response.headers[name] = value
    for name, values in (answer.get("multiValueHeaders") or {}).items():
        response.headers.setlist(name, values)
    return response
