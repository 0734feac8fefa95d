"""The annotations of a page: mark-ups, revision clouds, hidden CAD strings; no links, pop-ups or fields."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pymupdf

from orchestrator.pdf.display import Display
from orchestrator.pdf.strings import clean

_NOT_READ: Final = {pymupdf.PDF_ANNOT_LINK, pymupdf.PDF_ANNOT_POPUP, pymupdf.PDF_ANNOT_WIDGET}


def read(page: pymupdf.Page, display: Display, max_annotations: int) -> tuple[list[dict[str, Any]], int]:
    """Return the first annotations of an unrotated page and how many more there are.

    They are reached one from the other: `Page.annots()` and `get_links()` take over a minute for 50,000, and an
    annotation that stands in the page's own list has no number to be reached by.
    """
    total = sum(kind not in _NOT_READ for _, kind, _ in page.annot_xrefs())
    chain = (annotation for annotation in _chain(page) if annotation.type[0] not in _NOT_READ)
    found = (_annotation(annotation, display) for annotation in islice(chain, max_annotations))
    return [annotation for annotation in found if annotation], max(total - max_annotations, 0)


def _chain(page: pymupdf.Page) -> Iterator[pymupdf.Annot]:
    annotation = page.first_annot
    while annotation:
        yield annotation
        annotation = annotation.next


def _annotation(annotation: pymupdf.Annot, display: Display) -> dict[str, Any] | None:
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
        "cloudy": _is_cloudy(annotation),
    }


def _is_cloudy(annotation: pymupdf.Annot) -> bool:
    """Tell whether the border effect is a cloud (ISO 32000-1, 12.5.4)."""
    mupdf = pymupdf.mupdf
    effect = mupdf.pdf_dict_gets(mupdf.pdf_annot_obj(annotation.this), "BE")
    return bool(mupdf.pdf_to_name(mupdf.pdf_dict_gets(effect, "S")) == "C")
