"""Where lines of text stand in a picture: the finder looks at tiles, and its probabilities are put together.

A line is found by its narrow middle and grown back to its full height (DB, Liao et al. 2020).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.reading.blobs import blobs
from orchestrator.recognition.threads import in_threads

Finder = Callable[[NDArray[np.float32]], NDArray[np.float32]]

_TILE_PX, _OVERLAP_PX = 960, 96
_MULTIPLE: Final = 32
_PAPER: Final = 255
_INK: Final = 160
"""Brightness below which something is drawn."""

_LIKELY: Final = 76
"""Of 255: the probability from which a pixel is of a line."""

_SURE: Final = 127
"""Of 255: the mean probability from which a blob is a line."""

_GROWTH: Final = 1.6
_NARROWEST_PX: Final = 2


def lines_of(
    image_u8: NDArray[np.uint8], find: Finder, goes_on: Callable[[], bool], threads: int = 1
) -> NDArray[np.float32]:
    """Return the boxes (N, 4) left, top, right, bottom in pixels of a picture's lines of text.

    Args:
        image_u8: (H, W) grey, 255 = paper.
        find: the network, as `ReadingNetworks.find`.
        goes_on: asked before each tile; where it says no, the tiles that are left are not looked at.
        threads: how many tiles are looked at at once.
    """

    def looked_at(corner: tuple[int, int]) -> NDArray[np.uint8] | None:
        tile = image_u8[corner[0] : corner[0] + _TILE_PX, corner[1] : corner[1] + _TILE_PX]
        if tile.min() > _INK or not goes_on():
            return None
        return np.rint(find(_padded(tile)) * 255).astype(np.uint8)[: tile.shape[0], : tile.shape[1]]

    likely = np.zeros(image_u8.shape, np.uint8)
    corners = list(_corners(image_u8.shape))
    for (top, left), found in zip(corners, in_threads(looked_at, corners, threads), strict=True):
        if found is None:
            continue
        rim = _OVERLAP_PX // 4  # what is cut by the tile's edge is told by its neighbour
        inner = (slice(rim if top else 0, None), slice(rim if left else 0, None))
        there = likely[top : top + _TILE_PX, left : left + _TILE_PX][inner]
        np.maximum(there, found[inner], out=there)
    return _grown(likely)


def _corners(shape: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    step = _TILE_PX - _OVERLAP_PX
    for top in range(0, max(shape[0] - _OVERLAP_PX, 1), step):
        for left in range(0, max(shape[1] - _OVERLAP_PX, 1), step):
            yield top, left


def _padded(tile: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return a tile as the network reads it: -1 = ink .. 1 = paper, its sides multiples of 32."""
    short = [(0, -side % _MULTIPLE) for side in tile.shape]
    padded = np.pad(tile, short, constant_values=_PAPER).astype(np.float32)
    bright: NDArray[np.float32] = padded / np.float32(127.5) - np.float32(1)
    return bright


def _grown(likely: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the boxes of the lines whose middles are likely in a picture (H, W)."""
    middles = blobs(likely > _LIKELY, likely)
    size = middles.boxes[:, 2:] - middles.boxes[:, :2]
    sure = middles.weights >= _SURE * middles.pixels
    sure &= size.min(axis=1, initial=np.iinfo(np.int64).max) >= _NARROWEST_PX
    boxes, size = middles.boxes[sure].astype(np.float32), size[sure].astype(np.float32)
    more = (_GROWTH * size.prod(axis=1) / (2 * size.sum(axis=1)))[:, None]
    limits = np.array(likely.shape[::-1] * 2, np.float32)
    grown = np.concatenate([boxes[:, :2] - more, boxes[:, 2:] + more], axis=1)
    on_page: NDArray[np.float32] = np.clip(grown, 0, limits)
    return on_page
