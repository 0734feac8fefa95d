"""What people say of a legend's entries, apart from what was read; a name counts for all that was found with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from orchestrator.components import Component, PageComponents, renamed
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.store import Store
from orchestrator.legends import LegendEntry
from orchestrator.storage import keys
from orchestrator.storage.table import Write, put_next

LEGEND_PREFIX: Final = "LEGEND#"


class EntryWord(BaseModel):
    """The last word of a person on one entry, and how often its symbol was then found again by its strokes."""

    model_config = ConfigDict(frozen=True)

    entry_id: str
    changes: dict[str, Any]
    count: int | None = None
    note: str | None = None
    changed_by: str
    changed_at: str
    version: int = 1


def said_of(store: Store, drawing: Drawing) -> dict[str, EntryWord]:
    """Return what people said of a drawing's entries, by entry; one without a legend is not asked for."""
    return words_of(store, drawing.id) if drawing.has_legend else {}


def words_of(store: Store, drawing_id: str) -> dict[str, EntryWord]:
    """Return what people said of a drawing's entries, by entry."""
    items = store.table.query_all(keys.legend_entry(drawing_id, "").pk, LEGEND_PREFIX)
    return {word.entry_id: word for word in map(EntryWord.model_validate, items)}


def class_names_of(words: Mapping[str, EntryWord]) -> dict[str, str]:
    """Return the classes that people gave entries, by entry."""
    return {entry: name for entry, word in words.items() if (name := word.changes.get("class_name"))}


def now(entry: LegendEntry, word: EntryWord | None) -> LegendEntry:
    """Return an entry as a person left it."""
    return LegendEntry.model_validate(entry.model_dump() | (word.changes if word else {}))


def as_said(page: PageComponents, words: Mapping[str, EntryWord]) -> PageComponents:
    """Return a page on which what was found with an entry has the class that a person gave the entry."""
    class_names = class_names_of(words)
    if not class_names:
        return page
    components = tuple(_as_said(component, class_names) for component in page.components)
    return page.model_copy(update={"components": components})


def _as_said(component: Component, class_names: Mapping[str, str]) -> Component:
    entry = component.provenance.legend_entry if component.provenance else None
    name = class_names.get(entry) if entry else None
    return renamed(component, name) if name and name != component.class_name else component


def put_word(drawing_id: str, word: EntryWord) -> Write:
    """Return the write of a word; it loses when somebody else said something meanwhile."""
    return put_next(keys.legend_entry(drawing_id, word.entry_id), word.model_dump())
