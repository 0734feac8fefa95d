"""Promises of the queue edge: what failed is tried again soon, what somebody else is at is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from orchestrator.errors import AlreadyAtWork
from orchestrator.queue import RETRIES_S, Outcome, consumer
from orchestrator.storage.aws import client
from tests.aws_events import Context, event

CONTEXT: Any = Context()
HIDDEN_S = 4_320


@dataclass
class Failing:
    """Work that fails with an error, or succeeds without one."""

    error: Exception | None

    def take(self, body: str, deadline: float) -> Sequence[Outcome]:
        """Fail."""
        if self.error:
            raise self.error
        return [Outcome("done")]

    def give_up(self, body: str) -> None:
        """Record nothing."""


def hidden_s(error: Exception | None, receives: int) -> int:
    """Deliver a message whose work ends so and return for how long its queue still hides it."""
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="uploads", Attributes={"VisibilityTimeout": str(HIDDEN_S)})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    batch = event("sqs_batch")
    batch["Records"][0]["receiptHandle"] = message["ReceiptHandle"]
    batch["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(receives)
    answer = consumer("extraction", Failing(error), max_receives=4)(batch, CONTEXT)
    assert bool(answer["batchItemFailures"]) is bool(error or receives >= 4)
    return _hidden(url)


def _hidden(url: str) -> int:
    from moto.core.utils import unix_time_millis  # noqa: PLC0415
    from moto.sqs.models import sqs_backends  # noqa: PLC0415  # moto tells nobody how long it hides a message

    (queue,) = (q for q in sqs_backends["123456789012"]["us-east-1"].queues.values() if url.endswith(q.name))
    (message,) = queue._messages
    hidden: int = round((message.visible_at - unix_time_millis()) / 1_000)
    return hidden


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(("receives", "wait_s"), [(1, RETRIES_S[0]), (2, RETRIES_S[1]), (3, RETRIES_S[1])])
def test_work_that_failed_is_tried_again_long_before_six_timeouts(receives: int, wait_s: int) -> None:
    assert hidden_s(RuntimeError("a disturbance"), receives) == pytest.approx(wait_s, abs=5)


@pytest.mark.usefixtures("aws")
def test_work_that_somebody_else_is_at_is_left_to_them() -> None:
    assert hidden_s(AlreadyAtWork("d1"), 1) == pytest.approx(HIDDEN_S, abs=5)


@pytest.mark.usefixtures("aws")
def test_work_that_is_done_is_not_asked_for_again() -> None:
    assert hidden_s(None, 1) == pytest.approx(HIDDEN_S, abs=5)
