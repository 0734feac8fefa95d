"""Members: who may add, change and remove them, and that a lead always remains."""

from __future__ import annotations

import pytest

from orchestrator.errors import Conflict
from orchestrator.projects import members
from orchestrator.projects.items import project_of
from orchestrator.storage import keys
from tests.conftest import Aws
from tests.orchestrator.projects.conftest import signed_in
from tests.rest import Client, User


def roles(client: Client, path: str) -> dict[str, str]:
    return {m["user_id"]: m["role"] for m in client.get(f"{path}/members").json["items"]}


def test_a_registered_user_becomes_a_member_with_the_given_role(
    anna: Client, bert: Client, path: str
) -> None:
    added = anna.post(f"{path}/members", {"user_id": "bert", "role": "foreman"})
    assert (added.status, added.headers["ETag"]) == (201, '"1"')
    assert added.json.items() >= {"user_id": "bert", "email": "bert@example.com", "added_by": "anna"}.items()
    assert roles(bert, path) == {"anna": "electrical_lead", "bert": "foreman"}


def test_the_role_in_the_project_decides_not_the_role_elsewhere(
    anna: Client, bert: Client, path: str
) -> None:
    anna.post(f"{path}/members", {"user_id": "bert", "role": "electrician"})
    assert bert.get(path).status == 200
    assert bert.patch(path, {"name": "Bert's"}).status == 403
    assert bert.post(f"{path}/members", {"user_id": "anna", "role": "foreman"}).status == 403


def test_nobody_is_added_twice_and_nobody_unknown(anna: Client, bert: Client, path: str) -> None:
    assert anna.post(f"{path}/members", {"user_id": "bert", "role": "foreman"}).status == 201
    assert anna.post(f"{path}/members", {"user_id": "bert", "role": "foreman"}).status == 409
    assert anna.post(f"{path}/members", {"user_id": "zoe", "role": "foreman"}).status == 404


@pytest.mark.parametrize(
    "body", [{"user_id": "bert"}, {"user_id": "bert", "role": "boss"}, {"user_id": "", "role": "foreman"}]
)
def test_a_member_needs_an_id_and_a_role_that_exists(anna: Client, path: str, body: dict[str, str]) -> None:
    assert anna.post(f"{path}/members", body).status == 422


def test_a_role_can_be_changed(anna: Client, bert: Client, path: str) -> None:
    anna.post(f"{path}/members", {"user_id": "bert", "role": "electrician"})
    changed = anna.patch(f"{path}/members/bert", {"role": "superintendent"}, if_match='"1"')
    assert (changed.status, changed.json["role"], changed.headers["ETag"]) == (200, "superintendent", '"2"')
    assert bert.patch(path, {"priority": "high"}).status == 200
    assert anna.patch(f"{path}/members/bert", {"role": "foreman"}, if_match='"1"').status == 412
    assert anna.patch(f"{path}/members/bert", {"role": "superintendent"}).json["version"] == 2


def test_a_removed_member_sees_the_project_no_more(anna: Client, bert: Client, path: str) -> None:
    anna.post(f"{path}/members", {"user_id": "bert", "role": "foreman"})
    removed = anna.delete(f"{path}/members/bert")
    assert (removed.status, removed.text) == (204, "")
    assert bert.get(path).status == 404
    assert bert.get("/v1/projects").json["items"] == []
    assert anna.delete(f"{path}/members/bert").status == 404


def test_everybody_may_leave(anna: Client, bert: Client, path: str) -> None:
    anna.post(f"{path}/members", {"user_id": "bert", "role": "electrician"})
    assert bert.delete(f"{path}/members/anna").status == 403
    assert bert.delete(f"{path}/members/bert").status == 204


def test_the_last_lead_stays_and_stays_lead(anna: Client, bert: Client, path: str) -> None:
    anna.post(f"{path}/members", {"user_id": "bert", "role": "foreman"})
    assert anna.delete(f"{path}/members/anna").status == 409
    assert anna.patch(f"{path}/members/anna", {"role": "foreman"}).status == 409
    anna.patch(f"{path}/members/bert", {"role": "project_manager"})
    assert anna.delete(f"{path}/members/anna").status == 204
    assert bert.delete(f"{path}/members/bert").status == 409
    assert roles(bert, path) == {"bert": "project_manager"}


def test_two_leads_who_leave_at_the_same_moment_do_not_both_go(aws: Aws, anna: Client, path: str) -> None:
    signed_in(aws, User("bert"))
    anna.post(f"{path}/members", {"user_id": "bert", "role": "fco_lead"})
    item = aws.table.get(keys.project(path.rpartition("/")[2]))
    assert item
    project = project_of(item)
    both = [members.find(aws.table, project, user) for user in ("anna", "bert")]
    members.remove(aws.table, project, both[0], both[0])
    with pytest.raises(Conflict, match="at least one lead"):
        members.remove(aws.table, project, both[1], both[1])


def test_a_member_changed_meanwhile_is_not_overwritten(
    aws: Aws, anna: Client, bert: Client, path: str
) -> None:
    anna.post(f"{path}/members", {"user_id": "bert", "role": "electrician"})
    item = aws.table.get(keys.project(path.rpartition("/")[2]))
    assert item
    project = project_of(item)
    stale = members.find(aws.table, project, "bert")
    anna.patch(f"{path}/members/bert", {"role": "foreman"})
    with pytest.raises(Conflict, match="same moment"):
        members.give_role(aws.table, project, stale, "superintendent", stale)


def test_members_come_in_pages(anna: Client, bert: Client, path: str) -> None:
    anna.post(f"{path}/members", {"user_id": "bert", "role": "foreman"})
    first = anna.get(f"{path}/members?limit=1").json
    rest = anna.get(f"{path}/members?limit=1&cursor={first['next_cursor']}").json
    assert [m["user_id"] for m in first["items"] + rest["items"]] == ["anna", "bert"]
