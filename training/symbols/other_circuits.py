"""Circuit symbols outside the taxonomy: loads, changeovers, jumpers, test points, flags."""

from __future__ import annotations

import random

from training.ink import Symbol, arc, circle, line, polygon
from training.symbols.catalogue import variant
from training.symbols.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Marks,
    across,
    arrow,
    box,
    cross,
    finish,
    humps,
    letters,
    upright,
)

BOTH = "schematic single_line"


@variant("other/load_arrow", "ansi", "single_line", weight=1.2)
def load_arrow(rng: random.Random) -> Symbol:
    """Draw the load of a single-line diagram: an arrow at the end of its wire, filled or open."""
    w, h = rng.uniform(1.2, 2.5), rng.uniform(1.8, 4.0)
    return finish(rng, [polygon((-w, 0), (w, 0), (0, h), fill=rng.choice([None, 0.0]))], (0.0, 0.0, UP))


@variant("other/load_box", "iec", "single_line", weight=1.3, turns=(0, 0, 180, 90))
def load_box(rng: random.Random) -> Symbol:
    """Draw the network diagram's load: a lying box with its diagonals."""
    w, h = rng.uniform(3.5, 7.0), rng.uniform(2.2, 3.6)
    marks: Marks = [box(w, h), line((-w / 2, -h / 2), (w / 2, h / 2)), line((-w / 2, h / 2), (w / 2, -h / 2))]
    return finish(rng, marks, (0.0, h / 2, DOWN))


@variant("other/compensator", "iec", "single_line", weight=0.9)
def compensator(rng: random.Random) -> Symbol:
    """Draw the static var compensator: a capacitor or coil crossed by an arrow."""
    w, gap = rng.uniform(1.8, 3.0), rng.uniform(0.5, 0.8)
    if rng.random() < 0.6:
        marks: Marks = [line((-w, y), (w, y)) for y in (-gap, gap)]
        marks += [line((0, gap), (0, w)), line((0, -gap), (0, -w))]
        return upright(rng, marks + arrow((-w, w * 0.7), (w, -w * 0.9), 0.9), [0.0], (-w, w))
    marks = [humps(4, 0.9), *arrow((-w, w * 0.7), (w, -w * 0.9), 0.9)]
    return across(rng, marks, 3.6)


@variant("other/network_source", "iec", "single_line", weight=0.8)
def network_source(rng: random.Random) -> Symbol:
    """Draw the utility or external grid: a hatched or crossed square, or a double triangle."""
    s = rng.uniform(3.0, 6.0)
    if rng.random() < 0.5:
        marks: Marks = [box(s, s)]
        marks += [line((-s / 2, -s / 2 + s * k), (-s / 2 + s * k, -s / 2)) for k in (0.33, 0.67, 1.0)]
        marks += [line((s / 2 - s * k, s / 2), (s / 2, s / 2 - s * k)) for k in (0.33, 0.67)]
        marks += cross(0, 0, s / 2)[:1]
    else:
        marks = [
            polygon((-s / 2, -s / 2), (s / 2, -s / 2), (0, 0)),
            polygon((-s / 2, s / 2), (s / 2, s / 2), (0, 0)),
        ]
    return finish(rng, marks, (0.0, s / 2, DOWN))


@variant("other/converter_station", "iec", "single_line", weight=0.5, turns=(0,))
def converter(rng: random.Random) -> Symbol:
    """Draw the converter: a rounded triangle or square with a diagonal and signs or a cross inside."""
    s = rng.uniform(4.0, 7.0)
    if rng.random() < 0.4:
        marks: Marks = [
            polygon((0, -s / 2), (s / 2, s / 2), (-s / 2, s / 2), fill=0.5),
            *cross(0, s * 0.12, s * 0.12, 2.0),
        ]
    else:
        marks = [box(s, s), line((-s / 2, s / 2), (s / 2, -s / 2)), letters("=", -s / 4, -s / 4, s * 0.25)]
    return upright(rng, marks, [0.0], (-s / 2, s / 2))


@variant("other/changeover", "iec", "schematic", weight=1.3)
def changeover(rng: random.Random) -> Symbol:
    """Draw the relay changeover contact: one blade between two fixed contacts, with or without rings."""
    height, spread = rng.uniform(5.0, 9.0), rng.uniform(2.5, 5.0)
    half, side, ring = height / 2, spread / 2, rng.choice([0.0, 0.0, 0.5, 0.7])
    if ring:
        marks: Marks = [circle(x, y, ring) for x, y in ((0.0, half), (-side, -half), (side, -half))]
        marks.append(line((0, half - ring), (-side, -half + ring)))
    else:
        marks = [
            line((0, half), (side * 0.75, -half * 0.8)),
            line((side, -half), (side, -half * 0.6), (side * 0.4, -half * 0.6)),
        ]
        marks.append(line((-side, -half), (-side, -half * 0.6)))
    return finish(rng, marks, (0.0, half + ring, DOWN), (-side, -half - ring, UP), (side, -half - ring, UP))


@variant("other/double_throw", "ansi", "single_line", weight=0.6)
def double_throw(rng: random.Random) -> Symbol:
    """Draw the transfer switch: two inputs, one output, a blade to one of them."""
    w, h, ring = rng.uniform(4.0, 7.0), rng.uniform(4.0, 6.0), rng.uniform(0.4, 0.7)
    marks: Marks = [circle(-w / 2, 0, ring), circle(w / 2, 0, ring), circle(0, h, ring)]
    marks.append(line((0, h - ring), (-w / 2 + ring, ring)))
    if rng.random() < 0.6:
        marks += [box(w + 3.0, h + 3.0, 0, h / 2), line((0, h + ring), (0, h + 1.5))]
        return finish(rng, marks, (-w / 2, -1.5, UP), (w / 2, -1.5, UP), (0.0, h + 1.5, DOWN))
    return finish(rng, marks, (-w / 2, -ring, UP), (w / 2, -ring, UP), (0.0, h + ring, DOWN))


@variant("other/jumper", "iec", "schematic", weight=0.9)
def jumper(rng: random.Random) -> Symbol:
    """Draw the jumper or solder bridge: two rings under an arc, or two facing half discs or pads."""
    r, gap = rng.uniform(0.5, 0.9), rng.uniform(0.8, 1.6)
    if rng.random() < 0.5:
        marks: Marks = [circle(-gap - r, 0, r), circle(gap + r, 0, r)]
        marks.append(arc(0, 0, gap + r, 200, 340) if rng.random() < 0.6 else line((-gap, 0), (gap, 0)))
        return across(rng, marks, gap + 2 * r)
    marks = [arc(-0.3, 0, r * 1.5, 90, 270), arc(0.3, 0, r * 1.5, -90, 90)]
    marks += [line((x, -r * 1.5), (x, r * 1.5)) for x in (-0.3, 0.3)]
    return across(rng, marks, r * 1.5 + 0.3)


@variant("other/aerial", "iec", "schematic", weight=0.5, turns=(0,))
def antenna(rng: random.Random) -> Symbol:
    """Draw the antenna: a stem with an open fork or triangle."""
    w, h = rng.uniform(1.5, 2.6), rng.uniform(2.0, 3.5)
    if rng.random() < 0.5:
        marks: Marks = [line((-w, -h), (0, 0), (w, -h)), line((0, -h), (0, h * 0.6))]
    else:
        marks = [polygon((-w, -h), (w, -h), (0, 0)), line((0, 0), (0, h * 0.6))]
    return finish(rng, marks, (0.0, h * 0.6, DOWN))


@variant("other/test_point", "iec", "schematic", weight=0.9)
def probe(rng: random.Random) -> Symbol:
    """Draw the test point: a ring on a stem, a probe or a small cross."""
    r, stem = rng.uniform(0.6, 1.0), rng.uniform(0.6, 2.0)
    if rng.random() < 0.6:
        return finish(
            rng,
            [circle(0, 0, r, fill=rng.choice([None, 0.0])), line((0, r), (0, r + stem))],
            (0.0, r + stem, DOWN),
        )
    marks: Marks = [
        polygon((0, 0), (1.2, -0.6), (3.2, -2.6), (2.6, -3.2), (0.6, -1.2)),
        line((0, 0), (0.8, -0.8)),
    ]
    return finish(rng, marks, (0.0, 0.0, LEFT))


@variant("other/supply_arrow", "iec", "schematic", weight=0.8, turns=(0, 0, 180))
def supply(rng: random.Random) -> Symbol:
    """Draw the supply rail: an arrow or a bar at the top of a stem, or a ring."""
    s = rng.uniform(0.8, 1.6)
    style = rng.random()
    if style < 0.5:
        marks: Marks = [line((0, s * 1.5), (0, 0)), line((-s * 0.6, s), (0, 0), (s * 0.6, s))]
    else:
        marks = [line((0, s * 1.5), (0, 0)), line((-s, 0), (s, 0), width=rng.choice([1.0, 2.0]))]
    return finish(rng, marks, (0.0, s * 1.5, DOWN))


@variant("other/sheet_flag", "iec", "schematic", weight=0.8, turns=(0, 180))
def flag(rng: random.Random) -> Symbol:
    """Draw the flag that leads a signal to another sheet, with its name."""
    text = rng.choice(["NET1", "EN", "VBUS", "1/3.A", "CAN_H", "SIG", "2.4", "L1"])
    h = rng.uniform(1.2, 2.0)
    w = len(text) * 1.3 + 1.5
    marks: Marks = [polygon((0, -h), (w, -h), (w + h, 0), (w, h), (0, h)), letters(text, w / 2, 0, 1.4)]
    return finish(rng, marks, (w + h, 0.0, RIGHT))


@variant("other/wire_break", "iec", BOTH, weight=0.5)
def cable_end(rng: random.Random) -> Symbol:
    """Draw the cable termination: a triangle on the wire, open or filled."""
    w, h = rng.uniform(1.2, 2.2), rng.uniform(1.6, 3.0)
    return upright(rng, [polygon((-w, 0), (w, 0), (0, h), fill=rng.choice([None, 0.0]))], [0.0], (0.0, h))


@variant("other/key_interlock", "ansi", "single_line", weight=0.4, turns=(0,))
def interlock(rng: random.Random) -> Symbol:
    """Draw the key interlock: a lettered diamond, or K in a box."""
    r = rng.uniform(2.0, 3.2)
    marks: Marks = [
        polygon((0, -r), (r, 0), (0, r), (-r, 0)) if rng.random() < 0.6 else box(r * 1.6, r * 1.6)
    ]
    marks.append(letters(rng.choice(["K", "KI", "K1", "N"]), height=r * 0.5))
    return finish(rng, marks, (-r, 0.0, LEFT))
