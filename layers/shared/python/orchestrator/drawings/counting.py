"""Takeoffs as they are now, reviews included: of one drawing, and of all drawings of a project."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from pydantic import BaseModel, ConfigDict

from orchestrator.components import Component, PageComponents
from orchestrator.drawings.closing import TAKEOFF_FILE
from orchestrator.drawings.legend_words import LEGEND_PREFIX
from orchestrator.drawings.models import FINAL, Drawing, DrawingStatus, Reason
from orchestrator.drawings.page_tallies import tallies_now
from orchestrator.drawings.reviewed import reviewed_pages
from orchestrator.drawings.reviews import REVIEW_PREFIX
from orchestrator.drawings.store import Store
from orchestrator.errors import Conflict
from orchestrator.storage import keys
from orchestrator.takeoff import ProjectTakeoff, Takeoff, Tally, project_takeoff

_AT_ONCE: Final = 8


class Uncounted(BaseModel):
    """A drawing that is in no count: not analysed yet, or not at all."""

    model_config = ConfigDict(frozen=True)

    drawing: str
    status: DrawingStatus
    error: Reason | None = None


class WholeTakeoff(ProjectTakeoff):
    """A project's takeoff and the drawings that are missing from it."""

    uncounted: tuple[Uncounted, ...] = ()


def is_counted(drawing: Drawing) -> bool:
    """Tell whether a drawing has a takeoff: its run has ended, and its pages could be read."""
    return drawing.status in FINAL and drawing.component_count is not None


def require_counted(drawing: Drawing) -> None:
    """Refuse what only a counted drawing has.

    Raises:
        Conflict: when it has no takeoff, with the reason.
    """
    if is_counted(drawing):
        return
    if drawing.error:
        raise Conflict(f"This drawing could not be analysed: {drawing.error.detail}")
    raise Conflict(
        f"This drawing is not analysed yet (status {drawing.status}, {drawing.progress:.0%} done)."
    )


def sure_pages(store: Store, drawing: Drawing, min_confidence: float) -> Iterator[PageComponents]:
    """Yield a drawing's pages as they are now, without what is less sure than asked for and was not reviewed."""
    for page in reviewed_pages(store, drawing):
        sure = tuple(c for c in page.components if _is_sure(c, min_confidence))
        yield page.model_copy(update={"components": sure})


def exported_pages(store: Store, drawing: Drawing, min_confidence: float, most: int) -> list[PageComponents]:
    """Return what an export holds: the sure pages, all at once, of `most` components together.

    Raises:
        Conflict: when there are more.
    """
    pages: list[PageComponents] = []
    left = most
    for page in sure_pages(store, drawing, min_confidence):
        left -= len(page.components)
        if left < 0:
            raise Conflict(
                f"An export holds at most {most:,} components, and this drawing has more. Ask for those with a "
                "higher `min_confidence`, or list them page by page."
            )
        pages.append(page)
    return pages


def _is_sure(component: Component, min_confidence: float) -> bool:
    return component.status != "detected" or component.confidence >= min_confidence


def takeoff_of(store: Store, drawing: Drawing, min_confidence: float = 0.0) -> Takeoff:
    """Return a counted drawing's takeoff: the one written at its closing, or where more is asked, of its pages' tallies.

    Raises:
        Unavailable: when too many pages have to be counted anew for one request.
    """
    if min_confidence == 0 and not _is_spoken_of(store, drawing):
        key = keys.export_file(drawing.project_id, drawing.id, TAKEOFF_FILE)
        return Takeoff.model_validate_json(store.files.read(key))
    tally = Tally(min_confidence)
    for page in tallies_now(store, drawing):
        tally.add(page)
    return tally.takeoff()


def _is_spoken_of(store: Store, drawing: Drawing) -> bool:
    """Tell whether people said something of a drawing's components, or of its legend."""
    prefixes = (REVIEW_PREFIX, LEGEND_PREFIX) if drawing.has_legend else (REVIEW_PREFIX,)
    partition = keys.review(drawing.id, "").pk
    return any(store.table.query(partition, prefix, limit=1).items for prefix in prefixes)


def takeoff_of_project(store: Store, project_id: str) -> WholeTakeoff:
    """Return the takeoff of all counted drawings of a project, keyed by drawing id, and name the others."""
    drawings = list(store.drawings(project_id))
    counted = [drawing for drawing in drawings if is_counted(drawing)]
    with ThreadPoolExecutor(_AT_ONCE) as counters:
        takeoffs = list(counters.map(partial(takeoff_of, store), counted))
    whole = project_takeoff({drawing.id: one for drawing, one in zip(counted, takeoffs, strict=True)})
    others = tuple(
        Uncounted(drawing=drawing.id, status=drawing.status, error=drawing.error)
        for drawing in drawings
        if not is_counted(drawing)
    )
    return WholeTakeoff(**dict(whole), uncounted=others)
