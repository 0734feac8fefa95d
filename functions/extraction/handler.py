"""SQS <- S3 `ObjectCreated`: reads each new PDF and fans its pages out to recognition."""

from __future__ import annotations

from orchestrator.drawings.intake import Intake
from orchestrator.queue import consumer
from orchestrator.settings import ExtractionSettings, read

_settings = read(ExtractionSettings)

handler = consumer("extraction", Intake.of(_settings), _settings.max_receives)
