"""One page to look at: what comes in, what goes out, what waits, what fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra import metrics
from infra.alarms import FUNCTIONS, QUEUES
from infra.config import Stage

_EXTRACTION: Final = (
    "extracted",
    "handed_over",
    "refused",
    "registered",
    "rejected",
    "not_processed",
    "gave_up",
)
_RECOGNITION: Final = ("recognized", "closed", "superseded", "not_processed", "gave_up")
_WIDTH: Final = 8


class Dashboard(Construct):
    """The stage's dashboard."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "Dashboard")
        cloudwatch.Dashboard(
            self,
            "Dashboard",
            dashboard_name=stage.named("overview"),
            widgets=[_api(stage), _queues(stage), _outcomes(stage), _results(stage), _functions(stage)],
        )


def _api(stage: Stage) -> list[cloudwatch.IWidget]:
    latency = [metrics.of_api(stage, "Latency", statistic) for statistic in ("p50", "p95", "p99")]
    failures = [metrics.of_api(stage, f"{family}XXError", "Sum") for family in (4, 5)]
    return [
        _graph("API: requests", [metrics.of_api(stage, "Count", "Sum")]),
        _graph("API: errors", failures),
        _graph("API: milliseconds", latency),
    ]


def _queues(stage: Stage) -> list[cloudwatch.IWidget]:
    visible, oldest = "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"
    return [
        _graph("Waiting messages", [metrics.of_queue(stage, name, visible) for name in QUEUES]),
        _graph("Oldest message: seconds", [metrics.of_queue(stage, name, oldest) for name in QUEUES]),
        _graph(
            "Dead letters",
            [metrics.of_queue(stage, f"{name}-dead-letters", visible) for name in QUEUES],
        ),
    ]


def _outcomes(stage: Stage) -> list[cloudwatch.IWidget]:
    def said(service: str, words: tuple[str, ...]) -> list[cloudwatch.Metric]:
        return [metrics.of_outcome(stage, service, word) for word in words]

    return [
        _graph("Drawings", said("extraction", _EXTRACTION), width=12),
        _graph("Pages", said("recognition", _RECOGNITION), width=12),
    ]


def _results(stage: Stage) -> list[cloudwatch.IWidget]:
    """Show what is found, how sure the model is of it, and why pages fail."""
    failed = [
        metrics.by(stage, service, "pages_failed", "reason") for service in ("extraction", "recognition")
    ]
    recognized = metrics.of_outcome(stage, "recognition", "recognized")
    return [
        _graph("Pages a minute", [metrics.a_minute(recognized, "recognised")]),
        _graph("Components by class", [metrics.by(stage, "recognition", "components", "class_name")]),
        _graph("Mean confidence", [metrics.of_outcome(stage, "recognition", "confidence", "Average")]),
        _graph("Failed pages by reason", failed),
    ]


def _functions(stage: Stage) -> list[cloudwatch.IWidget]:
    def of_each(metric: str, statistic: str = "Sum") -> list[cloudwatch.Metric]:
        return [metrics.of_function(stage, name, metric, statistic) for name in FUNCTIONS]

    return [
        _graph("Functions: errors", of_each("Errors")),
        *(_graph(f"Functions: milliseconds, {p}", of_each("Duration", p)) for p in ("p50", "p90", "p99")),
        _graph("Functions: cold starts", [metrics.cold_starts(stage, name) for name in FUNCTIONS]),
        _graph("Functions: milliseconds paid for", of_each("Duration", "Sum")),
        _graph("Functions: running at once", of_each("ConcurrentExecutions", "Maximum")),
    ]


def _graph(title: str, left: Sequence[cloudwatch.IMetric], width: int = _WIDTH) -> cloudwatch.IWidget:
    return cloudwatch.GraphWidget(title=title, left=list(left), width=width)
