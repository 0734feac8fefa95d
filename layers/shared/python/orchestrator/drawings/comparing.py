"""Comparing two drawings of a project: their pages paired, lined up and compared, with what people said of them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aws_lambda_powertools.metrics import MetricUnit

from orchestrator.comparisons import (
    ChangedComponent,
    ChangedRegion,
    ClassDelta,
    CompareAnswer,
    ComparedComponent,
    ComparedPage,
    DoubtfulComponent,
    DrawingComparison,
    SheetAlignment,
)
from orchestrator.components import Component
from orchestrator.drawings.legend_words import as_said, class_names_of
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.drawings.names import renumbered
from orchestrator.drawings.recognized import recognized
from orchestrator.drawings.reviewed import lay_over
from orchestrator.drawings.reviews import Review
from orchestrator.drawings.store import Store
from orchestrator.drawings.told import told_of
from orchestrator.messages import CompareRequest
from orchestrator.pages import Page
from orchestrator.recognition.compare import Comparison, NotComparable, Pair, Region, compare_pages
from orchestrator.recognition.compare.pairing import Pairing, SheetName, by_number, pair_sheets
from orchestrator.recognition.compare.picture import picture_of
from orchestrator.recognition.images import decode_png
from orchestrator.storage import keys
from orchestrator.storage.files import MissingFile
from orchestrator.takeoff import in_order
from orchestrator.telemetry import metrics

_READ_FOR_WORDS: Final = 12
"""Pages of each drawing without a partner whose words are read; where more are left, their order alone decides."""
_LARGEST_BYTES: Final = 2_500_000
"""Of an answer, after which no further page is begun; Lambda answers with 6 MB at most, escaped."""
_PARTLY: Final = "Parts of a page are pictures; only what is drawn as strokes was compared."


@dataclass(frozen=True, slots=True)
class _Issue:
    """One of the two drawings: its pages so far, and what people said of their components and of its legend."""

    drawing: Drawing
    pages: dict[int, PageState]
    reviews: dict[int, list[Review]]
    class_names: Mapping[str, str]

    def names(self) -> list[SheetName]:
        return [SheetName(number, page.sheet_number) for number, page in self.pages.items()]


@dataclass(frozen=True, slots=True)
class Comparer:
    """What a comparison works with; `seconds` after its start it begins no further page."""

    store: Store
    seconds: float

    def compare(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        """Answer a `CompareRequest`.

        Raises:
            NotFound: when one of the drawings does not exist any more.
            MissingFile: when a page is not stored any more.
        """
        request = CompareRequest.model_validate(event)
        ends = time.monotonic() + self.seconds
        old, new = (
            self._issue(request.project_id, one) for one in (request.drawing_id, request.to_drawing_id)
        )
        pairing = self._paired(old, new)
        if request.picture_of is not None:
            return self._pictured(old, new, pairing, request.picture_of).model_dump(mode="json")
        result = self._compared(old, new, pairing, (request.from_page, ends))
        metrics("recognition").add_metric("compared", MetricUnit.Count, len(result.pages))
        return CompareAnswer(result=result).model_dump(mode="json", by_alias=True)

    def _issue(self, project_id: str, drawing_id: str) -> _Issue:
        drawing = self.store.drawing(project_id, drawing_id)
        told = told_of(self.store, drawing)
        pages = {page.page_number: page for page in renumbered(drawing, told.pages)}
        return _Issue(drawing, pages, dict(told.reviews), class_names_of(told.words))

    def _paired(self, old: _Issue, new: _Issue) -> Pairing:
        """Return the pairs of pages; words are read where numbers leave a choice."""
        first, second = old.names(), new.names()
        known = by_number(first, second)
        left = [sheet.page for sheet in first if sheet.page not in known]
        free = [sheet.page for sheet in second if sheet.page not in known.values()]
        one_each = len(first) == len(second) == 1
        if not one_each and left and free and max(len(left), len(free)) <= _READ_FOR_WORDS:
            first = [self._read_name(old, sheet) if sheet.page in left else sheet for sheet in first]
            second = [self._read_name(new, sheet) if sheet.page in free else sheet for sheet in second]
        return pair_sheets(first, second)

    def _read_name(self, issue: _Issue, sheet: SheetName) -> SheetName:
        if not _is_read(issue.pages[sheet.page]):
            return sheet
        words = frozenset(word.text for word in self._page(issue, sheet.page).words)
        return SheetName(sheet.page, sheet.number, words)

    def _compared(
        self, old: _Issue, new: _Issue, pairing: Pairing, asked: tuple[int, float]
    ) -> DrawingComparison:
        from_page, ends = asked
        pages: list[ComparedPage] = []
        left, size = None, 0
        for pair in pairing.pairs:
            if pair[0] < from_page:
                continue
            if pages and (time.monotonic() > ends or size > _LARGEST_BYTES):
                left = pair[0]
                break
            pages.append(self._page_compared(old, new, pair))
            size += len(pages[-1].model_dump_json())
        return DrawingComparison(
            drawing_id=old.drawing.id,
            to=new.drawing.id,
            pages=tuple(pages),
            removed_pages=pairing.only_old,
            added_pages=pairing.only_new,
            counts=_added_up(delta for page in pages for delta in page.counts),
            next_page=left,
        )

    def _page_compared(self, old: _Issue, new: _Issue, pair: tuple[int, int, Any]) -> ComparedPage:
        page, to_page, paired_by = pair
        told = {"page": page, "to_page": to_page, "paired_by": paired_by}
        try:
            found = self._found(old, new, page, to_page)
        except NotComparable as error:
            return ComparedPage(**told, comparable=False, reason=str(error))
        return ComparedPage(
            **told,
            **_said(found),
            comparable=True,
            counts=_deltas(found.before, found.after),
            notes=_notes(old.pages[page], new.pages[to_page]),
        )

    def _found(self, old: _Issue, new: _Issue, page: int, to_page: int) -> Comparison:
        """Return how two pages compare.

        Raises:
            NotComparable: when they do not, or one of them was not analysed.
        """
        for issue, number in ((old, page), (new, to_page)):
            state = issue.pages[number]
            if state.status != "analyzed":
                why = state.error.detail if state.error else ""
                raise NotComparable(f"Page {number} of {issue.drawing.id} was not analysed. {why}".strip())
        return compare_pages(
            self._page(old, page),
            self._page(new, to_page),
            self._components(old, page),
            self._components(new, to_page),
        )

    def _pictured(self, old: _Issue, new: _Issue, pairing: Pairing, number: int) -> CompareAnswer:
        """Store a picture of what changed on a page and answer with its key."""
        partner = next((to_page for page, to_page, _ in pairing.pairs if page == number), None)
        if partner is None:
            return CompareAnswer(missing=f"The other drawing has no sheet that is page {number} of this one.")
        try:
            found = self._found(old, new, number, partner)
        except NotComparable as error:
            return CompareAnswer(refused=str(error))
        ids = (old.drawing.project_id, new.drawing.id)
        try:
            page_u8 = decode_png(self.store.files.read(keys.page_file(*ids, partner, "page.png")))
        except MissingFile:
            page_u8 = None
        key = keys.comparison_picture(ids[0], old.drawing.id, new.drawing.id, number)
        self.store.files.write(key, picture_of(found, page_u8), "image/png")
        return CompareAnswer(picture=key)

    def _components(self, issue: _Issue, number: int) -> tuple[Component, ...]:
        """Return a page's components as they are now: what was recognised, with every review."""
        (found,) = recognized(self.store, issue.drawing, [issue.pages[number]])
        return lay_over(as_said(found, issue.class_names), issue.reviews.get(number, [])).components

    def _page(self, issue: _Issue, number: int) -> Page:
        key = keys.page_file(issue.drawing.project_id, issue.drawing.id, number, "page.json.gz")
        return Page.from_bytes(self.store.files.read(key))


def _is_read(page: PageState) -> bool:
    return page.width_pt is not None


def _said(found: Comparison) -> dict[str, Any]:
    """Return what was found as fields of `ComparedPage`."""
    changes, of = found.changes, ComparedComponent.of
    return {
        "alignment": _alignment(found),
        "added": tuple(map(of, changes.added)),
        "removed": tuple(map(of, changes.removed)),
        "moved": tuple(map(_changed, changes.moved)),
        "relabelled": tuple(map(_changed, changes.relabelled)),
        "unchanged": changes.unchanged,
        "doubtful": tuple(
            DoubtfulComponent(before=of(before) if before else None, after=of(after) if after else None)
            for before, after in changes.doubtful
        ),
        "changed_regions": tuple(map(_region, found.regions)),
    }


def _alignment(found: Comparison) -> SheetAlignment:
    alignment = found.alignment
    lies = alignment.to_other
    return SheetAlignment(
        scale=round(lies.scale, 5),
        rotation=round(lies.rotation, 2) % 360,
        shift_x_pt=round(lies.shift.real, 2),
        shift_y_pt=round(lies.shift.imag, 2),
        residual_pt=alignment.residual_pt,
        share=alignment.share,
        to_share=alignment.other_share,
    )


def _changed(pair: Pair) -> ChangedComponent:
    before, after = ComparedComponent.of(pair.before), ComparedComponent.of(pair.after)
    return ChangedComponent(before=before, after=after, distance_pt=pair.distance_pt, changed=pair.changed)


def _region(region: Region) -> ChangedRegion:
    return ChangedRegion(bbox=region.bbox, before_bbox=region.before_bbox, drawn=region.drawn)


def _deltas(before: Iterable[Component], after: Iterable[Component]) -> tuple[ClassDelta, ...]:
    """Return how many of each class there were and are; rejected ones are none."""
    old, new = (Counter(c.class_name for c in some if c.status != "rejected") for some in (before, after))
    return tuple(_delta(name, old[name], new[name]) for name in in_order(old | new))


def _added_up(deltas: Iterable[ClassDelta]) -> tuple[ClassDelta, ...]:
    old, new = Counter[str](), Counter[str]()
    for delta in deltas:
        old[delta.class_name] += delta.before
        new[delta.class_name] += delta.after
    return tuple(_delta(name, old[name], new[name]) for name in in_order(old | new))


def _delta(name: str, before: int, after: int) -> ClassDelta:
    return ClassDelta(class_name=name, before=before, after=after, delta=after - before)


def _notes(page: PageState, to_page: PageState) -> tuple[str, ...]:
    """Return what else a reader must know: what was left out of one of the pages."""
    notes = [*page.truncated, *to_page.truncated]
    return tuple([*notes, _PARTLY] if "mixed" in {page.kind, to_page.kind} else notes)
