"""The queue edge: SQS batches with partial failures, one log line and one metric an outcome, an end to poison.

A message whose worker was killed cannot say so. Therefore its last receive (SQS counts them) does no work: it only
records that the work was given up, and lets the message go on to the dead-letter queue.

A queue hides a message for six timeouts of its function. Only a worker that was killed needs that long: a failure that
was caught is tried again after a minute, then after half an hour, which most disturbances do not outlast.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.base import FailureResponse
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from orchestrator.errors import AlreadyAtWork
from orchestrator.storage import queues
from orchestrator.telemetry import logger, metrics, tracer

RETRIES_S: Final = (60, 1_800)
"""Seconds until a message whose work failed is delivered again, the first time and later."""
Handler = Callable[[dict[str, Any], LambdaContext], Any]


class GaveUp(Exception):
    """The message was received too often; what it stood for is recorded as failed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a piece of work went: one word, which is counted, and ids and counts, which are logged."""

    word: str
    facts: dict[str, str | int] = field(default_factory=dict)


class Work(Protocol):
    """What is done with the messages of one queue."""

    def take(self, body: str, deadline: float) -> Sequence[Outcome]:
        """Do the work of a message before `deadline` (seconds since the epoch); raise to see it again."""
        ...

    def give_up(self, body: str) -> None:
        """Record that the work of a message has failed for good."""
        ...


def consumer(service: str, work: Work, max_receives: int) -> Handler:
    """Return a Lambda handler that gives each message of a batch to `work`; failed ones are seen again."""

    def take(record: SQSRecord, lambda_context: LambdaContext) -> None:
        logger(service).set_correlation_id(None)  # not that of the message before
        if int(record.attributes.approximate_receive_count) >= max_receives:
            work.give_up(record.body)
            raise GaveUp(f"received {record.attributes.approximate_receive_count} times")
        started = time.time()
        deadline = started + lambda_context.get_remaining_time_in_millis() / 1_000
        with tracer(service).provider.in_subsegment("## message"):
            outcomes = work.take(record.body, deadline)
        for outcome in outcomes:
            metrics(service).add_metric(outcome.word, MetricUnit.Count, 1)
            seconds = round(time.time() - started, 3)
            facts = {"message_id": record.message_id, "seconds": seconds, **outcome.facts}
            logger(service).info(outcome.word, extra=facts)

    def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
        return process_partial_response(event, take, _Processor(service), context)

    return instrumented(service, handler)


def instrumented(service: str, handler: Handler) -> Handler:
    """Return a handler with tracing, log context and metrics around it; an event may name its `correlation_id`."""
    traced: Handler = tracer(service).capture_lambda_handler(handler, capture_response=False)
    logged: Handler = logger(service).inject_lambda_context(
        traced, clear_state=True, log_event=False, correlation_id_path="correlation_id"
    )
    measured: Handler = metrics(service).log_metrics(logged)
    return measured


class _Processor(BatchProcessor):
    """Powertools' batch processor that logs and counts what failed."""

    def __init__(self, service: str) -> None:
        super().__init__(EventType.SQS, raise_on_entire_batch_failure=False)
        self._service = service

    def failure_handler(self, record: Any, exception: Any) -> FailureResponse:  # noqa: ANN401 - as in Powertools
        """Log a failure where it is handled: the message will be seen again, or goes to the dead letters."""
        kind = "gave_up" if isinstance(exception[1], GaveUp) else "not_processed"
        metrics(self._service).add_metric(kind, MetricUnit.Count, 1)
        logger(self._service).error(kind, message_id=record.message_id, exc_info=exception)
        if not isinstance(exception[1], AlreadyAtWork):
            receives = int(record.attributes.approximate_receive_count)
            wait_s = RETRIES_S[min(receives, len(RETRIES_S)) - 1]
            queues.see_again(record.event_source_arn, record.receipt_handle, wait_s)
        return super().failure_handler(record, exception)
