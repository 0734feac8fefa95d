"""Pages of strokes as a scanner reads them: drawn, printed, laid askew, worn, and stored at the page's resolution."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image

from orchestrator.geometry import Point
from orchestrator.pages import Page, PageImage
from training.wear import DPI, wear

SCALE: Final = DPI / 72
_SKEW_DEG: Final = 1.2
_WORST_DPI, _BEST_DPI = 150, 300


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan's (H, W) grey picture, its page, and outlines of the drawing as they lie on it, points."""

    picture: NDArray[np.uint8]
    page: Page
    outlines: tuple[tuple[Point, ...], ...]


def scanned(page: Page, outlines: Sequence[Sequence[Point]], seed: int, *, worn: bool = True) -> Scan:
    """Return a page of strokes as a scan of 150 to 300 dpi that is up to 1.2 degrees askew."""
    rng = random.Random(seed)
    skew = rng.uniform(-_SKEW_DEG, _SKEW_DEG) if worn else 0.0
    turned = _Turned(page, skew)
    picture = _drawn(page, turned, rng.uniform(_WORST_DPI, _BEST_DPI) / DPI if worn else 1.0)
    if worn:
        picture = wear(picture, seed)
    height, width = picture.shape
    image = PageImage(width_px=width, height_px=height, scale=SCALE)
    kept = Page(page_number=1, width_pt=page.width_pt, height_pt=page.height_pt, kind="scanned", image=image)
    return Scan(picture, kept, tuple(tuple(map(turned, corners)) for corners in outlines))


class _Turned:
    """Points turned about the middle of a page."""

    def __init__(self, page: Page, degrees: float) -> None:
        self._middle = page.width_pt / 2, page.height_pt / 2
        self._cos, self._sin = cos(radians(degrees)), sin(radians(degrees))

    def __call__(self, point: Point) -> Point:
        x, y = point[0] - self._middle[0], point[1] - self._middle[1]
        return (
            self._middle[0] + x * self._cos - y * self._sin,
            self._middle[1] + x * self._sin + y * self._cos,
        )


def _drawn(page: Page, turned: _Turned, finer: float) -> NDArray[np.uint8]:
    with pymupdf.open() as document:
        sheet = document.new_page(width=page.width_pt, height=page.height_pt)
        shape = sheet.new_shape()
        vectors = page.vectors
        sizes = {"l": 4, "c": 8}
        ends = [*vectors.path_start[1:], len(vectors.ops)]
        at = 0
        for first, last, style in zip(vectors.path_start, ends, vectors.path_style, strict=True):
            for op in vectors.ops[first:last]:
                numbers = vectors.coords[at : at + sizes[op]]
                at += sizes[op]
                points = [pymupdf.Point(turned(p)) for p in zip(numbers[::2], numbers[1::2], strict=True)]
                (shape.draw_line if op == "l" else shape.draw_bezier)(*points)
            look = vectors.styles[style]
            colour = (
                pymupdf.utils.getColor("black")
                if look.stroke is None
                else tuple(int(look.stroke[i : i + 2], 16) / 255 for i in (1, 3, 5))
            )
            shape.finish(color=colour, width=look.width_pt or 0.7, closePath=False)
        shape.commit()
        zoom = SCALE * finer
        pixels = sheet.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csGRAY)
        picture = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)[
            :, : pixels.width
        ]
    size = round(page.width_pt * SCALE), round(page.height_pt * SCALE)
    return np.asarray(Image.fromarray(np.ascontiguousarray(picture)).resize(size, Image.Resampling.BILINEAR))
