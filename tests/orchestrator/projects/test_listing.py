"""Lists of projects: whose, which, in which order, page by page."""

from __future__ import annotations

import pytest

from orchestrator.projects import listing
from tests.rest import Client

PROJECTS = (
    {"name": "Alpha", "priority": "high", "project_type": "upgrade", "status": "active"},
    {"name": "Beta", "client_name": "Northwind Oil", "location": "Hall B"},
    {"name": "Gamma", "priority": "high", "contract_number": "C-77", "description": "like alpha"},
)


@pytest.fixture
def projects(anna: Client) -> list[str]:
    """Addresses of three projects of Anna's, oldest first."""
    return [anna.post("/v1/projects", fields).headers["Location"] for fields in PROJECTS]


def names(client: Client, query: str = "") -> list[str]:
    return [project["name"] for project in client.get(f"/v1/projects{query}").json["items"]]


def test_the_newest_project_comes_first(anna: Client, projects: list[str]) -> None:
    assert names(anna) == ["Gamma", "Beta", "Alpha"]


def test_nobody_sees_the_projects_of_others(bert: Client, projects: list[str]) -> None:
    assert bert.get("/v1/projects").json == {"items": [], "next_cursor": None}


def test_a_member_sees_the_project(anna: Client, bert: Client, projects: list[str]) -> None:
    anna.post(f"{projects[1]}/members", {"user_id": "bert", "role": "electrician"})
    assert names(bert) == ["Beta"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=active", ["Alpha"]),
        ("?priority=high", ["Gamma", "Alpha"]),
        ("?project_type=upgrade&priority=high", ["Alpha"]),
        ("?search=ALPHA", ["Gamma", "Alpha"]),
        ("?search=northwind", ["Beta"]),
        ("?search=c-77", ["Gamma"]),
        ("?search=hall", ["Beta"]),
        ("?search=nothing", []),
        ("?search=", ["Gamma", "Beta", "Alpha"]),
    ],
)
def test_filters_narrow_the_list(anna: Client, projects: list[str], query: str, found: list[str]) -> None:
    assert names(anna, query) == found


@pytest.mark.parametrize(
    ("name", "search"), [("Gebäude 5", "geba\u0308ude"), ("Gebaude 5".replace("a", "a\u0308", 1), "ä")]
)
def test_a_search_finds_what_reads_the_same(anna: Client, name: str, search: str) -> None:
    anna.post("/v1/projects", {"name": name})
    assert names(anna, f"?search={search}") == [name]


def test_archived_projects_are_listed_only_when_asked_for(anna: Client, projects: list[str]) -> None:
    anna.delete(projects[0])
    assert names(anna) == ["Gamma", "Beta"]
    assert names(anna, "?include_archived=true") == ["Gamma", "Beta", "Alpha"]
    assert names(anna, "?status=archived") == ["Alpha"]


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("batch", [1, 2, 100])
def test_pages_together_are_the_whole_list(
    anna: Client, projects: list[str], monkeypatch: pytest.MonkeyPatch, limit: int, batch: int
) -> None:
    monkeypatch.setattr(listing, "_BATCH", batch)
    found: list[str] = []
    cursor = ""
    for _ in range(5):
        page = anna.get(f"/v1/projects?limit={limit}{cursor}").json
        found += [project["name"] for project in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert found == ["Gamma", "Beta", "Alpha"]


def test_a_rare_match_goes_on_with_the_cursor_instead_of_reading_for_ever(
    anna: Client, projects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_MOST_READ", 2)
    first = anna.get("/v1/projects?status=active").json
    assert first["items"] == []
    rest = anna.get(f"/v1/projects?status=active&cursor={first['next_cursor']}").json
    assert [project["name"] for project in rest["items"]] == ["Alpha"]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "status=new", "include_archived=maybe"])
def test_a_query_that_does_not_read_is_refused_by_field(anna: Client, query: str) -> None:
    answer = anna.get(f"/v1/projects?{query}")
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == f"query.{query.partition('=')[0]}"


@pytest.mark.parametrize("cursor", ["x", "!!", "W10", "eyJhIjoxfQ", "eyJQSyI6ImEifQ", "Zm9v"])
def test_a_cursor_that_was_not_given_out_is_refused(anna: Client, projects: list[str], cursor: str) -> None:
    answer = anna.get(f"/v1/projects?cursor={cursor}")
    assert answer.status == 422
    assert "cursor" in answer.json["detail"]
