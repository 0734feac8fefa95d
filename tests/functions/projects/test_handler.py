"""The `projects` function as Lambda runs it."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys

import pytest

from orchestrator import __version__
from orchestrator.routes import ROUTES, Route
from orchestrator.settings import MissingSetting
from tests import aws_events
from tests.conftest import Aws
from tests.rest import NOBODY, Answer, Client, answer, request

ORIGIN = "https://app.example.com"
HEAVY = (
    "moto",
    "botocore.client",
    "numpy",
    "pymupdf",
    "onnxruntime",
    "jwt",
    "xlsxwriter",
    "aws_lambda_powertools.event_handler.openapi.models",
)
BODIES = {
    ("POST", "/v1/projects"): {"name": "A"},
    ("PATCH", "/v1/projects/{project_id}"): {"name": "A"},
    ("POST", "/v1/projects/{project_id}/members"): {"user_id": "u", "role": "foreman"},
    ("PATCH", "/v1/projects/{project_id}/members/{user_id}"): {"role": "foreman"},
}
PRIVATE = [route for route in ROUTES if route.function == "projects" and route.authenticated]
INSIDE = [route for route in PRIVATE if "{project_id}" in route.path]
WITH_BODY = [route for route in PRIVATE if (route.method, route.path) in BODIES]


@pytest.fixture
def client(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A caller of the function, loaded as at a cold start."""
    monkeypatch.setenv("ALLOWED_ORIGINS", ORIGIN)
    sys.modules.pop("functions.projects.handler", None)
    return Client(importlib.import_module("functions.projects.handler").handler)


def address(path: str) -> str:
    return re.sub(r"\{\w+\}", "00000000-0000-4000-8000-000000000000", path)


def test_it_says_that_it_is_well_without_a_token(client: Client) -> None:
    got = Client(client.handler, NOBODY).get("/health")
    assert (got.status, got.json) == (
        200,
        {"status": "healthy", "service": "orchestrator", "version": __version__},
    )


def test_it_describes_the_whole_api_under_the_address_of_its_stage(client: Client) -> None:
    got = Client(client.handler, NOBODY).get("/v1/openapi.json")
    assert got.headers["Content-Type"] == "application/json"
    assert got.json["servers"] == [{"url": "/dev"}]
    assert "/v1/projects/{project_id}/takeoff" in got.json["paths"]


def test_a_custom_domain_has_no_stage_in_its_address(client: Client) -> None:
    sent = request("GET", "/v1/openapi.json")
    sent["requestContext"] |= {"path": "/v1/openapi.json"}
    assert answer(client.handler(sent, aws_events.Context())).json["servers"] == [{"url": "/"}]


def test_the_page_to_try_the_api_loads_nothing_from_elsewhere(client: Client) -> None:
    got = Client(client.handler, NOBODY).get("/docs", accept="text/html, */*;q=0.8")
    assert (got.status, got.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "SwaggerUIBundle" in got.text
    assert "/v1/projects/{project_id}/takeoff" in got.text
    assert not re.search(r"""<(script|link)[^>]+(src|href)=""", got.text)
    assert len(got.text) < 5_000_000  # Lambda's answers end at 6 MB


@pytest.mark.parametrize("route", PRIVATE, ids=lambda route: f"{route.method} {route.path}")
def test_no_private_route_answers_without_a_caller(client: Client, route: Route) -> None:
    got = send(Client(client.handler, NOBODY), route)
    assert got.status == 401
    assert_is_problem(got)


@pytest.mark.parametrize("route", INSIDE, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_of_an_unknown_project_is_not_found(client: Client, route: Route) -> None:
    got = send(client, route)
    assert got.status == 404
    assert_is_problem(got)


@pytest.mark.parametrize("route", WITH_BODY, ids=lambda route: f"{route.method} {route.path}")
def test_every_body_is_checked_and_refused_with_the_one_body(client: Client, route: Route) -> None:
    refused = {"{": 400, "[]": 422, '{"colour": "red"}': 422}
    for body, status in refused.items():
        got = client.send(route.method, address(route.path), body)
        assert got.status == status
        assert_is_problem(got)
        assert ("errors" in got.json) == (status == 422)
    assert client.send(route.method, address(route.path), "a=1", content_type="text/plain").status == 415


@pytest.mark.parametrize("route", PRIVATE, ids=lambda route: f"{route.method} {route.path}")
def test_a_wrong_method_is_refused_with_the_one_body(client: Client, route: Route) -> None:
    got = client.send("PUT", address(route.path), {})
    assert (got.status, route.method in got.headers["Allow"]) == (405, True)
    assert_is_problem(got)


@pytest.mark.parametrize("route", PRIVATE, ids=lambda route: f"{route.method} {route.path}")
def test_a_table_that_does_not_answer_is_a_500_that_tells_nothing(
    client: Client, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLE_NAME", "gone")
    got = send(client, route)
    assert got.status == 500
    assert_is_problem(got)
    assert "gone" not in got.text
    assert "ResourceNotFound" not in got.text


def test_an_address_with_nothing_is_a_404_with_the_one_body(client: Client) -> None:
    got = client.get("/v1/nothing")
    assert got.status == 404
    assert_is_problem(got)


def test_allowed_origins_come_from_the_settings(client: Client) -> None:
    assert client.get("/health", origin=ORIGIN).headers["Access-Control-Allow-Origin"] == ORIGIN


def test_a_cold_start_loads_no_library_it_does_not_need() -> None:
    code = f"import sys, functions.projects.handler; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    environment = {**os.environ, "TABLE_NAME": "t", "AWS_DEFAULT_REGION": "us-east-1"}
    environment["LAMBDA_TASK_ROOT"] = "/var/task"  # elsewhere the X-Ray SDK loads botocore
    ran = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_a_missing_setting_fails_the_cold_start(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLE_NAME")
    sys.modules.pop("functions.projects.handler", None)
    with pytest.raises(MissingSetting, match="TABLE_NAME"):
        importlib.import_module("functions.projects.handler")


def send(client: Client, route: Route) -> Answer:
    """Send a request that the route would take, to a project that does not exist."""
    return client.send(route.method, address(route.path), BODIES.get((route.method, route.path)))


def assert_is_problem(got: Answer) -> None:
    """Hold an error against the one shape of all errors."""
    assert got.headers["Content-Type"] == "application/problem+json"
    assert set(got.json) - {"errors"} == {"type", "title", "status", "detail", "instance", "request_id"}
    assert got.json["status"] == got.status
    assert got.json["request_id"] == got.headers["X-Request-Id"]
    assert got.json["detail"].endswith(".")
    for error in got.json.get("errors", []):
        assert set(error) == {"field", "message"}
