"""What people say of a legend's entries, apart from what was read; a name counts for all that was found with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from orchestrator import clock
from orchestrator.components import Component, PageComponents, renamed
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.store import Store
from orchestrator.legends import LegendEntry
from orchestrator.storage import keys
from orchestrator.storage.table import Write, change, put_next

LEGEND_PREFIX: Final = "LEGEND#"


class EntryWord(BaseModel):
    """The last word of a person on one entry, and how often its symbol was then found again by its strokes.

    That search was of a `run`; one of an earlier release names none. `recuts` counts the drawing's new cuts up
    to that which the entry got by this word, or waited to be recognised by when it was said.
    """

    model_config = ConfigDict(frozen=True)

    entry_id: str
    changes: dict[str, Any]
    count: int | None = None
    note: str | None = None
    run: str | None = None
    recuts: int | None = None
    changed_by: str
    changed_at: str
    version: int = 1


def names_of(store: Store, drawing: Drawing) -> Mapping[str, str]:
    """Return the classes that people gave a drawing's entries, by entry.

    The drawing has them itself. One that was stored before they were kept there, and has a legend, is asked for all
    words; the next word on it puts them where they belong.
    """
    if drawing.legend_names is not None:
        return drawing.legend_names
    return class_names_of(words_of(store, drawing.id)) if drawing.has_legend else {}


def words_of(store: Store, drawing_id: str) -> dict[str, EntryWord]:
    """Return what people said of a drawing's entries, by entry."""
    items = store.table.query_all(keys.legend_entry(drawing_id, "").pk, LEGEND_PREFIX)
    return {word.entry_id: word for word in map(EntryWord.model_validate, items)}


def of_run(words: Mapping[str, EntryWord], drawing: Drawing) -> dict[str, EntryWord]:
    """Return words without what searches found before the pages were recognised with the entries as they are."""
    before = {"count": None, "note": None}
    return {
        name: word.model_copy(update=before) if _is_recognized(word, drawing) else word
        for name, word in words.items()
    }


def waits(word: EntryWord | None, drawing: Drawing) -> bool:
    """Tell whether an entry was cut anew and not all pages are recognised by that yet."""
    return word is not None and word.recuts is not None and not _is_recognized(word, drawing)


def _is_recognized(word: EntryWord, drawing: Drawing) -> bool:
    if word.run not in {None, drawing.run}:
        return True
    return word.recuts is not None and word.recuts <= drawing.recuts_counted


def class_names_of(words: Mapping[str, EntryWord]) -> dict[str, str]:
    """Return the classes that people gave entries, by entry."""
    return {entry: name for entry, word in words.items() if (name := word.changes.get("class_name"))}


def now(entry: LegendEntry, word: EntryWord | None) -> LegendEntry:
    """Return an entry as a person left it."""
    return LegendEntry.model_validate(entry.model_dump() | (word.changes if word else {}))


def as_said(page: PageComponents, class_names: Mapping[str, str]) -> PageComponents:
    """Return a page on which what was found with an entry has the class that a person gave the entry."""
    if not class_names:
        return page
    components = tuple(_as_said(component, class_names) for component in page.components)
    return page.model_copy(update={"components": components})


def _as_said(component: Component, class_names: Mapping[str, str]) -> Component:
    entry = component.provenance.legend_entry if component.provenance else None
    name = class_names.get(entry) if entry else None
    return renamed(component, name) if name and name != component.class_name else component


def put_word(
    drawing: Drawing, word: EntryWord, before: Mapping[str, EntryWord], *, recut: bool = False
) -> tuple[Write, ...]:
    """Return the writes of a word; they lose when somebody else said something of the entry meanwhile.

    Args:
        drawing: whose legend it is.
        word: what a person says now.
        before: all words on the drawing's entries so far.
        recut: whether the entry has another cut by it, which the drawing then counts; the writes also lose where
            another run has begun since `drawing` was read.
    """
    put = put_next(keys.legend_entry(drawing.id, word.entry_id), word.model_dump())
    names = _changed_names(drawing, word, before)
    if recut:
        names = _and_count_recut(drawing, names)
    return (put, names) if names else (put,)


def _changed_names(drawing: Drawing, word: EntryWord, before: Mapping[str, EntryWord]) -> Write | None:
    known, now = class_names_of(before), class_names_of({**before, word.entry_id: word})
    if drawing.legend_names is None:
        return _put_names(drawing, now)
    named = now.get(word.entry_id)
    return None if named == known.get(word.entry_id) else _put_name(drawing, word.entry_id, named)


def _and_count_recut(drawing: Drawing, names: Write | None) -> Write:
    """Return a write of the drawing's names, or of nothing, that counts a new cut too: one item is written once."""
    expression, condition = (names.expression, names.condition) if names else ("", "")
    at = "#updated_at = :updated_at"
    sets = f"{expression}, {at}" if expression.startswith("SET ") else f"{expression} SET {at}"
    return Write(
        "update",
        keys.drawing(drawing.project_id, drawing.id),
        expression=f"{sets} ADD #recuts :one, #version :one".strip(),
        condition=f"{condition} AND #run = :run" if condition else "#run = :run",
        names={
            **(names.names if names else {}),
            **{f"#{n}": n for n in ("updated_at", "recuts", "version", "run")},
        },
        values={
            **(names.values if names else {}),
            ":updated_at": clock.now(),
            ":one": 1,
            ":run": drawing.run,
        },
    )


def _put_name(drawing: Drawing, entry_id: str, name: str | None) -> Write:
    """Return the write of one entry's class, None for the one that was read; others may write theirs meanwhile."""
    place = "#legend_names.#entry"
    return Write(
        "update",
        keys.drawing(drawing.project_id, drawing.id),
        expression=f"REMOVE {place}" if name is None else f"SET {place} = :name",
        condition="attribute_exists(#legend_names)",
        names={"#legend_names": "legend_names", "#entry": entry_id},
        values={} if name is None else {":name": name},
    )


def _put_names(drawing: Drawing, names: Mapping[str, str]) -> Write:
    """Return the write of all classes of a drawing that was stored before it had them; the first one wins."""
    return change(
        keys.drawing(drawing.project_id, drawing.id),
        sets={"legend_names": dict(names)},
        condition="attribute_exists(PK) AND attribute_not_exists(#legend_names)",
    )
