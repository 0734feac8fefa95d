"""Symbols in series along a wire: the building block of single-line diagrams and schematics."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from training.ink import Port, Symbol, Text, Transform, circle, line, polygon
from training.lettering import text_box
from training.sheet import Paper
from training.sheets import words
from training.symbols.catalogue import Variant

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fit:
    """An instance turned so that a wire running in a direction enters it at `entry` and leaves at `exit`."""

    symbol: Symbol
    turn: Transform
    entry: Port
    exit: Port | None


def step(point: Point, direction: float, length: float) -> Point:
    """Return the point `length` mm further in a direction (degrees, 90 is down)."""
    angle = math.radians(direction)
    return point[0] + length * math.cos(angle), point[1] + length * math.sin(angle)


def fit(paper: Paper, variant: Variant, direction: float) -> Fit | None:
    """Turn an instance into the direction of flow, or return None when none of its turns has a port for it."""
    symbol = paper.instance(variant)
    turns = [
        Transform(scale=paper.style.scale, angle=a, mirrored=m)
        for a in variant.turns
        for m in ((False, True) if variant.mirror else (False,))
    ]
    paper.rng.shuffle(turns)
    best: Fit | None = None
    for turn in turns:
        ports = turn.symbol(symbol).ports
        entries = [p for p in ports if _same(p.direction, direction + 180)]
        exits = [p for p in ports if _same(p.direction, direction)]
        if entries:
            best = Fit(symbol, turn, entries[0], _opposite(entries[0], exits, direction))
            if best.exit is not None:
                return best
    return best


def _opposite(entry: Port, exits: Sequence[Port], direction: float) -> Port | None:
    """Return the exit most in line with the entry."""
    across = math.radians(direction + 90)
    return min(
        exits,
        key=lambda p: abs((p.x - entry.x) * math.cos(across) + (p.y - entry.y) * math.sin(across)),
        default=None,
    )


def _same(a: float, b: float) -> bool:
    return abs((a - b + 180) % 360 - 180) < 20


def chain(
    paper: Paper,
    start: Point,
    direction: float,
    variants: Sequence[Variant],
    gap: tuple[float, float] = (1.5, 9.0),
) -> Point:
    """Draw symbols in series from `start` and return where the wire ends; symbols that do not fit are left out."""
    at = start
    for variant in variants:
        found = fit(paper, variant, direction)
        if found is None:
            continue
        entry = step(at, direction, paper.rng.uniform(*gap))
        place = replace(found.turn, dx=entry[0] - found.entry.x, dy=entry[1] - found.entry.y)
        if not paper.is_free(paper.body_box(place.symbol(found.symbol)), 0.8):
            continue
        placed = paper.place_symbol(variant, found.symbol, place)
        paper.wire(at, entry)
        _other_poles(paper, placed, direction)
        label(paper, placed, variant.class_name)
        if found.exit is None:
            return entry
        at = (found.exit.x + place.dx, found.exit.y + place.dy)
    end = step(at, direction, paper.rng.uniform(*gap))
    paper.wire(at, end)
    return end


def _other_poles(paper: Paper, symbol: Symbol, direction: float) -> None:
    """Draw short wires on the ports that the chain does not use."""
    for port in symbol.ports:
        if paper.rng.random() < 0.7:
            paper.wire((port.x, port.y), step((port.x, port.y), port.direction, paper.rng.uniform(1, 8)))


def label(paper: Paper, symbol: Symbol, class_name: str) -> None:
    """Write a designator and perhaps ratings on a free side of a placed symbol, now and then over something."""
    rng = paper.rng
    lines = [words.designator(rng, class_name)] if rng.random() < 0.75 else []
    lines += [words.rating(rng) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]
    if not lines:
        return
    block = _Lettering(tuple(lines), paper.style.text_mm * rng.uniform(0.75, 1.1), rng.uniform(0.4, 2.0))
    sides = rng.sample(("right", "right", "left", "above", "below"), 5)
    for side in sides:
        marks = block.beside(paper.body_box(symbol), side)
        box = _around(marks, paper.style.font)
        if paper.is_free(box, 0.1) or rng.random() < 0.03:
            paper.draw(marks)
            paper.reserve(box)
            return


@dataclass(frozen=True, slots=True)
class _Lettering:
    """Lines of lettering: their strings, cap height and distance from what they belong to, mm."""

    lines: tuple[str, ...]
    size: float
    gap: float

    def beside(self, box: tuple[float, float, float, float], side: str) -> list[Text]:
        """Return the lines on one side of an xywh box."""
        x, y, width, height = box
        pitch = self.size * 1.6
        middle = y + height / 2 - (len(self.lines) - 1) / 2 * pitch
        x_of = {"right": x + width + self.gap, "left": x - self.gap}
        y_of = {
            "above": y - self.gap - self.size / 2 - (len(self.lines) - 1) * pitch,
            "below": y + height + self.gap + self.size / 2,
        }
        at, top = x_of.get(side, x + width / 2), y_of.get(side, middle)
        anchor = {"right": "start", "left": "end"}.get(side, "middle")
        return [Text(t, at, top + i * pitch, self.size, anchor=anchor) for i, t in enumerate(self.lines)]


def _around(marks: Sequence[Text], font: str) -> tuple[float, float, float, float]:
    boxes = [text_box(mark, font) for mark in marks]
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return x0, y0, max(b[2] for b in boxes) - x0, max(b[3] for b in boxes) - y0


def dot(paper: Paper, point: Point) -> None:
    """Draw a junction dot, which is not a symbol."""
    paper.draw([circle(*point, paper.rng.uniform(0.35, 0.8), fill=0.0)])


def flow_arrows(paper: Paper, start: Point, direction: float) -> Point:
    """Draw on with the heads that say which way power flows, which are no symbols; return where the wire ends."""
    rng = paper.rng
    size = rng.uniform(0.8, 2.2) * paper.style.scale
    end = step(start, direction, size * rng.uniform(4, 9))
    paper.wire(start, end)
    for share in rng.choice(((0.5,), (0.3, 0.7), (1.0,), (0.4,))):
        facing = direction + rng.choice((0.0, 180.0))
        middle = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
        corners = (
            step(middle, facing, size),
            step(middle, facing + 130, size),
            step(middle, facing - 130, size),
        )
        paper.draw([polygon(*corners, fill=rng.choice((0.0, 0.0, None, 0.3)))])
    return end


def enclosures(paper: Paper) -> None:
    """Draw broken lines around some symbols: the box, panel or field device that they belong to, no symbol itself."""
    rng = paper.rng
    dash = rng.choice(((2.0, 1.2), (1.0, 0.8), (4.0, 1.0, 0.8, 1.0), (6.0, 1.5, 1.0, 1.5, 1.0, 1.5)))
    boxes = paper.bodies()
    for box in rng.sample(boxes, min(len(boxes), rng.randint(2, 25))):
        x, y, width, height = box
        left, right, above, below = (rng.uniform(1.0, 6.0) * paper.style.scale for _ in range(4))
        x0, y0, x1, y1 = x - left, y - above, x + width + right, y + height + below
        corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))
        paper.draw([line(*corners, dash=dash, width=rng.choice((0.6, 1.0)))])
