"""Further forms of fire-alarm devices, outlets, chargers and luminaires (NECA 100, NFPA 170, IEC 60617-11)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Mark, Symbol, Text, Transform, arc, circle, ellipse, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.lettered import ANY, FIRE, LIGHT, POWER
from training.symbols.outlet_habits import two_lines
from training.symbols.plan_parts import (
    beside,
    cap,
    free,
    hung,
    inside,
    polar,
    square,
    triangle,
)
from training.symbols.shapes import cross, open_or_filled
from training.symbols.wiring import NOTES

EMERGENCY: Final = "lighting_plan fire_plan"


def _smoke_slots(rng: random.Random) -> Symbol:
    """Draw the detector as a ring with a smaller one, slots, its base, a wire guard or a bowtie in it."""
    half = rng.uniform(1.4, 2.5)
    cores: tuple[list[Mark], ...] = (
        [
            *(arc(0, 0, half * 0.7, a, a + 50) for a in (20, 110, 200, 290)),
            circle(0, 0, half * 0.2, fill=0.0),
        ],
        [
            polygon((0, 0), (-half * 0.6, -half * 0.4), (-half * 0.6, half * 0.4), fill=0.0),
            polygon((0, 0), (half * 0.6, -half * 0.4), (half * 0.6, half * 0.4), fill=0.0),
        ],
        [
            inside("S", 0, 0, half * 0.8),
            *(line(polar(0, 0, half, a), polar(0, 0, half * 1.3, a)) for a in (45, 135, 225, 315)),
        ],
        [*(line((x * half, -half * 0.6), (x * half, half * 0.6)) for x in (-0.4, 0.0, 0.4))],
    )
    return free([circle(0, 0, half), *rng.choice(cores)])


def _strobe_rays(rng: random.Random) -> Symbol:
    """Draw the horn-strobe: a square with a horn's cone and a flash, a lamp's star or rays at its front."""
    half = rng.uniform(1.3, 2.2)
    marks: list[Mark] = [square(0, -half, half)]
    cone = polygon(
        (-half * 0.3, -half * 0.6),
        (half * 0.3, -half * 0.6),
        (half * 0.7, -half * 1.4),
        (-half * 0.7, -half * 1.4),
        fill=open_or_filled(rng),
    )
    flash = line(
        (-half * 0.3, -2 * half - 1.4),
        (half * 0.1, -2 * half - 0.7),
        (-half * 0.1, -2 * half - 0.7),
        (half * 0.3, -2 * half),
    )
    fronts: tuple[list[Mark], ...] = (
        [flash],
        [line((x * half, -2 * half - 0.2), (x * half * 1.5, -2 * half - 1.1)) for x in (-0.6, 0.0, 0.6)],
        [circle(0, -2 * half - half * 0.4, half * 0.4), *cross(0, -2 * half - half * 0.4, half * 0.28)],
    )
    return hung([*marks, cone, *rng.choice(fronts)])


def _pull_bar(rng: random.Random) -> Symbol:
    """Draw the manual call point: a box or ring with a handle, a T bar, a pressed dot or a flame inside."""
    half = rng.uniform(1.3, 2.2)
    frame: Mark = square(0, -half, half) if rng.random() < 0.7 else circle(0, -half, half)
    cores: tuple[list[Mark], ...] = (
        [
            line((-half * 0.5, -half * 1.3), (half * 0.5, -half * 1.3), width=2.0),
            line((0, -half * 1.3), (0, -half * 0.5), width=2.0),
        ],
        [circle(0, -half, half * 0.4, fill=0.0)],
        [
            circle(0, -half, half * 0.35, fill=0.0),
            *(triangle(0, -half + s * half * 0.9, (half * 0.4, s * half * 0.4)) for s in (-1, 1)),
        ],
        [
            polygon(
                (0, -half * 1.6),
                (half * 0.45, -half * 0.7),
                (0, -half * 0.4),
                (-half * 0.45, -half * 0.7),
                fill=open_or_filled(rng),
            )
        ],
    )
    return hung([frame, *rng.choice(cores)])


def _outlet_jacks(rng: random.Random) -> Symbol:
    """Draw the data outlet: a triangle with a bar, stem, dot or its number of jacks, open, filled or in a box."""
    w, h, stem = rng.uniform(2.0, 3.6), rng.uniform(1.6, 3.0), rng.choice((0.0, rng.uniform(0.5, 1.6)))
    side = rng.choice((1, -1))
    base = -stem if side > 0 else -stem - h
    marks: list[Mark] = [triangle(0, base, (w, side * h), fill=open_or_filled(rng))]
    marks += [line((0, 0), (0, -stem))] if stem else []
    extras: tuple[list[Mark], ...] = (
        [line((-w / 2, -stem - h - 0.5), (w / 2, -stem - h - 0.5))],
        [line((-w * 0.6, 0), (w * 0.6, 0))],
        [Text(rng.choice(("2", "4", "1", "W", "V/D")), w / 2 + 0.9, -stem - h / 2, 1.3)],
        [square(0, -stem - h / 2, max(w, h) * 0.62)],
    )
    return hung([*marks, *rng.choice(extras)])


def _tv_screen(rng: random.Random) -> Symbol:
    """Draw the television outlet: a screen, a coaxial ring and core, or a stem with a Y, half ring or letters."""
    half, stem = rng.uniform(1.2, 2.0), rng.uniform(0.6, 1.6)
    y = -stem - half
    heads: tuple[list[Mark], ...] = (
        [circle(0, y, half), circle(0, y, half * 0.35, fill=0.0), Text("TV", half + 1.4, y, 1.4)],
        [arc(0, y - half, half, 0, 180), Text("TV", 0, y - half - 1.0, 1.4)],
        [
            rectangle(-half * 1.3, y - half, half * 1.3, y + half),
            rectangle(-half * 1.05, y - half * 0.75, half * 1.05, y + half * 0.75),
        ],
        [
            line((0, -stem), (-half, y - half * 0.4)),
            line((0, -stem), (half, y - half * 0.4)),
            line((0, -stem), (0, y - half * 0.4)),
        ],
    )
    return hung([line((0, 0), (0, -stem)), *rng.choice(heads)])


def _charger_pedestal(rng: random.Random) -> Symbol:
    """Draw the charger: a pedestal with its cable and plug, a lightning bolt in a ring, or a socket's pins."""
    half = rng.uniform(1.4, 2.4)
    bolt = polygon(
        (0.2, -0.9),
        (-0.5, 0.15),
        (-0.05, 0.15),
        (-0.2, 0.9),
        (0.5, -0.2),
        (0.05, -0.2),
        fill=open_or_filled(rng),
    )
    scaled = Transform(scale=half * 0.8).mark(bolt)
    kind = rng.randint(0, 2)
    if kind == 0:
        frame: Mark = circle(0, 0, half) if rng.random() < 0.5 else square(0, 0, half)
        return free([frame, scaled])
    if kind == 1:
        marks: list[Mark] = [
            rectangle(-half * 0.7, -half, half * 0.4, half),
            arc(half * 0.4, 0, half * 0.6, -90, 90),
        ]
        return free(
            [
                *marks,
                rectangle(half * 0.3, half * 0.5, half * 0.6, half * 0.9, fill=0.0),
                Text("EV", -half * 0.15, -half * 0.3, half * 0.5),
            ]
        )
    pins = [circle(*polar(0, 0, half * 0.5, a), half * 0.16, fill=0.0) for a in (0, 60, 120, 180, 270)]
    return free([circle(0, 0, half), *pins])


def _receptacle_rounds(rng: random.Random) -> Symbol:
    """Draw the receptacle as an oval, square or D with two bars, slots and pin, or twin rings on a stem."""
    r, foot = rng.uniform(1.1, 1.9), rng.uniform(0.4, 1.4)
    y = -r - foot
    slots: list[Mark] = [line((s * r * 0.35, y - r * 0.4), (s * r * 0.35, y + r * 0.2)) for s in (-1, 1)]
    shapes: tuple[list[Mark], ...] = (
        [ellipse(0, y, (r * 1.3, r)), *two_lines(r, 0.35, (0.0, -y + r * 0.8))],
        [square(0, y, r), *slots, circle(0, y + r * 0.5, r * 0.15)],
        [cap((0, y + r), r * 1.2, 180.0, fill=None), *two_lines(r, 0.4, (0.0, foot + r * 0.9))],
        [
            circle(-r * 0.8, y, r * 0.75),
            circle(r * 0.8, y, r * 0.75),
            line((0, 0), (0, y)),
            line((-r * 0.1, y), (r * 0.1, y)),
        ],
    )
    marks = list(rng.choice(shapes))
    return hung([*marks, beside(rng, rng.choice(NOTES), marks)]) if rng.random() < 0.3 else hung(marks)


def _lamp_strokes(rng: random.Random) -> Symbol:
    """Draw the luminaire as a ring or disc with one bar, three arms, a slot, a quarter's bow or its beam's wedge."""
    r = rng.uniform(1.2, 2.6)
    cores: tuple[list[Mark], ...] = (
        [line(polar(0, 0, r, a), polar(0, 0, r, a + 180)) for a in rng.choice(((0,), (45,), (90,)))],
        [line((0, 0), polar(0, 0, r, a)) for a in (90, 210, 330)],
        [square(0, 0, r * 0.45, fill=open_or_filled(rng))],
        [polygon((0, 0), polar(0, 0, r * 1.8, -25), polar(0, 0, r * 1.8, 25))],
        [arc(0, 0, r * 0.6, 0, 180), line((-r * 0.6, 0), (r * 0.6, 0))],
        [circle(0, 0, r * 0.75), circle(0, 0, r * 0.2, fill=0.0)],
    )
    return free([circle(0, 0, r), *rng.choice(cores)])


def _strip(rng: random.Random) -> Symbol:
    """Draw the linear luminaire: long box with end caps, middle ring, dashes, chevrons, triangle or double outline."""
    x, y = rng.uniform(4.0, 9.0), rng.uniform(0.5, 1.4)
    marks: list[Mark] = [rectangle(-x, -y, x, y)]
    cores: tuple[list[Mark], ...] = (
        [rectangle(s * x - s * 0.8, -y, s * x, y, fill=0.0) for s in (-1, 1)],
        [line((-x, 0), (x, 0), dash=(1.2, 0.7))],
        [line((k * x * 0.5 - y, -y), (k * x * 0.5, y), (k * x * 0.5 + y, -y)) for k in (-1, 0, 1)],
        [polygon((-x, -y), (-x, y), (-x + 2 * y, 0), fill=open_or_filled(rng))],
        [rectangle(-x + 0.4 * y, -0.6 * y, x - 0.4 * y, 0.6 * y)],
        [
            circle(0, 0, y * 0.6, fill=open_or_filled(rng)),
            line((-x, 0), (-y * 0.6, 0)),
            line((y * 0.6, 0), (x, 0)),
        ],
        [line((-x, y), (x, -y))],
    )
    return free([*marks, *rng.choice(cores)])


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("smoke_detector/slots", "fire", ANY, 0.6, _smoke_slots),
    ("horn_strobe/flash", "fire", FIRE, 0.7, _strobe_rays),
    ("pull_station/bar", "fire", FIRE, 0.7, _pull_bar),
    ("data_outlet/jacks", "plan", POWER, 0.8, _outlet_jacks),
    ("tv_outlet/screen", "plan", POWER, 0.8, _tv_screen),
    ("ev_charger/pedestal", "plan", POWER, 0.6, _charger_pedestal),
    ("receptacle/rounds", "plan", POWER, 0.6, _receptacle_rounds),
    ("luminaire/strokes", "plan", LIGHT, 0.8, _lamp_strokes),
    ("linear_luminaire/strip_marks", "plan", LIGHT, 1.0, _strip),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
