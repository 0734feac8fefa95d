"""Takes messages from a queue to a handler the way Lambda does, and deletes what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from local.context import Context
from local.settings import REGION
from orchestrator.storage.aws import client

Handler = Callable[[dict[str, Any], Any], Any]
WAIT_S: Final = 5
FIRST_RETRY_S: Final = 2


@dataclass(frozen=True, slots=True)
class EventSource:
    """A queue that calls a function: `batch` messages at most in one event."""

    queue_url: str
    queue_arn: str
    function: str
    timeout_s: float
    batch: int = 1


def deliver(source: EventSource, handler: Handler, report: Callable[[str], None]) -> int:
    """Wait a moment for messages, call the handler with them, delete what it did; return how many came.

    What failed comes back after 2, 8, 32, … seconds instead of the queue's visibility timeout: nobody at a
    terminal wants to wait a quarter of an hour for a retry. `report` is told what a handler raised.
    """
    messages: Any = (
        client("sqs")
        .receive_message(
            QueueUrl=source.queue_url,
            MaxNumberOfMessages=source.batch,
            WaitTimeSeconds=WAIT_S,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        .get("Messages", [])
    )
    if messages:
        failed = _failed(source, handler, messages, report)
        for message in messages:
            _settle(source, message, failed=message["MessageId"] in failed)
    return len(messages)


def event_of(source: EventSource, messages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the event Lambda makes of received messages."""
    return {"Records": [_record(source, message) for message in messages]}


def _record(source: EventSource, message: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: {
                "stringValue": value.get("StringValue"),
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": value["DataType"],
            }
            for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": source.queue_arn,
        "awsRegion": REGION,
    }


def _failed(
    source: EventSource,
    handler: Handler,
    messages: Sequence[Mapping[str, Any]],
    report: Callable[[str], None],
) -> set[str]:
    everything = {str(message["MessageId"]) for message in messages}
    try:
        answer = handler(event_of(source, messages), Context(source.function, source.timeout_s))
    except Exception as error:  # noqa: BLE001 - the queue's edge: the whole batch failed
        report(f"{source.function} raised {type(error).__name__}: {error}")
        return everything
    failed = {failure["itemIdentifier"] for failure in (answer or {}).get("batchItemFailures", [])}
    return failed if failed <= everything else everything  # Lambda takes an unknown id for a failed batch


def _settle(source: EventSource, message: Mapping[str, Any], *, failed: bool) -> None:
    handle = message["ReceiptHandle"]
    if failed:
        client("sqs").change_message_visibility(
            QueueUrl=source.queue_url, ReceiptHandle=handle, VisibilityTimeout=_retry_delay_s(source, message)
        )
    else:
        client("sqs").delete_message(QueueUrl=source.queue_url, ReceiptHandle=handle)


def _retry_delay_s(source: EventSource, message: Mapping[str, Any]) -> int:
    receives = int(message["Attributes"]["ApproximateReceiveCount"])
    return int(min(FIRST_RETRY_S * 4 ** (receives - 1), source.timeout_s))
