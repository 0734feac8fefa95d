"""The API, for every test of the drawings function."""

from __future__ import annotations

import pytest

from orchestrator.storage.aws import client
from tests.conftest import Aws
from tests.functions.drawings.api import Api
from tests.orchestrator.drawings.pipeline import Pipeline, component


@pytest.fixture
def api(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Api:
    """The drawings function with an empty project `p1` of the caller's."""
    uploads = client("sqs").create_queue(QueueName="uploads")["QueueUrl"]
    monkeypatch.setenv("TABLE_NAME", aws.table_name)
    monkeypatch.setenv("BUCKET_NAME", aws.bucket_name)
    monkeypatch.setenv("UPLOADS_QUEUE_URL", uploads)
    monkeypatch.setenv("RECOGNITION_FUNCTION", "recognition")
    return Api(Pipeline(aws))


@pytest.fixture
def drawing(api: Api) -> str:
    """The address of a drawing of two pages: a fuse and a doubtful motor on the first, a fuse on the second."""
    motor = component(1, 2, class_name="motor", confidence=0.4)
    api.pipeline.networks.found[1] = (component(1), motor)
    return api.analyzed("one", "two")
