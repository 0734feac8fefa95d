"""Shapes that plan symbols are put together from: outlines with lettering, sectors, strokes, ports."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from training.ink import (
    Mark,
    Path,
    Point,
    Port,
    Symbol,
    Text,
    arc,
    bezier,
    bounds,
    circle,
    polygon,
    rectangle,
    text_size,
)

Outline = Callable[[float, float, float], Path]  # centre x, centre y, half size in mm


def hung(marks: Iterable[Mark]) -> Symbol:
    """Return a device on a wall: wires meet it from the room and from both sides."""
    return _with_ports(tuple(marks), (0.0, 180.0, 270.0))


def free(marks: Iterable[Mark]) -> Symbol:
    """Return a free-standing or ceiling device: wires meet it from all four sides."""
    return _with_ports(tuple(marks), (0.0, 90.0, 180.0, 270.0))


def _with_ports(marks: tuple[Mark, ...], directions: Sequence[float]) -> Symbol:
    x0, y0, x1, y1 = bounds(mark for mark in marks if mark.body)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    sides = {0.0: (x1, y), 90.0: (x, y1), 180.0: (x0, y), 270.0: (x, y0)}
    return Symbol(marks, tuple(Port(*sides[d], d) for d in directions))


def sector(centre: Point, radius: float, start: float, end: float, *, fill: float | None = 0.0) -> Path:
    """Return the slice of a circle between two angles, point at the centre."""
    points = arc(*centre, radius, start, end).points
    return Path((*points, points[-1], centre, centre), closed=True, fill=fill, curve=True)


def cap(centre: Point, radius: float, start: float, *, fill: float | None = 0.0) -> Path:
    """Return half a disc with its chord, from `start` clockwise over 180 degrees."""
    return replace(arc(*centre, radius, start, start + 180.0), closed=True, fill=fill)


def regular(
    centre: Point, radius: float, sides: int, *, turn: float = 0.0, fill: float | None = None
) -> Path:
    """Return a regular polygon whose first corner lies at `turn` degrees."""
    angles = [math.radians(turn + 360.0 * k / sides) for k in range(sides)]
    corners = [(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in angles]
    return polygon(*corners, fill=fill)


def triangle(x: float, base: float, size: Point, *, fill: float | None = None) -> Path:
    """Return a triangle with its base at y = `base` and its apex `size[1]` above (below when negative)."""
    width, height = size
    return polygon((x - width / 2, base), (x + width / 2, base), (x, base - height), fill=fill)


def square(x: float, y: float, half: float, *, fill: float | None = None) -> Path:
    """Return a square about a centre."""
    return rectangle(x - half, y - half, x + half, y + half, fill=fill)


def diamond(x: float, y: float, half: float) -> Path:
    """Return a square standing on its corner."""
    return regular((x, y), half * 1.3, 4)


def hexagon(x: float, y: float, half: float) -> Path:
    """Return a hexagon with flat top and bottom."""
    return regular((x, y), half * 1.12, 6)


def octagon(x: float, y: float, half: float) -> Path:
    """Return an octagon with flat sides."""
    return regular((x, y), half * 1.08, 8, turn=22.5)


def ring(x: float, y: float, half: float) -> Path:
    """Return an open circle, as an outline that lettering goes into."""
    return circle(x, y, half)


def box(x: float, y: float, half: float) -> Path:
    """Return a rectangle wider than high, for two letters and more."""
    return rectangle(x - half * 1.5, y - half * 0.85, x + half * 1.5, y + half * 0.85)


def inside(string: str, x: float, y: float, half: float) -> Text:
    """Return lettering that fits an outline of the given half size."""
    return Text(string, x, y, height=half * min(1.05, 2.0 / (len(string) + 0.4)))


def lettered(rng: random.Random, outline: Outline, strings: str, *, wall: bool = False) -> Symbol:
    """Return an outline around one of the space-separated strings, free-standing or against a wall."""
    half = rng.uniform(1.6, 2.8)
    frame = outline(0.0, 0.0, half)
    depth = bounds([frame])[3] if wall else 0.0
    room = half * (1.45 if outline is box else 1.0)
    text = inside(rng.choice(strings.split()), 0.0, -depth, room)
    text = replace(text, height=min(text.height, half * 1.05) * rng.uniform(0.85, 1.05))
    marks = (outline(0.0, -depth, half), text)
    return hung(marks) if wall else free(marks)


def lettering(outline: Outline, strings: str, *, wall: bool = False) -> Callable[[random.Random], Symbol]:
    """Return the drawing function of an outline with one of the space-separated strings inside."""
    return lambda rng: lettered(rng, outline, strings, wall=wall)


def beside(rng: random.Random, string: str, marks: Sequence[Mark]) -> Text:
    """Return lettering close to a device, outside its body: right, left, or on the room's side."""
    x0, y0, x1, y1 = bounds(mark for mark in marks if mark.body)
    height, gap = rng.uniform(1.3, 2.1), rng.uniform(0.3, 0.9)
    reach = gap + text_size(Text(string, 0, 0, height))[0] / 2
    spots = (
        (x1 + reach, rng.uniform(y0, y1)),
        (x0 - reach, rng.uniform(y0, y1)),
        ((x0 + x1) / 2, y0 - gap - height / 2),
    )
    return Text(string, *rng.choice(spots), height)


def letter_s(x: float, y: float, height: float, *, width: float = 1.0) -> Path:
    """Return the letter S in one stroke, as pen fonts draw it."""
    shape = (
        (0.34, -0.32), (0.30, -0.53), (-0.34, -0.56), (-0.34, -0.25),
        (-0.34, 0.02), (0.36, -0.02), (0.36, 0.25),
        (0.36, 0.56), (-0.33, 0.53), (-0.37, 0.30),
    )  # fmt: skip
    return bezier(*((x + px * height, y + py * height) for px, py in shape), width=width)


def polar(x: float, y: float, reach: float, degrees: float) -> Point:
    """Return the point `reach` mm from (x, y), clockwise from the right."""
    return x + reach * math.cos(math.radians(degrees)), y + reach * math.sin(math.radians(degrees))


def one_of(rng: random.Random, *parts: Sequence[Mark]) -> Sequence[Mark]:
    """Return one of the given groups of marks."""
    return rng.choice(parts)
