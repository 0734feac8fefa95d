"""Further forms of batteries, capacitors, coils and resistors (IEEE 315, IEC 60617-4 and -6)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Path, Symbol, arc, circle, line, rectangle
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
    humps,
    letters,
    loops,
    open_or_filled,
    placed,
    upright,
    zigzag,
)

CIRCUIT: Final = "schematic"
BOTH: Final = "schematic single_line"


def _cells_of(rng: random.Random, count: int, gap: float, long: float) -> Marks:
    """Return cells standing one above the other, long bars and short ones."""
    pen, short = rng.choice((1.0, 1.8, 3.0)), long * rng.uniform(0.35, 0.65)
    first = -(2 * count - 1) * gap / 2
    return [
        line((-(short if k % 2 else long), y), (short if k % 2 else long, y), width=pen if k % 2 else 1.0)
        for k, y in ((k, first + k * gap) for k in range(2 * count))
    ]


def _battery_signed(rng: random.Random) -> Symbol:
    """Draw the cells between a plus and a minus, their voltage beside."""
    gap, long, count = rng.uniform(0.5, 1.1), rng.uniform(1.6, 3.2), rng.choice((1, 2, 2, 3))
    half = (2 * count - 1) * gap / 2
    side = rng.choice((-1, 1)) * (long + 0.9)
    marks = _cells_of(rng, count, gap, long)
    marks += [letters("+", side, -half, 1.4), letters("-", side, half, 1.4)]
    marks.append(letters(rng.choice(("12V", "24V", "125VDC", "48V", "BT1")), -side * 1.8, 0, 1.4))
    return upright(rng, marks, [0.0], (-half, half))


def _battery_bank(rng: random.Random) -> Symbol:
    """Draw two strings of cells side by side on common bars."""
    gap, long, x = rng.uniform(0.6, 1.0), rng.uniform(1.0, 1.6), rng.uniform(1.8, 2.6)
    string = _cells_of(rng, 2, gap, long)
    top = 1.5 * gap + 1.0
    marks: Marks = [mark for s in (-1, 1) for mark in placed(string, s * x)]
    for y in (-1, 1):
        marks.append(line((-x, y * 1.5 * gap), (-x, y * top), (x, y * top), (x, y * 1.5 * gap)))
    return upright(rng, marks, [0.0], (-top, top))


def _battery_case(rng: random.Random) -> Symbol:
    """Draw the battery as a case with one knob or two, lettered or with its signs."""
    w, h, knob = rng.uniform(4.0, 8.0), rng.uniform(2.6, 5.0), rng.uniform(0.4, 0.9)
    marks: Marks = [box(w, h)]
    if rng.random() < 0.4:
        marks.append(rectangle(w / 2, -h * 0.2, w / 2 + knob, h * 0.2, fill=open_or_filled(rng)))
        marks.append(letters(rng.choice(("BATT", "BATTERY", "BAT", "UPS BATT")), 0, 0, min(h * 0.4, w / 7)))
        return finish(rng, marks, (0.0, -h / 2, UP), (0.0, h / 2, DOWN))
    x = w * 0.3
    for s, sign in ((-1, "-"), (1, "+")):
        marks.append(
            rectangle(s * x - knob / 2, -h / 2 - knob, s * x + knob / 2, -h / 2, fill=open_or_filled(rng))
        )
        marks.append(letters(sign, s * x, 0, h * 0.35))
    return finish(rng, marks, (-x, -h / 2 - knob, UP), (x, -h / 2 - knob, UP))


def _battery_level(rng: random.Random) -> Symbol:
    """Draw lying cells, the middle ones left to dots or a broken line."""
    gap, long = rng.uniform(0.6, 1.2), rng.uniform(1.4, 3.0)
    apart = rng.uniform(2.0, 4.0)
    pair: Marks = [
        line((0, -long), (0, long)),
        line((gap, -long * 0.5), (gap, long * 0.5), width=rng.choice((1.0, 2.5))),
    ]
    marks = [*placed(pair, -apart / 2 - gap), *placed(pair, apart / 2)]
    if rng.random() < 0.5:
        marks.append(line((-apart / 2, 0), (apart / 2, 0), dash=(0.5, 0.4)))
    else:
        marks += [circle(x, 0, 0.2, fill=0.0) for x in (-0.7, 0.0, 0.7)]
    return finish(rng, marks, (-apart / 2 - gap, 0.0, LEFT), (apart / 2 + gap, 0.0, RIGHT))


def _plates(rng: random.Random) -> tuple[float, float, Marks]:
    """Return a capacitor's half gap, half width, and its two plates, one above the other."""
    gap, half = rng.uniform(0.35, 0.8), rng.uniform(1.2, 3.2)
    pen = rng.choice((1.0, 1.0, 2.0, 3.0))
    return gap, half, [line((-half, s * gap), (half, s * gap), width=pen) for s in (-1, 1)]


def _capacitor_electrolytic(rng: random.Random) -> Symbol:
    """Draw the electrolytic capacitor: an open and a filled box, or a filled and a plain plate, with its plus."""
    gap, half, _ = _plates(rng)
    thick = rng.uniform(0.5, 1.0)
    marks: Marks = [
        rectangle(-half, -gap - thick, half, -gap, fill=open_or_filled(rng)),
        rectangle(-half, gap, half, gap + thick, fill=0.0),
    ]
    if rng.random() < 0.6:
        marks.append(letters("+", -half * 0.7, -gap - thick - 0.9, 1.1))
    return upright(rng, marks, [0.0], (-gap - thick, gap + thick))


def _capacitor_trimmed(rng: random.Random) -> Symbol:
    """Draw the capacitor set by a tool: a stroke with a bar, or a plain arrow, across it."""
    gap, half, marks = _plates(rng)
    reach = half * 0.9
    if rng.random() < 0.5:
        marks += [
            line((-reach, reach), (reach, -reach)),
            line((reach - 0.5, -reach - 0.5), (reach + 0.5, -reach + 0.5)),
        ]
    else:
        marks += arrow((-reach, reach), (reach, -reach), 0.9, filled=rng.random() < 0.5)
    return upright(rng, marks, [0.0], (-gap, gap))


def _capacitor_three(rng: random.Random) -> Symbol:
    """Draw three capacitors on one bar, the far ends joined or earthed: power factor correction."""
    gap, half, plates = rng.uniform(0.35, 0.6), rng.uniform(1.1, 1.7), []
    pitch = half * rng.uniform(2.4, 3.2)
    marks: Marks = []
    for k in (-1, 0, 1):
        plates = [line((-half, s * gap), (half, s * gap)) for s in (-1, 1)]
        stems: Marks = [line((0, gap), (0, gap + 1.2))]
        marks += placed([*plates, *stems], k * pitch)
    marks.append(line((-pitch, gap + 1.2), (pitch, gap + 1.2)))
    return finish(rng, marks, *((k * pitch, -gap, UP) for k in (-1, 0, 1)))


def _capacitor_lettered(rng: random.Random) -> Symbol:
    """Draw the capacitor bank as a box about its plates, kvar beneath or inside."""
    side = rng.uniform(4.0, 7.0)
    gap, half = 0.5, side * 0.3
    y = -side * 0.15
    marks: Marks = [box(side, side), *(line((-half, y + s * gap), (half, y + s * gap)) for s in (-1, 1))]
    marks += [line((0, -side / 2), (0, y - gap)), line((0, y + gap), (0, side * 0.2))]
    marks.append(letters(rng.choice(("KVAR", "PFC", "CAP", "50kvar")), 0, side * 0.35, side * 0.16))
    return finish(rng, marks, (0.0, -side / 2, UP))


def _coil_cored(rng: random.Random) -> Symbol:
    """Draw a winding with one, two or three core lines, broken for ferrite, on either side."""
    count, radius = rng.choice((3, 4, 5)), rng.uniform(0.7, 1.3)
    dash = rng.choice(((), (), (0.8, 0.5)))
    marks: Marks = [humps(count, radius) if rng.random() < 0.7 else loops(count, radius)]
    y = -radius - 0.6
    marks += [
        line((-count * radius, y - 0.5 * k), (count * radius, y - 0.5 * k), dash=dash)
        for k in range(rng.choice((1, 2, 3)))
    ]
    half = count * radius if isinstance(marks[0], Path) else 1.0
    return across(rng, marks, half)


def _coil_set(rng: random.Random) -> Symbol:
    """Draw the winding that an arrow or a tap sets."""
    count, radius = rng.choice((3, 4, 5)), rng.uniform(0.8, 1.3)
    half = count * radius
    marks: Marks = [humps(count, radius)]
    if rng.random() < 0.5:
        marks += arrow((-half * 0.7, radius * 1.4), (half * 0.7, -radius * 1.8), 0.9)
    else:
        marks.append(line((rng.choice((0.0, radius)), 0), (0.0, radius * 1.8)))
    return across(rng, marks, half)


def _coil_three(rng: random.Random) -> Symbol:
    """Draw three windings side by side: a line reactor."""
    count, radius = 3, rng.uniform(0.6, 1.0)
    pitch = radius * rng.uniform(3.0, 5.0)
    one = placed([humps(count, radius)], angle=90.0)
    half = count * radius
    marks: Marks = [mark for k in (-1, 0, 1) for mark in placed(one, k * pitch)]
    if rng.random() < 0.4:
        marks += [line((-pitch - radius, y), (pitch + radius * 2, y)) for y in (-0.2, 0.2)]
    return upright(rng, marks, (-pitch, 0.0, pitch), (-half, half))


def _choke(rng: random.Random) -> Symbol:
    """Draw the reactor of diagrams: a three-quarter ring with its wire to the middle, either way round."""
    r, turn = rng.uniform(2.0, 3.6), rng.choice((0.0, 90.0, 180.0, 270.0))
    marks = placed([arc(0, 0, r, -90, 180), line((0, 0), (-r, 0)), line((0, 0), (0, -r))], angle=turn)
    return upright(rng, marks, [0.0], (-r, r))


def _resistor_tapped(rng: random.Random) -> Symbol:
    """Draw the resistor, box or teeth, with its wiper from the side: a potentiometer."""
    w, h = rng.uniform(5.0, 8.0), rng.uniform(1.4, 2.6)
    body = box(w, h) if rng.random() < 0.55 else zigzag(w, h, rng.choice((3, 4)))
    tail = h / 2 + rng.uniform(1.4, 2.4)
    marks: Marks = [body, *arrow((0, tail), (0, h / 2), 0.9, filled=rng.random() < 0.6)]
    return finish(rng, marks, (-w / 2, 0.0, LEFT), (w / 2, 0.0, RIGHT), (0.0, tail, DOWN))


def _resistor_grid(rng: random.Random) -> Symbol:
    """Draw the braking or earthing resistor: square teeth, or a box with square teeth inside."""
    w, h, teeth = rng.uniform(5.0, 9.0), rng.uniform(1.6, 3.0), rng.choice((3, 4, 5))
    step = w / (2 * teeth)
    points = [(-w / 2, h / 2)]
    for k in range(2 * teeth):
        y = -h / 2 if k % 2 == 0 else h / 2
        points += [(-w / 2 + k * step, y), (-w / 2 + (k + 1) * step, y)]
    marks: Marks = [line(*points)]
    if rng.random() < 0.5:
        marks.append(box(w * 1.15, h * 1.5))
        return finish(rng, marks, (-w * 0.575, 0.0, LEFT), (w * 0.575, 0.0, RIGHT))
    return finish(rng, marks, (-w / 2, h / 2, LEFT), (w / 2, h / 2, RIGHT))


def _resistor_sensing(rng: random.Random) -> Symbol:
    """Draw the box with a bent stroke across: NTC, PTC, light or voltage."""
    w, h, lip = rng.uniform(4.5, 7.5), rng.uniform(1.6, 2.8), rng.uniform(0.8, 1.6)
    y = h * rng.uniform(0.75, 1.1)
    marks: Marks = [box(w, h), line((-w * 0.3 - lip, y), (-w * 0.3, y), (w * 0.3, -y))]
    marks.append(letters(rng.choice(("NTC", "PTC", "-t", "+t", "U", "RTD")), w * 0.15, y + 0.6, 1.2))
    return across(rng, marks, w / 2)


def _resistor_shunt(rng: random.Random) -> Symbol:
    """Draw the shunt: a box with its two sense wires, or a flat body between two dots."""
    w, h, x = rng.uniform(4.5, 7.0), rng.uniform(1.3, 2.2), rng.uniform(0.55, 0.8)
    marks: Marks = [box(w, h)]
    marks += [line((s * w / 2 * x, h / 2), (s * w / 2 * x, h / 2 + 1.2)) for s in (-1, 1)]
    if rng.random() < 0.5:
        marks += [circle(s * w / 2, 0, 0.4, fill=0.0) for s in (-1, 1)]
    return across(rng, marks, w / 2)


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("battery/signed", "ansi", BOTH, 0.8, _battery_signed),
    ("battery/bank", "iec", BOTH, 0.3, _battery_bank),
    ("battery/case", "ansi", BOTH, 0.4, _battery_case),
    ("battery/level", "iec", CIRCUIT, 0.7, _battery_level),
    ("capacitor/electrolytic", "iec", CIRCUIT, 0.6, _capacitor_electrolytic),
    ("capacitor/trimmed", "iec", CIRCUIT, 0.4, _capacitor_trimmed),
    ("capacitor/three", "iec", BOTH, 0.4, _capacitor_three),
    ("capacitor/lettered", "ansi", "single_line", 0.5, _capacitor_lettered),
    ("inductor/cored", "ansi", CIRCUIT, 0.6, _coil_cored),
    ("inductor/set", "ansi", CIRCUIT, 0.3, _coil_set),
    ("inductor/three", "iec", BOTH, 0.4, _coil_three),
    ("inductor/choke", "iec", BOTH, 0.4, _choke),
    ("resistor/tapped", "iec", CIRCUIT, 0.7, _resistor_tapped),
    ("resistor/grid", "ansi", BOTH, 0.5, _resistor_grid),
    ("resistor/sensing", "iec", CIRCUIT, 0.6, _resistor_sensing),
    ("resistor/shunt", "iec", BOTH, 0.4, _resistor_shunt),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
