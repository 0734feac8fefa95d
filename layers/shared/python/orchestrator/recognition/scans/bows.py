"""Bows among the outlines of ink: stretches between sharp corners that lie on a circle.

A line is drawn with two outlines. On the outer one of a cloud bows bend around the ink and meet in corners that turn
away from it; on the inner one it is the other way about. Where another line ends on a bow or crosses it, the two
stretches beside it are one bow again if they lie on one circle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.scans.contours import Contours, Floats, Ints

_REACH: Final = 6
"""Edges to either side of a point between which an outline's turn is measured: three pixels."""

_SMOOTHINGS: Final = 2
_CUSP, _CORNER = np.radians(25), np.radians(75)
"""An outline is cut where it turns the other way than its bows by more than the first, or their way by the second."""

_FEWEST_EDGES, _MOST_EDGES = 7, 700
_SAMPLES: Final = 16
"""Points of a stretch that a circle is laid through."""

_OFF_PX, _OFF = 0.45, 0.05
"""How far points lie off the circle (standard deviation), at most: in pixels, and in terms of its radius."""

_SMALLEST_PX, _LARGEST_PX = 2.0, 110.0
"""Radii of circles."""

_LEAST_PART, _LEAST_BEND, _MOST_BEND = np.radians(12), np.radians(45), np.radians(300)
_LEAST_RISE: Final = 0.02
"""How far the middle of a stretch lies aside of its chord in terms of that: an arc of 12 degrees has 0.026."""

_SHORTEST_PX: Final = 4.5
_BREAK_PX, _BREAK, _LONGEST_BREAK_PX = 14.0, 0.6, 60.0
"""Between two stretches of one bow, at most, in pixels or in terms of its radius: a line that touches it parts them."""

_LEAST_ASIDE, _MOST_ASIDE = np.radians(-15), np.radians(70)
"""By how much the second of them may point elsewhere than the first: less is a cusp, and they are neighbours."""

_MENDINGS: Final = 2
_ENOUGH, _MOST_MENDED = np.radians(110), np.radians(170)
"""One that bends by the first is left as it is if it would bend by more than the second: where arcs of more than a half
turn cross, each goes on behind the next."""


@dataclass(frozen=True, slots=True)
class Bows:
    """Bows, clockwise on the page, in pixels.

    Attributes:
        ends: (N, 2, 2) first and last point.
        samples: (N, 16, 2) points of each, in order.
        hubs: (N, 2) centres of their circles.
        radii: (N,) of their circles.
        bends: (N,) how far they turn, radians.
    """

    ends: Floats
    samples: Floats
    hubs: Floats
    radii: Floats
    bends: Floats

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.radii)

    @property
    def headings(self) -> Floats:
        """The (N, 2) directions at first and last points, radians."""
        spokes = self.ends - self.hubs[:, None]
        found: Floats = np.arctan2(spokes[..., 1], spokes[..., 0]) + np.pi / 2
        return found

    def kept(self, which: Ints | NDArray[np.bool_]) -> Bows:
        """Return some of them."""
        return Bows(
            self.ends[which],
            self.samples[which],
            self.hubs[which],
            self.radii[which],
            self.bends[which],
        )

    def with_others(self, others: Bows) -> Bows:
        """Return these, then those."""
        return Bows(
            np.concatenate([self.ends, others.ends]),
            np.concatenate([self.samples, others.samples]),
            np.concatenate([self.hubs, others.hubs]),
            np.concatenate([self.radii, others.radii]),
            np.concatenate([self.bends, others.bends]),
        )


def bows_of(contours: Contours) -> tuple[Bows, Bows]:
    """Return the bows that bend around the ink, and those that bend around paper."""
    points = _smoothed(contours.points)
    turns = _turns(points)
    around = np.arange(-_REACH - _SMOOTHINGS, _REACH + _SMOOTHINGS + 1)
    turns[np.clip(contours.starts[:, None] + around, 0, len(turns) - 1)] = 0  # between two outlines
    return _bows(contours, points, turns, 1), _bows(contours, points, turns, -1)


def wrapped(angles: Floats) -> Floats:
    """Return angles in [-pi, pi)."""
    found: Floats = (angles + np.pi) % (2 * np.pi) - np.pi
    return found


def _smoothed(points: Floats) -> Floats:
    for _ in range(_SMOOTHINGS):
        inner = (points[:-2] + 2 * points[1:-1] + points[2:]) / 4
        points = np.concatenate([points[:1], inner, points[-1:]])
    return points


def _turns(points: Floats) -> Floats:
    """Return by how much an outline turns at each point, clockwise on the page > 0, radians."""
    turns = np.zeros(len(points))
    if len(points) > 2 * _REACH:
        before = points[_REACH:-_REACH] - points[: -2 * _REACH]
        after = points[2 * _REACH :] - points[_REACH:-_REACH]
        cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
        turns[_REACH:-_REACH] = np.arctan2(cross, (before * after).sum(axis=1))
    return turns


def _bows(contours: Contours, points: Floats, turns: Floats, side: int) -> Bows:
    """Return the bows that turn clockwise on an outline's way on (1), or the other way (-1)."""
    first, last = _stretches(contours, side * turns)
    bent = _bent(points, first, last, side)
    first, last = first[bent], last[bent]
    inset = np.minimum(2, (last - first) // 8)  # corners are rounded
    steps = np.linspace(0.0, 1.0, _SAMPLES) * (last - first - 2 * inset)[:, None]
    ends = points[np.stack([first, last], axis=1)]
    samples = points[(first + inset)[:, None] + np.rint(steps).astype(np.int64)]
    bows, _ = _fitted(ends[:, ::side], samples[:, ::side])
    for _ in range(_MENDINGS):
        bows = _mended(bows)
    chords = np.linalg.norm(bows.ends[:, 1] - bows.ends[:, 0], axis=1)
    return bows.kept((bows.bends >= _LEAST_BEND) & (chords >= _SHORTEST_PX))


def _bent(points: Floats, first: Ints, last: Ints, side: int) -> NDArray[np.bool_]:
    """Tell which stretches bend to a side at all: their middle lies aside of their ends."""
    chord, rise = points[last] - points[first], points[(first + last) // 2] - points[first]
    aside = side * (chord[:, 1] * rise[:, 0] - chord[:, 0] * rise[:, 1])
    found: NDArray[np.bool_] = aside > _LEAST_RISE * (chord * chord).sum(axis=1)
    return found


def _stretches(contours: Contours, turns: Floats) -> tuple[Ints, Ints]:
    """Return first and last points of the stretches between corners, each once."""
    at_ends = np.append(contours.starts, len(turns) - 1)
    cuts = np.flatnonzero(_peaks(-turns, _CUSP) | _peaks(turns, _CORNER))
    cuts = np.union1d(cuts, at_ends)
    first, last = cuts[:-1], cuts[1:]
    size = last - first
    ends = np.zeros(len(turns), np.bool_)
    ends[at_ends] = True
    good = (size >= _FEWEST_EDGES) & (size <= _MOST_EDGES) & ~ends[first] & ~ends[last]
    first, last = first[good], last[good]
    names = contours.edges[first] << 32 | contours.edges[last]
    _, once = np.unique(names, return_index=True)
    return first[once], last[once]


def _peaks(values: Floats, least: float) -> NDArray[np.bool_]:
    """Tell where values are larger than `least` and the largest around them, the first of equal ones."""
    high = np.flatnonzero(values > least)
    keep = np.ones(len(high), np.bool_)
    for offset in range(1, _REACH):
        keep &= values[high] >= values[np.minimum(high + offset, len(values) - 1)]
        keep &= values[high] > values[np.maximum(high - offset, 0)]
    found = np.zeros(len(values), np.bool_)
    found[high[keep]] = True
    return found


def _fitted(ends: Floats, samples: Floats) -> tuple[Bows, NDArray[np.bool_]]:
    """Return the stretches that lie on circles and turn clockwise, and which of the given ones they are."""
    middle = samples.mean(axis=1, keepdims=True)
    hubs = middle[:, 0] + _hubs(*np.moveaxis(samples - middle, 2, 0))
    spokes = np.concatenate([ends[:, :1], samples, ends[:, 1:]], axis=1) - hubs[:, None]
    away = np.hypot(spokes[:, 1:-1, 0], spokes[:, 1:-1, 1])
    radii, off = away.mean(axis=1), away.std(axis=1)
    bends = wrapped(np.diff(np.arctan2(spokes[..., 1], spokes[..., 0]), axis=1)).sum(axis=1)
    good = (radii >= _SMALLEST_PX) & (radii <= _LARGEST_PX) & (off <= np.maximum(_OFF_PX, _OFF * radii))
    good &= (bends >= _LEAST_PART) & (bends <= _MOST_BEND)
    return Bows(ends, samples, hubs, radii, bends).kept(good), good


def _hubs(x: Floats, y: Floats) -> Floats:
    """Return the centres of the circles through N times S points with the middle at 0 (Kasa 1976)."""
    z = x * x + y * y
    xx, yy, xy, xz, yz = ((a * b).sum(axis=1) for a, b in ((x, x), (y, y), (x, y), (x, z), (y, z)))
    area = 2 * (xx * yy - xy * xy)
    area[area == 0] = np.finfo(np.float64).tiny  # points on a line: a circle without end
    with np.errstate(over="ignore"):
        return np.stack([(yy * xz - xy * yz) / area, (xx * yz - xy * xz) / area], axis=1)


def _mended(bows: Bows) -> Bows:
    """Return bows, two stretches beside what parts them joined where they lie on one circle."""
    before, after = _beside(bows)
    ends = np.stack([bows.ends[before, 0], bows.ends[after, 1]], axis=1)
    samples = np.concatenate([bows.samples[before, ::2], bows.samples[after, ::2]], axis=1)
    whole, right = _fitted(ends, samples)
    right[right] = kept = (whole.bends < _MOST_MENDED) | (
        np.maximum(bows.bends[before[right]], bows.bends[after[right]]) < _ENOUGH
    )
    whole, before, after = whole.kept(kept), before[right], after[right]
    gaps = np.linalg.norm(bows.ends[after, 0] - bows.ends[before, 1], axis=1)
    used, joined = set[int](), list[int]()
    for i in np.argsort(gaps, kind="stable").tolist():
        pair = {int(before[i]), int(after[i])}
        if not pair & used:
            used |= pair
            joined.append(i)
    alone = np.setdiff1d(np.arange(len(bows)), list(used))
    return bows.kept(alone).with_others(whole.kept(np.array(joined, np.int64)))


def _beside(bows: Bows) -> tuple[Ints, Ints]:
    """Return pairs of which the second begins, in the same direction, close to where the first ends."""
    before, after = near(bows.ends[:, 1], bows.ends[:, 0], _LONGEST_BREAK_PX)
    way = bows.ends[after, 0] - bows.ends[before, 1]
    longest = np.maximum(_BREAK_PX, _BREAK * np.minimum(bows.radii[before], bows.radii[after]))
    leaves, enters = bows.headings[before, 1], bows.headings[after, 0]
    aside = wrapped(enters - leaves)
    forward = way[:, 0] * np.cos(leaves) + way[:, 1] * np.sin(leaves) > 0
    good = (
        (before != after)
        & (np.hypot(*way.T) <= longest)
        & forward
        & (aside > _LEAST_ASIDE)
        & (aside < _MOST_ASIDE)
    )
    return before[good], after[good]


def near(points: Floats, others: Floats, reach: float) -> tuple[Ints, Ints]:
    """Return which of (N, 2) points and which of (M, 2) others are at most so far from each other."""
    cells = np.floor(others / reach).astype(np.int64)
    order = np.lexsort((cells[:, 1], cells[:, 0]))
    names = _named(cells[order])
    ours = np.floor(points / reach).astype(np.int64)
    found = []
    for column in (-1, 0, 1):  # the cells of three rows lie one after another
        low = np.searchsorted(names, _named(ours + np.array([column, -1])), "left")
        count = np.searchsorted(names, _named(ours + np.array([column, 1])), "right") - low
        first = np.repeat(np.arange(len(points)), count)
        second = order[np.arange(count.sum()) + np.repeat(low - np.cumsum(count) + count, count)]
        close = np.hypot(*(points[first] - others[second]).T) <= reach
        found.append((first[close], second[close]))
    first, second = (np.concatenate(part) for part in zip(*found, strict=True))
    return first, second


def _named(cells: Ints) -> Ints:
    """Return one number a cell, in order of columns, then rows."""
    named: Ints = (cells[:, 0] << 32) + cells[:, 1]
    return named
