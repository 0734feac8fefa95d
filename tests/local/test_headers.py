"""Every answer has the headers that the OpenAPI document describes of it, and no other of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from local.gateway.limits import RateLimit
from tests.local.described import COMPONENTS, check_headers, described, headers_of
from tests.local.embedded_api import EmbeddedApi, Person, embedded_api

PROJECTS = "/v1/projects"
PROJECT = f"{PROJECTS}/{{project_id}}"


@pytest.fixture(scope="module")
def api() -> Iterator[EmbeddedApi]:
    with embedded_api() as running:
        yield running


@pytest.fixture(scope="module")
def anna(api: EmbeddedApi) -> Person:
    return api.person("anna@example.com")


@pytest.fixture(scope="module")
def made(anna: Person) -> TestResponse:
    return anna("POST", PROJECTS, {"name": "Pump station"})


def test_what_is_new_has_a_version_and_lies_where_the_answer_says(anna: Person, made: TestResponse) -> None:
    check_headers(made, headers_of("POST", PROJECTS, 201))
    got = anna("GET", made.headers["Location"])
    check_headers(got, headers_of("GET", PROJECT, 200))
    assert got.headers["ETag"] == made.headers["ETag"] == f'"{got.json["version"]}"'


def test_tokens_are_kept_by_no_cache(api: EmbeddedApi, anna: Person) -> None:
    login = {"email": "anna@example.com", "password": "Correct-horse-7"}
    path = "/v1/auth/login"
    check_headers(api.send("POST", path, login), headers_of("POST", path, 200))
    refused = api.send("POST", path, login | {"password": "wrong"})
    check_headers(refused, headers_of("POST", path, 401))


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (406, {"status": "active"}, {"accept": "image/avif"}),
        (412, {"status": "active"}, {"if_match": '"99"'}),
        (415, {"status": "active"}, {"content_type": "text/plain"}),
        (422, {"status": "archived"}, {}),
    ],
)
def test_what_is_refused_has_the_headers_of_its_status(
    anna: Person, made: TestResponse, status: int, body: dict[str, str], headers: dict[str, str]
) -> None:
    answer = anna("PATCH", made.headers["Location"], body, **headers)
    assert answer.status_code == status
    check_headers(answer, headers_of("PATCH", PROJECT, status))


def test_an_address_says_which_methods_it_takes(anna: Person) -> None:
    answer = anna("DELETE", PROJECTS)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")
    check_headers(answer, described(COMPONENTS["responses"]["405"]))


def test_whoever_asks_too_often_is_told_when_to_go_on(
    api: EmbeddedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.gateway, "_limit", RateLimit(1))
    assert api.send("GET", "/health").status_code == 200
    answer = api.send("GET", "/health")
    assert answer.status_code == 429
    check_headers(answer, headers_of("GET", "/health", 429))
