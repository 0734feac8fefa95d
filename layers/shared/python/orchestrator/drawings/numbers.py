"""Drawings by their number: what makes two of them revisions of one, and their place in the index of numbers.

The place is part of a drawing's own item and is written with its number: no link can outlive what it is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from unicodedata import normalize

from orchestrator.drawings.models import Drawing, PageState
from orchestrator.errors import FieldError, Invalid
from orchestrator.storage import keys

PREFIX: Final = "NUMBER#"
SHEET: Final = " / "
"""Between the number of a sheet's drawing and which sheet of it this is."""
_NO_NUMBER: Final = "~"  # no number has it: they are letters and digits with hyphens between them
_LONGEST: Final = 64
"""Characters; a longer text is no drawing number."""


def link_of(number: str | None, sheet: str | None = None) -> str | None:
    """Return what all revisions of a drawing number have in common and no other drawing has, or None.

    Capitals and separators make no difference. Sheets of one number are drawings of their own. What has no digit, or is
    very long, was misread.
    """
    name, part = _spelled(number), _spelled(sheet).lstrip("0")
    if max(len(name), len(part)) > _LONGEST or not any(c.isdigit() for c in name):
        return None
    return f"{PREFIX}{name}#{part}#"


def link_of_drawing(drawing: Drawing) -> str | None:
    """Return what a drawing has in common with its revisions, or None where it has no number."""
    return link_of(drawing.number, drawing.sheet)


def link_of_page(page: PageState) -> str | None:
    """Return what a sheet has in common with its revisions, or None where it has no number."""
    number, _, sheet = (page.sheet_number or "").partition(SHEET)
    return link_of(number, sheet)


def beginning(number: str) -> str:
    """Return how the places of all drawings begin whose number begins so.

    Raises:
        Invalid: when it holds no letter or digit.
    """
    name = _spelled(number)[:_LONGEST]
    if not name:
        field = FieldError("query.number", "must hold a letter or a digit")
        raise Invalid("A drawing number has letters or digits.", field)
    return PREFIX + name


def place(drawing: Drawing, named: Mapping[str, str | None]) -> dict[str, str]:
    """Return the attributes that put a drawing, called so, into the index of numbers."""
    link = link_of(named.get("number"), named.get("sheet")) or f"{PREFIX}{_NO_NUMBER}#"
    index = keys.DRAWINGS_BY_NUMBER
    return {
        index.partition_key: keys.project(drawing.project_id).pk,
        index.sort_key: f"{link}{drawing.created_at}#{drawing.id}",
    }


def _spelled(text: str | None) -> str:
    """Return a text in capitals, with one hyphen for whatever stands between letters and digits."""
    capitals = normalize("NFKC", text or "").upper()
    return "-".join("".join(c if c.isalnum() else " " for c in capitals).split())
