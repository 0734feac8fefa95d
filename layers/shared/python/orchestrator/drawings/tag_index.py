"""Where each tag of a project is written: one item a tag and page, made by whoever recognised the page.

What people have given components by then is in it; what they say later comes after it (`said_tags.py`).

Beside the tag itself, it is found by its parts: `12-PT-1234A` also as `PT-1234A`, `=A1+B2-Q3` also as `Q3`. The drawing
keeps a note a page of what it has in the index, so that another result of the page, or the drawing's removal, takes
away what is no more. Who ends a page has taken it, and has made the index hold its tags before; each write of them
holds only while nobody has taken the page since.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.components import Component, PageComponents
from orchestrator.drawings import runs
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.drawings.store import Store
from orchestrator.geometry import Box
from orchestrator.storage import keys
from orchestrator.storage.table import ConditionFailed, Item, Write

_AT_ONCE: Final = 100  # writes of a transaction, its condition included
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


def index_tags(store: Store, drawing: Drawing, taken: PageState, page: PageComponents | None) -> None:
    """Make the index hold exactly the tags of a page; doing it again changes nothing.

    Args:
        store: where the index is.
        drawing: whose page it is.
        taken: the page as it was taken (`runs.take_page`), or as it is where nobody may take it any more.
        page: what was recognised, as people have left it; None where nothing was, because the page failed.

    Raises:
        Superseded: when another worker has finished the page, or there is no such page any more.
        Busy: when another worker has taken the page, and is still at it.
    """
    number = taken.page_number
    note = store.table.get(keys.tag_note(drawing.id, number))
    before, wanted = _noted(note) if note else set(), _places(drawing, page) if page else {}
    if not before and not wanted:
        return
    try:
        _write(store, _writes(drawing, number, before, wanted), runs.while_taken(drawing.id, taken))
    except ConditionFailed as error:
        runs.require_page(store, drawing.id, taken)
        raise runs.Busy(drawing.id) from error


def index_again(
    store: Store,
    drawing: Drawing,
    page: PageState,
    known: tuple[PageComponents, Collection[str], Item | None],
) -> None:
    """Make the index hold some tags of a page as they are now, in one transaction.

    Args:
        store: where the index is.
        drawing: whose page it is.
        page: its state.
        known: the page as people have left it, up to 30 tags, and the page's note as it was read before.

    Raises:
        ConditionFailed: when the page was taken since its state was read, or its tags changed since the note was.
    """
    result, tags, note = known
    before, concerned = _noted(note) if note else set(), {s for tag in tags for s in spellings(tag)}
    wanted = {spelling: item for spelling, item in _places(drawing, result).items() if spelling in concerned}
    if not wanted and not before & concerned:
        return
    *places, _ = _writes(drawing, page.page_number, before & concerned, wanted)
    noted = replace(_note(drawing.id, page.page_number, before - concerned | wanted.keys()), **_as_read(note))
    store.table.transact([*places, noted, runs.while_taken(drawing.id, page)])


def _as_read(note: Item | None) -> dict[str, Any]:
    """Return the condition that a note is as it was read."""
    if note is None:
        return {"condition": "attribute_not_exists(PK)"}
    kept = "packed" if "packed" in note else "tags"
    return {"condition": "#kept = :kept", "names": {"#kept": kept}, "values": {":kept": note[kept]}}


def forget_pages(store: Store, drawing: Drawing, failed: Mapping[int, PageState]) -> None:
    """Take out of the index what runs before have left there of pages that failed for good, or are no more.

    A page that was given up is not among them: it may be worked on again, and who gave it up has seen to its tags.

    Raises:
        Superseded: when the run is no longer the drawing's, or a page has a newer result.
        Busy: when a page changes meanwhile.
    """
    beyond = (drawing.page_count or 0) + 1
    first = keys.tag_note(drawing.id, min([*failed, beyond]))
    for note in store.table.query_all(first.pk, keys.TAG_NOTE_PREFIX, lowest=first.sk):
        number = int(note["page"])
        if number in failed:
            index_tags(store, drawing, failed[number], None)
        elif number >= beyond:
            try:
                _write(store, _writes(drawing, number, _noted(note), {}), runs.still(drawing))
            except ConditionFailed as error:
                raise runs.Superseded(drawing.id) from error


def forget_tags(store: Store, project_id: str, drawing_id: str) -> None:
    """Take a drawing's tags out of the index, its notes last."""
    partition = keys.tag_note(drawing_id, 1).pk
    noted = {
        int(note["page"]): _noted(note) for note in store.table.query_all(partition, keys.TAG_NOTE_PREFIX)
    }
    indexed = [
        keys.tag(project_id, drawing_id, n, spelling) for n, page in noted.items() for spelling in page
    ]
    notes = [keys.tag_note(drawing_id, number) for number in noted]
    _write(store, [Write("delete", key) for key in (*indexed, *notes)])


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


def _places(drawing: Drawing, page: PageComponents) -> dict[str, Item]:
    """Return what the index holds of a page's tags, by spelling."""
    tagged: dict[str, list[Component]] = defaultdict(list)
    for component in page.components:
        if component.tag and component.status != "rejected":
            tagged[component.tag].append(component)
    lettering = {written.tag: written.bbox for written in page.unowned_tags}
    by_spelling: dict[str, Item] = {}
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
        item = place.model_dump(by_alias=True, exclude_none=True, mode="json")
        by_spelling |= dict.fromkeys(spellings(tag), item)
    return by_spelling


def _writes(drawing: Drawing, page: int, before: Collection[str], wanted: Mapping[str, Item]) -> list[Write]:
    """Return the writes that turn what the index has of a page into what is wanted.

    What is not noted would never be removed: where one transaction cannot take them all, the note comes first, with
    both, and again last.
    """
    ids = (drawing.project_id, drawing.id, page)
    puts = [Write("put", keys.tag(*ids, spelling), item=item) for spelling, item in wanted.items()]
    gone = [
        Write("delete", keys.tag(*ids, spelling)) for spelling in sorted(before) if spelling not in wanted
    ]
    writes = [*puts, *gone, _note(drawing.id, page, wanted)]
    return writes if len(writes) < _AT_ONCE else [_note(drawing.id, page, {*before, *wanted}), *writes]


def _note(drawing_id: str, page: int, found: Collection[str]) -> Write:
    """Return the write of the note that a page has these spellings; thousands of them, packed, are some 20 KB."""
    key = keys.tag_note(drawing_id, page)
    if not found:
        return Write("delete", key)
    packed = base64.b64encode(zlib.compress(json.dumps(sorted(found)).encode())).decode()
    return Write("put", key, item={"page": page, "packed": packed})


def _noted(note: Item) -> set[str]:
    """Return the spellings of a note; one of an earlier release has the ends of sort keys."""
    if "tags" in note:
        return {place.rsplit("#", 2)[0] for place in note["tags"]}
    return set(json.loads(zlib.decompress(base64.b64decode(note["packed"]))))


def _write(store: Store, writes: Sequence[Write], *conditions: Write) -> None:
    most = _AT_ONCE - len(conditions)
    for first in range(0, len(writes), most):
        store.table.transact([*writes[first : first + most], *conditions])
