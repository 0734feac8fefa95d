"""What each further page of a drawing asks AWS for: counted on the real handlers over moto.

DynamoDB charges by the size of what is written, twice in a transaction, and once more for each index an item is in.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from math import ceil
from typing import Any, Final

from moto import mock_aws

from local.lean_moto import make_lean
from orchestrator.components import PageComponents
from orchestrator.storage.aws import client
from orchestrator.storage.keys import INDEXES, Key, table_definition
from orchestrator.storage.table import Table
from tests.conftest import BUCKET_NAME, ENVIRONMENT, TABLE_NAME, Aws
from tests.orchestrator.drawings.pipeline import Pipeline, pdf

MORE_PAGES: Final = 20
TAKEN_AND_DELETED: Final = 2
"""Requests to SQS that Lambda makes for each message."""
_UNIT_BYTES: Final = 1_024
_WRITES: Final = frozenset({"PutItem", "UpdateItem", "DeleteItem"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks for: amounts by item of the price list, requests by worker, bytes of its own log lines."""

    amounts: dict[str, float]
    requests: dict[str, float]
    log_bytes: float


@dataclass(slots=True)
class _Counting:
    """Notes the requests of whichever worker is at work."""

    worker: str = ""
    amounts: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    written: list[tuple[Key, int]] = field(default_factory=list)

    def working(self, worker: str, handler: Callable[..., Any]) -> Callable[..., Any]:
        """Return a handler whose requests are noted as a worker's."""

        def handle(*given: object) -> object:
            self.worker = worker
            try:
                return handler(*given)
            finally:
                self.worker = ""

        return handle

    def note(self, model: Any, params: dict[str, Any], **_: object) -> None:  # noqa: ANN401  # botocore's
        """Note a request that is about to be sent."""
        if not self.worker:
            return
        self.requests[self.worker] += 1
        name, service = model.name, model.service_model.service_name
        if service == "sqs":
            self.amounts["SQS, requests"] += 1
        elif service == "s3":
            self.amounts["S3, reads" if name.startswith(("Get", "Head")) else "S3, writes"] += 1
        elif name == "TransactWriteItems":
            items = json.loads(params["body"])["TransactItems"]
            self.written += [(_key(write), 2) for item in items for write in item.values()]
        elif name in _WRITES:
            self.written.append((_key(json.loads(params["body"])), 1))
        else:
            self.amounts["DynamoDB, read units"] += 1


def requests_a_page(results: Sequence[PageComponents]) -> Asked:
    """Return what a page asks for when its components are those of one of the results, each in turn."""
    with redirect_stdout(StringIO()) as log:  # the handlers' logs and metrics
        few = _counted(1, results)
        before = log.tell()
        many = _counted(1 + MORE_PAGES, results)
        log_bytes = (log.tell() - 2 * before) / MORE_PAGES
    amounts = {name: (many.amounts[name] - few.amounts[name]) / MORE_PAGES for name in sorted(many.amounts)}
    amounts["SQS, requests"] += TAKEN_AND_DELETED
    requests = {name: (many.requests[name] - few.requests[name]) / MORE_PAGES for name in many.requests}
    return Asked(amounts, requests, log_bytes)


def _counted(pages: int, results: Sequence[PageComponents]) -> _Counting:
    counting = _Counting()
    with _account() as aws:
        pipeline = Pipeline(aws)
        pipeline.extraction = counting.working("extraction", pipeline.extraction)
        pipeline.recognition = counting.working("recognition", pipeline.recognition)
        for n in range(1, pages + 1):
            shown = results[n % len(results)]
            pipeline.networks.found[n] = tuple(
                c.model_copy(update={"id": f"p{n:05d}{c.id[6:]}", "page": n}) for c in shown.components
            )
            pipeline.networks.unowned_tags[n] = shown.unowned_tags
        for events in (client(service).meta.events for service in ("dynamodb", "s3", "sqs")):
            events.register("before-call", counting.note)
        try:
            pipeline.upload(pdf(*(f"E-{n}" for n in range(pages))))
            pipeline.settle()
        finally:
            for events in (client(service).meta.events for service in ("dynamodb", "s3", "sqs")):
                events.unregister("before-call", counting.note)
        counting.amounts["DynamoDB, write units"] = sum(
            _units(aws.table, key, times) for key, times in counting.written
        )
    return counting


def _units(table: Table, key: Key, times: int) -> int:
    """Return the units of a write: `times` (2 in a transaction) the item, once more for each index that it is in."""
    item = table.get(key) or {}
    size = ceil(_bytes(item) / _UNIT_BYTES)
    copies = len([index for index in INDEXES if index.partition_key in item])
    return size * (times + copies)


def _bytes(value: object) -> int:
    """Return what DynamoDB counts of a value.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    """
    if isinstance(value, dict):
        return 3 + sum(1 + len(name.encode()) + _bytes(one) for name, one in value.items())
    if isinstance(value, list | tuple):
        return 3 + sum(1 + _bytes(one) for one in value)
    if isinstance(value, bool) or value is None:
        return 1
    return len(str(value).encode())


def _key(write: dict[str, Any]) -> Key:
    found = write.get("Item") or write["Key"]
    return Key(found["PK"]["S"], found["SK"]["S"])


@contextmanager
def _account() -> Iterator[Aws]:
    os.environ.update(ENVIRONMENT)
    make_lean()  # or the tags of a page cost minutes
    with mock_aws():
        client("dynamodb").create_table(**table_definition(TABLE_NAME))
        client("s3").create_bucket(Bucket=BUCKET_NAME)
        yield Aws(Table(TABLE_NAME))
