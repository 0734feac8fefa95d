"""Further habits of drawing lights, sounders and valves in circuits (IEEE 315, IEC 60617, ISA-5.1)."""

from __future__ import annotations

import math
import random
from typing import Final

from training.ink import Path, Symbol, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Marks,
    across,
    box,
    cross,
    finish,
    letters,
    upright,
)

CIRCUIT: Final = "schematic"
BOTH: Final = "schematic single_line"


def _rays(r: float, reach: float, turns: tuple[float, ...]) -> Marks:
    """Return strokes outside a ring at some angles."""
    marks: Marks = []
    for turn in turns:
        c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        marks.append(line((r * c, r * s), ((r + reach) * c, (r + reach) * s)))
    return marks


def _light_rayed(rng: random.Random) -> Symbol:
    """Draw the pilot light with four, three or six rays apart from it or not, its colour beside or inside."""
    r, reach = rng.uniform(1.8, 3.6), rng.uniform(0.7, 1.8)
    turns = rng.choice(((45, 135, 225, 315), (225, 270, 315), (30, 90, 150, 210, 270, 330), (45, 225)))
    off = rng.choice((1.0, 1.15))
    marks: Marks = [circle(0, 0, r), *_rays(r * off, reach, turns)]
    colour = rng.choice(("R", "G", "A", "W", "B", "LT", "RED", "GRN", "AMB"))
    if rng.random() < 0.75:
        marks.append(letters(colour, height=r * 1.2 / (len(colour) + 0.6)))
    return across(rng, marks, r)


def _light_crossed(rng: random.Random) -> Symbol:
    """Draw the IEC lamp, heavy, in a box or double ring, its colour beside, on a bracket or flashing."""
    r = rng.uniform(1.7, 3.4)
    marks: Marks = [circle(0, 0, r, width=rng.choice((1.0, 2.0))), *cross(0, 0, r * math.sqrt(0.5))]
    extras: tuple[Marks, ...] = (
        [letters(rng.choice(("RD", "GN", "YE", "WH", "BU", "C2", "H1")), r + 1.5, -r * 0.8, 1.3)],
        [box(2 * r, 2 * r)],
        [
            line(
                (-r, -r * 1.25),
                (-r * 0.3, -r * 1.25),
                (-r * 0.3, -r * 1.6),
                (r * 0.3, -r * 1.6),
                (r * 0.3, -r * 1.25),
                (r, -r * 1.25),
            )
        ],
        [circle(0, 0, r * 0.35, fill=0.0)],
    )
    return upright(rng, [*marks, *rng.choice(extras)], [0.0], (-r, r))


def _light_led(rng: random.Random) -> Symbol:
    """Draw the signal lamp as a ring about a diode or loop, or a dome on its base."""
    r = rng.uniform(1.9, 3.4)
    kind = rng.randint(0, 2)
    if kind == 0:
        s = r * 0.4
        core: Marks = [
            polygon((-s, -s), (-s, s), (s, 0), fill=rng.choice((None, 0.0))),
            line((s, -s), (s, s)),
            line((-r, 0), (r, 0)),
        ]
        return across(rng, [circle(0, 0, r), *core, *_rays(r, r * 0.4, (225, 315))], r)
    if kind == 1:
        return across(
            rng,
            [
                circle(0, 0, r),
                line((-r, 0), (-r * 0.4, 0)),
                arc(0, 0, r * 0.4, 180, 360),
                line((r * 0.4, 0), (r, 0)),
                *_rays(r, r * 0.4, (45, 135, 225, 315)),
            ],
            r,
        )
    base = rectangle(-r, 0, r, r * 0.5)
    return finish(
        rng,
        [base, arc(0, 0, r * 0.8, 180, 360), *_rays(r, r * 0.35, (225, 270, 315))],
        (-r, r * 0.25, LEFT),
        (r, r * 0.25, RIGHT),
    )


def _horn_flared(rng: random.Random) -> Symbol:
    """Draw the horn with a curved, stepped or double flare, upright or lying, lettered or not."""
    w, h, reach = rng.uniform(1.2, 3.2), rng.uniform(1.6, 3.4), rng.uniform(1.8, 4.0)
    mouth = h * rng.uniform(0.8, 1.3)
    flares: tuple[Marks, ...] = (
        [
            Path(
                (
                    (w / 2, -h / 2),
                    (w / 2 + reach * 0.6, -h / 2),
                    (w / 2 + reach, -mouth),
                    (w / 2 + reach, -mouth),
                ),
                curve=True,
            ),
            Path(
                (
                    (w / 2, h / 2),
                    (w / 2 + reach * 0.6, h / 2),
                    (w / 2 + reach, mouth),
                    (w / 2 + reach, mouth),
                ),
                curve=True,
            ),
            line((w / 2 + reach, -mouth), (w / 2 + reach, mouth)),
        ],
        [
            polygon(
                (w / 2, -h * 0.2),
                (w / 2 + reach, -mouth),
                (w / 2 + reach, mouth),
                (w / 2, h * 0.2),
                fill=rng.choice((None, 0.0)),
            )
        ],
        [line((w / 2, -h / 2), (w / 2 + reach, -mouth)), line((w / 2, h / 2), (w / 2 + reach, mouth))],
    )
    marks: Marks = [box(w, h, fill=rng.choice((None, None, 0.0))), *rng.choice(flares)]
    return finish(rng, marks, (0.0, -h / 2, UP), (0.0, h / 2, DOWN))


def _sounder_dome(rng: random.Random) -> Symbol:
    """Draw the bell or buzzer as a dome, open, filled or with its clapper, its wires at the flat or side."""
    r = rng.uniform(1.8, 3.6)
    dome = Path(
        (*arc(0, 0, r, 180, 360).points,), closed=True, curve=True, fill=rng.choice((None, None, 0.0))
    )
    drop, gap = rng.uniform(0.6, 1.8), r * rng.uniform(0.35, 0.7)
    extras: tuple[Marks, ...] = (
        [circle(r * 1.15, -r * 0.3, r * 0.15, fill=0.0), line((r * 0.6, 0.5), (r * 1.15, -r * 0.3))],
        [line((-r * 1.25, -r), (r * 1.25, -r))],
        [line((-r * 1.2, 0), (r * 1.2, 0))],
        [],
    )
    legs = [line((s * gap, 0), (s * gap, drop)) for s in (-1, 1)]
    return finish(rng, [dome, *rng.choice(extras), *legs], (-gap, drop, DOWN), (gap, drop, DOWN))


def _sounder_lettered(rng: random.Random) -> Symbol:
    """Draw the sounder as a ring or box lettered H, BZ or BELL."""
    r, text = rng.uniform(2.0, 3.4), rng.choice(("AH", "BZ", "BELL", "HORN", "SIR"))
    frame = rng.choice((circle(0, 0, r), box(2 * r, 2 * r)))
    return across(rng, [frame, letters(text, height=r * 1.5 / (len(text) + 0.5))], r)


def _valve_coil(rng: random.Random) -> Symbol:
    """Draw the solenoid's coil: a slashed or hatched box, or a run of humps or teeth, lettered SOL or SV."""
    half, h = rng.uniform(2.2, 4.2), rng.uniform(1.4, 2.6)
    word = letters(rng.choice(("SV", "SOL", "SV1", "XV", "EV", "Y1")), 0, -h - 1.2, 1.5)
    if rng.random() < 0.5:
        teeth = rng.randint(3, 5)
        points = [
            (-half + half * k / teeth, (0.0 if k in (0, 2 * teeth) else (-h if k % 2 else h) * 0.7))
            for k in range(2 * teeth + 1)
        ]
        return across(rng, [line(*points), word], half)
    slashes = [
        line((x - h * 0.35, h), (x + h * 0.35, -h))
        for x in ((0.0,), (-half * 0.4, half * 0.4))[rng.randint(0, 1)]
    ]
    return across(rng, [box(2 * half, 2 * h), *slashes, word], half)


def _valve_driven(rng: random.Random) -> Symbol:
    """Draw the process valve with its drive: a box, ring, half dome or coil on the stem of two triangles."""
    s, stem, side = rng.uniform(1.6, 3.0), rng.uniform(1.6, 3.4), rng.uniform(1.8, 3.2)
    fill = rng.choice((None, None, 0.0))
    body: Marks = [
        polygon((t * s * 1.3, -s * 0.75), (t * s * 1.3, s * 0.75), (0, 0), fill=fill) for t in (-1, 1)
    ]
    y = -stem - side / 2
    drives: tuple[Marks, ...] = (
        [box(side * 1.3, side, 0, y), line((-side * 0.65, y + side / 2), (side * 0.65, y - side / 2))],
        [box(side, side, 0, y), letters("SV", 0, y, side * 0.35)],
        [
            arc(0, -stem, side * 0.7, 180, 360),
            line((-side * 0.7, -stem), (side * 0.7, -stem)),
            letters("S", 0, -stem - side * 0.3, side * 0.35),
        ],
    )
    if rng.random() < 0.3:
        body.append(polygon((-s * 0.75, s * 1.3), (s * 0.75, s * 1.3), (0, 0), fill=fill))
    return across(rng, [*body, line((0, 0), (0, -stem)), *rng.choice(drives)], s * 1.3)


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("pilot_light/rayed", "ansi", CIRCUIT, 1.0, _light_rayed),
    ("pilot_light/crossed", "iec", CIRCUIT, 1.0, _light_crossed),
    ("pilot_light/led", "iec", CIRCUIT, 0.5, _light_led),
    ("horn/flared", "ansi", CIRCUIT, 1.0, _horn_flared),
    ("horn/dome", "iec", CIRCUIT, 0.9, _sounder_dome),
    ("horn/lettered", "ansi", CIRCUIT, 0.4, _sounder_lettered),
    ("solenoid_valve/coil", "ansi", CIRCUIT, 0.8, _valve_coil),
    ("solenoid_valve/driven", "isa", CIRCUIT, 1.0, _valve_driven),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(
        _name, _style, _sheets, weight=_weight, turns=(0,) if _name.startswith("plc") else (0, 90, 180, 270)
    )(_draw)
