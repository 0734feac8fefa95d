"""Revision clouds of a scan, found in its grey picture: rings of bows along the outer or the inner side of a line.

What resembles them is told from them so: circles that touch have circles within them, hatches have bows along one
outline of their ink only, and the bows of trees meet on a circle. Of rings that cross themselves, as where two clouds
overlap, each loop is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil, dist, floor
from statistics import median
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from orchestrator.components import Cloud, RevisionMark
from orchestrator.geometry import Point, clip
from orchestrator.pages import Page
from orchestrator.recognition.arcs import Arcs
from orchestrator.recognition.clouds import MOST_ARCS, clouds_of, crossings, cusps, is_tree, meetings
from orchestrator.recognition.revision_marks import with_revisions
from orchestrator.recognition.rings import Ring, is_whole, rings
from orchestrator.recognition.scans.bows import Bows, bows_of, circles_of
from orchestrator.recognition.scans.contours import contours_of
from orchestrator.recognition.scans.evidence import around_lines, circled, in_company, twinned
from orchestrator.recognition.scans.outlines import (
    FEWEST_ARCS,
    goes_round,
    is_round,
    is_same,
    loops,
    without_spurs,
)

_SURE: Final = 0.9
"""A cloud's confidence in terms of that of one drawn with strokes."""

_FEWEST_CUSPS: Final = 0.75
"""Of the places where two bows of a cloud meet."""

_LONGEST_GAP: Final = 4.0
"""Of a ring, in terms of its usual chord."""

_FEWEST_TWINS, _MOST_CIRCLED = 0.4, 0.3
"""Shares of a ring's bows: those that surely are a line's, at least, and those that are a circle's, at most."""

_MOST_LOOKS: Final = 120_000
"""Pairs of bows that are looked at, one or two tenths of a second; rings begin with the longest chains of bows."""

_LEAST_SHARE: Final = 0.02
"""Of a page: smaller pictures among its strokes are logos and photographs."""


class _Ring(NamedTuple):
    """A ring that is a cloud: its corners, the share of them that are cusps, and its girth without gaps, points."""

    corners: tuple[Point, ...]
    sharp: float
    girth: float


def page_clouds(grey_u8: NDArray[np.uint8], page: Page, marks: Sequence[RevisionMark] = ()) -> list[Cloud]:
    """Return the revision clouds of a page: of PDF editors, of its strokes, and of its pictures.

    Pictures are all of a scan, and the larger ones of a page that has strokes too.

    Args:
        grey_u8: (H, W) grey picture of the displayed page, 255 = paper.
        page: what extraction stored of it; its image's scale maps pixels to points.
        marks: its revision triangles.
    """
    known, found = clouds_of(page, marks), list[Cloud]()
    scale = page.image.scale if page.image else 1.0
    for left, top, right, bottom in _windows(page, scale):
        for cloud in picture_clouds(grey_u8[top:bottom, left:right], scale):
            placed = tuple((x + left / scale, y + top / scale) for x, y in cloud.polygon)
            if not any(is_same(placed, other.polygon) for other in (*known, *found)):
                found.append(cloud.model_copy(update={"polygon": _rounded(placed)}))
    return known + with_revisions(found, marks)


def picture_clouds(grey_u8: NDArray[np.uint8], scale: float) -> list[Cloud]:
    """Return the revision clouds that an (H, W) grey picture shows, 255 = paper, `scale` pixels a point."""
    contours = contours_of(grey_u8)
    if contours is None or not len(contours.starts):
        return []
    circles = circles_of(contours)
    outer, inner = (bows.kept(in_company(bows)) for bows in bows_of(contours))
    found = list[_Ring]()
    for bows, others in ((outer, inner), (inner, outer)):
        surely = twinned(bows, others)
        kept = around_lines(bows, surely)
        found += _Rings(bows.kept(kept), surely[kept], circled(bows, *circles)[kept], scale).found()
    return [
        Cloud(polygon=one.corners, confidence=_SURE * one.sharp, source="picture") for one in _distinct(found)
    ]


def _windows(page: Page, scale: float) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, right and bottom of the parts of a page's picture that are pictures, pixels."""
    boxes = [image.bbox for image in page.images if image.share >= _LEAST_SHARE and page.kind == "mixed"]
    if page.kind == "scanned":
        boxes = [(0.0, 0.0, page.width_pt, page.height_pt)]
    for box in boxes:
        x, y, width, height = clip(box, page.width_pt, page.height_pt)
        yield floor(x * scale), floor(y * scale), ceil((x + width) * scale), ceil((y + height) * scale)


class _Rings:
    """The bows along one side of the lines of a picture, and which of them are surely a line's, or a circle's."""

    def __init__(
        self, bows: Bows, surely: NDArray[np.bool_], circled: NDArray[np.bool_], scale: float
    ) -> None:
        self._arcs = Arcs(bows.ends / scale, bows.headings, bows.bends)
        starts = [_place(start) for start in self._arcs.ends[:, 0].tolist()]
        self._surely = {start for start, so in zip(starts, surely.tolist(), strict=True) if so}
        self._circled = {start for start, so in zip(starts, circled.tolist(), strict=True) if so}
        self._found: list[_Ring] = []

    def found(self) -> list[_Ring]:
        """Return the rings that are clouds, of those that cross themselves the loops that are."""
        if FEWEST_ARCS <= len(self._arcs) <= MOST_ARCS:
            rings(self._arcs, self._accepts, _MOST_LOOKS)
        return self._found

    def _accepts(self, ring: Ring) -> bool:
        found = [one for loop in loops(ring) if (one := self._cloud(loop)) is not None]
        self._found += found
        return bool(found)

    def _cloud(self, ring: Ring) -> _Ring | None:
        """Return a ring as a cloud, None where it is none."""
        meets, sharp = meetings(ring), cusps(ring)
        if len(ring) < FEWEST_ARCS or len(sharp) < _FEWEST_CUSPS * len(meets) or not _is_closed(ring):
            return None
        if _share(ring, self._surely) < _FEWEST_TWINS or _share(ring, self._circled) > _MOST_CIRCLED:
            return None
        corners = without_spurs(arc.start for arc in ring)
        if len(corners) < FEWEST_ARCS or not goes_round(corners) or crossings(corners):
            return None
        if is_tree(corners) or is_round(corners):
            return None
        return _Ring(corners, len(sharp) / len(ring), sum(arc.chord for arc in ring))


def _share(ring: Ring, places: set[Point]) -> float:
    return sum(_place(arc.start) in places for arc in ring) / len(ring)


def _place(point: Sequence[float]) -> Point:
    """Return a point as the name of the bow that starts there."""
    return round(point[0], 3), round(point[1], 3)


def _rounded(corners: Iterable[Point]) -> tuple[Point, ...]:
    return tuple((round(x, 2), round(y, 2)) for x, y in corners)


def _is_closed(ring: Ring) -> bool:
    """Tell whether no gap in a ring is too long, nor are all together."""
    longest = max(dist(a.end, b.start) for a, b in pairwise([*ring, ring[0]]))
    return longest <= _LONGEST_GAP * median(arc.chord for arc in ring) and is_whole(ring)


def _distinct(found: Iterable[_Ring]) -> list[_Ring]:
    """Return clouds without those that are others once more, or parts of them."""
    kept = list[_Ring]()
    for one in sorted(found, key=lambda one: one.girth, reverse=True):
        if not any(is_same(one.corners, other.corners) for other in kept):
            kept.append(one)
    return kept
