"""What the workers measure: the names, namespaces and dimensions that the dashboard asks for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from orchestrator.errors import DrawingError
from tests.orchestrator.drawings.pipeline import Pipeline, component, pdf

NAMESPACE = "ElectricalOrchestrator/test"


@pytest.fixture(autouse=True)
def _namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", NAMESPACE)


def measured(capsys: pytest.CaptureFixture[str], name: str) -> list[dict[str, Any]]:
    """Return every EMF line of a metric: its value, and its dimensions with their values."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    found = []
    for line in lines:
        for told in line.get("_aws", {}).get("CloudWatchMetrics", []):
            if any(metric["Name"] == name for metric in told["Metrics"]):
                (dimensions,) = told["Dimensions"]
                assert told["Namespace"] == NAMESPACE
                found.append({"value": line[name], **{key: line[key] for key in dimensions}})
    return found


def test_components_are_counted_by_class(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline.networks.found[1] = (component(1, 1), component(1, 2), component(1, 3, "motor"))
    pipeline.upload(pdf("E-1"))
    pipeline.settle()
    assert measured(capsys, "components") == [
        {"value": [2.0], "service": "recognition", "class_name": "fuse"},
        {"value": [1.0], "service": "recognition", "class_name": "motor"},
    ]


def test_the_mean_confidence_of_a_page_is_measured(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    found = (component(1, 1, confidence=0.9), component(1, 2, confidence=0.7))
    pipeline.networks.found[1] = found
    pipeline.networks.found[2] = ()
    pipeline.upload(pdf("E-1", "E-2"))
    pipeline.settle()
    (mean,) = measured(capsys, "confidence")
    assert mean == {"value": [pytest.approx(0.8)], "service": "recognition"}


def test_failed_pages_are_counted_by_reason(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline.networks.raises[2] = DrawingError("content_too_large", "Too much.")
    pipeline.upload(pdf("E-1", "E-2"))
    pipeline.settle()
    assert measured(capsys, "pages_failed") == [
        {"value": [1.0], "service": "recognition", "reason": "content_too_large"}
    ]


def test_refused_drawings_are_counted_by_reason(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    pipeline.upload(b"not a drawing")
    pipeline.settle()
    assert measured(capsys, "drawings_refused") == [
        {"value": [1.0], "service": "extraction", "reason": "not_pdf"}
    ]
