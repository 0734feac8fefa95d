"""SQS: sending many messages, every one of them or an error.

Every message names its project as its group: a standard queue then hands out those of a group with few messages first
(fair queues), so that one project's 2,000 pages do not hold up another's one.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html

A message also carries the X-Ray trace of the call that sends it, so that who takes it goes on with the same trace.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from orchestrator.storage.aws import client

_BATCH: Final = 10  # SQS takes no more messages in one call
_ATTEMPTS: Final = 3


class NotSent(Exception):
    """SQS did not take some messages, even when asked again."""


def send(queue_url: str, bodies: Sequence[str], project_id: str) -> None:
    """Send every body as a message of a project, ten a call; entries SQS refuses are sent again.

    Raises:
        NotSent: when some are refused three times.
    """
    for start in range(0, len(bodies), _BATCH):
        _send_batch(queue_url, bodies[start : start + _BATCH], project_id)


def _send_batch(queue_url: str, bodies: Sequence[str], project_id: str) -> None:
    shared: dict[str, Any] = {"MessageGroupId": project_id}
    if trace := os.environ.get("_X_AMZN_TRACE_ID"):  # Lambda sets it for every call
        header = {"DataType": "String", "StringValue": trace}
        shared["MessageSystemAttributes"] = {"AWSTraceHeader": header}
    entries: Any = [{"Id": str(i), "MessageBody": body, **shared} for i, body in enumerate(bodies)]
    for _ in range(_ATTEMPTS):
        answer = client("sqs").send_message_batch(QueueUrl=queue_url, Entries=entries)
        refused = {failure["Id"] for failure in answer.get("Failed", [])}
        entries = [entry for entry in entries if entry["Id"] in refused]
        if not entries:
            return
    raise NotSent(f"{len(entries)} of {len(bodies)} messages")


def see_again(queue_arn: str, receipt_handle: str, seconds: int) -> None:
    """Let a received message be delivered again in so many seconds; if SQS refuses, after the queue's own time."""
    with suppress(BotoCoreError, ClientError):
        client("sqs").change_message_visibility(
            QueueUrl=_url_of(queue_arn), ReceiptHandle=receipt_handle, VisibilityTimeout=seconds
        )


@cache
def _url_of(queue_arn: str) -> str:
    *_, account, name = queue_arn.split(":")
    return client("sqs").get_queue_url(QueueName=name, QueueOwnerAWSAccountId=account)["QueueUrl"]
