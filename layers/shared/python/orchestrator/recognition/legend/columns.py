"""Columns of text: phrases that begin or end at one place, from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median
from typing import Final

from orchestrator.extraction.title_block.phrases import Phrase
from orchestrator.geometry import Box
from orchestrator.recognition.legend.ink import around

_SAME_EDGE: Final = 0.5
"""How far apart the edges of a column's phrases lie at most, in heights."""

_SAME_SIZE: Final = 1.35
_BREAK: Final = 12.0
"""The space within a column, in heights, from which it is two."""

_BREAK_PITCHES: Final = 3.5
_SHORTEST_TEXT: Final = 4.0
"""Letters that the descriptions of a column have on average, at least."""

_LONGEST_MARK: Final = 5

_NUMBERED: Final = re.compile(r"\d{1,2}[.)]")


@dataclass(frozen=True, slots=True)
class Column:
    """Phrases of one column, from top to bottom."""

    phrases: tuple[Phrase, ...]

    @property
    def box(self) -> Box:
        """The box around the phrases."""
        return around(phrase.box for phrase in self.phrases)

    @property
    def height(self) -> float:
        """The usual height of its lines."""
        return median(phrase.box[3] for phrase in self.phrases)

    @property
    def left(self) -> float:
        """Where its longest phrases begin."""
        return min(phrase.box[0] for phrase in self.phrases)

    @property
    def right(self) -> float:
        """Where its widest phrase ends."""
        return max(phrase.box[0] + phrase.box[2] for phrase in self.phrases)

    @property
    def is_text(self) -> bool:
        """Whether it describes: not the marks, tags or numbers beside."""
        letters = [sum(c.isalpha() for c in phrase.text) for phrase in self.phrases]
        return mean(letters) >= _SHORTEST_TEXT and max(letters) >= _LONGEST_MARK

    @property
    def is_numbered(self) -> bool:
        """Whether most of it are numbered notes."""
        return sum(bool(_NUMBERED.match(p.text)) for p in self.phrases) > len(self.phrases) / 2


def columns(phrases: Iterable[Phrase], edge: Callable[[Phrase], float]) -> list[Column]:
    """Return the columns of phrases with a common edge, cut where there is much space between them."""
    groups: list[list[Phrase]] = []
    for phrase in sorted(phrases, key=edge):
        near = (group for group in reversed(groups[-4:]) if _is_of(group, phrase, edge))
        group = next(near, None)
        if group is None:
            groups.append([phrase])
        else:
            group.append(phrase)
    return [column for group in groups for column in _cut(sorted(group, key=lambda p: p.box[1]))]


def left_edge(phrase: Phrase) -> float:
    """Return where a phrase begins."""
    return phrase.box[0]


def right_edge(phrase: Phrase) -> float:
    """Return where a phrase ends."""
    return phrase.box[0] + phrase.box[2]


def _is_of(group: Sequence[Phrase], phrase: Phrase, edge: Callable[[Phrase], float]) -> bool:
    height = group[0].box[3]
    alike = 1 / _SAME_SIZE <= phrase.box[3] / height <= _SAME_SIZE
    return alike and abs(edge(phrase) - edge(group[0])) <= _SAME_EDGE * height


def _cut(group: Sequence[Phrase]) -> list[Column]:
    height = median(phrase.box[3] for phrase in group)
    gaps = [b.box[1] - a.box[1] for a, b in pairwise(group)]
    most = max(_BREAK * height, _BREAK_PITCHES * median(gaps)) if gaps else 0.0
    parts: list[list[Phrase]] = [[group[0]]]
    for gap, phrase in zip(gaps, group[1:], strict=True):
        if gap > most:
            parts.append([])
        parts[-1].append(phrase)
    return [Column(tuple(part)) for part in parts]
