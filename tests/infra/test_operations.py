"""Operations: whatever is deployed is watched, and somebody is told."""

from __future__ import annotations

import json
import re

from infra.alarms import FUNCTIONS, QUEUES, rules
from infra.config import STAGES, TIMEOUTS_PER_VISIBILITY
from local import deployment, doctor
from tests.infra.cloud import Cloud, Resource, listed


def alarms(cloud: Cloud) -> dict[str, Resource]:
    return {str(a["AlarmName"]).split("-", 2)[2]: a for a in cloud.of_type("AWS::CloudWatch::Alarm").values()}


def watched(alarm: Resource) -> set[str]:
    """Return the names in an alarm's metric; one with a label stands deeper in the template."""
    metrics = [m["MetricStat"]["Metric"] for m in alarm.get("Metrics", [])] or [alarm]
    return {d["Value"] for metric in metrics for d in metric["Dimensions"] if d["Name"] != "Stage"}


def test_every_function_and_every_queue_is_watched(cloud: Cloud) -> None:
    names = {str(p["QueueName"]).split("-", 2)[2] for p in cloud.of_type("AWS::SQS::Queue").values()}
    assert set(FUNCTIONS) == set(cloud.functions)
    assert {name for name in names if not name.endswith("dead-letters")} == set(QUEUES)
    assert {f"{name}-dead-letters" for name in QUEUES} <= set(alarms(cloud))
    assert {f"{name}-throttles" for name in FUNCTIONS} <= set(alarms(cloud))


def test_alarms_watch_what_is_really_deployed(cloud: Cloud) -> None:
    deployed = {p["FunctionName"] for p in cloud.functions.values()}
    deployed |= {p["QueueName"] for p in cloud.of_type("AWS::SQS::Queue").values()}
    deployed |= {p["Name"] for p in cloud.of_type("AWS::ApiGateway::RestApi").values()}
    deployed |= {f["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] for f in cloud.functions.values()}
    for name, alarm in alarms(cloud).items():
        assert watched(alarm), name
        assert watched(alarm) <= deployed, name


def test_one_dead_letter_is_enough(cloud: Cloud) -> None:
    alarm = alarms(cloud)["pages-dead-letters"]
    assert alarm["Threshold"] == 0
    assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
    assert alarm["EvaluationPeriods"] == 1


def test_every_alarm_tells_the_topic_and_says_what_to_do(cloud: Cloud) -> None:
    assert len(alarms(cloud)) == len(rules(STAGES["dev"]))
    for alarm in alarms(cloud).values():
        assert "Alerts" in json.dumps(alarm["AlarmActions"])
        assert alarm["AlarmDescription"].endswith(".")


def test_refusals_are_no_failures_of_functions_that_refuse_by_exception() -> None:
    names = {rule.name for rule in rules(STAGES["prod"])}
    assert not {"authorizer-errors", "auth_hooks-errors"} & names


def test_the_topic_takes_alarms_and_budget_of_this_account(cloud: Cloud) -> None:
    (policy,) = cloud.of_type("AWS::SNS::TopicPolicy").values()
    allowed = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Allow"]
    services = {service for s in allowed for service in listed(s["Principal"]["Service"])}
    assert services == {"cloudwatch.amazonaws.com", "budgets.amazonaws.com"}
    assert all("aws:SourceAccount" in json.dumps(s["Condition"]) for s in allowed)


def test_the_budget_is_the_stages_and_counts_its_tag(stages: dict[str, Cloud]) -> None:
    for name, cloud in stages.items():
        (budget,) = cloud.of_type("AWS::Budgets::Budget").values()
        assert budget["Budget"]["BudgetLimit"]["Amount"] == STAGES[name].monthly_budget_usd
        assert budget["Budget"]["CostFilters"] == {"TagKeyValue": [f"user:stage${name}"]}
        assert len(budget["NotificationsWithSubscribers"]) == 2


def test_the_dashboard_names_what_is_deployed(cloud: Cloud) -> None:
    (dashboard,) = cloud.of_type("AWS::CloudWatch::Dashboard").values()
    body = json.dumps(dashboard["DashboardBody"])
    for function in cloud.functions.values():
        assert function["FunctionName"] in body


def test_the_dashboard_asks_where_the_functions_write(cloud: Cloud) -> None:
    (dashboard,) = cloud.of_type("AWS::CloudWatch::Dashboard").values()
    body = json.dumps(dashboard["DashboardBody"])
    namespaces = {
        f["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"] for f in cloud.functions.values()
    }
    (namespace,) = namespaces
    for measure in ("components", "confidence", "pages_failed", "cold_starts", "extracted", "recognized"):
        assert measure in body
    assert set(re.findall(r"ElectricalOrchestrator\W*/\w+", body)) == {namespace}


def test_operators_commands_know_the_parts_by_their_names(cloud: Cloud) -> None:
    for stage in STAGES.values():
        known = deployment.Deployment(stage.name)
        assert [known.named("pages"), known.stack("Data")] == [stage.named("pages"), stage.stack("Data")]
    assert set(doctor.FUNCTIONS) == set(FUNCTIONS) == set(cloud.functions)
    assert deployment.QUEUES == QUEUES
    assert doctor.TIMEOUTS_PER_VISIBILITY == TIMEOUTS_PER_VISIBILITY
