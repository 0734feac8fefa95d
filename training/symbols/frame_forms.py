"""More frames for devices whose letters name them: tags, shields, parted and marked rings, broken and heavy boxes.

Each class is drawn with the frames that offices put its letters into (NECA 100, NFPA 170, ISA-5.1).
"""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial
from typing import Final

from training.ink import Mark, Symbol, Text, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import drafted
from training.symbols.lettered import ANY, BOTH, FIRE, LIGHT, POWER, Frame, device
from training.symbols.plan_parts import cap, free, hung, polar, regular, sector, square
from training.symbols.shapes import open_or_filled

EMERGENCY: Final = "lighting_plan fire_plan"


def _pentagon(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a pentagon, its point up."""
    del rng
    return [regular((0, 0), half * 1.25, 5, turn=-90)], half * 0.85


def _shield(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a box with a pointed foot."""
    tip = half * rng.uniform(1.4, 1.8)
    return [
        polygon((-half, -half), (half, -half), (half, half * 0.5), (0, tip), (-half, half * 0.5))
    ], half * 0.9


def _trapezoid(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a trapezoid, the long side at the wall or to the room."""
    short, side = half * rng.uniform(0.7, 1.0), rng.choice((-1, 1))
    long = half * rng.uniform(1.3, 1.7)
    return [
        polygon((-short, -side * half), (short, -side * half), (long, side * half), (-long, side * half))
    ], half


def _broken(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a square or ring in a broken line."""
    dash = rng.choice(((0.8, 0.4), (0.5, 0.4), (1.2, 0.5)))
    frame = rng.choice((square, circle))(0, 0, half)
    return [replace(frame, dash=dash)], half


def _heavy(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a square or ring with a heavy pen."""
    frame = rng.choice((square, circle))(0, 0, half)
    return [replace(frame, width=rng.uniform(2.0, 3.5))], half * 0.9


def _tagged(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a ring on a small filled or open triangle that points to the wall."""
    foot = half * rng.uniform(0.4, 0.7)
    return [
        circle(0, 0, half),
        polygon((-foot, half * 0.95), (foot, half * 0.95), (0, half + foot * 1.3), fill=open_or_filled(rng)),
    ], half


def _footed(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a ring whose lower cap is filled or parted off."""
    spread = rng.uniform(35.0, 55.0)
    chord = replace(arc(0, 0, half, 90 - spread, 90 + spread), closed=True, fill=open_or_filled(rng))
    return [circle(0, 0, half), chord], half * 0.75


def _eared(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a ring with a small box, disc or ring at its side or at both."""
    size, sides = half * rng.uniform(0.25, 0.4), rng.choice(((-1, 1), (1,)))
    shape = rng.choice((square, circle))
    return [
        circle(0, 0, half),
        *(shape(s * (half + size), 0, size, fill=open_or_filled(rng)) for s in sides),
    ], half


def _barred(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a square or ring with a filled or open strip at its left or above it."""
    band = half * rng.uniform(0.25, 0.45)
    frame = rng.choice((square, circle))(0, 0, half)
    strips = (
        rectangle(-half - band, -half, -half, half, fill=open_or_filled(rng)),
        rectangle(-half, -half - band, half, -half, fill=open_or_filled(rng)),
    )
    return [frame, rng.choice(strips)], half * 0.95


def _rounded(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a square or lying box with round corners."""
    x, r = half * rng.choice((1.0, 1.0, 1.5)), half * rng.uniform(0.3, 0.6)
    sides: list[Mark] = [line((-x + r, s * half), (x - r, s * half)) for s in (-1, 1)]
    sides += [line((s * x, -half + r), (s * x, half - r)) for s in (-1, 1)]
    corners = (
        (x - r, half - r, 0),
        (-x + r, half - r, 90),
        (-x + r, -half + r, 180),
        (x - r, -half + r, 270),
    )
    return [*sides, *(arc(cx, cy, r, a, a + 90) for cx, cy, a in corners)], half


def _boxed_diamond(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a diamond in a square or ring."""
    frame: Mark = square(0, 0, half) if rng.random() < 0.6 else circle(0, 0, half)
    return [frame, regular((0, 0), half, 4)], half * 0.6


def _drop(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a ring drawn out to a point, as a pin on a map."""
    tip = half * rng.uniform(1.6, 2.2)
    return [arc(0, 0, half, 140, 400), line(polar(0, 0, half, 140), (0, tip), polar(0, 0, half, 40))], half


FORMS: Final[dict[str, Frame]] = {
    "pentagon": _pentagon,
    "shield": _shield,
    "trapezoid": _trapezoid,
    "broken": _broken,
    "heavy": _heavy,
    "tagged": _tagged,
    "footed": _footed,
    "eared": _eared,
    "barred": _barred,
    "rounded": _rounded,
    "boxed_diamond": _boxed_diamond,
    "drop": _drop,
}


def parted(rng: random.Random, above: str, below: str, *, wall: bool) -> Symbol:
    """Return a ring, square or hexagon parted by a level line, letters above it and a number below."""
    half = rng.uniform(1.7, 2.8)
    y = -half - rng.choice((0.0, rng.uniform(0.6, 1.6))) if wall else 0.0
    shape = rng.choice((square, circle, circle))
    top, foot = rng.choice(above.split()), rng.choice(below.split())
    marks: list[Mark] = [shape(0, y, half), line((-half, y), (half, y))]
    for string, side in ((top, -0.46), (foot, 0.46)):
        marks.append(Text(string, 0, y + side * half, min(half * 0.62, half * 1.3 / len(string))))
    if wall and -y - half > 0.1:
        marks.append(line((0, 0), (0, y + half)))
    return hung(marks) if wall else free(marks)


def halved(rng: random.Random, strings: str) -> Symbol:
    """Return a ring or square, one half or quarter filled, its letters in the open part or beside."""
    half = rng.uniform(1.5, 2.5)
    turn = rng.choice((0.0, 90.0, 180.0, 270.0))
    string = rng.choice(strings.split())
    size = half * 0.55
    if rng.random() < 0.5:
        marks: list[Mark] = [
            circle(0, 0, half),
            cap((0, 0), half, turn) if rng.random() < 0.5 else sector((0, 0), half, turn, turn + 90),
        ]
    else:
        corners = ((-half, -half), (half, -half), (half, half), (-half, half))
        k = int(turn // 90)
        marks = [
            square(0, 0, half),
            polygon(corners[k], corners[(k + 1) % 4], corners[(k + 2) % 4], fill=0.0),
        ]
    x = half + 0.6 + 0.4 * size * len(string)
    return free([*marks, Text(string, rng.choice((-1, 1)) * x, rng.uniform(-1, 1) * half * 0.5, size)])


_SETS: Final[tuple[tuple[str, str, str, str, str, float], ...]] = (
    # class, sheets, strings, frames of the free-standing, frames at a wall with their feet, weight of each
    ("junction_box", BOTH, "J JB J1", "broken rounded eared footed", "tagged:none pentagon:none drop:none", 0.3),
    ("thermostat", BOTH, "T T TS TC", "", "shield:none footed:stem rounded:none drop:none barred:none", 0.3),
    ("occupancy_sensor", BOTH, "OS VS PIR O", "footed eared heavy rounded", "shield:none drop:none", 0.3),
    ("dimmer", LIGHT, "D DM DIM", "", "rounded:none barred:none shield:none footed:none", 0.25),
    ("smoke_detector", ANY, "S SD S SI P", "heavy footed eared rounded barred boxed_diamond", "tagged:none", 0.3),
    ("pull_station", FIRE, "F P PS MPS FS", "", "shield:none heavy:none barred:none trapezoid:none rounded:none", 0.3),
    ("horn_strobe", FIRE, "HS H/S FV AV", "", "barred:none trapezoid:none shield:none tagged:none rounded:none", 0.3),
    ("tv_outlet", POWER, "TV CATV CTV T", "", "shield:none trapezoid:none tagged:none rounded:stem heavy:none", 0.3),
    ("data_outlet", POWER, "D V 2D LAN TEL", "", "shield:none trapezoid:none rounded:none barred:none drop:none", 0.25),
    ("ev_charger", POWER, "EV EVC EVSE", "boxed_diamond barred", "shield:none drop:none tagged:none", 0.3),
    ("floor_box", POWER, "FB FB FO FPT", "rounded heavy broken barred boxed_diamond eared", "", 0.3),
    ("motor", POWER, "M M MOT", "eared footed rounded barred", "tagged:none", 0.25),
    ("generator", POWER, "G GEN EG", "barred eared", "", 0.2),
    ("meter", POWER, "M kWh WHM EM", "", "barred:none rounded:none heavy:stem footed:none", 0.2),
    ("transformer", POWER, "T TX XFMR T1", "barred rounded broken heavy", "", 0.25),
    ("exit_sign", EMERGENCY, "EXIT EX X", "rounded heavy barred eared", "trapezoid:none pentagon:stem", 0.25),
    ("emergency_light", EMERGENCY, "EM E EL", "rounded heavy footed eared barred", "tagged:none shield:none", 0.3),
    ("special_receptacle", POWER, "R D W SP", "", "heavy:stem footed:pair rounded:none barred:none eared:stem", 0.3),
    ("luminaire", LIGHT, "A B C A1 F2", "heavy broken footed eared rounded", "tagged:none drop:none", 0.3),
    ("panelboard", BOTH, "LP PP DB EP", "", "barred:none heavy:none rounded:none", 0.25),
    ("other", FIRE, "H HD RR HT WF TS", "heavy footed eared barred boxed_diamond", "", 0.2),
    ("other", POWER, "SP PA CR KP CAM IC", "rounded heavy eared boxed_diamond", "shield:none drop:none", 0.2),
)  # fmt: skip
_PARTED: Final = (
    ("smoke_detector", ANY, "S SD", "1 2 3 A CO", False),
    ("occupancy_sensor", BOTH, "OS VS MS", "1 2 a 360", False),
    ("junction_box", BOTH, "J JB", "1 2 P", False),
    ("thermostat", BOTH, "T TS", "A B 1 AHU", True),
    ("pull_station", FIRE, "F P", "1 2 A", True),
    ("horn_strobe", FIRE, "HS AV", "15 75 110 cd", True),
    ("motor", POWER, "M 5 10", "EF 1 480 HP", False),
    ("ev_charger", POWER, "EV", "L2 1 48A", True),
    ("tv_outlet", POWER, "TV", "1 R W", True),
    ("data_outlet", POWER, "D V W", "1 2 4", True),
    ("special_receptacle", POWER, "30 50 20", "240 208 2P 3P", True),
    ("emergency_light", EMERGENCY, "EM EL", "1 2 A", False),
)
_HALVED: Final = (
    ("emergency_light", EMERGENCY, "E EM NL"),
    ("floor_box", POWER, "FB F FP"),
    ("special_receptacle", POWER, "240V 30A 208V"),
    ("exit_sign", EMERGENCY, "X EX"),
    ("junction_box", BOTH, "J JB"),
)


def _register() -> None:
    for name, sheets, strings, frees, walls, weight in _SETS:
        style = "fire" if sheets == FIRE else "plan"
        suffix = "_fire" if name == "other" and sheets == FIRE else ""
        for frame in frees.split():
            drafted(f"{name}/free_{frame}{suffix}", style, sheets, weight=weight, mirror=False)(
                device(FORMS[frame], strings)
            )
        for frame, foot in (pair.split(":") for pair in walls.split()):
            drafted(f"{name}/wall_{frame}_{foot}", style, sheets, weight=weight, mirror=False)(
                device(FORMS[frame], strings, foot)
            )
    for name, sheets, above, below, wall in _PARTED:
        draw = partial(parted, above=above, below=below, wall=wall)
        drafted(
            f"{name}/parted_frame", "fire" if sheets == FIRE else "plan", sheets, weight=0.4, mirror=False
        )(draw)
    for name, sheets, strings in _HALVED:
        drafted(f"{name}/halved", "plan", sheets, weight=0.4, mirror=False)(partial(halved, strings=strings))


_register()
