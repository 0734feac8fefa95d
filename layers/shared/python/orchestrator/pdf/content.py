"""How large a page's drawing instructions are, without ever holding more than the limit."""

from __future__ import annotations

import re
import zlib
from typing import Final

import pymupdf

from orchestrator.errors import DrawingError

_FILTER: Final = re.compile(r"/(\w+)")
_FLATE: Final = {"FlateDecode", "Fl"}
_CHUNK: Final = 4_096  # bytes; the smaller, the more is known of a damaged stream


def check(document: pymupdf.Document, page: pymupdf.Page, max_bytes: int) -> None:
    """Make sure that the page's content streams and forms inflate to no more than `max_bytes` together.

    Filters other than Flate are counted as stored: LZW and run-length bombs meet the deadline instead.

    Raises:
        DrawingError: `content_too_large`.
    """
    forms = (item[0] for item in document.get_page_xobjects(page.number))
    left = max_bytes
    for xref in dict.fromkeys([*page.get_contents(), *forms]):
        if xref > 0:
            left -= inflated_size(document, xref, left)
        if left < 0:
            megabytes = max_bytes / 1024 / 1024
            sentence = f"the page's drawing instructions are larger than {megabytes:,.3g} MiB when unpacked"
            raise DrawingError("content_too_large", sentence)


def inflated_size(document: pymupdf.Document, xref: int, limit: int) -> int:
    """Return the size of a stream after its leading Flate filters; once past `limit` it stops counting."""
    raw = document.xref_stream_raw(xref)
    if raw is None:
        return 0
    filters = _FILTER.findall(document.xref_get_key(xref, "Filter")[1])
    for name in filters:
        if name not in _FLATE or len(raw) > limit:
            break
        raw = inflate(raw, limit + 1)
    return len(raw)


def inflate(data: bytes, max_bytes: int) -> bytes:
    """Return at most `max_bytes` of the inflated data; damaged data as far as it goes, as MuPDF reads it."""
    flate, whole = zlib.decompressobj(), bytearray()
    try:
        for start in range(0, len(data), _CHUNK):
            whole += flate.decompress(data[start : start + _CHUNK], max_bytes - len(whole))
            if flate.eof or len(whole) >= max_bytes:
                break
    except zlib.error:
        pass  # what came before the damage counts
    return bytes(whole)
