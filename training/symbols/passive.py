"""Capacitors, resistors, inductors and batteries."""

from __future__ import annotations

import random

from training.ink import Symbol, arc, line
from training.symbols.catalogue import variant
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

BOTH = "schematic single_line"


@variant("capacitor/bars", "iec", BOTH, weight=2.0)
def bar_capacitor(rng: random.Random) -> Symbol:
    """Draw the capacitor: two equal bars."""
    w, gap, pen = rng.uniform(1.4, 4.0), rng.uniform(0.5, 1.0), rng.choice([1.0, 1.0, 1.6, 2.5])
    return upright(rng, [line((-w, y), (w, y), width=pen) for y in (-gap, gap)], [0.0], (-gap, gap))


@variant("capacitor/arc", "ansi", BOTH, weight=1.2)
def arc_capacitor(rng: random.Random) -> Symbol:
    """Draw the capacitor: a bar and an arc, sometimes polarised."""
    w, gap = rng.uniform(1.6, 3.5), rng.uniform(0.5, 0.9)
    r, pen = w * 1.6, rng.choice([1.0, 1.5])
    marks: Marks = [line((-w, -gap), (w, -gap), width=pen), arc(0, gap + r, r, 232, 308, width=pen)]
    if rng.random() < 0.35:
        marks.append(letters("+", -w * 0.8, -gap - 1.2, 1.3))
    return upright(rng, marks, [0.0], (-gap, gap))


@variant("capacitor/polarised", "iec", "schematic", turns=(0, 90, 180, 270))
def polarised_capacitor(rng: random.Random) -> Symbol:
    """Draw the polarised capacitor: an open box plate above a bar or a filled plate."""
    w, h, gap = rng.uniform(1.5, 3.0), rng.uniform(0.6, 1.1), rng.uniform(0.35, 0.6)
    marks: Marks = [box(2 * w, h, 0, -gap - h / 2), box(2 * w, h, 0, gap + h / 2, fill=0.0)]
    low = gap + h
    if rng.random() < 0.4:
        marks[1], low = line((-w, gap), (w, gap)), gap
    if rng.random() < 0.6:
        marks.append(letters("+", -w - 0.6, -gap - h - 0.9, 1.2))
    return upright(rng, marks, [0.0], (-gap - h, low))


@variant("capacitor/grounded", "ansi", "single_line", weight=0.6, turns=(0,))
def shunt_bank(rng: random.Random) -> Symbol:
    """Draw the single-line capacitor bank: bar and arc or bars, one lead from above."""
    w, gap = rng.uniform(1.8, 3.5), rng.uniform(0.5, 0.9)
    low = arc(0, gap + w * 1.6, w * 1.6, 232, 308) if rng.random() < 0.6 else line((-w, gap), (w, gap))
    marks: Marks = [line((-w, -gap), (w, -gap)), low]
    return finish(rng, marks, (0.0, -gap, UP), (0.0, gap, DOWN))


@variant("capacitor/variable", "ansi", "schematic", weight=0.3)
def variable_capacitor(rng: random.Random) -> Symbol:
    """Draw the variable capacitor: two bars crossed by an arrow."""
    w, gap = rng.uniform(1.8, 3.0), rng.uniform(0.5, 0.8)
    marks: Marks = [line((-w, y), (w, y)) for y in (-gap, gap)]
    return upright(rng, marks + arrow((-w, w), (w, -w), 0.9), [0.0], (-gap, gap))


@variant("resistor/zigzag", "ansi", BOTH, weight=1.5)
def zigzag_resistor(rng: random.Random) -> Symbol:
    """Draw the ANSI resistor's zigzag."""
    length, height = rng.uniform(4.0, 9.0), rng.uniform(1.6, 3.2)
    return across(rng, [zigzag(length, height, rng.choice([2, 3, 3, 3, 4, 5]))], length / 2)


@variant("resistor/iec", "iec", BOTH, weight=2.0)
def iec_resistor(rng: random.Random) -> Symbol:
    """Draw the IEC resistor's open box, rarely filled."""
    length = rng.uniform(3.0, 8.0)
    fill = 0.0 if rng.random() < 0.04 else None
    return across(rng, [box(length, length * rng.uniform(0.28, 0.45), fill=fill)], length / 2)


@variant("resistor/variable", "ansi", "schematic", weight=0.6)
def variable_resistor(rng: random.Random) -> Symbol:
    """Draw the variable resistor or potentiometer, with an arrow across it or a wiper."""
    length = rng.uniform(5.0, 8.0)
    height = length * 0.36
    marks: Marks = [box(length, height) if rng.random() < 0.5 else zigzag(length, height, 3)]
    if rng.random() < 0.5:
        return across(rng, marks + arrow((-length * 0.3, height), (length * 0.3, -height), 1.0), length / 2)
    marks += arrow((0, height * 1.4), (0, height / 2), 0.9)
    return finish(rng, marks, (-length / 2, 0.0, 180.0), (length / 2, 0.0, 0.0), (0.0, height * 1.4, DOWN))


@variant("resistor/heater", "iec", "schematic", weight=0.5)
def heating_element(rng: random.Random) -> Symbol:
    """Draw the heating element: a box ruled across."""
    length, n = rng.uniform(6.0, 10.0), rng.randint(3, 5)
    h = length * rng.uniform(0.25, 0.35)
    marks: Marks = [box(length, h)]
    marks += [line((x, -h / 2), (x, h / 2)) for x in (length * ((i + 1) / (n + 1) - 0.5) for i in range(n))]
    return across(rng, marks, length / 2)


@variant("resistor/thermistor", "iec", "schematic", weight=0.4)
def thermistor(rng: random.Random) -> Symbol:
    """Draw the thermistor: a resistor with a bent diagonal and t or theta."""
    length = rng.uniform(5.0, 7.0)
    h, half = length * 0.36, length / 2
    marks: Marks = [box(length, h), line((-half * 0.9, h), (-half * 0.5, h), (half * 0.6, -h))]
    marks.append(letters(rng.choice(["t°", "-t°", "+t"]), -half * 0.7, h + 1.1, 1.2))
    return across(rng, marks, half)


@variant("inductor/humps", "iec", BOTH, weight=2.0)
def humped_inductor(rng: random.Random) -> Symbol:
    """Draw the inductor's row of half rings, sometimes with core lines."""
    n, r = rng.randint(3, 6), rng.uniform(0.6, 1.4)
    marks: Marks = [humps(n, r)]
    if rng.random() < 0.3:
        dash = rng.choice([(), (0.8, 0.6)])
        marks += [
            line((-n * r, -r - 0.5 - k * 0.5), (n * r, -r - 0.5 - k * 0.5), dash=dash)
            for k in range(rng.choice([1, 2]))
        ]
    return across(rng, marks, n * r)


@variant("inductor/loops", "ansi", BOTH, weight=0.8)
def looped_inductor(rng: random.Random) -> Symbol:
    """Draw the inductor's row of overlapping loops."""
    n, r = rng.randint(3, 5), rng.uniform(0.8, 1.4)
    return across(rng, [loops(n, r)], (n - 1) * r * 0.65 + r)


@variant("inductor/filled", "iec", "schematic", weight=0.8)
def filled_inductor(rng: random.Random) -> Symbol:
    """Draw the inductor as a filled box."""
    length = rng.uniform(4.0, 7.0)
    return across(rng, [box(length, length * rng.uniform(0.25, 0.38), fill=0.0)], length / 2)


@variant("inductor/reactor", "iec", "single_line", weight=0.8)
def reactor(rng: random.Random) -> Symbol:
    """Draw the IEC reactor: three quarters of a ring with the wire into its centre."""
    r = rng.uniform(2.0, 4.0)
    marks: Marks = [arc(0, 0, r, -90, 180), line((0, -r), (0, 0), (-r, 0))]
    if rng.random() < 0.5:
        return finish(rng, marks, (0.0, -r, UP), (0.0, r, DOWN))
    return finish(rng, marks, (0.0, -r, UP))


@variant("battery/cell", "ansi", BOTH, weight=1.3)
def battery_cell(rng: random.Random) -> Symbol:
    """Draw one cell or several: long and short bars in turn."""
    cells, w, gap = rng.choice([1, 1, 2, 2, 3]), rng.uniform(2.0, 3.5), rng.uniform(0.6, 1.1)
    heavy, ratio = rng.choice([1.0, 1.0, 2.2]), rng.uniform(0.4, 0.6)
    marks: Marks = []
    for i in range(2 * cells):
        reach = w if i % 2 == 0 else w * ratio
        marks.append(line((-reach, i * gap), (reach, i * gap), width=heavy if i % 2 else 1.0))
    if rng.random() < 0.4:
        marks.append(letters("+", -w, -1.0, 1.3))
    return upright(rng, marks, [0.0], (0.0, (2 * cells - 1) * gap))


@variant("battery/dashed", "iec", BOTH, weight=0.6)
def dashed_battery(rng: random.Random) -> Symbol:
    """Draw two cells with a dashed line between them."""
    w, gap, space = rng.uniform(2.0, 3.2), rng.uniform(0.7, 1.0), rng.uniform(2.0, 4.0)
    marks: Marks = [line((0, gap), (0, gap + space), dash=(0.7, 0.5))]
    for y in (0.0, gap + space):
        marks += [line((-w, y), (w, y)), line((-w / 2, y + gap), (w / 2, y + gap))]
    return upright(rng, marks, [0.0], (0.0, space + 2 * gap))


@variant("battery/pictogram", "iec", "single_line", turns=(0,))
def battery_box(rng: random.Random) -> Symbol:
    """Draw the storage pictogram: a box with two posts, minus and plus."""
    w, h = rng.uniform(4.0, 7.0), rng.uniform(2.6, 4.2)
    post, s = w * 0.16, h * 0.18
    fill = rng.choice([None, 0.0])
    marks: Marks = [box(w, h), *(box(post, h * 0.18, x, -h * 0.59, fill=fill) for x in (-w * 0.28, w * 0.28))]
    marks += [line((-w * 0.28 - s, 0), (-w * 0.28 + s, 0)), line((w * 0.28 - s, 0), (w * 0.28 + s, 0))]
    marks.append(line((w * 0.28, -s), (w * 0.28, s)))
    return finish(rng, marks, (0.0, h / 2, DOWN))
