"""How many points lie in a box, for any number of boxes: a summed-area table (Crow 1984)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.geometry import Box
from orchestrator.recognition.repeats.strokes import Points

_MOST_CELLS: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of points in cells of `cell_pt`, summed from the page's corner: (rows + 1, columns + 1)."""

    cell_pt: float
    summed: NDArray[np.int32]

    def within(self, box: Box) -> int:
        """Return how many points lie in a box, whose edges are moved out to the next cell's, 1 pt on usual sheets."""
        rows, columns = self.summed.shape
        x0, y0 = (int(np.floor(value / self.cell_pt)) for value in box[:2])
        x1, y1 = (int(np.ceil((box[k] + box[k + 2]) / self.cell_pt)) for k in (0, 1))
        x0, x1 = (min(max(x, 0), columns - 1) for x in (x0, x1))
        y0, y1 = (min(max(y, 0), rows - 1) for y in (y0, y1))
        table = self.summed
        return int(table[y1, x1] - table[y0, x1] - table[y1, x0] + table[y0, x0])


def tally_of(points: Points, width_pt: float, height_pt: float) -> Tally:
    """Return the tally of points on a page of this size; those off it are not counted."""
    cell = max(1.0, float(np.sqrt(width_pt * height_pt / _MOST_CELLS)))
    columns, rows = int(width_pt / cell) + 1, int(height_pt / cell) + 1
    x, y = np.floor(points.real / cell).astype(np.int64), np.floor(points.imag / cell).astype(np.int64)
    on_page = (x >= 0) & (y >= 0) & (x < columns) & (y < rows)
    counts = np.bincount(y[on_page] * columns + x[on_page], minlength=rows * columns).reshape(rows, columns)
    summed = np.zeros((rows + 1, columns + 1), np.int32)
    inner = summed[1:, 1:]
    np.cumsum(counts, axis=0, dtype=np.int32, out=inner)
    np.cumsum(inner, axis=1, out=inner)
    return Tally(cell, summed)
