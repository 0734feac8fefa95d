"""The stacks created by moto's CloudFormation, and a drawing taken through what that made: its names, keys, queues."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from infra.packaging import REPOSITORY
from orchestrator.storage import direct
from orchestrator.storage.aws import client, forget_clients
from orchestrator.storage.keys import table_definition
from orchestrator.storage.table import Table
from tests.aws_events import event, rest_event
from tests.conftest import ENVIRONMENT, Aws
from tests.direct_requests import answered_by_moto
from tests.infra.cloud import Cloud
from tests.infra.deployed import LACKING, ORDER, DeployedFunction, deploy, outputs, resources
from tests.infra.permitted import refused, statements
from tests.orchestrator.drawings.pipeline import add_project
from training.sample import sample

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture(scope="module")
def account(stages: dict[str, Cloud]) -> Iterator[None]:
    """An account with `dev` deployed in it."""
    with pytest.MonkeyPatch.context() as patch, mock_aws(config={"lambda": {"use_docker": False}}):
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        patch.setattr(direct, "sent_over", answered_by_moto)
        forget_clients()
        deploy(stages["dev"])
        yield
    forget_clients()


@pytest.fixture(scope="module")
def functions(account: None) -> dict[str, DeployedFunction]:
    model = str(REPOSITORY / "functions/recognition/model")
    return {
        "drawings": DeployedFunction.named("drawings"),
        "extraction": DeployedFunction.named("extraction"),
        "recognition": DeployedFunction.named("recognition", MODEL_DIR=model),
    }


def test_every_resource_is_created_or_known_to_be_lacking(account: None, stages: dict[str, Cloud]) -> None:
    for name in ORDER:
        created = set(resources(name))
        wanted = {
            logical
            for logical, resource in stages["dev"].templates[name]["Resources"].items()
            if resource["Type"] not in LACKING
        }
        assert created == wanted


def test_the_table_that_is_deployed_has_the_keys_that_the_code_uses(account: None) -> None:
    wanted = table_definition("any")
    made: Any = client("dynamodb").describe_table(TableName=outputs("Data")["TableName"])["Table"]
    assert made["KeySchema"] == wanted["KeySchema"]
    indexes = {index["IndexName"]: index for index in made.get("GlobalSecondaryIndexes", ())}
    for index in wanted["GlobalSecondaryIndexes"]:
        assert indexes.pop(index["IndexName"])["KeySchema"] == index["KeySchema"]
    assert indexes == {}


def test_a_drawing_goes_from_the_api_to_its_takeoff_over_what_was_deployed(
    functions: dict[str, DeployedFunction], stages: dict[str, Cloud]
) -> None:
    data = outputs("Data")
    add_project(Aws(Table(data["TableName"]), data["TableName"], data["BucketName"]))
    notify(stages["dev"], data["BucketName"])
    asked = rest_event("POST", "/v1/projects/p1/drawings", {"filename": "E-101.pdf"})
    slot = json.loads(functions["drawings"](asked)["body"])
    assert data["BucketName"] in slot["upload"]["url"]
    client("s3").put_object(Bucket=data["BucketName"], Key=slot["upload"]["fields"]["key"], Body=sample().pdf)
    delivered = work(functions)
    assert delivered == ["extraction", "recognition"]
    address = f"/v1/projects/p1/drawings/{slot['drawing']['id']}"
    drawing = json.loads(functions["drawings"](rest_event("GET", address))["body"])
    assert (drawing["status"], drawing["pages_done"]) == ("analyzed", 1)
    takeoff = json.loads(functions["drawings"](rest_event("GET", f"{address}/takeoff"))["body"])
    assert takeoff["count"] > 20


def test_every_role_allows_what_its_function_asked_for_on_the_way(
    functions: dict[str, DeployedFunction], account: None
) -> None:
    for name, function in functions.items():
        assert {one.action.partition(":")[0] for one in function.asked} >= {"dynamodb"}, name
        assert refused(function.asked, statements(f"orchestrator-dev-{name}")) == set(), name
    other = refused(functions["extraction"].asked, statements("orchestrator-dev-recognition"))
    assert {one.action for one in other} >= {"sqs:SendMessage"}, "what is refused would be seen"
    assert {one.action for one in functions["extraction"].asked} >= {"s3:GetObject", "sqs:SendMessage"}


def notify(cloud: Cloud, bucket: str) -> None:
    """Set the notifications of the template's bucket, which moto's CloudFormation leaves out."""
    (template,) = (
        b["NotificationConfiguration"]
        for b in cloud.of_type("AWS::S3::Bucket").values()
        if "NotificationConfiguration" in b
    )
    rules = template["QueueConfigurations"]
    (logical,) = {rule["Queue"]["Fn::GetAtt"][0] for rule in rules}
    attributes = client("sqs").get_queue_attributes(
        QueueUrl=resources("Data")[logical], AttributeNames=["QueueArn"]
    )
    arn = attributes["Attributes"]["QueueArn"]
    configurations: Any = [
        {
            "QueueArn": arn,
            "Events": [rule["Event"]],
            "Filter": {
                "Key": {
                    "FilterRules": [
                        {"Name": r["Name"], "Value": r["Value"]} for r in rule["Filter"]["S3Key"]["Rules"]
                    ]
                }
            },
        }
        for rule in rules
    ]
    client("s3").put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": configurations}
    )


def work(functions: dict[str, DeployedFunction]) -> list[str]:
    """Deliver every message over the deployed event sources until none is left; return who got one."""
    delivered = []
    mappings: Any = client("lambda").list_event_source_mappings()["EventSourceMappings"]
    queues = {
        m["EventSourceArn"]: m["FunctionArn"].split("orchestrator-dev-")[1].split(":")[0] for m in mappings
    }
    busy = True
    while busy:
        busy = False
        for arn, name in queues.items():
            url = client("sqs").get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
            for message in client("sqs").receive_message(QueueUrl=url).get("Messages", []):
                busy = True
                batch = event("sqs_batch")
                batch["Records"][0]["body"] = message["Body"]
                if "s3:TestEvent" in message["Body"]:
                    continue
                answer = functions[name](batch)
                assert answer == {"batchItemFailures": []}
                client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                delivered.append(name)
    return delivered
