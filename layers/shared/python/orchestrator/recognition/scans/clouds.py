"""Revision clouds of a scan, found in its grey picture: rings of bows along the outer or the inner side of a line.

A cloud is drawn with one pen in arcs of about one length. What resembles it is told from it so: behind the cusps of
circles that touch, and of a hatch, lines go on, and the bows of trees meet on a circle. Of rings that cross themselves,
as where two clouds overlap, each loop is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil, dist, floor, pi
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
from orchestrator.recognition.rings import Arc, Effort, Ring, heading, rings
from orchestrator.recognition.scans.bows import Bows, bows_of
from orchestrator.recognition.scans.contours import contours_of
from orchestrator.recognition.scans.evidence import around_lines, in_company
from orchestrator.recognition.scans.outlines import (
    FEWEST_ARCS,
    goes_round,
    is_round,
    is_same,
    loops,
    without_spurs,
)
from orchestrator.recognition.scans.pens import Pens, open_cusps, pens_of

_SURE: Final = 0.9
"""A cloud's confidence in terms of that of one drawn with strokes."""

_FEWEST_CUSPS: Final = 0.75
"""Of the places where two bows of a cloud meet; they are half of all there are, at least."""

_LONGEST_GAP, _MOST_MISSING, _MANY_ARCS = 4.0, 0.3, 20
"""Of a ring: its longest gap in terms of the usual chord, and the share of its girth that may be missing if its arcs
are so many; of fewer ones, less."""

_OTHER_PEN, _FEWEST_OF_PEN = 1.35, 0.8
"""How many times more ink than across its usual arc may lie across another, and the share of arcs that are so."""

_MOST_UNEVEN: Final = 3.5
"""How many times longer the long arcs of a cloud are than its short ones, a tenth of either left out."""

_FEWEST_LINES, _FEWEST_OPEN = 0.4, 0.74
"""Shares of a ring's bows that surely are lines, and of its cusps behind which there is paper, at least."""

MOST_LOOKS, _SHORTEST_START = 200_000, 3
"""Pairs of bows that are looked at, half a second; rings begin with pieces of so many bows: letters have pairs."""

_LEAST_SHARE: Final = 0.02
"""Of a page: smaller pictures among its strokes are logos and photographs."""

NOT_SEARCHED: Final = (
    "There is too much ink in the page's picture to look for revision clouds in it; none of it are listed."
)


class _Ring(NamedTuple):
    """A ring that is a cloud: its corners, the share of them that are cusps, and its girth without gaps, points."""

    corners: tuple[Point, ...]
    sharp: float
    girth: float


class PageClouds(NamedTuple):
    """The revision clouds of a page, and a sentence where they were not looked for in all of it."""

    clouds: list[Cloud]
    warnings: tuple[str, ...] = ()


def page_clouds(grey_u8: NDArray[np.uint8], page: Page, marks: Sequence[RevisionMark] = ()) -> PageClouds:
    """Return the revision clouds of a page: of PDF editors, of its strokes, and of its pictures.

    Pictures are all of a scan, and the larger ones of a page that has strokes too; one that shows more than can be
    looked at has no clouds rather than some of them.

    Args:
        grey_u8: (H, W) grey picture of the displayed page, 255 = paper.
        page: what extraction stored of it; its image's scale maps pixels to points.
        marks: its revision triangles.
    """
    known, found, warnings = clouds_of(page, marks), list[Cloud](), tuple[str, ...]()
    scale = page.image.scale if page.image else 1.0
    for left, top, right, bottom in _windows(page, scale):
        seen = picture_clouds(grey_u8[top:bottom, left:right], scale)
        if seen is None:
            warnings = (NOT_SEARCHED,)
        for cloud in seen or ():
            placed = tuple((x + left / scale, y + top / scale) for x, y in cloud.polygon)
            if not any(is_same(placed, other.polygon) for other in (*known, *found)):
                found.append(cloud.model_copy(update={"polygon": _rounded(placed)}))
    return PageClouds(known + with_revisions(found, marks), warnings)


def picture_clouds(grey_u8: NDArray[np.uint8], scale: float) -> list[Cloud] | None:
    """Return the revision clouds that an (H, W) grey picture shows, or None where it shows too much to look at.

    Args:
        grey_u8: 255 = paper.
        scale: pixels a point.
    """
    contours = contours_of(grey_u8)
    if contours is None:
        return None
    if not len(contours.starts):
        return []
    found = list[_Ring]()
    for bows, side in zip(bows_of(contours), (1, -1), strict=True):
        kept = bows.kept(in_company(bows))
        pens = pens_of(grey_u8, kept, side)
        near_lines = around_lines(kept, pens.even)
        of_side = _Rings(grey_u8, scale, kept.kept(near_lines), pens.kept(near_lines)).found()
        if of_side is None:
            return None
        found += of_side
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
    """The bows along one side of the lines of a picture, and their pens."""

    def __init__(self, grey_u8: NDArray[np.uint8], scale: float, bows: Bows, pens: Pens) -> None:
        self._grey, self._scale = grey_u8, scale
        self._arcs = Arcs(bows.ends / scale, bows.headings, bows.bends, pens.ink)
        starts = [_place(start) for start in self._arcs.ends[:, 0].tolist()]
        self._dark = dict(zip(starts, pens.dark.tolist(), strict=True))
        self._lines = {start for start, so in zip(starts, pens.even.tolist(), strict=True) if so}
        self._found: list[_Ring] = []

    def found(self) -> list[_Ring] | None:
        """Return the rings that are clouds, of those that cross themselves the loops that are; None beyond limits."""
        if len(self._arcs) > MOST_ARCS:
            return None
        _, whole = rings(self._arcs, self._accepts, Effort(MOST_LOOKS, _SHORTEST_START, loose_ends=True))
        return self._found if whole else None

    def _accepts(self, ring: Ring) -> bool:
        found = [one for loop in loops(ring) if (one := self._cloud(loop)) is not None]
        self._found += found
        return bool(found)

    def _cloud(self, ring: Ring) -> _Ring | None:
        """Return a ring as a cloud, None where it is none."""
        sharp = cusps(ring)
        fewest = max(_FEWEST_CUSPS * len(meetings(ring)), len(ring) / 2)
        if len(ring) < FEWEST_ARCS or len(sharp) < fewest or not _is_closed(ring):
            return None
        if not _is_alike(ring) or self._share_of_lines(ring) < _FEWEST_LINES:
            return None
        corners = without_spurs(arc.start for arc in ring)
        if len(corners) < FEWEST_ARCS or not goes_round(corners) or crossings(corners):
            return None
        if is_tree(corners) or is_round(corners) or self._share_open(sharp) < _FEWEST_OPEN:
            return None
        return _Ring(corners, len(sharp) / len(ring), sum(arc.chord for arc in ring))

    def _share_of_lines(self, ring: Ring) -> float:
        return sum(_place(arc.start) in self._lines for arc in ring) / len(ring)

    def _share_open(self, sharp: Sequence[tuple[Arc, Arc]]) -> float:
        """Return the share of a ring's cusps behind which no line goes on."""
        arcs = [a for a, _ in sharp]
        places = [((a.end[0] + b.start[0]) / 2, (a.end[1] + b.start[1]) / 2) for a, b in sharp]
        inward = np.array([heading(a.start, b.end) for a, b in sharp]) + pi / 2
        pen = median(arc.pen for arc in arcs), median(self._dark[_place(arc.start)] for arc in arcs)
        chord = median(arc.chord for arc in arcs) * self._scale
        return open_cusps(self._grey, np.array(places) * self._scale, inward, pen, chord)


def _place(point: Sequence[float]) -> Point:
    """Return a point as the name of the bow that starts there."""
    return round(point[0], 3), round(point[1], 3)


def _rounded(corners: Iterable[Point]) -> tuple[Point, ...]:
    return tuple((round(x, 2), round(y, 2)) for x, y in corners)


def _is_closed(ring: Ring) -> bool:
    """Tell whether no gap in a ring is too long, nor are all together: the fewer arcs, the less may be missing."""
    chords, gaps = [arc.chord for arc in ring], [dist(a.end, b.start) for a, b in _pairs(ring)]
    most = _MOST_MISSING * min(len(ring) / _MANY_ARCS, 1.0)
    return max(gaps) <= _LONGEST_GAP * median(chords) and sum(gaps) <= most * (sum(gaps) + sum(chords))


def _is_alike(ring: Ring) -> bool:
    """Tell whether most arcs of a ring are of one pen and about as long."""
    usual = median(arc.pen for arc in ring)
    of_pen = sum(usual / _OTHER_PEN <= arc.pen <= usual * _OTHER_PEN for arc in ring)
    chords = sorted(arc.chord for arc in ring)
    short, long = chords[len(chords) // 10], chords[len(chords) * 9 // 10]
    return of_pen >= _FEWEST_OF_PEN * len(ring) and long <= _MOST_UNEVEN * short


def _pairs(ring: Ring) -> list[tuple[Arc, Arc]]:
    return [*pairwise([*ring, ring[0]])]


def _distinct(found: Iterable[_Ring]) -> list[_Ring]:
    """Return clouds without those that are others once more, or parts of them."""
    kept = list[_Ring]()
    for one in sorted(found, key=lambda one: one.girth, reverse=True):
        if not any(is_same(one.corners, other.corners) for other in kept):
            kept.append(one)
    return kept
