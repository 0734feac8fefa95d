"""The whole pipeline in one process: the real handlers between a fake bucket, table and queue.

Only the networks are faked, at their seam: they find what the test says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, cast
from urllib.parse import quote_plus

import numpy as np
import pymupdf
from numpy.typing import NDArray

from orchestrator import clock
from orchestrator.components import (
    Cloud,
    Component,
    PageComponents,
    RegionResult,
    RevisionMark,
    WrittenTag,
    band_of,
)
from orchestrator.drawings.intake import Intake
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.recognizing import PageRecognizer
from orchestrator.drawings.store import Store
from orchestrator.drawings.uploads import Uploads
from orchestrator.geometry import Box
from orchestrator.legends import LegendEntry
from orchestrator.pages import Page
from orchestrator.projects.activity import SYSTEM
from orchestrator.projects.items import member_item, project_item
from orchestrator.projects.models import Member, Project
from orchestrator.queue import consumer
from orchestrator.recognition.legend.symbols import LegendSymbol, LegendSymbols, symbols_of
from orchestrator.recognition.prototypes import Confirmed, Prototypes
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.settings import ExtractionSettings
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.files import Files
from orchestrator.storage.table import Write
from tests.aws_events import Context, event
from tests.conftest import Aws

MAX_RECEIVES = 4
CONTEXT: Any = Context()
USER_ID = event("apigateway_rest_proxy")["requestContext"]["authorizer"]["user_id"]


@cache
def pdf(*texts: str, width: float = 300, height: float = 200) -> bytes:
    """Return a PDF with one page a text, the same bytes for the same texts."""
    with pymupdf.open() as document:
        for text in texts:
            page = document.new_page(width=width, height=height)
            page.insert_text((20, 40), text)
            page.draw_rect((50, 60, 70, 80))
        data: bytes = document.tobytes()
    return data


def titled(*blocks: dict[str, str]) -> bytes:
    """Return a PDF with one sheet a title block, each field in a cell of its own, and on each what `pdf` draws."""
    with pymupdf.open() as document:
        for block in blocks:
            page = document.new_page(width=800, height=500)
            page.draw_rect((50, 60, 70, 80))
            for row, (label, text) in enumerate(block.items()):
                page.draw_rect((550, 380 + 25 * row, 780, 405 + 25 * row))
                page.insert_text((555, 397 + 25 * row), f"{label}: {text}", fontsize=9)
        data: bytes = document.tobytes()
    return data


def component(page: int, number: int = 1, class_name: str = "fuse", confidence: float = 0.9) -> Component:
    """Return a recognised component."""
    return Component(
        id=f"p{page:05d}-{number:05d}-00060",
        page=page,
        class_name=class_name,
        bbox=(50, 60, 20, 20),
        confidence=confidence,
        band=band_of(confidence),
        model_version="test-1",
    )


@dataclass
class Networks:
    """Stands in for the networks: finds one fuse a page, or what `found` says, raises what `raises` says.

    `meanwhile` happens once, while it looks at a page.
    """

    found: dict[int, tuple[Component, ...]] = field(default_factory=dict)
    raises: dict[int, Exception] = field(default_factory=dict)
    clouds: tuple[Cloud, ...] = ()
    warnings: tuple[str, ...] = ()
    revision_marks: tuple[RevisionMark, ...] = ()
    unowned_tags: dict[int, tuple[WrittenTag, ...]] = field(default_factory=dict)
    looked_at: list[int] = field(default_factory=list)
    words: list[tuple[str, ...]] = field(default_factory=list)
    knew: list[Prototypes | None] = field(default_factory=list)
    legends: list[tuple[tuple[str, str], ...]] = field(default_factory=list)
    meanwhile: Callable[[], object] | None = None
    model_version = "test-1"

    def prototypes(
        self, image_u8: NDArray[np.uint8], page: Page, confirmed: Sequence[Confirmed]
    ) -> Prototypes:
        """Return prototypes that all look the same."""
        assert page.image is not None
        assert image_u8.shape == (page.image.height_px, page.image.width_px)
        return Prototypes.of(
            np.ones((len(confirmed), 1), np.float32), confirmed, np.zeros(len(confirmed), np.bool_)
        )

    def symbols(
        self, image_u8: NDArray[np.uint8], page: Page, entries: Sequence[LegendEntry]
    ) -> list[LegendSymbol]:
        """Return the symbols of entries, all of one look."""
        assert page.image is not None
        assert image_u8.shape == (page.image.height_px, page.image.width_px)
        return symbols_of(page, entries, [np.ones(1, np.float32)] * len(entries))

    def recognize(
        self,
        image_u8: NDArray[np.uint8],
        page: Page,
        min_confidence: float,
        prototypes: Prototypes | None = None,
        legend: LegendSymbols | None = None,
    ) -> PageComponents:
        """Return the components of a page."""
        self.knew.append(prototypes)
        self.legends.append(tuple((s.entry.id, s.class_name) for s in legend.symbols) if legend else ())
        assert page.image is not None
        assert image_u8.shape == (page.image.height_px, page.image.width_px)
        number = page.page_number
        self.looked_at.append(number)
        self.words.append(tuple(word.text for word in page.words))
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        if number in self.raises:
            raise self.raises[number]
        return PageComponents(
            page=number,
            width_pt=page.width_pt,
            height_pt=page.height_pt,
            model_version=self.model_version,
            components=self.found.get(number, (component(number),)),
            clouds=self.clouds,
            warnings=self.warnings,
            revision_marks=self.revision_marks,
            unowned_tags=self.unowned_tags.get(number, ()),
        )

    def recognize_regions(
        self, image_u8: NDArray[np.uint8], page: Page, boxes: Sequence[Box]
    ) -> list[RegionResult]:
        """Return a fuse for the first region and nothing for the others."""
        first = RegionResult(region=boxes[0], status="recognized", component=component(page.page_number))
        others = [RegionResult(region=box, status="not_a_symbol", detail="Nothing.") for box in boxes[1:]]
        return [first, *others]


def bucket_with_versions(aws: Aws) -> None:
    """Keep every version, as the real bucket does."""
    client("s3").put_bucket_versioning(Bucket=aws.bucket_name, VersioningConfiguration={"Status": "Enabled"})


def add_project(
    aws: Aws, project_id: str = "p1", role: str = "electrical_lead", status: str = "active"
) -> None:
    """Store a project with one member, the caller of `rest_event`."""
    now = clock.now()
    project = Project.model_validate(
        {
            "id": project_id,
            "owner_id": USER_ID,
            "name": "Pump station",
            "project_type": "brownfield",
            "priority": "medium",
            "status": status,
            "created_at": now,
            "updated_at": now,
            "version": 1,
        }
    )
    member = Member.model_validate(
        {
            "user_id": USER_ID,
            "email": "mara@example.com",
            "role": role,
            "added_at": now,
            "added_by": USER_ID,
            "version": 1,
        }
    )
    aws.table.write(Write("put", keys.project(project_id), item=project_item(project)))
    aws.table.write(Write("put", keys.member(project_id, USER_ID), item=member_item(project, member)))


class Pipeline:
    """Feeds events to the handlers as AWS would, until nothing is left to do."""

    def __init__(self, aws: Aws, max_file_bytes: int = 100_000_000) -> None:
        bucket_with_versions(aws)
        add_project(aws)
        self.aws = aws
        self.networks = Networks()
        self.store = Store(aws.table, Files(aws.bucket_name))
        self.pages_queue, self.uploads_queue = (
            client("sqs").create_queue(QueueName=name)["QueueUrl"] for name in ("pages", "uploads")
        )
        settings = ExtractionSettings(
            table_name=aws.table_name,
            bucket_name=aws.bucket_name,
            pages_queue_url=self.pages_queue,
            uploads_queue_url=self.uploads_queue,
            max_file_bytes=max_file_bytes,
        )
        recognizer = cast("Recognizer", self.networks)
        self.extraction = consumer("extraction", Intake.of(settings), MAX_RECEIVES)
        self.recognition = consumer("recognition", PageRecognizer(self.store, recognizer, 0.3), MAX_RECEIVES)
        self.seen: set[str] = set()

    def upload(self, data: bytes, project_id: str = "p1", filename: str = "plan.pdf") -> Drawing:
        """Open a drawing and put its file where the slot says."""
        slot = Uploads(self.store, 100_000_000, 900).open(project_id, filename, SYSTEM)
        self.put(slot.upload.fields["key"], data)
        return slot.drawing

    def put(self, key: str, data: bytes) -> None:
        """Put an object into the bucket as a client does."""
        client("s3").put_object(Bucket=self.aws.bucket_name, Key=key, Body=data)

    def new_events(self) -> list[dict[str, Any]]:
        """Return S3's notification of every version not told of before."""
        versions: list[Any] = [
            version
            for prefix in (keys.UPLOADS, keys.INBOX)
            for version in client("s3")
            .list_object_versions(Bucket=self.aws.bucket_name, Prefix=prefix)
            .get("Versions", [])
        ]
        fresh = [v for v in versions if v["VersionId"] not in self.seen]
        events = []
        for version in fresh:
            self.seen.add(version["VersionId"])
            events.append(s3_event(version["Key"], version["VersionId"], len(self.seen)))
        return events

    def extract(self, body: object, receives: int = 1, seconds_left: float = 720) -> bool:
        """Deliver one message to extraction; False when it failed and would be seen again."""
        context: Any = Context(seconds_left=seconds_left)
        return not self.extraction(sqs_event(json.dumps(body), receives), context)["batchItemFailures"]

    def extraction_of(self, body: str, receives: int = 1) -> bool:
        """Deliver one message's text to extraction; False when it failed and would be seen again."""
        return self.extract(json.loads(body), receives)

    def recognize(self, body: str, receives: int = 1) -> bool:
        """Deliver one message to recognition; False when it failed and would be seen again."""
        return not self.recognition(sqs_event(body, receives), CONTEXT)["batchItemFailures"]

    def page_messages(self) -> Iterator[str]:
        """Take every message off the pages queue."""
        yield from taken(self.pages_queue)

    def settle(self) -> None:
        """Deliver everything until nothing is left; a failed page comes back until it is given up."""
        while events := self.new_events():
            for one in events:
                assert self.extract(one)
        for body in self.page_messages():
            receives = 1
            while not self.recognize(body, receives) and receives < MAX_RECEIVES:
                receives += 1

    def reprocess(self) -> None:
        """Deliver what was put on the uploads queue beside S3's events, and all that follows."""
        for body in taken(self.uploads_queue):
            assert self.extract(json.loads(body))
        self.settle()

    def now(self, drawing: Drawing) -> Drawing:
        """Return the drawing as it is stored."""
        return self.store.drawing(drawing.project_id, drawing.id)


def taken(queue_url: str) -> Iterator[str]:
    """Take every message off a queue."""
    receive = partial(client("sqs").receive_message, QueueUrl=queue_url, MaxNumberOfMessages=10)
    while messages := receive().get("Messages"):
        for message in messages:
            client("sqs").delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
            yield message["Body"]


def s3_event(key: str, version_id: str, order: int) -> dict[str, Any]:
    """Return S3's notification of a new object; `order` counts the events of a test."""
    made = event("s3_object_created")
    entity = made["Records"][0]["s3"]["object"]
    entity |= {"key": quote_plus(key, safe="/"), "versionId": version_id, "sequencer": f"{order:016X}"}
    return made


def sqs_event(body: str, receives: int = 1) -> dict[str, Any]:
    """Return the event Lambda makes of one message."""
    made = event("sqs_batch")
    made["Records"][0]["body"] = body
    made["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(receives)
    return made
