"""Further habits of drawing chargers, motors, transformers and isolators on plans (NECA 100)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Mark, Symbol, bezier, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.distribution import POWER
from training.symbols.plan_parts import (
    beside,
    free,
    hung,
    inside,
    one_of,
    polar,
    ring,
    square,
    triangle,
)
from training.symbols.shapes import placed


def _bolt(half: float, fill: float | None) -> Mark:
    shape = ((0.15, -0.8), (-0.4, 0.12), (-0.02, 0.12), (-0.18, 0.8), (0.4, -0.18), (0.02, -0.18))
    return polygon(*((px * half, py * half) for px, py in shape), fill=fill)


def _charger_post(rng: random.Random) -> Symbol:
    """Draw a charging post: a standing box with a bolt, EV or a screen, its cable hanging at one side or both."""
    x, height = rng.uniform(0.9, 1.5), rng.uniform(3.0, 4.6)
    y = -height / 2
    cores: tuple[list[Mark], ...] = (
        placed([_bolt(x, rng.choice((0.0, None)))], dy=y),
        [inside("EV", 0, y, x)],
        [rectangle(-x * 0.6, y - x, x * 0.6, y)],
    )
    sides = rng.choice(((1,), (1,), (-1, 1)))
    cables = [
        bezier((s * x, y), (s * x * 2.2, y), (s * x * 2.2, y + x * 2), (s * x * 1.5, y + x * 1.6))
        for s in sides
    ]
    return hung([rectangle(-x, -height, x, 0), *rng.choice(cores), *cables])


def _charger_car(rng: random.Random) -> Symbol:
    """Draw a car's side view with a bolt or a plug's cord."""
    x, y = rng.uniform(2.0, 3.0), rng.uniform(0.7, 1.0)
    body = polygon(
        (-x, y),
        (-x, 0),
        (-x * 0.6, -y * 0.2),
        (-x * 0.35, -y * 1.2),
        (x * 0.35, -y * 1.2),
        (x * 0.65, -y * 0.2),
        (x, 0),
        (x, y),
    )
    wheels = [circle(s * x * 0.55, y, y * 0.5, fill=rng.choice((None, 0.0))) for s in (-1, 1)]
    return free([body, *wheels, *placed([_bolt(y * 0.8, 0.0)], dy=-y * 0.1)])


def _charger_noted(rng: random.Random) -> Symbol:
    """Draw a box, ring or filled square with EV, EVC or its level beside."""
    half = rng.uniform(1.1, 1.9)
    frame: Mark = rng.choice((square, ring))(0, -half, half)
    core = one_of(
        rng, placed([_bolt(half * 0.8, 0.0)], dy=-half), [circle(0, -half, half * 0.35, fill=0.0)], []
    )
    return hung([frame, *core, beside(rng, rng.choice(("EV", "EVSE", "EVC", "EV-1", "EV L2")), [frame])])


def _motor_gland(rng: random.Random) -> Symbol:
    """Draw a lettered ring with its terminal box, feet or shaft."""
    radius = rng.uniform(1.6, 2.7)
    marks: list[Mark] = [circle(0, 0, radius), inside(rng.choice(("M", "M", "M1", "EF")), 0, 0, radius)]
    b = radius * rng.uniform(0.35, 0.5)
    extras: tuple[list[Mark], ...] = (
        [rectangle(-b, -radius - b, b, -radius * 0.92)],
        [line((-radius, radius * 1.05), (radius, radius * 1.05))],
        [line((radius, 0), (radius * 1.6, 0)), line((radius * 1.6, -b), (radius * 1.6, b))],
    )
    return free([*marks, *rng.choice(extras)])


def _motor_dashed(rng: random.Random) -> Symbol:
    """Draw a ring with M, its disconnect as a box beside, joined."""
    radius, half = rng.uniform(1.5, 2.4), rng.uniform(0.7, 1.2)
    gap = rng.uniform(0.4, 1.5)
    x = radius + gap + half
    return free(
        [
            circle(0, 0, radius),
            inside("M", 0, 0, radius),
            line((radius, 0), (radius + gap, 0)),
            square(x, 0, half),
        ]
    )


def _transformer_delta(rng: random.Random) -> Symbol:
    """Draw the pad: a square or box with a triangle of lines, a wye or a T, its power beside."""
    half = rng.uniform(1.5, 2.8)
    x = half * rng.choice((1.0, 1.0, 1.4))
    cores: tuple[list[Mark], ...] = (
        [triangle(0, half * 0.55, (half * 1.1, half), fill=rng.choice((None, 0.0)))],
        [line((0, 0), polar(0, 0, half * 0.7, a)) for a in (90, 210, 330)],
        [line((-x, half), (x, -half))],
    )
    marks: list[Mark] = [rectangle(-x, -half, x, half), *rng.choice(cores)]
    return free([*marks, beside(rng, rng.choice(("T-1", "XFMR", "TX-2", "75KVA", "T2")), marks)])


def _transformer_rings(rng: random.Random) -> Symbol:
    """Draw two rings that overlap, alone or in a lying box."""
    radius = rng.uniform(0.8, 1.5)
    rings: list[Mark] = [circle(s * radius * 0.65, 0, radius) for s in (-1, 1)]
    x, y = radius * 2.2, radius * 1.4
    return free([*rings, rectangle(-x, -y, x, y)] if rng.random() < 0.5 else rings)


def _isolator(rng: random.Random) -> Symbol:
    """Draw the isolator of a machine: a box with a lever over it, a filled corner, or an X and its rating beside."""
    x, depth = rng.uniform(0.9, 1.6), rng.uniform(1.8, 3.0)
    frame = rectangle(-x, -depth, x, 0)
    top = -depth
    cores: tuple[list[Mark], ...] = (
        [line((0, top), polar(0, top, x * 1.4, -55))],
        [polygon((x, top), (x, top * 0.4), (-x, top), fill=0.0)],
        [line((-x, 0), (x, top)), line((-x, top), (x, 0))],
        [line((0, -depth * 0.2), (0, -depth * 0.35)), line((0, -depth * 0.35), (x * 0.6, -depth * 0.8))],
        [
            rectangle(x, -depth * 0.7, x * 1.5, -depth * 0.3),
            line((x * 1.5, -depth * 0.5), (x * 2.0, -depth * 0.9)),
        ],
    )
    marks: list[Mark] = [frame, *rng.choice(cores)]
    return hung([*marks, beside(rng, rng.choice(("60/3", "30A", "NFSS", "ISO", "DS", "100/3/N3R")), marks)])


_DRAWN: Final[tuple[tuple[str, str, float, Draw], ...]] = (
    ("ev_charger/post", POWER, 0.7, _charger_post),
    ("ev_charger/car", POWER, 0.4, _charger_car),
    ("ev_charger/noted", POWER, 0.6, _charger_noted),
    ("motor/gland", POWER, 0.4, _motor_gland),
    ("motor/with_disconnect", POWER, 0.3, _motor_dashed),
    ("transformer/pad_noted", POWER, 0.5, _transformer_delta),
    ("transformer/plan_rings", POWER, 0.4, _transformer_rings),
    ("disconnect_switch/isolator", POWER, 1.0, _isolator),
)  # fmt: skip
for _name, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, "plan", _sheets, weight=_weight)(_draw)
