"""Where a legend's column of symbols ends: at the empty strip between it and a plan that is drawn beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final, Literal

from orchestrator.geometry import Box, centre

_GUTTER: Final = 1.5
"""The least width of the strip, in line heights."""

_COMPLETE: Final = 0.8
"""Share of the lines with something beside them that have it on this side of the strip, and of a column's symbols
that stand in line."""

_ALIGNED: Final = 0.75
"""In line heights: how far from one another the middles, or the edges, of a column's symbols lie."""

_LEAST_A_ROW, _MOST_A_ROW = 0.5, 1.5
"""How many groups of strokes a line a column of symbols has."""


def gutter(
    drawn: Iterable[Box], lines: Sequence[Box], side: Literal["left", "right"], height: float
) -> float | None:
    """Return where an empty strip parts a column's symbols from foreign strokes beyond it, or None.

    Beyond it stand foreign ones where nearly every line has its symbol without them, and they are no column
    themselves: rows may show two symbols each, and then both columns are of the legend.

    Args:
        drawn: boxes of the groups of strokes at this side of the descriptions.
        lines: boxes of the descriptions' lines.
        side: of the descriptions, at which the symbols stand.
        height: of a line, points.
    """
    outwards = sorted(drawn, key=lambda box: -box[0] - box[2] if side == "left" else box[0])
    told = _accompanied(outwards, lines, height)
    end: float | None = None
    for i, box in enumerate(outwards):
        near, far = (box[0] + box[2], box[0]) if side == "left" else (box[0], box[0] + box[2])
        if end is not None and abs(near - end) >= _GUTTER * height and (near < end) == (side == "left"):
            complete = _accompanied(outwards[:i], lines, height) >= _COMPLETE * told
            if complete and not _is_column(outwards[i:], lines, height):
                return (near + end) / 2
        end = far if end is None else min(end, far) if side == "left" else max(end, far)
    return None


def _accompanied(drawn: Sequence[Box], lines: Iterable[Box], height: float) -> int:
    """Return how many lines have something drawn at their level."""
    return sum(
        any(box[1] - height <= centre(line)[1] <= box[1] + box[3] + height for box in drawn) for line in lines
    )


def _is_column(drawn: Sequence[Box], lines: Sequence[Box], height: float) -> bool:
    """Tell whether strokes are a column of symbols: one below the other, in line, about as many as the lines."""
    edges = ([b[0] for b in drawn], [centre(b)[0] for b in drawn], [b[0] + b[2] for b in drawn])
    most = max(round(_COMPLETE * len(drawn)), 1)
    spread = min(sorted(abs(at - median(ats)) for at in ats)[most - 1] for ats in edges)
    as_many = _LEAST_A_ROW * len(lines) <= len(drawn) <= _MOST_A_ROW * len(lines)
    return as_many and spread <= _ALIGNED * height
