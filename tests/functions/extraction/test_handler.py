from __future__ import annotations

import importlib
import json

import pytest

from orchestrator.drawings.models import Drawing
from orchestrator.settings import MissingSetting
from tests.aws_events import Context, event
from tests.conftest import Aws
from tests.orchestrator.drawings.pipeline import Pipeline, pdf, sqs_event

MODULE = "functions.extraction.handler"


def test_the_function_does_not_start_without_its_settings(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BUCKET_NAME", raising=False)
    with pytest.raises(MissingSetting, match="BUCKET_NAME"):
        importlib.reload(importlib.import_module(MODULE))


@pytest.fixture
def pipeline(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    """The pipeline, and the function's settings in the environment."""
    made = Pipeline(aws)
    monkeypatch.setenv("TABLE_NAME", aws.table_name)
    monkeypatch.setenv("BUCKET_NAME", aws.bucket_name)
    monkeypatch.setenv("PAGES_QUEUE_URL", made.pages_queue)
    monkeypatch.setenv("UPLOADS_QUEUE_URL", made.uploads_queue)
    return made


def test_on_schedule_it_looks_after_the_runs_and_measures_what_it_saw(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = importlib.reload(importlib.import_module(MODULE)).handler
    pipeline.upload(pdf("E-1"))
    pipeline.extract(pipeline.new_events()[0])
    capsys.readouterr()
    seen = {"open_runs": 1, "nudged": 0, "stalled": 0}
    assert handler(event("eventbridge_scheduled"), Context()) == seen
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"stalled"' in line]
    assert [{name: line[name] for name in seen} for line in told] == [
        {n: [float(v)] for n, v in seen.items()}
    ]
    assert told[0]["service"] == "extraction"


def test_a_batch_with_one_bad_message_gives_only_that_one_back(
    pipeline: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    handler = importlib.reload(importlib.import_module(MODULE)).handler
    drawing: Drawing = pipeline.upload(pdf("secret words"))
    (uploaded,) = pipeline.new_events()
    batch = sqs_event(json.dumps(uploaded))
    bad, test_event = (
        sqs_event("{}")["Records"][0],
        sqs_event(json.dumps(event("s3_test_event")))["Records"][0],
    )
    batch["Records"] += [bad | {"messageId": "bad"}, test_event | {"messageId": "test"}]
    answer = handler(batch, Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert pipeline.now(drawing).status == "recognizing"
    logged = [record.__dict__ for record in caplog.records]
    assert {"extracted", "not_processed"} <= {line["msg"] for line in logged}
    assert "secret words" not in str(logged)
