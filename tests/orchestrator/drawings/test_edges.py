"""What happens between two steps: another run starts, a file or drawing goes, a page has no picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from orchestrator.drawings import runs
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.removal import remove
from orchestrator.drawings.store import Store
from orchestrator.errors import Conflict, DrawingError
from orchestrator.extraction import DocumentInfo, ExtractedPage, Limits, PageFailure
from orchestrator.messages import PageMessage, ReprocessMessage
from orchestrator.pages import Page
from orchestrator.projects.activity import SYSTEM
from orchestrator.storage import keys
from orchestrator.storage.files import Files, MissingFile
from orchestrator.storage.table import Write
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Pipeline, pdf

Pages = Callable[[], Iterator[ExtractedPage | PageFailure]]


def document(monkeypatch: pytest.MonkeyPatch, page_count: int, pages: Pages, first_page: int = 1) -> None:
    """Let every document have so many pages and yield these when asked from `first_page` on."""

    class Told:
        """Stands in for `Extraction`."""

        info = DocumentInfo(page_count, {}, (), repaired=False, warnings=())

        def __init__(self, pdf: Path, limits: Limits) -> None:
            self.size = (pdf, limits)

        def __enter__(self) -> Self:
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            """Nothing is open."""

        def pages(self, first: int = 1) -> Iterator[ExtractedPage | PageFailure]:
            """Yield what the test says."""
            assert first == first_page
            return pages()

    monkeypatch.setattr("orchestrator.drawings.extracting.Extraction", Told)


def undrawn(number: int) -> ExtractedPage:
    """Return a page without a picture."""
    warnings = ("The page image took longer than 15 s.",)
    return ExtractedPage(Page(page_number=number, width_pt=300, height_pt=200, warnings=warnings), None)


def test_a_page_without_a_picture_is_failed_and_says_so(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    document(monkeypatch, 1, lambda: iter([undrawn(1)]))
    drawing = pipeline.upload(pdf("one"))
    pipeline.settle()
    done = pipeline.now(drawing)
    assert done.error is not None
    assert (done.status, done.pages_failed, done.error.code) == ("failed", (1,), "unreadable")
    assert done.error.detail.endswith("The page image took longer than 15 s.")


def test_a_page_that_cannot_be_extracted_keeps_its_reason(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    document(monkeypatch, 1, lambda: iter([PageFailure(1, "out_of_memory", "Too much.")]))
    drawing = pipeline.upload(pdf("one"))
    pipeline.settle()
    (page,) = pipeline.store.pages(pipeline.now(drawing))
    assert page.error is not None
    assert (page.error.code, page.error.detail) == ("out_of_memory", "Too much.")


def test_a_drawing_without_a_readable_page_ends_also_when_closing_it_fails_at_first(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    document(monkeypatch, 1, lambda: iter([PageFailure(1, "crashed", "It crashed.")]))
    drawing = pipeline.upload(pdf("one"))
    (created,) = pipeline.new_events()
    with monkeypatch.context() as broken:
        broken.setattr(
            "orchestrator.drawings.closing.keys.export_file", lambda *_: ""
        )  # S3 refuses such a key
        assert not pipeline.extract(created)
    document(monkeypatch, 1, lambda: iter([]), first_page=2)
    assert pipeline.extract(created, receives=2)
    assert pipeline.now(drawing).status == "failed"


@pytest.mark.parametrize(
    ("said", "told"), [("Slow.", "Page 1: Slow."), ("Page 1 is slow.", "Page 1 is slow.")]
)
def test_many_failed_pages_are_counted_instead_of_listed(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    drawing = pipeline.upload(pdf(*"abc"))
    monkeypatch.setattr("orchestrator.drawings.closing._NAMED_PAGES", 1)
    pipeline.networks.raises |= {n: DrawingError("timeout", said) for n in (1, 3)}
    pipeline.settle()
    error = pipeline.now(drawing).error
    assert error is not None
    assert error.detail == f"Page 1 and 1 more of 3 could not be analysed. {told}"


@pytest.mark.parametrize("after_pages", [0, 1])
def test_extraction_stops_when_another_run_takes_over(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, after_pages: int
) -> None:
    drawing = pipeline.upload(pdf("one"))
    described = runs.describe

    def take_over(*_: object) -> None:
        pipeline.aws.table.write(runs.queue(pipeline.now(drawing), "another"))

    def pages() -> Iterator[ExtractedPage | PageFailure]:
        yield undrawn(1)
        take_over()
        yield undrawn(2)

    def describe(*args: object) -> None:
        if after_pages == 0:
            take_over()
        described(*args)  # type: ignore[arg-type]  # the same arguments

    monkeypatch.setattr(runs, "describe", describe)
    document(monkeypatch, 2, pages)
    assert pipeline.extract(pipeline.new_events()[0])
    now = pipeline.now(drawing)
    assert (now.run, now.status, now.page_count, now.pages_done) == ("another", "queued", None, 0)


def queued(pipeline: Pipeline) -> tuple[Drawing, object]:
    """Return a drawing that is asked to be processed again, and the message that asks."""
    drawing = pipeline.upload(pdf("one"))
    pipeline.settle()
    pipeline.aws.table.write(runs.queue(pipeline.now(drawing), "again"))
    message = ReprocessMessage(project_id="p1", drawing_id=drawing.id, run="again")
    return drawing, message.model_dump()


@pytest.mark.parametrize("gone", ["before", "meanwhile"])
def test_a_file_that_is_gone_fails_its_drawing_with_a_sentence(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    drawing, message = queued(pipeline)

    def missing(*_: object) -> None:
        raise MissingFile("source.pdf")

    if gone == "before":
        key = keys.source_pdf("p1", drawing.id)
        pipeline.store.files.delete(key, pipeline.now(drawing).version_id)
    else:
        monkeypatch.setattr(Files, "download", missing)
    assert pipeline.extract(message)
    failed = pipeline.now(drawing)
    assert failed.error is not None
    assert (failed.status, failed.error.detail) == (
        "failed",
        "The uploaded file is no longer there; upload it again.",
    )


def test_a_request_to_process_again_that_kills_its_workers_is_given_up(pipeline: Pipeline) -> None:
    drawing, message = queued(pipeline)
    assert not pipeline.extract(message, receives=MAX_RECEIVES)
    assert pipeline.now(drawing).status == "failed"
    unknown = ReprocessMessage(project_id="p1", drawing_id="nobody", run="again").model_dump()
    assert pipeline.extract(unknown)
    assert not pipeline.extract(unknown, receives=MAX_RECEIVES)


def test_a_drop_that_cannot_be_moved_waits_in_the_dead_letters(pipeline: Pipeline) -> None:
    pipeline.put("inbox/p1/plan.pdf", pdf("one"))
    (dropped,) = pipeline.new_events()
    assert not pipeline.extract(dropped, receives=MAX_RECEIVES)
    assert list(pipeline.store.files.keys(keys.INBOX)) == ["inbox/p1/plan.pdf"]


def test_who_loses_the_race_to_start_a_run_sees_the_message_again(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = pipeline.upload(pdf("one"))
    (uploaded,) = pipeline.new_events()
    stale = pipeline.now(drawing)
    pipeline.aws.table.write(runs.queue(stale, "quicker"))
    with monkeypatch.context() as slow:
        slow.setattr(Store, "find", lambda *_args, **_ids: stale)
        assert not pipeline.extract(uploaded)
    assert pipeline.now(drawing).run == "quicker"


def test_a_message_of_a_page_that_is_not_there_is_dropped(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    pipeline.settle()
    run = pipeline.now(drawing).run or ""
    message = PageMessage(project_id="p1", drawing_id=drawing.id, run=run, page=9).model_dump_json()
    assert pipeline.recognize(message)


def test_a_page_that_is_final_is_not_given_up(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    pipeline.extract(pipeline.new_events()[0])
    (body,) = pipeline.page_messages()
    assert pipeline.recognize(body)
    assert not pipeline.recognize(body, receives=MAX_RECEIVES)
    assert pipeline.now(drawing).status == "analyzed"


def test_two_workers_on_one_page_count_it_once(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one", "two"))
    pipeline.extract(pipeline.new_events()[0])
    body = next(pipeline.page_messages())
    pipeline.networks.meanwhile = lambda: pipeline.recognize(body)
    assert pipeline.recognize(body)
    assert pipeline.now(drawing).pages_done == 1


@pytest.mark.parametrize("deleted", [True, False])
def test_a_result_of_a_drawing_deleted_or_processed_anew_meanwhile_is_not_kept(
    pipeline: Pipeline, *, deleted: bool
) -> None:
    drawing = pipeline.upload(pdf("one"))
    pipeline.extract(pipeline.new_events()[0])
    (body,) = pipeline.page_messages()

    def change() -> object:
        if deleted:
            return pipeline.aws.table.write(Write("delete", keys.drawing("p1", drawing.id)))
        return pipeline.aws.table.write(runs.queue(pipeline.now(drawing), "another"))

    pipeline.networks.meanwhile = change
    assert pipeline.recognize(body)
    assert pipeline.store.files.info(keys.page_file("p1", drawing.id, 1, "components.json.gz")) is None


def test_a_drawing_that_gets_a_new_file_while_it_is_deleted_is_kept(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    stale = pipeline.now(drawing)
    pipeline.settle()
    with pytest.raises(Conflict, match="delete it again"):
        remove(pipeline.store, stale, SYSTEM)
    assert pipeline.now(drawing).status == "analyzed"


def test_a_page_stored_twice_in_one_run_is_counted_once(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    pipeline.extract(pipeline.new_events()[0])
    now = pipeline.now(drawing)
    assert runs.add_page(pipeline.store, now, pipeline.store.page(now, 1)) is False
    assert pipeline.now(drawing).pages_extracted == 1
