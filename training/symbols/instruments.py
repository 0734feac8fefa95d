"""Instrument bubbles and meters; the panelboard of a single-line diagram."""

from __future__ import annotations

import math
import random

from training.ink import Symbol, arc, circle, line, polygon
from training.symbols.catalogue import variant
from training.symbols.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    End,
    Marks,
    across,
    box,
    finish,
    letters,
    upright,
)

BOTH = "schematic single_line"
TAGS = (
    "PT",
    "FT",
    "TT",
    "LT",
    "PIC",
    "FIC",
    "TIC",
    "LIC",
    "PI",
    "TI",
    "FI",
    "LI",
    "PSH",
    "LSL",
    "TE",
    "FE",
    "HS",
    "ZSO",
    "XV",
    "AIT",
    "PDT",
    "LSHH",
    "FY",
    "PY",
)


def _four(r: float) -> tuple[End, ...]:
    return ((0.0, -r, UP), (0.0, r, DOWN), (-r, 0.0, LEFT), (r, 0.0, RIGHT))


def _tag(rng: random.Random, r: float) -> Marks:
    top, below = (
        rng.choice(TAGS),
        str(rng.choice([rng.randint(1, 99), rng.randint(100, 999), rng.randint(1000, 9999)])),
    )
    height = min(r * 0.42, 1.35 * r / max(len(top), len(below)))
    return [letters(top, 0, -r * 0.36, height), letters(below, 0, r * 0.36, height)]


def _bubble(rng: random.Random, r: float, location: str) -> Marks:
    marks: Marks = [circle(0, 0, r)]
    if location == "panel":
        marks.append(line((-r, 0), (r, 0)))
    elif location == "behind":
        marks.append(line((-r, 0), (r, 0), dash=(r * 0.25, r * 0.15)))
    elif location == "local":
        marks += [line((-r, y), (r, y)) for y in (-r * 0.06, r * 0.06)]
    return marks + (_tag(rng, r) if rng.random() < 0.9 else [])


@variant("instrument/field", "isa", "schematic", weight=1.5, turns=(0,))
def field_instrument(rng: random.Random) -> Symbol:
    """Draw the field instrument: a plain bubble with two lines of letters."""
    r = rng.uniform(3.5, 6.5)
    return finish(rng, _bubble(rng, r, "field"), *rng.sample(_four(r), rng.randint(1, 2)))


@variant("instrument/panel", "isa", "schematic", weight=1.3, turns=(0,))
def panel_instrument(rng: random.Random) -> Symbol:
    """Draw the panel instrument: a bubble with a line, dashed behind the panel, double on a local panel."""
    r = rng.uniform(3.5, 6.5)
    where = rng.choice(["panel", "panel", "behind", "local"])
    return finish(rng, _bubble(rng, r, where), *rng.sample(_four(r), rng.randint(1, 2)))


@variant("instrument/shared", "isa", "schematic", turns=(0,))
def shared_instrument(rng: random.Random) -> Symbol:
    """Draw the shared display: a bubble in a square."""
    r = rng.uniform(3.5, 6.0)
    marks = [*_bubble(rng, r, rng.choice(["field", "panel", "behind"])), box(2 * r, 2 * r)]
    return finish(rng, marks, *rng.sample(_four(r), rng.randint(1, 2)))


@variant("instrument/computer", "isa", "schematic", weight=0.6, turns=(0,))
def computer_instrument(rng: random.Random) -> Symbol:
    """Draw the computer function: a hexagon, or the controller's diamond in a square."""
    r = rng.uniform(4.0, 6.0)
    if rng.random() < 0.6:
        points = [(r * math.cos(k * math.pi / 3), r * math.sin(k * math.pi / 3)) for k in range(6)]
        marks: Marks = [polygon(*points), *_tag(rng, r * 0.85)]
        if rng.random() < 0.5:
            marks.append(line((-r, 0), (r, 0)))
        return finish(rng, marks, (-r, 0.0, LEFT), (r, 0.0, RIGHT))
    marks = [polygon((0, -r), (r, 0), (0, r), (-r, 0)), box(2 * r, 2 * r), *_tag(rng, r * 0.7)]
    return finish(rng, marks, *rng.sample(_four(r), 1))


@variant("instrument/protective_relay", "ansi", "single_line", weight=0.8, turns=(0, 90))
def protective_relay(rng: random.Random) -> Symbol:
    """Draw the single-line relay: a circle with its device number."""
    r = rng.uniform(2.5, 4.5)
    text = rng.choice(
        ["50", "51", "50/51", "51N", "87", "87T", "27", "59", "86", "67", "81", "50G", "46", "49", "32"]
    )
    marks: Marks = [circle(0, 0, r), letters(text, height=min(2.2, r * 1.6 / len(text)))]
    return finish(rng, marks, *rng.sample(_four(r), rng.randint(1, 2)))


@variant("meter/circle", "iec", BOTH, weight=1.5)
def circle_meter(rng: random.Random) -> Symbol:
    """Draw the measuring instrument: a circle with its unit."""
    r = rng.uniform(2.5, 5.0)
    text = rng.choice(
        ["V", "A", "W", "V", "A", "Hz", "kW", "VAR", "PF", "AM", "VM", "WM", "Wh", "mA", "φ", "WHM"]
    )
    marks: Marks = [circle(0, 0, r), letters(text, height=min(2.6, r * 1.5 / len(text)))]
    return across(rng, marks, r) if rng.random() < 0.6 else finish(rng, marks, (0.0, -r, UP))


@variant("meter/energy", "iec", BOTH, turns=(0, 270))
def energy_meter(rng: random.Random) -> Symbol:
    """Draw the energy meter: a square with a header strip and Wh or kWh."""
    w, h = rng.uniform(5.0, 8.0), rng.uniform(5.0, 8.0)
    strip = h * rng.uniform(0.2, 0.3)
    marks: Marks = [box(w, h), line((-w / 2, -h / 2 + strip), (w / 2, -h / 2 + strip))]
    marks.append(letters(rng.choice(["kWh", "Wh", "varh", "kWh"]), 0, strip / 2, 1.6))
    return upright(rng, marks, [0.0], (-h / 2, h / 2))


@variant("meter/boxed", "ansi", "single_line", weight=1.2, turns=(0, 90))
def boxed_meter(rng: random.Random) -> Symbol:
    """Draw the revenue meter: M in a box, or in a circle in a box."""
    side = rng.uniform(4.0, 7.0)
    text = rng.choice(["M", "M", "PQM", "DMM", "MTR", "kWh"])
    marks: Marks = [box(side, side), letters(text, height=min(2.4, side * 0.7 / len(text)))]
    if rng.random() < 0.4:
        marks.append(circle(0, 0, side * rng.choice([0.5, 0.4])))
    return upright(rng, marks, [0.0], (-side / 2, side / 2))


@variant("meter/circle_m", "ansi", "single_line", weight=0.7, turns=(0, 90))
def lettered_meter(rng: random.Random) -> Symbol:
    """Draw the single-line meter: a small circle lettered DM, PM or WHM on its lead."""
    r = rng.uniform(2.4, 4.0)
    text = rng.choice(["DM", "PM", "WHM", "AM", "VM", "KWH", "PQM"])
    return finish(
        rng, [circle(0, 0, r), letters(text, height=r * 1.5 / len(text) * 0.85)], *rng.sample(_four(r), 1)
    )


@variant("panelboard/single_line_box", "ansi", "single_line", weight=1.3, turns=(0,))
def panel_box(rng: random.Random) -> Symbol:
    """Draw the single-line panelboard: a rectangle with its name."""
    w, h = rng.uniform(8.0, 18.0), rng.uniform(6.0, 16.0)
    name = rng.choice(
        ["PANEL", "PNL", "LP-{}", "DP-{}", "PP-{}", "MDP", "MCC-{}", "RP{}", "SWBD", "DB-{}"]
    ).format(rng.randint(1, 9))
    marks: Marks = [box(w, h), letters(name, 0, -h * 0.12 if h > 9 else 0.0, min(2.2, w * 0.8 / len(name)))]
    if h > 9:
        marks.append(letters(rng.choice(["225A", "480V", "208Y/120", "100A MLO", "400A"]), 0, h * 0.2, 1.3))
    if rng.random() < 0.25:
        marks.append(box(w - 1.4, h - 1.4))
    return finish(rng, marks, (0.0, -h / 2, UP))


@variant("panelboard/filled_strip", "ansi", "single_line", weight=0.6)
def panel_strip(rng: random.Random) -> Symbol:
    """Draw the panelboard as a slim box, half filled or fully."""
    w, h = rng.uniform(3.0, 5.0), rng.uniform(8.0, 14.0)
    marks: Marks = [box(w, h)]
    if rng.random() < 0.6:
        marks.append(polygon((-w / 2, h / 2), (w / 2, h / 2), (w / 2, -h / 2), fill=0.0))
    else:
        marks.append(box(w, h, fill=0.0))
    return finish(rng, marks, (0.0, -h / 2, UP))


@variant("panelboard/with_breakers", "ansi", "single_line", weight=0.6, turns=(0,))
def panel_with_bus(rng: random.Random) -> Symbol:
    """Draw the panelboard as a box around a bus with branch strokes."""
    n, pitch, h = rng.randint(3, 7), rng.uniform(2.5, 4.0), rng.uniform(7.0, 10.0)
    w = (n + 1) * pitch
    marks: Marks = [box(w, h), line((-w * 0.42, -h * 0.2), (w * 0.42, -h * 0.2), width=2.0)]
    marks.append(line((0, -h / 2), (0, -h * 0.2)))
    for i in range(n):
        x = (i - (n - 1) / 2) * pitch
        marks += [
            line((x, -h * 0.2), (x, 0)),
            arc(x, h * 0.12, h * 0.12, -90, 90),
            line((x, h * 0.24), (x, h * 0.4)),
        ]
    return finish(rng, marks, (0.0, -h / 2, UP))
