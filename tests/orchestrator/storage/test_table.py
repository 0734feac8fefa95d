"""The table keeps plain Python values, goes on where a list ended, and loses no race silently."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from orchestrator.errors import Invalid, Unavailable
from orchestrator.storage import keys, table
from orchestrator.storage.aws import client
from orchestrator.storage.table import ConditionFailed, Write, change
from tests.conftest import Aws

KEY = keys.Key("PROJECT#p", "META")
ITEMS = [keys.Key("PROJECT#p", f"ROW#{n}") for n in range(5)]
NEW = "attribute_not_exists(PK)"


def test_what_is_put_comes_back_as_the_same_plain_values(aws: Aws) -> None:
    item = {"name": "x", "count": 3, "share": 0.1, "points": (1.5, 2), "deep": {"a": [None, True]}}
    aws.table.write(Write("put", KEY, item=item))
    stored = aws.table.get(KEY)
    assert stored == {**item, "points": [1.5, 2], "PK": "PROJECT#p", "SK": "META"}
    assert aws.table.get(ITEMS[0]) is None


@pytest.mark.parametrize("number", [5e-324, 1e300, 10**38 + 1, [0.0, {"deep": -5e-324}]])
def test_a_number_that_the_table_cannot_hold_is_refused_with_a_sentence(aws: Aws, number: object) -> None:
    with pytest.raises(Invalid, match="too precise to be stored"):
        aws.table.write(Write("put", KEY, item={"number": number}))
    assert aws.table.get(KEY) is None


def test_many_items_are_read_at_once_and_missing_ones_left_out(aws: Aws) -> None:
    aws.table.transact([Write("put", key) for key in ITEMS[:2]])
    assert {item["SK"] for item in aws.table.get_many(ITEMS)} == {"ROW#0", "ROW#1"}
    assert aws.table.get_many([]) == []


def test_keys_the_table_was_too_busy_for_are_asked_again_and_not_without_end(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "_WAITS_S", (0, 0))
    left = {aws.table.name: {"Keys": [{"PK": {"S": "PROJECT#p"}, "SK": {"S": "ROW#0"}}]}}
    item = {"PK": {"S": "PROJECT#p"}, "SK": {"S": "ROW#0"}}
    busy: dict[str, Any] = {"Responses": {}, "UnprocessedKeys": left}
    with Stubber(client("dynamodb")) as stub:
        stub.add_response("batch_get_item", busy)
        stub.add_response("batch_get_item", {"Responses": {aws.table.name: [item]}, "UnprocessedKeys": {}})
        assert [found["SK"] for found in aws.table.get_many(ITEMS[:1])] == ["ROW#0"]
        for _ in range(3):
            stub.add_response("batch_get_item", busy)
        with pytest.raises(Unavailable):
            aws.table.get_many(ITEMS[:1])


@pytest.mark.parametrize("key", [keys.drawing("p", "d" * 1_017), keys.Key("P" * 2_049, "META")])
def test_what_no_key_can_be_is_not_there_and_not_asked_for(aws: Aws, key: keys.Key) -> None:
    with Stubber(client("dynamodb")):  # DynamoDB answers such a key with an error; here any request fails
        assert aws.table.get(key) is None
        assert aws.table.get_many([key]) == []
    assert keys.drawing("p", "d" * 1_016).can_be


def test_a_condition_that_does_not_hold_names_its_write(aws: Aws) -> None:
    aws.table.write(Write("put", KEY))
    with pytest.raises(ConditionFailed) as caught:
        aws.table.write(Write("put", KEY, condition=NEW))
    assert caught.value.keys == (KEY,)


def test_a_transaction_happens_whole_or_not_at_all(aws: Aws) -> None:
    aws.table.write(Write("put", KEY))
    with pytest.raises(ConditionFailed) as caught:
        aws.table.transact([Write("put", ITEMS[0]), Write("put", KEY, condition=NEW)])
    assert caught.value.keys == (KEY,)
    assert aws.table.get(ITEMS[0]) is None


def test_an_update_sets_adds_and_removes_and_returns_what_is_then(aws: Aws) -> None:
    aws.table.write(Write("put", KEY, item={"a": 1, "b": 1, "c": 1}))
    update = change(KEY, sets={"a": "x"}, adds={"b": 2}, removes=["c"], condition="#b = :b", values={"b": 1})
    assert aws.table.write(update) == {"a": "x", "b": 3, "PK": "PROJECT#p", "SK": "META"}
    with pytest.raises(ConditionFailed):
        aws.table.write(update)


def test_a_deleted_item_is_gone(aws: Aws) -> None:
    aws.table.write(Write("put", KEY))
    aws.table.write(Write("delete", KEY))
    assert aws.table.get(KEY) is None


def test_pages_together_are_the_whole_partition_in_either_direction(aws: Aws) -> None:
    aws.table.transact([Write("put", key) for key in [KEY, *ITEMS]])
    for newest_first in (False, True):
        found, start = [], None
        while True:
            page = aws.table.query("PROJECT#p", "ROW#", limit=2, start=start, newest_first=newest_first)
            found += [item["SK"] for item in page.items]
            start = page.last_key
            if start is None:
                break
        assert found == sorted((key.sk for key in ITEMS), reverse=newest_first)
    assert len(list(aws.table.query_all("PROJECT#p"))) == 6


def test_all_pages_are_read_when_one_is_not_enough(aws: Aws) -> None:
    for key in ITEMS:
        aws.table.write(Write("put", key, item={"filling": "x" * 390_000}))
    assert [item["SK"] for item in aws.table.query_all("PROJECT#p", "ROW#")] == [key.sk for key in ITEMS]


def test_an_index_is_read_by_its_own_keys(aws: Aws) -> None:
    for number, key in enumerate(ITEMS):
        aws.table.write(Write("put", key, item={"GSI1PK": "USER#u", "GSI1SK": f"PROJECT#{9 - number}"}))
    found = aws.table.query("USER#u", "PROJECT#", index=keys.PROJECTS_BY_USER, limit=2)
    assert [item["SK"] for item in found.items] == ["ROW#4", "ROW#3"]
    rest = aws.table.query("USER#u", "PROJECT#", index=keys.PROJECTS_BY_USER, start=found.last_key)
    assert [item["SK"] for item in rest.items] == ["ROW#2", "ROW#1", "ROW#0"]


@pytest.mark.parametrize(
    "start",
    [
        {"PK": "PROJECT#p"},
        {"PK": "PROJECT#q", "SK": "ROW#1"},
        {"PK": "PROJECT#p", "SK": "MEMBER#1"},
        {"PK": "PROJECT#p", "SK": ""},
        {"PK": "PROJECT#p", "SK": "ROW#" + "1" * 1_021},
        {"PK": "PROJECT#p", "SK": "ROW#1", "GSI1PK": "x"},
    ],
)
def test_a_start_this_list_cannot_have_ended_at_is_refused(aws: Aws, start: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="cursor"):
        aws.table.query("PROJECT#p", "ROW#", start=start)


def test_a_clash_with_another_transaction_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_WAITS_S", (0, 0))
    calls: list[int] = []

    def held_twice() -> str:
        calls.append(1)
        if len(calls) < 3:
            raise _refusal("TransactionCanceledException", "TransactionConflict")
        return "done"

    assert table._patiently(held_twice) == "done"


@pytest.mark.parametrize("reason", ["ConditionalCheckFailed", "ValidationError"])
def test_what_waiting_does_not_help_is_not_tried_again(reason: str) -> None:
    calls: list[int] = []

    def refused() -> None:
        calls.append(1)
        raise _refusal("TransactionCanceledException", "TransactionConflict" if len(calls) > 1 else reason)

    with pytest.raises(ClientError):
        table._patiently(refused)
    assert len(calls) == 1


def test_another_error_of_dynamodb_is_not_hidden(aws: Aws) -> None:
    missing = table.Table("no-such-table")
    with pytest.raises(ClientError):
        missing.write(Write("put", KEY))
    with pytest.raises(ClientError):
        missing.transact([Write("put", KEY)])


def _refusal(code: str, *reasons: str) -> ClientError:
    response = {"Error": {"Code": code}, "CancellationReasons": [{"Code": reason} for reason in reasons]}
    return ClientError(response, "TransactWriteItems")  # type: ignore[arg-type]  # the stubs know fewer fields
