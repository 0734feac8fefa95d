"""Arrays of boxes, (N, 4) left, top, right, bottom in pixels: overlap and the removal of doubles."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]
Scores = NDArray[np.float32]

SAME_IOU: Final = 0.45
"""Two boxes that overlap this much are one symbol."""
INSIDE: Final = 0.85
"""Share of the smaller box within the larger from which it counts as a part of it ..."""
PART_AREA: Final = 0.25
"""... when it has at least this share of its area; a much smaller box inside is a symbol of its own."""


def areas(boxes: Boxes) -> Scores:
    """Return (N,) areas; inverted boxes have none."""
    sides: Boxes = np.maximum(boxes[:, 2:] - boxes[:, :2], 0)
    return sides[:, 0] * sides[:, 1]


def longer_sides(boxes: Boxes) -> Scores:
    """Return (N,) the longer of width and height."""
    sides: Scores = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    return sides


def distinct(
    boxes: Boxes, scores: Scores, same_iou: float = SAME_IOU, *, drop_parts: bool = True
) -> NDArray[np.int64]:
    """Return the indices of boxes to keep, best score first: greedy suppression whatever the class.

    A box goes when a better one overlaps it by more than `same_iou` (intersection over union), or with
    `drop_parts`, when the smaller lies in the larger (`INSIDE`) and is of comparable size (`PART_AREA`).
    Equal scores are taken in the order given, so that the result does not depend on chance.
    """
    order = np.argsort(-scores, kind="stable")
    size = areas(boxes)
    kept: list[int] = []
    while len(order):
        best, rest = order[0], order[1:]
        kept.append(int(best))
        shared = _intersections(boxes[best], boxes[rest])
        smaller, larger = np.minimum(size[best], size[rest]), np.maximum(size[best], size[rest])
        union = size[best] + size[rest] - shared
        double = shared > same_iou * union
        part = drop_parts & (shared > INSIDE * smaller) & (smaller >= PART_AREA * larger)
        order = rest[~(double | part)]
    return np.array(kept, np.int64)


def _intersections(box: NDArray[np.float32], boxes: Boxes) -> Scores:
    width = np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0])
    height = np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1])
    shared: Scores = np.maximum(width, 0) * np.maximum(height, 0)
    return shared
