"""Fuses and surge arresters."""

from __future__ import annotations

import random

from training.ink import Path, Symbol, arc, circle, line, polygon
from training.symbols.catalogue import variant
from training.symbols.shapes import Marks, across, arrow, box, columns, finish, letters, placed, upright

BOTH = "schematic single_line"


@variant("fuse/iec_line", "iec", BOTH, weight=1.5)
def iec_fuse(rng: random.Random) -> Symbol:
    """Draw the IEC fuse: a box with the wire through it, one to three poles with a link."""
    xs = columns(rng, rng.choice([1, 1, 1, 1, 2, 3]))
    height = rng.uniform(4.0, 9.0)
    width, half = height * rng.uniform(0.25, 0.45), height / 2
    marks: Marks = []
    for x in xs:
        marks += [box(width, height, x), line((x, -half), (x, half))]
    return upright(rng, marks, xs, (-half, half))


@variant("fuse/caps", "ansi", BOTH)
def capped_fuse(rng: random.Random) -> Symbol:
    """Draw the fuse's rectangle with end caps, ruled, filled or hatched."""
    height = rng.uniform(5.0, 9.0)
    width, half, cap = height * rng.uniform(0.3, 0.5), height / 2, height * rng.uniform(0.12, 0.25)
    style = rng.choice(["ruled", "filled", "hatched"])
    marks: Marks = [box(width, height)]
    for y in (-half + cap / 2, half - cap / 2):
        if style == "filled":
            marks.append(box(width, cap, 0.0, y, fill=0.0))
        else:
            marks.append(
                line(
                    (-width / 2, y + cap / 2 if y < 0 else y - cap / 2),
                    (width / 2, y + cap / 2 if y < 0 else y - cap / 2),
                )
            )
    if style == "hatched":
        w = width / 2
        for y in (-half, half - cap):
            marks += [line((-w + k * w, y + cap), (-w + (k + 1) * w, y), width=0.7) for k in (0, 1)]
    if rng.random() < 0.4:
        marks.append(line((0, -half), (0, half)))
    return upright(rng, marks, [0.0], (-half, half))


@variant("fuse/box", "ansi", BOTH, weight=0.7)
def boxed_fuse(rng: random.Random) -> Symbol:
    """Draw the fuse as a slim box lettered F or FU, or with contact rings at the ends."""
    height = rng.uniform(5.0, 8.0)
    width, half, ring = height * 0.42, height / 2, rng.uniform(0.4, 0.7)
    if rng.random() < 0.6:
        marks: Marks = [box(width, height), circle(0, -half - ring, ring), circle(0, half + ring, ring)]
        return upright(rng, marks, [0.0], (-half - 2 * ring, half + 2 * ring))
    text = letters(rng.choice(["F", "FU"]), height=1.3)
    return upright(rng, [box(width, height), text], [0.0], (-half, half))


@variant("fuse/s_curve", "ansi", BOTH, weight=1.2)
def s_fuse(rng: random.Random) -> Symbol:
    """Draw the ANSI fuse as a lying S, with or without end rings."""
    half, swing = rng.uniform(2.2, 4.5), rng.uniform(1.4, 3.0)
    points = ((-half, 0.0), (-half * 0.6, -swing), (-half * 0.35, -swing), (0.0, 0.0))
    rest = ((half * 0.35, swing), (half * 0.6, swing), (half, 0.0))
    marks: Marks = [Path((*points, *rest), curve=True)]
    if rng.random() < 0.5:
        ring = rng.uniform(0.35, 0.6)
        marks += [circle(-half - ring, 0, ring), circle(half + ring, 0, ring)]
        return across(rng, marks, half + 2 * ring)
    return across(rng, marks, half)


@variant("fuse/s_curve_poles", "ansi", "schematic", weight=0.5)
def s_fuses(rng: random.Random) -> Symbol:
    """Draw two or three S fuses side by side, one device."""
    xs, half, swing = columns(rng, rng.choice([2, 3])), rng.uniform(2.5, 4.0), rng.uniform(1.2, 2.0)
    marks: Marks = []
    for x in xs:
        top, low = (x, -half), (x, half)
        bend = ((x + swing, -half * 0.6), (x + swing, -half * 0.3), (x, 0.0), (x - swing, half * 0.3))
        marks.append(Path((top, *bend, (x - swing, half * 0.6), low), curve=True))
    return upright(rng, marks, xs, (-half, half))


@variant("fuse/cutout", "ansi", "single_line", weight=0.8)
def cutout(rng: random.Random) -> Symbol:
    """Draw the fused cutout: a fuse that swings open between two contacts."""
    height = rng.uniform(5.0, 8.0)
    if rng.random() < 0.5:
        piece: Marks = [line((0, 0), (0, -height)), box(1.5, height * 0.55, 0, -height * 0.5)]
    else:
        piece = [line((0, 0), (0, -height)), arc(0, -height * 0.62, height * 0.12, 90, -90)]
        piece.append(arc(0, -height * 0.38, height * 0.12, -90, 90))
    marks = placed(piece, dy=height / 2, angle=rng.uniform(-35, -20))
    marks += [circle(0, -height / 2, 0.5, fill=0.0), circle(0, height / 2, 0.5, fill=0.0)]
    return upright(rng, marks, [0.0], (-height / 2 - 0.5, height / 2 + 0.5))


@variant("fuse/holder", "ansi", "schematic", weight=0.6)
def fuse_holder(rng: random.Random) -> Symbol:
    """Draw the electronics fuse: a link between two contact dots or clips."""
    half, style = rng.uniform(2.5, 4.0), rng.random()
    drop = rng.uniform(0.8, 1.6)
    if style < 0.5:
        link: Marks = [line((-half, 0), (-half, -drop), (half, -drop), (half, 0))]
        return across(rng, [*link, box(half, drop * 0.9, 0, -drop)], half)
    marks: Marks = [box(half * 2, drop * 1.6), line((-half, 0), (half, 0)), letters("F", 0, 0, 0.8)]
    return across(rng, marks, half)


@variant("fuse/resettable", "iec", "schematic", weight=0.5)
def resettable(rng: random.Random) -> Symbol:
    """Draw the resettable fuse: a box with the wire and a bent diagonal."""
    length = rng.uniform(4.0, 7.0)
    width, half = length * 0.38, length / 2
    marks: Marks = [box(length, width)]
    marks.append(line((-half * 0.9, width), (-half * 0.5, width), (half * 0.6, -width)))
    if rng.random() < 0.6:
        marks.append(line((-half, 0), (half, 0)))
    return across(rng, marks, half)


@variant("surge_arrester/gap_arrows", "ansi", BOTH, turns=(0, 90, 180, 270))
def gap_arrows(rng: random.Random) -> Symbol:
    """Draw the spark gap: two arrow heads that face each other."""
    s, gap = rng.uniform(1.2, 2.2), rng.uniform(0.4, 1.2)
    fill = rng.choice([0.0, None])
    marks: Marks = [
        polygon((0, -gap / 2), (-s * 0.6, -gap / 2 - s), (s * 0.6, -gap / 2 - s), fill=fill),
        polygon((0, gap / 2), (-s * 0.6, gap / 2 + s), (s * 0.6, gap / 2 + s), fill=fill),
    ]
    return upright(rng, marks, [0.0], (-gap / 2 - s, gap / 2 + s))


@variant("surge_arrester/box_arrow", "iec", BOTH, weight=1.5)
def box_arrow(rng: random.Random) -> Symbol:
    """Draw the IEC arrester: a box with an arrow that ends inside."""
    height = rng.uniform(5.0, 9.0)
    width, half = height * rng.uniform(0.35, 0.5), height / 2
    marks: Marks = [box(width, height), *arrow((0, -half), (0, half * rng.uniform(-0.1, 0.35)), height * 0.2)]
    if rng.random() < 0.3:
        marks += arrow((0, half), (0, half * 0.4), height * 0.18)
    return upright(rng, marks, [0.0], (-half, half))


@variant("surge_arrester/grounded", "ansi", "single_line", turns=(0, 90, 270))
def grounded_arrester(rng: random.Random) -> Symbol:
    """Draw the single-line arrester: gap and bars, or a box with an arrow, above its own earth."""
    h, w = rng.uniform(2.5, 4.0), rng.uniform(1.2, 1.8)
    if rng.random() < 0.5:
        marks: Marks = [*arrow((0, -h), (0, -0.2), 1.2), line((-w, 0.4), (w, 0.4))]
        marks.append(line((0, 0.4), (0, h * 0.7)))
    else:
        marks = [box(w * 1.5, h, 0, -h / 2), *arrow((0, -h), (0, -h * 0.3), 1.0), line((0, 0), (0, h * 0.7))]
    for k, dy in ((1.0, 0.0), (0.65, 0.7), (0.3, 1.4)):
        marks.append(line((-w * k, h * 0.7 + dy), (w * k, h * 0.7 + dy)))
    return finish(rng, marks, (0.0, -h, 270.0))


@variant("surge_arrester/stacked_gap", "ansi", BOTH, weight=0.7)
def stacked_gap(rng: random.Random) -> Symbol:
    """Draw the valve arrester: a gap of bars and an arrow into a block."""
    w, gap = rng.uniform(1.2, 2.0), rng.uniform(0.7, 1.1)
    marks: Marks = [line((-w, k * gap), (w, k * gap)) for k in range(rng.choice([2, 3, 4]))]
    bottom = (len(marks) - 1) * gap
    marks += [line((0, bottom), (0, bottom + 1)), box(w * 1.6, 2.4, 0, bottom + 2.2)]
    return upright(rng, marks, [0.0], (0.0, bottom + 3.4))


@variant("surge_arrester/varistor", "iec", "schematic", weight=1.2)
def varistor(rng: random.Random) -> Symbol:
    """Draw the varistor: a resistor box with a bent diagonal, sometimes lettered U."""
    height = rng.uniform(4.0, 7.0)
    width, half = height * rng.uniform(0.32, 0.42), height / 2
    reach = width * rng.uniform(0.9, 1.3)
    foot = half * rng.uniform(0.6, 0.95)
    marks: Marks = [box(width, height)]
    marks.append(
        line((-reach, foot), (-reach, foot * 0.5), (reach, -foot))
        if rng.random() < 0.5
        else line((-reach - 0.8, foot), (-reach, foot), (reach, -foot))
    )
    if rng.random() < 0.4:
        marks.append(letters("U", -reach - 0.4, foot + 1.2, 1.3))
    return upright(rng, marks, [0.0], (-half, half))


@variant("surge_arrester/gas_tube", "iec", "schematic", weight=0.5)
def gas_tube(rng: random.Random) -> Symbol:
    """Draw the gas discharge tube: electrodes in a ring with a dot."""
    r = rng.uniform(2.2, 3.6)
    marks: Marks = [circle(0, 0, r), circle(r * 0.55, 0, r * 0.1, fill=0.0)]
    for s in (-1, 1):
        marks += [line((0, s * r), (0, s * r * 0.3)), line((-r * 0.4, s * r * 0.3), (r * 0.4, s * r * 0.3))]
    return upright(rng, marks, [0.0], (-r, r))


@variant("surge_arrester/device_box", "iec", BOTH, weight=0.6, turns=(0, 180))
def device_box(rng: random.Random) -> Symbol:
    """Draw the surge protective device as a lettered box."""
    width, height = rng.uniform(5.0, 9.0), rng.uniform(4.0, 6.0)
    marks: Marks = [box(width, height), letters(rng.choice(["SPD", "TVSS", "SA", "LA", "SPD"]), height=1.5)]
    return finish(rng, marks, (0.0, -height / 2, 270.0))
