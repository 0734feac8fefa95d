"""Further forms of diodes, earths and busbars (IEEE 315, IEC 60617-2 and -5)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Symbol, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    DOWN,
    UP,
    Marks,
    across,
    arrow,
    box,
    finish,
    letters,
    open_or_filled,
    upright,
)

CIRCUIT: Final = "schematic"
BOTH: Final = "schematic single_line"


def _triode(rng: random.Random) -> Symbol:
    """Draw the diode that has its letter or its ring with the bar reaching the ring's edge."""
    s = rng.uniform(1.0, 2.0)
    r = s * rng.uniform(1.4, 1.9)
    marks: Marks = [
        circle(0, 0, r),
        polygon((-s, -s), (-s, s), (s, 0), fill=open_or_filled(rng)),
        line((s, -s), (s, s)),
    ]
    marks += [line((-r, 0), (-s, 0)), line((s, 0), (r, 0))]
    return across(rng, marks, r)


def _diode_photo(rng: random.Random) -> Symbol:
    """Draw the photodiode: light arrows towards it, or the tunnel, varicap or power bar."""
    s, tall = rng.uniform(1.0, 2.0), rng.uniform(0.9, 1.8)
    marks: Marks = [
        polygon((-s, -tall), (-s, tall), (s, 0), fill=open_or_filled(rng)),
        line((s, -tall), (s, tall)),
    ]
    if rng.random() < 0.5:
        for x in (-0.2, 0.9):
            marks += arrow((x - 1.2, -tall - 2.2), (x, -tall - 0.5), 0.7, filled=rng.random() < 0.6)
        return across(rng, marks, s)
    marks += rng.choice(
        (
            [line((s + 0.5, -tall), (s + 0.5, tall))],
            [line((s - 0.5, -tall), (s, -tall)), line((s - 0.5, tall), (s, tall))],
            [line((s, -tall), (s + 0.5, -tall - 0.5)), line((s, tall), (s + 0.5, tall + 0.5))],
        )
    )
    return across(rng, marks, s + 0.5)


def _diode_free(rng: random.Random) -> Symbol:
    """Draw the free-wheeling diode upright beside the coil it guards: a slim triangle on a long wire."""
    s, reach = rng.uniform(0.8, 1.5), rng.uniform(1.6, 3.0)
    marks: Marks = [
        polygon((-s, s), (s, s), (0, -s), fill=rng.choice((0.0, 0.0, None))),
        line((-s, -s), (s, -s), width=rng.choice((1.0, 2.0))),
    ]
    ends: Marks = [circle(0, y * reach, 0.35, fill=0.0) for y in (-1, 1)]
    marks += [line((0, -reach), (0, -s)), line((0, s), (0, reach))]
    return upright(rng, [*marks, *(ends if rng.random() < 0.5 else [])], [0.0], (-reach, reach))


def _earth_named(rng: random.Random) -> Symbol:
    """Draw the earth with PE, FE or GND beside, three or four bars, heavy or fine."""
    half, gap, bars = rng.uniform(1.2, 2.4), rng.uniform(0.5, 0.9), rng.choice((3, 3, 4))
    stem, pen = rng.uniform(0.6, 1.6), rng.choice((1.0, 1.0, 2.0))
    marks: Marks = [
        line((-half * (1 - k / bars), k * gap), (half * (1 - k / bars), k * gap), width=pen)
        for k in range(bars)
    ]
    marks += [
        line((0, -stem), (0, 0)),
        letters(rng.choice(("PE", "FE", "GND", "G", "TE", "E")), half + 1.4, 0, 1.4),
    ]
    return finish(rng, marks, (0.0, -stem, UP))


def _earth_clean(rng: random.Random) -> Symbol:
    """Draw the noiseless earth: bars beneath a half ring."""
    half, gap = rng.uniform(1.0, 1.8), rng.uniform(0.45, 0.8)
    r = half * rng.uniform(1.3, 1.7)
    marks: Marks = [line((-half * k, i * gap), (half * k, i * gap)) for i, k in enumerate((1.0, 0.66, 0.33))]
    marks += [arc(0, 0, r, 180, 360), line((0, -r * 0.9), (0, 0))]
    return finish(rng, marks, (0.0, -r, UP))


def _earth_rod(rng: random.Random) -> Symbol:
    """Draw the earth electrode of diagrams: a well or rod, a ring or box with the earth beneath."""
    r, half, gap = rng.uniform(0.8, 1.6), rng.uniform(0.9, 1.6), rng.uniform(0.4, 0.7)
    head = circle(0, -r - 0.8, r) if rng.random() < 0.5 else box(2 * r, 2 * r, 0, -r - 0.8)
    marks: Marks = [head, line((0, -0.8), (0, 0))]
    marks += [line((-half * k, i * gap), (half * k, i * gap)) for i, k in enumerate((1.0, 0.66, 0.33))]
    return finish(rng, marks, (0.0, -2 * r - 0.8, UP))


def _earth_hatched(rng: random.Random) -> Symbol:
    """Draw the frame connection: a bar with three to five strokes, or a bar with an inverted V."""
    half, stem = rng.uniform(1.2, 2.2), rng.uniform(0.5, 1.4)
    count, fall = rng.choice((3, 4, 5)), rng.uniform(0.6, 1.2)
    marks: Marks = [line((-half, 0), (half, 0)), line((0, -stem), (0, 0))]
    lean = rng.choice((-1, 1)) * fall * 0.8
    xs = [-half + 2 * half * k / (count - 1) for k in range(count)]
    marks += [line((x, 0), (x + lean, fall)) for x in xs]
    return finish(rng, marks, (0.0, -stem, UP))


def _bus_cased(rng: random.Random) -> Symbol:
    """Draw the bar as two long lines with cut ends, or one heavy broken line."""
    half, y = rng.uniform(14.0, 28.0), rng.uniform(0.4, 0.9)
    edge = rng.choice((0.0, y))
    if edge:
        marks: Marks = [line((-half, s * y), (half, s * y)) for s in (-1, 1)]
        marks += [line((s * half - 0.4, y), (s * half + 0.4, -y)) for s in (-1, 1)]
    else:
        dash = rng.choice(((6.0, 1.0), (4.0, 0.8, 1.0, 0.8)))
        marks = [line((-half, 0), (half, 0), width=rng.choice((2.0, 3.0, 4.0)), dash=dash)]
    xs = sorted(rng.uniform(-half * 0.9, half * 0.9) for _ in range(rng.randint(2, 5)))
    sides = [rng.choice((-1, 1)) for _ in xs]
    ends = [(x, side * edge, DOWN if side > 0 else UP) for x, side in zip(xs, sides, strict=True)]
    return finish(rng, marks, *ends)


def _bus_duct(rng: random.Random) -> Symbol:
    """Draw the bus duct: a slim box with a zigzag, broken line or slashes along it."""
    half, y = rng.uniform(12.0, 26.0), rng.uniform(0.6, 1.3)
    marks: Marks = [rectangle(-half, -y, half, y)]
    if rng.random() < 0.5:
        marks.append(line((-half, 0), (half, 0), dash=rng.choice(((2.0, 1.0), (3.0, 0.8, 0.6, 0.8)))))
    else:
        step = rng.uniform(2.5, 5.0)
        xs = [-half + step * k for k in range(1, int(2 * half / step))]
        marks += [line((x - y, y), (x + y, -y)) for x in xs]
    return finish(rng, marks, (-half * 0.5, y, DOWN), (half * 0.5, y, DOWN), (0.0, -y, UP))


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("diode/enclosed", "ansi", CIRCUIT, 0.4, _triode),
    ("diode/photo", "iec", CIRCUIT, 0.5, _diode_photo),
    ("diode/free", "iec", CIRCUIT, 0.5, _diode_free),
    ("ground/named", "ansi", BOTH, 0.9, _earth_named),
    ("ground/clean", "iec", BOTH, 0.4, _earth_clean),
    ("ground/rod", "ansi", BOTH, 0.4, _earth_rod),
    ("ground/hatched", "ansi", BOTH, 0.6, _earth_hatched),
    ("busbar/cased", "ansi", "single_line", 0.5, _bus_cased),
    ("busbar/duct", "ansi", "single_line", 0.4, _bus_duct),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
