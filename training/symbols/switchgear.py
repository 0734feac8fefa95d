"""Disconnectors, load-break switches, contactors and overload relays."""

from __future__ import annotations

import math
import random

from training.ink import Path, Symbol, arc, circle, line, polygon
from training.symbols.catalogue import variant
from training.symbols.shapes import (
    Marks,
    across,
    blade,
    box,
    columns,
    cross,
    finish,
    gang,
    humps,
    letters,
    placed,
    pole,
    upright,
)

BOTH = "schematic single_line"


@variant("disconnect_switch/knife", "ansi", BOTH, weight=1.3)
def knife(rng: random.Random) -> Symbol:
    """Draw the open knife blade at some angle, with or without hinge and jaw dots."""
    height, angle = rng.uniform(4.0, 9.0), math.radians(rng.uniform(20, 50))
    half, reach = height / 2, height * rng.uniform(0.95, 1.15)
    marks: Marks = [line((0, half), (-reach * math.sin(angle), half - reach * math.cos(angle)))]
    if (style := rng.random()) < 0.5:
        ring, fill = rng.uniform(0.35, 0.7), rng.choice([None, None, 0.0])
        marks += [circle(0, -half - ring, ring, fill=fill), circle(0, half + ring, ring, fill=fill)]
        return upright(rng, marks, [0.0], (-half - 2 * ring, half + 2 * ring))
    if style < 0.75:
        marks.append(line((-0.9, -half), (0.9, -half)))
    else:
        marks.append(line((0, -half), (0, -half + 0.6)))
    return upright(rng, marks, [0.0], (-half, half))


@variant("disconnect_switch/knife_poles", "ansi", BOTH, weight=0.8)
def knife_poles(rng: random.Random) -> Symbol:
    """Draw two or three knife blades with contact rings and linkage."""
    xs, height, ring = columns(rng, rng.choice([2, 3, 3])), rng.uniform(5.0, 8.0), rng.uniform(0.35, 0.7)
    marks = gang(rng, xs, height, "none")
    reach = height / 2
    if rng.random() < 0.6:
        for x in xs:
            marks += [circle(x, -height / 2 - ring, ring), circle(x, height / 2 + ring, ring)]
        reach += 2 * ring
    return upright(rng, marks, xs, (-reach, reach))


@variant("disconnect_switch/closed_knife", "ansi", "single_line", weight=0.7)
def closed_knife(rng: random.Random) -> Symbol:
    """Draw the closed blade between two contact rings or jaw bars."""
    height, ring = rng.uniform(4.0, 7.0), rng.uniform(0.4, 0.8)
    half = height / 2
    if rng.random() < 0.5:
        marks: Marks = [
            circle(0, -half, ring),
            circle(0, half, ring),
            line((0, ring - half), (0, half - ring)),
        ]
        return upright(rng, marks, [0.0], (-half - ring, half + ring))
    marks = [line((-1, -half), (1, -half)), line((-1, half), (1, half)), line((-0.0, -half), (0, half))]
    return upright(rng, marks, [0.0], (-half, half))


@variant("disconnect_switch/iec", "iec", BOTH, weight=1.3)
def iec_disconnector(rng: random.Random) -> Symbol:
    """Draw the IEC disconnector: blade and bar at the fixed contact, one pole or more."""
    xs, height = columns(rng, rng.choice([1, 1, 1, 2, 3])), rng.uniform(4.5, 8.5)
    marks = gang(rng, xs, height, "bar") if len(xs) > 1 else pole(rng, 0.0, height, "bar")
    return upright(rng, marks, xs, (-height / 2, height / 2))


@variant("disconnect_switch/fused", "ansi", BOTH, weight=0.5)
def fused_switch(rng: random.Random) -> Symbol:
    """Draw the disconnector blade that carries a fuse."""
    height = rng.uniform(6.0, 9.0)
    marks: Marks = placed([line((0, 0), (0, -height)), box(1.6, height * 0.45, 0, -height * 0.5)], angle=-25)
    marks = [*placed(marks, dy=height / 2), line((-0.9, -height / 2), (0.9, -height / 2))]
    return upright(rng, marks, [0.0], (-height / 2, height / 2))


@variant("disconnect_switch/earthing", "iec", "single_line", weight=0.5)
def earthing_switch(rng: random.Random) -> Symbol:
    """Draw the earthing switch: a disconnector blade into an earth."""
    height, w = rng.uniform(5.0, 7.0), rng.uniform(1.3, 2.0)
    marks = pole(rng, 0.0, height, "bar")
    y = height / 2 + rng.uniform(0.8, 2.0)
    marks.append(line((0, height / 2), (0, y)))
    marks += [line((-w * k, y + s), (w * k, y + s)) for k, s in ((1.0, 0.0), (0.65, 0.7), (0.3, 1.4))]
    return finish(rng, marks, (0.0, -height / 2, 270.0))


@variant("disconnect_switch/network_cross", "iec", "single_line", weight=1.3)
def network_cross(rng: random.Random) -> Symbol:
    """Draw the network diagram's closed disconnector: a small cross on the wire."""
    arm, pen = rng.uniform(0.8, 1.8), rng.uniform(1.0, 5.0)
    marks = cross(0, 0, arm, pen)
    marks.append(Path(((0.0, -arm), (0.0, arm)), body=False))
    return upright(rng, marks, [0.0], (-arm, arm))


@variant("disconnect_switch/network_slash", "iec", "single_line")
def network_slash(rng: random.Random) -> Symbol:
    """Draw the network diagram's open disconnector: a slash in a gap of the wire."""
    arm, pen = rng.uniform(0.8, 1.8), rng.uniform(1.0, 4.5)
    marks: Marks = [line((-arm, arm), (arm, -arm), width=pen)]
    return upright(rng, marks, [0.0], (-arm, arm))


@variant("disconnect_switch/network_ring", "iec", "single_line", weight=0.8)
def network_ring(rng: random.Random) -> Symbol:
    """Draw the disconnector as a ring with a line through it, along or across the wire, or a filled disc."""
    r, style = rng.uniform(1.3, 3.0), rng.random()
    fill = 0.0 if style > 0.8 else None
    marks: Marks = [circle(0, 0, r, fill=fill, width=rng.uniform(1.0, 2.5))]
    if style < 0.35:
        marks.append(line((0, -r), (0, r)))
    elif style < 0.6:
        marks.append(line((-r, 0), (r, 0)))
    elif style <= 0.8:
        marks.append(line((-r * 0.7, r * 0.7), (r * 0.7, -r * 0.7)))
    return upright(rng, marks, [0.0], (-r, r))


@variant("disconnect_switch/network_square", "iec", "single_line", weight=0.4)
def network_square(rng: random.Random) -> Symbol:
    """Draw the closed disconnector as a small rounded square on the wire, or a diamond."""
    r = rng.uniform(1.0, 2.0)
    if rng.random() < 0.6:
        return upright(
            rng, [polygon((0, -r), (r, 0), (0, r), (-r, 0), fill=rng.choice([None, 0.0]))], [0.0], (-r, r)
        )
    c = r * 0.4
    eight = ((-c, -r), (c, -r), (r, -c), (r, c), (c, r), (-c, r), (-r, c), (-r, -c))
    marks: Marks = [polygon(*eight, width=2.0), line((0, -r), (0, r))]
    return upright(rng, marks, [0.0], (-r, r))


@variant("load_break_switch/iec", "iec", BOTH, weight=1.5)
def iec_load_break(rng: random.Random) -> Symbol:
    """Draw the IEC switch-disconnector: blade, bar and ring, one to four poles."""
    xs, height = columns(rng, rng.choice([1, 1, 2, 3, 3, 4])), rng.uniform(5.0, 9.0)
    kind = rng.choice(["bar_ring", "bar_ring", "ring"])
    marks = gang(rng, xs, height, kind)
    if len(xs) > 1 and rng.random() < 0.5:
        far = xs[0] - height * 0.5 - 3
        marks.append(line((far, 0.3), (xs[0] - height * 0.2, 0.3), dash=(1.0, 0.7)))
        marks.append(line((far + 0.8, -1.2), (far, -1.2), (far, 1.8), (far - 0.8, 1.8)))
    return upright(rng, marks, xs, (-height / 2, height / 2))


@variant("load_break_switch/iec_fused", "iec", BOTH, weight=0.7)
def iec_switch_fuse(rng: random.Random) -> Symbol:
    """Draw the IEC fuse-switch: the load-break blade carries the fuse."""
    height = rng.uniform(6.0, 9.0)
    marks: Marks = placed([line((0, 0), (0, -height)), box(1.6, height * 0.4, 0, -height * 0.5)], angle=-28)
    marks = [*placed(marks, dy=height / 2), line((-1.1, -height / 2), (1.1, -height / 2))]
    marks.append(circle(0, -height / 2 + 0.55, 0.55))
    return upright(rng, marks, [0.0], (-height / 2, height / 2))


@variant("load_break_switch/ansi", "ansi", BOTH)
def ansi_load_break(rng: random.Random) -> Symbol:
    """Draw the ANSI load interrupter: a knife blade with an arcing horn at the jaw."""
    height = rng.uniform(5.0, 8.0)
    half, lean = height / 2, height * rng.uniform(0.35, 0.5)
    marks: Marks = [blade(0, height, lean), line((-1, -half), (1, -half))]
    if rng.random() < 0.6:
        marks.append(arc(-1.2, -half, 1.2, 180, 90))
    else:
        marks.append(line((-lean * 0.5 - 1.2, -0.6), (-lean * 0.5 + 1.2, 0.9)))
    return upright(rng, marks, [0.0], (-half, half))


@variant("load_break_switch/network_diagonal", "iec", "single_line", weight=1.2)
def network_diagonal(rng: random.Random) -> Symbol:
    """Draw the network diagram's load-break switch: a square with a diagonal and, closed, the wire."""
    side = rng.uniform(3.5, 6.0)
    half, inner = side / 2, side / 2 * rng.uniform(0.85, 1.0)
    marks: Marks = [box(side, side), line((-inner, -inner), (inner, inner))]
    if rng.random() < 0.7:
        marks.append(line((0, -half), (0, half)))
    return upright(rng, marks, [0.0], (-half, half))


@variant("load_break_switch/boxed_blade", "ansi", "single_line", weight=0.6)
def boxed_blade(rng: random.Random) -> Symbol:
    """Draw a load-break switch as an open blade inside a box."""
    side = rng.uniform(5.0, 8.0)
    marks = pole(rng, 0.0, side * 0.5, rng.choice(["none", "bar", "ring"]))
    marks += [line((0, -side / 2), (0, -side / 4)), line((0, side / 4), (0, side / 2)), box(side, side)]
    return upright(rng, marks, [0.0], (-side / 2, side / 2))


@variant("contactor/iec_poles", "iec", BOTH, weight=1.5)
def iec_contactor(rng: random.Random) -> Symbol:
    """Draw IEC power contacts with the half ring, linked."""
    xs, height = columns(rng, rng.choice([1, 2, 3, 3, 3, 4])), rng.uniform(5.0, 9.0)
    return upright(rng, gang(rng, xs, height, "half"), xs, (-height / 2, height / 2))


@variant("contactor/iec_plain", "iec", "schematic", weight=0.5)
def plain_contactor(rng: random.Random) -> Symbol:
    """Draw three linked power contacts without a half ring."""
    xs, height = columns(rng, 3), rng.uniform(5.0, 8.0)
    return upright(rng, gang(rng, xs, height, "none"), xs, (-height / 2, height / 2))


@variant("contactor/nema_poles", "ansi", "schematic", weight=1.2)
def nema_contactor(rng: random.Random) -> Symbol:
    """Draw two or three NEMA power contacts, pairs of bars, with or without linkage."""
    xs, gap, wide = columns(rng, rng.choice([2, 3, 3])), rng.uniform(1.4, 2.6), rng.uniform(2.4, 4.0)
    marks: Marks = []
    for x in xs:
        marks += [line((x - wide / 2, y), (x + wide / 2, y)) for y in (-gap / 2, gap / 2)]
    if rng.random() < 0.8:
        marks.append(line((xs[0], 0), (xs[-1], 0), dash=(1.0, 0.7)))
    return upright(rng, marks, xs, (-gap / 2, gap / 2))


@variant("contactor/single_line", "ansi", "single_line")
def single_line_contactor(rng: random.Random) -> Symbol:
    """Draw the single-line contactor: bars across the wire, sometimes with M beside or in a ring."""
    gap, wide = rng.uniform(1.5, 2.6), rng.uniform(3.5, 6.0)
    marks: Marks = [line((-wide / 2, y), (wide / 2, y)) for y in (-gap / 2, gap / 2)]
    return upright(rng, marks, [0.0], (-gap / 2, gap / 2))


@variant("overload_relay/nema_heaters", "ansi", "schematic", weight=1.2)
def nema_heaters(rng: random.Random) -> Symbol:
    """Draw the thermal elements: facing hooks on each of one to three wires."""
    xs, r = columns(rng, rng.choice([1, 2, 3, 3])), rng.uniform(0.9, 1.6)
    marks: Marks = []
    for x in xs:
        marks += [arc(x, -r, r, -90, 90), arc(x, r, r, -90, -270)]
    return upright(rng, marks, xs, (-2 * r, 2 * r))


@variant("overload_relay/heater_hook", "ansi", BOTH)
def heater_hook(rng: random.Random) -> Symbol:
    """Draw the heater as one square bump or two facing half rings on the wire."""
    xs, w = columns(rng, rng.choice([1, 1, 3])), rng.uniform(1.2, 2.2)
    bump = rng.random() < 0.6
    marks: Marks = []
    for x in xs:
        if bump:
            marks.append(line((x, -w), (x, -w / 2), (x + w, -w / 2), (x + w, w / 2), (x, w / 2), (x, w)))
        else:
            marks += placed([humps(1, w / 2)], x, -w / 2, 90) + placed(
                [humps(1, w / 2, up=False)], x, w / 2, 90
            )
    return upright(rng, marks, xs, (-w, w))


@variant("overload_relay/iec_box", "iec", BOTH, weight=1.3)
def iec_thermal_relay(rng: random.Random) -> Symbol:
    """Draw the IEC thermal relay: one box over the poles with a bump for each."""
    xs, height = columns(rng, rng.choice([1, 1, 2, 3, 3])), rng.uniform(3.5, 5.5)
    q, half, w = height / 4, height / 2, rng.uniform(1.0, 1.6)
    marks: Marks = [box(xs[-1] - xs[0] + rng.uniform(4.0, 6.0), height)]
    for x in xs:
        marks.append(line((x, -half), (x, -q), (x - w, -q), (x - w, q), (x, q), (x, half)))
    return upright(rng, marks, xs, (-half, half))


@variant("overload_relay/lettered", "ansi", BOTH, weight=0.8)
def lettered_overload(rng: random.Random) -> Symbol:
    """Draw the overload as a box or flattened box lettered OL on the wire."""
    width, height = rng.uniform(4.0, 6.0), rng.uniform(2.8, 4.5)
    marks: Marks = [box(width, height), letters(rng.choice(["OL", "OL", "49", "OLR", "O.L."]), height=1.4)]
    return upright(rng, marks, [0.0], (-height / 2, height / 2))


@variant("overload_relay/nema_contact", "ansi", "schematic", weight=0.6)
def overload_contact(rng: random.Random) -> Symbol:
    """Draw the normally closed overload contact with the slash, as beside a starter coil."""
    gap, tall = rng.uniform(1.6, 2.6), rng.uniform(4.0, 5.5)
    marks: Marks = [line((x, -tall / 2), (x, tall / 2)) for x in (-gap / 2, gap / 2)]
    marks.append(line((-gap, tall * 0.45), (gap, -tall * 0.45)))
    marks += [arc(0, tall / 2 + 1, 0.8, 180, 360), arc(0, tall / 2 + 2.6, 0.8, 0, 180)]
    return across(rng, marks, gap / 2)
