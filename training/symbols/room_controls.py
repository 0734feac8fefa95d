"""Switches, dimmers, occupancy sensors and thermostats as drawn on plans (NECA 100, IEC 60617-11)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from training.ink import Mark, Symbol, Text, circle, line, polygon, rectangle
from training.symbols.catalogue import variant
from training.symbols.plan_parts import (
    beside,
    box,
    cap,
    diamond,
    free,
    hexagon,
    hung,
    letter_s,
    lettering,
    octagon,
    polar,
    ring,
    sector,
    square,
    triangle,
)

LIGHT = "lighting_plan"
BOTH = "lighting_plan power_plan"
ZONES = ("a", "b", "c", "d", "K", "P", "M", "T", "WP", "LV", "x", "a,b", "2", "F")


def _letter(rng: random.Random, kind: str) -> tuple[list[Mark], float, float]:
    """Return the marks of a switch letter off the wall, its centre's y and its height."""
    height = rng.uniform(2.0, 3.4)
    y = -height / 2 - rng.choice((0.3, rng.uniform(0.3, 1.2)))
    if kind == "typed_s":
        return [Text("S", 0, y, height, upright=False, body=True)], y, height
    if kind == "typed_dollar":
        return [Text("$", 0, y, height, upright=False, body=True)], y, height
    marks: list[Mark] = [letter_s(0, y, height, width=rng.choice((1.0, 1.4)))]
    reach = height * rng.uniform(0.6, 0.75)
    if kind == "dollar":
        marks.append(line((0, y - reach), (0, y + reach)))
    if kind == "double_dollar":
        marks += [line((x * height, y - reach), (x * height, y + reach)) for x in (-0.08, 0.08)]
    if kind == "slashed":
        marks.append(line((-height * 0.35, y + reach * 0.8), (height * 0.35, y - reach * 0.8)))
    return marks, y, height


def _subscript(rng: random.Random, string: str, at: tuple[float, float]) -> Text:
    """Return small letters at the foot of a switch letter of height `at[1]` centred at y `at[0]`: part of its body."""
    y, height = at
    size = height * rng.uniform(0.5, 0.7)
    x = height * 0.42 + 0.4 * size * len(string)
    return Text(string, x, y + height * rng.uniform(0.25, 0.5), size, upright=False, body=True)


def _lettered_switch(kind: str, names: tuple[str, ...]) -> Callable[[random.Random], Symbol]:
    """Return the drawing function of a switch letter with one of the given subscripts: its type or its zone."""

    def draw(rng: random.Random) -> Symbol:
        marks, y, height = _letter(rng, kind)
        if names:
            marks.append(_subscript(rng, rng.choice(names), (y, height)))
        if rng.random() < 0.3:
            marks.append(beside(rng, rng.choice(ZONES), marks))
        return hung(marks)

    return draw


def _word_switch(words: str) -> Callable[[random.Random], Symbol]:
    """Return the drawing function of a switch written in one piece, such as `S3`."""

    def draw(rng: random.Random) -> Symbol:
        height = rng.uniform(1.8, 3.0)
        y = -height / 2 - rng.uniform(0.3, 1.0)
        return hung([Text(rng.choice(words.split()), 0, y, height, body=True)])

    return draw


for _kind, _weight in (
    ("typed_s", 1.5),
    ("typed_dollar", 1.5),
    ("pen_s", 1.0),
    ("dollar", 1.5),
    ("double_dollar", 0.4),
    ("slashed", 0.4),
):
    variant(f"switch/{_kind}", "plan", LIGHT, weight=_weight, mirror=False)(_lettered_switch(_kind, ()))
    variant(f"switch/{_kind}_zoned", "plan", LIGHT, weight=0.6 * _weight, mirror=False)(
        _lettered_switch(_kind, ZONES)
    )
    if _weight >= 1.0:
        variant(f"three_way_switch/{_kind}", "plan", LIGHT, weight=_weight, mirror=False)(
            _lettered_switch(_kind, ("3", "3", "3", "4"))
        )
        variant(f"dimmer/{_kind}", "plan", LIGHT, weight=_weight, mirror=False)(
            _lettered_switch(_kind, ("D", "D", "DM", "LVD", "3D"))
        )
        variant(f"occupancy_sensor/{_kind}", "plan", LIGHT, weight=0.3 * _weight, mirror=False)(
            _lettered_switch(_kind, ("OS", "OC", "VS", "MS"))
        )
variant("three_way_switch/word", "plan", LIGHT, weight=0.8, mirror=False)(_word_switch("S3 $3 S4 $4 S3"))
variant("dimmer/word", "plan", LIGHT, weight=0.8, mirror=False)(_word_switch("SD $D SD DS"))


def _stroke(rng: random.Random, angle: float, ticks: int, radius: float) -> list[Mark]:
    """Return a stroke from a small circle on the wall outwards, with bent ticks at its end."""
    centre, reach = (0.0, -radius), rng.uniform(3.2, 4.6)
    start, end = polar(*centre, radius, angle), polar(*centre, radius + reach, angle)
    side = 90.0 if -90.0 < angle < 90.0 else -90.0
    marks: list[Mark] = [line(start, end)]
    for k in range(ticks):
        foot = polar(*centre, radius + reach - 0.8 * k, angle)
        marks.append(line(foot, polar(*foot, rng.uniform(1.0, 1.4), angle + side)))
    return marks


def _iec_switch(angles: tuple[float, ...], ticks: tuple[int, ...]) -> Callable[[random.Random], Symbol]:
    """Return the drawing function of a circle with strokes at about the given angles."""

    def draw(rng: random.Random) -> Symbol:
        radius, lean, count = rng.uniform(0.6, 1.1), rng.uniform(-8, 8), rng.choice(ticks)
        marks: list[Mark] = [circle(0, -radius, radius, fill=rng.choice((None, None, 0.0)))]
        for angle in angles:
            marks += _stroke(rng, angle + lean, count, radius)
        return hung(marks)

    return draw


variant("switch/iec_stroke", "iec", LIGHT, weight=1.2)(_iec_switch((-60.0,), (1, 1, 2, 3)))
variant("switch/iec_plain_stroke", "iec", LIGHT, weight=0.4)(_iec_switch((-55.0,), (0,)))
variant("switch/iec_two_gang", "iec", LIGHT, weight=0.4)(_iec_switch((-60.0, -120.0), (1,)))
variant("three_way_switch/iec_two_way", "iec", LIGHT, weight=1.0)(_iec_switch((-60.0, 120.0), (1,)))
variant("three_way_switch/iec_intermediate", "iec", LIGHT, weight=0.5)(
    _iec_switch((-60.0, 120.0, -120.0, 60.0), (1,))
)


@variant("switch/pull_cord", "iec", LIGHT, weight=0.3)
def pull_cord(rng: random.Random) -> Symbol:
    """Draw the IEC switch with an arrow on its cord."""
    marks = _iec_switch((-60.0,), (1,))(rng).marks
    reach = rng.uniform(2.2, 3.0)
    head = polygon((0, reach), (-0.4, reach - 1.0), (0.4, reach - 1.0), fill=0.0)
    return free([*marks, line((0, 0), (0, reach)), head])


@variant("dimmer/iec", "iec", LIGHT, weight=0.8)
def dimmer_iec(rng: random.Random) -> Symbol:
    """Draw the IEC switch with the sloping wedge of a dimmer."""
    radius = rng.uniform(0.7, 1.1)
    size = rng.uniform(1.2, 1.8)
    wedge = triangle(0, -2 * radius - 0.3, (size, size * 1.3), fill=rng.choice((None, 0.0)))
    return hung([circle(0, -radius, radius), *_stroke(rng, -35.0, 1, radius), wedge])


@variant("dimmer/slider", "plan", LIGHT, weight=0.4)
def dimmer_slider(rng: random.Random) -> Symbol:
    """Draw a wall box with a slider."""
    width, depth = rng.uniform(2.0, 3.0), rng.uniform(3.0, 4.2)
    y = -depth * rng.uniform(0.3, 0.7)
    knob = rectangle(-width * 0.3, y - 0.35, width * 0.3, y + 0.35, fill=0.0)
    return hung(
        [rectangle(-width / 2, -depth, width / 2, 0), line((0, -depth * 0.9), (0, -depth * 0.1)), knob]
    )


for _shape, _outline, _share in (
    ("ring", ring, 1.5),
    ("square", square, 1.0),
    ("hexagon", hexagon, 0.5),
    ("diamond", diamond, 0.4),
    ("box", box, 0.4),
    ("octagon", octagon, 0.2),
):
    variant(f"occupancy_sensor/{_shape}", "plan", BOTH, weight=_share, mirror=False)(
        lettering(_outline, "OS OS OC VS MS PIR O DT VS")
    )
    variant(f"thermostat/{_shape}", "plan", BOTH, weight=_share, mirror=False)(
        lettering(_outline, "T" if _outline is not box else "TSTAT STAT T T-1", wall=True)
    )
    if _share >= 0.5:
        variant(f"dimmer/{_shape}", "plan", LIGHT, weight=0.5 * _share, mirror=False)(
            lettering(_outline, "D D D DM", wall=True)
        )
variant("switch/boxed", "plan", LIGHT, weight=0.3, mirror=False)(lettering(square, "$ SW", wall=True))
variant("occupancy_sensor/wall_ring", "plan", LIGHT, weight=0.6, mirror=False)(
    lettering(ring, "OS OC VS WS", wall=True)
)


@variant("thermostat/stem", "plan", BOTH, weight=0.8, mirror=False)
def thermostat_stem(rng: random.Random) -> Symbol:
    """Draw a circle with T on a stem to the wall."""
    radius, stem = rng.uniform(1.5, 2.4), rng.uniform(0.8, 2.0)
    letter = Text("T", 0, -stem - radius, radius * rng.uniform(0.9, 1.2))
    return hung([circle(0, -stem - radius, radius), letter, line((0, 0), (0, -stem))])


@variant("occupancy_sensor/wedge", "plan", LIGHT, weight=0.3)
def sensor_wedge(rng: random.Random) -> Symbol:
    """Draw a circle with a filled wedge."""
    radius, half = rng.uniform(1.5, 2.5), rng.uniform(25.0, 50.0)
    return free([circle(0, 0, radius), sector((0, 0), radius, 90 - half, 90 + half)])


@variant("occupancy_sensor/two_wedges", "plan", LIGHT, weight=0.5)
def sensor_two_wedges(rng: random.Random) -> Symbol:
    """Draw a circle with two opposite wedges, a two-way ceiling sensor."""
    radius, half = rng.uniform(1.5, 2.5), rng.uniform(20.0, 40.0)
    wedges = [sector((0, 0), radius, turn - half, turn + half) for turn in (0.0, 180.0)]
    return free([circle(0, 0, radius), *wedges])


@variant("occupancy_sensor/arrows", "plan", LIGHT, weight=0.5)
def sensor_arrows(rng: random.Random) -> Symbol:
    """Draw a circle or square with arrow heads on two or four sides."""
    half, size = rng.uniform(1.2, 1.9), rng.uniform(0.9, 1.3)
    core = rng.choice((circle(0, 0, half), square(0, 0, half)))
    marks: list[Mark] = [core, Text(rng.choice(("OS", "M", "O", "VS")), 0, 0, half * 0.75)]
    for turn in rng.choice(((0.0, 180.0), (0.0, 90.0, 180.0, 270.0))):
        tip = polar(0, 0, half + size, turn)
        feet = [polar(*polar(0, 0, half, turn), size * 0.6, turn + side) for side in (-90.0, 90.0)]
        marks.append(polygon(feet[0], tip, feet[1], fill=0.0))
    return free(marks)


@variant("occupancy_sensor/square_ring", "plan", LIGHT, weight=0.5)
def sensor_square_ring(rng: random.Random) -> Symbol:
    """Draw a small circle in a square."""
    half = rng.uniform(1.4, 2.2)
    return free([square(0, 0, half), circle(0, 0, half * rng.uniform(0.35, 0.55))])


@variant("occupancy_sensor/wall_fan", "iec", LIGHT, weight=0.5)
def sensor_wall_fan(rng: random.Random) -> Symbol:
    """Draw a half disc on the wall with rays into the room."""
    radius, reach = rng.uniform(1.0, 1.6), rng.uniform(1.2, 2.2)
    rays = [line(polar(0, 0, radius, a), polar(0, 0, radius + reach, a)) for a in (-130.0, -90.0, -50.0)]
    disc = cap((0, 0), radius, 180.0, fill=rng.choice((None, 0.0)))
    return hung([replace(disc, width=1.2), *rays])
