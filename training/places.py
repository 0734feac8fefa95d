"""Places on a page and what they hold: the terms in which the classifier's training data is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from orchestrator.taxonomy import ALL_CLASSES
from training.data import Boxes, Labels, Picture

BACKGROUND: Final = len(ALL_CLASSES)
COVERS: Final = 0.4
"""Overlap (intersection over union) from which a box shows the symbol, however loosely ..."""
MISSES: Final = 0.3
"""... and below which it shows none; between the two nothing is learnt."""


@dataclass(frozen=True, slots=True)
class Places:
    """Boxes on a page and what they hold.

    Attributes:
        boxes: (N, 4) xyxy px.
        labels: (N,) class indices, the last one background.
        drawn: (N, 4) xyxy px, the symbol each shows; NaN for background.
    """

    boxes: Boxes
    labels: Labels
    drawn: Boxes

    @classmethod
    def none(cls) -> Self:
        """Return no places."""
        return cls(np.empty((0, 4), np.float32), np.empty(0, np.int64), np.empty((0, 4), np.float32))


def iou_matrix(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    """Return (N, M) intersection over union of xyxy boxes."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    area_a, area_b = (np.prod(x[:, 2:] - x[:, :2], axis=1) for x in (a, b))
    union = area_a[:, None] + area_b[None, :] - shared
    return np.asarray(shared / np.maximum(union, 1e-6), np.float32)


def judged(found: Boxes, sheet: Picture) -> Places:
    """Label boxes by the symbol they cover; what neither shows nor misses one is left out."""
    if not len(sheet.boxes) or not len(found):
        return Places(found, np.full(len(found), BACKGROUND), np.full((len(found), 4), np.nan, np.float32))
    overlap = iou_matrix(found, sheet.boxes)
    best, which = overlap.max(axis=1), overlap.argmax(axis=1)
    covers = best >= COVERS
    labels = np.where(covers, sheet.labels[which], BACKGROUND)
    drawn = np.where(covers[:, None], sheet.boxes[which], np.float32(np.nan))
    clear = covers | (best < MISSES)
    return Places(found[clear], labels[clear], drawn[clear])
