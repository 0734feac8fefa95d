"""A drawing's legend as it is now: what was read, what people said of it, and how much of it is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from orchestrator.components import PageComponents, SetAside
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.reviewed import reviewed_pages
from orchestrator.drawings.reviews import DrawnBox
from orchestrator.drawings.store import Store
from orchestrator.errors import NotFound
from orchestrator.finds import FindResult
from orchestrator.geometry import centre, contains
from orchestrator.legends import Abbreviation, LegendEntry
from orchestrator.storage import keys
from orchestrator.storage.table import Write

LEGEND_PREFIX: Final = "LEGEND#"
NewClass = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Description = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class EntryChange(BaseModel):
    """What a person says of a legend's entry; an absent field stays.

    `class` may be one of the taxonomy or a name of the project's own, `bbox` is another cut of the picture,
    `status: found` takes it all back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    status: Literal["confirmed", "found"] | None = None
    class_name: NewClass | None = Field(default=None, alias="class")
    description: Description | None = None
    bbox: DrawnBox | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("name at least one field to change")
        if any(getattr(self, name) is None for name in self.model_fields_set):
            raise ValueError("no field may be null")
        if self.status == "found" and len(self.model_fields_set) > 1:
            raise ValueError("status found takes the change back; send it alone")
        return self


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


class CountedEntry(LegendEntry):
    """An entry and how often its symbol is drawn.

    `count` is of the components of its class, or, once a person confirmed or changed it, of the places where its
    picture's strokes are found again; `note` says why that could not be done, or that not all pages were searched.
    `version` is the entry's ETag.
    """

    count: int = 0
    counted_by: Literal["class", "strokes"] = "class"
    note: str | None = None
    version: int = 0


class ClassCount(BaseModel):
    """How many components of a class are drawn."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    class_name: str = Field(alias="class")
    count: int


class DrawingLegend(BaseModel):
    """The legend of a drawing, of all its pages together.

    `not_in_legend` are classes that are drawn but that no entry names, none where there is no legend; `not_drawn` are
    the ids of entries that are drawn nowhere; `set_aside` are the symbols that explain and are in no count.
    """

    model_config = ConfigDict(frozen=True)

    entries: tuple[CountedEntry, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    not_in_legend: tuple[ClassCount, ...] = ()
    not_drawn: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


def legend_now(store: Store, drawing: Drawing) -> DrawingLegend:
    """Return a drawing's legend with its counts, reviews included."""
    return legend_from(list(reviewed_pages(store, drawing)), words_of(store, drawing.id))


def legend_from(pages: Sequence[PageComponents], words: Mapping[str, EntryWord]) -> DrawingLegend:
    """Put a legend together from a drawing's pages and what people said of its entries."""
    counts = Counter(c.class_name for page in pages for c in page.components if c.status != "rejected")
    found = [entry for page in pages for entry in page.legend.entries]
    entries = tuple(counted(entry, words.get(entry.id), counts) for entry in found)
    named = {entry.class_name for entry in entries}
    absent = sorted(name for name in counts if name not in named) if entries else []
    return DrawingLegend(
        entries=entries,
        abbreviations=tuple(a for page in pages for a in page.legend.abbreviations),
        not_in_legend=tuple(ClassCount(class_name=name, count=counts[name]) for name in absent),
        not_drawn=tuple(entry.id for entry in entries if entry.count == 0),
        set_aside=tuple(aside for page in pages for aside in page.set_aside),
    )


def counted(entry: LegendEntry, word: EntryWord | None, counts: Mapping[str, int]) -> CountedEntry:
    """Return an entry as a person left it, with its count."""
    if word is None:
        return CountedEntry(**entry.model_dump(), count=counts.get(entry.class_name or "", 0))
    now = entry.model_dump() | word.changes | {"note": word.note, "version": word.version}
    if word.count is not None:
        return CountedEntry.model_validate(now | {"count": word.count, "counted_by": "strokes"})
    return CountedEntry.model_validate(now | {"count": counts.get(now["class_name"] or "", 0)})


def words_of(store: Store, drawing_id: str) -> dict[str, EntryWord]:
    """Return what people said of a drawing's entries, by entry."""
    items = store.table.query_all(keys.legend_entry(drawing_id, "").pk, LEGEND_PREFIX)
    return {word.entry_id: word for word in map(EntryWord.model_validate, items)}


def entry_of(pages: Iterable[PageComponents], entry_id: str) -> LegendEntry:
    """Return one entry as it was read.

    Raises:
        NotFound: when the legend has none of this id.
    """
    for page in pages:
        for entry in page.legend.entries:
            if entry.id == entry_id:
                return entry
    raise NotFound("The legend of this drawing has no such entry.")


def put_word(drawing_id: str, word: EntryWord) -> Write:
    """Return the write of a word; it loses when somebody else said something meanwhile."""
    key, before = keys.legend_entry(drawing_id, word.entry_id), word.version - 1
    if before == 0:
        return Write("put", key, item=word.model_dump(), condition="attribute_not_exists(PK)")
    return Write(
        "put",
        key,
        item=word.model_dump(),
        condition="#version = :before",
        names={"#version": "version"},
        values={":before": before},
    )


def places_of(found: FindResult, pages: Iterable[PageComponents]) -> int:
    """Return how many places of a search lie outside legends: one picture of a legend is no device."""
    areas = {page.page: page.legend.areas for page in pages}
    return sum(
        not any(contains(area, *centre(place.bbox)) for area in areas.get(page.page, ()))
        for page in found.pages
        for place in page.placements
    )
