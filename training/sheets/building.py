"""The architecture under a plan: rooms, walls, doors, windows and column lines."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from training.ink import arc, circle, line, rectangle
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
    """Draw column lines down and across with their bubbles: circles that are not symbols."""
    rng = paper.rng
    r = rng.uniform(2.2, 5.5)
    dash = rng.choice(((6, 1.5, 1.5, 1.5), (12, 2, 3, 2), ()))
    x0, y0, x1, y1 = area[0], area[1], area[0] + area[2], area[1] + area[3]
    for i in range(rng.randint(2, 7)):
        x = x0 + area[2] * (i + 0.5) / 7 + rng.uniform(-4, 4)
        _column_line(paper, ((x, y0 + 2 * r), (x, y1)), (str(i + 1), r, dash))
    for i in range(rng.choice((0, 2, 4))):
        y = y0 + area[3] * (i + 0.7) / 4.5 + rng.uniform(-4, 4)
        _column_line(paper, ((x0 + 2 * r, y), (x1, y)), ("ABCDEFG"[i], r, dash))


def _column_line(paper: Paper, ends: tuple[Point, Point], look: tuple[str, float, tuple[float, ...]]) -> None:
    (x, y), (far_x, far_y) = ends
    name, r, dash = look
    if not paper.is_free((x - r, y - r, 2 * r, 2 * r)):
        return
    start = (x + r, y) if far_y == y else (x, y + r)
    paper.draw([line(start, (far_x, far_y), dash=dash, width=0.6), circle(x, y, r)])
    paper.write(name, x, y, height=r * paper.rng.uniform(0.6, 1.0))
    paper.reserve((x - r, y - r, 2 * r, 2 * r))
