"""From seeds to training pictures: rendered pages with their truth, tiles for the detector, crops for the classifier.

Held-out sheets have seeds from `HELD_OUT` on; nothing is trained on them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray

from orchestrator.recognition.images import halve
from orchestrator.taxonomy import ALL_CLASSES
from training.sheet import Sheet
from training.sheets.composition import compose
from training.wear import wear

DPI: Final = 150
HELD_OUT: Final = 1_000_000
TILE: Final = 384
Grey = NDArray[np.uint8]
Boxes = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered sheet: (H, W) grey page at 150 dpi, (N, 4) xyxy boxes in its pixels, (N,) class indices."""

    page: Grey
    boxes: Boxes
    labels: NDArray[np.int64]


def render(sheet: Sheet, dpi: int = DPI) -> Grey:
    """Return the sheet's page as (H, W) grey, 255 = paper."""
    with pymupdf.open(stream=sheet.pdf, filetype="pdf") as document:
        pixmap = document[0].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
        return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width).copy()


def picture(seed: int) -> Picture:
    """Return the rendered and perhaps worn sheet of a seed."""
    sheet = compose(seed)
    page = wear(render(sheet), seed)
    scale = DPI / 72
    rows = [[t.bbox[0], t.bbox[1], t.bbox[0] + t.bbox[2], t.bbox[1] + t.bbox[3]] for t in sheet.truth]
    boxes = np.asarray(rows, np.float32).reshape(-1, 4) * scale
    labels = np.asarray([ALL_CLASSES.index(t.class_name) for t in sheet.truth], np.int64)
    return Picture(page, boxes, labels)


def tiles(source: Picture, rng: random.Random, count: int) -> Iterator[tuple[Grey, Boxes]]:
    """Yield `count` (TILE, TILE) windows at random places: of twelve, two at half and one at quarter resolution."""
    half, quarter = halve(source.page), halve(halve(source.page))
    for i in range(count):
        page, shrink = {3: (half, 2), 7: (half, 2), 11: (quarter, 4)}.get(i % 12, (source.page, 1))
        boxes: Boxes = source.boxes / np.float32(shrink)
        yield _window(page, boxes, rng)


def _window(page: Grey, boxes: Boxes, rng: random.Random) -> tuple[Grey, Boxes]:
    height, width = page.shape
    if len(boxes) and rng.random() < 0.85:
        box = boxes[rng.randrange(len(boxes))]
        x = int((box[0] + box[2]) / 2 - rng.uniform(0.1, 0.9) * TILE)
        y = int((box[1] + box[3]) / 2 - rng.uniform(0.1, 0.9) * TILE)
    else:
        x, y = rng.randint(0, max(width - TILE, 0)), rng.randint(0, max(height - TILE, 0))
    x, y = max(min(x, width - TILE), 0), max(min(y, height - TILE), 0)
    tile = np.full((TILE, TILE), 255, np.uint8)
    part = page[y : y + TILE, x : x + TILE]
    tile[: part.shape[0], : part.shape[1]] = part
    moved = boxes - np.asarray([x, y, x, y], np.float32)
    centres = (moved[:, :2] + moved[:, 2:]) / 2
    inside = ((centres > 0) & (centres < TILE)).all(axis=1)
    return tile, moved[inside]
