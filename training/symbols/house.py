"""Receptacles, switches and lamps as circuit drawings of a house show them (IEC and DIN forms)."""

from __future__ import annotations

import math
import random

from training.ink import Path, Symbol, arc, circle, line
from training.symbols.catalogue import variant
from training.symbols.shapes import DOWN, LEFT, RIGHT, UP, Marks, columns, cross, finish, gang, upright


@variant("receptacle/din_arc", "iec", "schematic", weight=1.2)
def din_receptacle(rng: random.Random) -> Symbol:
    """Draw the socket: a half ring open to the front with its stem and protective bar."""
    r = rng.uniform(2.0, 4.0)
    marks: Marks = [arc(0, 0, r, 180, 360)]
    if rng.random() < 0.6:
        marks.append(line((-r, -r), (r, -r)))
    if rng.random() < 0.3:
        marks.append(line((0, -r), (0, -r - 1.5)))
        return finish(rng, marks, (0.0, -r - 1.5, UP))
    return finish(rng, marks, (0.0, -r, UP))


@variant("receptacle/boxed", "iec", "schematic")
def boxed_receptacle(rng: random.Random) -> Symbol:
    """Draw the socket outlet: a dashed box with half rings and an earth between them."""
    w, h = rng.uniform(8.0, 12.0), rng.uniform(4.5, 6.5)
    x, r = w * rng.uniform(0.22, 0.3), h * rng.uniform(0.2, 0.28)
    dash = rng.choice([(1.2, 0.6, 0.2, 0.6), (1.0, 0.7), ()])
    frame = Path(((-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)), closed=True, dash=dash)
    marks: Marks = [frame]
    for s in (-1, 1):
        marks += [arc(s * x, h * 0.2, r, 180, 360), line((s * x, h * 0.2 - r), (s * x, -h / 2))]
    q = h * 0.16
    if rng.random() < 0.6:
        marks.append(circle(0, -h * 0.1, q * 1.4))
    marks += [
        line((-q * k, -h * 0.12 + q * i * 0.5), (q * k, -h * 0.12 + q * i * 0.5))
        for i, k in enumerate((0.9, 0.6, 0.3))
    ]
    marks.append(line((0, -h / 2), (0, -h * 0.12)))
    return finish(rng, marks, (-x, -h / 2, UP), (0.0, -h / 2, UP), (x, -h / 2, UP))


@variant("receptacle/contacts", "iec", "schematic", weight=0.7)
def contact_receptacle(rng: random.Random) -> Symbol:
    """Draw the socket's two or three female contacts as open half rings on their wires."""
    xs, r = columns(rng, rng.choice([2, 3])), rng.uniform(0.8, 1.4)
    marks: Marks = [arc(x, 0, r, 180, 360) for x in xs]
    marks.append(line((xs[0] - r, r * 0.2), (xs[-1] + r, r * 0.2), dash=(0.8, 0.6)))
    return finish(rng, marks, *((x, -r, UP) for x in xs))


@variant("receptacle/circle", "ansi", "schematic", weight=0.8)
def circle_receptacle(rng: random.Random) -> Symbol:
    """Draw the outlet: a circle with two slots and sometimes an earth hole."""
    r = rng.uniform(2.5, 4.0)
    marks: Marks = [circle(0, 0, r)]
    marks += [line((x, -r * 0.35), (x, r * 0.3)) for x in (-r * 0.4, r * 0.4)]
    if rng.random() < 0.6:
        marks.append(circle(0, r * 0.55, r * 0.13))
    return finish(rng, marks, (-r, 0.0, LEFT), (r, 0.0, RIGHT))


@variant("switch/contact", "ansi", "schematic", weight=1.3)
def contact_switch(rng: random.Random) -> Symbol:
    """Draw the light switch in a circuit: an open blade between two rings, sometimes with a drive."""
    height, ring = rng.uniform(5.0, 10.0), rng.uniform(0.4, 0.8)
    lean = height * rng.uniform(0.2, 0.4)
    half = height / 2
    marks: Marks = [circle(0, s * (half + ring), ring) for s in (-1, 1)]
    marks.append(line((0, half), (-lean, -half * rng.uniform(0.85, 1.0))))
    return upright(rng, marks, [0.0], (-half - 2 * ring, half + 2 * ring))


@variant("switch/iec_drive", "iec", "schematic")
def driven_switch(rng: random.Random) -> Symbol:
    """Draw the hand-operated switch: IEC blades with a dashed link to a bar."""
    xs, height = columns(rng, rng.choice([1, 1, 2])), rng.uniform(5.0, 8.0)
    marks = gang(rng, xs, height, "none")
    far = xs[0] - height * 0.3 - rng.uniform(1.5, 3.5)
    marks += [line((far, 0.3), (xs[0] - height * 0.2, 0.3), dash=(0.9, 0.6)), line((far, -1.0), (far, 1.6))]
    return upright(rng, marks, xs, (-height / 2, height / 2))


@variant("three_way_switch/contact", "ansi", "schematic")
def changeover_switch(rng: random.Random) -> Symbol:
    """Draw the two-way light switch in a circuit: one blade, three rings, a hand drive."""
    height, spread, ring = rng.uniform(5.0, 8.0), rng.uniform(2.5, 4.0), rng.uniform(0.4, 0.7)
    half, side = height / 2, spread / 2
    marks: Marks = [circle(x, y, ring) for x, y in ((0.0, half), (-side, -half), (side, -half))]
    marks.append(line((0, half - ring), (-side + ring * 0.5, -half + ring)))
    far = -side - rng.uniform(2.0, 4.0)
    marks += [line((far, 0), (-side * 0.5, 0), dash=(0.9, 0.6)), line((far, -1.2), (far, 1.2))]
    return finish(rng, marks, (0.0, half + ring, DOWN), (-side, -half - ring, UP), (side, -half - ring, UP))


@variant("luminaire/lamp", "iec", "schematic", weight=1.3)
def lamp(rng: random.Random) -> Symbol:
    """Draw the lamp of a house circuit: a large circle with a cross, on opposite wires."""
    r = rng.uniform(3.5, 6.0)
    marks: Marks = [circle(0, 0, r), *cross(0, 0, r * math.sqrt(0.5))]
    return upright(rng, marks, [0.0], (-r, r))


@variant("luminaire/filament", "ansi", "schematic", weight=0.6)
def filament(rng: random.Random) -> Symbol:
    """Draw the filament lamp: a loop in a circle."""
    r = rng.uniform(2.5, 4.5)
    loop = r * rng.uniform(0.3, 0.45)
    marks: Marks = [
        circle(0, 0, r),
        line((-r, 0), (-loop, 0)),
        line((loop, 0), (r, 0)),
        arc(0, 0, loop, 180, 360),
    ]
    return finish(rng, marks, (-r, 0.0, LEFT), (r, 0.0, RIGHT))
