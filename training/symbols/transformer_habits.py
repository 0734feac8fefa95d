"""Further habits of drawing power and instrument transformers in circuits (IEEE 315, IEC 60617-6)."""

from __future__ import annotations

import math
import random
from typing import Final

from training.ink import Symbol, circle, ellipse, line, polygon
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    End,
    Marks,
    box,
    finish,
    humps,
    letters,
    loops,
    placed,
    upright,
)

CIRCUIT: Final = "schematic"
LINE: Final = "single_line"
BOTH: Final = "schematic single_line"


def winding(rng: random.Random, y: float, s: float) -> Marks:
    """Return a small delta, wye, grounded wye, zigzag or wave about (0, y)."""
    wye: Marks = [
        line((0, y), (s * math.sin(a), y + s * math.cos(a))) for a in (math.pi, math.pi / 3, -math.pi / 3)
    ]
    kinds: tuple[Marks, ...] = (
        [polygon((0, y - s), (s * 0.87, y + s * 0.5), (-s * 0.87, y + s * 0.5))],
        wye,
        [
            *wye,
            *(
                line((s * 0.9 - w, y + s * 0.55 + k * s * 0.2), (s * 0.9 + w, y + s * 0.55 + k * s * 0.2))
                for k, w in enumerate((s * 0.35, s * 0.2))
            ),
        ],
        [
            line(
                (-s * 0.8, y + s * 0.4),
                (-s * 0.2, y - s * 0.3),
                (s * 0.2, y + s * 0.3),
                (s * 0.8, y - s * 0.4),
            )
        ],
    )
    return rng.choice(kinds)


def _rings_marked(rng: random.Random) -> Symbol:
    """Draw the two-winding transformer's rings, of unlike size, apart or overlapping, windings inside or beside."""
    r = rng.uniform(1.8, 4.8)
    q, share = r * rng.uniform(0.75, 1.0), rng.uniform(0.6, 1.05)
    d = (r + q) * share / 2
    marks: Marks = [circle(0, -d, r, width=rng.choice((1.0, 2.0))), circle(0, d, q)]
    if r > 2.6 and share > 0.8:
        marks += winding(rng, -d, r * 0.4) + winding(rng, d, q * 0.4)
    elif rng.random() < 0.5:
        marks += placed(winding(rng, -d, r * 0.4), dx=r * 1.6) + placed(winding(rng, d, r * 0.4), dx=r * 1.6)
    if share > 1.0:
        marks.append(line((0, -d + r), (0, d - q)))
    return upright(rng, marks, [0.0], (-d - r, d + q))


def _rings_level(rng: random.Random) -> Symbol:
    """Draw three or four rings: one over two, in a row or tapped, as three-winding and grounding transformers are."""
    r = rng.uniform(1.5, 3.6)
    d = r * rng.uniform(0.6, 0.8)
    if rng.random() < 0.5:
        marks: Marks = [circle(0, -d, r), circle(-d, d * 0.8, r), circle(d, d * 0.8, r)]
        return finish(rng, marks, (0.0, -d - r, UP), (-d, d * 0.8 + r, DOWN), (d, d * 0.8 + r, DOWN))
    marks = [circle(0, y, r) for y in (-1.6 * d, 0.0, 1.6 * d)]
    return upright(rng, marks, [0.0], (-1.6 * d - r, 1.6 * d + r))


def _rings_heavy(rng: random.Random) -> Symbol:
    """Draw the network diagram's transformer: two or three small rings with a heavy pen."""
    r, pen = rng.uniform(1.2, 2.6), rng.uniform(1.2, 2.6)
    d = r * rng.uniform(0.55, 0.8)
    if rng.random() < 0.7:
        pair: Marks = [circle(0, s * d, r, width=pen) for s in (-1, 1)]
        return upright(rng, pair, [0.0], (-d - r, d + r))
    three: Marks = [circle(0, d, r, width=pen), *(circle(s * d, -d * 0.6, r, width=pen) for s in (-1, 1))]
    return finish(rng, three, (0.0, d + r, DOWN), (-d - r, -d * 0.6, LEFT), (d + r, -d * 0.6, RIGHT))


def _facing(rng: random.Random, count: int, radius: float, gap: float) -> tuple[Marks, float]:
    """Return two windings that face each other, `gap` mm from y = 0, of loops or half rings, and half their length."""
    if rng.random() < 0.35:
        coil = loops(count + 1, radius * 0.85)
        pair = placed([coil], dy=gap + radius) + placed([coil], dy=-gap - radius, angle=180.0)
        return pair, -coil.points[0][0]
    return [humps(count, radius, s * (gap + radius), up=s > 0) for s in (-1, 1)], count * radius


def _coils_facing(rng: random.Random) -> Symbol:
    """Draw windings of loops or half rings, with or without core lines and polarity dots."""
    r, gap = rng.uniform(0.7, 1.4), rng.uniform(0.6, 1.8)
    marks, half = _facing(rng, rng.randint(2, 5), r, gap)
    cores = rng.choice(((), (0.0,), (-0.3, 0.3), (-0.5, 0.0, 0.5)))
    dash = rng.choice(((), (), (0.8, 0.5)))
    marks += [line((-half, y), (half, y), dash=dash) for y in cores]
    if rng.random() < 0.4:
        marks += [circle(-half * 0.8, s * (gap + 2.2 * r), 0.3, fill=0.0) for s in (-1, 1)]
    high = gap + r
    ends: list[End] = [(x, s * high, UP if s < 0 else DOWN) for s in (-1, 1) for x in (-half, half)]
    return finish(rng, marks, *ends)


def _coils_tapped(rng: random.Random) -> Symbol:
    """Draw the transformer of two or three secondaries: one long winding, core lines, shorter windings opposite."""
    r, gap, count = rng.uniform(0.8, 1.2), rng.uniform(0.8, 1.4), rng.choice((2, 2, 3))
    n, m = 3 * count - 1, 2
    marks: Marks = [humps(n, r, -gap - r, up=False)]
    ends: list[End] = [(-n * r, -gap - r, UP), (n * r, -gap - r, UP)]
    for k in range(count):
        x = (k - (count - 1) / 2) * 6 * r
        marks += placed([humps(m, r, gap + r)], dx=x)
        ends += [(x - m * r, gap + r, DOWN), (x + m * r, gap + r, DOWN)]
    marks += [line((-n * r, y), (n * r, y)) for y in rng.choice(((0.0,), (-0.3, 0.3)))]
    return finish(rng, marks, *ends)


def _boxed_transformer(rng: random.Random) -> Symbol:
    """Draw the transformer as a box: lettered, with its rings, its windings or a diagonal between voltages."""
    w, h = rng.uniform(5.0, 9.0), rng.uniform(4.5, 8.0)
    r = min(w, h) * 0.22
    cores: tuple[Marks, ...] = (
        [letters(rng.choice(("XFMR", "T1", "TX", "45KVA", "CPT")), height=min(1.8, w * 0.16))],
        [circle(0, -r * 0.6, r), circle(0, r * 0.6, r)],
        [
            line((-w / 2, h / 2), (w / 2, -h / 2)),
            letters("480", -w * 0.2, -h * 0.25, 1.1),
            letters("208", w * 0.2, h * 0.25, 1.1),
        ],
        [
            line((-w / 2, 0), (w / 2, 0)),
            *winding(rng, -h * 0.25, h * 0.15),
            *winding(rng, h * 0.25, h * 0.15),
        ],
    )
    return upright(rng, [box(w, h), *rng.choice(cores)], [0.0], (-h / 2, h / 2))


def _ct_wave(rng: random.Random) -> Symbol:
    """Draw the current transformer's humps beside its conductor, with polarity dots, squares or none."""
    n, r = rng.choice((1, 2, 2, 3)), rng.uniform(0.9, 1.9)
    x, mark = rng.uniform(0.3, 1.4), rng.uniform(0.25, 0.45)
    marks: Marks = placed([humps(n, r, up=rng.random() < 0.5)], x, 0.0, 90.0)
    wire = line((0, -n * r), (0, n * r), body=False)
    dots: tuple[Marks, ...] = (
        [circle(-0.8, -n * r, mark, fill=0.0), circle(x + 1.0, -n * r, mark, fill=0.0)],
        [box(mark * 2, mark * 2, -0.9, -n * r * 0.8, fill=0.0)],
        [],
    )
    return finish(rng, [*marks, wire, *rng.choice(dots)], (0.0, -n * r, UP), (0.0, n * r, DOWN))


def _ct_ringed(rng: random.Random) -> Symbol:
    """Draw the ring about its conductor with slashes, a second ring or ellipse, or CT inside."""
    r = rng.uniform(1.5, 3.2)
    cores: tuple[Marks, ...] = (
        [circle(0, 0, r), line((0, -r), (0, r)), circle(0, r * 0.8, r)],
        [ellipse(0, 0, (r * 1.5, r * 0.7)), line((0, -r * 0.7), (0, r * 0.7))],
        [circle(0, 0, r), letters("CT", height=r * 0.6)],
        [
            circle(0, 0, r),
            line((0, -r), (0, r)),
            line((-r * 0.4, -r * 1.2), (r * 0.4, -r * 0.8)),
            line((-r * 0.4, r * 0.8), (r * 0.4, r * 1.2)),
        ],
    )
    kind = rng.randint(0, 3)
    low = (r * 1.8, r * 0.7, r, r)[kind]
    return finish(rng, cores[kind], (0.0, -(r, r * 0.7, r, r)[kind], UP), (0.0, low, DOWN))


def _vt_marked(rng: random.Random) -> Symbol:
    """Draw the voltage transformer: two small rings lettered V, with windings, its fuse above or an earth below."""
    r = rng.uniform(1.3, 2.3)
    d = r * rng.uniform(0.6, 0.85)
    marks: Marks = [circle(0, -d, r), circle(0, d, r)]
    top = -d - r
    kind = rng.randint(0, 2)
    if kind == 0:
        marks += [letters(rng.choice(("VT", "PT", "(3)")), r + 1.6, 0, 1.4)]
    elif kind == 1:
        marks += [box(1.0, 2.6, 0, top - 2.1), line((0, top - 3.4), (0, top))]
        top -= 3.4
    else:
        marks += [
            line((0, d + r), (0, d + r + 1.0)),
            *(
                line((-w, d + r + 1.0 + k * 0.6), (w, d + r + 1.0 + k * 0.6))
                for k, w in enumerate((1.2, 0.8, 0.4))
            ),
        ]
    return finish(rng, marks, (0.0, top, UP))


def _vt_coils(rng: random.Random) -> Symbol:
    """Draw the potential transformer: small loops or humps with one or two core lines, lettered PT or not."""
    r, gap = rng.uniform(0.6, 1.1), rng.uniform(0.35, 0.8)
    marks, half = _facing(rng, rng.choice((2, 2, 3)), r, gap)
    marks += [line((-half, y), (half, y)) for y in rng.choice(((0.0,), (-0.2, 0.2)))]
    if rng.random() < 0.5:
        marks.append(letters(rng.choice(("PT", "VT", "CPT")), half + 1.8, 0, 1.4))
    return finish(rng, marks, (-half, -gap - r, UP), (half, -gap - r, UP))


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("transformer/rings_marked", "iec", BOTH, 1.2, _rings_marked),
    ("transformer/rings_heavy", "iec", LINE, 1.4, _rings_heavy),
    ("transformer/rings_level", "iec", LINE, 0.6, _rings_level),
    ("transformer/coils_facing", "ansi", BOTH, 1.0, _coils_facing),
    ("transformer/coils_tapped", "ansi", CIRCUIT, 0.5, _coils_tapped),
    ("transformer/boxed", "ansi", BOTH, 0.5, _boxed_transformer),
    ("current_transformer/marked", "ansi", LINE, 1.0, _ct_wave),
    ("current_transformer/ringed", "iec", BOTH, 0.8, _ct_ringed),
    ("voltage_transformer/marked", "iec", LINE, 0.9, _vt_marked),
    ("voltage_transformer/cored", "ansi", LINE, 0.8, _vt_coils),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
