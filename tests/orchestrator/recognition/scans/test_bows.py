"""Bows are found on both sides of a line, as they are drawn, also where other lines cross them."""

from __future__ import annotations

from math import atan2, cos, dist, pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from orchestrator.recognition.scans.bows import Bows, bows_of, near
from orchestrator.recognition.scans.contours import contours_of
from orchestrator.recognition.scans.evidence import around_lines, in_company

FINER = 4
MIDDLE = 200.0


def scalloped(
    count: int, radius: float, bend: float = 2.4, pen: float = 3.0, *, crossed: bool = False
) -> tuple[NDArray[np.uint8], list[tuple[float, float]], float]:
    """Return a ring of bows as a 400 x 400 picture, the centres of their circles, and the radius of those."""
    canvas = Image.new("L", (400 * FINER, 400 * FINER), 255)
    draw = ImageDraw.Draw(canvas)
    corners = [
        (MIDDLE + radius * cos(2 * pi * i / count), MIDDLE + radius * sin(2 * pi * i / count))
        for i in range(count)
    ]
    size = dist(corners[0], corners[1]) / 2 / sin(bend / 2)
    hubs = []
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        x, y = (ax + bx) / 2, (ay + by) / 2
        away = atan2(y - MIDDLE, x - MIDDLE)
        hub = x - size * cos(bend / 2) * cos(away), y - size * cos(bend / 2) * sin(away)
        angles = np.linspace(away - bend / 2, away + bend / 2, 40)
        points = [((hub[0] + size * cos(a)) * FINER, (hub[1] + size * sin(a)) * FINER) for a in angles]
        draw.line(points, fill=0, width=round(pen * FINER), joint="curve")
        hubs.append(hub)
    if crossed:
        for hub in hubs:
            longer = 1 + (size + 15) / dist(hub, (MIDDLE, MIDDLE))
            ends = [(MIDDLE + (v - MIDDLE) * by) * FINER for by in (0.8, longer) for v in hub]
            draw.line(ends, fill=0, width=2 * FINER)
    return np.asarray(canvas.resize((400, 400), Image.Resampling.BOX)), hubs, size


def sides(picture: NDArray[np.uint8]) -> tuple[Bows, Bows]:
    contours = contours_of(picture)
    assert contours is not None
    return bows_of(contours)


def found_of(bows: Bows, hubs: list[tuple[float, float]], radius: float) -> int:
    """Return how many of the circles with these centres have a bow."""
    apart = np.hypot(*(np.array(hubs)[:, None] - bows.hubs[None]).T)
    right = (apart.T < 3) & (np.abs(bows.radii - radius) < 4)[None]
    return int(right.any(axis=1).sum())


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(8, 14),
    radius=st.floats(70, 130),
    bend=st.floats(2.1, 2.6),
    pen=st.floats(1.5, 4.0),
)
def test_both_sides_of_a_line_have_the_bows_that_are_drawn(
    count: int, radius: float, bend: float, pen: float
) -> None:
    picture, hubs, size = scalloped(count, radius, bend, pen)
    outer, inner = sides(picture)
    assert found_of(outer, hubs, size + pen / 2) == count
    assert found_of(inner, hubs, size - pen / 2) == count
    assert in_company(outer).all()
    assert np.median(outer.bends) == pytest.approx(bend, abs=0.6)


@pytest.mark.parametrize("count", [6, 9, 12])
def test_a_bow_that_a_line_crosses_is_one_bow(count: int) -> None:
    picture, hubs, size = scalloped(count, 110, crossed=True)
    outer, inner = sides(picture)
    assert found_of(outer, hubs, size) == count
    assert found_of(inner, hubs, size) == count


def test_bows_go_round_clockwise_whichever_side_they_are_on() -> None:
    for bows in sides(scalloped(8, 100)[0]):
        first, last = bows.ends[:, 0] - MIDDLE, bows.ends[:, 1] - MIDDLE
        assert (first[:, 0] * last[:, 1] - first[:, 1] * last[:, 0] > 0).all()


def test_shallow_bows_are_not_joined_across_their_cusps() -> None:
    picture, hubs, size = scalloped(24, 150, bend=1.2)
    outer, _ = sides(picture)
    assert found_of(outer, hubs, size) >= 22


def test_bows_far_from_any_line_are_left_out() -> None:
    outer, _ = sides(scalloped(10, 120)[0])
    surely = outer.hubs[:, 0] < MIDDLE - 60
    assert 0 < around_lines(outer, surely).sum() < len(outer)
    assert not around_lines(outer, np.zeros(len(outer), np.bool_)).any()


def test_straight_lines_and_boxes_have_no_bows_that_meet() -> None:
    canvas = Image.new("L", (1_600, 1_600), 255)
    draw = ImageDraw.Draw(canvas)
    for i in range(10):
        draw.line([(100, 100 + 90 * i), (1_500, 300 + 110 * i)], fill=0, width=8)
        draw.rectangle([100 + 140 * i, 1_250, 180 + 140 * i, 1_400], outline=0, width=8)
    for bows in sides(np.asarray(canvas.resize((400, 400), Image.Resampling.BOX))):
        assert not in_company(bows).any()


points = st.lists(st.tuples(st.floats(-90, 90), st.floats(-90, 90)), max_size=25)


@given(points, points, st.floats(0.5, 60))
def test_points_near_each_other_are_those_that_are(
    some: list[tuple[float, float]], others: list[tuple[float, float]], reach: float
) -> None:
    a, b = np.array(some).reshape(-1, 2), np.array(others).reshape(-1, 2)
    pairs = {(int(i), int(j)) for i, j in zip(*near(a, b, reach), strict=True)}
    apart = np.hypot(a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1])
    surely = {(int(i), int(j)) for i, j in np.argwhere(apart <= reach * (1 - 1e-9))}
    assert surely <= pairs <= {(int(i), int(j)) for i, j in np.argwhere(apart <= reach)}
