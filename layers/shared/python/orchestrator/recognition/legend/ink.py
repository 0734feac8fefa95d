"""The strokes of a page as boxes, its ruled lines, and what hangs together among the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.geometry import Box
from orchestrator.pages import Vectors

Floats = NDArray[np.float64]

_STRAIGHT_PT: Final = 0.75
_SHORTEST_BAR_PT: Final = 4.0
_TOUCH_PT: Final = 1.5
_LEVEL_PT: Final = 0.5
MOST_BARS: Final = 20_000

Rule = tuple[float, float, float]
"""Where a ruled line stands, and from where to where it runs, points."""


def stroke_boxes(vectors: Vectors) -> Floats:
    """Return left, top, right, bottom of each item of a page's paths, (N, 4), in the order they are drawn."""
    ops = np.frombuffer(vectors.ops.encode(), "S1")
    coords = np.asarray(vectors.coords, np.float64)
    sizes = np.where((ops == b"c") | (ops == b"q"), 8, 4)
    starts = np.cumsum(sizes) - sizes
    boxes = np.zeros((len(ops), 4))
    for mask, count in ((ops == b"l", 2), ((ops == b"c") | (ops == b"q"), 4)):
        points = coords[starts[mask, None] + np.arange(2 * count)].reshape(-1, count, 2)
        boxes[mask] = np.concatenate([points.min(axis=1), points.max(axis=1)], axis=1)
    rectangles = coords[starts[ops == b"r", None] + np.arange(4)]
    boxes[ops == b"r"] = np.concatenate([rectangles[:, :2], rectangles[:, :2] + rectangles[:, 2:]], axis=1)
    return boxes


def ruled(vectors: Vectors, boxes: Floats) -> tuple[list[Rule], list[Rule]]:
    """Return the straight lines along the page's axes, across and down; those that touch end to end are one."""
    ops = np.frombuffer(vectors.ops.encode(), "S1")
    left, top, right, bottom = boxes.T
    width, height = right - left, bottom - top
    line = (np.minimum(width, height) <= _STRAIGHT_PT) & (ops != b"c")
    frame = (ops == b"r") & ~line
    across = [
        *_bars(top, left, right, line & (width >= np.maximum(height, _SHORTEST_BAR_PT))),
        *_bars(top, left, right, frame),
        *_bars(bottom, left, right, frame),
    ]
    down = [
        *_bars(left, top, bottom, line & (height >= np.maximum(width, _SHORTEST_BAR_PT))),
        *_bars(left, top, bottom, frame),
        *_bars(right, top, bottom, frame),
    ]
    return _chained(across), _chained(down)


def _bars(at: Floats, start: Floats, end: Floats, which: NDArray[np.bool_]) -> list[Rule]:
    found = np.stack([at[which], start[which], end[which]], axis=1)
    longest = np.argsort(found[:, 1] - found[:, 2], kind="stable")[:MOST_BARS]
    return [(a, b, c) for a, b, c in found[longest].tolist()]


def _chained(bars: Iterable[Rule]) -> list[Rule]:
    """Return bars with those on one level that touch made one."""
    levels: dict[int, list[Rule]] = defaultdict(list)
    for bar in bars:
        levels[round(bar[0] / _LEVEL_PT)].append(bar)
    chained: list[Rule] = []
    for level in levels.values():
        at, start, end = 0.0, 0.0, -np.inf
        for bar in sorted(level, key=lambda bar: bar[1]):
            if bar[1] <= end + _TOUCH_PT:
                end = max(end, bar[2])
                continue
            if end > start:
                chained.append((at, start, end))
            at, start, end = bar
        chained.append((at, start, end))
    return sorted(chained)


def off_rules(boxes: Floats, across: Sequence[Rule], down: Sequence[Rule]) -> Floats:
    """Return the boxes of strokes without those that lie on ruled lines, frames of cells included."""
    left, top, right, bottom = boxes.T
    flat, upright = bottom - top <= _STRAIGHT_PT, right - left <= _STRAIGHT_PT
    on_top, on_bottom = (_on(at, left, right, across) for at in (top, bottom))
    on_left, on_right = (_on(at, top, bottom, down) for at in (left, right))
    ruled = (flat & on_top) | (upright & on_left) | (on_top & on_bottom & on_left & on_right)
    kept: Floats = boxes[~ruled]
    return kept


def _on(at: Floats, start: Floats, end: Floats, rules: Sequence[Rule]) -> NDArray[np.bool_]:
    found = np.zeros(len(at), bool)
    for where, first, last in rules:
        found |= (np.abs(at - where) <= _LEVEL_PT) & (start >= first - _TOUCH_PT) & (end <= last + _TOUCH_PT)
    return found


def clusters(boxes: Sequence[Box], reach: float) -> list[Box]:
    """Return the boxes xywh around strokes (xywh) that lie no farther apart than `reach`, top to bottom.

    A sweep down the page with sets that are joined: quick where few strokes lie at one height.
    """
    order = sorted(range(len(boxes)), key=lambda i: boxes[i][1])
    parent = list(range(len(boxes)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    active: list[int] = []
    for i in order:
        x, y, width, _ = boxes[i]
        active = [j for j in active if boxes[j][1] + boxes[j][3] >= y - reach]
        for j in active:
            if boxes[j][0] <= x + width + reach and x <= boxes[j][0] + boxes[j][2] + reach:
                parent[root(j)] = root(i)
        active.append(i)
    groups: dict[int, list[Box]] = defaultdict(list)
    for i in order:
        groups[root(i)].append(boxes[i])
    return sorted((around(group) for group in groups.values()), key=lambda box: (box[1], box[0]))


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box xywh around at least one box."""
    corners = [(x, y, x + width, y + height) for x, y, width, height in boxes]
    left, top = min(c[0] for c in corners), min(c[1] for c in corners)
    return left, top, max(c[2] for c in corners) - left, max(c[3] for c in corners) - top
