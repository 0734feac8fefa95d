"""Rings of arcs: arcs that touch make pieces, and pieces go on to each other where arcs are missing.

Each arc has one next and one before it, the nearest first, so pieces are told apart at once. Across gaps a ring is the
cheapest way from a piece's end back to its start (Dijkstra 1959); a gap costs the square of its length, so that a way
goes over every arc that lies on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import islice
from math import atan2, dist, floor, pi
from typing import Final, NamedTuple

from orchestrator.geometry import Point
from orchestrator.recognition.arcs import Arcs

_TOUCH, _TOUCH_PT = 0.12, 0.3
"""How far from an arc's end the next one may begin, in terms of its chord, and always in points."""

_GAP, _GAP_PT = 5.2, 120.0
"""How far it may begin where arcs are missing, in terms of the chord and in points."""

_LOOSE: Final = 0.3
"""In terms of the chord: a shorter gap is no missing arc, its two arcs do not quite meet."""

_MOST_GAPS: Final = 0.33
"""Of a ring's girth that may be missing."""

_FEWEST_JOINED: Final = 0.5
"""Of a ring's arcs that go on to the next without one missing."""

_MOST_ASIDE: Final = 2.4
"""Radians a ring turns by where an arc is missing, at most."""

_MOST_UNLIKE: Final = 3.5
"""How many times longer one arc of a ring may be than the next."""

_OTHER_PEN: Final = 1.6
"""How many times more ink may lie across one arc of a ring than across the next."""

SMOOTHEST: Final = 0.6
"""Radians by which a ring may turn outward from one arc to the next: where it goes round a corner."""

MOST_TURN: Final = 1.9
_CELL_PT: Final = 30.0
_MOST_IN_CELL: Final = 60
_MOST_LOOKS: Final = 600_000
"""Pairs of arcs that are looked at on a page, a second or two; rings beyond are not found."""

_SHORTEST_START: Final = 2
_MOST_TRIMMED, _FEWEST_TRIMMED = 2, 8
_MOST_STEPS: Final = 300
_MOST_WAYS: Final = 4


class Arc(NamedTuple):
    """An arc as it is walked, clockwise on the page: from where to where, its directions there in radians, its pen."""

    start: Point
    end: Point
    enters: float
    leaves: float
    pen: float = 1.0

    @property
    def chord(self) -> float:
        """How far its ends are from each other, points."""
        return dist(self.start, self.end)


Ring = list[Arc]
"""Arcs in the order they are walked; the last one goes on to the first."""


class Effort(NamedTuple):
    """How hard rings are looked for.

    Attributes:
        most_looks: pairs of arcs that are looked at.
        shortest_start: arcs of a piece that a ring may begin with.
        loose_ends: whether the first and the last arc of a piece may be other ink.
    """

    most_looks: int = _MOST_LOOKS
    shortest_start: int = _SHORTEST_START
    loose_ends: bool = False


_USUAL: Final = Effort()


def rings(arcs: Arcs, accepts: Callable[[Ring], bool], effort: Effort = _USUAL) -> tuple[list[Ring], bool]:
    """Return the rings that are accepted, no arc in two of them, and whether all were looked for with this effort."""
    walk = _Walk(_clockwise(arcs), effort)
    closed, open_ends = walk.pieces()
    found = [ring for piece in closed if accepts(ring := walk.arcs_of(piece))]
    return found + walk.rings_across_gaps(open_ends, accepts), not walk.is_spent


def touch(arc: Arc) -> float:
    """Return how far from an arc's end the next one may begin to touch it, points."""
    return max(_TOUCH * arc.chord, _TOUCH_PT)


def wrapped(angle: float) -> float:
    """Return an angle in [-pi, pi)."""
    return (angle + pi) % (2 * pi) - pi


def heading(a: Point, b: Point) -> float:
    """Return the direction from one point to another, radians."""
    return atan2(b[1] - a[1], b[0] - a[0])


def _clockwise(arcs: Arcs) -> list[Arc]:
    """Return arcs as they bend clockwise on the page, turned about where they are drawn the other way."""
    found = []
    pens = [1.0] * len(arcs) if arcs.pens is None else arcs.pens.tolist()
    for (start, end), (enters, leaves), bend, pen in zip(
        arcs.ends.tolist(), arcs.headings.tolist(), arcs.bends.tolist(), pens, strict=True
    ):
        if bend > 0:
            found.append(Arc((start[0], start[1]), (end[0], end[1]), enters, leaves, pen))
        else:
            found.append(Arc((end[0], end[1]), (start[0], start[1]), leaves + pi, enters + pi, pen))
    return found


class _Walk:
    """The arcs of a page by where they begin; pieces are lists of their numbers."""

    def __init__(self, arcs: list[Arc], effort: Effort) -> None:
        self._arcs, self._effort = arcs, effort
        self._places: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, arc in enumerate(arcs):
            self._places[_cell(arc.start)].append(number)
        self._priced: dict[int, list[tuple[float, int]]] = {}
        self._looks = 0

    @property
    def is_spent(self) -> bool:
        """Whether more pairs of arcs were looked at than are allowed."""
        return self._looks > self._effort.most_looks

    def arcs_of(self, piece: Sequence[int]) -> Ring:
        """Return the arcs of these numbers."""
        return [self._arcs[number] for number in piece]

    def pieces(self) -> tuple[list[list[int]], list[list[int]]]:
        """Return closed and open pieces of arcs that touch."""
        pairs = [
            (dist(arc.end, self._arcs[other].start), number, other)
            for number, arc in enumerate(self._arcs)
            for other in self._around(arc.end, touch(arc))
            if other != number and _goes_on(arc, self._arcs[other])
        ]
        onward, before = dict[int, int](), dict[int, int]()
        for _, number, other in sorted(pairs):
            if number not in onward and other not in before:
                onward[number], before[other] = other, number
        seen = set[int]()
        ends = [
            self._piece(number, onward, seen) for number in range(len(self._arcs)) if number not in before
        ]
        loops = [self._piece(number, onward, seen) for number in onward if number not in seen]
        return loops, ends

    def rings_across_gaps(self, pieces: list[list[int]], accepts: Callable[[Ring], bool]) -> list[Ring]:
        """Return accepted rings of open pieces, those of the longest first."""
        parts = _with_loose_ends(pieces) if self._effort.loose_ends else pieces
        ordered = sorted(parts, key=len, reverse=True)
        first = {piece[0]: piece for piece in ordered}
        found = []
        for piece in ordered:
            if len(piece) < self._effort.shortest_start or self.is_spent:
                break
            if piece[0] not in first:
                continue
            way = self._way_round(piece, first)
            ring = self.arcs_of([number for start in way for number in first[start]])
            if way and _is_whole(ring) and accepts(ring):
                found.append(ring)
                for start in way:
                    del first[start]
            elif not way and (within := next(filter(accepts, self._trimmed(piece)), None)):
                found.append(within)
                del first[piece[0]]
        return found

    def _trimmed(self, piece: list[int]) -> Iterator[Ring]:
        """Yield rings of one piece without its first or last arcs: other ink that happens to begin or end there."""
        for before in range(_MOST_TRIMMED + 1):
            for after in range(_MOST_TRIMMED + 1):
                ring = self.arcs_of(piece[before : len(piece) - after])
                if len(ring) >= _FEWEST_TRIMMED and self._closes(ring) and _is_whole(ring):
                    yield ring

    @staticmethod
    def _closes(ring: Ring) -> bool:
        reach = min(_GAP * ring[-1].chord, _GAP_PT)
        return dist(ring[-1].end, ring[0].start) <= reach and _price(ring[-1], ring[0]) is not None

    def _way_round(self, piece: list[int], first: dict[int, list[int]]) -> list[int]:
        """Return the first arcs of the pieces on the cheapest way from a piece's end to its start, or none."""
        home, came, done = piece[0], dict[int, int](), set[int]()
        queue = [(0.0, home, home)]
        while queue and len(done) < _MOST_STEPS:
            cost, start, origin = heappop(queue)
            if start in done and start != home:
                continue
            if start == home and cost > 0:
                return _traced(came, origin, home)
            if start != home:
                came[start] = origin
            done.add(start)
            self._looks += 1
            for price, other in self._ways(first[start][-1], first):
                if other == home or other not in done:
                    heappush(queue, (cost + price, other, start))
        return []

    def _ways(self, number: int, first: dict[int, list[int]]) -> list[tuple[float, int]]:
        """Return the cheapest ways from an arc over a gap: price, and the first arc of a piece."""
        if number not in self._priced:
            arc = self._arcs[number]
            found = [
                (price, other)
                for other in self._around(arc.end, min(_GAP * arc.chord, _GAP_PT))
                if (price := _price(arc, self._arcs[other])) is not None
            ]
            self._priced[number] = sorted(found)
        return [*islice((way for way in self._priced[number] if way[1] in first), _MOST_WAYS)]

    def _piece(self, number: int, onward: dict[int, int], seen: set[int]) -> list[int]:
        piece = [number]
        seen.add(number)
        while (following := onward.get(piece[-1])) is not None and following not in seen:
            piece.append(following)
            seen.add(following)
        return piece

    def _around(self, point: Point, reach: float) -> Iterator[int]:
        (left, top), (right, bottom) = (
            _cell((point[0] - reach, point[1] - reach)),
            _cell((point[0] + reach, point[1] + reach)),
        )
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                if len(found := self._places.get((column, row), ())) <= _MOST_IN_CELL:
                    self._looks += len(found)
                    yield from (i for i in found if dist(point, self._arcs[i].start) <= reach)


def _with_loose_ends(pieces: list[list[int]]) -> list[list[int]]:
    """Return pieces, the ends of long ones on their own: other ink that begins or ends there can be passed by."""
    return [
        part
        for piece in pieces
        for part in ([piece[:1], piece[1:-1], piece[-1:]] if len(piece) >= _FEWEST_TRIMMED else [piece])
    ]


def _traced(came: dict[int, int], last: int, home: int) -> list[int]:
    way = [last]
    while way[-1] != home:
        way.append(came[way[-1]])
    return way[::-1]


def _cell(point: Point) -> tuple[int, int]:
    return floor(point[0] / _CELL_PT), floor(point[1] / _CELL_PT)


def _alike(arc: Arc, other: Arc) -> bool:
    """Tell whether two arcs are about as long and of one pen."""
    of_like_chords = 1 / _MOST_UNLIKE < other.chord / arc.chord < _MOST_UNLIKE
    return of_like_chords and 1 / _OTHER_PEN < other.pen / arc.pen < _OTHER_PEN


def _goes_on(arc: Arc, other: Arc) -> bool:
    """Tell whether two arcs that touch can be neighbours in a cloud: alike, and no smooth outward turn between them."""
    return _alike(arc, other) and not SMOOTHEST < wrapped(other.enters - arc.leaves) < MOST_TURN


def _price(arc: Arc, other: Arc) -> float | None:
    """Return what a gap costs between two arcs, None where a cloud does not go on so."""
    if not _alike(arc, other):
        return None
    gap, chord = dist(arc.end, other.start), (arc.chord + other.chord) / 2
    along, onward = heading(arc.start, arc.end), heading(other.start, other.end)
    aside = abs(wrapped(onward - along))
    if not joined(arc, other):  # else the way between them is an accident of how they were drawn
        way = heading(arc.end, other.start)
        aside = max(abs(wrapped(way - along)), abs(wrapped(onward - way)))
    return 0.05 + (gap / chord) ** 5 + aside**2 / 2 if aside < _MOST_ASIDE else None


def joined(a: Arc, b: Arc) -> bool:
    """Tell whether no arc is missing between two that follow each other."""
    return dist(a.end, b.start) <= max(_LOOSE * (a.chord + b.chord) / 2, _TOUCH_PT)


def _is_whole(ring: Ring) -> bool:
    """Tell whether most of a ring is there: of its girth, and of the places where its arcs meet."""
    pairs = [*zip(ring, [*ring[1:], ring[0]], strict=True)]
    gaps = sum(dist(a.end, b.start) for a, b in pairs)
    girth = gaps + sum(arc.chord for arc in ring)
    return gaps <= _MOST_GAPS * girth and sum(joined(a, b) for a, b in pairs) >= _FEWEST_JOINED * len(ring)
