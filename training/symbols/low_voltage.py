"""Data, television, fire-alarm and security devices as drawn on plans (NECA 100, NFPA 170)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from training.ink import Mark, Path, Symbol, Text, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import variant
from training.symbols.plan_parts import (
    Outline,
    beside,
    box,
    cap,
    diamond,
    free,
    hexagon,
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
FIRE = "fire_plan"
ANY = "power_plan lighting_plan fire_plan"


def _delta(rng: random.Random) -> tuple[list[Mark], float, float]:
    """Return an open outlet triangle, apex to the wall or to the room, with its half width and depth."""
    half = rng.uniform(1.3, 2.2)
    depth = half * rng.uniform(1.5, 2.0)
    stem = rng.choice((0.0, 0.0, rng.uniform(0.5, 1.4)))
    foot: list[Mark] = [line((0, 0), (0, -stem))] if stem else []
    if rng.random() < 0.5:
        return [polygon((-half, -stem), (half, -stem), (0, -stem - depth)), *foot], half, depth
    return [polygon((-half, -stem - depth), (half, -stem - depth), (0, -stem)), *foot], half, depth


def _refilled(marks: list[Mark]) -> list[Mark]:
    """Return the marks with the first one, a closed path, filled."""
    first = marks[0]
    return [polygon(*first.points, fill=0.0), *marks[1:]] if isinstance(first, Path) else marks


@variant("data_outlet/triangle", "plan", POWER, weight=1.5)
def data_triangle(rng: random.Random) -> Symbol:
    """Draw an open triangle."""
    return hung(_delta(rng)[0])


@variant("data_outlet/triangle_filled", "plan", POWER, weight=2.0)
def data_triangle_filled(rng: random.Random) -> Symbol:
    """Draw a filled triangle."""
    return hung(_refilled(_delta(rng)[0]))


@variant("data_outlet/triangle_half", "plan", POWER, weight=1.2)
def data_triangle_half(rng: random.Random) -> Symbol:
    """Draw a triangle with one half filled, voice and data."""
    marks, _, _ = _delta(rng)
    first = marks[0]
    corners = first.points if isinstance(first, Path) else ()
    half = polygon(corners[0], (0, corners[0][1]), corners[2], fill=0.0)
    return hung([*marks, half])


@variant("data_outlet/triangle_noted", "plan", POWER, weight=1.2)
def data_triangle_noted(rng: random.Random) -> Symbol:
    """Draw a triangle with a count or letter beside."""
    marks = _delta(rng)[0]
    marks = _refilled(marks) if rng.random() < 0.5 else marks
    return hung(
        [*marks, beside(rng, rng.choice(("2", "4", "D", "W", "1D", "2D", "V", "F", "AP", "C")), marks)]
    )


@variant("data_outlet/triangle_lettered", "plan", POWER, weight=1.0, mirror=False)
def data_triangle_lettered(rng: random.Random) -> Symbol:
    """Draw a triangle with a letter or number inside."""
    half = rng.uniform(1.8, 2.6)
    depth = half * rng.uniform(1.6, 1.9)
    letter = Text(rng.choice(("D", "2", "4", "V", "T", "1", "W")), 0, -depth * 0.32, half * 0.75)
    return hung([triangle(0, 0, (2 * half, depth)), letter])


@variant("data_outlet/triangle_line", "plan", POWER, weight=0.5)
def data_triangle_line(rng: random.Random) -> Symbol:
    """Draw a triangle on a line along the wall, or two side by side."""
    half = rng.uniform(1.1, 1.7)
    fill = rng.choice((None, 0.0))
    if rng.random() < 0.5:
        return hung(
            [line((-1.5 * half, 0), (1.5 * half, 0)), triangle(0, 0, (2 * half, 1.8 * half), fill=fill)]
        )
    return hung([triangle(s * half, 0, (2 * half, 1.8 * half), fill=fill) for s in (-1, 1)])


@variant("data_outlet/iec_tee", "iec", POWER, weight=0.4)
def data_iec(rng: random.Random) -> Symbol:
    """Draw the IEC telecommunication outlet: an open square bracket on a stem."""
    half, stem = rng.uniform(1.2, 1.8), rng.uniform(0.6, 1.4)
    cup = line((-half, -stem - half), (-half, -stem), (half, -stem), (half, -stem - half))
    return hung([cup, line((0, 0), (0, -stem)), Text(rng.choice(("TP", "D", "TD")), half + 1.8, -stem, 1.5)])


_LETTERED: tuple[tuple[str, Outline, str, str, float], ...] = (
    ("data_outlet/square", square, POWER, "D D DATA 2D W", 0.8),
    ("data_outlet/diamond", diamond, POWER, "D V 2", 0.4),
    ("data_outlet/ring", ring, POWER, "DV 2D V", 0.4),
    ("tv_outlet/ring", ring, POWER, "TV TV CATV", 1.5),
    ("tv_outlet/square", square, POWER, "TV TV CTV", 1.0),
    ("tv_outlet/diamond", diamond, POWER, "TV", 0.7),
    ("tv_outlet/hexagon", hexagon, POWER, "TV", 0.3),
    ("tv_outlet/box", box, POWER, "TV CATV", 0.4),
    ("pull_station/square", square, FIRE, "F F P PS MPS FP", 2.0),
    ("pull_station/box", box, FIRE, "F MPS PS FAP", 0.6),
    ("pull_station/ring", ring, FIRE, "F P MPS", 0.4),
    ("pull_station/octagon", octagon, FIRE, "F P", 0.2),
    ("horn_strobe/square", square, FIRE, "HS H/S FV SS S/S AV", 0.8),
    ("horn_strobe/diamond", diamond, FIRE, "HS H/S AV H", 0.7),
    ("horn_strobe/ring", ring, FIRE, "HS H/S AV", 0.6),
    ("other/card_reader", square, POWER, "CR KP", 0.8),
    ("other/door_contact", square, POWER, "DC DS MC", 0.5),
    ("other/intercom", square, POWER, "IC I INT", 0.5),
    ("other/nurse_call", ring, POWER, "N NC PB", 0.5),
    ("other/access_point", hexagon, POWER, "AP WAP", 0.5),
    ("other/control_panel", box, FIRE, "FACP FAAP ANN FCP NAC", 1.0),
    ("other/module", square, FIRE, "CM MM AIM ZAM R", 0.6),
    ("other/flow_switch", ring, FIRE, "FS TS WF", 0.4),
)  # fmt: skip
_ON_WALL = ("data_outlet", "tv_outlet", "pull_station", "horn_strobe")
for _name, _outline, _sheets, _strings, _weight in _LETTERED:
    _wall = _name.split("/", maxsplit=1)[0] in _ON_WALL
    _style = "fire" if _sheets == FIRE else "plan"
    variant(_name, _style, _sheets, weight=_weight, mirror=False)(lettering(_outline, _strings, wall=_wall))
for _name, _outline, _weight in (
    ("ring", ring, 2.0),
    ("hexagon", hexagon, 1.2),
    ("square", square, 0.5),
    ("octagon", octagon, 0.3),
):
    variant(f"smoke_detector/{_name}", "fire", ANY, weight=_weight, mirror=False)(
        lettering(_outline, "S SD S P SD SM DD")
    )
    variant(f"other/heat_detector_{_name}", "fire", FIRE, weight=0.3 * _weight, mirror=False)(
        lettering(_outline, "H HD R/F")
    )


@variant("tv_outlet/triangle", "plan", POWER, weight=0.8)
def tv_triangle(rng: random.Random) -> Symbol:
    """Draw an outlet triangle with TV inside or beside."""
    marks, half, depth = _delta(rng)
    if rng.random() < 0.4:
        return hung([triangle(0, 0, (2.4 * half, 1.3 * depth)), Text("TV", 0, -0.3 * depth, half * 0.6)])
    return hung([*marks, beside(rng, rng.choice(("TV", "CATV", "TV")), marks)])


@variant("tv_outlet/stem", "plan", POWER, weight=0.6, mirror=False)
def tv_stem(rng: random.Random) -> Symbol:
    """Draw a lettered circle or box on a stem to the wall."""
    half, stem = rng.uniform(1.6, 2.3), rng.uniform(0.6, 1.5)
    outline = rng.choice((ring, square))
    return hung(
        [outline(0, -stem - half, half), inside("TV", 0, -stem - half, half), line((0, 0), (0, -stem))]
    )


@variant("smoke_detector/square_ring", "fire", ANY, weight=0.5, mirror=False)
def smoke_square_ring(rng: random.Random) -> Symbol:
    """Draw a square about a circle with S or SD."""
    half = rng.uniform(1.8, 2.6)
    return free(
        [square(0, 0, half), circle(0, 0, half * 0.85), inside(rng.choice(("S", "SD")), 0, 0, half * 0.8)]
    )


@variant("smoke_detector/two_rings", "fire", ANY, weight=0.4)
def smoke_two_rings(rng: random.Random) -> Symbol:
    """Draw a ring about a dotted or lettered ring."""
    radius = rng.uniform(1.6, 2.5)
    core = rng.choice((inside("S", 0, 0, radius * 0.6), circle(0, 0, radius * 0.2, fill=0.0)))
    return free([circle(0, 0, radius), circle(0, 0, radius * 0.65), core])


@variant("smoke_detector/noted", "fire", ANY, weight=0.4, mirror=False)
def smoke_noted(rng: random.Random) -> Symbol:
    """Draw a smoke detector with its kind beside: photoelectric, ionisation, residential."""
    half = rng.uniform(1.6, 2.5)
    marks: list[Mark] = [rng.choice((ring, hexagon))(0, 0, half), inside(rng.choice(("S", "SD")), 0, 0, half)]
    return free([*marks, beside(rng, rng.choice(("P", "I", "R", "CO", "110", "EOL")), marks)])


@variant("smoke_detector/duct", "fire", FIRE, weight=0.5, mirror=False)
def smoke_duct(rng: random.Random) -> Symbol:
    """Draw the duct detector of NFPA 170: a lettered shape on a sampling tube."""
    half, reach = rng.uniform(1.6, 2.2), rng.uniform(1.0, 2.0)
    tube = [line((-half - reach, -half), (-half, -half)), line((half, -half), (half + reach, -half))]
    return hung(
        [
            rng.choice((ring, square))(0, -half, half),
            inside(rng.choice(("D", "S", "SD")), 0, -half, half),
            *tube,
        ]
    )


@variant("pull_station/tee", "fire", FIRE, weight=0.7)
def pull_tee(rng: random.Random) -> Symbol:
    """Draw a box with the T-handle of a manual station."""
    half = rng.uniform(1.5, 2.3)
    bar, stem = half * rng.uniform(0.5, 0.7), half * 0.9
    return hung(
        [
            square(0, -half, half),
            line((-bar, -half - stem / 2), (bar, -half - stem / 2)),
            line((0, -half - stem / 2), (0, -half + stem / 2)),
        ]
    )


@variant("pull_station/disc", "iec", FIRE, weight=0.5)
def pull_disc(rng: random.Random) -> Symbol:
    """Draw the European call point: a filled disc in a square, or a square with a Y."""
    half = rng.uniform(1.4, 2.2)
    if rng.random() < 0.5:
        return hung([square(0, -half, half), circle(0, -half, half * rng.uniform(0.35, 0.6), fill=0.0)])
    arms = [line((0, -half), polar(0, -half, half * 0.7, a)) for a in (90.0, -40.0, -140.0)]
    return hung([square(0, -half, half), *arms])


def _horn(x: float, y: float, size: float) -> list[Mark]:
    """Return a loudspeaker or horn that opens to the room: a throat and a flare."""
    throat = rectangle(x - size * 0.3, y - size * 0.45, x + size * 0.3, y)
    sides = ((-0.3, -0.45), (0.3, -0.45), (0.75, -1.1), (-0.75, -1.1))
    flare = polygon(*((x + size * px, y + size * py) for px, py in sides))
    return [throat, flare]


def _strobe(rng: random.Random, kinds: Sequence[str]) -> Symbol:
    """Return a notification appliance: a lettered or empty box with a horn, a strobe or both in front."""
    half, kind = rng.uniform(1.3, 2.1), rng.choice(kinds)
    marks: list[Mark] = [rng.choice((square, square, ring))(0, -half, half)]
    if rng.random() < 0.6:
        marks.append(inside(rng.choice(("F", "F", "H", "S", "V")), 0, -half, half))
    if "h" in kind:
        marks.append(_horn(0, -2 * half + half * 0.15, half)[1])
    if "x" in kind:
        marks += [line((s * half, -2 * half), (-s * half, 0)) for s in (-1, 1)]
    if "r" in kind:
        marks += [line(polar(0, -half, half * 1.45, a), polar(0, -half, half * 2.1, a)) for a in (-135, -45)]
    if "t" in kind:
        marks.append(triangle(0, -2 * half, (half * 1.6, half), fill=rng.choice((None, 0.0))))
    return hung(marks)


def _appliance(kinds: Sequence[str]) -> Callable[[random.Random], Symbol]:
    return lambda rng: _strobe(rng, kinds)


for _name, _kinds, _weight in (
    ("horn", ("h",), 1.5),
    ("horn_rays", ("hr",), 1.0),
    ("triangle", ("t",), 0.7),
    ("rays", ("r",), 0.6),
):
    variant(f"horn_strobe/{_name}", "fire", FIRE, weight=_weight, mirror=False)(_appliance(_kinds))


@variant("horn_strobe/speaker", "fire", FIRE, weight=0.8)
def speaker_strobe(rng: random.Random) -> Symbol:
    """Draw a loudspeaker in a square or circle, with strobe rays or a diamond behind."""
    half = rng.uniform(1.7, 2.5)
    marks: list[Mark] = [rng.choice((square, ring))(0, -half, half), *_horn(0, -half * 0.6, half * 0.75)]
    if rng.random() < 0.6:
        marks += [line((s * half * 0.75, -2.1 * half), (s * half * 1.2, -2.6 * half)) for s in (-1, 1)]
    return hung(marks)


@variant("horn_strobe/bell", "fire", FIRE, weight=0.4)
def bell_strobe(rng: random.Random) -> Symbol:
    """Draw a sounder: a half disc on a stem with a strobe's arc or star."""
    radius, stem = rng.uniform(1.3, 2.0), rng.uniform(0.6, 1.2)
    star = [
        line(polar(0, -stem - radius * 1.6, 0.3, a), polar(0, -stem - radius * 1.6, 0.9, a))
        for a in range(0, 360, 60)
    ]
    marks: list[Mark] = [cap((0, -stem), radius, 180.0, fill=None), line((0, 0), (0, -stem))]
    return hung([*marks, *rng.choice((star, [arc(0, -stem, radius * 1.35, 225.0, 315.0)]))])
