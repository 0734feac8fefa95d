from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from orchestrator.recognition.model import ModelError
from orchestrator.recognition.recognizer import Recognizer
from tests.aws_events import Context
from tests.conftest import Aws
from tests.orchestrator.drawings.pipeline import Networks, Pipeline, pdf, sqs_event

MODULE = "functions.recognition.handler"


@pytest.fixture
def environment(aws: Aws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The function's environment, with an empty model folder."""
    monkeypatch.setenv("TABLE_NAME", aws.table_name)
    monkeypatch.setenv("BUCKET_NAME", aws.bucket_name)
    monkeypatch.setenv("MODEL_DIR", str(tmp_path))


def imported() -> ModuleType:
    """Return the handler's module, read anew as at a cold start."""
    sys.modules.pop(MODULE, None)
    return importlib.import_module(MODULE)


@pytest.mark.usefixtures("environment")
def test_without_its_model_the_function_does_not_start() -> None:
    with pytest.raises(ModelError):
        imported()


@pytest.mark.usefixtures("environment")
def test_it_takes_pages_from_the_queue_and_regions_from_a_caller(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[tuple[Path, int]] = []

    def load(model_dir: Path, threads: int) -> Networks:
        loaded.append((model_dir, threads))
        return Networks()

    monkeypatch.setattr(Recognizer, "load", load)
    handler = imported().handler
    assert [threads for _, threads in loaded] == [2]
    pipeline = Pipeline(aws)
    drawing = pipeline.upload(pdf("one"))
    pipeline.extract(pipeline.new_events()[0])
    (body,) = pipeline.page_messages()
    assert handler(sqs_event(body), Context()) == {"batchItemFailures": []}
    assert pipeline.now(drawing).status == "analyzed"
    asked = {
        "project_id": "p1",
        "drawing_id": drawing.id,
        "page": 1,
        "regions": [[50, 60, 20, 20], [0, 0, 5, 5]],
    }
    assert [result["status"] for result in handler(asked, Context())] == ["recognized", "not_a_symbol"]
