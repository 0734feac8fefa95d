"""Further habits of drawing luminaires on plans (NECA 100, IEC 60617-11)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Mark, Path, Symbol, Transform, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.lighting import LIGHT, TYPES
from training.symbols.plan_parts import (
    beside,
    free,
    hexagon,
    hung,
    inside,
    octagon,
    polar,
    sector,
    square,
    triangle,
)
from training.symbols.shapes import cross, placed

ROOT: Final = 0.7071


def _radius(rng: random.Random) -> float:
    return rng.uniform(1.3, 2.8)


def spokes(radius: float, count: int, turn: float, inner: float = 0.0) -> list[Path]:
    """Return strokes from `inner` to `radius` mm, evenly around the origin."""
    turns = [turn + 360 * k / count for k in range(count)]
    return [line(polar(0, 0, inner, a), polar(0, 0, radius, a)) for a in turns]


def _typed(rng: random.Random, marks: list[Mark], chance: float = 0.35) -> list[Mark]:
    """Return the marks, at times with a luminaire's type beside."""
    return [*marks, beside(rng, rng.choice(TYPES), marks)] if rng.random() < chance else marks


def _outlined(rng: random.Random) -> Symbol:
    """Draw a hexagon, octagon, square or triangle with its type inside, or a dot."""
    half = rng.uniform(1.5, 2.6)
    frame = rng.choice((hexagon, octagon, square))(0, 0, half)
    core: Mark = (
        inside(rng.choice(TYPES), 0, 0, half) if rng.random() < 0.6 else circle(0, 0, half * 0.25, fill=0.0)
    )
    return free([frame, core])


def _dotted(rng: random.Random) -> Symbol:
    """Draw a circle about a dot, with its type beside."""
    radius = _radius(rng)
    return free(
        _typed(rng, [circle(0, 0, radius), circle(0, 0, radius * rng.uniform(0.1, 0.3), fill=0.0)], 0.5)
    )


def _filled(rng: random.Random) -> Symbol:
    """Draw a filled disc with its type beside."""
    return free(_typed(rng, [circle(0, 0, rng.uniform(0.9, 1.8), fill=0.0)], 0.6))


def _quarter(rng: random.Random) -> Symbol:
    """Draw a circle with one quarter or three filled."""
    radius, start = _radius(rng), rng.choice((0.0, 45.0, 90.0))
    return free(
        _typed(rng, [circle(0, 0, radius), sector((0, 0), radius, start, start + rng.choice((90.0, 270.0)))])
    )


def _crossed_square(rng: random.Random) -> Symbol:
    """Draw a small square with an upright cross, or about a crossed circle."""
    half = rng.uniform(1.4, 2.4)
    if rng.random() < 0.4:
        return free([square(0, 0, half), *spokes(half, 4, 0.0)])
    radius = half * rng.uniform(0.6, 1.0)
    return free([square(0, 0, half), circle(0, 0, radius), *spokes(radius, 4, rng.choice((0.0, 45.0)))])


def _crossed_rings(rng: random.Random) -> Symbol:
    """Draw two rings with a cross in the inner one or between them: an adjustable or emergency downlight."""
    radius = _radius(rng)
    inner = radius * rng.uniform(0.5, 0.8)
    strokes = (
        spokes(inner, 4, rng.choice((0.0, 45.0))) if rng.random() < 0.5 else spokes(radius, 4, 45.0, inner)
    )
    return free([circle(0, 0, radius), circle(0, 0, inner), *strokes])


def _aimed(rng: random.Random) -> Symbol:
    """Draw a downlight with an arrow that says where it is aimed."""
    radius = rng.uniform(1.2, 2.2)
    tip, neck = radius * rng.uniform(1.5, 2.1), radius * rng.uniform(0.0, 1.0)
    head = polygon((tip, 0), (tip - 0.8, -0.4), (tip - 0.8, 0.4), fill=rng.choice((0.0, None)))
    inner: list[Mark] = [circle(0, 0, radius * 0.6)] if rng.random() < 0.5 else []
    return free([circle(0, 0, radius), *inner, line((neck, 0), (tip - 0.8, 0)), head])


def _sunny(rng: random.Random) -> Symbol:
    """Draw a circle or dot with eight or six rays."""
    radius, count = rng.uniform(0.8, 1.7), rng.choice((6, 8, 8, 12))
    rays = spokes(radius * rng.uniform(1.5, 2.0), count, 0.0, radius * rng.choice((1.0, 1.15)))
    return free([circle(0, 0, radius, fill=rng.choice((None, None, 0.0))), *rays])


def _chandelier(rng: random.Random) -> Symbol:
    """Draw lamps on arms about a middle."""
    count, reach, lamp = rng.choice((3, 4, 5, 6)), rng.uniform(1.8, 3.0), rng.uniform(0.4, 0.8)
    lamps = [circle(*polar(0, 0, reach, 360 * k / count - 90), lamp) for k in range(count)]
    return free([*lamps, *spokes(reach - lamp, count, -90.0), *rng.choice(([], [circle(0, 0, 0.5)]))])


def _twin(rng: random.Random) -> Symbol:
    """Draw two lamps joined by a bar or in one box."""
    radius, gap = rng.uniform(0.9, 1.6), rng.uniform(0.3, 1.4)
    x = radius + gap
    fill = rng.choice((None, None, 0.0))
    lamps: list[Mark] = [circle(s * x, 0, radius, fill=fill) for s in (-1, 1)]
    box = rectangle(-x - radius * 1.2, -radius * 1.2, x + radius * 1.2, radius * 1.2)
    return free([*lamps, line((-gap, 0), (gap, 0))] if rng.random() < 0.6 else [box, *lamps])


def _bracket(rng: random.Random) -> Symbol:
    """Draw the wall light: a crossed, dotted or lettered ring that touches the wall's plate."""
    radius, plate = rng.uniform(1.1, 2.0), rng.uniform(1.2, 2.4)
    gap = rng.choice((0.0, rng.uniform(0.4, 1.4)))
    y = -gap - radius
    crossed = placed(cross(0, 0, radius * ROOT), dy=y)
    cores = (crossed, [circle(0, y, radius * 0.3, fill=0.0)], [inside(rng.choice(TYPES), 0, y, radius)])
    stem = [line((0, 0), (0, -gap))] if gap else []
    return hung(
        [
            circle(0, y, radius),
            *rng.choice(cores),
            line((-plate, 0), (plate, 0), width=rng.choice((1.0, 2.0))),
            *stem,
        ]
    )


def _shade(rng: random.Random) -> Symbol:
    """Draw the wall light as a triangle or trapezium opening to the room, filled, open or crossed."""
    half, neck, depth = rng.uniform(1.3, 2.4), rng.uniform(0.0, 0.9), rng.uniform(1.3, 2.4)
    stem = rng.choice((0.0, rng.uniform(0.3, 1.0)))
    body = polygon(
        (-neck, -stem),
        (neck, -stem),
        (half, -stem - depth),
        (-half, -stem - depth),
        fill=rng.choice((None, None, 0.0)),
    )
    bow = [arc(0, -stem - depth, half, 180, 360)] if rng.random() < 0.35 else []
    return hung([body, *bow, *([line((0, 0), (0, -stem))] if stem else [])])


def _flood(rng: random.Random) -> Symbol:
    """Draw the floodlight: a yoke or base with a flared head, single or double."""
    base, size = rng.uniform(0.5, 0.9), rng.uniform(1.2, 2.0)
    heads = rng.choice(((0.0,), (-40.0, 40.0), (180.0, 0.0)))
    marks: list[Mark] = [circle(0, 0, base, fill=rng.choice((None, 0.0)))]
    for turn in heads:
        shape = polygon(
            (base, -size * 0.35), (base + size, -size * 0.8), (base + size, size * 0.8), (base, size * 0.35)
        )
        marks.append(Transform(angle=turn - 90).mark(shape))
    return free(marks)


def _street(rng: random.Random) -> Symbol:
    """Draw the street light: a pole, a curved or straight arm, an oblong or round head."""
    arm, head = rng.uniform(1.8, 4.0), rng.uniform(0.9, 1.6)
    body: Mark = (
        circle(arm + head, 0, head * 0.8)
        if rng.random() < 0.4
        else rectangle(arm, -head * 0.4, arm + 2 * head, head * 0.4)
    )
    pole: Mark = (
        square(0, 0, 0.5, fill=rng.choice((None, 0.0)))
        if rng.random() < 0.5
        else circle(0, 0, 0.55, fill=0.0)
    )
    return free([pole, line((0.5, 0), (arm, 0)), body])


def _rail(rng: random.Random) -> Symbol:
    """Draw a track as a slim box or line with its heads as boxes, discs or flares on one side."""
    heads, pitch, size = rng.randint(2, 5), rng.uniform(2.2, 4.0), rng.uniform(0.5, 0.9)
    half, y = pitch * heads / 2, rng.choice((0.0, rng.uniform(0.25, 0.5)))
    rail: Mark = rectangle(-half, -y, half, y) if y else line((-half, 0), (half, 0))
    kind, fill = rng.randint(0, 2), rng.choice((None, 0.0))
    lamps: list[Mark] = []
    for x in (pitch * (k + 0.5) - half for k in range(heads)):
        if kind == 0:
            lamps.append(rectangle(x - size * 0.6, y, x + size * 0.6, y + size * 1.6, fill=fill))
        elif kind == 1:
            lamps.append(circle(x, y + size, size, fill=fill))
        else:
            lamps.append(triangle(x, y + size * 1.8, (size * 1.8, size * 1.8), fill=fill))
    return free([rail, *lamps])


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("luminaire/outlined", "plan", LIGHT, 0.6, _outlined),
    ("luminaire/dotted", "plan", LIGHT, 0.8, _dotted),
    ("luminaire/filled", "plan", LIGHT, 0.4, _filled),
    ("luminaire/quarter", "plan", LIGHT, 0.6, _quarter),
    ("luminaire/crossed_square", "plan", LIGHT, 0.7, _crossed_square),
    ("luminaire/crossed_rings", "plan", LIGHT, 0.7, _crossed_rings),
    ("luminaire/aimed", "plan", LIGHT, 0.5, _aimed),
    ("luminaire/sunny", "plan", LIGHT, 0.5, _sunny),
    ("luminaire/chandelier", "plan", LIGHT, 0.3, _chandelier),
    ("luminaire/twin", "plan", LIGHT, 0.4, _twin),
    ("luminaire/bracket", "iec", LIGHT, 1.0, _bracket),
    ("luminaire/shade", "plan", LIGHT, 0.6, _shade),
    ("luminaire/flood", "iec", LIGHT, 0.4, _flood),
    ("luminaire/street", "plan", LIGHT, 0.4, _street),
    ("luminaire/rail", "plan", LIGHT, 0.4, _rail),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
