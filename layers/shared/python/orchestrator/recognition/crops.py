"""The square pictures the classifier looks at; training and recognition cut them with this one function.

Only numpy and Pillow are imported, so that the training environment can use it as it is.
"""

from __future__ import annotations

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
    crops = np.empty((len(boxes_xyxy), 1, CROP_SIZE, CROP_SIZE), np.uint8)
    for i, (left, top, right, _) in enumerate(squares(boxes_xyxy).tolist()):
        crops[i, 0] = _square(ink_u8, left, top, right - left)
    return np.float32(1) - crops.astype(np.float32) / np.float32(_PAPER)


def squares(boxes_xyxy: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the squares (N, 4) that crops show, in pixels of the page: 1.6 times the longer side and 16 pixels."""
    boxes = np.asarray(boxes_xyxy, np.float64)
    size = boxes[:, 2:] - boxes[:, :2]
    half = (CONTEXT * size.max(axis=1, keepdims=True) + MARGIN_PX) / 2
    middle = (boxes[:, 2:] + boxes[:, :2]) / 2
    return np.concatenate([middle - half, middle + half], axis=1)


def _square(page: NDArray[np.uint8], left: float, top: float, side: float) -> NDArray[np.uint8]:
    """Return the square at (left, top) resampled with antialiasing; the window holds the filter's support."""
    margin = int(np.ceil(max(side / CROP_SIZE, 1.0))) + 1
    ix, iy = int(np.floor(left)) - margin, int(np.floor(top)) - margin
    extent = int(np.ceil(side)) + 1 + 2 * margin
    window = Image.fromarray(_window(page, ix, iy, extent))
    box = (left - ix, top - iy, left - ix + side, top - iy + side)
    return np.asarray(window.resize((CROP_SIZE, CROP_SIZE), Image.Resampling.BILINEAR, box=box))


def _window(page: NDArray[np.uint8], ix: int, iy: int, extent: int) -> NDArray[np.uint8]:
    """Return the `extent` x `extent` pixels at (ix, iy), paper where there is no page."""
    height, width = page.shape
    x0, x1 = max(ix, 0), min(ix + extent, width)
    y0, y1 = max(iy, 0), min(iy + extent, height)
    if x1 - x0 == extent and y1 - y0 == extent:
        return np.ascontiguousarray(page[y0:y1, x0:x1])
    window = np.full((extent, extent), _PAPER, np.uint8)
    if x1 > x0 and y1 > y0:
        window[y0 - iy : y1 - iy, x0 - ix : x1 - ix] = page[y0:y1, x0:x1]
    return window
