"""Further habits of drawing controller modules and terminals in circuits (IEEE 315, IEC 60617)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Symbol, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    End,
    Marks,
    across,
    box,
    finish,
    letters,
)

CIRCUIT: Final = "schematic"
BOTH: Final = "schematic single_line"


def _module_table(rng: random.Random) -> Symbol:
    """Draw the module as a table: a heading, a column of terminals, a column of signals, rows ruled or not."""
    rows, pitch = rng.randint(3, 10), rng.uniform(3.0, 4.5)
    width, cell, head = rng.uniform(12.0, 22.0), rng.uniform(3.0, 5.0), rng.uniform(3.0, 5.0)
    half, height = width / 2, rows * pitch
    right = rng.random() < 0.5
    marks: Marks = [
        rectangle(-half, -head, half, height),
        line((-half, 0), (half, 0)),
        line((-half + cell, 0), (-half + cell, height)),
    ]
    marks.append(
        letters(
            rng.choice(("DI8", "DO16", "AI4", "PLC", "SLOT 3", "CPU", "I/O", "AO2", "RTU")), 0, -head / 2, 1.6
        )
    )
    sign, name = rng.choice(("", "X", "I", "Q")), rng.choice(("DI", "DO", "AI", "%I", "CH"))
    ends: list[End] = []
    for row in range(rows):
        y = (row + 0.5) * pitch
        marks += [
            letters(f"{sign}{row}", -half + cell / 2, y, 1.2),
            letters(f"{name}{row}", cell / 2, y, 1.2),
        ]
        if row:
            marks.append(
                line((-half, row * pitch), (half if right else -half + cell, row * pitch), width=0.7)
            )
        ends.append((-half, y, LEFT))
    return finish(rng, marks, *ends)


def _module_point(rng: random.Random) -> Symbol:
    """Draw one point of a module: a box parted by a diagonal or line, a tag or bracket with its address."""
    w, h = rng.uniform(7.0, 12.0), rng.uniform(3.5, 6.0)
    text = rng.choice(("I0.{}", "Q1.{}", "DI{}", "AI{}", "IN {}", "X{}", "%Q{}")).format(rng.randint(0, 15))
    half = w / 2
    frames: tuple[Marks, ...] = (
        [
            box(w, h),
            line((-half * 0.4, -h / 2), (-half * 0.4, h / 2)),
            letters("PLC", -half * 0.7, 0, min(1.2, w * 0.09)),
        ],
        [polygon((-half, -h / 2), (half * 0.7, -h / 2), (half, 0), (half * 0.7, h / 2), (-half, h / 2))],
        [box(w, h), box(w * 0.9, h * 0.8)],
    )
    return across(rng, [*rng.choice(frames), letters(text, w * 0.1, 0, 1.3)], half)


def _module_block(rng: random.Random) -> Symbol:
    """Draw a device's block: a box with its name and terminals as dots or squares above and below."""
    count, pitch, height = rng.randint(3, 9), rng.uniform(3.0, 5.0), rng.uniform(8.0, 14.0)
    width = (count + 0.4) * pitch
    marks: Marks = [
        rectangle(-width / 2, 0, width / 2, height),
        letters(rng.choice(("PLC", "RTU", "I/O", "DI 8x24VDC", "SM 321", "CPU 1214")), 0, height / 2, 1.6),
    ]
    ends: list[End] = []
    square = rng.random() < 0.5
    for i in range(count):
        x = (i - (count - 1) / 2) * pitch
        for y, way in ((0.9, UP), (height - 0.9, DOWN)):
            marks.append(box(1.1, 1.1, x, y) if square else circle(x, y, 0.55))
            marks.append(letters(str(i + 1), x, y + (1.6 if way == UP else -1.6), 1.0))
            ends.append((x, 0.0 if way == UP else height, way))
    return finish(rng, marks, *ends)


def _terminal_marked(rng: random.Random) -> Symbol:
    """Draw the terminal as a ring with a dot, a line or its number beside."""
    r = rng.uniform(0.6, 1.4)
    cores: tuple[Marks, ...] = (
        [circle(0, 0, r * 0.45, fill=0.0)],
        [letters(str(rng.randint(1, 60)), 0, -r - 1.1, 1.3)],
        [line((-r, 0), (r, 0))],
        [line((0, -r), (0, r))],
    )
    return across(rng, [circle(0, 0, r), *rng.choice(cores)], r)


def _terminal_strip(rng: random.Random) -> Symbol:
    """Draw a strip: a column of two to eight cells with dots or slashed rings."""
    count, w, h = rng.randint(2, 8), rng.uniform(2.4, 5.0), rng.uniform(2.0, 3.4)
    kind, low = rng.randint(0, 1), count * h
    marks: Marks = [rectangle(-w / 2, 0, w / 2, low)]
    ends: list[End] = []
    for k in range(count):
        y = (k + 0.5) * h
        r = min(w, h) * 0.28
        cores: tuple[Marks, ...] = (
            [circle(0, y, r * 0.8, fill=0.0)],
            [circle(0, y, r), line((-r, y + r), (r, y - r))],
        )
        marks += cores[kind]
        if k:
            marks.append(line((-w / 2, k * h), (w / 2, k * h)))
        ends += [(-w / 2, y, LEFT), (w / 2, y, RIGHT)]
    return finish(rng, marks, *ends)


def _terminal_fused(rng: random.Random) -> Symbol:
    """Draw the disconnect terminal: two rings with a link, blade or bar between them."""
    half, r = rng.uniform(1.2, 2.4), rng.uniform(0.4, 0.8)
    links: tuple[Marks, ...] = (
        [line((-half + r, 0), (half - r, 0))],
        [line((-half, -r * 1.6), (half, -r * 1.6))],
        [box(2 * half + 3 * r, 3.4 * r)],
    )
    marks: Marks = [circle(s * half, 0, r) for s in (-1, 1)]
    return across(rng, [*marks, *rng.choice(links)], half + r)


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("plc_module/table", "ansi", CIRCUIT, 0.9, _module_table),
    ("plc_module/address", "ansi", CIRCUIT, 0.7, _module_point),
    ("plc_module/block", "iec", CIRCUIT, 0.8, _module_block),
    ("terminal/marked", "iec", BOTH, 0.9, _terminal_marked),
    ("terminal/strip", "ansi", CIRCUIT, 0.8, _terminal_strip),
    ("terminal/linked", "iec", CIRCUIT, 0.5, _terminal_fused),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(
        _name, _style, _sheets, weight=_weight, turns=(0,) if _name.startswith("plc") else (0, 90, 180, 270)
    )(_draw)
