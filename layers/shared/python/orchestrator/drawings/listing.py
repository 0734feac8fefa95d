"""The list of a drawing's components, a part at a time: a request looks at few pages, however many there are.

Components of a page come as they are stored, in reading order, then those that only a person sees, by id. Where one
comes depends on its id and on the stored page alone, never on what people say meanwhile: so a list that is read part by
part while others review gives nothing twice and leaves out nothing that was there all along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from orchestrator.components import Component, ComponentStatus
from orchestrator.drawings.legend_words import as_said, names_of
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.drawings.recognized import recognized
from orchestrator.drawings.reviewed import Reviewed, ReviewedComponent, matched
from orchestrator.drawings.reviews import LAST_PAGE, Review, ReviewsFrom, page_of
from orchestrator.drawings.store import Store
from orchestrator.errors import Invalid, NotFound

_AT_ONCE: Final = 100
"""States of pages that one request reads, at most."""


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: on a page, after the component `after`, or at its beginning where that is empty.

    `position` is that component's in the stored page, counted from 0, None where only a person sees it. It counts when
    the page has no such component any more, because it was recognised anew.
    """

    page: int
    after: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one part of a list takes at most: components given, states of pages looked at, pages read."""

    given: int
    looked_at: int
    read: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a list, maybe an empty one, and where the list goes on; None at its end."""

    items: list[ReviewedComponent]
    go_on: Place | None


@dataclass(frozen=True)
class Listing:
    """The wanted components of one drawing, or of one page of it (`only`)."""

    store: Store
    drawing: Drawing
    wanted: Wanted
    only: int | None = None

    @property
    def start(self) -> Place:
        """Where the list begins."""
        return Place(self.only or 1)

    def key(self, place: Place) -> dict[str, str]:
        """Return what a cursor holds of a place in this list."""
        position = "" if place.position is None else str(place.position)
        return {
            "drawing": self.drawing.id,
            "page": str(place.page),
            "after": place.after,
            "position": position,
        }

    def place(self, key: Mapping[str, str]) -> Place:
        """Return the place that a cursor's key holds.

        Raises:
            Invalid: when this list has no such place; cursors come back from callers.
        """
        try:
            position = int(key["position"]) if key["position"] else None
            place = Place(int(key["page"]), key["after"], position)
            belongs = self.key(place) == key and self.only in {None, place.page}
            belongs = belongs and (page_of(place.after) if place.after else place.page) == place.page
        except (KeyError, ValueError, NotFound):
            belongs = False
        if not (belongs and 1 <= place.page <= LAST_PAGE and (place.position or 0) >= 0):
            raise Invalid("The cursor is not one of this list; start again without it.")
        return place

    def part(self, start: Place, bounds: Bounds) -> Part:
        """Return what comes from a place on, until a bound is reached or the table's one answer of reviews ends."""
        items: list[ReviewedComponent] = []
        last = start
        numbers = self._numbers(start.page, bounds.looked_at)
        reads = 0
        for state, said in self._reviewed(numbers, bounds.read + 1):
            if said is None:
                return Part(items, Place(state.page_number))
            if not self._may_hold(state, said):
                continue
            if reads == bounds.read or len(items) == bounds.given:
                return Part(items, Place(state.page_number))
            reads += 1
            for pair, place in self._on_page(state, said, start):
                if len(items) == bounds.given:
                    return Part(items, last)
                items.append(pair.shown)
                last = place
        return Part(items, Place(numbers.stop) if numbers.stop < self._end else None)

    @property
    def _end(self) -> int:
        """The page after the last one that is listed."""
        return (self.only or self.drawing.page_count or 0) + 1

    def _numbers(self, first: int, most: int) -> range:
        return range(first, max(first, min(first + most, self._end)))

    def _reviewed(self, numbers: range, soon: int) -> Iterator[tuple[PageState, list[Review] | None]]:
        """Yield finished pages in their order with their reviews, None where another query would have to be made."""
        reviews: ReviewsFrom | None = None
        for state in self._states(numbers, soon):
            number = state.page_number
            reviews = reviews or ReviewsFrom(self.store, self.drawing.id, number, alone=self.only is not None)
            yield state, reviews.of(number) if number <= reviews.known_to else None

    def _states(self, numbers: range, soon: int) -> Iterator[PageState]:
        """Yield the states of finished pages in their order; those after the first `soon` are read when asked for."""
        later = range(numbers.start + soon, numbers.stop, _AT_ONCE)
        for asked in (numbers[:soon], *(range(n, min(n + _AT_ONCE, numbers.stop)) for n in later)):
            states = self.store.pages_numbered(self.drawing, asked)
            yield from sorted((s for s in states if s.status != "pending"), key=lambda s: s.page_number)

    def _may_hold(self, state: PageState, said: Sequence[Review]) -> bool:
        """Tell whether a finished page may have wanted components, without opening its file."""
        if said:
            return True
        if not state.component_count or self.wanted.status not in {None, "detected"}:
            return False
        name = self.wanted.class_name
        return name is None or state.counts is None or name in state.counts or name in self._names.values()

    def _on_page(
        self, state: PageState, said: list[Review], start: Place
    ) -> Iterator[tuple[Reviewed, Place]]:
        """Yield the wanted components of a page from the start on, each with its place."""
        number = state.page_number
        (result,) = recognized(self.store, self.drawing, [state])
        position = {component.id: i for i, component in enumerate(result.components)}
        pairs = matched(as_said(result, self._names).components, said)
        places = [
            (Place(number, pair.component.id, position.get(pair.component.id)), pair)
            for pair in pairs
            if not pair.is_gone and self.wanted.includes(pair.component)
        ]
        after = _order(_now(start, position)) if start.page == number else None
        for place, pair in sorted(places, key=lambda both: _order(both[0])):
            if after is None or _order(place) > after:
                yield pair, place

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return names_of(self.store, self.drawing)


def _now(start: Place, position: Mapping[str, int]) -> Place:
    """Return a place as the page is now: recognised anew, it may have the component elsewhere, or not at all."""
    return Place(start.page, start.after, position.get(start.after, start.position))


def _order(place: Place) -> tuple[bool, int, str]:
    """Return what sorts the places of one page: stored components by position, then the others by id."""
    if not place.after:
        return False, -1, ""
    return place.position is None, place.position or 0, place.after
