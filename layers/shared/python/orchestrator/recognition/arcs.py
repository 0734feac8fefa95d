"""Arcs among a page's strokes: runs of short segments that bend one way, between cusps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.pages import Vectors

Floats = NDArray[np.float64]

_CURVE_STEPS: Final = 6
"""Segments a Bezier curve is cut into: each turns by less than a cusp, also where one curve is a whole arc."""

_TOUCH_PT: Final = 0.05
"""Segments this near to each other go on from one to the next; coordinates are rounded to 0.01."""

_CUSP: Final = np.radians(50)
_LEAST_BEND, _MOST_BEND = np.radians(50), np.radians(330)
_FEWEST_SEGMENTS: Final = 3
_SHORTEST_PT, _LONGEST_PT = 1.5, 120.0
_LARGEST_SHARE: Final = 0.6
"""Of an arc's length that one segment of it may have."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs of a page, points.

    Attributes:
        ends: (N, 2, 2) first and last point of each.
        headings: (N, 2) direction at its first and at its last point, radians.
        bends: (N,) how far its direction turns from first to last, radians, clockwise on the page > 0.
        pens: (N,) how much ink lies across it, where that is known: arcs of different pens are of different things.
    """

    ends: Floats
    headings: Floats
    bends: Floats
    pens: Floats | None = None

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.bends)


def arcs_of(vectors: Vectors) -> Arcs:
    """Return the arcs that a page's lines and curves make, in the order they are drawn."""
    segments = _segments(vectors)
    if len(segments) < _FEWEST_SEGMENTS:
        return Arcs(np.empty((0, 2, 2)), np.empty((0, 2)), np.empty(0))
    step = segments[:, 1] - segments[:, 0]
    heading = np.arctan2(step[:, 1], step[:, 0])
    turn = (np.diff(heading) + np.pi) % (2 * np.pi) - np.pi  # from each segment to the next
    apart = np.abs(segments[1:, 0] - segments[:-1, 1]).max(axis=1) > _TOUCH_PT
    cut = apart | (np.abs(turn) > _CUSP)
    cut[1:] |= _bends_back(turn)
    first = np.concatenate([[0], np.flatnonzero(cut) + 1])
    last = np.concatenate([first[1:], [len(segments)]]) - 1
    turned = np.concatenate([[0.0], np.cumsum(turn)])
    bends = turned[last] - turned[first]
    length = np.hypot(step[:, 0], step[:, 1])
    run = np.add.reduceat(length, first)
    largest = np.maximum.reduceat(length, first)
    chord = np.linalg.norm(segments[last, 1] - segments[first, 0], axis=1)
    good = (last - first + 1 >= _FEWEST_SEGMENTS) & (largest < _LARGEST_SHARE * run)
    good &= (np.abs(bends) > _LEAST_BEND) & (np.abs(bends) < _MOST_BEND)
    good &= (chord > _SHORTEST_PT) & (chord < _LONGEST_PT)
    first, last = first[good], last[good]
    ends = np.stack([segments[first, 0], segments[last, 1]], axis=1)
    return Arcs(ends, np.stack([heading[first], heading[last]], axis=1), bends[good])


def _bends_back(turn: Floats) -> NDArray[np.bool_]:
    """Tell where a stroke begins to bend the other way; tiny turns are noise of rounding, large ones are cusps."""
    clear = (np.abs(turn) > np.radians(4)) & (np.abs(turn) <= _CUSP)
    back: NDArray[np.bool_] = (turn[1:] * turn[:-1] < 0) & clear[1:] & clear[:-1]
    return back


def _segments(vectors: Vectors) -> Floats:
    """Return the lines, and each curve in six, as (N, 2, 2) points in the order they are drawn."""
    ops = np.frombuffer(vectors.ops.encode(), "S1")
    coords = np.asarray(vectors.coords, np.float64)
    sizes = np.where((ops == b"c") | (ops == b"q"), 8, 4)
    starts = np.cumsum(sizes) - sizes
    lines, curves = np.flatnonzero(ops == b"l"), np.flatnonzero(ops == b"c")
    straight = coords[starts[lines, None] + np.arange(4)].reshape(-1, 1, 2, 2)
    bent = _in_steps(coords[starts[curves, None] + np.arange(8)].reshape(-1, 4, 2))
    order = np.concatenate([lines, np.repeat(curves, _CURVE_STEPS)])
    segments = np.concatenate([straight.reshape(-1, 2, 2), bent.reshape(-1, 2, 2)])
    segments = segments[np.argsort(order, kind="stable")]
    moves = np.abs(segments[:, 1] - segments[:, 0]).max(axis=1) > 0
    found: Floats = segments[moves]
    return found


def _in_steps(curves: Floats) -> Floats:
    """Return (N, steps, 2, 2) segments of (N, 4, 2) control points of cubic Bezier curves."""
    t = np.linspace(0, 1, _CURVE_STEPS + 1)[:, None]
    weights = np.concatenate([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3], axis=1)
    points = np.einsum("tk,nkd->ntd", weights, curves)
    return np.stack([points[:, :-1], points[:, 1:]], axis=2)
