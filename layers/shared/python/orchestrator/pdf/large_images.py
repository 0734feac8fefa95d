"""Images too large to decode are blanked before a page is drawn, and said."""

from __future__ import annotations

import struct
from typing import Final

import pymupdf

from orchestrator.pdf.limits import Limits

_BLANK: Final = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8>>"
_SIZ: Final = b"\xff\x4f\xff\x51"
"""JPEG 2000: start of codestream, then the marker of the segment that holds the size."""


def blank(document: pymupdf.Document, page_number: int, limits: Limits) -> list[str]:
    """Replace a page's oversized images (and masks) by one white pixel and return a warning for each."""
    listed = [
        (xref, width, height, filter_name)
        for xref, mask, width, height, *_, filter_name, _ in document.get_page_images(page_number, full=True)
        for xref, width, height, filter_name in _with_mask(document, (xref, width, height, filter_name), mask)
    ]
    return [warning for image in dict.fromkeys(listed) if (warning := _blank_one(document, image, limits))]


Image = tuple[int, int, int, str]


def _with_mask(document: pymupdf.Document, image: Image, mask: int) -> list[Image]:
    if not mask:
        return [image]
    width, height = (_number(document.xref_get_key(mask, key)) for key in ("Width", "Height"))
    return [image, (mask, width, height, document.xref_get_key(mask, "Filter")[1].strip("/"))]


def _number(entry: tuple[str, str]) -> int:
    return int(entry[1]) if entry[0] == "int" else 0


def _blank_one(document: pymupdf.Document, image: Image, limits: Limits) -> str | None:
    xref, width, height, filter_name = image
    limit = limits.max_decoded_image_pixels
    if "JPXDecode" in filter_name:
        width, height = jpx_size(document.xref_stream_raw(xref)) or (width, height)
        limit = limits.max_jpx_pixels
    if width * height <= limit and max(width, height) <= limits.max_image_side_px:
        return None
    document.update_object(xref, _BLANK)
    document.update_stream(xref, b"\xff", new=True, compress=False)
    return f"an image of {width:,} x {height:,} pixels was not drawn (the limit is {limit:,} pixels)"


def jpx_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height that a JPEG 2000 codestream (ISO 15444-1, A.5.1) declares, or None."""
    at = data.find(_SIZ)
    if at < 0 or len(data) < at + 24:
        return None
    right, bottom, left, top = struct.unpack_from(">4I", data, at + 8)
    return right - left, bottom - top
