"""Make the training data: the pictures of many sheets with their boxes, in a few large files.

python -m training.dataset --sheets 3600 --out training/runs/data
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.data import Boxes, Labels, Picture, picture

FOLDER: Final = Path("training/runs/data")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Pictures of sheets, one after another; the pixels stay on disk until they are looked at.

    Attributes:
        pixels: (P,) grey values of all pages, 255 = paper.
        sizes: (N, 2) height and width of each page.
        starts: (N + 1,) where each page's pixels begin.
        boxes: (M, 4) xyxy boxes in pixels of their page, of all pages.
        labels: (M,) class indices.
        firsts: (N + 1,) where each page's boxes begin.
        words: (W, 4) as of `Picture`, of all pages.
        named: (W, classes) as of `Picture`.
        first_words: (N + 1,) where each page's words begin.
    """

    pixels: NDArray[np.uint8]
    sizes: NDArray[np.int64]
    starts: NDArray[np.int64]
    boxes: Boxes
    labels: Labels
    firsts: NDArray[np.int64]
    words: Boxes
    named: NDArray[np.bool_]
    first_words: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self.sizes)

    def page(self, number: int) -> Picture:
        """Return one page with its boxes, without copying its pixels."""
        pixels = self.pixels[self.starts[number] : self.starts[number + 1]].reshape(self.sizes[number])
        some = slice(self.firsts[number], self.firsts[number + 1])
        spelled = slice(self.first_words[number], self.first_words[number + 1])
        return Picture(pixels, self.boxes[some], self.labels[some], self.words[spelled], self.named[spelled])

    @classmethod
    def load(cls, folder: Path) -> Dataset:
        """Return what `make` wrote."""
        arrays = np.load(folder / "index.npz")
        pixels = np.memmap(folder / "pixels.bin", np.uint8, "r")
        return cls(pixels, **{name: arrays[name] for name in cls.__slots__ if name != "pixels"})


def make(seeds: range, folder: Path, workers: int) -> None:
    """Draw the sheets of some seeds into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes, boxes, labels, words, named = [], [], [], [], []
    with ProcessPoolExecutor(workers) as pool, (folder / "pixels.bin").open("wb") as file:
        for sheet in pool.map(picture, seeds, chunksize=4):
            file.write(sheet.page.tobytes())
            sizes.append(sheet.page.shape)
            boxes.append(sheet.boxes)
            labels.append(sheet.labels)
            words.append(sheet.words)
            named.append(sheet.named)
    areas = [height * width for height, width in sizes]
    np.savez(
        folder / "index.npz",
        sizes=np.asarray(sizes, np.int64),
        starts=np.cumsum([0, *areas]),
        boxes=np.concatenate(boxes),
        labels=np.concatenate(labels),
        firsts=np.cumsum([0, *(len(some) for some in boxes)]),
        words=np.concatenate(words),
        named=np.concatenate(named),
        first_words=np.cumsum([0, *(len(some) for some in words)]),
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=3600)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args()
    began = time.monotonic()
    make(range(options.first_seed, options.first_seed + options.sheets), options.out, options.workers)
    data = Dataset.load(options.out)
    print(f"{len(data)} sheets, {len(data.labels)} symbols in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
