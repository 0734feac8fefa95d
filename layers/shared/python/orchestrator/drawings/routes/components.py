"""Routes of components: what was recognised, and what people say of it."""

from __future__ import annotations

from typing import Annotated

from orchestrator.components import ComponentStatus
from orchestrator.drawings.bulk import Bulk, Reviews
from orchestrator.drawings.listing import Bounds, Listing, Wanted
from orchestrator.drawings.reviewed import ReviewedComponent, find_reviewed
from orchestrator.drawings.reviewing import changed, removed
from orchestrator.drawings.reviews import AnyClass, ComponentChange, NewComponent
from orchestrator.drawings.routes.desk import DRAWING, open_drawing, table
from orchestrator.drawings.said_tags import index_said
from orchestrator.http import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    ListOf,
    Query,
    Response,
    Router,
    check_if_match,
    decode_cursor,
    encode_cursor,
    versioned,
)
from orchestrator.idempotency import idempotent

router = Router()
_COMPONENT = f"{DRAWING}/components/<component_id>"


@router.get(f"{DRAWING}/components", tags=["components"])
def list_components(  # noqa: PLR0913 - each is one query parameter of the contract
    project_id: str,
    drawing_id: str,
    *,
    page: Annotated[int | None, Query(ge=1)] = None,
    class_name: Annotated[AnyClass | None, Query(alias="class")] = None,
    min_confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
    status: Annotated[ComponentStatus | None, Query()] = None,
    in_cloud: Annotated[bool | None, Query()] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> ListOf[ReviewedComponent]:
    """List components page by page as they are now, rejected ones included unless `status` says otherwise.

    A request looks at a limited number of the drawing's pages: there may be fewer items than `limit`, or none, and
    still a `next_cursor`. The list ends where that is null. Reviews made meanwhile neither repeat a component nor
    leave one out.
    """
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:read")
    listing = Listing(desk.store, drawing, Wanted(class_name, min_confidence, status, in_cloud), page)
    key = decode_cursor(cursor)
    bounds = Bounds(limit, desk.settings.list_pages, desk.settings.list_reads)
    part = listing.part(listing.start if key is None else listing.place(key), bounds)
    last_key = listing.key(part.go_on) if part.go_on else None
    return ListOf(items=part.items, next_cursor=encode_cursor(last_key))


@router.post(f"{DRAWING}/components", status_code=201, tags=["components"], middlewares=[idempotent(table)])
def add_component(project_id: str, drawing_id: str, body: NewComponent) -> Response[ReviewedComponent]:
    """Add a component that was missed.

    Adding it again, equal in every field, changes nothing: 200 with the component as it is now. One that was removed
    or rejected since comes back.
    """
    desk, drawing = open_drawing(router, project_id, drawing_id, "components:review")
    (outcome,) = Bulk(desk.store, drawing, desk.caller).say(Reviews(additions=(body,)))
    if outcome.refused:
        raise outcome.refused
    assert outcome.now is not None  # noqa: S101 - only what was refused is not known
    return versioned(outcome.now.shown, 201 if outcome.is_new else 200)


@router.patch(_COMPONENT, tags=["components"])
def review_component(
    project_id: str, drawing_id: str, component_id: str, body: ComponentChange
) -> Response[ReviewedComponent]:
    """Accept, reject, relabel or move a component; `{"status": "detected"}` takes the review back."""
    desk, drawing = open_drawing(router, project_id, drawing_id, "components:review")
    page, reviewed = find_reviewed(desk.store, drawing, component_id)
    check_if_match(router, reviewed.version)
    word = changed(reviewed, body, page, desk.caller.user_id)
    if word is None:
        return versioned(reviewed.shown)
    desk.write(*word.writes(drawing, desk.caller))
    index_said(desk.store, drawing, [word])
    return versioned(word.after.shown)


@router.delete(_COMPONENT, status_code=204, tags=["components"])
def delete_component(project_id: str, drawing_id: str, component_id: str) -> Response[None]:
    """Remove a component that was added by hand, or reject a recognised one: what the model said is kept."""
    desk, drawing = open_drawing(router, project_id, drawing_id, "components:review")
    page, reviewed = find_reviewed(desk.store, drawing, component_id)
    check_if_match(router, reviewed.version)
    word = removed(reviewed, page, desk.caller.user_id)
    desk.write(*word.writes(drawing, desk.caller))
    index_said(desk.store, drawing, [word])
    return Response(204)
