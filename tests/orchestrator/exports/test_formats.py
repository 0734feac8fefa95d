"""Promises of the list of formats."""

from __future__ import annotations

from typing import get_args

import pymupdf
import pytest

from orchestrator.exports.formats import FILE_NAMES, MEDIA_TYPES, Format, export
from tests.orchestrator.exports.sample import component, page_of

STARTS = {
    "csv": b"\xef\xbb\xbfdrawing,",
    "xlsx": b"PK",
    "json": b"{",
    "coco": b"{",
    "pdf": b"%PDF-",
    "audit": b"%PDF-",
    "instruments": b"\xef\xbb\xbftag,",
    "io": b"\xef\xbb\xbftag,",
}


def blank_pdf() -> bytes:
    with pymupdf.open() as document:
        document.new_page()
        content: bytes = document.tobytes()
    return content


@pytest.mark.parametrize("kind", get_args(Format))
def test_every_format_can_be_written_and_has_a_name_and_a_media_type(kind: Format) -> None:
    assert export(kind, "E-101", [page_of(component())], blank_pdf).startswith(STARTS[kind])
    assert "." in FILE_NAMES[kind]
    assert "/" in MEDIA_TYPES[kind]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "coco", "instruments", "io"])
def test_only_the_pdfs_ask_for_the_original(kind: Format) -> None:
    def never() -> bytes:
        raise AssertionError("the original was fetched")

    assert export(kind, "E-101", [], never)
