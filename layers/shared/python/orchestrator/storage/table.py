"""The one DynamoDB table: plain Python values in and out, conditions that lose loudly."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from botocore.exceptions import ClientError

from orchestrator.errors import Invalid, Unavailable
from orchestrator.storage.attributes import marshal, unmarshal
from orchestrator.storage.aws import client
from orchestrator.storage.keys import PARTITION_KEY, SORT_KEY, Index, Key, is_partition_key, is_sort_key

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]
T = TypeVar("T")
_WAITS_S: Final = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
_HIGHEST: Final = "\U0010ffff"  # the last of all characters: sort keys are ordered by their UTF-8 bytes


class ConditionFailed(Exception):
    """A conditional write found another state than it asked for; `keys` are the writes that did."""

    def __init__(self, *keys: Key) -> None:
        super().__init__(", ".join(key.sk for key in keys))
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Write:
    """One write: `put` (with `item`), `update` (with `expression`), `delete` or `check`.

    Names (`#n`) and values (`:v`) of `expression` and `condition` are given without serialisation.
    """

    action: str
    key: Key
    item: Mapping[str, Any] = field(default_factory=dict)
    expression: str = ""
    condition: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


def put_next(key: Key, item: Mapping[str, Any]) -> Write:
    """Return the put of an item's next `version`; it loses where another one than the version before is stored."""
    before = item["version"] - 1
    if before == 0:
        return Write("put", key, item=item, condition="attribute_not_exists(PK)")
    return Write(
        "put",
        key,
        item=item,
        condition="#version = :before",
        names={"#version": "version"},
        values={":before": before},
    )


def change(
    key: Key,
    *,
    sets: Mapping[str, Any] | None = None,
    adds: Mapping[str, Any] | None = None,
    removes: Sequence[str] = (),
    condition: str = "",
    values: Mapping[str, Any] | None = None,
) -> Write:
    """Return an update of some attributes; in `condition`, `#name` is an attribute and `:x` is `values["x"]`."""
    sets, adds = sets or {}, adds or {}
    clauses = [
        ("SET", [f"#{name} = :set_{name}" for name in sets]),
        ("ADD", [f"#{name} :add_{name}" for name in adds]),
        ("REMOVE", [f"#{name}" for name in removes]),
    ]
    expression = " ".join(f"{verb} {', '.join(parts)}" for verb, parts in clauses if parts)
    return Write(
        "update",
        key,
        expression=expression,
        condition=condition,
        names={f"#{name}": name for name in re.findall(r"#(\w+)", f"{expression} {condition}")},
        values={f":set_{n}": v for n, v in sets.items()}
        | {f":add_{n}": v for n, v in adds.items()}
        | {f":{n}": v for n, v in (values or {}).items()},
    )


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a query: its items and the key to go on from, or None at the end."""

    items: list[Item]
    last_key: dict[str, str] | None


def _botocore() -> DynamoDBClient:
    return client("dynamodb")


class Table:
    """Reads and writes of one table; `asked` gives the client that is asked."""

    def __init__(self, name: str, asked: Callable[[], DynamoDBClient] = _botocore) -> None:
        self.name = name
        self._client = asked

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """Return the item, or None."""
        if not key.can_be:
            return None
        answer = self._client().get_item(
            TableName=self.name, Key=marshal(key.item()), ConsistentRead=consistent
        )
        return unmarshal(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key]) -> list[Item]:
        """Return the items that exist of up to 100 keys, in no order; unprocessed keys are asked again, with pauses.

        Raises:
            Unavailable: when some stay unprocessed.
        """
        asked = [marshal(key.item()) for key in keys if key.can_be]
        wanted: Any = {self.name: {"Keys": asked, "ConsistentRead": True}}
        items: list[Item] = []
        for wait_s in (0.0, *_WAITS_S):
            if not wanted or not asked:
                return items
            time.sleep(wait_s)
            answer = self._client().batch_get_item(RequestItems=wanted)
            items += [unmarshal(item) for item in answer["Responses"].get(self.name, [])]
            wanted = answer.get("UnprocessedKeys")
        if wanted:
            raise Unavailable("The table is too busy to be read; try again in a minute.")
        return items

    def write(self, write: Write) -> Item:
        """Apply one write and return the attributes after an update (else nothing).

        Raises:
            ConditionFailed: when the condition does not hold.
        """
        try:
            return _patiently(lambda: self._write(write))
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                raise ConditionFailed(write.key) from error
            raise

    def _write(self, write: Write) -> Item:
        request = self._request(write)
        if write.action == "put":
            self._client().put_item(**request)
        elif write.action == "delete":
            self._client().delete_item(**request)
        else:
            answer = self._client().update_item(**request, ReturnValues="ALL_NEW")
            return unmarshal(answer["Attributes"])
        return {}

    def transact(self, writes: Sequence[Write]) -> None:
        """Apply up to 100 writes together or not at all; a clash with another transaction is tried again.

        Raises:
            ConditionFailed: when one condition does not hold; nothing was written.
        """
        kinds = {"put": "Put", "update": "Update", "delete": "Delete", "check": "ConditionCheck"}
        items: Any = [{kinds[write.action]: self._request(write)} for write in writes]
        try:
            _patiently(lambda: self._client().transact_write_items(TransactItems=items))
        except ClientError as error:
            failed = [i for i, code in enumerate(_reasons(error)) if code == "ConditionalCheckFailed"]
            if failed:
                raise ConditionFailed(*(writes[i].key for i in failed)) from error
            raise

    def query(  # noqa: PLR0913 - each is one parameter of DynamoDB's
        self,
        partition: str,
        prefix: str = "",
        *,
        index: Index | None = None,
        limit: int | None = None,
        start: Mapping[str, str] | None = None,
        newest_first: bool = False,
        lowest: str = "",
    ) -> Found:
        """Return one page of the items of a partition whose sort key begins with `prefix`.

        `lowest` begins as `prefix` does; items whose sort key is lower are passed over.

        Raises:
            Invalid: when `start` is not a key this query could have ended at.
        """
        request = self._query(partition, prefix, index, lowest)
        request |= {"ScanIndexForward": not newest_first}
        if limit is not None:
            request["Limit"] = limit
        if start:
            _check_start(start, partition, prefix, index)
            request["ExclusiveStartKey"] = marshal(start)
        answer = self._client().query(**request)
        last = answer.get("LastEvaluatedKey")
        return Found([unmarshal(item) for item in answer["Items"]], unmarshal(last) if last else None)

    def query_all(
        self, partition: str, prefix: str = "", *, index: Index | None = None, lowest: str = ""
    ) -> Iterator[Item]:
        """Yield every item of a partition whose sort key begins with `prefix`, from `lowest` on, page after page."""
        yield from self._answers(self._query(partition, prefix, index, lowest))

    def query_range(self, partition: str, first: str, last: str) -> Iterator[Item]:
        """Yield the items of a partition from those whose sort key begins with `first` to those of `last`."""
        request = self._query(partition, last, None, first)
        yield from self._answers(request)

    def _answers(self, request: Mapping[str, Any]) -> Iterator[Item]:
        start: dict[str, Any] = {}
        while True:
            answer = self._client().query(**request, **start)
            yield from map(unmarshal, answer["Items"])
            if not answer.get("LastEvaluatedKey"):
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _query(self, partition: str, prefix: str, index: Index | None, lowest: str = "") -> dict[str, Any]:
        names = {"#pk": index.partition_key if index else PARTITION_KEY}
        values: dict[str, Any] = {":pk": partition}
        condition = "#pk = :pk"
        if prefix:
            names["#sk"] = index.sort_key if index else SORT_KEY
        if prefix and lowest:
            values |= {":lowest": lowest, ":highest": prefix + _HIGHEST}
            condition += " AND #sk BETWEEN :lowest AND :highest"
        elif prefix:
            values[":sk"] = prefix
            condition += " AND begins_with(#sk, :sk)"
        request: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": marshal(values),
        }
        return request | ({"IndexName": index.name} if index else {"ConsistentRead": True})

    def _request(self, write: Write) -> dict[str, Any]:
        request: dict[str, Any] = {"TableName": self.name}
        if write.action == "put":
            request["Item"] = marshal({**write.item, **write.key.item()})
        else:
            request["Key"] = marshal(write.key.item())
        if write.expression:
            request["UpdateExpression"] = write.expression
        if write.condition:
            request["ConditionExpression"] = write.condition
        if write.names:
            request["ExpressionAttributeNames"] = dict(write.names)
        if write.values:
            request["ExpressionAttributeValues"] = marshal(write.values)
        return request


def _check_start(start: Mapping[str, str], partition: str, prefix: str, index: Index | None) -> None:
    """Refuse a key to go on from that this query cannot have ended at: cursors come back from callers."""
    pk, sk = (index.partition_key, index.sort_key) if index else (PARTITION_KEY, SORT_KEY)
    belongs = (
        set(start) == {PARTITION_KEY, SORT_KEY, pk, sk}
        and all(start.values())
        and start[pk] == partition
        and start[sk].startswith(prefix)
        and is_partition_key(start[PARTITION_KEY])
        and all(map(is_sort_key, (start[SORT_KEY], start[sk])))
    )
    if not belongs:
        raise Invalid("The cursor does not belong to this list; start again without it.")


def _patiently(write: Callable[[], T]) -> T:
    """Return what `write` returns, trying again while another transaction holds one of its items."""
    for wait_s in _WAITS_S:
        try:
            return write()
        except ClientError as error:
            if not _is_conflict(error):
                raise
        time.sleep(wait_s * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, not a secret
    return write()


def _is_conflict(error: ClientError) -> bool:
    reasons = _reasons(error)
    if error.response["Error"]["Code"] == "TransactionConflictException":
        return True
    return "TransactionConflict" in reasons and "ConditionalCheckFailed" not in reasons


def _reasons(error: ClientError) -> list[str | None]:
    return [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
