"""Pieces that many schematic symbols share: poles, blades, windings, arrows, stubs with their ports."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence

from training.ink import Mark, Path, Point, Port, Symbol, Text, Transform, arc, circle, lead, line, polygon

Marks = list[Mark]
End = tuple[float, float, float]  # where a stub leaves the body, and its direction in degrees

RIGHT, DOWN, LEFT, UP = 0.0, 90.0, 180.0, 270.0


def finish(rng: random.Random, marks: Sequence[Mark], *ends: End, longest: float = 5.0) -> Symbol:
    """Return the symbol with a stub of one common length, sometimes none, and a port at every end."""
    length = 0.0 if rng.random() < 0.2 else rng.uniform(0.5, longest)
    stubs: Marks = []
    ports: list[Port] = []
    for x, y, direction in ends:
        radians = math.radians(direction)
        tip = (x + length * math.cos(radians), y + length * math.sin(radians))
        ports.append(Port(*tip, direction))
        if length:
            stubs.append(lead((x, y), tip))
    return Symbol((*marks, *stubs), tuple(ports))


def upright(rng: random.Random, marks: Sequence[Mark], xs: Iterable[float], reach: Point) -> Symbol:
    """Return the symbol with stubs up from y = reach[0] and down from y = reach[1] at every x."""
    ends = [end for x in xs for end in ((x, reach[0], UP), (x, reach[1], DOWN))]
    return finish(rng, marks, *ends)


def across(rng: random.Random, marks: Sequence[Mark], half: float) -> Symbol:
    """Return the symbol with stubs to the left and the right at y = 0 from x = -half and half."""
    return finish(rng, marks, (-half, 0.0, LEFT), (half, 0.0, RIGHT))


def columns(rng: random.Random, count: int) -> tuple[float, ...]:
    """Return the x positions of `count` poles, centred, at one pitch."""
    pitch = rng.uniform(4.0, 7.0)
    return tuple((i - (count - 1) / 2) * pitch for i in range(count))


def letters(string: str, x: float = 0.0, y: float = 0.0, height: float = 2.0) -> Text:
    """Return lettering inside an outline, which does not count for the box."""
    return Text(string, x, y, height)


def open_or_filled(rng: random.Random) -> float | None:
    """Return the fill of a part that is drawn open as often as filled."""
    return rng.choice((None, 0.0))


def placed(marks: Iterable[Mark], dx: float = 0.0, dy: float = 0.0, angle: float = 0.0) -> Marks:
    """Return marks turned about the origin, then shifted."""
    place = Transform(dx, dy, angle=angle)
    return [place.mark(mark) for mark in marks]


def box(width: float, height: float, x: float = 0.0, y: float = 0.0, fill: float | None = None) -> Path:
    """Return a rectangle around its centre."""
    w, h = width / 2, height / 2
    return polygon((x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h), fill=fill)


def cross(x: float, y: float, arm: float, width: float = 1.0) -> Marks:
    """Return a diagonal cross."""
    return [
        line((x - arm, y - arm), (x + arm, y + arm), width=width),
        line((x - arm, y + arm), (x + arm, y - arm), width=width),
    ]


def arrow(tail: Point, tip: Point, size: float = 1.2, *, filled: bool = True) -> Marks:
    """Return a shaft with a head at `tip`."""
    angle = math.atan2(tip[1] - tail[1], tip[0] - tail[0])
    sides = [
        (tip[0] - size * math.cos(angle + s * 0.4), tip[1] - size * math.sin(angle + s * 0.4))
        for s in (-1, 1)
    ]
    head: Mark = polygon(tip, *sides, fill=0.0, width=0.5) if filled else line(sides[0], tip, sides[1])
    return [line(tail, tip), head]


def chevron(x: float, y: float, size: float, *, up: bool = True) -> Path:
    """Return one draw-out chevron, its point upwards or downwards at (x, y)."""
    dy = size * 0.7 if up else -size * 0.7
    return line((x - size, y + dy), (x, y), (x + size, y + dy))


def chained(arcs: Sequence[Path]) -> Path:
    """Return one path through Bezier arcs that follow each other."""
    points = list(arcs[0].points)
    for piece in arcs[1:]:
        points.extend(piece.points[1:])
    return Path(tuple(points), curve=True)


def humps(count: int, radius: float, y: float = 0.0, *, up: bool = True) -> Path:
    """Return a winding of half circles along x, centred on x = 0."""
    start = -count * radius
    turn = 180.0 if up else -180.0
    return chained([arc(start + (2 * i + 1) * radius, y, radius, 180.0, 180.0 + turn) for i in range(count)])


def loops(count: int, radius: float, y: float = 0.0) -> Path:
    """Return a winding of overlapping three-quarter turns along x, centred on x = 0."""
    pitch = radius * 1.3
    start = -(count - 1) * pitch / 2
    overlap = math.degrees(math.acos(min(1.0, pitch / 2 / radius)))
    return chained(
        [
            arc(
                start + i * pitch,
                y,
                radius,
                180.0 if i == 0 else 180.0 - overlap,
                360.0 if i == count - 1 else 360.0 + overlap,
            )
            for i in range(count)
        ]
    )


def zigzag(length: float, height: float, teeth: int) -> Path:
    """Return a resistor's zigzag along x, centred, with half a tooth at each end."""
    step = length / (2 * teeth)
    points: list[Point] = [(-length / 2, 0.0)]
    for i in range(2 * teeth):
        points.append((-length / 2 + step * (i + 0.5), height / 2 if i % 2 else -height / 2))
    points.append((length / 2, 0.0))
    return line(*points)


def sine(radius: float, x: float = 0.0, y: float = 0.0) -> Path:
    """Return one period of a wave, 2 * radius wide."""
    return Path(
        (
            (x - radius, y),
            (x - radius * 0.6, y - radius * 1.2),
            (x - radius * 0.3, y - radius * 1.0),
            (x, y),
            (x + radius * 0.3, y + radius * 1.0),
            (x + radius * 0.6, y + radius * 1.2),
            (x + radius, y),
        ),
        curve=True,
    )


def blade(x: float, height: float, lean: float) -> Path:
    """Return an open blade, hinged at the bottom, that leaves the upper contact by `lean`."""
    return line((x, height / 2), (x - lean, -height * 0.42))


def contact_mark(kind: str, x: float, height: float) -> Marks:
    """Return what IEC 60617 draws at the fixed contact: cross, bar, ring, bar_ring or half."""
    top, d = -height / 2, height * 0.14
    if kind == "cross":
        return cross(x, top, d)
    if kind == "bar":
        return [line((x - d * 1.2, top), (x + d * 1.2, top))]
    if kind == "ring":
        return [circle(x, top + d * 0.7, d * 0.7)]
    if kind == "bar_ring":
        return [line((x - d * 1.2, top), (x + d * 1.2, top)), circle(x, top + d * 0.7, d * 0.7)]
    if kind == "half":
        return [arc(x, top - d * 0.8, d * 0.8, -90.0, -270.0)]
    return []


def pole(rng: random.Random, x: float, height: float, kind: str) -> Marks:
    """Return one IEC pole, blade and contact mark, between y = -height/2 and height/2."""
    lean = height * rng.uniform(0.3, 0.55)
    return [blade(x, height, lean), *contact_mark(kind, x, height)]


def gang(rng: random.Random, xs: Sequence[float], height: float, kind: str) -> Marks:
    """Return IEC poles side by side, alike, joined by a dashed (or plain) mechanical link."""
    lean = height * rng.uniform(0.3, 0.5)
    marks: Marks = []
    for x in xs:
        marks += [blade(x, height, lean), *contact_mark(kind, x, height)]
    if len(xs) > 1:
        dash = rng.choice([(1.0, 0.7), (1.5, 1.0), (0.8, 0.8), ()])
        middle = height * 0.04
        marks.append(line((xs[0] - lean / 2, middle), (xs[-1] - lean / 2, middle), dash=dash, width=0.8))
    return marks
