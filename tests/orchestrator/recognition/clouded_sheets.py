"""Synthetic sheets with revision clouds whose outline is known, and sheets without any that hold what resembles them.

Clouds vary in outline, arc length (even, uneven, two by two), bend, direction, pen, colour, drawing order, how an
arc is written (one curve, two curves, lines), how well arcs meet, whether the last one is there, and what else
lies over them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist, hypot, pi, sin
from typing import Final

from orchestrator.geometry import Point
from orchestrator.pages import Page, Style, Vectors
from tests.orchestrator.recognition.cloud_look_alikes import (
    circles,
    coil,
    conduit,
    gear,
    hatch,
    insulation,
    loop,
    tree,
)  # fmt: skip
from tests.orchestrator.recognition.drawn import (
    HEIGHT_PT,
    WIDTH_PT,
    Pen,
    Stroke,
    arc,
    backwards,
    ellipse,
    evenly,
    shifted,
)  # fmt: skip

MISSING: Final = 0.15
_COLOURS: Final = ("#000000", "#ff0000", "#0000ff", "#7f7f7f", "#00a000", "#ff00ff")
_LEAST_ARCS: Final = 8


@dataclass(frozen=True, slots=True)
class CloudedSheet:
    """A page, and the corners of the clouds on it in points."""

    page: Page
    clouds: tuple[tuple[Point, ...], ...]


def clouded_sheet(seed: int, missing: float = 0.0) -> CloudedSheet:
    """Return a sheet with one to four clouds, in two of five sheets two of them overlapping, among other ink."""
    rng = random.Random(seed)
    spots = [
        (rng.uniform(450, 900), rng.uniform(400, 600)),
        (rng.uniform(1_700, 2_100), rng.uniform(400, 600)),
    ]
    spots += [(x, y + 760) for x, y in spots]
    spots = spots[: rng.randint(1, 4)]
    if rng.random() < 0.4:
        x, y = spots[0]
        spots.append((x + rng.uniform(60, 200), y + rng.uniform(-60, 120)))
    drawn = [cloud(rng, spot, missing) for spot in spots]
    strokes = [stroke for found, _ in drawn for stroke in found] + ink(rng)
    if rng.random() < 0.3:
        rng.shuffle(strokes)
    page = page_of(rng, strokes, [found for found, _ in drawn])
    return CloudedSheet(page, tuple(corners for _, corners in drawn))


def plain_sheet(seed: int) -> Page:
    """Return a sheet without clouds: trees, insulation, flexible conduit, coils, gears, hatches, among other ink."""
    rng = random.Random(seed)
    kinds: list[Callable[[random.Random], list[Stroke]]] = [
        tree, insulation, conduit, coil, gear, circles, hatch, loop,
    ]  # fmt: skip
    things = [kind(rng) for kind in kinds for _ in range(rng.randint(1, 6))]
    return page_of(rng, [stroke for thing in things for stroke in thing] + ink(rng), things)


def cloud(rng: random.Random, spot: Point, missing: float) -> tuple[list[Stroke], tuple[Point, ...]]:
    """Return the strokes of a cloud around a spot, and its corners."""
    outline = _outline(rng, spot)
    girth = sum(dist(a, b) for a, b in pairwise([*outline, outline[0]]))
    arc_pt = min(rng.uniform(5, 36), girth / _LEAST_ARCS)
    corners = _corners(rng, outline, arc_pt)
    pen = Pen(rng.random() < 0.5, rng.randint(5, 24), rng.uniform(1.6, 4.0))
    bends = rng.choice([0.0, 0.1])  # by hand, no two arcs bend alike
    loose = rng.choice([0.0, 0.0, 0.04])  # in terms of the arc: how far the ends of two arcs lie apart
    strokes = []
    for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
        start, end = (shifted(rng, point, loose * dist(a, b)) for point in (a, b))
        one = Pen(pen.curves, pen.lines, min(max(pen.bend * rng.gauss(1, bends), 1.5), 4.2))
        strokes.append(
            _as_one_curve(start, end, one) if pen.curves and pen.lines % 3 == 0 else arc(start, end, one)
        )
    if rng.random() < 0.25:
        strokes.pop()  # nearly closed
    kept = [stroke for stroke in strokes if rng.random() >= missing]
    return _in_order(rng, kept, whole=not missing and not loose), tuple(corners)


def _outline(rng: random.Random, spot: Point) -> list[Point]:
    """Return a rectangle, an L, an ellipse or a bulgy one, clockwise on the page."""
    x, y = spot
    across, down = rng.uniform(25, 240), rng.uniform(25, 190)
    kind = rng.choice(["rectangle", "L", "ellipse", "bulgy"])
    if kind == "rectangle":
        return [
            (x - across, y - down),
            (x + across, y - down),
            (x + across, y + down),
            (x - across, y + down),
        ]
    if kind == "L":
        return [
            (x - across, y - down), (x, y - down), (x, y),
            (x + across, y), (x + across, y + down), (x - across, y + down),
        ]  # fmt: skip
    oval = ellipse((0, 0), across, down, rng.uniform(0, pi))
    phase, depth = rng.uniform(0, 2 * pi), 0.0 if kind == "ellipse" else 0.22
    waves = [1 + depth * sin(3 * 2 * pi * i / len(oval) + phase) for i in range(len(oval))]
    return [(x + a * wave, y + b * wave) for (a, b), wave in zip(oval, waves, strict=True)]


def _corners(rng: random.Random, outline: list[Point], arc_pt: float) -> list[Point]:
    """Return where arcs meet along an outline: at even steps, uneven ones, or long and short ones in turn."""
    fine = evenly(outline, arc_pt / 12)
    how = rng.choice(["even", "uneven", "two by two"])
    places, at = list[int](), 0.0
    while at < len(fine) - 6:
        places.append(int(at))
        at += {"even": 12.0, "uneven": rng.uniform(8, 16), "two by two": (15, 9)[len(places) % 2]}[how]
    return [shifted(rng, fine[i], arc_pt * rng.choice([0.0, 0.04])) for i in places]


def _as_one_curve(start: Point, end: Point, pen: Pen) -> Stroke:
    """Return an arc as one Bezier curve, as drawing programs write what bends by less than a half turn."""
    first, *_, last = arc(start, end, pen)
    (_, one, _, middle), (_, _, two, _) = first, last
    # the curve through the same middle with the same directions at its ends
    reach = dist(start, one) or 1.0
    ups = [(one[0] - start[0]) / reach, (one[1] - start[1]) / reach]
    backs = [(two[0] - end[0]) / reach, (two[1] - end[1]) / reach]
    chord_middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    rise = hypot(middle[0] - chord_middle[0], middle[1] - chord_middle[1])
    along = ((ups[0] + backs[0]) / 2) ** 2 + ((ups[1] + backs[1]) / 2) ** 2
    handle = rise / 0.75 / max(along**0.5, 0.3)
    return [
        [start, (start[0] + handle * ups[0], start[1] + handle * ups[1]),
         (end[0] + handle * backs[0], end[1] + handle * backs[1]), end]
    ]  # fmt: skip


def _in_order(rng: random.Random, strokes: list[Stroke], *, whole: bool) -> list[Stroke]:
    """Return strokes as programs write them: as one path, arc by arc, shuffled, each in any direction."""
    how = rng.choice(["one path", "in order", "backwards", "shuffled", "both ways"])
    if how == "one path" and whole:
        return [[item for stroke in strokes for item in stroke]]
    if how == "backwards":
        return [backwards(stroke) for stroke in strokes[::-1]]
    if how == "shuffled":
        rng.shuffle(strokes)
    if how == "both ways":
        return [backwards(stroke) if rng.random() < 0.5 else stroke for stroke in strokes]
    return strokes


def ink(rng: random.Random) -> list[Stroke]:
    """Return wires, boxes, letters of strokes and single arcs all over a sheet, some of them across clouds."""
    strokes: list[Stroke] = []
    for _ in range(rng.randint(100, 500)):
        x, y = rng.uniform(50, WIDTH_PT - 150), rng.uniform(50, HEIGHT_PT - 150)
        side = rng.uniform(4, 90)
        kind = rng.random()
        if kind < 0.4:
            strokes.append([[(x, y), (x + side, y)], [(x + side, y), (x + side, y + rng.uniform(-60, 60))]])
        elif kind < 0.6:
            strokes.append(_closed([(x, y), (x + side, y), (x + side, y + 12), (x, y + 12)]))
        elif kind < 0.8:  # a letter
            points = [(x + rng.uniform(0, 6), y + rng.uniform(0, 9)) for _ in range(rng.randint(3, 9))]
            strokes.append([[a, b] for a, b in pairwise(points)])
        else:  # a door, a bow of a wire
            strokes.append(
                arc((x, y), (x + side / 3, y + rng.uniform(-20, 20)), Pen(bend=rng.uniform(1, 3.1)))
            )
    return strokes


def _closed(points: Sequence[Point]) -> Stroke:
    return [[a, b] for a, b in pairwise([*points, points[0]])]


def page_of(rng: random.Random, paths: Sequence[Stroke], things: Sequence[Sequence[Stroke]]) -> Page:
    """Return a page of these paths in several pens and colours, one a thing, rounded as extraction rounds."""
    ops, coords, starts, styles = "", [], [], []
    palette = tuple(Style(stroke=colour, width_pt=width) for colour in _COLOURS for width in (0.2, 0.7, 2.0))
    pens = {id(stroke): pen for thing in things for pen in [rng.randrange(len(palette))] for stroke in thing}
    for path in paths:
        starts.append(len(ops))
        styles.append(pens[id(path)] if id(path) in pens else rng.randrange(len(palette)))
        for item in path:
            ops += "l" if len(item) == 2 else "c"
            coords += [round(value, 2) for point in item for value in point]
    vectors = Vectors(
        ops=ops, coords=tuple(coords), path_start=tuple(starts), path_style=tuple(styles), styles=palette
    )
    return Page(page_number=1, width_pt=WIDTH_PT, height_pt=HEIGHT_PT, vectors=vectors)
