"""Promises of reading page pictures."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from orchestrator.recognition.images import ImageError, decode_png, halve, to_ink


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
