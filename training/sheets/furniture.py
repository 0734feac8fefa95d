"""What fills the rooms of a plan: furniture, sanitary ware, fittings and hatching; nothing of it electrical."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from training.ink import Path, Transform, arc, circle, ellipse, line, polygon, rectangle
from training.sheet import Box, Colour, Paper
from training.sheets.building import Room
from training.sheets.fittings import FITTINGS

Point = tuple[float, float]
Piece = Callable[[random.Random], list[Path]]
Fill = Callable[[random.Random, Box], list[Path]]


@dataclass(frozen=True, slots=True)
class Habit:
    """How one office draws what is not its trade: half-toned or black, thin or not, with or without hatches."""

    ink: Colour
    pen_mm: float
    furnished: float
    hatched: float
    fills: tuple[Fill, ...]
    pieces: tuple[Piece, ...]


def habit(rng: random.Random, *, dressed: bool = False) -> Habit:
    """Return the habits of one sheet, whose rooms hold what `fittings.py` draws as well if it is dressed."""
    grey = rng.choice((0.0, 0.35, 0.5, 0.6, 0.7, 0.8))
    return Habit(
        ink=(grey, grey, grey),
        pen_mm=rng.choice((0.1, 0.13, 0.18, 0.25, 0.35)),
        furnished=rng.choice((0.2, 0.6, 0.9)),
        hatched=rng.choice((0.0, 0.1, 0.35, 0.7)),
        fills=tuple(rng.sample(_FILLS, 2)),
        pieces=PIECES + FITTINGS if dressed else PIECES,
    )


def furnish(paper: Paper, room: Room, habits: Habit) -> None:
    """Fill a room: a hatch over all of it or a part, furniture, a number in a box."""
    rng = paper.rng
    x, y, width, height = room.box
    if rng.random() < habits.hatched:
        whole = rng.random() < 0.7
        box = room.box if whole else (x, y, width * rng.uniform(0.3, 0.9), height * rng.uniform(0.3, 0.9))
        paper.draw(rng.choice(habits.fills)(rng, box), colour=habits.ink, pen_mm=habits.pen_mm)
    if rng.random() < habits.furnished:
        for _ in range(rng.choice((1, 1, 2, 3, 6))):
            place = Transform(
                x + width * rng.uniform(0.1, 0.9),
                y + height * rng.uniform(0.1, 0.9),
                rng.uniform(0.6, 1.3),
                rng.choice((0.0, 90.0, 180.0, 270.0)) if rng.random() < 0.85 else rng.uniform(0, 360),
            )
            marks = [place.path(mark) for mark in rng.choice(habits.pieces)(rng)]
            paper.draw(marks, colour=habits.ink, pen_mm=habits.pen_mm)
    if rng.random() < 0.4:
        at = (x + width * rng.uniform(0.2, 0.8), y + height * rng.uniform(0.15, 0.9))
        paper.draw([rectangle(at[0] - 5, at[1] - 1.6, at[0] + 5, at[1] + 1.6)])
        paper.write(str(rng.randint(100, 399)), *at)


def _hatch_lines(box: Box, angle: float, pitch: float) -> list[Path]:
    """Return parallel lines at an angle (degrees) across a box, cut at its sides."""
    x, y, width, height = box
    along = (math.cos(math.radians(angle)), math.sin(math.radians(angle)))
    across = (-along[1], along[0])
    middle = (x + width / 2, y + height / 2)
    reach = math.hypot(width, height) / 2
    marks = []
    for k in range(-int(reach / pitch), int(reach / pitch) + 1):
        at = (middle[0] + across[0] * k * pitch, middle[1] + across[1] * k * pitch)
        low, high = -reach, reach
        for place, step, start, extent in ((at[0], along[0], x, width), (at[1], along[1], y, height)):
            if abs(step) < 1e-9:
                if not start <= place <= start + extent:
                    low, high = 1.0, -1.0
                continue
            ends = sorted(((start - place) / step, (start + extent - place) / step))
            low, high = max(low, ends[0]), min(high, ends[1])
        if high > low:
            ends_at = ((at[0] + t * along[0], at[1] + t * along[1]) for t in (low, high))
            marks.append(line(*ends_at))
    return marks


def _diagonal(rng: random.Random, box: Box) -> list[Path]:
    return _hatch_lines(box, rng.choice((45.0, 135.0, 30.0, 60.0)), rng.uniform(0.9, 4.0))


def _lattice(rng: random.Random, box: Box) -> list[Path]:
    angle, pitch = rng.choice((45.0, 45.0, 45.0, 30.0)), rng.uniform(1.0, 4.5)
    return _hatch_lines(box, angle, pitch) + _hatch_lines(box, angle + 90, pitch)


def _tiles(rng: random.Random, box: Box) -> list[Path]:
    across = rng.choice((2.0, 3.0, 4.5, 6.0, 8.0))
    return _hatch_lines(box, 0.0, across) + _hatch_lines(box, 90.0, across * rng.choice((1.0, 1.0, 2.0)))


def _planks(rng: random.Random, box: Box) -> list[Path]:
    pitch = rng.uniform(1.0, 2.5)
    x, y, width, height = box
    joints = []
    for i in range(int(height / pitch)):
        at = x + rng.random() * width
        joints.append(line((at, y + i * pitch), (at, y + (i + 1) * pitch)))
    return _hatch_lines((x, y, width, int(height / pitch) * pitch), 0.0, pitch) + joints


def _stipple(rng: random.Random, box: Box) -> list[Path]:
    x, y, width, height = box
    marks = []
    for _ in range(min(int(width * height / rng.uniform(1.0, 4.0)), 900)):
        at = (x + rng.random() * width, y + rng.random() * height)
        angle = rng.uniform(0, math.pi)
        marks.append(line(at, (at[0] + 0.3 * math.cos(angle), at[1] + 0.3 * math.sin(angle))))
    return marks


_FILLS: Final[tuple[Fill, ...]] = (_lattice, _lattice, _diagonal, _tiles, _tiles, _planks, _stipple)


def _seat(x: float, y: float, size: float, turn: float) -> list[Path]:
    """Return a chair with a rounded back."""
    half = size / 2
    body = [
        rectangle(-half, -half, half, half * 0.8),
        arc(0, 0, size * 0.72, 200, 340),
        line((-half, -half * 0.3), (-half * 1.35, -half * 0.3), (-half * 1.35, half * 0.5)),
        line((half, -half * 0.3), (half * 1.35, -half * 0.3), (half * 1.35, half * 0.5)),
    ]
    place = Transform(x, y, angle=turn)
    return [place.path(mark) for mark in body]


def _chair(rng: random.Random) -> list[Path]:
    size = rng.uniform(2.5, 5.0)
    return _seat(0, 0, size, 0.0) if rng.random() < 0.7 else [circle(0, 0, size / 2)]


def _desk(rng: random.Random) -> list[Path]:
    width, depth = rng.uniform(8, 18), rng.uniform(4, 9)
    marks = [rectangle(-width / 2, -depth, width / 2, 0), *_seat(0, 2.5, 3.5, 180.0)]
    if rng.random() < 0.5:
        marks += [rectangle(width / 2 - 3, -depth + 0.6, width / 2 - 0.6, -depth + 2.6)]
    if rng.random() < 0.5:
        marks += [rectangle(-width / 2, 0, -width / 2 + depth, width * 0.4)]
    return marks


def _conference(rng: random.Random) -> list[Path]:
    width, depth = rng.uniform(12, 26), rng.uniform(5, 9)
    count = rng.randint(2, 4)
    marks = [rectangle(-width / 2, -depth / 2, width / 2, depth / 2)]
    for i in range(count):
        x = width * ((i + 0.5) / count - 0.5)
        marks += _seat(x, -depth / 2 - 2.2, 3.2, 0.0) + _seat(x, depth / 2 + 2.2, 3.2, 180.0)
    return marks


def _round_table(rng: random.Random) -> list[Path]:
    r, seats = rng.uniform(3, 8), rng.randint(3, 8)
    marks = [circle(0, 0, r)]
    square = rng.random() < 0.6
    for k in range(seats):
        turn = k * 360 / seats
        x, y = 1.35 * r * math.cos(math.radians(turn)), 1.35 * r * math.sin(math.radians(turn))
        marks += _seat(x, y, r * 0.45, turn + 90) if square else [circle(x, y, r * 0.24)]
    return marks


def _toilet(rng: random.Random) -> list[Path]:
    w = rng.uniform(1.6, 2.8)
    return [rectangle(-w, -1.4 * w, w, -0.6 * w), ellipse(0, 0.5 * w, (w * 0.8, w * 1.2))]


def _basin(rng: random.Random) -> list[Path]:
    w = rng.uniform(2, 4)
    bowl = circle(0, 0, w * 0.6) if rng.random() < 0.5 else ellipse(0, 0, (w * 0.8, w * 0.5))
    return [rectangle(-w, -w * 0.7, w, w * 0.7), bowl, circle(0, 0, 0.3), line((0, -w * 0.7), (0, -w * 0.3))]


def _kitchen(rng: random.Random) -> list[Path]:
    """Return a counter with a double sink and a stove."""
    width, depth = rng.uniform(20, 34), rng.uniform(4, 6)
    r = depth * 0.17
    stove = [circle(-width / 2 + depth * a, depth * b, r) for a in (0.3, 0.75) for b in (0.28, 0.72)]
    bowls = [
        rectangle(x, depth * 0.15, x + depth * 0.7, depth * 0.85)
        for x in (width * 0.1, width * 0.1 + depth * 0.8)
    ]
    return [rectangle(-width / 2, 0, width / 2, depth), *stove, *bowls]


def _shower(rng: random.Random) -> list[Path]:
    w = rng.uniform(4, 7)
    cross = [line((-w, -w), (w, w)), line((-w, w), (w, -w))] if rng.random() < 0.7 else []
    return [rectangle(-w, -w, w, w), *cross, circle(0, 0, 0.5)]


def _lift(rng: random.Random) -> list[Path]:
    w, h = rng.uniform(6, 10), rng.uniform(6, 10)
    return [
        rectangle(-w, -h, w, h),
        line((-w, -h), (w, h)),
        line((-w, h), (w, -h)),
        rectangle(-w * 0.6, h, w * 0.6, h + 1),
    ]


def _stairs(rng: random.Random) -> list[Path]:
    width, treads = rng.uniform(6, 14), rng.randint(6, 14)
    length, pitch = treads * 2.0, 2.0
    head = polygon((length, 0), (length - 2, -1), (length - 2, 1), fill=rng.choice((0.0, None)))
    return [
        *(line((i * pitch, -width / 2), (i * pitch, width / 2)) for i in range(treads)),
        line((0, 0), (length, 0)),
        head,
    ]


def _lockers(rng: random.Random) -> list[Path]:
    w, count = rng.uniform(1.8, 4), rng.randint(2, 9)
    marks = []
    for i in range(count):
        marks += [rectangle(i * w, 0, (i + 1) * w, w), line((i * w, 0), ((i + 1) * w, w))]
    return marks


def _shelf(rng: random.Random) -> list[Path]:
    w, h = rng.uniform(8, 22), rng.uniform(2, 4)
    return [rectangle(0, 0, w, h), *(line((w * k / 4, 0), (w * k / 4, h)) for k in (1, 2, 3))]


def _sofa(rng: random.Random) -> list[Path]:
    w, d = rng.uniform(7, 14), rng.uniform(4, 6)
    seats = rng.randint(2, 3)
    return [
        rectangle(0, 0, w, d),
        rectangle(1, 1, w - 1, d),
        *(line((1 + (w - 2) * k / seats, 1), (1 + (w - 2) * k / seats, d)) for k in range(1, seats)),
    ]


def _bed(rng: random.Random) -> list[Path]:
    w, d = rng.uniform(6, 12), rng.uniform(10, 14)
    return [
        rectangle(0, 0, w, d),
        rectangle(w * 0.1, 0.6, w * 0.45, 3),
        rectangle(w * 0.55, 0.6, w * 0.9, 3),
        line((0, d * 0.35), (w, d * 0.35)),
    ]


def _column(rng: random.Random) -> list[Path]:
    w = rng.uniform(0.8, 2.2)
    kind = rng.randrange(4)
    if kind == 0:
        return [rectangle(-w, -w, w, w, fill=0.0)]
    if kind == 1:
        return [rectangle(-w, -w, w, w), *_hatch_lines((-w, -w, 2 * w, 2 * w), 45.0, 0.6)]
    if kind == 2:  # a wide-flange section
        return [line((-w, -w), (w, -w)), line((-w, w), (w, w)), line((0, -w), (0, w))]
    return [circle(0, 0, w, fill=rng.choice((0.0, None, 0.6)))]


def _leaf(rng: random.Random) -> list[Path]:
    """Return a door leaf with its swing, or a double one."""
    leaf = rng.uniform(4, 10)
    one = [line((0, 0), (0, -leaf)), arc(0, 0, leaf, -90, 0)]
    if rng.random() < 0.3:
        one += [line((2 * leaf, 0), (2 * leaf, -leaf)), arc(2 * leaf, 0, leaf, 180, 270)]
    return one


def _tree(rng: random.Random) -> list[Path]:
    r, lobes = rng.uniform(3, 7), rng.randint(7, 14)
    marks = [
        arc(r * math.cos(a), r * math.sin(a), r * 0.4, math.degrees(a) - 100, math.degrees(a) + 100)
        for a in (k * 2 * math.pi / lobes for k in range(lobes))
    ]
    return marks + ([circle(0, 0, 0.5)] if rng.random() < 0.5 else [])


def _machine(rng: random.Random) -> list[Path]:
    """Return a copier, a water cooler or a boiler: nested boxes and a few details."""
    w, h = rng.uniform(2.5, 6), rng.uniform(2.5, 6)
    marks = [rectangle(-w, -h, w, h), rectangle(-w * 0.7, -h * 0.7, w * rng.uniform(0.2, 0.7), h * 0.6)]
    if rng.random() < 0.5:
        marks.append(circle(w * 0.3, h * 0.2, min(w, h) * rng.uniform(0.15, 0.5)))
    if rng.random() < 0.4:
        marks.append(line((-w, h * 0.75), (w, h * 0.75)))
    return marks


PIECES: Final[tuple[Piece, ...]] = (
    _chair, _chair, _desk, _desk, _conference, _round_table, _toilet, _basin, _kitchen, _shower, _lift, _stairs,
    _lockers, _shelf, _sofa, _bed, _column, _column, _leaf, _tree, _machine, _machine,
)  # fmt: skip
"""What every sheet may hold, as often as it is here."""
