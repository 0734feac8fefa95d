"""Routes of a drawing's legend: what its own symbols mean, and what people say of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from orchestrator import clock
from orchestrator.components import PageComponents
from orchestrator.drawings import runs
from orchestrator.drawings.counting import require_counted
from orchestrator.drawings.legend import (
    CountedEntry,
    DrawingLegend,
    Drawn,
    EntryChange,
    counted_in,
    entry_of,
    legend_now,
    places_of,
)
from orchestrator.drawings.legend_words import EntryWord, of_run, put_word, waits
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.reviewed import reviewed_pages, with_reviews
from orchestrator.drawings.reviews import check_on_page
from orchestrator.drawings.routes.desk import DRAWING, Desk, made_file, open_drawing
from orchestrator.drawings.told import told_of
from orchestrator.errors import Unavailable
from orchestrator.finds import FindAnswer
from orchestrator.geometry import Box
from orchestrator.http import Response, Router, check_if_match, versioned
from orchestrator.legends import LegendEntry
from orchestrator.messages import FindRequest, ReprocessMessage
from orchestrator.projects.activity import record
from orchestrator.storage import queues
from orchestrator.storage.functions import FunctionFailed, invoke

router = Router()
_ENTRY = f"{DRAWING}/legend/<entry_id>"

NAMED_LATER: Final = (
    "The pages are being recognised again by the new cut: components are named and added by it, and this note goes, "
    "when the drawing is no longer `recounting`."
)


@router.get(f"{DRAWING}/legend", tags=["components"])
def get_legend(project_id: str, drawing_id: str) -> Response[DrawingLegend | None]:
    """Return what the drawing's legend says, how much of it is drawn, and what is drawn but not in it.

    A very large one is a 303 to a file of the same content.
    """
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:read")
    require_counted(drawing)
    return desk.answer(legend_now(desk.store, drawing), made_file(desk, drawing, "legend.json"))


@router.patch(_ENTRY, tags=["components"])
def change_entry(
    project_id: str, drawing_id: str, entry_id: str, body: EntryChange
) -> Response[CountedEntry]:
    """Confirm, rename or cut an entry anew.

    The components that it explains have its class at once, in every list, count and export. An entry that explains
    none, or is cut anew, has its symbol searched for and counted. By another `bbox` all pages are recognised again,
    without being asked for: reviews are kept, the drawing stays as it is meanwhile but is `recounting`, and its takeoff
    follows. What the new cut finds is named by it then, and counted from its components. Entries may be cut anew one
    after the other: each page ends with all of them. A drawing that is being processed is refused with 409.

    `{"status": "found"}` takes the change back, a new cut in the same way.
    """
    desk, drawing = open_drawing(router, project_id, drawing_id, "components:review")
    require_counted(drawing)
    told = told_of(desk.store, drawing)
    drawn, words = Drawn.on(with_reviews(desk.store, drawing, told)), told.words
    entry, before = entry_of(drawn.pages, entry_id), words.get(entry_id)
    check_if_match(router, before.version if before else 0)
    word, recut = _word(desk, drawing, drawn, entry, (before, body))
    logged = record(
        project_id, desk.caller, "legend.changed", entry_id, {"drawing_id": drawing_id, **word.changes}
    )
    if recut:
        noted = runs.note(drawing, drawing.run or "")  # for the watchdog, should the message be lost
        desk.write(*put_word(drawing, word, words, recut=True), noted, logged)
        _recognize_again(desk, drawing)
    else:
        desk.write(*put_word(drawing, word, words), logged)
    if _explains(entry, drawn):  # what it explains has another name now
        drawn = Drawn.on(reviewed_pages(desk.store, drawing))
    return versioned(counted_in(drawn, of_run({**words, entry_id: word}, drawing), entry_id))


def _explains(entry: LegendEntry, drawn: Drawn) -> bool:
    return drawn.by_entry.get(entry.id, 0) > 0


def _recognize_again(desk: Desk, drawing: Drawing) -> None:
    """Have every page of a drawing recognised that knows nothing of the latest cut of an entry."""
    message = ReprocessMessage(
        project_id=drawing.project_id,
        drawing_id=drawing.id,
        run=drawing.run or "",
        again=True,
        correlation_id=desk.request_id,
    )
    queues.send(desk.settings.uploads_queue_url, [message.model_dump_json()], drawing.project_id)


def _word(
    desk: Desk,
    drawing: Drawing,
    drawn: Drawn,
    entry: LegendEntry,
    said: tuple[EntryWord | None, EntryChange],
) -> tuple[EntryWord, bool]:
    """Return what a person says of an entry now, and whether it has another cut by that.

    It is what they said before, the change, and what a search then finds. What the entry explains needs no search, it
    has the entry's new name at once; else pages that wait to be recognised by a new cut.
    """
    before, change = said
    changes = (before.changes if before else {}) | change.model_dump(exclude_unset=True)
    said_more = {"class_name", "description", "bbox"} & changes.keys()
    changes["status"] = "changed" if said_more else "confirmed"
    if change.status == "found":
        changes = {}
    if change.bbox:
        check_on_page(change.bbox, desk.store.page(drawing, entry.page))
    recut = _box(entry, changes) != _box(entry, before.changes if before else {})
    renamed_later = recut or waits(before, drawing)
    found: dict[str, Any] = {}
    if changes and (renamed_later or not _explains(entry, drawn)):
        found["count"], found["note"] = _search(
            desk, drawing, drawn.pages, (entry.page, _box(entry, changes))
        )
    if renamed_later:
        now = desk.store.drawing(drawing.project_id, drawing.id) if recut else drawing
        note = found.get("note")
        found["note"] = f"{note} {NAMED_LATER}" if note else NAMED_LATER
        found["recuts"] = now.recuts + 1 if recut or not before else before.recuts
    word = EntryWord(
        entry_id=entry.id,
        changes=changes,
        run=drawing.run,
        changed_by=desk.caller.user_id,
        changed_at=clock.now(),
        version=before.version + 1 if before else 1,
        **found,
    )
    return word, recut


def _box(entry: LegendEntry, changes: Mapping[str, Any]) -> Box:
    box: Box = tuple(changes.get("bbox", entry.bbox))
    return box


def _search(
    desk: Desk, drawing: Drawing, pages: Sequence[PageComponents], picture: tuple[int, Box]
) -> tuple[int | None, str | None]:
    """Return how often a picture is drawn outside legends, and what the reader of that number must know.

    Raises:
        Unavailable: when recognition does not answer.
    """
    numbers = [page.page for page in pages if page.status == "analyzed"]
    asked = numbers[: desk.settings.find_pages]
    request = FindRequest(
        project_id=drawing.project_id,
        drawing_id=drawing.id,
        page=picture[0],
        bbox=picture[1],
        scale="vote",
        pages=tuple(asked),
        correlation_id=desk.request_id,
    )
    try:
        payload = invoke(desk.settings.recognition_function, request.model_dump_json())
    except FunctionFailed as error:
        raise Unavailable("Recognition does not answer at the moment; try again.") from error
    answer = FindAnswer.model_validate_json(payload)
    if answer.result is None:
        return None, answer.refused
    searched = len(answer.result.pages)
    partly = f"{searched} of {len(numbers)} pages were searched." if searched < len(numbers) else None
    return places_of(answer.result, pages), partly
