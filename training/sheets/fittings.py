"""More of what stands in rooms: workplaces, sanitary ware, appliances, racks and vehicles; nothing of it electrical."""

from __future__ import annotations

import math
import random
from typing import Final

from training.ink import Path, Transform, arc, bezier, circle, ellipse, line, polygon, rectangle


def _placed(marks: list[Path], x: float, y: float, turn: float = 0.0) -> list[Path]:
    place = Transform(x, y, angle=turn)
    return [place.path(mark) for mark in marks]


def swivel_chair(rng: random.Random) -> list[Path]:
    """Return a task chair from above: a seat with a curved back, and arms or a star of five legs."""
    r = rng.uniform(1.2, 2.6)
    kind = rng.randrange(3)
    seat = rectangle(-r, -r, r, r) if kind == 0 else circle(0, 0, r)
    marks = [seat, arc(0, 0, r * rng.uniform(1.15, 1.4), 205, 335)]
    if rng.random() < 0.5:
        marks.append(arc(0, 0, r * 1.55, 205, 335))
    if kind == 2:
        rays = (math.radians(18 + 72 * k) for k in range(5))
        marks += [line((0, 0), (1.1 * r * math.cos(a), 1.1 * r * math.sin(a))) for a in rays]
    elif rng.random() < 0.6:
        marks += [
            rectangle(side * r * 1.2 - 0.25, -r * 0.6, side * r * 1.2 + 0.25, r * 0.5) for side in (-1, 1)
        ]
    return marks


def workstation(rng: random.Random) -> list[Path]:
    """Return a cubicle: a bent desk with cut corner, screen, keyboard, drawers and a chair."""
    w, d, deep = rng.uniform(10, 18), rng.uniform(9, 15), rng.uniform(3, 5)
    cut = deep * rng.uniform(0.4, 1.0)
    desk = polygon(
        (0, 0), (w, 0), (w, deep), (deep + cut, deep), (deep, deep + cut), (deep, d), (0, d), fill=None
    )
    marks = [desk, rectangle(0.4, d - 3.4, deep - 0.4, d - 0.4)]
    if rng.random() < 0.7:
        marks += _placed(
            [rectangle(-1.8, -0.4, 1.8, 0.1), rectangle(-1.5, 0.8, 1.5, 1.6)], deep * 0.9, deep * 0.9, -45
        )
    if rng.random() < 0.5:
        panel = rng.uniform(0.3, 0.8)
        marks += [rectangle(-panel, -panel, w, 0), rectangle(-panel, 0, 0, d)]
    return marks + _placed(swivel_chair(rng), deep + cut + 1.5, deep + cut + 1.5, 135)


def bench_of_desks(rng: random.Random) -> list[Path]:
    """Return desks back to back in a row, each with its chair."""
    w, d, count = rng.uniform(6, 9), rng.uniform(3.5, 5), rng.randint(2, 4)
    marks: list[Path] = []
    for i in range(count):
        marks += [rectangle(i * w, -d, (i + 1) * w, 0), rectangle(i * w, 0, (i + 1) * w, d)]
        for side in (-1, 1):
            marks += _placed(swivel_chair(rng), (i + 0.5) * w, side * (d + 1.5), 0 if side < 0 else 180)
    return marks


def armchair(rng: random.Random) -> list[Path]:
    """Return an armchair or a sofa with round arms and cushions."""
    w, d, arm = (
        rng.choice((6.0, 10.0, 14.0)) * rng.uniform(0.8, 1.2),
        rng.uniform(5, 7),
        rng.uniform(0.7, 1.3),
    )
    seats = max(1, round(w / 5))
    marks = [rectangle(0, 0, w, d), line((arm, d), (arm, arm), (w - arm, arm), (w - arm, d))]
    inner = (w - 2 * arm) / seats
    marks += [line((arm + k * inner, arm), (arm + k * inner, d)) for k in range(1, seats)]
    if rng.random() < 0.5:
        marks += [
            rectangle(arm + k * inner + 0.4, arm + 0.4, arm + (k + 1) * inner - 0.4, d - 0.6)
            for k in range(seats)
        ]
    if rng.random() < 0.4:
        marks += [arc(x, d, arm / 2, 0, 180) for x in (arm / 2, w - arm / 2)]
    return marks


def urinals(rng: random.Random) -> list[Path]:
    """Return a row of urinals or wall basins with their screens."""
    pitch, r, count = rng.uniform(4, 6), rng.uniform(1.0, 1.7), rng.randint(1, 4)
    marks: list[Path] = []
    for i in range(count):
        x = (i + 0.5) * pitch
        marks += [
            bezier((x - r, 0), (x - r, 2.6 * r), (x + r, 2.6 * r), (x + r, 0)),
            line((x - r, 0), (x + r, 0)),
        ]
        marks.append(ellipse(x, r * 0.8, (r * 0.55, r * 0.7)))
        if i and rng.random() < 0.7:
            marks.append(line((i * pitch, 0), (i * pitch, r * 2.4), width=2.0))
    return marks


def closet(rng: random.Random) -> list[Path]:
    """Return a toilet with its seat ring and tank, in a stall now and then."""
    w = rng.uniform(1.5, 2.4)
    marks = [
        rectangle(-w, -1.7 * w, w, -0.9 * w),
        bezier((-0.8 * w, -0.9 * w), (-1.1 * w, 1.6 * w), (1.1 * w, 1.6 * w), (0.8 * w, -0.9 * w)),
        ellipse(0, 0.05 * w, (0.5 * w, 0.75 * w)),
    ]
    if rng.random() < 0.5:
        leaf = 2.6 * w
        marks += [line((-2 * w, -1.7 * w), (-2 * w, 3.4 * w)), line((2 * w, -1.7 * w), (2 * w, 3.4 * w))]
        marks += [line((-2 * w, 3.4 * w), (-2 * w, 3.4 * w - leaf)), arc(-2 * w, 3.4 * w, leaf, -90, 0)]
        if rng.random() < 0.5:
            marks.append(circle(0, 1.2 * w, 3.0 * w, width=0.6))
    return marks


def bath(rng: random.Random) -> list[Path]:
    """Return a bath tub."""
    w, d = rng.uniform(9, 13), rng.uniform(4, 5.5)
    tub = bezier((1, 0.8), (w, 0.2), (w, d - 0.2), (1, d - 0.8))
    return [rectangle(0, 0, w, d), tub, line((1, 0.8), (1, d - 0.8)), circle(2, d / 2, 0.35)]


def appliance(rng: random.Random) -> list[Path]:
    """Return a washer, a refrigerator, a stove or a vending machine as other trades draw them."""
    w = rng.uniform(2.4, 4.2)
    kind = rng.randrange(5)
    marks = [rectangle(-w, -w, w, w)]
    if kind == 0:
        marks += [
            circle(0, 0.15 * w, 0.65 * w),
            line((-w, -0.65 * w), (w, -0.65 * w)),
            circle(0.7 * w, -0.82 * w, 0.1 * w),
        ]
    elif kind == 1:
        marks += [rectangle(-w, w, w, 1.15 * w), line((0.8 * w, 1.15 * w), (0.8 * w, 1.4 * w))]
    elif kind == 2:
        rings = [(x * w, y * w) for x in (-0.45, 0.45) for y in (-0.45, 0.45)]
        marks += [circle(*at, w * rng.choice((0.22, 0.3))) for at in rings]
        if rng.random() < 0.5:
            marks += [circle(*at, w * 0.12) for at in rings]
    elif kind == 3:
        marks += [
            rectangle(-0.8 * w, -0.8 * w, 0.3 * w, 0.6 * w),
            rectangle(0.5 * w, -0.2 * w, 0.8 * w, 0.2 * w),
        ]
    else:
        marks.append(line((-w, -w), (w, w), dash=(1.5, 0.8)))
    return marks


def double_sink(rng: random.Random) -> list[Path]:
    """Return a counter with one or two rounded bowls and a tap."""
    w, d, bowls = rng.uniform(8, 20), rng.uniform(4, 6), rng.randint(1, 2)
    marks = [rectangle(0, 0, w, d)]
    for i in range(bowls):
        x = w * 0.3 + i * 4.2
        marks += [rectangle(x, d * 0.25, x + 3.6, d * 0.85), circle(x + 1.8, d * 0.55, 0.35)]
    marks += [circle(w * 0.3 + 2, d * 0.12, 0.3), line((w * 0.3 + 2, d * 0.12), (w * 0.3 + 2.6, d * 0.45))]
    return marks


def racks(rng: random.Random) -> list[Path]:
    """Return rows of pallet racks or shelves: boxes in a row, some with crosses."""
    w, d, count = rng.uniform(3, 6), rng.uniform(2, 4), rng.randint(3, 9)
    crossed = rng.random() < 0.5
    marks: list[Path] = []
    for i in range(count):
        x = i * w
        marks.append(rectangle(x, 0, x + w, d))
        if crossed:
            marks += [line((x, 0), (x + w, d)), line((x, d), (x + w, 0))]
        else:
            marks.append(rectangle(x + 0.3, 0.3, x + 0.7, 0.7, fill=0.0))
    return marks


def vehicle(rng: random.Random) -> list[Path]:
    """Return a car or a fork-lift truck from above."""
    w, d = rng.uniform(14, 20), rng.uniform(6, 8)
    body = bezier((0, d * 0.1), (w * 0.1, 0), (w * 0.9, 0), (w, d * 0.15))
    other = bezier((0, d * 0.9), (w * 0.1, d), (w * 0.9, d), (w, d * 0.85))
    ends = [line((0, d * 0.1), (0, d * 0.9)), line((w, d * 0.15), (w, d * 0.85))]
    glass = [
        line((w * x, d * 0.15), (w * (x + 0.06), d * 0.3), (w * (x + 0.06), d * 0.7), (w * x, d * 0.85))
        for x in (0.2, 0.66)
    ]
    return [body, other, *ends, *glass]


def stalls(rng: random.Random) -> list[Path]:
    """Return parking bays or a dock: parallel or slanted lines on a kerb."""
    pitch, length, count = rng.uniform(5, 9), rng.uniform(12, 18), rng.randint(3, 8)
    lean = rng.choice((0.0, 0.0, 0.5, 1.0))
    return [
        line((0, 0), (count * pitch, 0)),
        *(line((i * pitch, 0), (i * pitch + lean * length, length)) for i in range(count + 1)),
    ]


def plant(rng: random.Random) -> list[Path]:
    """Return a plant or a shrub: rays, petals or a ragged ring."""
    r, rays = rng.uniform(1.5, 5.0), rng.randint(5, 12)
    angles = [k * 2 * math.pi / rays for k in range(rays)]
    tips = [(r * math.cos(a), r * math.sin(a)) for a in angles]
    kind = rng.randrange(3)
    if kind == 0:
        return [line((0, 0), tip) for tip in tips] + ([circle(0, 0, r)] if rng.random() < 0.4 else [])
    if kind == 1:
        return [
            bezier((0, 0), (x - y * 0.4, y + x * 0.4), (x + y * 0.1, y - x * 0.1), (x, y)) for x, y in tips
        ]
    ragged = [(x * rng.uniform(0.7, 1.1), y * rng.uniform(0.7, 1.1)) for x, y in tips]
    return [polygon(*ragged), circle(0, 0, 0.3)]


def tank(rng: random.Random) -> list[Path]:
    """Return a vessel, a pump or a pipe riser of other trades with its centre lines."""
    r = rng.uniform(3.0, 9.0)
    dash = (2.0, 0.6, 0.6, 0.6)
    marks = [
        circle(0, 0, r),
        line((-1.3 * r, 0), (1.3 * r, 0), dash=dash),
        line((0, -1.3 * r), (0, 1.3 * r), dash=dash),
    ]
    if rng.random() < 0.5:
        marks += [circle(0, 0, r * 0.85), rectangle(r, -0.8, r + 2, 0.8)]
    if rng.random() < 0.4:
        marks.append(rectangle(-1.4 * r, -1.4 * r, 1.4 * r, 1.4 * r))
    return marks


def folding(rng: random.Random) -> list[Path]:
    """Return a folding, sliding or rolling door, or a fence: zigzags and broken lines in an opening."""
    w, n = rng.uniform(8, 20), rng.randint(4, 10)
    kind = rng.randrange(3)
    if kind == 0:
        return [line(*((i * w / n, (i % 2) * w / n) for i in range(n + 1)))]
    if kind == 1:
        return [rectangle(0, -0.3, w * 0.55, 0.3), rectangle(w * 0.45, 0.4, w, 1.0)]
    crosses = (w * (i + 0.5) / n for i in range(n))
    return [
        line((0, 0), (w, 0)),
        *(line((x + a * 0.5, -0.5), (x - a * 0.5, 0.5)) for x in crosses for a in (-1, 1)),
    ]


def bed_ward(rng: random.Random) -> list[Path]:
    """Return a bed with turned-down sheet and pillow, or an examination table."""
    w, d = rng.uniform(5, 9), rng.uniform(9, 12)
    marks = [rectangle(0, 0, w, d), rectangle(w * 0.15, 0.5, w * 0.85, 2.6)]
    marks += [line((0, d * 0.4), (w * 0.5, d * 0.4), (w, d * 0.28))] if rng.random() < 0.6 else []
    return marks


FITTINGS: Final = (
    swivel_chair, swivel_chair, workstation, workstation, workstation, bench_of_desks, armchair, armchair, urinals,
    closet, closet, bath, appliance, appliance, appliance, double_sink, double_sink, racks, vehicle, stalls, plant,
    plant, tank, folding, folding, bed_ward,
)  # fmt: skip
"""As often as they stand here."""
