"""The log of a project: every act, who did it, and that other parts can write to it."""

from __future__ import annotations

from orchestrator.projects import activity
from tests.conftest import Aws
from tests.rest import Client


def test_every_act_is_logged_newest_first(anna: Client, bert: Client, path: str) -> None:
    anna.patch(path, {"priority": "high", "budget": 5})
    anna.post(f"{path}/members", {"user_id": "bert", "role": "foreman"})
    anna.patch(f"{path}/members/bert", {"role": "superintendent"})
    bert.patch(path, {"location": "Hall B"})
    anna.delete(f"{path}/members/bert")
    anna.delete(path)
    anna.post(f"{path}/restore")
    events = anna.get(f"{path}/activity").json["items"]
    assert [(e["actor_id"], e["action"]) for e in events] == [
        ("anna", "project.restored"),
        ("anna", "project.archived"),
        ("anna", "member.removed"),
        ("bert", "project.updated"),
        ("anna", "member.changed"),
        ("anna", "member.added"),
        ("anna", "project.updated"),
        ("anna", "project.created"),
    ]
    assert events[6]["changes"] == {
        "priority": {"from": "medium", "to": "high"},
        "budget": {"from": None, "to": 5.0},
    }
    assert events[4].items() >= {"subject_id": "bert", "actor_email": "anna@example.com"}.items()


def test_what_was_refused_is_not_logged(anna: Client, path: str) -> None:
    anna.patch(path, {"name": "<"})
    anna.patch(path, {"name": "Z"}, if_match='"9"')
    anna.delete(f"{path}/members/anna")
    assert len(anna.get(f"{path}/activity").json["items"]) == 1


def test_the_log_comes_in_pages(anna: Client, path: str) -> None:
    anna.patch(path, {"priority": "high"})
    first = anna.get(f"{path}/activity?limit=1").json
    rest = anna.get(f"{path}/activity?limit=1&cursor={first['next_cursor']}").json
    assert [e["action"] for e in first["items"] + rest["items"]] == ["project.updated", "project.created"]


def test_the_system_logs_too_in_a_transaction_of_its_own(aws: Aws, anna: Client, path: str) -> None:
    project_id = path.rpartition("/")[2]
    aws.table.transact(
        [activity.record(project_id, activity.SYSTEM, "drawing.analyzed", "d-1", {"pages": 3})]
    )
    newest = anna.get(f"{path}/activity?limit=1").json["items"][0]
    assert newest.items() >= {"actor_id": "system", "actor_email": None, "subject_id": "d-1"}.items()
    assert newest["changes"] == {"pages": 3}


def test_a_cursor_of_another_list_is_refused(anna: Client, path: str) -> None:
    anna.patch(path, {"priority": "high"})
    cursor = anna.get(f"{path}/activity?limit=1").json["next_cursor"]
    other = anna.post("/v1/projects", {"name": "Other"}).headers["Location"]
    for address in (f"{other}/activity", f"{path}/members", "/v1/projects"):
        answer = anna.get(f"{address}?cursor={cursor}")
        assert (answer.status, "cursor" in answer.json["detail"]) == (422, True)
