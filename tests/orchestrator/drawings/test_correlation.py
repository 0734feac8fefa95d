"""Promises to who reads logs and traces: one id from the request, or the dropped file, to every page of its drawing."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from aws_lambda_powertools import Tracer
from aws_xray_sdk import global_sdk_config
from aws_xray_sdk.core import xray_recorder
from aws_xray_sdk.core.context import Context as OfThread

from orchestrator import queue, telemetry
from orchestrator.drawings import runs
from orchestrator.messages import PageMessage, ReprocessMessage
from orchestrator.storage import keys
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Pipeline, pdf, taken
from tests.orchestrator.drawings.test_watchdog import let_pass, look

DROPPED = "C3D13FE58DE4C810"  # S3's id of the request in tests/events/s3_object_created.json


class Log:
    """What extraction and recognition have logged since the last time it was looked at."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def words(self) -> list[tuple[str, str | None]]:
        """Return the words, each with its id."""
        lines = [json.loads(line) for line in self.stream.getvalue().splitlines()]
        self.stream.seek(0)
        self.stream.truncate()
        return [(line["message"], line.get("correlation_id")) for line in lines]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    """The log of this test; loggers go on from test to test."""
    kept = Log()
    for service in ("extraction", "recognition"):
        monkeypatch.setattr(telemetry.logger(service).registered_handler, "stream", kept.stream)
    return kept


def test_a_dropped_file_is_followed_from_its_event_to_its_last_page(pipeline: Pipeline, log: Log) -> None:
    pipeline.put(f"{keys.INBOX}p1/plan.pdf", pdf("one", "two"))
    pipeline.settle()
    words = ["registered", "extracted", "recognized", "recognized", "closed"]
    assert log.words() == [(word, DROPPED) for word in words]


def test_a_document_in_several_calls_and_a_page_asked_for_again_keep_their_id(
    pipeline: Pipeline, log: Log
) -> None:
    drawing = pipeline.upload(pdf("one", "two"))
    pipeline.settle()
    log.words()
    begun = runs.queue(pipeline.now(drawing), "again", {"correlation_id": "r-7"})
    pipeline.aws.table.transact([begun, runs.note(drawing, "again")])
    asked = ReprocessMessage(project_id="p1", drawing_id=drawing.id, run="again", correlation_id="r-7")
    assert pipeline.extract(asked.model_dump(), seconds_left=60)
    (rest,) = taken(pipeline.uploads_queue)
    assert pipeline.extract(json.loads(rest))
    assert {PageMessage.model_validate_json(body).correlation_id for body in pipeline.page_messages()} == {
        "r-7"
    }
    let_pass(pipeline, drawing)
    look(pipeline)
    for body in pipeline.page_messages():
        assert pipeline.recognize(body)
        assert not pipeline.recognize(body, receives=MAX_RECEIVES)
    about = [line for line in log.words() if line[0] not in {"nudged"}]
    assert {word for word, _ in about} == {"handed_over", "extracted", "recognized", "closed", "gave_up"}
    assert {name for _, name in about} == {"r-7"}


def test_a_later_file_of_a_drawing_is_followed_by_its_own_upload(pipeline: Pipeline, log: Log) -> None:
    drawing = pipeline.upload(pdf("one"))
    pipeline.settle()
    assert {name for _, name in log.words()} == {None}
    pipeline.put(keys.source_pdf("p1", drawing.id), pdf("two"))
    pipeline.settle()
    assert {name for _, name in log.words()} == {DROPPED}


class Sent:
    """Stands in for X-Ray's daemon."""

    def __init__(self) -> None:
        self.parts: list[Any] = []

    def send_entity(self, part: object) -> None:
        """Keep a part of a trace."""
        self.parts.append(part)


@pytest.fixture
def traces(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sent]:
    """What is sent to X-Ray, as on AWS."""
    sent = Sent()
    monkeypatch.setitem(Tracer._config, "disabled", value=False)
    global_sdk_config.set_sdk_enabled(True)
    monkeypatch.setattr(xray_recorder, "_context", OfThread())
    monkeypatch.setattr(xray_recorder, "_emitter", sent)
    on = Tracer(disabled=False, auto_patch=False)
    for module in (queue, telemetry):
        monkeypatch.setattr(module, "tracer", lambda _service: on)
    yield sent
    global_sdk_config.set_sdk_enabled(False)


def test_traces_can_be_found_by_the_id(traces: Sent, pipeline: Pipeline) -> None:
    pipeline.put(f"{keys.INBOX}p1/plan.pdf", pdf("one"))
    with xray_recorder.in_segment("lambda", sampling=1):
        pipeline.settle()
    found = [part.annotations["correlation_id"] for part in traces.parts if part.name == "## message"]
    assert found == [DROPPED] * 3, "the dropped file, its document, its page"
