"""Revision clouds and what resembles them, as CAD programs draw them: paths of lines or curves."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, dist, pi, sin, tan

import numpy as np

from orchestrator.geometry import Point
from orchestrator.pages import Page, Style, Vectors

WIDTH_PT, HEIGHT_PT = 2_592.0, 1_728.0
Stroke = list[list[Point]]
"""Items of a path: two points of a line, or four of a curve."""


@dataclass(frozen=True, slots=True)
class Pen:
    """How arcs are drawn: `curves` as Bezier curves, else as so many lines; bend of an arc in radians."""

    curves: bool = True
    lines: int = 8
    bend: float = 2.6


def arc(start: Point, end: Point, pen: Pen) -> Stroke:
    """Return an arc from one point to another that bends clockwise on the page."""
    half = pen.bend / 2
    chord = dist(start, end)
    radius = chord / 2 / sin(half)
    along = atan2(end[1] - start[1], end[0] - start[0])
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    away = radius * cos(half)
    hub = middle[0] - away * sin(along), middle[1] + away * cos(along)
    first = atan2(start[1] - hub[1], start[0] - hub[0])
    count = 2 if pen.curves else pen.lines
    angles = [first + pen.bend * i / count for i in range(count + 1)]
    points = [(hub[0] + radius * cos(a), hub[1] + radius * sin(a)) for a in angles]
    points[0], points[-1] = start, end
    if not pen.curves:
        return [[a, b] for a, b in pairwise(points)]
    reach = 4 / 3 * tan(pen.bend / count / 4) * radius
    items = []
    for (a, angle), (b, other) in pairwise(zip(points, angles, strict=True)):
        one = a[0] - reach * sin(angle), a[1] + reach * cos(angle)
        two = b[0] + reach * sin(other), b[1] - reach * cos(other)
        items.append([a, one, two, b])
    return items


def cusps(outline: Sequence[Point], arc_pt: float) -> list[Point]:
    """Return points about `arc_pt` apart along a closed outline."""
    found: list[Point] = []
    for a, b in zip(outline, [*outline[1:], outline[0]], strict=True):
        count = max(round(dist(a, b) / arc_pt), 1)
        found += [(a[0] + (b[0] - a[0]) * i / count, a[1] + (b[1] - a[1]) * i / count) for i in range(count)]
    return found


def scallops(corners: Sequence[Point], pen: Pen) -> list[Stroke]:
    """Return an arc from each corner to the next."""
    return [arc(a, b, pen) for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)]


def backwards(stroke: Stroke) -> Stroke:
    """Return a stroke drawn from its end."""
    return [item[::-1] for item in stroke[::-1]]


def ellipse(centre: Point, across: float, down: float, turn: float = 0.0, count: int = 72) -> list[Point]:
    """Return points of an ellipse with these half axes, clockwise on the page."""
    angles = (2 * pi * i / count for i in range(count))
    flat = ((across * cos(a), down * sin(a)) for a in angles)
    return [
        (centre[0] + x * cos(turn) - y * sin(turn), centre[1] + x * sin(turn) + y * cos(turn))
        for x, y in flat
    ]


def evenly(outline: Sequence[Point], arc_pt: float) -> list[Point]:
    """Return points at even steps of about `arc_pt` along a closed outline of any shape."""
    closed = np.array([*outline, outline[0]])
    run = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    places = np.linspace(0, run[-1], max(round(run[-1] / arc_pt), 3) + 1)[:-1]
    return list(
        zip(
            np.interp(places, run, closed[:, 0]).tolist(),
            np.interp(places, run, closed[:, 1]).tolist(),
            strict=True,
        )
    )


def shifted(rng: random.Random, point: Point, by: float) -> Point:
    """Return a point moved at random by about so much."""
    return point[0] + rng.gauss(0, by), point[1] + rng.gauss(0, by)


def page_of(*paths: Stroke) -> Page:
    """Return a page of these paths, rounded as extraction rounds."""
    ops, coords, starts = "", [], []
    for path in paths:
        starts.append(len(ops))
        for item in path:
            ops += "l" if len(item) == 2 else "c"
            coords += [round(value, 2) for point in item for value in point]
    vectors = Vectors(
        ops=ops,
        coords=tuple(coords),
        path_start=tuple(starts),
        path_style=(0,) * len(starts),
        styles=(Style(),),
    )
    return Page(page_number=1, width_pt=WIDTH_PT, height_pt=HEIGHT_PT, vectors=vectors)


def spans(corners: Sequence[Point]) -> tuple[float, float, float, float]:
    """Return the box of corners as xywh."""
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def random_cloud(
    rng: random.Random, missing: float = 0.0
) -> tuple[list[Stroke], tuple[float, float, float, float]]:
    """Return the paths of a revision cloud and its box; `missing` is the share of arcs that are left out."""
    x, y = rng.uniform(300, 2_200), rng.uniform(300, 1_400)
    across, down = rng.uniform(30, 250), rng.uniform(20, 200)
    arc_pt = min(rng.uniform(6, 30), (across + down) * 4 / 9)
    waves = rng.choice([0.0, 0.2])
    phase = rng.uniform(0, 2 * pi)
    if rng.random() < 0.4:
        outline = [
            (x - across, y - down),
            (x + across, y - down),
            (x + across, y + down),
            (x - across, y + down),
        ]
        corners = cusps(outline, arc_pt)
    else:
        waved = (1 + waves * sin(2 * 2 * pi * i / 72 + phase) for i in range(72))
        oval = ellipse((0, 0), across, down, rng.uniform(0, pi))
        corners = evenly([(x + a * w, y + b * w) for (a, b), w in zip(oval, waved, strict=True)], arc_pt)
    if rng.random() < 0.5:  # by hand
        corners = [(a + rng.gauss(0, arc_pt * 0.06), b + rng.gauss(0, arc_pt * 0.06)) for a, b in corners]
    strokes = scallops(corners, Pen(rng.random() < 0.5, rng.randint(6, 24), rng.uniform(1.85, 3.8)))
    kept = [stroke for stroke in strokes if rng.random() >= missing]
    how = rng.choice(["one path", "in order", "shuffled", "both ways"])
    if how == "one path" and not missing:
        return [[item for stroke in kept for item in stroke]], spans(corners)
    if how == "shuffled":
        rng.shuffle(kept)
    if how == "both ways":
        kept = [backwards(stroke) if rng.random() < 0.5 else stroke for stroke in kept]
    return kept, spans(corners)
