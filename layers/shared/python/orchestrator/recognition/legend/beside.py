"""Legends in rows: a column of descriptions with its symbols at the left or at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, Literal

from orchestrator.extraction.title_block.phrases import Phrase
from orchestrator.geometry import Box, area, centre, contains, expand
from orchestrator.recognition.legend.columns import Column
from orchestrator.recognition.legend.gutter import gutter
from orchestrator.recognition.legend.ink import around, clusters
from orchestrator.recognition.legend.naming import class_of
from orchestrator.recognition.legend.pairing import Pair, align
from orchestrator.recognition.legend.sheet import LegendSheet

Side = Literal["left", "right"]

_REACH, _LEAST_REACH_PT = 20.0, 110.0
"""How far beside its description a symbol may begin, in line heights and in points."""

_NEAR, _NEAR_PT = 0.35, 2.0
"""How far apart the strokes of a symbol may lie, in line heights and in points, the lesser of the two."""

_ROW_GAP: Final = 3.0
_SHARED: Final = 0.5
"""Two groups of strokes that share this much of the lower one's height stand in one row."""

_TITLE: Final = 1.25
"""How far from the level of any description words stand from which they title a group of rows, in line heights."""

_MARK_LETTERS: Final = 7
_MANY: Final = 0.6
"""Of a column's lines: as many phrases beside it with one left edge are a column too, at whatever levels they stand."""

_LETTERED: Final = 0.5
"""Of a picture: as much covered by letters is no symbol around them."""

_TEXT_LETTERS: Final = 10
"""Letters in a row that no symbol has."""

_LONGER_RULE: Final = 0.6
_LEAST_PT: Final = 2.5
_MOST_SYMBOLS: Final = 400


@dataclass(frozen=True, slots=True)
class Row:
    """A symbol's picture and its description; `letters` are words in the picture."""

    picture: Box
    lines: tuple[Phrase, ...]
    letters: tuple[Phrase, ...]
    confidence: float
    is_drawn: bool = True

    @property
    def description(self) -> str:
        """The lines as one text."""
        return " ".join(line.text for line in self.lines)

    @property
    def is_lettered(self) -> bool:
        """Whether the picture is letters and not much else."""
        return sum(area(p.box) for p in self.letters) >= _LETTERED * area(self.picture) > 0

    @property
    def is_named(self) -> bool:
        """Whether the description names a class of the taxonomy, and something is drawn for it."""
        return self.is_drawn and class_of(self.description) is not None

    @property
    def box(self) -> Box:
        """The box around all of it."""
        return around([self.picture, *(line.box for line in self.lines)])


@dataclass(frozen=True, slots=True)
class Rows:
    """What a column and a side of it come to: the pairs, and how much is left without a partner.

    `listed` are the lines that belong to marks and not to symbols.
    """

    column: Column
    rows: tuple[Row, ...]
    symbols: int
    listed: int = 0

    @property
    def share(self) -> float:
        """Share of the column's lines and of its symbols that have a partner."""
        lines = sum(len(row.lines) for row in self.rows) / max(len(self.column.phrases) - self.listed, 1)
        return min(lines, len(self.rows) / max(self.symbols, 1))


def rows_beside(sheet: LegendSheet, column: Column, side: Side) -> Rows:
    """Return the rows that a column of descriptions and what is drawn at one side of it make."""
    zone = _zone(sheet, column, side)
    found = _symbols(sheet, column, side, zone) if zone else []
    if not found or len(found) > _MOST_SYMBOLS:
        return Rows(column, (), 0)
    lines = column.phrases

    def barred(i: int) -> bool:
        x = centre(lines[i].box)[0]
        upper, lower = centre(lines[i - 1].box)[1], centre(lines[i].box)[1]
        return sheet.rule_across(upper, lower, x) is not None

    pairs = align([line.box for line in lines], [box for box, _ in found], column.height, barred)
    rows = tuple(_row(sheet, column, pair, found[pair.symbol : pair.last]) for pair in pairs)
    parts = sum(pair.last - pair.symbol - 1 for pair in pairs)
    kept = _symbol_rows(rows)
    listed = sum(len(row.lines) for row in rows) - sum(len(row.lines) for row in kept)
    return Rows(column, kept, len(found) - parts - len(rows) + len(kept), listed)


def _symbol_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return rows without those whose picture is a mark or text: of lists within a legend, of another column.

    What a subscript stands for is listed under its symbol's description, farther in than the symbols.
    """
    drawn = [row.picture for row in rows if not row.is_lettered]
    low, high = (
        min((box[0] for box in drawn), default=0.0),
        max((box[0] + box[2] for box in drawn), default=0.0),
    )

    def is_symbol(row: Row) -> bool:
        x, _, width, _ = row.picture
        in_line = not drawn or (x < high and low < x + width)
        texts = sum(sum(c.isalpha() for c in p.text) >= _TEXT_LETTERS for p in row.letters)
        return texts <= 1 and (not row.is_lettered or (in_line and not texts))

    return tuple(row for row in rows if is_symbol(row))


def _row(sheet: LegendSheet, column: Column, pair: Pair, symbols: Sequence[tuple[Box, bool]]) -> Row:
    box, is_drawn = around(box for box, _ in symbols), any(drawn for _, drawn in symbols)
    lines = column.phrases[pair.first : pair.end]
    inside = tuple(p for p in sheet.phrases if contains(expand(box, 1.0), *centre(p.box)) and p not in lines)
    return Row(box, lines, inside, pair.confidence, is_drawn)


def _zone(sheet: LegendSheet, column: Column, side: Side) -> Box | None:
    """Return the part of the page where a column's symbols stand: up to the next text or ruled line beside it."""
    x, y, width, height = column.box
    reach = max(_REACH * column.height, _LEAST_REACH_PT)
    margin = max(1.2 * column.height, _pitch(column))
    top, bottom = y - margin, y + height + margin
    near, far = (x, x - reach) if side == "left" else (x + width, x + width + reach)
    low, high = sorted((near, far))
    texts = [p for p in sheet.phrases if _is_text_between(p, low, high, (y, y + height), column)]
    texts = [p for p in texts if _parts(p, texts, column)]
    if side == "left":
        low = max([low, *(p.box[0] + p.box[2] for p in texts)])
    else:
        high = min([high, *(p.box[0] for p in texts)])
    rules = [
        at
        for at, start, end in sheet.down
        if low < at < high and min(end, bottom) - max(start, top) >= _LONGER_RULE * (bottom - top)
    ]
    edges = sorted({low, *rules, high}, reverse=side == "left")
    for one, other in pairwise(edges):
        a, b = sorted((one, other))
        if b - a > _LEAST_PT and sheet.strokes_in(a - 0.5, top, b + 0.5, bottom):
            return a - 0.5, top, b - a + 1.0, bottom - top
    return (low, top, high - low, bottom - top) if high - low > _LEAST_PT else None


def _parts(phrase: Phrase, texts: Sequence[Phrase], column: Column) -> bool:
    """Tell whether a phrase ends the space beside a column: level with a line of it, or one of a column itself."""
    level = any(_level(phrase, line) for line in column.phrases)
    peers = sum(abs(other.box[0] - phrase.box[0]) <= column.height / 2 for other in texts)
    return level or peers >= _MANY * len(column.phrases)


def _level(a: Phrase, b: Phrase) -> bool:
    return abs(a.middle[1] - b.middle[1]) <= 0.5 * b.box[3]


def _pitch(column: Column) -> float:
    tops = [phrase.box[1] for phrase in column.phrases]
    return median([b - a for a, b in pairwise(tops)] or [2 * column.height])


def _is_text_between(
    phrase: Phrase, low: float, high: float, levels: tuple[float, float], column: Column
) -> bool:
    """Tell whether a phrase is text of another column, not letters of a symbol, within a part of the page."""
    x, y, width, height = phrase.box
    level = levels[0] - height <= y <= levels[1]
    long = sum(c.isalpha() for c in phrase.text) >= _MARK_LETTERS
    return level and long and low < x + width and x < high and phrase not in column.phrases


def _symbols(sheet: LegendSheet, column: Column, side: Side, zone: Box) -> list[tuple[Box, bool]]:
    """Return the symbols in a zone from top to bottom, and whether they are drawn or letters alone."""
    left, top, width, height = zone
    strokes = sheet.strokes_in(left, top, left + width, top + height)
    if strokes is None:
        return []
    letters = [p.box for p in sheet.phrases if contains(zone, *centre(p.box)) and p not in column.phrases]
    letters = [box for box in letters if not any(box == head.box for head in sheet.heads)]
    near = min(_NEAR * column.height, _NEAR_PT)
    drawn = [c for c in clusters(strokes, near) if max(c[2], c[3]) >= _LEAST_PT]
    end = gutter(drawn, [p.box for p in column.phrases], side, column.height)
    if end is not None:
        drawn, letters = _within(drawn, side, end), _within(letters, side, end)
    drawn = _in_rows(drawn, side, _ROW_GAP * column.height)
    drawn = [_with_letters(box, letters, near) for box in drawn]
    alone = [box for box in letters if not any(_share(box, other) > 0.2 for other in drawn)]
    alone = [box for box in alone if _is_beside_line(box, column)]
    alone = _in_rows(alone, side, _ROW_GAP * column.height)
    return sorted([*((b, True) for b in drawn), *((b, False) for b in alone)], key=lambda s: centre(s[0])[1])


def _is_beside_line(letters: Box, column: Column) -> bool:
    """Tell whether letters stand at the level of a description: the title of a group of rows stands above one."""
    middle = centre(letters)[1]
    return any(abs(middle - line.middle[1]) <= _TITLE * column.height for line in column.phrases)


def _within(boxes: Sequence[Box], side: Side, end: float) -> list[Box]:
    """Return the boxes between the descriptions and where the column of their symbols ends."""
    return [box for box in boxes if (centre(box)[0] > end) == (side == "left")]


def _with_letters(box: Box, letters: Sequence[Box], reach: float) -> Box:
    """Return a symbol's box with the letters that touch it."""
    grown = expand(box, reach)
    return around([box, *(other for other in letters if _touch(grown, other))])


def _touch(a: Box, b: Box) -> bool:
    return a[0] <= b[0] + b[2] and b[0] <= a[0] + a[2] and a[1] <= b[1] + b[3] and b[1] <= a[1] + a[3]


def _in_rows(boxes: Sequence[Box], side: Side, gap: float) -> list[Box]:
    """Return boxes with those of one row made one: a row may show several symbols, or one of several parts."""
    rows: list[Box] = []
    ordered = sorted(boxes, key=lambda box: -box[0] - box[2] if side == "left" else box[0])
    for box in ordered:
        for i, row in enumerate(rows):
            apart = max(row[0] - box[0] - box[2], box[0] - row[0] - row[2])
            if apart <= gap and _share(box, row) >= _SHARED:
                rows[i] = around([row, box])
                break
        else:
            rows.append(box)
    return rows


def _share(a: Box, b: Box) -> float:
    """Return how much of the lower one's height two boxes have in common, as levels of the page."""
    common = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(common, 0.0) / max(min(a[3], b[3]), 0.1)
