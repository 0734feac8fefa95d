"""Further habits of drawing data and television outlets on plans (NECA 100, IEC 60617-11)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Mark, Path, Symbol, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.low_voltage import POWER
from training.symbols.plan_parts import (
    beside,
    cap,
    hung,
    triangle,
)
from training.symbols.shapes import placed

COUNTS: Final = ("2", "4", "1D", "2D", "D", "V", "W", "3", "6", "D2", "2C", "T")


def _apex(rng: random.Random) -> tuple[float, float]:
    """Return an outlet triangle's half width and its depth, negative when its apex meets the wall."""
    half = rng.uniform(1.1, 2.2)
    return half, half * rng.uniform(1.3, 2.1) * rng.choice((1, -1))


def _delta(half: float, depth: float, foot: float, fill: float | None = None) -> Path:
    base = -foot if depth > 0 else -foot + depth
    return triangle(0, base, (2 * half, depth), fill=fill)


def _data_stem(rng: random.Random) -> Symbol:
    """Draw an open or filled triangle on a long stem or a pair of lines, a count beside or not."""
    (half, depth), foot = _apex(rng), rng.uniform(0.8, 2.6)
    gap = half * rng.uniform(0.15, 0.3)
    feet = rng.choice(([line((0, 0), (0, -foot))], [line((s * gap, 0), (s * gap, -foot)) for s in (-1, 1)]))
    marks: list[Mark] = [_delta(half, depth, foot, rng.choice((None, 0.0))), *feet]
    return hung([*marks, beside(rng, rng.choice(COUNTS), marks)] if rng.random() < 0.4 else marks)


def _data_nested(rng: random.Random) -> Symbol:
    """Draw a triangle within a triangle, the inner one open or filled."""
    half, depth = _apex(rng)
    outer = _delta(half, depth, 0.0)
    cx, cy = 0.0, sum(p[1] for p in outer.points) / 3
    share = rng.uniform(0.45, 0.65)
    inner = [(cx + (x - cx) * share, cy + (y - cy) * share) for x, y in outer.points]
    return hung([outer, polygon(*inner, fill=rng.choice((None, 0.0)))])


def _data_barred(rng: random.Random) -> Symbol:
    """Draw a triangle with a bar across its apex, or across its middle: a wall phone or one above the counter."""
    half, depth = _apex(rng)
    depth = abs(depth)
    at = -depth * rng.choice((1.0, 0.5, 1.15))
    bar = half * rng.uniform(0.6, 1.1)
    return hung([_delta(half, depth, 0.0, rng.choice((None, None, 0.0))), line((-bar, at), (bar, at))])


def _data_hatched(rng: random.Random) -> Symbol:
    """Draw a triangle whose tip is filled, or one ruled along the wall."""
    half, depth = _apex(rng)
    depth = abs(depth)
    if rng.random() < 0.5:
        share = rng.uniform(0.4, 0.6)
        return hung(
            [
                _delta(half, depth, 0.0),
                triangle(0, -depth * (1 - share), (2 * half * share, depth * share), fill=0.0),
            ]
        )
    levels = [k / 4 for k in (1, 2, 3)]
    return hung(
        [
            _delta(half, depth, 0.0),
            *(line((-half * (1 - k), -depth * k), (half * (1 - k), -depth * k)) for k in levels),
        ]
    )


def _data_jack(rng: random.Random) -> Symbol:
    """Draw a wall plate: a box with the notch of a jack, one jack or two."""
    x, depth = rng.uniform(1.0, 1.7), rng.uniform(1.6, 2.6)
    shape = (
        (-0.55, 0.0),
        (-0.55, -0.5),
        (-0.25, -0.5),
        (-0.25, -0.75),
        (0.25, -0.75),
        (0.25, -0.5),
        (0.55, -0.5),
        (0.55, 0.0),
    )
    jack = polygon(
        *((px * x, -depth * 0.2 + py * depth * 0.7) for px, py in shape), fill=rng.choice((None, 0.0))
    )
    return hung([rectangle(-x, -depth, x, 0), jack])


def _data_bracket(rng: random.Random) -> Symbol:
    """Draw the European outlet: a square bracket open to the room, single or double, on its stem."""
    half, stem = rng.uniform(1.0, 1.8), rng.uniform(0.7, 1.8)
    depth = half * rng.uniform(0.6, 1.2)
    marks: list[Mark] = [
        line((-half, -stem - depth), (-half, -stem), (half, -stem), (half, -stem - depth)),
        line((0, 0), (0, -stem)),
    ]
    if rng.random() < 0.4:
        marks.append(
            line(
                (-half * 0.55, -stem - depth),
                (-half * 0.55, -stem - depth * 0.4),
                (half * 0.55, -stem - depth * 0.4),
                (half * 0.55, -stem - depth),
            )
        )
    return hung([*marks, beside(rng, rng.choice(("D", "TD", "TP", "RJ45", "2xRJ", "LAN", "EDV")), marks)])


def _tv_noted(rng: random.Random) -> Symbol:
    """Draw an outlet's ring, triangle, bracket or half disc with TV beside."""
    half, stem = rng.uniform(1.1, 1.9), rng.choice((0.0, rng.uniform(0.6, 1.6)))
    cup = line((-half, -stem - half), (-half, -stem), (half, -stem), (half, -stem - half))
    bodies = (
        circle(0, -stem - half, half),
        triangle(0, -stem, (2 * half, 1.7 * half)),
        cup,
        cap((0, -stem), half, 180.0, fill=None),
    )
    marks: list[Mark] = [rng.choice(bodies), *([line((0, 0), (0, -stem))] if stem else [])]
    return hung([*marks, beside(rng, rng.choice(("TV", "TV", "CATV", "SAT", "TV/R")), marks)])


def _tv_aerial(rng: random.Random) -> Symbol:
    """Draw the European aerial socket: a bracket or half ring with an aerial's fork."""
    half, stem = rng.uniform(1.1, 1.8), rng.uniform(0.7, 1.6)
    y = -stem - half * rng.uniform(0.6, 1.0)
    fork = [
        line((0, -stem), (0, y)),
        line((-half * 0.7, y - half * 0.7), (0, y), (half * 0.7, y - half * 0.7)),
    ]
    base: Mark = (
        line((-half, -stem), (half, -stem))
        if rng.random() < 0.5
        else arc(0, -stem - half * 0.3, half, 20, 160)
    )
    return hung([line((0, 0), (0, -stem)), base, *fork])


def _tv_coax(rng: random.Random) -> Symbol:
    """Draw a coaxial socket: a ring about a dot or ring, TV inside it or beside."""
    radius = rng.uniform(1.2, 2.0)
    marks: list[Mark] = [
        circle(0, -radius, radius),
        circle(0, -radius, radius * rng.uniform(0.2, 0.4), fill=rng.choice((0.0, None))),
    ]
    return hung([*marks, beside(rng, rng.choice(("TV", "CATV", "C/TV")), marks)])


def _placed_pair(rng: random.Random) -> Symbol:
    """Draw two outlet triangles one before the other or point to point."""
    half = rng.uniform(0.9, 1.5)
    depth, fill = half * rng.uniform(1.4, 1.8), rng.choice((None, 0.0))
    first = triangle(0, 0, (2 * half, depth), fill=fill)
    second = (
        placed([first], dy=-depth) if rng.random() < 0.5 else [triangle(0, -2 * depth, (2 * half, -depth))]
    )
    return hung([first, *second])


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("data_outlet/stem", "plan", POWER, 1.2, _data_stem),
    ("data_outlet/nested", "plan", POWER, 0.4, _data_nested),
    ("data_outlet/barred", "plan", POWER, 0.6, _data_barred),
    ("data_outlet/hatched", "plan", POWER, 0.5, _data_hatched),
    ("data_outlet/jack", "plan", POWER, 0.4, _data_jack),
    ("data_outlet/bracket", "iec", POWER, 0.6, _data_bracket),
    ("data_outlet/two", "plan", POWER, 0.4, _placed_pair),
    ("tv_outlet/noted", "plan", POWER, 1.2, _tv_noted),
    ("tv_outlet/aerial", "iec", POWER, 0.5, _tv_aerial),
    ("tv_outlet/coax", "plan", POWER, 0.5, _tv_coax),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight, mirror=_style != "fire")(_draw)
