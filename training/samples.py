"""What the classifier learns from: places on pages, what they hold, and where the symbol really lies.

Three kinds: drawn symbols under a shifted and scaled box; places that hold ink but no symbol; and what the detector, as
far as it is trained, takes for symbols.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.crops import crop_batch, squares
from training.data import Boxes, Grey, Labels, Picture
from training.dataset import Dataset
from training.distort import distort
from training.places import BACKGROUND, Places, iou_matrix

_INK: Final = 4_000
"""Darkness (255 a black pixel) a place must hold to be worth learning as "not a symbol"."""
_LEAST_PX: Final = 3.0


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step of training looks at.

    Attributes:
        crops: (N, 1, 64, 64) ink, 0 to 1.
        shapes: (N, 2) width and height of the box each was cut for, in sides of the crop.
        labels: (N,) class indices, the last one background.
        edges: (N, 4) left, top, right, bottom of the symbol in sides of the crop; NaN where there is none.
    """

    crops: NDArray[np.float32]
    shapes: NDArray[np.float32]
    labels: Labels
    edges: Boxes


class Drawn:
    """Draws symbols of a data set, rare classes more often than they occur."""

    def __init__(self, data: Dataset, chance: NDArray[np.float64] | None = None) -> None:
        """Prepare; `chance` (M,) is how often each symbol is drawn, else it depends on its class."""
        if chance is None:
            counts = np.bincount(data.labels, minlength=BACKGROUND).astype(np.float64)
            chance = 1 / np.sqrt(np.maximum(counts, 1))[data.labels]
        self._data = data
        self._cumulative = np.cumsum(chance / chance.sum())

    def places(self, count: int, source: np.random.Generator) -> list[tuple[int, Places]]:
        """Return so many symbols, each with the number of its page and under a box that misses it a little."""
        rows = np.searchsorted(self._cumulative, source.random(count)).clip(max=len(self._cumulative) - 1)
        pages = np.searchsorted(self._data.firsts, rows, side="right") - 1
        boxes = self._data.boxes[rows]
        aimed = jitter(boxes, source)
        return [
            (int(page), Places(aimed[i : i + 1], self._data.labels[rows[i : i + 1]], boxes[i : i + 1]))
            for i, page in enumerate(pages)
        ]


def jitter(boxes: Boxes, source: np.random.Generator) -> Boxes:
    """Return boxes shifted and scaled, some a little and some a lot, as a detector or a person would draw them."""
    spread = source.choice((0.4, 1.0, 1.0, 1.8), (len(boxes), 1))
    size = boxes[:, 2:] - boxes[:, :2]
    centre = (boxes[:, 2:] + boxes[:, :2]) / 2 + size * spread * source.uniform(-0.1, 0.1, size.shape)
    half = np.maximum(size * np.exp(spread * source.uniform(-0.2, 0.2, size.shape)), _LEAST_PX) / 2
    return np.concatenate([centre - half, centre + half], axis=1).astype(np.float32)


def stray(page: Picture, source: np.random.Generator) -> Places:
    """Return one place that holds ink but no symbol, anywhere or beside a symbol; none when chance finds none."""
    height, width = page.page.shape
    for _ in range(8):
        if len(page.boxes) and source.random() < 0.5:
            near = jitter(page.boxes[source.integers(len(page.boxes))][None], source)
            size = near[:, 2:] - near[:, :2]
            box = near + np.tile(
                size * source.choice((-1.0, 1.0), (1, 2)) * source.uniform(0.5, 1.2, (1, 2)), 2
            )
        else:
            sides = source.uniform(12, 70) * source.uniform(0.6, 1.6, (1, 2))
            corner = source.uniform(0, 1, (1, 2)) * (width, height)
            box = np.concatenate([corner, corner + sides], axis=1)
        box = box.astype(np.float32)
        free = not len(page.boxes) or iou_matrix(box, page.boxes).max() < 0.2
        if free and _ink(page.page, box[0]) > _INK:
            return Places(box, np.array([BACKGROUND]), np.full((1, 4), np.nan, np.float32))
    return Places.none()


def _ink(page: Grey, box: NDArray[np.float32]) -> int:
    x0, y0, x1, y1 = (max(int(value), 0) for value in box)
    return int((255 - page[y0 : y1 + 1, x0 : x1 + 1]).sum(dtype=np.int64))


def batch(data: Dataset, places: Sequence[tuple[int, Places]], source: np.random.Generator) -> Batch:
    """Cut the crops of places on pages and distort some of them (`distort.py`)."""
    parts = [cut(data.page(number), found) for number, found in places]
    crops, shapes, edges = (np.concatenate(column) for column in zip(*parts, strict=True))
    labels = np.concatenate([found.labels for _, found in places])
    return Batch(distort(crops, shapes, edges, source), shapes, labels, edges)


def cut(page: Picture, places: Places) -> tuple[NDArray[np.float32], NDArray[np.float32], Boxes]:
    """Return the crops of places on a page, their shapes and the symbols' edges, as `Batch` says."""
    frames = squares(places.boxes)
    sides = frames[:, 2:] - frames[:, :2]
    shapes = (places.boxes[:, 2:] - places.boxes[:, :2]) / sides
    edges = (places.drawn - np.tile(frames[:, :2], 2)) / np.tile(sides, 2)
    return crop_batch(page.page, places.boxes), shapes.astype(np.float32), edges.astype(np.float32)
