"""Logger, tracer and metrics: one structured line an outcome, never a token, an address or a file's content."""

from __future__ import annotations

import os
from functools import cache
from typing import Final

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit, single_metric

NAMESPACE: Final = "ElectricalOrchestrator"
"""Of the metrics where `POWERTOOLS_METRICS_NAMESPACE` names none: every stage has its own."""


@cache
def logger(service: str) -> Logger:
    """Return the service's JSON logger (level from POWERTOOLS_LOG_LEVEL)."""
    return Logger(service=service)


@cache
def tracer(service: str) -> Tracer:
    """Return the service's X-Ray tracer; libraries are not patched on import, which costs a cold start 100 ms."""
    return Tracer(service=service, auto_patch=False)


def correlate(service: str, correlation_id: str) -> None:
    """Let the log lines and the trace of the work at hand carry the id of the request that asked for it."""
    logger(service).set_correlation_id(correlation_id or None)
    tracer(service).put_annotation("correlation_id", correlation_id)


@cache
def metrics(service: str) -> Metrics:
    """Return the service's EMF metrics."""
    return Metrics(namespace=_namespace(), service=service)


def measure(service: str, name: str, value: float, **by: str) -> None:
    """Write a number in an EMF line of its own, one series a value of `by` (`class_name="fuse"`)."""
    unit = MetricUnit.Count if isinstance(value, int) else MetricUnit.NoUnit
    dimensions = {"service": service, **by}
    with single_metric(name, unit, value, namespace=_namespace(), default_dimensions=dimensions):
        pass


def _namespace() -> str:
    return os.environ.get("POWERTOOLS_METRICS_NAMESPACE", NAMESPACE)
