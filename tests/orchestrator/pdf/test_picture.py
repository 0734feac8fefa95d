"""The picture's resolution keeps to every limit and is 150 dpi where it can be."""

from __future__ import annotations

import io

import numpy as np
import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from orchestrator.pdf.picture import MAX_SIDE_PX, png, zoom
from orchestrator.pdf.strings import clean, message


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.sampled_from([50, 150]))
def test_no_page_is_larger_than_the_limits(width: float, height: float, dpi: int) -> None:
    scale = zoom(width, height, dpi, 40_000_000)
    assert scale <= dpi / 72
    assert width * height * scale**2 <= 40_000_000 * 1.001
    assert max(width, height) * scale <= MAX_SIDE_PX * 1.001


def test_an_arch_d_sheet_is_drawn_at_150_dpi() -> None:
    assert zoom(2592, 1728, 150, 40_000_000) == 150 / 72


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 3), (640, 480)])
def test_a_picture_is_stored_pixel_by_pixel_and_its_checksums_hold(width: int, height: int) -> None:
    grey = np.random.default_rng(0).integers(0, 256, (height, width), np.uint8)
    pixels = pymupdf.Pixmap(pymupdf.csGRAY, width, height, grey.tobytes(), False)  # noqa: FBT003
    stored = png(pixels)
    with Image.open(io.BytesIO(stored)) as image:
        image.verify()
    with Image.open(io.BytesIO(stored)) as image:
        assert (image.mode, np.array_equal(np.asarray(image), grey)) == ("L", True)
    assert pymupdf.Pixmap(stored).samples == grey.tobytes()


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("A\x00B", "AB"),
        ("a\ud800b", "ab"),
        (None, ""),
        ("  x ", "x"),
        ("é\tβ", "é\tβ"),
        ("n" * 5_000, "n" * 1_000),
    ],
)
def test_strings_of_a_pdf_can_be_stored(text: str | None, safe: str) -> None:
    assert clean(text) == safe
    clean(text).encode()


def test_an_exception_without_words_is_named() -> None:
    assert message(RuntimeError()) == "RuntimeError"
