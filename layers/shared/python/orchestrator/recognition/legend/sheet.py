"""A page as a legend is looked for on it: phrases, ruled lines, and the strokes between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.extraction.title_block.frames import Frame
from orchestrator.extraction.title_block.phrases import Phrase, directions, phrases
from orchestrator.extraction.title_block.rules import Rules
from orchestrator.geometry import Box, centre
from orchestrator.pages import Page
from orchestrator.recognition.legend.headings import Heading, heading_of, headings
from orchestrator.recognition.legend.ink import Rule, off_rules, ruled, stroke_boxes

MOST_PHRASES: Final = 4_000
"""Of a page: more is a book, and every phrase is compared with those around it."""

MOST_STROKES: Final = 6_000
"""Of a column of symbols: more is a plan."""

_LONGEST_RULE_MARK_PT: Final = 45.0
_LARGEST_MARK_PT: Final = 130.0
"""Longest side of a stroke that can be part of a symbol in a legend."""


@dataclass(frozen=True, slots=True)
class LegendSheet:
    """What of a page can be a legend; boxes xywh in points of the displayed page.

    Attributes:
        phrases: words that stand beside each other, from top to bottom.
        heads: the headings among them.
        across, down: ruled lines.
        strokes: (N, 4) left, top, right, bottom of the strokes that are small enough for a symbol.
    """

    phrases: tuple[Phrase, ...]
    heads: tuple[Heading, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    strokes: NDArray[np.float64]

    @classmethod
    def of(cls, page: Page) -> LegendSheet | None:
        """Return what the text that reads from left to right and the strokes of a page are, or None for a book."""
        words = directions(page)[0]
        if not 0 < len(words) <= 4 * MOST_PHRASES:
            return None
        boxes = stroke_boxes(page.vectors)
        across, down = ruled(page.vectors, boxes)
        across = [rule for rule in across if rule[2] - rule[1] >= _LONGEST_RULE_MARK_PT]
        down = [rule for rule in down if rule[2] - rule[1] >= _LONGEST_RULE_MARK_PT]
        frame = Frame(page.width_pt, page.height_pt, 0)
        bars = [(x, top, 0.0, bottom - top) for x, top, bottom in down]
        found = phrases(words, frame, Rules(bars, frame))
        if len(found) > MOST_PHRASES:
            return None
        small = (boxes[:, 2:] - boxes[:, :2]).max(axis=1) <= _LARGEST_MARK_PT
        return cls(
            tuple(found),
            tuple(headings(found)),
            tuple(across),
            tuple(down),
            boxes[small],
        )

    @property
    def text_height(self) -> float:
        """The usual height of a phrase's box, points."""
        return median(phrase.box[3] for phrase in self.phrases)

    def strokes_in(self, left: float, top: float, right: float, bottom: float) -> list[Box] | None:
        """Return the strokes wholly in a part of the page, on no ruled line; None for as many as a plan has."""
        x0, y0, x1, y1 = self.strokes.T
        inside = self.strokes[(x0 >= left) & (y0 >= top) & (x1 <= right) & (y1 <= bottom)]
        if len(inside) > MOST_STROKES:
            return None
        across = [r for r in self.across if top <= r[0] <= bottom and r[1] <= right and left <= r[2]]
        down = [r for r in self.down if left <= r[0] <= right and r[1] <= bottom and top <= r[2]]
        return [(a, b, c - a, d - b) for a, b, c, d in off_rules(inside, across, down).tolist()]

    def is_drawn_on(self, box: Box) -> bool:
        """Tell whether strokes run through a box, on no ruled line: then its words are letters of a symbol."""
        left, top, right, bottom = box[0], box[1], box[0] + box[2], box[1] + box[3]
        x0, y0, x1, y1 = self.strokes.T
        through = self.strokes[(x0 <= right) & (x1 >= left) & (y0 <= bottom) & (y1 >= top)]
        if not len(through):
            return False
        left, top = through[:, :2].min(axis=0).tolist()
        right, bottom = through[:, 2:].max(axis=0).tolist()
        across = [r for r in self.across if top - 1 <= r[0] <= bottom + 1]
        down = [r for r in self.down if left - 1 <= r[0] <= right + 1]
        return bool(len(off_rules(through, across, down)))

    def rule_across(self, top: float, bottom: float, x: float) -> float | None:
        """Return where the lowest ruled line stands that crosses `x` between two heights, or None."""
        found = [at for at, start, end in self.across if top < at < bottom and start <= x <= end]
        return max(found, default=None)

    def heading_of(self, box: Box, reach: float) -> Heading | None:
        """Return the heading that a box stands under, one beyond a ruled line only where there is no other.

        Sheets full of legends and notes are ruled into panels, and the next panel's heading may be the nearest. Lines
        that end under a heading rule its own panel into columns. A heading does not stand behind what it announces.
        """
        same_column = [head for head in self.heads if not self._parted(box, head.box)]
        same_panel = [head for head in self.heads if not self._parted(box, head.box, head.box)]
        before = [head for head in self.heads if head.box[0] < box[0] + box[2]]
        found = (heading_of(box, heads, reach) for heads in (same_column, same_panel, before))
        return next(filter(None, found), None)

    def _parted(self, box: Box, other: Box, level: Box | None = None) -> bool:
        """Tell whether a ruled line stands at a box's level, and at another `level`, between it and one beside it."""
        left, right = sorted((box, other), key=lambda one: one[0])
        between = left[0] + left[2], right[0]
        rules = set(self.rules_down(*between, centre(box)[1]))
        return bool(rules & set(self.rules_down(*between, centre(level)[1])) if level else rules)

    def rules_down(self, left: float, right: float, y: float) -> Sequence[float]:
        """Return where the ruled lines stand that cross the height `y` between two places."""
        return [at for at, start, end in self.down if left < at < right and start <= y <= end]
