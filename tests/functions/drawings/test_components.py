from __future__ import annotations

from typing import Any

import pytest

from orchestrator.drawings.reviewed import find_reviewed
from tests.functions.drawings.api import Api
from tests.orchestrator.drawings.pipeline import component

FUSE = {"page": 1, "class": "fuse", "bbox": [10, 20, 30, 40], "tag": "F-7"}


def components(api: Api, drawing: str, query: str = "") -> list[dict[str, Any]]:
    """Return what the list of components holds."""
    items: list[dict[str, Any]] = api("GET", f"{drawing}/components{query}").body["items"]
    return items


def counts(api: Api, drawing: str) -> dict[str, int]:
    """Return the takeoff's count of each class."""
    return {row["class"]: row["count"] for row in api("GET", f"{drawing}/takeoff").body["by_class"]}


def test_components_are_shown_as_the_contract_says(api: Api, drawing: str) -> None:
    assert components(api, drawing)[0] == {
        "id": "p00001-00001-00060",
        "page": 1,
        "class": "fuse",
        "bbox": [50, 60, 20, 20],
        "confidence": 0.9,
        "band": "high",
        "rotation": None,
        "tag": None,
        "text": None,
        "attributes": {},
        "source": "model",
        "provenance": None,
        "in_cloud": False,
        "status": "detected",
        "alternatives": [],
        "model_version": "test-1",
        "version": 0,
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [(1, "fuse"), (1, "motor"), (2, "fuse")]),
        ("?page=2", [(2, "fuse")]),
        ("?page=3", []),
        ("?class=motor", [(1, "motor")]),
        ("?min_confidence=0.5", [(1, "fuse"), (2, "fuse")]),
        ("?status=accepted", []),
        ("?page=1&class=fuse&status=detected", [(1, "fuse")]),
    ],
)
def test_the_list_is_filtered(api: Api, drawing: str, query: str, expected: list[tuple[int, str]]) -> None:
    assert [(c["page"], c["class"]) for c in components(api, drawing, query)] == expected


def test_new_work_is_told_from_existing(api: Api, drawing: str) -> None:
    added = api("POST", f"{drawing}/components", FUSE | {"in_cloud": True}).body
    assert components(api, drawing, "?in_cloud=true") == [added]
    existing = components(api, drawing, "?in_cloud=false")
    assert len(existing) == 3
    assert not any(c["in_cloud"] for c in existing)
    takeoff = api("GET", f"{drawing}/takeoff").body
    assert (takeoff["count"], takeoff["in_cloud"]) == (4, 1)


@pytest.mark.parametrize(
    "query", ["?in_cloud=maybe", "?class=No%20banana", "?min_confidence=2", "?page=0", "?cursor=eyJhIjoiYiJ9"]
)
def test_a_filter_that_does_not_read_is_refused(api: Api, drawing: str, query: str) -> None:
    assert api("GET", f"{drawing}/components{query}").status == 422


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_list_goes_on_where_its_cursor_says(api: Api, drawing: str, limit: int) -> None:
    seen, cursor = [], ""
    while True:
        answer = api("GET", f"{drawing}/components?limit={limit}{cursor}").body
        seen += [c["id"] for c in answer["items"]]
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"
    assert seen == ["p00001-00001-00060", "p00001-00002-00060", "p00002-00001-00060"]


def test_a_missed_component_is_added_and_counted(api: Api, drawing: str) -> None:
    answer = api("POST", f"{drawing}/components", FUSE)
    assert answer.status == 201
    added = answer.body
    assert (added["source"], added["status"], added["confidence"], added["tag"]) == (
        "manual",
        "added",
        1,
        "F-7",
    )
    assert components(api, drawing, "?status=added") == [added]
    assert counts(api, drawing) == {"fuse": 3, "motor": 1}
    assert api("DELETE", f"{drawing}/components/{added['id']}").status == 204
    assert counts(api, drawing) == {"fuse": 2, "motor": 1}


def test_an_added_component_can_be_changed_rejected_and_taken_up_again(api: Api, drawing: str) -> None:
    added = f"{drawing}/components/{api('POST', f'{drawing}/components', FUSE).body['id']}"
    assert api("PATCH", added, {"class": "motor"}).body["status"] == "added"
    assert api("PATCH", added, {"status": "rejected"}).body["status"] == "rejected"
    assert counts(api, drawing) == {"fuse": 2, "motor": 1}
    assert api("PATCH", added, {"status": "accepted"}).body["status"] == "added"
    assert counts(api, drawing) == {"fuse": 2, "motor": 2}
    assert api("PATCH", added, {"status": "detected"}).status == 409


@pytest.mark.parametrize(
    "change",
    [
        {"class": "banana"},
        {"bbox": [10, 20, 0, 5]},
        {"bbox": [290, 20, 30, 5]},
        {"bbox": [-1, 20, 30, 5]},
        {"bbox": [10, 20, 1e300, 5]},
        {"page": 0},
        {"confidence": 1},
        {"tag": ""},
        {"attributes": {f"a{number}": "x" * 1_000 for number in range(4)}},
    ],
)
def test_what_is_no_component_is_refused(api: Api, drawing: str, change: dict[str, Any]) -> None:
    answer = api("POST", f"{drawing}/components", FUSE | change)
    assert answer.status == 422
    assert answer.body["errors"]


def test_a_component_on_a_page_that_is_not_there_is_refused(api: Api, drawing: str) -> None:
    answer = api("POST", f"{drawing}/components", FUSE | {"page": 9})
    assert (answer.status, answer.body["errors"][0]["field"]) == (422, "body.page")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"status": "accepted"}, "accepted"),
        ({"status": "rejected"}, "rejected"),
        ({"class": "motor"}, "relabelled"),
        ({"class": "fuse"}, "accepted"),
        ({"bbox": [51, 61, 20, 20]}, "accepted"),
        ({"tag": "F-1", "attributes": {"rating": "10 A"}}, "accepted"),
        ({"class": "motor", "status": "rejected"}, "rejected"),
    ],
)
def test_a_review_is_laid_over_what_the_model_said(
    api: Api, drawing: str, change: dict[str, Any], status: str
) -> None:
    answer = api("PATCH", f"{drawing}/components/p00001-00001-00060", change)
    assert answer.status == 200
    assert answer.body["status"] == status
    assert answer.body | change | {"status": status} == answer.body
    assert components(api, drawing)[0] == answer.body
    assert answer.body["model_version"] == "test-1"


def test_reviews_add_up_and_can_be_taken_back(api: Api, drawing: str) -> None:
    one = f"{drawing}/components/p00001-00001-00060"
    before = components(api, drawing)[0]
    api("PATCH", one, {"class": "motor"})
    moved = api("PATCH", one, {"bbox": [51, 61, 20, 20]}).body
    assert (moved["class"], moved["status"], moved["bbox"]) == ("motor", "relabelled", [51, 61, 20, 20])
    assert api("PATCH", one, {"status": "rejected"}).body["status"] == "rejected"
    assert api("PATCH", one, {"status": "accepted"}).body["status"] == "relabelled"
    for _ in range(2):
        assert api("PATCH", one, {"status": "detected"}).body == before | {"version": 5}
    assert components(api, drawing)[0] == before | {"version": 5}


def test_deleting_a_recognised_component_rejects_it(api: Api, drawing: str) -> None:
    assert api("DELETE", f"{drawing}/components/p00001-00001-00060").status == 204
    assert components(api, drawing)[0]["status"] == "rejected"
    takeoff = api("GET", f"{drawing}/takeoff").body
    assert (takeoff["count"], takeoff["rejected"]) == (2, 1)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"class": "banana"},
        {"class": None},
        {"bbox": [1, 2, 3]},
        {"bbox": [500, 2, 3, 4]},
        {"status": "added"},
        {"status": "detected", "tag": "x"},
    ],
)
def test_a_review_that_makes_no_sense_is_refused(api: Api, drawing: str, change: dict[str, Any]) -> None:
    answer = api("PATCH", f"{drawing}/components/p00001-00001-00060", change)
    assert answer.status == 422
    assert components(api, drawing)[0]["status"] == "detected"


@pytest.mark.parametrize("component_id", ["p00001-99999-99999", "p00009-00001-00060", "p00000-a", "banana"])
def test_a_component_that_is_not_there_is_404(api: Api, drawing: str, component_id: str) -> None:
    assert api("PATCH", f"{drawing}/components/{component_id}", {"status": "accepted"}).status == 404
    assert api("DELETE", f"{drawing}/components/{component_id}").status == 404


def test_a_review_of_what_somebody_else_just_reviewed_is_refused(api: Api, drawing: str) -> None:
    one = f"{drawing}/components/p00001-00001-00060"
    etag = api("PATCH", one, {"status": "accepted"}).headers["etag"]
    assert api("PATCH", one, {"status": "rejected"}, If_Match=etag).status == 200
    assert api("PATCH", one, {"status": "accepted"}, If_Match=etag).status == 412
    assert api("DELETE", one, If_Match=etag).status == 412


def test_a_version_never_comes_twice_whatever_is_taken_back(api: Api, drawing: str) -> None:
    one = f"{drawing}/components/p00001-00001-00060"
    seen = api("PATCH", one, {"tag": "F-1"}).headers["etag"]
    api("PATCH", one, {"status": "detected"})
    assert api("PATCH", one, {"tag": "F-2"}).headers["etag"] == '"3"'
    assert api("PATCH", one, {"tag": "F-3"}, If_Match=seen).status == 412
    assert components(api, drawing)[0]["version"] == 3


def test_what_was_taken_back_leaves_room_for_what_was_said_of_the_same_symbol(api: Api, drawing: str) -> None:
    api("PATCH", f"{drawing}/components/p00001-00001-00060", {"tag": "F-1"})
    moved = component(1, 7).model_copy(update={"bbox": (52, 61, 20, 20)})
    for found in ((moved,), (component(1),), (moved,)):
        api.pipeline.networks.found[1] = found
        api("POST", f"{drawing}/reprocess")
        api.pipeline.reprocess()
        (kept,) = components(api, drawing, "?page=1")
        assert (kept["id"], kept["tag"]) == ("p00001-00001-00060", "F-1")
    api("PATCH", f"{drawing}/components/p00001-00001-00060", {"status": "detected"})
    (now,) = components(api, drawing, "?page=1")
    assert (now["id"], now["tag"], now["version"]) == (moved.id, None, 0)


def test_two_reviews_at_the_same_moment_do_not_both_count(
    api: Api, drawing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = find_reviewed(api.pipeline.store, next(api.pipeline.store.drawings("p1")), "p00001-00001-00060")
    one = f"{drawing}/components/p00001-00001-00060"
    api("PATCH", one, {"status": "accepted"})
    monkeypatch.setattr("orchestrator.drawings.routes.components.find_reviewed", lambda *_: before)
    assert api("PATCH", one, {"status": "rejected"}).status == 409
    assert components(api, drawing)[0]["status"] == "accepted"


def test_reviews_outlive_a_reprocessing(api: Api, drawing: str) -> None:
    api("PATCH", f"{drawing}/components/p00001-00001-00060", {"tag": "F-1"})
    api("POST", f"{drawing}/components", FUSE)
    api("POST", f"{drawing}/reprocess")
    api.pipeline.reprocess()
    assert [c["tag"] for c in components(api, drawing, "?page=1")] == ["F-1", None, "F-7"]
    assert counts(api, drawing) == {"fuse": 3, "motor": 1}


def test_a_review_stays_with_its_symbol_when_it_is_recognised_elsewhere_or_not_at_all(
    api: Api, drawing: str
) -> None:
    one = f"{drawing}/components/p00001-00001-00060"
    api("PATCH", one, {"tag": "F-1"})
    shifted = component(1, 7).model_copy(update={"bbox": (52, 61, 20, 20)})
    for found in ((shifted,), ()):
        api.pipeline.networks.found[1] = found
        api("POST", f"{drawing}/reprocess")
        api.pipeline.reprocess()
        (kept,) = components(api, drawing, "?page=1")
        assert (kept["id"], kept["tag"]) == ("p00001-00001-00060", "F-1")
    assert api("PATCH", one, {"tag": "F-2"}).body["status"] == "accepted"
    assert (
        api("PATCH", one, {"status": "detected"}).status == 409
    )  # only a person sees it: there is nothing else
    assert api("DELETE", one).status == 204
    assert components(api, drawing, "?page=1") == []


def test_what_was_done_is_in_the_projects_activity(api: Api, drawing: str) -> None:
    api("PATCH", f"{drawing}/components/p00001-00001-00060", {"class": "motor"})
    logged = list(api.pipeline.aws.table.query_all("PROJECT#p1", "EVENT#"))
    assert [item["action"] for item in logged] == ["drawing.created", "component.relabelled"]
