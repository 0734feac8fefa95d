"""Recognition of one page: its picture, words and vectors from the bucket, its components back into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any, Final

import numpy as np
from aws_lambda_powertools.metrics import MetricUnit
from numpy.typing import NDArray

from orchestrator.components import Component, PageComponents
from orchestrator.drawings import removal, results, runs
from orchestrator.drawings.closing import NOT_AGAIN, close_when_done, give_up_page
from orchestrator.drawings.confirmed import examples
from orchestrator.drawings.legend_pages import MOST_LEGEND_PAGES, LegendShelf
from orchestrator.drawings.legend_words import now, words_of
from orchestrator.drawings.models import Drawing, PageState, Reason
from orchestrator.drawings.page_tallies import put_tally
from orchestrator.drawings.picture_words import OpenedPage, StoredPages
from orchestrator.drawings.reviewed import as_left
from orchestrator.drawings.reviews import reviews_of
from orchestrator.drawings.store import Store
from orchestrator.drawings.tag_index import index_tags
from orchestrator.errors import DrawingError, NotFound
from orchestrator.legends import PageLegend
from orchestrator.messages import PageMessage, RegionsRequest
from orchestrator.pages import Page
from orchestrator.queue import Outcome
from orchestrator.recognition.legend.reader import legend_of
from orchestrator.recognition.legend.set_aside import with_legend
from orchestrator.recognition.legend.symbols import LegendSymbols
from orchestrator.recognition.prototypes import Prototypes
from orchestrator.recognition.reading.reader import Reader
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.recognition.schedules.reader import schedules_of
from orchestrator.settings import RecognitionSettings
from orchestrator.storage import keys
from orchestrator.storage.files import Files, MissingFile
from orchestrator.storage.table import Table
from orchestrator.taxonomy import ALL_CLASSES, OTHER
from orchestrator.telemetry import correlate, measure, metrics

_GAVE_UP: Final = Reason(
    code="crashed",
    detail="The page could not be analysed in several attempts; it waits for the operators to look at it.",
)


@dataclass(frozen=True, slots=True)
class PageRecognizer:
    """What the recognition function works with; the networks are loaded once."""

    store: Store
    recognizer: Recognizer
    min_confidence: float
    reader: Reader | None = None
    shelf: LegendShelf = field(default_factory=LegendShelf)

    @classmethod
    def of(cls, settings: RecognitionSettings) -> PageRecognizer:
        """Load the networks.

        Raises:
            ModelError: when a model file is missing or is not the pinned one.
        """
        store = Store(Table(settings.table_name), Files(settings.bucket_name))
        recognizer = Recognizer.load(Path(settings.model_dir), settings.threads)
        reader = Reader.of(settings.threads, settings.read_scans_s) if settings.read_scans else None
        return cls(store, recognizer, settings.min_confidence, reader)

    @property
    def pages(self) -> StoredPages:
        """What opens the pages."""
        return StoredPages(self.store.files, self.reader)

    def take(self, body: str, deadline: float) -> list[Outcome]:
        """Recognise the page a message names; one page is far quicker than any `deadline`."""
        message = PageMessage.model_validate_json(body)
        correlate("recognition", message.correlation_id)
        ids: dict[str, str | int] = {"drawing_id": message.drawing_id, "page": message.page}
        drawing, state = self._state(message)
        if drawing is None or state is None:  # it may have been at work before, and died
            removal.sweep(self.store, message.project_id, message.drawing_id)
            return [Outcome("superseded", ids)]
        taken = runs.take_page(self.store, drawing.id, state, drawing.recuts)
        if taken is not None:
            self._recognize(message, drawing, taken)
        # also for a page that was final before: the worker that finished it may have died before closing
        closed = close_when_done(self.store, message.project_id, message.drawing_id)
        return [Outcome("recognized", ids), *([Outcome("closed", ids)] if closed else [])]

    def give_up(self, body: str) -> None:
        """Fail a page whose every attempt ended badly, so that its drawing can end; a redrive may still heal it."""
        message = PageMessage.model_validate_json(body)
        correlate("recognition", message.correlation_id)
        drawing, state = self._state(message)
        if drawing is None or state is None:
            return
        give_up_page(self.store, drawing, state, _GAVE_UP)
        close_when_done(self.store, message.project_id, message.drawing_id)

    def regions(self, event: dict[str, Any], context: object) -> list[dict[str, Any]]:
        """Answer a `RegionsRequest`: each box of a page classified on its own.

        Raises:
            MissingFile: when the page has no stored picture.
        """
        request = RegionsRequest.model_validate(event)
        there = self.pages.opened(request.project_id, request.drawing_id, request.page)
        found = self.recognizer.recognize_regions(there.image, there.page, request.regions)
        metrics("recognition").add_metric("regions", MetricUnit.Count, len(found))
        return [result.model_dump(mode="json", by_alias=True) for result in found]

    def _state(self, message: PageMessage) -> tuple[Drawing | None, PageState | None]:
        """Return drawing and page if the message's run is still the drawing's."""
        drawing = self.store.find(message.project_id, message.drawing_id)
        if drawing is None or drawing.run != message.run:
            return None, None
        try:
            return drawing, self.store.page(drawing, message.page)
        except NotFound:
            return None, None

    def _recognize(self, message: PageMessage, drawing: Drawing, taken: PageState) -> None:
        ids = (message.project_id, message.drawing_id)
        key = keys.page_file(*ids, message.page, "components.json.gz")
        try:
            there = self.pages.read(*ids, message.page)
            page, image = there.page, there.image
            drawn = there.drawn
            own = legend_of(drawn)
            legend = self._legend(drawing, page, image, own)
            found = self.recognizer.recognize(
                image, page, self.min_confidence, self._prototypes(*ids), legend
            )
            result = with_legend(found, page, own).model_copy(update={"schedules": schedules_of(drawn)})
            done = _analyzed(message, result, taken, there)
        except DrawingError as error:
            done = _failed(message, Reason(code=error.code, detail=error.detail))
        done = done.model_copy(update={"attempt": taken.attempt, "recuts": drawing.recuts})
        try:
            if done.error and taken.status == "analyzed":
                runs.pass_over(self.store, drawing, taken, NOT_AGAIN.format(done.error.detail))
            elif done.error:
                runs.finish_page(self.store, *ids, done)
            else:
                files = {key: result.to_bytes()} | _reading_file(ids, there)
                results.write(self.store, ids, message.run, files, page=taken)
                index_tags(self.store, drawing, taken, as_left(self.store, drawing, result))
                runs.finish_page(self.store, *ids, done, put_tally(drawing.id, message.run, result))
        except runs.Superseded:
            removal.sweep(self.store, *ids)
            return
        if done.error:
            measure("recognition", "pages_failed", 1, reason=done.error.code)
        else:
            _measure(result.components)

    def _legend(
        self, drawing: Drawing, page: Page, image: NDArray[np.uint8], own: PageLegend
    ) -> LegendSymbols | None:
        """Return the symbols of the set's legends, as people left them; None when there are none."""
        numbers = {*drawing.legend_pages[:MOST_LEGEND_PAGES], *([page.page_number] if own.entries else [])}
        if not numbers:
            return None
        said = words_of(self.store, drawing.id)
        shelf = self.shelf.of(drawing, said)
        for number in sorted(numbers - shelf.keys()):
            known = (page, image, own) if number == page.page_number else self._legend_page(drawing, number)
            if known is not None:  # else it is not extracted yet
                there, picture, legend = known
                entries = [now(entry, said.get(entry.id)) for entry in legend.entries]
                shelf[number] = self.recognizer.symbols(picture, there, entries) if entries else []
        symbols = tuple(symbol for number in sorted(numbers) for symbol in shelf.get(number, ()))
        return LegendSymbols(symbols) if symbols else None

    def _legend_page(
        self, drawing: Drawing, number: int
    ) -> tuple[Page, NDArray[np.uint8], PageLegend] | None:
        try:
            there = self.pages.opened(drawing.project_id, drawing.id, number)
        except MissingFile:
            return None
        return there.page, there.image, legend_of(there.drawn)

    def _prototypes(self, project_id: str, drawing_id: str) -> Prototypes | None:
        """Return what people confirmed when the drawing was recognised before; None when they said nothing."""
        prototypes: Prototypes | None = None
        for number, confirmed in examples(reviews_of(self.store, drawing_id)):
            try:
                there = self.pages.opened(project_id, drawing_id, number)
            except MissingFile:  # of a page that only an older version of the file has
                continue
            more = self.recognizer.prototypes(there.image, there.page, confirmed)
            prototypes = prototypes.and_also(more) if prototypes else more
        return prototypes


def _reading_file(ids: tuple[str, str], there: OpenedPage) -> dict[str, bytes]:
    """Return the file (bytes by key) of what was read from a page's picture, none where nothing was."""
    if there.reading is None:
        return {}
    return {keys.page_file(*ids, there.page.page_number, "reading.json.gz"): there.reading.to_bytes()}


def _measure(components: Sequence[Component]) -> None:
    """Count the components of a page by class; how sure they are shows a model that drifts from its drawings."""
    names = (c.class_name if c.class_name in ALL_CLASSES else OTHER for c in components)
    for name, count in sorted(Counter(names).items()):
        measure("recognition", "components", count, class_name=name)
    if components:
        measure("recognition", "confidence", fmean(component.confidence for component in components))


def _analyzed(message: PageMessage, result: PageComponents, taken: PageState, there: OpenedPage) -> PageState:
    before = (warning for warning in taken.warnings if not warning.startswith(NOT_AGAIN.format("")))
    warnings = dict.fromkeys((*before, *there.warnings, *result.warnings))  # it may be looked at again
    return PageState(
        page_number=message.page,
        status="analyzed",
        component_count=len(result.components),
        counts=dict(Counter(component.class_name for component in result.components)),
        model_version=result.model_version,
        read_word_count=len(there.reading.words) if there.reading else None,
        warnings=tuple(warnings),
        run=message.run,
    )


def _failed(message: PageMessage, reason: Reason) -> PageState:
    return PageState(page_number=message.page, status="failed", error=reason, run=message.run)
