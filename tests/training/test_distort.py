"""Distorted crops: what is known of a crop stays true of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from training import distort as distorting
from training.distort import coarse, distort, penned, stretched, strokes

SIDE = 64


def block(left: int, top: int, right: int, bottom: int) -> NDArray[np.float32]:
    crop = np.zeros((1, SIDE, SIDE), np.float32)
    crop[0, top:bottom, left:right] = 1
    return crop


def inked(crop: NDArray[np.float32]) -> NDArray[np.float64]:
    rows, columns = np.nonzero(crop[0] > 0.5 * crop.max())
    return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) / SIDE


def only(monkeypatch: pytest.MonkeyPatch, **shares: float) -> None:
    """Let nothing happen to a crop but what is named."""
    for name in (
        "STRETCHED",
        "THICKER",
        "THINNER",
        "COARSER",
        "CROSSED",
        "GAPPED",
        "TURNED",
        "FADED",
        "GRAINED",
    ):
        monkeypatch.setattr(distorting, name, shares.get(name, 0.0))


@pytest.mark.parametrize("seed", range(12))
def test_edges_and_shape_follow_a_crop_that_is_stretched_and_turned(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, STRETCHED=1.0, TURNED=1.0)
    crops = block(16, 24, 44, 36)[None]
    edges = (np.array([[16, 24, 44, 36]]) / SIDE).astype(np.float32)
    shapes = (np.array([[28, 12]]) / SIDE).astype(np.float32)
    found = distort(crops, shapes, edges, np.random.default_rng(seed))
    np.testing.assert_allclose(edges[0], inked(found[0]), atol=0.025)
    np.testing.assert_allclose(shapes[0], [edges[0, 2] - edges[0, 0], edges[0, 3] - edges[0, 1]], atol=1e-5)


def test_nothing_happens_to_a_crop_that_chance_leaves_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch)
    crops = block(10, 10, 20, 30)[None]
    found = distort(
        crops, np.ones((1, 2), np.float32), np.zeros((1, 4), np.float32), np.random.default_rng(0)
    )
    np.testing.assert_array_equal(found, crops)


def test_places_without_a_symbol_stay_without_edges() -> None:
    edges = np.full((200, 4), np.nan, np.float32)
    crops = np.repeat(block(10, 10, 20, 30)[None], 200, axis=0)
    distort(crops, np.full((200, 2), 0.5, np.float32), edges, np.random.default_rng(0))
    assert np.isnan(edges).all()


@given(st.integers(0, 2**32 - 1))
def test_ink_stays_between_paper_and_black_and_the_crops_given_stay_what_they_were(seed: int) -> None:
    source = np.random.default_rng(seed)
    crops = source.random((6, 1, SIDE, SIDE)).astype(np.float32)
    given = crops.copy()
    found = distort(crops, np.full((6, 2), 0.5, np.float32), np.zeros((6, 4), np.float32), source)
    assert found.shape == crops.shape
    assert found.dtype == np.float32
    assert found.min() >= 0
    assert found.max() <= 1
    np.testing.assert_array_equal(crops, given)


def test_stretching_by_one_changes_nothing() -> None:
    crop = np.random.default_rng(0).random((1, SIDE, SIDE)).astype(np.float32)
    np.testing.assert_allclose(stretched(crop, np.ones(2, np.float32)), crop, atol=1e-6)


def test_a_pen_draws_a_pixel_thicker_or_thinner_on_every_side() -> None:
    crop = block(20, 30, 40, 36)
    np.testing.assert_array_equal(penned(crop, thicker=True), block(19, 29, 41, 37))
    np.testing.assert_array_equal(penned(crop, thicker=False), block(21, 31, 39, 35))


@given(st.floats(0.35, 1.0))
def test_a_coarse_crop_keeps_its_ink(kept: float) -> None:
    crop = block(20, 24, 44, 40)
    assert coarse(crop, kept).sum() == pytest.approx(crop.sum(), rel=0.05)
    blank = np.ones((1, SIDE, SIDE), np.float32)
    np.testing.assert_allclose(coarse(blank, kept), blank, atol=1e-5)


def test_strokes_are_few_and_thin() -> None:
    shares = [float(strokes(SIDE, np.random.default_rng(seed)).mean()) for seed in range(40)]
    assert max(shares) < 0.12
    assert np.mean(shares) > 0.005
