"""The detector's own boxes as training data: found page by page with its latest weights while both networks learn."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from training.data import Labels
from training.dataset import Dataset
from training.networks import Detector
from training.places import BACKGROUND, Places, judged
from training.proposals import proposals

CAPACITY: Final = 60_000
"""Boxes that are kept; the oldest, of a weaker detector, make room."""


class Mine:
    """A store of the boxes that the detector finds on training pages."""

    def __init__(self, data: Dataset, weights: Path) -> None:
        self._data = data
        self._weights = weights
        self._read_at = 0.0
        self._network = Detector().eval().to(memory_format=torch.channels_last)
        self._pages = np.empty(0, np.int64)
        self._places = Places.none()
        self._cumulative = np.empty(0)

    def __len__(self) -> int:
        """Return the number of boxes."""
        return len(self._pages)

    def dig(self, source: np.random.Generator) -> None:
        """Add the boxes of one more page, if the detector has written weights yet."""
        if not self._weights.exists():
            return
        if (written := self._weights.stat().st_mtime) > self._read_at:
            self._network.load_state_dict(torch.load(self._weights, map_location="cpu"))
            self._read_at = written
        number = int(source.integers(len(self._data)))
        page = self._data.page(number)
        more = judged(proposals(page.page, self._network), page)
        self._pages = np.concatenate([self._pages, np.full(len(more.labels), number)])[-CAPACITY:]
        self._places = Places(
            np.concatenate([self._places.boxes, more.boxes])[-CAPACITY:],
            np.concatenate([self._places.labels, more.labels])[-CAPACITY:],
            np.concatenate([self._places.drawn, more.drawn])[-CAPACITY:],
        )
        self._cumulative = np.cumsum(_chances(self._places.labels))

    def places(self, count: int, source: np.random.Generator) -> list[tuple[int, Places]]:
        """Return so many boxes, rare classes more often than they occur, a third of them background."""
        rows = np.searchsorted(self._cumulative, source.random(count)).clip(max=len(self) - 1)
        kept = self._places
        return [
            (
                int(self._pages[i]),
                Places(kept.boxes[i : i + 1], kept.labels[i : i + 1], kept.drawn[i : i + 1]),
            )
            for i in rows
        ]


def _chances(labels: Labels) -> NDArray[np.float64]:
    counts = np.bincount(labels, minlength=BACKGROUND + 1).astype(np.float64)
    chance = (1 / np.sqrt(np.maximum(counts, 1)))[labels]
    background = labels == BACKGROUND
    chance[background] *= chance[~background].sum() / 2 / max(chance[background].sum(), 1e-9)
    return np.asarray(chance / chance.sum(), np.float64)
