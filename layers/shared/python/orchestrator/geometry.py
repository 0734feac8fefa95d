"""Boxes on a page: `[x, y, width, height]` in PDF points, origin at the top left of the displayed page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
"""x, y, points unless a name says otherwise."""

Box = tuple[float, float, float, float]
"""x, y, width, height (`xywh`), points unless a name says otherwise."""


def area(box: Box) -> float:
    """Return the area of a box; an inverted box has none."""
    return max(box[2], 0.0) * max(box[3], 0.0)


def centre(box: Box) -> tuple[float, float]:
    """Return the middle point of a box."""
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def intersection(a: Box, b: Box) -> float:
    """Return the area two boxes share."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(width, 0.0) * max(height, 0.0)


def iou(a: Box, b: Box) -> float:
    """Return intersection over union in [0, 1]; two empty boxes share nothing."""
    shared = intersection(a, b)
    union = area(a) + area(b) - shared
    return shared / union if union > 0 else 0.0


def shared_part(a: Box, b: Box) -> float:
    """Return which part of the smaller box the two share, 0..1; 0 where it has no area."""
    smaller = min(area(a), area(b))
    return intersection(a, b) / smaller if smaller > 0 else 0.0


def contains(box: Box, x: float, y: float) -> bool:
    """Tell whether a point lies in a box, edges included."""
    return box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]


def encloses(corners: Sequence[Point], x: float, y: float) -> bool:
    """Tell whether a point lies in a polygon, closed or not, by the even-odd rule (Shimrat 1962)."""
    inside = False
    for (ax, ay), (bx, by) in pairwise([*corners, *corners[:1]]):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


def bounds(points: Sequence[Point]) -> Box:
    """Return the smallest box that holds all of one point or more."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def clip(box: Box, width: float, height: float) -> Box:
    """Return the part of a box that lies on a page of the given size; it may be empty."""
    x0, y0 = min(max(box[0], 0.0), width), min(max(box[1], 0.0), height)
    x1 = min(max(box[0] + box[2], 0.0), width)
    y1 = min(max(box[1] + box[3], 0.0), height)
    return x0, y0, max(x1 - x0, 0.0), max(y1 - y0, 0.0)


def expand(box: Box, margin: float) -> Box:
    """Return a box grown by `margin` on every side."""
    return box[0] - margin, box[1] - margin, box[2] + 2 * margin, box[3] + 2 * margin
