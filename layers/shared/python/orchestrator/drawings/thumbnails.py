"""Smaller pictures of a page, made from its page image when they are first asked for."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal

Size = Literal["small", "medium", "large", "full"]

LONGEST_SIDE_PX: Final = MappingProxyType({"small": 400, "medium": 1_000, "large": 2_000})


def shrink(png: bytes, longest_side_px: int) -> bytes:
    """Return a grey PNG whose longer side has at most so many pixels; a smaller one comes back as it is."""
    import pymupdf  # noqa: PLC0415  # 0.14 s that only this route needs

    full = pymupdf.Pixmap(png)
    factor = longest_side_px / max(full.width, full.height)
    if factor >= 1:
        return png
    small = pymupdf.Pixmap(full, max(1, round(full.width * factor)), max(1, round(full.height * factor)))
    data: bytes = small.tobytes("png")
    return data
