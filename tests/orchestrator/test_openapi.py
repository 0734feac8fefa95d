"""The document that is served is the one the code makes, and the table of routes is what the routers serve."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from pydantic import BaseModel

from orchestrator import about, openapi, routes
from orchestrator.described_headers import HEADERS
from orchestrator.drawings.routes import routers as drawings
from orchestrator.examples.bodies import BODIES
from orchestrator.http import Router
from orchestrator.identity.routes import router as sessions
from orchestrator.projects.routes import router as projects
from orchestrator.routes import ROUTES, routes_at

DOCUMENT: dict[str, Any] = json.loads(routes.DOCUMENT.read_text(encoding="utf-8"))
OPERATIONS = [
    (method, path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]


def served(*routers: Router) -> set[tuple[str, str]]:
    return {
        (method, key[0].replace("<", "{").replace(">", "}"))
        for router in routers
        for key in router._routes
        for method in key[1]
    }


def test_the_checked_in_document_is_what_the_code_makes() -> None:
    made = openapi.text_of(openapi.document(*openapi.routers()))
    current = routes.DOCUMENT.read_text(encoding="utf-8")
    assert made == current, "run: python -m orchestrator.openapi"


def test_a_box_is_four_numbers_in_words_that_every_tool_knows() -> None:
    box = DOCUMENT["components"]["schemas"]["ReviewedComponent"]["properties"]["bbox"]
    assert (box["items"], box["minItems"], box["maxItems"]) == ({"type": "number"}, 4, 4)
    assert "prefixItems" not in box


def test_it_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    validate(DOCUMENT)


@pytest.mark.parametrize(
    ("function", "routers"),
    [("projects", (about.router, projects)), ("sessions", (sessions,)), ("drawings", drawings)],
)
def test_the_table_of_routes_is_what_the_routers_serve(function: str, routers: tuple[Router, ...]) -> None:
    table = {(route.method, route.path) for route in ROUTES if route.function == function}
    assert served(*routers) == table


def test_every_route_is_described_but_the_description_itself() -> None:
    described = {(method.upper(), path) for method, path, _ in OPERATIONS}
    hidden = {("GET", "/docs"), ("GET", "/v1/openapi.json")}
    assert described == {(route.method, route.path) for route in ROUTES} - hidden


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names)
    assert all(len(operation["summary"]) > 5 for _, _, operation in OPERATIONS)


def test_every_operation_names_its_errors_and_each_is_a_problem() -> None:
    for _, _, operation in OPERATIONS:
        errors = {status: answer for status, answer in operation["responses"].items() if status[0] in "45"}
        assert {"429", "5XX"} <= errors.keys()
        assert all(answer == {"$ref": f"#/components/responses/{name}"} for name, answer in errors.items())
        assert "default" not in operation["responses"]
    for answer in DOCUMENT["components"]["responses"].values():
        assert list(answer["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in DOCUMENT["components"]["schemas"]


def test_every_operation_that_takes_a_body_shows_one_that_it_takes() -> None:
    taking = {o["operationId"]: o["requestBody"] for _, _, o in OPERATIONS if "requestBody" in o}
    assert taking.keys() == BODIES.keys()
    for name, body in taking.items():
        content = body["content"]["application/json"]
        for model in models(content["schema"]):
            if set(content["example"]) <= {field.alias or key for key, field in model.model_fields.items()}:
                model.model_validate(content["example"])
                break
        else:
            pytest.fail(f"{name}: no model has the fields of its example")


def models(schema: dict[str, Any]) -> Iterator[type[BaseModel]]:
    """Yield the models that a schema names."""
    known = {
        model.__name__: model
        for model in subclasses(BaseModel)
        if model.__module__.startswith("orchestrator.")
    }
    for one in schema.get("anyOf") or schema.get("oneOf") or [schema]:
        if "$ref" in one:
            yield known[one["$ref"].rpartition("/")[2]]


def subclasses(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_every_error_shows_a_problem_of_its_status() -> None:
    required = set(DOCUMENT["components"]["schemas"]["Problem"]["required"])
    for status, answer in DOCUMENT["components"]["responses"].items():
        shown = answer["content"]["application/problem+json"]["example"]
        assert required <= shown.keys()
        assert str(shown["status"])[0] == status[0]
        assert status in {str(shown["status"]), "5XX"}
        assert ("errors" in shown) == (status == "422")


def test_every_answer_that_is_json_shows_one_of_each_form_that_it_may_have() -> None:
    for _, _, operation in OPERATIONS:
        for status in {"200", "201", "202"} & operation["responses"].keys():
            content = operation["responses"][status]["content"]["application/json"]
            forms = [form for form in content["schema"].get("anyOf", [content["schema"]]) if "$ref" in form]
            assert len(forms) == len(list(shown(content))), operation["operationId"]


def test_every_example_of_the_document_is_valid_by_the_schema_beside_it() -> None:
    checked = 0
    for part in dicts_in(DOCUMENT):
        of_its_own = (
            part if isinstance(part.get("examples"), list) else {}
        )  # else `examples` is a property's name
        schema: dict[str, Any] = part.get("schema", of_its_own)
        for value in shown(part) if schema else ():
            OAS31Validator({**schema, "components": DOCUMENT["components"]}).validate(value)
            checked += 1
    assert checked > len(OPERATIONS)


def shown(part: dict[str, Any]) -> Iterator[Any]:
    """Yield the examples of a media type, a parameter, a header or a schema."""
    if "example" in part:
        yield part["example"]
    several = part.get("examples", [])
    yield from several if isinstance(several, list) else (named["value"] for named in several.values())


def dicts_in(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object of a document but those within examples."""
    if isinstance(value, dict):
        yield value
        value = [part for name, part in value.items() if name not in {"example", "examples"}]
    if isinstance(value, list):
        for part in value:
            yield from dicts_in(part)


def test_every_answer_describes_its_headers_and_every_header_is_on_some_answer() -> None:
    answers = [a for _, _, o in OPERATIONS for a in o["responses"].values() if "$ref" not in a]
    answers += DOCUMENT["components"]["responses"].values()
    assert all("X-Request-Id" in answer["headers"] for answer in answers)
    assert {name for answer in answers for name in answer["headers"]} == set(HEADERS)
    assert set(HEADERS) == DOCUMENT["components"]["headers"].keys()


def test_if_match_is_named_exactly_where_412_is() -> None:
    for _, _, operation in OPERATIONS:
        assert ("If-Match" in str(operation.get("parameters"))) == ("412" in operation["responses"])
    assert "412" in DOCUMENT["paths"]["/v1/projects/{project_id}/restore"]["post"]["responses"]


def test_what_redirects_or_says_nothing_has_no_body() -> None:
    for _, _, operation in OPERATIONS:
        for status in {"204", "303"} & operation["responses"].keys():
            assert "content" not in operation["responses"][status]


def test_a_token_is_asked_for_exactly_where_the_table_says() -> None:
    open_routes = {(route.method, route.path) for route in ROUTES if not route.authenticated}
    for method, path, operation in OPERATIONS:
        assert (operation["security"] == []) == ((method.upper(), path) in open_routes)


def test_posts_that_honour_the_idempotency_key_say_so() -> None:
    named = {path for _, path, o in OPERATIONS if "Idempotency-Key" in str(o.get("parameters"))}
    assert {"/v1/projects", "/v1/projects/{project_id}/members"} <= named
    assert not [path for path in named if path.startswith("/v1/auth")]


def test_methods_are_found_by_address() -> None:
    (text,) = routes_at("/v1/projects/p-1/drawings/d-1/pages/3/text")
    assert text.path == "/v1/projects/{project_id}/drawings/{drawing_id}/pages/{page}/text"
    assert {route.method for route in routes_at("/v1/projects")} == {"GET", "POST"}
    assert routes_at("/v1/projects/") == ()
    assert routes_at("/v1/projects/p-1/members/u-1/x") == ()
