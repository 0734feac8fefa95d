"""The headings of a sheet: under which of them a legend stands, and under which it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from orchestrator.extraction.title_block.phrases import Phrase
from orchestrator.geometry import Box

Kind = Literal["legend", "abbreviations", "other"]

_MOST_WORDS: Final = 6
_ABBREVIATIONS: Final = re.compile(r"\bABBREVIATIONS?\b|\bACRONYMS\b")
_LEGEND: Final = re.compile(
    r"\bLEGENDS?\b|\bSYMBOLS\b|\bSYMBOL (?:LIST|LEGEND|SCHEDULE|KEY|TABLE)\b|^KEY TO SYMBOLS|\bDEVICE KEY\b"
)
_NAMES_LEGEND: Final = re.compile(r"LEGEND|SYMBOL|DEVICE KEY", re.IGNORECASE)
_OTHER: Final = re.compile(
    r"^(?:\w+ ){0,3}NOTES?$|^(?:\S+ ){0,4}SCHEDULE$|^REVISIONS?$|^KEY ?PLAN$|^(?:\w+ ){0,2}MOUNTING HEIGHTS?$|"
    r"^(?:DRAWING|SHEET) (?:LIST|INDEX)$|^(?:\w+ ){1,4}DIAGRAM$|^REFERENCE DRAWINGS$"
)
_REFERS: Final = re.compile(
    r"^(?:SEE|REFER|FOR|PER|REF\.?|AS|ALL|THE|THIS|\d+[.)])\b|[.;,]$|\bSHEET [A-Z]+-?\d"
)
_PICTURE_HEAD: Final = re.compile(r"^SYMBOLS?\.?$|^SYM\.?$|^PICTURE$|^GRAPHIC$")
_TEXT_HEAD: Final = re.compile(
    r"^(?:ITEM )?DESCRIPTIONS?\.?$|^DESC\.?$|^MEANING$|^DEFINITION$|^DEVICE$|^REMARKS$"
)
_AWAY: Final = 0.6
"""What it weighs, against standing beside a heading, to stand under it farther down."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and what it announces; `is_table_head` where it is the head of a table's column."""

    kind: Kind
    box: Box
    text: str
    is_table_head: bool = False


def headings(phrases: Sequence[Phrase]) -> list[Heading]:
    """Return the headings among a page's phrases, heads of symbol tables included."""
    table_heads = [p for p in phrases if _PICTURE_HEAD.match(_plain(p.text))]
    text_heads = [p for p in phrases if _TEXT_HEAD.match(_plain(p.text))]
    found = [
        Heading("legend", head.box, head.text, is_table_head=True)
        for head in table_heads
        if any(_beside(head, other) for other in text_heads)
    ]
    for phrase in phrases:
        kind = _kind(phrase.text)
        known = any(phrase.box == head.box for head in found)
        if kind and not known and not any(_goes_before(other, phrase) for other in phrases):
            found.append(Heading(kind, phrase.box, phrase.text))
    return found


def is_head(phrase: Phrase, known: Iterable[Heading]) -> bool:
    """Tell whether a phrase is a heading or the head of a table's column, so describes nothing."""
    heads = [heading.box for heading in known if heading.is_table_head]
    level = any(abs(box[1] - phrase.box[1]) <= box[3] / 2 for box in heads)
    return level or any(phrase.box == heading.box for heading in known)


def heading_of(box: Box, known: Sequence[Heading], reach: float) -> Heading | None:
    """Return the heading that a box stands under: the nearest one above it, none beyond `reach` to the side."""
    above = [(_away(box, heading.box), i) for i, heading in enumerate(known) if heading.box[1] < box[1]]
    near = [(away, i) for away, i in above if away[0] <= reach]
    if not near:
        return None
    return known[min(near, key=lambda found: found[0][0] + _AWAY * found[0][1])[1]]


def _away(box: Box, heading: Box) -> tuple[float, float]:
    """Return how far a box lies beside a heading and under it."""
    aside = max(heading[0] - box[0] - box[2], box[0] - heading[0] - heading[2], 0.0)
    return aside, box[1] - heading[1]


def announces_legend(lines: Iterable[str]) -> bool:
    """Tell whether one of a page's lines is the heading of a legend or of a list of symbols."""
    return any(_kind(line) == "legend" for line in lines if _NAMES_LEGEND.search(line))


def _kind(line: str) -> Kind | None:
    text = _plain(line)
    if len(text.split()) > _MOST_WORDS or _REFERS.search(text):
        return None
    if _LEGEND.search(text):
        return "legend"
    if _ABBREVIATIONS.search(text):
        return "abbreviations"
    return "other" if _OTHER.search(text) else None


def _goes_before(other: Phrase, phrase: Phrase) -> bool:
    """Tell whether a phrase is the end of a longer line that another one begins."""
    space = phrase.box[0] - other.box[0] - other.box[2]
    level = abs(phrase.middle[1] - other.middle[1]) <= phrase.box[3] / 2
    return level and other.box != phrase.box and -0.5 * phrase.box[3] <= space <= 2 * phrase.box[3]


def _beside(head: Phrase, other: Phrase) -> bool:
    level = abs(head.middle[1] - other.middle[1]) <= max(head.box[3], other.box[3])
    return level and head.box != other.box


def _plain(text: str) -> str:
    return " ".join(text.upper().replace(":", " ").split())
