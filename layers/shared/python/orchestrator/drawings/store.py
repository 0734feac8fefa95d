"""Where drawings are kept: their items in the table, their files in the bucket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from orchestrator.drawings import numbers
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.errors import FieldError, Invalid, NotFound
from orchestrator.storage import keys
from orchestrator.storage.files import Files
from orchestrator.storage.table import Item, Table, Write

DRAWING_PREFIX: Final = "DRAWING#"
PAGE_PREFIX: Final = "PAGE#"
_NO_PAGE: Final = "This drawing has no page {}, or it has not been read yet."


@dataclass(frozen=True, slots=True)
class Store:
    """The table and the bucket of one deployment."""

    table: Table
    files: Files

    def find(self, project_id: str, drawing_id: str) -> Drawing | None:
        """Return a drawing, or None."""
        item = self.table.get(keys.drawing(project_id, drawing_id))
        return drawing_of(item) if item else None

    def drawing(self, project_id: str, drawing_id: str) -> Drawing:
        """Return a drawing.

        Raises:
            NotFound: when the project has no such drawing.
        """
        return existing(self.table.get(keys.drawing(project_id, drawing_id)))

    def drawings(self, project_id: str) -> Iterator[Drawing]:
        """Yield every drawing of a project, oldest first."""
        partition = keys.project(project_id).pk
        yield from (drawing_of(item) for item in self.table.query_all(partition, DRAWING_PREFIX))

    def pages(self, drawing: Drawing) -> Iterator[PageState]:
        """Yield the pages of the drawing's current run in page order."""
        for item in self.table.query_all(keys.page(drawing.id, 1).pk, PAGE_PREFIX):
            if item["run"] == drawing.run:
                yield PageState.model_validate(item)

    def page(self, drawing: Drawing, number: int) -> PageState:
        """Return one page of the drawing's current run.

        Raises:
            NotFound: when it has no such page, or not yet.
        """
        return _current(self.table.get(keys.page(drawing.id, number)), drawing, number)

    def pages_numbered(self, drawing: Drawing, numbers: Sequence[int]) -> list[PageState]:
        """Return those of up to 100 pages that the drawing's current run has, in no order."""
        found = self.table.get_many([keys.page(drawing.id, number) for number in numbers])
        return [PageState.model_validate(item) for item in found if item["run"] == drawing.run]

    def page_of(self, project_id: str, drawing_id: str, number: int) -> PageState:
        """Return one page of a drawing's current run, both read at once.

        Raises:
            NotFound: when there is no such drawing, or it has no such page, or not yet.
        """
        drawing_key, page_key = keys.drawing(project_id, drawing_id), keys.page(drawing_id, number)
        found = {item["SK"]: item for item in self.table.get_many([drawing_key, page_key])}
        return _current(found.get(page_key.sk), existing(found.get(drawing_key.sk)), number)


def existing(item: Item | None) -> Drawing:
    """Return a stored drawing.

    Raises:
        NotFound: when there is none.
    """
    if item is None:
        raise NotFound("There is no such drawing in this project.")
    return drawing_of(item)


def no_page(number: int, field: str) -> Invalid:
    """Return what a caller is told whose request names a page in its body that is not there."""
    return Invalid(_NO_PAGE.format(number), FieldError(field, "must be a page of the drawing that was read"))


def _current(item: Item | None, drawing: Drawing, number: int) -> PageState:
    if item is None or item["run"] != drawing.run:
        raise NotFound(_NO_PAGE.format(number))
    return PageState.model_validate(item)


def new_drawing(drawing: Drawing, expires_at: int | None = None) -> Write:
    """Return the write that creates a drawing; it loses when the drawing exists.

    Without a file by `expires_at` (seconds since 1970) it is forgotten; its first run takes that off.
    """
    attributes = drawing.model_dump(exclude={"progress", "recounting"}, exclude_none=True)
    attributes |= {"correlation_id": drawing.correlation_id, **numbers.place(drawing, {})}
    attributes |= {"legend_names": drawing.legend_names or {}}
    if expires_at is not None:
        attributes[keys.TTL_ATTRIBUTE] = expires_at
    return Write(
        "put",
        keys.drawing(drawing.project_id, drawing.id),
        item=attributes,
        condition="attribute_not_exists(PK)",
    )


def drawing_of(item: Item) -> Drawing:
    """Return a stored drawing."""
    return Drawing.model_validate(item)


def page_item(page: PageState) -> dict[str, Any]:
    """Return the attributes stored of a page, the pipeline's own included."""
    own = {"run": page.run, "has_image": page.has_image, "gave_up": page.gave_up}
    counted = {"counts": page.counts} if page.counts is not None else {}
    return page.model_dump(exclude_none=True) | own | counted
