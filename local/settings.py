"""What the embedded stack may be told through the environment, every name prefixed `ORCHESTRATOR_`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from orchestrator.settings import MIN_CONFIDENCE, read

PREFIX: Final = "ORCHESTRATOR_"
REGION: Final = "us-east-1"
ACCOUNT: Final = "123456789012"  # the account moto answers for
ACCESS_KEY_ID: Final = "local"
INVOKE_TIMEOUT_S: Final = 29.0  # what API Gateway waits for a function
SECRET_ACCESS_KEY: Final = "local-secret"  # noqa: S105 - opens nothing but this machine's own emulator


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSettings:
    """Sizes and limits of the embedded stack; port 0 is any free one, workers start as they are needed."""

    api_port: int = 0
    aws_port: int = 0
    extraction_workers: int = 2
    recognition_workers: int = min(os.cpu_count() or 1, 8)
    requests_per_minute: int = 100
    logins_per_minute: int = 5
    min_confidence: float = MIN_CONFIDENCE
    allowed_origins: tuple[str, ...] = ("http://localhost:3000", "http://127.0.0.1:3000")


def from_environment(environ: Mapping[str, str] = os.environ) -> LocalSettings:
    """Return the settings, defaults overridden by `ORCHESTRATOR_…` variables."""
    ours = {name.removeprefix(PREFIX): value for name, value in environ.items() if name.startswith(PREFIX)}
    return read(LocalSettings, ours)
