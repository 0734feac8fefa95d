"""SQS, one message a page: finds its components. Invoked directly: classifies boxes, finds symbols again, compares."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from orchestrator.drawings.comparing import Comparer
from orchestrator.drawings.finding import Finder
from orchestrator.drawings.finding_jointly import JointFinder
from orchestrator.drawings.recognizing import PageRecognizer
from orchestrator.queue import consumer, instrumented
from orchestrator.settings import RecognitionSettings, read

_settings = read(RecognitionSettings)
_pages = PageRecognizer.of(_settings)  # loads the networks: without them the cold start fails

_batch = consumer("recognition", _pages, _settings.max_receives)
_regions = instrumented("recognition", _pages.regions)
_find = instrumented("recognition", Finder(_pages.store, _pages.recognizer, _settings.find_s).find)
_find_jointly = instrumented(
    "recognition", JointFinder(_pages.store, _pages.recognizer, _settings.find_s).find
)
_compare = instrumented("recognition", Comparer(_pages.store, _settings.find_s).compare)


def handler(event: dict[str, Any], context: LambdaContext) -> object:
    """Take a batch of SQS, a `RegionsRequest`, a `FindRequest`, a `JointFindRequest`, or a `CompareRequest`."""
    if "Records" in event:
        return _batch(event, context)
    if "to_drawing_id" in event:
        return _compare(event, context)
    if "examples" in event:
        return _find_jointly(event, context)
    return _find(event, context) if "bbox" in event else _regions(event, context)
