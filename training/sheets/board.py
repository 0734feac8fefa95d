"""Electronics as CAD programs draw it: circuits in boxes, nets by name, rows of decoupling, a flag at every rail."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Text, Transform, circle, line, polygon, rectangle
from training.sheet import Box, Paper
from training.sheets import words
from training.sheets.circuits import Point, chain, dot, label, step
from training.sheets.palette import Palette
from training.symbols.catalogue import VARIANTS, Variant

_LARGE: Final = (
    "other/integrated_circuit", "other/integrated_circuit", "other/pinned_box", "other/pinned_box", "other/pinned_box",
    "other/header", "other/header", "other/socket_box", "other/amplifier", "other/ringed_transistor", "other/gate",
    "other/optocoupler",
)  # fmt: skip
_RAILS: Final = ("VCC", "+3V3", "+5V", "+12V", "+24V", "VDD", "VBUS", "VIN", "3.3V", "+BATT")
_NETS: Final = (
    "SDA", "SCL", "TX", "RX", "CAN_H", "CAN_L", "EN", "RESET", "MISO", "MOSI", "SCK", "CS", "IN1", "OUT2", "PWM_HS",
    "ADC0", "LED1", "D+", "D-",
)  # fmt: skip


def board(paper: Paper, area: Box, use: Palette) -> None:
    """Draw circuits on a loose grid: a part with many pins, or a row or a column of small parts."""
    rng = paper.rng
    pitch = rng.uniform(38, 60) * max(paper.style.scale, 0.6)
    kit = _Kit(rng, use)
    for i in range(max(1, int(area[2] / pitch))):
        for j in range(max(1, int(area[3] / pitch))):
            centre = (
                area[0] + (i + rng.uniform(0.4, 0.6)) * pitch,
                area[1] + (j + rng.uniform(0.4, 0.6)) * pitch,
            )
            draw = rng.choice((_around_part, _around_part, _row, _column, _divider))
            draw(paper, centre, kit)
            if rng.random() < 0.12:
                paper.write(
                    words.sentence(rng)[:24], centre[0], centre[1] - pitch * 0.46, height=rng.uniform(2, 3.4)
                )


class _Kit:
    """The few parts one office draws everything with."""

    def __init__(self, rng: random.Random, use: Palette) -> None:
        self._use = use
        self._rng = rng
        self.large = [VARIANTS[name] for name in rng.sample(_LARGE, 3)]
        self.ground = use.pick(rng, "ground")

    def small(self, *classes: str) -> list[Variant]:
        """Return one part each of some classes, those that the office has."""
        return [self._use.pick(self._rng, name) for name in classes if self._use.has(name)]


def _around_part(paper: Paper, centre: Point, kit: _Kit) -> None:
    """Draw a part with pins, and at each of them a net's name, a flag, or small parts to ground."""
    rng = paper.rng
    variant = rng.choice(kit.large)
    symbol = paper.instance(variant)
    place = Transform(*centre, paper.style.scale)
    x, y, width, height = paper.body_box(place.symbol(symbol))
    place = Transform(2 * centre[0] - x - width / 2, 2 * centre[1] - y - height / 2, paper.style.scale)
    if not paper.is_free(paper.body_box(place.symbol(symbol)), 2.0):
        return
    placed = paper.place_symbol(variant, symbol, place)
    label(paper, placed, variant.class_name)
    for port in placed.ports:
        at = (port.x, port.y)
        if rng.random() < 0.2:
            _nowhere(paper, at)
            continue
        end = step(at, port.direction, rng.uniform(2, 10))
        paper.wire(at, end)
        choice = rng.random()
        if choice < 0.45:
            _net(paper, end, port.direction)
        elif choice < 0.6:
            _rail(paper, end, rng.choice((270.0, port.direction)))
        else:
            turned = rng.choice((port.direction, 90.0))
            parts = kit.small(
                rng.choice(("resistor", "capacitor", "capacitor", "diode", "inductor", "fuse", "switch"))
            )
            last = chain(
                paper, end, turned, [*parts, *([kit.ground] if rng.random() < 0.7 else [])], (0.5, 4.0)
            )
            if rng.random() < 0.3:
                _net(paper, last, turned)


def _row(paper: Paper, centre: Point, kit: _Kit) -> None:
    """Draw parts side by side between two rails, as decoupling is drawn."""
    rng = paper.rng
    count, pitch = rng.randint(2, 6), rng.uniform(6, 12) * paper.style.scale
    x0, y = centre[0] - count * pitch / 2, centre[1] - 8
    one = kit.small(rng.choice(("capacitor", "capacitor", "resistor", "diode", "surge_arrester")))
    last_x = x0
    for k in range(count):
        x = x0 + k * pitch
        chain(paper, (x, y), 90.0, [*one, kit.ground], (1.0, 3.0))
        dot(paper, (x, y))
        last_x = x
    paper.wire((x0, y), (last_x, y))
    _rail(paper, (x0, y), 270.0)
    if rng.random() < 0.5:
        _net(paper, (last_x, y), 0.0)


def _column(paper: Paper, centre: Point, kit: _Kit) -> None:
    """Draw parts in series from a rail to ground: a lamp with its resistor, a coil, a fuse."""
    rng = paper.rng
    names = rng.choices(
        ("resistor", "diode", "diode", "switch", "fuse", "inductor", "push_button", "relay_coil", "battery"),
        k=rng.randint(1, 3),
    )
    start = (centre[0], centre[1] - 14)
    _rail(paper, start, 270.0)
    chain(paper, start, 90.0, [*kit.small(*names), kit.ground], (0.8, 4.0))


def _divider(paper: Paper, centre: Point, kit: _Kit) -> None:
    """Draw a filter or a divider: in from a name, along, and down at every node."""
    rng = paper.rng
    at = (centre[0] - 16, centre[1] - 5)
    _net(paper, at, 180.0)
    for _ in range(rng.randint(1, 3)):
        at = chain(
            paper,
            at,
            0.0,
            kit.small(rng.choice(("resistor", "inductor", "diode", "fuse", "capacitor"))),
            (1.0, 4.0),
        )
        dot(paper, at)
        chain(
            paper,
            at,
            90.0,
            [*kit.small(rng.choice(("capacitor", "resistor", "diode"))), kit.ground],
            (1.0, 3.0),
        )
    _net(paper, at, 0.0)


def _net(paper: Paper, at: Point, direction: float) -> None:
    """Write a net's name at the end of a wire, plain or in a flag."""
    rng = paper.rng
    name, size = rng.choice(_NETS), paper.style.text_mm * rng.uniform(0.7, 1.0)
    long, away = len(name) * size * 0.9 + 1.5, 1 if direction < 90 or direction > 270 else -1
    if direction in {90.0, 270.0}:
        paper.draw([Text(name, at[0], at[1] + (2 if direction == 90 else -2), size, 270.0)])
        return
    if rng.random() < 0.4:
        h, x = size * 0.8, at[0]
        tip = polygon(
            (x, at[1]),
            (x + away * h, at[1] - h),
            (x + away * (h + long), at[1] - h),
            (x + away * (h + long), at[1] + h),
            (x + away * h, at[1] + h),
        )
        paper.draw([tip, Text(name, x + away * (h + long / 2), at[1], size)])
    else:
        paper.draw(
            [
                Text(
                    name,
                    at[0] + away * 0.4,
                    at[1] - size * rng.choice((0.0, 0.8)),
                    size,
                    anchor="start" if away > 0 else "end",
                )
            ]
        )


def _rail(paper: Paper, at: Point, direction: float) -> None:
    """Draw a supply's flag, which is no component: an arrow, a bar or a ring, and its name."""
    rng = paper.rng
    s = rng.uniform(0.6, 1.4) * paper.style.scale
    tip = step(at, direction, 2.2 * s)
    left, right = step(tip, direction + 90, s * 0.6), step(tip, direction - 90, s * 0.6)
    back = step(tip, direction + 180, s)
    sides = [(p[0] + back[0] - tip[0], p[1] + back[1] - tip[1]) for p in (left, right)]
    head = rng.choice(
        (
            [line(sides[0], tip, sides[1])],
            [line(left, right, width=rng.choice((1.0, 2.0)))],
            [circle(*step(tip, direction, s * 0.4), s * 0.4)],
            [polygon(sides[0], tip, sides[1], fill=rng.choice((None, 0.0)))],
        )
    )
    paper.draw([line(at, tip), *head])
    beyond = step(tip, direction, paper.style.text_mm)
    paper.draw([Text(rng.choice(_RAILS), *beyond, paper.style.text_mm * 0.8)])


def _nowhere(paper: Paper, at: Point) -> None:
    """Draw the small cross of a pin that is not connected, or nothing."""
    if paper.rng.random() < 0.6:
        d = 0.5
        paper.draw(
            [
                line((at[0] - d, at[1] - d), (at[0] + d, at[1] + d)),
                line((at[0] - d, at[1] + d), (at[0] + d, at[1] - d)),
            ]
        )


def grouped(paper: Paper, area: Box) -> None:
    """Draw a broken or plain frame around a part of the sheet, with its title."""
    rng = paper.rng
    for _ in range(rng.randint(0, 3)):
        x, y = area[0] + rng.random() * area[2] * 0.6, area[1] + rng.random() * area[3] * 0.6
        w, h = rng.uniform(0.2, 0.5) * area[2], rng.uniform(0.2, 0.5) * area[3]
        paper.draw(
            [
                rectangle(x, y, x + w, y + h, width=0.6)
                if rng.random() < 0.4
                else line((x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y), dash=(2.5, 1.2))
            ]
        )
        paper.write(words.sentence(rng)[:20], x + 2, y + 3, height=2.4, anchor="start")
