"""Promises of the tiling: every pixel is looked at, blank paper is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.recognition.tiles import OVERLAP, TILE, tile_batches, tile_origins, tile_starts


@given(length=st.integers(1, 20_000), overlap=st.integers(0, 300))
def test_tiles_cover_a_side_overlap_enough_and_end_with_it(length: int, overlap: int) -> None:
    starts = tile_starts(length, overlap=overlap)
    assert starts[0] == 0
    assert (np.diff(starts) > 0).all()
    assert (TILE - np.diff(starts) >= overlap).all()
    assert starts[-1] == max(length - TILE, 0)


def test_blank_paper_has_no_tiles() -> None:
    assert len(tile_origins(np.full((2000, 3000), 250, np.uint8))) == 0
    assert list(tile_batches(np.full((2000, 3000), 255, np.uint8), 4)) == []


@given(x=st.integers(0, 1499), y=st.integers(0, 1099))
def test_a_dot_lies_in_every_tile_that_is_kept_and_in_one_at_least(x: int, y: int) -> None:
    page = np.full((1100, 1500), 255, np.uint8)
    page[y, x] = 0
    origins = tile_origins(page)
    assert len(origins) >= 1
    assert ((origins <= (x, y)) & ((x, y) < origins + TILE)).all()


@pytest.mark.parametrize(("height", "width"), [(40, 60), (512, 512), (700, 300), (1300, 2100)])
def test_tiles_put_together_are_the_page(height: int, width: int) -> None:
    page = np.random.default_rng(0).integers(0, 256, (height, width)).astype(np.uint8)
    rebuilt = np.full((max(height, TILE), max(width, TILE)), 255, np.uint8)
    for origins, ink in tile_batches(page, 3):
        assert 1 <= len(origins) <= 3
        assert ink.shape == (len(origins), 1, TILE, TILE)
        for (x, y), tile in zip(origins, ink, strict=True):
            rebuilt[y : y + TILE, x : x + TILE] = np.round((1 - tile[0]) * 255)
    np.testing.assert_array_equal(rebuilt[:height, :width], page)
    assert (rebuilt[height:] == 255).all()
    assert (rebuilt[:, width:] == 255).all()


def test_the_default_overlap_is_at_least_an_eighth_of_a_tile() -> None:
    assert OVERLAP >= TILE // 8
