"""The audit PDF: the drawing without its counted symbols, so that what was missed stands out.

Each counted symbol lies under an opaque white annotation; all of them are one layer, which a reader can switch
off to see the symbols again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from orchestrator.components import Component, PageComponents
from orchestrator.exports.annotations import AUTHOR, contents_of, write_marks
from orchestrator.geometry import Box
from orchestrator.pdf.marks import Mark

LAYER: Final = "Counted symbols removed"
MARGIN_PT: Final = 0.5
"""Around each box: the pen of a symbol is as wide as that, and half of it may lie outside."""

_WHITE: Final = (1.0, 1.0, 1.0)


def audit(source_pdf: bytes, pages: Iterable[PageComponents]) -> bytes:
    """Return the drawing with every component covered that was not rejected.

    Raises:
        DrawingError: as `write_marks` does.
    """
    return write_marks(source_pdf, blanks_of(pages))


def blanks_of(pages: Iterable[PageComponents]) -> dict[int, Sequence[Mark]]:
    """Return one opaque white mark for every component that was not rejected, by page number."""
    return {page.page: [_blank(c) for c in page.components if c.status != "rejected"] for page in pages}


def _blank(component: Component) -> Mark:
    return Mark(
        bbox=_grown(component.bbox),
        layer=LAYER,
        rgb=_WHITE,
        opacity=1.0,
        subject=component.class_name,
        contents=contents_of(component),
        author=AUTHOR,
        name=component.id,
    )


def _grown(box: Box) -> Box:
    x, y, width, height = box
    return x - MARGIN_PT, y - MARGIN_PT, width + 2 * MARGIN_PT, height + 2 * MARGIN_PT
