"""Recognition of one page: its picture, words and vectors from the bucket, its components back into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, Final

import numpy as np
from aws_lambda_powertools.metrics import MetricUnit
from numpy.typing import NDArray

from orchestrator.components import Component, PageComponents
from orchestrator.drawings import removal, results, runs
from orchestrator.drawings.closing import close_when_done
from orchestrator.drawings.confirmed import examples
from orchestrator.drawings.models import PageState, Reason
from orchestrator.drawings.reviews import reviews_of
from orchestrator.drawings.store import Store
from orchestrator.errors import DrawingError, NotFound
from orchestrator.messages import PageMessage, RegionsRequest
from orchestrator.pages import Page
from orchestrator.queue import Outcome
from orchestrator.recognition.images import decode_png
from orchestrator.recognition.legend.set_aside import with_legend
from orchestrator.recognition.prototypes import Prototypes
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.settings import RecognitionSettings
from orchestrator.storage import keys
from orchestrator.storage.files import Files, MissingFile
from orchestrator.storage.table import Table
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

    @classmethod
    def of(cls, settings: RecognitionSettings) -> PageRecognizer:
        """Load the networks.

        Raises:
            ModelError: when a model file is missing or is not the pinned one.
        """
        store = Store(Table(settings.table_name), Files(settings.bucket_name))
        recognizer = Recognizer.load(Path(settings.model_dir), settings.threads)
        return cls(store, recognizer, settings.min_confidence)

    def take(self, body: str, deadline: float) -> list[Outcome]:
        """Recognise the page a message names; one page is far quicker than any `deadline`."""
        message = PageMessage.model_validate_json(body)
        correlate("recognition", message.correlation_id)
        ids: dict[str, str | int] = {"drawing_id": message.drawing_id, "page": message.page}
        state = self._state(message)
        if state is None:  # it may have been at work before, and died
            removal.sweep(self.store, message.project_id, message.drawing_id)
            return [Outcome("superseded", ids)]
        if state.status == "pending" or state.gave_up:
            self._recognize(message)
        # also for a page that was final before: the worker that finished it may have died before closing
        again = state.gave_up
        closed = close_when_done(self.store, message.project_id, message.drawing_id, again=again)
        return [Outcome("recognized", ids), *([Outcome("closed", ids)] if closed else [])]

    def give_up(self, body: str) -> None:
        """Fail a page whose every attempt ended badly, so that its drawing can end; a redrive may still heal it."""
        message = PageMessage.model_validate_json(body)
        correlate("recognition", message.correlation_id)
        state = self._state(message)
        if state is None:
            return
        if state.status == "pending":
            failed = _failed(message, _GAVE_UP, gave_up=True)
            runs.finish_page(self.store, message.project_id, message.drawing_id, failed)
        close_when_done(self.store, message.project_id, message.drawing_id)

    def regions(self, event: dict[str, Any], context: object) -> list[dict[str, Any]]:
        """Answer a `RegionsRequest`: each box of a page classified on its own.

        Raises:
            MissingFile: when the page has no stored picture.
        """
        request = RegionsRequest.model_validate(event)
        page, image = self._read(request.project_id, request.drawing_id, request.page)
        found = self.recognizer.recognize_regions(image, page, request.regions)
        metrics("recognition").add_metric("regions", MetricUnit.Count, len(found))
        return [result.model_dump(mode="json", by_alias=True) for result in found]

    def _state(self, message: PageMessage) -> PageState | None:
        """Return the page if the message's run is still the drawing's."""
        drawing = self.store.find(message.project_id, message.drawing_id)
        if drawing is None or drawing.run != message.run:
            return None
        try:
            return self.store.page(drawing, message.page)
        except NotFound:
            return None

    def _recognize(self, message: PageMessage) -> None:
        ids = (message.project_id, message.drawing_id)
        key = keys.page_file(*ids, message.page, "components.json.gz")
        try:
            page, image = self._read(*ids, message.page)
            found = self.recognizer.recognize(image, page, self.min_confidence, self._prototypes(*ids))
            result = with_legend(found, page)
            done = _analyzed(message, result)
        except DrawingError as error:
            done = _failed(message, Reason(code=error.code, detail=error.detail))
        try:
            if done.error is None:
                results.write(self.store, ids, message.run, {key: result.to_bytes()})
            runs.finish_page(self.store, *ids, done)
        except runs.Superseded:
            removal.sweep(self.store, *ids)
            return
        if done.error:
            measure("recognition", "pages_failed", 1, reason=done.error.code)
        else:
            _measure(result.components)

    def _prototypes(self, project_id: str, drawing_id: str) -> Prototypes | None:
        """Return what people confirmed when the drawing was recognised before; None when they said nothing."""
        prototypes: Prototypes | None = None
        for number, confirmed in examples(reviews_of(self.store, drawing_id)):
            try:
                page, image = self._read(project_id, drawing_id, number)
            except MissingFile:  # of a page that only an older version of the file has
                continue
            more = self.recognizer.prototypes(image, page, confirmed)
            prototypes = prototypes.and_also(more) if prototypes else more
        return prototypes

    def _read(self, project_id: str, drawing_id: str, number: int) -> tuple[Page, NDArray[np.uint8]]:
        read = self.store.files.read
        page = Page.from_bytes(read(keys.page_file(project_id, drawing_id, number, "page.json.gz")))
        return page, decode_png(read(keys.page_file(project_id, drawing_id, number, "page.png")))


def _measure(components: Sequence[Component]) -> None:
    """Count the components of a page by class; how sure they are shows a model that drifts from its drawings."""
    for name, count in sorted(Counter(component.class_name for component in components).items()):
        measure("recognition", "components", count, class_name=name)
    if components:
        measure("recognition", "confidence", fmean(component.confidence for component in components))


def _analyzed(message: PageMessage, result: PageComponents) -> PageState:
    return PageState(
        page_number=message.page,
        status="analyzed",
        component_count=len(result.components),
        model_version=result.model_version,
        run=message.run,
    )


def _failed(message: PageMessage, reason: Reason, *, gave_up: bool = False) -> PageState:
    return PageState(
        page_number=message.page, status="failed", error=reason, run=message.run, gave_up=gave_up
    )
