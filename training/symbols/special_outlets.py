"""Receptacles for one purpose or another voltage, as drawn on plans (NECA 100, IEC 60617-11)."""

from __future__ import annotations

import random

from training.ink import Mark, Path, Symbol, arc, circle, line
from training.symbols.catalogue import variant
from training.symbols.plan_parts import beside, cap, hung, inside, regular, square, triangle
from training.symbols.wiring import POWER, centre, three_lines


def _circled(rng: random.Random, *, fill: float | None, stem: bool = False) -> list[Mark]:
    """Return a circle holding a triangle, with or without a stem to the wall."""
    radius, foot = rng.uniform(1.4, 2.4), rng.uniform(0.6, 1.6) if stem else 0.0
    y = -radius - foot
    turned = rng.choice((-90.0, -90.0, 90.0))
    marks: list[Mark] = [
        circle(0, y, radius),
        regular((0, y), radius * rng.uniform(0.7, 1.0), 3, turn=turned, fill=fill),
    ]
    return [*marks, line((0, 0), (0, -foot))] if stem else marks


@variant("special_receptacle/triangle_filled", "plan", POWER, weight=2.0)
def triangle_filled(rng: random.Random) -> Symbol:
    """Draw a circle with a filled triangle."""
    return hung(_circled(rng, fill=0.0))


@variant("special_receptacle/triangle_open", "plan", POWER, weight=0.8)
def triangle_open(rng: random.Random) -> Symbol:
    """Draw a circle with an open triangle."""
    return hung(_circled(rng, fill=None))


@variant("special_receptacle/triangle_stem", "plan", POWER, weight=0.8)
def triangle_stem(rng: random.Random) -> Symbol:
    """Draw a circle with a triangle on a stem to the wall."""
    return hung(_circled(rng, fill=rng.choice((0.0, None)), stem=True))


@variant("special_receptacle/lettered", "plan", POWER, weight=1.2, mirror=False)
def special_lettered(rng: random.Random) -> Symbol:
    """Draw a circle with a letter or number inside, with lines to the wall."""
    radius, foot = rng.uniform(1.7, 2.6), rng.choice((0.0, rng.uniform(0.6, 1.6)))
    string = rng.choice(("R", "D", "W", "A", "B", "1", "2", "3", "SP", "30", "50", "WD", "L", "DW"))
    feet = (
        [line((x, 0), (x, -foot - radius * 0.1)) for x in rng.choice(((0.0,), (-0.5, 0.5)))] if foot else []
    )
    return hung([circle(0, -foot - radius, radius), inside(string, 0, -foot - radius, radius), *feet])


@variant("special_receptacle/three_lines", "plan", POWER, weight=1.0)
def special_three_lines(rng: random.Random) -> Symbol:
    """Draw a circle with three lines, its load or voltage beside."""
    marks = three_lines(rng)
    return hung(
        [*marks, beside(rng, rng.choice(("R", "D", "240V", "208V", "RANGE", "DRYER", "50A", "30A")), marks)]
    )


@variant("special_receptacle/twist_lock", "plan", POWER, weight=0.4)
def twist_lock(rng: random.Random) -> Symbol:
    """Draw a circle with three curved blades."""
    radius, y = rng.uniform(1.5, 2.4), 0.0
    y = -radius
    blades = [arc(0, y, radius * 0.6, start, start + 70.0, width=1.6) for start in (20.0, 140.0, 260.0)]
    return hung([circle(0, y, radius), *blades])


@variant("special_receptacle/three_phase", "iec", POWER, weight=0.5)
def three_phase(rng: random.Random) -> Symbol:
    """Draw the IEC outlet with three strokes across its stem, filled or open."""
    radius, stem = rng.uniform(1.4, 2.2), rng.uniform(1.8, 2.6)
    strokes = [line((-0.6, -k + 0.3), (0.6, -k - 0.3)) for k in (0.5, 0.95, 1.4)]
    half = (
        cap((0, -stem - radius), radius, 0.0, fill=0.0)
        if rng.random() < 0.5
        else arc(0, -stem - radius, radius, 0, 180)
    )
    return hung([half, line((0, 0), (0, -stem)), line((-radius, -stem), (radius, -stem)), *strokes])


@variant("special_receptacle/equipment", "plan", POWER, weight=0.4)
def equipment(rng: random.Random) -> Symbol:
    """Draw a filled triangle over a base line inside a square, an outlet for fixed equipment."""
    half = rng.uniform(1.5, 2.4)
    return hung(
        [
            square(0, -half, half),
            circle(0, -half, half * 0.85),
            triangle(0, -half * 0.6, (half, half * 0.85), fill=0.0),
        ]
    )


@variant("special_receptacle/half_filled", "plan", POWER, weight=0.5)
def special_half_filled(rng: random.Random) -> Symbol:
    """Draw a circle with three lines over a filled half."""
    marks = three_lines(rng)
    x, y = centre(marks[0])
    radius = marks[0].points[0][0] if isinstance(marks[0], Path) else 1.0
    return hung([*marks, cap((x, y), radius, rng.choice((0.0, 180.0)))])
