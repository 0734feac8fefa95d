"""A document that takes longer than one call of the function: handed on from call to call, no page lost or twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.drawings import extracting, results, runs
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.drawings.store import Store
from orchestrator.extraction import DocumentInfo, ExtractedPage, Limits, PageFailure
from orchestrator.messages import PageMessage, ReprocessMessage
from orchestrator.pages import Page
from orchestrator.settings import EXTRACTION_TIMEOUT_S
from orchestrator.storage import keys, queues
from orchestrator.storage.table import change
from tests.orchestrator.drawings.pipeline import Pipeline, pdf, taken

HURRIED = 60  # seconds left: less than the function keeps for its last page


@dataclass
class Book:
    """Stands in for every document: so many pages, of which one opening has time for `at_once`.

    `dies_at` is a page that is stored but never told of: the worker dies over the next one, once.
    """

    page_count: int
    at_once: int
    dies_at: int | None = None
    read: list[int] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)

    def __call__(self, pdf: Path, limits: Limits) -> Self:
        """Open it."""
        assert pdf.stat().st_size > 0
        self.openings.append(limits.document_timeout_s)
        return self

    @property
    def info(self) -> DocumentInfo:
        """What the document says of itself."""
        return DocumentInfo(self.page_count, {}, (), repaired=False, warnings=())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""

    def pages(self, first: int = 1) -> Iterator[ExtractedPage | PageFailure]:
        """Yield the pages there is time for."""
        for number in range(first, min(first + self.at_once, self.page_count + 1)):
            if self.dies_at is not None and number > self.dies_at:
                self.dies_at = None
                raise RuntimeError("killed")
            self.read.append(number)
            yield ExtractedPage(Page(page_number=number, width_pt=300, height_pt=200), b"a picture")


def told(pipeline: Pipeline) -> Counter[int]:
    """Return how often recognition is told of each page."""
    return Counter(PageMessage.model_validate_json(body).page for body in pipeline.page_messages())


def uploaded(pipeline: Pipeline, *texts: str) -> tuple[Drawing, dict[str, Any]]:
    """Return a drawing and S3's event of its file."""
    drawing = pipeline.upload(pdf(*texts))
    return drawing, pipeline.new_events()[0]


def asked(pipeline: Pipeline) -> list[dict[str, Any]]:
    """Take the messages by which extraction asks for the rest of a document."""
    return [json.loads(body) for body in taken(pipeline.uploads_queue)]


def test_a_document_that_needs_several_calls_is_read_to_its_end_page_by_page(pipeline: Pipeline) -> None:
    drawing, message = uploaded(pipeline, "one", "two", "three")
    assert pipeline.extract(message, seconds_left=HURRIED)
    for page in (1, 2):
        now = pipeline.now(drawing)
        assert (now.status, now.pages_extracted, now.lease_until) == ("extracting", page, 0)
        (message,) = asked(pipeline)
        assert (message["run"], message["sent_to"]) == (now.run, page)
        assert pipeline.extract(message, seconds_left=HURRIED)
    assert asked(pipeline) == []
    assert told(pipeline) == {1: 1, 2: 1, 3: 1}
    assert pipeline.now(drawing).status == "recognizing"
    for page in (1, 2, 3):
        body = PageMessage(project_id="p1", drawing_id=drawing.id, run=now.run or "", page=page)
        assert pipeline.recognize(body.model_dump_json())
    assert (pipeline.now(drawing).status, pipeline.now(drawing).counts) == ("analyzed", {"fuse": 3})


def test_a_worker_with_time_enough_reads_a_document_in_one_opening_and_keeps_time_to_hand_it_over(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Book(page_count=3, at_once=3)
    monkeypatch.setattr(extracting, "Extraction", book)
    _, first = uploaded(pipeline, "a book")
    assert pipeline.extract(first, seconds_left=EXTRACTION_TIMEOUT_S)
    _, second = uploaded(pipeline, "another")
    assert pipeline.extract(second, seconds_left=300)
    ample, scarce = book.openings
    assert 590 < ample <= 600
    assert 140 < scarce <= 150
    assert asked(pipeline) == []


def test_a_document_over_its_time_in_all_calls_keeps_its_pages_and_the_others_fail_with_a_sentence(
    pipeline: Pipeline,
) -> None:
    drawing, message = uploaded(pipeline, "one", "two", "three")
    assert pipeline.extract(message, seconds_left=HURRIED)
    now = pipeline.now(drawing)
    assert 0 < now.extraction_s < HURRIED
    runs.release(pipeline.store, now, Limits().total_timeout_s)  # so long did the calls before take
    (message,) = asked(pipeline)
    assert pipeline.extract(message)
    assert told(pipeline) == {1: 1}
    body = PageMessage(project_id="p1", drawing_id=drawing.id, run=now.run or "", page=1)
    assert pipeline.recognize(body.model_dump_json())
    now = pipeline.now(drawing)
    assert (now.status, now.pages_failed) == ("partial", (2, 3))
    (last,) = (page for page in pipeline.store.pages(now) if page.page_number == 3)
    assert last.error is not None
    assert last.error.code == "timeout"
    assert last.error.detail == (
        "Page 3 was not read: the document takes too long as a whole; split it and upload the parts."
    )


def test_the_seconds_of_a_worker_that_is_killed_count_up_to_its_last_page(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        """Write nothing at the end, as a worker that is killed."""

    hour = iter(range(10**9, 2 * 10**9, 3_600))
    monkeypatch.setattr(extracting, "Extraction", Book(page_count=3, at_once=3, dies_at=2))
    monkeypatch.setattr(extracting.Stopwatch, "_now", staticmethod(lambda: next(hour)))
    monkeypatch.setattr(runs, "release", killed)
    drawing, message = uploaded(pipeline, "a book")
    assert not pipeline.extract(message)
    now = pipeline.now(drawing)
    assert (now.pages_extracted, now.extraction_s) == (2, 2 * 3_600)


def test_the_page_over_which_a_worker_is_killed_counts_as_the_longest_that_one_may_take(
    pipeline: Pipeline,
) -> None:
    drawing, _ = uploaded(pipeline, "one")
    pipeline.aws.table.write(runs.queue(drawing, "a run"))
    longest = 75
    first = runs.lease(
        pipeline.store, pipeline.now(drawing), 0, longest
    )  # nothing releases it: its worker is killed
    assert first.extraction_s == 0
    second = runs.lease(pipeline.store, first, 0, longest)
    assert second.extraction_s == longest
    runs.release(pipeline.store, second, 1)
    assert runs.lease(pipeline.store, pipeline.now(drawing), 0, longest).extraction_s == longest + 1


def test_a_run_begun_afresh_has_all_its_time_again(pipeline: Pipeline) -> None:
    drawing, message = uploaded(pipeline, "one", "two")
    assert pipeline.extract(message, seconds_left=HURRIED)
    assert pipeline.now(drawing).extraction_s > 0
    pipeline.aws.table.write(runs.queue(pipeline.now(drawing), "another"))
    assert pipeline.now(drawing).extraction_s == 0


def pages_in_memory(monkeypatch: pytest.MonkeyPatch, page_count: int) -> dict[int, PageState]:
    """Keep pages in a dict and their files nowhere, counted with the last one: moto takes 90 ms for one."""
    kept: dict[int, PageState] = {}

    def add_page(store: Store, drawing: Drawing, page: PageState, seconds: int) -> bool:
        assert page.page_number not in kept
        assert seconds >= 0
        kept[page.page_number] = page
        if len(kept) == page_count:
            key = keys.drawing(drawing.project_id, drawing.id)
            store.table.write(change(key, sets={"pages_extracted": page_count}))
        return True

    monkeypatch.setattr(runs, "add_page", add_page)
    monkeypatch.setattr(Store, "pages", lambda *_: iter(kept.values()))
    monkeypatch.setattr(results, "write", lambda *_: None)
    return kept


def test_two_thousand_pages_go_through_in_a_few_calls_and_each_is_read_and_told_of_once(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Book(page_count=2_000, at_once=600)
    monkeypatch.setattr(extracting, "Extraction", book)
    drawing, message = uploaded(pipeline, "a book")
    sent: dict[str, list[str]] = {pipeline.pages_queue: [], pipeline.uploads_queue: [json.dumps(message)]}
    monkeypatch.setattr(queues, "send", lambda url, bodies, project_id: sent[url].extend(bodies))
    kept = pages_in_memory(monkeypatch, book.info.page_count)
    calls = 0
    while sent[pipeline.uploads_queue]:
        calls += 1
        assert pipeline.extract(json.loads(sent[pipeline.uploads_queue].pop()))
    everything = list(range(1, 2_001))
    assert calls == 4
    assert book.read == list(kept) == everything
    assert [PageMessage.model_validate_json(body).page for body in sent[pipeline.pages_queue]] == everything
    assert pipeline.now(drawing).status == "recognizing"


def kill(patch: pytest.MonkeyPatch, pipeline: Pipeline, when: str) -> None:
    """Let the worker that hands over be killed at one moment."""
    send = queues.send

    def sending(url: str, bodies: list[str], project_id: str) -> None:
        ours = url == pipeline.uploads_queue
        if ours and when == "before the message":
            raise RuntimeError("killed")
        send(url, bodies, project_id)
        if ours:
            raise RuntimeError("killed")

    def releasing(*_: object) -> None:
        raise RuntimeError("killed")

    if when == "before the release":
        patch.setattr(runs, "release", releasing)
    else:
        patch.setattr(queues, "send", sending)


@pytest.mark.parametrize("when", ["before the release", "before the message", "after the message"])
def test_a_worker_that_dies_while_handing_over_leaves_nothing_stuck_and_nothing_twice(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    book = Book(page_count=3, at_once=2)
    monkeypatch.setattr(extracting, "Extraction", book)
    drawing, first = uploaded(pipeline, "a book")
    with monkeypatch.context() as patch:
        kill(patch, pipeline, when)
        assert not pipeline.extract(first)
    if when == "before the release":
        assert not pipeline.extract(
            first, receives=2
        )  # nobody begins before the dead worker's lease has ended
        runs.release(pipeline.store, pipeline.now(drawing), 0)
    for message in [*asked(pipeline), first]:
        assert pipeline.extract(message, receives=2)
    assert asked(pipeline) == []
    now = pipeline.now(drawing)
    assert (now.status, now.pages_extracted, book.read) == ("recognizing", 3, [1, 2, 3])
    assert set(told(pipeline)) == {1, 2, 3}


def test_who_goes_on_tells_recognition_only_of_pages_it_may_not_know(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extracting, "Extraction", Book(page_count=8, at_once=3, dies_at=5))
    _, first = uploaded(pipeline, "a book")
    assert pipeline.extract(first)
    assert told(pipeline) == {1: 1, 2: 1, 3: 1}
    (second,) = asked(pipeline)
    assert not pipeline.extract(second)
    assert told(pipeline) == {}
    assert pipeline.extract(second, receives=2)
    assert told(pipeline) == {4: 1, 5: 1, 6: 1, 7: 1, 8: 1}


def test_a_request_to_go_on_with_a_run_that_was_replaced_or_is_through_does_nothing(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Book(page_count=3, at_once=2)
    monkeypatch.setattr(extracting, "Extraction", book)
    drawing, first = uploaded(pipeline, "a book")
    assert pipeline.extract(first)
    (rest,) = asked(pipeline)
    pipeline.aws.table.write(runs.queue(pipeline.now(drawing), "another"))
    assert pipeline.extract(rest)
    assert (book.read, pipeline.now(drawing).status) == ([1, 2], "queued")
    other = ReprocessMessage(project_id="p1", drawing_id=drawing.id, run="another").model_dump()
    assert pipeline.extract(other)
    (rest,) = asked(pipeline)
    for _ in range(2):
        assert pipeline.extract(rest)
    assert (book.read, pipeline.now(drawing).status) == ([1, 2, 1, 2, 3], "recognizing")


EVENTS = st.lists(st.sampled_from(["dies", "comes twice", "goes well"]), max_size=6)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(page_count=st.integers(1, 7), at_once=st.integers(1, 3), events=EVENTS)
def test_whatever_happens_on_the_way_every_page_is_stored_once_and_told_of(
    pipeline: Pipeline, page_count: int, at_once: int, events: list[str]
) -> None:
    book = Book(page_count, at_once)
    drawing, first = uploaded(pipeline, "a book")
    sent: dict[str, list[str]] = {pipeline.pages_queue: [], pipeline.uploads_queue: [json.dumps(first)]}
    waiting = sent[pipeline.uploads_queue]
    with pytest.MonkeyPatch.context() as patch:
        kept = pages_in_memory(patch, page_count)
        patch.setattr(extracting, "Extraction", book)
        patch.setattr(queues, "send", lambda url, bodies, project_id: sent[url].extend(bodies))
        deliveries = 0
        while waiting:
            assert (deliveries := deliveries + 1) < 100
            message, event = waiting.pop(0), events.pop() if events else "goes well"
            book.dies_at = len(kept) + 1 if event == "dies" else None
            done = pipeline.extract(json.loads(message))
            waiting += [message] if event == "comes twice" or not done else []
    everything = list(range(1, page_count + 1))
    assert pipeline.now(drawing).status == "recognizing"
    assert book.read == list(kept) == everything
    assert {PageMessage.model_validate_json(body).page for body in sent[pipeline.pages_queue]} == {
        *everything
    }
