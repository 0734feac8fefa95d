"""Further habits of drawing breakers, fuses and surge arresters in circuits (ANSI/IEEE 315, IEC 60617-7)."""

from __future__ import annotations

import math
import random
from typing import Final

from training.ink import Path, Symbol, arc, circle, line
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    Marks,
    across,
    arrow,
    box,
    chevron,
    columns,
    cross,
    gang,
    letters,
    pole,
    upright,
)

LINE: Final = "single_line"
BOTH: Final = "schematic single_line"
BREAKERS: Final = ("52", "CB", "ACB", "MCCB", "MCB", "VCB", "52-M", "52G", "3P", "Q1")


def _plugs(rng: random.Random, reach: float) -> tuple[Marks, float]:
    """Return draw-out contacts above and below: arrows, half rings or single chevrons; and where they end."""
    size, kind = rng.uniform(0.7, 1.5), rng.randint(0, 2)
    gap = reach + rng.uniform(0.3, 1.2)
    marks: Marks = [line((0, s * reach), (0, s * gap)) for s in (-1, 1)]
    if kind == 0:
        marks += [chevron(0, -gap, size), chevron(0, gap, size, up=False)]
        return marks, gap
    if kind == 1:
        marks += [chevron(0, -gap - size, size, up=False), chevron(0, gap + size, size)]
        return marks, gap + size
    marks += [arc(0, -gap - size, size, 0, 180), arc(0, gap + size, size, 180, 360)]
    marks += [circle(0, s * (gap + size * 0.3), size * 0.3, fill=0.0) for s in (-1, 1)]
    return marks, gap + size * 0.6


def _breaker_lettered(rng: random.Random) -> Symbol:
    """Draw the breaker as a square or lying box with its number inside, heavy or double outlined, plugged in or not."""
    side = rng.uniform(4.0, 8.0)
    wide, text = side * rng.choice((1.0, 1.0, 1.4)), rng.choice(BREAKERS)
    marks: Marks = [Path(box(wide, side).points, closed=True, width=rng.choice((1.0, 2.0)))]
    marks.append(letters(text, height=min(side * 0.4, wide * 0.95 / len(text))))
    if rng.random() < 0.3:
        marks.append(box(wide * 0.85, side * 0.85))
    if rng.random() < 0.35:
        plugs, reach = _plugs(rng, side / 2)
        return upright(rng, [*marks, *plugs], [0.0], (-reach, reach))
    return upright(rng, marks, [0.0], (-side / 2, side / 2))


def _breaker_plugged(rng: random.Random) -> Symbol:
    """Draw the draw-out breaker: an open or filled square, or a crossed contact, between plugs."""
    side = rng.uniform(3.0, 6.5)
    core: Marks = [box(side, side, fill=rng.choice((None, None, 0.0)))]
    if rng.random() < 0.4:
        core = pole(rng, 0.0, side, "cross")
    plugs, reach = _plugs(rng, side / 2)
    return upright(rng, [*core, *plugs], [0.0], (-reach, reach))


def _breaker_bow(rng: random.Random) -> Symbol:
    """Draw the moulded-case breaker: a flat or round bow over dots, rings or cut ends, its trip beside or none."""
    half, share = rng.uniform(1.8, 4.5), rng.uniform(0.25, 0.95)
    radius = half * (1 + share * share) / (2 * share)
    spread = math.degrees(math.asin(min(1.0, half / radius)))
    bow = arc(share * half - radius, 0, radius, -spread, spread)
    size, kind = rng.uniform(0.3, 0.6), rng.randint(0, 2)
    marks: Marks = [bow]
    if kind == 0:
        marks += [circle(0, s * half, size, fill=0.0) for s in (-1, 1)]
    elif kind == 1:
        marks += [line((-size * 1.5, s * half), (size * 1.5, s * half)) for s in (-1, 1)]
    if rng.random() < 0.25:
        marks.append(letters(rng.choice(("LSI", "LSIG", "TM", "AT")), share * half + 1.8, 0, 1.3))
    return upright(rng, marks, [0.0], (-half, half))


def _breaker_tripped(rng: random.Random) -> Symbol:
    """Draw the IEC breaker with its release beside the blade: a box, a wave, a bent line or a lock."""
    height, xs = rng.uniform(5.0, 8.5), columns(rng, rng.choice((1, 1, 2, 3)))
    marks = gang(rng, xs, height, rng.choice(("cross", "cross", "bar")))
    x, side = xs[-1] + rng.uniform(1.0, 2.0), rng.uniform(1.8, 2.8)
    marks += [
        line((xs[-1] - height * 0.15, 0.3), (x, 0.3), dash=rng.choice(((0.8, 0.6), ()))),
        box(side, side, x + side / 2, 0.3),
    ]
    core: tuple[Marks, ...] = (
        [letters(rng.choice(("I>", "I>>", "U<", "IΔ", "T")), x + side / 2, 0.3, side * 0.38)],
        [line((x, 0.3 + side / 2), (x + side, 0.3 - side / 2))],
        [line((x + side * 0.3, 1.0), (x + side * 0.3, 0.3), (x + side * 0.7, 0.3), (x + side * 0.7, -0.4))],
    )
    return upright(rng, [*marks, *rng.choice(core)], xs, (-height / 2, height / 2))


def _breaker_cross_only(rng: random.Random) -> Symbol:
    """Draw the distribution breaker: a cross on the wire, plain or in a ring, or with its toggle."""
    arm, pen = rng.uniform(1.2, 2.6), rng.choice((1.0, 1.5, 2.0))
    marks: Marks = [*cross(0, 0, arm, pen), line((0, -arm), (0, arm))]
    if rng.random() < 0.5:
        marks += [circle(0, 0, arm * 1.42)]
        arm *= 1.42
    else:
        marks += [box(2 * arm, 2 * arm)]
    return upright(rng, marks, [0.0], (-arm, arm))


def _fuse_wired(rng: random.Random) -> Symbol:
    """Draw a box with the wire through it: slim or wide, round-ended, double-ended or on rings."""
    height = rng.uniform(4.0, 9.0)
    half, w, ring = height / 2, height * rng.uniform(0.18, 0.5), rng.uniform(0.3, 0.6)
    kind = rng.randint(0, 3)
    if kind == 0:
        r = w / 2
        straight = half - r
        marks: Marks = [line((s * r, -straight), (s * r, straight)) for s in (-1, 1)]
        marks += [arc(0, -straight, r, 180, 360), arc(0, straight, r, 0, 180)]
    else:
        marks = [box(w, height)]
    marks.append(line((0, -half), (0, half)))
    if kind == 1:
        marks += [circle(0, s * (half + ring), ring, fill=rng.choice((None, 0.0))) for s in (-1, 1)]
        return upright(rng, marks, [0.0], (-half - 2 * ring, half + 2 * ring))
    if kind == 2:
        marks += [line((-w * 0.8, s * half), (w * 0.8, s * half)) for s in (-1, 1)]
    return upright(rng, marks, [0.0], (-half, half))


def _fuse_wave(rng: random.Random) -> Symbol:
    """Draw the American fuse: a lying S, flat or round, between dots, bars or nothing."""
    half, swing = rng.uniform(2.0, 4.5), rng.uniform(0.8, 2.2)
    marks: Marks = [
        Path(((-half, 0), (-half * 0.3, -swing * 2), (half * 0.3, swing * 2), (half, 0)), curve=True)
    ]
    if rng.random() < 0.5:
        r = half / 2
        marks = [arc(-r, 0, r, 180, 360), arc(r, 0, r, 180, 0)]
    size = rng.uniform(0.3, 0.6)
    marks += rng.choice(
        (
            [circle(s * half, 0, size, fill=0.0) for s in (-1, 1)],
            [line((s * half, -size * 2), (s * half, size * 2)) for s in (-1, 1)],
            [],
        )
    )
    return across(rng, marks, half)


def _fuse_blown_out(rng: random.Random) -> Symbol:
    """Draw the draw-out or striker fuse: a boxed wire between plugs, or with its striker's mark."""
    height = rng.uniform(4.0, 7.0)
    half, w = height / 2, height * rng.uniform(0.25, 0.42)
    marks: Marks = [box(w, height), line((0, -half), (0, half))]
    if rng.random() < 0.5:
        plugs, reach = _plugs(rng, half)
        return upright(rng, [*marks, *plugs], [0.0], (-reach, reach))
    mark = half * rng.uniform(0.5, 0.8)
    marks.append(
        rng.choice((box(w, half - mark, 0, (half + mark) / 2, fill=0.0), line((-w / 2, mark), (w / 2, mark))))
    )
    return upright(rng, marks, [0.0], (-half, half))


def _fuse_poles(rng: random.Random) -> Symbol:
    """Draw two or three capped or wired fuses side by side, joined or framed."""
    xs, height = columns(rng, rng.choice((2, 3, 3))), rng.uniform(4.0, 7.0)
    w, half = height * rng.uniform(0.22, 0.4), height / 2
    cap, wired = height * 0.16, rng.random() < 0.5
    marks: Marks = []
    for x in xs:
        marks += [box(w, height, x)]
        marks += (
            [line((x, -half), (x, half))]
            if wired
            else [line((x - w / 2, s * (half - cap)), (x + w / 2, s * (half - cap))) for s in (-1, 1)]
        )
    if rng.random() < 0.4:
        marks.append(Path(box(xs[-1] - xs[0] + w * 2.2, height * 0.85).points, closed=True, dash=(1.2, 0.7)))
    return upright(rng, marks, xs, (-half, half))


def _arrester_block(rng: random.Random) -> Symbol:
    """Draw the arrester: a box with an arrow pair, a gap, or a bent line inside."""
    height = rng.uniform(4.5, 8.0)
    w, half = height * rng.uniform(0.35, 0.55), height / 2
    cores: tuple[Marks, ...] = (
        [*arrow((0, -half), (0, -half * 0.1), w * 0.4), *arrow((0, half), (0, half * 0.1), w * 0.4)],
        [
            *arrow((0, -half), (0, half * 0.5), w * 0.5, filled=False),
            line((-w * 0.3, half * 0.5), (w * 0.3, half * 0.5)),
        ],
        [
            line((0, -half), (0, -half * 0.2)),
            line((-w * 0.3, -half * 0.2), (w * 0.3, -half * 0.2)),
            line((-w * 0.3, half * 0.2), (w * 0.3, half * 0.2)),
            line((0, half * 0.2), (0, half)),
        ],
        [
            line(
                (-w * 0.9, half * 0.8), (-w * 0.5, half * 0.8), (w * 0.5, -half * 0.8), (w * 0.9, -half * 0.8)
            )
        ],
    )
    return upright(rng, [box(w, height), *rng.choice(cores)], [0.0], (-half, half))


def _arrester_horns(rng: random.Random) -> Symbol:
    """Draw the gap: two horns, points, balls or chevrons that face each other."""
    s, gap, kind = rng.uniform(1.0, 2.0), rng.uniform(0.5, 1.2), rng.randint(0, 2)
    marks: Marks = []
    for t in (-1, 1):
        shapes: tuple[Marks, ...] = (
            [circle(0, t * (gap / 2 + s * 0.4), s * 0.4, fill=0.0)],
            [chevron(0, t * gap / 2, s * 0.8, up=t > 0), line((0, t * gap / 2), (0, t * (gap / 2 + s)))],
            [arc(t * s * 0.9, t * gap / 2 + t * s, s, 180 if t > 0 else 0, 270 if t > 0 else 90)],
        )
        marks += shapes[kind]
    reach = gap / 2 + s * (0.8, 1.0, 1.0)[kind]
    return upright(rng, marks, [0.0], (-reach, reach))


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("circuit_breaker/lettered", "ansi", LINE, 1.0, _breaker_lettered),
    ("circuit_breaker/plugged", "ansi", LINE, 0.8, _breaker_plugged),
    ("circuit_breaker/bow", "ansi", BOTH, 1.2, _breaker_bow),
    ("circuit_breaker/tripped", "iec", BOTH, 0.8, _breaker_tripped),
    ("circuit_breaker/cross_only", "iec", LINE, 0.5, _breaker_cross_only),
    ("fuse/wired", "iec", BOTH, 1.2, _fuse_wired),
    ("fuse/wave", "ansi", BOTH, 0.8, _fuse_wave),
    ("fuse/plugged", "iec", BOTH, 0.5, _fuse_blown_out),
    ("fuse/poles", "iec", BOTH, 0.5, _fuse_poles),
    ("surge_arrester/block", "iec", BOTH, 1.0, _arrester_block),
    ("surge_arrester/horns", "ansi", BOTH, 0.6, _arrester_horns),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
