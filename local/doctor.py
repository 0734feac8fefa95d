"""`orchestrator doctor`: whether every part of a deployed stage is there and well; it changes nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.error import URLError
from urllib.request import urlopen

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Sheet

from local.deployment import AREAS, QUEUES, Deployment, NotDeployed, aws
from orchestrator.permissions import ROLES
from orchestrator.storage.keys import INBOX, INDEXES, UPLOADS

State = Literal["well", "look", "broken"]
FUNCTIONS: Final = (
    "auth_hooks",
    "authorizer",
    "sessions",
    "projects",
    "drawings",
    "extraction",
    "recognition",
)
WORKERS: Final = {"uploads": "extraction", "pages": "recognition"}
TIMEOUTS_PER_VISIBILITY: Final = 6
LONGEST_ANSWER_S: Final = 10.0
_COLOURS: Final[dict[State, str]] = {"well": "green", "look": "yellow", "broken": "red"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the stage, how it is, and what to do about it where it is not well."""

    part: str
    state: State
    sentence: str


Check = Callable[[Deployment], Iterator[Finding]]


def examine(deployment: Deployment) -> list[Finding]:
    """Look at every part of a stage; what cannot be looked at is a finding too."""
    return [finding for check in CHECKS for finding in _carefully(check, deployment)]


def show(findings: list[Finding]) -> bool:
    """Print the findings; tell whether nothing is broken."""
    sheet = Sheet("part", "state", "what was seen")
    for finding in findings:
        colour = _COLOURS[finding.state]
        sheet.add_row(escape(finding.part), f"[{colour}]{finding.state}[/]", escape(finding.sentence))
    Console().print(sheet)
    return all(finding.state != "broken" for finding in findings)


def stacks(deployment: Deployment) -> Iterator[Finding]:
    """Look at the five stacks."""
    for area in AREAS:
        name = deployment.stack(area)
        found = _there("cloudformation", "describe_stacks", StackName=name)
        if found is None:
            yield Finding(name, "broken", f"It is not deployed: make deploy STAGE={deployment.stage}.")
            continue
        status = found["Stacks"][0]["StackStatus"]
        done = status in {"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"}
        state: State = "well" if done else "look" if status.endswith("_COMPLETE") else "broken"
        advice = "" if done else "; its events in CloudFormation say why."
        yield Finding(name, state, f"{status}{advice}")


def functions(deployment: Deployment) -> Iterator[Finding]:
    """Look at the functions, and at the queues' way to two of them."""
    for name in FUNCTIONS:
        physical = deployment.named(name)
        found = _there("lambda", "get_function_configuration", FunctionName=physical)
        if found is None:
            yield Finding(physical, "broken", "There is no such function; deploy the stage.")
            continue
        state, update = found.get("State", "Active"), found.get("LastUpdateStatus", "Successful")
        good = (state, update) == ("Active", "Successful")
        yield Finding(physical, "well" if good else "broken", f"{state}, last update {update.lower()}.")
    for queue, worker in WORKERS.items():
        yield _source(deployment, queue, worker)


def watchdog(deployment: Deployment) -> Iterator[Finding]:
    """Look whether extraction is told, on a schedule, to look after runs that stand still."""
    found = _there("lambda", "get_function_configuration", FunctionName=deployment.named("extraction"))
    target = (found or {}).get("FunctionArn")
    names = aws("events").list_rule_names_by_target(TargetArn=target)["RuleNames"] if target else []
    for name in names:
        on = aws("events").describe_rule(Name=name)["State"] == "ENABLED"
        off = "It is disabled: drawings that stop moving are not helped, and never end."
        yield Finding(name, "well" if on else "look", "Runs that stand still are helped." if on else off)
    if not names and target:
        yield Finding("watchdog", "broken", "Nothing tells extraction to look after runs; deploy the stage.")


def queues(deployment: Deployment) -> Iterator[Finding]:
    """Look at the queues: their way to the dead letters, their patience, and what waits."""
    for queue in QUEUES:
        url, attributes = _queue(deployment, queue)
        yield _patience(deployment, queue, attributes)
        _, dead = _queue(deployment, f"{queue}-dead-letters")
        policy = json.loads(attributes.get("RedrivePolicy", "{}"))
        if policy.get("deadLetterTargetArn") != dead["QueueArn"]:
            yield Finding(url, "broken", "What fails for good is lost: it has no way to the dead letters.")
        count = int(dead["ApproximateNumberOfMessages"])
        look = f"{count} messages were given up; see orchestrator redrive --stage {deployment.stage}."
        yield Finding(
            deployment.named(f"{queue}-dead-letters"),
            "look" if count else "well",
            look if count else "Empty.",
        )


def table(deployment: Deployment) -> Iterator[Finding]:
    """Look at the table: its indexes, and whether it can be restored."""
    name = deployment.outputs("Data")["TableName"]
    found = aws("dynamodb").describe_table(TableName=name)["Table"]
    ready = {index["IndexName"] for index in found.get("GlobalSecondaryIndexes", [])}
    missing = {index.name for index in INDEXES} - ready
    good = found["TableStatus"] == "ACTIVE" and not missing
    lacks = f" It lacks {', '.join(sorted(missing))}." if missing else ""
    yield Finding(name, "well" if good else "broken", f"{found['TableStatus']}.{lacks}")
    backups = aws("dynamodb").describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    restorable = backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    sentence = "It can be restored to any second of its window." if restorable else "It cannot be restored."
    yield Finding(f"{name}: recovery", "well" if restorable else "broken", sentence)


def bucket(deployment: Deployment) -> Iterator[Finding]:
    """Look at the bucket: versions, the public, and whether it tells of new files."""
    name = deployment.outputs("Data")["BucketName"]
    versions = aws("s3").get_bucket_versioning(Bucket=name).get("Status")
    kept = (
        "Replaced files are kept."
        if versions == "Enabled"
        else "Replaced files are lost: no versions are kept."
    )
    yield Finding(f"{name}: versions", "well" if versions == "Enabled" else "broken", kept)
    blocked = _there("s3", "get_public_access_block", Bucket=name) or {}
    shut = blocked and all(blocked["PublicAccessBlockConfiguration"].values())
    public = "Nothing is public." if shut else "Public access is not blocked."
    yield Finding(f"{name}: public access", "well" if shut else "broken", public)
    told = aws("s3").get_bucket_notification_configuration(Bucket=name).get("QueueConfigurations", [])
    rules = [rule for one in told for rule in one.get("Filter", {}).get("Key", {}).get("FilterRules", [])]
    silent = {UPLOADS, INBOX} - {rule["Value"] for rule in rules if rule["Name"].lower() == "prefix"}
    heard = (
        f"New files below {' and '.join(sorted(silent))} are not told of."
        if silent
        else "New files are told of."
    )
    yield Finding(f"{name}: notification", "broken" if silent else "well", heard)


def user_pool(deployment: Deployment) -> Iterator[Finding]:
    """Look at the user pool: a group for every role, and tokens that can be revoked."""
    outputs = deployment.outputs("Identity")
    pool = outputs["UserPoolId"]
    groups = {group["GroupName"] for group in aws("cognito-idp").list_groups(UserPoolId=pool)["Groups"]}
    missing = sorted(set(ROLES) - groups)
    sentence = f"Groups are missing: {', '.join(missing)}." if missing else "Every role has its group."
    yield Finding(f"{pool}: groups", "broken" if missing else "well", sentence)
    described = aws("cognito-idp").describe_user_pool_client(UserPoolId=pool, ClientId=outputs["ClientId"])
    revocable = described["UserPoolClient"].get("EnableTokenRevocation", False)
    ends = "Sessions can be ended." if revocable else "Sessions cannot be ended: tokens are not revocable."
    yield Finding(f"{pool}: client", "well" if revocable else "broken", ends)


def alarms(deployment: Deployment) -> Iterator[Finding]:
    """Look at the alarms: that they are there, and which of them ring."""
    pages = aws("cloudwatch").get_paginator("describe_alarms")
    prefix = deployment.named("")
    found = [a for page in pages.paginate(AlarmNamePrefix=prefix) for a in page["MetricAlarms"]]
    if not found:
        yield Finding("alarms", "broken", "There are none; deploy the Operations stack.")
        return
    ringing = [alarm for alarm in found if alarm["StateValue"] == "ALARM"]
    for alarm in ringing:
        yield Finding(alarm["AlarmName"], "look", alarm.get("AlarmDescription") or "It rings.")
    mute = [alarm["AlarmName"] for alarm in found if not alarm.get("ActionsEnabled", True)]
    if mute:
        yield Finding("alarms", "look", f"Nobody is told of {', '.join(mute)}: their actions are off.")
    yield Finding("alarms", "well", f"{len(found)} are there, {len(ringing)} ring.")


def alerts(deployment: Deployment) -> Iterator[Finding]:
    """Look whether anybody is told when an alarm rings."""
    topic = deployment.outputs("Operations")["AlertsTopic"]
    pages = aws("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    arns = [one["SubscriptionArn"] for page in pages for one in page["Subscriptions"]]
    told = [arn for arn in arns if arn.startswith("arn:")]  # else it says `PendingConfirmation`
    if not told:
        waiting = f"{len(arns)} have not confirmed the mail of SNS" if arns else "alarm_emails is empty"
        yield Finding("alerts", "look", f"Nobody is told of alarms: {waiting}.")
    else:
        yield Finding("alerts", "well", f"{len(told)} of {len(arns)} are told of alarms.")


def api(deployment: Deployment) -> Iterator[Finding]:
    """Ask the API how it is."""
    address = deployment.outputs("Api")["ApiUrl"].rstrip("/") + "/health"
    began = time.monotonic()
    try:
        with urlopen(address, timeout=LONGEST_ANSWER_S) as answer:  # noqa: S310  # the stack's own https address
            status = json.load(answer)["status"]
    except (URLError, OSError, ValueError, KeyError) as error:
        yield Finding(address, "broken", f"It does not answer: {error}")
        return
    seconds = time.monotonic() - began
    yield Finding(address, "well" if status == "healthy" else "look", f"{status} after {seconds:.1f} s.")


CHECKS: Final[tuple[Check, ...]] = (
    stacks,
    functions,
    watchdog,
    queues,
    table,
    bucket,
    user_pool,
    alarms,
    alerts,
    api,
)


def _carefully(check: Check, deployment: Deployment) -> Iterator[Finding]:
    try:
        yield from check(deployment)
    except (NotDeployed, ClientError, BotoCoreError, KeyError) as error:
        what = f"{error} is not among the stack's outputs" if isinstance(error, KeyError) else str(error)
        yield Finding(check.__name__.replace("_", " "), "broken", f"It cannot be looked at: {what}")


def _source(deployment: Deployment, queue: str, worker: str) -> Finding:
    name = deployment.named(worker)
    part = f"{deployment.named(queue)} to {worker}"
    found = _there("lambda", "list_event_source_mappings", FunctionName=name) or {}
    states = [mapping["State"] for mapping in found.get("EventSourceMappings", [])]
    if states == ["Enabled"]:
        return Finding(part, "well", "Enabled.")
    if states:
        return Finding(part, "look", f"{', '.join(states)}: messages wait until it is enabled.")
    return Finding(part, "broken", "Nothing takes the messages of the queue.")


def _queue(deployment: Deployment, queue: str) -> tuple[str, dict[str, str]]:
    name = deployment.named(queue)
    url = aws("sqs").get_queue_url(QueueName=name)["QueueUrl"]
    attributes: dict[str, str] = aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])[
        "Attributes"
    ]
    return name, attributes


def _patience(deployment: Deployment, queue: str, attributes: dict[str, str]) -> Finding:
    name, hidden_s = deployment.named(queue), int(attributes["VisibilityTimeout"])
    waiting = f"{attributes['ApproximateNumberOfMessages']} wait."
    worker = _there("lambda", "get_function_configuration", FunctionName=deployment.named(WORKERS[queue]))
    needed_s = TIMEOUTS_PER_VISIBILITY * (worker or {}).get("Timeout", 0)
    if hidden_s < needed_s:
        sentence = f"A message is hidden for {hidden_s} s; its function may need {needed_s} s with retries."
        return Finding(name, "broken", sentence)
    return Finding(name, "well", waiting)


def _there(service: str, operation: str, **request: str) -> dict[str, Any] | None:
    """Return what AWS says of something, or None when it says that there is no such thing."""
    try:
        answer: dict[str, Any] = getattr(aws(service), operation)(**request)
    except ClientError as error:
        code, message = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
        if code in {"ResourceNotFoundException", "NoSuchPublicAccessBlockConfiguration"}:
            return None
        if code == "ValidationError" and "does not exist" in message:  # CloudFormation's way to say so
            return None
        raise
    return answer
