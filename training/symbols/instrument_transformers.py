"""Current and voltage transformers, as single-line diagrams and schematics draw them."""

from __future__ import annotations

import random

from training.ink import Symbol, circle, lead, line
from training.symbols.catalogue import variant
from training.symbols.shapes import (
    DOWN,
    RIGHT,
    UP,
    End,
    Marks,
    finish,
    humps,
    letters,
    placed,
    upright,
)

BOTH = "schematic single_line"


@variant("current_transformer/coil", "ansi", "single_line", weight=1.5)
def coil_ct(rng: random.Random) -> Symbol:
    """Draw the ANSI current transformer: two (or three) humps beside the straight conductor."""
    n, r = rng.choice([2, 2, 2, 3]), rng.uniform(0.9, 1.8)
    x = rng.uniform(0.0, 1.0)
    up = rng.random() < 0.5
    marks: Marks = placed([humps(n, r, up=up)], x, 0.0, 90.0)
    ends: list[End] = [(0.0, -n * r, UP), (0.0, n * r, DOWN)]
    wire = line((0, -n * r), (0, n * r), body=False)
    if rng.random() < 0.5:
        ends += [(x, -n * r, RIGHT), (x, n * r, RIGHT)]
    return finish(rng, [*marks, wire], *ends)


@variant("current_transformer/ring", "iec", BOTH, weight=1.5)
def ring_ct(rng: random.Random) -> Symbol:
    """Draw the IEC current transformer: a ring around the conductor, its secondary marked with slashes."""
    r = rng.uniform(1.5, 3.2)
    marks: Marks = [circle(0, 0, r), line((0, -r), (0, r))]
    if rng.random() < 0.6:
        length = rng.uniform(1.5, 4.0)
        marks.append(lead((r, 0), (r + length, 0)))
        for k in (0.4, 0.65):
            x = r + length * k
            marks.append(line((x - 0.5, 0.8), (x + 0.5, -0.8), body=False))
        return finish(rng, marks, (0.0, -r, UP), (0.0, r, DOWN), (r + length, 0.0, RIGHT))
    return upright(rng, marks, [0.0], (-r, r))


@variant("current_transformer/donut", "ansi", "single_line", weight=0.8)
def donut_ct(rng: random.Random) -> Symbol:
    """Draw the window current transformer: a flat ring across one or more conductors."""
    r = rng.uniform(1.2, 2.0)
    marks: Marks = [circle(0, 0, r), circle(0, 0, r * rng.uniform(0.5, 0.7))]
    marks.append(line((0, -r), (0, r), body=False))
    return upright(rng, marks, [0.0], (-r, r))


@variant("current_transformer/half_rings", "ansi", "single_line", weight=0.8)
def half_ring_ct(rng: random.Random) -> Symbol:
    """Draw the current transformer whose half rings sit on the conductor, one or two of them."""
    n, r = rng.choice([1, 2, 2]), rng.uniform(1.0, 2.0)
    marks: Marks = placed([humps(n, r, up=rng.random() < 0.5)], 0, 0, 90)
    marks.append(line((0, -n * r), (0, n * r)))
    return upright(rng, marks, [0.0], (-n * r, n * r))


@variant("voltage_transformer/circles", "iec", "single_line", weight=1.3)
def circle_vt(rng: random.Random) -> Symbol:
    """Draw the voltage transformer: two or three small overlapping circles on a branch."""
    r = rng.uniform(1.3, 2.4)
    d = r * rng.uniform(0.6, 0.8)
    marks: Marks = [circle(0, -d, r), circle(0, d, r)]
    if rng.random() < 0.3:
        marks.append(circle(d * 1.6, 0, r))
    return finish(rng, marks, (0.0, -d - r, UP))


@variant("voltage_transformer/coils", "ansi", "single_line", weight=1.5)
def coil_vt(rng: random.Random) -> Symbol:
    """Draw the potential transformer: two small facing windings on a branch, with or without core."""
    n, r, gap = rng.choice([2, 2, 3]), rng.uniform(0.7, 1.2), rng.uniform(0.25, 0.7)
    marks: Marks = [humps(n, r, -gap - r, up=False), humps(n, r, gap + r)]
    if rng.random() < 0.4:
        marks.append(line((-n * r, 0), (n * r, 0)))
    y = gap if n % 2 else gap + r
    return finish(rng, marks, (0.0, -y, UP), (0.0, y, DOWN))


@variant("voltage_transformer/zigzag", "ansi", "single_line", weight=0.7)
def zigzag_vt(rng: random.Random) -> Symbol:
    """Draw the potential transformer as two small facing zigzags."""
    n, w, h, gap = rng.choice([2, 3]), rng.uniform(1.0, 1.5), rng.uniform(0.9, 1.4), rng.uniform(0.3, 0.6)
    marks: Marks = []
    for s in (-1, 1):
        marks.append(
            line(
                *[(-n * w / 2 + i * w / 2, s * (gap + (h if i % 2 == 0 else 0.0))) for i in range(2 * n + 1)]
            )
        )
    return finish(
        rng, marks, (0.0, -gap - (0.0 if n % 2 else h), UP), (0.0, gap + (0.0 if n % 2 else h), DOWN)
    )


@variant("voltage_transformer/lettered", "ansi", "single_line", weight=0.4, turns=(0, 90))
def lettered_vt(rng: random.Random) -> Symbol:
    """Draw the voltage transformer as a circle lettered VT or PT."""
    r = rng.uniform(2.2, 3.6)
    marks: Marks = [circle(0, 0, r), letters(rng.choice(["VT", "PT", "CVT"]), height=r * 0.45)]
    return finish(rng, marks, (0.0, -r, UP))
