"""Revision clouds: what lies in one is new or changed work.

Clouds of PDF editors are annotations with a cloudy border (ISO 32000-1, 12.5.4). Drawn ones are closed chains of arcs
that bulge outward and meet in cusps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise
from math import atan2, dist, floor, inf, pi
from typing import Final, NamedTuple

from orchestrator.components import Cloud, Component
from orchestrator.geometry import Point, centre, encloses
from orchestrator.pages import Page
from orchestrator.recognition.arcs import Arcs, arcs_of

_FEWEST_CORNERS: Final = 3
_FEWEST_ARCS: Final = 6
_MOST_ARCS: Final = 8_000
"""Of a page: no revisions have as many, hatches have, and every arc is compared with those around it."""

_MOST_IN_CELL: Final = 60

_SMALLEST_PT: Final = 24.0
_TOUCH: Final = 0.12
"""How far from an arc's end the next one may begin, in terms of its chord."""

_GAP, _GAP_PT = 3.4, 120.0
"""How far it may begin where arcs are missing, in terms of the chord and in points."""

_MOST_GAPS: Final = 0.35
_TOUCH_PT: Final = 0.3
_CELL_PT: Final = 30.0
_MOST_ASIDE: Final = 1.9
"""Radians a cloud turns by where an arc is missing, at most."""

_MOST_UNLIKE: Final = 3.5
"""How many times longer one arc of a cloud may be than the next."""

_CUSP, _SMOOTHEST = -0.35, 0.6
"""Radians a cloud's outline turns by from arc to arc: clearly inward for most, less where it goes round a corner."""

_FEWEST_CUSPS: Final = 0.75
"""Of the places where two arcs of a cloud meet."""

_TREE_PT, _TREE_ASPECT, _TREE_ROUNDNESS = 130.0, 1.15, 0.9
"""A smaller outline that is as wide as high, and whose area is near a circle's of its girth, is a tree's."""


class _Arc(NamedTuple):
    """An arc as it is walked, clockwise on the page: from where to where, and its directions there in radians."""

    start: Point
    end: Point
    enters: float
    leaves: float

    @property
    def chord(self) -> float:
        return dist(self.start, self.end)


def clouds_of(page: Page) -> list[Cloud]:
    """Return the revision clouds of a page, those drawn and those of PDF editors."""
    return [*_annotated(page), *drawn_clouds(arcs_of(page.vectors))]


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


def drawn_clouds(arcs: Arcs) -> list[Cloud]:
    """Return each closed chain of arcs that is a cloud: its corners, and as confidence the share that are cusps."""
    if not _FEWEST_ARCS <= len(arcs) <= _MOST_ARCS:
        return []
    walk = _Walk(_clockwise(arcs))
    outlines = ((chain, _corners(chain)) for chain in walk.chains())
    return [
        Cloud(polygon=corners, confidence=len(_cusps(chain)) / len(chain), source="drawn")
        for chain, corners in outlines
        if corners and not _is_tree(corners)
    ]


def _clockwise(arcs: Arcs) -> list[_Arc]:
    """Return arcs as they bend clockwise on the page, turned about where they are drawn the other way."""
    found = []
    for (start, end), (enters, leaves), bend in zip(
        arcs.ends.tolist(), arcs.headings.tolist(), arcs.bends.tolist(), strict=True
    ):
        if bend > 0:
            found.append(_Arc((start[0], start[1]), (end[0], end[1]), enters, leaves))
        else:
            found.append(_Arc((end[0], end[1]), (start[0], start[1]), leaves + pi, enters + pi))
    return found


class _Walk:
    """Goes from each arc to the one that begins where it ends, or where one is missing between them."""

    def __init__(self, arcs: list[_Arc]) -> None:
        self._arcs = arcs
        self._places: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, arc in enumerate(arcs):
            self._places[_cell(arc.start)].append(number)
        self._left = dict.fromkeys(range(len(arcs)))

    def chains(self) -> Iterator[list[_Arc]]:
        """Yield each closed chain; no arc is in two."""
        while self._left:
            path = [next(iter(self._left))]
            place = {path[0]: 0}
            gaps = 0
            while (step := self._next(path[-1], place)) is not None:
                number, is_gap = step
                gaps += is_gap
                if number in place:
                    chain = path[place[number] :]
                    if gaps <= _MOST_GAPS * len(chain):
                        yield [self._arcs[i] for i in chain]
                    break
                place[number] = len(path)
                path.append(number)
            for number in path:
                del self._left[number]

    def _next(self, number: int, path: Container[int]) -> tuple[int, bool] | None:
        """Return the arc that goes on from one, and whether there is a gap between them."""
        arc = self._arcs[number]
        for reach, is_gap in ((_touch(arc), False), (min(_GAP * arc.chord, _GAP_PT), True)):
            near = (
                (dist(arc.end, self._arcs[i].start), i)
                for i in self._around(arc.end, reach)
                if i != number
                and (i in self._left or i in path)
                and _goes_on(arc, self._arcs[i], is_gap=is_gap)
            )
            distance, best = min(near, default=(inf, -1))
            if distance <= reach:
                return best, is_gap
        return None

    def _around(self, point: Point, reach: float) -> Iterator[int]:
        (left, top), (right, bottom) = (
            _cell((point[0] - reach, point[1] - reach)),
            _cell((point[0] + reach, point[1] + reach)),
        )
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                if len(found := self._places.get((column, row), ())) <= _MOST_IN_CELL:
                    yield from found


def _cell(point: Point) -> tuple[int, int]:
    return floor(point[0] / _CELL_PT), floor(point[1] / _CELL_PT)


def _touch(arc: _Arc) -> float:
    return max(_TOUCH * arc.chord, _TOUCH_PT)


def _goes_on(arc: _Arc, other: _Arc, *, is_gap: bool) -> bool:
    """Tell whether two arcs can be neighbours in a cloud: alike, with a cusp that points inward between them."""
    if not 1 / _MOST_UNLIKE < other.chord / arc.chord < _MOST_UNLIKE:
        return False
    if is_gap:
        along = _heading(arc.start, arc.end)
        onward = (_heading(arc.end, other.start), _heading(other.start, other.end))
        return all(abs(_wrapped(heading - along)) < _MOST_ASIDE for heading in onward)
    return not _SMOOTHEST < _wrapped(other.enters - arc.leaves) < _MOST_ASIDE


def _corners(chain: list[_Arc]) -> tuple[Point, ...]:
    """Return a chain's cusps if they go round once, clockwise: arcs that bend so too bulge outward then."""
    if len(chain) < _FEWEST_ARCS or len(_cusps(chain)) < _FEWEST_CUSPS * len(_meetings(chain)):
        return ()
    corners = tuple(arc.start for arc in chain)
    xs, ys = zip(*corners, strict=True)
    if min(max(xs) - min(xs), max(ys) - min(ys)) < _SMALLEST_PT:
        return ()
    headings = [_heading(a, b) for a, b in pairwise([*corners, corners[0]])]
    turned = sum(_wrapped(b - a) for a, b in pairwise([*headings, headings[0]]))
    return corners if abs(turned - 2 * pi) < 1 else ()


def _meetings(chain: list[_Arc]) -> list[tuple[_Arc, _Arc]]:
    """Return the neighbours of a closed chain that touch."""
    return [(a, b) for a, b in pairwise([*chain, chain[0]]) if dist(a.end, b.start) <= _touch(a)]


def _cusps(chain: list[_Arc]) -> list[tuple[_Arc, _Arc]]:
    """Return the neighbours that meet in a cusp."""
    return [(a, b) for a, b in _meetings(chain) if not _CUSP < _wrapped(b.enters - a.leaves) < _MOST_ASIDE]


def _is_tree(corners: tuple[Point, ...]) -> bool:
    """Tell whether the corners lie on a small circle: a tree of a site plan."""
    xs, ys = zip(*corners, strict=True)
    sides = sorted((max(xs) - min(xs), max(ys) - min(ys)))
    around = [*pairwise([*corners, corners[0]])]
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in around)) / 2
    roundness = 4 * pi * area / sum(dist(a, b) for a, b in around) ** 2
    return sides[1] < min(_TREE_PT, _TREE_ASPECT * sides[0]) and roundness > _TREE_ROUNDNESS


def _heading(a: Point, b: Point) -> float:
    return atan2(b[1] - a[1], b[0] - a[0])


def _wrapped(angle: float) -> float:
    """Return an angle in [-pi, pi)."""
    return (angle + pi) % (2 * pi) - pi
