"""Schematics: ladders, three-phase power columns, and networks of parts on a grid."""

from __future__ import annotations

import random
from typing import Final

from training.sheet import Box, Paper, Sheet
from training.sheets import frame, words
from training.sheets.board import board, grouped
from training.sheets.circuits import chain, dot, enclosures, step
from training.sheets.marks import sheet_marks
from training.sheets.palette import Palette, Practice, palette, style

_CONTACTS: Final = (
    "contact_no",
    "contact_no",
    "contact_nc",
    "contact_nc",
    "push_button",
    "push_button",
    "selector_switch",
    "limit_switch",
    "fuse",
    "overload_relay",
    "terminal",
    "switch",
    "other",
    "plc_module",
)
_COILS: Final = (
    "relay_coil",
    "relay_coil",
    "relay_coil",
    "pilot_light",
    "pilot_light",
    "solenoid_valve",
    "horn",
    "motor",
    "luminaire",
    "other",
    "meter",
)
_POWER: Final = (
    "circuit_breaker",
    "circuit_breaker",
    "fuse",
    "contactor",
    "contactor",
    "overload_relay",
    "disconnect_switch",
    "load_break_switch",
    "current_transformer",
    "transformer",
    "terminal",
    "other",
)
_LOADS: Final = (
    "motor",
    "motor",
    "generator",
    "receptacle",
    "transformer",
    "resistor",
    "ground",
    "luminaire",
    "battery",
    "plc_module",
    "other",
)
_PARTS: Final = (
    "resistor",
    "resistor",
    "capacitor",
    "capacitor",
    "inductor",
    "diode",
    "diode",
    "fuse",
    "battery",
    "ground",
    "ground",
    "other",
    "other",
    "surge_arrester",
    "terminal",
    "transformer",
    "relay_coil",
    "switch",
    "contact_no",
    "contact_nc",
    "luminaire",
    "receptacle",
    "motor",
    "meter",
    "voltage_transformer",
    "instrument",
    "push_button",
    "plc_module",
    "horn",
    "current_transformer",
)


def schematic(rng: random.Random, practice: Practice) -> Sheet:
    """Return a schematic of one of the three layouts on a framed sheet."""
    paper, area = frame.new_paper(rng, style(rng, practice, (0.5, 1.8)))
    use = palette(rng, "schematic", practice)
    if practice.boards and rng.random() < practice.boards:
        grouped(paper, area)
        board(paper, area, use)
    else:
        rng.choice((_ladder, _columns, _network, _network))(paper, area, use)
    if rng.random() < 0.35:
        enclosures(paper)
    if practice.dressed and rng.random() < practice.dressed / 2:
        sheet_marks(paper, area)
    if rng.random() < 0.5:
        frame.clutter(paper, area)
    return paper.finish()


def _some(rng: random.Random, use: Palette, names: tuple[str, ...], count: int) -> list[str]:
    return [n for n in rng.choices(names, k=count) if use.has(n)]


def _ladder(paper: Paper, area: Box, use: Palette) -> None:
    """Two rails and rungs of contacts ending in a coil."""
    rng = paper.rng
    x = area[0] + rng.uniform(5, 15)
    while x < area[0] + area[2] - 60:
        width = rng.uniform(70, 150)
        right = min(x + width, area[0] + area[2] - 5)
        top, bottom = area[1] + 6, area[1] + area[3] - 6
        paper.wire((x, top), (x, bottom))
        paper.wire((right, top), (right, bottom))
        y = top + rng.uniform(5, 12)
        number = rng.randint(1, 400)
        while y < bottom - 4:
            _rung(paper, use, (x, right, y))
            paper.write(str(number), x - 4, y)
            number += 1
            y += rng.uniform(9, 24) * max(paper.style.scale, 0.8)
        x = right + rng.uniform(15, 40)


def _rung(paper: Paper, use: Palette, rung: tuple[float, float, float]) -> None:
    rng = paper.rng
    x, right, y = rung
    names = _some(rng, use, _CONTACTS, rng.randint(1, 4)) + _some(rng, use, _COILS, 1)
    if rng.random() < 0.3:
        names += _some(rng, use, ("contact_nc", "overload_relay"), 1)
    end = chain(paper, (x, y), 0.0, [use.pick(rng, n) for n in names], (3.0, 12.0))
    if end[0] < right:
        paper.wire(end, (right, y))
    if rng.random() < 0.35:
        branch = rng.uniform(10, 25)
        below = y + rng.uniform(7, 11) * paper.style.scale
        start = (x + rng.uniform(2, 20), y)
        paper.wire(start, (start[0], below))
        end = chain(paper, (start[0], below), 0.0, [use.pick(rng, n) for n in _some(rng, use, _CONTACTS, 1)])
        paper.wire(end, (end[0] + branch * 0.2, below), (end[0] + branch * 0.2, y))
    if rng.random() < 0.4:
        paper.write(
            rng.choice((words.sentence(rng)[:18], words.designator(rng, "relay_coil"))),
            right + 6,
            y,
            anchor="start",
        )


def _columns(paper: Paper, area: Box, use: Palette) -> None:
    """Horizontal supply lines with vertical branches of switching devices."""
    rng = paper.rng
    rails = rng.randint(1, 5)
    pitch = rng.uniform(3, 7)
    for i in range(rails):
        y = area[1] + 8 + i * pitch
        paper.wire((area[0] + 4, y), (area[0] + area[2] - 4, y))
        paper.write(rng.choice(("L1", "L2", "L3", "N", "PE", "+24V", "0V")), area[0] + 2, y - 1.5, height=1.6)
    x = area[0] + rng.uniform(8, 20)
    while x < area[0] + area[2] - 8:
        start = (x, area[1] + 8 + rng.randint(0, rails - 1) * pitch)
        dot(paper, start)
        names = _some(rng, use, _POWER, rng.randint(1, 4)) + _some(rng, use, _LOADS, 1)
        clear = (x, area[1] + 8 + rails * pitch)
        paper.wire(start, clear)
        chain(paper, clear, 90.0, [use.pick(rng, n) for n in names], (2.0, 14.0))
        x += rng.uniform(14, 38) * max(paper.style.scale, 0.8)


def _network(paper: Paper, area: Box, use: Palette) -> None:
    """Short chains in all directions between the nodes of a loose grid, as electronics is drawn."""
    rng = paper.rng
    pitch = rng.uniform(16, 34) * max(paper.style.scale, 0.7)
    nodes = [
        (area[0] + (i + 0.5) * pitch + rng.uniform(-2, 2), area[1] + (j + 0.5) * pitch + rng.uniform(-2, 2))
        for i in range(int(area[2] / pitch))
        for j in range(int(area[3] / pitch))
    ]
    for node in nodes:
        if rng.random() < 0.25:
            continue
        for direction in rng.sample((0.0, 90.0, 180.0, 270.0), rng.choice((1, 1, 2, 3))):
            names = _some(rng, use, _PARTS, rng.choice((1, 1, 2)))
            end = chain(paper, node, direction, [use.pick(rng, n) for n in names], (0.5, 5.0))
            if rng.random() < 0.3:
                corner = step(end, direction + 90, rng.uniform(3, pitch))
                paper.wire(end, corner)
        if rng.random() < 0.6:
            dot(paper, node)
        if rng.random() < 0.25:
            paper.write(words.word(rng), node[0] + 2, node[1] - 1.5, anchor="start")
