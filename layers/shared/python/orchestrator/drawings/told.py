"""All that the table knows of a drawing beyond its own item, in one query.

What people said of legend entries, the states of pages and what people said of components lie beside each other in the
drawing's partition, in this order (`LEGEND#…`, `PAGE#…`, `REVIEW#…`): one range holds all three and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, groupby
from typing import NamedTuple

from orchestrator.drawings.legend_words import LEGEND_PREFIX, EntryWord
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.drawings.reviews import REVIEW_PREFIX, Review
from orchestrator.drawings.store import PAGE_PREFIX, Store
from orchestrator.storage import keys
from orchestrator.storage.table import Item


class ReviewsInOrder:
    """Reviews page by page, for pages that are asked for in ascending order; no more is held than one page's."""

    def __init__(self, items: Iterator[Item]) -> None:
        """Take stored reviews in the order of component ids."""
        self._pages = groupby(map(Review.model_validate, items), key=lambda review: review.page)
        self._page = 0
        self._held: list[Review] = []

    def of(self, page: int) -> list[Review]:
        """Return the reviews of a page in the order of component ids."""
        while self._page < page:
            self._page, reviews = next(self._pages, (page + 1, iter(())))
            self._held = list(reviews)
        return self._held if self._page == page else []

    def __iter__(self) -> Iterator[tuple[int, list[Review]]]:
        """Return an iterator of the pages that have reviews, and these, which goes on where the last one stopped."""
        return ((page, list(reviews)) for page, reviews in self._pages)


class Told(NamedTuple):
    """What is known of a drawing: words on its legend by entry, pages of its current run in order, and reviews.

    The reviews are read from the table as they are asked for, once.
    """

    words: Mapping[str, EntryWord]
    pages: list[PageState]
    reviews: ReviewsInOrder


def told_of(store: Store, drawing: Drawing) -> Told:
    """Return what is known of a drawing; the table answers in parts of 1 MB, which is some 2,000 pages."""
    words: dict[str, EntryWord] = {}
    pages: list[PageState] = []
    items = store.table.query_range(keys.page(drawing.id, 1).pk, LEGEND_PREFIX, REVIEW_PREFIX)
    for item in items:
        kind = item["SK"]
        if kind.startswith(REVIEW_PREFIX):
            return Told(words, pages, ReviewsInOrder(chain([item], items)))
        if kind.startswith(LEGEND_PREFIX):
            word = EntryWord.model_validate(item)
            words[word.entry_id] = word
        elif kind.startswith(PAGE_PREFIX) and item["run"] == drawing.run:
            pages.append(PageState.model_validate(item))
    return Told(words, pages, ReviewsInOrder(iter(())))
