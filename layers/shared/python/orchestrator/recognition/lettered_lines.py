"""Words put together as they are read: lines of lettering in any of the four directions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.geometry import Box, bounds
from orchestrator.pages import Word

_WORD_GAP, _STACK_GAP = 0.6, 0.7
"""Between words of a line, and between lines of a stack, at most; in heights of the lettering."""

_STACK_OVERLAP, _FLUSH = 0.4, 0.6
"""How far lines of a stack may reach into each other, and begin, end or lie apart in their middles; in heights."""

_LINE_SHIFT: Final = 0.35
_UNLIKE: Final = 1.5
_ROW_PT: Final = 6.0


@dataclass(frozen=True, slots=True)
class Line:
    """Words in a row: their indices in reading order, the box around them and how they are read."""

    words: tuple[int, ...]
    bbox: Box
    direction: int

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Begin, end, top and bottom as the line is read."""
        return in_reading_frame(self.bbox, self.direction)

    @property
    def height(self) -> float:
        """Height of the lettering, points."""
        _, _, top, bottom = self.frame
        return max(bottom - top, 1.0)


def in_reading_frame(box: Box, direction: int) -> tuple[float, float, float, float]:
    """Return begin, end, top and bottom of a box for who reads in a direction (degrees clockwise)."""
    x, y, width, height = box
    match round(direction / 90) % 4:
        case 1:
            return y, y + height, -x - width, -x
        case 2:
            return -x - width, -x, -y - height, -y
        case 3:
            return -y - height, -y, x, x + width
    return x, x + width, y, y + height


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Return the lines that words make; words that lie aslant stay alone."""
    rows: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
    frames = [in_reading_frame(word.bbox, word.direction) for word in words]
    lines: list[list[int]] = []
    for j in sorted(range(len(words)), key=lambda j: (words[j].direction, frames[j][0], j)):
        _, _, top, bottom = frames[j]
        row = int((top + bottom) / 2 // _ROW_PT)
        near = [line for r in (row - 1, row, row + 1) for line in rows[words[j].direction, r][-3:]]
        line = next((line for line in near if _follows(frames[line[-1]], frames[j])), None)
        if line is None or words[j].direction % 90:
            line = []
            lines.append(line)
            rows[words[j].direction, row].append(line)
        line.append(j)
    return [
        Line(tuple(line), around([words[j].bbox for j in line]), words[line[0]].direction) for line in lines
    ]


def stacks(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return pairs (upper, lower) of lines of which the lower is the next of a stack, from the top of the page down.

    It stands close under the upper one, and flush with it or in its middle, as the two are read.
    """
    frames = np.array([line.frame for line in lines], np.float64).reshape(-1, 4)
    begin, end, top, bottom = frames.T
    directions = np.array([line.direction for line in lines])
    height = np.maximum(bottom - top, 1.0)
    order = np.argsort(top, kind="stable")
    first = np.searchsorted(top[order], bottom - _STACK_OVERLAP * height, side="left")
    count = np.searchsorted(top[order], bottom + _STACK_GAP * height, side="right") - first
    upper = np.repeat(np.arange(len(lines)), count)
    lower = order[np.arange(len(upper)) + np.repeat(first - np.cumsum(count) + count, count)]
    near = (directions[upper] == directions[lower]) & (top[upper] < top[lower])
    upper, lower = upper[near], lower[near]
    least = np.minimum(height[upper], height[lower])
    gap, begins, ends = top[lower] - bottom[upper], begin[upper] - begin[lower], end[upper] - end[lower]
    aside = np.minimum(np.minimum(np.abs(begins), np.abs(ends)), np.abs(begins + ends) / 2)
    next_of = (aside <= _FLUSH * least) & (gap >= -_STACK_OVERLAP * least) & (gap <= _STACK_GAP * least)
    rank = np.empty(len(lines), np.int64)
    rank[np.argsort([line.bbox[1] for line in lines], kind="stable")] = np.arange(len(lines))
    pairs = zip(upper[next_of].tolist(), lower[next_of].tolist(), strict=True)
    return sorted(pairs, key=lambda pair: sorted(rank[list(pair)].tolist()))


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes."""
    return bounds([corner for x, y, w, h in boxes for corner in ((x, y), (x + w, y + h))])


def _follows(before: tuple[float, float, float, float], after: tuple[float, float, float, float]) -> bool:
    heights = before[3] - before[2], after[3] - after[2]
    height = max(min(heights), 1.0)
    shift = abs(before[2] + before[3] - after[2] - after[3]) / 2
    gap = after[0] - before[1]
    return (
        shift <= _LINE_SHIFT * height
        and max(heights) <= _UNLIKE * height
        and -0.3 * height <= gap <= _WORD_GAP * height
    )
