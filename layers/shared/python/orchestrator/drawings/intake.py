"""What arrives on the uploads queue: S3's events and requests to process a drawing again or further."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from orchestrator.drawings import removal, runs
from orchestrator.drawings.correcting import uncorrected
from orchestrator.drawings.extracting import Extractor
from orchestrator.drawings.inbox import Inbox, keep_rejected
from orchestrator.drawings.models import Drawing, Reason
from orchestrator.drawings.s3_events import NewObject, UnknownMessage, is_older, new_objects
from orchestrator.drawings.store import Store
from orchestrator.errors import NotFound
from orchestrator.messages import ReprocessMessage
from orchestrator.projects.activity import SYSTEM
from orchestrator.queue import Outcome
from orchestrator.settings import ExtractionSettings
from orchestrator.storage import keys
from orchestrator.storage.table import ConditionFailed
from orchestrator.telemetry import correlate

SOURCE_PDF: Final = re.compile(r"uploads/(?P<project_id>[^/]+)/(?P<drawing_id>[^/]+)/source\.pdf")
"""The key of an uploaded PDF, as `keys.source_pdf` makes it."""
_GAVE_UP: Final = Reason(
    code="crashed",
    detail="The file could not be read in several attempts; it waits for the operators to look at it.",
)


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes the messages of the uploads queue."""

    store: Store
    extractor: Extractor
    inbox: Inbox

    @classmethod
    def of(cls, settings: ExtractionSettings) -> Intake:
        """Return the intake of these settings."""
        extractor = Extractor.of(settings)
        return cls(extractor.store, extractor, Inbox(extractor.store, settings.max_file_bytes))

    def take(self, body: str, deadline: float) -> list[Outcome]:
        """Process a message and return how each object in it went.

        Args:
            body: the text of the message.
            deadline: when this worker will be killed, seconds since the epoch.

        Raises:
            UnknownMessage: when the message is neither S3's nor ours.
            Busy: when another worker is extracting the same run.
        """
        asked = read_message(body)
        if isinstance(asked, ReprocessMessage):
            return [self._again(asked) if asked.again else self._reprocess(asked, deadline)]
        return [self._take(created, deadline) for created in asked]

    def give_up(self, body: str) -> None:
        """Fail the drawings of a message whose every attempt ended badly; a redrive starts them anew."""
        for drawing in self._drawings(body):
            correlate("extraction", drawing.correlation_id)
            runs.give_up(self.store, drawing, _GAVE_UP)

    def _take(self, created: NewObject, deadline: float) -> Outcome:
        correlate("extraction", created.request_id)
        if created.key.startswith(keys.INBOX):
            return self.inbox.take(created)
        place = SOURCE_PDF.fullmatch(created.key)
        if place is None:
            return Outcome("not_a_drawing")
        drawing = self.store.find(**place.groupdict())
        if drawing is None:
            removal.sweep(self.store, **place.groupdict())  # what a worker wrote that died over it
            return self._orphan(created)
        if runs.is_being_deleted(drawing) and _is_news(drawing, created):
            return self._orphan(created)
        started = self._started(drawing, created)
        if started is None:
            return Outcome("seen_before")
        correlate("extraction", started.correlation_id)
        return self.extractor.extract(started, deadline)

    def _orphan(self, created: NewObject) -> Outcome:
        """Put aside a file that no drawing knows; the drawing's own went with it."""
        info = self.store.files.info(created.key)
        if info is None or info.version_id != created.version_id:
            return Outcome("deleted")  # or replaced: this version is only kept for the operators
        why = NotFound("No drawing waits for this file; ask for an upload slot first.")
        outcome = keep_rejected(self.store, created, why)
        self.store.files.delete_unchanged(
            created.key, info.etag
        )  # by its version the one before would come back
        return outcome

    def _started(self, drawing: Drawing, created: NewObject) -> Drawing | None:
        """Return the drawing with the upload's run under way, or None when the event has nothing new."""
        if drawing.upload_id == created.upload_id:
            return drawing if _is_open(drawing, created.upload_id) else None
        if not _is_news(drawing, created):
            return None
        info = self.store.files.info(created.key, created.version_id)
        if info is None:
            return None
        upload = {
            "upload_id": created.upload_id,
            "sequencer": created.sequencer,
            "version_id": created.version_id,
            "size_bytes": info.size_bytes,
            # the first file is what the slot was asked for; any other one came by itself
            "correlation_id": drawing.correlation_id if drawing.upload_id is None else created.request_id,
        }
        try:
            begin = runs.queue(drawing, created.upload_id, upload)
            gone = uncorrected(drawing, SYSTEM)
            self.store.table.transact([begin, runs.note(drawing, created.upload_id), *gone])
        except ConditionFailed as error:
            raise runs.Busy(drawing.id) from error  # somebody was quicker: the next delivery sees how it went
        return self.store.drawing(drawing.project_id, drawing.id)

    def _reprocess(self, asked: ReprocessMessage, deadline: float) -> Outcome:
        correlate("extraction", asked.correlation_id)
        drawing = self.store.find(asked.project_id, asked.drawing_id)
        if drawing is None:
            removal.sweep(self.store, asked.project_id, asked.drawing_id)
        if drawing is None or not _is_open(drawing, asked.run):
            return Outcome("seen_before")
        return self.extractor.extract(drawing, deadline, asked.sent_to)

    def _again(self, asked: ReprocessMessage) -> Outcome:
        correlate("extraction", asked.correlation_id)
        drawing = self.store.find(asked.project_id, asked.drawing_id)
        if drawing is None or drawing.run != asked.run:  # a newer run knows the new cut
            return Outcome("seen_before")
        return self.extractor.send_again(drawing)

    def _drawings(self, body: str) -> Iterator[Drawing]:
        """Yield the drawings whose current run a message is about, or the one that it begins."""
        asked = read_message(body)
        if isinstance(asked, ReprocessMessage):
            found = self.store.find(asked.project_id, asked.drawing_id)
            if found and found.run == asked.run:
                yield found
            return
        for created in asked:
            place = SOURCE_PDF.fullmatch(created.key)
            found = self.store.find(**place.groupdict()) if place else None
            if found and not runs.is_being_deleted(found):
                # begun here if it never was: what no worker could even begin would wait for its file for ever
                started = self._started(found, created)
                if started:
                    yield started


def read_message(body: str) -> ReprocessMessage | tuple[NewObject, ...]:
    """Return what a message of the uploads queue asks for.

    Raises:
        UnknownMessage: when it is neither S3's nor ours.
    """
    try:
        content = json.loads(body)
        if not isinstance(content, dict):
            raise UnknownMessage("not a JSON object")
        return ReprocessMessage.model_validate(content) if "run" in content else new_objects(content)
    except (json.JSONDecodeError, ValidationError) as error:
        raise UnknownMessage(f"not a message of S3 or ours: {type(error).__name__}") from error


def _is_news(drawing: Drawing, created: NewObject) -> bool:
    """Tell whether an event is of a later upload than the drawing's."""
    if drawing.upload_id is None:
        return True
    return drawing.upload_id != created.upload_id and not is_older(created.sequencer, drawing.sequencer)


def _is_open(drawing: Drawing, run: str) -> bool:
    """Tell whether a run is the drawing's and its extraction is not through."""
    return drawing.run == run and (drawing.status in {"queued", "extracting"} or drawing.gave_up)
