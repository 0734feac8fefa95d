"""The picture's resolution keeps to every limit and is 150 dpi where it can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.pdf.picture import MAX_SIDE_PX, zoom
from orchestrator.pdf.strings import clean, message


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.sampled_from([50, 150]))
def test_no_page_is_larger_than_the_limits(width: float, height: float, dpi: int) -> None:
    scale = zoom(width, height, dpi, 40_000_000)
    assert scale <= dpi / 72
    assert width * height * scale**2 <= 40_000_000 * 1.001
    assert max(width, height) * scale <= MAX_SIDE_PX * 1.001


def test_an_arch_d_sheet_is_drawn_at_150_dpi() -> None:
    assert zoom(2592, 1728, 150, 40_000_000) == 150 / 72


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
