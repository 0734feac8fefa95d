"""Further habits of drawing contacts and coils in circuits (IEEE 315, NEMA ICS 19, IEC 60617-7)."""

from __future__ import annotations

import random
from typing import Final

from training.ink import Symbol, arc, circle, line
from training.symbols.catalogue import Draw, drafted
from training.symbols.coils import COILS
from training.symbols.shapes import Marks, across, box, letters, upright

CIRCUIT: Final = "schematic"


def wire_ends(rng: random.Random, half: float) -> tuple[Marks, float]:
    """Return what ends a contact's wires at x = -half and half: nothing, rings or dots; and how far they reach."""
    size, kind = rng.uniform(0.3, 0.6), rng.randint(0, 2)
    if kind == 0:
        return [], half
    return [circle(s * (half + size), 0, size, fill=(None, 0.0)[kind - 1]) for s in (-1, 1)], half + 2 * size


def _bars(rng: random.Random) -> tuple[Marks, float, float]:
    """Return the two bars of an American contact, drawn with light, heavy or hooked bars; half their gap and height."""
    gap, tall, pen = rng.uniform(0.6, 2.0), rng.uniform(1.5, 3.4), rng.choice((1.0, 1.0, 1.8))
    lip = rng.choice((0.0, 0.0, gap * 0.5))
    marks: Marks = []
    for s in (-1, 1):
        x = s * gap
        marks.append(
            line((x + s * lip, -tall), (x, -tall), (x, tall), (x + s * lip, tall), width=pen)
            if lip
            else line((x, -tall), (x, tall), width=pen)
        )
    return marks, gap, tall


def _open_bars(rng: random.Random) -> Symbol:
    """Draw the open contact's bars, heavy or hooked, at times its relay's letters above."""
    marks, gap, tall = _bars(rng)
    if rng.random() < 0.4:
        marks.append(letters(rng.choice(COILS), 0, -tall - 1.3, 1.6))
    return across(rng, marks, gap)


def _closed_bars(rng: random.Random) -> Symbol:
    """Draw the closed contact's bars with a steep, flat or short slash, at times its relay's letters above."""
    marks, gap, tall = _bars(rng)
    over, rise = gap * rng.uniform(0.7, 1.8), tall * rng.uniform(0.6, 1.1)
    marks.append(line((-over, rise), (over, -rise)))
    if rng.random() < 0.4:
        marks.append(letters(rng.choice(COILS), 0, -tall - 1.3, 1.6))
    return across(rng, marks, gap)


def _open_blade(rng: random.Random) -> Symbol:
    """Draw the open contact lying in a rung: a blade that has left the next wire, its number beside."""
    half, rise = rng.uniform(1.8, 3.8), rng.uniform(1.0, 2.6)
    ends, reach = wire_ends(rng, half)
    marks: Marks = [*ends, line((-half, 0), (half * rng.uniform(0.75, 1.0), -rise))]
    if rng.random() < 0.5:
        marks += [
            letters(text, s * half * 0.8, 1.2, 1.1)
            for s, text in zip((-1, 1), rng.choice((("13", "14"), ("23", "24"), ("3", "4"))), strict=True)
        ]
    return across(rng, marks, reach)


def _closed_blade(rng: random.Random) -> Symbol:
    """Draw the closed contact lying in a rung: a blade on or across the next wire's hook, its number beside."""
    half, rise = rng.uniform(1.8, 3.8), rng.uniform(0.7, 1.8)
    ends, reach = wire_ends(rng, half)
    x = half * rng.uniform(0.55, 0.8)
    marks: Marks = [*ends, line((-half, 0), (x * 1.12, -rise * 1.15)), line((half, 0), (x, 0), (x, -rise))]
    if rng.random() < 0.5:
        marks += [
            letters(text, s * half * 0.8, 1.2, 1.1)
            for s, text in zip((-1, 1), rng.choice((("11", "12"), ("21", "22"), ("1", "2"))), strict=True)
        ]
    return across(rng, marks, reach)


def _bridge(rng: random.Random, *, closed: bool) -> Symbol:
    """Return a contact of a bridge before two dots or rings, apart or touching."""
    half, size = rng.uniform(1.6, 3.0), rng.uniform(0.35, 0.6)
    y = -size if closed else -size - rng.uniform(0.7, 1.5)
    marks: Marks = [circle(s * half, 0, size, fill=rng.choice((None, 0.0))) for s in (-1, 1)]
    over = half + rng.choice((0.0, size))
    marks.append(line((-over, y), (over, y)))
    if closed:
        marks.append(line((-half * 0.4, -y * 2), (half * 0.4, y * 2)))
    return across(rng, marks, half + size)


def _open_bridge(rng: random.Random) -> Symbol:
    """Draw the open contact as a bridge apart from its dots."""
    return _bridge(rng, closed=False)


def _closed_bridge(rng: random.Random) -> Symbol:
    """Draw the closed contact as a struck bridge on its dots."""
    return _bridge(rng, closed=True)


def _delayed(rng: random.Random, *, closed: bool) -> Symbol:
    """Return an American timed contact: a blade over or under its ring, with an arrow, dashpot or fork beneath."""
    half, ring, lean = rng.uniform(2.2, 3.6), rng.uniform(0.35, 0.6), rng.uniform(1.0, 2.0)
    tip = (half, -ring * 0.6) if closed else (half * 0.95, rng.choice((-1, 1)) * lean)
    marks: Marks = [circle(s * half, 0, ring) for s in (-1, 1)]
    middle = tip[1] / 2
    low = rng.uniform(2.2, 3.6)
    marks += [line((-half + ring, 0), tip), line((0, middle), (0, low))]
    kind = rng.randint(0, 2)
    if kind == 0:
        marks.append(arc(0, low, 0.9, 180, 360))
    elif kind == 1:
        marks += [line((-0.8, low + 0.8), (0, low), (0.8, low + 0.8))]
    else:
        marks += [
            line((-0.8, low), (0.8, low)),
            line((-0.8, low - 0.8), (-0.8, low)),
            line((0.8, low - 0.8), (0.8, low)),
        ]
    return across(rng, marks, half + ring)


def _open_delayed(rng: random.Random) -> Symbol:
    """Draw the open timed contact."""
    return _delayed(rng, closed=False)


def _closed_delayed(rng: random.Random) -> Symbol:
    """Draw the closed timed contact."""
    return _delayed(rng, closed=True)


def _coil_parted(rng: random.Random) -> Symbol:
    """Draw the coil as a box with two ends, a bar or the letters of its kind."""
    w, h = rng.uniform(4.5, 8.0), rng.uniform(2.8, 4.6)
    marks: Marks = [box(w, h)]
    x, half = w * rng.uniform(0.15, 0.3), h / 2
    cores: tuple[Marks, ...] = (
        [line((s * x, -half), (s * x, half)) for s in (-1, 1)],
        [letters(rng.choice(("~", "=", "A1", "KT", "K", "S", "R")), 0, 0, h * 0.42)],
        [line((-w / 2, half * 0.3), (w / 2, half * 0.3))],
    )
    return upright(rng, [*marks, *rng.choice(cores)], [0.0], (-half, half))


def _coil_round(rng: random.Random) -> Symbol:
    """Draw the coil as a double, flat or barred ring with its letters."""
    r, text = rng.uniform(2.4, 4.4), rng.choice(COILS)
    core: Marks = [letters(text, height=min(2.2, r * 1.5 / len(text)))]
    extras: tuple[Marks, ...] = (
        [circle(0, 0, r * 0.86)],
        [line((s * r * 0.72, -r * 0.7), (s * r * 0.72, r * 0.7)) for s in (-1, 1)],
        [letters("A1", -r - 1.4, -1.2, 1.0), letters("A2", r + 1.4, -1.2, 1.0)],
    )
    return across(rng, [circle(0, 0, r), *core, *rng.choice(extras)], r)


def _coil_wound(rng: random.Random) -> Symbol:
    """Draw the coil as a box lying in the rung, its letters inside, or as brackets."""
    w, h, text = rng.uniform(3.6, 6.5), rng.uniform(2.6, 4.0), rng.choice(COILS)
    word = letters(text, height=min(h * 0.5, w * 0.85 / len(text)))
    half = w / 2
    if rng.random() < 0.4:
        lip = w * 0.2
        marks: Marks = [
            line((s * (half - lip), -h / 2), (s * half, -h / 2), (s * half, h / 2), (s * (half - lip), h / 2))
            for s in (-1, 1)
        ]
        return across(rng, [*marks, word], half)
    return across(rng, [box(w, h), word], half)


_DRAWN: Final[tuple[tuple[str, str, float, Draw], ...]] = (
    ("contact_no/bars", "ansi", 1.2, _open_bars),
    ("contact_no/blade", "iec", 0.7, _open_blade),
    ("contact_no/bridge", "ansi", 0.4, _open_bridge),
    ("contact_no/delayed", "ansi", 0.4, _open_delayed),
    ("contact_nc/bars", "ansi", 1.2, _closed_bars),
    ("contact_nc/blade", "iec", 1.0, _closed_blade),
    ("contact_nc/bridge", "ansi", 0.4, _closed_bridge),
    ("contact_nc/delayed", "ansi", 0.4, _closed_delayed),
    ("relay_coil/parted", "iec", 0.8, _coil_parted),
    ("relay_coil/round", "ansi", 0.9, _coil_round),
    ("relay_coil/boxed", "ansi", 0.8, _coil_wound),
)  # fmt: skip
for _name, _style, _weight, _draw in _DRAWN:
    drafted(_name, _style, CIRCUIT, weight=_weight)(_draw)
