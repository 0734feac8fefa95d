"""A page cut into overlapping square tiles of the detector's size; blank ones are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.images import to_ink

TILE: Final = 512
OVERLAP: Final = 96
"""Pixels neighbouring tiles share at least, so that what one cuts the other shows whole enough."""
INK_BELOW: Final = 245
"""A tile whose every pixel is at least this bright is blank."""

_PAPER: Final = 255


def tile_starts(length: int, tile: int = TILE, overlap: int = OVERLAP) -> NDArray[np.int64]:
    """Return where tiles start along a side of `length` pixels: they cover it and the last ends with it."""
    if length <= tile:
        return np.zeros(1, np.int64)
    count = -(-(length - overlap) // (tile - overlap))
    return np.round(np.linspace(0, length - tile, count)).astype(np.int64)


def tile_origins(grey_u8: NDArray[np.uint8], overlap: int = OVERLAP) -> NDArray[np.int64]:
    """Return (N, 2) x, y of the top left pixel of every tile of an (H, W) page that holds ink."""
    height, width = grey_u8.shape
    starts_x, starts_y = (tile_starts(side, overlap=overlap).tolist() for side in (width, height))
    grid = [(x, y) for y in starts_y for x in starts_x]
    inked = [(x, y) for x, y in grid if _part(grey_u8, x, y).min(initial=_PAPER) < INK_BELOW]
    return np.array(inked, np.int64).reshape(-1, 2)


def tile_batches(
    grey_u8: NDArray[np.uint8], batch: int, overlap: int = OVERLAP
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Yield origins (n, 2) and ink (n, 1, 512, 512) of up to `batch` tiles; paper fills beyond the page."""
    origins = tile_origins(grey_u8, overlap)
    for start in range(0, len(origins), batch):
        some = origins[start : start + batch]
        tiles = np.full((len(some), 1, TILE, TILE), _PAPER, np.uint8)
        for i, (x, y) in enumerate(some.tolist()):
            part = _part(grey_u8, x, y)
            tiles[i, 0, : part.shape[0], : part.shape[1]] = part
        yield some, to_ink(tiles)


def _part(grey_u8: NDArray[np.uint8], x: int, y: int) -> NDArray[np.uint8]:
    return grey_u8[y : y + TILE, x : x + TILE]
