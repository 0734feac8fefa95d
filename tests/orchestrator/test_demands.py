"""What the gateway refuses is what the functions would refuse, with the same status: no caller sees who did it."""

from __future__ import annotations

import pytest

from orchestrator import openapi
from orchestrator.demands import NOT_JSON, Demands, demands_of
from orchestrator.errors import Invalid
from orchestrator.http import application
from orchestrator.problems import INVALID_FIELDS
from orchestrator.routes import ROUTES, Route
from tests.rest import Client

DEMANDING = [route for route in ROUTES if demands_of(route)]
CLIENT = Client(application("all", *openapi.routers()))


def address(route: Route) -> str:
    values = {"project_id": "p1", "drawing_id": "d1", "user_id": "u1", "page": "1"}
    return route.path.format(**values, component_id="c1", entry_id="e1", format="csv")


def test_few_routes_demand_a_parameter_and_those_with_a_body_demand_json() -> None:
    by_path = {(route.method, route.path): demands_of(route) for route in ROUTES}
    assert by_path["GET", "/v1/projects/{project_id}/tags"] == Demands(("q",))
    assert by_path["POST", "/v1/auth/login"] == by_path["POST", "/v1/projects"] == Demands(json=True)
    assert by_path["GET", "/health"] == by_path["GET", "/docs"] == Demands()
    assert len(DEMANDING) > 20


@pytest.mark.parametrize("route", [r for r in DEMANDING if demands_of(r).query], ids=address)
def test_a_function_refuses_a_missing_parameter_with_the_problem_of_the_gateway(route: Route) -> None:
    got = CLIENT.send(route.method, address(route))
    assert (got.status, got.json["title"], got.json["detail"]) == (422, Invalid.title, INVALID_FIELDS)
    assert {error["field"] for error in got.json["errors"]} >= {f"query.{n}" for n in demands_of(route).query}


@pytest.mark.parametrize("route", [r for r in DEMANDING if demands_of(r).json], ids=address)
def test_a_function_refuses_a_body_that_is_not_json_with_the_problem_of_the_gateway(route: Route) -> None:
    got = CLIENT.send(route.method, address(route), "{")
    assert (got.status, got.json["title"]) == (400, "Bad Request")
    assert got.json["detail"].startswith(NOT_JSON.rstrip("."))
