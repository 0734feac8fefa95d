"""What every test may ask for: AWS, faked by moto behind the real boto3."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from moto import mock_aws
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID

from local.lean_moto import make_lean
from orchestrator.storage import direct
from orchestrator.storage.aws import client
from orchestrator.storage.keys import table_definition
from orchestrator.storage.table import Table
from tests.direct_requests import answered_by_moto

TABLE_NAME = "orchestrator-test"
ENVIRONMENT = {
    "TABLE_NAME": TABLE_NAME,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "POWERTOOLS_SERVICE_NAME": "tests",
}
BUCKET_NAME = "orchestrator-test-drawings"


_LONGEST_ID = 60


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test after its argument where the value is too long to read.

    A token or a file differs in every process, and pytest-xdist refuses tests whose names do.
    """
    return argname if isinstance(val, str | bytes) and len(val) > _LONGEST_ID else None


@dataclass(frozen=True, slots=True)
class Aws:
    """The fake account: an empty table and an empty bucket."""

    table: Table
    table_name: str = TABLE_NAME
    bucket_name: str = BUCKET_NAME


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    """Fake AWS with the product's table and bucket, empty; the clients go on from test to test."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for name in direct.SPECIAL:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(direct, "sent_over", answered_by_moto)
    make_lean()
    with mock_aws():
        client("dynamodb").create_table(**table_definition(TABLE_NAME))
        client("s3").create_bucket(Bucket=BUCKET_NAME)
        yield Aws(Table(TABLE_NAME))


def snapshot() -> bytes:
    """Return all tables and buckets of the fake account."""
    dynamodb, s3 = _backends()
    return pickle.dumps((dynamodb.tables, s3.buckets))


def restore(state: bytes) -> None:
    """Put the tables and buckets of a `snapshot` in the place of those there are."""
    dynamodb, s3 = _backends()
    dynamodb.tables, s3.buckets = pickle.loads(state)  # noqa: S301  # our own bytes


def _backends() -> tuple[Any, Any]:
    account = DEFAULT_ACCOUNT_ID
    return get_backend("dynamodb")[account]["us-east-1"], get_backend("s3")[account]["aws"]
