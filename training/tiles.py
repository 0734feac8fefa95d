"""Square windows of training pages for the detector, drawn anew for every batch."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from training.data import Boxes, Grey, Picture

TILE: Final = 384
SHRINKS: Final = (1.0,) * 9 + (2.0, 2.0, 4.0)
"""Resolutions the page is looked at, and how often."""
SPREAD: Final = 0.35
"""Natural logarithm of how much larger or smaller than drawn some windows show the page."""
NEAR_SYMBOL: Final = 0.85
"""Share of the windows that hold a given symbol, not just any place of the page."""
MOST_BOXES: Final = 200

_PAPER: Final = 255


def window(page: Picture, source: np.random.Generator) -> tuple[Grey, Boxes]:
    """Return one (TILE, TILE) window at a random place and resolution, with the boxes whose centre lies in it."""
    shrink = float(source.choice(SHRINKS))
    if source.random() < 0.5:
        shrink *= float(np.exp(source.uniform(-SPREAD, SPREAD)))
    side = TILE * shrink
    x, y = _corner(page, side, source)
    boxes = (page.boxes - np.asarray([x, y, x, y], np.float32)) / np.float32(shrink)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = ((centres > 0) & (centres < TILE)).all(axis=1)
    return _resampled(page.page, (x, y), side), boxes[inside][:MOST_BOXES]


def _corner(page: Picture, side: float, source: np.random.Generator) -> tuple[int, int]:
    height, width = page.page.shape
    if len(page.boxes) and source.random() < NEAR_SYMBOL:
        box = page.boxes[source.integers(len(page.boxes))]
        x = (box[0] + box[2]) / 2 - source.uniform(0.1, 0.9) * side
        y = (box[1] + box[3]) / 2 - source.uniform(0.1, 0.9) * side
    else:
        x, y = source.uniform(0, max(width - side, 1)), source.uniform(0, max(height - side, 1))
    return int(max(min(x, width - side), 0)), int(max(min(y, height - side), 0))


def _resampled(page: Grey, corner: tuple[int, int], side: float) -> Grey:
    """Cut a square and bring it to TILE pixels; what lies beyond the page is paper."""
    x, y = corner
    whole = int(np.ceil(side))
    part = page[y : y + whole, x : x + whole]
    if part.shape != (whole, whole):
        square = np.full((whole, whole), _PAPER, np.uint8)
        square[: part.shape[0], : part.shape[1]] = part
        part = square
    if whole == TILE:
        return np.array(part)
    exact = side / TILE in (2.0, 4.0)  # as the product halves a page
    how = Image.Resampling.BOX if exact else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(part).resize((TILE, TILE), how, box=(0, 0, side, side)))
