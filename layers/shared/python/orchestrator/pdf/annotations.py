"""The annotations of a page: mark-ups, revision clouds, hidden CAD strings; no links, pop-ups or fields."""

from __future__ import annotations

from typing import Any, Final

import pymupdf

from orchestrator.pdf.display import Display
from orchestrator.pdf.strings import clean

_NOT_READ: Final = {pymupdf.PDF_ANNOT_LINK, pymupdf.PDF_ANNOT_POPUP, pymupdf.PDF_ANNOT_WIDGET}


def read(page: pymupdf.Page, display: Display, max_annotations: int) -> tuple[list[dict[str, Any]], int]:
    """Return the first annotations of an unrotated page and how many more there are.

    They are reached by number: `Page.annots()` and `get_links()` take over a minute for 50,000.
    """
    xrefs = [xref for xref, kind, _ in page.annot_xrefs() if kind not in _NOT_READ]
    found = (_annotation(page, xref, display) for xref in xrefs[:max_annotations])
    return [annotation for annotation in found if annotation], max(len(xrefs) - max_annotations, 0)


def _annotation(page: pymupdf.Page, xref: int, display: Display) -> dict[str, Any] | None:
    annotation = page.load_annot(xref)
    box = display.box(tuple(annotation.rect))
    if box is None:
        return None
    info = annotation.info
    return {
        "kind": annotation.type[1],
        "bbox": box,
        "subject": clean(info["subject"]) or None,
        "contents": clean(info["content"]) or None,
        "author": clean(info["title"]) or None,
        "cloudy": page.parent.xref_get_key(xref, "BE/S") == ("name", "/C"),
    }
