"""Make the training data: from every sheet tiles for the detector and crops for the classifier, in one pass.

python -m training.dataset --sheets 1800 --out training/runs/data
"""

from __future__ import annotations

import argparse
import random
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.crops import crop_batch
from training.data import TILE, Boxes, Picture, picture, tiles
from training.proposals import BACKGROUND, Labels, iou_matrix, judged, proposals

FOLDER: Final = Path("training/runs/data")
TILES_PER_SHEET: Final = 12
MOST_BOXES: Final = 160
JITTERED: Final = 2


@dataclass(frozen=True, slots=True)
class Dataset:
    """What the networks learn from; large arrays are read from disk as they are needed.

    Attributes:
        tiles: (N, TILE, TILE) grey pictures, 255 = paper.
        boxes: (N, MOST_BOXES, 4) xyxy boxes in pixels of each tile, padded with NaN.
        crops: (M, 64, 64) ink, 255 = ink.
        labels: (M,) class indices, the last one background.
    """

    tiles: NDArray[np.uint8]
    boxes: NDArray[np.float32]
    crops: NDArray[np.uint8]
    labels: Labels

    def save(self, folder: Path) -> None:
        """Write the four arrays into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in self.__slots__:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> Dataset:
        """Return what `save` wrote."""
        return cls(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in cls.__slots__))


def make(seeds: range, detector: Path | None, every: int, workers: int) -> Dataset:
    """Make the data of some seeds; every so many sheets the boxes of the detector are added, if it is given."""
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(partial(_of_sheet, detector=detector, every=every), seeds, chunksize=4))
    return Dataset(*(np.concatenate([getattr(part, name) for part in parts]) for name in Dataset.__slots__))


def _of_sheet(seed: int, detector: Path | None, every: int) -> Dataset:
    rng, source = random.Random(seed), np.random.default_rng(seed)
    sheet = picture(seed)
    pictures = np.empty((TILES_PER_SHEET, TILE, TILE), np.uint8)
    boxes = np.full((TILES_PER_SHEET, MOST_BOXES, 4), np.nan, np.float32)
    for i, (tile, found) in enumerate(tiles(sheet, rng, TILES_PER_SHEET)):
        pictures[i] = tile
        kept = found[:MOST_BOXES]
        boxes[i, : len(kept)] = kept
    places, labels = _drawn(sheet, source)
    if detector is not None and seed % every == 0:
        more_places, more_labels = judged(proposals(sheet, detector), sheet)
        places, labels = np.concatenate([places, more_places]), np.concatenate([labels, more_labels])
    crops = (crop_batch(sheet.page, places)[:, 0] * 255).astype(np.uint8)
    return Dataset(pictures, boxes, crops, labels)


def jitter(boxes: Boxes, source: np.random.Generator) -> Boxes:
    """Return boxes shifted and scaled a little, as a detector or a person would draw them."""
    size = boxes[:, 2:] - boxes[:, :2]
    centre = (boxes[:, 2:] + boxes[:, :2]) / 2 + size * source.uniform(-0.09, 0.09, size.shape)
    half = size * source.uniform(0.82, 1.22, size.shape) / 2
    return np.concatenate([centre - half, centre + half], axis=1).astype(np.float32)


def _drawn(sheet: Picture, source: np.random.Generator) -> tuple[Boxes, Labels]:
    """Return jittered boxes of every symbol and as many misplaced ones, labelled background."""
    stray = _stray(sheet, source)
    boxes = np.concatenate([jitter(sheet.boxes, source) for _ in range(JITTERED)] + [stray])
    labels = np.concatenate([np.tile(sheet.labels, JITTERED), np.full(len(stray), BACKGROUND)])
    return boxes.reshape(-1, 4), labels


def _stray(sheet: Picture, source: np.random.Generator) -> Boxes:
    """Return boxes that hold ink but no symbol: some anywhere, some beside symbols."""
    height, width = sheet.page.shape
    count = max(len(sheet.boxes) // 2, 20)
    sides = source.uniform(12, 70, (count, 1)) * source.uniform(0.6, 1.6, (count, 2))
    corner = source.uniform(0, 1, (count, 2)) * (width, height)
    stray = np.concatenate([corner, corner + sides], axis=1).astype(np.float32)
    if len(sheet.boxes):
        near = jitter(sheet.boxes, source)[:count]
        size = near[:, 2:] - near[:, :2]
        shift = size * source.choice((-1.0, 1.0), size.shape) * source.uniform(0.5, 1.2, size.shape)
        stray = np.concatenate([stray, near + np.tile(shift, 2).astype(np.float32)])
        stray = stray[iou_matrix(stray, sheet.boxes).max(axis=1) < 0.2]
    inked = [(255 - sheet.page[_window(box)]).sum() > 4000 for box in stray]
    kept: Boxes = stray[np.asarray(inked, bool)]
    return kept


def _window(box: NDArray[np.float32]) -> tuple[slice, slice]:
    x0, y0, x1, y1 = (max(int(value), 0) for value in box)
    return slice(y0, y1 + 1), slice(x0, x1 + 1)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=1800)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--detector", type=Path, help="weights whose boxes are added")
    parser.add_argument(
        "--every", type=int, default=4, help="sheets from one with the detector's boxes to the next"
    )
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args()
    began = time.monotonic()
    seeds = range(options.first_seed, options.first_seed + options.sheets)
    data = make(seeds, options.detector, options.every, options.workers)
    data.save(options.out)
    print(f"{len(data.tiles)} tiles, {len(data.labels)} crops in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
