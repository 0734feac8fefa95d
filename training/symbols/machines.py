"""Motors, generators and transformers."""

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
    Marks,
    across,
    arrow,
    finish,
    humps,
    letters,
    placed,
    sine,
    upright,
)

BOTH = "schematic single_line"


@variant("motor/circle", "ansi", BOTH, weight=1.5)
def plain_motor(rng: random.Random) -> Symbol:
    """Draw the motor: a circle with M, a number or its power."""
    r = rng.uniform(3.0, 6.5)
    text = rng.choice(["M", "M", "M", "M", "M1", "MTR", str(rng.randint(1, 250)), f"{rng.randint(1, 75)}HP"])
    marks: Marks = [circle(0, 0, r), letters(text, height=min(3.0, r * 1.6 / len(text)))]
    return finish(rng, marks, (0.0, -r, UP))


def _three(r: float) -> list[tuple[float, float, float]]:
    x = r * 0.6
    return [(-x, -math.sqrt(r * r - x * x), UP), (0.0, -r, UP), (x, -math.sqrt(r * r - x * x), UP)]


@variant("motor/two_lines", "iec", BOTH, weight=1.5, turns=(0, 270))
def phase_motor(rng: random.Random) -> Symbol:
    """Draw the IEC motor: M above 3~, 1~, ~ or a direct-current bar, on one to three wires."""
    r = rng.uniform(4.0, 7.0)
    marks: Marks = [circle(0, 0, r), letters("M", 0, -r * 0.3, r * 0.42)]
    below = rng.choice(["3~", "3~", "1~", "~", "-", "wave"])
    if below == "wave":
        marks.append(sine(r * 0.35, 0, r * 0.4))
    elif below == "-":
        marks.append(line((-r * 0.35, r * 0.3), (r * 0.35, r * 0.3)))
        marks.append(line((-r * 0.35, r * 0.5), (r * 0.35, r * 0.5), dash=(0.7, 0.5)))
    else:
        marks.append(letters(below, 0, r * 0.38, r * 0.4))
    ends = _three(r) if below == "3~" and rng.random() < 0.7 else [(0.0, -r, UP)]
    if below in ("1~", "~") and rng.random() < 0.5:
        ends = [(-r, 0.0, LEFT), (r, 0.0, RIGHT)]
    return finish(rng, marks, *ends)


@variant("motor/three_leads", "ansi", "schematic")
def three_lead_motor(rng: random.Random) -> Symbol:
    """Draw the NEMA motor: a circle with its name and three leads from one side."""
    r = rng.uniform(4.0, 7.0)
    marks: Marks = [circle(0, 0, r), letters(rng.choice(["M", "MTR", "MOT", "M1", "5HP"]), height=1.8)]
    return finish(rng, marks, *_three(r))


@variant("motor/terminals", "ansi", "schematic", weight=0.5)
def terminal_motor(rng: random.Random) -> Symbol:
    """Draw the direct-current motor: a circle with two brush blocks, lettered M or A."""
    r, b = rng.uniform(3.0, 5.0), rng.uniform(0.7, 1.2)
    marks: Marks = [circle(0, 0, r), letters(rng.choice(["M", "M", "A"]), height=r * 0.6)]
    fill = rng.choice([None, 0.0])
    marks += [
        polygon(
            (s * (r - b * 0.3), -b), (s * (r + b), -b), (s * (r + b), b), (s * (r - b * 0.3), b), fill=fill
        )
        for s in (-1, 1)
    ]
    return across(rng, marks, r + b)


@variant("generator/lettered", "ansi", BOTH, weight=1.5)
def lettered_generator(rng: random.Random) -> Symbol:
    """Draw the generator: a circle with G, GEN or the like."""
    r = rng.uniform(3.0, 6.0)
    text = rng.choice(["G", "G", "G", "G1", "GEN", "GS"])
    marks: Marks = [circle(0, 0, r), letters(text, height=min(3.0, r * 1.6 / len(text)))]
    return finish(rng, marks, (0.0, r, DOWN))


@variant("generator/wave", "iec", "single_line", weight=1.5)
def wave_generator(rng: random.Random) -> Symbol:
    """Draw the source or generator: a wave in a circle."""
    r = rng.uniform(1.6, 5.0)
    return finish(rng, [circle(0, 0, r), sine(r * rng.uniform(0.45, 0.7))], (0.0, r, DOWN))


@variant("generator/iec", "iec", BOTH, turns=(0, 270))
def iec_generator(rng: random.Random) -> Symbol:
    """Draw the IEC generator: G above a wave, 3~ or a bar, also with two rings."""
    r = rng.uniform(3.5, 6.0)
    marks: Marks = [circle(0, 0, r), letters("G", 0, -r * 0.3, r * 0.42)]
    if (style := rng.random()) < 0.5:
        marks.append(sine(r * 0.35, 0, r * 0.4))
    elif style < 0.8:
        marks.append(letters("3~", 0, r * 0.4, r * 0.35))
    else:
        marks.append(line((-r * 0.3, r * 0.35), (r * 0.3, r * 0.35)))
    return finish(rng, marks, (0.0, r, DOWN))


@variant("transformer/two_circles", "iec", BOTH, weight=2.0)
def two_circles(rng: random.Random) -> Symbol:
    """Draw the two-winding transformer: overlapping circles, sometimes with delta and wye inside."""
    r = rng.uniform(1.7, 5.0)
    d = r * rng.uniform(0.55, 0.85)
    marks: Marks = [circle(0, -d, r), circle(0, d, r)]
    if r > 3.0 and rng.random() < 0.5:
        marks += _winding(rng, 0, -d - r * 0.25, r * 0.35) + _winding(rng, 0, d + r * 0.25, r * 0.35)
    return upright(rng, marks, [0.0], (-d - r, d + r))


def _winding(rng: random.Random, x: float, y: float, s: float) -> Marks:
    if rng.random() < 0.5:
        return [polygon((x, y - s), (x + s * 0.87, y + s * 0.5), (x - s * 0.87, y + s * 0.5))]
    points = [(x + s * math.sin(a), y + s * math.cos(a)) for a in (math.pi, math.pi / 3, -math.pi / 3)]
    return [line((x, y), point) for point in points]


@variant("transformer/three_circles", "iec", "single_line")
def three_circles(rng: random.Random) -> Symbol:
    """Draw the three-winding transformer: three overlapping circles."""
    r = rng.uniform(1.6, 4.5)
    d = r * rng.uniform(0.65, 0.85)
    centres = [(0.0, d * 1.0), (-d * 0.87, -d * 0.5), (d * 0.87, -d * 0.5)]
    marks: Marks = [circle(x, y, r) for x, y in centres]
    if rng.random() < 0.5:
        ends = [(centres[1][0] - r, centres[1][1], LEFT), (centres[2][0] + r, centres[2][1], RIGHT)]
    else:
        ends = [(x, y - r, UP) for x, y in centres[1:]]
    return finish(rng, marks, (0.0, d + r, DOWN), *ends)


@variant("transformer/phase_shift", "iec", "single_line", weight=0.6)
def phase_shifter(rng: random.Random) -> Symbol:
    """Draw the regulating transformer: two circles, or two discs, with an arrow across."""
    r = rng.uniform(1.7, 4.0)
    d = r * rng.uniform(0.55, 0.8)
    shade = rng.choice([None, None, 0.55])
    a = r * rng.uniform(0.9, 1.5)
    marks: Marks = [circle(0, -d, r, fill=shade), circle(0, d, r, fill=shade)]
    marks += arrow((-a, a), (a, -a * 1.1), r * 0.4, filled=rng.random() < 0.6)
    return upright(rng, marks, [0.0], (-d - r, d + r))


@variant("transformer/coils", "ansi", BOTH, weight=2.0)
def coils(rng: random.Random) -> Symbol:
    """Draw the ANSI transformer: two facing windings, with none to two core lines between."""
    n, r = rng.randint(2, 6), rng.uniform(0.9, 1.5)
    m = max(2, n - rng.choice([0, 0, 0, 1, 2]))
    gap, cores = rng.uniform(0.6, 2.0), rng.choice([0, 0, 1, 2, 2])
    marks: Marks = [humps(n, r, -gap - r, up=False), humps(m, r, gap + r)]
    marks += [
        line((-max(n, m) * r, y), (max(n, m) * r, y)) for y in {0: (), 1: (0.0,), 2: (-0.35, 0.35)}[cores]
    ]
    high, low = -gap - r, gap + r
    if rng.random() < 0.75:
        ends = [(-n * r, high, UP), (n * r, high, UP), (-m * r, low, DOWN), (m * r, low, DOWN)]
    else:
        ends = [(0.0, -gap if n % 2 else high, UP), (0.0, gap if m % 2 else low, DOWN)]
    return finish(rng, marks, *ends)


@variant("transformer/single_line_zigzag", "ansi", "single_line", weight=1.5)
def zigzag_transformer(rng: random.Random) -> Symbol:
    """Draw the single-line transformer: two zigzag (or humped) windings back to back across the wire."""
    n, w, h = rng.randint(2, 4), rng.uniform(1.6, 2.4), rng.uniform(1.4, 2.4)
    gap = rng.uniform(0.4, 1.0)
    half = n * w / 2
    marks: Marks = []
    if rng.random() < 0.4:
        marks += [humps(n, w / 2, s * (gap + w / 2), up=s > 0) for s in (-1, 1)]
        reach = gap + (0.0 if n % 2 else w / 2)
    else:
        for s in (-1, 1):
            points = [(-half + i * w / 2, s * (gap + (h if i % 2 else 0.0))) for i in range(2 * n + 1)]
            marks.append(line(*points))
        reach = gap + (h if n % 2 else 0.0)
    if rng.random() < 0.4:
        marks += _winding(rng, half + 1.6, -h * 0.8, 0.9) + _winding(rng, half + 1.6, h * 0.8, 0.9)
    return upright(rng, marks, [0.0], (-reach, reach))


@variant("transformer/control", "ansi", "schematic", weight=0.8)
def control_transformer(rng: random.Random) -> Symbol:
    """Draw the control transformer: one winding of two halves with taps, core lines, one secondary."""
    n, r, split = rng.choice([2, 3]), rng.uniform(0.9, 1.4), rng.uniform(0.8, 2.0)
    shift, gap = n * r + split / 2, rng.uniform(0.9, 1.6)
    marks: Marks = [
        *placed([humps(n, r, up=False)], -shift, -gap - r),
        *placed([humps(n, r, up=False)], shift, -gap - r),
    ]
    marks += [line((-shift - n * r, y), (shift + n * r, y)) for y in (-0.35, 0.35)]
    m = rng.choice([3, 4])
    marks += placed([humps(m, r)], 0, gap + r)
    ends = [(x, -gap - r, UP) for x in (-shift - n * r, -split / 2, split / 2, shift + n * r)]
    return finish(rng, marks, *ends, (-m * r, gap + r, DOWN), (m * r, gap + r, DOWN))


@variant("transformer/auto", "iec", BOTH, weight=0.6)
def autotransformer(rng: random.Random) -> Symbol:
    """Draw the autotransformer: one winding with a tap, or a circle with an arc over it."""
    if rng.random() < 0.5:
        n, r = rng.randint(4, 7), rng.uniform(0.9, 1.3)
        marks: Marks = [humps(n, r), *arrow((0, -r - 2.4), (0, -r), 0.9)]
        return finish(rng, marks, (-n * r, 0.0, LEFT), (n * r, 0.0, RIGHT), (0.0, -r - 2.4, UP))
    r = rng.uniform(2.4, 4.5)
    marks = [circle(0, 0, r), arc(0, 0, r * 1.5, 180, 300), line((-r * 1.5, 0), (-r * 1.5, r * 0.4))]
    return finish(rng, marks, (0.0, r, DOWN), (-r * 1.5, r * 0.4, DOWN))


@variant("transformer/filled_boxes", "iec", "schematic", weight=0.4)
def block_windings(rng: random.Random) -> Symbol:
    """Draw the windings as filled blocks beside core lines."""
    w, h, gap = rng.uniform(6.0, 9.0), rng.uniform(1.4, 2.2), rng.uniform(1.0, 1.8)
    marks: Marks = []
    for s in (-1, 1):
        y = s * (gap + h / 2)
        marks.append(
            polygon(
                (-w / 2, y - h / 2), (w / 2, y - h / 2), (w / 2, y + h / 2), (-w / 2, y + h / 2), fill=0.0
            )
        )
    marks.append(line((-w / 2, 0), (w / 2, 0), width=1.5))
    high = gap + h
    ends = [(s * w * 0.35, t * high, UP if t < 0 else DOWN) for s in (-1, 1) for t in (-1, 1)]
    return finish(rng, marks, *ends)
