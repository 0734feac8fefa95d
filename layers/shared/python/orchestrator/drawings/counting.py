"""Takeoffs as they are now, reviews included: of one drawing, and of all drawings of a project."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from typing import Final

from pydantic import BaseModel, ConfigDict

from orchestrator.components import Component, PageComponents
from orchestrator.drawings.closing import TAKEOFF_FILE
from orchestrator.drawings.legend_words import names_of
from orchestrator.drawings.models import FINAL, Drawing, DrawingStatus, Reason
from orchestrator.drawings.page_tallies import tallies_now
from orchestrator.drawings.reviewed import lay_over, on_reviewed_pages, reviewed_pages
from orchestrator.drawings.reviews import REVIEW_PREFIX
from orchestrator.drawings.revisions import Which
from orchestrator.drawings.store import Store
from orchestrator.drawings.superseded import Superseded, superseded
from orchestrator.drawings.told import ReviewsInOrder, Told
from orchestrator.errors import Conflict
from orchestrator.storage import keys
from orchestrator.takeoff import ProjectTakeoff, Takeoff, Tally, project_takeoff, recounted
from orchestrator.tallies import PageTally

_AT_ONCE: Final = 8


class Uncounted(BaseModel):
    """A drawing that is in no count: not analysed yet, or not at all."""

    model_config = ConfigDict(frozen=True)

    drawing: str
    status: DrawingStatus
    error: Reason | None = None


class WholeTakeoff(ProjectTakeoff):
    """A project's takeoff and the drawings that are missing from it; `revisions` says which were counted."""

    revisions: Which
    superseded: tuple[Superseded, ...] = ()
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
    """Return a counted drawing's takeoff: the one written at its closing, the pages that people reviewed counted anew.

    With a filter, and where people said something of the legend, it is summed from the tallies of all pages.
    """
    if min_confidence > 0 or names_of(store, drawing):
        return _summed(store, drawing, min_confidence)
    key = keys.export_file(drawing.project_id, drawing.id, TAKEOFF_FILE)
    whole = Takeoff.model_validate_json(store.files.read(key))
    reviews = store.table.query_all(keys.review(drawing.id, "").pk, REVIEW_PREFIX)
    first = next(reviews, None)
    if first is None:
        return whole
    return _with_reviews(store, drawing, whole, ReviewsInOrder(chain([first], reviews)))


def _with_reviews(store: Store, drawing: Drawing, whole: Takeoff, reviews: ReviewsInOrder) -> Takeoff:
    """Return a takeoff of what was recognised with what people said of components; their pages alone are read."""
    told = Told({}, list(store.pages(drawing)), reviews)
    before, after = Tally(), Tally()
    for page, said in on_reviewed_pages(store, drawing, told):
        before.add(PageTally.of(page))
        after.add(PageTally.of(lay_over(page, said)))
    was, known = before.takeoff(), {page.page: page for page in whole.by_page}
    recognized_since = [page for page in was.by_page if known.get(page.page) != page]
    if recognized_since:  # and not counted yet: whoever closes the drawing will
        return _summed(store, drawing, 0)
    return recounted(whole, was, after.takeoff())


def _summed(store: Store, drawing: Drawing, min_confidence: float) -> Takeoff:
    tally = Tally(min_confidence)
    for page in tallies_now(store, drawing):
        tally.add(page)
    return tally.takeoff()


def takeoff_of_project(store: Store, project_id: str, revisions: Which = "newest") -> WholeTakeoff:
    """Return the takeoff of a project's counted drawings, keyed by drawing id, and name the others.

    With `newest`, what a later revision supersedes is not counted.
    """
    drawings = list(store.drawings(project_id))
    counted = [drawing for drawing in drawings if is_counted(drawing)]
    passed_over = tuple(superseded(store, counted)) if revisions == "newest" else ()
    not_counted = {one.drawing for one in passed_over}
    counted = [drawing for drawing in counted if drawing.id not in not_counted]
    with ThreadPoolExecutor(_AT_ONCE) as counters:
        takeoffs = list(counters.map(partial(takeoff_of, store), counted))
    whole = project_takeoff({drawing.id: one for drawing, one in zip(counted, takeoffs, strict=True)})
    others = tuple(
        Uncounted(drawing=drawing.id, status=drawing.status, error=drawing.error)
        for drawing in drawings
        if not is_counted(drawing)
    )
    return WholeTakeoff(**dict(whole), revisions=revisions, superseded=passed_over, uncounted=others)
