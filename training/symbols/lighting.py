"""Luminaires, exit signs and emergency lights as drawn on plans (NECA 100, NFPA 170, IEC 60617-11)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from training.ink import Mark, Path, Symbol, Transform, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import variant
from training.symbols.plan_parts import (
    beside,
    box,
    cap,
    free,
    hung,
    inside,
    lettering,
    octagon,
    polar,
    sector,
    square,
    triangle,
)

LIGHT = "lighting_plan"
EXITS = "lighting_plan fire_plan"
TYPES = ("A", "B", "C", "D", "E", "F", "a", "A1", "R1", "2", "P1", "L3")


def _cross(radius: float, turn: float) -> list[Path]:
    return [line(polar(0, 0, radius, turn + k), polar(0, 0, radius, turn + k + 180)) for k in (0.0, 90.0)]


@variant("luminaire/ring", "plan", LIGHT, weight=1.2)
def luminaire_ring(rng: random.Random) -> Symbol:
    """Draw an open circle, at times with its type beside."""
    marks: list[Mark] = [circle(0, 0, rng.uniform(1.5, 2.9))]
    return free([*marks, beside(rng, rng.choice(TYPES), marks)] if rng.random() < 0.4 else marks)


@variant("luminaire/crossed", "iec", LIGHT, weight=1.5)
def luminaire_crossed(rng: random.Random) -> Symbol:
    """Draw a circle with a cross inside, diagonal or upright."""
    radius = rng.uniform(1.4, 2.8)
    return free([circle(0, 0, radius), *_cross(radius, rng.choice((45.0, 45.0, 0.0)))])


@variant("luminaire/cross_beyond", "plan", LIGHT, weight=0.5)
def luminaire_cross_beyond(rng: random.Random) -> Symbol:
    """Draw a circle whose upright cross goes past it."""
    radius = rng.uniform(1.2, 2.2)
    return free([circle(0, 0, radius), *_cross(radius + rng.uniform(0.5, 1.2), 0.0)])


@variant("luminaire/ticked", "plan", LIGHT, weight=1.0)
def luminaire_ticked(rng: random.Random) -> Symbol:
    """Draw a circle with four ticks outside it."""
    radius, reach, turn = rng.uniform(1.3, 2.2), rng.uniform(0.6, 1.2), rng.choice((0.0, 45.0))
    ticks = [
        line(polar(0, 0, radius, a + turn), polar(0, 0, radius + reach, a + turn)) for a in (0, 90, 180, 270)
    ]
    return free([circle(0, 0, radius), *ticks])


@variant("luminaire/lettered", "plan", LIGHT, weight=1.2, mirror=False)
def luminaire_lettered(rng: random.Random) -> Symbol:
    """Draw a circle with the letter of its type."""
    radius = rng.uniform(1.7, 2.9)
    return free([circle(0, 0, radius), inside(rng.choice(TYPES), 0, 0, radius)])


@variant("luminaire/half_filled", "plan", LIGHT, weight=0.8)
def luminaire_half_filled(rng: random.Random) -> Symbol:
    """Draw a circle with one half filled."""
    radius = rng.uniform(1.4, 2.7)
    return free([circle(0, 0, radius), cap((0, 0), radius, rng.choice((90.0, 45.0)))])


@variant("luminaire/downlight", "plan", LIGHT, weight=1.5)
def luminaire_downlight(rng: random.Random) -> Symbol:
    """Draw a circle in a circle."""
    radius = rng.uniform(1.4, 2.7)
    core = circle(0, 0, radius * rng.uniform(0.3, 0.75), fill=rng.choice((None, None, 0.0)))
    return free([circle(0, 0, radius), core])


@variant("luminaire/wall_washer", "plan", LIGHT, weight=0.5)
def luminaire_wall_washer(rng: random.Random) -> Symbol:
    """Draw a circle with a filled slice, a wall washer or aimed light."""
    radius, half = rng.uniform(1.5, 2.6), rng.uniform(30.0, 55.0)
    return free(
        [circle(0, 0, radius), sector((0, 0), radius, -90 - half, -90 + half, fill=rng.choice((0.0, None)))]
    )


@variant("luminaire/square_ring", "plan", LIGHT, weight=0.8)
def luminaire_square_ring(rng: random.Random) -> Symbol:
    """Draw a recessed square with a circle."""
    half = rng.uniform(1.5, 2.8)
    return free([square(0, 0, half), circle(0, 0, half * rng.uniform(0.6, 0.9))])


@variant("luminaire/wall_stem", "plan", LIGHT, weight=1.2)
def luminaire_wall_stem(rng: random.Random) -> Symbol:
    """Draw a circle on a stem to the wall, open or crossed."""
    radius, stem = rng.uniform(1.2, 2.0), rng.uniform(0.8, 2.2)
    place = Transform(dy=-stem - radius)
    inner = [place.mark(mark) for mark in rng.choice(([], _cross(radius, 45.0), [circle(0, 0, radius / 2)]))]
    foot = [line((-1.2, 0), (1.2, 0))] if rng.random() < 0.4 else []
    return hung([circle(0, -stem - radius, radius), *inner, line((0, 0), (0, -stem)), *foot])


@variant("luminaire/sconce", "plan", LIGHT, weight=1.0)
def luminaire_sconce(rng: random.Random) -> Symbol:
    """Draw a half circle on the wall, open or filled, with or without rays."""
    radius = rng.uniform(1.5, 2.6)
    marks: list[Mark] = [cap((0, 0), radius, 180.0, fill=rng.choice((None, None, 0.0)))]
    if rng.random() < 0.35:
        marks += [line(polar(0, 0, radius, a), polar(0, 0, radius + 0.9, a)) for a in (-135, -90, -45)]
    return hung(marks)


@variant("luminaire/wall_pack", "plan", LIGHT, weight=0.6)
def luminaire_wall_pack(rng: random.Random) -> Symbol:
    """Draw a trapezium or box on the wall with a smaller one in it."""
    width, depth = rng.uniform(2.5, 4.0), rng.uniform(1.4, 2.4)
    neck = width * rng.uniform(0.3, 0.5)
    frame = polygon((-width / 2, 0), (width / 2, 0), (neck, -depth), (-neck, -depth))
    core = rectangle(-neck * 0.7, -depth * 0.75, neck * 0.7, -depth * 0.25, fill=rng.choice((None, 0.0)))
    return hung([frame, core])


@variant("luminaire/pole", "plan", LIGHT, weight=0.7)
def luminaire_pole(rng: random.Random) -> Symbol:
    """Draw a pole with one, two or four heads on arms."""
    pole, arm, head = rng.uniform(0.5, 0.9), rng.uniform(1.4, 2.4), rng.uniform(0.8, 1.3)
    marks: list[Mark] = [circle(0, 0, pole, fill=rng.choice((None, 0.0)))]
    square_head = rng.random() < 0.5
    for turn in rng.choice(((0.0,), (0.0, 180.0), (0.0, 90.0, 180.0, 270.0))):
        place = Transform(angle=turn)
        x = pole + arm + head
        lamp = rectangle(x - head, -head * 0.7, x + head, head * 0.7) if square_head else circle(x, 0, head)
        marks += [place.mark(line((pole, 0), (pole + arm, 0))), place.mark(lamp)]
    return free(marks)


@variant("luminaire/bollard", "plan", LIGHT, weight=0.4)
def luminaire_bollard(rng: random.Random) -> Symbol:
    """Draw a filled disc in a ring, or a circle with a filled quarter pair."""
    radius = rng.uniform(1.1, 1.8)
    if rng.random() < 0.5:
        return free([circle(0, 0, radius), circle(0, 0, radius * 0.55, fill=0.0)])
    return free([circle(0, 0, radius), *(sector((0, 0), radius, a, a + 90) for a in (0.0, 180.0))])


@variant("luminaire/track", "plan", LIGHT, weight=0.6)
def luminaire_track(rng: random.Random) -> Symbol:
    """Draw a track with its heads."""
    heads, pitch, size = rng.randint(2, 5), rng.uniform(2.5, 4.0), rng.uniform(0.6, 1.0)
    half = pitch * heads / 2
    xs = [pitch * (k + 0.5) - half for k in range(heads)]
    if rng.random() < 0.5:
        lamps = [circle(x, 0, size) for x in xs]
    else:
        lamps = [triangle(x, 0, (size * 1.6, -size * 1.8), fill=rng.choice((None, 0.0))) for x in xs]
    return free([line((-half, 0), (half, 0)), *lamps])


@variant("luminaire/spot", "iec", LIGHT, weight=0.4)
def luminaire_spot(rng: random.Random) -> Symbol:
    """Draw the IEC spotlight: a crossed circle with an arc on one side and two rays."""
    radius = rng.uniform(1.2, 2.0)
    shade = arc(0, 0, radius * 1.35, 110.0, 250.0)
    rays = [line(polar(0, 0, radius * 1.3, a), polar(0, 0, radius * 2.2, a)) for a in (-25.0, 25.0)]
    return free([circle(0, 0, radius), *_cross(radius, 45.0), shade, *rays])


@variant("luminaire/pendant", "plan", LIGHT, weight=0.4)
def luminaire_pendant(rng: random.Random) -> Symbol:
    """Draw a circle about a dot with short spokes."""
    radius, spokes = rng.uniform(1.7, 2.8), rng.choice((6, 8))
    rays = [
        line(polar(0, 0, radius * 0.6, 360 * k / spokes), polar(0, 0, radius, 360 * k / spokes))
        for k in range(spokes)
    ]
    return free([circle(0, 0, radius), circle(0, 0, radius * 0.2, fill=0.0), *rays])


def _exit_disc(rng: random.Random, turns: tuple[float, ...], *, wall: bool) -> Symbol:
    """Return a crossed circle with opposite or adjacent quarters filled and arrows at the given sides."""
    radius, stem = rng.uniform(1.6, 2.8), rng.uniform(0.5, 1.4) if wall else 0.0
    y = -stem - radius if wall else 0.0
    quarters = rng.choice(((45.0, 225.0), (45.0, 225.0), (0.0, 180.0), (45.0,)))
    place = Transform(dy=y)
    marks: list[Mark] = [circle(0, y, radius), *(place.mark(m) for m in _cross(radius, quarters[0]))]
    marks += [sector((0, y), radius, q, q + 90.0) for q in quarters]
    for turn in turns:
        marks += [
            replace(m, body=False) for m in _arrow(polar(0, y, radius, turn), turn, rng.uniform(1.6, 2.6))
        ]
    return hung([*marks, line((0, 0), (0, -stem))] if wall else marks)


def _arrow(start: tuple[float, float], turn: float, reach: float) -> list[Mark]:
    """Return a line with a filled head, going `reach` mm in direction `turn`."""
    tip, neck = polar(*start, reach, turn), polar(*start, reach * 0.5, turn)
    feet = [polar(*neck, reach * 0.22, turn + side) for side in (-90.0, 90.0)]
    return [line(start, neck), polygon(feet[0], tip, feet[1], fill=0.0)]


def _exit(turns: tuple[float, ...], *, wall: bool) -> Callable[[random.Random], Symbol]:
    return lambda rng: _exit_disc(rng, turns, wall=wall)


variant("exit_sign/disc", "plan", EXITS, weight=2.0)(_exit((), wall=False))
variant("exit_sign/disc_arrow", "plan", EXITS, weight=0.8)(_exit((0.0,), wall=False))
variant("exit_sign/disc_two_arrows", "plan", EXITS, weight=0.6)(_exit((0.0, 180.0), wall=False))
variant("exit_sign/disc_wall", "plan", EXITS, weight=1.5)(_exit((), wall=True))
variant("exit_sign/disc_wall_arrow", "plan", EXITS, weight=0.8)(_exit((180.0,), wall=True))
variant("exit_sign/square", "plan", EXITS, weight=0.6, mirror=False)(lettering(square, "EX E X EXIT"))
variant("exit_sign/box", "plan", EXITS, weight=1.0, mirror=False)(lettering(box, "EXIT EXIT EX"))
variant("exit_sign/octagon", "plan", EXITS, weight=0.4, mirror=False)(lettering(octagon, "X EX E"))


@variant("exit_sign/crossed", "plan", EXITS, weight=0.6)
def exit_crossed(rng: random.Random) -> Symbol:
    """Draw a circle, octagon or square crossed by an X with an arrow beside."""
    half = rng.uniform(1.5, 2.4)
    frame, reach = rng.choice(
        ((circle(0, 0, half), half), (octagon(0, 0, half), half), (square(0, 0, half), half * 1.414))
    )
    arrow = [replace(m, body=False) for m in _arrow((half, 0), 0.0, rng.uniform(1.5, 2.5))]
    quarter = [sector((0, 0), half, 45.0, 135.0)] if rng.random() < 0.5 else []
    return free([frame, *_cross(reach, 45.0), *quarter, *arrow])


@variant("exit_sign/wall_box", "plan", EXITS, weight=0.8)
def exit_wall_box(rng: random.Random) -> Symbol:
    """Draw a flat box on a stem with filled triangles at one or both ends."""
    width, depth, stem = rng.uniform(4.0, 6.5), rng.uniform(1.4, 2.2), rng.uniform(0.0, 1.0)
    y = -stem - depth / 2
    tip, foot, rise = width * 0.45, width * 0.18, depth * 0.4
    sides = rng.choice(((1,), (-1, 1)))
    ends = [polygon((s * tip, y), (s * foot, y - rise), (s * foot, y + rise), fill=0.0) for s in sides]
    return hung([rectangle(-width / 2, -stem - depth, width / 2, -stem), *ends, line((0, 0), (0, -stem))])


@variant("exit_sign/running_man", "iec", EXITS, weight=0.5)
def exit_running_man(rng: random.Random) -> Symbol:
    """Draw a box with an arrow inside, the European escape sign."""
    width, depth = rng.uniform(4.0, 6.5), rng.uniform(2.0, 2.8)
    start = (-width * 0.15, 0.0)
    door = rectangle(-width * 0.4, -depth * 0.35, -width * 0.22, depth * 0.35, fill=rng.choice((0.0, None)))
    return free(
        [rectangle(-width / 2, -depth / 2, width / 2, depth / 2), door, *_arrow(start, 0.0, width * 0.55)]
    )
