"""Every route asks DynamoDB as often as docs/architecture.md says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.routes import DOCUMENT as API
from orchestrator.routes import ROUTES
from tests.local.authorization import EXPECTED
from tests.local.embedded_api import embedded_api
from tests.local.house import QUERIES, House, furnished

pytestmark = pytest.mark.xdist_group("requests")

ROW = re.compile(r"^\| `([A-Z]+) (/\S*)` \| (.*?) \|$", re.MULTILINE)
DOCUMENT = Path(__file__).parents[2] / "docs/architecture.md"
TABLE = {(row[1], row[2]): row[3].split(", ") if row[3] else [] for row in ROW.finditer(DOCUMENT.read_text())}
DOCUMENT_OF_THE_API = json.loads(API.read_text(encoding="utf-8"))
AUTHORIZER = "BatchGetItem"
AUTHENTICATED = {(route.method, route.path) for route in ROUTES if route.authenticated}


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with embedded_api() as api:
        yield furnished(api)


@pytest.mark.parametrize(("method", "path"), sorted(EXPECTED))
def test_a_route_asks_the_table_as_documented(house: House, method: str, path: str) -> None:
    house.ask("electrical_lead", method, path)
    first = [AUTHORIZER] if (method, path) in AUTHENTICATED else []
    assert house.requests == first + TABLE[method, path]


def test_a_client_that_takes_nothing_a_route_gives_is_told_so_before_anything_is_done(house: House) -> None:
    for route in ROUTES:
        if route.gives is None and not route.path.endswith("/exports/{format}"):
            continue  # it answers without a body
        path, body = (route.path + QUERIES.get(route.path, "")).format(**house.names), None
        if route.method in {"POST", "PATCH"}:
            body = house.body(route.path, "electrical_lead")
        token = house.token("electrical_lead", route.path) if route.authenticated else None
        house.requests.clear()
        answer = house.api.send(route.method, path, body, token, accept="image/avif, text/*;q=0")
        assert answer.status_code == 406, route
        assert answer.content_type == "application/problem+json", route
        assert house.requests == ([AUTHORIZER] if route.authenticated else []), route


def test_a_list_is_one_query_and_one_thing_takes_two_requests_at_most() -> None:
    reads = {path: requests for (method, path), requests in TABLE.items() if method == "GET"}
    lists = {path for path in reads if gives_a_list(path)}
    assert {path: reads[path].count("Query") for path in lists} == dict.fromkeys(lists, 1)
    assert len(lists) == 8
    many = {
        path.rpartition("/v1/projects/{project_id}/")[2]
        for path in reads.keys() - lists
        if len(reads[path]) > 2
    }
    assert many == MORE.keys()


MORE = {
    "takeoff": "of a project: a query a drawing",
    "drawings/{drawing_id}/compare": "recognition reads each of two drawings, by a query",
    "drawings/{drawing_id}/compare/image": "and it is looked whether both are still there when the picture is",
    "drawings/{drawing_id}/exports/{format}": "it is looked whether the drawing is still there when the file is",
}
"""What takes more requests than two, and for what."""


def gives_a_list(path: str) -> bool:
    """Tell whether a route's answer comes in parts."""
    answer = DOCUMENT_OF_THE_API["paths"].get(path, {}).get("get", {}).get("responses", {}).get("200", {})
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    named = schema.get("$ref", "").rpartition("/")[2]
    return "next_cursor" in DOCUMENT_OF_THE_API["components"]["schemas"].get(named, schema).get(
        "properties", {}
    )


def test_the_table_has_no_row_without_a_route() -> None:
    assert set(TABLE) == set(EXPECTED)
