"""One page of an open PDF in the stored form (`orchestrator.pages.Page`), as plain values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf

from orchestrator.errors import DrawingError
from orchestrator.pdf import content, size
from orchestrator.pdf.annotations import read as read_annotations
from orchestrator.pdf.annotations import warnings as warnings_of
from orchestrator.pdf.display import FARTHEST, Display
from orchestrator.pdf.large_images import LargeImages
from orchestrator.pdf.layers import Layers
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.links import read as read_links
from orchestrator.pdf.strings import clean, is_out_of_memory, message
from orchestrator.pdf.text import Layer
from orchestrator.pdf.vectors import Collector

Values = dict[str, Any]


def load(document: pymupdf.Document, number: int, images: LargeImages) -> tuple[pymupdf.Page, list[str]]:
    """Return a page (counted from 1) that is safe to draw, and the warnings that making it safe gave.

    Raises:
        DrawingError: `unreadable` when the page has no usable size.
    """
    warnings = images.blank(number - 1)
    page = document[number - 1]
    width, height = page.rect.width, page.rect.height
    if not (0 < width < FARTHEST and 0 < height < FARTHEST):
        raise DrawingError("unreadable", f"the page has no usable size ({width:g} x {height:g} pt)")
    return page, warnings


def read(document: pymupdf.Document, number: int, limits: Limits, images: LargeImages) -> Values:
    """Return everything of a page but its picture; a part that fails leaves a warning in its place.

    Raises:
        DrawingError: `content_too_large` or `unreadable`.
    """
    page, warnings = load(document, number, images)
    warnings += size.warnings(page)
    warnings += content.check(document, page, limits.max_content_bytes)
    rotation = page.rotation
    page.set_rotation(0)
    reader = _Reader(page, Display.of(page.rect.width, page.rect.height, rotation), limits, warnings)
    try:
        values = reader.values()
    finally:
        page.set_rotation(rotation)
    return {"page_number": number, **values}


class _Reader:
    """Reads an unrotated page part by part."""

    def __init__(self, page: pymupdf.Page, display: Display, limits: Limits, warnings: list[str]) -> None:
        self._page = page
        self._display = display
        self._limits = limits
        self._warnings = warnings
        self._truncated: list[str] = []
        self._drawn_layers: list[str] = []

    def values(self) -> Values:
        """Return the fields of `orchestrator.pages.Page`."""
        parts: tuple[tuple[str, Callable[[], Values]], ...] = (
            ("text", self._text),
            ("paths", self._vectors),
            ("layers", self._layers),
            ("annotations", self._annotations),
            ("links", self._links),
            ("label", self._label),
        )
        values: Values = {}
        for name, part in parts:
            values |= self._attempt(name, part)
        return values | {
            "width_pt": self._display.width,
            "height_pt": self._display.height,
            "rotation": self._display.rotation,
            "truncated": self._truncated,
            "warnings": self._warnings,
        }

    def _attempt(self, name: str, part: Callable[[], Values]) -> Values:
        try:
            return part()
        except (RuntimeError, ValueError, TypeError, AttributeError, pymupdf.mupdf.FzErrorBase) as error:
            if is_out_of_memory(error):
                raise MemoryError from error
            self._warnings.append(f"The {name} of the page could not be read: {message(error)}.")
            return {}

    def _text(self) -> Values:
        layer = Layer(self._page, self._display)
        found, over = layer.read(self._limits.max_words)
        self._say("words", over, self._limits.max_words)
        kept = layer.images[: self._limits.max_images]
        self._say("images", len(layer.images) - len(kept), self._limits.max_images)
        return {**found, "image_count": len(layer.images), "images": kept}

    def _vectors(self) -> Values:
        collector = Collector(self._display, self._limits.max_paths, self._limits.max_path_items)
        self._page.get_cdrawings(callback=collector)
        self._truncated += collector.truncations()
        self._drawn_layers = collector.layers()
        return {
            "drawing_count": collector.count,
            "vectors": collector.columns(),
        }

    def _layers(self) -> Values:
        layers = Layers(self._page.parent, self._limits.max_layers)
        return {"layers": layers.of(self._page, self._drawn_layers)}

    def _annotations(self) -> Values:
        found, over = read_annotations(self._page, self._display, self._limits.max_annotations)
        self._say("annotations", over, self._limits.max_annotations)
        self._warnings += warnings_of(self._page, self._limits.max_annotations)
        return {"annotations": found}

    def _links(self) -> Values:
        found, over = read_links(self._page, self._display, self._limits.max_links)
        self._say("links", over, self._limits.max_links)
        return {"links": found}

    def _label(self) -> Values:
        return {"label": clean(self._page.get_label()) or None, "crop_box": self._crop_box()}

    def _crop_box(self) -> tuple[float, ...]:
        """Return xywh of the crop box in its unrotated media box, top-left origin, UserUnit applied."""
        crop, media = self._page.cropbox, self._page.mediabox
        unit = self._page.rect.width / crop.width if crop.width > 0 else 1.0
        corner = (crop.x0 - media.x0) * unit, crop.y0 * unit
        return tuple(round(value, 2) for value in (*corner, crop.width * unit, crop.height * unit))

    def _say(self, what: str, over: int, limit: int) -> None:
        if over:
            self._truncated.append(f"{over:,} {what} beyond the limit of {limit:,} were left out")
