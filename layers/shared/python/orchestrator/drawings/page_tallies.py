"""What each page's components come to, kept in the table: a takeoff is summed from these and opens no page's file.

Recognition writes a page's tally in one transaction with the page's end, so state, file and tally of a page are of one
worker, and the tally names the run. A page has none that was recognised before there were any: it is counted from its
file, as is a page that people reviewed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from orchestrator.components import PageComponents
from orchestrator.drawings.legend_words import as_said, class_names_of, said_of
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.recognized import recognized
from orchestrator.drawings.reviewed import lay_over
from orchestrator.drawings.reviews import ReviewsInOrder
from orchestrator.drawings.store import Store
from orchestrator.storage import keys
from orchestrator.storage.table import Write
from orchestrator.tallies import PageTally

_LONGEST: Final = 300_000
"""Characters of a tally that is kept: an item of DynamoDB holds 400 KB. That is some 250,000 components."""


def put_tally(drawing_id: str, run: str, page: PageComponents) -> Write:
    """Return the write of a page's tally as recognised in a run, which goes into the transaction that ends the page."""
    packed = PageTally.of(page).pack()
    kept = {"tally": packed} if len(packed) <= _LONGEST else {}
    return Write("put", keys.tally(drawing_id, page.page), item={"page": page.page, "run": run, **kept})


def tallies(store: Store, drawing: Drawing) -> Iterator[PageTally]:
    """Yield the tallies, as recognised, of those pages of the drawing's current run that have one, in page order."""
    for item in store.table.query_all(keys.tally(drawing.id, 1).pk, keys.TALLY_PREFIX):
        if item["run"] == drawing.run and "tally" in item:
            yield PageTally.unpack(item["page"], item["tally"])


def tallies_now(store: Store, drawing: Drawing) -> Iterator[PageTally]:
    """Yield the tally of each finished page, in no order, with what people said of the legend and of components."""
    words, reviews = said_of(store, drawing), ReviewsInOrder(store, drawing.id)
    left = {page.page_number: page for page in store.pages(drawing) if page.status != "pending"}
    as_recognised = {n for n, page in left.items() if page.status == "analyzed" and not reviews.of(n)}
    for tally in tallies(store, drawing):
        if tally.page in as_recognised:
            del left[tally.page]
            yield tally.renamed(class_names_of(words))
    reviews = ReviewsInOrder(store, drawing.id)
    for page in recognized(store, drawing, left.values()):
        yield PageTally.of(lay_over(as_said(page, words), reviews.of(page.page)))
