"""What travels over the pipes arrives as it was meant."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.pdf.wire import page_body


@given(st.lists(st.floats(-1e7, 1e7)), st.text())
def test_a_page_arrives_as_it_is_with_its_coordinates_rounded(coords: list[float], text: str) -> None:
    words = [text, '"coords":[]', '{"coords":[]}']
    body = page_body({"words": words, "vectors": {"ops": "l", "coords": coords, "styles": []}})
    assert json.loads(body) == {
        "words": words,
        "vectors": {"ops": "l", "coords": [round(value, 2) for value in coords], "styles": []},
    }


def test_a_page_whose_paths_could_not_be_read_has_none() -> None:
    assert json.loads(page_body({"text": '"coords":[]'})) == {"text": '"coords":[]'}


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        page_body({"width_pt": float("nan")})
