"""What comes as a region to classify: four numbers that are a box of the page, or a sentence on what is wrong."""

from __future__ import annotations

from typing import Final

from pydantic import FiniteFloat, TypeAdapter, ValidationError

from orchestrator.geometry import Box
from orchestrator.pages import Page

LARGEST_REGION_PT: Final = 720.0
"""Longest side of a region that is classified as one symbol: ten inches of paper."""

_NUMBERS: Final = TypeAdapter(tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat])
_NO_BOX: Final = "The region must be four finite numbers: x, y, width and height in points."


def checked(region: object, page: Page) -> tuple[Box | None, str | None]:
    """Return a region as a box of a page, and a sentence when it cannot be classified."""
    box = _box(region)
    return box, _problem(box, page) if box else _NO_BOX


def _box(region: object) -> Box | None:
    """Return a region as a box if it is four finite numbers."""
    try:
        return _NUMBERS.validate_python(region)
    except ValidationError:
        return None


def _problem(region: Box, page: Page) -> str | None:
    """Return a sentence when a region cannot be classified."""
    x, y, width, height = region
    if width <= 0 or height <= 0:
        return "The region's width and height must be larger than 0."
    if max(width, height) > LARGEST_REGION_PT:
        return f"The region must not be larger than {LARGEST_REGION_PT:.0f} points (10 inches) a side."
    if x >= page.width_pt or y >= page.height_pt or x + width <= 0 or y + height <= 0:
        return f"The region lies outside the page of {page.width_pt:.0f} x {page.height_pt:.0f} points."
    return None
