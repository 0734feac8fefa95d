"""Write the sample sheet that `make demo` takes off: a power plan with a legend, tags and a revision cloud.

python -m training.sample --out out/sample-sheet.pdf
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Final

from training.ink import Path as Line
from training.ink import Symbol, Transform, arc, bezier, line, polygon, rectangle
from training.sheet import Box, Paper, Sheet, Style
from training.sheets.building import Room
from training.sheets.furniture import PIECES, Habit, furnish
from training.symbols.catalogue import VARIANTS

SIZE_MM: Final = (420.0, 297.0)
_GREY: Final = (0.55, 0.55, 0.55)
_WALL_MM: Final = 1.6
_COLUMNS: Final = (14.0, 108.0, 205.0, 300.0)
_ROWS: Final = (16.0, 122.0, 240.0)
_ROOMS: Final = ("OFFICE", "CONFERENCE", "CONTROL ROOM", "WORKSHOP", "LABORATORY", "MCC ROOM")
_SCALE: Final = 1.3
"""Of the symbols, against their nominal size."""

_LEGEND: Final = {
    "receptacle/duplex_through": "DUPLEX RECEPTACLE",
    "gfci_receptacle/duplex_through": "GFCI RECEPTACLE",
    "data_outlet/triangle_filled": "DATA OUTLET",
    "junction_box/square": "JUNCTION BOX",
    "disconnect_switch/plan_notched": "DISCONNECT SWITCH",
    "motor/plan_boxed": "MOTOR",
    "panelboard/filled": "PANELBOARD",
    "smoke_detector/ring": "SMOKE DETECTOR",
}

_Placed = tuple[str, float, float, float, str]
"""Variant, where it stands (mm), its turn (degrees), what is written beside it."""


def _devices() -> Iterator[_Placed]:
    """Yield what stands in the rooms: receptacles along the walls, equipment in the workshop and the MCC room."""
    duplex, gfci, data, box, switch, motor, panel, smoke = _LEGEND
    circuit = 1
    for (left, right), (top, bottom) in product(pairwise(_COLUMNS), pairwise(_ROWS)):
        for share in (0.2, 0.5, 0.8):
            what = gfci if top > _ROWS[0] and share == 0.5 else duplex
            yield what, left + share * (right - left), top + _WALL_MM, 90.0, f"LP-1/{circuit}"
            circuit += 2
        yield data, left + 0.35 * (right - left), bottom - _WALL_MM, 270.0, ""
        yield smoke, (left + right) / 2, top + 0.3 * (bottom - top), 0.0, ""
    x, y = _COLUMNS[2], _ROWS[1]
    yield panel, x + _WALL_MM, y + 60, 0.0, "LP-1"
    yield switch, x + 40, y + 62, 0.0, "DS-101"
    yield motor, x + 40, y + 84, 0.0, "EF-101"
    yield switch, x + 68, y + 62, 0.0, "DS-102"
    yield motor, x + 68, y + 84, 0.0, "EF-102"
    yield box, _COLUMNS[0] + 30, _ROWS[1] + 55, 0.0, "JB-1"
    yield box, _COLUMNS[0] + 62, _ROWS[1] + 55, 0.0, "JB-2"


def sample() -> Sheet:
    """Return the sample sheet; the same bytes at every call."""
    paper = Paper(*SIZE_MM, Style(pen_mm=0.25, text_mm=2.0), random.Random(1))
    symbols = {name: VARIANTS[name].draw(random.Random(1)) for name in _LEGEND}
    _frame(paper)
    desks = Habit(ink=_GREY, pen_mm=0.13, furnished=1.0, hatched=0.0, fills=(), pieces=PIECES)
    places = product(pairwise(_COLUMNS), pairwise(_ROWS))
    for name, ((left, right), (top, bottom)) in zip(_ROOMS, places, strict=True):
        _room(paper, (left, top, right, bottom), name)
        if name != "MCC ROOM":
            corner = (left + 0.15 * (right - left), top + 0.36 * (bottom - top))
            furnish(paper, Room((*corner, 0.7 * (right - left), 0.2 * (bottom - top)), ()), desks)
    for name, x, y, turn, note in _devices():
        placed = paper.place_symbol(VARIANTS[name], symbols[name], Transform(x, y, _SCALE, turn))
        left, top, width, height = paper.body_box(placed)
        if note.startswith("LP-1/"):
            paper.write(note, x, top + height + 2.6, height=1.9)
        elif note:
            paper.write(note, left + width + 1.2, top + height / 2, height=2.2, anchor="start")
    _wires(paper)
    _revised(paper, (_COLUMNS[2] + 26, _ROWS[1] + 50, 64, 46))
    _legend(paper, symbols)
    return paper.finish()


def _wires(paper: Paper) -> None:
    """Join the receptacles of each room by arcs, the switches and their motors by lines."""
    receptacles = [(x, y) for _, x, y, _, note in _devices() if note.startswith("LP-1/")]
    arcs = []
    for (ax, ay), (bx, by) in pairwise(receptacles):
        if ay == by and bx - ax < _COLUMNS[1] / 2:
            arcs.append(bezier((ax + 3, ay + 5), (ax + 9, ay + 14), (bx - 9, by + 14), (bx - 3, by + 5)))
    paper.draw(arcs)
    for motor_x in (40, 68):
        at = _COLUMNS[2] + motor_x
        paper.wire((at, _ROWS[1] + 65.5), (at, _ROWS[1] + 80.5))


def _frame(paper: Paper) -> None:
    width, height = SIZE_MM
    paper.draw([rectangle(8, 8, width - 8, height - 8, width=2.5)])
    top, left, right = 262.0, 250.0, width - 8
    paper.draw(
        [
            rectangle(left, top, right, height - 8, width=1.5),
            line((left, top + 9), (right, top + 9)),
            line((left + 110, top + 9), (left + 110, height - 8)),
            line((left + 138, top + 9), (left + 138, height - 8)),
        ]
    )
    paper.write("GROUND FLOOR POWER PLAN", left + 3, top + 4.5, height=3.0, anchor="start")
    fields = ((3, "DRAWING NO.", "E-201"), (113, "REV", "2"), (141, "SHEET", "1 OF 1"))
    for offset, label, value in fields:
        paper.write(label, left + offset, top + 12, height=1.6, anchor="start")
        paper.write(value, left + offset, top + 19.5, height=3.4, anchor="start")


def _room(paper: Paper, corners: Box, name: str) -> None:
    """Draw a room from its left, top, right, bottom: two lines a wall, a door, its name."""
    left, top, right, bottom = corners
    half = _WALL_MM / 2
    door = left + 0.72 * (right - left)
    paper.draw(
        [
            rectangle(left - half, top - half, right + half, bottom + half),
            rectangle(left + half, top + half, right - half, bottom - half),
            line((door, bottom - half), (door, bottom - half - 8)),
            arc(door, bottom - half, 8, 270, 360),
        ],
        colour=_GREY,
    )
    paper.write(name, (left + right) / 2, top + 0.62 * (bottom - top), height=2.6)


def _revised(paper: Paper, box: Box) -> None:
    """Draw a revision cloud around an xywh box, and its triangle with the number."""
    x, y, width, height = box
    radius = 3.2
    marks: list[Line] = []
    across, down = round(width / (2 * radius)), round(height / (2 * radius))
    for i in range(across):
        at = x + (2 * i + 1) * radius
        marks += [arc(at, y, radius, 180, 360), arc(at, y + 2 * radius * down, radius, 0, 180)]
    for i in range(down):
        at = y + (2 * i + 1) * radius
        marks += [arc(x, at, radius, 90, 270), arc(x + 2 * radius * across, at, radius, -90, 90)]
    paper.draw(marks, pen_mm=0.35)
    apex = (x + width + 6, y - 7)
    corners = [
        (apex[0] + 3.4 * math.sin(turn), apex[1] - 3.4 * math.cos(turn))
        for turn in (0, 2 * math.pi / 3, 4 * math.pi / 3)
    ]
    paper.draw([polygon(*corners)])
    paper.write("2", apex[0], apex[1] + 0.3, height=2.2)


def _legend(paper: Paper, symbols: dict[str, Symbol]) -> None:
    left, right, top, pitch = 312.0, 406.0, 16.0, 13.0
    bottom = top + 10 + pitch * len(_LEGEND)
    paper.draw([rectangle(left, top, right, bottom), line((left, top + 10), (right, top + 10))])
    paper.draw([line((left + 32, top + 10), (left + 32, bottom))])
    paper.write("LEGEND", (left + right) / 2, top + 5, height=3.0)
    for row, (name, description) in enumerate(_LEGEND.items()):
        y = top + 10 + (row + 0.5) * pitch
        x0, y0, x1, y1 = symbols[name].body_box()
        place = Transform(left + 21 - _SCALE * (x0 + x1) / 2, y - _SCALE * (y0 + y1) / 2, _SCALE)
        paper.place_symbol(VARIANTS[name], symbols[name], place)
        paper.write(description, left + 36, y, anchor="start")
        paper.draw([line((left, y + pitch / 2), (right, y + pitch / 2))])


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/sample-sheet.pdf"))
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(sample().pdf)


if __name__ == "__main__":
    main()
