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
    by_left = np.argsort(boxes[:, 0], kind="stable")
    first, last = _windows(boxes, boxes[by_left, 0])
    undecided = np.ones(len(boxes), np.bool_)
    kept: list[int] = []
    for i in np.argsort(-scores, kind="stable").tolist():
        if undecided[i]:
            kept.append(i)
            undecided[i] = False
            near = by_left[first[i] : last[i]]
            near = near[undecided[near]]
            undecided[
                near[_doubles(boxes[i : i + 1], boxes[near], drop_parts=drop_parts, same_iou=same_iou)]
            ] = False
    return np.array(kept, np.int64)


def _windows(boxes: Boxes, sorted_lefts: Scores) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for each box, where among the sorted left edges those it may touch begin and end."""
    widest = (boxes[:, 2] - boxes[:, 0]).max(initial=0)
    first = np.searchsorted(sorted_lefts, boxes[:, 0] - widest, side="left")
    return first, np.searchsorted(sorted_lefts, boxes[:, 2], side="right")


def _doubles(kept: Boxes, others: Boxes, *, drop_parts: bool, same_iou: float) -> NDArray[np.bool_]:
    """Tell which of `others` (N, 4) are the symbol of the one box kept (1, 4), or a part of it."""
    shared = _intersections(kept[0], others)
    size, sizes = areas(kept), areas(others)
    smaller, larger = np.minimum(size, sizes), np.maximum(size, sizes)
    double: NDArray[np.bool_] = shared > same_iou * (size + sizes - shared)
    if drop_parts:
        double |= (shared > INSIDE * smaller) & (smaller >= PART_AREA * larger)
    return double


def _intersections(box: NDArray[np.float32], boxes: Boxes) -> Scores:
    width = np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0])
    height = np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1])
    shared: Scores = np.maximum(width, 0) * np.maximum(height, 0)
    return shared


def overlaps(box: NDArray[np.float32], boxes: Boxes) -> Scores:
    """Return intersection over union (N,) of one box (4,) with each of the others (N, 4)."""
    shared = _intersections(box, boxes)
    union = areas(box[None]) + areas(boxes) - shared
    result: Scores = shared / np.maximum(union, np.finfo(np.float32).tiny)
    return result


def gaps(box: NDArray[np.float32], boxes: Boxes) -> Scores:
    """Return the distances (N,) from one box (4,) to each of the others (N, 4), 0 where they touch."""
    dx, dy = np.maximum(np.maximum(box[:2] - boxes[:, 2:], boxes[:, :2] - box[2:]), 0).T
    result: Scores = np.hypot(dx, dy)
    return result
