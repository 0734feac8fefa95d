"""Where the value of a label stands: after it, beside it, under it, or in the next cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from math import isfinite
from typing import Final

from orchestrator.extraction.title_block.frames import Frame
from orchestrator.extraction.title_block.labels import Label, is_second_line, label_of
from orchestrator.extraction.title_block.phrases import Phrase, joined
from orchestrator.extraction.title_block.rules import Cell, Rules

IN_CELL, LOOSE, NEXT_CELL, ABOVE, INLINE = 0.92, 0.75, 0.7, 0.75, 0.95
"""How surely a phrase belongs to a label, by the way that leads to it."""

_CELL_WIDTH, _CELL_HEIGHT = 0.5, 0.35
"""Shares of the page's sides; a larger cell is the frame of the drawing."""

_FAR_RIGHT, _FAR_BELOW = 10.0, 3.5
"""How far a value may stand from its label where no rules enclose them, in heights of the label."""

_MOST_NEIGHBOURS: Final = 100
_LOOK_BACK: Final = 200
"""Phrases, from top to bottom, among which the first line of a label is looked for."""

_LONGEST_COLUMN: Final = 15
"""Lines of a table of revisions that are looked through."""

_GAP: Final = 3.0
"""Points; double rules stand closer than this."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Phrases that may be a label's value (a line each), and how surely they belong to it."""

    lines: tuple[Phrase, ...]
    sureness: float


@dataclass(frozen=True, slots=True)
class Block:
    """The phrases of one direction that may belong to a title block, and the rules between them."""

    frame: Frame
    rules: Rules
    labels: tuple[tuple[Phrase, Label], ...]
    others: tuple[Phrase, ...]

    @classmethod
    def of(cls, frame: Frame, rules: Rules, phrases: Sequence[Phrase]) -> Block:
        """Sort phrases into labels and the rest."""
        known = [(phrase, label_of(phrase.text)) for phrase in _merged(phrases)]
        labels = tuple((phrase, label) for phrase, label in known if label)
        return cls(frame, rules, labels, tuple(phrase for phrase, label in known if not label))

    def cell(self, phrase: Phrase) -> Cell:
        """Return the cell that a phrase stands in."""
        return self.rules.cell(*phrase.middle, phrase.box[3])

    def is_closed(self, cell: Cell) -> bool:
        """Tell whether a cell is one of a table, not the frame of the drawing."""
        return cell.is_closed(self.frame.width * _CELL_WIDTH, self.frame.height * _CELL_HEIGHT)

    def neighbours(self, label: Phrase) -> Iterator[Neighbour]:
        """Yield what may be the value of a label, the likeliest first."""
        cell = self.cell(label)
        closed = self.is_closed(cell)
        found = (p for p in self.others if cell.holds(p.box) and (closed or _is_close(label, p)))
        inside = list(islice(found, _MOST_NEIGHBOURS))
        sureness = IN_CELL if closed else LOOSE
        for lines in (self._beside(label, inside, cell), self._below(label, inside, cell)):
            if lines:
                yield Neighbour(lines, sureness)
        if closed and (above := self._above(label, inside, cell)):
            yield Neighbour(above, ABOVE)
        if closed and not inside:
            yield from self._next_cells(label, cell)

    def _beside(self, label: Phrase, inside: list[Phrase], cell: Cell) -> tuple[Phrase, ...]:
        """Return the phrases to the right of a label as far as the next label."""
        end = label.box[0] + label.box[2]
        level = [p for p in inside if _same_line(label, p) and p.middle[0] > end]
        stop = min(
            (o.box[0] for o in self._labels_in(cell) if _same_line(label, o) and o.box[0] >= end),
            default=None,
        )
        ordered = sorted(level, key=lambda p: p.box[0])
        return tuple(p for p in ordered if stop is None or p.box[0] < stop)[:1]

    def _below(self, label: Phrase, inside: list[Phrase], cell: Cell) -> tuple[Phrase, ...]:
        """Return the lines under a label as far as the next label under it; columns of other labels are theirs."""
        labels = [o for o in self._labels_in(cell) if o is not label]
        rivals = [o for o in labels if _same_line(label, o)]
        under = [p for p in inside if p.middle[1] > label.middle[1] and not _same_line(label, p)]
        under = [p for p in under if all(_offset(label, p) <= _offset(o, p) for o in rivals)]
        stops = [o.box[1] for o in labels if o.middle[1] > label.middle[1] and not _same_line(label, o)]
        stop = min(stops, default=float("inf"))
        return tuple(takewhile(lambda p: p.box[1] < stop, sorted(under, key=lambda p: (p.box[1], p.box[0]))))

    def _above(self, label: Phrase, inside: list[Phrase], cell: Cell) -> tuple[Phrase, ...]:
        """Return the lines over a label that stands alone at the bottom of its cell."""
        if len(self._labels_in(cell)) > 1:
            return ()
        return tuple(p for p in inside if p.middle[1] < label.middle[1] and not _same_line(label, p))

    def column(self, head: Phrase) -> list[Phrase]:
        """Return the phrases over and under the head of a table's column, without labels."""
        x, y = head.middle
        cell = self.cell(head)
        width, reach = 2 * head.box[3], _LONGEST_COLUMN * head.box[3]
        left, right = max(cell.left, x - width), min(cell.right, x + width)
        return [p for p in self.others if left <= p.middle[0] <= right and abs(p.middle[1] - y) <= reach]

    def _labels_in(self, cell: Cell) -> list[Phrase]:
        return [phrase for phrase, _ in self.labels if cell.holds(phrase.box)]

    def _next_cells(self, label: Phrase, cell: Cell) -> Iterator[Neighbour]:
        """Yield the whole contents of the cell to the right and of the one below, when no label is in it."""
        x, y = label.middle
        height = label.box[3]
        for next_x, next_y in ((cell.right + _GAP, y), (x, cell.bottom + _GAP)):
            if not (isfinite(next_x) and isfinite(next_y)):
                continue
            other = self.rules.cell(next_x, next_y, height)
            lines = tuple(phrase for phrase in self.others if other.holds(phrase.box))
            if lines and self.is_closed(other) and not self._labels_in(other):
                yield Neighbour(lines, NEXT_CELL)


def _merged(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases with labels of two lines as one: `DRAWING` over `NO.` is one."""
    merged: list[Phrase] = []
    for phrase in phrases:
        heads = (
            [head for head in merged[-_LOOK_BACK:] if _goes_on(head, phrase)]
            if is_second_line(phrase.text)
            else []
        )
        if heads:
            merged[merged.index(heads[0])] = joined(heads[0], phrase)
        else:
            merged.append(phrase)
    return merged


def _goes_on(head: Phrase, phrase: Phrase) -> bool:
    """Tell whether a phrase is the second line of a label that a first word begins."""
    height = head.box[3]
    below = 0 < phrase.middle[1] - head.middle[1] <= 1.6 * height
    aligned = abs(phrase.box[0] - head.box[0]) <= height or abs(phrase.middle[0] - head.middle[0]) <= height
    return below and aligned and len(head.words) == 1 and label_of(head.text) is not None


def _same_line(a: Phrase, b: Phrase) -> bool:
    return abs(a.middle[1] - b.middle[1]) <= 0.5 * min(a.box[3], b.box[3])


def _offset(label: Phrase, phrase: Phrase) -> float:
    """Return how far a phrase stands from the column of a label."""
    return min(abs(label.box[0] - phrase.box[0]), abs(label.middle[0] - phrase.middle[0]))


def _is_close(label: Phrase, phrase: Phrase) -> bool:
    """Tell whether a phrase is near enough to a label that no rules tie it to."""
    x, y, width, height = label.box
    right = phrase.box[0] - x - width
    down = phrase.box[1] - y - height
    if _same_line(label, phrase):
        return 0 <= right <= _FAR_RIGHT * height
    under = phrase.box[0] + phrase.box[2] > x - 2 * height and phrase.box[0] < x + width + 4 * height
    return under and -0.3 * height <= down <= _FAR_BELOW * height
