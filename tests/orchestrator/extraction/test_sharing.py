"""Two children of a document, one that reads and one that draws: whichever fails, the pages end as with one."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pymupdf
import pytest

from orchestrator.errors import DrawingError
from orchestrator.extraction import ExtractedPage, Extraction, Limits, PageFailure
from orchestrator.extraction.opened import Opened
from orchestrator.extraction.sandbox import Child, ChildLost
from orchestrator.extraction.sharing import is_shared, shares
from orchestrator.pdf.wire import Reply, request
from tests.orchestrator.extraction.pdfs import saved

pytestmark = pytest.mark.usefixtures("forked_readers")

WIDTHS = (300, 600, 900)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestrator.extraction.sharing._processors", lambda: 2)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Return three pages that are told apart by their words and by the width of their pictures."""
    document = pymupdf.open()
    for width in WIDTHS:
        document.new_page(width=width, height=200).insert_text((20, 50), f"W{width}")
    return saved(document, tmp_path / "three.pdf")


def pid(opened: Opened) -> int:
    assert opened._child is not None
    return opened._child.pid


def good(result: ExtractedPage | PageFailure) -> ExtractedPage:
    assert isinstance(result, ExtractedPage), result
    return result


def assert_whole(result: ExtractedPage | PageFailure, width: int, dpi: int = 150) -> None:
    page = good(result).page
    assert page.text == f"W{width}"
    assert page.image is not None
    assert page.image.width_px == pytest.approx(width * dpi / 72, abs=1)


def opened_by_both(extraction: Extraction) -> None:
    """Wait until the drawing child has opened the document too."""
    while not extraction._drawer.is_open:
        extraction._drawer.hear_ahead(20)


def fall(monkeypatch: pytest.MonkeyPatch, how: signal.Signals, step: bytes) -> None:
    """Let the child that hears of a step be signalled over it, once."""
    real = Child.tell

    def tell(child: Child, line: bytes) -> None:
        if line == step:
            monkeypatch.setattr(Child, "tell", real)
            os.kill(child.pid, signal.SIGSTOP)
            real(child, line)
            os.kill(child.pid, how)
        else:
            real(child, line)

    monkeypatch.setattr(Child, "tell", tell)


def deaf(monkeypatch: pytest.MonkeyPatch, opened: Opened, lost: ChildLost) -> None:
    """Lose the child that has the document open now, at its next answer."""
    real, last = Child.hear, opened._child

    def hear(child: Child, timeout_s: float) -> Reply:
        if child is last:
            raise lost
        return real(child, timeout_s)

    monkeypatch.setattr(Child, "hear", hear)


def test_a_page_is_read_and_drawn_by_two_children(pdf: Path) -> None:
    with Extraction(pdf) as extraction:
        assert pid(extraction._reader) != pid(extraction._drawer)
        for result, width in zip(extraction.pages(), WIDTHS, strict=True):
            assert_whole(result, width)
            assert good(result).page.warnings == ()


def test_while_one_child_is_at_a_page_the_other_one_reads_and_draws_the_next_ones(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell, told = Child.tell, {}

    def held(child: Child, line: bytes) -> None:
        told[line] = child.pid
        tell(child, line)

    with Extraction(pdf) as extraction:
        opened_by_both(extraction)
        monkeypatch.setattr(Child, "tell", held)
        pages = extraction.pages()
        os.kill(pid(extraction._drawer), signal.SIGSTOP)
        threading.Timer(2, os.kill, (pid(extraction._drawer), signal.SIGCONT)).start()
        first = next(pages)
        others = list(pages)
        reader, drawer = pid(extraction._reader), pid(extraction._drawer)
    for result, width in zip([first, *others], WIDTHS, strict=True):
        assert_whole(result, width)
    assert told[request("render", page=1, rung="full")] == drawer
    assert told[request("render", page=2, rung="full")] == reader
    assert told[request("render", page=3, rung="full")] == reader


def test_what_was_begun_and_not_asked_for_is_no_answer_to_a_later_question(pdf: Path) -> None:
    with Extraction(pdf) as extraction:
        for first in (1, 3, 2, 1):
            assert_whole(next(extraction.pages(first)), WIDTHS[first - 1])


@pytest.mark.parametrize(
    ("processors", "limits"),
    [(1, Limits()), (2, Limits(max_children=1)), (2, Limits(child_memory_bytes=600 * 1024 * 1024))],
)
def test_one_child_does_it_all_on_one_processor_where_asked_for_and_with_little_memory(
    pdf: Path, monkeypatch: pytest.MonkeyPatch, processors: int, limits: Limits
) -> None:
    monkeypatch.setattr("orchestrator.extraction.sharing._processors", lambda: processors)
    with Extraction(pdf, limits) as extraction:
        assert extraction._reader is extraction._drawer
        for result, width in zip(extraction.pages(), WIDTHS, strict=True):
            assert_whole(result, width)


def test_both_children_together_have_the_memory_of_the_document() -> None:
    assert is_shared(Limits())
    assert sum(share.child_memory_bytes for share in shares(Limits())) == Limits().child_memory_bytes


def test_a_drawing_child_that_crashes_costs_the_fine_picture_of_one_page(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fall(monkeypatch, signal.SIGKILL, request("render", page=2, rung="full"))
    with Extraction(pdf) as extraction:
        first, second, third = extraction.pages()
        assert [lost.code for lost in extraction._lost] == ["crashed"]
    assert_whole(first, WIDTHS[0])
    assert_whole(second, WIDTHS[1], dpi=50)
    assert_whole(third, WIDTHS[2])
    assert good(second).page.warnings == (
        "The full picture of the page could not be drawn: the reader stopped (Killed).",
    )


def test_a_drawing_child_whose_loss_was_heard_ahead_costs_no_more(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fall(monkeypatch, signal.SIGKILL, request("render", page=2, rung="full"))
    with Extraction(pdf) as extraction:
        pages = extraction.pages()
        next(pages)
        deadline = time.monotonic() + 20
        while not extraction._lost and time.monotonic() < deadline:
            extraction._ahead.look(2, last=3)
        extraction._drawer.end()
        extraction._drawer.start()  # as `Ahead` does while there are pages to draw
        second, third = pages
        assert [lost.code for lost in extraction._lost] == ["crashed"]
    assert_whole(second, WIDTHS[1], dpi=50)
    assert_whole(third, WIDTHS[2])


def test_a_drawing_child_that_hangs_costs_the_fine_picture_of_one_page(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fall(monkeypatch, signal.SIGSTOP, request("render", page=2, rung="full"))
    with Extraction(pdf, Limits(page_timeout_s=8)) as extraction:
        _, second, third = extraction.pages()
    assert good(second).page.warnings == (
        "The full picture of the page could not be drawn: it took longer than 2 seconds.",
    )
    assert_whole(second, WIDTHS[1], dpi=50)
    assert_whole(third, WIDTHS[2])


def test_a_lost_reading_child_fails_its_page_and_no_page_gets_the_picture_of_another(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fall(monkeypatch, signal.SIGKILL, request("read", page=1))
    with Extraction(pdf) as extraction:
        first, second, third = extraction.pages()
    assert isinstance(first, PageFailure)
    assert (first.page_number, first.code) == (1, "crashed")
    assert_whole(second, WIDTHS[1])
    assert_whole(third, WIDTHS[2])


def test_a_reading_child_that_hangs_fails_its_page_while_the_drawing_one_is_well(pdf: Path) -> None:
    with Extraction(pdf, Limits(page_timeout_s=4)) as extraction:
        os.kill(pid(extraction._reader), signal.SIGSTOP)
        first, second, third = extraction.pages()
    assert isinstance(first, PageFailure)
    assert first.detail == "Page 1 could not be read: it took longer than 2 seconds."
    assert_whole(second, WIDTHS[1])
    assert_whole(third, WIDTHS[2])


def test_a_drawing_child_that_cannot_open_the_document_leaves_it_to_the_reading_one(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Extraction(pdf, Limits(max_lost_children=1)) as extraction:
        deaf(monkeypatch, extraction._drawer, ChildLost("timeout", "it took longer than 15 seconds"))
        extraction._drawer.hear_ahead(20)
        results = list(extraction.pages())
        assert extraction._lost == []
    for result, width in zip(results, WIDTHS, strict=True):
        assert_whole(result, width)


def test_a_picture_that_needs_more_than_its_share_is_drawn_by_one_child_with_all_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestrator.extraction.sharing._DRAWER_SHARE", 13)  # 118 MiB
    document = pymupdf.open()
    document.new_page(width=3_000, height=3_000)
    with Extraction(saved(document, tmp_path / "large.pdf")) as extraction:
        assert extraction._reader is not extraction._drawer
        opened_by_both(extraction)
        (result,) = extraction.pages()
        assert extraction._reader is extraction._drawer
        assert extraction._lost == []
    assert good(result).page.warnings == ()
    assert good(result).image_png is not None


def test_a_picture_that_lacks_a_part_for_want_of_memory_is_drawn_anew_with_all_of_it(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Child.hear

    def hear(child: Child, timeout_s: float) -> Reply:
        reply = real(child, timeout_s)
        if child is drawing and "trouble" in reply.header:
            return Reply({**reply.header, "trouble": "malloc (90000000 bytes) failed"}, reply.body)
        return reply

    with Extraction(pdf) as extraction:
        drawing = extraction._drawer._child
        monkeypatch.setattr(Child, "hear", hear)
        for result, width in zip(extraction.pages(), WIDTHS, strict=True):
            assert_whole(result, width)
            assert good(result).page.warnings == ()


def test_a_page_that_needs_more_than_its_share_to_be_read_is_read_by_one_child_with_all_the_memory(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Extraction(pdf) as extraction:
        deaf(monkeypatch, extraction._reader, ChildLost("out_of_memory", "it needs more memory"))
        results = list(extraction.pages())
        assert extraction._lost == []
    for result, width in zip(results, WIDTHS, strict=True):
        assert_whole(result, width)


def test_what_one_child_with_all_the_memory_cannot_read_fails_as_ever(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Child.hear

    def hear(child: Child, timeout_s: float) -> Reply:
        reply = real(child, timeout_s)
        if b'"page_number":1,' in reply.body:
            raise ChildLost("out_of_memory", "it needs more memory than a document may use")
        return reply

    monkeypatch.setattr(Child, "hear", hear)
    with Extraction(pdf) as extraction:
        first, second, _ = extraction.pages()
        assert [lost.code for lost in extraction._lost] == ["out_of_memory"]
    assert isinstance(first, PageFailure)
    assert first.code == "out_of_memory"
    assert_whole(second, WIDTHS[1])


def test_a_page_over_its_size_is_drawn_by_neither(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((20, 50), "W")
    path = saved(document, tmp_path / "over.pdf")
    with Extraction(path, Limits(max_content_bytes=10)) as extraction:
        with pytest.raises(DrawingError) as caught:
            extraction._drawer.ask(request("render", page=1, rung="full"), 20)
        (result,) = extraction.pages()
    assert caught.value.code == "content_too_large"
    assert isinstance(result, PageFailure)
    assert result.code == "content_too_large"
