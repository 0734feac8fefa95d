"""One page to look at: what comes in, what goes out, what waits, what fails."""

from __future__ import annotations

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
            widgets=[_api(stage), _queues(stage), _outcomes(), _functions(stage)],
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


def _outcomes() -> list[cloudwatch.IWidget]:
    return [
        _graph("Drawings", [metrics.of_outcome("extraction", word) for word in _EXTRACTION], width=12),
        _graph("Pages", [metrics.of_outcome("recognition", word) for word in _RECOGNITION], width=12),
    ]


def _functions(stage: Stage) -> list[cloudwatch.IWidget]:
    def of_each(metric: str, statistic: str = "Sum") -> list[cloudwatch.Metric]:
        return [metrics.of_function(stage, name, metric, statistic) for name in FUNCTIONS]

    return [
        _graph("Functions: errors", of_each("Errors")),
        _graph("Functions: milliseconds, p95", of_each("Duration", "p95")),
        _graph("Functions: running at once", of_each("ConcurrentExecutions", "Maximum")),
    ]


def _graph(title: str, left: list[cloudwatch.Metric], width: int = _WIDTH) -> cloudwatch.IWidget:
    return cloudwatch.GraphWidget(title=title, left=list(left), width=width)
