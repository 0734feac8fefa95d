"""Control circuits: contacts, push buttons, selectors, limit switches."""

from __future__ import annotations

import random

from training.ink import Symbol, arc, circle, line, polygon
from training.symbols.catalogue import variant
from training.symbols.shapes import Marks, across, columns, gang, upright


@variant("contact_no/nema", "ansi", "schematic", weight=1.5)
def nema_open(rng: random.Random) -> Symbol:
    """Draw the NEMA open contact: two bars across the gap."""
    gap, tall = rng.uniform(1.4, 3.4), rng.uniform(3.2, 6.5)
    return across(rng, [line((x, -tall / 2), (x, tall / 2)) for x in (-gap / 2, gap / 2)], gap / 2)


@variant("contact_no/iec", "iec", "schematic", weight=1.5)
def iec_open(rng: random.Random) -> Symbol:
    """Draw the IEC make contact, one pole or two, with or without rings."""
    height, xs = rng.uniform(4.0, 8.0), columns(rng, rng.choice([1, 1, 1, 1, 2]))
    marks = gang(rng, xs, height, "none")
    reach = height / 2
    if rng.random() < 0.3:
        ring = rng.uniform(0.35, 0.6)
        marks += [circle(x, s * (height / 2 + ring), ring) for x in xs for s in (-1, 1)]
        reach += 2 * ring
    return upright(rng, marks, xs, (-reach, reach))


@variant("contact_no/timed", "iec", "schematic", weight=0.6)
def timed_open(rng: random.Random) -> Symbol:
    """Draw the delayed make contact: the IEC blade with a parachute, or the NEMA blade with an arrow stem."""
    height = rng.uniform(5.0, 8.0)
    marks = gang(rng, (0.0,), height, "none")
    x, y, r = -height * rng.uniform(0.45, 0.6), 0.2, rng.uniform(1.0, 1.6)
    marks += [line((x, y - 0.25), (-height * 0.2, y - 0.25)), line((x, y + 0.25), (-height * 0.2, y + 0.25))]
    opening = rng.random() < 0.5
    marks.append(arc(x + (r if opening else -r), y, r, 110 if opening else -70, 250 if opening else 70))
    return upright(rng, marks, [0.0], (-height / 2, height / 2))


@variant("contact_no/nema_blade", "ansi", "schematic", weight=0.5)
def nema_blade_open(rng: random.Random) -> Symbol:
    """Draw the NEMA timed contact: blade between rings with a stem and arrow."""
    half, ring, rise = rng.uniform(2.5, 3.8), rng.uniform(0.4, 0.6), rng.uniform(1.4, 2.4)
    marks: Marks = [circle(-half, 0, ring), circle(half, 0, ring), line((-half + ring, 0), (half, -rise))]
    marks.append(line((0, -rise / 2), (0, 3.2)))
    flip = rng.choice([1.0, -1.0])
    marks.append(polygon((0, 3.2 + flip * 0.6), (-0.7, 3.2 - flip * 0.6), (0.7, 3.2 - flip * 0.6)))
    return across(rng, marks, half + ring)


@variant("contact_nc/nema", "ansi", "schematic", weight=1.5)
def nema_closed(rng: random.Random) -> Symbol:
    """Draw the NEMA closed contact: two bars with a slash."""
    gap, tall = rng.uniform(1.4, 3.2), rng.uniform(3.2, 6.0)
    marks: Marks = [line((x, -tall / 2), (x, tall / 2)) for x in (-gap / 2, gap / 2)]
    reach = gap * rng.uniform(0.8, 1.4)
    marks.append(line((-reach, tall * 0.45), (reach, -tall * 0.45)))
    return across(rng, marks, gap / 2)


def _closed(rng: random.Random, height: float) -> Marks:
    hook, half = height * rng.uniform(0.18, 0.4), height / 2
    top = -half * rng.uniform(0.7, 1.0)
    over = rng.uniform(1.02, 1.15)
    return [line((0, half), (hook * over, top - 0.4)), line((0, -half), (0, top), (hook, top))]


@variant("contact_nc/iec", "iec", "schematic", weight=1.5)
def iec_closed(rng: random.Random) -> Symbol:
    """Draw the IEC break contact: the blade crosses the hooked fixed contact."""
    height = rng.uniform(4.0, 8.0)
    marks, reach = _closed(rng, height), height / 2
    if rng.random() < 0.35:
        ring = rng.uniform(0.35, 0.6)
        marks += [circle(0, s * (reach + ring), ring) for s in (-1, 1)]
        reach += 2 * ring
    return upright(rng, marks, [0.0], (-reach, reach))


@variant("contact_nc/timed", "iec", "schematic", weight=0.5)
def timed_closed(rng: random.Random) -> Symbol:
    """Draw the delayed break contact with its parachute."""
    height = rng.uniform(5.0, 8.0)
    marks, r = _closed(rng, height), rng.uniform(1.0, 1.5)
    x, side = -rng.uniform(2.0, 4.0), rng.choice([-1, 1])
    marks += [line((x, y), (0.7, y)) for y in (0.0, 0.5)]
    marks.append(arc(x + side * r, 0.25, r, 110 if side > 0 else -70, 250 if side > 0 else 70))
    return upright(rng, marks, [0.0], (-height / 2, height / 2))


def _rings(half: float, ring: float) -> Marks:
    return [circle(-half, 0, ring), circle(half, 0, ring)]


def _cap(rng: random.Random, y: float, half: float) -> Marks:
    if rng.random() < 0.35:
        r = half * rng.uniform(0.5, 0.8)
        return [arc(0, y, r, 180, 360), line((-r, y), (r, y))]
    return [line((-half * 0.35, y), (half * 0.35, y))] if rng.random() < 0.3 else []


@variant("push_button/nema_open", "ansi", "schematic", weight=1.3)
def nema_button_open(rng: random.Random) -> Symbol:
    """Draw the NEMA start button: a bridge above two rings, stem and perhaps mushroom head."""
    half, ring = rng.uniform(2.2, 4.0), rng.uniform(0.4, 0.8)
    y, stem = -rng.uniform(1.2, 2.2), rng.uniform(1.5, 3.0)
    marks = _rings(half, ring)
    marks += [
        line((-half - ring, y), (half + ring, y)),
        line((0, y), (0, y - stem)),
        *_cap(rng, y - stem, half),
    ]
    return across(rng, marks, half + ring)


@variant("push_button/nema_closed", "ansi", "schematic", weight=1.3)
def nema_button_closed(rng: random.Random) -> Symbol:
    """Draw the NEMA stop button: a bridge that touches two rings from below, and a stem."""
    half, ring = rng.uniform(2.2, 4.0), rng.uniform(0.4, 0.8)
    y, stem = ring, rng.uniform(2.5, 4.0)
    marks = _rings(half, ring)
    marks += [
        line((-half - ring, y), (half + ring, y)),
        line((0, y), (0, y - stem)),
        *_cap(rng, y - stem, half),
    ]
    return across(rng, marks, half + ring)


@variant("push_button/nema_double", "ansi", "schematic", weight=0.6)
def nema_button_double(rng: random.Random) -> Symbol:
    """Draw the double-circuit NEMA button: one stem, one closed and one open bridge."""
    half, ring, drop = rng.uniform(2.5, 3.5), rng.uniform(0.4, 0.6), rng.uniform(3.5, 5.0)
    bridge = half + ring
    marks = [*_rings(half, ring), circle(-half, drop, ring), circle(half, drop, ring)]
    marks += [line((-bridge, ring), (bridge, ring)), line((-bridge, drop - 1.2), (bridge, drop - 1.2))]
    marks += [line((0, drop - 1.2), (0, -3.0)), *_cap(rng, -3.0, half)]
    return across(rng, marks, bridge)


def _drive(rng: random.Random, height: float, kind: str) -> Marks:
    far = -height * 0.25 - rng.uniform(2.0, 4.5)
    marks: Marks = [line((far, 0), (-height * 0.17, 0), dash=rng.choice([(0.9, 0.6), (1.3, 0.8), ()]))]
    if kind == "push":
        marks.append(line((far + 0.9, -1.3), (far, -1.3), (far, 1.3), (far + 0.9, 1.3)))
    elif kind == "mushroom":
        marks += [arc(far, 0, 1.5, 90, 270), line((far, -1.5), (far, 1.5))]
    elif kind == "turn":
        marks.append(line((far + 0.9, -1.4), (far, -1.4), (far, 1.4), (far - 0.9, 1.4)))
    elif kind == "key":
        marks += [circle(far - 0.8, 0, 0.8), line((far - 0.8, 0.8), (far - 0.8, 2.2))]
    elif kind == "roller":
        marks += [circle(far - 0.7, 0, 0.7), line((far, -1.2), (far, 1.2))]
    else:
        marks.append(line((far, -1.3), (far, 1.3)))
    return marks


def _driven(rng: random.Random, kind: str) -> Symbol:
    height = rng.uniform(5.0, 8.0)
    marks = gang(rng, (0.0,), height, "none") if rng.random() < 0.55 else _closed(rng, height)
    return upright(rng, marks + _drive(rng, height, kind), [0.0], (-height / 2, height / 2))


@variant("push_button/iec", "iec", "schematic", weight=1.5)
def iec_button(rng: random.Random) -> Symbol:
    """Draw the IEC push button: a make or break contact with a push drive."""
    return _driven(rng, "push")


@variant("push_button/iec_mushroom", "iec", "schematic", weight=0.8)
def iec_mushroom(rng: random.Random) -> Symbol:
    """Draw the IEC emergency stop: a contact with a mushroom head."""
    return _driven(rng, "mushroom")


@variant("selector_switch/iec", "iec", "schematic", weight=1.3)
def iec_selector(rng: random.Random) -> Symbol:
    """Draw the IEC rotary switch: a contact with a turn drive or a key."""
    return _driven(rng, rng.choice(["turn", "turn", "key"]))


@variant("limit_switch/iec_roller", "iec", "schematic", weight=0.7)
def iec_roller(rng: random.Random) -> Symbol:
    """Draw the IEC position switch with a roller drive."""
    return _driven(rng, "roller")


@variant("selector_switch/nema", "ansi", "schematic", weight=1.3, turns=(0,))
def nema_selector(rng: random.Random) -> Symbol:
    """Draw the NEMA selector: bridges on a common stem with position marks, two or three positions."""
    half, ring, rows = rng.uniform(2.5, 3.5), rng.uniform(0.4, 0.6), rng.choice([1, 2, 2])
    positions, pitch = rng.choice([2, 3]), rng.uniform(3.0, 4.5)
    marks: Marks = []
    for row in range(rows):
        y = row * pitch
        marks += [circle(-half, y, ring), circle(half, y, ring)]
        dy = ring if row % 2 else -rng.uniform(1.0, 1.4)
        marks.append(line((-half - ring, y + dy), (half + ring, y + dy)))
    top = -3.0
    marks.append(line((0, (rows - 1) * pitch), (0, top)))
    for i in range(positions):
        marks.append(line((0, top), ((i - (positions - 1) / 2) * 2.0, top - 1.6)))
    return across(rng, marks, half + ring)


@variant("selector_switch/wiper", "ansi", "schematic")
def wiper_selector(rng: random.Random) -> Symbol:
    """Draw the selector as an arm with an arrow head among two to four contact rings."""
    count, half, ring = rng.choice([2, 3, 3, 4]), rng.uniform(2.5, 4.0), rng.uniform(0.4, 0.7)
    pitch = rng.uniform(2.0, 3.0)
    ys = [(i - (count - 1) / 2) * pitch for i in range(count)]
    chosen = rng.choice(ys)
    marks: Marks = [circle(-half, 0, ring), *(circle(half, y, ring) for y in ys)]
    marks.append(line((-half + ring, 0), (half - ring - 0.2, chosen)))
    if rng.random() < 0.5:
        marks.append(
            polygon(
                (half - ring, chosen),
                (half - ring - 1.3, chosen - 0.4),
                (half - ring - 1.3, chosen + 0.4),
                fill=0.0,
            )
        )
    return across(rng, marks, half + ring)


def _nema_limit(rng: random.Random, rise: float, *, below: bool) -> Symbol:
    half, ring = rng.uniform(2.5, 4.0), rng.uniform(0.4, 0.7)
    marks, side = _rings(half, ring), 1.0 if below else -1.0
    tip = (half, rise)
    mid = (half * 0.25, rise * 0.62)
    base = (half * 0.85, rise * 0.93)
    marks.append(line((-half + ring, 0), tip))
    marks.append(line(mid, ((mid[0] + base[0]) / 2, mid[1] + side * rng.uniform(1.6, 2.4)), base))
    return across(rng, marks, half + ring)


@variant("limit_switch/nema_open", "ansi", "schematic", weight=1.3)
def nema_limit_open(rng: random.Random) -> Symbol:
    """Draw the NEMA open limit switch: a hanging arm with the wedge beneath."""
    return _nema_limit(rng, rng.uniform(1.0, 2.0), below=True)


@variant("limit_switch/nema_closed", "ansi", "schematic", weight=1.3)
def nema_limit_closed(rng: random.Random) -> Symbol:
    """Draw the NEMA closed (or held) limit switch: the arm touches from above, with its wedge."""
    return _nema_limit(rng, rng.choice([-0.7, -1.5]), below=rng.random() < 0.7)


@variant("limit_switch/iec", "iec", "schematic")
def iec_limit(rng: random.Random) -> Symbol:
    """Draw the IEC position switch: a contact with a small triangle on the blade."""
    height = rng.uniform(5.0, 8.0)
    s = height * rng.uniform(0.14, 0.2)
    if rng.random() < 0.5:
        lean = height * 0.4
        marks: Marks = [line((0, height / 2), (-lean, -height * 0.42))]
        marks.append(
            polygon(
                (-lean * 0.35, height * 0.17),
                (-lean * 0.75, -height * 0.2),
                (-lean * 0.35 - s * 1.4, height * 0.1),
            )
        )
    else:
        marks = _closed(rng, height)
        marks.append(polygon((height * 0.03, 0.0), (height * 0.03, s * 1.6), (-s, s * 0.8)))
    return upright(rng, marks, [0.0], (-height / 2, height / 2))
