"""Whose the ink is: every stroke of a page belongs to one symbol, so none is found twice."""

from __future__ import annotations

from typing import Final

import numpy as np

from orchestrator.recognition.repeats.ink import Ink
from orchestrator.recognition.repeats.strokes import Indices, Points

_SAME_SHARE: Final = 0.5
"""Of a symbol's ink that, when it is another's already, makes it that one or a part of it."""


class Claims:
    """The cells of one page whose ink is taken, each by the number of its taker."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        self._owner = np.zeros(ink.rows * ink.columns, np.int32)
        near = np.arange(-1, 2)
        self._around: Indices = (near[:, None] * ink.columns + near[None, :]).ravel()

    def owner(self, points: Points) -> int | None:
        """Return who holds most of the ink along these points, if that is half of it or more; else None."""
        owners = self._owner[self._ink.cells(points)]
        counts = np.bincount(owners)
        if len(counts) < 2 or counts[1:].sum() < _SAME_SHARE * len(points):
            return None
        return int(np.argmax(counts[1:]))

    def take(self, points: Points, owner: int) -> None:
        """Give the ink along these points to an owner, counted from 0, unless somebody has it."""
        cells = self._ink.cells(points)[:, None] + self._around
        cells = np.clip(cells, 0, len(self._owner) - 1)
        free = cells[self._owner[cells] == 0]
        self._owner[free] = owner + 1
