"""Further habits of drawing instruments, meters, panels and sockets in circuits (ISA-5.1, IEEE 315, IEC 60617-8)."""

from __future__ import annotations

import math
import random
from typing import Final

from training.ink import Path, Symbol, Text, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.instruments import TAGS
from training.symbols.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    End,
    Marks,
    across,
    box,
    columns,
    cross,
    finish,
    letters,
    upright,
)

CIRCUIT: Final = "schematic"
LINE: Final = "single_line"
BOTH: Final = "schematic single_line"
RELAYS: Final = (
    "50",
    "51",
    "50/51",
    "27",
    "59",
    "87T",
    "86",
    "67",
    "81",
    "SEL",
    "MPR",
    "25",
    "63",
    "49",
    "32",
    "87B",
)


def _around(rng: random.Random, r: float) -> list[End]:
    """Return one or two of the four sides of a frame."""
    sides = ((0.0, -r, UP), (0.0, r, DOWN), (-r, 0.0, LEFT), (r, 0.0, RIGHT))
    return rng.sample(sides, rng.randint(1, 2))


def _tag(rng: random.Random, room: float, y: float) -> list[Text]:
    """Return function letters over a loop number, in one type size or two."""
    top, below = (
        rng.choice(TAGS),
        rng.choice((str(rng.randint(1, 99)), str(rng.randint(100, 9999)), f"{rng.randint(10, 99)}A")),
    )
    size = min(room * 0.45, 1.4 * room / max(len(top), len(below)))
    return [letters(top, 0, -y, size), letters(below, 0, y, size * rng.uniform(0.75, 1.0))]


def _bubble_wide(rng: random.Random) -> Symbol:
    """Draw the bubble as a capsule or oblong, lines through it or none: many letters."""
    r, reach = rng.uniform(2.4, 4.2), rng.uniform(1.0, 3.0)
    sides: Marks = [line((-reach, s * r), (reach, s * r)) for s in (-1, 1)]
    ends: Marks = [arc(reach, 0, r, -90, 90), arc(-reach, 0, r, 90, 270)]
    bar = rng.choice(([], [], [line((-reach - r, 0), (reach + r, 0))]))
    return finish(rng, [*sides, *ends, *bar, *_tag(rng, r + reach * 0.6, r * 0.4)], (0.0, r, DOWN))


def _bubble_plain(rng: random.Random) -> Symbol:
    """Draw the field bubble heavy or doubled, its letters and number in it, on a lead with a tap or slashes."""
    r = rng.uniform(2.8, 6.0)
    marks: Marks = [circle(0, 0, r, width=rng.choice((1.0, 1.8)))]
    if rng.random() < 0.3:
        marks.append(circle(0, 0, r * 0.88))
    marks += _tag(rng, r * 0.9, r * rng.uniform(0.28, 0.4))
    if rng.random() < 0.4:
        y = r + rng.uniform(2.0, 5.0)
        marks += [
            Path(((0, r), (0, y)), body=False, dash=rng.choice(((), (1.0, 0.7)))),
            *(Path(((-0.6, r + k), (0.6, r + k - 0.6)), body=False) for k in (1.0, 1.5)),
        ]
        return finish(rng, marks, (0.0, y, DOWN))
    return finish(rng, marks, *_around(rng, r))


def _shared_framed(rng: random.Random) -> Symbol:
    """Draw the shared display or logic: a ring or diamond in a square, with its bar, heavy or broken, or none."""
    r = rng.uniform(3.2, 6.0)
    diamond = polygon((0, -r), (r, 0), (0, r), (-r, 0))
    inner = circle(0, 0, r) if rng.random() < 0.6 else diamond
    bars: tuple[Marks, ...] = (
        [],
        [line((-r, 0), (r, 0), dash=(1.0, 0.7))],
        [line((-r, s * 0.25), (r, s * 0.25)) for s in (-1, 1)],
    )
    return finish(
        rng, [box(2 * r, 2 * r), inner, *rng.choice(bars), *_tag(rng, r * 0.75, r * 0.33)], *_around(rng, r)
    )


def _computer_tagged(rng: random.Random) -> Symbol:
    """Draw the computer function: a hexagon, flat or upright, in a square or not, or a bare diamond with its letter."""
    r, turn = rng.uniform(3.2, 5.6), rng.choice((0.0, math.pi / 6))
    points = [(r * math.cos(k * math.pi / 3 + turn), r * math.sin(k * math.pi / 3 + turn)) for k in range(6)]
    if rng.random() < 0.3:
        return finish(
            rng,
            [
                polygon((0, -r), (r, 0), (0, r), (-r, 0)),
                letters(rng.choice(("I", "R", "P", "SIS", "I-1")), height=r * 0.45),
            ],
            (-r, 0.0, LEFT),
            (r, 0.0, RIGHT),
        )
    x = r if turn == 0.0 else r * math.cos(turn)
    return finish(rng, [polygon(*points), *_tag(rng, r * 0.8, r * 0.33)], (-x, 0.0, LEFT), (x, 0.0, RIGHT))


def _relay_boxed(rng: random.Random) -> Symbol:
    """Draw protection as device numbers in a ring, box, capsule or stacked boxes."""
    count, r = rng.choice((1, 1, 2, 3)), rng.uniform(2.0, 3.6)
    if count == 1:
        text = rng.choice(RELAYS)
        ring = circle(0, 0, r, width=rng.choice((1.0, 1.8)))
        marks: Marks = [
            *rng.choice(([ring], [box(2.2 * r, 1.6 * r)], [ring, circle(0, 0, r * 0.85)])),
            letters(text, height=min(2.0, r * 1.5 / len(text))),
        ]
        top = 0.8 * r if isinstance(marks[0], Path) and not marks[0].curve else r
        return upright(rng, marks, [0.0], (-top, top))
    texts = rng.sample(RELAYS, count)
    marks = [rectangle(-r, 0, r, count * r * 1.3)]
    for k, text in enumerate(texts):
        marks += [letters(text, 0, (k + 0.5) * r * 1.3, min(1.6, r * 1.4 / len(text)))]
        marks += [line((-r, k * r * 1.3), (r, k * r * 1.3))] if k else []
    return finish(rng, marks, (0.0, 0.0, UP))


def _meter_pointed(rng: random.Random) -> Symbol:
    """Draw the measuring instrument with its pointer: a ring or square with an arrow, at times its unit beneath."""
    r = rng.uniform(2.2, 4.5)
    turn = math.radians(rng.choice((-45, -60, -120)))
    tip = (r * 0.75 * math.cos(turn), r * 0.75 * math.sin(turn))
    unit = rng.choice(("V", "A", "W", "Hz", "kW"))
    marks: Marks = [
        rng.choice((circle(0, 0, r), box(2 * r, 2 * r))),
        line((0, 0), tip),
        letters(unit, 0, r * 0.55, r * 0.5),
    ]
    marks.append(circle(*tip, r * 0.08, fill=0.0))
    return across(rng, marks, r)


def _meter_doubled(rng: random.Random) -> Symbol:
    """Draw the meter in a double ring, a ring in a box, a hexagon or a box with its window, lettered."""
    r, text = rng.uniform(2.4, 4.4), rng.choice(("V", "A", "W", "kWh", "PM", "DM", "PQM", "EM", "AM", "VM"))
    points = [(r * math.cos(k * math.pi / 3), r * math.sin(k * math.pi / 3)) for k in range(6)]
    frames: tuple[Marks, ...] = (
        [circle(0, 0, r), circle(0, 0, r * 0.84)],
        [box(2 * r, 2 * r), circle(0, 0, r * 0.95)],
        [polygon(*points)],
        [box(2 * r, 2 * r), box(1.4 * r, 0.5 * r, 0, -0.6 * r)],
    )
    kind = rng.randint(0, 3)
    word = letters(text, 0, r * 0.15 if kind == 3 else 0.0, min(2.2, r * 1.2 / len(text)))
    return across(rng, [*frames[kind], word], r)


def _meter_socket(rng: random.Random) -> Symbol:
    """Draw the revenue meter: M in a ring on a bar, between brackets, or in a box."""
    r = rng.uniform(2.2, 3.8)
    word = letters(rng.choice(("kWh", "WHM", "KWHR", "UM")), height=r * 0.42)
    frames: tuple[Marks, ...] = (
        [
            circle(0, 0, r),
            line((-r * 1.4, -r), (-r * 1.1, -r), (-r * 1.1, r), (-r * 1.4, r)),
            line((r * 1.4, -r), (r * 1.1, -r), (r * 1.1, r), (r * 1.4, r)),
        ],
        [circle(0, 0, r), line((-r, r * 1.05), (r, r * 1.05))],
        [box(2 * r, 2 * r), line((-r, r * 0.5), (r, r * 0.5))],
    )
    return upright(rng, [*rng.choice(frames), word], [0.0], (-r, r))


def _panel_named(rng: random.Random) -> Symbol:
    """Draw the panelboard of single lines: a heavy, double, broken or headed box with its name and mains."""
    w, h = rng.uniform(7.0, 16.0), rng.uniform(5.0, 14.0)
    name = rng.choice(("PANEL A", "LP-1", "MDP", "DP2", "MCC-1", "SWBD", "DB-3", "UPS PNL", "EMDB", "L1A"))
    frame = Path(
        box(w, h).points, closed=True, width=rng.choice((1.0, 2.0)), dash=rng.choice(((), (), (1.6, 0.9)))
    )
    extras: tuple[Marks, ...] = (
        [],
        [line((-w / 2, -h * 0.2), (w / 2, -h * 0.2))],
        [box(w * 0.92, h * 0.9)],
        [polygon((w / 2, -h / 2), (w / 2, h / 2), (w * 0.35, h / 2), (w * 0.35, -h / 2), fill=0.0)],
        [letters(rng.choice(("225A MCB", "100A", "42 CKT", "3PH 4W")), 0, h * 0.28, min(1.3, h * 0.12))],
    )
    return finish(
        rng,
        [frame, *rng.choice(extras), letters(name, 0, 0.0, min(2.0, w * 0.8 / len(name)))],
        (0.0, -h / 2, UP),
    )


def _socket_pins(rng: random.Random) -> Symbol:
    """Draw the socket in a circuit: a half ring with its bar or earth, doubled, filled, or a ring about its pins."""
    r, kind = rng.uniform(2.0, 4.0), rng.randint(0, 3)
    dome = Path(arc(0, 0, r, 180, 360).points, closed=kind == 1, curve=True, fill=0.0 if kind == 1 else None)
    marks: Marks = [dome]
    if kind == 0:
        bar = r * rng.uniform(0.5, 1.1)
        marks += [line((-bar, -r), (bar, -r)), line((0, -r), (0, -r - 1.2))]
        return finish(rng, marks, (0.0, -r - 1.2, UP))
    if kind == 2:
        marks += [arc(0, 0, r * 0.75, 180, 360)]
    if kind == 3:
        marks = [
            circle(0, 0, r),
            *(circle(s * r * 0.45, 0, r * 0.13, fill=rng.choice((None, 0.0))) for s in (-1, 1)),
            line((-r * 0.2, -r * 0.8), (r * 0.2, -r * 0.8)),
        ]
    return finish(rng, marks, (0.0, -r, UP))


def _lamp_marked(rng: random.Random) -> Symbol:
    """Draw the lamp of a house's circuit: the crossed ring heavy, on a bracket, doubled or with its number beside."""
    r = rng.uniform(3.2, 5.6)
    marks: Marks = [circle(0, 0, r, width=rng.choice((1.0, 2.0))), *cross(0, 0, r * math.sqrt(0.5))]
    extras: tuple[Marks, ...] = (
        [circle(0, 0, r * 0.85)],
        [line((-r, r * 1.1), (r, r * 1.1))],
        [letters(rng.choice(("E1", "L3", "H2")), r + 1.5, -r * 0.7, 1.6)],
    )
    return upright(rng, [*marks, *rng.choice(extras)], [0.0], (-r, r))


def _switch_lever(rng: random.Random) -> Symbol:
    """Draw the light switch of a circuit: one or two blades on rings or dots, a tick at the tip, standing."""
    xs, height, ring = columns(rng, rng.choice((1, 1, 2))), rng.uniform(4.5, 9.0), rng.uniform(0.3, 0.7)
    half, lean = height / 2, height * rng.uniform(0.2, 0.45)
    fill = rng.choice((None, 0.0))
    marks: Marks = []
    for x in xs:
        marks += [circle(x, s * (half + ring), ring, fill=fill) for s in (-1, 1)]
        marks.append(line((x, half), (x - lean, -half * 0.85)))
        if rng.random() < 0.4:
            marks.append(line((x - lean, -half * 0.85), (x - lean + 1.0, -half * 0.7)))
    return upright(rng, marks, xs, (-half - 2 * ring, half + 2 * ring))


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("instrument/wide", "isa", CIRCUIT, 0.7, _bubble_wide),
    ("instrument/tapped", "isa", CIRCUIT, 1.0, _bubble_plain),
    ("instrument/framed", "isa", CIRCUIT, 0.8, _shared_framed),
    ("instrument/function", "isa", CIRCUIT, 0.6, _computer_tagged),
    ("instrument/numbers", "ansi", LINE, 0.9, _relay_boxed),
    ("meter/pointed", "iec", BOTH, 0.6, _meter_pointed),
    ("meter/framed", "ansi", BOTH, 0.8, _meter_doubled),
    ("meter/revenue", "ansi", LINE, 0.7, _meter_socket),
    ("panelboard/named", "ansi", LINE, 1.0, _panel_named),
    ("receptacle/pins", "iec", CIRCUIT, 0.9, _socket_pins),
    ("luminaire/lamp_marked", "iec", CIRCUIT, 0.7, _lamp_marked),
    ("switch/lever_contact", "ansi", CIRCUIT, 1.0, _switch_lever),
)  # fmt: skip
_UPRIGHT: Final = ("instrument", "panelboard")
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    _turns = (0,) if _name.startswith(_UPRIGHT) else (0, 90, 180, 270)
    drafted(_name, _style, _sheets, weight=_weight, turns=_turns)(_draw)
