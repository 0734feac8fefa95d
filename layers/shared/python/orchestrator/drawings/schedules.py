"""A drawing's schedules against what is drawn: what each lists, what is counted on the sheets, and why they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from orchestrator.components import Component, PageComponents
from orchestrator.errors import Conflict
from orchestrator.schedules import Schedule
from orchestrator.taxonomy import group_of

Reason = Literal["not_drawn", "fewer_drawn", "more_drawn", "not_listed", "spare_in_use"]

_LIGHTING: Final = "lighting"
_LONGEST_MARK: Final = 5
"""Characters of a luminaire's tag that may be its type; a longer one names the one device."""
_UNUSED: Final = frozenset({"", "SPARE", "SPACE", "BUSSED SPACE", "UNUSED", "BLANK"})


class Difference(BaseModel):
    """What a schedule lists and what is drawn do not agree on.

    `key` is a fixture's mark, a circuit (`LP-1/12`), or a piece of equipment at a cable's end; `listed` is none where
    the schedule gives no number, `schedule` where none lists it.
    """

    model_config = ConfigDict(frozen=True)

    schedule: str | None
    key: str
    listed: int | None
    drawn: int
    reason: Reason
    detail: str


class DrawingSchedules(BaseModel):
    """The schedules of all pages of a drawing, and where they differ from what is drawn on its sheets."""

    model_config = ConfigDict(frozen=True)

    schedules: tuple[Schedule, ...] = ()
    differences: tuple[Difference, ...] = ()


def listable(pages: Iterable[PageComponents], most: int) -> Iterator[PageComponents]:
    """Yield pages with those components alone that a schedule can list.

    Raises:
        Conflict: when these are more than `most`; they are compared all at once.
    """
    left = most
    for page in pages:
        kept = tuple(c for c in page.components if _is_listable(c))
        left -= len(kept)
        if left < 0:
            raise Conflict(
                f"Schedules are compared with at most {most:,} components that have a tag or a circuit or are "
                "luminaires, and this drawing has more."
            )
        yield page.model_copy(update={"components": kept})


def _is_listable(component: Component) -> bool:
    named = component.tag or component.attributes.get("panel") or group_of(component.class_name) == _LIGHTING
    return component.status != "rejected" and bool(named)


def schedules_from(pages: Sequence[PageComponents]) -> DrawingSchedules:
    """Put the schedules of a drawing's pages together and compare them with its components that are not rejected."""
    found = [schedule for page in pages for schedule in page.schedules]
    drawn = [c for page in pages for c in page.components if c.status != "rejected"]
    fixtures = [s for s in found if s.kind == "fixture"]
    panels = [s for s in found if s.kind == "panel" and s.name]
    cables = [s for s in found if s.kind == "cable"]
    differences = [*_fixtures(fixtures, drawn), *_circuits(panels, drawn), *_ends(cables, drawn)]
    return DrawingSchedules(schedules=tuple(found), differences=tuple(differences))


def _fixtures(schedules: Sequence[Schedule], drawn: Iterable[Component]) -> Iterator[Difference]:
    if not schedules:
        return
    lights = [c for c in drawn if group_of(c.class_name) == _LIGHTING]
    marks = {row.cells["mark"].upper() for schedule in schedules for row in schedule.rows}
    counts = Counter(mark for light in lights if (mark := _mark(light, marks)))
    for schedule in schedules:
        for row in schedule.rows:
            key = row.cells["mark"].upper()
            listed = _number(row.cells.get("quantity", ""))
            yield from _compared(schedule, key, listed, counts[key])
    unlisted = Counter(c.tag.upper() for c in lights if c.tag and len(c.tag) <= _LONGEST_MARK)
    for key in sorted(unlisted.keys() - marks):
        detail = f"{unlisted[key]} luminaires carry “{key}”, which no fixture schedule lists."
        yield _difference(None, key, None, unlisted[key], "not_listed", detail)


def _mark(light: Component, marks: set[str]) -> str | None:
    """Return the mark that a luminaire carries: its tag, or a word inside it."""
    words = [*([light.tag] if light.tag else []), *(light.text or "").split()]
    return next((word.upper() for word in words if word.upper() in marks), None)


def _compared(schedule: Schedule, key: str, listed: int | None, drawn: int) -> Iterator[Difference]:
    if not drawn and listed != 0:
        detail = f"No luminaire on the sheets carries “{key}”."
        yield _difference(schedule, key, listed, 0, "not_drawn", detail)
    elif listed is not None and listed != drawn:
        reason: Reason = "fewer_drawn" if drawn < listed else "more_drawn"
        detail = f"The schedule lists {listed} of “{key}”; {drawn} are drawn."
        yield _difference(schedule, key, listed, drawn, reason, detail)


def _circuits(schedules: Iterable[Schedule], drawn: Sequence[Component]) -> Iterator[Difference]:
    used = Counter(circuit for component in drawn for circuit in _circuits_of(component))
    for schedule in schedules:
        panel = (schedule.name or "").upper()
        listed = {number for row in schedule.rows for number in _numbers(row.cells["circuit"])}
        for row in schedule.rows:
            is_spare = row.cells.get("description", "").strip().upper() in _UNUSED
            for number in _numbers(row.cells["circuit"]):
                count = used[panel, number]
                if is_spare and count:
                    detail = f"{count} components are on a circuit that is listed as a spare or a space."
                    yield _difference(schedule, f"{panel}/{number}", 0, count, "spare_in_use", detail)
                elif not is_spare and not count:
                    detail = f"No component on the sheets is on circuit {number} of {panel}."
                    yield _difference(schedule, f"{panel}/{number}", None, 0, "not_drawn", detail)
        for name, number in sorted(used):
            if name == panel and number not in listed:
                detail = f"{used[name, number]} components are on a circuit that the schedule does not list."
                yield _difference(
                    schedule, f"{panel}/{number}", None, used[name, number], "not_listed", detail
                )


def _circuits_of(component: Component) -> Iterator[tuple[str, str]]:
    panel = component.attributes.get("panel", "").upper()
    if panel:
        yield from ((panel, number) for number in _numbers(component.attributes.get("circuit", "")))


def _ends(schedules: Iterable[Schedule], drawn: Iterable[Component]) -> Iterator[Difference]:
    tags = {component.tag.upper() for component in drawn if component.tag}
    for schedule in schedules:
        ends = Counter(
            row.cells[end].upper() for row in schedule.rows for end in ("from", "to") if row.cells.get(end)
        )
        for tag in sorted(ends.keys() - tags):
            detail = f"{ends[tag]} cables end at “{tag}”, which no component on the sheets carries."
            yield _difference(schedule, tag, ends[tag], 0, "not_drawn", detail)


def _numbers(text: str) -> list[str]:
    """Return the numbers of circuits in a cell: `1,3,5` are three."""
    return [
        part
        for part in text.replace("/", ",").replace("&", ",").replace(" ", "").split(",")
        if part.isdigit()
    ]


def _number(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None


def _difference(
    schedule: Schedule | None, key: str, listed: int | None, drawn: int, reason: Reason, detail: str
) -> Difference:
    name = schedule.id if schedule else None
    return Difference(schedule=name, key=key, listed=listed, drawn=drawn, reason=reason, detail=detail)
