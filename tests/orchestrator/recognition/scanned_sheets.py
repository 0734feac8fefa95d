"""Pages of strokes as a scanner reads them: drawn, laid askew, read at some resolution, some in black and white alone.

Half of them are worn besides: blurred, copied, thresholded, speckled, stored as JPEG (`training/wear.py`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image

from orchestrator.geometry import Point
from orchestrator.pages import Page, PageImage, Vectors
from training.wear import DPI, wear

SCALE: Final = DPI / 72
_MOST_SKEW_DEG: Final = 1.2
_LEAST_DPI, _MOST_DPI = 100, 300
_BILEVEL: Final = 0.3
"""Of the scans; a pixel darker than some grey between the two below is ink."""

_DARKEST, _BRIGHTEST = 190, 230
_NUMBERS: Final = {"l": 4, "c": 8}


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan's (H, W) grey picture, its page, and outlines of the drawing as they lie on it, points."""

    picture: NDArray[np.uint8]
    page: Page
    outlines: tuple[tuple[Point, ...], ...]


def scanned(page: Page, outlines: Sequence[Sequence[Point]], seed: int) -> Scan:
    """Return a page of lines and curves as a scan of 100 to 300 dpi, up to 1.2 degrees askew, at the usual 150."""
    rng = random.Random(seed)
    place = _turn((page.width_pt / 2, page.height_pt / 2), rng.uniform(-_MOST_SKEW_DEG, _MOST_SKEW_DEG))
    read = _read(page, place, rng.uniform(_LEAST_DPI, _MOST_DPI))
    if rng.random() < _BILEVEL:
        darkest = rng.randint(_DARKEST, _BRIGHTEST)
        read = read.point([255 * (grey >= darkest) for grey in range(256)])
    size = round(page.width_pt * SCALE), round(page.height_pt * SCALE)
    picture = wear(np.asarray(read.resize(size, Image.Resampling.BILINEAR)), seed)
    image = PageImage(width_px=size[0], height_px=size[1], scale=SCALE)
    kept = Page(page_number=1, width_pt=page.width_pt, height_pt=page.height_pt, kind="scanned", image=image)
    return Scan(picture, kept, tuple(tuple(map(place, corners)) for corners in outlines))


def _turn(middle: Point, degrees: float) -> Callable[[Point], Point]:
    across, down = cos(radians(degrees)), sin(radians(degrees))

    def turned(point: Point) -> Point:
        x, y = point[0] - middle[0], point[1] - middle[1]
        return middle[0] + x * across - y * down, middle[1] + x * down + y * across

    return turned


def _read(page: Page, place: Callable[[Point], Point], dpi: float) -> Image.Image:
    with pymupdf.open() as document:
        sheet = document.new_page(width=page.width_pt, height=page.height_pt)
        shape = sheet.new_shape()
        for items, look in _paths(page.vectors):
            for corners in items:
                points = [pymupdf.Point(place(corner)) for corner in corners]
                (shape.draw_line if len(points) == len("ab") else shape.draw_bezier)(*points)
            shape.finish(color=look[0], width=look[1], closePath=False)
        shape.commit()
        pixels = sheet.get_pixmap(dpi=round(dpi), colorspace=pymupdf.csGRAY)
        return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


def _paths(vectors: Vectors) -> Iterator[tuple[list[list[Point]], tuple[tuple[float, ...], float]]]:
    """Yield the points of the lines and curves of each path, its colour and the width of its pen."""
    ends, at = [*vectors.path_start[1:], len(vectors.ops)], 0
    for first, last, number in zip(vectors.path_start, ends, vectors.path_style, strict=True):
        items = []
        for op in vectors.ops[first:last]:
            numbers = vectors.coords[at : at + _NUMBERS[op]]
            items.append([*zip(numbers[::2], numbers[1::2], strict=True)])
            at += len(numbers)
        style = vectors.styles[number]
        colour = bytes.fromhex((style.stroke or "#000000")[1:])
        yield items, (tuple(part / 255 for part in colour), style.width_pt)
