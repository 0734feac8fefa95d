"""The square pictures the classifier looks at; training and recognition cut them with this one function.

Only numpy and Pillow are imported, so that the training environment can use it as it is.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

CROP_SIZE: Final = 64
"""Side of a crop in pixels."""
CONTEXT: Final = 1.6
"""How much larger than the box the crop is, so that leads and neighbours show."""
MARGIN_PX: Final = 16.0
"""Page pixels added to that, so that a note beside a small symbol (`GFI`, `WP`) shows."""

_PAPER: Final = 255


def crop_batch(ink_u8: NDArray[np.uint8], boxes_xyxy: NDArray[np.floating]) -> NDArray[np.float32]:
    """Cut one square a box, centred on it, and resample each to 64 x 64.

    Args:
        ink_u8: (H, W) grey page, 255 = paper; what lies outside the page counts as paper.
        boxes_xyxy: (N, 4) finite left, top, right, bottom in pixels of the page.

    Returns:
        (N, 1, 64, 64), 0 = paper .. 1 = ink.
    """
    page = Image.fromarray(ink_u8)
    crops = np.empty((len(boxes_xyxy), 1, CROP_SIZE, CROP_SIZE), np.uint8)
    for i, (left, top, right, _) in enumerate(squares(boxes_xyxy).tolist()):
        crops[i, 0] = _square(page, left, top, right - left)
    return np.float32(1) - crops.astype(np.float32) / np.float32(_PAPER)


def squares(boxes_xyxy: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the squares (N, 4) that crops show, in pixels of the page: 1.6 times the longer side and 16 pixels."""
    boxes = np.asarray(boxes_xyxy, np.float64)
    size = boxes[:, 2:] - boxes[:, :2]
    half = (CONTEXT * size.max(axis=1, keepdims=True) + MARGIN_PX) / 2
    middle = (boxes[:, 2:] + boxes[:, :2]) / 2
    return np.concatenate([middle - half, middle + half], axis=1)


def _square(page: Image.Image, left: float, top: float, side: float) -> NDArray[np.uint8]:
    """Return the square at (left, top) resampled with antialiasing, paper where there is no page."""
    margin = math.ceil(max(side / CROP_SIZE, 1.0)) + 1  # holds the filter's support
    x, y, extent = math.floor(left) - margin, math.floor(top) - margin, math.ceil(side) + 1 + 2 * margin
    if x < 0 or y < 0 or x + extent > page.width or y + extent > page.height:
        window = Image.new("L", (extent, extent), _PAPER)
        window.paste(page.crop(_within(page, x, y, extent)), (max(-x, 0), max(-y, 0)))
        page, left, top = window, left - x, top - y
    box = (left, top, left + side, top + side)
    return np.asarray(page.resize((CROP_SIZE, CROP_SIZE), Image.Resampling.BILINEAR, box=box))


def _within(page: Image.Image, x: int, y: int, extent: int) -> tuple[int, int, int, int]:
    """Return the part of a square that lies on the page: left, top, right, bottom; empty where none does."""
    x0, y0 = min(max(x, 0), page.width), min(max(y, 0), page.height)
    return x0, y0, max(min(x + extent, page.width), x0), max(min(y + extent, page.height), y0)
