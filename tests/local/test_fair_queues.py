"""Fairness: a project with thousands of pages in the queue does not hold up the one page of another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.fair_queues import take_turns
from orchestrator.drawings.models import Drawing
from orchestrator.messages import PageMessage
from orchestrator.storage import queues
from orchestrator.storage.aws import client
from tests.conftest import Aws
from tests.orchestrator.drawings.pipeline import Pipeline, add_project, pdf

MANY = 2_000


@pytest.fixture(autouse=True)
def _fair(monkeypatch: pytest.MonkeyPatch) -> None:
    from moto.sqs.models import Queue, SQSBackend  # noqa: PLC0415

    for of, name in ((Queue, "messages"), (SQSBackend, "receive_message")):
        monkeypatch.setattr(of, name, getattr(of, name))  # put back afterwards
    take_turns()


def pages_of(project: str, count: int) -> list[str]:
    return [
        PageMessage(project_id=project, drawing_id="d", run="r", page=n).model_dump_json()
        for n in range(1, count + 1)
    ]


def received(url: str, at_once: int = 1) -> Iterator[list[str]]:
    """Take messages as workers do, so many at once, and yield the projects they are of."""
    while (
        messages := client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=at_once).get("Messages")
    ):
        yield [PageMessage.model_validate_json(message["Body"]).project_id for message in messages]
        for message in messages:
            client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


@pytest.mark.usefixtures("aws")
def test_one_page_is_next_but_one_after_two_thousand_of_another_project() -> None:
    url = client("sqs").create_queue(QueueName="pages")["QueueUrl"]
    queues.send(url, pages_of("large", MANY), "large")
    workers = received(url)
    assert [next(workers) for _ in range(3)] == [["large"]] * 3
    queues.send(url, pages_of("small", 1), "small")
    assert ["small"] in [next(workers) for _ in range(2)]


@pytest.mark.usefixtures("aws")
def test_two_projects_share_the_workers_until_the_smaller_is_through() -> None:
    url = client("sqs").create_queue(QueueName="pages")["QueueUrl"]
    queues.send(url, pages_of("large", 60), "large")
    queues.send(url, pages_of("small", 10), "small")
    order = [project for batch in received(url) for project in batch]
    assert order.count("small") == 10
    assert max(i for i, project in enumerate(order) if project == "small") < 21
    assert len(order) == 70, "and nothing is lost"


def test_a_small_drawing_is_analysed_while_a_large_one_of_another_project_waits(aws: Aws) -> None:
    pipeline = Pipeline(aws)
    add_project(aws, "p2")
    large = pipeline.upload(pdf(*(f"L-{n}" for n in range(30))))
    small = pipeline.upload(pdf("S-1"), project_id="p2")
    for event in pipeline.new_events():
        assert pipeline.extract(event)
    for _ in range(2):
        (message,) = client("sqs").receive_message(QueueUrl=pipeline.pages_queue)["Messages"]
        assert pipeline.recognize(message["Body"])
        client("sqs").delete_message(QueueUrl=pipeline.pages_queue, ReceiptHandle=message["ReceiptHandle"])
    assert status(pipeline, small) == "analyzed"
    assert status(pipeline, large) == "recognizing"


def status(pipeline: Pipeline, drawing: Drawing) -> str:
    return pipeline.now(drawing).status
