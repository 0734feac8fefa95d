"""Circuit breakers, as single-line diagrams, schematics and network diagrams draw them."""

from __future__ import annotations

import random

from training.ink import Path, Symbol, arc, circle, ellipse, line
from training.symbols.catalogue import variant
from training.symbols.shapes import (
    Marks,
    box,
    chevron,
    columns,
    cross,
    gang,
    letters,
    pole,
    upright,
)

BOTH = "schematic single_line"


@variant("circuit_breaker/ansi_box", "ansi", "single_line", weight=1.5)
def ansi_box(rng: random.Random) -> Symbol:
    """Draw the power breaker's plain square, now and then with its number or letters inside."""
    side = rng.uniform(4.0, 9.0)
    tall = side * rng.choice([1.0, 1.0, 1.15])
    marks: Marks = [box(side, tall)]
    if rng.random() < 0.5:
        text = rng.choice(["52", "52", "CB", "VCB", "A1", "1", "M", "52-1", "T", "G"])
        marks.append(letters(text, height=min(2.2, side * 0.8 / len(text))))
    return upright(rng, marks, [0.0], (-tall / 2, tall / 2))


@variant("circuit_breaker/filled_box", "ansi", "single_line")
def filled_box(rng: random.Random) -> Symbol:
    """Draw the closed breaker's filled square."""
    side = rng.uniform(2.5, 6.0)
    return upright(rng, [box(side, side, fill=rng.choice([0.0, 0.0, 0.4]))], [0.0], (-side / 2, side / 2))


@variant("circuit_breaker/drawout_box", "ansi", "single_line", weight=1.2)
def drawout_box(rng: random.Random) -> Symbol:
    """Draw the draw-out breaker: a square between double chevrons."""
    side, size, gap = rng.uniform(4.0, 7.0), rng.uniform(1.0, 1.8), rng.uniform(0.8, 1.3)
    y = side / 2 + rng.uniform(0.3, 1.5)
    marks: Marks = [box(side, side), line((0, -side / 2), (0, -y)), line((0, side / 2), (0, y))]
    for k in (0, 1):
        marks += [chevron(0, -y - k * gap, size), chevron(0, y + k * gap, size, up=False)]
    if rng.random() < 0.3:
        marks.append(letters("52"))
    return upright(rng, marks, [0.0], (-y - gap, y + gap))


@variant("circuit_breaker/drawout_arc", "ansi", "single_line")
def drawout_arc(rng: random.Random) -> Symbol:
    """Draw the draw-out low-voltage breaker: an arc between chevrons."""
    height, size, gap = rng.uniform(4.0, 7.0), rng.uniform(0.9, 1.6), rng.uniform(0.8, 1.2)
    half = height / 2
    marks: Marks = [_bow(height, height * rng.uniform(0.25, 0.4))]
    for k in range(rng.choice([1, 2])):
        marks += [chevron(0, -half - 0.8 - k * gap, size), chevron(0, half + 0.8 + k * gap, size, up=False)]
    return upright(rng, marks, [0.0], (-half, half))


def _bow(height: float, depth: float, x: float = 0.0) -> Path:
    half = height / 2
    points = ((x, -half), (x + depth * 1.33, -half * 0.5), (x + depth * 1.33, half * 0.5), (x, half))
    return Path(points, curve=True)


@variant("circuit_breaker/ansi_arc", "ansi", BOTH, weight=1.5)
def ansi_arc(rng: random.Random) -> Symbol:
    """Draw the moulded-case breaker: an arc over an open gap, with or without contact rings."""
    height = rng.uniform(5.0, 9.0)
    depth, half, ring = height * rng.uniform(0.22, 0.4), height / 2, rng.uniform(0.4, 0.7)
    if rng.random() < 0.5:
        marks: Marks = [circle(0, -half, ring), circle(0, half, ring)]
        offset = rng.choice([0.0, ring, ring * 2])
        marks.append(_bow(height * rng.uniform(0.85, 1.05), depth, offset))
        return upright(rng, marks, [0.0], (-half - ring, half + ring))
    return upright(rng, [_bow(height, depth)], [0.0], (-half, half))


@variant("circuit_breaker/ansi_arc_poles", "ansi", BOTH)
def ansi_arc_poles(rng: random.Random) -> Symbol:
    """Draw two or three arcs side by side with the linkage through them."""
    xs = columns(rng, rng.choice([2, 3, 3]))
    height, ring = rng.uniform(5.0, 8.0), rng.uniform(0.4, 0.7)
    depth = height * rng.uniform(0.2, 0.35)
    ringed = rng.random() < 0.6
    marks: Marks = []
    for x in xs:
        marks.append(_bow(height, depth, x))
        if ringed:
            marks += [circle(x, -height / 2, ring), circle(x, height / 2, ring)]
    marks.append(line((xs[0] + depth, 0), (xs[-1] + depth, 0), dash=rng.choice([(1.0, 0.7), ()])))
    reach = height / 2 + (ring if ringed else 0.0)
    return upright(rng, marks, xs, (-reach, reach))


@variant("circuit_breaker/thermal_magnetic", "ansi", BOTH, weight=0.6)
def thermal_magnetic(rng: random.Random) -> Symbol:
    """Draw the ANSI breaker with its thermal and magnetic trips beneath the arc."""
    height = rng.uniform(5.0, 7.0)
    half, r = height / 2, rng.uniform(0.8, 1.2)
    marks: Marks = [_bow(height, height * 0.3), line((0, half), (0, half + 1))]
    marks.append(arc(0, half + 1 + r, r, -90, 90))
    marks.append(line((0, half + 1 + 2 * r), (0, half + 2 + 2 * r)))
    bottom = half + 2 + 2 * r
    marks.append(line((0, bottom), (r, bottom), (r, bottom + 2), (0, bottom + 2)))
    return upright(rng, marks, [0.0], (-half, bottom + 2))


@variant("circuit_breaker/iec_cross", "iec", BOTH, weight=1.5)
def iec_cross(rng: random.Random) -> Symbol:
    """Draw the IEC breaker: an open contact with a cross."""
    height = rng.uniform(5.0, 9.0)
    return upright(rng, pole(rng, 0.0, height, "cross"), [0.0], (-height / 2, height / 2))


@variant("circuit_breaker/iec_cross_poles", "iec", BOTH)
def iec_cross_poles(rng: random.Random) -> Symbol:
    """Draw two to four IEC breaker poles with the linkage."""
    xs = columns(rng, rng.choice([2, 3, 3, 4]))
    height = rng.uniform(5.0, 8.0)
    return upright(rng, gang(rng, xs, height, "cross"), xs, (-height / 2, height / 2))


@variant("circuit_breaker/iec_withdrawable", "iec", "single_line", weight=0.7)
def iec_withdrawable(rng: random.Random) -> Symbol:
    """Draw the IEC withdrawable breaker: the crossed contact between chevrons."""
    height, size = rng.uniform(5.0, 8.0), rng.uniform(0.9, 1.4)
    y = height / 2 + rng.uniform(1.0, 2.0)
    marks = pole(rng, 0.0, height, "cross")
    marks += [line((0, -height / 2), (0, -y)), line((0, height / 2), (0, y))]
    for k in (0.0, 1.0):
        marks += [chevron(0, -y - k, size), chevron(0, y + k, size, up=False)]
    return upright(rng, marks, [0.0], (-y - 1.0, y + 1.0))


def _thermal(x: float, y: float, width: float) -> Marks:
    w = width * 0.22
    return [line((x, y), (x, y + w), (x - w, y + w), (x - w, y + 2 * w), (x, y + 2 * w), (x, y + 3 * w))]


def _trip_boxes(rng: random.Random, xs: tuple[float, ...], top: float, trips: str) -> tuple[Marks, float]:
    side = min(rng.uniform(3.2, 5.0), (xs[1] - xs[0]) if len(xs) > 1 else 9.0)
    marks: Marks = []
    for x in xs:
        for row, trip in enumerate(trips):
            y = top + row * side
            marks.append(box(side, side, x, y + side / 2))
            if trip == "t":
                marks += _thermal(x, y + side * 0.17, side)
            else:
                marks.append(letters("I>", x, y + side / 2, side * 0.36))
    return marks, top + len(trips) * side


@variant("circuit_breaker/iec_mcb", "iec", BOTH)
def iec_mcb(rng: random.Random) -> Symbol:
    """Draw the miniature breaker: contacts with thermal and magnetic release boxes."""
    xs = columns(rng, rng.choice([1, 1, 2, 3, 4]))
    height = rng.uniform(5.0, 8.0)
    marks = gang(rng, xs, height, rng.choice(["cross", "cross", "none"]))
    boxes, bottom = _trip_boxes(rng, xs, height / 2, rng.choice(["t", "m", "tm"]))
    return upright(rng, marks + boxes, xs, (-height / 2, bottom))


@variant("circuit_breaker/iec_mcb_hook", "iec", "schematic")
def iec_mcb_hook(rng: random.Random) -> Symbol:
    """Draw the miniature breaker whose trip is a step and an arrow beside the blade."""
    xs = columns(rng, rng.choice([1, 2, 2, 3]))
    height = rng.uniform(5.0, 8.0)
    marks = gang(rng, xs, height, rng.choice(["cross", "none", "none"]))
    x, s = xs[0] - height * 0.45, height * rng.uniform(0.12, 0.18)
    marks += [line((x, s * 2), (x, s), (x - s, s), (x - s, 0), (x, 0), (x, -s))]
    marks += [line((x, 0.3), (xs[0] - height * 0.2, 0.3), dash=(0.8, 0.6))]
    if rng.random() < 0.5:
        marks += [line((x - s * 0.5, -s * 0.4), (x, -s * 1.4), (x + s * 0.5, -s * 0.4))]
    return upright(rng, marks, xs, (-height / 2, height / 2))


@variant("circuit_breaker/motor_protection", "iec", "schematic")
def motor_protection(rng: random.Random) -> Symbol:
    """Draw the three-pole motor-protection switch with hand drive and release boxes."""
    xs = columns(rng, 3)
    height = rng.uniform(5.0, 8.0)
    marks = gang(rng, xs, height, rng.choice(["cross", "none", "bar"]))
    boxes, bottom = _trip_boxes(rng, xs, height / 2 + rng.choice([0.0, 1.5]), rng.choice(["tm", "t", "mt"]))
    far = xs[0] - height * 0.5 - rng.uniform(2.0, 5.0)
    marks += boxes
    marks.append(line((far, 0.3), (xs[0] - height * 0.2, 0.3), dash=(1.0, 0.7)))
    if rng.random() < 0.5:
        marks.append(line((far + 0.8, -1.2), (far, -1.2), (far, 1.8), (far + 0.8, 1.8)))
    else:
        marks += [box(2.4, 2.4, far - 1.2, 0.3), line((far - 1.2, -0.9), (far - 1.2, 1.5))]
    return upright(rng, marks, xs, (-height / 2, bottom))


@variant("circuit_breaker/rcd", "iec", BOTH)
def rcd(rng: random.Random) -> Symbol:
    """Draw the residual-current device: poles, the summation ring and the trip path."""
    xs = columns(rng, rng.choice([1, 2, 2, 4]))
    height, drop = rng.uniform(5.0, 8.0), rng.uniform(3.5, 6.0)
    half, low = height / 2, height / 2 + drop
    marks = gang(rng, xs, height, rng.choice(["none", "cross", "bar"]))
    marks += [line((x, half), (x, low + 1.5)) for x in xs]
    reach = (xs[-1] - xs[0]) / 2 + rng.uniform(1.2, 2.0)
    marks.append(ellipse(0.0, low, (reach, rng.uniform(0.8, 1.4))))
    side = reach + rng.uniform(1.5, 3.0)
    mid = (0.3 + low) / 2
    marks.append(line((reach, low), (side, low), (side, mid + 1.5)))
    marks.append(line((side, mid - 1.5), (side, 0.3), (xs[-1] - height * 0.2, 0.3), dash=(1.0, 0.7)))
    marks += [box(3.2, 3.0, side, mid), letters(rng.choice(["IΔ", "I>", "T", "H"]), side, mid, 1.2)]
    return upright(rng, marks, xs, (-half, low + 1.5))


@variant("circuit_breaker/network_bar", "iec", "single_line", weight=1.3)
def network_bar(rng: random.Random) -> Symbol:
    """Draw the network diagram's breaker: a heavy square with a bar along or across the wire."""
    side, pen = rng.uniform(3.0, 6.5), rng.uniform(1.0, 3.5)
    bar = side * rng.uniform(0.2, 0.3)
    square = box(side, side)
    ends = ((0.0, -bar), (0.0, bar)) if rng.random() < 0.5 else ((-bar, 0.0), (bar, 0.0))
    marks: Marks = [Path(square.points, closed=True, width=pen), line(*ends, width=pen)]
    return upright(rng, marks, [0.0], (-side / 2, side / 2))


@variant("circuit_breaker/network_filled", "iec", "single_line", weight=0.7)
def network_filled(rng: random.Random) -> Symbol:
    """Draw the filled network breaker with a white bar inside, square or rounded."""
    side = rng.uniform(3.0, 6.0)
    half, r, c = side / 2, side * 0.22, side * 0.1
    shade, bar = rng.choice([0.0, 0.3, 0.5]), side * rng.uniform(0.2, 0.28)
    quarters = [
        ((-half + r, -half), (half - r, -half), (half - c, -half), (half, -half + c), (half, -half + r)),
        ((half, half - r), (half, half - c), (half - c, half), (half - r, half)),
        ((-half + r, half), (-half + c, half), (-half, half - c), (-half, half - r)),
        ((-half, -half + r), (-half, -half + c), (-half + c, -half), (-half + r, -half)),
    ]
    points = [quarters[0][0]]
    points += [quarters[0][0], quarters[0][1], quarters[0][1], *quarters[0][2:]]
    for corner in quarters[1:]:
        points += [points[-1], corner[0], corner[0], *corner[1:]]
    body = Path(tuple(points), closed=True, fill=shade, curve=True)
    ends = (-bar, -bar / 3, bar, bar / 3) if rng.random() < 0.5 else (-bar / 3, -bar, bar / 3, bar)
    slot = box(ends[2] - ends[0], ends[3] - ends[1], fill=1.0)
    marks: Marks = [body if rng.random() < 0.6 else box(side, side, fill=shade), slot]
    return upright(rng, marks, [0.0], (-half, half))


@variant("circuit_breaker/network_crossed", "iec", "single_line", weight=0.3)
def network_crossed(rng: random.Random) -> Symbol:
    """Draw the network breaker's square crossed out, or a bare heavy cross in a square."""
    side = rng.uniform(3.0, 6.0)
    marks: Marks = [box(side, side), *cross(0, 0, side / 2 * rng.choice([1.0, 0.6]))]
    return upright(rng, marks, [0.0], (-side / 2, side / 2))
