"""Diodes: plain, zener, Schottky, light-emitting, suppressing, paired, bridged."""

from __future__ import annotations

import random

from training.ink import Symbol, circle, line, polygon
from training.symbols.catalogue import variant
from training.symbols.shapes import (
    DOWN,
    UP,
    Marks,
    across,
    arrow,
    finish,
)

BOTH = "schematic single_line"


def _diode(rng: random.Random, s: float, bar: str) -> Marks:
    h, fill = s * rng.uniform(0.85, 1.1), rng.choice([None, None, 0.0])
    k = s * rng.uniform(0.25, 0.4)
    ends = {
        "plain": ((s, -h), (s, h)),
        "zener": ((s + k, -h - k * 0.3), (s, -h), (s, h), (s - k, h + k * 0.3)),
        "square": ((s - k, -h), (s, -h), (s, h)),
        "schottky": ((s - k, -h + k), (s - k, -h), (s, -h), (s, h), (s + k, h), (s + k, h - k)),
    }[bar]
    through = [line((-s, 0), (s, 0))] if fill is None and rng.random() < 0.4 else []
    return [polygon((-s, -h), (-s, h), (s, 0), fill=fill), line(*ends), *through]


@variant("diode/plain", "iec", "schematic", weight=1.5)
def plain_diode(rng: random.Random) -> Symbol:
    """Draw the diode: a triangle against a bar, sometimes in a circle."""
    s = rng.uniform(0.9, 2.4)
    marks = _diode(rng, s, "plain")
    if rng.random() < 0.08:
        return across(rng, [*marks, circle(0, 0, s * 1.8)], s * 1.8)
    return across(rng, marks, s)


@variant("diode/zener", "iec", "schematic")
def zener_diode(rng: random.Random) -> Symbol:
    """Draw the zener diode with its bent bar."""
    s = rng.uniform(0.9, 2.2)
    return across(rng, _diode(rng, s, rng.choice(["zener", "square"])), s)


@variant("diode/schottky", "iec", "schematic")
def schottky_diode(rng: random.Random) -> Symbol:
    """Draw the Schottky diode with its curled bar."""
    s = rng.uniform(0.9, 2.2)
    return across(rng, _diode(rng, s, "schottky"), s)


@variant("diode/light", "iec", "schematic", weight=1.3)
def light_diode(rng: random.Random) -> Symbol:
    """Draw the light-emitting diode, or the photodiode with its arrows inwards."""
    s, shaft = rng.uniform(1.1, 2.4), rng.uniform(1.2, 2.2)
    marks, out = _diode(rng, s, "plain"), rng.random() < 0.8
    for x in (-s * 0.2, s * 0.5):
        tail, tip = (x, -s * 1.2), (x + shaft * 0.7, -s * 1.2 - shaft)
        marks += arrow(tail, tip, 0.8) if out else arrow(tip, tail, 0.8)
    return across(rng, marks, s)


@variant("diode/tvs", "iec", "schematic", weight=0.7)
def tvs_diode(rng: random.Random) -> Symbol:
    """Draw the transient suppressor: two triangles on one bent bar."""
    s, fill = rng.uniform(1.0, 2.0), rng.choice([None, 0.0])
    marks: Marks = [polygon((side * 2 * s, -s), (side * 2 * s, s), (0, 0), fill=fill) for side in (-1, 1)]
    marks.append(line((s * 0.4, -s * 1.3), (0, -s), (0, s), (-s * 0.4, s * 1.3)))
    return across(rng, marks, 2 * s)


@variant("diode/pair", "iec", "schematic", weight=0.4)
def diode_pair(rng: random.Random) -> Symbol:
    """Draw two diodes in series in one package with the middle tap."""
    s, gap = rng.uniform(0.9, 1.5), rng.uniform(1.5, 3.0)
    marks: Marks = []
    for side in (-1, 1):
        x = side * (gap / 2 + s)
        marks += [polygon((x - s, -s), (x - s, s), (x + s, 0)), line((x + s, -s), (x + s, s))]
    marks.append(line((-gap / 2, 0), (gap / 2, 0)))
    return finish(rng, marks, (-gap / 2 - 2 * s, 0.0, 180.0), (gap / 2 + 2 * s, 0.0, 0.0), (0.0, 0.0, DOWN))


@variant("diode/bridge", "iec", "schematic", weight=0.4)
def bridge(rng: random.Random) -> Symbol:
    """Draw the bridge rectifier: a diamond with a diode inside."""
    r, s = rng.uniform(4.0, 6.0), rng.uniform(1.0, 1.5)
    marks: Marks = [polygon((0, -r), (r, 0), (0, r), (-r, 0)), *_diode(rng, s, "plain")]
    marks += [line((-r * 0.6, 0), (-s, 0)), line((s, 0), (r * 0.6, 0))]
    return finish(rng, marks, (0.0, -r, UP), (0.0, r, DOWN), (-r, 0.0, 180.0), (r, 0.0, 0.0))
