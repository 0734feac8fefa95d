"""Devices whose letters name them, in the frames and on the feet that offices give them (NECA 100, NFPA 170).

A frame goes around the letters, a foot leads to the wall; each class says which of them it is drawn with.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from training.ink import Mark, Path, Symbol, arc, bounds, circle, line, polygon, rectangle
from training.symbols.catalogue import drafted
from training.symbols.plan_parts import free, hung, inside, polar, regular, ring, square
from training.symbols.shapes import placed

Frame = Callable[[random.Random, float], tuple[list[Mark], float]]
"""Random source and half size in mm to the marks about the origin, and half the room that letters have."""

ANY: Final = "power_plan lighting_plan fire_plan"
POWER: Final = "power_plan"
LIGHT: Final = "lighting_plan"
BOTH: Final = "power_plan lighting_plan"
FIRE: Final = "fire_plan"


def _double_ring(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw two rings close together."""
    inner = half * rng.uniform(0.78, 0.88)
    return [circle(0, 0, half), circle(0, 0, inner)], inner


def _double_square(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw two squares close together."""
    inner = half * rng.uniform(0.76, 0.86)
    return [square(0, 0, half), square(0, 0, inner)], inner


def _ring_in_square(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a ring that touches the square about it, or nearly does."""
    inner = half * rng.uniform(0.86, 1.0)
    return [square(0, 0, half), circle(0, 0, inner)], inner * 0.9


def _square_in_ring(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a square whose corners touch the ring about it."""
    inner = half * rng.uniform(0.62, 0.7)
    return [circle(0, 0, half), square(0, 0, inner)], inner


def _capsule(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a lying capsule."""
    reach = half * rng.uniform(0.5, 1.0)
    sides: list[Mark] = [line((-reach, s * half), (reach, s * half)) for s in (-1, 1)]
    ends = [arc(reach, 0, half, -90, 90), arc(-reach, 0, half, 90, 270)]
    return [*sides, *ends], half * 1.05


def _chamfered(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a square with cut corners."""
    c = half * rng.uniform(0.55, 0.75)
    corners = [(c, half), (half, c), (half, -c), (c, -half), (-c, -half), (-half, -c), (-half, c), (-c, half)]
    return [polygon(*corners)], half


def _upright_hexagon(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a hexagon that stands on a corner."""
    return [regular((0, 0), half * rng.uniform(1.1, 1.2), 6, turn=90)], half * 0.9


def _house(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a box with a pointed front."""
    tip = half * rng.uniform(1.5, 1.9)
    return [polygon((-half, half), (half, half), (half, -half), (0, -tip), (-half, -half))], half


def _half_round(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a box with a round front, as a D."""
    depth = half * rng.uniform(0.6, 1.0)
    sides = line((-half, 0), (-half, depth), (half, depth), (half, 0))
    return [sides, arc(0, 0, half, 180, 360)], half * 0.9


def _ticked_ring(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a ring with a tick on each side, or on two."""
    reach, turns = (
        half * rng.uniform(1.25, 1.5),
        rng.choice(((0, 90, 180, 270), (0, 180), (45, 135, 225, 315))),
    )
    return [circle(0, 0, half), *(line(polar(0, 0, half, a), polar(0, 0, reach, a)) for a in turns)], half


def _winged_square(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a square with a tick on two opposite sides."""
    reach = half * rng.uniform(1.3, 1.7)
    return [square(0, 0, half), *(line((s * half, 0), (s * reach, 0)) for s in (-1, 1))], half


def _filled_corner(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a square with one corner filled."""
    c = half * rng.uniform(0.55, 0.85)
    corner = polygon((half, -half), (half - c, -half), (half, -half + c), fill=0.0)
    return [square(0, 0, half), corner], half * 0.85


def _titled(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a box with a filled or open band at its foot."""
    band = half * rng.uniform(0.3, 0.5)
    foot = rectangle(-half, half, half, half + band, fill=rng.choice((0.0, None)))
    return [square(0, 0, half), foot], half


def _tall(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a standing rectangle."""
    y = half * rng.uniform(1.3, 1.7)
    return [rectangle(-half, -y, half, y)], half


def _wide(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a lying rectangle of any length."""
    x = half * rng.uniform(1.2, 2.2)
    return [rectangle(-x, -half, x, half)], min(x, half * 1.3)


def _bare_ring(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a ring."""
    del rng
    return [ring(0, 0, half)], half


def _bare_square(rng: random.Random, half: float) -> tuple[list[Mark], float]:
    """Draw a square."""
    del rng
    return [square(0, 0, half)], half


FRAMES: Final[dict[str, Frame]] = {
    "double_ring": _double_ring,
    "double_square": _double_square,
    "ring_in_square": _ring_in_square,
    "square_in_ring": _square_in_ring,
    "capsule": _capsule,
    "chamfered": _chamfered,
    "upright_hexagon": _upright_hexagon,
    "house": _house,
    "half_round": _half_round,
    "ticked_ring": _ticked_ring,
    "winged_square": _winged_square,
    "filled_corner": _filled_corner,
    "titled": _titled,
    "tall": _tall,
    "wide": _wide,
    "ring": _bare_ring,
    "square": _bare_square,
}


def _on_foot(rng: random.Random, depth: float, foot: str) -> tuple[list[Path], float]:
    """Return a foot's marks and where the frame's centre comes to lie above the wall."""
    if foot == "none":
        return [], -depth
    rise = rng.uniform(0.6, 2.2)
    if foot == "pair":
        gap = rng.uniform(0.25, 0.6)
        return [line((s * gap, 0), (s * gap, -rise)) for s in (-1, 1)], -rise - depth
    base = [line((-depth * 0.6, 0), (depth * 0.6, 0))] if foot == "based" else []
    return [line((0, 0), (0, -rise)), *base], -rise - depth


def device(frame: Frame, strings: str, foot: str = "") -> Callable[[random.Random], Symbol]:
    """Return the drawing function of one of the space-separated strings in a frame, free-standing without a foot."""

    def draw(rng: random.Random) -> Symbol:
        marks, room = frame(rng, rng.uniform(1.4, 2.7))
        text = inside(rng.choice(strings.split()), 0, 0, room * rng.uniform(0.85, 1.05))
        if not foot:
            return free([*marks, text])
        legs, y = _on_foot(rng, bounds(marks)[3], foot)
        return hung([*placed([*marks, text], dy=y), *legs])

    return draw


_SETS: Final[tuple[tuple[str, str, str, str, str, float], ...]] = (
    # class, sheets, strings, frames of the free-standing, frames at a wall with their feet, weight of each
    ("junction_box", BOTH, "J J J JB", "double_ring ring_in_square ticked_ring winged_square chamfered",
     "square:stem ring:based ring:pair double_ring:stem upright_hexagon:none", 0.5),
    ("thermostat", BOTH, "T T T TS", "", "double_ring:none square:stem ring_in_square:none house:none half_round:none"
     " capsule:none ring:based titled:none tall:none", 0.5),
    ("occupancy_sensor", BOTH, "OS OS OC VS MS PIR O WS", "double_ring double_square ring_in_square capsule"
     " ticked_ring winged_square filled_corner upright_hexagon", "ring:stem half_round:none house:none", 0.5),
    ("dimmer", LIGHT, "D D DM DIM", "", "double_ring:none square:stem capsule:none titled:none wide:none"
     " tall:none", 0.3),
    ("smoke_detector", ANY, "S S SD SM", "double_ring double_square ring_in_square square_in_ring ticked_ring capsule"
     " chamfered filled_corner", "ring:stem square:stem", 0.5),
    ("pull_station", FIRE, "F F P PS MPS MCP FA", "", "double_square:none square:stem titled:none tall:none house:none"
     " ring_in_square:none filled_corner:none ring:stem winged_square:none", 0.4),
    ("horn_strobe", FIRE, "HS H/S FV F/S AV SV", "ring_in_square double_ring", "square:stem capsule:none wide:none"
     " double_square:none house:none winged_square:none", 0.4),
    ("tv_outlet", POWER, "TV TV CATV CTV", "", "double_ring:none ring_in_square:none capsule:none square:stem wide:stem"
     " house:none half_round:none titled:none ring:pair upright_hexagon:stem", 0.5),
    ("data_outlet", POWER, "D D V 2D TO LAN", "", "house:none half_round:none square:stem ring:stem titled:none"
     " double_square:none upright_hexagon:none", 0.3),
    ("ev_charger", POWER, "EV EV EVC EVSE", "double_square double_ring ring_in_square capsule upright_hexagon",
     "house:none tall:none titled:none ring:stem half_round:none wide:stem", 0.5),
    ("floor_box", POWER, "FB FB FO FR PT", "double_square double_ring ring_in_square chamfered winged_square"
     " capsule", "", 0.4),
    ("motor", POWER, "M M M MOT", "double_ring square ring_in_square winged_square upright_hexagon ticked_ring",
     "ring:stem ring:pair", 0.35),
    ("generator", POWER, "G G GEN", "double_ring ring_in_square wide ticked_ring", "", 0.3),
    ("meter", POWER, "kWh WH kWH MTR WHM", "", "double_ring:none ring_in_square:none titled:none ring:stem"
     " square:stem", 0.3),
    ("transformer", POWER, "XF TX TR XFMR T-1", "double_square ring_in_square wide double_ring", "", 0.3),
    ("exit_sign", "lighting_plan fire_plan", "EXIT EX X", "double_square double_ring capsule",
     "square:stem wide:stem titled:none house:none", 0.35),
    ("emergency_light", "lighting_plan fire_plan", "EM EM E EL EBU", "double_square double_ring ring_in_square capsule"
     " filled_corner", "square:stem wide:stem", 0.35),
    ("disconnect_switch", POWER, "DS D SW", "", "square:stem double_square:none filled_corner:none", 0.3),
    ("contactor", BOTH, "C LC K", "double_square double_ring", "", 0.1),
    ("panelboard", BOTH, "LP PP DB MDB DP", "", "wide:none titled:none filled_corner:none", 0.4),
    ("other", FIRE, "H HD RR HT FT", "double_ring ring_in_square square_in_ring ticked_ring double_square", "", 0.25),
    ("other", POWER, "SP PA CR KP WAP CAM IC", "double_ring ring_in_square double_square capsule house",
     "square:stem half_round:none", 0.25),
)  # fmt: skip

for _class, _sheets, _strings, _frees, _walls, _weight in _SETS:
    _style = "fire" if _sheets == FIRE else "plan"
    _suffix = "_fire" if _class == "other" and _sheets == FIRE else ""
    for _frame in _frees.split():
        drafted(f"{_class}/free_{_frame}{_suffix}", _style, _sheets, weight=_weight, mirror=False)(
            device(FRAMES[_frame], _strings)
        )
    for _frame, _foot in (_pair.split(":") for _pair in _walls.split()):
        drafted(f"{_class}/wall_{_frame}_{_foot}", _style, _sheets, weight=_weight, mirror=False)(
            device(FRAMES[_frame], _strings, _foot)
        )
