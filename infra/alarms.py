"""When somebody must look: every alarm tells one topic, and says in its description what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra import metrics
from infra.config import Stage

QUEUES: Final = ("uploads", "pages")
FUNCTIONS: Final = (
    "auth_hooks",
    "authorizer",
    "sessions",
    "projects",
    "drawings",
    "extraction",
    "recognition",
)
_REFUSING: Final = frozenset({"auth_hooks", "authorizer"})
"""Functions whose "no" is an exception: their errors are the callers', the API's 5xx counts their own."""
_LONGEST_WAIT_S: Final = {"uploads": 1_800, "pages": 900}


_LOOKS_MISSED: Final = 9
"""Periods in which the watchdog, whose turn is every third, misses three looks."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A metric above `threshold` in `periods` periods of five minutes in a row; or never, where it `is_due`."""

    name: str
    metric: cloudwatch.IMetric
    threshold: float
    meaning: str
    periods: int = 1
    is_due: bool = False

    @property
    def comparison(self) -> cloudwatch.ComparisonOperator:
        """When a period counts against it."""
        operator = cloudwatch.ComparisonOperator
        return operator.LESS_THAN_OR_EQUAL_TO_THRESHOLD if self.is_due else operator.GREATER_THAN_THRESHOLD

    @property
    def silence(self) -> cloudwatch.TreatMissingData:
        """What a period counts as in which nothing was measured."""
        missing = cloudwatch.TreatMissingData
        return missing.BREACHING if self.is_due else missing.NOT_BREACHING


class Alarms(Construct):
    """The alarms of a stage."""

    def __init__(self, scope: Construct, stage: Stage, topic: sns.ITopic) -> None:
        super().__init__(scope, "Alarms")
        tell = actions.SnsAction(topic)
        for rule in rules(stage):
            alarm = cloudwatch.Alarm(
                self,
                rule.name.title().replace("-", "").replace("_", ""),
                alarm_name=stage.named(rule.name),
                alarm_description=rule.meaning,
                metric=rule.metric,
                threshold=rule.threshold,
                evaluation_periods=rule.periods,
                comparison_operator=rule.comparison,
                treat_missing_data=rule.silence,
            )
            alarm.add_alarm_action(tell)
            alarm.add_ok_action(tell)


def rules(stage: Stage) -> list[Rule]:
    """Return what is watched in a stage."""
    return [*_queue_rules(stage), *_run_rules(stage), *_function_rules(stage), *_api_rules(stage)]


def _queue_rules(stage: Stage) -> list[Rule]:
    dead = "ApproximateNumberOfMessagesVisible"
    return [
        Rule(
            f"{name}-dead-letters",
            metrics.of_queue(stage, f"{name}-dead-letters", dead),
            0,
            "Work was given up. Find out why in the function's log, mend it, then redrive (docs/operations.md).",
        )
        for name in QUEUES
    ] + [
        Rule(
            f"{name}-waiting",
            metrics.of_queue(stage, name, "ApproximateAgeOfOldestMessage"),
            _LONGEST_WAIT_S[name],
            "Work waits too long: look for failing deliveries, then at the concurrency of the stage.",
        )
        for name in QUEUES
    ]


def _run_rules(stage: Stage) -> list[Rule]:
    return [
        Rule(
            "stalled",
            metrics.of_outcome(stage, "extraction", "stalled"),
            0,
            "Drawings stopped moving, did not go on when told to, and were failed; the log of extraction names them.",
        ),
        Rule(
            "watchdog-silent",
            metrics.of_outcome(stage, "extraction", "open_runs", "SampleCount"),
            0,
            "Nobody looks after drawings that stop moving: the schedule is off, or what it calls does not run.",
            periods=_LOOKS_MISSED,
            is_due=True,
        ),
    ]


def _function_rules(stage: Stage) -> list[Rule]:
    errors = [
        Rule(
            f"{name}-errors",
            metrics.of_function(stage, name, "Errors"),
            0,
            "The function was killed or raised what nobody foresaw; its log says what.",
        )
        for name in FUNCTIONS
        if name not in _REFUSING
    ]
    throttles = [
        Rule(
            f"{name}-throttles",
            metrics.of_function(stage, name, "Throttles"),
            0,
            "Calls were turned away: the account's concurrency is used up.",
            periods=3,
        )
        for name in FUNCTIONS
    ]
    return errors + throttles


def _api_rules(stage: Stage) -> list[Rule]:
    return [
        Rule(
            "api-5xx",
            metrics.of_api(stage, "5XXError", "Average"),
            0.01,
            "More than one request in a hundred fails on our side; the access log names the route.",
            periods=2,
        ),
        Rule(
            "api-slow",
            metrics.of_api(stage, "Latency", "p99"),
            Duration.seconds(10).to_milliseconds(),
            "One request in a hundred takes more than ten seconds.",
            periods=3,
        ),
    ]
