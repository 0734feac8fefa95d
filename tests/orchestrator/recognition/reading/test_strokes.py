from __future__ import annotations

import numpy as np
import pymupdf
import pytest

from orchestrator.geometry import Box
from orchestrator.pages import Page, PageImage, Word
from orchestrator.recognition.legend.ink import ruled, stroke_boxes
from orchestrator.recognition.reading.strokes import with_drawn_strokes

SCALE = 150 / 72


def drawn(words: tuple[Word, ...] = (), *, pen: float = 0.7, letters: str = "") -> Page:
    """Return a page as read from a picture: a ruled line each way, a small square with a dot, perhaps letters."""
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=200)
        page.draw_line((20, 30), (280, 30), width=pen)
        page.draw_line((150, 30), (150, 180), width=pen)
        page.draw_rect((40, 60, 60, 80), width=pen)
        page.draw_circle((50, 70), 3, width=pen)
        page.insert_text((80, 75), letters, fontsize=9)
        pixels = page.get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
    grey = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width)
    image = PageImage(width_px=pixels.width, height_px=pixels.height, scale=SCALE)
    return with_drawn_strokes(
        Page(page_number=1, width_pt=300, height_pt=200, words=words, image=image), grey
    )


def boxes(page: Page) -> list[Box]:
    """Return the boxes xywh of what is no ruled line, from left to right."""
    found = stroke_boxes(page.vectors)[np.array(list(page.vectors.ops)) == "q"]
    return sorted((a, b, c - a, d - b) for a, b, c, d in found.tolist())


@pytest.mark.parametrize("pen", [0.3, 0.7, 2.0])
def test_ruled_lines_are_lines_and_symbols_are_boxes(pen: float) -> None:
    page = drawn(pen=pen)
    across, down = ruled(page.vectors, stroke_boxes(page.vectors))
    assert [pytest.approx(rule, abs=1.5) for rule in across] == [(30, 20, 280)]
    assert [pytest.approx(rule, abs=1.5) for rule in down] == [(150, 30, 180)]
    square, ring = boxes(page)
    assert square == pytest.approx((40, 60, 20, 20), abs=pen + 1)
    assert ring == pytest.approx((47, 67, 6, 6), abs=pen + 1)


def test_letters_of_words_are_left_out() -> None:
    word = Word(text="JB-1", bbox=(78, 65, 24, 12))
    assert len(boxes(drawn(letters="JB-1"))) == 6
    assert len(boxes(drawn((word,), letters="JB-1"))) == 2


@pytest.mark.parametrize(("text", "kept"), [("J", 2), ("JB", 1)])
def test_a_letter_alone_and_a_ring_around_letters_stay(text: str, kept: int) -> None:
    inside = Word(text=text, bbox=(38, 58, 24, 24))
    found = boxes(drawn((inside,)))
    assert len(found) == kept
    assert found[0] == pytest.approx((40, 60, 20, 20), abs=1.5)


def test_a_blank_picture_has_no_strokes() -> None:
    image = PageImage(width_px=30, height_px=20, scale=SCALE)
    page = Page(page_number=1, width_pt=14.4, height_pt=9.6, image=image)
    assert with_drawn_strokes(page, np.full((20, 30), 255, np.uint8)).vectors.ops == ""


@pytest.mark.parametrize(("text", "height_px", "kept"), [("ALARM", 28, 0), ("wwww", 28, 1), ("ATS", 24, 1)])
def test_letters_that_touch_are_left_out_and_a_zigzag_and_a_frame_stay(
    text: str, height_px: int, kept: int
) -> None:
    picture = np.full((60, 120), 255, np.uint8)
    picture[20:40, 20:90] = 0  # joined by the pen, one blob
    width, height = picture.shape[1] / SCALE, picture.shape[0] / SCALE
    word = Word(text=text, bbox=(18 / SCALE, 16 / SCALE, 74 / SCALE, height_px / SCALE))
    image = PageImage(width_px=120, height_px=60, scale=SCALE)
    page = Page(page_number=1, width_pt=width, height_pt=height, words=(word,), image=image)
    assert len(with_drawn_strokes(page, picture).vectors.ops) == kept
