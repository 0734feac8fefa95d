"""Electronic symbols outside the taxonomy: transistors, amplifiers, circuits, gates, connectors."""

from __future__ import annotations

import random

from training.ink import Symbol, arc, bezier, circle, line, polygon, rectangle
from training.symbols.catalogue import variant
from training.symbols.shapes import DOWN, LEFT, RIGHT, UP, End, Marks, across, arrow, box, finish, letters

PINS = (
    "VCC",
    "GND",
    "IN+",
    "IN-",
    "OUT",
    "EN",
    "SCL",
    "SDA",
    "CS",
    "MISO",
    "MOSI",
    "RST",
    "VIN",
    "SW",
    "FB",
    "TX",
    "RX",
    "CANH",
    "A0",
    "A1",
    "D0",
    "D1",
    "CLK",
    "REF",
    "NC",
    "HO",
    "LO",
    "VDD",
    "VSS",
)


@variant("other/bipolar", "iec", "schematic", weight=1.3)
def bipolar(rng: random.Random) -> Symbol:
    """Draw the bipolar transistor, NPN or PNP, with or without its ring."""
    s, npn = rng.uniform(1.4, 2.6), rng.random() < 0.6
    bar, e, c = -s * 0.4, (s * 0.7, s * 1.1), (s * 0.7, -s * 1.1)
    marks: Marks = [line((bar, -s * 0.9), (bar, s * 0.9), width=rng.choice([1.0, 2.0, 4.0]))]
    marks += [line((bar, -s * 0.35), c)]
    marks += arrow((bar, s * 0.35), e, s * 0.5) if npn else arrow(e, (bar, s * 0.35), s * 0.5)
    base = bar
    if rng.random() < 0.5:
        marks.append(circle(0.1 * s, 0, s * 1.3))
        marks.append(line((-s * 1.2, 0), (bar, 0)))
        base = -s * 1.2
    return finish(rng, marks, (base, 0.0, LEFT), (*c, UP), (*e, DOWN))


@variant("other/field_effect", "iec", "schematic", weight=1.2)
def field_effect(rng: random.Random) -> Symbol:
    """Draw the enhancement transistor with gate, channel and arrow, with or without ring."""
    s = rng.uniform(1.5, 2.6)
    g, x, right = -s * 0.6, -s * 0.25, s * 0.8
    marks: Marks = [line((g, -s * 0.8), (g, s * 0.8))]
    if rng.random() < 0.75:
        marks += [line((x, y - s * 0.25), (x, y + s * 0.25)) for y in (-s * 0.75, 0.0, s * 0.75)]
    else:
        marks.append(line((x, -s), (x, s)))
    marks += [line((x, y), (right, y)) for y in (-s * 0.75, s * 0.75)]
    marks += (
        arrow((right, 0), (x, 0), s * 0.45) if rng.random() < 0.6 else arrow((x, 0), (right, 0), s * 0.45)
    )
    marks += [line((right, 0), (right, s * 1.2)), line((right, -s * 0.75), (right, -s * 1.2))]
    if rng.random() < 0.6:
        marks.append(circle(0.15 * s, 0, s * 1.45))
    return finish(
        rng,
        marks,
        (g, 0.0 if rng.random() < 0.5 else s * 0.75, LEFT),
        (right, -s * 1.2, UP),
        (right, s * 1.2, DOWN),
    )


@variant("other/amplifier", "iec", "schematic", turns=(0, 180), weight=1.2)
def amplifier(rng: random.Random) -> Symbol:
    """Draw the operational amplifier or comparator."""
    w = rng.uniform(7.0, 12.0)
    h = w * rng.uniform(0.45, 0.55)
    marks: Marks = [polygon((-w / 2, -h), (-w / 2, h), (w / 2, 0))]
    top, low = rng.choice([("+", "-"), ("-", "+")])
    marks += [letters(top, -w * 0.38, -h / 2, 1.6), letters(low, -w * 0.38, h / 2, 1.6)]
    ends: list[End] = [(-w / 2, -h / 2, LEFT), (-w / 2, h / 2, LEFT), (w / 2, 0.0, RIGHT)]
    if rng.random() < 0.4:
        ends += [(0.0, -h / 2, UP), (0.0, h / 2, DOWN)]
    return finish(rng, marks, *ends)


@variant("other/integrated_circuit", "iec", "schematic", weight=2.5, turns=(0,))
def integrated_circuit(rng: random.Random) -> Symbol:
    """Draw the integrated circuit: a box with pin names on both sides and a type inside or a notch."""
    rows, pitch, w = rng.randint(2, 12), rng.uniform(2.5, 4.0), rng.uniform(9.0, 22.0)
    h = (rows + rng.choice([0, 1])) * pitch
    marks: Marks = [rectangle(-w / 2, 0, w / 2, h, width=rng.choice([1.0, 1.0, 2.0]))]
    ends: list[End] = []
    for side in (-1, 1):
        for row in range(rows):
            if rng.random() < 0.12:
                continue
            y = (row + 0.5) * pitch
            name = rng.choice(PINS)
            marks.append(letters(name, side * (w / 2 - 0.7 - 0.5 * len(name)), y, 1.2))
            ends.append((side * w / 2, y, LEFT if side < 0 else RIGHT))
    if rng.random() < 0.2:
        marks.append(arc(0, 0, 1.0, 0, 180))
    return finish(rng, marks, *(ends or [(-w / 2, pitch / 2, LEFT)]))


@variant("other/gate", "ansi", "schematic", turns=(0, 180))
def gate(rng: random.Random) -> Symbol:
    """Draw the AND, OR or exclusive-OR gate, inverted or not."""
    h = rng.uniform(2.2, 3.5)
    kind, out = rng.choice(["and", "or", "xor"]), h * 1.2
    if kind == "and":
        marks: Marks = [line((0.2 * h, -h), (-h, -h), (-h, h), (0.2 * h, h)), arc(0.2 * h, 0, h, -90, 90)]
    else:
        sides = [bezier((-h, s * h), (0, s * h), (h * 0.8, s * h * 0.7), (out, 0)) for s in (-1, 1)]
        marks = [*sides, bezier((-h, -h), (-h * 0.5, -h * 0.3), (-h * 0.5, h * 0.3), (-h, h))]
        if kind == "xor":
            marks.append(bezier((-h * 1.3, -h), (-h * 0.8, -h * 0.3), (-h * 0.8, h * 0.3), (-h * 1.3, h)))
    if rng.random() < 0.5:
        marks.append(circle(out + 0.45, 0, 0.45))
        out += 0.9
    left = -h if kind == "and" else -h * 0.7
    return finish(rng, marks, (left, -h / 2, LEFT), (left, h / 2, LEFT), (out, 0.0, RIGHT))


@variant("other/inverter", "ansi", "schematic", weight=0.7)
def inverter(rng: random.Random) -> Symbol:
    """Draw the buffer or inverter: a triangle with or without a ring."""
    s = rng.uniform(1.8, 3.2)
    marks: Marks = [polygon((-s, -s), (-s, s), (s, 0))]
    ring = rng.choice([0.0, 0.45, 0.6])
    if ring:
        marks.append(circle(s + ring, 0, ring))
    return finish(rng, marks, (-s, 0.0, LEFT), (s + 2 * ring, 0.0, RIGHT))


@variant("other/iec_block", "iec", "schematic", weight=1.0, turns=(0,))
def iec_block(rng: random.Random) -> Symbol:
    """Draw a function block: a box with a sign such as &, ≥1, a converter's diagonal or a drive's letters."""
    w, h = rng.uniform(5.0, 12.0), rng.uniform(5.0, 10.0)
    marks: Marks = [box(w, h)]
    if rng.random() < 0.4:
        marks += [
            line((-w / 2, h / 2), (w / 2, -h / 2)),
            letters("~", -w / 4, -h / 4, 1.8),
            letters("=", w / 4, h / 4, 1.8),
        ]
    else:
        text = rng.choice(["&", ">=1", "=1", "VFD", "UPS", "ATS", "AC/DC", "PSU", "SS", "VSD", "1", "INV"])
        marks.append(letters(text, height=min(2.4, w * 0.8 / len(text))))
    return finish(rng, marks, (-w / 2, 0.0, LEFT), (w / 2, 0.0, RIGHT))


@variant("other/header", "iec", "schematic", weight=1.3, turns=(0, 180))
def header(rng: random.Random) -> Symbol:
    """Draw the pin header or connector: a box with a short bar, ring or number for each pin."""
    rows, pitch, cols = rng.randint(2, 8), rng.uniform(2.2, 3.2), rng.choice([1, 1, 2])
    w = rng.uniform(2.5, 5.0) * (1.6 if cols == 2 else 1.0)
    style = rng.choice(["bar", "ring", "number"])
    marks: Marks = [rectangle(-w / 2, 0, w / 2, rows * pitch)]
    ends: list[End] = []
    for row in range(rows):
        y = (row + 0.5) * pitch
        for side in (-1, 1)[:cols]:
            x = side * w / 2
            ends.append((x, y, LEFT if side < 0 else RIGHT))
            if style == "bar":
                marks.append(line((x, y), (x * 0.35, y), width=rng.choice([1.0, 3.0])))
            elif style == "ring":
                marks.append(circle(x * 0.5, y, 0.45))
            else:
                marks.append(letters(str(len(ends)), x * 0.5, y, 1.2))
    return finish(rng, marks, *ends)


@variant("other/plug_pins", "iec", "schematic", weight=0.7)
def plug_pins(rng: random.Random) -> Symbol:
    """Draw one plug-and-socket contact: a fork or half ring and a filled pin, or an arrow pair."""
    s = rng.uniform(0.9, 1.6)
    if rng.random() < 0.5:
        marks: Marks = [
            arc(-s * 0.4, 0, s, 90, 270),
            rectangle(-s * 0.6, -s * 0.3, s * 1.2, s * 0.3, fill=0.0),
        ]
        return finish(rng, marks, (-s * 1.4, 0.0, LEFT), (s * 1.2, 0.0, RIGHT))
    marks = [line((x - s, -s), (x, 0), (x - s, s)) for x in (0.0, s * 0.9)]
    return finish(rng, marks, (0.0, 0.0, LEFT), (s * 0.9, 0.0, RIGHT))


@variant("other/crystal", "iec", "schematic", weight=0.7)
def crystal(rng: random.Random) -> Symbol:
    """Draw the crystal: a box between two plates."""
    h, w = rng.uniform(1.5, 2.5), rng.uniform(0.8, 1.3)
    gap = w / 2 + rng.uniform(0.4, 0.8)
    marks: Marks = [box(w, 2 * h), *(line((x, -h * 0.75), (x, h * 0.75)) for x in (-gap, gap))]
    return across(rng, marks, gap)


@variant("other/optocoupler", "iec", "schematic", weight=0.7, turns=(0, 180))
def optocoupler(rng: random.Random) -> Symbol:
    """Draw the optocoupler: a diode and a phototransistor in a box."""
    w, h, s = rng.uniform(10.0, 13.0), rng.uniform(7.0, 9.0), rng.uniform(0.9, 1.2)
    x, t = -w * 0.28, w * 0.22
    marks: Marks = [box(w, h), polygon((x - s, -s), (x + s, -s), (x, s)), line((x - s, s), (x + s, s))]
    marks += [line((-w / 2, -h * 0.3), (x, -h * 0.3), (x, -s)), line((x, s), (x, h * 0.3), (-w / 2, h * 0.3))]
    for y in (-0.6, 0.6):
        marks += arrow((x + s * 1.4, y), (t - s, y + 0.5), 0.7)
    marks += [
        line((t, -s * 1.3), (t, s * 1.3), width=1.5),
        line((t, -0.5), (t + s * 1.4, -h * 0.3), (w / 2, -h * 0.3)),
    ]
    marks += [*arrow((t, 0.5), (t + s * 1.4, h * 0.3), 0.8), line((t + s * 1.4, h * 0.3), (w / 2, h * 0.3))]
    return finish(
        rng,
        marks,
        *((s_ * w / 2, y, LEFT if s_ < 0 else RIGHT) for s_ in (-1, 1) for y in (-h * 0.3, h * 0.3)),
    )


@variant("other/thyristor", "iec", "schematic", weight=0.7)
def thyristor(rng: random.Random) -> Symbol:
    """Draw the thyristor or triac with its gate."""
    s = rng.uniform(1.3, 2.3)
    if rng.random() < 0.6:
        marks: Marks = [polygon((-s, -s), (-s, s), (s, 0)), line((s, -s), (s, s)), line((s, 0), (s * 1.7, s))]
    else:
        marks = [
            polygon((-s, -s * 1.4), (-s, 0), (s, -s * 0.7)),
            polygon((s, 0), (s, s * 1.4), (-s, s * 0.7)),
        ]
        marks += [
            line((-s, -s * 1.4), (-s, s * 1.4)),
            line((s, -s * 1.4), (s, s * 1.4)),
            line((s, s * 0.5), (s * 1.7, s)),
        ]
    return finish(rng, marks, (-s, 0.0, LEFT), (s, 0.0, RIGHT), (s * 1.7, s, RIGHT))


@variant("other/solar_cell", "iec", "single_line", weight=0.6, turns=(0,))
def solar(rng: random.Random) -> Symbol:
    """Draw the photovoltaic module: a box with a triangle at the head."""
    w, h = rng.uniform(4.0, 7.0), rng.uniform(5.0, 9.0)
    marks: Marks = [box(w, h), line((-w / 2, -h / 2), (0, -h * 0.15), (w / 2, -h / 2))]
    return finish(rng, marks, (0.0, h / 2, DOWN))
