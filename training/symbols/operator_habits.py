"""Further habits of drawing buttons, selectors and limit switches in circuits (IEEE 315, NEMA ICS 19, IEC 60617-7)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Path, Symbol, Transform, arc, circle, line, polygon
from training.symbols.catalogue import Draw, drafted
from training.symbols.contact_habits import CIRCUIT, wire_ends
from training.symbols.shapes import Marks, across, arrow, box, columns, letters, upright


def _knob(rng: random.Random, y: float, kind: int) -> Marks:
    """Return a button's head at (0, y): a bar, mushroom, box, ring or arrow."""
    w = rng.uniform(0.9, 2.0)
    heads: tuple[Marks, ...] = (
        [line((-w, y), (w, y), width=rng.choice((1.0, 2.0)))],
        [arc(0, y, w, 180, 360), line((-w, y), (w, y))],
        [box(w * 1.6, w * 0.7, 0, y - w * 0.35)],
        [circle(0, y - w * 0.6, w * 0.6)],
        [line((-w, y + 0.7), (-w, y), (w, y), (w, y + 0.7))],
    )
    return heads[kind]


def _button_headed(rng: random.Random) -> Symbol:
    """Draw the American button, its bridge under or on the dots, with a mushroom, box, ring or hooked head."""
    half, size, closed = rng.uniform(2.0, 3.8), rng.uniform(0.35, 0.7), rng.random() < 0.5
    y = size if closed else -rng.uniform(1.0, 2.0)
    top = y - rng.uniform(1.8, 3.6)
    marks: Marks = [circle(s * half, 0, size, fill=rng.choice((None, 0.0))) for s in (-1, 1)]
    marks += [
        line((-half - size, y), (half + size, y)),
        line((0, y), (0, top)),
        *_knob(rng, top, rng.randint(1 if closed else 2, 4)),
    ]
    return across(rng, marks, half + size)


def _button_bladed(rng: random.Random) -> Symbol:
    """Draw the button's blade lying in the rung, open or closed, with its drive above, spring or latch."""
    half, rise = rng.uniform(1.8, 3.4), rng.uniform(0.8, 1.8)
    ends, reach = wire_ends(rng, half)
    if rng.random() < 0.5:
        blade: Marks = [line((-half, 0), (half * 0.95, -rise))]
    else:
        blade = [
            line((-half, 0), (half * 0.75, -rise)),
            line((half, 0), (half * 0.68, 0), (half * 0.68, -rise)),
        ]
    top = -rise - rng.uniform(1.6, 3.0)
    drive = line((0, -rise * 0.5), (0, top), dash=rng.choice(((), (0.8, 0.5))))
    return across(rng, [*ends, *blade, drive, *_knob(rng, top, rng.randint(0, 4))], reach)


def _button_lit(rng: random.Random) -> Symbol:
    """Draw the button of panels: a ring or square with its dot, ring or letters."""
    r = rng.uniform(1.8, 3.2)
    frame = rng.choice((circle(0, 0, r), box(2 * r, 2 * r)))
    cores: tuple[Marks, ...] = (
        [circle(0, 0, r * 0.35, fill=0.0)],
        [circle(0, 0, r * 0.6)],
        [letters(rng.choice(("PB", "ES", "START", "STOP")), height=r * 0.45)],
    )
    return across(rng, [frame, *rng.choice(cores)], r)


def _selector_posts(rng: random.Random) -> Symbol:
    """Draw the selector over its dots: a knob with its positions lettered, an X table or a turned bridge."""
    half, size, rows = rng.uniform(2.0, 3.4), rng.uniform(0.35, 0.6), rng.choice((1, 2, 2, 3))
    pitch, top = rng.uniform(2.6, 4.0), -rng.uniform(2.4, 3.6)
    marks: Marks = []
    for row in range(rows):
        y = row * pitch
        marks += [circle(s * half, y, size) for s in (-1, 1)]
        marks.append(line((-half, y - size * rng.choice((1.0, 2.6))), (half, y - size)))
    marks.append(line((0, (rows - 1) * pitch), (0, top), dash=(0.9, 0.6)))
    names = rng.choice(
        (
            ("HAND", "OFF", "AUTO"),
            ("H", "O", "A"),
            ("MAN", "AUTO"),
            ("L", "R"),
            ("1", "0", "2"),
            ("OFF", "ON"),
        )
    )
    marks += [letters(name, (i - (len(names) - 1) / 2) * 3.2, top - 1.6, 1.1) for i, name in enumerate(names)]
    knob: tuple[Marks, ...] = (
        [circle(0, top, 0.7)],
        arrow((0, top), (1.6, top - 1.0), 0.7),
        [line((-1.2, top), (1.2, top))],
    )
    return across(rng, [*marks, *rng.choice(knob)], half + size)


def _selector_ring(rng: random.Random) -> Symbol:
    """Draw the selector as a ring with a pointer or its letters, HOA or SS, and position ticks."""
    r, names = rng.uniform(2.0, 3.4), rng.choice(("HOA", "SS", "HOR", "LR", "43"))
    turns = rng.choice(((-45, 45), (-60, 0, 60)))
    ticks = [Path(((0, -r), (0, -r - 1.0))) for _ in turns]
    marks: Marks = [circle(0, 0, r)]
    for turn, tick in zip(turns, ticks, strict=True):
        marks.append(_turned(tick, turn))
    core: Marks = (
        [letters(names, height=r * 0.55)]
        if rng.random() < 0.6
        else [_turned(Path(((0, r * 0.5), (0, -r * 0.8))), rng.choice(turns))]
    )
    return across(rng, [*marks, *core], r)


def _turned(path: Path, degrees: float) -> Path:
    return Transform(angle=degrees).path(path)


def _limit_arm(rng: random.Random) -> Symbol:
    """Draw the limit switch lying in the rung: a blade, open or closed, with a roller, plunger, cam or float."""
    half, ring, closed = rng.uniform(2.2, 3.8), rng.uniform(0.35, 0.65), rng.random() < 0.5
    tip = (half, -ring) if closed else (half * 0.95, rng.choice((-1, 1)) * rng.uniform(1.0, 2.0))
    marks: Marks = [circle(s * half, 0, ring, fill=rng.choice((None, 0.0))) for s in (-1, 1)]
    marks.append(line((-half + ring, 0), tip))
    at = (half * 0.3, tip[1] * 0.6)
    drop = rng.uniform(1.4, 2.4)
    cams: tuple[Marks, ...] = (
        [line(at, (at[0], at[1] + drop)), circle(at[0], at[1] + drop + 0.6, 0.6)],
        [polygon(at, (at[0] + 1.2, at[1] + drop), (at[0] - 0.6, at[1] + drop * 0.8))],
        [
            line(at, (at[0], at[1] + drop)),
            arc(at[0], at[1] + drop, 0.9, 0, 180),
            line((at[0] - 0.9, at[1] + drop), (at[0] + 0.9, at[1] + drop)),
        ],
    )
    return across(rng, [*marks, *rng.choice(cams)], half + ring)


def _limit_near(rng: random.Random) -> Symbol:
    """Draw the proximity or limit switch as a diamond or box with its contact, or lettered LS, ZS or PX."""
    half = rng.uniform(2.2, 3.6)
    frame = (
        polygon((-half, 0), (0, -half), (half, 0), (0, half))
        if rng.random() < 0.5
        else box(2 * half, 2 * half)
    )
    blade: Marks = [
        line((-half, 0), (-half * 0.4, 0)),
        line((-half * 0.4, 0), (half * 0.4, -half * 0.35)),
        line((half * 0.4, 0), (half, 0)),
    ]
    core: Marks = (
        blade if rng.random() < 0.6 else [letters(rng.choice(("LS", "ZS", "PX", "LSH")), height=half * 0.45)]
    )
    return across(rng, [frame, *core], half)


def _limit_poles(rng: random.Random) -> Symbol:
    """Draw the IEC position switch with a roller, plunger or triangle at the side, on one pole or two."""
    height, xs = rng.uniform(4.5, 7.5), columns(rng, rng.choice((1, 1, 2)))
    lean = height * rng.uniform(0.3, 0.45)
    marks: Marks = [line((x, height / 2), (x - lean, -height * 0.42)) for x in xs]
    far = xs[0] - lean - rng.uniform(1.0, 2.4)
    marks.append(line((far, 0), (xs[-1] - lean * 0.5, 0), dash=rng.choice(((), (0.8, 0.6)))))
    size = rng.uniform(0.6, 1.0)
    drives: tuple[Marks, ...] = (
        [circle(far - size, 0, size)],
        [polygon((far, -size), (far, size), (far - 1.6 * size, 0))],
        [line((far, -size), (far, size)), arc(far, 0, size, 90, 270)],
    )
    return upright(rng, [*marks, *rng.choice(drives)], xs, (-height / 2, height / 2))


_DRAWN: Final[tuple[tuple[str, str, float, Draw], ...]] = (
    ("push_button/headed", "ansi", 1.0, _button_headed),
    ("push_button/bladed", "iec", 0.9, _button_bladed),
    ("push_button/round", "ansi", 0.4, _button_lit),
    ("selector_switch/posts", "ansi", 1.0, _selector_posts),
    ("selector_switch/ring", "ansi", 0.6, _selector_ring),
    ("limit_switch/arm", "ansi", 1.0, _limit_arm),
    ("limit_switch/near", "iec", 0.5, _limit_near),
    ("limit_switch/poles", "iec", 0.8, _limit_poles),
)  # fmt: skip
for _name, _style, _weight, _draw in _DRAWN:
    drafted(_name, _style, CIRCUIT, weight=_weight)(_draw)
