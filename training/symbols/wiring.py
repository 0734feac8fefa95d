"""Receptacles, plain and with ground-fault protection, as drawn on plans (NECA 100, IEC 60617-11)."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from training.ink import Mark, Path, Symbol, arc, circle, line, rectangle
from training.symbols.catalogue import variant
from training.symbols.plan_parts import beside, cap, hung

POWER = "power_plan"
Device = Callable[[random.Random], list[Mark]]

NOTES = (
    "WP",
    "AC",
    '+42"',
    "42",
    "C",
    "TR",
    "WR",
    "TV",
    "R",
    "CT",
    "A-3",
    "12",
    '+18"',
    "UC",
    "EWC",
    "REF",
    "DW",
)
GFI_NOTES = ("GFI", "GFI", "GFCI", "GFCI", "G", "GF", "GFI/WP", "WP/GFI")


def _place(rng: random.Random) -> tuple[float, float]:
    """Return the radius and the centre's y of a receptacle's circle, touching the wall or a little off it."""
    radius = rng.uniform(1.2, 2.1)
    return radius, -radius - rng.choice((0.0, 0.0, rng.uniform(0.3, 1.2)))


def _upright(radius: float, y: float, xs: Sequence[float], reach: tuple[float, float]) -> list[Path]:
    """Return lines square to the wall at x fractions of the radius, past the circle by (near, far) mm."""
    bars = []
    for fraction in xs:
        half = radius * math.sqrt(1 - fraction * fraction)
        near = y + radius + reach[0] if reach[0] else y + half
        far = y - radius - reach[1] if reach[1] else y - half
        bars.append(line((fraction * radius, near), (fraction * radius, far)))
    return bars


def _level(radius: float, y: float, offsets: Sequence[float], reach: float) -> list[Path]:
    """Return lines along the wall at y fractions of the radius, going past the circle by `reach` mm."""
    halves = [radius + reach if reach else radius * math.sqrt(1 - f * f) for f in offsets]
    return [line((-h, y + f * radius), (h, y + f * radius)) for f, h in zip(offsets, halves, strict=True)]


def single_through(rng: random.Random) -> list[Mark]:
    """Draw a circle with one line through it."""
    radius, y = _place(rng)
    return [circle(0, y, radius), *_upright(radius, y, (0.0,), (-y - radius, rng.uniform(0.3, 1.4)))]


def single_level(rng: random.Random) -> list[Mark]:
    """Draw a circle with one line along the wall."""
    radius, y = _place(rng)
    return [circle(0, y, radius), *_level(radius, y, (0.0,), rng.choice((0.0, rng.uniform(0.4, 1.4))))]


def single_stem(rng: random.Random) -> list[Mark]:
    """Draw a circle on a stem."""
    radius, stem = rng.uniform(1.1, 1.9), rng.uniform(0.8, 2.2)
    return [circle(0, -radius - stem, radius), line((0, 0), (0, -stem))]


def duplex_through(rng: random.Random) -> list[Mark]:
    """Draw a circle with two lines square to the wall, both ends out."""
    radius, _ = _place(rng)
    reach, gap = rng.uniform(0.4, 1.4), rng.uniform(0.25, 0.45)
    return [
        circle(0, -radius - reach, radius),
        *_upright(radius, -radius - reach, (-gap, gap), (reach, reach)),
    ]


def duplex_wall(rng: random.Random) -> list[Mark]:
    """Draw a circle with two lines from the wall to its far edge."""
    radius, reach, gap = rng.uniform(1.2, 2.1), rng.uniform(0.4, 1.6), rng.uniform(0.25, 0.5)
    return [circle(0, -radius - reach, radius), *_upright(radius, -radius - reach, (-gap, gap), (reach, 0.0))]


def duplex_chords(rng: random.Random) -> list[Mark]:
    """Draw a circle with two chords square to the wall."""
    radius, y = _place(rng)
    gap = rng.uniform(0.2, 0.45)
    return [circle(0, y, radius), *_upright(radius, y, (-gap, gap), (0.0, 0.0))]


def duplex_level(rng: random.Random) -> list[Mark]:
    """Draw a circle with two lines along the wall, both ends out."""
    radius, y = _place(rng)
    gap = rng.uniform(0.2, 0.45)
    return [circle(0, y, radius), *_level(radius, y, (-gap, gap), rng.uniform(0.3, 1.5))]


def duplex_level_chords(rng: random.Random) -> list[Mark]:
    """Draw a circle with two chords along the wall."""
    radius, y = _place(rng)
    gap = rng.uniform(0.2, 0.45)
    return [circle(0, y, radius), *_level(radius, y, (-gap, gap), 0.0)]


def duplex_filled(rng: random.Random) -> list[Mark]:
    """Draw a filled circle with two lines that stick out."""
    radius, reach, gap = rng.uniform(1.0, 1.8), rng.uniform(0.5, 1.4), rng.uniform(0.3, 0.5)
    y = -radius - reach
    return [
        circle(0, y, radius, fill=0.0),
        *_upright(radius, y, (-gap, gap), (reach, rng.choice((0.0, reach)))),
    ]


def split_wired(rng: random.Random) -> list[Mark]:
    """Draw a duplex receptacle with one half of its circle filled."""
    marks = rng.choice((duplex_wall, duplex_through, duplex_chords))(rng)
    disc, (x, y) = marks[0], centre(marks[0])
    radius = disc.points[0][0] - x if isinstance(disc, Path) else 1.0
    return [*marks, cap((x, y), radius, rng.choice((0.0, 90.0, 180.0, 270.0)))]


def centre(mark: Mark) -> tuple[float, float]:
    """Return the middle of a path that is symmetrical about x = 0."""
    points = mark.points if isinstance(mark, Path) else ((0.0, 0.0),)
    return 0.0, (min(p[1] for p in points) + max(p[1] for p in points)) / 2


def dedicated(rng: random.Random) -> list[Mark]:
    """Draw a duplex receptacle with the band between its lines filled."""
    radius, reach, gap = (
        rng.uniform(1.2, 2.1),
        rng.choice((0.0, rng.uniform(0.4, 1.2))),
        rng.uniform(0.2, 0.4),
    )
    y, half = -radius - reach, gap * radius
    band = rectangle(-half, y - radius * 0.95, half, y + radius * 0.95 + reach, fill=0.0)
    return [circle(0, y, radius), band]


def quad_crossed(rng: random.Random) -> list[Mark]:
    """Draw a circle with two crossed pairs of lines."""
    radius, gap = rng.uniform(1.3, 2.2), rng.uniform(0.2, 0.4)
    reach = rng.choice((0.0, rng.uniform(0.3, 1.2)))
    y = -radius - reach
    pairs = _upright(radius, y, (-gap, gap), (reach, reach))
    return [circle(0, y, radius), *pairs, *_level(radius, y, (-gap, gap), reach)]


def quad_cross(rng: random.Random) -> list[Mark]:
    """Draw a circle with two lines square to the wall and one across."""
    radius, gap, reach = rng.uniform(1.3, 2.2), rng.uniform(0.25, 0.45), rng.uniform(0.3, 1.2)
    y = -radius - reach
    across = _level(radius, y, (0.0,), rng.choice((0.0, reach)))
    return [circle(0, y, radius), *_upright(radius, y, (-gap, gap), (reach, reach)), *across]


def quad_four_lines(rng: random.Random) -> list[Mark]:
    """Draw a circle with four parallel lines."""
    radius, reach = rng.uniform(1.4, 2.3), rng.choice((0.0, rng.uniform(0.4, 1.4)))
    y, spread = -radius - reach, rng.uniform(0.55, 0.75)
    return [
        circle(0, y, radius),
        *_upright(radius, y, (-spread, -spread / 3, spread / 3, spread), (reach, reach)),
    ]


def three_lines(rng: random.Random) -> list[Mark]:
    """Draw a circle with three parallel lines."""
    radius, reach = rng.uniform(1.3, 2.2), rng.choice((0.0, rng.uniform(0.4, 1.4)))
    y, gap = -radius - reach, rng.uniform(0.4, 0.6)
    return [circle(0, y, radius), *_upright(radius, y, (-gap, 0.0, gap), (reach, rng.choice((0.0, reach))))]


def half_ring(rng: random.Random) -> list[Mark]:
    """Draw the IEC outlet: a half circle open to the room, on a stem."""
    radius, stem = rng.uniform(1.3, 2.3), rng.uniform(0.6, 2.0)
    return [arc(0, -stem - radius, radius, 0.0, 180.0), line((0, 0), (0, -stem))]


def half_ring_earthed(rng: random.Random) -> list[Mark]:
    """Draw the IEC outlet with protective contact: a bar where the stem meets the half circle."""
    marks = half_ring(rng)
    stem = marks[1].points[1] if isinstance(marks[1], Path) else (0.0, 0.0)
    reach = rng.uniform(0.9, 2.0)
    return [*marks, line((-reach, stem[1]), (reach, stem[1]))]


def half_ring_double(rng: random.Random) -> list[Mark]:
    """Draw the IEC twin outlet: two half circles, or ticks across the stem."""
    marks = half_ring_earthed(rng)
    if rng.random() < 0.5:
        tick = rng.uniform(0.4, 0.8)
        return [
            *marks,
            *(line((-tick, -k + 0.3), (tick, -k - 0.3)) for k in (0.35, 0.8)),
            line((0, 0), (0, -1.2)),
        ]
    first = marks[0].points if isinstance(marks[0], Path) else ()
    radius, y = first[0][0], first[0][1]
    return [*marks, arc(0, y - radius * 0.35, radius, 0.0, 180.0)]


def half_disc(rng: random.Random) -> list[Mark]:
    """Draw a filled or open half disc, flat side to the room or to the wall, on a short stem."""
    radius, stem = rng.uniform(1.2, 2.1), rng.choice((0.0, rng.uniform(0.5, 1.5)))
    fill = rng.choice((0.0, 0.0, None))
    if rng.random() < 0.5:
        return [cap((0, -stem - radius), radius, 0.0, fill=fill), line((0, 0), (0, -stem - 0.1))]
    return [cap((0, -stem), radius, 180.0, fill=fill), line((-radius, -stem), (radius, -stem))]


def _hang(device: Device) -> Callable[[random.Random], Symbol]:
    return lambda rng: hung(device(rng))


def _noted(device: Device, notes: Sequence[str]) -> Callable[[random.Random], Symbol]:
    def draw(rng: random.Random) -> Symbol:
        marks = device(rng)
        return hung([*marks, beside(rng, rng.choice(notes), marks)])

    return draw


_BARE: tuple[tuple[str, Device, str, float], ...] = (
    ("single_through", single_through, "plan", 0.5),
    ("single_level", single_level, "plan", 0.5),
    ("single_stem", single_stem, "plan", 0.3),
    ("duplex_through", duplex_through, "plan", 2.0),
    ("duplex_wall", duplex_wall, "plan", 2.0),
    ("duplex_chords", duplex_chords, "plan", 1.5),
    ("duplex_level", duplex_level, "plan", 2.0),
    ("duplex_level_chords", duplex_level_chords, "plan", 1.5),
    ("duplex_filled", duplex_filled, "plan", 0.7),
    ("split_wired", split_wired, "plan", 0.9),
    ("dedicated", dedicated, "plan", 0.5),
    ("quad_crossed", quad_crossed, "plan", 1.5),
    ("quad_cross", quad_cross, "plan", 0.7),
    ("quad_four_lines", quad_four_lines, "plan", 0.6),
    ("triplex", three_lines, "plan", 0.2),
    ("half_ring", half_ring, "iec", 0.6),
    ("half_ring_earthed", half_ring_earthed, "iec", 1.0),
    ("half_ring_double", half_ring_double, "iec", 0.5),
    ("half_disc", half_disc, "iec", 0.6),
)
for _name, _device, _style, _weight in _BARE:
    variant(f"receptacle/{_name}", _style, POWER, weight=_weight)(_hang(_device))
    if _weight >= 0.9:
        variant(f"receptacle/{_name}_noted", _style, POWER, weight=0.4 * _weight)(_noted(_device, NOTES))
    if _weight >= 0.7 and _style == "plan":
        variant(f"gfci_receptacle/{_name}", _style, POWER, weight=_weight)(_noted(_device, GFI_NOTES))
variant("receptacle/isolated_ground", "plan", POWER, weight=0.3)(_noted(duplex_through, ("IG",)))
variant("gfci_receptacle/half_disc", "iec", POWER, weight=0.3)(_noted(half_disc, ("GFCI", "GFI")))
