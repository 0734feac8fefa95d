"""Further habits of drawing motors, generators and drives in circuits (IEEE 315, IEC 60617-6)."""

from __future__ import annotations

import math
import random
from typing import Final

from training.ink import Symbol, circle, line
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    DOWN,
    UP,
    End,
    Marks,
    box,
    finish,
    letters,
    placed,
    sine,
    upright,
)
from training.symbols.transformer_habits import winding

CIRCUIT: Final = "schematic"
LINE: Final = "single_line"
BOTH: Final = "schematic single_line"


def _leads(r: float, xs: tuple[float, ...], way: float = UP) -> list[End]:
    """Return where wires leave a ring of radius r, at x fractions of it, above or below."""
    sign = -1 if way == UP else 1
    return [(x * r, sign * r * math.sqrt(1 - x * x), way) for x in xs]


def _phases(rng: random.Random) -> tuple[float, ...]:
    return rng.choice(((0.0,), (-0.6, 0.0, 0.6), (-0.5, 0.5)))


def _motor_wired(rng: random.Random) -> Symbol:
    """Draw the motor, its letter over a wave or phases, with terminal rings, letters or a box at its leads."""
    r, kind = rng.uniform(3.0, 6.5), rng.randint(0, 3)
    marks: Marks = [circle(0, 0, r), letters("M", 0, -r * 0.15, r * 0.5)]
    xs = (-0.6, 0.0, 0.6)
    ends = _leads(r, xs)
    if kind == 0:
        marks += [circle(x, y - 0.5, 0.5) for x, y, _ in ends]
        ends = [(x, y - 1.0, way) for x, y, way in ends]
    elif kind == 1:
        marks += [
            letters(text, x - 0.9, y - 1.0, 1.0)
            for text, (x, y, _) in zip(("U", "V", "W"), ends, strict=True)
        ]
    elif kind == 2:
        marks += [box(r * 1.6, r * 0.5, 0, -r * 1.25), *(line((x, y), (x, -r)) for x, y, _ in ends)]
        ends = [(x, -r * 1.5, way) for x, _, way in ends]
    if rng.random() < 0.6:
        marks.append(
            rng.choice(
                (
                    letters("3~", 0, r * 0.5, r * 0.32),
                    sine(r * 0.3, 0, r * 0.45),
                    letters("1~", 0, r * 0.5, r * 0.32),
                )
            )
        )
    return finish(rng, marks, *ends)


def _motor_kind(rng: random.Random) -> Symbol:
    """Draw the motor as a double ring (wound rotor), with windings inside, a shaft or feet."""
    r, phases = rng.uniform(2.6, 6.0), _phases(rng)
    word = rng.choice(("M", "M", "MS", "SM", "IM", "MOT", "EF"))
    marks: Marks = [circle(0, 0, r)]
    extras: tuple[Marks, ...] = (
        [circle(0, 0, r * rng.uniform(0.7, 0.85)), letters(word, height=r * 0.7 / len(word) + 0.4)],
        [letters(word, 0, -r * 0.35, r * 0.55 / len(word) + 0.3), *winding(rng, r * 0.35, r * 0.35)],
        [letters(word, height=r * 1.1 / len(word)), line((-r * 0.8, r * 1.1), (r * 0.8, r * 1.1))],
        [
            letters(word, height=r * 1.1 / len(word)),
            line((r, 0), (r * 1.4, 0)),
            line((r * 1.4, -r * 0.4), (r * 1.4, r * 0.4)),
        ],
    )
    return finish(rng, [*marks, *rng.choice(extras)], *_leads(r, phases))


def _generator_wired(rng: random.Random) -> Symbol:
    """Draw the generator in a double ring, with windings or a wave under its letter, or on three leads."""
    r = rng.uniform(2.8, 6.0)
    word = rng.choice(("G", "G", "GEN", "SG", "DG", "GS"))
    cores: tuple[Marks, ...] = (
        [circle(0, 0, r * 0.82), letters(word, height=r * 0.8 / len(word))],
        [letters(word, 0, -r * 0.35, r * 0.6 / len(word) + 0.2), *winding(rng, r * 0.35, r * 0.38)],
        [letters(word, 0, -r * 0.25, r * 0.6 / len(word) + 0.2), sine(r * 0.4, 0, r * 0.45)],
        [
            letters(word, height=r * 1.2 / len(word)),
            letters(rng.choice(("500KW", "G-1", "2MVA", "EG")), r + 2.8, 0, 1.5),
        ],
    )
    return finish(rng, [circle(0, 0, r), *rng.choice(cores)], *_leads(r, _phases(rng), DOWN))


def _generator_source(rng: random.Random) -> Symbol:
    """Draw the source: a ring about a wave, lying or standing, doubled or with its polarity; or a hexagon with G."""
    r = rng.uniform(2.0, 4.5)
    cores: tuple[Marks, ...] = (
        [sine(r * 0.6), letters("~", 0, r * 0.6, 0.8)],
        placed([sine(r * 0.55)], angle=90.0),
        [circle(0, 0, r * 0.8), sine(r * 0.5)],
        [sine(r * 0.5, 0, -r * 0.25), sine(r * 0.5, 0, r * 0.25)],
    )
    return finish(
        rng,
        [circle(0, 0, r), *rng.choice(cores)],
        (0.0, r, DOWN),
        *([(0.0, -r, UP)] if rng.random() < 0.4 else []),
    )


def _drive(rng: random.Random) -> Symbol:
    """Draw the converter or starter: a box lettered VFD, SS, ATS or UPS, or parted between wave and bar."""
    w, h = rng.uniform(4.5, 8.0), rng.uniform(4.5, 8.0)
    s = min(w, h) * 0.16
    diagonal: Marks = [
        line((-w / 2, h / 2), (w / 2, -h / 2)),
        sine(s, -w * 0.22, -h * 0.22),
        sine(s, w * 0.22, h * 0.22),
    ]
    rectifier: Marks = [
        line((-w / 2, h / 2), (w / 2, -h / 2)),
        sine(s, -w * 0.22, -h * 0.22),
        *(line((w * 0.22 - s, h * 0.22 + k), (w * 0.22 + s, h * 0.22 + k)) for k in (-0.35, 0.35)),
    ]
    word: Marks = [
        letters(
            rng.choice(("VFD", "VSD", "ASD", "SS", "RVSS", "UPS", "ATS", "DOL", "INV")),
            height=min(2.2, w * 0.24),
        )
    ]
    return upright(rng, [box(w, h), *rng.choice((diagonal, rectifier, word, word))], [0.0], (-h / 2, h / 2))


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("motor/wired", "iec", CIRCUIT, 1.0, _motor_wired),
    ("motor/kind", "ansi", BOTH, 0.9, _motor_kind),
    ("generator/wired", "ansi", BOTH, 0.9, _generator_wired),
    ("generator/source", "iec", BOTH, 0.8, _generator_source),
    ("other/drive", "iec", BOTH, 1.2, _drive),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
