"""How a hand or another program redraws a symbol: other proportions, pens, corners, ends and fills.

A sheet's `Hand` changes every symbol on it in one manner, as an office does, whatever variant it is. What a symbol's
class depends on stays: which marks there are and how they lie to each other.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from training.ink import Mark, Path, Point, Port, Symbol, Text, bounds, circle, flatten

_STEP_MM: Final = 0.8
"""Length of the pieces that a wavering line is made of."""
_HEAVIEST: Final = 3.5
"""Factor on the sheet's pen beyond which no outline is made heavier."""
SWAPPED: Final = frozenset(
    {
        "battery", "data_outlet", "diode", "disconnect_switch", "emergency_light", "exit_sign", "floor_box", "horn",
        "horn_strobe", "inductor", "occupancy_sensor", "pull_station", "push_button", "solenoid_valve", "terminal",
        "tv_outlet",
    }
)  # fmt: skip
"""Classes whose parts are drawn open or filled without telling anything."""


@dataclass(frozen=True, slots=True)
class Hand:
    """A manner of drawing.

    Attributes:
        stretch: factors of width and height.
        waver_mm: how far a line strays from its course.
        overrun_mm: how far the ends of open lines go past their corners.
        corner_mm: by how much corners of closed outlines are rounded off.
        heavy: factor on the pen of outlines.
        doubled: share of its size at which an outline is drawn again inside itself; 0 for none.
        broken: dash and gap of a pen that fails, mm; empty for a good one.
        swapped: whether open parts are filled and filled ones left open where that tells nothing.
        pale: how much lighter every second part is drawn, as where parts have the colours of what they belong to.
        ends_mm: radius of a ring or dot where wires attach; 0 for none.
    """

    stretch: tuple[float, float] = (1.0, 1.0)
    waver_mm: float = 0.0
    overrun_mm: float = 0.0
    corner_mm: float = 0.0
    heavy: float = 1.0
    doubled: float = 0.0
    broken: tuple[float, ...] = ()
    swapped: bool = False
    pale: float = 0.0
    ends_mm: float = 0.0

    @classmethod
    def drawn(cls, rng: random.Random) -> Hand:
        """Return a manner with two or three habits."""
        habits = {
            "stretch": (math.exp(rng.uniform(-0.22, 0.22)), math.exp(rng.uniform(-0.22, 0.22))),
            "waver_mm": rng.uniform(0.04, 0.14),
            "overrun_mm": rng.uniform(0.2, 0.7),
            "corner_mm": rng.uniform(0.2, 0.8),
            "heavy": rng.uniform(1.4, 2.6),
            "doubled": rng.uniform(0.74, 0.88),
            "broken": (rng.uniform(1.2, 4.0), rng.uniform(0.12, 0.35)),
            "swapped": True,
            "pale": rng.uniform(0.3, 0.75),
            "ends_mm": rng.uniform(0.25, 0.5),
        }
        weights = {"stretch": 3.0, "doubled": 0.6, "broken": 0.7}
        chosen = set(rng.choices(list(habits), [weights.get(name, 1.0) for name in habits], k=3))
        return cls(**{name: value for name, value in habits.items() if name in chosen})  # type: ignore[arg-type]  # each of its field's type

    def redraw(self, symbol: Symbol, class_name: str, rng: random.Random) -> Symbol:
        """Return the symbol in this manner, at its own size and place, its ports where its wires still end."""
        marks = [self._stretched(mark) for mark in symbol.marks]
        ports = tuple(Port(p.x * self.stretch[0], p.y * self.stretch[1], p.direction) for p in symbol.ports)
        if self.swapped and class_name in SWAPPED:
            marks = list(_swapped(marks))
        if self.doubled and (frame := _frame(marks)) is not None:
            marks.append(_inside(frame, self.doubled))
        if self.ends_mm:
            fill = rng.choice((None, 0.0))
            marks += [replace(circle(p.x, p.y, self.ends_mm, fill=fill), body=False) for p in ports]
        if self.pale:
            marks[::2] = [
                mark if isinstance(mark, Text) else replace(mark, pale=self.pale) for mark in marks[::2]
            ]
        return Symbol(tuple(self._penned(mark, rng) for mark in marks), ports)

    def _stretched(self, mark: Mark) -> Mark:
        wide, tall = self.stretch
        if isinstance(mark, Text):
            return replace(mark, x=mark.x * wide, y=mark.y * tall)
        return replace(mark, points=tuple((x * wide, y * tall) for x, y in mark.points))

    def _penned(self, mark: Mark, rng: random.Random) -> Mark:
        """Return one mark by this hand's pen: corners, ends, course, width and dashes."""
        if isinstance(mark, Text):
            return mark
        path = mark
        if self.corner_mm and path.closed and not path.curve and len(path.points) > 2:
            path = _rounded(path, self.corner_mm)
        if self.overrun_mm and not path.closed and not path.curve and path.body:
            path = replace(path, points=_longer(path.points, self.overrun_mm * rng.random()))
        if self.waver_mm and path.width > 0:
            path = replace(path, points=_wavering(path, self.waver_mm, rng), curve=False)
        dash = path.dash or (self.broken if path.body else ())
        width = min(path.width * self.heavy, max(path.width, _HEAVIEST)) if path.closed else path.width
        return replace(path, width=width, dash=dash)


def _swapped(marks: Sequence[Mark]) -> Iterable[Mark]:
    """Yield the marks, closed parts that hold no other mark filled where they were open and open where filled."""
    for mark in marks:
        if isinstance(mark, Path) and mark.closed and mark.width > 0 and not _holds(mark, marks):
            yield replace(mark, fill=0.0 if mark.fill is None else None)
        else:
            yield mark


def _holds(outer: Path, marks: Sequence[Mark]) -> bool:
    """Tell whether the middle of a letter or of a smaller part lies within a part's bounds."""
    x0, y0, x1, y1 = bounds([outer])
    for mark in marks:
        if isinstance(mark, Text):
            x, y = mark.x, mark.y
        elif _area(mark) < _area(outer):
            a0, b0, a1, b1 = bounds([mark])
            x, y = (a0 + a1) / 2, (b0 + b1) / 2
        else:
            continue
        if x0 < x < x1 and y0 < y < y1:
            return True
    return False


def _frame(marks: Sequence[Mark]) -> Path | None:
    """Return the symbol's largest closed outline, if it is open inside and bounds the body's better part."""
    closed = [m for m in marks if isinstance(m, Path) and m.closed and m.body and m.fill is None]
    if not closed:
        return None
    largest = max(closed, key=_area)
    whole = bounds(mark for mark in marks if mark.body)
    return largest if _area(largest) > 0.6 * (whole[2] - whole[0]) * (whole[3] - whole[1]) else None


def _area(path: Path) -> float:
    x0, y0, x1, y1 = bounds([path])
    return (x1 - x0) * (y1 - y0)


def _inside(frame: Path, share: float) -> Path:
    """Return an outline again, smaller, about its middle."""
    x0, y0, x1, y1 = bounds([frame])
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return replace(frame, points=tuple((x + (a - x) * share, y + (b - y) * share) for a, b in frame.points))


def _rounded(path: Path, radius: float) -> Path:
    """Return a closed polygon with round corners, as chained Beziers; short sides are rounded less."""
    corners = path.points
    points: list[Point] = []
    for i, corner in enumerate(corners):
        start, end = (
            _towards(corner, other, radius) for other in (corners[i - 1], corners[(i + 1) % len(corners)])
        )
        if points:
            points += [points[-1], start, start]
        else:
            points.append(start)
        points += [corner, corner, end]
    return replace(path, points=(*points, points[-1], points[0], points[0]), curve=True)


def _towards(start: Point, goal: Point, reach: float) -> Point:
    """Return the point `reach` mm from one point to another, or 0.4 of the way if that is nearer."""
    length = math.dist(start, goal)
    share = min(reach / length, 0.4) if length else 0.0
    return start[0] + (goal[0] - start[0]) * share, start[1] + (goal[1] - start[1]) * share


def _longer(points: Sequence[Point], reach: float) -> tuple[Point, ...]:
    """Return a polyline whose two ends go on by `reach` mm."""
    first, last = (_beyond(points[1], points[0], reach), _beyond(points[-2], points[-1], reach))
    return (first, *points[1:-1], last)


def _beyond(start: Point, end: Point, reach: float) -> Point:
    length = math.dist(start, end)
    if not length:
        return end
    return end[0] + (end[0] - start[0]) * reach / length, end[1] + (end[1] - start[1]) * reach / length


def _wavering(path: Path, amount: float, rng: random.Random) -> tuple[Point, ...]:
    """Return a path as a polyline whose points stray smoothly from their course; the ends of open ones stay."""
    course = flatten(path.points) if path.curve else list(path.points)
    if path.closed:
        course.append(course[0])
    points: list[Point] = [course[0]]
    dx = dy = 0.0
    for start, end in pairwise(course):
        pieces = max(1, round(math.dist(start, end) / _STEP_MM))
        for k in range(1, pieces + 1):
            dx, dy = (0.6 * d + 0.8 * amount * rng.uniform(-1, 1) for d in (dx, dy))
            share = k / pieces
            points.append(
                (start[0] + (end[0] - start[0]) * share + dx, start[1] + (end[1] - start[1]) * share + dy)
            )
    points[-1] = points[0] if path.closed else course[-1]
    return tuple(points)
