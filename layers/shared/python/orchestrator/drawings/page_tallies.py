"""What each page's components come to, kept in the table: a takeoff is summed from these and opens no page's file.

Recognition writes a page's tally in one transaction with the page's end, so state, file and tally of a page are of one
worker, and the tally names the run. A page has none that was recognised before there were any: it is counted from its
file, as is a page that people reviewed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from orchestrator.components import PageComponents
from orchestrator.drawings.legend_words import as_said, class_names_of
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.drawings.recognized import recognized
from orchestrator.drawings.reviewed import lay_over, on_reviewed_pages
from orchestrator.drawings.store import Store
from orchestrator.drawings.told import told_of
from orchestrator.storage import keys
from orchestrator.storage.table import Write
from orchestrator.tallies import PageTally

_LONGEST: Final = 300_000
"""Characters of a tally that is kept: an item of DynamoDB holds 400 KB. That is some 250,000 components."""


def put_tally(drawing_id: str, run: str, page: PageComponents) -> Write:
    """Return the write of a page's tally as recognised in a run, which goes into the transaction that ends the page."""
    packed = PageTally.of(page).pack()
    kept = {"packed": packed} if len(packed) <= _LONGEST else {}
    item = {"page": page.page, "run": run, "has_legend": bool(page.legend.entries), **kept}
    return Write("put", keys.tally(drawing_id, page.page), item=item)


class Counted(NamedTuple):
    """A page as it was recognised: what it comes to, and whether it has a legend.

    `read` is what its file says, of a page that has no tally.
    """

    tally: PageTally
    has_legend: bool
    read: PageComponents | None = None


def counted(store: Store, drawing: Drawing, pages: Iterable[PageState]) -> Iterator[Counted]:
    """Yield what was recognised on each of these pages that is finished, in no order; few files are opened."""
    left = {page.page_number: page for page in pages if page.status != "pending"}
    analyzed = {number for number, page in left.items() if page.status == "analyzed"}
    for kept in _kept(store, drawing):
        if kept.tally.page in analyzed:
            del left[kept.tally.page]
            yield kept
    for page in recognized(store, drawing, left.values()):
        yield Counted(PageTally.of(page), bool(page.legend.entries), page)


def tallies_now(store: Store, drawing: Drawing) -> Iterator[PageTally]:
    """Yield the tally of each finished page, in no order, with what people said of the legend and of components."""
    told = told_of(store, drawing)
    names = class_names_of(told.words)
    others = {page.page_number: page for page in told.pages}
    for page, reviews in on_reviewed_pages(store, drawing, told):
        del others[page.page]
        yield PageTally.of(lay_over(as_said(page, names), reviews))
    for found in counted(store, drawing, others.values()):
        yield found.tally.renamed(names)


def _kept(store: Store, drawing: Drawing) -> Iterator[Counted]:
    """Yield what is kept of those pages of the drawing's current run that have a tally, in page order."""
    for item in store.table.query_all(keys.tally(drawing.id, 1).pk, keys.TALLY_PREFIX):
        if item["run"] == drawing.run and "packed" in item:
            yield Counted(PageTally.unpack(item["page"], item["packed"]), item["has_legend"])
