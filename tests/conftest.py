"""What every test may ask for: AWS, faked by moto behind the real boto3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from moto import mock_aws

from orchestrator.storage.aws import client, forget_clients
from orchestrator.storage.keys import table_definition
from orchestrator.storage.table import Table

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


@dataclass(frozen=True, slots=True)
class Aws:
    """The fake account: an empty table and an empty bucket."""

    table: Table
    table_name: str = TABLE_NAME
    bucket_name: str = BUCKET_NAME


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    """Fake AWS with the product's table and bucket; clients are made anew for each test."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    forget_clients()
    with mock_aws():
        client("dynamodb").create_table(**table_definition(TABLE_NAME))
        client("s3").create_bucket(Bucket=BUCKET_NAME)
        yield Aws(Table(TABLE_NAME))
    forget_clients()
