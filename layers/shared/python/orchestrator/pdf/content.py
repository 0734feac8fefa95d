"""How large a page's drawing instructions are, without ever holding them, and whether they are there at all."""

from __future__ import annotations

from collections import Counter

import pymupdf

from orchestrator.errors import DrawingError


def check(document: pymupdf.Document, page: pymupdf.Page, max_bytes: int) -> list[str]:
    """Make sure that the page's content streams and forms unpack to no more than `max_bytes` together.

    A stream that the page names several times counts as often: MuPDF reads it so. Returns a warning when some
    of the streams are missing.

    Raises:
        DrawingError: `content_too_large`, or `unreadable` when none of the streams is there.
    """
    named = [xref for xref in page.get_contents() if xref]
    streams = [xref for xref in named if _is_stream(document, xref)]
    if named and not streams:
        raise DrawingError("unreadable", "its drawing instructions are missing from the file")
    forms = {item[0] for item in document.get_page_xobjects(page.number)}
    left = max_bytes
    for xref, times in Counter([*streams, *forms]).items():
        left -= times * unpacked_size(document, xref, left)
        if left < 0:
            megabytes = max_bytes / 1024 / 1024
            sentence = f"the page's drawing instructions are larger than {megabytes:,.3g} MiB when unpacked"
            raise DrawingError("content_too_large", sentence)
    missing = len(named) - len(streams)
    return ["Some of the page's drawing instructions are missing from the file."] if missing else []


def unpacked_size(document: pymupdf.Document, xref: int, limit: int) -> int:
    """Return the size of a stream after all its filters, in constant memory; past `limit` it stops counting.

    MuPDF's own reader counts, so a damaged stream is as long as MuPDF will find it.
    """
    pdf = pymupdf.mupdf.pdf_document_from_fz_document(document.this)
    stream = pymupdf.mupdf.pdf_open_stream_number(pdf, xref)
    return int(pymupdf.mupdf.fz_skip(stream, limit + 1))


def _is_stream(document: pymupdf.Document, xref: int) -> bool:
    """Tell whether the object is a stream whose bytes lie in this file, not in another (ISO 32000-1, 7.3.8.2)."""
    mupdf = pymupdf.mupdf
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    value = mupdf.pdf_new_indirect(pdf, xref, 0)
    return bool(mupdf.pdf_is_stream(value)) and not mupdf.pdf_dict_gets(value, "F").m_internal
