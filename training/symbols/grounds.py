"""Earth symbols and busbars."""

from __future__ import annotations

import random

from training.ink import Symbol, circle, line, polygon, rectangle
from training.symbols.catalogue import variant
from training.symbols.shapes import (
    DOWN,
    UP,
    Marks,
    finish,
)

BOTH = "schematic single_line"


def _earth(w: float, step: float, count: int, taper: float) -> Marks:
    return [line((-w * (1 - taper * i), i * step), (w * (1 - taper * i), i * step)) for i in range(count)]


STEM = 0.5
"""Length of the stem that counts as part of an earth, in heights of what hangs on it: offices' blocks include one."""


def _on_stem(rng: random.Random, marks: Marks, height: float) -> Symbol:
    """Return marks that hang below y = 0 with their stem."""
    stem = STEM * height
    return finish(rng, [line((0, 0), (0, -stem)), *marks], (0.0, -stem, UP))


@variant("ground/bars", "iec", BOTH, weight=2.0, turns=(0, 0, 0, 90, 180, 270))
def ground_bars(rng: random.Random) -> Symbol:
    """Draw the earth: three (or four) bars that grow shorter."""
    count = rng.choice([3, 3, 3, 3, 4])
    step = rng.uniform(0.5, 1.0)
    marks = _earth(rng.uniform(1.2, 2.8), step, count, rng.uniform(0.25, 0.38) * (3 / count))
    return _on_stem(rng, marks, step * (count - 1))


@variant("ground/triangle", "ansi", "schematic", weight=1.2, turns=(0, 0, 0, 90, 180, 270))
def ground_triangle(rng: random.Random) -> Symbol:
    """Draw the signal ground: a triangle that points down, open or filled."""
    w = rng.uniform(1.0, 2.4)
    height = w * rng.uniform(0.7, 1.1)
    shape = polygon((-w, 0), (w, 0), (0, height), fill=rng.choice([None, None, None, 0.0]))
    return _on_stem(rng, [shape], height)


@variant("ground/chassis", "ansi", "schematic", weight=0.7, turns=(0, 0, 90, 270))
def ground_chassis(rng: random.Random) -> Symbol:
    """Draw the chassis ground: a bar with three slanted teeth."""
    w, drop = rng.uniform(1.5, 2.6), rng.uniform(1.0, 1.8)
    marks: Marks = [line((-w, 0), (w, 0))]
    marks += [line((x, 0), (x - drop * 0.6, drop)) for x in (-w, 0.0, w)]
    return _on_stem(rng, marks, drop)


@variant("ground/protective", "iec", BOTH, weight=0.7, turns=(0, 0, 90, 270))
def ground_protective(rng: random.Random) -> Symbol:
    """Draw the protective earth: the earth inside a circle."""
    r = rng.uniform(1.8, 3.2)
    bars = _earth(r * 0.62, r * 0.26, 3, 0.32)
    marks: Marks = [circle(0, 0, r), line((0, -r), (0, 0)), *bars]
    return finish(rng, marks, (0.0, -r, UP))


@variant("ground/bar", "iec", "schematic", weight=0.9, turns=(0, 0, 0, 180))
def ground_bar(rng: random.Random) -> Symbol:
    """Draw the reference node: one bar under its stem."""
    w, pen = rng.uniform(1.2, 2.6), rng.choice([1.0, 2.0, 3.0])
    stem = rng.uniform(0.3, 0.8)
    return finish(rng, [line((-w, 0), (w, 0), width=pen), line((0, 0), (0, -stem))], (0.0, -stem, UP))


@variant("busbar/line", "iec", BOTH, weight=1.5, turns=(0, 90))
def bus_line(rng: random.Random) -> Symbol:
    """Draw the busbar: one long heavy bar with a place for a feeder now and then."""
    half, thick = rng.uniform(9.0, 29.0), rng.uniform(0.5, 1.3)
    return _bus(rng, half, thick, fill=0.0)


@variant("busbar/outline", "iec", "single_line", weight=0.5, turns=(0, 90))
def bus_outline(rng: random.Random) -> Symbol:
    """Draw the busbar as a slim open rectangle."""
    return _bus(rng, rng.uniform(9.0, 29.0), rng.uniform(0.8, 2.0), fill=None)


def _bus(rng: random.Random, half: float, thick: float, fill: float | None) -> Symbol:
    y = thick / 2
    marks: Marks = [rectangle(-half, -y, half, y, fill=fill, width=0.5 if fill is not None else 1.0)]
    count = rng.randint(2, 5)
    xs = [half * (2 * (i + 1) / (count + 1) - 1) for i in range(count)]
    ends = [(x, y, DOWN) if rng.random() < 0.6 else (x, -y, UP) for x in xs]
    return finish(rng, marks, *ends)
