"""Which strokes belong to a change of a component: what it is drawn with, and what hangs on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.geometry import Box, expand
from orchestrator.recognition.repeats.strokes import Flags, Floats, Indices, Points

_BODY: Final = 0.25
_BODY_PT: Final = 2.0
"""How far outside a component's box it is still drawn itself: of its longer side, and points."""
_REACH: Final = 2.0
_REACH_PT: Final = 64.0
"""How far what hangs on it may reach: longer sides, and points of the larger page."""
_TOUCH_PT: Final = 1.5
_UNCHANGED: Final = 2
"""How many strokes that both issues have may lie in a row between what hangs together: a plot cuts some in two."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """M points along all strokes of an issue, the stroke each is on, in order, and whether it is there alone."""

    points: Points
    stroke: Indices
    gone: Flags

    def lengths(self) -> Floats:
        """Return the length of stroke from each point's predecessor to it, (M,); 0 where a stroke begins."""
        apart = np.abs(np.diff(self.points, prepend=self.points[:1]))
        return np.where(np.diff(self.stroke, prepend=-1) == 0, apart, 0.0)


def hanging(drawn: Drawn, boxes: Sequence[Box], drawn_as: Sequence[Box], larger: float) -> Flags:
    """Tell which points are of strokes that belong to changed components.

    A stroke that lies in a component's box belongs to it, and a changed one that ends at it, or at such a stroke, as
    wires and leaders do; also behind a stroke or two that both issues have. One that only passes through does not, nor
    one that reaches far.

    Args:
        drawn: an issue, points of the second page; of one stroke at least.
        boxes: all changed components, on the second page.
        drawn_as: those of them which this issue shows.
        larger: how many times larger than the first page the second one is, at least 1.
    """
    strokes = _Strokes(drawn)
    own = np.zeros(len(strokes.first), bool)
    for box in boxes:
        own[strokes.inside(_body(box))] = True
    for box in drawn_as:
        near = strokes.inside(expand(box, _REACH * max(box[2:]) + _REACH_PT * larger))
        own[strokes.joined(near, box, _TOUCH_PT * larger)] = True
    return np.repeat(own, strokes.last - strokes.first + 1)


class _Strokes:
    """The strokes of an issue: where each one's points begin and end, and its box."""

    def __init__(self, drawn: Drawn) -> None:
        self.points = drawn.points
        self.first = np.flatnonzero(np.diff(drawn.stroke, prepend=-1))
        self.last = np.append(self.first[1:], len(drawn.points)) - 1
        self.changed = np.logical_or.reduceat(drawn.gone, self.first)
        self.low, self.high = (
            f.reduceat(self.points.real, self.first) + 1j * f.reduceat(self.points.imag, self.first)
            for f in (np.minimum, np.maximum)
        )
        self._order = np.argsort(self.low.real, kind="stable")
        self._lefts = self.low.real[self._order]

    def inside(self, box: Box) -> Indices:
        """Return the strokes that lie in a box."""
        begin = np.searchsorted(self._lefts, box[0])
        end = np.searchsorted(self._lefts, box[0] + box[2], "right")
        near = self._order[begin:end]
        found: Indices = near[_inside(self.low[near], self.high[near], box)]
        return found

    def joined(self, near: Indices, box: Box, touch: float) -> Indices:
        """Return those of some strokes that lie in a component's box or hang on it, within `touch`."""
        ends = self.points[np.stack([self.first[near], self.last[near]], axis=1)]
        changed = self.changed[near]
        taken = _inside(self.low[near], self.high[near], _body(box))
        taken |= _inside(ends, ends, expand(box, touch)).any(axis=1)
        waiting = deque((k, 0) for k in np.flatnonzero(taken).tolist())
        while waiting:
            here, in_a_row = waiting.popleft()
            in_a_row = 0 if changed[here] else in_a_row + 1
            left = np.flatnonzero(~taken & (changed | (in_a_row < _UNCHANGED)))
            stroke = self.points[self.first[near[here]] : self.last[near[here]] + 1]
            along = stroke if changed[here] else stroke[[0, -1]]
            meet = left[np.abs(ends[left][:, :, None] - along).min(axis=(1, 2)) <= touch]
            taken[meet] = True
            waiting.extend((k, in_a_row) for k in meet.tolist())
        return near[taken]


def _body(box: Box) -> Box:
    return expand(box, _BODY * max(box[2:]) + _BODY_PT)


def _inside(low: Points, high: Points, box: Box) -> Flags:
    x, y, width, height = box
    inside = (low.real >= x) & (low.imag >= y) & (high.real <= x + width) & (high.imag <= y + height)
    return np.asarray(inside, bool)
