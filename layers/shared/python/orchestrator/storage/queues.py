"""SQS: sending many messages, every one of them or an error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from orchestrator.storage.aws import client

_BATCH: Final = 10  # SQS takes no more messages in one call
_ATTEMPTS: Final = 3


class NotSent(Exception):
    """SQS did not take some messages, even when asked again."""


def send(queue_url: str, bodies: Sequence[str]) -> None:
    """Send every body as a message, ten a call; entries SQS refuses are sent again.

    Raises:
        NotSent: when some are refused three times.
    """
    for start in range(0, len(bodies), _BATCH):
        _send_batch(queue_url, bodies[start : start + _BATCH])


def _send_batch(queue_url: str, bodies: Sequence[str]) -> None:
    entries: Any = [{"Id": str(i), "MessageBody": body} for i, body in enumerate(bodies)]
    for _ in range(_ATTEMPTS):
        answer = client("sqs").send_message_batch(QueueUrl=queue_url, Entries=entries)
        refused = {failure["Id"] for failure in answer.get("Failed", [])}
        entries = [entry for entry in entries if entry["Id"] in refused]
        if not entries:
            return
    raise NotSent(f"{len(entries)} of {len(bodies)} messages")
