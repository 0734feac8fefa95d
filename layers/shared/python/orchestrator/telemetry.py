"""Logger, tracer and metrics: one structured line an outcome, never a token, an address or a file's content."""

from __future__ import annotations

from functools import cache
from typing import Final

from aws_lambda_powertools import Logger, Metrics, Tracer

NAMESPACE: Final = "ElectricalOrchestrator"


@cache
def logger(service: str) -> Logger:
    """Return the service's JSON logger (level from POWERTOOLS_LOG_LEVEL)."""
    return Logger(service=service)


@cache
def tracer(service: str) -> Tracer:
    """Return the service's X-Ray tracer; libraries are not patched on import, which costs a cold start 100 ms."""
    return Tracer(service=service, auto_patch=False)


@cache
def metrics(service: str) -> Metrics:
    """Return the service's EMF metrics."""
    return Metrics(namespace=NAMESPACE, service=service)
