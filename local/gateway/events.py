"""The events API Gateway (REST) makes of a request: one for the authorizer, one for the function."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from werkzeug.wrappers import Request

from local.settings import ACCOUNT, REGION
from orchestrator.routes import Route

API_ID: Final = "local00api"
STAGE: Final = "local"
Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One request that matched a route."""

    request: Request
    route: Route
    path_parameters: Mapping[str, str]
    request_id: str

    @property
    def method_arn(self) -> str:
        """The ARN of what is called, as the authorizer's policy names it."""
        path = self.request.path.lstrip("/")
        return f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{API_ID}/{STAGE}/{self.request.method}/{path}"


def authorizer_event(call: Call) -> Event:
    """Return the REQUEST authorizer event."""
    return {
        "type": "REQUEST",
        "methodArn": call.method_arn,
        **_shared(call),
        "requestContext": _context(call),
    }


def proxy_event(call: Call, body: bytes, authorizer: Mapping[str, Any] | None) -> Event:
    """Return the proxy integration event; `authorizer` is the context the authorizer gave."""
    context = _context(call) | ({"authorizer": dict(authorizer)} if authorizer is not None else {})
    text, is_base64 = _text(body)
    return {**_shared(call), "requestContext": context, "body": text, "isBase64Encoded": is_base64}


def _shared(call: Call) -> Event:
    headers = [(name, value) for name, value in call.request.headers.items() if value]
    query = call.request.args
    return {
        "resource": call.route.path,
        "path": call.request.path,
        "httpMethod": call.request.method,
        "headers": dict(headers),
        "multiValueHeaders": {name: call.request.headers.getlist(name) for name, _ in headers},
        "queryStringParameters": {name: query.getlist(name)[-1] for name in query} or None,
        "multiValueQueryStringParameters": {name: query.getlist(name) for name in query} or None,
        "pathParameters": dict(call.path_parameters) or None,
        "stageVariables": None,
    }


def _context(call: Call) -> Event:
    now = datetime.now(UTC)
    return {
        "resourceId": "local",
        "resourcePath": call.route.path,
        "httpMethod": call.request.method,
        "path": call.request.path,
        "accountId": ACCOUNT,
        "protocol": call.request.environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
        "stage": STAGE,
        "domainName": call.request.host,
        "apiId": API_ID,
        "requestId": call.request_id,
        "extendedRequestId": call.request_id,
        "requestTime": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "requestTimeEpoch": int(now.timestamp() * 1_000),
        "identity": {
            "sourceIp": call.request.remote_addr or "127.0.0.1",
            "userAgent": call.request.headers.get("User-Agent"),
            "accessKey": None,
            "accountId": None,
            "caller": None,
            "user": None,
            "userArn": None,
        },
    }


def _text(body: bytes) -> tuple[str | None, bool]:
    if not body:
        return None, False
    try:
        return body.decode("utf-8"), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode("ascii"), True
