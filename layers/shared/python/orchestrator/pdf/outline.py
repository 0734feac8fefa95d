"""The outline (bookmarks) of a document, walked without recursion: hostile ones nest thousands deep."""

from __future__ import annotations

from typing import Any, Final

import pymupdf

from orchestrator.pdf.strings import clean

_MAX_TITLE_CHARS: Final = 200


def read(document: pymupdf.Document, max_entries: int) -> tuple[list[dict[str, Any]], bool]:
    """Return the first entries in reading order, and whether there are more.

    Each has `title`, `level` (from 1) and `page` (from 1; None when it leads out of the document or nowhere).
    """
    waiting = [(document.outline, 1)]
    entries: list[dict[str, Any]] = []
    while waiting:
        entry, level = waiting.pop()
        if entry is None or not entry.this.m_internal:
            continue
        if len(entries) >= max_entries:
            return entries, True
        page = entry.page + 1 if not entry.is_external and entry.page >= 0 else None
        entries.append({"title": clean(entry.title, _MAX_TITLE_CHARS), "level": level, "page": page})
        waiting += [(entry.next, level), (entry.down, level + 1)]
    return entries, False
