"""Where two aligned issues of a sheet are drawn or written differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.geometry import Box, centre, contains
from orchestrator.pages import Word
from orchestrator.recognition.compare.alignment import Alignment
from orchestrator.recognition.compare.crossings import only_crossed
from orchestrator.recognition.compare.sheet import Sheet
from orchestrator.recognition.compare.similarity import Similarity
from orchestrator.recognition.compare.tally import Tally, tally_of
from orchestrator.recognition.repeats.strokes import Flags, Points

LEAST_PT: Final = 2.0
"""Length of ink from which it is a difference, points of the sheet it is drawn on."""

_NEAR: Final = 0.6
"""Of a word's height: how far the same word may be from where it was."""
_CROSSING: Final = 0.04
"""Share of a box's ink below which it is none: another one's wire that passes through its edge."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one issue of a sheet has that the other has not, in its own points.

    Attributes:
        sheet: the issue.
        gone: (M,) points along strokes that have no ink in the other issue, `sheet.step_pt` apart.
        same: which of the sheet's samples are not gone.
        words: words that the other issue has not, or not there.
        ink, gone_ink: how many of all samples, and of those, lie where.
    """

    sheet: Sheet
    gone: Points
    same: Flags
    words: tuple[Word, ...]
    ink: Tally
    gone_ink: Tally

    def differs(self, box: Box) -> bool:
        """Tell whether something in a box is drawn or written here that the other issue has not."""
        if any(contains(box, *centre(word.bbox)) for word in self.words):
            return True
        gone, all_of_it = self.gone_ink.within(box), self.ink.within(box)
        return gone * self.sheet.step_pt >= LEAST_PT and gone >= _CROSSING * all_of_it

    def share_gone(self, box: Box) -> float:
        """Return the share of the ink in a box that the other issue has not, 0..1; 0 where there is none."""
        return self.gone_ink.within(box) / max(self.ink.within(box), 1)

    def is_blank(self, box: Box) -> bool:
        """Tell whether nothing is drawn or written in a box."""
        return not self.ink.within(box) and not any(contains(box, *centre(w.bbox)) for w in self.sheet.words)


def sides_of(base: Sheet, other: Sheet, alignment: Alignment) -> tuple[Side, Side]:
    """Return what only the first issue has, and what only the second one has."""
    old_words, new_words = _changed_words(base.words, other.words, alignment.to_other)
    to_other, back = alignment.to_other, alignment.to_other.inverse()
    same = alignment.same & ~only_crossed(base, other, to_other, alignment.same)
    other_same = alignment.other_same & ~only_crossed(other, base, back, alignment.other_same)
    return _side(base, same, old_words), _side(other, other_same, new_words)


def _side(sheet: Sheet, same: Flags, words: tuple[Word, ...]) -> Side:
    size, points = (sheet.width_pt, sheet.height_pt), sheet.samples.points
    gone = points[~same]
    return Side(sheet, gone, same, words, tally_of(points, *size), tally_of(gone, *size))


def _changed_words(
    base: Sequence[Word], other: Sequence[Word], to_other: Similarity
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Return the words of each issue that have no like in the other where they should be; each is used once."""
    places: dict[str, list[tuple[complex, int]]] = {}
    for index, word in enumerate(other):
        places.setdefault(word.text, []).append((complex(*centre(word.bbox)), index))
    taken: set[int] = set()
    gone = []
    middles = to_other(np.array([complex(*centre(word.bbox)) for word in base], complex)).tolist()
    for word, at in zip(base, middles, strict=True):
        near = _NEAR * min(word.bbox[2:]) * to_other.scale + 1.0
        free = [(abs(place - at), index) for place, index in places.get(word.text, ()) if index not in taken]
        distance, index = min(free, default=(np.inf, -1))
        if distance <= near:
            taken.add(index)
        else:
            gone.append(word)
    return tuple(gone), tuple(word for index, word in enumerate(other) if index not in taken)
