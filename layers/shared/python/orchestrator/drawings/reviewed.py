"""What people said, laid over what recognition says now.

A drawing may be recognised anew, by another model: boxes shift a little, symbols appear and vanish. A review goes with
the symbol it was made of, and what a person confirmed stays where recognition does not find it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from orchestrator.components import Component, PageComponents
from orchestrator.drawings.legend_words import as_said, class_names_of, names_of
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.drawings.recognized import recognized
from orchestrator.drawings.reviews import Review, page_of, reviews_of
from orchestrator.drawings.store import Store
from orchestrator.drawings.told import Told, told_of
from orchestrator.errors import NotFound
from orchestrator.geometry import iou
from orchestrator.storage import keys

_SAME_SYMBOL_IOU: Final = 0.4
"""How much two recognitions' boxes of one symbol overlap at least (intersection over union)."""

_NO_COMPONENT: Final = "There is no such component in this drawing."
_AT_ONCE: Final = 16
"""Pages with reviews whose files are read, and whose reviews are held, at once."""


class ReviewedComponent(Component):
    """A component as it is now; `version` counts what people said of it and is its ETag."""

    version: int = 0


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A component as recognition says now (None: it does not find it) and as a person said (None: nobody did)."""

    original: Component | None
    review: Review | None

    @property
    def is_there(self) -> bool:
        """Whether there is a component, rejected or not: what a person added is no more once it was removed."""
        return self.original is not None or (self.review is not None and not self.review.withdrawn)

    @property
    def component(self) -> Component:
        """The component as it is now; with a review it keeps the id it was reviewed under."""
        if self.review is None or self.review.withdrawn:
            assert self.original is not None  # noqa: S101 - one of the two is always there
            return self.original
        before = self.original or self.review.seen
        return _added(self.review) if before is None else _changed(before, self.review)

    @property
    def shown(self) -> ReviewedComponent:
        """The component as callers see it."""
        return ReviewedComponent(**dict(self.component), version=self.version)

    @property
    def version(self) -> int:
        """How often people said something of it; its ETag."""
        return self.review.version if self.review else 0

    @property
    def is_gone(self) -> bool:
        """Whether it was rejected and recognition does not find it any more either."""
        return self.original is None and self.review is not None and self.component.status == "rejected"


def reviewed_pages(store: Store, drawing: Drawing) -> Iterator[PageComponents]:
    """Yield the components of each finished page as they are now: what was recognised, with what people said.

    Of the legend's entries first, then of the components themselves. No more than one page is held at a time.
    """
    yield from with_reviews(store, drawing, told_of(store, drawing))


def with_reviews(store: Store, drawing: Drawing, told: Told) -> Iterator[PageComponents]:
    """Yield the components of each finished page with what was told of them, as `reviewed_pages` does."""
    names = class_names_of(told.words)
    for result in recognized(store, drawing, told.pages):
        yield lay_over(as_said(result, names), told.reviews.of(result.page))


def on_reviewed_pages(
    store: Store, drawing: Drawing, told: Told
) -> Iterator[tuple[PageComponents, list[Review]]]:
    """Yield the finished pages that have reviews as recognition says, each with these; some are read at once."""
    states = {page.page_number: page for page in told.pages if page.status != "pending"}
    while reviews := dict(islice(told.reviews, _AT_ONCE)):
        for page in recognized(store, drawing, [states[n] for n in reviews if n in states]):
            yield page, reviews[page.page]


def as_left(store: Store, drawing: Drawing, result: PageComponents) -> PageComponents:
    """Return what was recognised on one page as people have left it."""
    reviews = reviews_of(store, drawing.id, result.page).get(result.page, [])
    return lay_over(as_said(result, names_of(store, drawing)), reviews)


def lay_over(result: PageComponents, reviews: Iterable[Review]) -> PageComponents:
    """Return a page's components with the reviews applied; those that only a person sees come last."""
    pairs = matched(result.components, list(reviews))
    return result.model_copy(
        update={"components": tuple(pair.component for pair in pairs if not pair.is_gone)}
    )


def matched(components: Iterable[Component], reviews: list[Review]) -> list[Reviewed]:
    """Return every component of a page with its review, in order, then the reviews that have no component.

    A review belongs to the component of its id; without one, to the component, otherwise unreviewed, whose box
    overlaps best with what was reviewed. What was added by hand hides the same symbol where recognition finds it too.
    """
    found = {component.id: component for component in components}
    of_found = {review.component_id: review for review in reviews if review.component_id in found}
    by_component = {name: review for name, review in of_found.items() if not review.withdrawn}
    alone: list[Review] = []
    for review in reviews:
        if review.component_id in found or review.withdrawn:
            continue
        free = (component for component in found.values() if component.id not in by_component)
        partner = _partner(review, free)
        if partner and review.seen:
            by_component[partner.id] = review
            continue
        alone.append(review)
        if partner:
            del found[partner.id]
    by_component = of_found | by_component
    pairs = [Reviewed(component, by_component.get(component.id)) for component in found.values()]
    return [*pairs, *(Reviewed(None, review) for review in alone)]


def find_reviewed(store: Store, drawing: Drawing, component_id: str) -> tuple[PageState, Reviewed]:
    """Return one component of a drawing, and its page.

    Raises:
        NotFound: when there is none of this id.
    """
    page = store.page(drawing, page_of(component_id))
    for pair in on_page(store, drawing, page):
        if pair.component.id == component_id:
            return page, pair
    raise NotFound(_NO_COMPONENT)


def require_known(store: Store, drawing: Drawing, component_id: str) -> None:
    """Refuse a component that neither recognition nor a person ever named, without reading the page's other reviews.

    Raises:
        NotFound: when there is none of this id.
    """
    page, review = keys.page(drawing.id, page_of(component_id)), keys.review(drawing.id, component_id)
    found = {item["SK"]: item for item in store.table.get_many([page, review])}
    if review.sk in found:
        return
    states = [PageState.model_validate(item) for item in found.values() if item["run"] == drawing.run]
    pages = recognized(store, drawing, states)
    if not any(component.id == component_id for result in pages for component in result.components):
        raise NotFound(_NO_COMPONENT)


def on_page(store: Store, drawing: Drawing, page: PageState) -> list[Reviewed]:
    """Return what is known of every component of a page, as `matched` does."""
    (result,) = recognized(store, drawing, [page]) if page.status != "pending" else (None,)
    reviews = reviews_of(store, drawing.id, page.page_number).get(page.page_number, [])
    now = as_said(result, names_of(store, drawing)).components if result else ()
    return matched(now, reviews)


def _partner(review: Review, components: Iterable[Component]) -> Component | None:
    """Return the component that a review without one belongs to."""
    said = review.seen or _added(review)
    overlaps = [
        (iou(component.bbox, said.bbox), component)
        for component in components
        if review.seen or component.class_name == said.class_name
    ]
    best, partner = max(overlaps, key=lambda pair: pair[0], default=(0.0, None))
    return partner if best >= _SAME_SYMBOL_IOU else None


def _changed(component: Component, review: Review) -> Component:
    return Component.model_validate(component.model_dump() | {"id": review.component_id} | review.changes)


def _added(review: Review) -> Component:
    fixed: dict[str, Any] = {
        "id": review.component_id,
        "page": review.page,
        "confidence": 1.0,
        "band": "high",
        "source": "manual",
        "status": "added",
    }
    return Component.model_validate(fixed | review.changes)
