"""Routes of reviews: many at once, and the history of one component's."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from orchestrator.components import ComponentStatus
from orchestrator.drawings.bulk import Bulk, Outcome, Reviews
from orchestrator.drawings.reviewed import require_known
from orchestrator.drawings.reviewing import HistoryEntry, entry_of
from orchestrator.drawings.routes.desk import DRAWING, open_drawing, table
from orchestrator.errors import AppError, FieldError, Invalid
from orchestrator.http import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    ListOf,
    Router,
    decode_cursor,
    encode_cursor,
)
from orchestrator.idempotency import idempotent
from orchestrator.problems import status_of
from orchestrator.storage import keys

router = Router()


class ReviewResult(BaseModel):
    """What came of one review or addition, and how the component is now.

    `code` is the HTTP status that the request for this component alone would have had, `detail` the sentence of its
    error. `version` and `status` are null when they are not known: read the component again.
    """

    model_config = ConfigDict(frozen=True)

    code: int
    component_id: str | None = None
    version: int | None = None
    status: ComponentStatus | None = None
    detail: str | None = None


class ReviewResults(BaseModel):
    """What came of each review and each addition, in the order they were sent in."""

    model_config = ConfigDict(frozen=True)

    reviews: tuple[ReviewResult, ...]
    additions: tuple[ReviewResult, ...]


@router.post(f"{DRAWING}/reviews", tags=["components"], middlewares=[idempotent(table)])
def review_components(project_id: str, drawing_id: str, body: Reviews) -> ReviewResults:
    """Accept, reject, relabel, move and add many components, each kept or refused on its own.

    A review names the `version` its reviewer saw: when somebody was faster, its `code` is 412 and nothing is
    overwritten. An addition that equals one that is there in every field is that one: its `code` is 200, not 201.
    """
    desk, drawing = open_drawing(router, project_id, drawing_id, "components:review")
    most = desk.settings.review_items
    if body.count > most:
        field = FieldError("body", f"names {body.count} components")
        raise Invalid(f"At most {most} components are reviewed in one request.", field)
    outcomes = Bulk(desk.store, drawing, desk.caller).say(body)
    split = len(body.reviews)
    return ReviewResults(
        reviews=tuple(
            _result(outcome, one.component_id)
            for one, outcome in zip(body.reviews, outcomes[:split], strict=True)
        ),
        additions=tuple(_result(outcome) for outcome in outcomes[split:]),
    )


@router.get(f"{DRAWING}/components/<component_id>/reviews", tags=["components"])
def list_reviews(
    project_id: str,
    drawing_id: str,
    component_id: str,
    *,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> ListOf[HistoryEntry]:
    """List what people said of a component, newest first: who, when, and each changed field before and after."""
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:read")
    key = keys.review_history(drawing_id, component_id, "")
    found = desk.store.table.query(
        key.pk, key.sk, limit=limit, start=decode_cursor(cursor), newest_first=True
    )
    if not found.items and cursor is None:
        require_known(desk.store, drawing, component_id)
    items = [entry_of(item) for item in found.items]
    return ListOf(items=items, next_cursor=encode_cursor(found.last_key))


def _result(outcome: Outcome, component_id: str | None = None) -> ReviewResult:
    now, kept = outcome.now, 201 if outcome.is_new else 200
    return ReviewResult(
        code=int(status_of(outcome.refused)) if outcome.refused else kept,
        component_id=now.component.id if now else component_id,
        version=now.version if now else None,
        status=now.component.status if now else None,
        detail=_sentence(outcome.refused) if outcome.refused else None,
    )


def _sentence(error: AppError) -> str:
    """Return what an error says, of its fields too."""
    fields = (f"{field.field.removeprefix('body.')} {field.message}." for field in error.fields)
    return " ".join([error.detail, *fields])
