"""Strokes that went and are crossed by others: where another stroke passes at a slant is not where they still are."""

from __future__ import annotations

from typing import Final

import numpy as np

from orchestrator.recognition.compare.sheet import Sheet
from orchestrator.recognition.compare.similarity import Similarity
from orchestrator.recognition.repeats.strokes import Flags, Floats, Indices, Points

_STRAIGHT: Final = np.radians(0.1)
_LONG_PT: Final = 8.0
"""Length from which a line's direction is sure, points of either page."""
_ANGLES: Final = 180
"""Directions told apart, over pi; neighbours are still alike."""
_CELL_PT: Final = 1.0
_COARSE_PT: Final = 16.0
"""Ink further from all that is asked about than this is not looked at."""


def only_crossed(sheet: Sheet, other: Sheet, to_other: Similarity, same: Flags) -> Flags:
    """Tell which samples of a partly gone line only seem to be drawn in the other issue.

    The raster of ink tells few directions apart, so that a stroke at a small angle to a line hides a part of it. Where
    a line partly went, what is left of it must have ink of the line's own direction.
    """
    found = np.zeros(len(same), bool)
    asked = np.flatnonzero(_of_partly_gone_lines(sheet, to_other.scale, same) & same)
    points = to_other(sheet.samples.points[asked])
    on_page = (points.real >= 0) & (points.imag >= 0) & (points.real <= other.width_pt)
    on_page &= points.imag <= other.height_pt
    asked, points = asked[on_page], points[on_page]
    if not len(asked):
        return found
    drawn = other.samples.points
    around = [complex(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    near = _near(drawn, points)
    there = np.unique(_keys(drawn[near], other.samples.angles[near], 0))
    angles = sheet.samples.angles[asked] + np.angle(to_other.turn)
    kept = np.zeros(len(asked), bool)
    for step in around:
        for aside in (-1, 0, 1):
            kept |= np.isin(_keys(points + step * _CELL_PT, angles, aside), there)
    found[asked[~kept]] = True
    return found


def _of_partly_gone_lines(sheet: Sheet, scale: float, same: Flags) -> Flags:
    """Tell which samples are of a long straight stroke of which a part has no ink in the other issue."""
    stroke, points = sheet.samples.stroke, sheet.samples.points
    if not len(stroke):
        return np.zeros(0, bool)
    first = np.flatnonzero(np.diff(stroke, prepend=-1))
    last = np.append(first[1:], len(stroke)) - 1
    gone = np.add.reduceat((~same).astype(np.int64), first)
    straight = np.ptp(
        np.stack([f.reduceat(sheet.samples.angles, first) for f in (np.minimum, np.maximum)]), 0
    )
    long = np.abs(points[last] - points[first]) * min(scale, 1.0) >= _LONG_PT
    chosen = (gone > 0) & (gone <= last - first) & (straight <= _STRAIGHT) & long
    return np.repeat(chosen, last - first + 1)


def _keys(points: Points, angles: Floats, aside: int) -> Indices:
    """Return one number for the cell of each point and its direction, or the one aside of it."""
    direction = (np.floor(angles / np.pi * _ANGLES).astype(np.int64) + aside) % _ANGLES
    return _cells(points) * _ANGLES + direction


def _cells(points: Points) -> Indices:
    x, y = (np.floor(along / _CELL_PT).astype(np.int64) for along in (points.real, points.imag))
    return (x + 1 << 24) + y + 1


def _near(points: Points, others: Points) -> Flags:
    """Tell which points are in the coarse cell of one of some others, or in one beside it."""
    cells = [np.floor(np.stack([p.imag, p.real]) / _COARSE_PT).astype(np.int64) + 1 for p in (points, others)]
    rows, columns = np.max([of.max(axis=1) for of in cells], axis=0) + 2
    near = np.zeros((rows, columns), bool)
    y, x = cells[1]
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            near[y + down, x + right] = True
    return np.asarray(near[tuple(cells[0])], bool)
