"""Many at the same moment: one wins where only one may, and nobody's work is lost or done twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import pytest
import requests

from local.provision import BUCKET, queue_url
from orchestrator.storage.aws import client
from orchestrator.storage.files import Files
from tests.local.embedded_api import Person
from tests.local.team import Team, at_once, team_at_work
from tests.orchestrator.drawings.pipeline import taken

pytestmark = pytest.mark.xdist_group("concurrency")
UPLOADS: Final = 50


@pytest.fixture(scope="module")
def working() -> Iterator[Team]:
    with team_at_work() as team:
        yield team


@pytest.fixture
def team(working: Team) -> Team:
    """The team, nothing reviewed."""
    working.anna("PATCH", working.component, {"status": "detected"})
    return working


def activity(team: Team, action: str) -> list[dict[str, Any]]:
    """Return the project's log of one kind of act."""
    listed = team.anna("GET", f"{team.project}/activity?limit=100").json["items"]
    return [event for event in listed if event["action"] == action]


def test_of_eight_projects_of_one_name_one_is_made(team: Team) -> None:
    body = {"name": "Substation 4"}
    answers = at_once([partial(team.anna, "POST", "/v1/projects", body)] * 8)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
    assert len(team.anna("GET", "/v1/projects?search=Substation").json["items"]) == 1


def test_eight_sendings_of_one_post_with_its_key_make_one_project(team: Team) -> None:
    ask = partial(team.anna, "POST", "/v1/projects", {"name": "Tank farm"}, idempotency_key="k-1")
    answers = at_once([ask] * 8)
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json["id"] for answer in answers if answer.status_code == 201}) == 1
    assert len(team.anna("GET", "/v1/projects?search=Tank").json["items"]) == 1


def test_of_two_changes_to_one_version_one_is_refused_and_overwrites_nothing(team: Team) -> None:
    before = len(activity(team, "project.updated"))
    etag = team.anna("GET", team.project).headers["ETag"]
    wanted = [(team.anna, "Harbour works"), (team.bert, "Port authority")]
    acts = [partial(who, "PATCH", team.project, {"client_name": name}, if_match=etag) for who, name in wanted]
    answers = at_once(acts)
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    winner = next(answer.json for answer in answers if answer.status_code == 200)
    assert team.anna("GET", team.project).json == winner
    assert len(activity(team, "project.updated")) == before + 1


def test_of_two_reviews_of_what_both_saw_one_counts(team: Team) -> None:
    changes = [(team.anna, {"status": "accepted"}), (team.bert, {"status": "rejected"})]
    etag = team.anna("PATCH", team.component, {"status": "detected"}).headers["ETag"]
    answers = at_once([partial(who, "PATCH", team.component, body, if_match=etag) for who, body in changes])
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    winner = next(answer.json for answer in answers if answer.status_code == 200)
    listed = team.anna("GET", team.component.rpartition("/")[0]).json["items"]
    assert [item["status"] for item in listed] == [winner["status"]]


def test_reviews_of_one_component_by_two_users_add_up(team: Team) -> None:
    changes: list[dict[str, Any]] = [
        {"tag": "F-1"},
        {"text": "63 A"},
        {"attributes": {"rating": "63 A"}},
        {"class": "motor"},
    ]
    people = [team.anna, team.bert] * 2
    answers = at_once(
        [partial(who, "PATCH", team.component, body) for who, body in zip(people, changes, strict=True)]
    )
    assert [answer.status_code for answer in answers] == [200] * 4
    (now,) = team.anna("GET", team.component.rpartition("/")[0]).json["items"]
    said = {name: value for change in changes for name, value in change.items()}
    assert {name: now[name] for name in said} == said


def test_of_eight_equal_additions_at_once_one_is_made(team: Team) -> None:
    drawing = team.component.rpartition("/components/")[0]
    box = {"page": 1, "class": "fuse", "bbox": [100, 150, 8, 8]}
    answers = at_once(
        [partial(who, "POST", f"{drawing}/components", box) for who in [team.anna, team.bert] * 4]
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 7}
    (one,) = {answer.json["id"] for answer in answers}
    assert team.anna("DELETE", f"{drawing}/components/{one}").status_code == 204


def test_of_two_requests_that_review_the_same_components_each_loses_nothing(team: Team) -> None:
    drawing = team.component.rpartition("/components/")[0]
    boxes = [{"page": 1, "class": "fuse", "bbox": [10 * n, 150, 8, 8]} for n in range(8)]
    made = team.anna("POST", f"{drawing}/reviews", {"additions": boxes}).json["additions"]
    ids = [one["component_id"] for one in made]
    wanted = [(team.anna, "tag", ids[:6]), (team.bert, "text", ids[:1:-1])]

    def say(who: Person, field: str, components: list[str]) -> dict[str, int]:
        """Review all components, those that somebody was faster with again; return each one's last code."""
        versions, codes = dict.fromkeys(components, 1), dict[str, int]()
        while left := [one for one in components if codes.get(one) != 200]:
            said = [{"component_id": one, "version": versions[one], "change": {field: "F-1"}} for one in left]
            for told in who("POST", f"{drawing}/reviews", {"reviews": said}).json["reviews"]:
                codes[told["component_id"]], versions[told["component_id"]] = told["code"], told["version"]
        return codes

    at_once([partial(say, *what) for what in wanted])
    now = {item["id"]: item for item in team.anna("GET", f"{drawing}/components").json["items"]}
    for _, field, components in wanted:
        assert {now[one][field] for one in components} == {"F-1"}
    for one in ids:
        told = team.bert("GET", f"{drawing}/components/{one}/reviews").json["items"]
        assert [entry["version"] for entry in told] == list(range(now[one]["version"], 0, -1))
        assert now[one]["version"] == 1 + (one in ids[:6]) + (one in ids[2:])
        team.anna("DELETE", f"{drawing}/components/{one}")


def test_fifty_parallel_uploads_are_fifty_drawings_each_with_its_own_file(team: Team) -> None:
    project_id = team.anna("POST", "/v1/projects", {"name": "Fifty"}).json["id"]
    drawings = f"/v1/projects/{project_id}/drawings"
    list(taken(queue_url(team.api.aws_url, "uploads")))  # what other tests left

    def upload(number: int) -> str:
        slot = team.anna("POST", drawings, {"filename": f"E-{number}.pdf"}).json
        form = slot["upload"]
        file = {"file": ("x", b"%PDF-" + str(number).encode())}
        assert requests.post(form["url"], form["fields"], files=file, timeout=60).status_code == 204
        return str(slot["drawing"]["id"])

    ids = at_once([partial(upload, number) for number in range(UPLOADS)])
    assert listed(team.anna, drawings) == dict(
        zip(ids, (f"E-{number}.pdf" for number in range(UPLOADS)), strict=True)
    )
    for number, drawing_id in enumerate(ids):
        key = f"uploads/{project_id}/{drawing_id}/source.pdf"
        stored = client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
        assert stored == b"%PDF-" + str(number).encode()
    told = [json.loads(body)["Records"] for body in taken(queue_url(team.api.aws_url, "uploads"))]
    keys = Counter(record["s3"]["object"]["key"] for records in told for record in records)
    assert keys == Counter(f"uploads/{project_id}/{drawing_id}/source.pdf" for drawing_id in ids)


def test_of_eight_who_write_one_file_where_none_is_one_does(team: Team) -> None:
    files = Files(BUCKET)
    written = at_once(
        [partial(files.replace, "results/one", bytes([n]), "text/plain", None) for n in range(8)]
    )
    assert Counter(written) == {True: 1, False: 7}
    assert files.read("results/one") == bytes([written.index(True)])


def listed(who: Person, path: str) -> dict[str, str]:
    """Return the file name of every drawing in a list, read with cursors; none may come twice."""
    found: list[tuple[str, str]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = who("GET", f"{path}?limit=20" + (f"&cursor={cursor}" if cursor else "")).json
        found += [(item["id"], item["filename"]) for item in page["items"]]
        cursor = page["next_cursor"]
    assert len(dict(found)) == len(found)
    return dict(found)
