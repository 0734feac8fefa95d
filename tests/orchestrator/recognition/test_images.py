"""Promises of reading page pictures."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from orchestrator.recognition.images import ImageError, decode_png, halve, on_white_paper, to_ink


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_grey_png_reads_back_as_it_was() -> None:
    page = np.random.default_rng(0).integers(0, 256, (30, 50)).astype(np.uint8)
    np.testing.assert_array_equal(decode_png(png(Image.fromarray(page))), page)


@pytest.mark.parametrize("mode", ["1", "P", "RGB", "RGBA", "LA", "L"])
def test_every_kind_of_png_becomes_grey(mode: str) -> None:
    page = decode_png(png(Image.new("L", (4, 3), 255).convert(mode)))
    assert page.dtype == np.uint8
    assert page.tolist() == [[255] * 4] * 3


def test_transparent_parts_are_paper() -> None:
    assert decode_png(png(Image.new("RGBA", (2, 2), (0, 0, 0, 0)))).min() == 255


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", png(Image.new("L", (64, 64)))[:-30]])
def test_what_is_no_whole_png_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(ImageError, match="cannot be read as PNG"):
        decode_png(data)


def test_another_format_is_refused() -> None:
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, "JPEG")
    with pytest.raises(ImageError):
        decode_png(buffer.getvalue())


def test_a_picture_over_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(ImageError, match="100 x 100 pixels; the limit is 9,999"):
        decode_png(png(Image.new("L", (100, 100))), max_pixels=9_999)


def test_halving_takes_the_mean_of_four_and_paper_at_odd_edges() -> None:
    page = np.array([[0, 100, 10], [100, 200, 30], [0, 0, 0]], np.uint8)
    assert halve(page).tolist() == [[100, (10 + 30 + 510 + 2) // 4], [128, (765 + 2) // 4]]


def test_ink_is_one_and_paper_zero() -> None:
    assert to_ink(np.array([[0, 255, 51]], np.uint8)).tolist()[0] == pytest.approx([1.0, 0.0, 0.8])


def page_with_ink(paper: int, ink: int, grain: float = 0.0) -> NDArray[np.uint8]:
    """Return paper with a square of ink, and grain on both."""
    page = np.full((200, 300), paper, np.float32)
    page[40:80, 50:120] = ink
    grained = page + np.random.default_rng(0).normal(0, grain, page.shape)
    return grained.clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("paper", "ink"), [(0, 255), (20, 235), (90, 250), (140, 0), (200, 30), (128, 0), (127, 255)]
)
@pytest.mark.parametrize("grain", [0.0, 6.0])
def test_dark_and_tinted_paper_becomes_white_and_ink_dark(paper: int, ink: int, grain: float) -> None:
    page = on_white_paper(page_with_ink(paper, ink, grain)).astype(int)
    assert np.median(page[100:]) >= 248
    assert np.median(page[45:75, 55:115]) <= 60


@pytest.mark.parametrize("paper", [255, 240, 222])
def test_paper_as_light_as_a_scan_s_stays_as_it_is(paper: int) -> None:
    page = page_with_ink(paper, 10, 3.0)
    assert on_white_paper(page) is page


@given(st.integers(0, 255), st.integers(1, 9), st.integers(1, 9))
def test_a_plain_picture_is_paper_alone(level: int, height: int, width: int) -> None:
    assert on_white_paper(np.full((height, width), level, np.uint8)).min() >= 215
