"""Promises of the tiling: every pixel is looked at, few of them twice, blank paper never."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.recognition.tiles import LARGEST, STEP, split, tiles


@given(length=st.integers(1, 20_000), overlap=st.integers(0, 300))
def test_tiles_cover_a_side_overlap_enough_and_end_with_it(length: int, overlap: int) -> None:
    side, starts = split(length, overlap)
    assert side % STEP == 0
    assert side <= LARGEST
    assert starts[0] == 0
    gaps = np.diff(starts)
    assert (gaps > 0).all()
    assert (side - gaps >= overlap).all()
    assert starts[-1] == max(length - side, 0)


@given(length=st.integers(1, 20_000))
def test_no_more_is_looked_at_than_the_overlaps_and_one_step_a_tile_ask_for(length: int) -> None:
    side, starts = split(length, 96)
    assert len(starts) * side <= length + 96 * (len(starts) - 1) + STEP * len(starts)


def test_blank_paper_has_no_tiles() -> None:
    assert list(tiles(np.full((2000, 3000), 250, np.uint8), 96)) == []


@given(x=st.integers(0, 2499), y=st.integers(0, 1099))
def test_a_dot_lies_in_every_tile_that_is_kept_and_in_one_at_least(x: int, y: int) -> None:
    page = np.full((1100, 2500), 255, np.uint8)
    page[y, x] = 0
    kept = list(tiles(page, 96))
    assert kept
    for tile in kept:
        assert (tile.origin <= (x, y)).all()
        assert ((x, y) < tile.origin + tile.size).all()


@pytest.mark.parametrize(("height", "width"), [(40, 60), (512, 512), (700, 300), (1300, 2100)])
def test_tiles_put_together_are_the_page(height: int, width: int) -> None:
    page = np.random.default_rng(0).integers(0, 256, (height, width)).astype(np.uint8)
    rebuilt = np.full((height + LARGEST, width + LARGEST), 255, np.uint8)
    for tile in tiles(page, 96):
        x, y = tile.origin.astype(int)
        assert tile.ink.shape[:2] == (1, 1)
        rebuilt[y : y + tile.ink.shape[2], x : x + tile.ink.shape[3]] = np.round((1 - tile.ink[0, 0]) * 255)
    np.testing.assert_array_equal(rebuilt[:height, :width], page)
    assert (rebuilt[height:] == 255).all()
    assert (rebuilt[:, width:] == 255).all()
