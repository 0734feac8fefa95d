"""The heads of tables: lines of text whose words are standard headings of a schedule's columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from orchestrator.extraction.title_block.phrases import Phrase, joined, union
from orchestrator.geometry import Box
from orchestrator.recognition.schedules.terms import term_of

FEWEST_TERMS: Final = 3
"""Known headings that make a line the head of a schedule."""

_LEVEL: Final = 0.6
_UNDER: Final = 1.9
"""Distance of the lines of one heading, in their height, at most."""

_APART: Final = 25.0
"""Widest space between two columns' headings where no ruled lines tell, in heights."""


@dataclass(frozen=True, slots=True)
class Header:
    """A table's head: its headings from left to right, and the term of each (none where it is unknown)."""

    headings: tuple[Phrase, ...]
    terms: tuple[str | None, ...]

    @property
    def box(self) -> Box:
        """The box around the headings."""
        return union(heading.box for heading in self.headings)

    @property
    def level(self) -> float:
        """Height of the middle of its headings, the usual one."""
        return sorted(heading.middle[1] for heading in self.headings)[len(self.headings) // 2]

    @property
    def text_height(self) -> float:
        """Height of a line of its lettering."""
        return min(heading.words[0].box[3] for heading in self.headings)


def headers(phrases: Sequence[Phrase]) -> list[Header]:
    """Return the heads of tables among a page's phrases, from top to bottom; of two that share one, the fuller."""
    stacked = _stacked(phrases)
    known = [phrase for phrase in stacked if term_of(phrase.text)]
    found: list[Header] = []
    for seed in known:
        level = [p for p in stacked if abs(p.middle[1] - seed.middle[1]) <= _LEVEL * _line(seed)]
        header = _header(_run(seed, _largest(level)))
        if len({term for term in header.terms if term}) >= FEWEST_TERMS:
            found.append(header)
    kept: list[Header] = []
    for header in sorted(found, key=lambda h: -sum(term is not None for term in h.terms)):
        if not any(_meet(header, other) for other in kept):
            kept.append(header)
    return sorted(kept, key=lambda h: (h.box[1], h.box[0]))


def _header(headings: Sequence[Phrase]) -> Header:
    return Header(tuple(headings), tuple(term_of(heading.text) for heading in headings))


def _run(seed: Phrase, level: Iterable[Phrase]) -> list[Phrase]:
    """Return the phrases of a level that stand around one of them without a wide gap."""
    ordered = sorted(level, key=lambda p: p.box[0])
    runs: list[list[Phrase]] = []
    for phrase in ordered:
        end = runs[-1][-1].box[0] + runs[-1][-1].box[2] if runs else 0.0
        if runs and phrase.box[0] - end <= _APART * _line(seed):
            runs[-1].append(phrase)
        else:
            runs.append([phrase])
    return next(run for run in runs if any(p.box == seed.box for p in run) or _overlaps(run, seed))


def _overlaps(run: Sequence[Phrase], seed: Phrase) -> bool:
    x, width = seed.box[0], seed.box[2]
    return any(p.box[0] < x + width and x < p.box[0] + p.box[2] for p in run)


def _stacked(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases, and those that only make a heading together with the one under them (`CKT` over `NO.`)."""
    found = list(phrases)
    for upper in phrases:
        for lower in phrases:
            if _is_under(lower, upper) and len(lower.words) <= _SHORT and len(upper.words) <= _SHORT:
                both = joined(upper, lower)
                if term_of(both.text):
                    found.append(both)
    return found


_SHORT: Final = 3


def _is_under(lower: Phrase, upper: Phrase) -> bool:
    down = lower.middle[1] - upper.middle[1]
    height = min(_line(lower), _line(upper))
    return (
        0 < down <= _UNDER * height
        and abs(lower.middle[0] - upper.middle[0]) <= max(lower.box[2], upper.box[2]) / 2
    )


def _largest(phrases: Iterable[Phrase]) -> list[Phrase]:
    """Return phrases without those that lie in a larger one of them."""
    kept: list[Phrase] = []
    for phrase in sorted(phrases, key=lambda p: -len(p.words)):
        if not any(set(phrase.words) & set(other.words) for other in kept):
            kept.append(phrase)
    return kept


def _meet(a: Header, b: Header) -> bool:
    return any(set(p.words) & set(q.words) for p in a.headings for q in b.headings)


def _line(phrase: Phrase) -> float:
    return phrase.words[0].box[3]
