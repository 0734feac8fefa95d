"""A queue of work for a Lambda function, and its dead letters."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.config import Size, Stage

_LONGEST_RETENTION_DAYS = 14


class WorkQueue(Construct):
    """A queue whose messages go to the dead letters after `stage.max_receives` deliveries.

    `consumer` is what one call of the function behind it may take: a message stays hidden for six of its timeouts.
    """

    def __init__(self, scope: Construct, name: str, stage: Stage, consumer: Size) -> None:
        super().__init__(scope, f"{name.title()}Queue")
        self.dead_letters = self._queue("DeadLetters", stage.named(f"{name}-dead-letters"))
        self.queue = self._queue(
            "Queue",
            stage.named(name),
            visibility_timeout=Duration.seconds(consumer.visibility_s),
            dead_letter_queue=sqs.DeadLetterQueue(
                max_receive_count=stage.max_receives, queue=self.dead_letters
            ),
        )

    def _queue(
        self,
        construct_id: str,
        name: str,
        visibility_timeout: Duration | None = None,
        dead_letter_queue: sqs.DeadLetterQueue | None = None,
    ) -> sqs.Queue:
        return sqs.Queue(
            self,
            construct_id,
            queue_name=name,
            retention_period=Duration.days(_LONGEST_RETENTION_DAYS),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            visibility_timeout=visibility_timeout,
            dead_letter_queue=dead_letter_queue,
        )


def source(queue: sqs.IQueue, max_concurrency: int) -> event_sources.SqsEventSource:
    """Return the event source that hands a function one message a call and hears which ones failed."""
    return event_sources.SqsEventSource(
        queue, batch_size=1, max_concurrency=max_concurrency, report_batch_item_failures=True
    )
