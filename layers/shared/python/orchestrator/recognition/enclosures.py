"""Enclosures: the rectangle that is drawn around one symbol alone, whose tag stands at it rather than at the symbol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.components import Component
from orchestrator.geometry import Box, area, centre
from orchestrator.pages import Vectors
from orchestrator.recognition.leaders import straight
from orchestrator.taxonomy import OTHER

Floats = NDArray[np.float64]

_NUMBERS: Final = {"l": 4, "c": 8, "r": 4, "q": 8}
_LEAST_PT, _MOST_PT = 12.0, 250.0
_JOINT_PT: Final = 0.25
_LARGEST: Final = 4.0
"""Longer side of an enclosure, in longer sides of its symbol, at most: rooms and frames hold symbols too."""

_ROOM: Final = 1.5
"""How much more area than the symbol it has at least: a symbol's own outline is none."""


def enclosures_of(components: Sequence[Component], vectors: Vectors) -> dict[int, Box]:
    """Return, by component that is alone in a rectangle of about its size, the smallest such rectangle."""
    corners = rectangles(vectors)
    if not len(corners) or not components:
        return {}
    boxes = np.array([c.bbox for c in components], np.float64)
    holders = holders_of(components)
    symbols = np.array([i not in holders for i in range(len(components))])
    middles = (boxes[:, :2] + boxes[:, 2:] / 2)[symbols]
    found: dict[int, Box] = {}
    for i in np.flatnonzero(symbols).tolist():
        x, y, width, height = components[i].bbox
        first, last = np.searchsorted(corners[:, 0], (x - _MOST_PT, x))
        near = corners[first:last]
        around = near[
            (near[:, :2] <= (x, y)).all(axis=1) & (near[:, 2:] >= (x + width, y + height)).all(axis=1)
        ]
        for left, top, right, bottom in sorted(around.tolist(), key=_size):
            box = left, top, right - left, bottom - top
            if area(box) >= _ROOM * area(components[i].bbox):
                held = ((middles >= (left, top)) & (middles <= (right, bottom))).all(axis=1).sum()
                if held == 1 and max(box[2:]) <= _LARGEST * max(width, height):
                    found[i] = box
                break
    return found


def holders_of(components: Sequence[Component]) -> frozenset[int]:
    """Return the components of no class that lie around the middle of another: enclosures that pass for a symbol."""
    x, y = np.array([centre(c.bbox) for c in components], np.float64).reshape(-1, 2).T
    holders = set[int]()
    for i, component in enumerate(components):
        if component.class_name == OTHER:
            left, top, width, height = component.bbox
            held = (x >= left) & (x <= left + width) & (y >= top) & (y <= top + height)
            held[i] = False
            if held.any():
                holders.add(i)
    return frozenset(holders)


def rectangles(vectors: Vectors) -> Floats:
    """Return left, top, right, bottom (N, 4) of a page's upright rectangles of an enclosure's size, by their left.

    A rectangle is an item of its own, or four sides that meet in its corners, each of one line or of several in a row.
    """
    x0, y0, x1, y1 = straight(vectors).T
    upright, level = _sides(x0, x1, y0, y1), _sides(y0, y1, x0, x1)
    found = [*_items(vectors)]
    for (top, left), right in level.items():
        bottom = upright.get((left, top))
        if bottom is not None and upright.get((right, top)) == bottom and level.get((bottom, left)) == right:
            found.append((left, top, right, bottom))
    corners = np.array(sorted(set(found)), np.float64).reshape(-1, 4)
    return corners[_fits(corners[:, 2] - corners[:, 0]) & _fits(corners[:, 3] - corners[:, 1])]


def _sides(a: Floats, b: Floats, start: Floats, end: Floats) -> dict[tuple[float, float], float]:
    """Return the lines a, start to b, end that run along one axis, those in a row as one: where it ends, by its begin.

    Coordinates are rounded to the joints of lines.
    """
    straight_on = np.abs(a - b) <= _JOINT_PT
    at, low, high = a[straight_on], np.minimum(start, end)[straight_on], np.maximum(start, end)[straight_on]
    at, low, high = (np.round(values / _JOINT_PT) * _JOINT_PT for values in (at, low, high))
    if not len(at):
        return {}
    order = np.lexsort((low, at))
    at, low, high = at[order], low[order], high[order]
    other = at[1:] != at[:-1]
    # how far the lines before reach: a long one may go on beyond the next. Each axis' lines lie beyond the last one's
    beyond = np.concatenate([[0], other.cumsum()]) * (high.max() - low.min() + 1)
    reach = np.maximum.accumulate(high + beyond) - beyond
    begins = np.ones(len(at), np.bool_)
    begins[1:] = other | (low[1:] > reach[:-1] + _JOINT_PT / 2)
    first = np.flatnonzero(begins)
    ends = np.maximum.reduceat(high, first)
    kept = _fits(ends - low[first])
    keys = zip(at[first][kept].round(2).tolist(), low[first][kept].round(2).tolist(), strict=True)
    return dict(zip(keys, ends[kept].round(2).tolist(), strict=True))


def _items(vectors: Vectors) -> Iterator[tuple[float, float, float, float]]:
    at = 0
    for op in vectors.ops if "r" in vectors.ops else "":
        if op == "r":
            x, y, width, height = vectors.coords[at : at + 4]
            yield x, y, x + width, y + height
        at += _NUMBERS[op]


def _fits(sides: Floats) -> NDArray[np.bool_]:
    fitting: NDArray[np.bool_] = (sides >= _LEAST_PT) & (sides <= _MOST_PT)
    return fitting


def _size(corners: Sequence[float]) -> float:
    left, top, right, bottom = corners
    return (right - left) * (bottom - top)
