"""Many reviews in one request, and what is kept of each."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator.drawings.bulk import MOST
from orchestrator.drawings.reviewed import find_reviewed
from orchestrator.storage import keys
from tests.functions.drawings.api import Answer, Api
from tests.functions.drawings.test_components import FUSE, components, counts

FIRST, SECOND, THIRD = "p00001-00001-00060", "p00001-00002-00060", "p00002-00001-00060"


def review(component_id: str, version: int, **change: object) -> dict[str, Any]:
    """Return one review of a request; `class_name` is the field `class`."""
    named = {"class" if name == "class_name" else name: value for name, value in change.items()}
    return {"component_id": component_id, "version": version, "change": named}


def say(api: Api, drawing: str, *reviews: object, key: str | None = None, **more: object) -> Answer:
    """Send many reviews at once."""
    headers = {"Idempotency_Key": key} if key else {}
    return api("POST", f"{drawing}/reviews", {"reviews": reviews, **more}, **headers)


def history(api: Api, drawing: str, component_id: str, query: str = "") -> list[dict[str, Any]]:
    """Return what the history of a component holds."""
    items: list[dict[str, Any]] = api("GET", f"{drawing}/components/{component_id}/reviews{query}").body[
        "items"
    ]
    return items


def test_many_are_accepted_rejected_relabelled_moved_and_added_at_once(api: Api, drawing: str) -> None:
    answer = say(
        api,
        drawing,
        review(FIRST, 0, class_name="motor", bbox=[51, 61, 20, 20]),
        review(SECOND, 0, status="rejected"),
        review(THIRD, 0, status="accepted"),
        additions=[FUSE, FUSE | {"page": 2, "bbox": [100, 100, 9, 9]}],
    )
    assert answer.status == 200
    assert answer.body["reviews"] == [
        {"component_id": FIRST, "code": 200, "version": 1, "status": "relabelled", "detail": None},
        {"component_id": SECOND, "code": 200, "version": 1, "status": "rejected", "detail": None},
        {"component_id": THIRD, "code": 200, "version": 1, "status": "accepted", "detail": None},
    ]
    assert [(one["code"], one["version"], one["status"]) for one in answer.body["additions"]] == [
        (201, 1, "added")
    ] * 2
    told = [*answer.body["reviews"], *answer.body["additions"]]
    listed = {c["id"]: (c["version"], c["status"]) for c in components(api, drawing)}
    assert listed == {one["component_id"]: (one["version"], one["status"]) for one in told}
    assert components(api, drawing)[0]["bbox"] == [51, 61, 20, 20]
    assert counts(api, drawing) == {"fuse": 3, "motor": 1}


def test_one_that_cannot_be_kept_does_not_stop_the_others(api: Api, drawing: str) -> None:
    added = api("POST", f"{drawing}/components", FUSE).body["id"]
    api("PATCH", f"{drawing}/components/{SECOND}", {"tag": "M-1"})
    answer = say(
        api,
        drawing,
        review("p00001-99999-99999", 0, status="accepted"),
        review("p00009-00001-00060", 0, status="accepted"),
        review("banana", 0, status="accepted"),
        review(SECOND, 0, status="rejected"),
        review(added, 1, status="detected"),
        review(THIRD, 0, bbox=[290, 20, 30, 5]),
        review(FIRST, 0, status="accepted"),
        additions=[FUSE | {"page": 9}, FUSE | {"bbox": [290, 20, 30, 5]}, FUSE | {"tag": "F-8"}],
    ).body
    assert [one["code"] for one in answer["reviews"]] == [404, 404, 404, 412, 409, 422, 200]
    assert [one["code"] for one in answer["additions"]] == [422, 422, 201]
    late, off_page = answer["reviews"][3], answer["reviews"][5]
    assert (late["version"], late["status"]) == (1, "accepted")
    assert off_page["detail"] == (
        "The box is not on the page. bbox must lie on the page, which is 300 x 200 points."
    )
    assert {c["id"]: c["status"] for c in components(api, drawing, "?page=1")} == {
        FIRST: "accepted",
        SECOND: "accepted",
        added: "added",
        answer["additions"][2]["component_id"]: "added",
    }


def test_a_request_sent_twice_is_done_once(api: Api, drawing: str) -> None:
    ask = (review(FIRST, 0, tag="F-1"), review(SECOND, 0, status="rejected"))
    first = say(api, drawing, *ask, key="k-1", additions=[FUSE])
    assert say(api, drawing, *ask, key="k-1", additions=[FUSE]).body == first.body
    assert say(api, drawing, *ask, key="k-1").status == 422
    assert len(components(api, drawing)) == 4
    assert len(history(api, drawing, FIRST)) == 1


@pytest.mark.parametrize(
    ("before", "again", "code"),
    [
        ({"status": "accepted"}, {"status": "accepted"}, 200),
        ({"status": "rejected"}, {"status": "rejected"}, 200),
        ({"class": "motor", "bbox": [51, 61, 20, 20.5]}, {"class": "motor", "bbox": [51, 61, 20, 20.5]}, 200),
        ({"status": "accepted"}, {"status": "rejected"}, 412),
        ({"status": "rejected"}, {"status": "accepted"}, 412),
        ({"tag": "F-1"}, {"tag": "F-2"}, 412),
        ({"tag": "F-1"}, {"status": "detected"}, 412),
    ],
)
def test_what_was_kept_before_its_request_broke_off_is_kept_when_it_is_sent_again(
    api: Api, drawing: str, before: dict[str, Any], again: dict[str, Any], code: int
) -> None:
    api("PATCH", f"{drawing}/components/{FIRST}", before)
    (told,) = say(api, drawing, {"component_id": FIRST, "version": 0, "change": again}).body["reviews"]
    assert (told["code"], told["version"]) == (code, 1)
    assert len(history(api, drawing, FIRST)) == 1


def test_what_was_taken_back_before_its_request_broke_off_stays_so(api: Api, drawing: str) -> None:
    api("PATCH", f"{drawing}/components/{FIRST}", {"tag": "F-1"})
    for _ in range(2):
        (told,) = say(api, drawing, review(FIRST, 1, status="detected")).body["reviews"]
        assert (told["code"], told["version"], told["status"]) == (200, 2, "detected")
    (late,) = say(api, drawing, review(FIRST, 1, tag="F-2")).body["reviews"]
    assert late["code"] == 412


def test_who_was_overtaken_between_reading_and_writing_loses_that_one_alone(
    api: Api, drawing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = api.pipeline.store
    page, before = find_reviewed(store, next(store.drawings("p1")), FIRST)
    _, other = find_reviewed(store, next(store.drawings("p1")), SECOND)
    api("PATCH", f"{drawing}/components/{FIRST}", {"tag": "F-1"})
    monkeypatch.setattr("orchestrator.drawings.bulk.on_page", lambda *_: [before, other])
    told = say(api, drawing, review(FIRST, 0, tag="F-9"), review(SECOND, 0, tag="M-1")).body["reviews"]
    assert [(one["code"], one["component_id"], one["version"]) for one in told] == [
        (412, FIRST, None),
        (200, SECOND, 1),
    ]
    assert [c["tag"] for c in components(api, drawing, f"?page={page.page_number}")] == ["F-1", "M-1"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reviews": []},
        {"reviews": [review(FIRST, 0, tag="F-1"), review(FIRST, 0, tag="F-2")]},
        {"reviews": [review(FIRST, 0, class_name="banana")]},
        {"reviews": [review(FIRST, -1, tag="F-1")]},
        {"reviews": [{"component_id": FIRST, "change": {"tag": "F-1"}}]},
        {"additions": [FUSE] * (MOST + 1)},
        {"reviews": [review(f"p00001-{n:05d}-00060", 0, tag="F") for n in range(MOST)], "additions": [FUSE]},
    ],
)
def test_a_request_that_makes_no_sense_is_refused_as_a_whole(
    api: Api, drawing: str, body: dict[str, Any]
) -> None:
    answer = api("POST", f"{drawing}/reviews", body)
    assert answer.status == 422
    assert answer.body["errors"]
    assert {c["version"] for c in components(api, drawing)} == {0}


def test_how_many_are_reviewed_in_a_request_is_a_setting(
    api: Api, drawing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEW_ITEMS", "2")
    refused = say(api, drawing, *(review(c, 0, tag="F") for c in (FIRST, SECOND)), additions=[FUSE])
    assert refused.status == 422
    assert refused.body["detail"] == "At most 2 components are reviewed in one request."
    assert say(api, drawing, review(FIRST, 0, tag="F"), review(SECOND, 0, tag="F")).status == 200


def test_the_history_tells_who_said_what_and_how_it_was_before(api: Api, drawing: str) -> None:
    one = f"{drawing}/components/{FIRST}"
    assert history(api, drawing, FIRST) == []
    api("PATCH", one, {"class": "motor", "tag": "M-1"})
    say(api, drawing, review(FIRST, 1, status="rejected"))
    api("PATCH", one, {"status": "detected"})
    newest, rejected, renamed = history(api, drawing, FIRST)
    assert [e["version"] for e in (newest, rejected, renamed)] == [3, 2, 1]
    assert [e["action"] for e in (newest, rejected, renamed)] == [
        "component.unreviewed",
        "component.rejected",
        "component.relabelled",
    ]
    drawing_id = drawing.rpartition("/")[2]
    assert renamed["changes"] == {
        "drawing_id": drawing_id,
        "class": {"from": "fuse", "to": "motor"},
        "tag": {"from": None, "to": "M-1"},
        "status": {"from": "detected", "to": "relabelled"},
    }
    assert rejected["changes"] == {
        "drawing_id": drawing_id,
        "status": {"from": "relabelled", "to": "rejected"},
    }
    assert newest["changes"] == {
        "drawing_id": drawing_id,
        "class": {"from": "motor", "to": "fuse"},
        "tag": {"from": "M-1", "to": None},
        "status": {"from": "rejected", "to": "detected"},
    }
    assert {e["actor_email"] for e in (newest, rejected, renamed)} == {"mara.lindqvist@example.com"}
    assert all(e["subject_id"] == FIRST and e["at"] for e in (newest, rejected, renamed))


def test_the_activity_tells_the_same_of_each(api: Api, drawing: str) -> None:
    added = say(api, drawing, review(FIRST, 0, tag="F-1"), additions=[FUSE]).body["additions"][0]
    one = f"{drawing}/components/{added['component_id']}"
    api("PATCH", one, {"text": "63 A 🔌"})
    api("DELETE", one)
    stored = list(api.pipeline.aws.table.query_all("PROJECT#p1", "EVENT#"))
    told = history(api, drawing, added["component_id"]) + history(api, drawing, FIRST)
    logged = {item["id"]: item["action"] for item in stored if item["action"].startswith("component.")}
    assert logged == {entry["id"]: entry["action"] for entry in told}
    removed, text, begun, _ = told
    assert begun["changes"]["class"] == {"from": None, "to": "fuse"}
    assert text["changes"].items() >= {"text": {"from": None, "to": "63 A 🔌"}}.items()
    assert removed["action"] == "component.removed"
    assert removed["changes"]["bbox"] == {"from": FUSE["bbox"], "to": None}
    assert removed["changes"]["status"] == {"from": "added", "to": None}


def test_a_long_history_goes_on_where_its_cursor_says(api: Api, drawing: str) -> None:
    one = f"{drawing}/components/{FIRST}"
    for number in range(3):
        api("PATCH", one, {"tag": f"F-{number}"})
    answer = api("GET", f"{one}/reviews?limit=2").body
    assert [entry["version"] for entry in answer["items"]] == [3, 2]
    assert [e["version"] for e in history(api, drawing, FIRST, f"?cursor={answer['next_cursor']}")] == [1]


@pytest.mark.parametrize("component_id", ["p00001-99999-99999", "p00009-00001-00060", "banana"])
def test_a_component_that_is_not_there_has_no_history(api: Api, drawing: str, component_id: str) -> None:
    assert api("GET", f"{drawing}/components/{component_id}/reviews").status == 404


def test_the_history_of_another_projects_drawing_is_not_shown(api: Api, drawing: str) -> None:
    api("PATCH", f"{drawing}/components/{FIRST}", {"tag": "F-1"})
    assert api("GET", f"/v1/projects/p1/drawings/other/components/{FIRST}/reviews").status == 404


def test_the_history_goes_with_its_drawing(api: Api, drawing: str) -> None:
    api("PATCH", f"{drawing}/components/{FIRST}", {"tag": "F-1"})
    assert api("DELETE", drawing).status == 204
    partition = keys.page(drawing.rpartition("/")[2], 1).pk
    assert list(api.pipeline.aws.table.query_all(partition)) == []
