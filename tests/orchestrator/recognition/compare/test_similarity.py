from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orchestrator.recognition.compare.similarity import Similarity, fitted

coordinates = st.floats(-5_000, 5_000, allow_nan=False)
points = st.builds(complex, coordinates, coordinates)
similarities = st.builds(
    lambda scale, angle, shift: Similarity(complex(scale * np.exp(1j * angle)), shift),
    st.floats(0.2, 5),
    st.floats(-3.1, 3.1),
    points,
)


@given(similarities, st.lists(points, min_size=1, max_size=8))
def test_back_again_is_where_it_was(lies: Similarity, some: list[complex]) -> None:
    given = np.array(some)
    assert lies.inverse()(lies(given)) == pytest.approx(given, abs=1e-6)


@given(similarities, st.lists(points, min_size=2, max_size=8))
def test_a_similarity_is_found_from_where_points_come_to_lie(lies: Similarity, some: list[complex]) -> None:
    origins = np.array(some)
    assume(np.ptp(origins.real) + np.ptp(origins.imag) > 1)
    found = fitted(origins, lies(origins))
    assert found(origins) == pytest.approx(lies(origins), abs=1e-5)
    assert found.scale == pytest.approx(lies.scale, rel=1e-6)


@given(similarities, points, points)
def test_distances_grow_by_the_scale(lies: Similarity, a: complex, b: complex) -> None:
    moved = lies(np.array([a, b]))
    assert abs(moved[1] - moved[0]) == pytest.approx(lies.scale * abs(b - a), abs=1e-6, rel=1e-9)


@pytest.mark.parametrize(
    ("lies", "box"),
    [
        (Similarity(), (10, 20, 30, 5)),
        (Similarity(2, 5 + 1j), (25, 41, 60, 10)),
        (Similarity(1j, 100), (75, 10, 5, 30)),
    ],
)
def test_a_box_moves_along(lies: Similarity, box: tuple[float, ...]) -> None:
    assert lies.box((10, 20, 30, 5)) == pytest.approx(box)


def test_the_rotation_is_clockwise() -> None:
    assert Similarity(1j).rotation == pytest.approx(90)
    assert Similarity(-1j).rotation == pytest.approx(270)


@pytest.mark.parametrize("origins", [[1 + 1j], [1 + 1j, 1 + 1j]])
def test_one_place_tells_no_similarity(origins: list[complex]) -> None:
    with pytest.raises(ValueError, match=r"place|two points"):
        fitted(np.array(origins), np.array(origins))
