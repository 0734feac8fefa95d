"""What a drawing is called: number, sheet, revision and title, from the title block of one of its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from orchestrator.drawings.names import NAMES
from orchestrator.drawings.numbers import SHEET
from orchestrator.extraction import ExtractedPage, PageFailure
from orchestrator.pages import FieldName, Page

_OF_NUMBERED: Final = "sheet"  # which sheet of its number a drawing is; alone it names nothing
_NUMBERS: Final[tuple[FieldName, ...]] = ("number", "sheet")
_SURE: Final = 0.4
"""Confidence from which a field names the drawing; a title that only stands where titles stand has less."""

_MAX_CHARS: Final = 200


def better_names(
    named: Mapping[str, str | None], page: ExtractedPage | PageFailure
) -> dict[str, str | None] | None:
    """Return what the drawing is called by a further sheet, or None to leave it at what it is called.

    All come from one sheet: the first with a drawing number; until there is one, the first with any of them.
    """
    if isinstance(page, PageFailure) or named["number"]:
        return None
    block = page.page.title_block
    found = {
        name: block[name].value[:_MAX_CHARS]
        for name in NAMES
        if name in block and block[name].confidence >= _SURE
    }
    if "number" not in found:
        found.pop(_OF_NUMBERED, None)
        if not found or any(named.values()):
            return None
    return {name: found.get(name) for name in NAMES}


def number_of(page: Page) -> str | None:
    """Return the number that tells a sheet from the others of its set: the drawing's, and which sheet of it this is."""
    read = {name: page.title_block.get(name) for name in _NUMBERS}
    sure = {
        name: field.value[:_MAX_CHARS] for name, field in read.items() if field and field.confidence >= _SURE
    }
    return SHEET.join(sure.values()) if "number" in sure else None
