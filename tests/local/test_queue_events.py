from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from local.provision import make_queue, queue_arn, queue_url
from local.queue_events import EventSource, deliver
from orchestrator.storage.aws import client
from tests.local.conftest import Account


@pytest.fixture
def source(embedded: Account) -> EventSource:
    name = f"q{uuid4().hex}"
    make_queue(name, 60)
    return EventSource(queue_url(embedded.url, name), queue_arn(name), "recognition", 60, batch=10)


def put(source: EventSource, *bodies: str) -> None:
    for body in bodies:
        client("sqs").send_message(QueueUrl=source.queue_url, MessageBody=body)


def counts(source: EventSource) -> tuple[int, int]:
    """Return how many messages wait and how many are out or delayed."""
    names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = client("sqs").get_queue_attributes(QueueUrl=source.queue_url, AttributeNames=names)["Attributes"]
    return int(found[names[0]]), int(found[names[1]])


def failing_on(body: str) -> Callable[[dict[str, Any], Any], Any]:
    def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
        failed = [record["messageId"] for record in event["Records"] if record["body"] == body]
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}

    return handler


def test_what_was_done_is_deleted_and_what_failed_comes_back(source: EventSource) -> None:
    put(source, "good", "bad", "fine")
    seen = 0
    while seen < 3:
        seen += deliver(source, failing_on("bad"), print)
    assert counts(source) == (0, 1)


def test_a_handler_that_raises_keeps_every_message_and_is_reported(source: EventSource) -> None:
    put(source, "one")
    lines: list[str] = []

    def broken(_: dict[str, Any], __: object) -> None:
        raise ZeroDivisionError("no")

    assert deliver(source, broken, lines.append) == 1
    assert lines == ["recognition raised ZeroDivisionError: no"]
    assert counts(source) == (0, 1)


def test_an_unknown_failed_id_counts_as_a_failed_batch(source: EventSource) -> None:
    put(source, "one")
    deliver(source, lambda *_: {"batchItemFailures": [{"itemIdentifier": "who?"}]}, print)
    assert counts(source) == (0, 1)


def test_the_handler_gets_lambdas_context(source: EventSource) -> None:
    put(source, "one")
    seen: list[Any] = []
    deliver(source, lambda _, context: seen.append(context), print)
    (context,) = seen
    assert context.function_name == "recognition"
    assert 0 < context.get_remaining_time_in_millis() <= 60_000
    assert context.invoked_function_arn.endswith(":function:recognition")
    assert context.log_group_name == "/aws/lambda/recognition"


def test_what_keeps_failing_ends_in_the_dead_letter_queue(
    source: EventSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local.queue_events.FIRST_RETRY_S", 0)
    monkeypatch.setattr("local.queue_events.WAIT_S", 1)
    put(source, json.dumps({"page": 1}))
    receives = sum(deliver(source, failing_on('{"page": 1}'), print) for _ in range(5))
    assert receives == 4
    dead = client("sqs").receive_message(QueueUrl=f"{source.queue_url}-dlq")["Messages"]
    assert [json.loads(message["Body"]) for message in dead] == [{"page": 1}]
