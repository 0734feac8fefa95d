"""Every route answers everybody as the table of `authorization.py` says, over the way a user's call takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from orchestrator.routes import ROUTES
from tests.conftest import restore
from tests.local.authorization import CALLERS, EXPECTED
from tests.local.described import DOCUMENT, check_headers, headers_of
from tests.local.embedded_api import embedded_api
from tests.local.house import QUERIES, RESTORE, House, furnished

pytestmark = pytest.mark.xdist_group("authorization")

DESCRIBED = {(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods}
OPERATIONS = sorted(DESCRIBED | {(route.method, route.path) for route in ROUTES})


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with embedded_api() as api:
        yield furnished(api)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_route_answers_everybody_as_the_table_says(house: House, method: str, path: str) -> None:
    assert (method, path) in EXPECTED, "a new route needs a row in authorization.py"
    answers = {who: house.ask(who, method, path) for who in CALLERS}
    assert {who: answer.status_code for who, answer in answers.items()} == EXPECTED[method, path]
    for answer in answers.values():
        assert answer.status_code < 400 or answer.content_type == "application/problem+json"
        if (method, path) in DESCRIBED:
            check_headers(answer, headers_of(method, path, answer.status_code))


def test_the_table_has_no_row_without_a_route() -> None:
    assert set(EXPECTED) == set(OPERATIONS)


def test_who_signed_out_is_told_so_and_a_forger_learns_nothing(house: House) -> None:
    told = {who: house.ask(who, "GET", "/v1/me").json["detail"] for who in ("revoked", "forged", "nobody")}
    assert told["revoked"] == "Token has been revoked"
    assert told["forged"] == told["nobody"]


def test_who_signs_out_everywhere_is_out_on_the_other_device_with_the_very_next_call(house: House) -> None:
    email = "fco_lead@example.com"
    here, there = (house.api.sign_in(email)["access_token"] for _ in range(2))
    assert house.api.send("POST", "/v1/auth/logout", token=here).status_code == 200
    assert house.api.send("GET", "/v1/me", token=there).json["detail"] == "Token has been revoked"
    again = house.api.sign_in(email)["access_token"]
    assert house.api.send("GET", "/v1/me", token=again).status_code == 200
    restore(house.state)


def test_a_stranger_cannot_tell_a_project_from_none(house: House) -> None:
    path = "/v1/projects/{project_id}"
    there = house.ask("stranger", "GET", path).json
    nowhere = house.api.send("GET", "/v1/projects/0", token=house.tokens["stranger"]).json
    for body in (there, nowhere):
        del body["instance"], body["request_id"]
    assert there == nowhere


DRAWING = "/v1/projects/{project_id}/drawings/{drawing_id}"
MEMBER = "/v1/projects/{project_id}/members/{user_id}"
ASKING = ("find", "pages/{page}/recognize")
"""They ask by POST and change nothing."""


def below(house: House, path: str) -> dict[tuple[str, str], int]:
    """Return how the lead is answered at an address and at every one below it."""
    routes = [(method, one) for method, one in OPERATIONS if one == path or one.startswith(f"{path}/")]
    return {route: send(house, *route) for route in routes}


def send(house: House, method: str, path: str) -> int:
    """Send a request as the lead and leave what it changes."""
    body = house.body(path, "lead") if method in {"POST", "PATCH"} else None
    status: int = house.lead(method, (path + QUERIES.get(path, "")).format(**house.names), body).status_code
    return status


@pytest.mark.parametrize("path", [DRAWING, MEMBER])
def test_what_was_deleted_is_nowhere_any_more(house: House, path: str) -> None:
    assert send(house, "DELETE", path) == 204
    answers = below(house, path)
    restore(house.state)
    assert len(answers) >= 2
    assert answers == dict.fromkeys(answers, 404)


def test_an_archived_project_is_there_to_be_read_and_takes_no_change(house: House) -> None:
    project = "/v1/projects/{project_id}"
    reading = [route for route in OPERATIONS if project in route[1] and route[0] == "GET"]
    before = {route: send(house, *route) for route in reading}
    assert send(house, "DELETE", project) == 200
    after = {route: send(house, *route) for route in reading}
    unchanged = {
        ("DELETE", project),
        ("POST", RESTORE[1]),
        *(("POST", f"{DRAWING}/{path}") for path in ASKING),
    }
    changing = [
        route for route in OPERATIONS if project in route[1] and route[0] != "GET" and route not in unchanged
    ]
    refused = {route: send(house, *route) for route in changing}
    restore(house.state)
    assert after == before
    assert refused == dict.fromkeys(changing, 409)
    assert len(changing) >= 10
