"""What stands around a drawing and looks like a symbol but is none: scales, north arrows, titles, seals, key plans."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from training.ink import (
    Mark,
    Path,
    Point,
    Text,
    Transform,
    arc,
    bezier,
    bounds,
    circle,
    line,
    polygon,
    rectangle,
)
from training.sheet import Box, Paper
from training.sheets import words


def sheet_marks(paper: Paper, area: Box) -> None:
    """Draw a few of them wherever nothing stands yet, and keep symbols off."""
    rng = paper.rng
    for draw in rng.sample(SHEET_MARKS, rng.randint(3, 8)):
        at = (area[0] + rng.uniform(0.02, 0.9) * area[2], area[1] + rng.uniform(0.03, 0.95) * area[3])
        marks = [Transform(*at, scale=rng.uniform(0.7, 1.3)).mark(mark) for mark in draw(rng)]
        x0, y0, x1, y1 = bounds(marks)
        if paper.is_free((x0, y0, x1 - x0, y1 - y0), 0.5):
            paper.draw(marks)
            paper.reserve((x0, y0, x1 - x0, y1 - y0))


def _at(radius: float, angle: float) -> Point:
    """Return the point at a distance in a direction (radians) from the middle."""
    return radius * math.cos(angle), radius * math.sin(angle)


def _around(rng: random.Random, radius: float, count: int) -> list[Point]:
    """Return the corners of a regular polygon, one of them or a side on the right."""
    turn = rng.choice((0.0, math.pi / count))
    return [_at(radius, turn + k * 2 * math.pi / count) for k in range(count)]


def _scale_bar(rng: random.Random) -> list[Mark]:
    """Return a graphic scale: filled and open cells in one row or two, with its numbers."""
    pitch, high, count = rng.uniform(3, 9), rng.uniform(0.6, 1.6), rng.randint(2, 6)
    rows, marks = rng.choice((1, 1, 2)), list[Mark]()
    for i in range(count):
        for j in range(rows):
            fill = 0.0 if (i + j) % 2 == 0 else None
            marks.append(rectangle(i * pitch, j * high, (i + 1) * pitch, (j + 1) * high, fill=fill))
    step = rng.choice((2, 4, 5, 10, 8))
    marks += [Text(f"{i * step}{rng.choice(('', chr(39)))}", i * pitch, -1.4, 1.3) for i in range(count + 1)]
    return marks


def _title_mark(rng: random.Random) -> list[Mark]:
    """Return the mark under a view: a ring or a box with its number, a title and the scale on a line."""
    r, long = rng.uniform(3, 5.5), rng.uniform(25, 60)
    name = rng.choice(("A1", "1", "2", "B3", "1/E101", "C2", "4"))
    marks: list[Mark] = [circle(0, 0, r), Text(name, 0, 0, r * 1.6 / (1 + len(name) * 0.5))]
    if rng.random() < 0.4:
        marks.append(rectangle(-r, -r, r, r))
    if rng.random() < 0.4:
        marks += [line((-r, 0), (r, 0)), Text("E-201", 0, r * 0.5, r * 0.4)]
    title = rng.choice(
        ("POWER PLAN", "LIGHTING PLAN - LEVEL 2", "ONE-LINE DIAGRAM", "ENLARGED PLAN", "SECTION", "DETAIL")
    )
    marks += [line((r, 0), (r + long, 0), width=rng.choice((1.0, 3.0)))]
    marks += [Text(title, r + 2, -2.4, rng.uniform(2.2, 3.6), anchor="start")]
    marks += [
        Text(
            rng.choice(('SCALE: 1/8" = 1\'-0"', "1 : 100", "NTS", '3/16" = 1\'-0"')),
            r + 2,
            2.0,
            1.5,
            anchor="start",
        )
    ]
    return marks


def _north(rng: random.Random) -> list[Mark]:
    """Return an arrow to the north in one of many manners."""
    r, lean = rng.uniform(2.5, 8), math.radians(rng.choice((0, 0, 0, 15, -30, 90, 45)))

    def at(angle: float, radius: float) -> Point:
        return radius * math.sin(angle + lean), -radius * math.cos(angle + lean)

    marks: list[Mark] = []
    kind = rng.randrange(5)
    if kind == 0:  # a halved arrow head
        marks += [polygon(at(0, r), at(2.6, r), at(math.pi, r * 0.5), fill=0.0)]
        marks += [polygon(at(0, r), at(-2.6, r), at(math.pi, r * 0.5))]
    elif kind == 1:  # a ring with a quarter or a half filled
        marks += [circle(0, 0, r), polygon(at(0, r), at(1.57, r * 0.5), at(-1.57, r * 0.5), fill=0.0)]
        marks += [line(at(math.pi, r), at(0, r)), line(at(1.57, r), at(-1.57, r))]
    elif kind == 2:  # a star
        long, short = r, r * 0.22
        points = [at(k * math.pi / 4, long if k % 2 == 0 else short) for k in range(8)]
        marks += [polygon(*points, fill=rng.choice((None, 0.0))), circle(0, 0, r * rng.uniform(0.5, 1.0))]
    elif kind == 3:  # a long shaft
        marks += [
            line(at(math.pi, r * 1.5), at(0, r * 1.5)),
            polygon(at(0, r * 1.7), at(0.25, r), at(-0.25, r), fill=0.0),
        ]
        marks += [circle(0, 0, r * rng.choice((0.3, 0.6)))]
    else:  # a bold wedge in a ring
        marks += [circle(0, 0, r), polygon(at(0, r), at(2.5, r), at(-2.5, r), fill=rng.choice((0.0, None)))]
    text = rng.choice(("N", "N", "PLAN NORTH", "TRUE N", "NORTH"))
    return [*marks, Text(text, *at(0, r * 1.7 + 1.5), 1.8)]


def _seal(rng: random.Random) -> list[Mark]:
    """Return an engineer's or an owner's seal: rings, a toothed rim, words around and something in the middle."""
    r, teeth = rng.uniform(6, 13), rng.choice((0, 0, 36, 60))
    marks: list[Mark] = [circle(0, 0, r), circle(0, 0, r * rng.uniform(0.6, 0.75))]
    if teeth:
        rim = _around(rng, r * 1.08, teeth)
        marks.append(
            polygon(*(point if k % 2 else (point[0] * 0.95, point[1] * 0.95) for k, point in enumerate(rim)))
        )
    said = rng.choice(("PROFESSIONAL ENGINEER", "STATE OF OREGON", "REGISTERED", "CITY OF DALTON"))
    for k, letter in enumerate(said):
        angle = math.radians(-160 + 320 * k / len(said))
        x, y = r * 0.85 * math.sin(angle), -r * 0.85 * math.cos(angle)
        marks.append(Text(letter, x, y, r * 0.16, math.degrees(angle)))
    marks += [
        Text(f"No. {rng.randint(1000, 99999)}", 0, 0, r * 0.17),
        Text("ELECTRICAL", 0, r * 0.3, r * 0.13),
    ]
    return marks


def _gear(rng: random.Random) -> list[Mark]:
    """Return a toothed wheel, as firms have in their signs."""
    r, n = rng.uniform(2.5, 7), rng.randint(6, 12)
    rim = [_at(r if k % 4 < 2 else r * 0.75, k * math.pi / (2 * n)) for k in range(4 * n)]
    return [polygon(*rim, fill=_ink(rng)), circle(0, 0, r * rng.uniform(0.25, 0.5), fill=1.0)]


def _castle(rng: random.Random) -> list[Mark]:
    """Return a house with battlements and a gate."""
    r = rng.uniform(2.5, 7)
    tops: list[Point] = [(x * r / 3 - r, -r if x % 2 == 0 else -r * 0.6) for x in range(7)]
    steps = [point for a, b in pairwise(tops) for point in (a, (b[0], a[1]))]
    walls = polygon((-r, r), *steps, (r, r), fill=_ink(rng))
    return [walls, rectangle(-r * 0.2, 0, r * 0.2, r, fill=1.0)]


def _shield(rng: random.Random) -> list[Mark]:
    """Return a quartered shield."""
    r = rng.uniform(2.5, 7)
    left, right = ((s * r, -r) for s in (-1, 1))
    sides = [bezier((s * r, -r), (s * r, r * 0.4), (s * r * 0.6, r), (0, 1.2 * r)) for s in (-1, 1)]
    return [line(left, right), *sides, line((0, -r), (0, 1.2 * r)), line((-r, -r * 0.2), (r, -r * 0.2))]


def _monogram(rng: random.Random) -> list[Mark]:
    """Return two letters in a box, a ring or a hexagon."""
    r = rng.uniform(2.5, 7)
    frame: Mark = rng.choice((rectangle(-r, -r, r, r), circle(0, 0, r), polygon(*_around(rng, r, 6))))
    return [frame, Text(words.word(rng)[:2].upper(), 0, 0, r * 0.9)]


def _swoosh(rng: random.Random) -> list[Mark]:
    """Return a sheaf of curves."""
    r = rng.uniform(2.5, 7)
    return [
        bezier((-r, r * 0.3), (-r * 0.3, -r * k), (r * 0.4, r * (1.2 - k)), (r, -r * 0.6))
        for k in (0.6, 0.9, 1.2)
    ]


def _nested(rng: random.Random) -> list[Mark]:
    """Return a filled polygon with another cut out of it, or a star."""
    r, fill = rng.uniform(2.5, 7), _ink(rng)
    if rng.random() < 0.5:
        star = [(x * s, y * s) for k, (x, y) in enumerate(_around(rng, r, 10)) for s in ((0.4, 1.0)[k % 2],)]
        return [polygon(*star, fill=fill), *([circle(0, 0, 1.1 * r)] if rng.random() < 0.5 else [])]
    corners = rng.choice((3, 4, 5, 6, 8))
    return [polygon(*_around(rng, r, corners), fill=fill), polygon(*_around(rng, r * 0.6, corners), fill=1.0)]


def _ink(rng: random.Random) -> float | None:
    return rng.choice((0.0, 0.0, None, 0.5))


def _key_plan(rng: random.Random) -> list[Mark]:
    """Return a small plan of the site or the floor: outlines of buildings, one of them filled or hatched."""
    marks: list[Mark] = [Text("KEY PLAN", 0, -3, 2.0, anchor="start")]
    w, h = rng.uniform(20, 45), rng.uniform(15, 30)
    if rng.random() < 0.6:
        marks.append(rectangle(-2, -5, w + 6, h + 6))
    for k in range(rng.randint(2, 9)):
        x, y, a, b = rng.random() * w, rng.random() * h, rng.uniform(1.2, 7), rng.uniform(1.2, 5)
        marks.append(rectangle(x, y, x + a, y + b, fill=0.0 if k == 1 else None))
        if rng.random() < 0.3:
            marks += [line((x + t * a, y), (x + t * a, y + b)) for t in (0.33, 0.66)]
        if rng.random() < 0.2:
            marks.append(line((x, y), (x + a, y + b)))
    return marks


def _section(rng: random.Random) -> list[Mark]:
    """Return a section's or an elevation's mark: a ring on a filled point, on a line that turns."""
    r, turn = rng.uniform(2.2, 4.5), rng.choice((0.0, 90.0, 180.0, 270.0))
    point = polygon((-r * 1.41, 0), (0, -r * 1.41), (r * 1.41, 0), fill=0.0)
    kind = rng.randrange(3)
    marks: list[Mark] = [Transform(angle=turn).path(point), circle(0, 0, r, fill=1.0)]
    if kind == 0:
        marks += [
            line((-r, 0), (r, 0)),
            Text(str(rng.randint(1, 9)), 0, -r * 0.45, r * 0.55),
            Text("E5", 0, r * 0.45, r * 0.5),
        ]
    elif kind == 1:  # four elevations around one ring
        marks[:1] = [Transform(angle=a).path(point) for a in (0, 90, 180, 270)]
        marks.append(Text("A", 0, 0, r * 0.7))
    else:
        marks += [
            Text(rng.choice("ABCDE"), 0, 0, r),
            line((r, 0), (r + rng.uniform(4, 15), 0), dash=(4, 1, 1, 1)),
        ]
    return marks


def _room_tag(rng: random.Random) -> list[Mark]:
    """Return a tag of a room, a door or a window: a number in a box, a lozenge, a long ring, under a line of words."""
    name, w, h = (
        str(rng.randint(100, 999)) + rng.choice(("", "A", "B")),
        rng.uniform(3, 5),
        rng.uniform(1.2, 2.0),
    )
    round_ended = [
        line((-w, -h), (w, -h)),
        line((-w, h), (w, h)),
        arc(-w, 0, h, 90, 270),
        arc(w, 0, h, -90, 90),
    ]
    shape: list[Path] = rng.choice(
        (
            [rectangle(-w, -h, w, h)],
            [polygon(*_around(rng, w, 6))],
            [circle(0, 0, w)],
            round_ended,
            [polygon((-w, 0), (0, -w), (w, 0), (0, w))],
        )
    )
    words_over = [Text(rng.choice(words.ROOMS), 0, -w - 1.5, 2.0)] if rng.random() < 0.6 else []
    return [*shape, Text(name, 0, 0, h), *words_over]


def _level(rng: random.Random) -> list[Mark]:
    """Return a level's or a datum's mark: a quartered ring, or a triangle on a line, with its height."""
    r = rng.uniform(1.2, 2.4)
    said = Text(
        rng.choice(("EL. 100'-0\"", "+3.250", "T.O. SLAB", "FFL 0.00")), r + 1.5, -1.2, 1.6, anchor="start"
    )
    shaft = line((-r * 2, 0), (r + 18, 0))
    if rng.random() < 0.5:
        quarters = [
            Path(((0, 0), (sx * r, 0), (sx * r * 0.7, sy * r * 0.7), (0, sy * r)), closed=True, fill=0.0)
            for sx, sy in ((1, -1), (-1, 1))
        ]
        return [circle(0, 0, r), *quarters, shaft, said]
    return [polygon((-r, -r), (r, -r), (0, 0), fill=rng.choice((None, 0.0))), shaft, said]


def _square_code(rng: random.Random) -> list[Mark]:
    """Return a two-dimensional or a bar code."""
    n, cell = rng.randint(11, 21), rng.uniform(0.4, 0.7)
    if rng.random() < 0.5:
        return [
            rectangle(i * cell, 0, (i + rng.choice((0.3, 0.6))) * cell, 6, fill=0.0, width=0.1)
            for i in range(2 * n)
            if rng.random() < 0.7
        ]
    cells = ((i, j) for i in range(n) for j in range(n) if rng.random() < 0.5)
    return [
        rectangle(i * cell, j * cell, (i + 1) * cell, (j + 1) * cell, fill=0.0, width=0.1) for i, j in cells
    ]


def _duct(rng: random.Random) -> list[Mark]:
    """Return a duct with its branch and flow arrows, or a pipe with a valve, of another trade's work."""
    w, long = rng.uniform(3, 8), rng.uniform(20, 50)
    marks: list[Mark] = [line((0, 0), (long, 0)), line((0, w), (long, w))]
    marks += [line((0, 0), (0.6, w / 3), (-0.6, w * 0.66), (0, w)), line((long, 0), (long, w))]
    marks.append(line((0, w / 2), (long, w / 2), dash=(3, 0.8, 0.8, 0.8)))
    if rng.random() < 0.6:
        marks.append(Text(f"{rng.randint(6, 36)}x{rng.randint(6, 24)}", long / 2, w / 2, 1.6))
    if rng.random() < 0.6:
        x = long * rng.uniform(0.2, 0.7)
        marks += [
            polygon((x, w / 2), (x + 2.5, w / 2 - 0.8), (x + 2.5, w / 2 + 0.8), fill=rng.choice((None, 0.0)))
        ]
        marks += [line((x + 4, w), (x + 4, w + 8)), line((x + 7, w), (x + 7, w + 8))]
    return marks


SHEET_MARKS: Final[tuple[Callable[[random.Random], list[Mark]], ...]] = (
    _scale_bar, _scale_bar, _title_mark, _title_mark, _north, _north, _seal, _gear, _castle, _shield, _monogram,
    _swoosh, _nested, _key_plan, _key_plan, _section, _section, _room_tag, _room_tag, _level, _square_code, _duct,
)  # fmt: skip
