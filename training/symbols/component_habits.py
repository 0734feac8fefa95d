"""Further habits of drawing resistors, capacitors and inductors in circuits (IEEE 315, IEC 60617-4)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Path, Symbol, arc, circle, line
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    DOWN,
    UP,
    Marks,
    across,
    arrow,
    box,
    finish,
    humps,
    letters,
    loops,
    upright,
    zigzag,
)

CIRCUIT: Final = "schematic"
LINE: Final = "single_line"
BOTH: Final = "schematic single_line"


def _resistor_teeth(rng: random.Random) -> Symbol:
    """Draw the zigzag steep or flat, of two to seven teeth, square or wavy, heavy or light."""
    length, teeth = rng.uniform(3.5, 10.0), rng.randint(2, 7)
    tall, pen = rng.uniform(1.0, 3.6), rng.choice((1.0, 1.0, 1.8))
    if rng.random() < 0.3:
        step = length / (2 * teeth)
        points = [(-length / 2, 0.0)]
        for k in range(2 * teeth):
            y = tall / 2 * (-1 if k % 2 else 1)
            points += [(-length / 2 + k * step, y), (-length / 2 + (k + 1) * step, y)]
        return across(rng, [line(*points, (length / 2, 0.0), width=pen)], length / 2)
    shape = zigzag(length, tall, teeth)
    return across(rng, [line(*shape.points, width=pen)], length / 2)


def _resistor_box(rng: random.Random) -> Symbol:
    """Draw the box short, long, heavy, with its value inside, its power's stroke or a tap."""
    length = rng.uniform(2.4, 9.0)
    tall, half = length * rng.uniform(0.22, 0.55), length / 2
    marks: Marks = [Path(box(length, tall).points, closed=True, width=rng.choice((1.0, 1.0, 2.0)))]
    cores: tuple[Marks, ...] = (
        [],
        [
            letters(
                rng.choice(("R", "10k", "1k", "100", "NGR", "470R", "R1")),
                0,
                0,
                min(tall * 0.6, length * 0.2),
            )
        ],
        [line((-half * 0.5, 0), (half * 0.5, 0))],
        [line((-half * 0.3, tall * 0.3), (half * 0.3, -tall * 0.3))],
        [*arrow((0, -tall * 1.3), (0, -tall / 2), tall * 0.4)],
    )
    return across(rng, [*marks, *rng.choice(cores)], half)


def _resistor_driven(rng: random.Random) -> Symbol:
    """Draw the adjustable resistor: box or zigzag with a preset's bar or an arrow across."""
    length = rng.uniform(4.0, 8.0)
    tall, half = length * rng.uniform(0.28, 0.42), length / 2
    body = box(length, tall) if rng.random() < 0.6 else zigzag(length, tall, 3)
    over = tall * rng.uniform(0.9, 1.3)
    drives: tuple[Marks, ...] = (
        [
            line((-half * 0.5, over), (half * 0.5, -over)),
            line((half * 0.5 - 0.6, -over - 0.5), (half * 0.5 + 0.6, -over + 0.5)),
        ],
        arrow((-half * 0.6, over), (half * 0.6, -over), 0.9, filled=rng.random() < 0.6),
    )
    return across(rng, [body, *rng.choice(drives)], half)


def _plates(rng: random.Random) -> Symbol:
    """Draw the capacitor's plates wide, narrow, heavy or as slim boxes, its plus or value beside."""
    w, gap = rng.uniform(0.9, 3.6), rng.uniform(0.3, 1.2)
    kind, thick = rng.randint(0, 2), rng.uniform(0.3, 0.6)
    if kind == 0:
        pens = rng.choice(((1.0, 1.0), (2.5, 2.5), (1.0, 2.5)))
        marks: Marks = [
            line((-w, s * gap), (w, s * gap), width=pen) for s, pen in zip((-1, 1), pens, strict=True)
        ]
        reach = gap
    else:
        fills = ((None, None), (0.0, 0.0), (None, 0.0))[rng.randint(0, 2)]
        marks = [
            box(2 * w, thick, 0, s * (gap + thick / 2), fill=fill)
            for s, fill in zip((-1, 1), fills, strict=True)
        ]
        reach = gap + thick
    if rng.random() < 0.4:
        marks.append(letters(rng.choice(("+", "+", "C1", "10u", "KVAR")), w + 1.3, -reach - 0.6, 1.2))
    return upright(rng, marks, [0.0], (-reach, reach))


def _bank(rng: random.Random) -> Symbol:
    """Draw the capacitor bank: plates in a box or ring, two or three side by side, or ending in an earth."""
    w, gap = rng.uniform(1.2, 2.4), rng.uniform(0.35, 0.8)
    r = w * 1.6
    plates: Marks = [line((-w, s * gap), (w, s * gap)) for s in (-1, 1)]
    leads: Marks = [line((0, s * gap), (0, s * r)) for s in (-1, 1)]
    if rng.random() < 0.5:
        frame = box(2 * r, 2 * r) if rng.random() < 0.6 else circle(0, 0, r)
        return upright(rng, [*plates, *leads, frame], [0.0], (-r, r))
    earth = [line((-w * k, r + y), (w * k, r + y)) for k, y in ((0.8, 0.0), (0.5, 0.6), (0.2, 1.2))]
    return finish(rng, [*plates, leads[1], *earth], (0.0, -gap, UP))


def _coil_shaped(rng: random.Random) -> Symbol:
    """Draw the inductor's humps flat, tall or few, heavy, its core solid, broken or beneath it, or a tap."""
    n, r = rng.randint(2, 8), rng.uniform(0.5, 1.5)
    coil = humps(n, r) if rng.random() < 0.65 else loops(max(n, 3), r)
    half = n * r if coil.points[0][0] < -n * r + 0.01 else -coil.points[0][0]
    marks: Marks = [Path(coil.points, curve=True, width=rng.choice((1.0, 1.0, 2.0)))]
    y = rng.choice((-r - 0.5, 0.7 + (0.0 if half == n * r else r)))
    cores: tuple[Marks, ...] = (
        [],
        [],
        [line((-half, y), (half, y))],
        [line((-half, y), (half, y), dash=(0.9, 0.6))],
        [line((-half, y - k), (half, y - k)) for k in (0.0, 0.5)],
        arrow((-half * 0.6, r * 1.2), (half * 0.6, -r * 1.8), 0.8),
    )
    return across(rng, [*marks, *rng.choice(cores)], half)


def _coil_boxed(rng: random.Random) -> Symbol:
    """Draw the reactor as humps in a box, or as the ring with a quarter left out and its wire in."""
    r, kind = rng.uniform(1.6, 3.6), rng.randint(0, 1)
    if kind == 0:
        start = rng.choice((-90.0, 0.0))
        marks: Marks = [
            arc(0, 0, r, start, start + 270),
            line((0, -r), (0, 0)),
            line((0, 0), (-r, 0) if start == -90 else (0, -r)),
        ]
        return finish(rng, marks, (0.0, -r, UP), (0.0, r, DOWN))
    w = r * rng.uniform(1.4, 2.0)
    n = rng.randint(3, 4)
    return across(
        rng,
        [
            box(2 * w, r * 1.3),
            humps(n, w * 0.7 / n, r * 0.2),
            line((-w, r * 0.2), (-w * 0.7, r * 0.2)),
            line((w * 0.7, r * 0.2), (w, r * 0.2)),
        ],
        w,
    )


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("resistor/teeth", "ansi", BOTH, 1.0, _resistor_teeth),
    ("resistor/boxed", "iec", BOTH, 1.0, _resistor_box),
    ("resistor/adjusted", "iec", CIRCUIT, 0.6, _resistor_driven),
    ("capacitor/plates", "iec", BOTH, 1.2, _plates),
    ("capacitor/bank", "ansi", LINE, 0.8, _bank),
    ("inductor/shaped", "iec", BOTH, 1.2, _coil_shaped),
    ("inductor/ringed", "iec", BOTH, 0.6, _coil_boxed),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
