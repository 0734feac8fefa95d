"""What is taken out of moto for speed must not change what it answers."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.serialize import (
    AttributePicker,
    AttributePickerContext,
    BaseJSONSerializer,
    XFormedAttributePicker,
)
from moto.core.utils import get_service_model
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser
from moto.dynamodb.parsing.expressions import UpdateExpressionParser
from moto.dynamodb.parsing.validators import ActionCountValidator, OverlappingPathsValidator
from moto.sqs.models import Queue
from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef

from local import lean_moto
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.keys import Key
from orchestrator.storage.table import ConditionFailed, Write, change
from tests.conftest import TABLE_NAME, Aws

KEY: dict[str, UniversalAttributeValueTypeDef] = {"PK": {"S": "p"}, "SK": {"S": "s"}}
OLD, NEW, OTHER = (keys.page("d", n) for n in (1, 2, 3))


def stored(key: Key) -> object:
    """Return moto's own object of an item."""
    table = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID]["us-east-1"].tables[TABLE_NAME]
    return table.items[DynamoType({"S": key.pk})][DynamoType({"S": key.sk})]


def test_a_transaction_that_fails_leaves_everything_as_it_was(aws: Aws) -> None:
    for key in (OLD, OTHER):
        aws.table.write(Write("put", key, item={"run": "a", "counts": {"fuse": 1}}))
    untouched = stored(OTHER)
    with pytest.raises(ConditionFailed):
        aws.table.transact(
            [
                change(OLD, sets={"run": "b", "counts": {}}),
                Write("put", NEW, item={"run": "b"}),
                Write("delete", keys.page("d", 4), condition="attribute_exists(PK)"),
            ]
        )
    found = {item["SK"]: (item["run"], item["counts"]) for item in aws.table.query_all(OLD.pk)}
    assert found == {key.sk: ("a", {"fuse": 1}) for key in (OLD, OTHER)}
    assert stored(OTHER) is untouched, "what a transaction does not touch is not copied"


def test_a_transaction_that_succeeds_changes_what_it_names(aws: Aws) -> None:
    aws.table.write(Write("put", OLD, item={"run": "a"}))
    aws.table.transact([change(OLD, sets={"run": "b"}), Write("put", NEW, item={"run": "b"})])
    aws.table.transact([Write("delete", OLD), Write("check", NEW, condition="attribute_exists(PK)")])
    assert [(item["SK"], item["run"]) for item in aws.table.query_all(OLD.pk)] == [(NEW.sk, "b")]


@pytest.mark.usefixtures("aws")
def test_a_queue_tells_its_attributes_but_to_who_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    url = client("sqs").create_queue(QueueName="counted")["QueueUrl"]
    in_order = client("sqs").create_queue(
        QueueName="counted.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    )["QueueUrl"]
    for _ in range(2):
        client("sqs").send_message(QueueUrl=in_order, MessageBody="the same", MessageGroupId="g")
    counted: list[Queue] = []
    count = Queue.approximate_number_of_messages.fget

    def noted(queue: Queue) -> int:
        counted.append(queue)
        return int(count(queue))

    monkeypatch.setattr(Queue, "approximate_number_of_messages", property(noted))
    client("sqs").send_message(QueueUrl=url, MessageBody="one")
    assert not counted
    for queue in (url, in_order):
        told = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        assert told["ApproximateNumberOfMessages"] == "1"


@pytest.mark.usefixtures("aws")
def test_a_message_older_than_its_queue_keeps_them_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    url = client("sqs").create_queue(QueueName="short", Attributes={"MessageRetentionPeriod": "60"})[
        "QueueUrl"
    ]
    client("sqs").send_message(QueueUrl=url, MessageBody="young")
    assert client("sqs").receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"][0]["Body"] == "young"
    monkeypatch.setattr("local.lean_moto.unix_time", lambda: 4e9)
    assert "Messages" not in client("sqs").receive_message(QueueUrl=url)


@pytest.mark.parametrize("picker", [AttributePicker(), XFormedAttributePicker()])
@pytest.mark.parametrize(
    "held",
    [
        {},
        {"TableName": "t"},
        {"table_name": "t"},
        {"TableName": "t", "table_name": "its other spelling"},
        {"TableName": None, "table_name": "its other spelling"},
        {"ProvisionedThroughput": "by its key", "ProvisionedThroughputDescription": "by its shape"},
        {"ProvisionedThroughputDescription": "by its shape"},
    ],
)
@pytest.mark.usefixtures("aws")
def test_a_value_of_an_answer_is_found_under_the_names_moto_looks_for(
    picker: AttributePicker, held: dict[str, object]
) -> None:
    shape = get_service_model("dynamodb").shape_for("TableDescription")
    for key, member in shape.members.items():
        member.parent = shape
        context = AttributePickerContext(obj=held, key=key, shape=member)
        assert lean_moto._picked(picker, context) == lean_moto._moto_pick(picker, context)


@pytest.mark.usefixtures("aws")
def test_an_attribute_of_every_kind_is_answered_as_moto_does(monkeypatch: pytest.MonkeyPatch) -> None:
    plain: dict[str, UniversalAttributeValueTypeDef] = {
        "text": {"S": "a"},
        "none": {"S": ""},
        "number": {"N": "1.50"},
        "bytes": {"B": b"\0\xff"},
        "texts": {"SS": ["a", "b"]},
        "numbers": {"NS": ["1", "2"]},
        "many": {"BS": [b"\1", b"\2"]},
        "truth": {"BOOL": False},
        "nothing": {"NULL": True},
    }
    item: dict[str, UniversalAttributeValueTypeDef] = {
        **plain,
        "nested": {"M": {"list": {"L": [*plain.values(), {"L": []}, {"M": {}}]}, **plain}},
    }
    client("dynamodb").put_item(TableName=TABLE_NAME, Item={**KEY, **item})
    lean = _got()
    monkeypatch.setattr(BaseJSONSerializer, "_serialize_type_structure", lean_moto._moto_serialize)
    assert lean == _got()
    assert lean == {**KEY, **item}


@pytest.mark.parametrize(
    "expression",
    [
        "SET #a = :one",
        "SET #a = :one, #b = :text REMOVE l[0], l[2] ADD n :one",
        "SET m.x = if_not_exists(m.x, :one), m.y = n + :one, l = list_append(l, :list) DELETE s :set",
        "SET #a = :one SET #b = :one",
        "ADD n :one ADD #a :one REMOVE l REMOVE m",
        "SET #a = :one REMOVE #a",
        "SET m.x = :one, m = :text",
        "SET #a = missing",
        "SET #a = :unknown",
        "ADD s :one",
        "SET n = n + :text",
        "SET PK = :text",
        "SET #a :one",
    ],
)
@pytest.mark.usefixtures("aws")
def test_an_update_does_or_says_what_it_does_in_moto(
    monkeypatch: pytest.MonkeyPatch, expression: str
) -> None:
    lean = _updated(expression)
    for owner, name, value in MOTOS:
        monkeypatch.setattr(owner, name, value)
    assert lean == _updated(expression)


MOTOS = (
    (UpdateExpressionParser, "make", lean_moto._parse.__wrapped__),
    (DepthFirstTraverser, "traverse", lambda traverser, node: traverser.traverse_node_recursively(node)),
    (ActionCountValidator, "traverse", lambda traverser, node: traverser.traverse_node_recursively(node)),
    (
        OverlappingPathsValidator,
        "traverse",
        lambda traverser, node: traverser.traverse_node_recursively(node),
    ),
)
"""How moto reads the expression of an update."""


def _updated(expression: str) -> object:
    """Return what an update makes of an item, done twice, and the sentence of a refusal."""
    values: dict[str, UniversalAttributeValueTypeDef] = {
        ":one": {"N": "1"},
        ":text": {"S": "t"},
        ":list": {"L": [{"S": "t"}]},
        ":set": {"SS": ["a"]},
    }
    item = {"n": values[":one"], "l": {"L": [{"N": str(n)} for n in range(4)]}, "s": {"SS": ["a", "b"]}}
    client("dynamodb").put_item(TableName=TABLE_NAME, Item={**KEY, **item, "m": {"M": {"x": {"N": "5"}}}})
    asked: dict[str, Any] = {
        "ExpressionAttributeNames": {name: name[1:] for name in ("#a", "#b") if name in expression},
        "ExpressionAttributeValues": {name: value for name, value in values.items() if name in expression},
    }
    given = {name: value for name, value in asked.items() if value}
    said = []
    for _ in range(2):
        try:
            client("dynamodb").update_item(
                TableName=TABLE_NAME, Key=KEY, UpdateExpression=expression, **given
            )
        except ClientError as error:
            said.append(error.response["Error"]["Message"])
    return _got(), said


def _got() -> object:
    return client("dynamodb").get_item(TableName=TABLE_NAME, Key=KEY)["Item"]


def test_what_was_read_is_not_kept(aws: Aws) -> None:
    aws.table.write(Write("put", OLD, item={"run": "a"}))
    gc.collect()
    before = _items()
    for _ in range(5):
        aws.table.query_all(OLD.pk)
    gc.collect()
    assert _items() == before


def _items() -> int:
    return sum(isinstance(found, Item) for found in gc.get_objects())
