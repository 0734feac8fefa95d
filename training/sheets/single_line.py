"""Single-line diagrams: busbars with feeders, sources above and loads below."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Symbol, Transform, line, rectangle
from training.sheet import Box, Paper, Sheet
from training.sheets import frame, words
from training.sheets.circuits import chain, dot, enclosures, flow_arrows, label, step
from training.sheets.palette import Palette, Practice, palette, style
from training.symbols.catalogue import Variant

_IN_LINE: Final = (
    "circuit_breaker",
    "circuit_breaker",
    "circuit_breaker",
    "disconnect_switch",
    "disconnect_switch",
    "fuse",
    "current_transformer",
    "load_break_switch",
    "contactor",
    "overload_relay",
    "transformer",
    "meter",
    "inductor",
    "resistor",
    "terminal",
    "other",
    "instrument",
)
_END: Final = (
    "motor",
    "motor",
    "generator",
    "transformer",
    "ground",
    "capacitor",
    "battery",
    "surge_arrester",
    "voltage_transformer",
    "panelboard",
    "other",
    "meter",
    "receptacle",
    "luminaire",
    "junction_box",
    "ev_charger",
)


def bus_symbol(length: float, thickness: float, rng: random.Random) -> Symbol:
    """Return a busbar: a thick line or a thin filled or open bar along x."""
    if rng.random() < 0.6:
        return Symbol((line((0.0, 0.0), (length, 0.0), width=max(2.0, thickness)),))
    return Symbol((rectangle(0.0, -thickness / 4, length, thickness / 4, fill=rng.choice((0.0, None))),))


_BUS: Final = Variant(
    "busbar/long", "busbar", "ansi", frozenset({"single_line"}), lambda rng: bus_symbol(60, 4, rng)
)


def single_line(rng: random.Random, practice: Practice) -> Sheet:
    """Return a single-line diagram on a framed sheet."""
    paper, area = frame.new_paper(rng, style(rng, practice))
    use = palette(rng, "single_line", practice)
    upright = rng.random() < 0.85
    levels = rng.randint(1, 3)
    for level in range(levels):
        _bus_level(paper, area, use, (level, levels, upright))
    if rng.random() < 0.25:
        enclosures(paper)
    if rng.random() < 0.7:
        frame.clutter(paper, area)
    return paper.finish()


def _bus_level(paper: Paper, area: Box, use: Palette, place: tuple[int, int, bool]) -> None:
    """Draw the buses of one level and their feeders."""
    rng = paper.rng
    level, levels, upright = place
    along, across = (area[2], area[3]) if upright else (area[3], area[2])
    band = across / levels
    offset = band * (level + rng.uniform(0.35, 0.55))
    start = rng.uniform(2, 12)
    while start < along - 25:
        length = min(rng.uniform(25, along * rng.uniform(0.3, 1.0)), along - start - 3)
        _bus(paper, use, _at(area, start, offset, upright=upright), (length, band, upright))
        start += length + rng.uniform(5, 18)


def _at(area: Box, along: float, across: float, *, upright: bool) -> tuple[float, float]:
    return (area[0] + along, area[1] + across) if upright else (area[0] + across, area[1] + along)


def _bus(paper: Paper, use: Palette, origin: tuple[float, float], size: tuple[float, float, bool]) -> None:
    rng = paper.rng
    length, band, upright = size
    symbol = bus_symbol(length, rng.uniform(2, 7), rng)
    turn = Transform(origin[0], origin[1], angle=0.0 if upright else 90.0)
    if not paper.is_free(paper.body_box(turn.symbol(symbol))):
        return
    placed = paper.place_symbol(_BUS, symbol, turn)
    label(paper, placed, "busbar")
    at = rng.uniform(3, 10)
    while at < length - 2:
        for direction in _directions(rng, upright=upright):
            _feeder(paper, use, step(origin, 0.0 if upright else 90.0, at), direction, band)
        at += rng.uniform(8, 28) * max(paper.style.scale, 0.8)


def _directions(rng: random.Random, *, upright: bool) -> tuple[float, ...]:
    down, up = (90.0, 270.0) if upright else (0.0, 180.0)
    return rng.choice(((down,), (down,), (up,), (up, down)))


def _feeder(paper: Paper, use: Palette, start: tuple[float, float], direction: float, band: float) -> None:
    rng = paper.rng
    if rng.random() < 0.5:
        dot(paper, start)
    room = max(1, int(band * 0.5 / (9 * paper.style.scale)))
    names = [n for n in rng.choices(_IN_LINE, k=rng.randint(0, min(room, 5))) if use.has(n)]
    ends = [n for n in _END if use.has(n)]
    symbols = [use.pick(rng, n) for n in names]
    if ends and rng.random() < 0.75:
        symbols.append(use.pick(rng, rng.choice(ends)))
    end = chain(paper, start, direction, symbols)
    if rng.random() < 0.2:
        end = flow_arrows(paper, end, direction)
    if rng.random() < 0.3:
        paper.write(words.rating(rng), end[0], end[1] + 2)
