"""Plan forms of machines and gear (NECA 100), and plan symbols that have no class of their own (`other`)."""

from __future__ import annotations

import random

from training.ink import Mark, Symbol, Text, arc, bezier, circle, ellipse, line, polygon, rectangle
from training.symbols.catalogue import variant
from training.symbols.plan_parts import (
    beside,
    box,
    cap,
    free,
    hung,
    inside,
    lettering,
    polar,
    ring,
    sector,
    square,
    triangle,
)

POWER = "power_plan"
BOTH = "power_plan lighting_plan"

variant("motor/plan_ring", "plan", POWER, weight=1.0, mirror=False)(lettering(ring, "M M M 5 1/2 10 3/4"))
variant("generator/plan_square", "plan", POWER, weight=0.3, mirror=False)(lettering(square, "G GEN"))
variant("generator/plan_ring", "plan", POWER, weight=0.3, mirror=False)(lettering(ring, "G"))
variant("meter/plan_ring", "plan", POWER, weight=0.4, mirror=False)(
    lettering(ring, "M kWh WH MTR", wall=True)
)
variant("transformer/plan_square", "plan", POWER, weight=0.5, mirror=False)(lettering(square, "XFMR T-1 TX"))
variant("contactor/plan_box", "plan", BOTH, weight=0.1, mirror=False)(lettering(square, "C LC"))
variant("disconnect_switch/plan_letters", "plan", POWER, weight=0.3, mirror=False)(
    lettering(box, "DS D", wall=True)
)
variant("other/time_clock", "plan", BOTH, weight=0.5, mirror=False)(lettering(square, "TC TS"))
variant("other/photocell", "plan", BOTH, weight=0.6, mirror=False)(lettering(ring, "PC P PE DH"))
variant("other/daylight_box", "plan", BOTH, weight=0.3, mirror=False)(lettering(box, "PC DS LCP VFD ATS UPS"))


@variant("motor/plan_boxed", "plan", POWER, weight=0.6, mirror=False)
def motor_boxed(rng: random.Random) -> Symbol:
    """Draw a circle with M in a box."""
    half = rng.uniform(1.8, 2.8)
    x = half * rng.uniform(1.0, 1.6)
    return free([rectangle(-x, -half, x, half), circle(0, 0, half * 0.85), inside("M", 0, 0, half * 0.85)])


@variant("motor/plan_stem", "plan", POWER, weight=0.4, mirror=False)
def motor_connection(rng: random.Random) -> Symbol:
    """Draw a circle with M, its horsepower beside."""
    radius = rng.uniform(1.7, 2.8)
    marks: list[Mark] = [circle(0, 0, radius), inside("M", 0, 0, radius)]
    return free([*marks, beside(rng, rng.choice(("5HP", "1/2", "10 HP", "7.5", "EF-1")), marks)])


@variant("disconnect_switch/plan_notched", "plan", POWER, weight=1.0)
def disconnect_notched(rng: random.Random) -> Symbol:
    """Draw a box with its handle: a small lug on one side, on a stem."""
    x, depth, lug = rng.uniform(1.0, 1.7), rng.uniform(2.0, 3.2), rng.uniform(0.5, 0.9)
    handle = rectangle(x, -depth * 0.75, x + lug, -depth * 0.45, fill=rng.choice((None, 0.0)))
    return hung([rectangle(-x, -depth, x, 0), handle])


@variant("disconnect_switch/plan_flag", "plan", POWER, weight=0.8)
def disconnect_flag(rng: random.Random) -> Symbol:
    """Draw a box with an angled lever from its side."""
    half, reach = rng.uniform(1.2, 2.0), rng.uniform(1.2, 2.2)
    knee = (half + reach * 0.5, -half)
    lever = line((half, -half), knee, (knee[0], -half - reach * rng.uniform(0.5, 0.9)))
    return hung([square(0, -half, half), lever])


@variant("disconnect_switch/plan_half_filled", "plan", POWER, weight=0.7)
def disconnect_half_filled(rng: random.Random) -> Symbol:
    """Draw a box half filled, upright or along its diagonal, its rating beside."""
    half = rng.uniform(1.2, 2.0)
    core = rng.choice(
        (
            rectangle(-half, -2 * half, 0, 0, fill=0.0),
            polygon((-half, 0), (half, 0), (half, -2 * half), fill=0.0),
        )
    )
    marks: list[Mark] = [square(0, -half, half), core]
    return hung([*marks, beside(rng, rng.choice(("30/3/1", "60A", "NF", "30/2/NF", "F")), marks)])


@variant("disconnect_switch/plan_slash", "plan", POWER, weight=0.5)
def disconnect_slash(rng: random.Random) -> Symbol:
    """Draw a box with an open blade inside."""
    half = rng.uniform(1.4, 2.2)
    blade = [
        line((0, 0), (0, -half * 0.6)),
        line((0, -half * 0.6), (half * 0.5, -half * 1.4)),
        line((0, -half * 1.5), (0, -2 * half)),
    ]
    return hung([square(0, -half, half), *blade])


@variant("transformer/plan_triangle", "plan", POWER, weight=0.8)
def transformer_triangle(rng: random.Random) -> Symbol:
    """Draw a triangle in a square, filled or open, or with T."""
    half = rng.uniform(1.7, 3.0)
    core = triangle(0, half * 0.65, (half * 1.5, half * 1.3), fill=rng.choice((0.0, None)))
    return free([square(0, 0, half), core])


@variant("transformer/plan_lettered_triangle", "plan", POWER, weight=0.4, mirror=False)
def transformer_lettered(rng: random.Random) -> Symbol:
    """Draw a triangle with T."""
    half = rng.uniform(1.8, 2.8)
    return free([triangle(0, half * 0.6, (half * 2, half * 1.75)), Text("T", 0, half * 0.05, half * 0.7)])


@variant("transformer/plan_coils", "plan", POWER, weight=0.4)
def transformer_coils(rng: random.Random) -> Symbol:
    """Draw two overlapping circles in a box."""
    half = rng.uniform(1.6, 2.6)
    radius = half * 0.45
    return free([square(0, 0, half), *(circle(s * radius * 0.65, 0, radius) for s in (-1, 1))])


@variant("other/ceiling_fan", "plan", BOTH, weight=1.0)
def ceiling_fan(rng: random.Random) -> Symbol:
    """Draw a hub with three to five blades, at times in a ring."""
    blades, reach, hub = rng.choice((3, 4, 4, 5)), rng.uniform(2.5, 5.0), rng.uniform(0.4, 0.9)
    marks: list[Mark] = [circle(0, 0, hub, fill=rng.choice((None, 0.0)))]
    spread = rng.uniform(8.0, 16.0)
    for k in range(blades):
        turn = 360.0 * k / blades
        tip = [polar(0, 0, reach, turn + s * spread) for s in (-1, 1)]
        marks.append(polygon(polar(0, 0, hub, turn), tip[0], tip[1]))
    return free([*marks, circle(0, 0, reach)] if rng.random() < 0.3 else marks)


@variant("other/exhaust_fan", "plan", BOTH, weight=1.0)
def exhaust_fan(rng: random.Random) -> Symbol:
    """Draw a square or circle about a fan's two loops or four vanes."""
    half = rng.uniform(1.6, 2.8)
    loop = half * 0.4
    loops: list[Mark] = [ellipse(s * loop, 0, (loop, loop * 0.6)) for s in (-1, 1)]
    vanes: list[Mark] = [
        sector((0, 0), half * 0.85, a, a + 40.0, fill=rng.choice((None, 0.0))) for a in (0, 90, 180, 270)
    ]
    return free([rng.choice((square, ring))(0, 0, half), *rng.choice((loops, vanes))])


@variant("other/exhaust_fan_letters", "plan", BOTH, weight=0.4, mirror=False)
def exhaust_fan_letters(rng: random.Random) -> Symbol:
    """Draw a box with EF."""
    return lettering(square, "EF EF")(rng)


@variant("other/speaker", "plan", "power_plan fire_plan", weight=1.0)
def speaker(rng: random.Random) -> Symbol:
    """Draw a loudspeaker: a driver and a flare, at times in a circle."""
    size = rng.uniform(1.2, 2.0)
    driver = rectangle(-size * 0.9, -size * 0.4, -size * 0.3, size * 0.4)
    flare = polygon(
        (-size * 0.3, -size * 0.4), (size * 0.5, -size), (size * 0.5, size), (-size * 0.3, size * 0.4)
    )
    return free([driver, flare, circle(0, 0, size * 1.35)] if rng.random() < 0.5 else [driver, flare])


@variant("other/ceiling_speaker", "plan", "power_plan fire_plan", weight=0.5, mirror=False)
def ceiling_speaker(rng: random.Random) -> Symbol:
    """Draw a circle with S in quotes of arcs, or SP."""
    radius = rng.uniform(1.7, 2.6)
    word = inside(rng.choice(("SP", "SPK", "PA")), 0, 0, radius)
    return free([circle(0, 0, radius), word])


@variant("other/camera", "plan", POWER, weight=1.2)
def camera(rng: random.Random) -> Symbol:
    """Draw a camera: a body with a lens triangle, at times with CCTV beside."""
    x, y = rng.uniform(1.4, 2.2), rng.uniform(0.7, 1.2)
    lens = polygon((x, 0), (x + y * 1.4, -y), (x + y * 1.4, y), fill=rng.choice((None, 0.0)))
    marks: list[Mark] = [rectangle(-x, -y, x, y), lens]
    return free(
        [*marks, beside(rng, rng.choice(("CCTV", "PTZ", "C")), marks)] if rng.random() < 0.4 else marks
    )


@variant("other/dome_camera", "plan", POWER, weight=0.6)
def dome_camera(rng: random.Random) -> Symbol:
    """Draw a ring about a lens with a field-of-view wedge."""
    radius = rng.uniform(1.2, 1.9)
    view = polygon((0, 0), polar(0, 0, radius * 2, -30), polar(0, 0, radius * 2, 30))
    return free([circle(0, 0, radius), circle(0, 0, radius * 0.45, fill=rng.choice((None, 0.0))), view])


@variant("other/doorbell", "plan", POWER, weight=0.6)
def doorbell(rng: random.Random) -> Symbol:
    """Draw a push button of a bell: a dot in a ring or box on the wall."""
    half = rng.uniform(0.9, 1.6)
    return hung([rng.choice((ring, square))(0, -half, half), circle(0, -half, half * 0.4, fill=0.0)])


@variant("other/chime", "iec", POWER, weight=0.6)
def chime(rng: random.Random) -> Symbol:
    """Draw a bell: a half disc with its flat side to the room, on a stem, or lettered CH."""
    radius, stem = rng.uniform(1.3, 2.1), rng.uniform(0.6, 1.4)
    if rng.random() < 0.3:
        return lettering(square, "CH BELL", wall=True)(rng)
    dome = cap((0, -stem - radius), radius, 0.0, fill=None)
    return hung([dome, line((-0.5, 0), (-0.5, -stem - 0.25)), line((0.5, 0), (0.5, -stem - 0.25))])


@variant("other/clock", "plan", POWER, weight=0.8)
def clock(rng: random.Random) -> Symbol:
    """Draw a clock's face with two hands, or a circle with C on a stem."""
    radius = rng.uniform(1.5, 2.5)
    hands = [
        line((0, -radius), (0, -radius * 1.75)),
        line((0, -radius), (radius * 0.5, -radius * rng.uniform(0.8, 1.0))),
    ]
    ticks = [
        line(polar(0, -radius, radius * 0.85, a), polar(0, -radius, radius, a)) for a in range(0, 360, 90)
    ]
    return hung([circle(0, -radius, radius), *hands, *rng.choice(([], ticks))])


@variant("other/wifi", "plan", POWER, weight=0.8)
def wifi(rng: random.Random) -> Symbol:
    """Draw radio waves over a dot, in a ring or alone."""
    reach = rng.uniform(1.6, 2.6)
    waves = [arc(0, reach * 0.4, reach * k / 3, 225.0, 315.0, width=1.3) for k in (1, 2, 3)]
    dot = circle(0, reach * 0.4, reach * 0.1, fill=0.0)
    return free([*waves, dot, circle(0, 0, reach * 1.1)] if rng.random() < 0.5 else [*waves, dot])


@variant("other/antenna", "plan", POWER, weight=0.3)
def antenna(rng: random.Random) -> Symbol:
    """Draw an antenna on its mast."""
    half, mast = rng.uniform(1.0, 1.8), rng.uniform(2.2, 3.4)
    arms = [line((0, -mast * 0.5), (s * half, -mast)) for s in (-1, 1)]
    return hung([line((0, 0), (0, -mast)), *arms])


@variant("other/flexible_connection", "plan", POWER, weight=0.3)
def flexible_connection(rng: random.Random) -> Symbol:
    """Draw an equipment connection: a circle on a wavy whip."""
    radius = rng.uniform(0.8, 1.3)
    whip = bezier((0, 0), (1.2, -0.5), (-1.2, -1.2), (0, -1.7), (1.2, -2.2), (-1.2, -2.9), (0, -3.4))
    return hung([whip, circle(0, -3.4 - radius, radius)])


@variant("other/equipment_spokes", "plan", POWER, weight=0.5)
def equipment_spokes(rng: random.Random) -> Symbol:
    """Draw an equipment connection: a circle with three spokes."""
    radius = rng.uniform(1.3, 2.2)
    spokes = [line((0, 0), polar(0, 0, radius, a)) for a in (90.0, 210.0, 330.0)]
    return free([circle(0, 0, radius), *spokes])


@variant("other/keypad", "plan", POWER, weight=0.4)
def keypad(rng: random.Random) -> Symbol:
    """Draw a wall keypad: a box with three by three dots."""
    half = rng.uniform(1.5, 2.2)
    dots = [
        circle(x * half * 0.5, -half + y * half * 0.5, half * 0.13, fill=0.0)
        for x in (-1, 0, 1)
        for y in (-1, 0, 1)
    ]
    return hung([square(0, -half, half), *dots])


@variant("other/air_terminal", "plan", POWER, weight=0.4)
def air_terminal(rng: random.Random) -> Symbol:
    """Draw a lightning-protection air terminal or ground rod: a dot or triangle in a ring."""
    radius = rng.uniform(1.2, 2.0)
    core = rng.choice(
        (triangle(0, radius * 0.5, (radius * 1.5, radius * 1.3)), circle(0, 0, radius * 0.3, fill=0.0))
    )
    return free([circle(0, 0, radius), core])
