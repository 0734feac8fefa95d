"""What hangs together in a picture, by its runs: pieces of a row that are joined with those of the next."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


class Blobs(NamedTuple):
    """N blobs: their boxes (N, 4) left, top, right, bottom in pixels, and how many pixels each has (N,)."""

    boxes: Whole
    pixels: Whole
    weights: NDArray[np.float64]


def blobs(mask: NDArray[np.bool_], weights_u8: NDArray[np.uint8] | None = None) -> Blobs:
    """Return what hangs together, corners included, in a mask (H, W).

    Args:
        mask: True where there is something.
        weights_u8: (H, W); each blob's sum of them is returned, and zeros without.
    """
    rows, starts, ends = runs_of(mask)
    label = _labels(rows, starts, ends, mask.shape[1])
    count = int(label.max(initial=-1)) + 1
    boxes = np.empty((count, 4), np.int64)
    boxes[:, :2], boxes[:, 2:] = max(mask.shape), 0
    np.minimum.at(boxes[:, 0], label, starts)
    np.minimum.at(boxes[:, 1], label, rows)
    np.maximum.at(boxes[:, 2], label, ends)
    np.maximum.at(boxes[:, 3], label, rows + 1)
    pixels = np.bincount(label, ends - starts, count).astype(np.int64)
    if weights_u8 is None:
        return Blobs(boxes, pixels, np.zeros(count))
    before = np.cumsum(weights_u8, axis=1, dtype=np.uint32)
    sums = before[rows, ends - 1] - np.where(starts > 0, before[rows, starts - 1], 0)
    return Blobs(boxes, pixels, np.bincount(label, sums, count))


def runs_of(mask: NDArray[np.bool_]) -> tuple[Whole, Whole, Whole]:
    """Return row, first column and the column after the last of each run, row by row."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).view(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    return rows, starts, np.nonzero(edges == -1)[1]


def _labels(rows: Whole, starts: Whole, ends: Whole, width: int) -> Whole:
    """Return the number of each run's blob, from 0.

    Runs are joined with those of the next row that they touch; then each takes the least number it can reach, its way
    there halved at each step, until nothing changes (Shiloach & Vishkin 1982).
    """
    stride = width + 2
    first = np.searchsorted(rows * stride + ends, (rows + 1) * stride + starts)
    last = np.searchsorted(rows * stride + starts, (rows + 1) * stride + ends, side="right")
    touching = np.maximum(last - first, 0)
    above = np.repeat(np.arange(len(rows)), touching)
    below = np.repeat(first - np.cumsum(touching) + touching, touching) + np.arange(len(above))
    root = np.arange(len(rows))
    while True:
        least = np.minimum(root[above], root[below])
        new = root.copy()
        for touched in (root[above], root[below]):
            np.minimum.at(new, touched, least)
        new = new[new]
        if np.array_equal(new, root):
            return np.unique(root, return_inverse=True)[1].astype(np.int64)
        root = new
