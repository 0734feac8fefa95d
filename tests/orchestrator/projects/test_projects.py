"""Projects from the outside: create, read, change, archive, restore."""

from __future__ import annotations

import json
from itertools import permutations

import pytest

from orchestrator.errors import Conflict
from orchestrator.projects import store
from orchestrator.projects.items import project_of
from orchestrator.projects.models import ProjectChange
from orchestrator.storage import keys
from tests.conftest import Aws
from tests.orchestrator.projects.conftest import signed_in
from tests.rest import Client, User


def test_a_created_project_has_what_was_said_and_defaults_for_the_rest(anna: Client) -> None:
    fields = {
        "name": " Substation 4 ",
        "description": "Bay 7\nand 8",
        "client_name": "Northwind Oil",
        "start_date": "2026-01-02",
        "target_completion_date": "2026-06-30",
        "budget": 125000.5,
        "estimated_hours": 320,
        "settings": {"ratio": 1.0, "units": "imperial"},
    }
    made = anna.post("/v1/projects", fields)
    assert made.status == 201
    assert made.headers["Location"] == f"/v1/projects/{made.json['id']}"
    assert made.headers["ETag"] == '"1"'
    defaults = {"project_type": "brownfield", "priority": "medium", "status": "draft", "location": None}
    assert made.json.items() >= (fields | defaults | {"name": "Substation 4", "owner_id": "anna"}).items()
    read = anna.get(made.headers["Location"])
    assert (read.json, read.headers["ETag"]) == (made.json, '"1"')


def test_whoever_creates_a_project_leads_it(aws: Aws) -> None:
    leads = {"system_admin": "system_admin", "fco_lead": "fco_lead", "electrician": "project_manager"}
    for role, in_project in leads.items():
        client = signed_in(aws, User(f"u-{role}", role))
        path = client.post("/v1/projects", {"name": "Mine"}).headers["Location"]
        members = client.get(f"{path}/members").json["items"]
        assert [(m["user_id"], m["role"]) for m in members] == [(f"u-{role}", in_project)]


@pytest.mark.parametrize("name", ["Substation 4", "SUBSTATION 4", "  substation 4", "Ｓubstation 4"])
def test_a_name_is_unique_for_its_owner_however_it_is_spelt(anna: Client, path: str, name: str) -> None:
    answer = anna.post("/v1/projects", {"name": name})
    assert answer.status == 409
    assert answer.json["errors"][0]["field"] == "body.name"


@pytest.mark.parametrize("value", ["1e300", "5e-324", "1" * 60, "[" * 150 + "]" * 150])
def test_settings_keep_whatever_json_they_are(anna: Client, path: str, value: str) -> None:
    body = '{"settings": {"a": ' + value + "}}"
    assert anna.patch(path, body).json["settings"] == json.loads(body)["settings"]
    assert anna.get(path).json["settings"] == json.loads(body)["settings"]
    assert anna.get(f"{path}/activity").json["items"][0]["changes"]["settings"]["from"] == {}


@pytest.mark.parametrize("value", ["[" * 4000 + "]" * 4000, "[" * 90000])
def test_settings_without_a_bottom_are_refused(anna: Client, path: str, value: str) -> None:
    assert anna.patch(path, '{"settings": {"a": ' + value + "}}").status in {400, 422}


def test_another_owner_may_use_the_name(bert: Client, path: str) -> None:
    assert bert.post("/v1/projects", {"name": "Substation 4"}).status == 201


def test_somebody_elses_project_does_not_exist(bert: Client, path: str) -> None:
    unknown = bert.get("/v1/projects/00000000-0000-4000-8000-000000000000")
    for suffix in ("", "/members", "/activity"):
        answer = bert.get(path + suffix)
        assert (answer.status, answer.json["detail"]) == (404, unknown.json["detail"])
    assert bert.patch(path, {"name": "Mine now"}).status == 404
    assert bert.delete(path).status == 404


@pytest.mark.parametrize("project_id", ["a", "x" * 3000, "%2e%2e", "META", "p#q"])
def test_an_id_that_cannot_be_is_not_found(anna: Client, project_id: str) -> None:
    assert anna.get(f"/v1/projects/{project_id}").status == 404


def test_a_change_touches_only_the_fields_named(anna: Client, path: str) -> None:
    anna.patch(path, {"budget": 10, "location": "Hall B"})
    changed = anna.patch(path, {"budget": None, "status": "active"})
    assert changed.status == 200
    assert changed.json.items() >= {"budget": None, "location": "Hall B", "status": "active"}.items()
    assert (changed.json["name"], changed.json["version"], changed.headers["ETag"]) == (
        "Substation 4",
        3,
        '"3"',
    )
    assert anna.get(path).json == changed.json


def test_a_change_that_changes_nothing_leaves_the_version(anna: Client, path: str) -> None:
    assert anna.patch(path, {"name": "Substation 4"}).json["version"] == 1


def test_dates_are_held_against_the_stored_ones(anna: Client, path: str) -> None:
    anna.patch(path, {"start_date": "2026-05-01"})
    answer = anna.patch(path, {"target_completion_date": "2026-04-30"})
    assert answer.status == 422
    assert "start_date" in answer.json["errors"][0]["message"]


def test_a_new_name_frees_the_old_one_and_takes_the_new(anna: Client, path: str) -> None:
    anna.patch(path, {"name": "Substation 5"})
    assert anna.post("/v1/projects", {"name": "Substation 5"}).status == 409
    second = anna.post("/v1/projects", {"name": "Substation 4"})
    assert second.status == 201
    assert anna.patch(second.headers["Location"], {"name": "Substation 5"}).status == 409
    assert anna.patch(second.headers["Location"], {"name": "SUBSTATION 4"}).json["name"] == "SUBSTATION 4"


@pytest.mark.parametrize(
    ("tag", "status"), [('"1"', 200), ("*", 200), ('W/"1"', 200), ('"7", "1"', 200), ('"2"', 412)]
)
def test_if_match_lets_through_only_who_knows_the_stored_version(
    anna: Client, path: str, tag: str, status: int
) -> None:
    assert anna.patch(path, {"priority": "high"}, if_match=tag).status == status
    assert anna.get(path).json["priority"] == ("high" if status == 200 else "medium")


def test_of_two_changes_at_the_same_moment_one_loses_loudly(aws: Aws, anna: Client, path: str) -> None:
    item = aws.table.get(keys.project(path.rpartition("/")[2]))
    assert item
    stale = project_of(item)
    anna.patch(path, {"priority": "high"})
    with pytest.raises(Conflict, match="same moment"):
        store.change(aws.table, stale, ProjectChange(priority="low"), _Anna())
    assert anna.get(path).json["priority"] == "high"


class _Anna:
    user_id = "anna"
    email = "anna@example.com"


def test_an_archived_project_is_kept_but_takes_no_change(anna: Client, path: str) -> None:
    anna.patch(path, {"status": "active"})
    archived = anna.delete(path)
    assert (archived.status, archived.json["status"]) == (200, "archived")
    assert archived.json["archived_at"]
    assert anna.get(path).status == 200
    refused = anna.patch(path, {"name": "Z"})
    assert refused.status == 409
    assert "restore" in refused.json["detail"]
    assert anna.post("/v1/projects", {"name": "Substation 4"}).status == 409
    assert anna.delete(path).json == archived.json


def test_an_open_status_goes_to_every_other_and_archived_is_none_to_set(anna: Client, path: str) -> None:
    for old, new in permutations(("draft", "active", "on_hold", "completed"), 2):
        anna.patch(path, {"status": old})
        assert anna.patch(path, {"status": new}).json["status"] == new
    assert anna.patch(path, {"status": "archived"}).status == 422


def test_a_restored_project_has_the_status_it_had(anna: Client, path: str) -> None:
    anna.patch(path, {"status": "active"})
    anna.delete(path)
    restored = anna.post(f"{path}/restore")
    assert (restored.status, restored.json["status"], restored.json["archived_at"]) == (200, "active", None)
    assert anna.post(f"{path}/restore").status == 409


def test_only_a_lead_archives(aws: Aws, anna: Client, path: str) -> None:
    fay = signed_in(aws, User("fay", "system_admin"))
    anna.post(f"{path}/members", {"user_id": "fay", "role": "foreman"})
    answer = fay.delete(path)
    assert answer.status == 403
    assert "foreman" in answer.json["detail"]
    assert fay.get(path).status == 200


def test_a_request_without_a_token_is_refused(path: str, anna: Client) -> None:
    answer = Client(anna.handler, User(None)).get(path)
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_post_sent_twice_with_its_key_makes_one_project(anna: Client) -> None:
    first = anna.post("/v1/projects", {"name": "Once"}, idempotency_key="k-1")
    second = anna.post("/v1/projects", {"name": "Once"}, idempotency_key="k-1")
    assert (second.status, second.json) == (201, first.json)
    assert second.headers["ETag"] == first.headers["ETag"]
    assert len(anna.get("/v1/projects").json["items"]) == 1
