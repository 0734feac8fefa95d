"""Promises of the list of formats."""

from __future__ import annotations

from collections.abc import Iterable
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


class Blank:
    """An empty page of A4, and its picture at 150 dpi."""

    def pdf(self) -> bytes:
        """Return the page."""
        with pymupdf.open() as document:
            document.new_page()
            content: bytes = document.tobytes()
        return content

    def pictures(self, pages: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Return the picture's size for every page."""
        return dict.fromkeys(pages, (1_240, 1_754))


class Never(Blank):
    """A drawing whose file is not there."""

    def pdf(self) -> bytes:
        """Fail."""
        raise AssertionError("the original was fetched")


@pytest.mark.parametrize("kind", get_args(Format))
def test_every_format_can_be_written_and_has_a_name_and_a_media_type(kind: Format) -> None:
    assert export(kind, "E-101", [page_of(component())], Blank()).startswith(STARTS[kind])
    assert "." in FILE_NAMES[kind]
    assert "/" in MEDIA_TYPES[kind]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "coco", "instruments", "io"])
def test_only_the_pdfs_ask_for_the_original(kind: Format) -> None:
    assert export(kind, "E-101", [], Never())
