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
        (N, 1, 64, 64), 0 = paper .. 1 = ink; the side is 1.6 times the longer side and 16 page pixels.
    """
    crops = np.empty((len(boxes_xyxy), 1, CROP_SIZE, CROP_SIZE), np.uint8)
    for i, (x0, y0, x1, y1) in enumerate(boxes_xyxy.tolist()):
        side = CONTEXT * max(x1 - x0, y1 - y0) + MARGIN_PX
        crops[i, 0] = _square(ink_u8, (x0 + x1) / 2 - side / 2, (y0 + y1) / 2 - side / 2, side)
    return np.float32(1) - crops.astype(np.float32) / np.float32(_PAPER)


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
