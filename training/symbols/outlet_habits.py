"""Further habits of drawing receptacles on plans: offices of North America, Europe, the United Kingdom and Australia.

Sources: NECA 100, IEC 60617-11, AS/NZS 1102.111, and what CAD blocks of offices have in common. The drawings are ours.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Final

from training.ink import Mark, Symbol, Text, bounds, circle, ellipse, line, rectangle
from training.symbols.catalogue import drafted
from training.symbols.plan_parts import beside, hung, sector
from training.symbols.wiring import GFI_NOTES, NOTES, POWER, Device


def body(rng: random.Random) -> tuple[float, float, float]:
    """Return a receptacle's radius, its centre's y, and the foot between it and the wall."""
    radius = rng.uniform(1.1, 2.1)
    foot = radius * rng.choice((rng.uniform(0.15, 0.6), rng.uniform(0.6, 1.6)))
    return radius, -radius - foot, foot


def two_lines(radius: float, gap: float, ends: tuple[float, float], width: float = 1.0) -> list[Mark]:
    """Return two lines square to the wall, `gap` radii from the middle, between two heights above the wall."""
    x = gap * radius
    return [line((s * x, -ends[0]), (s * x, -ends[1]), width=width) for s in (-1, 1)]


def slot(rng: random.Random) -> list[Mark]:
    """Draw a circle with a slim closed box from the wall to its far edge."""
    radius, y, _ = body(rng)
    x, top = radius * rng.uniform(0.2, 0.45), -y + radius * rng.choice((0.7, 0.9, 1.0, 1.25))
    return [circle(0, y, radius), rectangle(-x, -top, x, 0)]


def pair_and_tail(rng: random.Random) -> list[Mark]:
    """Draw a duplex circle whose two lines join the one line that leads to the wall."""
    radius, y, foot = body(rng)
    gap = rng.uniform(0.22, 0.42)
    reach = radius * math.sqrt(1 - gap * gap)
    low = rng.choice((reach, radius + foot * 0.5))
    marks = [circle(0, y, radius), *two_lines(radius, gap, (-y - low, -y + reach))]
    return [*marks, line((-gap * radius, y + low), (gap * radius, y + low)), line((0, y + low), (0, 0))]


def pair_at_bar(rng: random.Random) -> list[Mark]:
    """Draw a duplex circle whose lines end at a bar along the wall."""
    radius, y, _ = body(rng)
    gap, bar = rng.uniform(0.22, 0.45), radius * rng.uniform(0.7, 1.3)
    top = -y + radius * rng.choice((1.0, 1.0, rng.uniform(1.1, 1.6))) * math.sqrt(1 - gap * gap)
    return [circle(0, y, radius), *two_lines(radius, gap, (0.0, top)), line((-bar, 0), (bar, 0))]


def level_on_stem(rng: random.Random) -> list[Mark]:
    """Draw a circle with two chords along the wall, on a stem."""
    radius, y, foot = body(rng)
    gap, over = rng.uniform(0.2, 0.4), rng.choice((0.0, 0.0, rng.uniform(0.2, 0.6)))
    half = radius * (math.sqrt(1 - gap * gap) + over)
    chords = [line((-half, y + s * gap * radius), (half, y + s * gap * radius)) for s in (-1, 1)]
    return [circle(0, y, radius), *chords, line((0, 0), (0, -foot))]


def chords_on_stem(rng: random.Random) -> list[Mark]:
    """Draw a circle with two chords square to the wall, on a stem."""
    radius, y, foot = body(rng)
    gap = rng.uniform(0.22, 0.45)
    reach = radius * math.sqrt(1 - gap * gap)
    return [circle(0, y, radius), *two_lines(radius, gap, (-y - reach, -y + reach)), line((0, 0), (0, -foot))]


def bold_pair(rng: random.Random) -> list[Mark]:
    """Draw a duplex circle with heavy lines, or a heavy circle with light ones."""
    radius, y, foot = body(rng)
    gap, pens = rng.uniform(0.28, 0.48), rng.choice(((1.0, 2.4), (2.2, 1.0)))
    ends = rng.choice(((0.0, -y + radius * 0.9), (foot, -y + radius), (foot * 0.3, -y + radius + foot * 0.7)))
    return [circle(0, y, radius, width=pens[0]), *two_lines(radius, gap, ends, pens[1])]


def blades(rng: random.Random) -> list[Mark]:
    """Draw a circle with two short blades that touch nothing, at times with the round earth hole."""
    radius, y, foot = body(rng)
    gap, half = rng.uniform(0.28, 0.45), radius * rng.uniform(0.3, 0.55)
    marks = [circle(0, y, radius), *two_lines(radius, gap, (-y - half, -y + half), rng.choice((1.0, 1.8)))]
    hole: list[Mark] = [circle(0, y + radius * 0.62, radius * 0.14)] if rng.random() < 0.5 else []
    return [*marks, *hole, *([line((0, 0), (0, -foot))] if rng.random() < 0.5 else [])]


def oval(rng: random.Random) -> list[Mark]:
    """Draw an oval along the wall with two lines across it."""
    radius, y, _ = body(rng)
    wide, gap = radius * rng.uniform(1.2, 1.5), rng.uniform(0.2, 0.5)
    top = -y + radius * rng.choice((0.92, rng.uniform(1.1, 1.5)))
    return [ellipse(0, y, (wide, radius)), *two_lines(radius, gap, (0.0, top))]


def double_ring(rng: random.Random) -> list[Mark]:
    """Draw a duplex circle within a second circle."""
    radius, y, foot = body(rng)
    inner, gap = radius * rng.uniform(0.68, 0.85), rng.uniform(0.2, 0.42)
    reach = rng.choice((math.sqrt(inner**2 - (gap * radius) ** 2), radius + foot))
    return [
        circle(0, y, radius),
        circle(0, y, inner),
        *two_lines(radius, gap, (-y - reach, -y + inner * 0.9)),
    ]


def above_counter(rng: random.Random) -> list[Mark]:
    """Draw a duplex circle whose lines to the wall a bar crosses: mounted above the counter."""
    radius, y, foot = body(rng)
    foot = max(foot, 0.9)
    y = -radius - foot
    gap, bar, at = rng.uniform(0.22, 0.45), radius * rng.uniform(0.6, 1.1), -foot * rng.uniform(0.3, 0.8)
    return [
        circle(0, y, radius),
        *two_lines(radius, gap, (0.0, -y + radius * 0.9)),
        line((-bar, at), (bar, at)),
    ]


def quartered(rng: random.Random) -> list[Mark]:
    """Draw a duplex circle with one quarter filled: switched, or on a timer."""
    radius, y, _ = body(rng)
    gap, start = rng.uniform(0.25, 0.45), rng.choice((0.0, 90.0, 180.0, 270.0))
    return [
        circle(0, y, radius),
        *two_lines(radius, gap, (0.0, -y + radius * 0.9)),
        sector((0, y), radius, start, start + 90),
    ]


def dotted(rng: random.Random) -> list[Mark]:
    """Draw a duplex circle with a dot between its lines."""
    radius, y, foot = body(rng)
    gap = rng.uniform(0.4, 0.55)
    ends = rng.choice(((0.0, -y + radius * 0.85), (foot + radius * 0.15, -y + radius * 0.85)))
    return [
        circle(0, y, radius),
        *two_lines(radius, gap, ends),
        circle(0, y, radius * rng.uniform(0.14, 0.26), fill=0.0),
    ]


def quad_tailed(rng: random.Random) -> list[Mark]:
    """Draw a circle with crossed pairs of lines, one pair going on to the wall."""
    radius, y, _ = body(rng)
    gap, over = rng.uniform(0.2, 0.36), radius * rng.choice((1.0, 1.0, rng.uniform(1.15, 1.5)))
    level = [line((-over, y + s * gap * radius), (over, y + s * gap * radius)) for s in (-1, 1)]
    return [circle(0, y, radius), *two_lines(radius, gap, (0.0, -y + over)), *level]


def quad_twin(rng: random.Random) -> list[Mark]:
    """Draw two duplex circles side by side or one before the other."""
    radius, y, _ = body(rng)
    gap, step = rng.uniform(0.25, 0.45), radius * rng.uniform(1.0, 2.2)
    if rng.random() < 0.5:
        lines = two_lines(radius, gap, (0.0, -y + step + radius))
        return [circle(0, y, radius), circle(0, y - step, radius), *lines]
    both: list[Mark] = []
    for x in (-step / 2, step / 2):
        both += [circle(x, y, radius)]
        both += [line((x + s * gap * radius, 0), (x + s * gap * radius, y - radius * 0.9)) for s in (-1, 1)]
    return both


def quad_filled(rng: random.Random) -> list[Mark]:
    """Draw a circle with crossed pairs of lines and the field between them filled."""
    radius, y, _ = body(rng)
    gap = rng.uniform(0.22, 0.36)
    core = rectangle(-gap * radius, y - gap * radius, gap * radius, y + gap * radius, fill=0.0)
    half = radius * math.sqrt(1 - gap * gap)
    level = [line((-half, y + s * gap * radius), (half, y + s * gap * radius)) for s in (-1, 1)]
    return [circle(0, y, radius), *two_lines(radius, gap, (0.0, -y + half)), *level, core]


def noted(device: Device, notes: Sequence[str], chance: float) -> Callable[[random.Random], Symbol]:
    """Return the drawing function of a device with a note beside it, as often as said; some notes take two lines."""

    def draw(rng: random.Random) -> Symbol:
        marks = device(rng)
        if rng.random() >= chance:
            return hung(marks)
        note = beside(rng, rng.choice(notes), marks)
        away = -1.5 if note.y < bounds(marks)[1] else 1.5
        second = Text(rng.choice(NOTES), note.x, note.y + note.height * away, note.height)
        return hung([*marks, note, *([second] if rng.random() < 0.2 else [])])

    return draw


_AMERICAN: Final[tuple[tuple[str, Device, float], ...]] = (
    ("slot", slot, 1.6),
    ("pair_and_tail", pair_and_tail, 1.0),
    ("pair_at_bar", pair_at_bar, 0.8),
    ("level_on_stem", level_on_stem, 1.2),
    ("chords_on_stem", chords_on_stem, 0.8),
    ("bold_pair", bold_pair, 0.7),
    ("blades", blades, 0.8),
    ("oval", oval, 0.4),
    ("double_ring", double_ring, 0.4),
    ("above_counter", above_counter, 0.7),
    ("quartered", quartered, 0.4),
    ("dotted", dotted, 0.3),
    ("quad_tailed", quad_tailed, 1.2),
    ("quad_twin", quad_twin, 0.6),
    ("quad_filled", quad_filled, 0.4),
)
for _name, _device, _weight in _AMERICAN:
    drafted(f"receptacle/{_name}", "plan", POWER, weight=_weight)(noted(_device, NOTES, 0.3))
    drafted(f"gfci_receptacle/{_name}", "plan", POWER, weight=_weight)(noted(_device, GFI_NOTES, 1.0))
