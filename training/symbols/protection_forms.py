"""Further forms of fuses, contactors, overloads and surge arresters (IEEE 315, IEC 60617-7)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Symbol, arc, circle, line, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import (
    DOWN,
    UP,
    Marks,
    arrow,
    box,
    columns,
    finish,
    gang,
    letters,
    placed,
    sine,
    upright,
)

LINE: Final = "single_line"
BOTH: Final = "schematic single_line"


def _fuse_between(rng: random.Random) -> Symbol:
    """Draw the slim fuse between dots, rings or jaws, its wire through or not."""
    half, w = rng.uniform(2.0, 4.0), rng.uniform(0.5, 1.2)
    reach = half + rng.uniform(0.5, 1.4)
    kind = rng.randint(0, 2)
    ends: tuple[Marks, ...] = (
        [circle(0, s * reach, 0.4, fill=0.0) for s in (-1, 1)],
        [circle(0, s * reach, 0.5) for s in (-1, 1)],
        [arc(0, s * reach, 0.8, 180 if s > 0 else 0, 360 if s > 0 else 180) for s in (-1, 1)],
    )
    marks: Marks = [
        box(2 * w, 2 * half),
        *ends[kind],
        line((0, -reach), (0, -half)),
        line((0, half), (0, reach)),
    ]
    if rng.random() < 0.5:
        marks.append(line((0, -half), (0, half)))
    return upright(rng, marks, [0.0], (-reach - 0.4, reach + 0.4))


def _fuse_striker(rng: random.Random) -> Symbol:
    """Draw the fuse with its striker or with the supply's end filled or parted."""
    half, w, band = rng.uniform(2.2, 4.2), rng.uniform(0.7, 1.5), rng.uniform(0.15, 0.3)
    marks: Marks = [box(2 * w, 2 * half), line((0, -half), (0, half))]
    if rng.random() < 0.5:
        marks.append(rectangle(-w, -half, w, -half * (1 - band), fill=0.0))
    else:
        marks += arrow((w, 0), (w + 1.6, 0), 0.8)
    return upright(rng, marks, [0.0], (-half, half))


def _fuse_wavy(rng: random.Random) -> Symbol:
    """Draw the lying or upright wave between rings, or in a box, its amps beside."""
    r = rng.uniform(1.2, 2.4)
    marks: Marks = placed([sine(r)], angle=rng.choice((90.0, -90.0)))
    if rng.random() < 0.5:
        marks += [circle(0, s * (r + 0.5), 0.5) for s in (-1, 1)]
        marks.append(letters(rng.choice(("10A", "2A", "FU1", "30A", "1A")), r + 1.6, 0, 1.4))
        return upright(rng, marks, [0.0], (-r - 1.0, r + 1.0))
    return upright(rng, [*marks, box(r * 1.6, 2 * r)], [0.0], (-r, r))


def _fuse_drop(rng: random.Random) -> Symbol:
    """Draw the drop-out fuse of lines: a leaning tube between a hook and a hinge."""
    half, lean, w = rng.uniform(2.2, 4.0), rng.uniform(1.0, 2.2), rng.uniform(0.6, 1.1)
    tube = placed([box(w, 2 * half * 0.8)], -lean / 2, 0.0, -57.3 * lean / (2 * half))
    marks: Marks = [line((0, half), (-lean, -half)), *tube, circle(0, half, 0.4, fill=0.0)]
    hook = rng.choice(
        ([arc(0, -half, 0.7, 0, 180)], [line((-0.8, -half), (0.8, -half))], [circle(0, -half, 0.4)])
    )
    return upright(rng, [*marks, *hook], [0.0], (-half - 0.4, half + 0.4))


def _contactor_marked(rng: random.Random) -> Symbol:
    """Draw the American contactor's bars, poles side by side, its letter and overloads beneath or none."""
    xs, gap, tall = columns(rng, rng.choice((1, 2, 3, 3))), rng.uniform(0.4, 0.9), rng.uniform(1.2, 2.4)
    marks: Marks = [line((x - tall, s * gap), (x + tall, s * gap)) for x in xs for s in (-1, 1)]
    marks.append(letters(rng.choice(("M", "MC", "K1", "C", "F", "R", "1M")), xs[0] - tall - 1.4, 0, 1.6))
    low = gap
    if rng.random() < 0.3:
        low = gap + 2.4
        marks += [placed([sine(0.9)], x, gap + 1.5, 90.0)[0] for x in xs]
        marks += [line((x, gap), (x, gap + 0.6)) for x in xs]
    return upright(rng, marks, xs, (-gap, low))


def _contactor_driven(rng: random.Random) -> Symbol:
    """Draw IEC poles with the half ring on a link to the coil's box at the left."""
    height, xs = rng.uniform(5.0, 7.5), columns(rng, rng.choice((1, 3, 3)))
    marks = gang(rng, xs, height, "half")
    far = xs[0] - height * 0.35 - rng.uniform(1.5, 3.0)
    w, h = rng.uniform(2.2, 3.6), rng.uniform(3.0, 4.5)
    marks += [line((far, 0.3), (xs[0] - height * 0.2, 0.3), dash=(0.9, 0.6)), box(w, h, far - w / 2, 0.3)]
    return upright(rng, marks, xs, (-height / 2, height / 2))


def _overload_bent(rng: random.Random) -> Symbol:
    """Draw the bent heater line alone or on three poles, framed or on a link."""
    xs, k, half = columns(rng, rng.choice((1, 1, 3))), rng.uniform(0.7, 1.4), rng.uniform(1.4, 2.6)
    marks: Marks = []
    for x in xs:
        marks.append(line((x, -half), (x, -k), (x + k, -k), (x + k, k), (x, k), (x, half)))
    if len(xs) > 1 and rng.random() < 0.5:
        marks.append(line((xs[0] + k, 0), (xs[-1] + k, 0), dash=(0.9, 0.6)))
    elif rng.random() < 0.6:
        marks.append(rectangle(xs[0] - k * 1.4, -half, xs[-1] + k * 2.2, half))
    return upright(rng, marks, xs, (-half, half))


def _overload_hooks(rng: random.Random) -> Symbol:
    """Draw two hooks that face each other, lying in the wire, or their box with OL and its setting."""
    r, x = rng.uniform(0.7, 1.3), rng.uniform(0.9, 1.6)
    marks: Marks = [arc(-x, 0, r, -90, 90), arc(x, 0, r, 90, 270)]
    marks += [line((-x - r * 1.5, -r), (-x, -r)), line((x, r), (x + r * 1.5, r))]
    marks.append(letters(rng.choice(("OL", "OLR", "49", "OL1")), 0, -r - 1.4, 1.5))
    return finish(rng, marks, (-x - r * 1.5, -r, 180.0), (x + r * 1.5, r, 0.0))


def _overload_lettered(rng: random.Random) -> Symbol:
    """Draw the overload as a box parted in OL and its range, or with three bent lines in small."""
    w, h = rng.uniform(4.5, 9.0), rng.uniform(2.8, 4.6)
    marks: Marks = [box(w, h)]
    if rng.random() < 0.5:
        marks += [line((-w / 2, 0), (w / 2, 0)), letters("OL", 0, -h / 4, h * 0.3)]
        marks.append(letters(rng.choice(("4-6A", "10-16", "CL 10", "E300")), 0, h / 4, h * 0.28))
    else:
        k = h * 0.14
        for x in (-w * 0.3, 0.0, w * 0.3):
            marks.append(line((x, -h / 2), (x, -k), (x + k, -k), (x + k, k), (x, k), (x, h / 2)))
    return upright(rng, marks, [0.0], (-h / 2, h / 2))


def _arrester_gap(rng: random.Random) -> Symbol:
    """Draw the arrester as two arrows, balls or cut ends that face across a gap, with its earth or none."""
    half, gap = rng.uniform(1.8, 3.2), rng.uniform(0.25, 0.6)
    kind = rng.randint(0, 2)
    marks: Marks = []
    for s in (-1, 1):
        if kind == 0:
            marks += arrow((0, s * half), (0, s * gap), 1.1, filled=rng.random() < 0.6)
        elif kind == 1:
            marks += [line((0, s * half), (0, s * (gap + 1.2))), circle(0, s * (gap + 0.6), 0.6, fill=0.0)]
        else:
            marks += [
                line((0, s * half), (0, s * (gap + 0.8))),
                line((-1.0, s * gap), (0, s * (gap + 0.8)), (1.0, s * gap)),
            ]
    ends: Marks = [line((-k, half + i * 0.6), (k, half + i * 0.6)) for i, k in enumerate((1.4, 0.9, 0.4))]
    if rng.random() < 0.4:
        return finish(rng, [*marks, *ends], (0.0, -half, UP))
    return upright(rng, marks, [0.0], (-half, half))


def _arrester_box(rng: random.Random) -> Symbol:
    """Draw the arrester's box with an arrow, a bent stroke or letters, earthed beneath."""
    w, h = rng.uniform(1.8, 3.2), rng.uniform(3.6, 6.0)
    cores: tuple[Marks, ...] = (
        arrow((0, -h / 2), (0, h * 0.1), 1.0),
        [line((-w * 0.8, h * 0.5), (-w * 0.4, h * 0.5), (w * 0.6, -h * 0.35))],
        [letters(rng.choice(("SA", "LA", "TVSS", "SPD")), 0, 0, w * 0.38)],
    )
    marks: Marks = [box(w, h), *rng.choice(cores)]
    low = h / 2
    if rng.random() < 0.6:
        low += rng.uniform(0.6, 1.4)
        marks += [line((0, h / 2), (0, low))]
        marks += [line((-k, low + i * 0.6), (k, low + i * 0.6)) for i, k in enumerate((1.4, 0.9, 0.4))]
        return finish(rng, marks, (0.0, -h / 2, UP))
    return finish(rng, marks, (0.0, -h / 2, UP), (0.0, low, DOWN))


_DRAWN: Final[tuple[tuple[str, str, str, float, Draw], ...]] = (
    ("fuse/between", "ansi", BOTH, 0.7, _fuse_between),
    ("fuse/striker", "iec", BOTH, 0.5, _fuse_striker),
    ("fuse/wavy", "ansi", BOTH, 0.7, _fuse_wavy),
    ("fuse/drop_out", "ansi", LINE, 0.5, _fuse_drop),
    ("contactor/marked", "ansi", BOTH, 0.7, _contactor_marked),
    ("contactor/driven", "iec", BOTH, 0.5, _contactor_driven),
    ("overload_relay/bent", "iec", BOTH, 0.6, _overload_bent),
    ("overload_relay/facing_hooks", "ansi", BOTH, 0.5, _overload_hooks),
    ("overload_relay/ranged", "iec", BOTH, 0.5, _overload_lettered),
    ("surge_arrester/gap", "ansi", BOTH, 0.6, _arrester_gap),
    ("surge_arrester/cased", "iec", BOTH, 0.6, _arrester_box),
)  # fmt: skip
for _name, _style, _sheets, _weight, _draw in _DRAWN:
    drafted(_name, _style, _sheets, weight=_weight)(_draw)
