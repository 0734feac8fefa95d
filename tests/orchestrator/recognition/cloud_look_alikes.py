"""What is drawn with arcs and is no revision cloud, at random places of a sheet."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from math import atan2, cos, dist, pi, sin

from orchestrator.geometry import Point
from tests.orchestrator.recognition.drawn import (
    HEIGHT_PT,
    WIDTH_PT,
    Pen,
    Stroke,
    arc,
    ellipse,
    evenly,
    scallops,
    shifted,
)


def _spot(rng: random.Random) -> Point:
    return rng.uniform(150, WIDTH_PT - 450), rng.uniform(150, HEIGHT_PT - 250)


def tree(rng: random.Random) -> list[Stroke]:
    """Return a scalloped circle, with spokes or a trunk."""
    x, y = _spot(rng)
    radius = rng.uniform(10, 60)
    corners = evenly(ellipse((x, y), radius, radius), radius * rng.uniform(0.35, 0.9))
    corners = [shifted(rng, corner, radius * rng.choice([0.0, 0.03])) for corner in corners]
    pen = Pen(rng.random() < 0.5, 10, rng.uniform(1.7, 3.5))
    inside = [[[(x, y), corner]] for corner in corners[::2]] if rng.random() < 0.5 else scallops(
        ellipse((x, y), 2, 2, count=4), Pen(bend=pi / 2)
    )  # fmt: skip
    return [*scallops(corners, pen), *inside]


def insulation(rng: random.Random) -> list[Stroke]:
    """Return batt insulation between two lines: bows to either side in turn, along a wall, a corner or a ring."""
    return _row(rng, (1, -1), _way(rng))


def conduit(rng: random.Random) -> list[Stroke]:
    """Return flexible conduit: bows to one side, from a box to a device."""
    return _row(rng, (1,), _way(rng))


def coil(rng: random.Random) -> list[Stroke]:
    """Return a coil: three to six half circles in a row between two leads."""
    x, y = _spot(rng)
    step = rng.uniform(4, 14)
    points = [(x + i * step, y) for i in range(rng.randint(4, 7))]
    bows = [arc(a, b, Pen(rng.random() < 0.5, 10, pi)) for a, b in pairwise(points)]
    return [*bows, [[(x - 20, y), (x, y)]], [[points[-1], (points[-1][0] + 20, y)]]]


def gear(rng: random.Random) -> list[Stroke]:
    """Return a ring of bows that bulge inward."""
    radius = rng.uniform(12, 60)
    corners = evenly(ellipse(_spot(rng), radius, radius), radius / rng.uniform(1.5, 3))
    return scallops(corners[::-1], Pen(bend=rng.uniform(1.6, 2.6)))


def circles(rng: random.Random) -> list[Stroke]:
    """Return rows of circles that touch, each of four curves: lamps, stones, piles."""
    x, y = _spot(rng)
    radius = rng.uniform(3, 12)
    places = [(x + 2 * radius * i, y + 2 * radius * j) for i in range(rng.randint(2, 8)) for j in range(2)]
    return [
        s for place in places for s in scallops(ellipse(place, radius, radius, count=4), Pen(bend=pi / 2))
    ]


def hatch(rng: random.Random) -> list[Stroke]:
    """Return rows of bows above each other, as earth, roof tiles and water are hatched."""
    x, y = _spot(rng)
    step = rng.uniform(5, 12)
    pen = Pen(rng.random() < 0.5, 8, rng.uniform(1.7, 3.1))
    rows = rng.randint(3, 8)
    starts = [(x + (i + j % 2 / 2) * step, y + j * step / 2) for j in range(rows) for i in range(20)]
    return [arc((a, b), (a + step, b), pen) for a, b in starts]


def loop(rng: random.Random) -> list[Stroke]:
    """Return a rounded wire that goes all the way round: corners that bend, sides that do not."""
    x, y = _spot(rng)
    width, height, radius = rng.uniform(40, 200), rng.uniform(40, 150), rng.uniform(5, 18)
    inner = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    strokes: list[Stroke] = []
    for before, corner, after in zip([inner[-1], *inner[:-1]], inner, [*inner[1:], inner[0]], strict=True):
        start, end = (_towards(corner, other, radius) for other in (before, after))
        strokes += [arc(start, end, Pen(bend=pi / 2)), [[end, _towards(after, corner, radius)]]]
    return strokes


def _towards(a: Point, b: Point, by: float) -> Point:
    heading = atan2(b[1] - a[1], b[0] - a[0])
    return a[0] + by * cos(heading), a[1] + by * sin(heading)


def _way(rng: random.Random) -> list[Point]:
    """Return a wall from a point to another, round a corner, or in a wave."""
    x, y = _spot(rng)
    length = rng.uniform(80, 300)
    kind = rng.choice(["straight", "corner", "wave"])
    if kind == "straight":
        return [(x, y), (x + length, y)]
    if kind == "corner":
        return [(x, y), (x + length, y), (x + length, y + length / 2)]
    return [(x + length * i / 30, y + 20 * sin(i / 4)) for i in range(31)]


def _row(rng: random.Random, sides: Sequence[int], way: Sequence[Point]) -> list[Stroke]:
    run = [0.0]
    for a, b in pairwise(way):
        run.append(run[-1] + dist(a, b))
    step = rng.uniform(5, 20)
    points = [_at(way, run, step * i) for i in range(int(run[-1] / step))]
    pen = Pen(rng.random() < 0.5, 10, rng.uniform(1.7, 3.3))
    return [
        arc(a, b, pen) if sides[i % len(sides)] > 0 else arc(b, a, pen)
        for i, (a, b) in enumerate(pairwise(points))
    ]


def _at(way: Sequence[Point], run: Sequence[float], place: float) -> Point:
    for (a, b), (before, after) in zip(pairwise(way), pairwise(run), strict=True):
        if place <= after:
            share = (place - before) / (after - before)
            return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
    return way[-1]
