"""What each function may do: the whole table, so that every new right is a line somebody reads."""

from __future__ import annotations

import re
from typing import Any

import pytest

from infra.config import STAGES
from orchestrator.storage import keys
from tests.infra.cloud import Cloud, listed, spelled

WRITES = "DeleteItem GetItem PutItem Query UpdateItem"
ITEMS = f"BatchGetItem {WRITES}"
CLOSES = f"ConditionCheckItem {WRITES}"
CONSUMES = "ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage"
SENDS = "SendMessage"
EVERY_FUNCTION = {
    "own log group": "logs: CreateLogStream PutLogEvents",
    "*": "xray: PutTelemetryRecords PutTraceSegments",
}
RIGHTS = {
    "auth_hooks": {"table USER#*": "dynamodb: GetItem PutItem"},
    "authorizer": {"table REVOKED#* USER#*": "dynamodb: BatchGetItem"},
    "sessions": {
        "table USER#* REVOKED#* LOGINS#*": "dynamodb: GetItem PutItem UpdateItem",
        "pool": "cognito-idp: AdminGetUser AdminUserGlobalSignOut",
    },
    "projects": {
        "table PROJECT#* IDEMPOTENCY#* USER#*": f"dynamodb: {ITEMS}",
        "table/index/projects-by-user": "dynamodb: Query",
    },
    "drawings": {
        "table PROJECT#* IDEMPOTENCY#* DRAWING#* TAGS#* OPEN_RUNS*": f"dynamodb: {ITEMS}",
        "table/index/drawings-by-number": "dynamodb: Query",
        "bucket": "s3: ListBucket",
        "bucket/uploads/*": "s3: DeleteObject GetObject GetObjectVersion PutObject",
        "bucket/results/*": "s3: DeleteObject GetObject PutObject",
        "uploads queue": f"sqs: {SENDS}",
        "recognition": "lambda: InvokeFunction",
    },
    "extraction": {
        "table PROJECT#* DRAWING#* TAGS#* OPEN_RUNS*": f"dynamodb: {CLOSES}",
        "table/index/drawings-by-sha256": "dynamodb: Query",
        "bucket": "s3: ListBucket",
        "bucket/inbox/*": "s3: DeleteObject DeleteObjectVersion GetObject GetObjectTagging GetObjectVersion "
        "GetObjectVersionTagging",
        "bucket/uploads/*": "s3: DeleteObject GetObject GetObjectTagging GetObjectVersion GetObjectVersionTagging "
        "PutObject PutObjectTagging",
        "bucket/rejected/*": "s3: PutObject PutObjectTagging",
        "bucket/results/*": "s3: DeleteObject GetObject PutObject",
        "uploads queue": f"sqs: {CONSUMES} {SENDS}",
        "pages queue": f"sqs: {SENDS}",
    },
    "recognition": {
        "table PROJECT#* DRAWING#* TAGS#*": f"dynamodb: {CLOSES}",
        "bucket": "s3: ListBucket",
        "bucket/results/*": "s3: DeleteObject GetObject PutObject",
        "pages queue": f"sqs: {CONSUMES}",
    },
}
NAMES = (
    (r"<\w*FunctionLogs\w+\.Arn>", "own log group"),
    (r"<DrawingsBucket\w+>", "bucket"),
    (r"<Table\w+>", "table"),
    (r"<UploadsQueue\w+>", "uploads queue"),
    (r"<PagesQueue\w+\.Arn>", "pages queue"),
    (r"<AccountsPool\w+>", "pool"),
    (r"arn:.*:function:orchestrator-\w+-recognition", "recognition"),
)


def named(resource: object, statement: dict[str, Any]) -> str:
    text = spelled(resource)
    for pattern, name in NAMES:
        text = re.sub(pattern, name, text)
    leading = (
        statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", [])
    )
    return " ".join([text, *listed(leading)])


def rights(cloud: Cloud, function: str) -> dict[str, str]:
    role = function.title().replace("_", "") + "FunctionRole"
    found: dict[str, set[str]] = {}
    for statement in cloud.statements(role):
        assert statement["Effect"] == "Allow"
        for resource in listed(statement["Resource"]):
            found.setdefault(named(resource, statement), set()).update(listed(statement["Action"]))
    return {resource: _actions(actions) for resource, actions in found.items()}


def _actions(actions: set[str]) -> str:
    (service,) = {action.split(":")[0] for action in actions}
    return f"{service}: {' '.join(sorted(action.split(':')[1] for action in actions))}"


@pytest.mark.parametrize("function", RIGHTS)
def test_a_function_may_do_what_stands_in_the_table_and_nothing_else(cloud: Cloud, function: str) -> None:
    assert rights(cloud, function) == RIGHTS[function] | EVERY_FUNCTION


def test_no_function_can_delete_versions_but_of_what_was_dropped(cloud: Cloud) -> None:
    """Whatever goes wrong in a function, operators get drawings and results back for 30 days."""
    able = {
        (function, resource)
        for function in RIGHTS
        for resource, actions in rights(cloud, function).items()
        if "DeleteObjectVersion" in actions
    }
    assert able == {("extraction", "bucket/inbox/*")}


def test_no_function_has_a_managed_policy(cloud: Cloud) -> None:
    for name, role in cloud.of_type("AWS::IAM::Role").items():
        assert "ManagedPolicyArns" not in role or "CloudWatchRole" in name


def test_the_prefixes_are_those_the_store_writes_to() -> None:
    assert keys.source_pdf("p", "d").startswith(keys.UPLOADS)
    assert keys.page_file("p", "d", 1, "page.png").startswith(keys.RESULTS)
    assert keys.export_file("p", "d", "x").startswith(keys.RESULTS)
    assert keys.rejected("inbox/p/x.pdf").startswith(keys.REJECTED)


def test_every_policy_of_both_stages_is_allowed_no_action_by_wildcard(stages: dict[str, Cloud]) -> None:
    assert set(stages) == set(STAGES)
    for cloud in stages.values():
        for policy in cloud.of_type("AWS::IAM::Policy").values():
            for statement in policy["PolicyDocument"]["Statement"]:
                assert not [action for action in listed(statement["Action"]) if "*" in action]
