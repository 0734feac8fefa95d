"""Further forms of plan devices that strokes, not letters, name: lights, outlets, boxes, switches (NECA 100, IEC)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Mark, Symbol, Text, Transform, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.lettered import BOTH, LIGHT, POWER
from training.symbols.outlet_habits import body, two_lines
from training.symbols.plan_parts import (
    beside,
    cap,
    free,
    hung,
    inside,
    letter_s,
    polar,
    regular,
    sector,
    square,
    triangle,
)
from training.symbols.shapes import arrow, cross, open_or_filled
from training.symbols.wiring import GFI_NOTES, three_lines

EMERGENCY: Final = "lighting_plan fire_plan"


def _heads(rng: random.Random) -> Symbol:
    """Draw the emergency unit: a box with two lamps above it as rings, discs, half rings or cones."""
    x, y, r = rng.uniform(1.2, 2.4), rng.uniform(0.6, 1.1), rng.uniform(0.5, 1.0)
    kind, fill = rng.randint(0, 3), open_or_filled(rng)
    marks: list[Mark] = [rectangle(-x, -2 * y, x, 0, fill=rng.choice((None, None, 0.0)))]
    for s in (-1, 1):
        at = s * x * rng.choice((0.5, 0.6, 0.8)) if kind else s * x * 0.6
        top = -2 * y
        if kind == 0:
            marks.append(circle(at, top - r, r, fill=fill))
        elif kind == 1:
            marks.append(cap((at, top), r, 180.0, fill=fill))
        elif kind == 2:
            marks += [line((at, top), (at, top - r)), circle(at, top - 1.7 * r, 0.7 * r, fill=fill)]
        else:
            cone = polygon((0, 0), (-0.7 * r, -1.6 * r), (0.7 * r, -1.6 * r), fill=fill)
            marks.append(Transform(at, top, angle=s * 35.0).mark(cone))
    return hung(marks)


def _unit_split(rng: random.Random) -> Symbol:
    """Draw the emergency light as a box parted by a cross, two of its parts filled or a dot in its middle."""
    x = rng.uniform(1.3, 2.4)
    y = x * rng.choice((1.0, 0.6))
    a, b, c, d = (-x, -y), (x, -y), (x, y), (-x, y)
    marks: list[Mark] = [polygon(a, b, c, d)]
    if rng.random() < 0.5:
        marks += [polygon((0, 0), a, d, fill=0.0), polygon((0, 0), b, c, fill=0.0)]
    else:
        marks += [line(a, c), line(b, d), circle(0, 0, y * 0.4, fill=0.0)]
    return free([*marks, beside(rng, rng.choice(("EM", "E", "NL", "EL", "UPS")), marks)])


def _exit_arrowed(rng: random.Random) -> Symbol:
    """Draw the exit sign as a box, triangle or disc with arrows inside or outside to one side or both."""
    x, y = rng.uniform(1.6, 3.0), rng.uniform(0.8, 1.5)
    sides = rng.choice(((1,), (-1,), (-1, 1)))
    kind = rng.randint(0, 2)
    if kind == 0:
        marks: list[Mark] = [rectangle(-x, -y, x, y), Text("EXIT", 0, 0, min(y, x * 0.5))]
        marks += [
            mark
            for s in sides
            for mark in arrow((s * x, 0), (s * (x + 1.6), 0), 0.8, filled=rng.random() < 0.7)
        ]
    elif kind == 1:
        marks = [
            rectangle(-x, -y, x, y, fill=open_or_filled(rng)),
            line((0, y), (0, y + 1.2)),
            line((-1.2, y + 1.2), (1.2, y + 1.2)),
        ]
        marks += [
            polygon((s * x, -y), (s * x, y), (s * (x + y * 1.2), 0), fill=open_or_filled(rng)) for s in sides
        ]
    else:
        marks = [
            rectangle(-x, -y, x, y),
            polygon((-x, -y), (0, 0), (-x, y), fill=0.0),
            polygon((x, -y), (0, 0), (x, y), fill=0.0),
        ]
        marks += [mark for s in sides for mark in arrow((0, -y), (s * 1.8, -y - 0.8), 0.7)]
    return free(marks)


def _gfi_marked(rng: random.Random) -> Symbol:
    """Draw the ground-fault receptacle by a filled half, quarter or band, or a G in its ring, with its word or not."""
    radius, y, foot = body(rng)
    marks: list[Mark] = [
        circle(0, y, radius),
        *two_lines(radius, rng.uniform(0.25, 0.45), (0.0, -y + radius * 0.9)),
    ]
    kind = rng.randint(0, 2)
    if kind == 0:
        turn = rng.choice((0.0, 90.0, 180.0, 270.0))
        marks.append(sector((0, y), radius, turn, turn + 90.0))
        marks.append(beside(rng, rng.choice(GFI_NOTES), marks))
    elif kind == 1:
        marks = [
            circle(0, y, radius),
            inside("G", 0, y, radius),
            *two_lines(radius, 0.35, (0.0, foot + radius * 0.06)),
        ]
    else:
        marks += [rectangle(-radius * 0.25, y - radius * 0.9, radius * 0.25, y + radius * 0.9, fill=0.0)]
        marks.append(beside(rng, rng.choice(GFI_NOTES), marks))
    return hung(marks)


def _special_nema(rng: random.Random) -> Symbol:
    """Draw the special outlet: a ring about three strokes, a star, a wye, a cross or a square, with its rating."""
    radius, y, _foot = body(rng)
    r = radius * rng.uniform(1.0, 1.4)
    cores: tuple[list[Mark], ...] = (
        [line((0, y), polar(0, y, r, a)) for a in (90.0, 210.0, 330.0)],
        [
            line((-r * 0.5, y - r * 0.5), (-r * 0.5, y + r * 0.5)),
            line((0, y), (0, y + r * 0.6)),
            line((r * 0.5, y - r * 0.5), (r * 0.5, y + r * 0.5)),
        ],
        [square(0, y, r * 0.5, fill=open_or_filled(rng))],
        [regular((0, y), r * 0.75, 4, fill=0.0)],
        [circle(0, y, r * 0.6, fill=0.0)],
    )
    marks: list[Mark] = [circle(0, y, r), *rng.choice(cores)]
    marks += [line((0, 0), (0, y + r))] if -y - r > 0.1 else []
    rating = rng.choice(("30A", "50A", "240V", "208V/3P", "L6-20", "14-50R", "WELD", "RANGE"))
    return hung([*marks, beside(rng, rating, marks)]) if rng.random() < 0.7 else hung(marks)


def _special_pin(rng: random.Random) -> Symbol:
    """Draw the industrial outlet: a cup on three strokes with a filled wedge, its poles beside."""
    radius, stem = rng.uniform(1.3, 2.2), rng.uniform(1.6, 2.8)
    y = -stem - radius
    marks: list[Mark] = [arc(0, y, radius, 0, 180), line((0, 0), (0, -stem))]
    kind = rng.randint(0, 2)
    if kind == 0:
        marks.append(polygon((0, -stem), (-0.8, -stem + 1.0), (0.8, -stem + 1.0), fill=0.0))
    elif kind == 1:
        marks += [line((-0.7, -k), (0.7, -k - 0.5)) for k in (0.4, 0.8, 1.2)]
    else:
        marks += [line((-radius, y), (radius, y)), *cross(0, y + radius * 0.45, radius * 0.25)]
    return hung([*marks, beside(rng, rng.choice(("3P+N+E", "32A", "16A", "CEE", "63A", "3~")), marks)])


def _special_doubled(rng: random.Random) -> Symbol:
    """Draw the special outlet by three lines through a filled ring, a square or a half ring."""
    marks = list(three_lines(rng))
    radius = rng.uniform(1.3, 2.0)
    if rng.random() < 0.5:
        marks = [square(0, -radius - 0.6, radius)]
        marks += [line((x * radius, 0), (x * radius, -1.6 * radius)) for x in (-0.5, 0.0, 0.5)]
    else:
        marks = [circle(0, -radius - 0.8, radius, fill=0.0)]
        marks += [line((x * radius, 0), (x * radius, -2 * radius - 1.6)) for x in (-0.6, 0.0, 0.6)]
    return hung([*marks, beside(rng, rng.choice(("R", "D", "240V", "50A", "EQ")), marks)])


def _floor_hatched(rng: random.Random) -> Symbol:
    """Draw the floor box as a square or ring with a lid: inner square, hinge line, quarters, or a receptacle inside."""
    half = rng.uniform(1.4, 2.8)
    r = half * rng.uniform(0.5, 0.75)
    cores: tuple[list[Mark], ...] = (
        [circle(0, 0, r), line((0, -half), (0, -r)), line((0, r), (0, half))],
        [line((-half, half * 0.5), (half, half * 0.5)), square(0, -half * 0.2, half * 0.45)],
        [circle(-half * 0.4, 0, half * 0.3), circle(half * 0.4, 0, half * 0.3, fill=open_or_filled(rng))],
        [
            circle(0, 0, r),
            line((-r * 0.35, -r * 0.9), (-r * 0.35, r * 0.9)),
            line((r * 0.35, -r * 0.9), (r * 0.35, r * 0.9)),
        ],
        [*cross(0, 0, half), square(0, 0, half * 0.45)],
        [triangle(0, half * 0.5, (half, half), fill=open_or_filled(rng))],
    )
    frame: Mark = square(0, 0, half) if rng.random() < 0.75 else circle(0, 0, half * 1.2)
    return free([frame, *rng.choice(cores)])


def _junction_strokes(rng: random.Random) -> Symbol:
    """Draw the junction box as a small ring or square with stubs of its conduits, or crossed, dotted or barred."""
    half = rng.uniform(0.9, 2.0)
    frame: Mark = rng.choice((circle, circle, square))(0, 0, half)
    cores: tuple[list[Mark], ...] = (
        [
            line(polar(0, 0, half, a), polar(0, 0, half + 0.9, a))
            for a in rng.sample((0, 90, 180, 270), rng.choice((2, 3)))
        ],
        [circle(0, 0, half * 0.3, fill=0.0), line((half, 0), (half + 1.0, 0))],
        cross(0, 0, half * 0.7),
        [line((-half * 0.7, half * 0.7), (half * 0.7, -half * 0.7)), beside(rng, "J", [circle(0, 0, half)])],
    )
    return free([frame, *rng.choice(cores)])


def _three_way_marks(rng: random.Random) -> Symbol:
    """Draw the two-way switch: a ring or dot with arms to opposite sides, each with its tick, or S with ticks."""
    r, reach = rng.uniform(0.5, 1.0), rng.uniform(2.4, 4.0)
    if rng.random() < 0.3:
        height = rng.uniform(2.2, 3.2)
        marks: list[Mark] = [letter_s(0, -height * 0.7, height)]
        marks += [
            line((height * 0.5 + 0.35 * k, -height * 0.2), (height * 0.5 + 0.35 * k, -height * 0.2 + 0.9))
            for k in range(3)
        ]
        return hung(marks)
    marks = [circle(0, -r, r, fill=open_or_filled(rng))]
    spread = rng.uniform(35.0, 60.0)
    for s in (-1, 1):
        angle = -90.0 + s * spread
        tip = polar(0, -r, r + reach, angle)
        marks += [line(polar(0, -r, r, angle), tip), line(tip, polar(*tip, reach * 0.3, angle + s * 90))]
    return hung(marks)


def _dimmer_marks(rng: random.Random) -> Symbol:
    """Draw the dimmer: S or ring with a wedge, bars that grow, a dial or a slide beside."""
    half = rng.uniform(1.2, 2.0)
    base: list[Mark] = [letter_s(0, -half, 2 * half)] if rng.random() < 0.5 else [circle(0, -half, half)]
    x = half + 0.5
    extras: tuple[list[Mark], ...] = (
        [polygon((x, 0), (x + 2.0, 0), (x + 2.0, -1.8), fill=open_or_filled(rng))],
        [line((x + 0.6 * k, 0), (x + 0.6 * k, -0.5 - 0.5 * k)) for k in range(4)],
        [circle(x + 0.9, -half, 0.9), line((x + 0.9, -half), (x + 1.5, -half - 0.6))],
        [
            line((x + 0.5, 0), (x + 0.5, -2 * half)),
            rectangle(x + 0.1, -half - 0.3, x + 0.9, -half + 0.3, fill=open_or_filled(rng)),
        ],
    )
    return hung([*base, *rng.choice(extras)])


def _sensor_cone(rng: random.Random) -> Symbol:
    """Draw the sensor as a disc, half disc or box with its beams: two to five rays, a cone or bows."""
    r, reach = rng.uniform(0.7, 1.3), rng.uniform(1.2, 2.4)
    bodies: tuple[Mark, ...] = (
        cap((0, 0), r, 180.0, fill=open_or_filled(rng)),
        circle(0, -r, r, fill=open_or_filled(rng)),
        rectangle(-r, -r, r, 0),
    )
    marks: list[Mark] = [rng.choice(bodies)]
    kind = rng.randint(0, 2)
    if kind == 0:
        turns = rng.choice(((-120, -60), (-135, -90, -45), (-150, -120, -90, -60, -30)))
        marks += [line(polar(0, 0, 2 * r, a), polar(0, 0, 2 * r + reach, a)) for a in turns]
    elif kind == 1:
        marks += [line(polar(0, 0, r, a), polar(0, 0, 2 * r + reach, a)) for a in (-130, -50)]
        marks.append(arc(0, 0, 2 * r + reach, -130, -50))
    else:
        marks += [arc(0, 0, 2.2 * r + k * 0.7, -135, -45) for k in range(rng.choice((2, 3)))]
    return hung(marks)


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("emergency_light/heads", "plan", EMERGENCY, 1.0, _heads),
    ("emergency_light/split", "plan", EMERGENCY, 0.6, _unit_split),
    ("exit_sign/arrowed", "plan", EMERGENCY, 0.7, _exit_arrowed),
    ("gfci_receptacle/marked", "plan", POWER, 1.0, _gfi_marked),
    ("special_receptacle/rated", "plan", POWER, 1.0, _special_nema),
    ("special_receptacle/industrial", "iec", POWER, 0.7, _special_pin),
    ("special_receptacle/three_bars", "plan", POWER, 0.7, _special_doubled),
    ("floor_box/lid", "plan", POWER, 1.0, _floor_hatched),
    ("junction_box/strokes", "plan", BOTH, 0.8, _junction_strokes),
    ("three_way_switch/arms", "iec", LIGHT, 0.8, _three_way_marks),
    ("dimmer/scaled", "plan", LIGHT, 0.7, _dimmer_marks),
    ("occupancy_sensor/beams", "plan", LIGHT, 0.7, _sensor_cone),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
