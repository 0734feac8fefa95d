"""The annotations of a page: mark-ups, revision clouds, hidden CAD strings; no links, pop-ups or fields."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pymupdf

from orchestrator.pdf.display import FARTHEST, Display
from orchestrator.pdf.strings import clean

_NOT_READ: Final = {pymupdf.PDF_ANNOT_LINK, pymupdf.PDF_ANNOT_POPUP, pymupdf.PDF_ANNOT_WIDGET}
_MOST_CORNERS: Final = 2_000
_ACTIONS: Final = {"/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/Rendition"}


def read(page: pymupdf.Page, display: Display, max_annotations: int) -> tuple[list[dict[str, Any]], int]:
    """Return the first annotations of an unrotated page and how many more there are.

    They are reached one from the other: `Page.annots()` and `get_links()` take over a minute for 50,000, and an
    annotation that stands in the page's own list has no number to be reached by.
    """
    total = sum(kind not in _NOT_READ for _, kind, _ in page.annot_xrefs())
    chain = (annotation for annotation in _chain(page) if annotation.type[0] not in _NOT_READ)
    found = (_annotation(annotation, display) for annotation in islice(chain, max_annotations))
    return [annotation for annotation in found if annotation], max(total - max_annotations, 0)


def warnings(page: pymupdf.Page, max_annotations: int) -> list[str]:
    """Return what a page's annotations, links and fields would do or carry, none of which is run or read."""
    found, document = [], page.parent
    listed = page.annot_xrefs()[:max_annotations]
    actions = any(
        document.xref_get_key(xref, "A/S")[1] in _ACTIONS or document.xref_get_key(xref, "AA")[0] != "null"
        for xref, _, _ in listed
        if xref > 0
    )
    if actions or document.xref_get_key(page.xref, "AA")[0] != "null":
        found.append("The page holds scripts or automatic actions; they were not run.")
    files = sum(kind == pymupdf.PDF_ANNOT_FILE_ATTACHMENT for _, kind, _ in listed)
    if files:
        found.append(f"The page holds {files:,} attached files, which were not read.")
    return found


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
        "corners": _corners(annotation, display),
    }


def _corners(annotation: pymupdf.Annot, display: Display) -> list[tuple[float, float]]:
    """Return the displayed corners of a polygon, none when it has too many or impossible ones."""
    if annotation.type[0] != pymupdf.PDF_ANNOT_POLYGON:
        return []
    xy = [value for point in annotation.vertices or () for value in point]
    if len(xy) > 2 * _MOST_CORNERS or not all(abs(value) <= FARTHEST for value in xy):
        return []
    shown = [round(value, 2) for value in display.points(xy)]
    return list(zip(shown[0::2], shown[1::2], strict=True))


def _is_cloudy(annotation: pymupdf.Annot) -> bool:
    """Tell whether the border effect is a cloud (ISO 32000-1, 12.5.4)."""
    mupdf = pymupdf.mupdf
    effect = mupdf.pdf_dict_gets(mupdf.pdf_annot_obj(annotation.this), "BE")
    return bool(mupdf.pdf_to_name(mupdf.pdf_dict_gets(effect, "S")) == "C")
