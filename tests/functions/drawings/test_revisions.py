"""Revisions of a drawing number know each other, in lists, takeoffs and comparisons, as the drawings are now."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from botocore.stub import Stubber

from orchestrator.drawings import numbers
from orchestrator.drawings.comparing import Comparer
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.revisions import MOST
from orchestrator.drawings.store import new_drawing
from orchestrator.drawings.superseded import superseded
from orchestrator.errors import DrawingError
from orchestrator.http import encode_cursor
from orchestrator.messages import CompareRequest
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.table import change
from tests.functions.drawings.api import DRAWINGS, Api
from tests.orchestrator.drawings.pipeline import component, pdf, titled

TAKEOFF = "/v1/projects/p1/takeoff"


def issued(api: Api, *revisions: str | None, number: str = "E-101", **block: str) -> list[Drawing]:
    """Upload a file a revision, one after the other, and let them be analysed."""
    made: list[Drawing] = []
    for revision in revisions:
        fields = {"DWG NO": number, **block} | ({"REV": revision} if revision else {})
        made.append(api.pipeline.upload(titled(fields), filename=f"issue {len(made)}.pdf"))
        api.pipeline.settle()
    return made


def stored(api: Api, count: int, number: str | None = None) -> list[Drawing]:
    """Store drawings as if they had been read, one an hour."""
    made = []
    for i in range(count):
        at = f"2026-01-{1 + i // 24:02d}T{i % 24:02d}:00:00Z"
        drawing = Drawing(
            id=f"d{i:04d}",
            project_id="p1",
            filename="x.pdf",
            status="analyzed",
            number=number or f"N-{i:04d}",
            created_at=at,
            created_by="u",
            updated_at=at,
        )
        api.pipeline.store.table.write(new_drawing(drawing))
        place = numbers.place(drawing, {"number": drawing.number})
        api.pipeline.store.table.write(change(keys.drawing("p1", drawing.id), sets=place))
        made.append(drawing)
    return made


def revisions_of(api: Api, drawing: Drawing) -> Any:  # noqa: ANN401 - JSON
    answer = api("GET", f"{DRAWINGS}/{drawing.id}")
    assert answer.status == 200, answer.body
    return answer.body["revisions"]


def ids(some: list[dict[str, Any]], name: str = "drawing") -> list[str]:
    return [one[name] for one in some]


def whole_list(api: Api, query: str) -> list[dict[str, Any]]:
    items, cursor = [], ""
    while True:
        answer = api("GET", f"{DRAWINGS}?{query}{cursor}")
        assert answer.status == 200, answer.body
        items += answer.body["items"]
        if answer.body["next_cursor"] is None:
            return items
        cursor = f"&cursor={answer.body['next_cursor']}"


def test_revisions_know_each_other_and_the_newest_whatever_their_files_are_called(api: Api) -> None:
    b, a, c = issued(api, "B", "A", "0")
    (other,) = issued(api, "C", number="E-102")
    assert revisions_of(api, other) == {"is_newest": True, "newest": other.id, "earlier": [], "later": []}
    middle = revisions_of(api, b)
    assert (middle["is_newest"], middle["newest"]) == (False, c.id)
    assert (ids(middle["earlier"]), ids(middle["later"])) == ([a.id], [c.id])
    last = revisions_of(api, c)
    assert (last["is_newest"], ids(last["earlier"])) == (True, [a.id, b.id])
    assert last["earlier"][0] == {
        "drawing": a.id,
        "revision": "A",
        "filename": "issue 1.pdf",
        "status": "analyzed",
        "created_at": a.created_at,
    }


def test_a_drawing_without_a_number_and_one_of_another_project_are_linked_to_nothing(api: Api) -> None:
    plain = api.pipeline.upload(pdf("PANEL LP-1"))
    api.pipeline.settle()
    assert revisions_of(api, plain) is None
    (mine,) = issued(api, "A")
    elsewhere = api.pipeline.upload(titled({"DWG NO": "E-101", "REV": "B"}), project_id="p2")
    api.pipeline.settle()
    assert api.pipeline.now(elsewhere).number == "E-101"
    assert revisions_of(api, mine)["is_newest"]


def test_sheets_of_one_number_are_drawings_of_their_own(api: Api) -> None:
    (first,) = issued(api, "A", SHEET="1")
    (second,) = issued(api, "A", SHEET="2")
    (newer,) = issued(api, "B", SHEET="02")
    assert api("GET", f"{DRAWINGS}/{second.id}").body["sheet"] == "2"
    assert revisions_of(api, first)["is_newest"]
    assert revisions_of(api, second)["newest"] == newer.id


def test_links_follow_what_the_file_says_now_and_go_with_a_drawing(api: Api) -> None:
    a, b = issued(api, "A", "B")
    api.pipeline.put(keys.source_pdf("p1", b.id), titled({"DWG NO": "E-109", "REV": "B"}))
    api.pipeline.settle()
    assert revisions_of(api, a)["is_newest"]
    api.pipeline.put(keys.source_pdf("p1", b.id), titled({"DWG NO": "e 101", "REV": "B"}))
    api.pipeline.settle()
    assert revisions_of(api, a)["newest"] == b.id
    assert api("DELETE", f"{DRAWINGS}/{b.id}").status == 204
    assert revisions_of(api, a) == {"is_newest": True, "newest": a.id, "earlier": [], "later": []}


def test_of_very_many_revisions_the_last_uploads_are_looked_at(api: Api) -> None:
    first, *_, last = stored(api, MOST + 20, number="E-101")
    revisions = revisions_of(api, first)
    assert revisions["newest"] == last.id
    assert len(revisions["later"]) == MOST


def test_a_list_shows_the_newest_revision_of_each_number_and_what_has_no_number(api: Api) -> None:
    _, newest = issued(api, "B", "C")
    (other,) = issued(api, "A", number="E-099")
    plain = api.pipeline.upload(pdf("PANEL LP-1"))
    api.pipeline.settle()
    waiting = api("POST", DRAWINGS, {"filename": "x.pdf"}).body["drawing"]["id"]
    for limit in (1, 2, 20):
        items = whole_list(api, f"revisions=newest&limit={limit}")
        assert ids(items, "id")[:2] == [other.id, newest.id]
        assert set(ids(items, "id")[2:]) == {plain.id, waiting}
        assert [len((one["revisions"] or {"earlier": ()})["earlier"]) for one in items] == [0, 1, 0, 0]
    assert len(whole_list(api, "limit=2")) == 5


def test_a_list_can_be_of_the_numbers_that_begin_so(api: Api) -> None:
    a, b = issued(api, "B", "A")
    (other,) = issued(api, "A", number="E-102")
    issued(api, "A", number="P-101")
    assert ids(whole_list(api, "number=e%20101&limit=1"), "id") == [a.id, b.id]
    assert ids(whole_list(api, "number=E-1&revisions=newest&limit=1"), "id") == [a.id, other.id]
    assert whole_list(api, "number=X") == []
    refused = api("GET", f"{DRAWINGS}?number=--")
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "query.number")


def test_a_list_of_the_newest_passes_a_number_of_very_many_revisions(api: Api) -> None:
    stored(api, 30, number="E-101")
    items = whole_list(api, "revisions=newest&limit=2")
    assert ids(items, "id") == ["d0029"]
    assert len(items[0]["revisions"]["earlier"]) == 29


def test_a_newer_revision_between_two_pages_of_the_list_gives_no_number_twice(api: Api) -> None:
    issued(api, "A")
    issued(api, "A", number="E-102")
    first = api("GET", f"{DRAWINGS}?revisions=newest&limit=1").body
    issued(api, "B")
    rest = whole_list(api, f"revisions=newest&limit=1&cursor={first['next_cursor']}")
    assert [one["number"] for one in [*first["items"], *rest]] == ["E-101", "E-102"]


@pytest.mark.parametrize(
    "key",
    [
        {},
        {"project": "p2", "after": "NUMBER#E-101##"},
        {"project": "p1", "after": "META"},
        {"project": "p1", "after": "NUMBER#\U0010ffff"},
        {"project": "p1", "after": "NUMBER#" + "x" * 1_020},
        {"project": "p1", "after": "NUMBER#\ud800"},
        {"PK": "PROJECT#p1", "SK": "META"},
    ],
)
def test_a_cursor_of_another_list_is_refused(api: Api, key: dict[str, str]) -> None:
    answer = api("GET", f"{DRAWINGS}?revisions=newest&cursor={encode_cursor(key)}")
    assert answer.status == 422, answer.body


def test_a_takeoff_counts_the_newest_revision_and_says_so(api: Api) -> None:
    api.pipeline.networks.found[1] = (component(1), component(1, 2))
    a, b = issued(api, "A", "B")
    (other,) = issued(api, "A", number="E-102")
    whole = api("GET", TAKEOFF).body
    assert (whole["count"], whole["revisions"]) == (4, "newest")
    assert sorted(ids(whole["by_drawing"])) == sorted([b.id, other.id])
    assert whole["superseded"] == [{"drawing": a.id, "number": "E-101", "revision": "A", "by": b.id}]
    every = api("GET", f"{TAKEOFF}?revisions=all").body
    assert (every["count"], every["revisions"], every["superseded"]) == (6, "all", [])
    assert api("GET", f"{TAKEOFF}?revisions=some").status == 422


def test_a_takeoff_counts_the_revision_before_until_the_newest_is_analysed(api: Api) -> None:
    a, b = issued(api, "A", "B")
    assert api("POST", f"{DRAWINGS}/{b.id}/reprocess").status == 202
    whole = api("GET", TAKEOFF).body
    assert ids(whole["by_drawing"]) == [a.id]
    assert (ids(whole["uncounted"]), whole["superseded"]) == ([b.id], [])


@pytest.mark.parametrize(
    ("revision", "title", "is_superseded"),
    [("A", "LIGHTING PLAN", False), ("A", "POWER  plan", True), ("B", "LIGHTING PLAN", True)],
)
def test_a_number_that_was_read_on_sheets_of_other_titles_loses_none_of_one_revision(
    api: Api, revision: str, title: str, is_superseded: bool
) -> None:
    (a,) = issued(api, "A", TITLE="POWER PLAN")
    (b,) = issued(api, revision, TITLE=title)
    assert api.pipeline.now(a).title == "POWER PLAN"
    takeoff = api("GET", TAKEOFF).body
    assert ids(takeoff["superseded"]) == ([a.id] if is_superseded else [])
    assert sorted(ids(takeoff["by_drawing"])) == sorted([b.id] if is_superseded else [a.id, b.id])


def sheets(*names: str | None, revision: str) -> bytes:
    """Return a set of sheets with these numbers."""
    return titled(*({"DWG NO": name, "REV": revision} if name else {"SCALE": "1:50"} for name in names))


@pytest.mark.parametrize(
    ("before", "after", "is_superseded"),
    [
        (["E-101", "E-102"], ["E-101", "E-103"], False),
        (["E-101", "E-102"], ["E-101"], False),
        (["E-101"], ["E-101", "E-102"], True),
        (["E-101", "E-102"], ["e 101", "E-103", "E-102"], True),
        (["E-101", None], ["E-101", "E-103"], False),
        (["E-101", None], ["E-101", None], True),
        (["E-101", "E-101"], ["E-101", "E-102"], False),
    ],
)
def test_a_takeoff_loses_no_sheet_to_a_later_set_that_lacks_it(
    api: Api, before: list[str | None], after: list[str | None], is_superseded: bool
) -> None:
    sets = [sheets(*before, revision="A"), sheets(*after, revision="B")]
    a, b = (api.pipeline.upload(data) for data in sets)
    api.pipeline.settle()
    takeoff = api("GET", TAKEOFF).body
    assert ids(takeoff["superseded"]) == ([a.id] if is_superseded else [])
    assert sorted(ids(takeoff["by_drawing"])) == sorted([b.id] if is_superseded else [a.id, b.id])


def test_a_takeoff_loses_no_sheet_to_a_later_one_that_could_not_be_analysed(api: Api) -> None:
    whole = sheets("E-101", "E-102", revision="A")
    a = api.pipeline.upload(whole)
    api.pipeline.settle()
    api.pipeline.networks.raises[2] = DrawingError("unreadable", "It is torn.")
    b = api.pipeline.upload(sheets("E-101", "E-102", revision="B"))
    api.pipeline.settle()
    assert api.pipeline.now(b).pages_failed == (2,)
    takeoff = api("GET", TAKEOFF).body
    assert (takeoff["superseded"], sorted(ids(takeoff["by_drawing"]))) == ([], sorted([a.id, b.id]))


def test_a_takeoff_keeps_a_revision_whose_pages_are_being_read_anew(api: Api) -> None:
    a, _ = issued(api, "A", "B")
    store = api.pipeline.store
    counted = list(store.drawings("p1"))
    assert ids([one.model_dump() for one in superseded(store, counted)]) == [a.id]
    begun = [one.model_copy(update={"run": "a later one"}) if one.id == a.id else one for one in counted]
    assert list(superseded(store, begun)) == []


def test_without_another_drawing_the_previous_revision_is_compared_with_this_one(api: Api) -> None:
    b, a, c = issued(api, "B", "A", "C")
    compare = CompareRequest(project_id="p1", drawing_id=b.id, to_drawing_id=c.id)
    answer = Comparer(api.pipeline.store, seconds=60).compare(compare.model_dump(mode="json"), None)
    paint = compare.model_copy(update={"picture_of": 1})
    with Stubber(client("lambda")) as stub:
        for request, answered in ((compare, answer), (paint, {"refused": "Too little is drawn."})):
            asked = {"FunctionName": "recognition", "InvocationType": "RequestResponse"}
            payload = io.BytesIO(json.dumps(answered).encode())
            expected = asked | {"Payload": request.model_dump_json().encode()}
            stub.add_response("invoke", {"StatusCode": 200, "Payload": payload}, expected)
        compared = api("GET", f"{DRAWINGS}/{c.id}/compare").body
        refused = api("GET", f"{DRAWINGS}/{c.id}/compare/image?page=1")
        stub.assert_no_pending_responses()
    assert (compared["drawing_id"], compared["to"]) == (b.id, c.id)
    assert [(page["page"], page["paired_by"]) for page in compared["pages"]] == [(1, "number")]
    assert (refused.status, refused.body["detail"]) == (409, "Too little is drawn.")
    first = api("GET", f"{DRAWINGS}/{a.id}/compare")
    assert (first.status, first.body["errors"][0]["field"]) == (422, "query.to")
