"""Pilot lights, horns, solenoid valves, programmable controller modules and terminals."""

from __future__ import annotations

import math
import random

from training.ink import Symbol, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import variant
from training.symbols.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    End,
    Marks,
    across,
    box,
    cross,
    finish,
    letters,
    upright,
)

BOTH = "schematic single_line"


@variant("pilot_light/nema_rays", "ansi", "schematic", weight=1.5, turns=(0, 90))
def rayed_light(rng: random.Random) -> Symbol:
    """Draw the NEMA pilot light: a lettered circle with four rays."""
    r, ray = rng.uniform(2.2, 4.0), rng.uniform(1.0, 2.0)
    marks: Marks = [circle(0, 0, r)]
    for degrees in (45, 135, 225, 315):
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        marks.append(line((r * c, r * s), ((r + ray) * c, (r + ray) * s)))
    if rng.random() < 0.85:
        marks.append(letters(rng.choice(["G", "R", "A", "W", "B", "Y", "C", "PL"]), height=r * 0.7))
    return across(rng, marks, r)


@variant("pilot_light/push_to_test", "ansi", "schematic", weight=0.5, turns=(0,))
def tested_light(rng: random.Random) -> Symbol:
    """Draw the push-to-test light: rays and a button stem above."""
    r, ray = rng.uniform(2.2, 3.2), rng.uniform(0.9, 1.4)
    marks: Marks = [circle(0, 0, r), letters(rng.choice("GRAW"), height=r * 0.7)]
    for degrees in (45, 135, 225, 315):
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        marks.append(line((r * c, r * s), ((r + ray) * c, (r + ray) * s)))
    marks += [line((0, -r), (0, -r - 2)), line((-1.5, -r - 2), (1.5, -r - 2))]
    return across(rng, marks, r)


@variant("pilot_light/iec", "iec", "schematic", weight=1.5)
def iec_light(rng: random.Random) -> Symbol:
    """Draw the IEC lamp: a cross in a circle."""
    r = rng.uniform(2.0, 4.0)
    return upright(rng, [circle(0, 0, r), *cross(0, 0, r * math.sqrt(0.5))], [0.0], (-r, r))


@variant("pilot_light/iec_flag", "iec", "schematic", weight=0.3)
def neon_light(rng: random.Random) -> Symbol:
    """Draw the neon indicator: two electrodes and a dot in a circle."""
    r = rng.uniform(2.2, 3.5)
    marks: Marks = [circle(0, 0, r), circle(r * 0.55, r * 0.3, r * 0.12, fill=0.0)]
    for s in (-1, 1):
        marks += [
            line((0, s * r), (0, s * r * 0.25)),
            line((-r * 0.4, s * r * 0.25), (r * 0.4, s * r * 0.25)),
        ]
    return upright(rng, marks, [0.0], (-r, r))


@variant("horn/nema", "ansi", "schematic", weight=1.2)
def nema_horn(rng: random.Random) -> Symbol:
    """Draw the horn: a small driver box with a flared mouth."""
    w, h = rng.uniform(1.5, 3.0), rng.uniform(2.0, 3.2)
    flare, reach = h * rng.uniform(0.8, 1.2), rng.uniform(2.5, 4.0)
    marks: Marks = [box(w, h)]
    marks.append(polygon((w / 2, -h / 2), (w / 2 + reach, -flare), (w / 2 + reach, flare), (w / 2, h / 2)))
    if rng.random() < 0.5:
        return finish(rng, marks, (-w / 4, h / 2, DOWN), (w / 4, h / 2, DOWN))
    return finish(rng, marks, (0.0, -h / 2, UP), (0.0, h / 2, DOWN))


@variant("horn/iec", "iec", "schematic")
def iec_horn(rng: random.Random) -> Symbol:
    """Draw the IEC horn: a bare trumpet, or siren, on its two wires."""
    w, h, reach = rng.uniform(1.8, 2.6), rng.uniform(4.0, 6.0), rng.uniform(3.0, 5.0)
    marks: Marks = [polygon((0, -w / 2), (0, w / 2), (reach, h / 2), (reach, -h / 2))]
    if rng.random() < 0.6:
        marks.append(box(w * 0.8, w, -w * 0.4, 0))
        return finish(rng, marks, (-w * 0.8, -w * 0.25, LEFT), (-w * 0.8, w * 0.25, LEFT))
    return finish(rng, marks, (0.0, -w * 0.25, LEFT), (0.0, w * 0.25, LEFT))


@variant("horn/buzzer", "iec", "schematic")
def buzzer(rng: random.Random) -> Symbol:
    """Draw the buzzer: a half disc on its flat side, the wires at the flat or through the dome."""
    r, gap = rng.uniform(2.2, 4.0), rng.uniform(0.35, 0.6)
    marks: Marks = [arc(0, 0, r, 180, 360), line((-r, 0), (r, 0))]
    if rng.random() < 0.5:
        return finish(rng, marks, (-r * gap, 0.0, DOWN), (r * gap, 0.0, DOWN))
    drop = rng.uniform(1.0, 2.0)
    marks += [line((s * r * gap, 0), (s * r * gap, drop)) for s in (-1, 1)]
    return finish(rng, marks, (-r * gap, drop, DOWN), (r * gap, drop, DOWN))


@variant("horn/bell", "ansi", "schematic", weight=0.7)
def bell(rng: random.Random) -> Symbol:
    """Draw the bell: a dome above a driver, or a gong beside its box."""
    r = rng.uniform(2.2, 3.6)
    if rng.random() < 0.5:
        marks: Marks = [arc(0, 0, r, 0, 180), line((-r, 0), (r, 0)), line((-r * 1.2, -0.8), (r * 1.2, -0.8))]
        return finish(rng, marks, (-r * 0.5, -0.8, UP), (r * 0.5, -0.8, UP))
    marks = [box(r, r * 1.3), line((r / 2, 0), (r * 1.1, 0)), arc(r * 1.1 + r * 0.7, 0, r * 0.7, 90, 270)]
    marks.append(line((r * 1.8, -r * 0.7), (r * 1.8, r * 0.7)))
    return finish(rng, marks, (0.0, -r * 0.65, UP), (0.0, r * 0.65, DOWN))


@variant("solenoid_valve/nema_zigzag", "ansi", "schematic", weight=1.3)
def nema_solenoid(rng: random.Random) -> Symbol:
    """Draw the NEMA solenoid: an open zigzag in the rung."""
    length, tall = rng.uniform(5.0, 8.0), rng.uniform(2.5, 4.5)
    step, n = length / 3, tall / 2
    half = length / 2
    marks: Marks = [line((-half, 0), (-half + step, -n), (half - step, n), (half, 0))]
    if rng.random() < 0.6:
        marks = [line((-half, 0), (-half, -n), (-half + step, n), (half - step, -n), (half, n), (half, 0))]
    return across(rng, marks, half)


@variant("solenoid_valve/iec", "iec", "schematic", weight=1.3)
def iec_solenoid(rng: random.Random) -> Symbol:
    """Draw the IEC valve drive: a coil box linked to a valve's two triangles."""
    w, h, s = rng.uniform(4.0, 7.0), rng.uniform(2.8, 4.0), rng.uniform(1.2, 2.0)
    far = w / 2 + rng.uniform(1.5, 3.5)
    marks: Marks = [box(w, h), line((w / 2, 0), (far + s * 1.4, 0), dash=rng.choice([(0.8, 0.6), ()]))]
    x = far + s * 1.4
    marks += [
        polygon((x - s * 1.4, -s * 0.8), (x - s * 1.4, s * 0.8), (x, 0)),
        polygon((x + s * 1.4, -s * 0.8), (x + s * 1.4, s * 0.8), (x, 0)),
    ]
    return upright(rng, marks, [0.0], (-h / 2, h / 2))


@variant("solenoid_valve/boxed_bowtie", "iec", "schematic", weight=0.7)
def boxed_valve(rng: random.Random) -> Symbol:
    """Draw the magnetic valve's coil: a box with the valve's two triangles inside."""
    w, h = rng.uniform(6.0, 9.0), rng.uniform(3.5, 5.0)
    s = h * rng.uniform(0.25, 0.35)
    marks: Marks = [box(w, h)]
    marks += [polygon((-s * 1.4, -s), (-s * 1.4, s), (0, 0)), polygon((s * 1.4, -s), (s * 1.4, s), (0, 0))]
    return upright(rng, marks, [0.0], (-h / 2, h / 2))


@variant("solenoid_valve/isa", "isa", "schematic", turns=(0,))
def isa_valve(rng: random.Random) -> Symbol:
    """Draw the process valve: a bow tie with a lettered actuator box on its stem."""
    s, stem, side = rng.uniform(2.0, 3.2), rng.uniform(2.0, 3.5), rng.uniform(2.4, 3.4)
    fill = rng.choice([None, None, 0.0])
    marks: Marks = [polygon((-s * 1.3, -s * 0.7), (-s * 1.3, s * 0.7), (0, 0), fill=fill)]
    marks.append(polygon((s * 1.3, -s * 0.7), (s * 1.3, s * 0.7), (0, 0), fill=fill))
    marks += [line((0, 0), (0, -stem)), letters("S", 0, -stem - side / 2, side * 0.6)]
    marks.append(
        box(side, side, 0, -stem - side / 2) if rng.random() < 0.7 else circle(0, -stem - side / 2, side / 2)
    )
    return across(rng, marks, s * 1.3)


@variant("solenoid_valve/fluid", "iec", "schematic", weight=0.6, turns=(0,))
def fluid_valve(rng: random.Random) -> Symbol:
    """Draw the fluid-power valve: two position boxes, a slashed solenoid and a spring."""
    a, coil = rng.uniform(4.0, 5.5), rng.uniform(2.0, 3.0)
    marks: Marks = [rectangle(-a, 0, 0, a), rectangle(0, 0, a, a), rectangle(-a - coil, a * 0.2, -a, a * 0.8)]
    marks.append(line((-a - coil, a * 0.8), (-a, a * 0.2)))
    marks += [line((-a * 0.7, a), (-a * 0.7, 0)), line((-a * 0.85, 1.0), (-a * 0.7, 0), (-a * 0.55, 1.0))]
    marks += [line((a * 0.3, a), (a * 0.3, a * 0.75)), line((a * 0.15, a * 0.75), (a * 0.45, a * 0.75))]
    spring = [(a + i * 0.6, a * (0.3 if i % 2 else 0.7)) for i in range(5)]
    marks.append(line(*spring))
    return finish(rng, marks, (-a * 0.7, a, DOWN), (-a * 0.7, 0.0, UP))


@variant("plc_module/rows", "ansi", "schematic", weight=1.3, turns=(0,))
def plc_rows(rng: random.Random) -> Symbol:
    """Draw the I/O card: a tall rectangle with a row for each point, on one side or both."""
    rows, pitch, width = rng.randint(4, 12), rng.uniform(3.0, 4.6), rng.uniform(11.0, 20.0)
    left, right = rng.choice(
        [("I:1/{}", "O:2/{}"), ("I{}", "Q{}"), ("IN{}", "OUT{}"), ("DI{}", "DO{}"), ("{}", "{}")]
    )
    half, height = width / 2, rows * pitch
    sides = rng.choice(["left", "right", "both"])
    ruled = rng.random() < 0.5
    marks: Marks = [rectangle(-half, 0, half, height)]
    ends: list[End] = []
    for row in range(rows):
        y = (row + 0.5) * pitch
        if ruled and row:
            marks.append(line((-half, row * pitch), (half, row * pitch), width=0.7))
        if sides != "right":
            marks.append(letters(left.format(row), -half + 2.6, y, 1.2))
            ends.append((-half, y, LEFT))
        if sides != "left":
            marks.append(letters(right.format(row), half - 2.6, y, 1.2))
            ends.append((half, y, RIGHT))
    return finish(rng, marks, *ends)


@variant("plc_module/ringed", "iec", "schematic", turns=(0, 270))
def plc_ringed(rng: random.Random) -> Symbol:
    """Draw the module with a terminal ring and a number for each point on one side, and a heading."""
    count, pitch, height = rng.randint(4, 10), rng.uniform(4.0, 5.5), rng.uniform(9.0, 15.0)
    width, ring = count * pitch, rng.uniform(0.5, 0.8)
    marks: Marks = [rectangle(0, 0, width, height)]
    marks.append(
        letters(
            rng.choice(["PLC", "DI 16", "DO 8", "AI 4", "1756-IB16", "CPU", "DIGITAL INPUT"]),
            width / 2,
            2.2,
            1.5,
        )
    )
    ends: list[End] = []
    prefix = rng.choice(["", "I", "Q", "X", "Y"])
    for i in range(count):
        x = (i + 0.5) * pitch
        marks += [
            circle(x, height - ring - 0.3, ring),
            letters(f"{prefix}{i}", x, height - ring * 2 - 1.8, 1.2),
        ]
        ends.append((x, height, DOWN))
    return finish(rng, marks, *ends)


@variant("plc_module/point", "ansi", "schematic", weight=0.6, turns=(0,))
def plc_point(rng: random.Random) -> Symbol:
    """Draw one controller point in a rung: a rectangle with its address."""
    width, height = rng.uniform(9.0, 14.0), rng.uniform(4.0, 6.5)
    text = rng.choice(["I:0/{}", "O:0/{}", "%I0.{}", "%Q0.{}", "DI-{}", "AI-{}"]).format(rng.randint(0, 15))
    marks: Marks = [box(width, height), letters(text, height=1.5)]
    if rng.random() < 0.4:
        marks.append(box(width * 0.25, height, -width * 0.375))
    return across(rng, marks, width / 2)


@variant("terminal/ring", "iec", BOTH, weight=1.5)
def ring_terminal(rng: random.Random) -> Symbol:
    """Draw the terminal as a small ring, open or filled."""
    r = rng.uniform(0.55, 1.3)
    return across(rng, [circle(0, 0, r, fill=rng.choice([None, None, 0.0]))], r)


@variant("terminal/slashed", "iec", "schematic", weight=1.3)
def slashed_terminal(rng: random.Random) -> Symbol:
    """Draw the removable terminal: a ring with a slash across it."""
    r = rng.uniform(0.8, 1.6)
    d = r * rng.choice([0.71, 1.1, 1.3])
    return finish(rng, [circle(0, 0, r), line((-d, d), (d, -d))], (r, 0.0, RIGHT))


@variant("terminal/square", "ansi", "schematic")
def square_terminal(rng: random.Random) -> Symbol:
    """Draw a numbered terminal of a strip: a square or slim box, sometimes with a ring inside."""
    w, h = rng.uniform(2.2, 5.0), rng.uniform(2.2, 3.4)
    marks: Marks = [box(w, h)]
    if rng.random() < 0.35:
        marks.append(circle(0, 0, h * 0.3))
    else:
        marks.append(letters(str(rng.randint(1, 48)), height=1.3))
    return across(rng, marks, w / 2)


@variant("terminal/screw_block", "iec", "schematic", weight=0.7)
def screw_block(rng: random.Random) -> Symbol:
    """Draw the screw terminal block: a box of slotted screws."""
    count, r = rng.choice([2, 2, 3, 4]), rng.uniform(0.9, 1.3)
    pitch = r * rng.uniform(2.4, 3.2)
    marks: Marks = [rectangle(-r * 1.4, 0, r * 1.4, count * pitch)]
    ends: list[End] = []
    d = r * 0.7
    for i in range(count):
        y = (i + 0.5) * pitch
        marks += [
            circle(0, y, r),
            line((-d + 0.15, y + d + 0.15), (d + 0.15, y - d + 0.15)),
            line((-d - 0.15, y + d - 0.15), (d - 0.15, y - d - 0.15)),
        ]
        ends.append((-r * 1.4, y, LEFT))
    return finish(rng, marks, *ends)


@variant("terminal/diamond", "ansi", "schematic", weight=0.4)
def diamond_terminal(rng: random.Random) -> Symbol:
    """Draw the field terminal as a diamond, hexagon or triangle, as legends of loop sheets do."""
    r = rng.uniform(1.0, 1.8)
    sides = rng.choice([3, 4, 6])
    points = [
        (r * math.cos(2 * math.pi * i / sides), r * math.sin(2 * math.pi * i / sides)) for i in range(sides)
    ]
    return finish(rng, [polygon(*points, fill=rng.choice([None, 0.0]))], (r, 0.0, RIGHT))
