"""Further habits of drawing switches, dimmers, sensors and thermostats on plans (NECA 100, IEC 60617-11)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Mark, Symbol, Text, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.plan_parts import (
    beside,
    cap,
    free,
    hung,
    inside,
    letter_s,
    polar,
    sector,
    square,
    triangle,
)
from training.symbols.room_controls import BOTH, LIGHT, ZONES
from training.symbols.shapes import arrow


def _typed(words: str, *, tailed: bool = False, zoned: float = 0.0) -> Draw:
    """Return the drawing function of letters typed in one piece, at times with a line to the wall or a zone beside."""

    def draw(rng: random.Random) -> Symbol:
        height, tail = rng.uniform(1.6, 3.2), rng.uniform(0.8, 2.5) if tailed else rng.uniform(0.2, 1.0)
        marks: list[Mark] = [Text(rng.choice(words.split()), 0, -tail - height / 2, height, body=True)]
        if tailed:
            marks.append(line((0, 0), (0, -tail + 0.15)))
        return hung([*marks, beside(rng, rng.choice(ZONES), marks)] if rng.random() < zoned else marks)

    return draw


def _penned(kind: str, notes: str = "") -> Draw:
    """Return the drawing function of an S in strokes, plain or with a bar, and a small note at its side."""

    def draw(rng: random.Random) -> Symbol:
        height, gap = rng.uniform(2.0, 3.4), rng.uniform(0.3, 1.2)
        y, reach = -gap - height / 2, height * rng.uniform(0.58, 0.8)
        marks: list[Mark] = [letter_s(0, y, height, width=rng.choice((1.0, 1.0, 1.8)))]
        if kind == "to_wall":
            marks.append(line((0, 0), (0, y - reach)))
        elif kind == "barred":
            marks.append(line((0, y - reach), (0, y + reach)))
        elif kind == "struck":
            marks.append(line((-height * 0.5, y + height * 0.1), (height * 0.5, y - height * 0.1)))
        elif kind == "underlined":
            marks.append(line((-height * 0.4, -gap * 0.3), (height * 0.4, -gap * 0.3)))
        if notes:
            string, size = rng.choice(notes.split()), height * rng.uniform(0.42, 0.65)
            x, side = height * 0.45 + 0.4 * size * len(string), rng.choice((-0.45, 0.0, 0.4))
            marks.append(
                Text(string, rng.choice((1, 1, 1, -1)) * x, y + side * height, size, upright=False, body=True)
            )
        return hung(marks)

    return draw


def _ganged(rng: random.Random) -> Symbol:
    """Draw two to four switch letters in a row."""
    letter, height = rng.choice(("S", "$", "$")), rng.uniform(1.8, 2.8)
    return hung([Text(letter * rng.randint(2, 4), 0, -height / 2 - rng.uniform(0.3, 1.0), height, body=True)])


def _rocker(poles: int, ways: tuple[float, ...]) -> Draw:
    """Return the drawing function of the British switch: a dot or ring, an arm at each angle, its ticks."""

    def draw(rng: random.Random) -> Symbol:
        radius, reach = rng.uniform(0.45, 0.9), rng.uniform(2.4, 4.2)
        fill, lean = rng.choice((0.0, 0.0, None)), rng.uniform(-15, 15)
        marks: list[Mark] = [circle(0, -radius, radius, fill=fill)]
        for way in ways:
            tip = polar(0, -radius, radius + reach, way + lean)
            marks.append(line(polar(0, -radius, radius, way + lean), tip))
            for k in range(poles):
                foot = polar(0, -radius, radius + reach * (1 - 0.2 * k), way + lean)
                marks.append(line(foot, polar(*foot, reach * rng.uniform(0.22, 0.36), way + lean + 90)))
        return hung(marks)

    return draw


def _lever(rng: random.Random) -> Symbol:
    """Draw a switch as a box or half disc on the wall with a lever."""
    half, reach = rng.uniform(0.8, 1.4), rng.uniform(1.0, 2.0)
    bodies: tuple[tuple[Mark, float], ...] = (
        (square(0, -half, half), 2 * half),
        (cap((0, 0), half, 180.0, fill=None), half),
    )
    body, top = rng.choice(bodies)
    return hung([body, line((0, -top), polar(0, -top, reach, rng.uniform(-65, -45)))])


def _dimmer_arrow(rng: random.Random) -> Symbol:
    """Draw the dimmer: a ring or letter crossed by an arrow."""
    half = rng.uniform(1.1, 1.9)
    body: Mark = circle(0, -half, half) if rng.random() < 0.5 else letter_s(0, -half, 2 * half)
    over = half * rng.uniform(1.2, 1.6)
    return hung(
        [body, *arrow((-over, -half + over), (over, -half - over), half * 0.6, filled=rng.random() < 0.6)]
    )


def _dimmer_stroke(rng: random.Random) -> Symbol:
    """Draw the European dimmer: ring, arm with tick, and an arrow or wedge across the arm."""
    radius, reach = rng.uniform(0.6, 1.0), rng.uniform(3.0, 4.4)
    tip = polar(0, -radius, radius + reach, -60)
    middle = polar(0, -radius, radius + reach * 0.5, -60)
    marks: list[Mark] = [circle(0, -radius, radius, fill=rng.choice((None, 0.0)))]
    marks += [line(polar(0, -radius, radius, -60), tip), line(tip, polar(*tip, reach * 0.3, 30))]
    tail, head = polar(*middle, 1.4, 150), polar(*middle, 1.6, -30)
    return hung([*marks, *arrow(tail, head, 0.9, filled=rng.random() < 0.7)])


def _wedge_box(rng: random.Random) -> Symbol:
    """Draw the dimmer as a box or ring with a rising wedge."""
    half = rng.uniform(1.4, 2.3)
    wedge = polygon(
        (-half * 0.7, -half * 0.5),
        (half * 0.7, -half * 0.5),
        (half * 0.7, -half * 1.6),
        fill=rng.choice((0.0, None)),
    )
    frame: Mark = square(0, -half, half) if rng.random() < 0.6 else circle(0, -half, half * 1.25)
    return hung([frame, wedge])


def _eye(rng: random.Random) -> Symbol:
    """Draw the sensor as a ring with a lens and rays on two or four sides."""
    radius, reach = rng.uniform(1.1, 1.8), rng.uniform(0.6, 1.3)
    turns = rng.choice(((0, 180), (45, 135, 225, 315), (-30, 0, 30)))
    rays = [line(polar(0, 0, radius * 1.15, a), polar(0, 0, radius * 1.15 + reach, a)) for a in turns]
    return free(
        [
            circle(0, 0, radius),
            circle(0, 0, radius * rng.uniform(0.25, 0.5), fill=rng.choice((0.0, None))),
            *rays,
        ]
    )


def _corner_fan(rng: random.Random) -> Symbol:
    """Draw the sensor in a corner: a wide sector with arcs for its range, lettered or not."""
    reach, spread = rng.uniform(2.4, 4.0), rng.uniform(35, 50)
    marks: list[Mark] = [sector((0, 0), reach, -90 - spread, -90 + spread, fill=None)]
    marks += [arc(0, 0, reach * k, -90 - spread, -90 + spread) for k in rng.choice(((), (0.5,), (0.35, 0.7)))]
    return hung([*marks, circle(0, 0, reach * 0.15, fill=0.0)] if rng.random() < 0.5 else marks)


def _dome(rng: random.Random) -> Symbol:
    """Draw the sensor as a half disc with its letters beside."""
    radius = rng.uniform(1.4, 2.3)
    marks: list[Mark] = [cap((0, 0), radius, 180.0, fill=rng.choice((None, None, 0.0)))]
    return hung([*marks, beside(rng, rng.choice(("OS", "VS", "PIR", "MS", "OCC")), marks)])


def _delta_lettered(letters: str) -> Draw:
    """Return the drawing function of a triangle with letters inside."""

    def draw(rng: random.Random) -> Symbol:
        half = rng.uniform(1.8, 2.7)
        y = half * 0.75
        return free(
            [
                triangle(0, y, (2 * half, 1.75 * half)),
                inside(rng.choice(letters.split()), 0, y - half * 0.55, half * 0.75),
            ]
        )

    return draw


def _split_ring(rng: random.Random) -> Symbol:
    """Draw the thermostat: a ring parted by a line, T above and a number or H below."""
    radius, stem = rng.uniform(1.8, 2.6), rng.choice((0.0, rng.uniform(0.6, 1.6)))
    y = -stem - radius
    below = Text(rng.choice(("1", "2", "3", "H", "C", "12")), 0, y + radius * 0.45, radius * 0.55)
    marks: list[Mark] = [
        circle(0, y, radius),
        line((-radius, y), (radius, y)),
        Text("T", 0, y - radius * 0.45, radius * 0.6),
    ]
    return hung([*marks, below, line((0, 0), (0, -stem))] if stem else [*marks, below])


def _dial(rng: random.Random) -> Symbol:
    """Draw the thermostat as a box or ring with a dial and T beside."""
    half = rng.uniform(1.2, 2.0)
    needle = line((0, -half), polar(0, -half, half * 0.65, rng.choice((-45.0, -60.0, -120.0))))
    frame: Mark = rng.choice((square(0, -half, half), circle(0, -half, half)))
    marks: list[Mark] = [frame, circle(0, -half, half * rng.uniform(0.5, 0.7)), needle]
    return hung([*marks, beside(rng, rng.choice(("T", "T", "STAT", "TC")), marks)])


def _slat(rng: random.Random) -> Symbol:
    """Draw the switch plate of European plans: a slim box on the wall with one to four rockers."""
    gangs, width, depth = rng.randint(1, 4), rng.uniform(0.9, 1.4), rng.uniform(1.4, 2.2)
    x = gangs * width / 2
    rockers = [line((-x + k * width, -depth), (-x + k * width, 0)) for k in range(1, gangs)]
    lever = line((x, -depth), (x + 0.9, -depth - 0.9))
    return hung([rectangle(-x, -depth, x, 0), *rockers, lever])


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("switch/word", "plan", LIGHT, 0.8, _typed("S1 S2 Sa Sb SK SP SM SWP SF ST", zoned=0.2)),
    ("switch/word_dollar", "plan", LIGHT, 0.8, _typed("$1 $2 $a $b $K $P $M $WP $T $F", zoned=0.2)),
    ("switch/word_box", "plan", LIGHT, 0.3, _typed("SW sw LS", zoned=0.5)),
    ("switch/typed_tail", "plan", LIGHT, 0.7, _typed("S S $", tailed=True, zoned=0.3)),
    ("switch/pen_to_wall", "plan", LIGHT, 1.0, _penned("to_wall")),
    ("switch/pen_to_wall_zoned", "plan", LIGHT, 0.6, _penned("to_wall", "a b c d K P T 2")),
    ("switch/pen_struck", "plan", LIGHT, 0.4, _penned("struck")),
    ("switch/pen_underlined", "plan", LIGHT, 0.3, _penned("underlined")),
    ("switch/pen_raised", "plan", LIGHT, 0.6, _penned("plain", "a b c K P WP 2 M")),
    ("switch/ganged", "plan", LIGHT, 0.5, _ganged),
    ("switch/rocker", "iec", LIGHT, 0.8, _rocker(1, (-55.0,))),
    ("switch/rocker_double", "iec", LIGHT, 0.4, _rocker(2, (-55.0,))),
    ("switch/rocker_gangs", "iec", LIGHT, 0.3, _rocker(1, (-35.0, -75.0))),
    ("switch/lever", "plan", LIGHT, 0.4, _lever),
    ("switch/slat", "iec", LIGHT, 0.3, _slat),
    ("three_way_switch/typed_tail", "plan", LIGHT, 0.6, _typed("S3 $3 $3", tailed=True)),
    ("three_way_switch/word_zoned", "plan", LIGHT, 0.7, _typed("S3 $3 S3a $3b S4 $4 3S", zoned=0.6)),
    ("three_way_switch/pen_to_wall", "plan", LIGHT, 1.0, _penned("to_wall", "3 3 3 4 3a 3K")),
    ("three_way_switch/pen_raised", "plan", LIGHT, 0.8, _penned("plain", "3 3 3 4 3b")),
    ("three_way_switch/pen_struck", "plan", LIGHT, 0.3, _penned("struck", "3 3 4")),
    ("three_way_switch/pen_underlined", "plan", LIGHT, 0.3, _penned("underlined", "3 3 4")),
    ("three_way_switch/rocker_star", "iec", LIGHT, 0.4, _rocker(1, (-30.0, -90.0, -150.0))),
    ("three_way_switch/rocker_crossed", "iec", LIGHT, 0.3, _rocker(1, (-45.0, 45.0, 135.0, -135.0))),
    ("dimmer/word_zoned", "plan", LIGHT, 0.7, _typed("SD $D SDM $DM DS SD3 $LVD", zoned=0.6)),
    ("dimmer/typed_tail", "plan", LIGHT, 0.5, _typed("SD $D $DM", tailed=True)),
    ("dimmer/pen_to_wall", "plan", LIGHT, 0.8, _penned("to_wall", "D D DM 3D LVD")),
    ("dimmer/pen_raised", "plan", LIGHT, 0.7, _penned("plain", "D D DM Da D3")),
    ("dimmer/pen_struck", "plan", LIGHT, 0.3, _penned("struck", "D DM")),
    ("dimmer/arrow", "iec", LIGHT, 0.5, _dimmer_arrow),
    ("dimmer/stroke_arrow", "iec", LIGHT, 0.6, _dimmer_stroke),
    ("dimmer/wedge_box", "iec", LIGHT, 0.4, _wedge_box),
    ("occupancy_sensor/word", "plan", LIGHT, 0.5, _typed("SOS SVS SOC SMS OS/S", zoned=0.2)),
    ("occupancy_sensor/pen_to_wall", "plan", LIGHT, 0.5, _penned("to_wall", "OS OC VS MS")),
    ("occupancy_sensor/pen_raised", "plan", LIGHT, 0.4, _penned("plain", "OS OC VS")),
    ("occupancy_sensor/eye", "plan", LIGHT, 0.6, _eye),
    ("occupancy_sensor/corner_fan", "plan", LIGHT, 0.5, _corner_fan),
    ("occupancy_sensor/dome", "iec", LIGHT, 0.5, _dome),
    ("occupancy_sensor/delta", "plan", LIGHT, 0.3, _delta_lettered("OS VS MS")),
    ("thermostat/split_ring", "plan", BOTH, 0.6, _split_ring),
    ("thermostat/dial", "plan", BOTH, 0.5, _dial),
    ("thermostat/delta", "plan", BOTH, 0.2, _delta_lettered("TS TH")),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight, mirror=_style == "iec")(_draw)
