"""Words of scans, through the whole pipeline: read once, kept apart, shown, and never of another picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn, cast

import pymupdf
import pytest

from benchmarks.legend_sheets import legend_page
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.recognizing import PageRecognizer
from orchestrator.queue import consumer
from orchestrator.readings import PARTLY_READ, UNREAD, PageReading
from orchestrator.recognition.model import ModelError
from orchestrator.recognition.reading.reader import Reader
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.settings import RecognitionSettings, read
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.files import MissingFile
from tests.conftest import Aws
from tests.functions.drawings.api import DRAWINGS, Api
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Networks, pdf
from tests.orchestrator.recognition.reading.scans import Written, reader, scan_pdf, scanned

TEXT = Written("DUPLEX RECEPTACLE", 40, 60)
SCAN = scan_pdf(TEXT)


@pytest.fixture
def api(api: Api) -> Api:
    """The API over a pipeline whose recognition reads scans."""
    reads(api, reader())
    return api


def reads(api: Api, by: Reader | None) -> Networks:
    """Let the pipeline read by a reader, and return what sees its pages."""
    networks = Networks()
    made = PageRecognizer(api.pipeline.store, cast("Recognizer", networks), 0.3, by)
    api.pipeline.recognition = consumer("recognition", made, MAX_RECEIVES)
    return networks


def settled(api: Api, data: bytes = SCAN) -> Drawing:
    """Return a drawing that was uploaded and recognised."""
    drawing = api.pipeline.upload(data)
    api.pipeline.settle()
    return drawing


def page_of(api: Api, drawing: Drawing, part: str = "") -> dict[str, Any]:
    """Return what a route tells of the first page."""
    answer = api("GET", f"{DRAWINGS}/{drawing.id}/pages/1{part}")
    assert answer.status == 200
    return cast("dict[str, Any]", answer.body)


def stored(api: Api, drawing: Drawing) -> PageReading:
    """Return what was read of the first page."""
    key = keys.page_file("p1", drawing.id, 1, "reading.json.gz")
    return PageReading.from_bytes(api.pipeline.store.files.read(key))


def test_a_scans_words_reach_recognition_and_are_told_apart_from_the_pdfs_text(api: Api) -> None:
    networks = reads(api, reader())
    drawing = settled(api)
    assert networks.words == [("DUPLEX", "RECEPTACLE")]
    page = page_of(api, drawing)
    assert page["words"] == []
    assert [word["text"] for word in page["read_words"]] == ["DUPLEX", "RECEPTACLE"]
    assert all(word["confidence"] > 0.9 for word in page["read_words"])
    assert (page["word_count"], page["read_word_count"], page["warnings"]) == (0, 2, [])
    text = page_of(api, drawing, "/text")
    assert (text["text"], text["read_text"]) == ("", "DUPLEX RECEPTACLE")


def test_the_legend_of_a_scan_is_read(api: Api) -> None:
    sheet = legend_page("ruled table", 0)
    with pymupdf.open(stream=sheet.pdf) as drawn:
        drawing = settled(api, scanned(drawn))
    answer = api("GET", f"{DRAWINGS}/{drawing.id}/legend")
    read = {entry["description"]: entry["class"] for entry in answer.body["entries"]}
    named = {entry.description: entry.class_name for entry in sheet.entries}
    assert read.keys() == named.keys()
    assert all(read[text] == name for text, name in named.items() if name != "other")


def test_a_page_with_text_of_its_own_is_not_read(api: Api) -> None:
    networks = reads(api, replace(reader(), networks=unavailable))
    drawing = settled(api, pdf(" ".join("ABCDEFGHIJ")))
    assert len(networks.words[0]) == 10
    page = page_of(api, drawing)
    assert (page["read_words"], page["read_word_count"], page["warnings"]) == ([], None, [])
    assert page_of(api, drawing, "/text")["read_text"] is None


def test_a_page_is_processed_without_words_and_says_so_when_reading_fails(api: Api) -> None:
    networks = reads(api, Reader(unavailable, 60))
    drawing = settled(api)
    assert networks.words == [()]
    assert api.pipeline.now(drawing).status == "analyzed"
    assert page_of(api, drawing)["warnings"] == [UNREAD]
    listed = api("GET", f"{DRAWINGS}/{drawing.id}/pages").body["items"]
    assert [page["warnings"] for page in listed] == [[UNREAD]]
    with pytest.raises(MissingFile):
        stored(api, drawing)


def unavailable() -> NoReturn:
    """Fail as where a network is missing."""
    raise ModelError("The model file is missing.")


def test_a_page_that_takes_too_long_to_read_says_so(api: Api) -> None:
    reads(api, replace(reader(), seconds=0.0))
    drawing = settled(api)
    assert not stored(api, drawing).is_complete
    assert page_of(api, drawing)["warnings"] == [PARTLY_READ]


def test_what_was_read_is_not_read_again_by_whoever_comes_next(api: Api) -> None:
    drawing = settled(api)
    recognizer = PageRecognizer(
        api.pipeline.store, cast("Recognizer", Networks()), 0.3, Reader(unavailable, 60)
    )
    there = recognizer.pages.read("p1", drawing.id, 1)
    assert there.reading == stored(api, drawing)
    assert [word.text for word in there.page.words] == ["DUPLEX", "RECEPTACLE"]
    assert recognizer.pages.opened("p1", drawing.id, 1).page == there.page
    without = PageRecognizer(api.pipeline.store, cast("Recognizer", Networks()), 0.3)
    assert without.pages.read("p1", drawing.id, 1).page.words == ()


def test_words_of_an_earlier_file_are_not_those_of_a_later_one(api: Api) -> None:
    drawing = settled(api)
    reads(api, Reader(unavailable, 60))
    api.pipeline.put(keys.source_pdf("p1", drawing.id), scan_pdf(Written("GFI", 40, 60)))
    api.pipeline.settle()
    assert stored(api, drawing).text == "DUPLEX RECEPTACLE"  # left by the run before
    page = page_of(api, drawing)
    assert (page["read_words"], page["warnings"]) == ([], [UNREAD])


def test_what_was_read_goes_with_its_drawing(api: Api) -> None:
    drawing = settled(api)
    assert stored(api, drawing).words
    assert api("DELETE", f"{DRAWINGS}/{drawing.id}").status == 204
    left = client("s3").list_objects_v2(Bucket=api.pipeline.aws.bucket_name, Prefix=keys.RESULTS)
    assert left["KeyCount"] == 0


@pytest.mark.parametrize(("wanted", "reads_scans"), [("true", True), ("false", False)])
def test_the_setting_says_whether_scans_are_read(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, wanted: str, *, reads_scans: bool
) -> None:
    monkeypatch.setattr(Recognizer, "load", lambda *_: Networks())
    environment = {"TABLE_NAME": aws.table_name, "BUCKET_NAME": aws.bucket_name, "MODEL_DIR": "/nowhere"}
    settings = read(RecognitionSettings, {**environment, "READ_SCANS": wanted})
    made = PageRecognizer.of(settings)
    assert (made.reader is not None) == reads_scans
