"""Phrases: words of one direction that stand beside each other on one line of one cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from orchestrator.extraction.title_block.frames import Frame
from orchestrator.extraction.title_block.rules import Rules
from orchestrator.geometry import Box
from orchestrator.pages import Annotation, Page

_SPACE: Final = 0.6
"""Widest space between words of a phrase, in heights of their boxes."""

_SAME_LINE: Final = 0.4
"""Farthest that the middles of words of a phrase lie apart, in heights."""

_ROW_PT: Final = 12.0
"""Height of the rows that open phrases are looked up in, points."""

_SHX: Final = "AutoCAD SHX Text"
"""Subject (or author) of the annotations in which AutoCAD hides the text that it draws as strokes."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A word and its box, in the frame and on the page."""

    text: str
    box: Box
    page_box: Box


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words on one line; `box` xywh in the reading frame."""

    words: tuple[Spelled, ...]
    box: Box

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.box[0] + self.box[2] / 2, self.box[1] + self.box[3] / 2

    def part(self, first: int, last: int) -> Phrase:
        """Return the words that the characters `first` to `last` of the text belong to."""
        kept, at = [], 0
        for word in self.words:
            if at < last and at + len(word.text) > first:
                kept.append(word)
            at += len(word.text) + 1
        return phrase(kept)


def phrase(words: Iterable[Spelled]) -> Phrase:
    """Return words as one phrase."""
    kept = tuple(words)
    return Phrase(kept, union(word.box for word in kept))


def joined(first: Phrase, second: Phrase) -> Phrase:
    """Return two phrases, one under the other, as one."""
    return phrase((*first.words, *second.words))


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around boxes."""
    corners = [(x, y, x + width, y + height) for x, y, width, height in boxes]
    left, top = min(c[0] for c in corners), min(c[1] for c in corners)
    return left, top, max(c[2] for c in corners) - left, max(c[3] for c in corners) - top


def directions(page: Page) -> dict[int, list[tuple[str, Box]]]:
    """Return text and box of the page's words and hidden CAD strings by direction, to the next quarter turn."""
    found: dict[int, list[tuple[str, Box]]] = {0: [], 90: [], 180: [], 270: []}
    for word in page.words:
        found[round(word.direction / 90) % 4 * 90].append((word.text, word.bbox))
    for annotation in page.annotations:
        if annotation.contents and _SHX in {annotation.subject, annotation.author}:
            found[_direction(annotation)].append((" ".join(annotation.contents.split()), annotation.bbox))
    return found


def _direction(annotation: Annotation) -> int:
    """Return how a hidden string runs, which only its shape tells: CAD writes upwards."""
    upright = annotation.bbox[3] > 1.5 * annotation.bbox[2] and len(annotation.contents or "") > 1
    return 270 if upright else 0


def phrases(words: Iterable[tuple[str, Box]], frame: Frame, rules: Rules) -> list[Phrase]:
    """Return the words of one direction as phrases, from top to bottom."""
    spelled = [Spelled(text, frame.turn(box), box) for text, box in words]
    runs: list[list[Spelled]] = []
    open_runs: dict[int, list[list[Spelled]]] = defaultdict(list)
    for word in sorted(spelled, key=lambda word: word.box[0]):
        run = next((run for run in _near(open_runs, word) if _follows(run[-1], word, rules)), None)
        if run is None:
            run = []
            runs.append(run)
            open_runs[_row(word)].append(run)
        run.append(word)
    return sorted((phrase(run) for run in runs), key=lambda run: (run.box[1], run.box[0]))


def _near(open_runs: dict[int, list[list[Spelled]]], word: Spelled) -> Iterator[list[Spelled]]:
    """Yield the runs level with a word that it may continue; forget those that lie too far back for any word."""
    for row in (_row(word), _row(word) - 1, _row(word) + 1):
        runs = open_runs[row]
        runs[:] = [run for run in runs if word.box[0] - _end(run[-1]) <= _SPACE * run[-1].box[3]]
        yield from runs


def _row(word: Spelled) -> int:
    return int(_level(word) / _ROW_PT)


def _level(word: Spelled) -> float:
    return word.box[1] + word.box[3] / 2


def _end(word: Spelled) -> float:
    return word.box[0] + word.box[2]


def _follows(left: Spelled, right: Spelled, rules: Rules) -> bool:
    gap = right.box[0] - _end(left)
    height = min(left.box[3], right.box[3])
    alike = max(left.box[3], right.box[3]) <= 1.6 * height
    level = abs(_level(left) - _level(right)) <= _SAME_LINE * height
    return gap <= _SPACE * height and alike and level and not rules.part(left.box, right.box)
