"""SQS <- S3 `ObjectCreated`: reads each new PDF and fans its pages out. On a schedule: helps runs that stand still."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from orchestrator.drawings.intake import Intake
from orchestrator.drawings.watchdog import Watchdog
from orchestrator.queue import consumer, instrumented
from orchestrator.settings import ExtractionSettings, read

_settings = read(ExtractionSettings)

_batch = consumer("extraction", Intake.of(_settings), _settings.max_receives)
_watch = instrumented("extraction", Watchdog.of(_settings).look)


def handler(event: dict[str, Any], context: LambdaContext) -> object:
    """Take a batch of SQS, or EventBridge's word that it is time to look after the runs."""
    return _batch(event, context) if "Records" in event else _watch(event, context)
