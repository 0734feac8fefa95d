"""Revisions of a drawing: which drawings of a project carry the same number, in the order of their revisions.

Nothing of it is stored beside the drawings: it is read from the index of numbers each time, so it is what the drawings
say now. The index is a moment behind the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.drawings import numbers
from orchestrator.drawings.models import Drawing, DrawingStatus
from orchestrator.drawings.revision_order import in_order
from orchestrator.drawings.store import Store, drawing_of
from orchestrator.errors import Invalid
from orchestrator.storage import keys

Which = Literal["newest", "all"]
"""The newest revision of each drawing number, or every one."""

MOST: Final = 100
"""Revisions of a drawing that are looked at: those uploaded last."""
_HIGHEST: Final = "\U0010ffff"


class Revision(BaseModel):
    """One revision of a drawing number: the drawing that is it."""

    model_config = ConfigDict(frozen=True)

    drawing: str
    revision: str | None = None
    filename: str
    status: DrawingStatus
    created_at: str

    @classmethod
    def of(cls, drawing: Drawing) -> Revision:
        """Return a drawing as a revision."""
        return cls(
            drawing=drawing.id,
            revision=drawing.revision,
            filename=drawing.filename,
            status=drawing.status,
            created_at=drawing.created_at,
        )


class Revisions(BaseModel):
    """A drawing among the revisions of its number, all in their order; `newest` is the id of the last one."""

    model_config = ConfigDict(frozen=True)

    is_newest: bool
    newest: str
    earlier: tuple[Revision, ...] = ()
    later: tuple[Revision, ...] = ()


class RevisedDrawing(Drawing):
    """A drawing with its revisions: null where it has no number, or in a list that was not asked for the newest."""

    revisions: Revisions | None = Field(default=None)


def revised(drawing: Drawing, others: Sequence[Drawing]) -> RevisedDrawing:
    """Return a drawing among its revisions; `others` may hold the drawing itself, as it was a moment ago."""
    group = in_order([drawing, *(one for one in others if one.id != drawing.id)])
    place = next(i for i, one in enumerate(group) if one.id == drawing.id)
    revisions = Revisions(
        is_newest=place == len(group) - 1,
        newest=group[-1].id,
        earlier=tuple(map(Revision.of, group[:place])),
        later=tuple(map(Revision.of, group[place + 1 :])),
    )
    return RevisedDrawing(**dict(drawing), revisions=revisions)


def with_revisions(store: Store, drawing: Drawing) -> RevisedDrawing:
    """Return a drawing with the revisions of its number in its project."""
    link = numbers.link_of_drawing(drawing)
    if link is None:
        return RevisedDrawing(**dict(drawing))
    found = store.table.query(
        keys.project(drawing.project_id).pk,
        link,
        index=keys.DRAWINGS_BY_NUMBER,
        limit=MOST,
        newest_first=True,
    )
    return revised(drawing, list(map(drawing_of, found.items)))


def previous(store: Store, drawing: Drawing) -> str | None:
    """Return the id of the revision before a drawing, or None where there is none."""
    revisions = with_revisions(store, drawing).revisions
    return revisions.earlier[-1].drawing if revisions and revisions.earlier else None


def by_number(drawings: Iterable[Drawing]) -> list[list[Drawing]]:
    """Return the revisions of each drawing number in their order; drawings without a number are left out."""
    linked: dict[str, list[Drawing]] = {}
    for drawing in drawings:
        if link := numbers.link_of_drawing(drawing):
            linked.setdefault(link, []).append(drawing)
    return [in_order(group) for group in linked.values()]


@dataclass(frozen=True, slots=True)
class NewestList:
    """The drawings of a project by number, of each number the newest revision; those without a number come last.

    `number` is how the wanted numbers begin.
    """

    store: Store
    project_id: str
    number: str | None = None

    @property
    def _prefix(self) -> str:
        return numbers.PREFIX if self.number is None else numbers.beginning(self.number)

    def part(
        self, most: int, after: Mapping[str, str] | None
    ) -> tuple[list[RevisedDrawing], dict[str, str] | None]:
        """Return up to `most` drawings, and the key of a cursor that goes on after them; None at the end.

        Raises:
            Invalid: when `after` is not a key of this list; cursors come back from callers.
        """
        lowest = self._start(after)
        read: list[dict[str, Any]] = []
        wanted: int | None = 2 * most
        start = None
        while True:
            found = self.store.table.query(
                keys.project(self.project_id).pk,
                self._prefix,
                index=keys.DRAWINGS_BY_NUMBER,
                limit=wanted,
                lowest=lowest,
                start=start,
            )
            read += found.items
            groups = [list(group) for _, group in groupby(read, key=_link)]
            whole = groups if found.last_key is None else groups[:-1]
            if whole or found.last_key is None:
                break
            start, wanted = found.last_key, None
        shown = whole[:most]
        ended = found.last_key is None and len(whole) <= most
        go_on = None if ended else {"project": self.project_id, "after": _link(shown[-1][-1])}
        return [_newest(list(map(drawing_of, group))) for group in shown], go_on

    def _start(self, after: Mapping[str, str] | None) -> str:
        if after is None:
            return ""
        place = after.get("after", "")
        lowest = place + _HIGHEST
        belongs = dict(after) == {"project": self.project_id, "after": place} and place.startswith(
            self._prefix
        )
        spelled = lowest.encode(errors="replace")
        is_key = spelled.decode() == lowest and len(spelled) <= keys.LONGEST_SORT_KEY_BYTES
        if not (belongs and is_key and lowest <= self._prefix + _HIGHEST):
            raise Invalid("The cursor does not belong to this list; start again without it.")
        return lowest


def _link(item: Mapping[str, Any]) -> str:
    """Return what the places of all revisions of a stored drawing begin with; without a number it is its own."""
    place: str = item[keys.DRAWINGS_BY_NUMBER.sort_key]
    return numbers.link_of(item.get("number"), item.get("sheet")) or place


def _newest(group: list[Drawing]) -> RevisedDrawing:
    last = in_order(group)[-1]
    return revised(last, group) if numbers.link_of_drawing(last) else RevisedDrawing(**dict(last))
