"""Revision clouds: what lies in one is new or changed work.

Clouds of PDF editors are annotations with a cloudy border (ISO 32000-1, 12.5.4). Drawn ones are closed rings of arcs
that bulge outward and meet in cusps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import dist, pi, tan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.components import Cloud, Component, RevisionMark
from orchestrator.geometry import Point, centre, encloses
from orchestrator.pages import Page
from orchestrator.recognition.arcs import Arcs, Floats, arcs_of
from orchestrator.recognition.revision_marks import to_outline, with_revisions
from orchestrator.recognition.rings import MOST_TURN, Arc, Ring, heading, joined, rings, wrapped

_FEWEST_CORNERS: Final = 3
_FEWEST_ARCS: Final = 6
MOST_ARCS: Final = 8_000
"""Of a page: no revisions have as many, hatches have, and every arc is compared with those around it."""

_SMALLEST_PT: Final = 24.0
_CUSP: Final = -0.35
"""Radians a cloud's outline turns by from arc to arc, clearly inward, for most of them."""

_FEWEST_CUSPS: Final = 0.75
"""Of the places where two arcs of a cloud meet."""

_TREE_PT, _TREE_ASPECT, _TREE_ROUNDNESS = 130.0, 1.15, 0.9
"""A smaller outline that is as wide as high, and nearly as round as corners on a circle, is a tree's."""

_BESIDE: Final = 12.0
"""Points between a small round cloud and its mark, at most."""


def clouds_of(page: Page, marks: Sequence[RevisionMark] = ()) -> list[Cloud]:
    """Return the revision clouds of a page, those drawn and those of PDF editors, with the revisions of the marks."""
    found = [*_annotated(page), *drawn_clouds(arcs_of(page.vectors), marks)]
    return with_revisions(found, marks)


def mark_clouded(components: Iterable[Component], clouds: Iterable[Cloud]) -> list[Component]:
    """Return the components, those with their centre in a cloud `in_cloud`."""
    outlines = [cloud.polygon for cloud in clouds]
    return [
        component.model_copy(update={"in_cloud": any(encloses(o, *centre(component.bbox)) for o in outlines)})
        for component in components
    ]


def _annotated(page: Page) -> Iterator[Cloud]:
    for annotation in page.annotations:
        x, y, width, height = annotation.bbox
        box = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        if annotation.cloudy:
            corners = annotation.corners if len(annotation.corners) >= _FEWEST_CORNERS else box
            yield Cloud(polygon=corners, confidence=1.0, source="annotation")


def drawn_clouds(arcs: Arcs, marks: Sequence[RevisionMark] = ()) -> list[Cloud]:
    """Return each closed ring of arcs that is a cloud: its corners, and as confidence the share that are cusps.

    A small round one may be a tree; with a revision's mark beside it, it is a cloud.
    """
    if not _FEWEST_ARCS <= len(arcs) <= MOST_ARCS:
        return []
    found, _ = rings(arcs, lambda ring: _is_cloud(ring, marks))
    return [
        Cloud(polygon=_corners(ring), confidence=len(cusps(ring)) / len(ring), source="drawn")
        for ring in found
    ]


def _is_cloud(ring: Ring, marks: Iterable[RevisionMark] = ()) -> bool:
    corners = _corners(ring)
    if not corners or crossings(corners):
        return False
    return not is_tree(corners) or any(
        to_outline(corners, centre(mark.bbox)) <= _BESIDE + max(mark.bbox[2:]) for mark in marks
    )


def _corners(ring: Ring) -> tuple[Point, ...]:
    """Return a ring's cusps if they go round once, clockwise: arcs that bend so too bulge outward then."""
    if len(ring) < _FEWEST_ARCS or len(cusps(ring)) < _FEWEST_CUSPS * len(meetings(ring)):
        return ()
    corners = tuple(arc.start for arc in ring)
    xs, ys = zip(*corners, strict=True)
    if min(max(xs) - min(xs), max(ys) - min(ys)) < _SMALLEST_PT:
        return ()
    headings = [heading(a, b) for a, b in pairwise([*corners, corners[0]])]
    turned = sum(wrapped(b - a) for a, b in pairwise([*headings, headings[0]]))
    return corners if abs(turned - 2 * pi) < 1 else ()


def meetings(ring: Ring) -> list[tuple[Arc, Arc]]:
    """Return the neighbours of a closed ring between which no arc is missing."""
    return [(a, b) for a, b in pairwise([*ring, ring[0]]) if joined(a, b)]


def cusps(ring: Ring) -> list[tuple[Arc, Arc]]:
    """Return the neighbours that meet in a cusp."""
    return [(a, b) for a, b in meetings(ring) if not _CUSP < wrapped(b.enters - a.leaves) < MOST_TURN]


def is_tree(corners: tuple[Point, ...]) -> bool:
    """Tell whether the corners lie on a small circle: a tree of a site plan."""
    xs, ys = zip(*corners, strict=True)
    sides = sorted((max(xs) - min(xs), max(ys) - min(ys)))
    around = [*pairwise([*corners, corners[0]])]
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in around)) / 2
    roundness = 4 * pi * area / sum(dist(a, b) for a, b in around) ** 2
    regular = pi / len(corners) / tan(pi / len(corners))  # the roundness of as many corners on a circle
    return sides[1] < min(_TREE_PT, _TREE_ASPECT * sides[0]) and roundness > _TREE_ROUNDNESS * regular


def crossings(corners: Sequence[Point]) -> list[tuple[int, int]]:
    """Return which sides of a polygon cross: arcs of several things, taken together across gaps, often do so."""
    start = np.array(corners)
    end = np.roll(start, -1, axis=0)

    def beside(points: Floats) -> NDArray[np.bool_]:  # (side, point): on which hand of each side
        along, away = (end - start)[:, None], points[None] - start[:, None]
        side: NDArray[np.bool_] = along[..., 0] * away[..., 1] > along[..., 1] * away[..., 0]
        return side

    parted = beside(start) ^ beside(end)
    crossed = parted & parted.T
    pairs = np.argwhere(np.triu(crossed, 2)).tolist()
    return [(i, j) for i, j in pairs if j - i < len(corners) - 1]
