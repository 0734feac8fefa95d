"""Where a page has ink and which way it runs there: a raster to look points up in, whatever the number of strokes.

The oriented chamfer distance of Shotton et al. (2008), cut off at a tolerance: a point of a symbol is there when a
stroke of its direction passes within that tolerance. One look-up takes the time of one memory access.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.repeats.strokes import Flags, Floats, Indices, Points, Samples, Strokes, sample

Cells = NDArray[np.uint16]

_BINS: Final = 16
_BIN: Final = np.pi / _BINS
_ASIDE: Final = _BIN / 2
"""Radians a stroke's direction is taken to either side: what differs less than this always agrees."""

_CELL_PT: Final = 0.5
_MOST_CELLS: Final = 40_000_000
"""Of a page: 80 MB in two bytes each; larger pages get larger cells."""

_SAMPLES_A_CHUNK: Final = 60_000
"""Drawn at a time: they stay in a processor's cache."""

_STEP: Final = 0.8
"""Cells from one sample of a stroke to the next."""

_MARGIN: Final = 3
"""Cells around the page that stay empty, for what lies outside."""

_NEAR: Final = 0.35
"""How far to each side of a point to look for its ink, in cells: it may be off by a third of one at least."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A page's ink by cell; bit b of a cell says that a stroke passes whose direction is in bin b of 16 over pi.

    Attributes:
        size_pt: side of a cell.
        columns, rows: of the raster, with its margin.
        fine: (rows * columns,) the cells strokes pass through.
        wide: the same, every cell also with what its eight neighbours have.
    """

    size_pt: float
    columns: int
    rows: int
    fine: Cells
    wide: Cells

    def cells(self, points: Points) -> Indices:
        """Return the cell of each point; those off the page are in the empty margin."""
        x, y = points.real / self.size_pt, points.imag / self.size_pt
        return _within(y, self.rows) * self.columns + _within(x, self.columns)

    def roughly(self, points: Points, angles: Floats) -> Flags:
        """Tell which points have ink of their direction (radians) within two cells at most."""
        found: Flags = (self.wide[self.cells(points)] >> _bins(angles)) & 1 > 0
        return found

    def exactly(self, points: Points, angles: Floats) -> Flags:
        """Tell which points have ink of their direction within about a cell."""
        x, y = points.real / self.size_pt, points.imag / self.size_pt
        left, right = (_within(x + aside, self.columns) for aside in (-_NEAR, _NEAR))
        above, below = (_within(y + aside, self.rows) * self.columns for aside in (-_NEAR, _NEAR))
        ink = self.fine
        near = ink[above + left] | ink[above + right] | ink[below + left] | ink[below + right]
        found: Flags = (near >> _bins(angles)) & 1 > 0
        return found

    def any(self, points: Points) -> Flags:
        """Tell which points have ink of any direction in their cell."""
        found: Flags = self.fine[self.cells(points)] > 0
        return found


def ink_of(strokes: Strokes, width_pt: float, height_pt: float) -> Ink:
    """Return the ink of a page of this size, in time that grows with the length of its strokes."""
    size = max(_CELL_PT, float(np.sqrt(width_pt * height_pt / _MOST_CELLS)))
    columns, rows = (int(side / size) + 2 * _MARGIN + 1 for side in (width_pt, height_pt))
    empty = Ink(size, columns, rows, np.zeros(rows * columns, np.uint16), np.zeros(0, np.uint16))
    chunk = np.cumsum(strokes.length / (size * _STEP) + 2) // _SAMPLES_A_CHUNK
    for part in np.split(np.arange(len(strokes)), np.flatnonzero(np.diff(chunk)) + 1):
        _draw(empty, sample(strokes.take(part), size * _STEP))
    _clear_margin(empty.fine.reshape(rows, columns))
    wide = _widened(empty.fine.reshape(rows, columns))
    return Ink(size, columns, rows, empty.fine, wide.reshape(-1))


def _draw(ink: Ink, samples: Samples) -> None:
    cells = ink.cells(samples.points)
    bits = np.uint16(1) << _bins(samples.angles - _ASIDE) | np.uint16(1) << _bins(samples.angles + _ASIDE)
    bits = bits.astype(np.uint16)
    while len(cells):  # of several samples in one cell only one is written at a time
        there = ink.fine[cells]
        missing = (there & bits) != bits
        cells, bits, there = cells[missing], bits[missing], there[missing]
        ink.fine[cells] = there | bits


def _within(along: Floats, most: int) -> Indices:
    """Return the rows, or columns, that lie so far from the page's corner, in cells; at most the outermost."""
    found = along.astype(np.int64)
    found += _MARGIN
    np.minimum(np.maximum(found, 0, out=found), most - 1, out=found)
    return found


def _bins(angles: Floats) -> Cells:
    bins: Cells = np.floor(angles / _BIN).astype(np.int32).astype(np.uint16) % _BINS
    return bins


def _clear_margin(cells: Cells) -> None:
    for edge in (cells[:2], cells[-2:], cells[:, :2], cells[:, -2:]):
        edge[:] = 0


def _widened(cells: Cells) -> Cells:
    tall = cells.copy()
    tall[1:] |= cells[:-1]
    tall[:-1] |= cells[1:]
    wide = tall.copy()
    wide[:, 1:] |= tall[:, :-1]
    wide[:, :-1] |= tall[:, 1:]
    return wide
