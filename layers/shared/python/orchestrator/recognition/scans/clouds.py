"""Revision clouds of a scan, found in its grey picture: rings of bows along the outer or the inner side of a line.

What resembles them is told from them so: circles that touch have circles within them, hatches have bows along one
outline of their ink only, and the bows of trees meet on a circle. Of rings that cross themselves, as where two clouds
overlap, each loop is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist, pi
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.components import Cloud
from orchestrator.geometry import Point, bounds, iou
from orchestrator.recognition.arcs import Arcs, Floats
from orchestrator.recognition.clouds import MOST_ARCS, crossings, cusps, meetings, is_tree
from orchestrator.recognition.rings import Ring, heading, is_whole, rings, wrapped
from orchestrator.recognition.scans.bows import Bows, bows_of, circles_of, near
from orchestrator.recognition.scans.contours import contours_of

_SURE: Final = 0.9
"""A cloud's confidence in terms of that of one drawn with strokes."""

_FEWEST_ARCS: Final = 6
_FEWEST_CUSPS: Final = 0.75
_SMALLEST_PT: Final = 24.0

_MEET_PX, _MEET = 5.0, 0.35
"""How far one bow may begin from where the one before ends: in pixels, and in terms of the shorter chord."""

_FURTHEST_PX, _AROUND_PX = 20.0, 80.0
_CUSP: Final = -0.35
_MOST_LOOKS: Final = 120_000
"""Pairs of bows that are looked at, a tenth of a second or two; rings start with the longest chains of bows."""

_LONGEST_GAP: Final = 4.0
"""How long a gap in a ring may be in terms of its usual chord."""

_FEWEST_TWINS: Final = 0.4
"""Share of a ring's bows that are bows of a line: they have another on the line's other side, or go on beyond ink."""

_MOST_CIRCLED: Final = 0.3
"""Share of a ring's bows that may be parts of whole circles."""

_THICKEST_PX: Final = 10.0
"""Of lines."""

_TREE_PT, _TREE_OFF, _TREE_SHARE = 65.0, 0.06, 0.75
"""Radius of the largest tree, how far its corners lie off a circle, and the share of them that must not."""

_SAME_PT, _SAME = 12.0, 0.5
"""How near corners of two clouds are, and the share of them, where both are one."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A ring that is a cloud: its corners, and how much of it is there, in bows."""

    corners: tuple[Point, ...]
    confidence: float
    weight: float


def picture_clouds(grey_u8: NDArray[np.uint8], scale: float) -> list[Cloud]:
    """Return the revision clouds that an (H, W) grey picture shows, 255 = paper, `scale` pixels a point."""
    contours = contours_of(grey_u8)
    if contours is None:
        return []
    outer, inner = bows_of(contours)
    circles = circles_of(contours)
    outer, inner = outer.kept(_in_company(outer)), inner.kept(_in_company(inner))
    found = list[_Found]()
    for bows, others in ((outer, inner), (inner, outer)):
        twinned = _twinned(bows, others)
        kept = _around_lines(bows, twinned)
        found += _Side(bows.kept(kept), _circled(bows, *circles)[kept], twinned[kept], scale).clouds()
    return [
        Cloud(polygon=one.corners, confidence=_SURE * one.confidence, source="picture")
        for one in _distinct(found)
    ]


class _Side:
    """The bows along one side of the lines, and what is known of each."""

    def __init__(
        self, bows: Bows, circled: NDArray[np.bool_], twinned: NDArray[np.bool_], scale: float
    ) -> None:
        self._arcs = Arcs(bows.ends / scale, bows.headings, bows.bends)
        starts = [_place(start) for start in self._arcs.ends[:, 0].tolist()]
        self._circled = {start for start, so in zip(starts, circled.tolist(), strict=True) if so}
        self._twinned = {start for start, so in zip(starts, twinned.tolist(), strict=True) if so}
        self._found: list[_Found] = []

    def clouds(self) -> list[_Found]:
        """Return the rings that are clouds, each loop of those that cross themselves."""
        if _FEWEST_ARCS <= len(self._arcs) <= MOST_ARCS:
            rings(self._arcs, self._accepts, _MOST_LOOKS)
        return self._found

    def _accepts(self, ring: Ring) -> bool:
        found = [one for loop in _loops(ring) if (one := self._cloud(loop)) is not None]
        self._found += found
        return bool(found)

    def _cloud(self, ring: Ring) -> _Found | None:
        """Return a ring as a cloud, None where it is none."""
        meets, sharp = meetings(ring), cusps(ring)
        if len(ring) < _FEWEST_ARCS or len(sharp) < _FEWEST_CUSPS * len(meets) or not _is_closed(ring):
            return None
        corners = _without_spurs([arc.start for arc in ring])
        if len(corners) < _FEWEST_ARCS or not _goes_round(corners) or crossings(corners):
            return None
        if self._share(ring, self._circled) > _MOST_CIRCLED or self._share(ring, self._twinned) < _FEWEST_TWINS:
            return None
        if is_tree(corners) or _is_round(corners):
            return None
        return _Found(corners, len(sharp) / len(ring), sum(arc.chord for arc in ring))

    @staticmethod
    def _share(ring: Ring, places: set[Point]) -> float:
        return sum(_place(arc.start) in places for arc in ring) / len(ring)


def _place(point: Sequence[float]) -> Point:
    return round(point[0], 3), round(point[1], 3)


def _in_company(bows: Bows) -> NDArray[np.bool_]:
    """Tell which bows meet another in a cusp."""
    chords = np.hypot(*(bows.ends[:, 1] - bows.ends[:, 0]).T)
    before, after = near(bows.ends[:, 1], bows.ends[:, 0], _FURTHEST_PX)
    gaps = np.hypot(*(bows.ends[before, 1] - bows.ends[after, 0]).T)
    close = gaps <= np.maximum(_MEET_PX, _MEET * np.minimum(chords[before], chords[after]))
    turns = (bows.headings[after, 0] - bows.headings[before, 1] + pi) % (2 * pi) - pi
    sharp = close & (before != after) & ((turns < _CUSP) | (turns > 1.9))
    found = np.zeros(len(bows), np.bool_)
    found[before[sharp]] = found[after[sharp]] = True
    return found


def _around_lines(bows: Bows, twinned: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which bows are near to bows of lines: grain and halftones have others without number."""
    lines = bows.ends[twinned].reshape(-1, 2)
    found = np.zeros(len(bows), np.bool_)
    for ends in (bows.ends[:, 0], bows.ends[:, 1]):
        found[near(ends, lines, _AROUND_PX)[0]] = True
    return found


def _circled(bows: Bows, hubs: Floats, radii: Floats) -> NDArray[np.bool_]:
    """Tell which bows run along a whole circle."""
    a, b = near(bows.hubs, hubs, 16.0)
    apart = np.hypot(*(bows.hubs[a] - hubs[b]).T)
    along = (apart <= 2 + 0.2 * bows.radii[a]) & (np.abs(bows.radii[a] - radii[b]) < _THICKEST_PX)
    found = np.zeros(len(bows), np.bool_)
    found[a[along]] = True
    return found


def _twinned(bows: Bows, others: Bows) -> NDArray[np.bool_]:
    """Tell which bows have another on the other side of their line, or go on beyond other ink."""
    a, b = near(bows.hubs, others.hubs, 12.0)
    apart = np.hypot(*(bows.hubs[a] - others.hubs[b]).T)
    thick = np.abs(bows.radii[a] - others.radii[b])
    middle = bows.samples.shape[1] // 2
    along = np.hypot(*(bows.samples[a, middle] - others.samples[b, middle]).T)
    good = (apart <= 2 + 0.25 * bows.radii[a]) & (thick < _THICKEST_PX) & (along < thick + 4 + 0.3 * bows.radii[a])
    found = bows.mended.copy()
    found[a[good]] = True
    return found


def _is_closed(ring: Ring) -> bool:
    usual = float(np.median([arc.chord for arc in ring]))
    gaps = (dist(a.end, b.start) for a, b in pairwise([*ring, ring[0]]))
    return is_whole(ring) and max(gaps) <= _LONGEST_GAP * usual


def _without_spurs(corners: Iterable[Point]) -> tuple[Point, ...]:
    """Return corners without those where the outline turns back: ends of bows that lie over each other."""
    kept = list(corners)
    i = quiet = 0
    while len(kept) > 3 and quiet < len(kept):
        before, here, after = kept[i - 1], kept[i], kept[(i + 1) % len(kept)]
        if before == here or abs(wrapped(heading(here, after) - heading(before, here))) > 2.2:
            del kept[i]
            quiet, i = 0, max(i - 1, 0) % len(kept)
        else:
            quiet, i = quiet + 1, (i + 1) % len(kept)
    return tuple(kept)


def _goes_round(corners: Sequence[Point]) -> bool:
    """Tell whether corners go round once, clockwise on the page, and are not those of a speck."""
    xs, ys = zip(*corners, strict=True)
    if min(max(xs) - min(xs), max(ys) - min(ys)) < _SMALLEST_PT:
        return False
    headings = [heading(a, b) for a, b in pairwise([*corners, corners[0]])]
    turned = sum(wrapped(b - a) for a, b in pairwise([*headings, headings[0]]))
    return abs(turned - 2 * pi) < 1


def _is_round(corners: Sequence[Point]) -> bool:
    """Tell whether most corners lie on one small circle: a tree's, though another thing cuts into it."""
    points = np.array(corners)
    points = points - points.mean(axis=0)
    kept = np.ones(len(points), np.bool_)
    for _ in range(4):
        system = np.column_stack([points, np.ones(len(points))])
        solved, *_ = np.linalg.lstsq(system[kept], (points[kept] ** 2).sum(axis=1), rcond=None)
        away = np.hypot(*(points - solved[:2] / 2).T)
        radius = float(away[kept].mean())
        off = np.abs(away - radius)
        if radius < _TREE_PT and (off[kept]**2).mean()**.5 < _TREE_OFF * radius:
            return True
        kept = off <= np.quantile(off, _TREE_SHARE)
    return False


def _loops(ring: Ring) -> list[Ring]:
    """Return the loops of a ring that crosses itself, small ones left out; else the ring."""
    if len(ring) < 2 * _FEWEST_ARCS:
        return [ring]
    crossed = crossings([arc.start for arc in ring])
    if not crossed:
        return [ring]
    i, j = max(crossed, key=lambda pair: min(pair[1] - pair[0], len(ring) - pair[1] + pair[0]))
    parts = ring[i + 1 : j + 1], ring[j + 1 :] + ring[: i + 1]
    return [loop for part in parts if len(part) >= _FEWEST_ARCS for loop in _loops(part)]


def _distinct(found: Iterable[_Found]) -> list[_Found]:
    """Return clouds without those that are others once more, or a part of them."""
    kept = list[_Found]()
    for one in sorted(found, key=lambda one: -one.weight):
        if not any(_is_same(one.corners, other.corners) for other in kept):
            kept.append(one)
    return kept


def _is_same(corners: Sequence[Point], others: Sequence[Point]) -> bool:
    if iou(bounds(corners), bounds(others)) > _SAME:
        return True
    (x, y), (left, top) = np.array(corners).T[..., None], np.array(others).T[:, None]
    return float((np.hypot(x - left, y - top).min(axis=1) <= _SAME_PT).mean()) >= _SAME
