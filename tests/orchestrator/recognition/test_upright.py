"""Pages read sideways: the networks see the same picture as of the upright page, and boxes come back to the page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from orchestrator.components import Component
from orchestrator.geometry import Box
from orchestrator.pages import Page, PageImage, Word
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.recognition.upright import LEAST_LETTERS, Upright, reading_direction
from training.data import DPI, HELD_OUT, render
from training.sheets.composition import compose
from training.sheets.palette import STEADY

MODEL_DIR = Path(__file__).parents[3] / "functions/recognition/model"
SCALE = DPI / 72
DIRECTIONS = (0, 90, 180, 270)


def word(text: str, direction: int = 0, bbox: Box = (10.0, 10.0, 30.0, 8.0)) -> Word:
    return Word(text=text, bbox=bbox, direction=direction)


def page_of(image: NDArray[np.uint8], words: tuple[Word, ...] = ()) -> Page:
    height, width = image.shape
    shown = PageImage(width_px=width, height_px=height, scale=SCALE)
    return Page(page_number=1, width_pt=width / SCALE, height_pt=height / SCALE, words=words, image=shown)


def turned_clockwise(box: Box, page: Page, direction: int) -> Box:
    """Return where a box of an upright page lies once the page is read in a direction."""
    for _ in range(direction // 90):
        x, y, width, height = box
        box = page.height_pt - y - height, x, height, width
        page = page.model_copy(update={"height_pt": page.width_pt, "width_pt": page.height_pt})
    return box


def lying(image: NDArray[np.uint8], page: Page, direction: int) -> tuple[NDArray[np.uint8], Page]:
    """Return picture and page as they are displayed when they are read in a direction, degrees clockwise."""
    words = tuple(
        w.model_copy(update={"bbox": turned_clockwise(w.bbox, page, direction), "direction": direction})
        for w in page.words
    )
    turned = np.ascontiguousarray(np.rot90(image, -direction // 90))
    return turned, page_of(turned, words)


@pytest.mark.model
@pytest.mark.parametrize("direction", [90, 270])
def test_a_sheet_that_lies_is_read_as_the_upright_one(direction: int) -> None:
    recognizer = Recognizer.load(MODEL_DIR, threads=2)
    image = render(compose(HELD_OUT + 1, practice=STEADY))
    upright = page_of(image, (word("SEE SHEET E-001 FOR SYMBOLS AND ABBREVIATIONS OF ALL TRADES"),))
    there, page = lying(image, upright, direction)

    def seen(found: tuple[Component, ...], by: int) -> list[tuple[str, float, Box]]:
        boxes = [turned_clockwise(c.bbox, upright, by) for c in found]
        return sorted(
            (c.class_name, c.confidence, (round(x, 1), round(y, 1), round(w, 1), round(h, 1)))
            for c, (x, y, w, h) in zip(found, boxes, strict=True)
        )

    expected = seen(recognizer.recognize(image, upright, 0.5).components, direction)
    found = seen(recognizer.recognize(there, page, 0.5).components, 0)
    assert len(expected) > 20
    assert [one[:2] for one in found] == [one[:2] for one in expected]
    for (_, _, box), (_, _, there_box) in zip(expected, found, strict=True):
        assert there_box == pytest.approx(box, abs=0.25)
    # a region that a person draws there is named as well
    x, y, width, height = found[0][2]
    (region,) = recognizer.recognize_regions(there, page, [(x, y, width, height)])
    (same,) = recognizer.recognize_regions(image, upright, [expected_box(expected[0][2], page, direction)])
    assert region.component is not None
    assert same.component is not None
    assert region.component.class_name == same.component.class_name
    assert region.component.confidence == pytest.approx(same.component.confidence, abs=0.02)


def expected_box(box: Box, page: Page, direction: int) -> Box:
    """Return where a box of the lying page lies on the upright one."""
    return turned_clockwise(box, page, (360 - direction) % 360)


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from(DIRECTIONS),
    st.lists(st.tuples(*[st.floats(0, 40, width=32)] * 4), max_size=4),
)
def test_boxes_go_to_the_upright_picture_and_come_back(
    height: int, width: int, direction: int, corners: list[tuple[float, float, float, float]]
) -> None:
    image = np.full((height, width), 255, np.uint8)
    upright = Upright.of(image, page_of(image, (word("A" * LEAST_LETTERS, direction),)))
    boxes = np.array(corners, np.float32).reshape(-1, 4)
    assert np.allclose(upright.on_page(upright.turned(boxes)), boxes, atol=1e-4)


@given(st.integers(2, 12), st.integers(2, 12), st.sampled_from(DIRECTIONS), st.data())
def test_a_dark_pixel_lies_in_its_turned_box(
    height: int, width: int, direction: int, data: st.DataObject
) -> None:
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    image = np.full((height, width), 255, np.uint8)
    image[y, x] = 0
    upright = Upright.of(image, page_of(image, (word("A" * LEAST_LETTERS, direction),)))
    ((x0, y0, x1, y1),) = upright.turned(np.array([[x, y, x + 1, y + 1]], np.float32)).astype(int).tolist()
    assert (upright.picture[y0:y1, x0:x1] == 0).sum() == 1


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ((), 0),
        ((word("GENERAL NOTES", 90),), 0),
        ((word("A" * LEAST_LETTERS, 90),), 90),
        ((word("A" * LEAST_LETTERS, 270), word("B" * LEAST_LETTERS, 0)), 0),
        ((word("A" * 2 * LEAST_LETTERS, 180), word("B" * LEAST_LETTERS, 0)), 180),
        ((word("A" * LEAST_LETTERS, 45),), 0),
    ],
    ids=["no words", "too few letters", "downwards", "no majority", "upside down", "aslant"],
)
def test_a_page_is_turned_only_when_its_words_are_clear(words: tuple[Word, ...], direction: int) -> None:
    assert reading_direction(words) == direction
