"""SQS, one message a page: finds its components. Invoked directly: classifies given boxes of a page."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from orchestrator.drawings.recognizing import PageRecognizer
from orchestrator.queue import consumer, instrumented
from orchestrator.settings import RecognitionSettings, read

_settings = read(RecognitionSettings)
_pages = PageRecognizer.of(_settings)  # loads the networks: without them the cold start fails

_batch = consumer("recognition", _pages, _settings.max_receives)
_regions = instrumented("recognition", _pages.regions)


def handler(event: dict[str, Any], context: LambdaContext) -> object:
    """Take a batch of SQS, or a `RegionsRequest`."""
    return _batch(event, context) if "Records" in event else _regions(event, context)
