"""Leader lines: thin lines of the drawing that run from a piece of lettering to what it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.geometry import Box, contains, expand
from orchestrator.pages import Vectors

Floats = NDArray[np.float64]

_SHORTEST_PT, _LONGEST_PT = 5.0, 300.0
_JOINT_PT: Final = 0.6
_HOLD_PT, _BESIDE_PT = 2.5, 1.0
"""How near to a component a leader ends, and may not begin."""

_MOST_BENDS: Final = 3


@dataclass(frozen=True, slots=True)
class Leaders:
    """The ends of a page's straight strokes, sorted by x, to walk along.

    Attributes:
        ends: (2N, 2) points.
        other: (2N,) index of the stroke's other end.
    """

    ends: Floats
    other: NDArray[np.int64]

    @classmethod
    def of(cls, vectors: Vectors) -> Leaders:
        """Index the strokes that may be part of a leader: straight, neither tiny nor as long as a frame."""
        strokes = straight(vectors)
        length = np.hypot(*(strokes[:, 2:] - strokes[:, :2]).T)
        kept = strokes[(length >= _SHORTEST_PT) & (length <= _LONGEST_PT)]
        count = len(kept)
        ends = np.concatenate([kept[:, :2], kept[:, 2:]])
        other = np.concatenate([np.arange(count, 2 * count), np.arange(count)])
        order = np.argsort(ends[:, 0], kind="stable")
        place = np.empty(2 * count, np.int64)
        place[order] = np.arange(2 * count)
        return cls(ends[order], place[other[order]])

    def from_lettering(self, box: Box, height: float, targets: Floats) -> list[int]:
        """Return the indices of the components, left, top, right, bottom (N, 4), that leaders from lettering end at.

        A leader begins beside the lettering, at a place where nothing else ends and no component is, and bends where
        two strokes meet and no third: wires branch, and end at components on both sides.
        """
        margin = 0.6 * height
        found = []
        for start in self._ends_in(expand(box, margin)):
            free = not _held(targets, self.ends[start], _BESIDE_PT) and len(self._ends_at(start)) == 1
            away = int(self.other[start])
            if free and not contains(expand(box, margin), *self.ends[away]):
                found += self._walk(away, targets)
        return found

    def _walk(self, end: int, targets: Floats) -> list[int]:
        for _ in range(_MOST_BENDS):
            if reached := _held(targets, self.ends[end], _HOLD_PT):
                return reached[:1]
            on = [k for k in self._ends_at(end) if k != end]
            if len(on) != 1:
                return []
            end = int(self.other[on[0]])
        return []

    def _ends_at(self, end: int) -> list[int]:
        x, y = self.ends[end].tolist()
        return self._ends_in((x - _JOINT_PT, y - _JOINT_PT, 2 * _JOINT_PT, 2 * _JOINT_PT))

    def _ends_in(self, box: Box) -> list[int]:
        x, y, width, height = box
        first, last = np.searchsorted(self.ends[:, 0], (x, x + width))
        ys = self.ends[first:last, 1]
        inside: list[int] = (first + np.flatnonzero((ys >= y) & (ys <= y + height))).tolist()
        return inside


def _held(targets: Floats, point: Floats, margin: float) -> list[int]:
    """Return the indices of the components (N, 4) at a point (2,), the smallest first."""
    near = (targets[:, :2] - margin <= point) & (point <= targets[:, 2:] + margin)
    held = np.flatnonzero(near.all(axis=1))
    size = (targets[held, 2:] - targets[held, :2]).prod(axis=1)
    found: list[int] = held[np.argsort(size, kind="stable")].tolist()
    return found


def straight(vectors: Vectors) -> Floats:
    """Return (N, 4) x0, y0, x1, y1 of a page's lines."""
    sizes = {"l": 4, "c": 8, "r": 4, "q": 8}
    ops = np.array(list(vectors.ops))
    if not len(ops):
        return np.empty((0, 4))
    lengths = np.array([sizes[op] for op in vectors.ops])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])[ops == "l"]
    coords = np.asarray(vectors.coords, np.float64)
    lines: Floats = coords[starts[:, None] + np.arange(4)]
    return lines
