"""Further forms of breakers, disconnectors, load-break switches and contactors: a contact alone, housed and in poles.

Sources: ANSI/IEEE 315 and IEC 60617-7.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Final

from training.ink import Mark, Path, Symbol, arc, circle, line, polygon
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    Marks,
    arrow,
    box,
    columns,
    contact_mark,
    cross,
    gang,
    letters,
    placed,
    upright,
)

LINE: Final = "single_line"
BOTH: Final = "schematic single_line"
Core = Callable[[random.Random, float], Marks]
"""Draws the inside of a device about the origin, upright, of so many mm from end to end."""


def _blade(rng: random.Random, height: float, kind: str, *, side: int = -1) -> Marks:
    """Return an open blade over its contact mark, leaning to one side."""
    lean = side * height * rng.uniform(0.28, 0.5)
    return [line((0, height / 2), (lean, -height * 0.42)), *contact_mark(kind, 0.0, height)]


def _chopped(kind: str) -> Core:
    return lambda rng, height: _blade(rng, height, kind)


def _fuse_on_blade(rng: random.Random, height: float) -> Marks:
    """Draw the fuse lying on its blade."""
    lean, w = height * rng.uniform(0.3, 0.45), height * rng.uniform(0.12, 0.2)
    tilt = -57.3 * lean / height
    body = placed([box(w, height * 0.5)], -lean / 2, 0.0, tilt)
    return [line((0, height / 2), (-lean, -height * 0.45)), *body, line((-w, -height / 2), (w, -height / 2))]


def _earthing(rng: random.Random, height: float) -> Marks:
    """Draw the blade with an earthing blade at its side."""
    lean = height * 0.35
    y, w = height * 0.15, height * 0.12
    earth: Marks = [
        line((lean * 1.4 - w * k, y + i * w * 0.6), (lean * 1.4 + w * k, y + i * w * 0.6))
        for i, k in enumerate((1.0, 0.6, 0.3))
    ]
    return [
        *_blade(rng, height, "bar"),
        line((0, -height * 0.1), (lean, -height * 0.05)),
        line((lean * 1.4, 0), (lean * 1.4, y)),
        *earth,
    ]


def _single(rng: random.Random, core: Core) -> Symbol:
    """Return the device alone on its wire."""
    height = rng.uniform(4.5, 8.5)
    return upright(rng, core(rng, height), [0.0], (-height / 2, height / 2))


def _housed(rng: random.Random, core: Core) -> Symbol:
    """Return the device in its box, thin, heavy or broken."""
    height = rng.uniform(3.5, 6.0)
    marks = core(rng, height)
    w, h = height * rng.uniform(1.1, 1.6), height * rng.uniform(1.15, 1.6)
    frame = box(w, h, -height * 0.1)
    dash = rng.choice(((), (1.4, 0.7), (2.0, 0.6, 0.4, 0.6)))
    marks.append(Path(frame.points, closed=True, dash=dash, width=rng.choice((0.8, 1.0, 1.8))))
    marks += [line((0, s * height / 2), (0, s * h / 2)) for s in (-1, 1)]
    return upright(rng, marks, [0.0], (-h / 2, h / 2))


def _poles(rng: random.Random, core: Core) -> Symbol:
    """Return two to four alike side by side on a link, with or without a drive."""
    height, xs = rng.uniform(4.5, 7.5), columns(rng, rng.choice((2, 3, 3, 4)))
    seed = rng.random()
    marks: Marks = []
    for x in xs:
        marks += placed(core(random.Random(seed), height), x)
    left = xs[0] - height * 0.18
    far = left - rng.choice((0.0, rng.uniform(1.5, 3.5)))
    marks.append(line((far, 0.2), (xs[-1] - height * 0.18, 0.2), dash=rng.choice(((0.9, 0.6), ()))))
    if far < left:
        marks += rng.choice(
            ([line((far, -1), (far, 1.4))], [circle(far - 1.1, 0.2, 1.1)], [box(1.8, 1.8, far - 0.9, 0.2)])
        )
    return upright(rng, marks, xs, (-height / 2, height / 2))


_CORES: Final[tuple[tuple[str, str, Core], ...]] = (
    ("circuit_breaker", "crossed_blade", _chopped("cross")),
    ("disconnect_switch", "barred_blade", _chopped("bar")),
    ("disconnect_switch", "earthing_blade", _earthing),
    ("load_break_switch", "fused_blade", _fuse_on_blade),
    ("contactor", "half_ringed_blade", _chopped("half")),
)


def _breaker_arc(rng: random.Random) -> Symbol:
    """Draw the American breaker: a bow over its two rings, its handle, trip or frame size beside."""
    half, size = rng.uniform(1.8, 3.6), rng.uniform(0.3, 0.6)
    deep = half * rng.uniform(0.35, 0.8)
    bow = Path(((0, -half), (deep * 1.3, -half * 0.6), (deep * 1.3, half * 0.6), (0, half)), curve=True)
    marks: Marks = [circle(0, s * half, size) for s in (-1, 1)]
    marks.append(letters(rng.choice(("20A/1P", "100AF", "15/3", "400AT", "3P", "CB1")), -2.6, 0, 1.2))
    if rng.random() < 0.4:
        marks += [line((deep, 0), (deep + 1.2, 0)), line((deep + 1.2, -0.7), (deep + 1.2, 0.7))]
    return upright(rng, [bow, *marks], [0.0], (-half - size, half + size))


def _breaker_stack(rng: random.Random) -> Symbol:
    """Draw the breaker over its trips: a blade or box, then a bent line, a bow or I> in boxes beneath."""
    height, side = rng.uniform(4.0, 6.0), rng.uniform(2.0, 3.2)
    marks = _blade(rng, height, "cross")
    y = height / 2
    for text in rng.sample(("I>", "I>>", "", "U<", "Id"), rng.choice((1, 2, 2))):
        marks.append(box(side, side * 0.8, 0, y + side * 0.4))
        if text:
            marks.append(letters(text, 0, y + side * 0.4, side * 0.38))
        else:
            k = side * 0.18
            marks.append(
                line(
                    (0, y),
                    (0, y + k),
                    (k, y + k),
                    (k, y + side * 0.8 - k),
                    (0, y + side * 0.8 - k),
                    (0, y + side * 0.8),
                )
            )
        y += side * 0.8
    return upright(rng, marks, [0.0], (-height / 2, y))


def _breaker_house(rng: random.Random) -> Symbol:
    """Draw the house's breaker: plain blades on a link, a hook, bent line or small step with an arrow at the first."""
    height, xs = rng.uniform(4.0, 7.0), columns(rng, rng.choice((1, 2, 2, 3, 4)))
    kind = rng.choice(("none", "none", "cross"))
    marks: Marks = gang(rng, xs, height, kind)
    k, x = height * rng.uniform(0.07, 0.12), xs[0] - height * 0.22
    steps = [(x, k), (x - k, k), (x - k, 0), (x - 2 * k, 0), (x - 2 * k, -k), (x - 3 * k, -k)]
    marks.append(line(*steps[: rng.choice((3, 4, 6))]))
    if rng.random() < 0.6:
        marks += arrow((x, k * 1.5), (xs[0] - height * 0.06, k * 2.5), k * 1.2)
    marks.append(letters(rng.choice(("6A", "16A", "B16", "C10", "20A")), x - 3 * k - 1.8, 0, 1.3))
    return upright(rng, marks, xs, (-height / 2, height / 2))


def _breaker_disc(rng: random.Random) -> Symbol:
    """Draw the breaker of network diagrams: a ring or diamond, filled when closed, its number beside."""
    half, fill = rng.uniform(1.2, 2.6), rng.choice((None, 0.0))
    shape: Mark = circle(0, 0, half, fill=fill)
    if rng.random() < 0.6:
        shape = polygon((0, -half), (half, 0), (0, half), (-half, 0), fill=fill)
        plugs: Marks = [
            arc(0, s * (half + 0.9), 0.9, 0 if s < 0 else 180, 180 if s < 0 else 360) for s in (-1, 1)
        ]
        return upright(rng, [shape, *plugs], [0.0], (-half, half))
    return upright(
        rng, [shape, *cross(0, 0, half * 0.7), letters("52", half + 1.5, 0, 1.5)], [0.0], (-half, half)
    )


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("circuit_breaker/bow_rated", "ansi", BOTH, 0.7, _breaker_arc),
    ("circuit_breaker/stacked", "iec", BOTH, 0.5, _breaker_stack),
    ("circuit_breaker/house", "iec", BOTH, 0.6, _breaker_house),
    ("circuit_breaker/disc", "ansi", LINE, 0.4, _breaker_disc),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
for _name, _kind, _core in _CORES:
    drafted(f"{_name}/{_kind}", "iec", BOTH, weight=0.5)(partial(_single, core=_core))
    drafted(f"{_name}/{_kind}_housed", "iec", BOTH, weight=0.35)(partial(_housed, core=_core))
    drafted(f"{_name}/{_kind}_poles", "iec", BOTH, weight=0.35)(partial(_poles, core=_core))
drafted("load_break_switch/ringed_blade_housed", "iec", BOTH, weight=0.35)(
    partial(_housed, core=_chopped("bar_ring"))
)
