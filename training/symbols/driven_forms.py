"""Contacts with what drives them, in upright and in lying circuits (IEC 60617-7, ANSI/IEEE 315, NFPA 79 ladders).

One contact, one drive beside it: the classes differ by the drive. Each pair of contact and drive is a variant.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Final

from training.ink import Path, Symbol, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.shapes import DOWN, UP, Marks, across, arrow, box, finish, letters, placed, upright

CIRCUIT: Final = "schematic"
Drive = Callable[[random.Random, float], Marks]
"""Draws a drive whose link ends at the origin, standing at its left, of about so many mm."""


def _push(_: random.Random, size: float) -> Marks:
    """Draw a cap open to the contact."""
    lip = size * 0.35
    return [line((lip, -size / 2), (0, -size / 2), (0, size / 2), (lip, size / 2))]


def _pull(_: random.Random, size: float) -> Marks:
    """Draw a cap open to the hand."""
    return placed(_push(_, size), angle=180.0)


def _mushroom(rng: random.Random, size: float) -> Marks:
    """Draw the mushroom head, its chord drawn or not."""
    marks: Marks = [arc(0, 0, size / 2, 90, 270)]
    return [*marks, line((0, -size / 2), (0, size / 2))] if rng.random() < 0.7 else marks


def _latched(rng: random.Random, size: float) -> Marks:
    """Draw the mushroom head with the notch that holds it."""
    notch = polygon((size * 0.5, 0), (size * 0.8, 0), (size * 0.65, size * 0.3))
    return [*_mushroom(rng, size), notch]


def _lit(_: random.Random, size: float) -> Marks:
    """Draw a cap with a lamp before it."""
    r = size * 0.4
    d = r * 0.7
    lamp: Marks = [circle(-r * 1.2, 0, r), line((-r * 1.2 - d, -d), (-r * 1.2 + d, d))]
    return [*lamp, line((-r * 1.2 - d, d), (-r * 1.2 + d, -d)), line((0, -size / 2), (0, size / 2))]


def _key(rng: random.Random, size: float) -> Marks:
    """Draw the key's bow: a ring with a bar or a bit."""
    r = size * rng.uniform(0.2, 0.32)
    return [circle(-r, 0, r), line((-r, r), (-r, size * 0.6)), line((-r, size * 0.6), (-r * 0.2, size * 0.6))]


def _turn(rng: random.Random, size: float) -> Marks:
    """Draw the turning drive: a bar with its ends bent to opposite sides."""
    lip = size * rng.uniform(0.2, 0.35)
    return [line((-lip, -size / 2), (0, -size / 2), (0, size / 2), (lip, size / 2))]


def _lever(rng: random.Random, size: float) -> Marks:
    """Draw the lever: a leaning bar ending in a knob."""
    x, y, r = -size * 0.3, -size * 0.6, size * rng.uniform(0.1, 0.2)
    return [line((0, size * 0.3), (x, y)), circle(x, y - r, r, fill=rng.choice((None, 0.0)))]


def _wheel(_: random.Random, size: float) -> Marks:
    """Draw the hand wheel."""
    r = size * 0.45
    return [circle(-r, 0, r), line((-r, -r), (-r, r)), line((-2 * r, 0), (0, 0))]


def _steps(rng: random.Random, size: float) -> Marks:
    """Draw a turning drive with its positions as ticks or dots."""
    count = rng.choice((2, 3))
    ys = [(k - (count - 1) / 2) * size * 0.45 for k in range(count)]
    ticks: Marks = [line((-size * 0.7, y), (-size * 0.25, 0)) for y in ys]
    return [*ticks, *_turn(rng, size)]


def _roller(rng: random.Random, size: float) -> Marks:
    """Draw the roller at the end of its link or of an arm."""
    r = size * rng.uniform(0.16, 0.26)
    if rng.random() < 0.5:
        return [circle(-r, 0, r)]
    return [line((0, -size / 3), (0, size / 3)), circle(-r, 0, r)]


def _cam(_: random.Random, size: float) -> Marks:
    """Draw the cam: a bar with a trapezoid in the middle."""
    half, deep = size * 0.6, size * 0.35
    return [
        line(
            (0, -half),
            (0, -half * 0.6),
            (-deep, -half * 0.25),
            (-deep, half * 0.25),
            (0, half * 0.6),
            (0, half),
        )
    ]


def _plunger(rng: random.Random, size: float) -> Marks:
    """Draw the plunger: a triangle towards the contact or a bar with a pin."""
    if rng.random() < 0.6:
        return [polygon((0, -size * 0.35), (0, size * 0.35), (-size * 0.5, 0), fill=rng.choice((None, 0.0)))]
    return [line((0, -size * 0.3), (0, size * 0.3)), line((-size * 0.5, 0), (0, 0), width=2.0)]


def _near(rng: random.Random, size: float) -> Marks:
    """Draw the proximity drive: a diamond with two bars or a magnet's mark."""
    d = size * 0.4
    marks: Marks = [polygon((0, 0), (-d, -d), (-2 * d, 0), (-d, d))]
    if rng.random() < 0.6:
        return [
            *marks,
            line((-d * 1.2, -d * 0.4), (-d * 1.2, d * 0.4)),
            line((-d * 0.8, -d * 0.4), (-d * 0.8, d * 0.4)),
        ]
    return [*marks, *placed([box(d * 0.5, d * 0.9)], -d)]


def _late(rng: random.Random, size: float) -> Marks:
    """Draw the parachute of a timed drive, hollow or bowed towards the contact."""
    turn = rng.choice((90.0, -90.0))
    return [arc(0, 0, size * 0.45, turn, turn + 180.0), line((0, 0), (-size * 0.2, 0))]


def _boxed(rng: random.Random, size: float) -> Marks:
    """Draw the drive as a small box, struck or lettered."""
    marks: Marks = [box(size * 0.8, size * 0.8, -size * 0.4)]
    if rng.random() < 0.5:
        return [*marks, line((-size * 0.8, size * 0.4), (0, -size * 0.4))]
    return [*marks, letters(rng.choice("KRTX"), -size * 0.4, 0, size * 0.45)]


def _upright(rng: random.Random, drive: Drive, closed: bool) -> Symbol:
    """Return an upright IEC contact, its drive at the left on a broken or plain link."""
    height, lean = rng.uniform(5.0, 8.5), rng.uniform(0.28, 0.5)
    half = height / 2
    side = 1 if closed else -1
    tip = (side * height * lean * (0.55 if closed else 1.0), -height * 0.42)
    marks: Marks = [line((0, half), tip)]
    if closed:
        marks.append(line((0, -half), (0, -half * 0.72), (tip[0] * 1.25, -half * 0.72)))
    share = rng.uniform(0.35, 0.55)
    inner = tip[0] * share
    far = min(inner, 0.0) - rng.uniform(1.6, 4.2)
    dash = rng.choice(((0.9, 0.6), (0.6, 0.4), (1.4, 0.8), ()))
    y = half + (tip[1] - half) * share
    marks.append(line((far, y), (inner, y), dash=dash, width=rng.choice((1.0, 0.7))))
    marks += placed(drive(rng, rng.uniform(1.8, 3.0)), far, y)
    return upright(rng, marks, [0.0], (-half, half))


def _lying(rng: random.Random, drive: Drive, closed: bool) -> Symbol:
    """Return a lying contact between rings, dots or bare ends, its drive above on a stem."""
    half, size = rng.uniform(2.0, 3.8), rng.uniform(0.3, 0.6)
    ends = rng.choice(("ring", "ring", "dot", "bare"))
    marks: Marks = []
    if ends != "bare":
        marks += [circle(s * half, 0, size, fill=0.0 if ends == "dot" else None) for s in (-1, 1)]
    reach = half + (size if ends != "bare" else 0.0)
    lean = rng.uniform(0.9, 2.0)
    tip = (half * 0.95, size * 0.8 if closed else -lean)
    marks.append(line((-half, 0 if ends == "bare" else -size * 0.5), tip))
    middle = tip[1] / 2
    top = middle - rng.uniform(1.2, 3.0)
    marks.append(line((0, middle), (0, top), dash=rng.choice(((), (), (0.7, 0.5)))))
    marks += placed(drive(rng, rng.uniform(1.8, 3.0)), 0, top, 90.0)
    return across(rng, marks, reach)


def _bridged(rng: random.Random, drive: Drive, closed: bool) -> Symbol:
    """Return a lying bridge over or under its two points, its drive above."""
    half, size = rng.uniform(1.6, 3.2), rng.uniform(0.3, 0.6)
    y = size if closed else -rng.uniform(0.9, 1.8)
    top = y - rng.uniform(1.2, 2.6)
    fill = rng.choice((None, None, 0.0))
    marks: Marks = [circle(s * half, 0, size, fill=fill) for s in (-1, 1)]
    marks += [line((-half - size, y), (half + size, y)), line((0, y), (0, top))]
    return across(rng, [*marks, *placed(drive(rng, rng.uniform(2.0, 3.4)), 0, top, 90.0)], half + size)


def _pair(rng: random.Random, drive: Drive) -> Symbol:
    """Return an opening and a closing upright contact on one drive."""
    height, pitch = rng.uniform(5.0, 7.5), rng.uniform(3.5, 6.0)
    half, lean = height / 2, height * rng.uniform(0.25, 0.4)
    marks: Marks = [
        line((0, half), (-lean, -height * 0.42)),
        line((pitch, half), (pitch + lean * 0.6, -height * 0.42)),
    ]
    marks.append(line((pitch, -half), (pitch, -half * 0.72), (pitch + lean * 0.75, -half * 0.72)))
    far = -lean - rng.uniform(1.5, 3.0)
    marks.append(line((far, 0), (pitch + lean * 0.25, 0), dash=(0.9, 0.6)))
    return upright(rng, [*marks, *placed(drive(rng, 2.4), far)], [0.0, pitch], (-half, half))


def _framed(rng: random.Random, drive: Drive, closed: bool) -> Symbol:
    """Return the upright contact and its drive in a thin or broken frame, as a device of the panel."""
    inner = _upright(rng, drive, closed)
    x0, y0, x1, y1 = inner.body_box()
    gap = rng.uniform(0.6, 1.4)
    frame = rectangle(x0 - gap, y0, x1 + gap, y1)
    dash = rng.choice(((1.4, 0.7), (2.0, 0.5, 0.3, 0.5), ()))
    return Symbol(
        (*inner.marks, Path(frame.points, closed=True, dash=dash, width=0.8, body=False)), inner.ports
    )


def _valve_like(rng: random.Random, drive: Drive) -> Symbol:
    """Return a blade that turns between two fixed contacts, its drive at its hinge."""
    height, spread = rng.uniform(5.0, 7.5), rng.uniform(1.6, 3.0)
    half = height / 2
    marks: Marks = [*arrow((0, half), (-spread, -half * 0.8), 0.9, filled=rng.random() < 0.4)]
    marks += [circle(s * spread, -half, 0.4) for s in (-1, 1)] + [circle(0, half, 0.4)]
    marks.append(line((-spread - 2.0, 0), (-spread * 0.4, 0), dash=(0.9, 0.6)))
    ends = ((0.0, half + 0.4, DOWN), (-spread, -half - 0.4, UP), (spread, -half - 0.4, UP))
    return finish(rng, [*marks, *placed(drive(rng, 2.4), -spread - 2.0)], *ends)


_DRIVES: Final[tuple[tuple[str, str, Drive], ...]] = (
    ("push_button", "push", _push),
    ("push_button", "pull", _pull),
    ("push_button", "mushroom", _mushroom),
    ("push_button", "latched", _latched),
    ("push_button", "lit", _lit),
    ("selector_switch", "key", _key),
    ("selector_switch", "turn", _turn),
    ("selector_switch", "lever", _lever),
    ("selector_switch", "steps", _steps),
    ("selector_switch", "wheel", _wheel),
    ("limit_switch", "roller", _roller),
    ("limit_switch", "cam", _cam),
    ("limit_switch", "plunger", _plunger),
    ("limit_switch", "proximity", _near),
)
_TIMED: Final[tuple[tuple[str, Drive], ...]] = (("late", _late), ("block", _boxed))


def _either(contact: Callable[[random.Random, Drive, bool], Symbol], drive: Drive) -> Draw:
    """Return the drawing function of a contact with its drive, open as often as closed."""
    return lambda rng: contact(rng, drive, rng.random() < 0.5)


def _register() -> None:
    for name, kind, drive in _DRIVES:
        for state, closed in (("open", False), ("closed", True)):
            drafted(f"{name}/{kind}_{state}", "iec", CIRCUIT, weight=0.2)(
                partial(_upright, drive=drive, closed=closed)
            )
        drafted(f"{name}/{kind}_lying", "ansi", CIRCUIT, weight=0.25)(_either(_lying, drive))
        drafted(f"{name}/{kind}_pair", "iec", CIRCUIT, weight=0.1)(partial(_pair, drive=drive))
        drafted(f"{name}/{kind}_framed", "iec", CIRCUIT, weight=0.1)(_either(_framed, drive))
    for kind, drive in (("mushroom", _mushroom), ("lit", _lit)):
        drafted(f"push_button/{kind}_bridge", "ansi", CIRCUIT, weight=0.4)(_either(_bridged, drive))
    for kind, drive in (("turn", _turn), ("key", _key), ("lever", _lever)):
        drafted(f"selector_switch/{kind}_changeover", "iec", CIRCUIT, weight=0.35)(
            partial(_valve_like, drive=drive)
        )
    for kind, drive in _TIMED:
        for name, closed in (("contact_no", False), ("contact_nc", True)):
            drafted(f"{name}/{kind}_upright", "iec", CIRCUIT, weight=0.4)(
                partial(_upright, drive=drive, closed=closed)
            )
            drafted(f"{name}/{kind}_lying", "ansi", CIRCUIT, weight=0.3)(
                partial(_lying, drive=drive, closed=closed)
            )


_register()
