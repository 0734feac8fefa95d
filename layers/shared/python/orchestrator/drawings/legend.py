"""A drawing's legend as it is now: what was read, what people said of it, and how much of it is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from orchestrator.components import PageComponents, SetAside
from orchestrator.drawings.legend_words import EntryWord, now, of_run
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.reviewed import with_reviews
from orchestrator.drawings.reviews import AnyClass, DrawnBox
from orchestrator.drawings.store import Store
from orchestrator.drawings.told import told_of
from orchestrator.errors import NotFound
from orchestrator.finds import FindResult
from orchestrator.geometry import centre, contains
from orchestrator.legends import Abbreviation, LegendEntry

Description = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class EntryChange(BaseModel):
    """What a person says of a legend's entry; an absent field stays.

    `class` may be one of the taxonomy or a name of the project's own, `bbox` is another cut of the picture,
    `status: found` takes it all back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    status: Literal["confirmed", "found"] | None = None
    class_name: AnyClass | None = Field(default=None, alias="class")
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


class CountedEntry(LegendEntry):
    """An entry and how often its symbol is drawn.

    `count` is of the components of its class; where other entries have the same class, of those that this one explains.
    Once a person confirmed or changed an entry that explains none, or cut it anew, it is of the places where the
    strokes of its picture are found again; `note` says why that could not be done, that not all pages were searched, or
    that the pages are being recognised again by a new cut, whose components are the count once they are. `version` is
    the entry's ETag.
    """

    count: int = 0
    counted_by: Literal["class", "components", "strokes"] = "class"
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
    told = told_of(store, drawing)
    return legend_from(Drawn.on(with_reviews(store, drawing, told)), of_run(told.words, drawing))


@dataclass(frozen=True, slots=True)
class Drawn:
    """How often components are drawn that are not rejected: by class, and by the entry that explains them.

    `pages` are those that were counted, without their components: of a large drawing they are millions.
    """

    by_class: Mapping[str, int]
    by_entry: Mapping[str, int]
    pages: Sequence[PageComponents]

    @classmethod
    def on(cls, pages: Iterable[PageComponents]) -> Self:
        """Count what is on some pages."""
        by_class, by_entry, counted = Counter[str](), Counter[str](), []
        for page in pages:
            drawn = [c for c in page.components if c.status != "rejected"]
            by_class.update(c.class_name for c in drawn)
            by_entry.update(
                c.provenance.legend_entry for c in drawn if c.provenance and c.provenance.legend_entry
            )
            counted.append(page.model_copy(update={"components": ()}))
        return cls(by_class, by_entry, counted)


def legend_from(drawn: Drawn, words: Mapping[str, EntryWord]) -> DrawingLegend:
    """Put a legend together from what is on a drawing's pages and what people said of its entries."""
    pages = drawn.pages
    found = [entry for page in pages for entry in page.legend.entries]
    classes = Counter(now(entry, words.get(entry.id)).class_name for entry in found)
    shared = frozenset(name for name, count in classes.items() if name and count > 1)
    entries = tuple(counted(entry, words.get(entry.id), drawn, shared) for entry in found)
    named = {entry.class_name for entry in entries}
    absent = sorted(name for name in drawn.by_class if name not in named) if entries else []
    return DrawingLegend(
        entries=entries,
        abbreviations=tuple(a for page in pages for a in page.legend.abbreviations),
        not_in_legend=tuple(ClassCount(class_name=name, count=drawn.by_class[name]) for name in absent),
        not_drawn=tuple(entry.id for entry in entries if entry.count == 0),
        set_aside=tuple(aside for page in pages for aside in page.set_aside),
    )


def counted(
    entry: LegendEntry, word: EntryWord | None, drawn: Drawn, shared: Collection[str]
) -> CountedEntry:
    """Return an entry as a person left it, with its count; `shared` are the classes of several entries."""
    said: dict[str, Any] = now(entry, word).model_dump()
    said |= {"note": word.note, "version": word.version} if word else {}
    name = said["class_name"] or ""
    if word and word.count is not None:
        said |= {"count": word.count, "counted_by": "strokes"}
    elif name in shared:
        said |= {"count": drawn.by_entry.get(entry.id, 0), "counted_by": "components"}
    else:
        said |= {"count": drawn.by_class.get(name, 0)}
    return CountedEntry.model_validate(said)


def counted_in(drawn: Drawn, words: Mapping[str, EntryWord], entry_id: str) -> CountedEntry:
    """Return one entry that the legend of some pages has, with its count."""
    return next(entry for entry in legend_from(drawn, words).entries if entry.id == entry_id)


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


def places_of(found: FindResult, pages: Iterable[PageComponents]) -> int:
    """Return how many places of a search lie outside legends: one picture of a legend is no device."""
    areas = {page.page: page.legend.areas for page in pages}
    return sum(
        not any(contains(area, *centre(place.bbox)) for area in areas.get(page.page, ()))
        for page in found.pages
        for place in page.placements
    )
