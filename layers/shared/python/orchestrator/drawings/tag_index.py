"""Where each tag of a project is written: one item a tag and page, made when a drawing is closed.

Beside the tag itself, it is found by its parts: `12-PT-1234A` also as `PT-1234A`, `=A1+B2-Q3` also as `Q3`. The drawing
keeps a note a page of what it has in the index, so that another run, or its removal, takes away what is no more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.components import Component, PageComponents
from orchestrator.drawings import runs
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.store import Store
from orchestrator.geometry import Box
from orchestrator.storage import keys
from orchestrator.storage.keys import Key
from orchestrator.storage.table import ConditionFailed, Item, Write

_AT_ONCE: Final = 100  # writes of a transaction, at most
_MOST_COMPONENTS: Final = 50  # of one tag on one page that are listed
_AREA: Final = re.compile(r"\A\d{1,4}-(?=[A-Z])")


class TaggedComponent(BaseModel):
    """A component that carries a tag: its id, class and box (points of the displayed page)."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    id: str
    class_name: str = Field(alias="class")
    bbox: Box


class TagPlace(BaseModel):
    """A sheet that a tag appears on, and the components that carry it there.

    One that none carries (it names an enclosure, or a symbol that was not found) has its `lettering`'s box instead.
    """

    model_config = ConfigDict(frozen=True)

    tag: str
    drawing_id: str
    filename: str
    number: str | None = None
    page: int
    count: int
    components: tuple[TaggedComponent, ...]
    lettering: Box | None = None


def tag_places(drawing: Drawing, page: PageComponents) -> dict[str, Item]:
    """Return what the index holds of a page's tags, by the end of the sort key."""
    return dict(_places(drawing, page))


def index_tags(store: Store, drawing: Drawing, wanted: Mapping[str, Item]) -> None:
    """Make the index hold exactly this drawing's tags, its pages' `tag_places`; doing it again changes nothing.

    Raises:
        Superseded: when the run is no longer the drawing's.
    """
    noted = _noted(store, drawing.id)
    before = {key for page_keys in noted.values() for key in page_keys}
    if not wanted and not before:
        return
    notes = _notes(drawing.id, before | set(wanted), noted)
    puts = [Write("put", _key(drawing.project_id, key), item=item) for key, item in wanted.items()]
    gone = [Write("delete", _key(drawing.project_id, key)) for key in sorted(before - set(wanted))]
    # the notes first: what is not noted would never be removed
    for writes in (notes, [*puts, *gone], _notes(drawing.id, set(wanted), noted)):
        _write(store, writes, runs.still(drawing))


def forget_tags(store: Store, project_id: str, drawing_id: str) -> None:
    """Take a drawing's tags out of the index, its notes last."""
    noted = _noted(store, drawing_id)
    _write(store, [Write("delete", _key(project_id, key)) for found in noted.values() for key in found])
    _write(store, [Write("delete", keys.tag_note(drawing_id, page)) for page in noted])


def places_of(store: Store, project_id: str, items: Sequence[Item]) -> list[TagPlace]:
    """Return up to 100 stored places, each with the number that people may have given its drawing since."""
    ids = {item["drawing_id"] for item in items}
    found = store.table.get_many([keys.drawing(project_id, name) for name in ids])
    numbers = {drawing["id"]: drawing.get("number") for drawing in found}
    return [TagPlace.model_validate({**item, "number": numbers.get(item["drawing_id"])}) for item in items]


def prefix_of(query: str) -> str:
    """Return what the sort keys of all tags begin with that begin as `query` does, in capitals or not."""
    return keys.TAG_PREFIX + query.strip().upper()


def spellings(tag: str) -> tuple[str, ...]:
    """Return what a tag is found by, in capitals: itself, and without its area or its aspects before the last."""
    whole = tag.upper()
    last = re.split(r"[=+]|(?<=[A-Z0-9])-(?=[A-Z])|^-", whole)[-1] if whole[:1] in "=+-" else whole
    return tuple(dict.fromkeys((whole, last, _AREA.sub("", whole, count=1))))


def _places(drawing: Drawing, page: PageComponents) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the index's sort key and item of every spelling of every tag of a page."""
    tagged: dict[str, list[Component]] = defaultdict(list)
    for component in page.components:
        if component.tag and component.status != "rejected":
            tagged[component.tag].append(component)
    lettering = {written.tag: written.bbox for written in page.unowned_tags}
    for tag in [*tagged, *(tag for tag in lettering if tag not in tagged)]:
        components = tagged.get(tag, [])
        place = TagPlace(
            tag=tag,
            drawing_id=drawing.id,
            filename=drawing.filename,
            page=page.page,
            count=len(components),
            components=tuple(
                TaggedComponent(id=c.id, class_name=c.class_name, bbox=c.bbox)
                for c in components[:_MOST_COMPONENTS]
            ),
            lettering=None if components else lettering[tag],
        )
        for spelling in spellings(tag):
            item = place.model_dump(by_alias=True, exclude_none=True, mode="json")
            yield f"{spelling}#{drawing.id}#{page.page:05d}", item


def _noted(store: Store, drawing_id: str) -> dict[int, set[str]]:
    partition, prefix = keys.tag_note(drawing_id, 1).pk, keys.TAG_NOTE_PREFIX
    return {int(item["page"]): set(item["tags"]) for item in store.table.query_all(partition, prefix)}


def _notes(drawing_id: str, found: set[str], noted: Mapping[int, set[str]]) -> list[Write]:
    by_page: dict[int, list[str]] = {page: [] for page in noted}
    for key in sorted(found):
        by_page.setdefault(int(key.rsplit("#", 1)[1]), []).append(key)
    return [
        Write("put", keys.tag_note(drawing_id, page), item={"page": page, "tags": tags})
        if tags
        else Write("delete", keys.tag_note(drawing_id, page))
        for page, tags in by_page.items()
    ]


def _key(project_id: str, key: str) -> Key:
    return keys.tag(project_id, key)


def _write(store: Store, writes: Sequence[Write], *conditions: Write) -> None:
    most = _AT_ONCE - len(conditions)
    for first in range(0, len(writes), most):
        try:
            store.table.transact([*writes[first : first + most], *conditions])
        except ConditionFailed as error:
            raise runs.Superseded(error.keys[0].sk) from error
