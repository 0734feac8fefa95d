from __future__ import annotations

import gzip
import json
import time

import pytest

from orchestrator.drawings import runs
from orchestrator.drawings.closing import close_when_done
from orchestrator.drawings.s3_events import new_objects
from orchestrator.errors import DrawingError
from orchestrator.messages import PageMessage, ReprocessMessage
from orchestrator.storage import keys
from orchestrator.storage.table import Write, change
from tests.conftest import Aws
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Pipeline, component, pdf


def test_an_uploaded_drawing_ends_analyzed_with_its_counts(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one", "two"))
    pipeline.settle()
    done = pipeline.now(drawing)
    assert (done.status, done.progress, done.page_count, done.pages_done) == ("analyzed", 1.0, 2, 2)
    assert (done.counts, done.component_count, done.model_version) == ({"fuse": 2}, 2, "test-1")
    assert done.error is None
    assert done.completed_at is not None


def test_every_page_leaves_its_files_where_the_contract_says(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("PANEL LP-1"))
    pipeline.settle()
    folder = f"results/p1/{drawing.id}"
    assert set(pipeline.store.files.keys(folder)) == {
        f"{folder}/document.json",
        f"{folder}/pages/00001/page.json.gz",
        f"{folder}/pages/00001/page.png",
        f"{folder}/pages/00001/components.json.gz",
        f"{folder}/exports/takeoff.json",
    }
    stored = json.loads(gzip.decompress(pipeline.store.files.read(f"{folder}/pages/00001/page.json.gz")))
    assert "PANEL LP-1" in stored["text"]


def test_a_slot_is_forgotten_two_days_after_it_expired_unused_and_a_drawing_never(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    stored = pipeline.store.table.get(keys.drawing("p1", drawing.id)) or {}
    assert stored[keys.TTL_ATTRIBUTE] == pytest.approx(time.time() + 900 + 48 * 3600, abs=60)
    pipeline.settle()
    stored = pipeline.store.table.get(keys.drawing("p1", drawing.id)) or {}
    assert stored["status"] == "analyzed"
    assert keys.TTL_ATTRIBUTE not in stored


def test_progress_grows_while_pages_come_in(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one", "two"))
    assert pipeline.now(drawing).progress == 0
    (uploaded,) = pipeline.new_events()
    pipeline.extract(uploaded)
    extracted = pipeline.now(drawing)
    assert (extracted.status, extracted.progress) == ("recognizing", 0.4)
    pipeline.recognize(next(pipeline.page_messages()))
    assert pipeline.now(drawing).progress == 0.7


def test_duplicates_of_every_message_change_nothing(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one", "two"))
    (uploaded,) = pipeline.new_events()
    assert pipeline.extract(uploaded)
    assert pipeline.extract(uploaded)
    messages = list(pipeline.page_messages())
    for body in [*messages, *reversed(messages)]:
        assert pipeline.recognize(body)
    done = pipeline.now(drawing)
    assert pipeline.extract(uploaded)
    assert pipeline.now(drawing) == done
    assert (done.status, done.pages_done, len(messages)) == ("analyzed", 2, 2)
    assert sorted(pipeline.networks.looked_at) == [1, 2]


def test_the_same_file_uploaded_twice_names_the_first_drawing(pipeline: Pipeline) -> None:
    same = pdf("one")
    first = pipeline.upload(same)
    pipeline.settle()
    second = pipeline.upload(same)
    pipeline.settle()
    assert pipeline.now(first).duplicate_of is None
    assert pipeline.now(second).duplicate_of == first.id
    pipeline.aws.table.write(runs.queue(pipeline.now(first), "again"))
    again = ReprocessMessage(project_id="p1", drawing_id=first.id, run="again")
    assert pipeline.extract(again.model_dump())
    assert pipeline.now(first).duplicate_of is None


def test_a_newer_file_wins_whatever_the_order_of_events(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one", "two", "three"))
    (older,) = pipeline.new_events()
    pipeline.put(keys.source_pdf("p1", drawing.id), pdf("new"))
    (newer,) = pipeline.new_events()
    assert pipeline.extract(newer)
    assert pipeline.extract(older)
    pipeline.settle()
    done = pipeline.now(drawing)
    assert (done.status, done.page_count, done.counts) == ("analyzed", 1, {"fuse": 1})


def test_a_newer_file_replaces_the_pages_of_the_one_before(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one", "two"))
    pipeline.settle()
    pipeline.put(keys.source_pdf("p1", drawing.id), pdf("new"))
    pipeline.settle()
    done = pipeline.now(drawing)
    assert (done.page_count, done.pages_done, len(list(pipeline.store.pages(done)))) == (1, 1, 1)


def test_messages_of_a_superseded_run_are_dropped(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    pipeline.extract(pipeline.new_events()[0])
    late = list(pipeline.page_messages())
    pipeline.put(keys.source_pdf("p1", drawing.id), pdf("new"))
    pipeline.settle()
    pipeline.networks.looked_at.clear()
    assert pipeline.recognize(late[0])
    assert pipeline.networks.looked_at == []


def test_a_page_that_cannot_be_analysed_makes_the_drawing_partial_and_says_which(pipeline: Pipeline) -> None:
    pipeline.networks.raises[2] = DrawingError("content_too_large", "Too many symbols.")
    drawing = pipeline.upload(pdf("one", "two", "three"))
    pipeline.settle()
    done = pipeline.now(drawing)
    assert (done.status, done.pages_failed, done.counts) == ("partial", (2,), {"fuse": 2})
    assert done.error is not None
    assert done.error.code == "content_too_large"
    assert done.error.detail == "Page 2 of 3 could not be analysed. Page 2: Too many symbols."


def test_a_drawing_none_of_whose_pages_can_be_analysed_is_failed(pipeline: Pipeline) -> None:
    pipeline.networks.raises |= {1: DrawingError("timeout", "Slow."), 2: DrawingError("timeout", "Slow.")}
    drawing = pipeline.upload(pdf("one", "two"))
    pipeline.settle()
    done = pipeline.now(drawing)
    assert done.status == "failed"
    assert done.error is not None
    assert done.error.detail == "No page could be analysed. Page 1: Slow."


def test_a_page_that_kills_its_workers_is_given_up_and_does_not_hold_the_drawing(pipeline: Pipeline) -> None:
    pipeline.networks.raises[1] = RuntimeError("the worker died")
    drawing = pipeline.upload(pdf("one", "two"))
    pipeline.settle()
    done = pipeline.now(drawing)
    assert (done.status, done.pages_failed) == ("partial", (1,))
    assert pipeline.networks.looked_at.count(1) == MAX_RECEIVES - 1


def test_a_redriven_page_heals_its_drawing(pipeline: Pipeline) -> None:
    pipeline.networks.raises[1] = RuntimeError("the worker died")
    drawing = pipeline.upload(pdf("one", "two"))
    pipeline.settle()
    given_up = PageMessage(
        project_id="p1", drawing_id=drawing.id, run=pipeline.now(drawing).run or "", page=1
    )
    del pipeline.networks.raises[1]
    assert pipeline.recognize(given_up.model_dump_json())
    healed = pipeline.now(drawing)
    assert (healed.status, healed.pages_failed, healed.pages_done) == ("analyzed", (), 2)
    assert (healed.counts, healed.error) == ({"fuse": 2}, None)
    assert pipeline.store.page(healed, 1).error is None


def test_a_worker_that_died_before_closing_is_made_good_by_the_next_delivery(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = pipeline.upload(pdf("one"))
    pipeline.extract(pipeline.new_events()[0])
    (body,) = pipeline.page_messages()

    def die(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as dying:
        dying.setattr("orchestrator.drawings.recognizing.close_when_done", die)
        assert not pipeline.recognize(body)
    assert pipeline.now(drawing).status == "recognizing"
    assert pipeline.recognize(body, receives=2)
    assert pipeline.now(drawing).status == "analyzed"
    assert pipeline.networks.looked_at == [1]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty"), (b"GIF89a, not a PDF at all", "not_pdf"), (b"%PDF-1.7\ngarbage", None)]
)
def test_a_file_that_is_no_drawing_fails_with_a_sentence(pipeline: Pipeline, data: bytes, code: str) -> None:
    drawing = pipeline.upload(data)
    pipeline.settle()
    done = pipeline.now(drawing)
    assert done.status == "failed"
    assert done.error is not None
    assert code in {None, done.error.code}
    assert done.error.detail.endswith(".")


def test_a_file_over_the_limit_is_refused_before_it_is_fetched(aws: Aws) -> None:
    pipeline = Pipeline(aws, max_file_bytes=100)
    drawing = pipeline.upload(pdf("one"))
    pipeline.settle()
    refused = pipeline.now(drawing)
    assert refused.error is not None
    assert (refused.status, refused.error.code) == ("failed", "too_large")


def test_only_one_worker_extracts_a_run_at_a_time(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    (uploaded,) = pipeline.new_events()
    pipeline.extract(uploaded)
    key = keys.drawing("p1", drawing.id)
    busy = {"status": "extracting", "lease_until": int(time.time()) + 60}
    pipeline.aws.table.write(change(key, sets=busy))
    assert not pipeline.extract(uploaded)
    assert not pipeline.extract(uploaded, receives=MAX_RECEIVES)
    assert pipeline.now(drawing).status == "extracting"


def test_extraction_goes_on_where_a_dead_worker_stopped(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = pipeline.upload(pdf("one", "two", "three"))
    (uploaded,) = pipeline.new_events()
    stored = runs.add_page
    calls: list[int] = []

    def die_on_the_second(*args: object) -> bool:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return stored(*args)  # type: ignore[arg-type]  # the same arguments

    with monkeypatch.context() as dying:
        dying.setattr(runs, "add_page", die_on_the_second)
        assert not pipeline.extract(uploaded)
    assert list(pipeline.page_messages()) == []
    assert pipeline.extract(uploaded, receives=2)
    pages = [PageMessage.model_validate_json(body).page for body in pipeline.page_messages()]
    assert sorted(pages) == [1, 2, 3]
    assert pipeline.now(drawing).pages_extracted == 3


def test_a_file_that_no_worker_could_begin_with_is_given_up_and_can_be_redriven(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    (uploaded,) = pipeline.new_events()
    assert not pipeline.extract(uploaded, receives=MAX_RECEIVES)
    failed = pipeline.now(drawing)
    assert failed.error is not None
    assert (failed.status, failed.error.code) == ("failed", "crashed")
    assert pipeline.extract(uploaded)
    pipeline.settle()
    assert pipeline.now(drawing).status == "analyzed"


def test_a_drawing_that_is_being_deleted_is_not_begun_anew_to_be_given_up(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    (uploaded,) = pipeline.new_events()
    pipeline.aws.table.write(runs.queue(drawing, runs.deletion()))
    assert not pipeline.extract(uploaded, receives=MAX_RECEIVES)
    assert runs.is_being_deleted(pipeline.now(drawing))


def test_a_file_that_kills_its_workers_is_given_up_and_can_be_redriven(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    (uploaded,) = pipeline.new_events()
    queued = runs.queue(drawing, _run_of(uploaded), {"upload_id": _run_of(uploaded)})
    pipeline.aws.table.write(queued)
    assert not pipeline.extract(uploaded, receives=MAX_RECEIVES)
    failed = pipeline.now(drawing)
    assert failed.error is not None
    assert (failed.status, failed.error.code) == ("failed", "crashed")
    assert pipeline.extract(uploaded)
    pipeline.settle()
    assert pipeline.now(drawing).status == "analyzed"


def test_reprocessing_is_a_new_run_and_a_late_duplicate_of_the_upload_does_not_disturb_it(
    pipeline: Pipeline,
) -> None:
    drawing = pipeline.upload(pdf("one"))
    (uploaded,) = pipeline.new_events()
    pipeline.extract(uploaded)
    pipeline.settle()
    pipeline.networks.found[1] = (component(1, class_name="motor"),)
    pipeline.aws.table.write(runs.queue(pipeline.now(drawing), "again"))
    again = ReprocessMessage(project_id="p1", drawing_id=drawing.id, run="again").model_dump()
    assert pipeline.extract(uploaded)
    assert pipeline.now(drawing).status == "queued"
    assert pipeline.extract(again)
    assert pipeline.extract(uploaded)
    pipeline.settle()
    assert pipeline.extract(again)
    done = pipeline.now(drawing)
    assert (done.status, done.run, done.counts) == ("analyzed", "again", {"motor": 1})


def test_a_drawing_deleted_while_it_is_worked_on_leaves_nothing_behind(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    (uploaded,) = pipeline.new_events()
    pipeline.extract(uploaded)
    pipeline.store.files.delete(keys.source_pdf("p1", drawing.id))
    pipeline.aws.table.write(_deletion(drawing.id))
    for body in pipeline.page_messages():
        assert pipeline.recognize(body)
        assert pipeline.recognize(body, receives=MAX_RECEIVES) is False
    assert pipeline.extract(uploaded)
    assert close_when_done(pipeline.store, "p1", drawing.id) is None
    assert list(pipeline.store.files.keys("rejected/")) == []
    assert pipeline.networks.looked_at == []


def test_a_file_whose_slot_was_forgotten_before_anybody_saw_it_is_put_aside_with_the_reason(
    pipeline: Pipeline,
) -> None:
    drawing = pipeline.upload(pdf("one"))
    pipeline.aws.table.write(_deletion(drawing.id))  # as the table does when the slot has expired
    pipeline.settle()
    key = keys.source_pdf("p1", drawing.id)
    assert pipeline.store.files.info(key) is None
    reason = json.loads(pipeline.store.files.read(f"rejected/{key}.reason.json"))
    assert reason["detail"].startswith("No drawing waits for this file")
    assert pipeline.store.find("p1", drawing.id) is None


def _run_of(event: dict[str, object]) -> str:
    (created,) = new_objects(event)
    return created.upload_id


def _deletion(drawing_id: str) -> Write:
    return Write("delete", keys.drawing("p1", drawing_id))
