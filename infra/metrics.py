"""What is measured, by the physical names of what is deployed: watching needs no reference to another stack."""

from __future__ import annotations

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from infra.config import Stage
from orchestrator.telemetry import NAMESPACE

PERIOD: Final = Duration.minutes(5)


def of_function(stage: Stage, name: str, metric: str, statistic: str = "Sum") -> cloudwatch.Metric:
    """Return a metric of a function (`Errors`, `Throttles`, `Duration`, `Invocations`)."""
    return _metric("AWS/Lambda", metric, statistic, name, {"FunctionName": stage.named(name)})


def of_queue(stage: Stage, name: str, metric: str) -> cloudwatch.Metric:
    """Return a metric of a queue, the largest value of each period."""
    label = f"{name} {metric.removeprefix('ApproximateNumberOf').removeprefix('ApproximateAgeOf')}"
    return _metric("AWS/SQS", metric, "Maximum", label, {"QueueName": stage.named(name)})


def of_api(stage: Stage, metric: str, statistic: str) -> cloudwatch.Metric:
    """Return a metric of the API (`5XXError` averages to a share of the requests)."""
    dimensions = {"ApiName": stage.named("api"), "Stage": stage.name}
    return _metric("AWS/ApiGateway", metric, statistic, f"{metric} {statistic}", dimensions)


def of_outcome(stage: Stage, service: str, word: str, statistic: str = "Sum") -> cloudwatch.Metric:
    """Return what a worker measured: mostly how often it said that a message went so."""
    return _metric(namespace(stage), word, statistic, f"{service} {word}", {"service": service})


def cold_starts(stage: Stage, function: str) -> cloudwatch.Metric:
    """Return how often a function was started, which a filter counts in what Lambda itself logs of its calls."""
    return _metric(namespace(stage), f"cold_starts_{function}", "Sum", function, {})


def by(stage: Stage, service: str, name: str, dimension: str) -> cloudwatch.MathExpression:
    """Return every series of a worker's measure, one a value of the dimension (a class, a reason)."""
    schema = f"{{{namespace(stage)},{dimension},service}}"
    search = (
        f"SEARCH('{schema} MetricName=\"{name}\" service=\"{service}\"', 'Sum', {PERIOD.to_seconds():.0f})"
    )
    return cloudwatch.MathExpression(expression=search, label="", period=PERIOD, using_metrics={})


def a_minute(counted: cloudwatch.Metric, label: str) -> cloudwatch.MathExpression:
    """Return how many a minute a count of a period makes."""
    expression = f"n / {PERIOD.to_minutes():.0f}"
    return cloudwatch.MathExpression(
        expression=expression, label=label, period=PERIOD, using_metrics={"n": counted}
    )


def namespace(stage: Stage) -> str:
    """Return where the functions of a stage write their metrics."""
    return f"{NAMESPACE}/{stage.name}"


def _metric(
    namespace: str, name: str, statistic: str, label: str, dimensions: dict[str, str]
) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=namespace,
        metric_name=name,
        statistic=statistic,
        label=label,
        period=PERIOD,
        dimensions_map=dimensions,
    )
