"""What a drawing is called: as its title block was read, and as people say where it was misread.

`number`, `sheet`, `revision` and `title` of a drawing are what it is shown with and linked by; `as_read` keeps what was
read of those that a person gave. They and the drawing's place in the index of numbers are always written together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, get_args

from orchestrator.drawings import numbers
from orchestrator.drawings.models import Drawing, Name, PageState

NAMES: Final[tuple[Name, ...]] = get_args(Name)
_OF_A_SHEET: Final = frozenset({"number", "sheet"})


def read(drawing: Drawing) -> dict[str, str | None]:
    """Return what was read so far, whatever people say."""
    return {name: drawing.as_read.get(name, getattr(drawing, name)) for name in NAMES}


def given(drawing: Drawing) -> dict[str, str | None]:
    """Return what people gave."""
    return {name: getattr(drawing, name) for name in drawing.as_read}


def called(
    drawing: Drawing, by_people: Mapping[str, str | None], as_read: Mapping[str, str | None]
) -> dict[str, Any]:
    """Return the attributes of a drawing that people call so, and whose title block says so."""
    shown = {**as_read, **by_people}
    kept = {name: as_read.get(name) for name in by_people}
    return {**shown, "as_read": kept, **numbers.place(drawing, shown)}


def renumbered(drawing: Drawing, pages: Iterable[PageState]) -> list[PageState]:
    """Return a drawing's pages in their order, the one that it is known by with the number that people gave.

    That is the first with a number, else the first; nobody can tell while pages are missing.
    """
    known = list(pages)
    if not known or len(known) != drawing.page_count or _OF_A_SHEET.isdisjoint(drawing.as_read):
        return known
    first = next((i for i, page in enumerate(known) if page.sheet_number), 0)
    said = numbers.SHEET.join(filter(None, (drawing.number, drawing.sheet)))
    number = said if numbers.link_of_drawing(drawing) else None
    known[first] = known[first].model_copy(update={"sheet_number": number})
    return known
