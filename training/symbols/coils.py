"""Relay coils, NEMA and IEC."""

from __future__ import annotations

import random

from training.ink import Symbol, arc, circle, line
from training.symbols.catalogue import variant
from training.symbols.shapes import Marks, across, box, letters, upright

COILS = (
    "CR",
    "CR1",
    "CR2",
    "M",
    "M1",
    "K1",
    "K2",
    "TR",
    "TD",
    "R",
    "F",
    "S",
    "MS",
    "C",
    "1CR",
    "UV",
    "86",
    "LR",
)


@variant("relay_coil/nema_circle", "ansi", "schematic", weight=1.3, turns=(0, 90))
def nema_coil(rng: random.Random) -> Symbol:
    """Draw the NEMA coil: a circle with the relay's letters."""
    r, text = rng.uniform(2.8, 5.0), rng.choice(COILS)
    return across(rng, [circle(0, 0, r), letters(text, height=min(2.5, r * 1.8 / len(text)))], r)


@variant("relay_coil/nema_arcs", "ansi", "schematic", weight=0.6)
def parenthesis_coil(rng: random.Random) -> Symbol:
    """Draw the ladder coil: two facing arcs, sometimes with a letter between."""
    r = rng.uniform(3.0, 5.0)
    marks: Marks = [arc(0, 0, r, 140, 220), arc(0, 0, r, -40, 40)]
    if rng.random() < 0.4:
        marks.append(letters(rng.choice(["L", "U", "S", "R", "/"]), height=1.8))
    return across(rng, marks, r)


@variant("relay_coil/iec_box", "iec", "schematic", weight=1.6)
def iec_coil(rng: random.Random) -> Symbol:
    """Draw the IEC coil: a rectangle across the wire, plain or lettered."""
    width, height = rng.uniform(5.0, 9.0), rng.uniform(2.8, 5.0)
    marks: Marks = [box(width, height)]
    if rng.random() < 0.25:
        marks.append(letters(rng.choice(["K1", "KM1", "Y", "I>", "U<"]), height=1.4))
    return upright(rng, marks, [0.0], (-height / 2, height / 2))


@variant("relay_coil/iec_slash", "iec", "schematic", weight=0.7)
def slashed_coil(rng: random.Random) -> Symbol:
    """Draw the coil box with a slash, for one winding or a polarised relay."""
    width, height = rng.uniform(5.0, 8.0), rng.uniform(2.8, 4.5)
    reach = rng.choice([0.5, 0.25])
    marks: Marks = [box(width, height), line((-width * reach, height / 2), (width * reach, -height / 2))]
    return upright(rng, marks, [0.0], (-height / 2, height / 2))


@variant("relay_coil/iec_timed", "iec", "schematic", weight=0.8)
def timed_coil(rng: random.Random) -> Symbol:
    """Draw the timer coil: a rectangle with a side cell that is filled, crossed or holds a pulse."""
    width, height, cell = rng.uniform(5.0, 8.0), rng.uniform(3.0, 5.0), rng.uniform(1.6, 2.6)
    x = -width / 2 - cell
    left, half = x, height / 2
    marks: Marks = [box(width, height), box(cell, height, x + cell / 2, fill=rng.choice([None, None, 0.0]))]
    if (style := rng.random()) < 0.6:
        marks += [line((left, -half), (x + cell, half)), line((left, half), (x + cell, -half))]
    elif style < 0.8:
        q = cell / 4
        marks.append(
            line(
                (x + q * 0.6, 0.7),
                (x + q * 1.4, 0.7),
                (x + q * 1.4, -0.7),
                (x + 3 * q, -0.7),
                (x + 3 * q, 0.7),
            )
        )
    return upright(rng, marks, [0.0], (-half, half))
