"""What a deployed function asks of AWS, held against the policies of its deployed role."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import boto3
import pytest

from orchestrator.storage.aws import client
from tests.direct_requests import note_requests

_ACTIONS: Final = {
    "HeadObject": ("GetObject",),
    "ListObjectVersions": ("ListBucketVersions",),
    "ListObjectsV2": ("ListBucket",),
    "SendMessageBatch": ("SendMessage",),
}
"""IAM's actions of the requests that are not called like them."""
_IN_TRANSACTION: Final = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
_KEY: Final = re.compile(r'"PK": ?\{"S": ?"([^"]+)"')
_QUERIED: Final = re.compile(r'"ExpressionAttributeValues": ?\{.*?"S": ?"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Asked:
    """One action on one resource; `keys` are the partition keys of a request to the table."""

    action: str
    resource: str
    keys: tuple[str, ...] = ()


@contextmanager
def noting(asked: list[Asked]) -> Iterator[None]:
    """Note what the product's clients ask in the meantime."""
    clients = {service: client(service) for service in ("dynamodb", "s3", "sqs")}

    def note(model: Any, params: dict[str, Any], **_: object) -> None:  # noqa: ANN401  # botocore's
        asked.extend(_of_request(model.service_model.service_name, model.name, params))

    for one in clients.values():
        one.meta.events.register("before-call", note)
    try:
        with pytest.MonkeyPatch.context() as patch:
            note_requests(patch, lambda name, body: asked.extend(_of_table(name, body.decode())))
            yield
    finally:
        for one in clients.values():
            one.meta.events.unregister("before-call", note)


def _of_request(service: str, name: str, params: dict[str, Any]) -> Iterator[Asked]:
    if service == "dynamodb":
        yield from _of_table(name, params["body"].decode())
    elif service == "s3":
        address = urlsplit(params["url"])
        bucket = str(address.hostname).partition(".s3.")[0]
        for action in _ACTIONS.get(name, (name,)):
            yield Asked(f"s3:{action}", f"arn:aws:s3:::{bucket}{unquote(address.path)}".rstrip("/"))
    else:
        queue = json.loads(params["body"])["QueueUrl"].rpartition("/")[2]
        for action in _ACTIONS.get(name, (name,)):
            yield Asked(f"sqs:{action}", f"arn:aws:sqs:us-east-1:123456789012:{queue}")


def _of_table(name: str, body: str) -> Iterator[Asked]:
    request = json.loads(body)
    found = tuple((_QUERIED if name == "Query" else _KEY).findall(body))
    if name == "TransactWriteItems":
        kinds = {kind for item in request["TransactItems"] for kind in item}
        table = next(part["TableName"] for part in request["TransactItems"][0].values())
        for kind in kinds:
            yield Asked(f"dynamodb:{_IN_TRANSACTION[kind]}", _arn(table), found)
        return
    table = next(iter(request["RequestItems"])) if "RequestItems" in request else request["TableName"]
    index = f"/index/{request['IndexName']}" if "IndexName" in request else ""
    yield Asked(f"dynamodb:{name}", _arn(table) + index, () if index else found)


def _arn(table: str) -> str:
    return f"arn:aws:dynamodb:us-east-1:123456789012:table/{table}"


def statements(function: str) -> list[dict[str, Any]]:
    """Return the statements of a deployed function's role."""
    iam = boto3.client("iam")
    role = boto3.client("lambda").get_function_configuration(FunctionName=function)["Role"].rpartition("/")[2]
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    documents: list[Any] = [
        iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names
    ]
    return [statement for document in documents for statement in document["Statement"]]


def refused(asked: list[Asked], allowed: list[dict[str, Any]]) -> set[Asked]:
    """Return what no statement allows."""
    return {one for one in asked if not any(_allows(statement, one) for statement in allowed)}


def _allows(statement: dict[str, Any], asked: Asked) -> bool:
    keys = (
        statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", ["*"])
    )
    return (
        statement["Effect"] == "Allow"
        and _matches(statement["Action"], asked.action)
        and _matches(statement["Resource"], asked.resource)
        and all(_matches(keys, key) for key in asked.keys)
    )


def _matches(patterns: str | list[str], value: str) -> bool:
    listed = [patterns] if isinstance(patterns, str) else patterns
    return any(fnmatchcase(value, pattern) for pattern in listed)
