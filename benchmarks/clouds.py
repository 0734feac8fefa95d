"""Revision clouds: precision and recall on synthetic sheets and scans of them, and clouds seen where there are none.

Scans are of 100 to 300 dpi and up to 1.2 degrees askew, three in ten black and white alone, half of them worn; a third
of the clouds have a hair line. Seconds are of the processor, for one sheet of 36 x 24 in.
A cloud counts as found where the polygon of one overlaps its own by at least half (intersection over union of areas).

    .venv/bin/python -m benchmarks.clouds --sheets 100
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from orchestrator.components import Cloud
from orchestrator.geometry import Point
from orchestrator.recognition.clouds import clouds_of
from orchestrator.recognition.scans.clouds import page_clouds
from tests.orchestrator.recognition.clouded_sheets import MISSING, CloudedSheet, clouded_sheet, plain_sheet
from tests.orchestrator.recognition.scanned_sheets import scanned

FIRST_SEED: Final = 50_000
SAME_IOU: Final = 0.5
_SCALE: Final = 0.5  # pixels a point
_SIZE_PX: Final = (1_400, 960)


@dataclass(slots=True)
class Score:
    """How many clouds there are, how many of them are found, and how many others are."""

    clouds: int = 0
    right: int = 0
    wrong: int = 0
    slowest_s: float = 0.0

    def __str__(self) -> str:
        """Return precision and recall as cells of a table."""
        precision = self.right / max(self.right + self.wrong, 1)
        recall = self.right / max(self.clouds, 1)
        return f"{self.clouds} | {precision:.3f} | {recall:.3f} | {self.slowest_s:.2f}"

    def add(self, found: Sequence[Cloud], truth: Sequence[Sequence[Point]]) -> None:
        """Count what was found on a sheet."""
        free = [mask(cloud.polygon) for cloud in found]
        right = 0
        for area in map(mask, truth):
            overlaps = [overlap(other, area) for other in free]
            if overlaps and max(overlaps) >= SAME_IOU:
                del free[overlaps.index(max(overlaps))]
                right += 1
        self.clouds += len(truth)
        self.right += right
        self.wrong += len(free)


def mask(corners: Sequence[Point]) -> NDArray[np.bool_]:
    """Return the (H, W) area of a polygon."""
    picture = Image.new("1", _SIZE_PX)
    ImageDraw.Draw(picture).polygon([(x * _SCALE, y * _SCALE) for x, y in corners], fill=1)
    return np.asarray(picture)


def overlap(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    """Return the intersection over union of two areas."""
    return float(np.count_nonzero(a & b)) / (float(np.count_nonzero(a | b)) or 1.0)


def drawn(sheets: int, missing: float) -> Score:
    """Return the score on vector sheets with this share of arcs missing."""
    return _score(sheets, missing, lambda sheet, _: (lambda: clouds_of(sheet.page), sheet.clouds))


def drawn_on_scans(sheets: int, missing: float) -> Score:
    """Return the score on scans of the same sheets."""

    def read(sheet: CloudedSheet, seed: int) -> _Read:
        scan = scanned(sheet.page, sheet.clouds, seed)
        return lambda: page_clouds(scan.picture, scan.page).clouds, scan.outlines

    return _score(sheets, missing, read)


_Read = tuple[Callable[[], list[Cloud]], Sequence[Sequence[Point]]]


def _score(sheets: int, missing: float, read: Callable[[CloudedSheet, int], _Read]) -> Score:
    score = Score()
    for seed in range(FIRST_SEED, FIRST_SEED + sheets):
        find, truth = read(clouded_sheet(seed, missing), seed)
        began = time.process_time()
        found = find()
        score.slowest_s = max(score.slowest_s, time.process_time() - began)
        score.add(found, truth)
    return score


def unclouded(sheets: int) -> int:
    """Return how many clouds are seen on vector sheets that have none."""
    return sum(len(clouds_of(plain_sheet(seed))) for seed in range(FIRST_SEED, FIRST_SEED + sheets))


def unclouded_scans(sheets: int) -> int:
    """Return how many clouds are seen on scans of the same sheets."""
    seen = 0
    for seed in range(FIRST_SEED, FIRST_SEED + sheets):
        scan = scanned(plain_sheet(seed), (), seed)
        seen += len(page_clouds(scan.picture, scan.page).clouds)
    return seen


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sheets", type=int, default=100, help="of each kind")
    sheets = parser.parse_args().sheets
    print("| sheets | clouds | precision | recall | slowest sheet, s |\n|---|---:|---:|---:|---:|")
    print(f"| strokes, whole | {drawn(sheets, 0.0)} |", flush=True)
    print(f"| strokes, 15 % of the arcs missing | {drawn(sheets, MISSING)} |", flush=True)
    print(f"| scans, whole | {drawn_on_scans(sheets, 0.0)} |", flush=True)
    print(f"| scans, 15 % of the arcs missing | {drawn_on_scans(sheets, MISSING)} |", flush=True)
    print(f"\nclouds seen on {sheets} sheets without: {unclouded(sheets)}", flush=True)
    print(f"clouds seen on scans of them: {unclouded_scans(sheets)}")


if __name__ == "__main__":
    main()
