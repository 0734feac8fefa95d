"""Alarms: each watches a metric that is really written under that name, and each has a line in the runbook."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import boto3
import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from infra.alarms import rules
from infra.config import STAGES
from orchestrator import telemetry
from orchestrator.drawings.watchdog import MOST_NUDGES, Watchdog
from orchestrator.queue import instrumented
from orchestrator.storage import keys
from tests.aws_events import Context
from tests.conftest import Aws
from tests.infra.cloud import Cloud
from tests.infra.conftest import REPOSITORY
from tests.infra.test_operations import alarms
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Pipeline, pdf, taken
from tests.orchestrator.drawings.test_watchdog import PATIENCE_S, let_pass

OURS = "ElectricalOrchestrator/"
COLD = "cold_starts_"
_REPORT = "REPORT RequestId: 7e4a5d0c-8b1c-4c56-9d2e-0f6a2b9a3c11\tDuration: 2.05 ms\tBilled Duration: 3 ms\t"
WARM_REPORT = f"{_REPORT}Memory Size: 1769 MB\tMax Memory Used: 98 MB\t\n"
COLD_REPORT = f"{WARM_REPORT.rstrip()}\tInit Duration: 248.31 ms\t\n"
START = "INIT_START Runtime Version: python:3.13.v60\tRuntime Version ARN: arn:aws:lambda:…::runtime:0f6a\n"
"""What Lambda itself logs of a function's start and calls, from its documentation."""
OF_AWS = {
    ("AWS/Lambda", "Errors"): {"FunctionName"},
    ("AWS/Lambda", "Throttles"): {"FunctionName"},
    ("AWS/Lambda", "Duration"): {"FunctionName"},
    ("AWS/Lambda", "ConcurrentExecutions"): {"FunctionName"},
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): {"QueueName"},
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): {"QueueName"},
    ("AWS/ApiGateway", "5XXError"): {"ApiName", "Stage"},
    ("AWS/ApiGateway", "4XXError"): {"ApiName", "Stage"},
    ("AWS/ApiGateway", "Count"): {"ApiName", "Stage"},
    ("AWS/ApiGateway", "Latency"): {"ApiName", "Stage"},
}
"""AWS's own metrics and the dimensions it writes them with, from its documentation of each service."""


@dataclass(frozen=True)
class Series:
    """A metric, by all that CloudWatch tells it apart by."""

    namespace: str
    name: str
    dimensions: frozenset[tuple[str, str]]


def series(namespace: str, name: str, dimensions: Iterator[tuple[str, str]]) -> Series:
    return Series(namespace, name, frozenset(dimensions))


def watched(cloud: Cloud) -> dict[str, Series]:
    """Return what each alarm watches, by the alarm's name."""
    found = {}
    for name, alarm in alarms(cloud).items():
        (metric,) = [m["MetricStat"]["Metric"] for m in alarm.get("Metrics", [])] or [alarm]
        dimensions = ((d["Name"], d["Value"]) for d in metric["Dimensions"])
        found[name] = series(metric["Namespace"], metric["MetricName"], dimensions)
    return found


def shown(cloud: Cloud) -> set[Series]:
    """Return the series that the dashboard names one by one."""
    (dashboard,) = cloud.of_type("AWS::CloudWatch::Dashboard").values()
    body = dashboard["DashboardBody"]
    text = (
        body
        if isinstance(body, str)
        else "".join(p if isinstance(p, str) else "x" for p in body["Fn::Join"][1])
    )
    found = set()
    for widget in json.loads(text)["widgets"]:
        for namespace, name, *others in (m for m in widget["properties"]["metrics"] if isinstance(m[0], str)):
            pairs = [other for other in others if isinstance(other, str)]
            found.add(series(namespace, name, zip(pairs[::2], pairs[1::2], strict=True)))
    return found


def written(text: str) -> set[Series]:
    """Return every series in the EMF lines of a log."""
    found = set()
    for line in (json.loads(line) for line in text.splitlines() if '"CloudWatchMetrics"' in line):
        for told in line["_aws"]["CloudWatchMetrics"]:
            for dimensions in told["Dimensions"]:
                pairs = [(key, line[key]) for key in dimensions]
                found |= {series(told["Namespace"], m["Name"], iter(pairs)) for m in told["Metrics"]}
    return found


def every_outcome(pipeline: Pipeline, dog: Any) -> None:  # noqa: ANN401  # a handler
    """Let happen what the workers measure: drawings that go well, badly, late, not at all."""
    pipeline.upload(pdf("E-1"))
    pipeline.put("inbox/p1/plan.pdf", pdf("E-2"))
    pipeline.put("inbox/p1/notes.txt", b"hello")
    pipeline.upload(b"not a drawing")
    pipeline.settle()
    pipeline.upload(pdf("E-3", "E-4"))
    (uploaded,) = pipeline.new_events()
    pipeline.extract(uploaded, seconds_left=1)  # no time: the first page, then it is handed over
    pipeline.reprocess()
    lost = pipeline.upload(pdf("E-5"))
    (uploaded,) = pipeline.new_events()
    pipeline.extract(uploaded)
    (body,) = taken(pipeline.pages_queue)
    for _ in range(MOST_NUDGES + 1):
        let_pass(pipeline, lost)
        dog({}, Context())
        list(taken(pipeline.pages_queue))
    pipeline.store.table.write(pipeline_gone(lost.id))
    pipeline.recognize(body)  # of a drawing that is gone
    pipeline.extract({"no": "message"})
    pipeline.networks.raises[1] = RuntimeError("out of memory")
    pipeline.upload(pdf("E-6"))
    pipeline.settle()
    pipeline.upload(pdf("E-7"))
    (uploaded,) = pipeline.new_events()
    pipeline.extract(uploaded, MAX_RECEIVES)


def pipeline_gone(drawing_id: str) -> Any:  # noqa: ANN401  # a write
    from orchestrator.storage.table import Write  # noqa: PLC0415

    return Write("delete", keys.drawing("p1", drawing_id))


@pytest.fixture(autouse=True)
def _named_as_here() -> Iterator[None]:
    """Let no test before this one, nor after it, keep the metrics of the other's names."""
    telemetry.metrics.cache_clear()
    yield
    telemetry.metrics.cache_clear()


@pytest.fixture
def emitted(aws: Aws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> set[Series]:
    """What the workers wrote, named and configured as in the stage `dev`."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", f"{OURS}dev")
    pipeline = Pipeline(aws)
    dog = Watchdog(pipeline.store, pipeline.pages_queue, pipeline.uploads_queue, PATIENCE_S)
    every_outcome(pipeline, instrumented("extraction", dog.look))
    return written(capsys.readouterr().out)


def test_every_metric_of_ours_that_is_watched_or_shown_is_written_under_that_name(
    stages: dict[str, Cloud], emitted: set[Series]
) -> None:
    asked = {
        one for one in (*watched(stages["dev"]).values(), *shown(stages["dev"])) if one.namespace[:3] != "AWS"
    }
    ours = {one for one in asked if COLD not in one.name}  # which Lambda writes, not we: see below
    assert len(ours) > 10
    assert {one for one in ours if one.name == "stalled"}, "the alarm on runs that stand still"
    assert ours - emitted == set()


def test_the_cold_starts_of_every_function_are_counted_in_its_log_under_the_name_that_is_shown(
    cloud: Cloud,
) -> None:
    counted = {}
    for one in cloud.of_type("AWS::Logs::MetricFilter").values():
        (made,) = one["MetricTransformations"]
        assert made["MetricValue"] == "1"
        counted[one["LogGroupName"]["Ref"]] = Series(made["MetricNamespace"], made["MetricName"], frozenset())
    logs = [function["LoggingConfig"]["LogGroup"]["Ref"] for function in cloud.functions.values()]
    assert sorted(counted) == sorted(logs)
    assert set(counted.values()) == {one for one in shown(cloud) if COLD in one.name}
    for name, function in cloud.functions.items():
        assert counted[function["LoggingConfig"]["LogGroup"]["Ref"]].name == f"{COLD}{name}"


def test_what_counts_cold_starts_finds_a_call_that_a_function_was_started_for_and_no_other(
    cloud: Cloud, aws: Aws
) -> None:
    logs = boto3.client("logs")
    logs.create_log_group(logGroupName="sessions")
    logs.create_log_stream(logGroupName="sessions", logStreamName="1")
    lines = [
        {"timestamp": round(time.time() * 1_000), "message": line}
        for line in (START, COLD_REPORT, WARM_REPORT)
    ]
    logs.put_log_events(logGroupName="sessions", logStreamName="1", logEvents=lines)
    (pattern,) = {f["FilterPattern"] for f in cloud.of_type("AWS::Logs::MetricFilter").values()}
    found = logs.filter_log_events(logGroupName="sessions", filterPattern=pattern)["events"]
    assert [event["message"] for event in found] == [COLD_REPORT]


def test_a_watchdog_that_misses_three_looks_is_told_of(cloud: Cloud) -> None:
    alarm = alarms(cloud)["watchdog-silent"]
    (asked,) = alarm["Metrics"]
    (rule,) = cloud.of_type("AWS::Events::Rule").values()
    (minutes,) = re.findall(r"rate\((\d+) minutes\)", rule["ScheduleExpression"])
    assert asked["MetricStat"]["Period"] * alarm["EvaluationPeriods"] == 3 * 60 * int(minutes)
    assert asked["MetricStat"]["Stat"] == "SampleCount", "that nothing is open is a look as well"
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("LessThanOrEqualToThreshold", 0)
    assert alarm["TreatMissingData"] == "breaching"


def test_a_look_at_nothing_is_measured_too(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stages: dict[str, Cloud]
) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", f"{OURS}dev")
    pipeline = Pipeline(aws)
    dog = Watchdog(pipeline.store, pipeline.pages_queue, pipeline.uploads_queue, PATIENCE_S)
    assert instrumented("extraction", dog.look)({}, cast("LambdaContext", Context()))["open_runs"] == 0
    assert watched(stages["dev"])["watchdog-silent"] in written(capsys.readouterr().out)


def test_of_nothing_else_is_silence_a_reason_to_look(cloud: Cloud) -> None:
    breaching = [name for name, alarm in alarms(cloud).items() if alarm["TreatMissingData"] != "notBreaching"]
    assert breaching == ["watchdog-silent"]


def test_every_metric_of_aws_that_is_watched_or_shown_is_one_that_aws_writes(cloud: Cloud) -> None:
    for one in (*watched(cloud).values(), *shown(cloud)):
        if one.namespace.startswith("AWS/"):
            assert {name for name, _ in one.dimensions} == OF_AWS[one.namespace, one.name], one


def test_every_alarm_has_a_line_in_the_runbook_and_no_line_is_of_no_alarm() -> None:
    text = Path(REPOSITORY / "docs/operations.md").read_text()
    table = text.split("| alarm | look at |")[1].split("\n\n")[0]
    patterns = [p for row in table.splitlines()[2:] for p in re.findall(r"`([^`]+)`", row.split("|")[1])]
    names = {rule.name for stage in STAGES.values() for rule in rules(stage)}
    lines = {
        name: [p for p in patterns if re.fullmatch(re.escape(p).replace("…", ".+"), name)] for name in names
    }
    assert {name for name, found in lines.items() if len(found) != 1} == set()
    assert {p for found in lines.values() for p in found} == set(patterns)
