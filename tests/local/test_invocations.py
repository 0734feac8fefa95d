from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_lambda.type_defs import InvocationResponseTypeDef

from orchestrator.storage.aws import client
from tests.local.conftest import Account

pytestmark = pytest.mark.usefixtures("embedded")


def invoke(payload: object, name: str = "recognition") -> InvocationResponseTypeDef:
    return client("lambda").invoke(FunctionName=name, Payload=json.dumps(payload).encode())


def test_an_invocation_answers_with_what_the_function_returns() -> None:
    answer = invoke({"number": 21})
    assert (answer["StatusCode"], json.load(answer["Payload"])) == (200, {"doubled": 42})
    assert "FunctionError" not in answer


def test_what_the_function_raises_is_a_function_error() -> None:
    answer = invoke([])
    assert answer["FunctionError"] == "Unhandled"
    assert json.load(answer["Payload"]) == {"errorType": "TypeError", "errorMessage": "not an object"}


def test_an_unknown_function_and_a_huge_payload_are_refused() -> None:
    with pytest.raises(ClientError, match="Function not found"):
        invoke({}, name="other")
    with pytest.raises(ClientError, match="too large"):
        invoke({"number": "x" * (6 * 1024 * 1024 + 1)})


def test_the_account_works_beside_our_parts(embedded: Account) -> None:
    groups = client("cognito-idp").list_groups(UserPoolId=embedded.pool.pool_id)["Groups"]
    assert len(groups) == 9
    table = client("dynamodb").describe_table(TableName="orchestrator")["Table"]
    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == {
        "projects-by-user",
        "drawings-by-sha256",
        "drawings-by-number",
    }
