"""Routes of components: what was recognised, and what people say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

from orchestrator.components import Component, ComponentStatus
from orchestrator.drawings.closing import recognized
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.reviewed import Reviewed, find_reviewed, lay_over, reviewed_again
from orchestrator.drawings.reviews import (
    ClassName,
    ComponentChange,
    NewComponent,
    Review,
    addition,
    drop_review,
    put_review,
    reviews_of,
)
from orchestrator.drawings.routes.desk import DRAWING, Desk, open_desk, table
from orchestrator.drawings.store import Store
from orchestrator.errors import Conflict, Invalid
from orchestrator.http import (
    DEFAULT_LIMIT,
    JSON,
    Cursor,
    Limit,
    ListOf,
    Query,
    Response,
    Router,
    check_if_match,
    decode_cursor,
    encode_cursor,
    etag,
)
from orchestrator.idempotency import idempotent
from orchestrator.projects.activity import record

router = Router()
_COMPONENT = f"{DRAWING}/components/<component_id>"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which components a caller wants to see."""

    class_name: str | None
    min_confidence: float
    status: ComponentStatus | None
    in_cloud: bool | None = None

    def includes(self, component: Component) -> bool:
        """Tell whether a component is one of them."""
        return (
            self.class_name in {None, component.class_name}
            and self.status in {None, component.status}
            and self.in_cloud in {None, component.in_cloud}
            and component.confidence >= self.min_confidence
        )


@router.get(f"{DRAWING}/components", tags=["components"])
def list_components(  # noqa: PLR0913 - each is one query parameter of the contract
    project_id: str,
    drawing_id: str,
    *,
    page: Annotated[int | None, Query(ge=1)] = None,
    class_name: Annotated[ClassName | None, Query(alias="class")] = None,
    min_confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
    status: Annotated[ComponentStatus | None, Query()] = None,
    in_cloud: Annotated[bool | None, Query()] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> ListOf[Component]:
    """List components page by page as they are now, rejected ones included unless `status` says otherwise."""
    desk = open_desk(router, project_id, "drawings:read")
    drawing = desk.store.drawing(project_id, drawing_id)
    wanted = Wanted(class_name, min_confidence, status, in_cloud)
    first, skipped = _place(cursor, page)
    placed = _placed(_components(desk.store, drawing, first, page), first, skipped)
    found = list(islice(((c, key) for c, key in placed if wanted.includes(c)), limit + 1))
    last_key = found[limit - 1][1] if len(found) > limit else None
    return ListOf(items=[c for c, _ in found[:limit]], next_cursor=encode_cursor(last_key))


@router.post(f"{DRAWING}/components", status_code=201, tags=["components"], middlewares=[idempotent(table)])
def add_component(project_id: str, drawing_id: str, body: NewComponent) -> Response[Component]:
    """Add a component that was missed."""
    desk = open_desk(router, project_id, "components:review")
    drawing = desk.store.drawing(project_id, drawing_id)
    page = desk.store.page(drawing, body.page)
    review = addition(body, page, desk.caller.user_id)
    _keep(desk, drawing, review, "component.added")
    return _answer(Reviewed(None, review), 201)


@router.patch(_COMPONENT, tags=["components"])
def review_component(
    project_id: str, drawing_id: str, component_id: str, body: ComponentChange
) -> Response[Component]:
    """Accept, reject, relabel or move a component; `{"status": "detected"}` takes the review back."""
    desk = open_desk(router, project_id, "components:review")
    drawing = desk.store.drawing(project_id, drawing_id)
    page, reviewed = find_reviewed(desk.store, drawing, component_id)
    check_if_match(router, reviewed.version)
    if body.status == "detected":
        return _answer(_take_back(desk, drawing, reviewed))
    review = reviewed_again(reviewed, body, page, desk.caller.user_id)
    _keep(desk, drawing, review, f"component.{review.changes['status']}")
    return _answer(Reviewed(reviewed.original, review))


@router.delete(_COMPONENT, status_code=204, tags=["components"])
def delete_component(project_id: str, drawing_id: str, component_id: str) -> Response[None]:
    """Remove a component that was added by hand, or reject a recognised one: what the model said is kept."""
    desk = open_desk(router, project_id, "components:review")
    drawing = desk.store.drawing(project_id, drawing_id)
    page, reviewed = find_reviewed(desk.store, drawing, component_id)
    check_if_match(router, reviewed.version)
    if reviewed.review is not None and reviewed.review.seen is None:
        logged = record(
            project_id, desk.caller, "component.removed", component_id, {"drawing_id": drawing_id}
        )
        desk.write(drop_review(drawing_id, reviewed.review), logged)
    else:
        review = reviewed_again(reviewed, ComponentChange(status="rejected"), page, desk.caller.user_id)
        _keep(desk, drawing, review, "component.rejected")
    return Response(204)


def _keep(desk: Desk, drawing: Drawing, review: Review, action: str) -> None:
    changes = {"drawing_id": drawing.id, **review.changes}
    logged = record(drawing.project_id, desk.caller, action, review.component_id, changes)
    desk.write(put_review(drawing.id, review), logged)


def _take_back(desk: Desk, drawing: Drawing, reviewed: Reviewed) -> Reviewed:
    if reviewed.original is None:
        raise Conflict(
            "Recognition does not find this component: it is here by hand. Delete it to take it back."
        )
    if reviewed.review is not None:
        changes = {"drawing_id": drawing.id}
        component_id = reviewed.review.component_id
        logged = record(drawing.project_id, desk.caller, "component.unreviewed", component_id, changes)
        desk.write(drop_review(drawing.id, reviewed.review), logged)
    return Reviewed(reviewed.original, None)


def _answer(reviewed: Reviewed, status: int = 200) -> Response[Component]:
    return Response(status, JSON, reviewed.component, {"ETag": etag(reviewed.version)})


def _place(cursor: str | None, page: int | None) -> tuple[int, int]:
    """Return the page a list starts on and how many of its components come before."""
    key = decode_cursor(cursor)
    if key is None:
        return page or 1, 0
    try:
        return int(key["page"]), int(key["after"])
    except (KeyError, ValueError) as error:
        raise Invalid("The cursor is not one of this list; start again without it.") from error


def _components(
    store: Store, drawing: Drawing, first: int, only: int | None
) -> Iterator[tuple[int, list[Component]]]:
    """Yield the components of each page from `first` on; pages are read one by one, as far as they are wanted."""
    reviews = reviews_of(store, drawing.id)
    for state in store.pages(drawing):
        number = state.page_number
        if number < first or only not in {None, number} or not (state.component_count or number in reviews):
            continue
        for result in recognized(store, drawing, [state]):
            yield number, list(lay_over(result, reviews.get(number, [])).components)


def _placed(
    pages: Iterable[tuple[int, list[Component]]], first: int, skipped: int
) -> Iterator[tuple[Component, dict[str, str]]]:
    """Yield each component with the key of a cursor that goes on after it."""
    for number, components in pages:
        for i, component in enumerate(components):
            if number > first or i >= skipped:
                yield component, {"page": str(number), "after": str(i + 1)}
