"""Every limit of the front door has a file that breaks it, and is a setting of the function."""

from __future__ import annotations

import io
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image

from orchestrator.errors import DrawingError
from orchestrator.extraction import ExtractedPage, Extraction, Limits, PageFailure
from orchestrator.settings import ExtractionSettings, read
from tests.orchestrator.extraction.pdfs import raw_page, saved
from tests.orchestrator.extraction.reader_here import ReaderHere

IN_THE_SANDBOX = {
    "page_timeout_s",
    "document_timeout_s",
    "step_cpu_s",
    "child_memory_bytes",
    "max_children",
    "max_lost_children",
}
"""Limits of the process; `test_sandbox.py` breaks them."""


def document_of_everything() -> pymupdf.Document:
    """Return two pages; the first has two of everything that is limited, the second nothing."""
    document = pymupdf.open()
    page = raw_page(document, b"10 10 m 500 300 l 20 300 l S 0 0 m 9 9 l S\n")
    page.insert_text((50, 50), "one two")
    for at in (10, 110):
        for kind in ("png", "jpeg2000"):
            picture = io.BytesIO()
            Image.linear_gradient("L").resize((40, 30 + at)).save(picture, kind)
            page.insert_image(pymupdf.Rect(at, at, at + 40, at + 40), stream=picture.getvalue())
        page.add_rect_annot((at, 10, at + 20, 50))
        page.insert_link(
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(at, 0, at + 9, 9), "uri": "about:blank"}
        )
        document.add_ocg(f"E-{at}")
    document.set_toc([[1, "Sheet", 1], [1, "Notes", 1]])
    document.new_page()
    return document


@dataclass(frozen=True, slots=True)
class Broken:
    """A limit, a value that the document breaks, and what is then said: by whom, and in which words."""

    limit: str
    value: float
    says: str
    code: str | None = None


BROKEN = (
    Broken("max_file_bytes", 100, "at most 0 MB are accepted", "too_large"),
    Broken("max_pages", 1, "2 pages and the limit is 1", "too_many_pages"),
    Broken("max_content_bytes", 10, "MiB when unpacked", "content_too_large"),
    Broken("total_timeout_s", 0, "takes too long as a whole; split it and upload the parts", "timeout"),
    Broken("max_paths", 1, "paths beyond the limit of 1"),
    Broken("max_path_items", 1, "path items beyond the limit of 1"),
    Broken("max_words", 1, "1 words beyond the limit of 1"),
    Broken("max_annotations", 1, "1 annotations beyond the limit of 1"),
    Broken("max_links", 1, "1 links beyond the limit of 1"),
    Broken("max_layers", 1, "1 layers beyond the limit of 1"),
    Broken("max_outline_entries", 1, "Outline entries beyond the limit of 1"),
    Broken("max_images", 1, "3 images beyond the limit of 1"),
    Broken("max_decoded_image_pixels", 2_000, "40 x 140 pixels was not drawn (the limit is 2,000"),
    Broken("max_jpx_pixels", 2_000, "40 x 140 pixels was not drawn (the limit is 2,000"),
    Broken("max_image_side_px", 100, "40 x 140 pixels was not drawn"),
)


def told(path: Path, limits: Limits) -> tuple[str | None, list[str]]:
    """Return the code and the sentences that a document and its first page end with."""
    try:
        with Extraction(path, limits) as extraction:
            page = next(extraction.pages())
            warnings = extraction.info.warnings
    except DrawingError as error:
        return error.code, [error.detail]
    if isinstance(page, PageFailure):
        return page.code, [page.detail]
    return None, [*warnings, *page.page.warnings, *page.page.truncated]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.limit)
def test_a_limit_that_is_broken_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Broken
) -> None:
    monkeypatch.setattr("orchestrator.extraction.opened.Child", ReaderHere)
    path = saved(document_of_everything(), tmp_path / "full.pdf")
    value: dict[str, Any] = {broken.limit: broken.value}
    assert told(path, Limits()) == (None, [])
    code, sentences = told(path, Limits(**value))
    assert code == broken.code
    assert any(broken.says in sentence for sentence in sentences), sentences


def test_a_page_image_has_no_more_pixels_than_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestrator.extraction.opened.Child", ReaderHere)
    path = saved(document_of_everything(), tmp_path / "full.pdf")
    with Extraction(path, Limits(max_page_image_pixels=10_000)) as extraction:
        page = next(extraction.pages())
    assert isinstance(page, ExtractedPage)
    assert page.page.image is not None
    assert 9_000 < page.page.image.width_px * page.page.image.height_px < 10_500


def test_a_document_that_takes_too_long_to_open_is_refused(tmp_path: Path) -> None:
    path = saved(document_of_everything(), tmp_path / "full.pdf")
    with pytest.raises(DrawingError) as caught, Extraction(path, Limits(open_timeout_s=0.001)):
        pass
    assert caught.value.code == "timeout"
    assert "it took longer than 0.001 seconds; open it, save it anew" in caught.value.detail


def test_every_limit_has_a_file_that_breaks_it() -> None:
    here = {broken.limit for broken in BROKEN} | {"max_page_image_pixels", "open_timeout_s"}
    assert here | IN_THE_SANDBOX == {field.name for field in fields(Limits)}


def test_every_limit_is_a_setting_of_the_function() -> None:
    places = {"TABLE_NAME": "t", "BUCKET_NAME": "b", "PAGES_QUEUE_URL": "q", "UPLOADS_QUEUE_URL": "u"}
    assert read(ExtractionSettings, places).alone() == Limits()
    for field in fields(Limits):
        changed = read(ExtractionSettings, places | {field.name.upper(): "7"}).alone()
        one: dict[str, Any] = {field.name: 7}
        assert changed == replace(Limits(), **one)
