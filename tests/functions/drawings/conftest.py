"""The API, for every test of the drawings function."""

from __future__ import annotations

import pytest

from orchestrator.storage.aws import client
from tests.conftest import Aws
from tests.functions.drawings.api import Api
from tests.orchestrator.drawings.pipeline import Pipeline


@pytest.fixture
def api(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Api:
    """The drawings function with an empty project `p1` of the caller's."""
    uploads = client("sqs").create_queue(QueueName="uploads")["QueueUrl"]
    monkeypatch.setenv("TABLE_NAME", aws.table_name)
    monkeypatch.setenv("BUCKET_NAME", aws.bucket_name)
    monkeypatch.setenv("UPLOADS_QUEUE_URL", uploads)
    monkeypatch.setenv("RECOGNITION_FUNCTION", "recognition")
    return Api(Pipeline(aws))
