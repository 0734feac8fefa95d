"""Further habits of drawing disconnectors, load-break switches, contactors and overloads (IEEE 315, IEC 60617-7)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Path, Symbol, arc, circle, ellipse, line
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    Marks,
    arrow,
    box,
    columns,
    gang,
    letters,
    placed,
    pole,
    upright,
)

LINE: Final = "single_line"
CIRCUIT: Final = "schematic"
BOTH: Final = "schematic single_line"


def _isolator_marked(rng: random.Random) -> Symbol:
    """Draw the IEC disconnector motor-driven, lockable or with its handle: blade, bar, and a drive at the left."""
    height, xs = rng.uniform(5.0, 8.5), columns(rng, rng.choice((1, 2, 3, 3)))
    marks = gang(rng, xs, height, "bar")
    far = xs[0] - height * 0.3 - rng.uniform(1.5, 3.5)
    marks.append(line((far, 0.3), (xs[0] - height * 0.2, 0.3), dash=(0.9, 0.6)))
    drives: tuple[Marks, ...] = (
        [circle(far - 1.2, 0.3, 1.2), letters("M", far - 1.2, 0.3, 1.2)],
        [line((far, -1.1), (far, 1.7))],
        [line((far + 0.9, -1.1), (far, -1.1), (far, 1.7), (far - 0.9, 1.7))],
        [box(1.6, 1.6, far - 0.8, 0.3)],
    )
    return upright(rng, [*marks, *rng.choice(drives)], xs, (-height / 2, height / 2))


def _isolator_plain(rng: random.Random) -> Symbol:
    """Draw the disconnector of diagrams: two bars or jaws with the closed blade, a hinged arrow, or crossed bars."""
    half, bar = rng.uniform(1.8, 4.0), rng.uniform(0.7, 1.6)
    kind = rng.randint(0, 2)
    marks: Marks = [line((-bar, -half), (bar, -half)), line((-bar, half), (bar, half))]
    if kind == 0:
        marks += [line((0, -half), (0, half), width=rng.choice((1.0, 2.2)))]
    elif kind == 1:
        marks = [line((-bar, -half), (bar, -half)), *arrow((0, half), (0, -half), 1.1), circle(0, half, 0.45)]
    else:
        marks += [line((0, half), (0, -half)), line((-bar, bar * 0.6), (bar, -bar * 0.6))]
    return upright(rng, marks, [0.0], (-half, half))


def _isolator_boxed(rng: random.Random) -> Symbol:
    """Draw a switch in its enclosure: an open blade in a broken line, or with its fuse in a box."""
    side, tall = rng.uniform(5.0, 8.0), rng.choice((1.0, 1.0, 1.5))
    height, half = side * tall, side * tall / 2
    blade = side * 0.5
    marks: Marks = placed(pole(rng, 0.0, blade, rng.choice(("bar", "bar", "none"))), dy=-half + side / 2)
    low = -half + side / 2 + blade / 2
    marks += [line((0, -half), (0, -half + side / 2 - blade / 2))]
    if tall > 1.0:
        marks += [
            box(side * 0.2, height - side * 0.95, 0, (low + half) / 2 + side * 0.04),
            line((0, low), (0, half)),
        ]
    else:
        marks += [line((0, low), (0, half))]
    frame = Path(box(side, height).points, closed=True, dash=(1.5, 0.8) if tall == 1.0 else ())
    return upright(rng, [*marks, frame], [0.0], (-half, half))


def _isolator_pantograph(rng: random.Random) -> Symbol:
    """Draw the pantograph or centre-break disconnector: two half blades that part, or a rhomb of arms."""
    half = rng.uniform(2.0, 4.0)
    if rng.random() < 0.5:
        w = half * rng.uniform(0.4, 0.6)
        return upright(
            rng,
            [line((0, half), (-w, 0), (0, -half * 0.7), (w, 0), (0, half)), line((-w, -half), (w, -half))],
            [0.0],
            (-half, half),
        )
    lean = half * rng.uniform(0.4, 0.7)
    marks: Marks = [line((0, s * half), (lean, s * half * 0.15)) for s in (-1, 1)]
    marks += [circle(0, s * half, 0.4, fill=0.0) for s in (-1, 1)]
    return upright(rng, marks, [0.0], (-half, half))


def _load_break_horned(rng: random.Random) -> Symbol:
    """Draw the American interrupter: a blade with one or two arcing horns at its jaw, one pole or three."""
    xs, height = columns(rng, rng.choice((1, 1, 3))), rng.uniform(5.0, 8.5)
    lean, horn = height * rng.uniform(0.3, 0.5), height * rng.uniform(0.1, 0.18)
    sides = rng.choice(((-1,), (-1,), (-1, 1)))
    marks: Marks = []
    top = -height / 2
    for x in xs:
        marks.append(line((x, height / 2), (x - lean, top * 0.85)))
        marks += [
            line((x, top), (x + s * horn, top + horn), (x + s * horn * 0.1, top + horn * 1.8)) for s in sides
        ]
    if len(xs) > 1:
        marks.append(line((xs[0] - lean / 2, 0), (xs[-1] - lean / 2, 0), dash=(1.0, 0.7)))
    return upright(rng, marks, xs, (top, height / 2))


def _load_break_lettered(rng: random.Random) -> Symbol:
    """Draw the switch as a box lettered LBS or ring-main, or with a blade through it."""
    side = rng.uniform(4.0, 7.0)
    marks: Marks = [box(side * rng.choice((1.0, 1.3)), side)]
    marks.append(letters(rng.choice(("LBS", "SW", "LIS", "SD", "89L")), height=side * 0.26))
    return upright(rng, marks, [0.0], (-side / 2, side / 2))


def _load_break_series(rng: random.Random) -> Symbol:
    """Draw the interrupter and, in series, a fuse as a box with the wire through it."""
    height, fuse = rng.uniform(4.5, 6.5), rng.uniform(3.0, 4.5)
    horn, top = height * 0.16, -height / 2
    marks: Marks = [line((0, -top), (-height * rng.uniform(0.3, 0.45), top * 0.85))]
    marks.append(line((0, top), (-horn, top + horn), (-horn * 0.1, top + horn * 1.8)))
    gap = rng.uniform(0.4, 1.5)
    low = gap + fuse - top
    marks += [line((0, -top), (0, low)), box(fuse * rng.uniform(0.25, 0.4), fuse, 0, low - fuse / 2)]
    return upright(rng, marks, [0.0], (top, low))


def _load_break_bottled(rng: random.Random) -> Symbol:
    """Draw the vacuum or gas switch: the contacts, apart or with a blade, in a bottle's ring or oblong."""
    half, wide = rng.uniform(2.2, 3.6), rng.uniform(0.6, 1.0)
    gap, bar = half * rng.uniform(0.12, 0.25), half * 0.4
    marks: Marks = [ellipse(0, 0, (half * wide, half))]
    if rng.random() < 0.5:
        marks += [line((-bar, s * gap), (bar, s * gap)) for s in (-1, 1)]
        marks += [line((0, s * half), (0, s * gap)) for s in (-1, 1)]
    else:
        marks += [
            line((0, half), (0, half * 0.5), (-half * wide * 0.5, -half * 0.4)),
            line((0, -half), (0, -half * 0.5)),
        ]
    return upright(rng, marks, [0.0], (-half, half))


def _load_break_state(rng: random.Random) -> Symbol:
    """Draw the network diagram's switch: a heavy or light square, its diagonal, and a bar that says closed or open."""
    half, pen = rng.uniform(1.5, 3.2), rng.uniform(1.0, 2.6)
    reach, bar = half * rng.choice((1.0, 1.0, 0.8)), half * rng.uniform(0.3, 0.7)
    slope, way = rng.choice((-1, 1)), rng.choice(((0.0, 1.0), (1.0, 0.0)))
    frame = Path(box(2 * half, 2 * half).points, closed=True, width=pen)
    diagonal = line((-reach, -slope * reach), (reach, slope * reach), width=pen * rng.uniform(0.6, 1.0))
    state = line(
        (-bar * way[0], -bar * way[1]), (bar * way[0], bar * way[1]), width=pen * rng.uniform(0.6, 1.0)
    )
    return upright(rng, [frame, diagonal, state], [0.0], (-half, half))


def _contactor_framed(rng: random.Random) -> Symbol:
    """Draw the contactor as linked contacts in a box, or with its coil on the linkage."""
    xs, height = columns(rng, rng.choice((1, 2, 3, 3))), rng.uniform(5.0, 8.0)
    marks = gang(rng, xs, height, "half")
    if rng.random() < 0.5:
        x = xs[0] - height * 0.35 - rng.uniform(2.0, 4.0)
        marks += [box(2.4, 3.6, x, 0.3), line((x + 1.2, 0.3), (xs[0] - height * 0.2, 0.3), dash=(0.9, 0.6))]
    else:
        w = xs[-1] - xs[0] + height * 0.9
        marks.append(Path(box(w, height, -height * 0.15).points, closed=True, dash=(1.4, 0.8)))
    return upright(rng, marks, xs, (-height / 2, height / 2))


def _contactor_bars(rng: random.Random) -> Symbol:
    """Draw the American contactor in one line: bars across the wire, lettered beside, ringed or boxed."""
    gap, wide = rng.uniform(1.2, 2.4), rng.uniform(3.0, 5.5)
    marks: Marks = [
        line((-wide / 2, y), (wide / 2, y), width=rng.choice((1.0, 1.8))) for y in (-gap / 2, gap / 2)
    ]
    r = wide * rng.uniform(0.6, 0.75)
    kind = rng.randint(0, 2)
    if kind == 0:
        marks.append(letters(rng.choice(("M", "C", "K1", "M1", "42")), wide / 2 + 1.6, 0, 1.8))
        return upright(rng, marks, [0.0], (-gap / 2, gap / 2))
    marks += [line((0, s * gap / 2), (0, s * r)) for s in (-1, 1)]
    marks.append(circle(0, 0, r) if kind == 1 else box(2 * r, 2 * r))
    return upright(rng, marks, [0.0], (-r, r))


def _overload_boxed(rng: random.Random) -> Symbol:
    """Draw the overload in one box: a bump, a heater's bow or I> for each pole, or for all."""
    xs, height = columns(rng, rng.choice((1, 1, 2, 3))), rng.uniform(3.0, 5.0)
    half, w = height / 2, rng.uniform(0.8, 1.4)
    kind = rng.randint(0, 2)
    marks: Marks = [box(xs[-1] - xs[0] + rng.uniform(3.6, 5.5), height)]
    for x in xs:
        bumps: tuple[Marks, ...] = (
            [line((x, -half), (x, -w), (x + w, -w), (x + w, w), (x, w), (x, half))],
            [line((x, -half), (x, -w)), arc(x, 0, w, -90, 90), line((x, w), (x, half))],
            [letters(rng.choice(("I>", "F")), x, 0, min(1.6, height * 0.4))],
        )
        marks += bumps[kind]
    return upright(rng, marks, xs, (-half, half))


def _overload_lettered(rng: random.Random) -> Symbol:
    """Draw the overload as a ring, capsule or box lettered OL, 49 or TOL."""
    r, text = rng.uniform(2.0, 3.4), rng.choice(("OL", "49", "TOL", "OLR", "O/L"))
    frames = ((circle(0, 0, r), r), (box(r * 2.6, r * 1.5), r * 0.75), (box(r * 1.6, r * 2), r))
    frame, reach = rng.choice(frames)
    return upright(rng, [frame, letters(text, height=r * 1.3 / len(text))], [0.0], (-reach, reach))


def _overload_hooked(rng: random.Random) -> Symbol:
    """Draw the heater as a single hook, or a step and the bar it bends, between rings or none."""
    r, kind = rng.uniform(0.9, 1.6), rng.randint(0, 1)
    shapes: tuple[Marks, ...] = (
        [arc(0, 0, r, -90, 90)],
        [
            line((0, -1.5 * r), (0, -r), (r, -r), (r, r), (0, r), (0, 1.5 * r)),
            line((r * 1.4, -r), (r * 1.4, r)),
        ],
    )
    marks, reach = shapes[kind], (r, 1.5 * r)[kind]
    if rng.random() < 0.4:
        marks = [*marks, *(circle(0, s * (reach + 0.4), 0.4) for s in (-1, 1))]
        reach += 0.8
    return upright(rng, marks, [0.0], (-reach, reach))


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("disconnect_switch/marked", "iec", BOTH, 0.8, _isolator_marked),
    ("disconnect_switch/plain", "ansi", LINE, 0.7, _isolator_plain),
    ("disconnect_switch/boxed", "ansi", BOTH, 0.6, _isolator_boxed),
    ("disconnect_switch/pantograph", "iec", LINE, 0.4, _isolator_pantograph),
    ("load_break_switch/horned", "ansi", BOTH, 1.0, _load_break_horned),
    ("load_break_switch/lettered", "ansi", LINE, 0.4, _load_break_lettered),
    ("load_break_switch/series", "ansi", BOTH, 0.8, _load_break_series),
    ("load_break_switch/state", "iec", LINE, 1.2, _load_break_state),
    ("load_break_switch/bottled", "iec", LINE, 0.5, _load_break_bottled),
    ("contactor/framed", "iec", CIRCUIT, 0.8, _contactor_framed),
    ("contactor/bars", "ansi", LINE, 0.8, _contactor_bars),
    ("overload_relay/boxed", "iec", BOTH, 0.8, _overload_boxed),
    ("overload_relay/ring", "ansi", BOTH, 0.5, _overload_lettered),
    ("overload_relay/hooked", "ansi", BOTH, 0.8, _overload_hooked),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
