"""Whether a page's size is the one that the PDF states: MuPDF, like every viewer, replaces an impossible one."""

from __future__ import annotations

from typing import Final

import pymupdf

_CLOSE: Final = 1.0
"""Points; MuPDF never draws less than one, and what it puts in place of a size is further off."""


def warnings(page: pymupdf.Page) -> list[str]:
    """Return a sentence when the stated size is missing or impossible and another one was taken.

    The stated size is that of the crop box inside the media box, times UserUnit (ISO 32000-1, 14.11.2).
    """
    shown = page.rect
    width, height = _stated(page)[:: 1 if page.rotation in {0, 180} else -1]
    if abs(width - shown.width) < _CLOSE and abs(height - shown.height) < _CLOSE:
        return []  # false for NaN too
    size = f"{shown.width:,.6g} x {shown.height:,.6g} points"
    return [
        f"The PDF states no possible size for this page; it was read as {size}, and parts may lie outside."
    ]


def _stated(page: pymupdf.Page) -> tuple[float, float]:
    """Return unrotated width and height in points; (0, 0) when there are none."""
    mupdf = pymupdf.mupdf
    entries = mupdf.pdf_page_from_fz_page(page.this).obj()
    media, crop = (
        mupdf.pdf_to_rect(mupdf.pdf_dict_get_inheritable(entries, mupdf.pdf_new_name(name)))
        for name in ("MediaBox", "CropBox")
    )
    box = media if mupdf.fz_is_empty_rect(crop) else mupdf.fz_intersect_rect(media, crop)
    unit = mupdf.pdf_dict_get_real_default(entries, mupdf.pdf_new_name("UserUnit"), 1)
    return (box.x1 - box.x0) * unit, (box.y1 - box.y0) * unit
