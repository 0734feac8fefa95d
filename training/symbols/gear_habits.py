"""Further habits of drawing panels, junction boxes and floor outlets on plans (NECA 100, IEC 60617-11)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Mark, Symbol, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.distribution import BOTH, POWER
from training.symbols.plan_parts import (
    beside,
    free,
    hung,
    inside,
    octagon,
    one_of,
    polar,
    regular,
    square,
)
from training.symbols.shapes import cross

PANELS: Final = ("LP-1", "PANEL A", "PP-2", "H1", "MDP", "DB-3", "L2A", "EDB")


def _cabinet(rng: random.Random) -> tuple[float, float]:
    """Return half the width and the depth of a cabinet, mm: slim on a wall, or deeper."""
    return rng.uniform(1.8, 6.0), rng.uniform(0.9, 2.8)


def _panel_ruled(rng: random.Random) -> Symbol:
    """Draw a cabinet hatched upright, along the wall, or across both ways."""
    x, depth = _cabinet(rng)
    pitch, kind = rng.uniform(0.45, 0.9), rng.randint(0, 2)
    marks: list[Mark] = [rectangle(-x, -depth, x, 0)]
    if kind != 1:
        marks += [line((-x + pitch * k, -depth), (-x + pitch * k, 0)) for k in range(1, int(2 * x / pitch))]
    if kind != 0:
        marks += [line((-x, -pitch * k), (x, -pitch * k)) for k in range(1, int(depth / pitch))]
    return hung(marks)


def _panel_double(rng: random.Random) -> Symbol:
    """Draw a cabinet as two rectangles, the inner one open, filled or with a diagonal."""
    x, depth = _cabinet(rng)
    gap = min(depth * 0.22, rng.uniform(0.25, 0.5))
    inner = rectangle(-x + gap, -depth + gap, x - gap, -gap, fill=rng.choice((None, 0.0, 0.0)))
    return hung([rectangle(-x, -depth, x, 0), inner])


def _panel_parted(rng: random.Random) -> Symbol:
    """Draw switchgear seen from above: a row of cells, some of them filled or crossed."""
    cells, width, depth = rng.randint(3, 7), rng.uniform(1.6, 3.2), rng.uniform(1.6, 3.6)
    left, core = -cells * width / 2, rng.choice(("open", "open", "filled", "crossed"))
    marks: list[Mark] = []
    for k in range(cells):
        x0, x1 = left + k * width, left + (k + 1) * width
        marks.append(rectangle(x0, -depth, x1, 0, fill=0.0 if core == "filled" and k % 2 == 0 else None))
        if core == "crossed":
            marks += [line((x0, -depth), (x1, 0))]
    return hung([*marks, beside(rng, rng.choice(PANELS), marks)] if rng.random() < 0.4 else marks)


def _panel_ends(rng: random.Random) -> Symbol:
    """Draw a cabinet with filled ends, or a filled one with an open middle."""
    x, depth = _cabinet(rng)
    inner = x * rng.uniform(0.4, 0.75)
    ends = [rectangle(s * inner, -depth, s * x, 0, fill=0.0) for s in (-1, 1)]
    return hung(
        [rectangle(-x, -depth, x, 0), *rng.choice((ends, [rectangle(-inner, -depth, inner, 0, fill=0.0)]))]
    )


def _panel_bow_tie(rng: random.Random) -> Symbol:
    """Draw a cabinet with both diagonals and two opposite fields filled."""
    x, depth = _cabinet(rng)
    y = -depth / 2
    sides = ((-x, -depth), (-x, 0)), ((x, -depth), (x, 0))
    levels = ((-x, -depth), (x, -depth)), ((-x, 0), (x, 0))
    fields = [polygon(a, b, (0, y), fill=0.0) for a, b in rng.choice((sides, levels))]
    return hung(
        [rectangle(-x, -depth, x, 0), *fields, line((-x, 0), (x, -depth)), line((-x, -depth), (x, 0))]
    )


def _panel_door(rng: random.Random) -> Symbol:
    """Draw a filled or open cabinet with its clear space or swinging door in front."""
    x, depth = _cabinet(rng)
    body = rectangle(-x, -depth, x, 0, fill=rng.choice((0.0, 0.0, None, 0.5)))
    if rng.random() < 0.5:
        return hung([body, line((-x, -depth), polar(-x, -depth, x, -60)), arc(-x, -depth, x, -60, 0)])
    clear = depth + rng.uniform(1.5, 3.0)
    space = line((-x, -depth), (-x, -clear), (x, -clear), (x, -depth), dash=(0.8, 0.6), body=False)
    return hung([body, space])


def _panel_noted(rng: random.Random) -> Symbol:
    """Draw a small filled or grey cabinet with its name beside."""
    x, depth = rng.uniform(1.2, 3.0), rng.uniform(0.8, 1.8)
    marks: list[Mark] = [rectangle(-x, -depth, x, 0, fill=rng.choice((0.0, 0.0, 0.3, 0.6)))]
    return hung([*marks, beside(rng, rng.choice(PANELS), marks)])


def _box_barred(rng: random.Random) -> Symbol:
    """Draw a pull box: a lying box with its diagonal or cover lines, PB or JB beside."""
    x, y = rng.uniform(1.4, 2.6), rng.uniform(0.9, 1.6)
    cores = (
        [line((-x, y), (x, -y))],
        [line((-x * 0.6, -y), (-x * 0.6, y)), line((x * 0.6, -y), (x * 0.6, y))],
    )
    marks: list[Mark] = [rectangle(-x, -y, x, y), *rng.choice(cores)]
    return free([*marks, beside(rng, rng.choice(("PB", "JB", "J", "TB")), marks)])


def _box_round_noted(rng: random.Random) -> Symbol:
    """Draw a ring, octagon or diamond, J beside: no letter fits in."""
    half = rng.uniform(0.8, 1.5)
    frame: Mark = rng.choice((circle(0, 0, half), octagon(0, 0, half), regular((0, 0), half * 1.2, 4)))
    core = one_of(rng, [], [circle(0, 0, half * 0.25, fill=0.0)], [line((-half, 0), (half, 0))])
    return free([frame, *core, beside(rng, rng.choice(("J", "J", "JB")), [frame])])


def _box_branched(rng: random.Random) -> Symbol:
    """Draw the European box: a ring or disc from which two to four conductors leave."""
    half, arms = rng.uniform(0.7, 1.5), rng.randint(2, 4)
    stubs = [
        line(polar(0, 0, half, 90 * k), polar(0, 0, half * rng.uniform(1.6, 2.4), 90 * k))
        for k in range(arms)
    ]
    core = one_of(rng, [], [*cross(0, 0, half * 0.45)], [inside("J", 0, 0, half)])
    return free([circle(0, 0, half), *core, *stubs])


def _floor_slots(rng: random.Random) -> Symbol:
    """Draw a square or ring with two lines and no circle, going past it or not."""
    half, gap = rng.uniform(1.3, 2.3), rng.uniform(0.2, 0.45)
    reach = half * rng.choice((0.6, 1.0, rng.uniform(1.2, 1.5)))
    return free(
        [square(0, 0, half), *(line((s * gap * half, -reach), (s * gap * half, reach)) for s in (-1, 1))]
    )


def _floor_nested(rng: random.Random) -> Symbol:
    """Draw two squares about a duplex circle, or a rounded or cut square."""
    half = rng.uniform(1.7, 2.7)
    inner = half * rng.uniform(0.72, 0.85)
    radius = inner * rng.uniform(0.6, 0.95)
    gap = radius * rng.uniform(0.25, 0.4)
    frame = rng.choice((square(0, 0, inner), octagon(0, 0, inner * 1.1)))
    pair = [line((s * gap, -radius * 0.9), (s * gap, radius * 0.9)) for s in (-1, 1)]
    return free([square(0, 0, half), frame, circle(0, 0, radius), *pair])


def _floor_level(rng: random.Random) -> Symbol:
    """Draw a square about a circle with lines along it, or a single line."""
    half = rng.uniform(1.4, 2.5)
    radius, over = half * rng.uniform(0.6, 0.9), rng.choice((0.9, 1.0, 1.1))
    levels = rng.choice(((-0.3, 0.3), (0.0,), (-0.45, 0.0, 0.45)))
    return free(
        [
            square(0, 0, half),
            circle(0, 0, radius),
            *(line((-radius * over, y * radius), (radius * over, y * radius)) for y in levels),
        ]
    )


def _floor_quartered(rng: random.Random) -> Symbol:
    """Draw a square of four fields, two of them filled or each with its outlet."""
    half = rng.uniform(1.5, 2.5)
    marks: list[Mark] = [square(0, 0, half), line((-half, 0), (half, 0)), line((0, -half), (0, half))]
    if rng.random() < 0.5:
        return free(
            [*marks, *(circle(x * half / 2, y * half / 2, half * 0.3) for x in (-1, 1) for y in (-1, 1))]
        )
    return free([*marks, circle(0, 0, half * 0.5)])


def _floor_ringed(rng: random.Random) -> Symbol:
    """Draw the poke-through: a heavy or double ring about a duplex, a triangle pair or two filled halves."""
    radius = rng.uniform(1.5, 2.5)
    inner = radius * rng.uniform(0.72, 0.88)
    gap = inner * 0.3
    pair: list[Mark] = [line((s * gap, -radius * 1.25), (s * gap, radius * 1.25)) for s in (-1, 1)]
    quads: list[Mark] = [line((-inner, s * gap), (inner, s * gap)) for s in (-1, 1)]
    cores = (pair, [*pair, *quads], [square(0, 0, inner * 0.6, fill=rng.choice((0.0, None)))])
    return free([circle(0, 0, radius), circle(0, 0, inner), *rng.choice(cores)])


def _floor_noted(rng: random.Random) -> Symbol:
    """Draw an outlet's circle in a square, open or filled, FB beside."""
    half = rng.uniform(1.1, 2.0)
    core: Mark = circle(0, 0, half * rng.uniform(0.4, 0.9), fill=rng.choice((0.0, None)))
    marks: list[Mark] = [square(0, 0, half), core]
    return free([*marks, beside(rng, rng.choice(("FB", "FB", "FR", "PT", "FB-1")), marks)])


_DRAWN: Final[tuple[tuple[str, str, float, Draw], ...]] = (
    ("panelboard/ruled", BOTH, 0.6, _panel_ruled),
    ("panelboard/double", BOTH, 0.7, _panel_double),
    ("panelboard/parted", BOTH, 0.5, _panel_parted),
    ("panelboard/ends", BOTH, 0.4, _panel_ends),
    ("panelboard/bow_tie", BOTH, 0.5, _panel_bow_tie),
    ("panelboard/door", BOTH, 0.5, _panel_door),
    ("panelboard/noted", BOTH, 0.8, _panel_noted),
    ("junction_box/barred", BOTH, 0.4, _box_barred),
    ("junction_box/round_noted", BOTH, 0.5, _box_round_noted),
    ("junction_box/branched", BOTH, 0.5, _box_branched),
    ("floor_box/slots", POWER, 0.6, _floor_slots),
    ("floor_box/nested", POWER, 0.5, _floor_nested),
    ("floor_box/level", POWER, 0.6, _floor_level),
    ("floor_box/quartered", POWER, 0.4, _floor_quartered),
    ("floor_box/ringed", POWER, 0.5, _floor_ringed),
    ("floor_box/noted", POWER, 0.6, _floor_noted),
)  # fmt: skip
for _name, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, "plan", _sheets, weight=_weight)(_draw)
