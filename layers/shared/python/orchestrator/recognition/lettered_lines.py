"""Words put together as they are read: lines of lettering in any of the four directions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from orchestrator.geometry import Box, bounds
from orchestrator.pages import Word

_WORD_GAP, _STACK_GAP = 0.6, 0.7
"""Between words of a line, and between lines of a stack, at most; in heights of the lettering."""

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


def is_below(lower: Line, upper: Line) -> bool:
    """Tell whether a line is the next of a stack: close under the other, and flush with it or in its middle."""
    if lower.direction != upper.direction:
        return False
    (a0, a1, top, bottom), (b0, b1, next_top, _) = upper.frame, lower.frame
    height = min(lower.height, upper.height)
    flush = min(abs(a0 - b0), abs(a1 - b1), abs(a0 + a1 - b0 - b1) / 2) <= 0.6 * height
    return flush and top < next_top and -0.4 * height <= next_top - bottom <= _STACK_GAP * height


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
