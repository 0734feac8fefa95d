from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from local.gateway.application import GATEWAY_BYTES, LAMBDA_BYTES, Gateway
from local.gateway.functions import Functions
from local.gateway.limits import RateLimit
from local.settings import LocalSettings

TOKEN = {"Authorization": "Bearer good"}
ORIGIN = "http://localhost:3000"


def _authorize(event: dict[str, Any]) -> dict[str, Any]:
    """Answer as our authorizer does, by the name of the token."""
    token = event["headers"]["Authorization"].removeprefix("Bearer ")
    if token == "broken":
        raise RuntimeError("no table")
    if token not in {"good", "revoked"}:
        raise PermissionError("Unauthorized")
    statement = {"Effect": "Allow" if token == "good" else "Deny", "Resource": event["methodArn"]}
    context = {"user_id": "u1"} if token == "good" else {"detail": "Token has been revoked"}
    return {"principalId": "u1", "policyDocument": {"Statement": [statement]}, "context": context}


@dataclass
class Backend:
    """Functions that note the events they get; `answer` is what those with routes return."""

    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    answer: Callable[[dict[str, Any]], dict[str, Any]] = field(
        default=lambda _: {"statusCode": 200, "body": "{}", "multiValueHeaders": {"ETag": ['"1"']}}
    )

    def handlers(self) -> dict[str, Callable[[dict[str, Any], Any], Any]]:
        """Return one handler a function."""

        def handler(name: str) -> Callable[[dict[str, Any], Any], Any]:
            def call(event: dict[str, Any], _: object) -> dict[str, Any]:
                self.events[name] = event
                return _authorize(event) if name == "authorizer" else self.answer(event)

            return call

        return {name: handler(name) for name in ("authorizer", "sessions", "projects", "drawings")}


@pytest.fixture
def backend() -> Backend:
    return Backend()


def gateway(backend: Backend, log: io.StringIO | None = None, requests_per_minute: int = 1_000) -> Client:
    functions = Functions(log or io.StringIO(), backend.handlers())
    settings = LocalSettings(requests_per_minute=requests_per_minute)
    return Client(Gateway(functions, settings))


def problem(answer: TestResponse) -> dict[str, Any]:
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = json.loads(answer.data)
    assert body["status"] == answer.status_code
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert {"type", "title", "detail", "instance"} <= body.keys()
    return body


def test_a_request_reaches_its_function_as_the_proxy_event(backend: Backend) -> None:
    path = "/v1/projects/p1/drawings/d1/components?class=motor&class=fuse&page=2"
    answer = gateway(backend).get(path, headers={**TOKEN, "X-Two": "a"})
    event = backend.events["drawings"]
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    assert event["resource"] == "/v1/projects/{project_id}/drawings/{drawing_id}/components"
    assert event["pathParameters"] == {"project_id": "p1", "drawing_id": "d1"}
    assert event["multiValueQueryStringParameters"] == {"class": ["motor", "fuse"], "page": ["2"]}
    assert event["queryStringParameters"]["class"] == "fuse"
    assert event["multiValueHeaders"]["X-Two"] == ["a"]
    assert event["requestContext"]["authorizer"] == {"user_id": "u1", "principalId": "u1"}
    assert event["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"
    assert (event["body"], event["isBase64Encoded"]) == (None, False)


def test_the_events_have_what_real_ones_have(
    backend: Backend, sample: Callable[[str], dict[str, Any]]
) -> None:
    gateway(backend).post("/v1/projects", json={"name": "P"}, headers=TOKEN)
    asked = sample("apigateway_request_authorizer")
    proxied = sample("apigateway_rest_proxy")
    assert asked.keys() <= backend.events["authorizer"].keys()
    assert proxied.keys() <= backend.events["projects"].keys()
    assert backend.events["authorizer"]["methodArn"].endswith("/local/POST/v1/projects")


def test_a_body_that_is_no_text_travels_as_base64(backend: Backend) -> None:
    gateway(backend).post("/v1/projects", data=b"\xff\xfe", headers=TOKEN, content_type="text/plain")
    event = backend.events["projects"]
    assert (event["body"], event["isBase64Encoded"]) == ("//4=", True)


@pytest.mark.parametrize("query", ["", "?q=", "?limit=5"])
def test_a_request_without_a_parameter_that_must_be_there_is_a_422_and_reaches_no_function(
    backend: Backend, query: str
) -> None:
    refused = problem(gateway(backend).get(f"/v1/projects/p1/tags{query}", headers=TOKEN))
    assert (refused["status"], refused["title"]) == (422, "Unprocessable Content")
    assert refused["errors"] == [{"field": "query", "message": "Missing required request parameters: [q]"}]
    assert "drawings" not in backend.events
    assert gateway(backend).get("/v1/projects/p1/tags?q=CB-1", headers=TOKEN).status_code == 200


@pytest.mark.parametrize("content_type", [None, "application/json", "Application/JSON; charset=utf-8"])
@pytest.mark.parametrize("body", [b"{", b"{'name': 1}", b'{"name": "\xff"}', b"[" * 100_000])
def test_a_body_that_is_not_json_is_a_400_and_reaches_no_function(
    backend: Backend, body: bytes, content_type: str | None
) -> None:
    answer = gateway(backend).post("/v1/projects", data=body, headers=TOKEN, content_type=content_type)
    assert problem(answer)["status"] == 400
    assert "projects" not in backend.events


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b"{}", "application/json"),
        (b'{"budget": NaN}', "application/json"),
        (b"{", "text/plain"),
        (b"{", "application/merge-patch+json"),
    ],
)
def test_whatever_else_may_be_wrong_with_a_body_is_left_to_the_function(
    backend: Backend, body: bytes, content_type: str
) -> None:
    answer = gateway(backend).post("/v1/projects", data=body, headers=TOKEN, content_type=content_type)
    assert (answer.status_code, answer.text) == (200, "{}")
    assert "projects" in backend.events


def test_who_has_no_token_is_not_told_what_is_wrong_with_a_body(backend: Backend) -> None:
    assert gateway(backend).post("/v1/projects", data=b"{").status_code == 401


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        ({}, "Sign in"),
        ({"Authorization": "Bearer wrong"}, "Sign in"),
        ({"Authorization": "Bearer revoked"}, "Token has been revoked"),
    ],
)
def test_who_has_no_good_token_is_told_so_and_reaches_no_function(
    backend: Backend, headers: dict[str, str], detail: str
) -> None:
    answer = gateway(backend).get("/v1/projects", headers=headers)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert detail in problem(answer)["detail"]
    assert "projects" not in backend.events


def test_an_open_route_asks_for_no_token(backend: Backend) -> None:
    assert gateway(backend).get("/health").status_code == 200
    assert "authorizer" not in backend.events
    assert "authorizer" not in backend.events["projects"]["requestContext"]


def test_an_authorizer_that_fails_is_our_failure(backend: Backend) -> None:
    log = io.StringIO()
    answer = gateway(backend, log).get("/v1/projects", headers={"Authorization": "Bearer broken"})
    assert problem(answer)["status"] == 500
    assert "no table" in log.getvalue()
    assert "no table" not in answer.text


def test_an_unknown_address_is_404_and_a_wrong_method_405(backend: Backend) -> None:
    client = gateway(backend)
    assert problem(client.get("/v1/nothing"))["status"] == 404
    answer = client.delete("/v1/projects", headers=TOKEN)
    assert (problem(answer)["status"], answer.headers["Allow"]) == (405, "GET, POST")
    answer = client.head("/v1/projects")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST"), "HEAD is in no route"


def test_bodies_and_answers_that_are_too_large_are_refused(backend: Backend) -> None:
    client = gateway(backend)
    for size in (GATEWAY_BYTES + 1, LAMBDA_BYTES + 1):
        assert problem(client.post("/v1/projects", data=b"x" * size, headers=TOKEN))["status"] == 413
    backend.answer = lambda _: {"statusCode": 200, "body": "x" * (LAMBDA_BYTES + 1)}
    assert problem(client.get("/v1/projects", headers=TOKEN))["status"] == 502


def test_a_function_that_raises_is_502_and_only_the_log_says_why(backend: Backend) -> None:
    log = io.StringIO()
    backend.answer = lambda event: event["secret"]  # a KeyError
    answer = gateway(backend, log).get("/v1/projects", headers=TOKEN)
    assert problem(answer)["status"] == 502
    assert "KeyError" in log.getvalue()
    assert "secret" not in answer.text


def test_too_many_requests_wait_and_are_told_how_long(backend: Backend) -> None:
    client = gateway(backend, requests_per_minute=2)
    assert [client.get("/health").status_code for _ in range(3)] == [200, 200, 429]
    answer = client.get("/health")
    assert problem(answer)["status"] == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_the_limit_counts_each_address_over_a_sliding_minute() -> None:
    now = 0.0
    limit = RateLimit(2, clock=lambda: now)
    assert [limit.refuse_for_s("a"), limit.refuse_for_s("a"), limit.refuse_for_s("b")] == [0, 0, 0]
    now = 20.0
    assert limit.refuse_for_s("a") == 40
    now = 60.0
    assert limit.refuse_for_s("a") == 0


def test_only_allowed_origins_may_call_from_a_browser(backend: Backend) -> None:
    client = gateway(backend)
    allowed = client.options("/v1/projects", headers={"Origin": ORIGIN})
    assert (allowed.status_code, allowed.headers["Access-Control-Allow-Origin"]) == (204, ORIGIN)
    assert "If-Match" in allowed.headers["Access-Control-Allow-Headers"]
    other = client.options("/v1/projects", headers={"Origin": "http://evil.example"})
    assert "Access-Control-Allow-Origin" not in other.headers
    refused = client.get("/v1/projects", headers={"Origin": ORIGIN})
    assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (401, ORIGIN)
    assert "Retry-After" in refused.headers["Access-Control-Expose-Headers"]


def test_answers_with_binary_bodies_and_repeated_headers_pass(backend: Backend) -> None:
    backend.answer = lambda _: {
        "statusCode": 200,
        "body": "/w==",
        "isBase64Encoded": True,
        "headers": {"X-One": "1"},
        "multiValueHeaders": {"Vary": ["Origin", "Accept"]},
    }
    answer = gateway(backend).get("/health")
    assert answer.data == b"\xff"
    assert (answer.headers["X-One"], answer.headers.getlist("Vary")) == ("1", ["Origin", "Accept"])
