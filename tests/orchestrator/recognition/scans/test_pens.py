"""A pen is known by the ink across its line, whatever blur does, and lines that go on behind cusps are seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from orchestrator.recognition.scans.bows import bows_of
from orchestrator.recognition.scans.contours import contours_of
from orchestrator.recognition.scans.pens import Pens, open_cusps, pens_of

FINER = 4
SIDE = 240
LEFTS = (0, 60, 120, 180)
CUSP = np.array([[120.0, 120.0]])
DOWN = np.array([np.pi / 2])


def drawn(width: float, grey: int = 0, blur: float = 0.0) -> NDArray[np.uint8]:
    """Return four bows in a row, of which two meet in the middle of a sheet, in a pen so wide and grey."""
    canvas = Image.new("L", (SIDE * FINER, SIDE * FINER), 255)
    draw = ImageDraw.Draw(canvas)
    for left in LEFTS:
        box = [left * FINER, 90 * FINER, (left + 60) * FINER, 150 * FINER]
        draw.arc(box, 180, 360, fill=grey, width=round(width * FINER))
    image = canvas.resize((SIDE, SIDE), Image.Resampling.BOX)
    return np.asarray(image.filter(ImageFilter.GaussianBlur(blur)))


def pens(picture: NDArray[np.uint8], side: int) -> Pens:
    contours = contours_of(picture)
    assert contours is not None
    return pens_of(picture, bows_of(contours)[0 if side == 1 else 1], side)


@settings(max_examples=25, deadline=None)
@given(
    width=st.sampled_from([1.5, 2.0, 3.0, 4.0]),
    grey=st.integers(0, 150),
    blur=st.floats(0.0, 1.2),
    side=st.sampled_from([1, -1]),
)
def test_ink_is_the_width_of_a_line_times_how_dark_it_is_also_where_it_is_blurred(
    width: float, grey: int, blur: float, side: int
) -> None:
    found = pens(drawn(width, grey, blur), side)
    assert len(found.ink) >= 2
    assert np.median(found.ink) == pytest.approx(width * (255 - grey) / 255, rel=0.2)
    assert found.even.any()


def test_the_rim_of_a_black_area_is_no_line() -> None:
    canvas = Image.new("L", (SIDE, SIDE), 255)
    ImageDraw.Draw(canvas).chord([40, 40, 200, 200], 180, 360, fill=0)
    assert not pens(np.asarray(canvas), 1).even.any()


def share(picture: NDArray[np.uint8], width: float) -> float:
    return open_cusps(picture, CUSP, DOWN, (width, 1.0), 60.0)


def test_behind_a_cusp_of_a_cloud_there_is_paper() -> None:
    assert share(drawn(3.0), 3.0) == 1.0


@pytest.mark.parametrize("kind", ["circles", "spoke"])
def test_lines_that_go_on_behind_a_cusp_are_seen(kind: str) -> None:
    image = Image.fromarray(drawn(3.0))
    draw = ImageDraw.Draw(image)
    if kind == "circles":
        for left in LEFTS:
            draw.arc([left, 90, left + 60, 150], 0, 360, fill=0, width=3)
    else:
        draw.line([(120, 120), (110, 230)], fill=0, width=3)
    assert share(np.asarray(image), 3.0) == 0.0


def test_a_line_across_the_inside_of_a_cloud_is_passed_by() -> None:
    image = Image.fromarray(drawn(3.0))
    ImageDraw.Draw(image).line([(20, 150), (220, 150)], fill=0, width=3)
    assert share(np.asarray(image), 3.0) == 1.0


def test_brightness_is_read_at_the_edge_of_the_smallest_picture_too() -> None:
    assert open_cusps(np.full((1, 1), 255, np.uint8), np.zeros((1, 2)), DOWN, (1.0, 1.0), 4.0) == 1.0
