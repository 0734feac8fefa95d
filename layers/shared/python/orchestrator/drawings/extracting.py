"""Extraction of one drawing: the PDF from the bucket, each page's files back into it, one message a page."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import islice
from math import ceil
from pathlib import Path
from typing import Any, Final

from orchestrator.documents import DocumentFacts
from orchestrator.drawings import names, removal, results, runs, sheets
from orchestrator.drawings.closing import close_when_done
from orchestrator.drawings.legend_pages import more_legends
from orchestrator.drawings.models import Drawing, PageState, Reason
from orchestrator.drawings.store import Store
from orchestrator.errors import DrawingError
from orchestrator.extraction import DocumentInfo, ExtractedPage, Extraction, Limits, PageFailure
from orchestrator.extraction.file_checks import check_size
from orchestrator.messages import PageMessage, ReprocessMessage
from orchestrator.queue import Outcome
from orchestrator.settings import ExtractionSettings
from orchestrator.storage import keys, queues
from orchestrator.storage.files import Files, MissingFile
from orchestrator.storage.table import Table
from orchestrator.telemetry import measure

_MESSAGES_AT_ONCE: Final = 10
_FACT_CHARS: Final = 500  # what a document says of itself is cut here, its item must stay small
_FACTS: Final = 20
_LABEL_CHARS: Final = 100


@dataclass(frozen=True, slots=True)
class Extractor:
    """What the extraction function works with; `handover_s` as in its settings."""

    store: Store
    pages_queue_url: str
    uploads_queue_url: str
    handover_s: float
    limits: Limits

    @classmethod
    def of(cls, settings: ExtractionSettings) -> Extractor:
        """Return the extractor of these settings."""
        store = Store(Table(settings.table_name), Files(settings.bucket_name))
        urls = settings.pages_queue_url, settings.uploads_queue_url
        return cls(store, *urls, settings.handover_s, settings.alone())

    def extract(self, drawing: Drawing, deadline: float, sent_to: int = 0) -> Outcome:
        """Extract the drawing's current run, or as much of it as there is time for, and return how it went.

        When time runs low the page under way is the last one here: the run is released, and a message of our own on
        the uploads queue asks for the pages after it.

        Args:
            drawing: with `run` and `version_id` set.
            deadline: when this worker will be killed, seconds since the epoch; until then no other one starts.
            sent_to: the last page that recognition has been told of for sure.

        Raises:
            Busy: when another worker is at it.
        """
        watch = Stopwatch()
        lost_s = ceil(self.limits.open_timeout_s + self.limits.page_timeout_s)
        drawing = runs.lease(self.store, drawing, deadline - time.time(), lost_s)
        ids: dict[str, str | int] = {"project_id": drawing.project_id, "drawing_id": drawing.id}
        try:
            last, page_count = self._extract(drawing, deadline, sent_to, watch)
        except DrawingError as error:
            if not runs.refuse(self.store, drawing, Reason(code=error.code, detail=error.detail)):
                removal.sweep(self.store, drawing.project_id, drawing.id)
            measure("extraction", "drawings_refused", 1, reason=error.code)
            return Outcome("refused", ids | {"code": error.code})
        except runs.Superseded:
            removal.sweep(self.store, drawing.project_id, drawing.id)
            return Outcome("superseded", ids)
        except BaseException:
            runs.release(self.store, drawing, watch.rest())
            raise
        if last < page_count:
            self._hand_over(drawing, last, watch.rest())
            return Outcome("handed_over", ids | {"pages": last})
        return Outcome("extracted", ids | {"pages": page_count})

    def send_again(self, drawing: Drawing) -> Outcome:
        """Tell recognition of the pages that an entry of the legend was cut anew after."""
        waiting = [page for page in self.store.pages(drawing) if drawing.waits_again(page)]
        self._tell(drawing, waiting)
        ids: dict[str, str | int] = {"project_id": drawing.project_id, "drawing_id": drawing.id}
        return Outcome("sent_again", ids | {"pages": len(waiting)})

    def _extract(self, drawing: Drawing, deadline: float, sent_to: int, watch: Stopwatch) -> tuple[int, int]:
        """Return the last page that is extracted now, and how many there are."""
        with tempfile.TemporaryDirectory() as folder:
            pdf = Path(folder, "source.pdf")
            self._download(drawing, pdf)
            sha256 = _sha256(pdf)
            with Extraction(pdf, self._limits_until(deadline, drawing.extraction_s)) as document:
                facts = _facts(document.info) | self._identity(drawing, sha256)
                runs.describe(
                    self.store, drawing, facts
                )  # first: it stops a run that another one has replaced
                self._store_document(drawing, document.info)
                last = self._extract_pages(drawing, document, sent_to, watch)
                page_count = document.info.page_count
        if last == page_count:
            # in this order: were closing to fail after the drawing had left `extracting`, nothing would come back to it
            close_when_done(self.store, drawing.project_id, drawing.id)
            runs.fan_out(self.store, drawing)
        return last, page_count

    def _limits_until(self, deadline: float, spent_s: int) -> Limits:
        """Return the limits with no more time for this opening than leaves `handover_s` before the deadline.

        Of the time for all openings, what the calls before have `spent_s` is gone.
        """
        seconds = deadline - time.time() - self.handover_s
        left = self.limits.total_timeout_s - spent_s
        return replace(
            self.limits,
            document_timeout_s=min(seconds, self.limits.document_timeout_s),
            total_timeout_s=left,
        )

    def _hand_over(self, drawing: Drawing, last: int, seconds: float) -> None:
        # in this order: who takes the message finds the run free. Were this worker to die between the two, its own
        # message would come back and go on just the same
        runs.release(self.store, drawing, seconds)
        message = ReprocessMessage(
            project_id=drawing.project_id,
            drawing_id=drawing.id,
            run=drawing.run or "",
            sent_to=last,
            correlation_id=drawing.correlation_id,
        )
        queues.send(self.uploads_queue_url, [message.model_dump_json()], drawing.project_id)

    def _store_document(self, drawing: Drawing, info: DocumentInfo) -> None:
        facts = DocumentFacts.model_validate(asdict(info))
        key = keys.document_file(drawing.project_id, drawing.id)
        self._write(drawing, {key: facts.model_dump_json().encode()})

    def _write(self, drawing: Drawing, files: Mapping[str, bytes]) -> None:
        results.write(self.store, (drawing.project_id, drawing.id), drawing.run or "", files)

    def _download(self, drawing: Drawing, target: Path) -> None:
        key = keys.source_pdf(drawing.project_id, drawing.id)
        info = self.store.files.info(key, drawing.version_id)
        if info is None:
            raise DrawingError("unreadable", "The uploaded file is no longer there; upload it again.")
        check_size(info.size_bytes, self.limits.max_file_bytes)
        try:
            self.store.files.download(key, target, drawing.version_id)
        except MissingFile as error:
            raise DrawingError(
                "unreadable", "The uploaded file is no longer there; upload it again."
            ) from error

    def _identity(self, drawing: Drawing, sha256: str) -> dict[str, Any]:
        index = keys.DRAWINGS_BY_SHA256
        partition = f"{drawing.project_id}#{sha256}"
        oldest = self.store.table.query(partition, index=index, limit=1).items
        other = next((item["id"] for item in oldest if item["created_at"] < drawing.created_at), None)
        place = {index.partition_key: partition, index.sort_key: f"{drawing.created_at}#{drawing.id}"}
        return {"sha256": sha256, "duplicate_of": other, **place}

    def _extract_pages(self, drawing: Drawing, document: Extraction, sent_to: int, watch: Stopwatch) -> int:
        """Store and send the pages that are not stored yet while there is time; return the last one stored."""
        known = {page.page_number: page for page in self.store.pages(drawing)}
        # again: the attempt before may have died between storing and sending
        self._send(drawing, (page for n, page in known.items() if n > sent_to))
        last = next(n for n in range(document.info.page_count + 1) if n + 1 not in known)
        stored = self._stored_pages(drawing, document, last + 1, watch)
        while batch := list(islice(stored, _MESSAGES_AT_ONCE)):
            self._send(drawing, batch)
            last = batch[-1].page_number
        return last

    def _stored_pages(
        self, drawing: Drawing, document: Extraction, first: int, watch: Stopwatch
    ) -> Iterator[PageState]:
        """Store every page from `first` on that there is time for, and yield what is known of it."""
        named, legends = names.read(drawing), drawing.legend_pages
        for page in document.pages(first):
            state = self._store_page(drawing, page)
            if more := more_legends(legends, page):
                runs.describe(self.store, drawing, {"legend_pages": list(more)})
                legends = more
            if better := sheets.better_names(named, page):
                runs.describe(self.store, drawing, names.called(drawing, names.given(drawing), better))
                named = better
            runs.add_page(self.store, drawing, state, watch.lap())
            yield state

    def _store_page(self, drawing: Drawing, extracted: ExtractedPage | PageFailure) -> PageState:
        run = drawing.run or ""
        if isinstance(extracted, PageFailure):
            reason = Reason(code=extracted.code, detail=extracted.detail)
            measure("extraction", "pages_failed", 1, reason=extracted.code)
            return PageState(page_number=extracted.page_number, status="failed", error=reason, run=run)
        place = (drawing.project_id, drawing.id, extracted.page.page_number)
        files = {keys.page_file(*place, "page.json.gz"): extracted.page.to_bytes()}
        if extracted.image_png is not None:
            files[keys.page_file(*place, "page.png")] = extracted.image_png
        self._write(drawing, files)
        return _state(extracted, run)

    def _send(self, drawing: Drawing, pages: Iterable[PageState]) -> None:
        """Tell recognition of those pages that it can read."""
        self._tell(drawing, (page for page in pages if page.status == "pending"))

    def _tell(self, drawing: Drawing, pages: Iterable[PageState]) -> None:
        ids = {
            "project_id": drawing.project_id,
            "drawing_id": drawing.id,
            "run": drawing.run,
            "correlation_id": drawing.correlation_id,
        }
        numbers = (page.page_number for page in pages)
        bodies = [PageMessage.model_validate({**ids, "page": n}).model_dump_json() for n in numbers]
        queues.send(self.pages_queue_url, bodies, drawing.project_id)


class Stopwatch:
    """Counts the seconds of a call so that none is counted twice: with each page, and what is left at its end."""

    def __init__(self) -> None:
        self._since = self._now()

    def lap(self) -> int:
        """Return the whole seconds since the last lap; the rest goes into the next one."""
        whole = max(int(self._now() - self._since), 0)
        self._since += whole
        return whole

    def rest(self) -> float:
        """Return the seconds since the last lap."""
        return self._now() - self._since

    @staticmethod
    def _now() -> float:
        return time.monotonic()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _facts(info: DocumentInfo) -> dict[str, Any]:
    metadata = list(info.metadata.items())[:_FACTS]
    return {
        "page_count": info.page_count,
        "metadata": {name[:_FACT_CHARS]: value[:_FACT_CHARS] for name, value in metadata},
        "warnings": [warning[:_FACT_CHARS] for warning in info.warnings[:_FACTS]],
    }


def _state(extracted: ExtractedPage, run: str) -> PageState:
    page = extracted.page
    error = None
    if extracted.image_png is None:
        why = " ".join(page.warnings) or "Its picture could not be made."
        error = Reason(
            code="unreadable", detail=f"The page could not be drawn, so nothing was looked for. {why}"
        )
    return PageState(
        page_number=page.page_number,
        status="failed" if error else "pending",
        error=error,
        width_pt=page.width_pt,
        height_pt=page.height_pt,
        rotation=page.rotation,
        label=page.label[:_LABEL_CHARS] if page.label else None,
        sheet_number=sheets.number_of(page),
        kind=page.kind,
        word_count=len(page.words),
        image_count=page.image_count,
        drawing_count=page.drawing_count,
        truncated=page.truncated,
        warnings=tuple(warning[:_FACT_CHARS] for warning in page.warnings[:_FACTS]),
        run=run,
        has_image=extracted.image_png is not None,
    )
