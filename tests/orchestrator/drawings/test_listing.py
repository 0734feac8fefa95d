"""A list of components that is read part by part while people review: nothing twice, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.components import Component
from orchestrator.drawings.listing import Bounds, Listing, Place, Wanted
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.reviewed import on_page, reviewed_pages
from orchestrator.drawings.reviewing import Word, added, added_again, changed, removed
from orchestrator.drawings.reviews import (
    REVIEW_PREFIX,
    ComponentChange,
    NewComponent,
    Review,
    put_review,
    reviews_named,
)
from orchestrator.drawings.store import Store
from orchestrator.storage import keys
from orchestrator.storage.files import Files
from orchestrator.storage.table import Write
from tests.conftest import Aws
from tests.orchestrator.drawings.large import put_drawing, symbols

ALL = Wanted(None, 0.0, None)
PAGES = {
    1: symbols(1, "fuse", "motor", "fuse", "fuse"),
    2: symbols(2),
    3: symbols(3, "motor", "fuse"),
    4: symbols(4),
    5: symbols(5, "fuse"),
}
numbers = st.integers(1, len(PAGES))
acts = st.tuples(
    st.sampled_from(["accept", "reject", "rename", "move", "remove", "add"]), numbers, st.integers(0, 9)
)
between = st.lists(acts, max_size=4)


@dataclass
class Reviewers:
    """People at a drawing that is listed: what they do, and what was there at every moment."""

    store: Store
    drawing: Drawing
    always: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for item in self.store.table.query_all(keys.review(self.drawing.id, "").pk, REVIEW_PREFIX):
            key = keys.review(self.drawing.id, item["component_id"])
            self.store.table.write(Write("delete", key))
        self.always = self.there()

    def there(self) -> set[str]:
        """Return the ids of all components there are, read as a takeoff reads them."""
        return {c.id for page in reviewed_pages(self.store, self.drawing) for c in page.components}

    def act(self, what: str, number: int, which: int) -> None:
        """Do something on a page: to one of its components, or add one where symbol `which` is or would be."""
        word = self._word(what, number, which)
        if word:
            self.store.table.write(put_review(self.drawing.id, word.review))
        now = self.there()
        self.always &= now
        self.ever |= now

    def _word(self, what: str, number: int, which: int) -> Word | None:
        page = self.store.page(self.drawing, number)
        if what == "add":
            new = NewComponent(page=number, class_name="fuse", bbox=(20.0 * which, 0, 16, 16))
            word = added(new, page, "u1")
            before = reviews_named(self.store, self.drawing.id, [word.review.component_id])
            return added_again(word, *before.values()) if before else word
        pairs = [pair for pair in on_page(self.store, self.drawing, page) if not pair.is_gone]
        if not pairs:
            return None
        pair = pairs[which % len(pairs)]
        if what == "remove":
            return removed(pair, page, "u1")
        changes = {
            "accept": {"status": "accepted"},
            "reject": {"status": "rejected"},
            "rename": {"class_name": "luminaire"},
            "move": {"bbox": (20.0 * which, 20, 16, 16)},
        }
        return changed(pair, ComponentChange.model_validate(changes[what]), page, "u1")

    def of_an_earlier_recognition(self, symbol: Component, shift: int) -> None:
        """Keep a review of a symbol under the id that an earlier recognition gave it."""
        x, y, width, height = symbol.bbox
        name = f"p{symbol.page:05d}-{round(x) + 1:05d}-{round(y) + 3:05d}"
        seen = symbol.model_copy(update={"id": name, "bbox": (x + shift, y, width, height)})
        changes = {"status": "accepted", "tag": "F-1"}
        review = Review(
            component_id=name, page=symbol.page, changes=changes, seen=seen, reviewed_by="u1", reviewed_at=""
        )
        self.store.table.write(put_review(self.drawing.id, review))
        self.always = self.there()


def walk(listing: Listing, bounds: Bounds) -> Iterator[list[str]]:
    """Yield the ids in each part of a list; its places pass through cursors."""
    place: Place | None = listing.start
    while place is not None:
        part = listing.part(listing.place(listing.key(place)), bounds)
        assert len(part.items) <= bounds.given
        yield [item.id for item in part.items]
        listing = Listing(listing.store, listing.drawing, listing.wanted, listing.only)
        place = part.go_on


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    earlier=st.lists(
        st.tuples(st.sampled_from([*PAGES[1], *PAGES[3], *PAGES[5]]), st.integers(0, 9)), max_size=3
    ),
    before=between,
    meanwhile=st.lists(between, max_size=12),
    bounds=st.builds(Bounds, st.integers(1, 4), st.integers(1, 6), st.integers(1, 3)),
)
def test_reviews_made_meanwhile_neither_repeat_a_component_nor_leave_one_out(
    aws: Aws,
    earlier: list[tuple[Component, int]],
    before: list[tuple[str, int, int]],
    meanwhile: list[list[tuple[str, int, int]]],
    bounds: Bounds,
) -> None:
    store = Store(aws.table, Files(aws.bucket_name))
    people = Reviewers(store, _drawing(store))
    for symbol, shift in {symbol.id: (symbol, shift) for symbol, shift in earlier}.values():
        people.of_an_earlier_recognition(symbol, shift)
    for act in before:
        people.act(*act)
    people.always, people.ever = people.there(), people.there()
    given_ids: list[str] = []
    for i, part in enumerate(walk(Listing(store, people.drawing, ALL), bounds)):
        given_ids += part
        for act in meanwhile[i] if i < len(meanwhile) else []:
            people.act(*act)
    assert len(set(given_ids)) == len(given_ids)
    assert people.always <= set(given_ids) <= people.ever


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(acts, max_size=8),
    bounds=st.builds(Bounds, st.integers(1, 4), st.integers(1, 6), st.integers(1, 3)),
    class_name=st.sampled_from([None, "fuse", "motor", "luminaire", "socket"]),
    status=st.sampled_from([None, "detected", "accepted", "rejected", "relabelled", "added"]),
)
def test_a_filtered_list_has_what_the_filter_leaves_of_all(
    aws: Aws, before: list[tuple[str, int, int]], bounds: Bounds, class_name: str | None, status: str | None
) -> None:
    store = Store(aws.table, Files(aws.bucket_name))
    people = Reviewers(store, _drawing(store))
    for act in before:
        people.act(*act)
    wanted = Wanted(class_name, 0.0, status)  # type: ignore[arg-type]  # one of the statuses
    expected = {
        c.id for page in reviewed_pages(store, people.drawing) for c in page.components if wanted.includes(c)
    }
    parts = list(walk(Listing(store, people.drawing, wanted), bounds))
    listed = [name for part in parts for name in part]
    assert len(listed) == len(expected)
    assert set(listed) == expected


def _drawing(store: Store) -> Drawing:
    """Return the drawing, stored before the first example."""
    known = store.find("p1", "d1")
    if known is not None:
        return known
    counts = {n: {c.class_name: 1 for c in page} for n, page in PAGES.items()}
    return put_drawing(store, PAGES, counts)
