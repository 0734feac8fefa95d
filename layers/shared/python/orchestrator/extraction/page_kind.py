"""What a page is made of: drawn paths, a scan, both, text alone, or nothing."""

from __future__ import annotations

from typing import Final

from orchestrator.geometry import clip
from orchestrator.pages import Page, PageKind, Vectors

_GRID: Final = 64
"""Cells a side on which the cover of images is measured: strips and tiles of a scan overlap."""

_SCAN_COVER: Final = 0.5
_PICTURE_COVER: Final = 0.1
_FRAME_ITEMS: Final = 100
"""A drawn border and title block over a scan have fewer items; 7 of 8 real sheets have over 1,000."""

_WHITE: Final = "#ffffff"


def kind_of(page: Page) -> PageKind:
    """Return what the page is made of.

    A scan stays one when a border is drawn over it or a text layer lies under it. `mixed` has pictures beside
    or under paths or text; `text` has fewer lines than words (a letter, a list).
    """
    items = visible_items(page.vectors)
    cover = image_cover(page)
    if not items and not page.words:
        return "scanned" if page.images else "blank"
    if cover >= _SCAN_COVER:
        return "mixed" if items > _FRAME_ITEMS else "scanned"
    if cover >= _PICTURE_COVER:
        return "mixed"
    return "text" if items < len(page.words) else "vector"


def visible_items(vectors: Vectors) -> int:
    """Return how many items are painted in something else than white."""
    ends = (*vectors.path_start[1:], len(vectors.ops))
    shown = [
        any(colour not in {None, _WHITE} for colour in (style.stroke, style.fill)) for style in vectors.styles
    ]
    paths = zip(vectors.path_start, ends, vectors.path_style, strict=False)  # without paths there is one end
    return sum(end - start for start, end, style in paths if shown[style])


def image_cover(page: Page) -> float:
    """Return the share of the page that its images cover together, 0..1, to one cell of the grid a side."""
    rows = [0] * _GRID  # one bit a column: 50,000 images are covered in a moment
    for image in page.images:
        x, y, width, height = clip(image.bbox, page.width_pt, page.height_pt)
        left, right = (round(side / page.width_pt * _GRID) for side in (x, x + width))
        top, bottom = (round(side / page.height_pt * _GRID) for side in (y, y + height))
        for row in range(top, bottom):
            rows[row] |= (1 << right) - (1 << left)
    return sum(row.bit_count() for row in rows) / _GRID**2
