"""Takeoffs as they are now, reviews included: of one drawing, and of all drawings of a project."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from pydantic import BaseModel, ConfigDict

from orchestrator.components import Component, PageComponents
from orchestrator.drawings.closing import TAKEOFF_FILE
from orchestrator.drawings.legend_words import LEGEND_PREFIX
from orchestrator.drawings.models import FINAL, Drawing, DrawingStatus, Reason
from orchestrator.drawings.reviewed import reviewed_pages
from orchestrator.drawings.reviews import REVIEW_PREFIX
from orchestrator.drawings.store import Store
from orchestrator.errors import Conflict
from orchestrator.storage import keys
from orchestrator.takeoff import ProjectTakeoff, Takeoff, project_takeoff, takeoff

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


def sure_pages(store: Store, drawing: Drawing, min_confidence: float) -> list[PageComponents]:
    """Return a drawing's pages as they are now, without what is less sure than asked for and was not reviewed."""
    return [
        page.model_copy(
            update={"components": tuple(c for c in page.components if _is_sure(c, min_confidence))}
        )
        for page in reviewed_pages(store, drawing)
    ]


def _is_sure(component: Component, min_confidence: float) -> bool:
    return component.status != "detected" or component.confidence >= min_confidence


def takeoff_of(store: Store, drawing: Drawing, min_confidence: float = 0.0) -> Takeoff:
    """Return a counted drawing's takeoff: the one written at its closing, unless reviews or a filter ask for anew."""
    partition = keys.review(drawing.id, "").pk
    reviewed = store.table.query(partition, REVIEW_PREFIX, limit=1).items
    if drawing.has_legend and not reviewed:
        reviewed = store.table.query(partition, LEGEND_PREFIX, limit=1).items
    if reviewed or min_confidence > 0:
        return takeoff(sure_pages(store, drawing, min_confidence))
    key = keys.export_file(drawing.project_id, drawing.id, TAKEOFF_FILE)
    return Takeoff.model_validate_json(store.files.read(key))


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
