"""Parts as the libraries of electronics CAD programs draw them: few forms, one grid, thick plates, boxes for pins."""

from __future__ import annotations

import random

from training.ink import Symbol, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import drafted
from training.symbols.shapes import DOWN, LEFT, RIGHT, UP, End, Marks, across, arrow, finish, letters

CIRCUIT = "schematic"


@drafted("ground/supply", "iec", CIRCUIT, weight=2.0, turns=(0, 0, 0, 180))
def supply_ground(rng: random.Random) -> Symbol:
    """Draw the reference node of a supply: one flat bar that the wire ends on, its net's name beneath."""
    w = rng.uniform(0.9, 2.2)
    marks: Marks = [line((-w, 0), (w, 0), width=rng.choice([1.0, 1.0, 1.6]))]
    if rng.random() < 0.7:
        name = rng.choice(["GND", "AGND", "PGND", "0V", "DGND"])
        marks.append(letters(name, 0.0, rng.uniform(1.2, 1.8), rng.uniform(0.9, 1.4)))
    return finish(rng, marks, (0.0, 0.0, UP))


@drafted("diode/indicator", "iec", CIRCUIT, weight=2.0)
def indicator(rng: random.Random) -> Symbol:
    """Draw the light-emitting diode with two arrows beside it, clear of the triangle, that belong to it."""
    s, fill = rng.uniform(0.8, 1.8), rng.choice([0.0, 0.0, None])
    side, gap, reach = rng.choice([-1, 1]), rng.uniform(0.2, 0.9) * s, rng.uniform(0.8, 1.5) * s
    marks: Marks = [polygon((-s, -s), (-s, s), (s, 0), fill=fill), line((s, -s), (s, s))]
    for x in (-0.2 * s, 0.7 * s):
        tail = (x, side * (s * 0.9 + gap))
        marks += arrow(
            tail,
            (x + reach * rng.uniform(0.4, 0.9), tail[1] + side * reach),
            0.45 * s,
            filled=fill is not None,
        )
    return across(rng, marks, s)


@drafted("capacitor/heavy_plates", "iec", CIRCUIT, weight=2.5)
def plates(rng: random.Random) -> Symbol:
    """Draw the capacitor with heavy plates; one of them open and marked with a plus where it has poles."""
    h, gap = rng.uniform(1.2, 2.4), rng.uniform(0.35, 0.8)
    pen = rng.uniform(0.2, 0.55)
    marks: Marks = [rectangle(gap, -h, gap + pen, h, fill=0.0, width=0.5)]
    polar = rng.random() < 0.35
    marks.append(rectangle(-gap - pen, -h, -gap, h, fill=None if polar else 0.0, width=0.6))
    if polar or rng.random() < 0.1:
        x, y, d = -gap - pen - 0.9, -h * 0.7, 0.35
        marks += [line((x - d, y), (x + d, y)), line((x, y - d), (x, y + d))]
    return across(rng, marks, gap + pen)


@drafted("other/test_ring", "iec", CIRCUIT, weight=1.2)
def test_ring(rng: random.Random) -> Symbol:
    """Draw the test point: a small ring that stands on the wire; the wire is not its body."""
    r = rng.uniform(0.5, 0.9)
    return finish(rng, [circle(0, -r, r, fill=rng.choice([None, None, 0.0]))], (0.0, 0.0, DOWN))


@drafted("other/ringed_transistor", "iec", CIRCUIT, weight=1.5)
def ringed(rng: random.Random) -> Symbol:
    """Draw the field-effect or bipolar transistor in its ring, with the diode of its body."""
    r = rng.uniform(2.2, 3.6)
    bar, end = -0.45 * r, 0.5 * r
    marks: Marks = [
        circle(0.1 * r, 0, r),
        line((bar, -0.6 * r), (bar, 0.6 * r), width=rng.choice([1.0, 2.0])),
    ]
    if rng.random() < 0.5:
        marks += [line((bar, -0.2 * r), (end, -0.75 * r)), *arrow((bar, 0.2 * r), (end, 0.75 * r), 0.3 * r)]
    else:
        x = bar + 0.15 * r
        marks += [line((x, y - 0.18 * r), (x, y + 0.18 * r), width=1.6) for y in (-0.5 * r, 0.0, 0.5 * r)]
        marks += [line((x, s * 0.5 * r), (end, s * 0.5 * r), (end, s * 0.75 * r)) for s in (-1, 1)]
        marks += [*arrow((end, 0), (x, 0), 0.25 * r), line((end, 0), (end, 0.5 * r))]
        if rng.random() < 0.6:
            d, k = 0.75 * r, 0.15 * r
            marks += [polygon((d - k, k), (d + k, k), (d, -k), fill=0.0), line((d - k, -k), (d + k, -k))]
            marks += [line((end, -0.5 * r), (d, -0.5 * r), (d, 0.5 * r), (end, 0.5 * r))]
    return finish(rng, marks, (bar, 0.0, LEFT), (end, -0.75 * r, UP), (end, 0.75 * r, DOWN))


@drafted("other/pinned_box", "iec", CIRCUIT, weight=3.0, turns=(0,))
def pinned_box(rng: random.Random) -> Symbol:
    """Draw the integrated circuit: a box, filled pale now and then, pins with names inside and numbers over them."""
    rows, pitch = rng.randint(2, 12), rng.choice([1.8, 2.54, 2.54, 3.2])
    w, h = rng.uniform(7.0, 24.0), (rows + 1) * pitch
    marks: Marks = [rectangle(0, 0, w, h, width=rng.choice([1.0, 1.0, 1.8]))]
    ends: list[End] = []
    size = pitch * rng.uniform(0.38, 0.5)
    for side, x in ((LEFT, 0.0), (RIGHT, w)):
        for row in range(rows):
            if rng.random() < 0.25:
                continue
            y = (row + 1) * pitch
            name = rng.choice(
                ["VDD", "VSS", "EN", "IN", "OUT", "SCL", "SDA", "PA0", "PB12", "RXD", "TXD", "FB", "SW", "NC"]
            )
            inward = 1 if side == LEFT else -1
            marks.append(letters(name, x + inward * (0.6 + 0.45 * size * len(name)), y, size))
            ends.append((x, y, side))
    for x, side in ((w / 2, UP), (w / 2, DOWN)):
        if rng.random() < 0.3:
            ends.append((x, 0.0 if side == UP else h, side))
    return finish(rng, marks, *(ends or [(0.0, pitch, LEFT)]))


@drafted("other/socket_box", "iec", CIRCUIT, weight=1.5, turns=(0, 180))
def socket_box(rng: random.Random) -> Symbol:
    """Draw the connector: a slim box with a short bar or a small box at every pin, or bare pins in a column."""
    rows, pitch, w = rng.randint(2, 10), rng.choice([1.8, 2.54]), rng.uniform(1.8, 4.0)
    marks: Marks = [rectangle(0, 0, w, rows * pitch)]
    heavy, long = rng.choice([1.0, 2.5]), w * rng.uniform(0.35, 0.7)
    boxed = rng.random() < 0.5
    ends: list[End] = []
    for row in range(rows):
        y = (row + 0.5) * pitch
        marks.append(rectangle(0, y - 0.2, long, y + 0.2) if boxed else line((0, y), (long, y), width=heavy))
        ends.append((0.0, y, LEFT))
    return finish(rng, marks, *ends)


@drafted("other/crystal_box", "iec", CIRCUIT, weight=0.8)
def crystal_box(rng: random.Random) -> Symbol:
    """Draw the crystal: a slim box between two plates, its can's pins aside."""
    h, w, gap = rng.uniform(1.2, 2.0), rng.uniform(0.6, 1.1), rng.uniform(0.3, 0.6)
    out = w + gap
    marks: Marks = [
        rectangle(-w, -h, w, h),
        *(line((s * out, -0.7 * h), (s * out, 0.7 * h), width=1.4) for s in (-1, 1)),
    ]
    return across(rng, marks, out)


@drafted("other/solder_link", "iec", CIRCUIT, weight=0.6)
def solder_link(rng: random.Random) -> Symbol:
    """Draw the jumper: two rings or half pads under a bridge."""
    r, gap = rng.uniform(0.35, 0.6), rng.uniform(0.8, 1.4)
    if rng.random() < 0.5:
        marks: Marks = [circle(s * gap, 0, r) for s in (-1, 1)]
        marks.append(arc(0, 0.4 * gap, gap * 1.3, 215, 325))
        return across(rng, marks, gap + r)
    marks = [arc(s * 0.3, 0, gap, 90, 270) if s < 0 else arc(s * 0.3, 0, gap, -90, 90) for s in (-1, 1)]
    marks += [line((s * 0.3, -gap), (s * 0.3, gap)) for s in (-1, 1)]
    return across(rng, marks, 0.3 + gap)


@drafted("terminal/screw", "iec", CIRCUIT, weight=1.0)
def screw(rng: random.Random) -> Symbol:
    """Draw the screw terminal: a ring with its slot in a box, one or a block of a few."""
    count, side = rng.choice([1, 1, 2, 3]), rng.uniform(1.8, 3.4)
    marks: Marks = []
    lean = rng.choice([0.7, -0.7])
    for k in range(count):
        y, r = (k + 0.5) * side, side * rng.uniform(0.28, 0.36)
        marks += [
            circle(side / 2, y, r),
            line((side / 2 - r * 0.7, y + r * lean), (side / 2 + r * 0.7, y - r * lean)),
        ]
    marks.append(rectangle(0, 0, side, count * side))
    ends: list[End] = [(0.0, (k + 0.5) * side, LEFT) for k in range(count)]
    return finish(rng, marks, *ends)
