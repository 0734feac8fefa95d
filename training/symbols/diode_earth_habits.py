"""Further habits of drawing diodes, batteries, earths and busbars in circuits (IEEE 315, IEC 60617)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Symbol, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Marks,
    across,
    arrow,
    box,
    finish,
    letters,
    placed,
    upright,
)

CIRCUIT: Final = "schematic"
LINE: Final = "single_line"
BOTH: Final = "schematic single_line"


def _diode_plain(rng: random.Random) -> Symbol:
    """Draw the diode slim or wide, filled, open or with its wire through, heavy bar, ringed or as a thyristor's kin."""
    s = rng.uniform(0.8, 2.6)
    tall, fill = s * rng.uniform(0.6, 1.3), rng.choice((None, None, 0.0))
    k = s * rng.uniform(0.2, 0.45)
    bars = (
        ((s, -tall), (s, tall)),
        ((s + k, -tall), (s, -tall), (s, tall), (s - k, tall)),
        ((s - k, -tall + k), (s - k, -tall), (s, -tall), (s, tall), (s + k, tall), (s + k, tall - k)),
        ((s + k, -tall - k), (s, -tall), (s, tall), (s - k, tall + k)),
    )
    marks: Marks = [
        polygon((-s, -tall), (-s, tall), (s, 0), fill=fill),
        line(*rng.choice(bars), width=rng.choice((1.0, 1.0, 2.2))),
    ]
    if fill is None and rng.random() < 0.5:
        marks.append(line((-s, 0), (s, 0)))
    if rng.random() < 0.2:
        return across(rng, [*marks, circle(0, 0, max(s, tall) * 1.6)], max(s, tall) * 1.6)
    return across(rng, marks, s)


def _diode_light(rng: random.Random) -> Symbol:
    """Draw the light-emitting diode with slim, bent or open arrows on either side, ringed or not."""
    s = rng.uniform(0.9, 2.2)
    tall, side = s * rng.uniform(0.8, 1.1), rng.choice((-1, 1))
    fill, reach = rng.choice((None, 0.0)), rng.uniform(1.0, 2.2)
    marks: Marks = [polygon((-s, -tall), (-s, tall), (s, 0), fill=fill), line((s, -tall), (s, tall))]
    lean, filled = rng.uniform(0.3, 0.9), rng.random() < 0.6
    for x in rng.choice(((-s * 0.1, s * 0.6), (s * 0.1, s * 0.9))):
        tail, tip = (x, side * (tall * 1.1)), (x + reach * lean, side * (tall * 1.1 + reach))
        marks += arrow(tail, tip, 0.7, filled=filled)
    if rng.random() < 0.25:
        r = s * 1.5
        return across(rng, [*marks, circle(0, 0, r)], r)
    return across(rng, marks, s)


def _diode_bridge(rng: random.Random) -> Symbol:
    """Draw the rectifier: a diamond or box of four diodes, or a box parted between wave and bar with a diode."""
    r, s = rng.uniform(4.0, 6.5), rng.uniform(0.7, 1.1)
    single: Marks = [polygon((-s, -s), (-s, s), (s, 0), fill=rng.choice((None, 0.0))), line((s, -s), (s, s))]
    if rng.random() < 0.5:
        marks: Marks = [polygon((0, -r), (r, 0), (0, r), (-r, 0))]
        for x, y, turn in ((-0.5, -0.5, -45.0), (0.5, -0.5, 45.0), (-0.5, 0.5, 45.0), (0.5, 0.5, -45.0)):
            marks += placed(single, x * r, y * r, turn)
        return finish(rng, marks, (0.0, -r, UP), (0.0, r, DOWN), (-r, 0.0, LEFT), (r, 0.0, RIGHT))
    marks = [
        box(1.4 * r, 1.4 * r),
        *placed(single, 0, 0, 0),
        line((-r * 0.5, 0), (-s, 0)),
        line((s, 0), (r * 0.5, 0)),
    ]
    return finish(rng, marks, (-0.7 * r, 0.0, LEFT), (0.7 * r, 0.0, RIGHT))


def _cells(rng: random.Random) -> Symbol:
    """Draw the battery's cells, one to five, close or apart, slim or heavy short bars, the middle ones broken."""
    cells, w = rng.randint(1, 5), rng.uniform(1.4, 3.6)
    gap, ratio, pen = rng.uniform(0.4, 1.2), rng.uniform(0.35, 0.7), rng.choice((1.0, 2.0, 3.0))
    marks: Marks = []
    for i in range(2 * cells):
        reach = w if i % 2 == 0 else w * ratio
        marks.append(line((-reach, i * gap), (reach, i * gap), width=pen if i % 2 else 1.0))
    low = (2 * cells - 1) * gap
    if rng.random() < 0.4:
        marks += [letters("+", w * 0.9, -1.0, 1.3), letters("-", w * 0.9, low + 1.0, 1.3)]
    return upright(rng, marks, [0.0], (0.0, low))


def _battery_boxed(rng: random.Random) -> Symbol:
    """Draw the battery in a box or ring: cells inside, or lettered BATT with plus and minus."""
    x, y = rng.uniform(3.0, 5.0), rng.uniform(2.4, 4.0)
    w, gap = x * 0.45, y * 0.16
    cells: Marks = [
        line((-w * k, gap * i), (w * k, gap * i)) for k, i in ((1, -1.5), (0.5, -0.5), (1, 0.5), (0.5, 1.5))
    ]
    cells += [line((0, -y), (0, -1.5 * gap)), line((0, 1.5 * gap), (0, y))]
    word: Marks = [
        letters(rng.choice(("BATT", "BAT", "125VDC", "24V", "BESS")), height=1.5),
        letters("+", -x * 0.7, -y * 0.6, 1.3),
        letters("-", x * 0.7, -y * 0.6, 1.3),
    ]
    return upright(rng, [box(2 * x, 2 * y), *rng.choice((cells, cells, word))], [0.0], (-y, y))


def _earth(rng: random.Random) -> Symbol:
    """Draw the earth's bars steep or flat, heavy, three to five, framed, or with its slanted or filled kin."""
    w, count = rng.uniform(1.0, 3.0), rng.choice((3, 3, 3, 4, 5))
    step, pen = w * rng.uniform(0.2, 0.5), rng.choice((1.0, 1.0, 1.8))
    last = rng.uniform(0.12, 0.4)
    stem = step * (count - 1) * 0.5
    marks: Marks = [
        line(
            (-w * (1 - k * (1 - last) / (count - 1)), k * step),
            (w * (1 - k * (1 - last) / (count - 1)), k * step),
            width=pen,
        )
        for k in range(count)
    ]
    if rng.random() < 0.15:
        marks.append(arc(0, step * (count - 1), w * 1.25, 180, 360))
    return finish(rng, [line((0, 0), (0, -stem)), *marks], (0.0, -stem, UP))


def _earth_other(rng: random.Random) -> Symbol:
    """Draw the chassis or signal earth: two to four slanted teeth either way, or a triangle, lettered or ruled."""
    w = rng.uniform(1.0, 2.6)
    if rng.random() < 0.5:
        teeth, drop, lean = rng.randint(2, 5), w * rng.uniform(0.4, 0.8), rng.choice((-1, 1)) * w * 0.4
        xs = [w * (2 * k / (teeth - 1) - 1) for k in range(teeth)]
        marks: Marks = [line((-w, 0), (w, 0)), *(line((x, 0), (x + lean, drop)) for x in xs)]
    else:
        drop = w * rng.uniform(0.6, 1.3)
        marks = [polygon((-w, 0), (w, 0), (0, drop), fill=rng.choice((None, None, 0.0)))]
        if rng.random() < 0.4:
            marks.append(letters(rng.choice(("A", "D", "S", "GND", "0V")), 0, drop + 1.1, 1.2))
    return finish(rng, [line((0, 0), (0, -drop * 0.5)), *marks], (0.0, -drop * 0.5, UP))


def _earth_ringed(rng: random.Random) -> Symbol:
    """Draw the protective earth: bars in a ring, a filled ring, or a ring lettered PE, G or E."""
    r = rng.uniform(1.6, 3.4)
    bars: Marks = [
        line((0, -r), (0, -r * 0.1)),
        *(
            line((-r * k, -r * 0.1 + i * r * 0.25), (r * k, -r * 0.1 + i * r * 0.25))
            for i, k in enumerate((0.6, 0.4, 0.2))
        ),
    ]
    word: Marks = [letters(rng.choice(("PE", "E", "GND")), height=r * 0.6)]
    return finish(rng, [circle(0, 0, r), *rng.choice((bars, bars, word))], (0.0, -r, UP))


def _bus(rng: random.Random) -> Symbol:
    """Draw the busbar heavy, slim, as two lines or a capped bar, its feeders anywhere along it."""
    half, thick, kind = rng.uniform(8.0, 29.0), rng.uniform(0.4, 2.2), rng.randint(0, 3)
    y = thick / 2
    bars: tuple[Marks, ...] = (
        [line((-half, 0), (half, 0), width=rng.uniform(2.5, 7.0))],
        [line((-half, s * y), (half, s * y)) for s in (-1, 1)],
        [rectangle(-half, -y, half, y, fill=0.0)],
        [rectangle(-half, -y, half, y), *(line((s * half, -y * 1.8), (s * half, y * 1.8)) for s in (-1, 1))],
    )
    reach = 0.0 if kind == 0 else y
    xs = sorted(rng.uniform(-half, half) for _ in range(rng.randint(2, 6)))
    return finish(rng, bars[kind], *((x, reach, DOWN) if rng.random() < 0.6 else (x, -reach, UP) for x in xs))


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("diode/any", "iec", CIRCUIT, 1.2, _diode_plain),
    ("diode/lit", "iec", CIRCUIT, 0.9, _diode_light),
    ("diode/rectifier", "iec", CIRCUIT, 0.4, _diode_bridge),
    ("battery/cells", "ansi", BOTH, 1.0, _cells),
    ("battery/boxed", "ansi", BOTH, 0.7, _battery_boxed),
    ("ground/tapered", "iec", BOTH, 1.2, _earth),
    ("ground/toothed", "ansi", CIRCUIT, 0.9, _earth_other),
    ("ground/ringed", "iec", BOTH, 0.6, _earth_ringed),
    ("busbar/any", "ansi", BOTH, 0.8, _bus),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
