"""What letters on training pages tell: which kind stands in or beside a box, by the rules of recognition."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.lettering import BESIDE_PT, GFCI, LARGEST_AROUND
from training.data import DPI, Boxes
from training.dataset import Dataset

_LINE: Final = 1.9
"""Height of a word's box in a text layer, in heights of its capitals."""
_FEWEST: Final = 20
"""Words of a kind from which it is learnt."""


class Lettering:
    """The kinds of letters of a data set, and where they stand.

    Attributes:
        named: (kinds, classes) which classes each kind names; the last one, no letters, none.
    """

    def __init__(self, data: Dataset) -> None:
        self._data = data
        kinds, self._kinds, counts = np.unique(data.named, axis=0, return_inverse=True, return_counts=True)
        learnt = np.flatnonzero(counts >= _FEWEST)
        self.named = np.concatenate([kinds[learnt], np.zeros((1, kinds.shape[1]), np.bool_)])
        of_kind = np.full(len(kinds), -1)
        of_kind[learnt] = np.arange(len(learnt))
        self._kinds = of_kind[self._kinds.ravel()]
        self._is_beside = data.named[:, GFCI]

    @property
    def none(self) -> int:
        """The kind of boxes without letters that tell something."""
        return len(self.named) - 1

    def kind(self, page: int, box: NDArray[np.float32]) -> int:
        """Return the kind of the letters nearest to the middle of a box (4,), else of those beside it, else `none`."""
        words = slice(self._data.first_words[page], self._data.first_words[page + 1])
        kinds, is_beside = self._kinds[words], self._is_beside[words]
        x, y, width, height = self._data.words[words].T
        left, top, right, bottom = box
        inside = (x >= left) & (x <= right) & (y >= top) & (y <= bottom) & (kinds >= 0) & ~is_beside
        inside &= min(right - left, bottom - top) <= LARGEST_AROUND * np.minimum(width, _LINE * height)
        if inside.any():
            away = np.hypot(x - (left + right) / 2, y - (top + bottom) / 2)
            return int(kinds[np.where(inside, away, np.inf).argmin()])
        near = _gaps(box, self._data.words[words]) <= BESIDE_PT * DPI / 72
        beside = np.flatnonzero(near & is_beside & (kinds >= 0))
        return int(kinds[beside[0]]) if len(beside) else self.none

    def of_symbols(self) -> NDArray[np.int64]:
        """Return the kind at every symbol of the data set, (M,)."""
        firsts = self._data.firsts
        pages = np.repeat(np.arange(len(self._data)), np.diff(firsts))
        return np.array([self.kind(int(p), box) for p, box in zip(pages, self._data.boxes, strict=True)])


def _gaps(box: NDArray[np.float32], words: Boxes) -> NDArray[np.float32]:
    """Return how far upright words lie from a box, 0 where they touch."""
    half = words[:, 2:] / np.float32(2)
    low, high = box[:2] - (words[:, :2] + half), (words[:, :2] - half) - box[2:]
    gaps: NDArray[np.float32] = np.hypot(*np.maximum(np.maximum(low, high), 0).T)
    return gaps
