"""Power, lighting and fire plans: rooms, doors and furniture in the background, devices on walls and ceilings."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from training.ink import Mark, Symbol, Text, Transform, bezier, line, polygon
from training.sheet import Colour, Paper, Sheet, Style
from training.sheets import frame, words
from training.sheets.building import Room, Wall, building
from training.sheets.furniture import furnish, habit
from training.sheets.marks import sheet_marks
from training.sheets.palette import Palette, Practice, palette, style

_WALL_DEVICES: Final = {
    "power_plan": ("receptacle",) * 6
    + ("gfci_receptacle",) * 3
    + ("special_receptacle",) * 2
    + ("data_outlet",) * 3
    + (
        "tv_outlet",
        "junction_box",
        "switch",
        "thermostat",
        "panelboard",
        "disconnect_switch",
        "motor",
        "other",
        "ev_charger",
        "meter",
        "transformer",
    ),
    "lighting_plan": ("switch",) * 5
    + ("three_way_switch",) * 3
    + ("dimmer",) * 2
    + (
        "occupancy_sensor",
        "exit_sign",
        "emergency_light",
        "luminaire",
        "panelboard",
        "junction_box",
        "other",
        "thermostat",
    ),
    "fire_plan": ("pull_station",) * 3
    + ("horn_strobe",) * 4
    + ("smoke_detector", "exit_sign", "other", "other", "junction_box", "panelboard"),
}
_CEILING_DEVICES: Final = {
    "power_plan": (
        "floor_box",
        "floor_box",
        "junction_box",
        "occupancy_sensor",
        "smoke_detector",
        "other",
        "motor",
        "receptacle",
        "ev_charger",
    ),
    "lighting_plan": ("luminaire",) * 4
    + ("linear_luminaire",) * 5
    + ("exit_sign", "emergency_light", "occupancy_sensor", "smoke_detector", "other"),
    "fire_plan": ("smoke_detector",) * 5 + ("other", "horn_strobe", "junction_box", "occupancy_sensor"),
}


@dataclass(frozen=True, slots=True)
class Office:
    """What one plan, or a room of it, is drawn with.

    Attributes:
        kind: kind of sheet.
        use: the variants.
        note_mm: least cap height of what stands beside a device, on paper.
        ink: of the devices, when it is not the sheet's.
    """

    kind: str
    use: Palette
    note_mm: float = 0.0
    ink: Colour | None = None


def plan(rng: random.Random, practice: Practice) -> Sheet:
    """Return a plan of one of the three kinds on a framed sheet."""
    look, note_mm = _look(rng, practice)
    paper, area = frame.new_paper(rng, look)
    office = Office(
        kind := rng.choice(("power_plan", "power_plan", "lighting_plan", "lighting_plan", "fire_plan")),
        palette(rng, kind, practice),
        note_mm,
    )
    grey = rng.uniform(0.4, 0.75) if practice.existing and rng.random() < practice.existing else None
    dressed = bool(practice.dressed) and rng.random() < practice.dressed
    habits = habit(rng, dressed=dressed)
    if dressed:
        sheet_marks(paper, area)
    for room in building(paper, area):
        furnish(paper, room, habits)
        old = grey is not None and rng.random() < 0.5
        placed = _equip(paper, room, replace(office, ink=(grey, grey, grey)) if grey and old else office)
        _connect(paper, placed)
    if rng.random() < 0.6:
        frame.clutter(paper, area)
    return paper.finish()


def _look(rng: random.Random, practice: Practice) -> tuple[Style, float]:
    """Return the style of a plan, and the least cap height of what stands beside its devices."""
    look = style(rng, practice, (0.6, 1.5))
    if practice.small and rng.random() < practice.small:
        return replace(look, scale=rng.uniform(0.38, 0.7)), rng.uniform(0.8, 1.6)
    if practice.large_notes and rng.random() < practice.large_notes:
        return look, rng.uniform(1.8, 3.2)
    return look, 0.0


def _equip(paper: Paper, room: Room, office: Office) -> list[Symbol]:
    """Place devices along the room's walls and over its ceiling."""
    rng = paper.rng
    placed: list[Symbol] = []
    density = rng.uniform(8, 30)
    for wall in room.walls:
        for _ in range(int(wall.length / density * rng.uniform(0.3, 1.4))):
            placed += _on_wall(paper, wall, office)
    names = [n for n in _CEILING_DEVICES[office.kind] if office.use.has(n)]
    if names:
        placed += _ceiling(paper, room, office, rng.choice(names))
        if rng.random() < 0.5:
            placed += _ceiling(paper, room, office, rng.choice(names))
    paper.write(
        rng.choice(words.ROOMS),
        room.box[0] + room.box[2] / 2,
        room.box[1] + room.box[3] * rng.uniform(0.4, 0.6),
    )
    return placed


def _on_wall(paper: Paper, wall: Wall, office: Office) -> list[Symbol]:
    rng = paper.rng
    names = [n for n in _WALL_DEVICES[office.kind] if office.use.has(n)]
    if not names:
        return []
    variant = office.use.pick(rng, rng.choice(names))
    at = wall.point(rng.uniform(0.05, 0.95))
    stand_off = rng.choice((0.0, 0.0, 0.0, 0.4, 1.0))
    inward = math.radians(wall.inward)
    turn = wall.inward + 90 if len(variant.turns) > 1 else 0.0
    place = Transform(
        at[0] + stand_off * math.cos(inward),
        at[1] + stand_off * math.sin(inward),
        paper.style.scale,
        turn,
        mirrored=variant.mirror and rng.random() < 0.5,
    )
    symbol = legible(paper.instance(variant), office.note_mm / paper.style.scale)
    if not paper.is_free(paper.body_box(place.symbol(symbol)), 0.3):
        return []
    placed = paper.place_symbol(variant, symbol, place, colour=office.ink)
    _mark(paper, placed)
    return [placed]


def _ceiling(paper: Paper, room: Room, office: Office, class_name: str) -> list[Symbol]:
    """Place a row or a grid of one device, or a single one."""
    rng = paper.rng
    variant = office.use.pick(rng, class_name)
    symbol = legible(paper.instance(variant), office.note_mm / paper.style.scale)
    turn = rng.choice(variant.turns) if rng.random() < 0.85 else rng.uniform(0, 360)
    columns, rows = rng.choice(((1, 1), (2, 1), (1, 2), (2, 2), (3, 2), (4, 3), (3, 1), (5, 1)))
    x, y, width, height = room.box
    placed = []
    for i in range(columns):
        for j in range(rows):
            at = (x + width * (i + rng.uniform(0.45, 0.55)) / columns, y + height * (j + 0.5) / rows)
            place = Transform(*at, paper.style.scale, turn)
            box = paper.body_box(place.symbol(symbol))
            if paper.is_free(box, 0.5) and box[2] < width and box[3] < height:
                placed.append(paper.place_symbol(variant, symbol, place, colour=office.ink))
                _mark(paper, placed[-1])
    return placed


def legible(symbol: Symbol, least: float) -> Symbol:
    """Return the symbol with the lettering beside it at least so high, and as much further off as it has grown."""
    x0, y0, x1, y1 = symbol.body_box()

    def grown(mark: Mark) -> Mark:
        if not isinstance(mark, Text) or mark.body or mark.height >= least:
            return mark
        by = least / mark.height - 1
        dx, dy = max(mark.x - x1, 0.0) - max(x0 - mark.x, 0.0), max(mark.y - y1, 0.0) - max(y0 - mark.y, 0.0)
        return replace(mark, x=mark.x + dx * by, y=mark.y + dy * by, height=least) if dx or dy else mark

    return replace(symbol, marks=tuple(grown(mark) for mark in symbol.marks))


def _mark(paper: Paper, symbol: Symbol) -> None:
    """Write a circuit, a type or a height beside a device."""
    rng = paper.rng
    if rng.random() < 0.45:
        x, y, width, height = paper.body_box(symbol)
        size = paper.style.text_mm * rng.uniform(0.6, 0.9)
        dx, dy = rng.choice(((1, 0), (-1, 0), (0.8, 0.8), (0.8, -0.8), (0, 1), (0, -1)))
        anchor = "start" if dx > 0 else "end" if dx < 0 else "middle"
        at = (x + width / 2 + dx * (width / 2 + 0.5), y + height / 2 + dy * (height / 2 + size))
        paper.draw([Text(rng.choice(words.MARKS), *at, size, anchor=anchor)])


def _connect(paper: Paper, placed: list[Symbol]) -> None:
    """Draw circuits between neighbouring devices: arcs or lines, ticks, and a home run with its arrow."""
    rng = paper.rng
    if len(placed) < 2 or rng.random() < 0.35:
        return
    centres = [(b[0] + b[2] / 2, b[1] + b[3] / 2) for b in map(paper.body_box, placed)]
    dash = rng.choice(((), (), (2.0, 1.2)))
    for a, b in pairwise(centres):
        if math.dist(a, b) > 70 or rng.random() < 0.25:
            continue
        bend = rng.uniform(-0.25, 0.25)
        control = ((a[0] + b[0]) / 2 + bend * (b[1] - a[1]), (a[1] + b[1]) / 2 - bend * (b[0] - a[0]))
        if dash or rng.random() < 0.3:
            paper.wire(a, control, b, dash=dash)
        else:
            paper.draw([bezier(a, control, control, b)], pen_mm=paper.style.wire_mm)
    _home_run(paper, centres[-1])


def _home_run(paper: Paper, start: tuple[float, float]) -> None:
    rng = paper.rng
    angle, length = rng.uniform(0, 2 * math.pi), rng.uniform(8, 22)
    end = (start[0] + length * math.cos(angle), start[1] + length * math.sin(angle))
    side = (-math.sin(angle), math.cos(angle))
    head_mm, half_mm = rng.uniform(1.8, 5.0), rng.uniform(0.5, 1.2)
    back = (end[0] - head_mm * math.cos(angle), end[1] - head_mm * math.sin(angle))
    head = polygon(
        end,
        *((back[0] + s * half_mm * side[0], back[1] + s * half_mm * side[1]) for s in (1, -1)),
        fill=rng.choice((0.0, None)),
    )
    ticks = [
        line(
            *(
                (
                    start[0] + t * (end[0] - start[0]) + s * 1.2 * side[0],
                    start[1] + t * (end[1] - start[1]) + s * 1.2 * side[1],
                )
                for s in (1, -1)
            )
        )
        for t in (0.5, 0.56, 0.62)[: rng.randint(0, 3)]
    ]
    paper.draw([line(start, end), head, *ticks])
    panel = rng.choice(("LP", "PANEL C", "RP1", "7A PANEL L", "HP"))
    anchor = "start" if end[0] > start[0] else "end"
    beside = end[0] + (1.0 if anchor == "start" else -1.0)
    paper.write(f"{panel}-{rng.randint(1, 42)}", beside, end[1] + rng.choice((0.0, -2.0)), anchor=anchor)
