"""The ruled lines of a page and the cells between them."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from math import inf
from typing import Final

from orchestrator.extraction.title_block.frames import Frame
from orchestrator.geometry import Box
from orchestrator.pages import Vectors

_NUMBERS: Final = {"l": 4, "c": 8, "r": 4, "q": 8}
_STRAIGHT_PT: Final = 0.75
"""A line or filled bar this thin is a rule."""

_SHORTEST_PT: Final = 8.0
_TALLER: Final = 1.1
"""A rule is longer than the box of the text beside it; the strokes of its letters are not."""

_TOUCH_PT: Final = 1.5
"""Rules that end this close to each other meet."""

_Rule = tuple[float, float, float]
"""Where the rule stands, and from where to where it runs."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The space between the nearest rules around a point; a side without a rule is infinitely far."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, box: Box) -> bool:
        """Tell whether the middle of a box lies in the cell."""
        x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def is_closed(self, max_width: float, max_height: float) -> bool:
        """Tell whether rules enclose the cell and it is no larger than this."""
        return self.right - self.left <= max_width and self.bottom - self.top <= max_height


class Rules:
    """The rules of a page in one reading frame."""

    def __init__(self, bars: Iterable[Box], frame: Frame) -> None:
        across: list[_Rule] = []
        down: list[_Rule] = []
        for x, y, width, height in map(frame.turn, bars):
            if width > height:
                across.append((y + height / 2, x, x + width))
            else:
                down.append((x + width / 2, y, y + height))
        self._across, self._down = sorted(across), sorted(down)

    def cell(self, x: float, y: float, text_height: float) -> Cell:
        """Return the cell around a point; strokes as short as letters of `text_height` are no rules."""
        shortest = _TALLER * text_height
        return Cell(
            _next(self._down, x, y, shortest, -1),
            _next(self._across, y, x, shortest, -1),
            _next(self._down, x, y, shortest, 1),
            _next(self._across, y, x, shortest, 1),
        )

    def part(self, left: Box, right: Box) -> bool:
        """Tell whether a rule stands between two boxes side by side."""
        height = max(left[3], right[3])
        start, y = left[0] + left[2] / 2, left[1] + left[3] / 2
        end = right[0] + right[2] / 2
        return _next(self._down, start, y, _TALLER * height, 1, end) <= end


def _next(
    rules: list[_Rule], at: float, across: float, shortest: float, step: int, last: float = inf
) -> float:
    """Return where the next rule stands that runs past `across`, from `at` to one side and not beyond `last`."""
    index = bisect_left(rules, (at,)) + (-1 if step < 0 else 0)
    while 0 <= index < len(rules):
        where, start, end = rules[index]
        if where > last:
            break
        if start - _TOUCH_PT <= across <= end + _TOUCH_PT and end - start >= shortest:
            return where
        index += step
    return step * inf


def longest(bars: Iterable[Box], most: int) -> list[Box]:
    """Return the longest of many bars, at most `most`, in any order."""
    left = iter(bars)
    found = list(islice(left, most))
    if len(found) < most:
        return found
    return heapq.nlargest(most, chain(found, left), key=lambda box: max(box[2], box[3]))


def bars(vectors: Vectors) -> Iterator[Box]:
    """Yield the straight strokes and thin bars along the page's axes as boxes xywh."""
    at = 0
    coords = vectors.coords
    for op in vectors.ops:
        size = _NUMBERS[op]
        if op == "l":  # nearly all: without a function of their own they take half the time
            ax, ay, bx, by = coords[at : at + size]
            width, height = abs(ax - bx), abs(ay - by)
            if (width >= _SHORTEST_PT or height >= _SHORTEST_PT) and (
                width <= _STRAIGHT_PT or height <= _STRAIGHT_PT
            ):
                yield min(ax, bx), min(ay, by), width, height
        elif op != "c":
            for box in _edges(op, coords[at : at + size]):
                long, thin = max(box[2], box[3]), min(box[2], box[3])
                if long >= _SHORTEST_PT and thin <= _STRAIGHT_PT:
                    yield box
        at += size


def _edges(op: str, numbers: tuple[float, ...]) -> Iterator[Box]:
    if op == "r":
        x, y, width, height = numbers
        if min(width, height) <= _STRAIGHT_PT:
            yield x, y, width, height
            return
        yield from ((x, y, width, 0.0), (x, y + height, width, 0.0))
        yield from ((x, y, 0.0, height), (x + width, y, 0.0, height))
        return
    points = list(zip(numbers[0::2], numbers[1::2], strict=True))
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        yield min(ax, bx), min(ay, by), abs(ax - bx), abs(ay - by)
