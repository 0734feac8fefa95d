"""Further forms of motors, generators and transformers (IEEE 315, IEC 60617-6)."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Final

from training.ink import Mark, Symbol, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Marks,
    arrow,
    box,
    finish,
    humps,
    letters,
    placed,
    sine,
    upright,
)

CIRCUIT: Final = "schematic"
LINE: Final = "single_line"
BOTH: Final = "schematic single_line"


def _wye(size: float, x: float = 0.0, y: float = 0.0) -> Marks:
    """Return three strokes that meet."""
    return [
        line((x, y), (x + size * math.cos(a), y + size * math.sin(a))) for a in (math.pi / 2, -0.52, -2.62)
    ]


def _delta(size: float, x: float = 0.0, y: float = 0.0) -> Marks:
    """Return the small triangle of a delta winding."""
    return [polygon((x, y - size), (x + size * 0.87, y + size * 0.5), (x - size * 0.87, y + size * 0.5))]


def _motor_fed(rng: random.Random) -> Symbol:
    """Draw the motor at the end of three wires that run to its rim, M and 3~ inside."""
    r = rng.uniform(3.0, 5.5)
    x = r * rng.uniform(0.4, 0.7)
    top = r * rng.uniform(1.1, 1.6)
    marks: Marks = [circle(0, 0, r), letters("M", 0, -r * 0.15, r * 0.6)]
    marks.append(letters(rng.choice(("3~", "1~", "=", "AC", "DC")), 0, r * 0.5, r * 0.35))
    marks += [line((s, -top), (s, -math.sqrt(r * r - s * s))) for s in (-x, 0.0, x)]
    return finish(rng, marks, *((s, -top, UP) for s in (-x, 0.0, x)))


def _motor_rated(rng: random.Random) -> Symbol:
    """Draw the motor as a ring about its power, ringed twice or on a base."""
    r, text = rng.uniform(2.2, 4.5), rng.choice(("5", "7.5HP", "100", "15kW", "1/2", "250", "MTR", "P-101"))
    marks: Marks = [circle(0, 0, r), letters(text, height=min(r * 0.8, r * 1.7 / len(text)))]
    kind = rng.randint(0, 2)
    if kind == 0:
        marks.append(line((-r * 1.2, r * 1.05), (r * 1.2, r * 1.05)))
    elif kind == 1:
        marks += [line((-r * 0.6, r * 0.8), (-r, r * 1.3), (r, r * 1.3), (r * 0.6, r * 0.8))]
    else:
        marks.append(circle(0, 0, r * 0.88))
    return finish(rng, marks, (0.0, -r, UP))


def _motor_brushed(rng: random.Random) -> Symbol:
    """Draw the armature: a ring with filled or open brushes at two sides, its field coil beside or none."""
    r, w, h = rng.uniform(2.2, 4.0), rng.uniform(0.5, 1.0), rng.uniform(1.0, 1.8)
    fill = rng.choice((0.0, None))
    marks: Marks = [circle(0, 0, r), letters(rng.choice(("M", "M", "MOT", "M=")), 0, 0, r * 0.7)]
    marks += [
        rectangle(s * r - (w if s < 0 else 0), -h / 2, s * r + (w if s > 0 else 0), h / 2, fill=fill)
        for s in (-1, 1)
    ]
    if rng.random() < 0.5:
        marks += placed([humps(3, 0.8)], 0, -r - 1.4)
    return finish(rng, marks, (-r - w, 0.0, LEFT), (r + w, 0.0, RIGHT))


def _motor_wound(rng: random.Random) -> Symbol:
    """Draw the wound-rotor machine: two rings about M, three wires above and three below."""
    r, x = rng.uniform(3.0, 5.0), rng.uniform(0.9, 1.6)
    inner = r * rng.uniform(0.6, 0.75)
    marks: Marks = [circle(0, 0, r), circle(0, 0, inner), letters("M", 0, 0, inner * 0.8)]
    ends = [
        (s * x, y * math.sqrt(r * r - (s * x) ** 2), UP if y < 0 else DOWN)
        for s in (-1, 0, 1)
        for y in (-1, 1)
    ]
    return finish(rng, marks, *ends)


def _generator_form(rng: random.Random) -> Symbol:
    """Draw the generator with its winding's mark, its drive or its field beneath the letter."""
    r = rng.uniform(2.6, 5.0)
    text = rng.choice(("G", "GS", "G", "SG", "ALT", "GEN"))
    marks: Marks = [circle(0, 0, r), letters(text, 0, -r * 0.3, min(r * 0.6, r * 1.2 / len(text)))]
    y = r * 0.45
    marks += rng.choice(
        (
            _wye(r * 0.3, 0, y),
            _delta(r * 0.28, 0, y),
            [sine(r * 0.35, 0, y)],
            [line((-r * 0.3, y), (r * 0.3, y))],
        )
    )
    if rng.random() < 0.3:
        marks.append(circle(0, 0, r * 1.12))
        r *= 1.12
    return finish(rng, marks, rng.choice(((0.0, -r, UP), (0.0, r, DOWN))))


def _generator_driven(rng: random.Random) -> Symbol:
    """Draw the set: a ring lettered G coupled to a box or ring of the engine."""
    r, gap = rng.uniform(2.2, 3.6), rng.uniform(0.8, 1.8)
    x = r + gap + r * 0.8
    engine: Mark = box(1.6 * r, 1.6 * r, x) if rng.random() < 0.6 else circle(x, 0, r * 0.8)
    text = rng.choice(("DE", "ENG", "T", "D"))
    marks: Marks = [
        circle(0, 0, r),
        letters("G", 0, 0, r * 0.9),
        engine,
        letters(text, x, 0, r * 1.0 / len(text)),
    ]
    marks += (
        [line((r, s * 0.25), (r + gap, s * 0.25)) for s in (-1, 1)]
        if rng.random() < 0.5
        else [line((r, 0), (r + gap, 0))]
    )
    return finish(rng, marks, (0.0, -r, UP))


def _generator_sun(rng: random.Random) -> Symbol:
    """Draw the source: a ring about a wave, a bar or both, its volts beside; G stands under it."""
    r = rng.uniform(2.4, 4.2)
    marks: Marks = [
        circle(0, 0, r),
        sine(r * rng.uniform(0.45, 0.6), 0, -r * 0.15),
        letters("G", 0, r * 0.6, r * 0.4),
    ]
    marks.append(letters(rng.choice(("480V", "13.8kV", "400V", "EG-1", "500kW")), r + 2.6, 0, 1.5))
    return upright(rng, marks, [0.0], (-r, r))


def _transformer_rings(rng: random.Random) -> Symbol:
    """Draw two overlapping rings with their windings' marks, an arrow across or a tap."""
    r = rng.uniform(2.0, 4.0)
    y = r * rng.uniform(0.55, 0.75)
    marks: Marks = [circle(0, s * y, r) for s in (-1, 1)]
    for s in (-1, 1):
        marks += rng.choice(
            (
                [],
                _wye(r * 0.35, 0, s * (y + r * 0.2)),
                _delta(r * 0.35, 0, s * (y + r * 0.2)),
                [letters(rng.choice(("Y", "D", "Yn", "1", "2")), 0, s * (y + r * 0.2), r * 0.5)],
            )
        )
    if rng.random() < 0.3:
        marks += arrow((-r * 1.1, r * 0.9), (r * 1.1, -r * 0.9), 1.0)
    return upright(rng, marks, [0.0], (-y - r, y + r))


def _transformer_humps(rng: random.Random) -> Symbol:
    """Draw the windings of diagrams, humps towards each other or away, with or without a core, marked at the side."""
    facing, r, gap = rng.random() < 0.5, rng.uniform(0.8, 1.5), rng.uniform(0.3, 1.0)
    middle = rng.random() < 0.5
    count = (rng.choice((2, 4)) if facing else rng.choice((3, 5))) if middle else rng.choice((2, 3, 4))
    half, low = count * r, gap + r
    base = low if facing else gap
    marks: Marks = [humps(count, r, -base, up=not facing), humps(count, r, base, up=facing)]
    marks += [line((-half, k * gap), (half, k * gap)) for k in rng.choice(((), (), (0.0,), (-0.4, 0.4)))]
    if rng.random() < 0.5:
        for y in (-low, low):
            sign = rng.choice((_wye, _delta))(0.9, half + 1.6, y)
            marks += [replace(mark, body=False) for mark in sign]
    if middle:
        return upright(rng, marks, [0.0], (-low, low))
    ends = [(s * half, y * base, UP if y < 0 else DOWN) for s in (-1, 1) for y in (-1, 1)]
    return finish(rng, marks, *ends)


def _transformer_upright(rng: random.Random) -> Symbol:
    """Draw upright windings on both sides of core lines, humps towards each other or away: a control transformer."""
    count, r, gap = rng.choice((3, 4, 5)), rng.uniform(0.7, 1.2), rng.uniform(0.4, 1.0)
    half, facing = count * r, rng.random() < 0.5
    base = gap + r if facing else gap
    marks: Marks = []
    for side in (-1, 1):
        turn = 90.0 if (side < 0) == facing else -90.0
        marks += placed([humps(count, r)], side * base, 0, turn)
    marks += [line((x, -half), (x, half)) for x in rng.choice(((), (0.0,), (-0.2, 0.2)))]
    ends = [(s * base, y * half, UP if y < 0 else DOWN) for s in (-1, 1) for y in (-1, 1)]
    return finish(rng, marks, *ends)


def _transformer_boxed(rng: random.Random) -> Symbol:
    """Draw the transformer as a box with its windings' humps, rings or kVA inside."""
    w = rng.uniform(4.0, 8.0)
    h = w * rng.choice((1.0, 0.7, 1.3))
    k = min(w, h)
    cores: tuple[Marks, ...] = (
        [humps(3, k * 0.13, -k * 0.05, up=False), humps(3, k * 0.13, k * 0.05)],
        [circle(-k * 0.12, 0, k * 0.2), circle(k * 0.12, 0, k * 0.2)],
        [
            line((-w / 2, h / 2), (w / 2, -h / 2)),
            letters("Y", w * 0.25, h * 0.25, k * 0.25),
            *_delta(k * 0.14, -w * 0.25, -h * 0.25),
        ],
        [letters(rng.choice(("XFMR", "TX", "T1", "75KVA", "CPT")), 0, 0, w * 0.17)],
    )
    return upright(rng, [box(w, h), *rng.choice(cores)], [0.0], (-h / 2, h / 2))


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("motor/fed", "iec", BOTH, 0.8, _motor_fed),
    ("motor/rated", "ansi", BOTH, 0.8, _motor_rated),
    ("motor/brushed", "iec", CIRCUIT, 0.5, _motor_brushed),
    ("motor/wound_rotor", "iec", BOTH, 0.4, _motor_wound),
    ("generator/connected", "iec", BOTH, 0.8, _generator_form),
    ("generator/driven", "ansi", LINE, 0.5, _generator_driven),
    ("generator/rated", "ansi", LINE, 0.5, _generator_sun),
    ("transformer/rings_connected", "iec", BOTH, 1.0, _transformer_rings),
    ("transformer/humps", "ansi", BOTH, 1.2, _transformer_humps),
    ("transformer/upright", "ansi", CIRCUIT, 0.8, _transformer_upright),
    ("transformer/boxed_windings", "iec", BOTH, 0.5, _transformer_boxed),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
