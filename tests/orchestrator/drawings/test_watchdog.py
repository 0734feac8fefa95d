"""Promises of the watchdog: every run ends, and nobody is disturbed who is still at work."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from orchestrator.drawings import runs
from orchestrator.drawings.legend_words import EntryWord, put_word
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.watchdog import MOST_NUDGES, Watchdog
from orchestrator.errors import DrawingError
from orchestrator.storage import keys
from orchestrator.storage.table import Write, change
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Pipeline, component, pdf, taken

PATIENCE_S = 5_400.0


def look(pipeline: Pipeline) -> dict[str, int]:
    """Let the watchdog look."""
    dog = Watchdog(pipeline.store, pipeline.pages_queue, pipeline.uploads_queue, PATIENCE_S)
    return dog.look({}, None)


def let_pass(pipeline: Pipeline, drawing: Drawing, seconds: float = PATIENCE_S + 60) -> None:
    """Let everything about a drawing have happened so much earlier."""
    stored: Any = pipeline.store.table.get(keys.drawing(drawing.project_id, drawing.id))
    before = time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime(time.time() - seconds))
    moved = change(
        keys.drawing(drawing.project_id, drawing.id),
        sets={"updated_at": min(before, stored["updated_at"]), "lease_until": 0},
    )
    pipeline.store.table.write(moved)
    noted: Any = pipeline.store.table.get(keys.open_run(drawing.project_id, drawing.id))
    if noted:
        earlier = max(noted["nudged_at"] - int(seconds), 0)
        pipeline.store.table.write(change(keys.open_run("p1", drawing.id), sets={"nudged_at": earlier}))


def stored(pipeline: Pipeline, drawing: Drawing) -> object:
    return pipeline.store.table.get(keys.open_run("p1", drawing.id))


def started(pipeline: Pipeline) -> Drawing:
    """Return a drawing whose pages wait for recognition, all their messages lost."""
    drawing = pipeline.upload(pdf("E-1", "E-2"))
    (event,) = pipeline.new_events()
    assert pipeline.extract(event)
    assert len(list(pipeline.page_messages())) == 2
    return drawing


def test_a_run_that_ended_is_forgotten(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    pipeline.settle()
    assert stored(pipeline, drawing)
    assert look(pipeline) == {"open_runs": 0, "nudged": 0, "stalled": 0}
    assert stored(pipeline, drawing) is None


def test_who_is_at_work_is_left_alone(pipeline: Pipeline) -> None:
    started(pipeline)
    assert look(pipeline) == {"open_runs": 1, "nudged": 0, "stalled": 0}
    assert list(taken(pipeline.pages_queue)) == []


def test_a_lease_is_work(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    (event,) = pipeline.new_events()
    assert pipeline.extract(event)
    let_pass(pipeline, drawing)
    leased = change(keys.drawing("p1", drawing.id), sets={"lease_until": int(time.time()) + 60})
    pipeline.store.table.write(leased)
    assert look(pipeline)["nudged"] == 0


def test_lost_pages_are_sent_again_and_the_drawing_ends_as_ever(pipeline: Pipeline) -> None:
    drawing = started(pipeline)
    let_pass(pipeline, drawing)
    assert look(pipeline) == {"open_runs": 1, "nudged": 1, "stalled": 0}
    for body in pipeline.page_messages():
        assert pipeline.recognize(body)
    assert pipeline.now(drawing).status == "analyzed"
    assert pipeline.now(drawing).counts == {"fuse": 2}


def test_only_what_is_missing_is_sent_again(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1", "E-2"))
    (event,) = pipeline.new_events()
    assert pipeline.extract(event)
    first, _ = pipeline.page_messages()
    assert pipeline.recognize(first)
    let_pass(pipeline, drawing)
    look(pipeline)
    assert [json.loads(body)["page"] for body in pipeline.page_messages()] == [2]


def test_a_run_whose_extraction_never_came_is_started(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    (event,) = pipeline.new_events()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "lease", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
        assert not pipeline.extract(event)
    assert pipeline.now(drawing).status == "queued"
    let_pass(pipeline, drawing)
    assert look(pipeline)["nudged"] == 1
    pipeline.reprocess()
    assert pipeline.now(drawing).status == "analyzed"


def test_a_page_that_was_not_stored_is_extracted_after_all(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = pipeline.upload(pdf("E-1", "E-2"))
    (event,) = pipeline.new_events()
    with monkeypatch.context() as patch:
        stored_page = runs.add_page
        patch.setattr(runs, "add_page", lambda *given: given[2].page_number == 1 and stored_page(*given))
        assert pipeline.extract(event)
    pipeline.settle()
    assert pipeline.now(drawing).status == "extracting"
    let_pass(pipeline, drawing)
    assert look(pipeline)["nudged"] == 1
    pipeline.reprocess()
    assert pipeline.now(drawing).counts == {"fuse": 2}


def test_a_drawing_whose_last_worker_died_before_closing_is_closed(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = started(pipeline)
    let_pass(pipeline, drawing)
    look(pipeline)
    with monkeypatch.context() as patch:
        patch.setattr("orchestrator.drawings.recognizing.close_when_done", lambda *_, **__: None)
        for body in pipeline.page_messages():
            assert pipeline.recognize(body)
    assert pipeline.now(drawing).status == "recognizing"
    let_pass(pipeline, drawing)
    look(pipeline)
    assert pipeline.now(drawing).status == "analyzed"


def help_in_vain(pipeline: Pipeline, drawing: Drawing) -> None:
    """Let every message be lost until the watchdog has nothing left to try."""
    for _ in range(MOST_NUDGES):
        let_pass(pipeline, drawing)
        assert look(pipeline)["nudged"] == 1
        assert look(pipeline)["nudged"] == 0, "it waits again before it helps again"
        assert list(taken(pipeline.pages_queue)) or list(taken(pipeline.uploads_queue))
    let_pass(pipeline, drawing)
    assert look(pipeline) == {"open_runs": 1, "nudged": 0, "stalled": 1}


def test_pages_that_never_come_fail_and_what_there_is_is_kept(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1", "E-2"))
    (event,) = pipeline.new_events()
    pipeline.extract(event)
    first, second = pipeline.page_messages()
    pipeline.recognize(first)
    help_in_vain(pipeline, drawing)
    ended = pipeline.now(drawing)
    assert (ended.status, ended.pages_failed, ended.counts) == ("partial", (2,), {"fuse": 1})
    assert ended.error is not None
    assert ended.error.code == "timeout"
    assert look(pipeline)["open_runs"] == 0
    assert pipeline.recognize(second), "a page that comes after all heals its drawing"
    assert pipeline.now(drawing).status == "analyzed"


def test_a_run_that_is_never_extracted_fails_with_a_sentence(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    (event,) = pipeline.new_events()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "lease", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
        pipeline.extract(event)
    help_in_vain(pipeline, drawing)
    ended = pipeline.now(drawing)
    assert ended.status == "failed"
    assert ended.error is not None
    assert "stopped and could not be started again" in ended.error.detail


def test_a_deleted_drawing_is_forgotten(pipeline: Pipeline) -> None:
    drawing = started(pipeline)
    pipeline.store.table.transact([Write("delete", keys.drawing("p1", drawing.id))])
    assert look(pipeline)["open_runs"] == 0
    assert stored(pipeline, drawing) is None


def test_a_run_that_cannot_be_helped_keeps_the_help_from_no_other(pipeline: Pipeline) -> None:
    first, second = started(pipeline), started(pipeline)
    for drawing in (first, second):
        let_pass(pipeline, drawing)
    unknown = change(keys.drawing("p1", first.id), sets={"status": "of a later release"})
    pipeline.store.table.write(unknown)
    with pytest.raises(ExceptionGroup, match="1 of the open runs could not be looked after"):
        look(pipeline)
    sent = {json.loads(body)["drawing_id"] for body in pipeline.page_messages()}
    assert sent == {second.id}


def test_a_redelivery_after_the_end_changes_nothing(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    (event,) = pipeline.new_events()
    assert pipeline.extract(event)
    assert pipeline.extract(event, MAX_RECEIVES - 1)
    pipeline.settle()
    assert pipeline.now(drawing).status == "analyzed"
    assert look(pipeline)["open_runs"] == 0


def cut_anew(pipeline: Pipeline) -> Drawing:
    """Return an analysed drawing that counts a new cut of its legend, and nobody was told."""
    drawing = pipeline.upload(pdf("E-1", "E-2"))
    pipeline.settle()
    ended = pipeline.now(drawing)
    word = EntryWord(entry_id="e1", changes={}, changed_by="u1", changed_at="2026-01-01")
    noted = runs.note(ended, ended.run or "")
    pipeline.store.table.transact([*put_word(ended, word, {}, recut=True), noted])
    return ended


def test_pages_that_a_new_cut_is_not_known_on_are_sent_again(pipeline: Pipeline) -> None:
    drawing = cut_anew(pipeline)
    assert look(pipeline) == {"open_runs": 1, "nudged": 0, "stalled": 0}
    let_pass(pipeline, drawing)
    assert look(pipeline)["nudged"] == 1
    pipeline.settle()
    assert not pipeline.now(drawing).recounting
    assert pipeline.networks.looked_at == [1, 2, 1, 2]
    assert look(pipeline)["open_runs"] == 0
    assert stored(pipeline, drawing) is None


def test_pages_that_a_new_cut_never_comes_to_are_kept_as_they_are_and_say_so(pipeline: Pipeline) -> None:
    drawing = cut_anew(pipeline)
    for _ in range(MOST_NUDGES + 1):
        let_pass(pipeline, drawing)
        told = look(pipeline)
    assert told["stalled"] == 1
    ended = pipeline.now(drawing)
    assert (ended.status, ended.recounting, ended.counts) == ("analyzed", False, {"fuse": 2})
    for page in pipeline.store.pages(ended):
        assert page.warnings
    list(pipeline.page_messages())
    assert pipeline.networks.looked_at == [1, 2]


def given_up_again(pipeline: Pipeline) -> Drawing:
    """Return a drawing whose pages are kept as they were before a new cut; their messages still come."""
    drawing = cut_anew(pipeline)
    for _ in range(MOST_NUDGES + 1):
        let_pass(pipeline, drawing)
        look(pipeline)
    return drawing


def test_a_message_that_comes_after_all_heals_a_page_that_was_kept(pipeline: Pipeline) -> None:
    drawing = given_up_again(pipeline)
    pipeline.networks.found = {2: (component(2), component(2, 2))}
    pipeline.settle()
    ended = pipeline.now(drawing)
    assert (ended.status, ended.recounting, ended.counts) == ("analyzed", False, {"fuse": 3})
    assert [page.warnings for page in pipeline.store.pages(ended)] == [(), ()]


def test_a_kept_page_that_fails_once_more_stays_as_it_was(pipeline: Pipeline) -> None:
    drawing = given_up_again(pipeline)
    pipeline.networks.raises = {1: DrawingError("unreadable", "No."), 2: RuntimeError()}
    pipeline.settle()
    ended = pipeline.now(drawing)
    assert (ended.status, ended.recounting, ended.counts) == ("analyzed", False, {"fuse": 2})
    assert all(page.warnings and page.status == "analyzed" for page in pipeline.store.pages(ended))
