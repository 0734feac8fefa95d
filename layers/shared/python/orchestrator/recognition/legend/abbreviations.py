"""Lists of abbreviations: what letters stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from orchestrator.extraction.title_block.phrases import Phrase
from orchestrator.legends import Abbreviation
from orchestrator.recognition.legend.columns import Column, columns, left_edge
from orchestrator.recognition.legend.headings import heading_of, is_head
from orchestrator.recognition.legend.sheet import LegendSheet

_SHORT: Final = re.compile(r"[A-Z0-9][A-Z0-9./&()-]{0,9}")
_IN_ONE: Final = re.compile(r"([A-Z0-9][A-Z0-9./&()-]{0,9})\s*[=:–-]\s*([A-Z].{2,})")
_ASIDE_PT: Final = 420.0
_REACH: Final = 15.0
_LEVEL: Final = 0.4
_PITCH: Final = 1.75


def abbreviations_of(sheet: LegendSheet, page_number: int) -> Iterator[Abbreviation]:
    """Yield the abbreviations under headings that announce them, column by column."""
    if not any(heading.kind == "abbreviations" for heading in sheet.heads):
        return
    listed = [p for p in sheet.phrases if not is_head(p, sheet.heads) and _is_listed(sheet, p)]
    for column in columns(listed, left_edge):
        yield from _listed(column, listed, page_number)


def _is_listed(sheet: LegendSheet, phrase: Phrase) -> bool:
    heading = heading_of(phrase.box, sheet.heads, _ASIDE_PT)
    return heading is not None and heading.kind == "abbreviations"


def _listed(column: Column, phrases: list[Phrase], page_number: int) -> Iterator[Abbreviation]:
    """Yield the abbreviations that a column of meanings, or one of abbreviation and meaning in one, lists."""
    current: tuple[Phrase, str, str] | None = None
    last = 0.0
    for phrase in column.phrases:
        short = _short(phrase, phrases)
        whole = _IN_ONE.fullmatch(phrase.text)
        follows = current and phrase.box[1] - last <= _PITCH * phrase.box[3]
        if short or whole or not follows:
            if current:
                yield _abbreviation(*current, page_number)
            current = None
        if short:
            current = (short, short.text, phrase.text)
        elif whole:
            current = (phrase, whole[1], whole[2])
        elif current:
            current = (current[0], current[1], f"{current[2]} {phrase.text}")
        last = phrase.box[1]
    if current:
        yield _abbreviation(*current, page_number)


def _short(phrase: Phrase, phrases: list[Phrase]) -> Phrase | None:
    """Return the abbreviation that stands before a meaning on its line."""
    x, _, _, height = phrase.box
    before = [
        p
        for p in phrases
        if abs(p.middle[1] - phrase.middle[1]) <= _LEVEL * height
        and 0 <= x - p.box[0] - p.box[2] <= _REACH * height
        and _SHORT.fullmatch(p.text)
    ]
    return max(before, key=lambda p: p.box[0], default=None) if len(phrase.text) > 2 else None


def _abbreviation(phrase: Phrase, text: str, meaning: str, page_number: int) -> Abbreviation:
    x, y, width, height = (round(value, 2) for value in phrase.box)
    return Abbreviation(text=text, meaning=meaning[:300], page=page_number, bbox=(x, y, width, height))
