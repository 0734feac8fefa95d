"""Troffers, strips and emergency lights as drawn on plans (NECA 100, IEC 60617-11)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from training.ink import Mark, Symbol, Text, circle, line, polygon, rectangle
from training.symbols.catalogue import variant
from training.symbols.plan_parts import beside, box, cap, free, hung, lettering, polar, ring, square, triangle

LIGHT = "lighting_plan"
EMERGENCY = "lighting_plan fire_plan"
Inner = Callable[[random.Random, float, float], list[Mark]]  # random source, half width, half depth

_SIZES = {
    "2x4": (2.0, 0.5),
    "2x2": (1.0, 1.0),
    "1x4": (4.0, 0.25),
}  # width to depth, chance of a large drawing


def _panel(rng: random.Random, size: str) -> tuple[float, float]:
    """Return half the width and depth of a recessed luminaire, mm."""
    ratio = _SIZES[size][0] * rng.uniform(0.95, 1.05)
    depth = rng.uniform(1.6, 3.0) if size == "1x4" else rng.uniform(3.0, 6.2)
    return depth * ratio / 2, depth / 2


def _plain(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw nothing inside."""
    del rng, x, y
    return []


def _diagonal(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw one diagonal."""
    del rng
    return [line((-x, y), (x, -y))]


def _crossed(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw both diagonals."""
    return [*_diagonal(rng, x, y), line((-x, -y), (x, y))]


def _shaded(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Fill half, along a diagonal or the middle."""
    kind = rng.random()
    if kind < 0.6:
        return [polygon((-x, y), (x, -y), (-x, -y), fill=0.0)]
    return [rectangle(-x, -y, 0, y, fill=0.0)] if kind < 0.8 else [rectangle(-x, -y, x, 0, fill=0.0)]


def _louvres(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw one to three inner lines along the length."""
    count = rng.randint(1, 3)
    inset = x * rng.choice((1.0, 0.9))
    levels = [y * (2 * (k + 1) / (count + 1) - 1) for k in range(count)]
    return [line((-inset, level), (inset, level)) for level in levels]


def _inset(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw a smaller rectangle inside."""
    margin = y * rng.uniform(0.2, 0.5)
    return [rectangle(-x + margin, -y + margin, x - margin, y - margin)]


def _basket(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw the centre basket of an indirect troffer."""
    share = rng.uniform(0.25, 0.45)
    return [line((-x, -y * share), (x, -y * share)), line((-x, y * share), (x, y * share))]


def _dotted(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw a circle in the middle, the outlet box."""
    del x
    return [circle(0, 0, y * rng.uniform(0.35, 0.8))]


def _eyed(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw the type's letter in the middle."""
    letter = rng.choice(("A", "B", "F1", "A1", "C", "a", "2", "L1"))
    return [Text(letter, 0, 0, min(y * 0.9, x * 0.6))]


def _recessed(size: str, inner: Inner) -> Callable[[random.Random], Symbol]:
    """Return the drawing function of a rectangle with the given inside, at times its type beside."""

    def draw(rng: random.Random) -> Symbol:
        x, y = _panel(rng, size)
        marks = [rectangle(-x, -y, x, y), *inner(rng, x, y)]
        return free(
            [*marks, beside(rng, rng.choice(("A1", "A", "F2", "L1E")), marks)]
            if rng.random() < 0.3
            else marks
        )

    return draw


_INSIDES: tuple[tuple[str, Inner, float], ...] = (
    ("plain", _plain, 0.8),
    ("diagonal", _diagonal, 1.2),
    ("crossed", _crossed, 0.7),
    ("shaded", _shaded, 1.0),
    ("louvres", _louvres, 0.7),
    ("inset", _inset, 0.7),
    ("basket", _basket, 0.8),
    ("dotted", _dotted, 0.7),
    ("lettered", _eyed, 0.5),
)
for _name, _inner, _weight in _INSIDES:
    for _size, _share in (("2x4", 1.0), ("2x2", 0.5), ("1x4", 0.6)):
        variant(f"linear_luminaire/{_size}_{_name}", "plan", LIGHT, weight=_weight * _share)(
            _recessed(_size, _inner)
        )


def _strip(rng: random.Random) -> tuple[float, float]:
    """Return half the width and depth of a strip, mm."""
    return rng.uniform(5.0, 12.5), rng.uniform(0.35, 0.8)


@variant("linear_luminaire/strip", "plan", LIGHT, weight=1.0)
def strip(rng: random.Random) -> Symbol:
    """Draw a long thin rectangle, plain, with a middle line or a circle in the middle."""
    x, y = _strip(rng)
    extra = rng.choice(([], [line((-x, 0), (x, 0))], [circle(0, 0, y * rng.uniform(0.8, 2.0))]))
    return free([rectangle(-x, -y, x, y), *extra])


@variant("linear_luminaire/line_ends", "iec", LIGHT, weight=0.8)
def line_ends(rng: random.Random) -> Symbol:
    """Draw a bar between two end ticks, one to three lines for as many tubes."""
    x, tick = rng.uniform(3.5, 9.0), rng.uniform(0.8, 1.6)
    tubes = rng.choice((1, 1, 2, 3))
    levels = [0.55 * (k - (tubes - 1) / 2) for k in range(tubes)]
    bars = [line((-x, level), (x, level), width=rng.choice((1.0, 1.8))) for level in levels]
    return free([*bars, *(line((s * x, -tick), (s * x, tick)) for s in (-1, 1))])


@variant("linear_luminaire/strip_ring", "plan", LIGHT, weight=0.8)
def strip_ring(rng: random.Random) -> Symbol:
    """Draw a line with end ticks through a circle."""
    x, tick, radius = rng.uniform(3.5, 9.0), rng.uniform(0.5, 1.2), rng.uniform(0.8, 1.6)
    arms = [line((s * radius, 0), (s * x, 0)) for s in (-1, 1)]
    return free([circle(0, 0, radius), *arms, *(line((s * x, -tick), (s * x, tick)) for s in (-1, 1))])


@variant("linear_luminaire/box_ring", "plan", LIGHT, weight=0.8)
def box_ring(rng: random.Random) -> Symbol:
    """Draw a rectangle with a circle across its middle."""
    x, y = rng.uniform(3.5, 8.0), rng.uniform(0.6, 1.3)
    return free([rectangle(-x, -y, x, y), circle(0, 0, y * rng.uniform(1.0, 1.6))])


@variant("linear_luminaire/wall_strip", "plan", LIGHT, weight=0.8)
def wall_strip(rng: random.Random) -> Symbol:
    """Draw a strip on the wall with a circle or stem behind it."""
    x, depth, stem = rng.uniform(2.5, 7.0), rng.uniform(0.9, 1.8), rng.choice((0.0, rng.uniform(0.4, 1.0)))
    marks: list[Mark] = [rectangle(-x, -stem - depth, x, -stem)]
    marks += [line((s * x * 0.5, 0), (s * x * 0.5, -stem)) for s in (-1, 1)] if stem else []
    return hung([*marks, circle(0, -stem - depth / 2, depth * 0.35)] if rng.random() < 0.5 else marks)


@variant("linear_luminaire/row", "plan", LIGHT, weight=0.5)
def row(rng: random.Random) -> Symbol:
    """Draw a row of two or three strips end to end."""
    pieces, length, y = rng.randint(2, 3), rng.uniform(6.0, 8.3), rng.uniform(0.4, 0.9)
    left = -pieces * length / 2
    cells = [rectangle(left + k * length, -y, left + (k + 1) * length, y) for k in range(pieces)]
    return free([*cells, *(circle(left + (k + 0.5) * length, 0, y * 0.6) for k in range(pieces))])


@variant("linear_luminaire/rounded", "plan", LIGHT, weight=0.3)
def rounded(rng: random.Random) -> Symbol:
    """Draw a pendant strip with a filled middle part."""
    x, y = rng.uniform(4.0, 10.0), rng.uniform(0.6, 1.2)
    core = x * rng.uniform(0.15, 0.5)
    return free([rectangle(-x, -y, x, y), rectangle(-core, -y, core, y, fill=0.0)])


def _heads(rng: random.Random, kind: str) -> Symbol:
    """Return a battery unit: a box with two heads turned to the room."""
    width, depth, head = rng.uniform(2.4, 4.0), rng.uniform(1.2, 2.2), rng.uniform(0.5, 0.9)
    fill = rng.choice((None, 0.0))
    marks: list[Mark] = [rectangle(-width / 2, -depth, width / 2, 0, fill=rng.choice((None, None, 0.0)))]
    for side in (-1.0, 1.0):
        if kind == "rings":
            marks.append(circle(side * width * 0.3, -depth - head, head, fill=fill))
        elif kind == "side_rings":
            marks.append(circle(side * (width / 2 + head), -depth / 2, head, fill=fill))
        elif kind == "rays":
            foot = (side * width * 0.3, -depth)
            tip = polar(*foot, 2 * head + 0.6, -90.0 + side * 40.0)
            marks += [line(foot, tip), circle(*tip, head * 0.8, fill=fill)]
        else:
            x, reach = side * width / 2, 2.4 * head
            marks.append(
                polygon(
                    (x, -depth / 2),
                    (x + side * reach, -depth / 2 - head),
                    (x + side * reach, -depth / 2 + head),
                    fill=fill,
                )
            )
    return hung(marks)


def _unit(kind: str) -> Callable[[random.Random], Symbol]:
    return lambda rng: _heads(rng, kind)


for _kind, _weight in (("rings", 1.5), ("side_rings", 1.2), ("rays", 1.0), ("horns", 1.2)):
    variant(f"emergency_light/{_kind}", "plan", EMERGENCY, weight=_weight)(_unit(_kind))


@variant("emergency_light/remote_heads", "plan", EMERGENCY, weight=0.7)
def remote_heads(rng: random.Random) -> Symbol:
    """Draw two triangles or discs on a stem, a remote head."""
    stem, head = rng.uniform(1.0, 2.0), rng.uniform(0.8, 1.2)
    marks: list[Mark] = [line((0, 0), (0, -stem)), line((-head, -stem), (head, -stem))]
    for side in (-1, 1):
        disc = circle(side * (head * 1.6), -stem, head * 0.6)
        wedge = triangle(side * head * 1.2, -stem, (head * 1.3, head * 1.8), fill=0.0)
        marks.append(disc if stem < 1.5 else wedge)
    return hung(marks)


@variant("emergency_light/ring_heads", "plan", EMERGENCY, weight=0.8)
def ring_heads(rng: random.Random) -> Symbol:
    """Draw a circle with two triangles that flare from it."""
    radius, flare = rng.uniform(0.7, 1.2), rng.uniform(1.4, 2.2)
    lean = rng.choice((0.0, 35.0, 45.0))
    marks: list[Mark] = [circle(0, 0, radius, fill=rng.choice((None, 0.0)))]
    for turn in (-lean, 180.0 + lean):
        start = polar(0, 0, radius, turn)
        corners = [polar(*start, flare, turn + spread) for spread in (-28.0, 28.0)]
        marks.append(polygon(start, *corners, fill=rng.choice((None, 0.0))))
    return free(marks)


@variant("emergency_light/half_filled_noted", "plan", EMERGENCY, weight=0.5)
def half_filled_noted(rng: random.Random) -> Symbol:
    """Draw a half-filled circle marked EM beside."""
    radius = rng.uniform(1.5, 2.5)
    marks: list[Mark] = [circle(0, 0, radius), cap((0, 0), radius, rng.choice((0.0, 45.0, 90.0)))]
    return free([*marks, beside(rng, rng.choice(("EM", "EM", "E", "NL")), marks)])


@variant("emergency_light/box_rays", "plan", EMERGENCY, weight=0.6)
def box_rays(rng: random.Random) -> Symbol:
    """Draw a box on the wall with two rays."""
    width, depth, ray = rng.uniform(2.2, 3.6), rng.uniform(1.2, 2.0), rng.uniform(1.2, 2.2)
    rays = [
        line((s * width * 0.3, -depth), polar(s * width * 0.3, -depth, ray, -90 + s * 35)) for s in (-1, 1)
    ]
    return hung([rectangle(-width / 2, -depth, width / 2, 0), *(replace(r, width=1.2) for r in rays)])


@variant("emergency_light/iec_block", "iec", EMERGENCY, weight=0.5)
def iec_block(rng: random.Random) -> Symbol:
    """Draw the IEC self-contained unit: a crossed box about a disc."""
    half = rng.uniform(1.4, 2.3)
    rays = [
        line(polar(0, 0, half * 0.4, a), (half * x, half * y))
        for a, x, y in ((45, 1, 1), (135, -1, 1), (225, -1, -1), (315, 1, -1))
    ]
    return free([square(0, 0, half), circle(0, 0, half * 0.4, fill=rng.choice((None, 0.0))), *rays])


variant("emergency_light/ring_letters", "plan", EMERGENCY, weight=0.4, mirror=False)(
    lettering(ring, "EM EM EL E")
)
variant("emergency_light/box_letters", "plan", EMERGENCY, weight=0.5, mirror=False)(
    lettering(box, "EM ELU EBU BB")
)
