"""Further habits of drawing sockets of Europe and Australia, and outlets for one purpose (IEC 60617-11, NECA 100)."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Final

from training.ink import Mark, Symbol, arc, circle, line
from training.symbols.catalogue import drafted
from training.symbols.outlet_habits import body, level_on_stem, noted, quad_tailed, slot, two_lines
from training.symbols.plan_parts import cap, hung, inside, polar, regular
from training.symbols.wiring import POWER, Device

SPECIAL_NOTES: Final = (
    "240V",
    "208V",
    "50A",
    "30A",
    "L6-30R",
    "14-50R",
    "6-20R",
    "R",
    "D",
    "RANGE",
    "3PH",
    "WELD",
)
EUROPEAN_NOTES: Final = ("WP", "IP44", "EX", "1", "2", "FR", "UPS", "WM", "DW", "CKR")


def cup(rng: random.Random) -> list[Mark]:
    """Draw the European outlet: a half circle or deeper bow on its stem, with bars and ticks for its number."""
    radius, stem = rng.uniform(1.2, 2.2), rng.uniform(0.8, 2.2)
    spread = rng.choice((90.0, 90.0, rng.uniform(70.0, 110.0)))
    y = -stem - radius
    marks: list[Mark] = [arc(0, y, radius, 90 - spread, 90 + spread), line((0, 0), (0, -stem))]
    bar = radius * rng.uniform(0.5, 1.0)
    if rng.random() < 0.6:
        marks.append(line((-bar, -stem), (bar, -stem)))
    for k in range(rng.choice((0, 0, 1, 2, 3))):
        at = -stem * (0.25 + 0.25 * k)
        marks.append(line((-0.5, at + 0.35), (0.5, at - 0.35)))
    return marks


def cup_filled(rng: random.Random) -> list[Mark]:
    """Draw the filled European outlet, the weatherproof or protected one, with a bar or not."""
    radius, stem = rng.uniform(1.2, 2.0), rng.uniform(0.7, 2.0)
    bar = radius * rng.uniform(1.0, 1.3)
    marks: list[Mark] = [cap((0, -stem - radius), radius, 0.0), line((0, 0), (0, -stem))]
    return [*marks, line((-bar, -stem), (bar, -stem))] if rng.random() < 0.6 else marks


def cup_twin(rng: random.Random) -> list[Mark]:
    """Draw the twin European outlet: two cups side by side on a common bar, open or filled."""
    radius, stem = rng.uniform(0.9, 1.5), rng.uniform(0.8, 1.6)
    fill = rng.choice((None, 0.0))
    y = -stem - radius
    cups: list[Mark] = [
        cap((s * radius, y), radius, 0.0, fill=fill) if fill == 0.0 else arc(s * radius, y, radius, 0, 180)
        for s in (-1, 1)
    ]
    return [*cups, line((-2 * radius, -stem), (2 * radius, -stem)), line((0, 0), (0, -stem))]


def cup_switched(rng: random.Random) -> list[Mark]:
    """Draw the switched outlet of British and Australian plans: a cup with a switch's stroke at its side."""
    radius, stem = rng.uniform(1.2, 2.0), rng.uniform(0.8, 1.8)
    y = -stem - radius
    foot = polar(0, y, radius, 20.0)
    tip = polar(*foot, rng.uniform(1.2, 2.0), -50.0)
    tick = line(tip, polar(*tip, rng.uniform(0.5, 0.9), 40.0))
    half: Mark = rng.choice((arc(0, y, radius, 0, 180), cap((0, y), radius, 0.0)))
    return [half, line((0, 0), (0, -stem)), line(foot, tip), tick]


def _with_letter(strings: Sequence[str]) -> Callable[[random.Random], Symbol]:
    """Return the drawing function of a circle with a letter inside, on a pair of lines."""

    def draw(rng: random.Random) -> Symbol:
        radius, foot, gap = rng.uniform(1.6, 2.4), rng.uniform(0.6, 1.8), rng.uniform(0.25, 0.5)
        y = -radius - foot
        feet = two_lines(radius, gap, (0.0, -y - radius * math.sqrt(1 - gap * gap)))
        return hung([circle(0, y, radius), *feet, inside(rng.choice(strings), 0, y, radius)])

    return draw


def filled_stems(rng: random.Random) -> list[Mark]:
    """Draw a filled disc on one line or three: the special-purpose outlet."""
    radius, y, _ = body(rng)
    over = radius * rng.choice((0.0, rng.uniform(0.3, 0.8)))
    xs = rng.choice(((0.0,), (-0.5, 0.0, 0.5)))
    return [
        circle(0, y, radius, fill=0.0),
        *(line((x * radius, 0), (x * radius, y - radius * 0.8 - over)) for x in xs),
    ]


def triangle_pair(rng: random.Random) -> list[Mark]:
    """Draw a circle with a triangle, on a pair of lines to the wall."""
    radius, y, foot = body(rng)
    shape = regular(
        (0, y),
        radius * rng.uniform(0.6, 0.95),
        3,
        turn=rng.choice((-90.0, 90.0)),
        fill=rng.choice((0.0, 0.0, None)),
    )
    return [
        circle(0, y, radius),
        shape,
        *two_lines(radius, rng.uniform(0.2, 0.45), (0.0, foot + radius * 0.1)),
    ]


def ring_and_dot(rng: random.Random) -> list[Mark]:
    """Draw a ring about a dot or a smaller ring, on a stem: a range, dryer or welder."""
    radius, y, foot = body(rng)
    inner = circle(0, y, radius * rng.uniform(0.25, 0.6), fill=rng.choice((0.0, None)))
    return [circle(0, y, radius), inner, line((0, 0), (0, -foot))]


def three_tailed(rng: random.Random) -> list[Mark]:
    """Draw a circle with three lines that go on to the wall, closed by a bar or not."""
    radius, y, _ = body(rng)
    gap, over = rng.uniform(0.4, 0.6), radius * rng.choice((0.8, 0.8, rng.uniform(1.1, 1.4)))
    lines = [line((x * radius, 0), (x * radius, y - over)) for x in (-gap, 0.0, gap)]
    bar = radius * rng.uniform(0.7, 1.1)
    return [circle(0, y, radius), *lines, *([line((-bar, 0), (bar, 0))] if rng.random() < 0.4 else [])]


_EUROPEAN: Final[tuple[tuple[str, Device, float], ...]] = (
    ("cup", cup, 0.8),
    ("cup_filled", cup_filled, 0.5),
    ("cup_twin", cup_twin, 0.4),
    ("cup_switched", cup_switched, 0.5),
)
_SPECIAL: Final[tuple[tuple[str, Device, float, float], ...]] = (
    ("filled_stems", filled_stems, 0.6, 0.7),
    ("triangle_pair", triangle_pair, 0.7, 0.3),
    ("ring_and_dot", ring_and_dot, 0.5, 0.5),
    ("three_tailed", three_tailed, 0.9, 0.8),
    ("quad_named", quad_tailed, 0.3, 1.0),
    ("slot_named", slot, 0.4, 1.0),
    ("level_named", level_on_stem, 0.3, 1.0),
    ("cup_named", cup_filled, 0.3, 1.0),
)
for _name, _device, _weight in _EUROPEAN:
    drafted(f"receptacle/{_name}", "iec", POWER, weight=_weight)(noted(_device, EUROPEAN_NOTES, 0.35))
    drafted(f"gfci_receptacle/{_name}", "iec", POWER, weight=0.3)(
        noted(_device, ("RCD", "GFCI", "RCBO", "GFI"), 1.0)
    )
for _name, _device, _weight, _noted in _SPECIAL:
    drafted(f"special_receptacle/{_name}", "plan", POWER, weight=_weight)(
        noted(_device, SPECIAL_NOTES, _noted)
    )
drafted("gfci_receptacle/letter_inside", "plan", POWER, weight=0.7, mirror=False)(
    _with_letter(("G", "G", "GFI", "GF"))
)
drafted("special_receptacle/letter_inside", "plan", POWER, weight=0.6, mirror=False)(
    _with_letter(("R", "D", "W", "30", "50", "3P", "S", "X"))
)
