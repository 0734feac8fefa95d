"""What each page's components come to, kept in the table: a takeoff reads these and opens no page's file.

Recognition writes a page's tally together with the page's end. Every word on a component of the page adds one to the
item's `said`, in the word's own transaction. The tally with reviews (`now`) names the `said` and the words on the
legend that it was made from; where these are others by now, or a page has no tally because it was recognised before
there were any, whoever asks counts the page from its file and keeps what comes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from orchestrator.components import PageComponents
from orchestrator.drawings import runs
from orchestrator.drawings.legend_words import EntryWord, as_said, class_names_of, said_of, version_of
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.recognized import recognized
from orchestrator.drawings.reviewed import lay_over
from orchestrator.drawings.reviews import Review, ReviewsInOrder
from orchestrator.drawings.store import Store
from orchestrator.errors import Unavailable
from orchestrator.storage import keys
from orchestrator.storage.table import ConditionFailed, Write, change
from orchestrator.tallies import PageTally

MOST_ANEW: Final = 64
"""Pages that one request counts anew, 100 at most: of 5,000 components each some 10 s of one core."""
_LONGEST_KEPT: Final = 100_000
"""Characters of a tally that are kept in the table; a page with more is counted from its file."""


class _Kept(BaseModel):
    """A page's tally as it is stored: `found` as recognised in `run`, `now` with reviews."""

    model_config = ConfigDict(frozen=True)

    page: int
    run: str = ""
    found: str | None = None
    said: int = 0
    now: str | None = None
    now_said: int = 0
    now_words: int = 0

    def current(self, words: int) -> str | None:
        """Return the tally that includes all that was said, `words` the version of what was said of the legend."""
        if self.now is not None:
            return self.now if (self.now_said, self.now_words) == (self.said, words) else None
        return None if self.said else self.found


def found(drawing_id: str, run: str, page: PageComponents, *, is_reviewed: bool) -> Write:
    """Return the write of a page's tally as recognised; with reviews from before it has to be counted anew."""
    return change(
        keys.tally(drawing_id, page.page),
        sets={"page": page.page, "run": run} | _kept("found", PageTally.of(page)),
        adds={"said": 1} if is_reviewed else {},
        removes=("now", "now_said", "now_words"),
    )


def said(drawing_id: str, page: int) -> Write:
    """Return the write that goes with every word on a component of a page."""
    return change(keys.tally(drawing_id, page), sets={"page": page}, adds={"said": 1})


def tallies_now(store: Store, drawing: Drawing) -> Iterator[PageTally]:
    """Yield the tally of each finished page with what people said, in no order.

    Raises:
        Unavailable: when more pages have to be counted anew than one request can; those it could are kept.
    """
    words = said_of(store, drawing)
    version, class_names = version_of(words), class_names_of(words)
    missing = dict.fromkeys(range(1, (drawing.page_count or 0) + 1), 0)
    for item in store.table.query_all(keys.tally(drawing.id, 1).pk, keys.TALLY_PREFIX):
        kept = _Kept.model_validate(item)
        if kept.run == drawing.run and (text := kept.current(version)):
            missing.pop(kept.page, None)
            tally = PageTally.unpack(text)
            yield tally if kept.now else tally.renamed(class_names)
        elif kept.page in missing:
            missing[kept.page] = kept.said
    yield from _Anew(store, drawing, words).tallies(missing)


@dataclass(frozen=True, slots=True)
class _Anew:
    """Pages counted from their files; what comes of it is kept."""

    store: Store
    drawing: Drawing
    words: Mapping[str, EntryWord]

    def tallies(self, said: Mapping[int, int]) -> Iterator[PageTally]:
        """Yield the tallies of pages, in no order; `said` is how often people had spoken of each before."""
        failed = said.keys() & set(self.drawing.pages_failed)
        yield from self._failed(sorted(failed))
        left = sorted(said.keys() - failed)
        states = self.store.pages_numbered(self.drawing, left[:MOST_ANEW])
        states.sort(key=lambda state: state.page_number)
        reviews = ReviewsInOrder(self.store, self.drawing.id)
        for page in recognized(self.store, self.drawing, states):
            yield self._counted(page, reviews.of(page.page), said[page.page])
        if len(left) > MOST_ANEW:
            raise Unavailable(
                f"{len(left):,} pages of this drawing have to be counted anew, and {MOST_ANEW} now were. "
                "Ask again: each request counts as many."
            )

    def _failed(self, pages: Sequence[int]) -> Iterator[PageTally]:
        """Yield what people added to pages that could not be analysed; that is not kept, such a page may heal."""
        reviews = ReviewsInOrder(self.store, self.drawing.id)
        for number in pages:
            page = PageComponents(page=number, width_pt=0, height_pt=0, status="failed", model_version="")
            yield PageTally.of(lay_over(page, reviews.of(number)))

    def _counted(self, page: PageComponents, reviews: Sequence[Review], said: int) -> PageTally:
        tally = PageTally.of(lay_over(as_said(page, self.words), reviews))
        if page.status == "failed":
            return tally
        sets = {"page": page.page, "run": self.drawing.run} | _kept("found", PageTally.of(page))
        if said or reviews:
            sets |= _kept("now", tally) | {"now_said": said, "now_words": version_of(self.words)}
        write = change(
            keys.tally(self.drawing.id, page.page),
            sets=sets,
            condition="#said = :said" if said else "attribute_not_exists(#said)",
            values={"said": said} if said else {},
        )
        with suppress(ConditionFailed):  # somebody spoke meanwhile: the next to ask counts that
            self.store.table.transact([write, runs.still(self.drawing)])
        return tally


def _kept(name: str, tally: PageTally) -> dict[str, Any]:
    text = tally.pack()
    return {name: text} if len(text) <= _LONGEST_KEPT else {}
