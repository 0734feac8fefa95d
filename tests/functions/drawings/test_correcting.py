"""A person says what a drawing is called where its title block was misread, and that is what it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from orchestrator.drawings import runs
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.routes import desk
from orchestrator.drawings.store import Store
from orchestrator.messages import ReprocessMessage
from orchestrator.projects import activity
from orchestrator.storage import keys
from orchestrator.storage.table import Table, Write
from tests.functions.drawings.api import DRAWINGS, Answer, Api
from tests.functions.drawings.test_revisions import TAKEOFF, ids, issued, revisions_of, whole_list
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, component, pdf, titled
from tests.orchestrator.drawings.test_long_documents import HURRIED, asked

BLOCK = {"DWG NO": "E-1O1", "REV": "8", "TITLE": "P0WER PLAN"}
NAMES = ("number", "sheet", "revision", "title", "as_read")


def misread(api: Api, *blocks: dict[str, str]) -> Drawing:
    """Upload a drawing with these title blocks and let it be analysed."""
    made = api.pipeline.upload(titled(*(blocks or (BLOCK,))))
    api.pipeline.settle()
    return made


def patch(api: Api, drawing: Drawing, body: object, **headers: str) -> Answer:
    return api("PATCH", f"{DRAWINGS}/{drawing.id}", body, **headers)


def names(body: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(body[name] for name in NAMES)


def acts(api: Api) -> list[tuple[str, str | None, dict[str, Any]]]:
    """Return the corrections in the project's log, the first one first: what, by whom, and what changed."""
    found = map(activity.event_of, api.pipeline.store.table.query_all("PROJECT#p1", activity.PREFIX))
    return [(e.action, e.actor_email, e.changes) for e in found if e.action.endswith("corrected")]


def again(api: Api, drawing: Drawing) -> None:
    assert api("POST", f"{DRAWINGS}/{drawing.id}/reprocess").status == 202
    api.pipeline.reprocess()


def test_what_a_person_gives_is_shown_and_what_was_read_is_kept(api: Api) -> None:
    drawing = misread(api)
    before = api("GET", f"{DRAWINGS}/{drawing.id}")
    assert names(before.body) == ("E-1O1", None, "8", "P0WER PLAN", {})
    answer = patch(api, drawing, {"number": " E-101 ", "sheet": "2"}, If_Match=before.headers["etag"])
    assert answer.status == 200, answer.body
    expected = ("E-101", "2", "8", "P0WER PLAN", {"number": "E-1O1", "sheet": None})
    assert names(answer.body) == expected
    after = api("GET", f"{DRAWINGS}/{drawing.id}")
    assert (after.headers["etag"], names(after.body)) == (answer.headers["etag"], expected)
    assert answer.headers["etag"] != before.headers["etag"]
    told = {"number": {"from": "E-1O1", "to": "E-101"}, "sheet": {"from": None, "to": "2"}}
    assert acts(api) == [("drawing.corrected", "mara.lindqvist@example.com", told)]


def test_it_links_the_revisions_of_its_number(api: Api) -> None:
    (a,) = issued(api, "A")
    wrong = misread(api, {"DWG NO": "E-1O1", "REV": "8"})
    assert revisions_of(api, a)["is_newest"]
    linked = patch(api, wrong, {"number": "e 101", "revision": "B"}).body["revisions"]
    assert (linked["is_newest"], ids(linked["earlier"])) == (True, [a.id])
    assert revisions_of(api, a)["later"][0]["revision"] == "B"
    assert ids(whole_list(api, "number=E-101"), "id") == [a.id, wrong.id]
    assert whole_list(api, "number=E-1O") == []
    superseded = {"drawing": a.id, "number": "E-101", "revision": "A", "by": wrong.id}
    assert api("GET", TAKEOFF).body["superseded"] == [superseded]
    assert patch(api, wrong, {"revision": "-"}).body["revisions"]["newest"] == a.id
    assert patch(api, wrong, {"number": "-"}).body["revisions"] is None
    assert api("GET", TAKEOFF).body["superseded"] == []
    assert ids(whole_list(api, "revisions=newest"), "id") == [a.id, wrong.id]


def test_the_sheet_that_names_a_set_counts_as_what_a_person_says(api: Api) -> None:
    cover, first, second = {"SCALE": "1:50"}, {"DWG NO": "E-1O1", "REV": "A"}, {"DWG NO": "E-102"}
    a = misread(api, cover, first, second)
    b = misread(api, cover, first | {"DWG NO": "E-101", "REV": "B"}, second)
    assert api("GET", TAKEOFF).body["superseded"] == []
    patch(api, a, {"number": "E-101"})
    assert ids(api("GET", TAKEOFF).body["superseded"]) == [a.id]
    patch(api, b, {"number": "E-102"})
    assert api("GET", TAKEOFF).body["superseded"] == []


def test_a_scan_that_has_no_number_can_be_given_one(api: Api) -> None:
    (a,) = issued(api, "A")
    scan = api.pipeline.upload(pdf("PANEL LP-1"))
    api.pipeline.settle()
    assert patch(api, scan, {"number": "E-101", "revision": "B"}).body["as_read"] == {
        "number": None,
        "revision": None,
    }
    assert ids(api("GET", TAKEOFF).body["superseded"]) == [a.id]


def test_another_title_tells_sheets_of_one_revision_apart(api: Api) -> None:
    a, b = issued(api, "A", "A", TITLE="POWER PLAN")
    assert ids(api("GET", TAKEOFF).body["superseded"]) == [a.id]
    patch(api, b, {"title": "Lighting plan"})
    assert api("GET", TAKEOFF).body["superseded"] == []


def test_a_search_for_a_tag_shows_the_number_that_was_given(api: Api) -> None:
    api.pipeline.networks.found[1] = (component(1).model_copy(update={"tag": "K1"}),)
    drawing = misread(api)
    patch(api, drawing, {"number": "E-101"})
    (place,) = api("GET", "/v1/projects/p1/tags?q=K1").body["items"]
    assert (place["drawing_id"], place["number"]) == (drawing.id, "E-101")


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_null_or_an_empty_text_gives_back_what_was_read(api: Api, nothing: str | None) -> None:
    (a,) = issued(api, "A", number="E-1O1")
    drawing = misread(api)
    patch(api, drawing, {"number": "E-101", "title": "Power plan"})
    answer = patch(api, drawing, {"number": nothing})
    assert names(answer.body) == ("E-1O1", None, "8", "Power plan", {"title": "P0WER PLAN"})
    assert ids(answer.body["revisions"]["earlier"]) == [a.id]
    assert acts(api)[1][2] == {"number": {"from": "E-101", "to": "E-1O1"}}


def test_saying_the_same_twice_is_said_once_and_confirming_what_was_read_is_said(api: Api) -> None:
    drawing = misread(api)
    first = patch(api, drawing, {"number": "E-1O1", "title": None})
    assert names(first.body) == ("E-1O1", None, "8", "P0WER PLAN", {"number": "E-1O1"})
    second = patch(api, drawing, {"number": "E-1O1"})
    assert (second.status, second.headers["etag"]) == (200, first.headers["etag"])
    assert [told for *_, told in acts(api)] == [{"number": {"from": "E-1O1", "to": "E-1O1"}}]


def test_processing_the_same_file_again_keeps_it_and_reads_anew(api: Api) -> None:
    (a,) = issued(api, "A")
    drawing = misread(api)
    patch(api, drawing, {"number": "E-101"})
    assert api("POST", f"{DRAWINGS}/{drawing.id}/reprocess").status == 202
    during = api("GET", f"{DRAWINGS}/{drawing.id}").body
    assert names(during) == ("E-101", None, None, None, {"number": None})
    assert ids(during["revisions"]["earlier"]) == [a.id]
    refused = patch(api, drawing, {"number": "E-102"})
    assert (refused.status, "being processed (status queued)" in refused.body["detail"]) == (409, True)
    api.pipeline.reprocess()
    after = api("GET", f"{DRAWINGS}/{drawing.id}").body
    assert names(after) == ("E-101", None, "8", "P0WER PLAN", {"number": "E-1O1"})
    assert ids(after["revisions"]["earlier"]) == [a.id]
    again(api, drawing)
    assert names(patch(api, drawing, {"number": None}).body)[0] == "E-1O1"


def test_a_new_file_is_called_what_it_says_and_the_log_tells_what_went(api: Api) -> None:
    drawing = misread(api)
    patch(api, drawing, {"number": "E-101", "title": "Power plan"})
    api.pipeline.put(keys.source_pdf("p1", drawing.id), titled({"DWG NO": "E-7", "REV": "C"}))
    api.pipeline.settle()
    after = api("GET", f"{DRAWINGS}/{drawing.id}").body
    assert names(after) == ("E-7", None, "C", None, {})
    assert whole_list(api, "number=E-101") == []
    gone = {"number": {"from": "E-101", "to": None}, "title": {"from": "Power plan", "to": None}}
    assert acts(api)[1:] == [("drawing.uncorrected", None, gone)]
    api.pipeline.put(keys.source_pdf("p1", drawing.id), titled({"DWG NO": "E-8"}))
    api.pipeline.settle()
    assert len(acts(api)) == 2


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "body", "name at least one field to change"),
        ({"number": "CONTENTS"}, "body.number", "must have a digit, or be - where the drawing has no number"),
        ({"number": "1" * 65}, "body.number", "at most 64 characters"),
        ({"number": "\ufdfa" * 10}, "body.number", "must have at most 64 letters and digits"),
        ({"sheet": "\ufdfa" * 10}, "body.sheet", "must have at most 64 letters and digits"),
        ({"revision": "A\nB"}, "body.revision", "must be one line without control characters"),
        ({"title": "x" * 201}, "body.title", "at most 200 characters"),
        ({"title": "-"}, "body.title", "must have a letter or a digit"),
        ({"number": 101}, "body.number", "string"),
        ({"filename": "x.pdf"}, "body.filename", ""),
    ],
)
def test_what_no_drawing_is_called_is_refused(
    api: Api, body: dict[str, Any], field: str, message: str
) -> None:
    drawing = misread(api)
    answer = patch(api, drawing, body)
    assert answer.status == 422, answer.body
    assert any(e["field"] == field and message in e["message"] for e in answer.body["errors"]), answer.body
    assert acts(api) == []


def test_who_read_it_before_somebody_else_changed_it_is_refused(api: Api) -> None:
    drawing = misread(api)
    read = api("GET", f"{DRAWINGS}/{drawing.id}").headers["etag"]
    assert patch(api, drawing, {"number": "E-101"}, If_Match=read).status == 200
    assert patch(api, drawing, {"number": "E-102"}, If_Match=read).status == 412
    assert names(api("GET", f"{DRAWINGS}/{drawing.id}").body)[0] == "E-101"


def test_a_drawing_without_a_file_or_in_work_is_refused(api: Api) -> None:
    waiting = api("POST", DRAWINGS, {"filename": "x.pdf"}).body["drawing"]["id"]
    answer = api("PATCH", f"{DRAWINGS}/{waiting}", {"number": "E-101"})
    assert (answer.status, answer.body["detail"]) == (409, "This drawing has no file yet; upload it first.")
    drawing = api.pipeline.upload(titled(BLOCK))
    seen: list[int] = []
    api.pipeline.networks.meanwhile = lambda: seen.append(patch(api, drawing, {"number": "E-101"}).status)
    api.pipeline.settle()
    assert seen == [409]
    assert names(api("GET", f"{DRAWINGS}/{drawing.id}").body)[0] == "E-1O1"


def before_its_next_transaction(patch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let something happen after the next writer has read, before it writes."""
    transact = Table.transact

    def later(self: Table, writes: Sequence[Write]) -> None:
        patch.setattr(Table, "transact", transact)
        act()
        transact(self, writes)

    patch.setattr(Table, "transact", later)


def test_of_a_correction_and_a_run_at_one_moment_the_later_is_refused(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = misread(api)
    message = ReprocessMessage(project_id="p1", drawing_id=drawing.id, run="again").model_dump()

    def processed_again() -> None:
        api.pipeline.aws.table.write(runs.queue(api.pipeline.now(drawing), "again"))
        assert api.pipeline.extract(message)
        api.pipeline.settle()

    before_its_next_transaction(monkeypatch, processed_again)
    late = patch(api, drawing, {"number": "E-101"})
    assert (late.status, "at the same moment" in late.body["detail"]) == (409, True)
    assert acts(api) == []
    assert patch(api, drawing, {"number": "E-101"}).status == 200
    assert names(api("GET", f"{DRAWINGS}/{drawing.id}").body)[0] == "E-101"


def test_a_run_that_was_asked_for_before_a_correction_does_not_lose_it(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = misread(api)
    read = api.pipeline.now(drawing)
    assert patch(api, drawing, {"number": "E-101"}).status == 200
    with monkeypatch.context() as stale:
        stale.setattr(desk, "existing", lambda *_: read)
        assert api("POST", f"{DRAWINGS}/{drawing.id}/reprocess").status == 409
    assert names(api("GET", f"{DRAWINGS}/{drawing.id}").body)[0] == "E-101"


def given_up(api: Api) -> tuple[Drawing, dict[str, Any]]:
    """Return a drawing that killed its workers before they read it, and the message that waits to be redriven."""
    drawing = misread(api)
    run = "again"
    api.pipeline.aws.table.write(runs.queue(api.pipeline.now(drawing), run))
    message = ReprocessMessage(project_id="p1", drawing_id=drawing.id, run=run).model_dump()
    assert not api.pipeline.extract(message, receives=MAX_RECEIVES)
    assert api.pipeline.now(drawing).status == "failed"
    return drawing, message


def test_extraction_that_read_the_drawing_before_a_correction_does_not_overwrite_it(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, message = given_up(api)
    lease = runs.lease

    def corrected_meanwhile(store: Store, read: Drawing, seconds: float, lost_s: int) -> Drawing:
        assert read.as_read == {}
        assert patch(api, drawing, {"number": "E-101"}).status == 200
        return lease(store, read, seconds, lost_s)

    with monkeypatch.context() as slow:
        slow.setattr(runs, "lease", corrected_meanwhile)
        assert api.pipeline.extract(message)
    api.pipeline.settle()
    after = api("GET", f"{DRAWINGS}/{drawing.id}").body
    assert (after["status"], names(after)) == (
        "analyzed",
        ("E-101", None, "8", "P0WER PLAN", {"number": "E-1O1"}),
    )
    assert ids(whole_list(api, "number=E-101"), "id") == [drawing.id]


def test_a_correction_that_read_the_drawing_before_extraction_took_it_is_refused(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, message = given_up(api)
    before_its_next_transaction(monkeypatch, lambda: api.pipeline.extract(message))
    assert patch(api, drawing, {"number": "E-101"}).status == 409
    api.pipeline.settle()
    after = api("GET", f"{DRAWINGS}/{drawing.id}").body
    assert (after["status"], names(after)) == ("analyzed", ("E-1O1", None, "8", "P0WER PLAN", {}))
    assert acts(api) == []


def test_a_run_in_several_calls_keeps_what_was_read_apart_from_what_was_given(api: Api) -> None:
    drawing = misread(api, {"TITLE": "C0VER"}, BLOCK)
    patch(api, drawing, {"title": "Cover"})
    assert api("POST", f"{DRAWINGS}/{drawing.id}/reprocess").status == 202
    (first,) = asked(api.pipeline)
    assert api.pipeline.extract(first, seconds_left=HURRIED)
    half = api("GET", f"{DRAWINGS}/{drawing.id}").body
    assert (half["status"], names(half)) == ("extracting", (None, None, None, "Cover", {"title": "C0VER"}))
    (second,) = asked(api.pipeline)
    assert api.pipeline.extract(second)
    api.pipeline.settle()
    after = api("GET", f"{DRAWINGS}/{drawing.id}").body
    assert names(after) == ("E-1O1", None, "8", "Cover", {"title": "P0WER PLAN"})
