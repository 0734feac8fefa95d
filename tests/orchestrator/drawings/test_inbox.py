from __future__ import annotations

import json

import pytest

from orchestrator.storage import keys
from tests.conftest import Aws
from tests.orchestrator.drawings.pipeline import Pipeline, add_project, pdf, s3_event


def rejected(pipeline: Pipeline, name: str) -> dict[str, str]:
    """Return the reason beside a rejected file, which must be there itself."""
    assert pipeline.store.files.info(f"rejected/{name}") is not None
    reason: dict[str, str] = json.loads(pipeline.store.files.read(f"rejected/{name}.reason.json"))
    return reason


def test_a_dropped_pdf_becomes_an_analysed_drawing_of_its_project(pipeline: Pipeline) -> None:
    pipeline.put("inbox/p1/Plan E-101 (rev B), Übersicht.pdf", pdf("one"))
    pipeline.settle()
    (drawing,) = pipeline.store.drawings("p1")
    assert drawing.filename == "Plan E-101 (rev B), Übersicht.pdf"
    assert (drawing.status, drawing.created_by) == ("analyzed", "inbox")
    assert list(pipeline.store.files.keys(keys.INBOX)) == []
    logged = [item["action"] for item in pipeline.aws.table.query_all("PROJECT#p1", "EVENT#")]
    assert logged == ["drawing.created"]


def test_a_drop_told_of_twice_is_one_drawing(pipeline: Pipeline) -> None:
    pipeline.put("inbox/p1/plan.pdf", pdf("one"))
    (dropped,) = pipeline.new_events()
    assert pipeline.extract(dropped)
    assert pipeline.extract(dropped)
    pipeline.settle()
    assert pipeline.extract(dropped)
    (drawing,) = pipeline.store.drawings("p1")
    assert (drawing.status, drawing.pages_done) == ("analyzed", 1)


def test_a_drop_whose_worker_died_after_registering_goes_on(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.put("inbox/p1/plan.pdf", pdf("one"))
    (dropped,) = pipeline.new_events()

    def die(*_: object) -> None:
        raise RuntimeError("killed")

    for step in ("copy", "delete"):
        with monkeypatch.context() as dying:
            dying.setattr(f"orchestrator.storage.files.Files.{step}", die)
            assert not pipeline.extract(dropped)
    assert pipeline.extract(dropped)
    pipeline.settle()
    (drawing,) = pipeline.store.drawings("p1")
    assert drawing.status == "analyzed"


def test_two_drops_of_one_name_are_two_drawings(pipeline: Pipeline) -> None:
    pipeline.put("inbox/p1/plan.pdf", pdf("one"))
    pipeline.put("inbox/p1/plan.pdf", pdf("two", "three"))
    pipeline.settle()
    assert sorted(drawing.page_count or 0 for drawing in pipeline.store.drawings("p1")) == [1, 2]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("p1/notes.txt", b"hello", "not_pdf"),
        ("p1/picture.pdf", b"\x89PNG\r\n\x1a\n", "not_pdf"),
        ("p1/nothing.pdf", b"", "empty"),
        ("p1/large.pdf", b"%PDF-1.7" + b" " * 5_000, "too_large"),
        ("unknown/plan.pdf", b"%PDF-1.7", "Not Found"),
        ("plan.pdf", b"%PDF-1.7", "Unprocessable Content"),
        ("old/plan.pdf", b"%PDF-1.7", "Unprocessable Content"),
    ],
)
def test_what_is_no_drawing_is_moved_aside_with_the_reason(
    aws: Aws, name: str, data: bytes, code: str
) -> None:
    pipeline = Pipeline(aws, max_file_bytes=4_000)
    add_project(aws, "old", status="archived")
    pipeline.put(f"inbox/{name}", data)
    (dropped,) = pipeline.new_events()
    assert pipeline.extract(dropped)
    assert pipeline.extract(dropped)
    reason = rejected(pipeline, name)
    assert (reason["key"], reason["code"]) == (f"inbox/{name}", code)
    assert reason["detail"].endswith(".")
    assert list(pipeline.store.files.keys(keys.INBOX)) == []
    assert list(pipeline.store.drawings("p1")) == []


def test_a_file_in_the_place_of_no_drawing_is_moved_aside(pipeline: Pipeline) -> None:
    pipeline.put("uploads/p1/nobody/source.pdf", pdf("one"))
    pipeline.settle()
    assert rejected(pipeline, "uploads/p1/nobody/source.pdf")["code"] == "Not Found"


def test_other_keys_are_left_alone(pipeline: Pipeline) -> None:
    pipeline.put("uploads/p1/readme.txt", b"hello")
    pipeline.settle()
    assert pipeline.store.files.info("uploads/p1/readme.txt") is not None


def test_an_upload_that_is_gone_again_is_no_news(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one"))
    assert pipeline.extract(s3_event(keys.source_pdf("p1", drawing.id), "no-such-version", 9))
    assert pipeline.now(drawing).status == "awaiting_upload"


@pytest.mark.parametrize(
    "name",
    [
        "a + b.pdf",
        "50% %41 %.pdf",
        "area 5/rev B/plan.PDF",
        "üñï—日本.pdf",
        "e\u0301.pdf",
        "..pdf",
        "q?x=1&y=2#3.pdf",
        f"{'long' * 60}.pdf",
    ],
)
def test_whatever_a_dropped_pdf_is_called_it_is_taken(pipeline: Pipeline, name: str) -> None:
    pipeline.put(f"inbox/p1/{name}", pdf("one"))
    pipeline.settle()
    (drawing,) = pipeline.store.drawings("p1")
    assert drawing.status == "analyzed"
    assert name.rpartition("/")[2].endswith(drawing.filename)
    assert list(pipeline.store.files.keys(keys.INBOX)) == []


def test_the_longest_names_that_s3_takes_can_be_refused_and_told_apart(pipeline: Pipeline) -> None:
    names = [f"unknown/{'ü' * 490}{end}.pdf" for end in "ab"]
    for name in names:
        pipeline.put(f"inbox/{name}", b"%PDF-1.7")
    pipeline.settle()
    assert list(pipeline.store.files.keys(keys.INBOX)) == []
    for name in names:
        target = keys.rejected(f"inbox/{name}")
        assert json.loads(pipeline.store.files.read(target + keys.REASON))["key"] == f"inbox/{name}"
        assert pipeline.store.files.read(target) == b"%PDF-1.7"
