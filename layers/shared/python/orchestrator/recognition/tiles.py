"""A page cut into overlapping tiles, as few and as even as its size allows; blank ones are left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.images import to_ink

LARGEST: Final = 1024
"""Longest side of a tile in pixels: the larger, the less is looked at twice, and the more memory a look takes."""
STEP: Final = 32
"""What a tile's sides are multiples of: the network's coarsest cell."""
INK_BELOW: Final = 245
"""A tile whose every pixel is at least this bright is blank."""

_PAPER: Final = 255


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a page: x, y of its top left pixel, and its picture (H, W), paper beyond the page."""

    origin: NDArray[np.float32]
    grey_u8: NDArray[np.uint8]

    @property
    def ink(self) -> NDArray[np.float32]:
        """The picture as the networks take it, (1, 1, H, W)."""
        return to_ink(self.grey_u8[None, None])

    @property
    def size(self) -> NDArray[np.float32]:
        """Width and height in pixels."""
        return np.array(self.grey_u8.shape[::-1], np.float32)


def split(length: int, overlap: int) -> tuple[int, list[int]]:
    """Return the tiles' common side along `length` pixels, and where they start.

    They cover it, neighbours share at least `overlap` pixels, and the last ends with it unless it is smaller than one.
    """
    count = max(1, -(-(length - overlap) // (LARGEST - overlap)))
    side = STEP * -(-(length + (count - 1) * overlap) // (count * STEP))
    starts = np.round(np.linspace(0, max(length - side, 0), count)).astype(np.int64)
    return side, starts.tolist()


def tiles(grey_u8: NDArray[np.uint8], overlap: int) -> Iterator[Tile]:
    """Yield the tiles of an (H, W) page, 255 = paper, that hold ink."""
    (height, starts_y), (width, starts_x) = (split(side, overlap) for side in grey_u8.shape)
    for y in starts_y:
        for x in starts_x:
            part = grey_u8[y : y + height, x : x + width]
            if part.min(initial=_PAPER) >= INK_BELOW:
                continue
            if part.shape != (height, width):
                whole = np.full((height, width), _PAPER, np.uint8)
                whole[: part.shape[0], : part.shape[1]] = part
                part = whole
            yield Tile(np.array([x, y], np.float32), part)
