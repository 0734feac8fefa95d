"""Any finite box, on any page and turn, ends on the page; a quarter turn loses nothing."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.pdf.display import Display

sizes = st.floats(1, 20_000)
turns = st.sampled_from([0, 90, 180, 270])
numbers = st.floats(-1e6, 1e6)


@given(sizes, sizes, turns, st.tuples(numbers, numbers, numbers, numbers))
def test_a_box_is_on_the_page_or_there_is_none(
    width: float, height: float, turn: int, corners: tuple[float, float, float, float]
) -> None:
    display = Display.of(width, height, turn)
    box = display.box(corners)
    if box is not None:
        x, y, across, down = box
        assert min(x, y, across, down) >= 0
        assert x + across <= display.width + 0.011
        assert y + down <= display.height + 0.011


@given(sizes, sizes, st.data())
def test_a_box_on_the_page_keeps_its_size_through_every_turn(
    width: float, height: float, data: st.DataObject
) -> None:
    x0, x1 = sorted(data.draw(st.tuples(st.floats(0, width), st.floats(0, width))))
    y0, y1 = sorted(data.draw(st.tuples(st.floats(0, height), st.floats(0, height))))
    for turn in (0, 90, 180, 270):
        box = Display.of(width, height, turn).box((x0, y0, x1, y1))
        assert box is not None
        wide, high = (x1 - x0, y1 - y0) if turn in {0, 180} else (y1 - y0, x1 - x0)
        assert box[2:] == pytest.approx((wide, high), abs=0.03)


@pytest.mark.parametrize(
    ("turn", "corner"),
    [(0, (10, 20)), (90, (80, 10)), (180, (190, 80)), (270, (20, 190))],
)
def test_a_point_of_a_200_by_100_page_turns_clockwise(turn: int, corner: tuple[float, float]) -> None:
    assert tuple(Display.of(200, 100, turn).points((10, 20))) == corner


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_an_impossible_coordinate_gives_no_box(bad: float) -> None:
    assert Display.of(100, 100, 0).box((0, 0, bad, 10)) is None
