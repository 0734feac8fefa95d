"""Look-alikes speak for each other; what looks different, or has another size, does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from orchestrator.recognition import look_alikes
from orchestrator.recognition.look_alikes import agree

Matrix = NDArray[np.float32]
SURE, DOUBTFUL = [0.9, 0.05, 0.05], [0.4, 0.5, 0.1]


def plain(count: int) -> NDArray[np.bool_]:
    return np.zeros(count, np.bool_)


def rows(*values: list[float]) -> Matrix:
    return np.array(values, np.float32)


def squares(*sides: float) -> Matrix:
    return rows(*([0.0, 0.0, side, side] for side in sides))


def test_sure_look_alikes_settle_a_doubt() -> None:
    chances = rows(SURE, SURE, DOUBTFUL)
    same = rows([1, 0], [1, 0], [0.8, 0.6])
    result = agree(chances, same, squares(20, 20, 22), np.ones(3, np.float32), plain(3))
    assert result.argmax(axis=1).tolist() == [0, 0, 0]
    assert result.sum(axis=1) == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(
    ("embedding", "side"), [([0.0, 1.0], 20.0), ([1.0, 0.0], 40.0)], ids=["another look", "another size"]
)
def test_others_have_no_say(embedding: list[float], side: float) -> None:
    chances = rows(SURE, DOUBTFUL)
    result = agree(chances, rows([1, 0], embedding), squares(20, side), np.ones(2, np.float32), plain(2))
    np.testing.assert_allclose(result, chances, atol=1e-5)


def test_a_variant_by_its_letters_has_no_say_among_those_without() -> None:
    chances, same = rows(SURE, DOUBTFUL), rows([1, 0], [1, 0])
    result = agree(chances, same, squares(20, 20), np.ones(2, np.float32), np.array([True, False]))
    np.testing.assert_allclose(result, chances, atol=1e-5)


def test_a_box_the_detector_doubts_weighs_little() -> None:
    chances = rows(SURE, DOUBTFUL)
    same = rows([1, 0], [1, 0])
    trusted = agree(chances, same, squares(20, 20), np.array([1, 1], np.float32), plain(2))
    doubted = agree(chances, same, squares(20, 20), np.array([0.01, 1], np.float32), plain(2))
    assert doubted[1, 0] < trusted[1, 0]


@given(seed=st.integers(0, 10_000), count=st.integers(1, 40))
def test_the_rows_of_a_long_page_are_the_same_in_any_portions(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    chances = rng.dirichlet(np.ones(5), count).astype(np.float32)
    looks = rng.normal(size=(count, 4)).astype(np.float32)
    looks /= np.linalg.norm(looks, axis=1, keepdims=True)
    boxes, sure = squares(*rng.uniform(10, 40, count)), rng.uniform(0.1, 1, count).astype(np.float32)
    whole = agree(chances, looks, boxes, sure, plain(count))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(look_alikes, "_ROWS", 7)
        np.testing.assert_allclose(agree(chances, looks, boxes, sure, plain(count)), whole, rtol=1e-4)
    assert whole.sum(axis=1) == pytest.approx(np.ones(count), rel=1e-4)
