"""Images too large to decode are blanked before a page is drawn, and said."""

from __future__ import annotations

import struct
from typing import Final

import pymupdf

from orchestrator.pdf.limits import Limits

_BLANK: Final = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8>>"
_SIZ: Final = b"\xff\x4f\xff\x51"
"""JPEG 2000: start of codestream, then the marker of the segment that holds the size."""


class LargeImages:
    """The oversized images (and masks) of a document, blanked once and said on every page that shows them."""

    def __init__(self, document: pymupdf.Document, limits: Limits) -> None:
        self._document = document
        self._limits = limits
        self._blanked: dict[int, str] = {}

    def blank(self, page_number: int) -> list[str]:
        """Replace those of a page (counted from 0) by one white pixel and return a warning for each."""
        shown: dict[int, None] = {}
        listed = self._document.get_page_images(page_number, full=True)
        for xref, mask, width, height, *_, filter_name, _ in listed:
            self._check(xref, width, height, filter_name)
            shown |= {xref: None, mask: None}
            if mask:
                self._check(mask, self._number(mask, "Width"), self._number(mask, "Height"))
        return [self._blanked[xref] for xref in shown if xref in self._blanked]

    def _check(self, xref: int, width: int, height: int, filter_name: str = "") -> None:
        limit = self._limits.max_decoded_image_pixels
        if "JPXDecode" in filter_name:
            width, height = jpx_size(self._document.xref_stream_raw(xref)) or (width, height)
            limit = self._limits.max_jpx_pixels
        if width * height > limit or max(width, height) > self._limits.max_image_side_px:
            self._document.update_object(xref, _BLANK)
            self._document.update_stream(xref, b"\xff", new=True, compress=False)
            size = f"{width:,} x {height:,} pixels"
            self._blanked[xref] = f"An image of {size} was not drawn (the limit is {limit:,} pixels)."

    def _number(self, xref: int, key: str) -> int:
        kind, value = self._document.xref_get_key(xref, key)
        return int(value) if kind == "int" else 0


def jpx_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height that a JPEG 2000 codestream (ISO 15444-1, A.5.1) declares, or None."""
    at = data.find(_SIZ)
    if at < 0 or len(data) < at + 24:
        return None
    right, bottom, left, top = struct.unpack_from(">4I", data, at + 8)
    return right - left, bottom - top
