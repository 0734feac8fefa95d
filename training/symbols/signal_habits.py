"""Further habits of drawing fire-alarm and security devices on plans (NECA 100, NFPA 170, IEC 60617-11)."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from training.ink import Mark, Path, Symbol, Text, bounds, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.low_voltage import ANY, FIRE, POWER
from training.symbols.plan_parts import (
    beside,
    cap,
    diamond,
    free,
    hung,
    inside,
    one_of,
    polar,
    regular,
    ring,
    sector,
    square,
)


def _smoke_rayed(rng: random.Random) -> Symbol:
    """Draw a detector: a ring or square about a dot, disc or smoke's wave."""
    half = rng.uniform(1.4, 2.4)
    wave = Path(((-0.5, 0.5), (0.3, 0.2), (-0.3, -0.2), (0.5, -0.5)), curve=True)
    points = tuple((x * half, y * half) for x, y in wave.points)
    cores: tuple[list[Mark], ...] = (
        [replace(wave, points=points)],
        [replace(wave, points=tuple((x + s * half * 0.3, y) for x, y in points)) for s in (-1, 1)],
        [line((-half * 0.4, half * 0.35), (0, -half * 0.35), (half * 0.4, half * 0.35))],
    )
    return free([rng.choice((ring, square))(0, 0, half), *rng.choice(cores)])


def _smoke_based(rng: random.Random) -> Symbol:
    """Draw a lettered detector on its square base, or with a sounder's tab at its side."""
    half = rng.uniform(1.4, 2.3)
    text = inside(rng.choice(("S", "SD", "S", "SI", "SP")), 0, 0, half)
    tab = half * rng.uniform(0.35, 0.6)
    bases: tuple[list[Mark], ...] = (
        [rectangle(-half, half, half, half + tab, fill=rng.choice((0.0, None)))],
        [rectangle(half, -tab, half + tab, tab)],
        [square(0, 0, half * 1.18)],
        [line((-half, half * 1.1), (half, half * 1.1))],
    )
    return free([circle(0, 0, half), text, *rng.choice(bases)])


def _smoke_parted(rng: random.Random) -> Symbol:
    """Draw a ring or square parted by a line, S above it and CO, a zone or H below."""
    half = rng.uniform(1.8, 2.6)
    below = rng.choice(("CO", "1", "2", "H", "P", "B"))
    letters: list[Mark] = [Text("S", 0, -half * 0.45, half * 0.6), Text(below, 0, half * 0.45, half * 0.55)]
    return free([rng.choice((ring, square))(0, 0, half), line((-half, 0), (half, 0)), *letters])


def _pull_handle(rng: random.Random) -> Symbol:
    """Draw a manual station: a box with a handle's bar, tongue or arrow, F above it or not."""
    x, depth = rng.uniform(1.2, 2.0), rng.uniform(2.2, 3.4)
    y, bar = -depth * rng.uniform(0.3, 0.5), x * rng.uniform(0.5, 0.8)
    handles: tuple[list[Mark], ...] = (
        [rectangle(-bar, y - 0.3, bar, y + 0.3, fill=rng.choice((0.0, None)))],
        [line((-bar, y), (bar, y)), line((-bar, y), (-bar, y + 0.7)), line((bar, y), (bar, y + 0.7))],
        [
            line((0, y - 0.8), (0, y + 0.4)),
            polygon((0, y + 0.9), (-0.45, y + 0.1), (0.45, y + 0.1), fill=0.0),
        ],
    )
    word: list[Mark] = [Text("F", 0, -depth * 0.75, depth * 0.28)] if rng.random() < 0.5 else []
    return hung([rectangle(-x, -depth, x, 0), *rng.choice(handles), *word])


def _pull_noted(rng: random.Random) -> Symbol:
    """Draw a box with a filled half, disc or diamond, F, MPS or MCP beside."""
    half = rng.uniform(1.1, 1.9)
    cores: tuple[Mark, ...] = (
        rectangle(-half, -half, half, 0, fill=0.0),
        replace(diamond(0, -half, half * 0.5), fill=0.0),
        circle(0, -half, half * 0.5),
    )
    marks: list[Mark] = [square(0, -half, half), rng.choice(cores)]
    return hung([*marks, beside(rng, rng.choice(("F", "MPS", "MCP", "PS", "P")), marks)])


def _horn_side(rng: random.Random) -> Symbol:
    """Draw a sounder: a box or ring, lettered or not, whose horn opens to one side, with a strobe's mark or none."""
    half = rng.uniform(1.2, 2.0)
    neck, mouth, reach = (
        half * rng.uniform(0.3, 0.5),
        half * rng.uniform(0.8, 1.1),
        half * rng.uniform(0.6, 1.0),
    )
    flare = polygon(
        (half, -half - neck),
        (half + reach, -half - mouth),
        (half + reach, -half + mouth),
        (half, -half + neck),
        fill=rng.choice((None, None, 0.0)),
    )
    letters: list[Mark] = (
        [inside(rng.choice(("F", "H", "A", "V")), 0, -half, half)] if rng.random() < 0.6 else []
    )
    return hung([rng.choice((square, ring))(0, -half, half), flare, *letters])


def _strobe_star(rng: random.Random) -> Symbol:
    """Draw a strobe: a box or ring about a star or bolt, its candela beside."""
    half, count = rng.uniform(1.3, 2.1), rng.choice((4, 6, 8))
    points = [
        polar(0, -half, half * (0.75 if k % 2 == 0 else 0.3), -90 + 180 * k / count) for k in range(2 * count)
    ]
    marks: list[Mark] = [
        rng.choice((square, ring))(0, -half, half),
        polygon(*points, fill=rng.choice((0.0, None))),
    ]
    return hung([*marks, beside(rng, rng.choice(("15", "30", "75", "110", "15cd", "WP", "C")), marks)])


def _horn_crossed(rng: random.Random) -> Symbol:
    """Draw a box with its diagonals or a diamond inside, and F, a horn or a candela rating."""
    half = rng.uniform(1.5, 2.3)
    core = one_of(
        rng,
        [diamond(0, -half, half * 0.75)],
        [square(0, -half, half * 0.55)],
        [regular((0, -half), half * 0.7, 3, turn=-90.0)],
    )
    text = Text(rng.choice(("F", "H", "S", "V")), 0, -half, half * 0.5)
    marks: list[Mark] = [square(0, -half, half), *core, text]
    return hung([*marks, beside(rng, rng.choice(("15cd", "75", "110", "30cd", "WP")), marks)])


def _siren(rng: random.Random) -> Symbol:
    """Draw the European sounder: a half disc or trumpet on its stem or in a box, rays above it or not."""
    radius, stem = rng.uniform(1.1, 1.8), rng.uniform(0.5, 1.2)
    y = -stem
    bell: Mark = cap((0, y - radius * 0.2), radius, 180.0, fill=rng.choice((None, 0.0)))
    trumpet: Mark = polygon(
        (-radius * 0.3, y), (radius * 0.3, y), (radius, y - radius * 1.4), (-radius, y - radius * 1.4)
    )
    body = rng.choice((bell, trumpet))
    top = bounds([body])[1]
    rays = [line(polar(0, top + 0.4, 0.9, a), polar(0, top + 0.4, 1.9, a)) for a in (-130, -90, -50)]
    return hung(
        [
            line((0, 0), (0, y)),
            line((-radius * 0.4, 0), (radius * 0.4, 0)),
            body,
            *(rays if rng.random() < 0.6 else []),
        ]
    )


def _loudspeaker(rng: random.Random) -> Symbol:
    """Draw a loudspeaker: a driver and flare in a box or ring, or two rings, S beside or none."""
    half = rng.uniform(1.4, 2.4)
    s = half * 0.7
    cone: list[Mark] = [
        rectangle(-s * 0.7, -s * 0.35, -s * 0.2, s * 0.35),
        polygon(
            (-s * 0.2, -s * 0.35),
            (s * 0.6, -s),
            (s * 0.6, s),
            (-s * 0.2, s * 0.35),
            fill=rng.choice((None, 0.0)),
        ),
    ]
    marks: list[Mark] = [rng.choice((square, ring))(0, 0, half), *cone]
    return free(
        [*marks, beside(rng, rng.choice(("S", "SP", "V", "W")), marks)] if rng.random() < 0.4 else marks
    )


def _camera_view(rng: random.Random) -> Symbol:
    """Draw a camera: a body or dome with its lens and field of view, a bracket to the wall or none."""
    x, y = rng.uniform(1.0, 1.8), rng.uniform(0.6, 1.0)
    view = sector((x, 0), x * rng.uniform(1.2, 2.0), -28, 28, fill=None)
    body = one_of(
        rng,
        [rectangle(-x, -y, x, y)],
        [circle(0, 0, x), circle(0, 0, x * 0.4, fill=0.0)],
        [polygon((-x, -y), (x, -y * 0.6), (x, y * 0.6), (-x, y))],
    )
    return free([*body, view])


def _heat_noted(rng: random.Random) -> Symbol:
    """Draw a heat detector: a ring or square with a filled or open triangle, H, or a thermometer's stroke."""
    half = rng.uniform(1.4, 2.3)
    cores: tuple[list[Mark], ...] = (
        [inside(rng.choice(("H", "HD", "RR")), 0, 0, half), line((-half, half * 0.72), (half, half * 0.72))],
        [line((0, -half * 0.6), (0, half * 0.2)), circle(0, half * 0.4, half * 0.25, fill=0.0)],
    )
    return free([rng.choice((ring, square))(0, 0, half), *rng.choice(cores)])


def _plug_strip(rng: random.Random) -> Symbol:
    """Draw a raceway with outlets: a slim box or line along the wall with ticks or dots."""
    count, pitch, depth = rng.randint(4, 9), rng.uniform(1.2, 2.4), rng.uniform(0.5, 0.9)
    x = count * pitch / 2
    xs = [pitch * (k + 0.5) - x for k in range(count)]
    cores: tuple[list[Mark], ...] = (
        [circle(at, -depth / 2, depth * 0.25, fill=0.0) for at in xs],
        [line((at, -depth), (at, 0)) for at in xs],
    )
    return hung([rectangle(-x, -depth, x, 0), *rng.choice(cores)])


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("smoke_detector/waved", "iec", ANY, 0.8, _smoke_rayed),
    ("smoke_detector/based", "fire", ANY, 0.8, _smoke_based),
    ("smoke_detector/parted", "fire", ANY, 0.5, _smoke_parted),
    ("pull_station/handle", "fire", FIRE, 0.8, _pull_handle),
    ("pull_station/noted", "fire", FIRE, 0.6, _pull_noted),
    ("horn_strobe/side", "fire", FIRE, 1.0, _horn_side),
    ("horn_strobe/star", "fire", FIRE, 0.7, _strobe_star),
    ("horn_strobe/crossed", "fire", FIRE, 0.5, _horn_crossed),
    ("horn_strobe/siren", "iec", FIRE, 0.6, _siren),
    ("other/loudspeaker", "plan", "power_plan fire_plan", 0.6, _loudspeaker),
    ("other/camera_view", "plan", POWER, 0.7, _camera_view),
    ("other/heat_noted", "fire", FIRE, 0.6, _heat_noted),
    ("other/plug_strip", "plan", POWER, 0.3, _plug_strip),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight, mirror=_style != "fire")(_draw)
