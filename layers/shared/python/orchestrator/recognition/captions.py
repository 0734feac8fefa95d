"""What a page's lettering offers components: captions, each one tag or some ratings, stacked or side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from orchestrator.geometry import Box
from orchestrator.pages import Word
from orchestrator.recognition.designations import is_tag, joined, worded_tags
from orchestrator.recognition.lettered_lines import Line, around, lines_of, stacks
from orchestrator.recognition.ratings import circuit_of, ratings_of

_PLAIN_WORD: Final = re.compile(r"[A-Za-z]{3,}[.,:;]?")
_LOOP_NUMBER: Final = re.compile(r"\d{2,}[A-Z]")
"""After a dash, `744A` is the rest of a tag; elsewhere it is a current."""

_AREA_LETTERS: Final = re.compile(r"\d{1,4}-[A-Z]{1,5}")
"""What a tag begins with that names its area: not yet one without its number."""

_NOTE_WORDS: Final = 4
"""A line with so many ordinary words is a sentence: what it mentions stands elsewhere."""

_MOST_PIECES: Final = 3
_CUT_OFF: Final = re.compile(r"[=+-]?(?:\d{1,4}-)?[A-Z]{1,5}-")


@dataclass(frozen=True, slots=True)
class Caption:
    """A piece of lettering: its words' indices, its box, direction and height, and what it says."""

    words: tuple[int, ...]
    bbox: Box
    direction: int
    tag: str | None = None
    ratings: dict[str, str] = field(default_factory=dict)

    @property
    def line(self) -> Line:
        """The caption as a line."""
        return Line(self.words, self.bbox, self.direction)

    @property
    def height(self) -> float:
        """Height of its lettering, points; of one line, where it has two."""
        return self.line.height


def captions_of(words: Sequence[Word], skip: frozenset[int] = frozenset()) -> list[Caption]:
    """Return the captions of a page, words of `skip` left out; what is neither tag nor rating is in none."""
    kept = [j for j in range(len(words)) if j not in skip]
    lines = [
        replace(line, words=tuple(kept[k] for k in line.words)) for line in lines_of([words[j] for j in kept])
    ]
    pieces = [piece for line in lines for piece in _at_dashes(line, words)]
    rests = _rests(pieces, words)
    pieces = [piece for line in pieces for piece in _apart(line, rests, words)]
    worded = worded_tags(word.text for word in words)
    found = [caption for line in _rejoined(pieces, words) for caption in _cut(line, words, worded)]
    return [caption for caption in found if caption.tag or caption.ratings]


def stacked(captions: Sequence[Caption]) -> list[tuple[int, int]]:
    """Return pairs (upper, lower) of captions that stand one under the other in one stack."""
    return stacks([caption.line for caption in captions])


def _at_dashes(line: Line, words: Sequence[Word]) -> Iterator[Line]:
    """Yield a line in pieces: a word cut off at its dash (`CB-`) stands alone, unless its rest follows on the line."""
    texts = [words[j].text for j in line.words]
    pairs = zip(line.words, texts, [*texts[1:], ""], strict=True)
    cut = {j for j, text, after in pairs if _CUT_OFF.fullmatch(text) and not _whole(text, after)}
    yield from _apart(line, cut, words)


def _rests(lines: Sequence[Line], words: Sequence[Word]) -> set[int]:
    """Return the words in longer lines that are the rest of one cut off above them, whatever they stand beside."""
    cut = [line for line in lines if len(line.words) == 1 and _CUT_OFF.fullmatch(words[line.words[0]].text)]
    among = [
        Line((j,), words[j].bbox, line.direction) for line in lines if len(line.words) > 1 for j in line.words
    ]
    below = ((cut[i], among[k - len(cut)]) for i, k in stacks([*cut, *among]) if i < len(cut) <= k)
    return {lower.words[0] for upper, lower in below if _seam(upper, lower, words)}


def _apart(line: Line, alone: Set[int], words: Sequence[Word]) -> Iterator[Line]:
    """Yield a line in pieces, of which some words are pieces of their own."""
    cut = [at for at, j in enumerate(line.words) if j in alone]
    if not cut:
        yield line
        return
    for start, end in pairwise(sorted({0, len(line.words), *cut, *(at + 1 for at in cut)})):
        kept = line.words[start:end]
        yield replace(line, words=kept, bbox=around([words[j].bbox for j in kept]))


def _rejoined(lines: Sequence[Line], words: Sequence[Word]) -> Iterator[Line | Caption]:
    """Yield the lines; two that one tag was broken over (`12-PT-` over `1234A`) as one caption."""
    gone: set[int] = set()
    for i, k in stacks(lines):
        upper, lower = lines[i], lines[k]
        if gone.isdisjoint((i, k)) and (tag := _seam(upper, lower, words)):
            gone |= {i, k}
            yield Caption(upper.words + lower.words, around([upper.bbox, lower.bbox]), upper.direction, tag)
    yield from (line for i, line in enumerate(lines) if i not in gone)


def _seam(upper: Line, lower: Line, words: Sequence[Word]) -> str | None:
    if len(upper.words) > 1 or len(lower.words) > 1:
        return None
    first, second = words[upper.words[0]].text, words[lower.words[0]].text
    return _whole(first, second)


def _cut(line: Line | Caption, words: Sequence[Word], worded: frozenset[str]) -> Iterator[Caption]:
    """Yield the captions of a line: each tag begins a new one, ratings belong to the tag before them."""
    if isinstance(line, Caption):
        yield line
        return
    texts = [words[j].text for j in line.words]
    if sum(_PLAIN_WORD.fullmatch(text) is not None for text in texts) >= _NOTE_WORDS:
        return
    starts = _tags_in(texts, worded)
    first = min(starts, default=len(texts))
    if first:
        starts = {0: ("", 0), **starts}
    for at, until in zip(sorted(starts), [*sorted(starts)[1:], len(texts)], strict=True):
        tag, length = starts[at]
        boxes = [words[j].bbox for j in line.words[at:until]]
        said = ratings_of(" ".join(texts[at + length : until]))
        yield Caption(line.words[at:until], around(boxes), line.direction, tag or None, said)


def _tags_in(texts: Sequence[str], worded: frozenset[str]) -> dict[int, tuple[str, int]]:
    """Return, by the place of its first word, each tag of a line and how many words it has."""
    found: dict[int, tuple[str, int]] = {}
    at = 0
    while at < len(texts):
        tag, length = _tag_at(texts[at : at + _MOST_PIECES], worded)
        if tag:
            found[at] = (tag, length)
        at += max(length, 1)
    return found


def _tag_at(texts: Sequence[str], worded: frozenset[str]) -> tuple[str | None, int]:
    """Return the tag that begins here, and of how many words it is."""
    first = texts[0].strip("(),;")
    if first in worded:
        return first, 1
    if circuit_of(texts[0]) or circuit_of(first):
        return None, 1
    if len(texts) > 2 and texts[1] == "-" and (tag := _whole(f"{first}-", texts[2])):
        return tag, 3
    if len(texts) > 1 and (tag := _whole(first, texts[1])):
        return tag, 2
    return (first, 1) if is_tag(first) else (None, 1)


def _whole(first: str, second: str) -> str | None:
    """Return the tag that two pieces make: none by themselves, or each one aspect of it, or cut at a dash."""
    dashed = first[-1:] == "-" or (second[:1] == "-" and _AREA_LETTERS.fullmatch(first))
    if ratings_of(second) and not (dashed and _LOOP_NUMBER.fullmatch(second.removeprefix("-"))):
        return None
    alone = is_tag(first) or is_tag(second)
    aspects = first[:1] in {"=", "+"} and second[:1] in {"+", "-"} and second[0] not in first
    return joined(first, second) if not alone or aspects or first[-1:] == "-" else None
