"""The outline (bookmarks) of a document (ISO 32000-1, 12.3.3), walked without recursion.

Hostile ones nest thousands deep or run in rings. MuPDF's own reader recurses, down to a crash, so the objects are
read one by one, and the document is opened without its outline.
"""

from __future__ import annotations

from typing import Any, Final

import pymupdf
from pymupdf import mupdf

from orchestrator.pdf.strings import clean

_MAX_TITLE_CHARS: Final = 200


class Document(pymupdf.Document):  # type: ignore[misc]  # PyMuPDF has no types
    """A document whose outline is not read when it is opened."""

    def _loadOutline(self) -> None:  # noqa: N802  # PyMuPDF's name
        """Leave `outline` empty."""


def read(document: pymupdf.Document, max_entries: int) -> tuple[list[dict[str, Any]], bool]:
    """Return the first entries in reading order, and whether there are more.

    Each has `title`, `level` (from 1) and `page` (from 1; None when it leads out of the document or nowhere).
    """
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    root = mupdf.pdf_dict_gets(mupdf.pdf_trailer(pdf), "Root")
    waiting = [(mupdf.pdf_dict_getp(root, "Outlines/First"), 1)]
    entries: list[dict[str, Any]] = []
    met: set[int] = set()
    while waiting:
        entry, level = waiting.pop()
        number = mupdf.pdf_to_num(entry)
        if number in met or not mupdf.pdf_is_dict(entry):
            continue
        if len(entries) >= max_entries:
            return entries, True
        if number:  # a dictionary within another has none, and leads into no ring
            met.add(number)
        title = clean(mupdf.pdf_dict_get_text_string(entry, mupdf.pdf_new_name("Title")), _MAX_TITLE_CHARS)
        entries.append({"title": title, "level": level, "page": _page(pdf, entry)})
        waiting += [
            (mupdf.pdf_dict_gets(entry, "Next"), level),
            (mupdf.pdf_dict_gets(entry, "First"), level + 1),
        ]
    return entries, False


def _page(pdf: mupdf.PdfDocument, entry: mupdf.PdfObj) -> int | None:
    """Return the page an entry leads to (ISO 32000-1, 12.3.2 and 12.6.4.2)."""
    target = mupdf.pdf_dict_gets(entry, "Dest")
    action = mupdf.pdf_dict_gets(entry, "A")
    if mupdf.pdf_to_name(mupdf.pdf_dict_gets(action, "S")) == "GoTo":
        target = mupdf.pdf_dict_gets(action, "D")
    if mupdf.pdf_is_name(target) or mupdf.pdf_is_string(target):
        target = mupdf.pdf_lookup_dest(pdf, target)
    if mupdf.pdf_is_dict(target):
        target = mupdf.pdf_dict_gets(target, "D")
    page = mupdf.pdf_array_get(target, 0)
    if mupdf.pdf_is_int(page):  # meant for other files' pages, and met for one's own
        number = mupdf.pdf_to_int(page) if mupdf.pdf_to_int(page) < mupdf.pdf_count_pages(pdf) else -1
    else:
        number = mupdf.pdf_lookup_page_number(pdf, page) if mupdf.pdf_is_dict(page) else -1
    return int(number) + 1 if number >= 0 else None
