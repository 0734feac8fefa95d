"""Further habits of drawing exit signs and emergency lights on plans (NECA 100, NFPA 170, ISO 7010)."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from training.ink import Mark, Symbol, Text, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.lighting import EXITS
from training.symbols.lighting_habits import ROOT, spokes
from training.symbols.plan_parts import (
    beside,
    cap,
    free,
    hung,
    inside,
    one_of,
    polar,
    regular,
    sector,
    square,
)
from training.symbols.shapes import cross, placed


def _discs(rng: random.Random, y: float) -> tuple[list[Mark], float]:
    """Return an exit sign's disc, centred at (0, y), its quarters filled in one of several ways."""
    radius, turn = rng.uniform(1.5, 2.7), rng.choice((0.0, 45.0))
    quarters = rng.choice(((0.0, 180.0), (0.0, 180.0), (90.0, 270.0), (0.0,)))
    marks: list[Mark] = [circle(0, 0, radius), *spokes(radius, 4, turn)]
    marks += [sector((0, 0), radius, turn + q, turn + q + 90.0) for q in quarters]
    return placed(marks, dy=y), radius


def _pointer(x: float, y: float, length: float, *, both: bool) -> list[Mark]:
    """Return a line with slim filled heads that lies beside a sign: it does not count for the box."""
    head = min(1.3, length * 0.3)
    ends = (-1, 1) if both else (1,)
    heads = [
        polygon(
            (x + s * length, y),
            (x + s * (length - head), y - 0.4),
            (x + s * (length - head), y + 0.4),
            fill=0.0,
        )
        for s in ends
    ]
    return [replace(mark, body=False) for mark in (line((x - length, y), (x + length, y)), *heads)]


def _exit_pointed(rng: random.Random) -> Symbol:
    """Draw the exit's disc on its stem with an arrow that lies apart from it."""
    stem = rng.choice((0.0, rng.uniform(0.6, 2.0)))
    marks, radius = _discs(rng, 0.0)
    beyond = -radius - rng.uniform(0.7, 1.8)
    foot = [line((0, radius), (0, radius + stem))] if stem else []
    plate = (
        [line((-radius * 0.8, radius + stem), (radius * 0.8, radius + stem))]
        if stem and rng.random() < 0.5
        else []
    )
    pointer = (
        _pointer(0, beyond, rng.uniform(1.6, 3.0), both=rng.random() < 0.5) if rng.random() < 0.7 else []
    )
    return hung(placed([*marks, *foot, *plate, *pointer], dy=-radius - stem))


def _exit_noted(rng: random.Random) -> Symbol:
    """Draw the exit's disc or crossed ring with X, E or EXIT beside."""
    marks, radius = _discs(rng, 0.0)
    if rng.random() < 0.3:
        marks = [circle(0, 0, radius), *spokes(radius, 4, 45.0)]
    return free([*marks, beside(rng, rng.choice(("X", "X", "X1", "EXIT", "EX", "X2")), marks)])


def _exit_quartered(rng: random.Random) -> Symbol:
    """Draw a square or lying box with its opposite triangles or quarters filled."""
    x, y = rng.uniform(1.4, 2.4), rng.uniform(1.2, 2.2)
    if rng.random() < 0.6:
        fills = [polygon((s * x, -y), (s * x, y), (0, 0), fill=0.0) for s in (-1, 1)]
        return free([rectangle(-x, -y, x, y), *fills, line((-x, -y), (x, y)), line((-x, y), (x, -y))])
    fills = [rectangle(0, -y, x, 0, fill=0.0), rectangle(-x, 0, 0, y, fill=0.0)]
    return free([rectangle(-x, -y, x, y), *fills])


def _exit_flag(rng: random.Random) -> Symbol:
    """Draw the sign seen from above: a slim box on its stem, lettered or half filled, with arrows at its ends."""
    x, depth, stem = rng.uniform(1.8, 3.2), rng.uniform(0.9, 1.8), rng.uniform(0.5, 1.8)
    frame = rectangle(-x, -stem - depth, x, -stem)
    y = -stem - depth / 2
    tips = [
        polygon((s * (x + 1.2), y), (s * x, y - 0.5), (s * x, y + 0.5), fill=0.0)
        for s in rng.choice(((1,), (-1, 1), ()))
    ]
    word: Mark = Text(rng.choice(("EXIT", "EX")), 0, y, depth * 0.55)
    core = one_of(rng, [word], [rectangle(-x, -stem - depth, 0, -stem, fill=0.0)], [line((-x, y), (x, y))])
    return hung([frame, *core, *tips, line((0, 0), (0, -stem))])


def _runner(rng: random.Random) -> Symbol:
    """Draw the European escape sign: a box with a runner of strokes and an arrow, or a door."""
    x, y = rng.uniform(2.2, 3.6), rng.uniform(1.2, 1.9)
    step = y * 0.55
    at = -x * 0.45
    limbs = (
        ((at, -y * 0.35), (at - step * 0.2, y * 0.15)),
        ((at - step * 0.2, y * 0.15), (at + step * 0.5, y * 0.35), (at + step * 0.4, y * 0.75)),
        ((at - step * 0.2, y * 0.15), (at - step * 0.9, y * 0.6)),
        ((at - step * 0.6, -y * 0.2), (at + step * 0.7, -y * 0.15)),
    )
    runner = [circle(at + step * 0.3, -y * 0.6, y * 0.16, fill=0.0), *(line(*limb) for limb in limbs)]
    tip = x * 0.85
    pointer = [line((x * 0.1, 0), (tip, 0)), polygon((tip, 0), (tip - 0.9, -0.5), (tip - 0.9, 0.5), fill=0.0)]
    return free([rectangle(-x, -y, x, y), *runner, *pointer])


def _pack(rng: random.Random) -> Symbol:
    """Draw the battery pack: a filled, crossed or lettered box with square, round or fan-shaped heads."""
    x, depth, head = rng.uniform(1.2, 2.2), rng.uniform(1.1, 2.0), rng.uniform(0.5, 0.9)
    fill = rng.choice((None, 0.0))
    frame = rectangle(-x, -depth, x, 0)
    crossed: list[Mark] = [line((-x, 0), (x, -depth)), line((-x, -depth), (x, 0))]
    halves = (rectangle(-x, -depth * 0.5, x, 0, fill=0.0), polygon((-x, 0), (x, 0), (x, -depth), fill=0.0))
    letters: list[Mark] = [inside(rng.choice(("E", "EM", "B")), 0, -depth / 2, depth / 2)]
    cores: tuple[list[Mark], ...] = ([], letters, crossed, [rng.choice(halves)])
    heads: list[Mark] = []
    kind = rng.randint(0, 2)
    for s in (-1, 1):
        at = (s * x * 0.75, -depth)
        if kind == 0:
            heads.append(
                rectangle(at[0] - head * 0.6, -depth - head * 1.2, at[0] + head * 0.6, -depth, fill=fill)
            )
        elif kind == 1:
            neck = polar(*at, head, -90 + s * 30)
            heads += [line(at, neck), circle(*polar(*neck, head * 0.8, -90 + s * 30), head * 0.8, fill=fill)]
        else:
            heads.append(sector(at, head * 2.2, -90 + s * 35 - 28, -90 + s * 35 + 28, fill=fill))
    return hung([frame, *rng.choice(cores), *heads])


def _bar_heads(rng: random.Random) -> Symbol:
    """Draw two lamps at the ends of a bar with the battery's box or ring in its middle."""
    reach, lamp, box = rng.uniform(2.0, 3.2), rng.uniform(0.6, 1.1), rng.uniform(0.6, 1.1)
    fill = rng.choice((None, 0.0))
    middle: Mark = rng.choice((square(0, 0, box, fill=rng.choice((None, 0.0))), circle(0, 0, box)))
    lamps = [circle(s * (reach + lamp), 0, lamp, fill=fill) for s in (-1, 1)]
    return free([middle, *(line((s * box, 0), (s * reach, 0)) for s in (-1, 1)), *lamps])


def _crossed_noted(rng: random.Random) -> Symbol:
    """Draw a luminaire's box or crossed ring marked EM or NL beside, a part of it filled."""
    half = rng.uniform(1.5, 2.4)
    marks: list[Mark] = [square(0, 0, half), line((-half, half), (half, -half))]
    if rng.random() < 0.4:
        marks = [circle(0, 0, half), *cross(0, 0, half * ROOT), sector((0, 0), half, 45, 135)]
    return free([*marks, beside(rng, rng.choice(("EM", "EM", "E", "NL", "EL", "A1E")), marks)])


def _starred(rng: random.Random) -> Symbol:
    """Draw the European safety luminaire: a filled or open disc in a ring or box with rays to the corners."""
    half, core = rng.uniform(1.4, 2.3), rng.uniform(0.3, 0.55)
    round_frame = rng.random() < 0.5
    frame = circle(0, 0, half) if round_frame else regular((0, 0), half * 1.15, 4, turn=0)
    return free(
        [
            frame,
            circle(0, 0, half * core, fill=0.0),
            *spokes(half, 4, rng.choice((0.0, 45.0)) if round_frame else 0.0, half * core),
        ]
    )


def _fan_on_ring(rng: random.Random) -> Symbol:
    """Draw a half disc on the wall with two fans or lamps, a remote pair on its base."""
    radius, size = rng.uniform(0.9, 1.6), rng.uniform(1.2, 2.0)
    fill = rng.choice((None, 0.0))
    fans = [
        sector(polar(0, 0, radius, -90 + s * 45), size, -90 + s * 45 - 25, -90 + s * 45 + 25, fill=fill)
        for s in (-1, 1)
    ]
    return hung([cap((0, 0), radius, 180.0, fill=rng.choice((None, 0.0))), *fans])


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("exit_sign/pointed", "plan", EXITS, 1.4, _exit_pointed),
    ("exit_sign/noted", "plan", EXITS, 0.8, _exit_noted),
    ("exit_sign/quartered", "plan", EXITS, 0.5, _exit_quartered),
    ("exit_sign/flag", "plan", EXITS, 0.8, _exit_flag),
    ("exit_sign/runner", "iec", EXITS, 0.4, _runner),
    ("emergency_light/pack", "plan", EXITS, 1.5, _pack),
    ("emergency_light/bar_heads", "plan", EXITS, 0.6, _bar_heads),
    ("emergency_light/crossed_noted", "plan", EXITS, 0.5, _crossed_noted),
    ("emergency_light/starred", "iec", EXITS, 0.5, _starred),
    ("emergency_light/fan_on_ring", "plan", EXITS, 0.5, _fan_on_ring),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
