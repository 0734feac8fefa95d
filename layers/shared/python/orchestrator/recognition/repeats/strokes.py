"""A page's strokes as arrays: every line, curve and side of a rectangle, and points along them.

Points are complex numbers, x + iy, in points of the displayed page (origin top left, y down): turning, scaling and
mirroring a symbol are then one multiplication.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.geometry import Box
from orchestrator.pages import Vectors

Points = NDArray[np.complex128]
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

_SHORTEST_PT: Final = 0.02
_THIRDS: Final = np.array([0, 1 / 3, 2 / 3, 1])
_T: Final = np.linspace(0, 1, 13)
_WEIGHTS: Final = np.stack([(1 - _T) ** 3, 3 * _T * (1 - _T) ** 2, 3 * _T * _T * (1 - _T), _T**3])
"""(4, 13): weights of a curve's control points at points along it."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """N strokes in the order they are drawn, each a cubic Bezier curve; those of lines are straight.

    Attributes:
        controls: (N, 4) control points.
        straight: (N,) whether it is a line.
        length: (N,) points; of curves the mean of chord and control polygon (Gravesen 1997).
        style: (N,) index into the page's styles.
    """

    controls: Points
    straight: Flags
    length: Floats
    style: Indices

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.length)

    def take(self, which: Indices | Flags) -> Strokes:
        """Return some of them."""
        return Strokes(self.controls[which], self.straight[which], self.length[which], self.style[which])

    def corners(self) -> tuple[Points, Points]:
        """Return the upper left and lower right corner of each stroke's box, (N,); of curves nearly."""
        points = self.controls[:, (0, 3)]
        low = points.real.min(axis=1) + 1j * points.imag.min(axis=1)
        high = points.real.max(axis=1) + 1j * points.imag.max(axis=1)
        along = self.controls[~self.straight] @ _WEIGHTS
        if len(along):
            low[~self.straight] = along.real.min(axis=1) + 1j * along.imag.min(axis=1)
            high[~self.straight] = along.real.max(axis=1) + 1j * along.imag.max(axis=1)
        return low, high

    def chord(self) -> Floats:
        """Return the distance from first to last point of each, (N,)."""
        return np.abs(self.controls[:, 3] - self.controls[:, 0])


@dataclass(frozen=True, slots=True)
class Samples:
    """Points along strokes: where, the direction of the stroke there in [0, pi), and whose they are; (M,) each."""

    points: Points
    angles: Floats
    stroke: Indices


def strokes_of(vectors: Vectors) -> Strokes:
    """Return the strokes of a page; a rectangle or quad is its four sides."""
    ops = np.frombuffer(vectors.ops.encode(), "S1")
    coords = np.asarray(vectors.coords, np.float64)
    starts = np.cumsum(np.where((ops == b"c") | (ops == b"q"), 8, 4))
    starts = np.concatenate([[0], starts])[:-1]
    lines, line_item = _lines(ops, coords, starts)
    curve_item = np.flatnonzero(ops == b"c")
    curves = _complex(coords[starts[curve_item, None] + np.arange(8)])
    controls = np.concatenate([lines[:, :1] + (lines[:, 1:] - lines[:, :1]) * _THIRDS, curves])
    straight = np.arange(len(controls)) < len(lines)
    item = np.concatenate([line_item, curve_item])
    path = np.searchsorted(np.asarray(vectors.path_start, np.int64), item, side="right") - 1
    style = np.asarray(vectors.path_style, np.int64)[path] if len(path) else path
    chord = np.abs(controls[:, 3] - controls[:, 0])
    around = np.abs(np.diff(controls, axis=1)).sum(axis=1)
    found = Strokes(controls, straight, (chord + around) / 2, style)
    order = np.argsort(item, kind="stable")
    return found.take(order[around[order] > _SHORTEST_PT])


def _lines(ops: NDArray[np.bytes_], coords: Floats, starts: Indices) -> tuple[Points, Indices]:
    """Return the ends (K, 2) of lines and sides, and the item (K,) each belongs to."""
    straight, rectangles, quads = (np.flatnonzero(ops == kind) for kind in (b"l", b"r", b"q"))
    ends = _complex(coords[starts[straight, None] + np.arange(4)])
    x, y, width, height = coords[starts[rectangles, None] + np.arange(4)].T
    corner = x + 1j * y
    outline = np.stack([corner, corner + width, corner + width + 1j * height, corner + 1j * height], axis=1)
    corners = np.concatenate([outline, _complex(coords[starts[quads, None] + np.arange(8)])])
    sides = np.stack([corners, np.roll(corners, -1, axis=1)], axis=2).reshape(-1, 2)
    items = np.concatenate([straight, np.repeat(np.concatenate([rectangles, quads]), 4)])
    return np.concatenate([ends, sides]), items


def _complex(numbers: Floats) -> Points:
    """Return (N, 2K) x, y, x, y, ... as (N, K) points."""
    return numbers[:, 0::2] + 1j * numbers[:, 1::2]


def sample(strokes: Strokes, step_pt: float) -> Samples:
    """Return points along strokes, both ends and at most `step_pt` apart."""
    count = np.maximum(np.ceil(strokes.length / step_pt), 1).astype(np.int64) + 1
    stroke = np.repeat(np.arange(len(strokes)), count)
    first = np.cumsum(count) - count
    t = (np.arange(len(stroke)) - np.repeat(first, count)) / np.repeat(count - 1, count)
    start, across = strokes.controls[:, 0], strokes.controls[:, 3] - strokes.controls[:, 0]
    points = np.repeat(start, count) + t * np.repeat(across, count)
    angles = np.repeat(np.angle(across) % np.pi, count)
    if not strokes.straight.all():
        bent = np.flatnonzero(np.repeat(~strokes.straight, count))
        points[bent], angles[bent] = _along(strokes.controls[stroke[bent]], t[bent])
    return Samples(points, angles, stroke)


def _along(curves: Points, t: Floats) -> tuple[Points, Floats]:
    """Return where each of M curves (M, 4) is at its t, and which way it runs there, radians."""
    a, b, c, d = curves.T
    s = 1 - t
    points = s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d
    slope = s * s * (b - a) + 2 * s * t * (c - b) + t * t * (d - c)
    slope = np.where(np.abs(slope) > 1e-9, slope, d - a)
    return points, np.angle(slope) % np.pi


def first_of_each(rows: Floats) -> Indices:
    """Return where each different row of (N, K) comes first, in the order of the rows themselves."""
    order = np.lexsort(rows.T[::-1])
    rows = rows[order]
    is_new = np.ones(len(rows), bool)
    is_new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return order[is_new]


def bounds(points: Points) -> list[Box]:
    """Return the box around each row of points (N, K), rounded to 0.01 pt."""
    x, y = points.real, points.imag
    sides = x.min(axis=1), y.min(axis=1), np.ptp(x, axis=1), np.ptp(y, axis=1)
    return list(zip(*(side.round(2).tolist() for side in sides), strict=True))
