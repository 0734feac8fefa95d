"""Further forms of instrument transformers, meters and instruments (IEEE 315, IEC 60617-6 and -8, ISA-5.1)."""

from __future__ import annotations

import math
import random
from typing import Final

from training.ink import Path, Symbol, Text, arc, circle, ellipse, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Marks,
    across,
    box,
    finish,
    humps,
    letters,
    placed,
    upright,
)

CIRCUIT: Final = "schematic"
LINE: Final = "single_line"
BOTH: Final = "schematic single_line"


def _ct_window(rng: random.Random) -> Symbol:
    """Draw the current transformer as a ring, oblong or box around its wire, its secondary led off to a side."""
    half, tall = rng.uniform(1.0, 2.2), rng.uniform(0.7, 1.6)
    reach = max(tall * 1.5, 1.2)
    shape = rng.choice((ellipse(0, 0, (half, tall)), rectangle(-half, -tall, half, tall), circle(0, 0, tall)))
    marks: Marks = [shape, line((0, -reach), (0, reach))]
    side = half if not shape.curve else shape.points[0][0]
    marks += [line((side, y), (side + 1.6, y)) for y in ((0.0,), (-0.3, 0.3))[rng.randint(0, 1)]]
    if rng.random() < 0.6:
        marks += [line((side + x, 0.4), (side + x + 0.5, -0.4)) for x in (0.6, 1.0)]
    return upright(rng, marks, [0.0], (-reach, reach))


def _ct_humped(rng: random.Random) -> Symbol:
    """Draw one to three humps against the wire, their ends free, earthed or dotted."""
    count, r = rng.choice((1, 2, 2, 3)), rng.uniform(0.7, 1.4)
    x = rng.choice((0.0, rng.uniform(0.3, 0.8)))
    half = count * r
    marks: Marks = [line((0, -half * 1.2), (0, half * 1.2)), *placed([humps(count, r)], x, 0, 90.0)]
    if rng.random() < 0.5:
        marks += [line((x, s * half), (x + r * 1.8, s * half)) for s in (-1, 1)]
    if rng.random() < 0.4:
        marks.append(circle(-0.7, -half * 0.8, 0.3, fill=0.0))
    if rng.random() < 0.5:
        marks.append(letters(rng.choice(("200/5", "CT", "(3)", "600:5", "MR")), x + r * 3.0, 0, 1.3))
    return upright(rng, marks, [0.0], (-half * 1.2, half * 1.2))


def _vt_small(rng: random.Random) -> Symbol:
    """Draw the voltage transformer: small humps across a gap on a tap, its fuse before, its earth behind, or none."""
    r, gap = rng.uniform(0.6, 1.1), rng.uniform(0.3, 0.7)
    marks: Marks = [humps(2, r, -gap, up=False), humps(2, r, gap)]
    if rng.random() < 0.4:
        marks.append(line((-2 * r, 0), (2 * r, 0)))
    marks.append(letters(rng.choice(("VT", "PT", "(2)", "480:120", "VT-1")), 2 * r + 1.8, 0, 1.3))
    low = gap + r
    return upright(rng, marks, [0.0], (-low, low))


def _vt_rings(rng: random.Random) -> Symbol:
    """Draw two small rings side by side or three in a clover, lettered V or with their winding's marks."""
    r = rng.uniform(1.2, 2.2)
    if rng.random() < 0.5:
        x = r * 0.7
        marks: Marks = [circle(-x, 0, r), circle(x, 0, r), letters("V", x + r + 1.0, 0, 1.4)]
        return finish(rng, marks, (-x - r, 0.0, LEFT), (x + r, 0.0, RIGHT))
    y = r * 0.65
    marks = [circle(0, -y, r), circle(-r * 0.65, y * 0.8, r), circle(r * 0.65, y * 0.8, r)]
    marks.append(letters(rng.choice(("VT", "PT")), r * 1.65 + 1.4, 0, 1.3))
    return finish(rng, marks, (0.0, -y - r, UP))


def _meter_scaled(rng: random.Random) -> Symbol:
    """Draw the meter as a ring about its unit with a bar, register or pointer, or as a box with an arc."""
    r, text = rng.uniform(2.0, 3.6), rng.choice(("kW", "kWh", "Hz", "PF", "A", "V", "VAR", "DM", "EPM"))
    word = letters(text, 0, r * 0.2, min(r * 0.8, r * 1.4 / len(text)))
    if rng.random() < 0.5:
        marks: Marks = [box(2 * r, 2 * r), word, arc(0, -r * 0.1, r * 0.75, 210, 330)]
        marks.append(line((0, -r * 0.25), (r * 0.35, -r * 0.8)))
    else:
        marks = [circle(0, 0, r), word]
        marks += rng.choice(
            (
                [line((-r * 0.87, -r * 0.5), (r * 0.87, -r * 0.5))],
                [rectangle(-r * 0.5, -r * 0.75, r * 0.5, -r * 0.4)],
            )
        )
    return across(rng, marks, r)


def _meter_panel(rng: random.Random) -> Symbol:
    """Draw the multifunction meter: a box parted in rows of units, or lettered with its terminals."""
    w, h = rng.uniform(6.0, 10.0), rng.uniform(4.0, 7.0)
    marks: Marks = [box(w, h)]
    if rng.random() < 0.5:
        rows = rng.sample(("A", "V", "kW", "kWh", "Hz", "PF"), 3)
        for k, text in enumerate(rows):
            y = -h / 2 + h * (k + 0.5) / 3
            marks.append(letters(text, 0, y, h * 0.2))
            marks += [line((-w / 2, y + h / 6), (w / 2, y + h / 6))] if k < 2 else []
    else:
        text = rng.choice(("PM", "MFM", "PQM", "POWER METER", "DMM", "METER"))
        marks.append(letters(text, 0, 0, min(h * 0.35, w * 0.9 / len(text))))
    return finish(rng, marks, (0.0, -h / 2, UP), (0.0, h / 2, DOWN))


def _bubble(rng: random.Random, string: str, number: str, r: float) -> Marks:
    size = min(r * 0.5, r * 1.35 / max(len(string), len(number)))
    return [letters(string, 0, -r * 0.35, size), letters(number, 0, r * 0.4, size)]


def _instrument_form(rng: random.Random) -> Symbol:
    """Draw the bubble behind the panel, at a local panel or shared: double broken line or none, in a box or diamond."""
    r = rng.uniform(3.2, 6.0)
    words = _bubble(
        rng,
        rng.choice(("PIT", "TE", "FIC", "LT", "PSHH", "ZSC", "HS", "XV", "LAH", "FY")),
        f"{rng.randint(1, 9999)}",
        r,
    )
    dash = rng.choice(((0.9, 0.6), (1.5, 0.8)))
    kinds: tuple[Marks, ...] = (
        [circle(0, 0, r), *(line((-r * 0.99, y), (r * 0.99, y), dash=dash) for y in (-0.25, 0.25))],
        [box(2 * r, 2 * r), circle(0, 0, r), line((-r, 0), (r, 0), dash=dash)],
        [box(2 * r, 2 * r), polygon((0, -r), (r, 0), (0, r), (-r, 0))],
        [polygon((0, -r), (r, 0), (0, r), (-r, 0))],
        [
            polygon(*((r * math.cos(a), r * math.sin(a)) for a in (k * math.pi / 3 for k in range(6)))),
            line((-r, 0), (r, 0)),
        ],
    )
    kind = rng.randrange(len(kinds))
    if kind in {2, 3}:
        words = [letters(words[0].string if isinstance(words[0], Text) else "", 0, 0, r * 0.3)]
    return across(rng, [*kinds[kind], *words], r)


def _instrument_valved(rng: random.Random) -> Symbol:
    """Draw the bubble with its tap: a stem with a small valve, a slash for the signal, or a purge's letters."""
    r = rng.uniform(2.8, 5.0)
    stem = rng.uniform(1.5, 3.0)
    marks: Marks = [
        circle(0, 0, r),
        *_bubble(
            rng,
            rng.choice(("PI", "PDT", "TW", "FE", "LG", "PT", "TIT")),
            f"{rng.randint(1, 999)}{rng.choice(('', 'A', 'B'))}",
            r,
        ),
    ]
    tap: Marks = [line((0, r), (0, r + stem))]
    taps: tuple[Marks, ...] = (
        [
            line((-0.6, r + stem * 0.6), (0.6, r + stem * 0.4)),
            line((-0.6, r + stem * 0.8), (0.6, r + stem * 0.6)),
        ],
        [line((-0.6, r + stem), (0.6, r + stem))],
        [],
    )
    leads = [Path(m.points, body=False) for m in (*tap, *rng.choice(taps)) if isinstance(m, Path)]
    return finish(rng, [*marks, *leads], (0.0, r + stem, DOWN), longest=0.6)


def _relay_numbers(rng: random.Random) -> Symbol:
    """Draw protective functions as a ring or oblong about their device numbers."""
    text = rng.choice(("50/51", "27", "59", "87T", "51N", "50G", "86", "32", "67", "81O/U", "25", "46"))
    r = rng.uniform(2.2, 3.8)
    if len(text) > 3 and rng.random() < 0.6:
        return across(rng, [box(r * 2.4, r * 1.4), letters(text, 0, 0, r * 2.1 / len(text))], r * 1.2)
    return across(rng, [circle(0, 0, r), letters(text, 0, 0, min(r * 0.9, r * 1.6 / len(text)))], r)


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("current_transformer/window", "iec", BOTH, 0.7, _ct_window),
    ("current_transformer/humped", "ansi", BOTH, 0.8, _ct_humped),
    ("voltage_transformer/small", "ansi", LINE, 0.7, _vt_small),
    ("voltage_transformer/rings", "iec", LINE, 0.6, _vt_rings),
    ("meter/scaled", "ansi", BOTH, 0.6, _meter_scaled),
    ("meter/multifunction", "ansi", LINE, 0.5, _meter_panel),
    ("instrument/behind", "isa", BOTH, 0.8, _instrument_form),
    ("instrument/tapped_valve", "isa", BOTH, 0.5, _instrument_valved),
    ("instrument/numbered", "ansi", LINE, 0.6, _relay_numbers),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
