from __future__ import annotations

import pytest

from orchestrator.accepting import accepts

JSON = "application/json"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "*/*",
        "application/*",
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/json;q=0.001",
        "text/html, application/xhtml+xml, application/xml;q=0.9, image/avif, */*;q=0.8",
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
        "text/html,application/json ; Q=0.5",
        "application/json, */*;q=0",
        "application/*;q=0, application/json",
        "application/json;q=0, application/json;q=0.1",
        "no media range, json, ;;, /",
        "application/json;q=much",
    ],
)
def test_json_is_taken(header: str) -> None:
    assert accepts(header, JSON)


@pytest.mark.parametrize(
    "header",
    [
        "text/html",
        "text/*, image/png",
        "application/xml",
        "application/problem+json",
        "application/json;q=0",
        "application/json; q=0.000, */*",
        "application/*;q=0, */*;q=1",
        "*/*;q=0",
        "json, text/html",
    ],
)
def test_json_is_not_taken(header: str) -> None:
    assert not accepts(header, JSON)


def test_the_parameters_of_what_is_given_do_not_count() -> None:
    assert accepts("text/csv", "text/csv; charset=utf-8")
    assert not accepts("text/html", "text/csv; charset=utf-8")
