"""Which lines of a description belong to which symbol of a column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf
from typing import Final

from orchestrator.geometry import Box
from orchestrator.recognition.legend.ink import around

MOST_LINES: Final = 10
"""Lines of one description."""

_SKIPPED_LINE, _SKIPPED_SYMBOL = 1.2, 1.6
"""What it costs to leave a line or a symbol alone, in line heights that a symbol may stand off instead."""

_JOIN: Final = 0.08
_USUAL_PITCH: Final = 1.75
"""Distance of the lines of one description in line heights; what is more costs."""

_FARTHEST: Final = 12.0
"""How far a symbol may stand from the middle of its description, in line heights."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Lines `first` up to `end`, groups of strokes `symbol` up to `last`, and how well they fit: 0 is best."""

    first: int
    end: int
    symbol: int
    last: int
    cost: float

    @property
    def confidence(self) -> float:
        """How surely the two belong together, 0..1."""
        return exp(-0.25 * self.cost)


_PARTS: Final = 3
_PART: Final = 0.35
"""What it costs to take a further group of strokes as part of a symbol; the space between them costs as well."""

_WIDER, _MIXED = 1.2, 1.4
"""Of the least distance of two lines: from where it parts descriptions, and from where there are both kinds."""

_BROKEN: Final = 1.0
"""What it costs to begin a description at a line that stands close under the one before."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of a column, and where ruled lines or space part them."""

    lines: Sequence[Box]
    height: float
    barred: Callable[[int], bool]

    @property
    def closest(self) -> float:
        """The least distance of two lines that follow each other, points."""
        return min(self._pitches, default=self.height)

    @property
    def _pitches(self) -> list[float]:
        return [max(b[1] - a[1], 0.5 * self.height) for a, b in pairwise(self.lines)]

    def joins(self) -> list[float]:
        """Return what it costs to take each line together with the one before: infinite across a ruled line."""
        close = self.closest
        costs = [inf]
        for i, pitch in enumerate(self._pitches, 1):
            wide = 2 * max(pitch / self.height - _USUAL_PITCH, 0.0) + 1.5 * max(pitch / close - _WIDER, 0.0)
            costs.append(inf if self.barred(i) else _JOIN + wide)
        return costs

    def breaks(self) -> list[float]:
        """Return what it costs to begin a description at each line."""
        pitches, close = self._pitches, self.closest
        mixed = max(pitches, default=0.0) >= _MIXED * close
        return [0.0, *(_BROKEN if mixed and pitch <= 1.1 * close else 0.0 for pitch in pitches)]


_Best = list[list[tuple[float, "_Step | None"]]]
_Step = tuple[int, int, Pair | None]


def align(
    lines: Sequence[Box], symbols: Sequence[Box], height: float, barred: Callable[[int], bool]
) -> list[Pair]:
    """Return the pairs of a column that together cost least, from top to bottom.

    Both run down the page in one order, so the best whole is found step by step (Needleman & Wunsch 1970): a symbol,
    of one group of strokes or several, goes with one line or several, at their middle or level with the first.

    Args:
        lines: boxes of the lines, from top to bottom.
        symbols: boxes of the groups of strokes, from top to bottom.
        height: of a line, points.
        barred: tells whether a ruled line stands between a line and the one before it.
    """
    text = _Text(lines, height, barred)
    joins, breaks = text.joins(), text.breaks()
    best: _Best = [[(inf, None)] * (len(symbols) + 1) for _ in range(len(lines) + 1)]
    best[0][0] = (0.0, None)
    for i in range(len(lines) + 1):
        for j in range(len(symbols) + 1):
            if i < len(lines):
                _offer(best, (i + 1, j), (i, j, None), _SKIPPED_LINE)
            if j < len(symbols):
                _offer(best, (i, j + 1), (i, j, None), _SKIPPED_SYMBOL)
            for pair in _pairs(i, j, text, symbols, joins):
                _offer(best, (pair.end, pair.last), (i, j, pair), pair.cost + breaks[i])
    return _traced(best)


def _offer(best: _Best, to: tuple[int, int], step: _Step, cost: float) -> None:
    """Take a step where it is the cheapest way so far."""
    whole = best[step[0]][step[1]][0] + cost
    if whole < best[to[0]][to[1]][0]:
        best[to[0]][to[1]] = (whole, step)


def _pairs(i: int, j: int, text: _Text, symbols: Sequence[Box], joins: Sequence[float]) -> Iterator[Pair]:
    """Yield the pairs that begin with a line and a group of strokes."""
    for last in range(j + 1, min(j + _PARTS, len(symbols)) + 1 if i < len(text.lines) else 0):
        whole = around(symbols[j:last])
        space = sum(_apart(a, b) for a, b in pairwise(symbols[j:last])) / text.height
        cost = (last - j - 1) * _PART + 0.5 * space
        if abs(whole[1] - text.lines[i][1]) > _FARTHEST * text.height:
            return
        for end in range(i + 1, min(i + MOST_LINES, len(text.lines)) + 1):
            cost += joins[end - 1] if end > i + 1 else 0.0
            if cost == inf:
                break
            off = _off(text.lines[i], text.lines[end - 1], whole, text.height)
            yield Pair(i, end, j, last, cost + off)


def _apart(upper: Box, lower: Box) -> float:
    """Return the space between two groups of strokes, under each other or aside."""
    aside = max(upper[0] - lower[0] - lower[2], lower[0] - upper[0] - upper[2], 0.0)
    return max(lower[1] - upper[1] - upper[3], 0.0) + aside


def _off(first: Box, last: Box, symbol: Box, height: float) -> float:
    """Return how far a symbol's middle lies from that of its lines, or of the first where it stands at its level."""
    middle = symbol[1] + symbol[3] / 2
    of_all = abs(middle - (first[1] + last[1] + last[3]) / 2) / height
    of_first = abs(middle - first[1] - first[3] / 2) / height
    top = abs(symbol[1] - first[1]) / height + 0.15
    return min(of_all, of_first + 0.05, top)


def _traced(best: _Best) -> list[Pair]:
    pairs: list[Pair] = []
    i, j = len(best) - 1, len(best[0]) - 1
    while (step := best[i][j][1]) is not None:
        i, j, pair = step
        if pair:
            pairs.append(pair)
    return pairs[::-1]
