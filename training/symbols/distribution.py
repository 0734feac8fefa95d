"""Panelboards, boxes and equipment as drawn on plans (NECA 100), floor boxes and car chargers included."""

from __future__ import annotations

import random

from training.ink import Mark, Symbol, Text, arc, bezier, circle, line, polygon, rectangle
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
    ring,
    square,
    triangle,
)

POWER = "power_plan"
BOTH = "power_plan lighting_plan"


def _cabinet(rng: random.Random) -> tuple[float, float]:
    """Return half the width and the depth of a cabinet on a wall, mm."""
    return rng.uniform(2.5, 5.5), rng.uniform(1.2, 2.6)


@variant("panelboard/filled", "plan", BOTH, weight=2.0)
def panel_filled(rng: random.Random) -> Symbol:
    """Draw a filled rectangle on the wall."""
    x, depth = _cabinet(rng)
    return hung([rectangle(-x, -depth, x, 0, fill=rng.choice((0.0, 0.0, 0.35)))])


@variant("panelboard/half_filled", "plan", BOTH, weight=1.5)
def panel_half_filled(rng: random.Random) -> Symbol:
    """Draw a rectangle filled on one side of its diagonal or middle."""
    x, depth = _cabinet(rng)
    half = polygon((-x, 0), (x, -depth), (x, 0), fill=0.0)
    level = rectangle(-x, -depth, x, -depth / 2, fill=0.0)
    return hung([rectangle(-x, -depth, x, 0), rng.choice((half, half, level))])


@variant("panelboard/hatched", "plan", BOTH, weight=1.0)
def panel_hatched(rng: random.Random) -> Symbol:
    """Draw a rectangle with slanted hatching."""
    x, depth = _cabinet(rng)
    pitch = rng.uniform(0.5, 1.0)
    starts = [-x + pitch * k for k in range(1, int((2 * x - depth) / pitch))]
    return hung([rectangle(-x, -depth, x, 0), *(line((s, 0), (s + depth, -depth)) for s in starts)])


@variant("panelboard/crossed", "plan", BOTH, weight=0.8)
def panel_crossed(rng: random.Random) -> Symbol:
    """Draw a rectangle with an X or one diagonal."""
    x, depth = _cabinet(rng)
    diagonals = [line((-x, 0), (x, -depth)), line((-x, -depth), (x, 0))][: rng.randint(1, 2)]
    return hung([rectangle(-x, -depth, x, 0), *diagonals])


@variant("panelboard/outlined", "plan", BOTH, weight=0.6)
def panel_outlined(rng: random.Random) -> Symbol:
    """Draw a rectangle with its name beside."""
    x, depth = _cabinet(rng)
    marks: list[Mark] = [rectangle(-x, -depth, x, 0)]
    marks += [line((-x, -depth * 0.25), (x, -depth * 0.25))] if rng.random() < 0.4 else []
    return hung([*marks, beside(rng, rng.choice(("LP-1", "PANEL A", "PP-2", "H1", "MDP")), marks)])


@variant("panelboard/lettered", "plan", BOTH, weight=0.8, mirror=False)
def panel_lettered(rng: random.Random) -> Symbol:
    """Draw a cabinet with its name inside."""
    name = rng.choice(("LP-1", "PP-A", "MDP", "L1", "HA", "DB-2", "MSB", "RP-1", "DP"))
    depth = rng.uniform(2.6, 4.2)
    x = max(depth * 0.75, len(name) * depth * 0.25)
    return hung([rectangle(-x, -depth, x, 0), Text(name, 0, -depth / 2, depth * 0.5)])


@variant("panelboard/flush", "plan", BOTH, weight=0.5)
def panel_flush(rng: random.Random) -> Symbol:
    """Draw a filled rectangle with a door line in front."""
    x, depth = _cabinet(rng)
    gap = rng.uniform(0.3, 0.7)
    return hung([rectangle(-x, -depth, x, 0, fill=0.0), rectangle(-x, -depth - gap, x, -depth)])


@variant("panelboard/iec", "iec", BOTH, weight=0.6)
def panel_iec(rng: random.Random) -> Symbol:
    """Draw the European distribution board: a box with a filled triangle or a cross bar."""
    x, depth = _cabinet(rng)
    core = rng.choice(
        (triangle(0, 0, (2 * x, depth), fill=0.0), polygon((-x, -depth), (x, -depth), (0, 0), fill=0.0))
    )
    return hung([rectangle(-x, -depth, x, 0), core])


variant("junction_box/ring", "plan", BOTH, weight=2.0, mirror=False)(lettering(ring, "J J J JB"))
variant("junction_box/square", "plan", BOTH, weight=1.2, mirror=False)(lettering(square, "J J JB PB"))
variant("junction_box/wall_ring", "plan", BOTH, weight=0.8, mirror=False)(lettering(ring, "J", wall=True))
variant("junction_box/octagon", "plan", BOTH, weight=0.2, mirror=False)(lettering(octagon, "J"))


@variant("junction_box/stem", "plan", BOTH, weight=0.8, mirror=False)
def junction_stem(rng: random.Random) -> Symbol:
    """Draw a circle with J on a stem to the wall."""
    radius, stem = rng.uniform(1.4, 2.2), rng.uniform(0.7, 1.8)
    return hung(
        [circle(0, -stem - radius, radius), inside("J", 0, -stem - radius, radius), line((0, 0), (0, -stem))]
    )


@variant("junction_box/plain_square", "plan", BOTH, weight=0.4)
def junction_plain(rng: random.Random) -> Symbol:
    """Draw a small square, open or filled, with J beside."""
    marks: list[Mark] = [square(0, 0, rng.uniform(0.9, 1.6), fill=rng.choice((None, 0.0)))]
    return free([*marks, beside(rng, rng.choice(("J", "JB")), marks)])


@variant("junction_box/crossed", "plan", BOTH, weight=0.5)
def junction_crossed(rng: random.Random) -> Symbol:
    """Draw a square with an X."""
    half = rng.uniform(1.1, 2.0)
    return free([square(0, 0, half), *(line((-half, s * half), (half, -s * half)) for s in (-1, 1))])


@variant("junction_box/iec", "iec", BOTH, weight=0.4)
def junction_iec(rng: random.Random) -> Symbol:
    """Draw the European box: a circle or square about a dot, with conductors leaving."""
    half = rng.uniform(1.0, 1.7)
    arms = [line(polar(0, 0, half, a), polar(0, 0, half * 1.9, a), body=False) for a in (0, 90, 180)]
    return free([rng.choice((ring, square))(0, 0, half), circle(0, 0, half * 0.25, fill=0.0), *arms])


variant("ev_charger/box", "plan", POWER, weight=1.5, mirror=False)(
    lettering(box, "EV EV EVSE EVC", wall=True)
)
variant("ev_charger/square", "plan", POWER, weight=1.2, mirror=False)(lettering(square, "EV EV EVC"))
variant("ev_charger/ring", "plan", POWER, weight=0.5, mirror=False)(lettering(ring, "EV"))


@variant("ev_charger/bolt", "plan", POWER, weight=1.0)
def ev_bolt(rng: random.Random) -> Symbol:
    """Draw a square or circle with a lightning bolt."""
    half = rng.uniform(1.7, 2.8)
    shape = ((0.15, -0.7), (-0.35, 0.1), (0.0, 0.1), (-0.15, 0.7), (0.35, -0.15), (0.0, -0.15))
    bolt = polygon(*((px * half, py * half) for px, py in shape), fill=rng.choice((0.0, None)))
    return free([rng.choice((square, ring))(0, 0, half), bolt])


@variant("ev_charger/pump", "plan", POWER, weight=0.8)
def ev_pump(rng: random.Random) -> Symbol:
    """Draw a charging post with its cable and plug."""
    width, height = rng.uniform(1.6, 2.4), rng.uniform(3.0, 4.4)
    x = width / 2
    cable = bezier(
        (x, -height * 0.5),
        (x + width * 0.7, -height * 0.5),
        (x + width * 0.2, 0),
        (x + width * 0.8, -height * 0.1),
    )
    plug = rectangle(x + width * 0.65, -height * 0.45, x + width * 0.95, -height * 0.1, fill=0.0)
    return hung(
        [
            rectangle(-x, -height, x, 0),
            rectangle(-x * 0.6, -height * 0.9, x * 0.6, -height * 0.6),
            cable,
            plug,
        ]
    )


@variant("ev_charger/plug", "plan", POWER, weight=0.7)
def ev_plug(rng: random.Random) -> Symbol:
    """Draw a plug with two pins in a box."""
    half = rng.uniform(1.8, 2.7)
    body = cap((0, -half * 0.1), half * 0.55, 0.0, fill=rng.choice((0.0, None)))
    pins = [line((s * half * 0.28, -half * 0.1), (s * half * 0.28, -half * 0.6)) for s in (-1, 1)]
    return free([square(0, 0, half), body, *pins, line((0, half * 0.45), (0, half * 0.8))])


def _floor_pair(radius: float, gap: float, reach: float) -> list[Mark]:
    return [line((s * gap, -reach), (s * gap, reach)) for s in (-1, 1) if radius]


@variant("floor_box/square_duplex", "plan", POWER, weight=2.0)
def floor_square_duplex(rng: random.Random) -> Symbol:
    """Draw a square about a circle with two lines, inside it or going past."""
    half = rng.uniform(1.5, 2.6)
    radius, gap = half * rng.uniform(0.65, 1.0), half * rng.uniform(0.18, 0.3)
    reach = rng.choice(((radius * radius - gap * gap) ** 0.5, half, half * 1.35))
    return free([square(0, 0, half), circle(0, 0, radius), *_floor_pair(radius, gap, reach)])


@variant("floor_box/square_quad", "plan", POWER, weight=0.8)
def floor_square_quad(rng: random.Random) -> Symbol:
    """Draw a square about a circle with crossed pairs of lines."""
    half = rng.uniform(1.6, 2.7)
    radius, gap = half * rng.uniform(0.7, 1.0), half * rng.uniform(0.18, 0.28)
    reach = (radius * radius - gap * gap) ** 0.5
    level = [line((-reach, s * gap), (reach, s * gap)) for s in (-1, 1)]
    return free([square(0, 0, half), circle(0, 0, radius), *_floor_pair(radius, gap, reach), *level])


@variant("floor_box/two_squares", "plan", POWER, weight=1.0)
def floor_two_squares(rng: random.Random) -> Symbol:
    """Draw a square in a square, the inner one open or filled."""
    half = rng.uniform(1.4, 2.4)
    return free(
        [square(0, 0, half), square(0, 0, half * rng.uniform(0.45, 0.75), fill=rng.choice((None, None, 0.0)))]
    )


@variant("floor_box/combination", "plan", POWER, weight=0.8)
def floor_combination(rng: random.Random) -> Symbol:
    """Draw a box with a duplex outlet and a data triangle."""
    half = rng.uniform(1.4, 2.2)
    radius = half * 0.65
    marks: list[Mark] = [rectangle(-2 * half, -half, 2 * half, half), circle(-half, 0, radius)]
    marks += [
        line((-half + s * radius * 0.35, -radius), (-half + s * radius * 0.35, radius)) for s in (-1, 1)
    ]
    return free(
        [*marks, triangle(half, radius * 0.8, (2 * radius, 1.7 * radius), fill=rng.choice((0.0, None)))]
    )


@variant("floor_box/poke_through", "plan", POWER, weight=0.8)
def floor_poke_through(rng: random.Random) -> Symbol:
    """Draw a circle in a circle with two lines, or a half-filled inner circle."""
    radius = rng.uniform(1.6, 2.5)
    inner = radius * rng.uniform(0.6, 0.75)
    pair = _floor_pair(inner, inner * 0.35, inner * 0.93)
    return free([circle(0, 0, radius), circle(0, 0, inner), *rng.choice((pair, [cap((0, 0), inner, 0.0)]))])


@variant("floor_box/half_filled", "plan", POWER, weight=0.5)
def floor_half_filled(rng: random.Random) -> Symbol:
    """Draw a square filled on one side of its diagonal."""
    half = rng.uniform(1.4, 2.3)
    return free([square(0, 0, half), polygon((-half, half), (half, -half), (half, half), fill=0.0)])


@variant("floor_box/square_data", "plan", POWER, weight=0.5)
def floor_square_data(rng: random.Random) -> Symbol:
    """Draw a triangle in a square, a floor box for data."""
    half = rng.uniform(1.5, 2.4)
    return free(
        [square(0, 0, half), triangle(0, half * 0.6, (half * 1.4, half * 1.2), fill=rng.choice((0.0, None)))]
    )


variant("floor_box/letters", "plan", POWER, weight=0.8, mirror=False)(lettering(square, "FB FB PT"))
variant("floor_box/ring_letters", "plan", POWER, weight=0.3, mirror=False)(lettering(ring, "FB PT"))


@variant("floor_box/iec", "iec", POWER, weight=0.4)
def floor_iec(rng: random.Random) -> Symbol:
    """Draw a box about an IEC half circle."""
    half = rng.uniform(1.5, 2.4)
    cup = arc(0, -half * 0.2, half * 0.6, 0.0, 180.0)
    return free(
        [
            square(0, 0, half),
            cup,
            line((0, half * 0.4), (0, half)),
            line((-half * 0.6, half * 0.4), (half * 0.6, half * 0.4)),
        ]
    )
