from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from orchestrator.recognition.reading.blobs import blobs

Mask = NDArray[np.bool_]
SMALL = array_shapes(min_dims=2, max_dims=2, max_side=9)


def flooded(mask: Mask) -> list[list[tuple[int, int]]]:
    """Return the pixels of each blob, found by walking from one to the next."""
    left, found = {(int(r), int(c)) for r, c in np.argwhere(mask)}, []
    while left:
        blob, frontier = [], [left.pop()]
        while frontier:
            row, column = frontier.pop()
            blob.append((row, column))
            near = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= near
            frontier += near
        found.append(blob)
    return found


@given(arrays(np.bool_, SMALL))
def test_blobs_are_what_a_walk_from_pixel_to_pixel_finds(mask: Mask) -> None:
    weights = (np.arange(mask.size) * 37 % 256).astype(np.uint8).reshape(mask.shape)
    found = blobs(mask, weights)
    expected = [
        (
            min(c for _, c in blob),
            min(r for r, _ in blob),
            max(c for _, c in blob) + 1,
            max(r for r, _ in blob) + 1,
            len(blob),
            sum(int(weights[r, c]) for r, c in blob),
        )
        for blob in flooded(mask)
    ]
    rows = np.column_stack([found.boxes, found.pixels, found.weights]).astype(int).tolist()
    assert sorted(map(tuple, rows)) == sorted(expected)


@given(st.integers(0, 5), st.integers(0, 5))
def test_an_empty_picture_has_none(height: int, width: int) -> None:
    found = blobs(np.zeros((height, width), np.bool_))
    assert (found.boxes.shape, found.pixels.shape, found.weights.shape) == ((0, 4), (0,), (0,))
