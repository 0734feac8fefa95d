"""Revision clouds: precision and recall on synthetic sheets, and clouds seen on sheets that have none.

A cloud counts as found where the polygon of one overlaps its own by at least half (intersection over union of areas).

    .venv/bin/python -m benchmarks.clouds --sheets 100
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from orchestrator.components import Cloud
from orchestrator.geometry import Point
from orchestrator.recognition.clouds import clouds_of
from tests.orchestrator.recognition.clouded_sheets import MISSING, clouded_sheet, plain_sheet

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
    score = Score()
    for seed in range(FIRST_SEED, FIRST_SEED + sheets):
        sheet = clouded_sheet(seed, missing)
        began = time.perf_counter()
        found = clouds_of(sheet.page)
        score.slowest_s = max(score.slowest_s, time.perf_counter() - began)
        score.add(found, sheet.clouds)
    return score


def unclouded(sheets: int) -> int:
    """Return how many clouds are seen on vector sheets that have none."""
    return sum(len(clouds_of(plain_sheet(seed))) for seed in range(FIRST_SEED, FIRST_SEED + sheets))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sheets", type=int, default=100, help="of each kind")
    sheets = parser.parse_args().sheets
    print(
        "| clouds drawn with lines | clouds | precision | recall | slowest sheet, s |\n|---|---:|---:|---:|---:|"
    )
    print(f"| whole | {drawn(sheets, 0.0)} |", flush=True)
    print(f"| 15 % of the arcs missing | {drawn(sheets, MISSING)} |", flush=True)
    print(f"\nclouds seen on {sheets} sheets without: {unclouded(sheets)}")


if __name__ == "__main__":
    main()
