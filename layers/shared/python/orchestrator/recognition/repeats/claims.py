"""Whose the ink is: every stroke of a page belongs to one symbol, so none is found twice."""

from __future__ import annotations

from typing import Final

import numpy as np

from orchestrator.recognition.repeats.ink import Ink
from orchestrator.recognition.repeats.strokes import Indices, Points

_SAME_SHARE: Final = 0.5
"""Of a symbol's ink that, when it is another's already, makes it that one or a part of it."""

_TILE_BITS: Final = 5
_SPOT_BITS: Final = 2 * _TILE_BITS
"""Of a cell's number in a tile of 32 x 32; only tiles in which something is taken are kept."""

_NEAR: Final = np.arange(3)


class Claims:
    """The cells of one page whose ink is taken, each by the number of its taker; it costs what is taken."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        rows, columns = (np.arange(-1, most + 1).clip(0, most - 1) for most in (ink.rows, ink.columns))
        across = (ink.columns - 1 >> _TILE_BITS) + 1
        low = (1 << _TILE_BITS) - 1
        self._row = (rows >> _TILE_BITS) * across << _SPOT_BITS | (rows & low) << _TILE_BITS
        self._column = columns >> _TILE_BITS << _SPOT_BITS | columns & low
        self._tile = np.zeros(((ink.rows - 1 >> _TILE_BITS) + 1) * across, np.int64)
        self._used = 1  # the first stands for all tiles in which nothing is taken
        self._owner = np.zeros(1 << _SPOT_BITS, np.int32)

    def places(self, points: Points) -> Indices:
        """Return by what number each point's cell is known here, in the shape of the points."""
        row, column = np.divmod(self._ink.cells(points), self._ink.columns)
        found: Indices = self._row[row + 1] + self._column[column + 1]
        return found

    def owner(self, places: Indices) -> int | None:
        """Return who holds most of the ink at these places (n,), if that is half of it or more; else None."""
        owners = self._owner[self._kept(places)]
        if np.count_nonzero(owners) < _SAME_SHARE * len(places):
            return None
        return int(np.bincount(owners)[1:].argmax())

    def take(self, points: Points, owner: int) -> None:
        """Give the ink along these points (n,) to an owner, counted from 0, unless somebody has it."""
        row, column = np.divmod(self._ink.cells(points), self._ink.columns)
        rows, columns = self._row[row[:, None] + _NEAR], self._column[column[:, None] + _NEAR]
        around = rows[:, :, None] + columns[:, None, :]
        self._open(around >> _SPOT_BITS)
        kept = self._kept(around)
        free = kept[self._owner[kept] == 0]
        self._owner[free] = owner + 1

    def _kept(self, places: Indices) -> Indices:
        """Return where places are kept."""
        kept: Indices = self._tile[places >> _SPOT_BITS] << _SPOT_BITS | places & (1 << _SPOT_BITS) - 1
        return kept

    def _open(self, tiles: Indices) -> None:
        """Make room for tiles in which nothing was taken so far."""
        new = np.unique(tiles[self._tile[tiles] == 0])
        self._tile[new] = np.arange(self._used, self._used + len(new))
        self._used += len(new)
        missing = (self._used << _SPOT_BITS) - len(self._owner)
        if missing > 0:
            grown = np.zeros(max(missing, len(self._owner)), np.int32)
            self._owner = np.concatenate([self._owner, grown])
