"""A drawing brought in and delivered as S3 and SQS do while faults happen: again, to the dead letters, redriven."""

from __future__ import annotations

import gzip
import json
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from botocore.exceptions import BotoCoreError, ClientError

from orchestrator.drawings import page_tallies
from orchestrator.drawings.models import FINAL, Drawing
from orchestrator.extraction import DocumentInfo, ExtractedPage, Extraction, PageFailure
from orchestrator.recognition.images import decode_png
from orchestrator.storage import keys
from orchestrator.storage.table import change
from tests.orchestrator.drawings.faults import Faults, Killed
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Pipeline, pdf, taken
from tests.orchestrator.drawings.test_watchdog import let_pass, look

Door = Literal["upload", "inbox"]
Deliver = Callable[[str, int], bool]
NAME: Final = "plan.pdf"
_MOST_LOOKS: Final = 40  # of the watchdog, more than an outage is long


class Replayed:
    """What extraction read of a drawing once, without its child process: these tests are about AWS."""

    def __init__(self, info: DocumentInfo, pages: Sequence[ExtractedPage | PageFailure]) -> None:
        self.info = info
        self._pages = pages

    def __call__(self, *_: object, **__: object) -> Replayed:
        """Stand in for opening a file."""
        return self

    def __enter__(self) -> Replayed:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to end."""

    def pages(self, first: int = 1) -> Iterator[ExtractedPage | PageFailure]:
        """Yield the pages from `first` on."""
        yield from self._pages[first - 1 :]


def recorded(content: bytes, folder: Any) -> Replayed:  # noqa: ANN401  # pytest's path
    """Extract a drawing once."""
    path = folder / "drawing.pdf"
    path.write_bytes(content)
    with Extraction(path) as document:
        return Replayed(document.info, list(document.pages()))


@dataclass(slots=True)
class Delivered:
    """One drawing's way while `faults` happen; `dead` are the messages whose every delivery failed.

    Every message comes `copies` times, the copies after each other's.
    """

    pipeline: Pipeline
    faults: Faults
    copies: int = 1
    dead: list[tuple[Deliver, str]] = field(default_factory=list)

    def bring_in(self, door: Door) -> None:
        """Bring the drawing in and deliver everything."""
        if door == "upload":
            self.pipeline.upload(pdf("E-1", "E-2"), filename=NAME)
        else:
            self.pipeline.put(f"{keys.INBOX}p1/{NAME}", pdf("E-1", "E-2"))
        self.settle()

    def redrive(self) -> None:
        """Deliver the dead letters anew, and everything that follows."""
        dead, self.dead = self.dead, []
        for deliver, body in dead:
            self._until_done(deliver, [body])
        self.settle()

    @property
    def drawing(self) -> Drawing | None:
        """The drawing as it is stored; None is a dropped file that has not become one."""
        found = list(self.pipeline.store.drawings("p1"))
        assert len(found) <= 1
        return found[0] if found else None

    def settle(self) -> None:
        """Deliver what there is, and let the watchdog look at a run that does not move, until it has ended."""
        for _ in range(_MOST_LOOKS):
            self._deliver_all()
            drawing = self.drawing
            if drawing is None or drawing.status == "awaiting_upload":
                return
            if drawing.status in FINAL and not drawing.recounting:
                return
            let_pass(self.pipeline, drawing)
            with suppress(Killed, ClientError, BotoCoreError), self.faults.at_work():
                look(self.pipeline)
        raise AssertionError(f"the run never ends: {drawing}")

    def _deliver_all(self) -> None:
        pipeline = self.pipeline
        while True:
            events = [json.dumps(event) for event in pipeline.new_events()]
            bodies = self.copies * [*events, *taken(pipeline.uploads_queue)]
            self._until_done(pipeline.extraction_of, bodies)
            pages = self.copies * [*pipeline.page_messages()]
            self._until_done(pipeline.recognize, pages)
            if not bodies and not pages:
                return

    def _until_done(self, deliver: Deliver, bodies: Sequence[str]) -> None:
        for body in bodies:
            if not any(self._is_done(deliver, body, receives) for receives in range(1, MAX_RECEIVES + 1)):
                self.dead.append((deliver, body))

    def _is_done(self, deliver: Deliver, body: str, receives: int) -> bool:
        try:
            with self.faults.at_work(), warnings.catch_warnings():
                warnings.filterwarnings("ignore", "No application metrics")  # of a worker that is gone
                done = deliver(body, receives)
        except Killed:
            done = False
        if not done:
            self._let_leases_end()
        return done

    def _let_leases_end(self) -> None:
        """Let the time pass for which the message of a killed worker stays hidden: longer than any lease."""
        if drawing := self.drawing:
            ended = change(keys.drawing("p1", drawing.id), sets={"lease_until": 0})
            self.pipeline.store.table.write(ended)


def outcome(pipeline: Pipeline, drawing: Drawing) -> dict[str, Any]:
    """Return everything that a run leaves, but times, ids and counts of changes."""
    files = sorted(pipeline.store.files.keys(f"results/p1/{drawing.id}/"))
    stored = {key.removeprefix(f"results/p1/{drawing.id}/"): _contents(pipeline, key) for key in files}
    pages = [page.model_dump(exclude={"run"}) for page in pipeline.store.pages(drawing)]
    shown = drawing.model_dump(
        include={"status", "page_count", "pages_done", "pages_failed", "counts", "component_count", "error"}
    )
    counted = page_tallies.counted(pipeline.store, drawing, pipeline.store.pages(drawing))
    tallies = [page.tally for page in counted if page.read is None]
    made = {"pages": pages, "files": stored, "tags": _tags(pipeline, drawing), "tallies": tallies}
    return {**shown, "pages_extracted": drawing.pages_extracted, **made}


def _tags(pipeline: Pipeline, drawing: Drawing) -> list[tuple[str, Any]]:
    """Return what the project's tag index holds, of this drawing or another one, and the drawing's notes of it."""
    indexed = pipeline.store.table.query_all(keys.tags("p1"), keys.TAG_PREFIX)
    noted = pipeline.store.table.query_all(keys.tag_note(drawing.id, 1).pk, keys.TAG_NOTE_PREFIX)
    return [
        (item["SK"].replace(drawing.id, "ID"), json.loads(json.dumps(item).replace(drawing.id, "ID")))
        for item in (*indexed, *noted)
    ]


def _contents(pipeline: Pipeline, key: str) -> object:
    """Return what readers see of a file, which the run's name is no part of."""
    data = pipeline.store.files.read(key)
    if key.endswith(".png"):
        return decode_png(data).tobytes()
    if key.endswith(".gz"):
        return gzip.decompress(data)
    return {name: value for name, value in json.loads(data).items() if name != "run"}
