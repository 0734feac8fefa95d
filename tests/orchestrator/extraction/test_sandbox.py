"""The reader may hang, crash or talk nonsense: its page fails, the next ones and the next document do not."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pymupdf
import pytest

from orchestrator.errors import DrawingError
from orchestrator.extraction import ExtractedPage, Extraction, Limits, PageFailure
from orchestrator.extraction import sandbox as sandbox_module
from orchestrator.extraction.sandbox import Child, ChildLost
from orchestrator.pdf.wire import Reply, request
from tests.orchestrator.extraction.pdfs import of_contents, of_text, saved


def signal_reader(extraction: Extraction, number: signal.Signals) -> None:
    assert extraction._reader._child is not None
    os.kill(extraction._reader._child.pid, number)


def test_after_a_crash_that_page_fails_and_a_new_reader_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Child.tell

    def tell(child: Child, line: bytes) -> None:
        if line != request("read", page=2):
            real(child, line)
            return
        monkeypatch.setattr(Child, "tell", real)
        os.kill(child.pid, signal.SIGSTOP)
        real(child, line)
        os.kill(child.pid, signal.SIGSEGV)
        os.kill(child.pid, signal.SIGCONT)

    monkeypatch.setattr(Child, "tell", tell)
    with Extraction(of_text(tmp_path / "a.pdf", "one", "two", "three")) as extraction:
        first, second, third = extraction.pages()
    assert isinstance(second, PageFailure)
    assert (second.page_number, second.code) == (2, "crashed")
    assert "Segmentation fault" in second.detail
    assert isinstance(first, ExtractedPage)
    assert isinstance(third, ExtractedPage)
    assert (first.page.text, third.page.text) == ("one", "three")


def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_is_read(tmp_path: Path) -> None:
    with Extraction(of_text(tmp_path / "a.pdf", "one", "two"), Limits(page_timeout_s=6)) as extraction:
        signal_reader(extraction, signal.SIGSTOP)
        hung, read = extraction.pages()
    assert isinstance(hung, PageFailure)
    assert (hung.code, hung.detail) == ("timeout", "Page 1 could not be read: it took longer than 3 seconds.")
    assert isinstance(read, ExtractedPage)


def test_a_picture_that_hangs_is_drawn_coarsely_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Child.tell

    def tell(child: Child, line: bytes) -> None:
        if b'"full"' in line:
            os.kill(child.pid, signal.SIGSTOP)
        real(child, line)

    monkeypatch.setattr(Child, "tell", tell)
    with Extraction(of_text(tmp_path / "a.pdf", "one"), Limits(page_timeout_s=8)) as extraction:
        (page,) = extraction.pages()
    assert isinstance(page, ExtractedPage)
    assert page.page.image is not None
    assert page.page.image.scale == pytest.approx(50 / 72)
    assert page.page.text == "one"
    assert "full picture" in page.page.warnings[0]


def test_a_reader_lost_before_it_hears_of_a_page_costs_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Child.tell

    def tell(child: Child, line: bytes) -> None:
        if line == request("read", page=2):
            monkeypatch.setattr(Child, "tell", real)
            child._process.kill()
            child._process.wait()
        real(child, line)

    monkeypatch.setattr(Child, "tell", tell)
    with Extraction(of_text(tmp_path / "a.pdf", "one", "two")) as extraction:
        assert [page.page.text for page in extraction.pages() if isinstance(page, ExtractedPage)] == [
            "one",
            "two",
        ]
        assert [lost.code for lost in extraction._lost] == ["crashed"]


def test_the_next_page_is_read_while_this_one_is_looked_at(tmp_path: Path) -> None:
    with Extraction(of_text(tmp_path / "a.pdf", "one", "two")) as extraction:
        pages = extraction.pages()
        next(pages)
        reader = extraction._reader
        assert request("read", page=2) in (*reader._unheard, *reader._heard)
        two = next(pages)
    assert isinstance(two, ExtractedPage)
    assert two.page.text == "two"


def test_values_that_make_no_sense_cost_their_page_and_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Child.hear

    def hear(child: Child, timeout_s: float) -> Reply:
        reply = real(child, timeout_s)
        return Reply(reply.header, reply.body.replace(b'"page_number":1', b'"page_number":-1'))

    monkeypatch.setattr(Child, "hear", hear)
    with Extraction(of_text(tmp_path / "a.pdf", "one", "two")) as extraction:
        one, two = extraction.pages()
    assert isinstance(one, PageFailure)
    assert (one.code, one.detail) == ("crashed", "Page 1 could not be read: its values make no sense.")
    assert isinstance(two, ExtractedPage)
    assert (two.page.text, two.page.image is None) == ("two", False)


def test_reading_is_given_up_after_too_many_lost_readers_and_every_page_has_a_reason(tmp_path: Path) -> None:
    with Extraction(of_text(tmp_path / "a.pdf", *"abcde"), Limits(max_lost_children=2)) as extraction:
        results: list[ExtractedPage | PageFailure] = []
        for _ in range(2):
            if extraction._reader._child is None:
                extraction._reader.open()
            signal_reader(extraction, signal.SIGKILL)
            results.append(extraction._page(len(results) + 1))
        results += extraction.pages(first=3)
    assert [result.page_number for result in results if isinstance(result, PageFailure)] == [1, 2, 3, 4, 5]
    assert "given up" in results[-1].detail if isinstance(results[-1], PageFailure) else False


def test_a_document_over_its_time_loses_no_page_and_goes_on_when_it_is_opened_anew(tmp_path: Path) -> None:
    path = of_text(tmp_path / "a.pdf", *"abc")
    texts: list[str] = []
    for number in (1, 2, 3):
        with Extraction(path, Limits(document_timeout_s=0)) as extraction:
            (result,) = extraction.pages(number)
        assert isinstance(result, ExtractedPage)
        texts.append(result.page.text)
    assert texts == ["a", "b", "c"]


def test_a_reader_that_cannot_start_is_a_refusal_not_an_exception(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(DrawingError) as caught, Extraction(of_text(tmp_path / "a.pdf", "one")):
        pass
    assert caught.value.code == "crashed"
    assert "could not be opened" in caught.value.detail


def test_no_reader_is_left_behind(tmp_path: Path) -> None:
    with Extraction(of_text(tmp_path / "a.pdf", "one")) as extraction:
        pids = [opened._child.pid for opened in (extraction._reader, extraction._drawer) if opened._child]
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_the_reader_gets_no_credentials_and_cannot_take_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    child = Child(Limits())
    try:
        with pytest.raises(ChildLost):  # a started reader refuses what it does not know, and its limits stand
            child.ask(b"not json\n", 20)
        assert "AWS_SECRET_ACCESS_KEY" not in sandbox_module._environment()
    finally:
        child.kill()


@pytest.mark.parametrize(
    ("script", "detail"),
    [
        ("import sys; sys.stdout.buffer.write(b'\\xff' * 8); sys.stdout.flush(); input()", "makes no sense"),
        (
            "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\1\\0\\0\\0\\0{'); sys.stdout.flush(); input()",
            "makes no sense",
        ),
        ("raise SystemExit(3)", "exit status 3"),
    ],
)
def test_an_answer_that_makes_no_sense_loses_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, detail: str
) -> None:
    impostor = tmp_path / "python"
    impostor.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{script}"\n')
    impostor.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(impostor))
    child = Child(Limits())
    try:
        with pytest.raises(ChildLost, match=detail):
            child.ask(request("open"), 20)
    finally:
        child.kill()


def test_a_document_that_needs_more_memory_than_allowed_says_so(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page(width=3_000, height=3_000)
    document.new_page(width=300, height=300)
    path = saved(document, tmp_path / "memory.pdf")
    with Extraction(path, Limits(child_memory_bytes=125 * 1024 * 1024)) as extraction:
        large, small = extraction.pages()
    assert isinstance(large, ExtractedPage)
    assert isinstance(small, ExtractedPage)
    assert "more memory" in large.page.warnings[0]
    assert small.page.image is not None


def test_a_step_that_uses_up_its_processor_time_is_ended_by_the_system(tmp_path: Path) -> None:
    long = of_contents(tmp_path / "long.pdf", b"1 1 m 9 9 l S\n" * 2_000_000)
    with Extraction(long, Limits(step_cpu_s=1)) as extraction:
        (page,) = extraction.pages()
    assert isinstance(page, PageFailure)
    assert page.code == "timeout"
    assert page.detail == "Page 1 could not be read: it took more than 1 seconds of processor time."
