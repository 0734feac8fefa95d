"""Routes of components: what was recognised, and what people say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

from orchestrator.components import Component, ComponentStatus
from orchestrator.drawings.closing import recognized
from orchestrator.drawings.legend_words import as_said, said_of
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.reviewed import Reviewed, ReviewedComponent, find_reviewed, matched
from orchestrator.drawings.reviewing import added, changed, removed
from orchestrator.drawings.reviews import AnyClass, ComponentChange, NewComponent, reviews_of
from orchestrator.drawings.routes.desk import DRAWING, open_desk, table
from orchestrator.drawings.store import Store
from orchestrator.errors import Invalid
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
    class_name: Annotated[AnyClass | None, Query(alias="class")] = None,
    min_confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
    status: Annotated[ComponentStatus | None, Query()] = None,
    in_cloud: Annotated[bool | None, Query()] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> ListOf[ReviewedComponent]:
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
def add_component(project_id: str, drawing_id: str, body: NewComponent) -> Response[ReviewedComponent]:
    """Add a component that was missed."""
    desk = open_desk(router, project_id, "components:review")
    drawing = desk.store.drawing(project_id, drawing_id)
    page = desk.store.page(drawing, body.page)
    word = added(body, page, desk.caller.user_id)
    desk.write(*word.writes(drawing, desk.caller))
    return _answer(word.after, 201)


@router.patch(_COMPONENT, tags=["components"])
def review_component(
    project_id: str, drawing_id: str, component_id: str, body: ComponentChange
) -> Response[ReviewedComponent]:
    """Accept, reject, relabel or move a component; `{"status": "detected"}` takes the review back."""
    desk = open_desk(router, project_id, "components:review")
    drawing = desk.store.drawing(project_id, drawing_id)
    page, reviewed = find_reviewed(desk.store, drawing, component_id)
    check_if_match(router, reviewed.version)
    word = changed(reviewed, body, page, desk.caller.user_id)
    if word is None:
        return _answer(reviewed)
    desk.write(*word.writes(drawing, desk.caller))
    return _answer(word.after)


@router.delete(_COMPONENT, status_code=204, tags=["components"])
def delete_component(project_id: str, drawing_id: str, component_id: str) -> Response[None]:
    """Remove a component that was added by hand, or reject a recognised one: what the model said is kept."""
    desk = open_desk(router, project_id, "components:review")
    drawing = desk.store.drawing(project_id, drawing_id)
    page, reviewed = find_reviewed(desk.store, drawing, component_id)
    check_if_match(router, reviewed.version)
    desk.write(*removed(reviewed, page, desk.caller.user_id).writes(drawing, desk.caller))
    return Response(204)


def _answer(reviewed: Reviewed, status: int = 200) -> Response[ReviewedComponent]:
    return Response(status, JSON, reviewed.shown, {"ETag": etag(reviewed.version)})


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
) -> Iterator[tuple[int, list[ReviewedComponent]]]:
    """Yield the components of each page from `first` on; pages are read one by one, as far as they are wanted."""
    reviews, words = reviews_of(store, drawing.id), said_of(store, drawing)
    for state in store.pages(drawing):
        number = state.page_number
        if number < first or only not in {None, number} or not (state.component_count or number in reviews):
            continue
        for result in recognized(store, drawing, [state]):
            pairs = matched(as_said(result, words).components, reviews.get(number, []))
            yield number, [pair.shown for pair in pairs if not pair.is_gone]


def _placed(
    pages: Iterable[tuple[int, list[ReviewedComponent]]], first: int, skipped: int
) -> Iterator[tuple[ReviewedComponent, dict[str, str]]]:
    """Yield each component with the key of a cursor that goes on after it."""
    for number, components in pages:
        for i, component in enumerate(components):
            if number > first or i >= skipped:
                yield component, {"page": str(number), "after": str(i + 1)}
