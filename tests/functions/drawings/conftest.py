"""The API, for every test of the drawings function."""

from __future__ import annotations

import pytest

from orchestrator.storage.aws import client
from tests.conftest import Aws, restore, snapshot
from tests.functions.drawings.api import Api
from tests.orchestrator.drawings.pipeline import Pipeline, component
from tests.orchestrator.drawings.remembered import remember_children


@pytest.fixture
def api(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Api:
    """The drawings function with an empty project `p1` of the caller's."""
    uploads = client("sqs").create_queue(QueueName="uploads")["QueueUrl"]
    monkeypatch.setenv("TABLE_NAME", aws.table_name)
    monkeypatch.setenv("BUCKET_NAME", aws.bucket_name)
    monkeypatch.setenv("UPLOADS_QUEUE_URL", uploads)
    monkeypatch.setenv("RECOGNITION_FUNCTION", "recognition")
    remember_children(monkeypatch)
    return Api(Pipeline(aws))


@pytest.fixture
def drawing(api: Api) -> str:
    """The address of a drawing of two pages: a fuse and a doubtful motor on the first, a fuse on the second.

    It goes through the pipeline once in a process; later tests get the table and the bucket as they were then.
    """
    motor = component(1, 2, class_name="motor", confidence=0.4)
    api.pipeline.networks.found[1] = (component(1), motor)
    if not _analyzed:
        address = api.analyzed("one", "two")
        _analyzed.append((address, snapshot(), api.pipeline.seen.copy()))
    address, state, seen = _analyzed[0]
    restore(state)
    api.pipeline.seen.update(seen)
    return address


_analyzed: list[tuple[str, bytes, set[str]]] = []
