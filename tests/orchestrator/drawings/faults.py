"""Faults at the calls of the pipeline to AWS: before they take effect or after, as errors or as the worker's death.

`repeated` is what the AWS client does by itself when an answer is lost: the same request again, whose conditions then
meet what the first one has written.
"""

from __future__ import annotations

import gzip
import json
import random
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Literal

from botocore.exceptions import ClientError, ReadTimeoutError

from orchestrator.drawings.models import Drawing
from orchestrator.extraction import DocumentInfo, ExtractedPage, Extraction, PageFailure
from orchestrator.recognition.images import decode_png
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.table import change
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Pipeline, pdf, taken

Door = Literal["upload", "inbox"]
Moment = Literal["before", "after"]
Kind = Literal["throttled", "broken", "timed out", "killed", "repeated"]
MOMENTS: Final[tuple[Moment, ...]] = ("before", "after")
KINDS: Final[tuple[Kind, ...]] = ("throttled", "broken", "timed out", "killed", "repeated")


NAME: Final = "plan.pdf"


class Killed(BaseException):
    """The worker is gone: nothing of it runs any more."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the `call`-th call of a schedule."""

    call: int
    moment: Moment
    kind: Kind


@dataclass(slots=True)
class Faults:
    """Counts the calls to AWS and lets the faults happen."""

    faults: Mapping[tuple[int, Moment], Kind] = field(default_factory=dict)
    calls: int = 0
    happened: int = 0

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Meet every call of the pipeline's clients meanwhile."""
        services = [client("dynamodb"), client("s3"), client("sqs")]
        meetings = [
            (service.meta.events, f"{moment}-call", partial(self._meet, service, moment))
            for service in services
            for moment in MOMENTS
        ]
        for events, name, meeting in meetings:
            events.register(name, meeting)
        try:
            yield
        finally:
            for events, name, meeting in meetings:
                events.unregister(name, meeting)

    def _meet(
        self,
        service: Any,  # noqa: ANN401  # botocore's, as all below
        moment: Moment,
        model: Any,  # noqa: ANN401
        params: Any = None,  # noqa: ANN401
        **_: object,
    ) -> None:
        self.calls += moment == "before"
        kind = self.faults.get((self.calls, moment))
        if kind is None:
            return
        self.happened += 1
        if kind != "repeated":
            raise _error(kind, model.name)
        service._endpoint.make_request(model, params)  # beneath the events of a call
        if hasattr(params["body"], "seek"):
            params["body"].seek(0)


def _error(kind: Kind, operation: str) -> BaseException:
    if kind == "killed":
        return Killed()
    if kind == "timed out":
        return ReadTimeoutError(endpoint_url="https://aws")
    code = {"throttled": "ThrottlingException", "broken": "InternalServerError"}[kind]
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)


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


def processed(pipeline: Pipeline, faults: Faults, door: Door) -> Drawing | None:
    """Bring a drawing in and deliver everything as SQS does while faults happen; return it as it ended.

    None is a dropped file that never became a drawing: it still lies in the inbox.
    """
    if door == "upload":
        pipeline.upload(pdf("E-1", "E-2"), filename=NAME)
    else:
        pipeline.put(f"{keys.INBOX}p1/{NAME}", pdf("E-1", "E-2"))
    while True:
        bodies = [json.dumps(event) for event in pipeline.new_events()] + [*taken(pipeline.uploads_queue)]
        _until_done(pipeline, faults, pipeline.extraction_of, bodies)
        pages = [*pipeline.page_messages()]
        _until_done(pipeline, faults, pipeline.recognize, pages)
        if not bodies and not pages:
            return next(pipeline.store.drawings("p1"), None)


def _until_done(
    pipeline: Pipeline,
    faults: Faults,
    deliver: Callable[[str, int], bool],
    bodies: Sequence[str],
) -> None:
    for body in bodies:
        for receives in range(1, MAX_RECEIVES + 1):
            try:
                with faults.at_work(), warnings.catch_warnings():
                    warnings.filterwarnings("ignore", "No application metrics")  # of a worker that is gone
                    done = deliver(body, receives)
            except Killed:
                done = False
            if done:
                break
            _let_leases_end(pipeline)


def _let_leases_end(pipeline: Pipeline) -> None:
    """Let the time pass for which the message of a killed worker stays hidden: longer than any lease."""
    for drawing in pipeline.store.drawings("p1"):
        pipeline.store.table.write(change(keys.drawing("p1", drawing.id), sets={"lease_until": 0}))


def outcome(pipeline: Pipeline, drawing: Drawing) -> dict[str, Any]:
    """Return everything that a run leaves, but times, ids and counts of changes."""
    files = sorted(pipeline.store.files.keys(f"results/p1/{drawing.id}/"))
    stored = {key.removeprefix(f"results/p1/{drawing.id}/"): _contents(pipeline, key) for key in files}
    pages = [page.model_dump(exclude={"run"}) for page in pipeline.store.pages(drawing)]
    shown = drawing.model_dump(
        include={"status", "page_count", "pages_done", "pages_failed", "counts", "component_count", "error"}
    )
    return {**shown, "pages_extracted": drawing.pages_extracted, "pages": pages, "files": stored}


def _contents(pipeline: Pipeline, key: str) -> object:
    """Return what readers see of a file, which the run's name is no part of."""
    data = pipeline.store.files.read(key)
    if key.endswith(".png"):
        return decode_png(data).tobytes()
    if key.endswith(".gz"):
        return gzip.decompress(data)
    return {name: value for name, value in json.loads(data).items() if name != "run"}


def schedules(calls: int, count: int, seed: int) -> Iterator[dict[tuple[int, Moment], Kind]]:
    """Yield the single faults of a clean run's calls in random order, then random pairs and triples: `count` in all."""
    source = random.Random(seed)
    single: list[dict[tuple[int, Moment], Kind]] = [
        {(n, m): k}
        for n in range(1, calls + 1)
        for m in MOMENTS
        for k in KINDS
        if (m, k) != ("after", "repeated")
    ]
    source.shuffle(single)
    yield from single[:count]
    for _ in range(count - len(single)):
        faults = source.choice((2, 3))
        yield {
            (source.randint(1, calls * 2), moment): kind
            for moment, kind in (_moment_and_kind(source) for _ in range(faults))
        }


def _moment_and_kind(source: random.Random) -> tuple[Moment, Kind]:
    kind = source.choice(KINDS)
    return "before" if kind == "repeated" else source.choice(MOMENTS), kind
