"""The architecture under a plan: rooms, walls, doors, windows, furniture, ceiling grids and hatching."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from training.ink import Path, arc, circle, line, polygon, rectangle
from training.sheet import Box, Colour, Paper

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Wall:
    """The inner face of a wall: its ends and the direction into the room, degrees."""

    start: Point
    end: Point
    inward: float

    @property
    def length(self) -> float:
        """Length in mm."""
        return math.dist(self.start, self.end)

    def point(self, share: float) -> Point:
        """Return the point at a share of the length."""
        return self.start[0] + share * (self.end[0] - self.start[0]), self.start[1] + share * (
            self.end[1] - self.start[1]
        )


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangular room: its inner xywh box and its walls."""

    box: Box
    walls: tuple[Wall, ...]


def building(paper: Paper, area: Box) -> list[Room]:
    """Draw a building in the area and return its rooms."""
    rng = paper.rng
    grey = rng.choice((0.0, 0.0, 0.3, 0.5, 0.65))
    ink: Colour = (grey, grey, grey)
    thickness = rng.uniform(0.8, 3.0)
    boxes = _split(rng, area, rng.uniform(28, 70))
    kind = rng.choice(("double", "double", "solid", "hatched", "single"))
    rooms = [_room(box, thickness) for box in boxes]
    for room in rooms:
        _walls(paper, room, (thickness, kind, ink))
        for wall in room.walls:
            if wall.length > 16 and rng.random() < 0.35:
                _door(paper, wall, ink)
            elif wall.length > 12 and rng.random() < 0.3:
                _window(paper, wall, ink)
    if rng.random() < 0.4:
        _grid_lines(paper, area)
    return rooms


def _split(rng: random.Random, box: Box, smallest: float) -> list[Box]:
    x, y, width, height = box
    if max(width, height) < 2 * smallest or (max(width, height) < 4 * smallest and rng.random() < 0.1):
        return [box]
    share = rng.uniform(0.35, 0.65)
    if width > height:
        return _split(rng, (x, y, width * share, height), smallest) + _split(
            rng, (x + width * share, y, width * (1 - share), height), smallest
        )
    return _split(rng, (x, y, width, height * share), smallest) + _split(
        rng, (x, y + height * share, width, height * (1 - share)), smallest
    )


def _room(box: Box, thickness: float) -> Room:
    x, y, width, height = box
    t = thickness / 2
    x0, y0, x1, y1 = x + t, y + t, x + width - t, y + height - t
    walls = (
        Wall((x0, y0), (x1, y0), 90.0),
        Wall((x1, y0), (x1, y1), 180.0),
        Wall((x1, y1), (x0, y1), 270.0),
        Wall((x0, y1), (x0, y0), 0.0),
    )
    return Room((x0, y0, x1 - x0, y1 - y0), walls)


def _walls(paper: Paper, room: Room, look: tuple[float, str, Colour]) -> None:
    thickness, kind, ink = look
    x, y, width, height = room.box
    paper.draw([rectangle(x, y, x + width, y + height)], colour=ink)
    if kind == "single":
        return
    t = thickness / 2
    if kind == "solid":
        for a, b in (((x - t, y - t), (x + width + t, y)), ((x - t, y), (x, y + height))):
            paper.draw([rectangle(*a, *b, fill=0.0, width=0.0)], colour=ink)
    elif kind == "hatched":
        count = int((width + height) / 1.5)
        marks = [line((x + i * 1.5, y), (x + i * 1.5 + t, y - t), width=0.5) for i in range(int(width / 1.5))]
        marks += [
            line((x, y + i * 1.5), (x - t, y + i * 1.5 + t), width=0.5) for i in range(count - len(marks))
        ]
        paper.draw(marks, colour=ink)


def _door(paper: Paper, wall: Wall, ink: Colour) -> None:
    rng = paper.rng
    at, leaf = wall.point(rng.uniform(0.25, 0.75)), rng.uniform(5, 11)
    into = wall.inward
    along = math.degrees(math.atan2(wall.end[1] - wall.start[1], wall.end[0] - wall.start[0]))
    tip = (at[0] + leaf * math.cos(math.radians(into)), at[1] + leaf * math.sin(math.radians(into)))
    jamb = (at[0] + leaf * math.cos(math.radians(along)), at[1] + leaf * math.sin(math.radians(along)))
    paper.draw([line(at, jamb, width=3.0)], colour=(1.0, 1.0, 1.0))
    turn = (along - into + 180) % 360 - 180
    paper.draw([line(at, tip), arc(*at, leaf, into, into + turn)], colour=ink)


def _window(paper: Paper, wall: Wall, ink: Colour) -> None:
    a, b = wall.point(0.35), wall.point(0.65)
    out = math.radians(wall.inward + 180)
    marks = [
        line(*((p[0] + d * math.cos(out), p[1] + d * math.sin(out)) for p in (a, b)), width=0.6)
        for d in (0.0, 0.6, 1.2)
    ]
    paper.draw(marks, colour=ink)


def _grid_lines(paper: Paper, area: Box) -> None:
    """Draw column lines with their bubbles: circles that are not symbols."""
    rng = paper.rng
    r = rng.uniform(2.5, 4.5)
    for i in range(rng.randint(2, 6)):
        x = area[0] + area[2] * (i + 0.5) / 6 + rng.uniform(-4, 4)
        if not paper.is_free((x - r, area[1] + r, 2 * r, 2 * r)):
            continue
        paper.draw(
            [
                line((x, area[1] + 3 * r), (x, area[1] + area[3]), dash=(6, 1.5, 1.5, 1.5), width=0.6),
                circle(x, area[1] + 2 * r, r),
            ]
        )
        paper.write(rng.choice((str(i + 1), "ABCDEFG"[i])), x, area[1] + 2 * r, height=r * 0.9)
        paper.reserve((x - r, area[1] + r, 2 * r, 2 * r))


def furnish(paper: Paper, room: Room) -> None:
    """Draw furniture, sanitary ware, ceiling grid, floor hatching or stairs: nothing of it electrical."""
    rng = paper.rng
    grey = rng.choice((0.0, 0.35, 0.55, 0.7))
    ink: Colour = (grey, grey, grey)
    if rng.random() < 0.35:
        paper.draw(_tiles(rng, room.box), colour=ink)
    for _ in range(rng.choice((0, 0, 1, 2, 4))):
        x, y = (
            room.box[0] + room.box[2] * rng.uniform(0.05, 0.75),
            room.box[1] + room.box[3] * rng.uniform(0.05, 0.75),
        )
        paper.draw(
            rng.choice((_desk, _chair, _toilet, _stairs, _table, _basin, _hatch, _tree))(rng, x, y),
            colour=ink,
        )
    if rng.random() < 0.4:
        x, y = (
            room.box[0] + room.box[2] * rng.uniform(0.2, 0.8),
            room.box[1] + room.box[3] * rng.uniform(0.15, 0.9),
        )
        paper.draw([rectangle(x - 5, y - 1.6, x + 5, y + 1.6)])
        paper.write(str(rng.randint(100, 399)), x, y)


def _tiles(rng: random.Random, box: Box) -> list[Path]:
    x, y, width, height = box
    across, down = rng.choice(((6.0, 6.0), (6.0, 12.0), (3.0, 3.0), (2.0, 2.0)))
    marks = [
        line((x + i * across, y), (x + i * across, y + height), width=0.5)
        for i in range(1, int(width / across) + 1)
    ]
    return marks + [
        line((x, y + i * down), (x + width, y + i * down), width=0.5)
        for i in range(1, int(height / down) + 1)
    ]


def _desk(rng: random.Random, x: float, y: float) -> list[Path]:
    width, depth = rng.uniform(8, 18), rng.uniform(5, 9)
    return [rectangle(x, y, x + width, y + depth), *_chair(rng, x + width / 2, y + depth + 2.5)]


def _chair(rng: random.Random, x: float, y: float) -> list[Path]:
    r = rng.uniform(1.5, 2.8)
    return (
        [rectangle(x - r, y - r, x + r, y + r), arc(x, y, r * 1.3, 20, 160)]
        if rng.random() < 0.6
        else [circle(x, y, r)]
    )


def _toilet(rng: random.Random, x: float, y: float) -> list[Path]:
    w = rng.uniform(2, 3)
    return [
        rectangle(x - w, y - 2, x + w, y),
        arc(x, y + w, w, 0, 180),
        line((x - w, y), (x - w, y + w)),
        line((x + w, y), (x + w, y + w)),
    ]


def _stairs(rng: random.Random, x: float, y: float) -> list[Path]:
    width, treads = rng.uniform(8, 14), rng.randint(6, 14)
    marks = [line((x + i * 2, y), (x + i * 2, y + width)) for i in range(treads)]
    return [
        *marks,
        line((x, y + width / 2), (x + treads * 2, y + width / 2)),
        polygon(
            (x + treads * 2, y + width / 2),
            (x + treads * 2 - 2, y + width / 2 - 1),
            (x + treads * 2 - 2, y + width / 2 + 1),
        ),
    ]


def _table(rng: random.Random, x: float, y: float) -> list[Path]:
    r = rng.uniform(4, 9)
    seats = rng.randint(4, 8)
    chairs = [
        circle(
            x + 1.35 * r * math.cos(k * 2 * math.pi / seats),
            y + 1.35 * r * math.sin(k * 2 * math.pi / seats),
            r * 0.22,
        )
        for k in range(seats)
    ]
    return [circle(x, y, r), *chairs]


def _basin(rng: random.Random, x: float, y: float) -> list[Path]:
    w = rng.uniform(3, 5)
    return [
        rectangle(x, y, x + 2 * w, y + w * 1.4),
        circle(x + w, y + w * 0.7, w * 0.5),
        line((x + w, y), (x + w, y + w * 0.4)),
    ]


def _hatch(rng: random.Random, x: float, y: float) -> list[Path]:
    width, height, pitch = rng.uniform(6, 25), rng.uniform(6, 20), rng.uniform(0.8, 2.5)
    count = int((width + height) / pitch)
    marks = []
    for i in range(count):
        d = i * pitch
        marks.append(
            line(
                (x + max(0.0, d - height), y + min(d, height)),
                (x + min(d, width), y + max(0.0, d - width)),
                width=0.5,
            )
        )
    return [rectangle(x, y, x + width, y + height), *marks]


def _tree(rng: random.Random, x: float, y: float) -> list[Path]:
    r, lobes = rng.uniform(3, 7), rng.randint(7, 14)
    return [
        arc(x + r * math.cos(a), y + r * math.sin(a), r * 0.4, math.degrees(a) - 100, math.degrees(a) + 100)
        for a in (k * 2 * math.pi / lobes for k in range(lobes))
    ] + ([circle(x, y, 0.5)] if rng.random() < 0.5 else [])
