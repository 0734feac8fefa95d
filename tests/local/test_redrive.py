"""Promises of `orchestrator redrive`: what was given up is listed with its reason, and moved only when asked."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from local.command_line import main
from local.deployment import aws
from orchestrator.drawings import runs
from orchestrator.drawings.models import Drawing
from orchestrator.storage import keys
from tests.conftest import Aws
from tests.local import stage
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Pipeline, pdf, s3_event, taken


@pytest.fixture
def pipeline(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    monkeypatch.setattr("local.redrive.WAIT_S", 0)
    stage.make_queues()
    stage.make_stacks(Data=stage.make_data_outputs())
    return Pipeline(aws)


def dead(queue: str, body: str) -> str:
    """Put a message among the dead letters; return its id."""
    url = stage.url(f"{queue}-dead-letters")
    sent: str = aws("sqs").send_message(QueueUrl=url, MessageBody=body)["MessageId"]
    return sent


def waiting(queue: str) -> list[str]:
    """Return what lies on a queue, for anybody to take, in no order; it is put back."""
    bodies = sorted(taken(stage.url(queue)))
    for body in bodies:
        aws("sqs").send_message(QueueUrl=stage.url(queue), MessageBody=body)
    return bodies


def run(*arguments: str) -> int:
    return main(["redrive", "--stage", "dev", *arguments])


def lines(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was printed, without the table's lines and breaks."""
    return " ".join(re.sub(r"[│┃┏━┓┡╇┩└─┴┘┳]", " ", capsys.readouterr().out).split())


@pytest.fixture
def failed_page(pipeline: Pipeline) -> tuple[Drawing, str]:
    """A drawing one of whose two pages was given up, and that page's message."""
    pipeline.networks.raises[2] = RuntimeError("the network broke")
    drawing = pipeline.upload(pdf("E-1", "E-2"))
    bodies: list[str] = []
    for event in pipeline.new_events():
        pipeline.extract(event)
    bodies = list(pipeline.page_messages())
    for body in bodies:
        receives = 1
        while not pipeline.recognize(body, receives) and receives < MAX_RECEIVES:
            receives += 1
    (page,) = [body for body in bodies if json.loads(body)["page"] == 2]
    return drawing, page


def test_no_dead_letters_are_said(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert "There are no dead letters." in capsys.readouterr().out


def test_a_page_is_listed_with_its_reason_and_stays(
    failed_page: tuple[Drawing, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    drawing, body = failed_page
    message = dead("pages", body)
    assert run() == 0
    shown = lines(capsys)
    assert f"page 2 of plan.pdf ({drawing.id})" in shown
    assert message[:8] in shown
    assert "several attempts" in shown
    assert waiting("pages-dead-letters") == [body]
    assert waiting("pages") == []


def test_a_page_that_is_put_back_is_recognised_after_all(
    pipeline: Pipeline, failed_page: tuple[Drawing, str], capsys: pytest.CaptureFixture[str]
) -> None:
    drawing, body = failed_page
    assert pipeline.now(drawing).status == "partial"
    message = dead("pages", body)
    assert run(message[:8]) == 0
    assert "1 put back." in capsys.readouterr().out
    assert waiting("pages-dead-letters") == []
    pipeline.networks.raises.clear()
    for again in taken(stage.url("pages")):
        assert pipeline.recognize(again)
    assert pipeline.now(drawing).status == "analyzed"


def test_only_what_is_named_is_moved(pipeline: Pipeline) -> None:
    first, second = dead("uploads", '{"a": 1}'), dead("pages", '{"b": 2}')
    assert run(second) == 0
    assert waiting("uploads-dead-letters") == ['{"a": 1}']
    assert waiting("pages") == ['{"b": 2}']
    assert first != second


def test_throwing_away_asks_first(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dead("uploads", "{}")
    monkeypatch.setattr("builtins.input", lambda question: "no" if "1 messages" in question else "yes")
    assert run("--all", "--discard") == 0
    assert waiting("uploads-dead-letters") == ["{}"]
    assert run("--all", "--discard", "--yes") == 0
    assert "1 thrown away." in capsys.readouterr().out
    assert waiting("uploads-dead-letters") == waiting("uploads") == []


def test_an_id_that_is_nobodys_moves_nothing(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    dead("uploads", "{}")
    assert run("no-such-id") == 1
    assert "No dead letters have an id that begins with no-such-id." in capsys.readouterr().err
    assert waiting("uploads-dead-letters") == ["{}"]


def test_a_stage_that_is_not_there_is_a_sentence(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 1
    assert "ElectricalOrchestrator-dev-Data cannot be looked at" in capsys.readouterr().err


def test_a_queue_that_is_not_there_is_a_sentence(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    stage.make_stacks(Data=stage.make_data_outputs())
    assert run() == 1
    assert "AWS refused:" in capsys.readouterr().err


def upload_event(pipeline: Pipeline) -> tuple[Drawing, dict[str, Any]]:
    drawing = pipeline.upload(b"%PDF-1.7 broken")
    (event,) = pipeline.new_events()
    return drawing, event


def test_an_upload_tells_why_its_drawing_failed(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    _, event = upload_event(pipeline)
    pipeline.extract(event)
    dead("uploads", json.dumps(event))
    run()
    assert "The PDF could not be opened: it is damaged beyond repair" in lines(capsys)


def test_every_other_message_says_what_became_of_it(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    drawing, _ = upload_event(pipeline)
    run_before = {"project_id": "p1", "drawing_id": drawing.id, "run": "before"}
    told = [
        ("uploads", s3_event(keys.source_pdf("p1", "gone"), "v", 9), "the drawing was deleted"),
        ("uploads", s3_event("inbox/p1/dropped.pdf", "v", 9), "the file is gone"),
        ("uploads", run_before, "the drawing was processed anew"),
        ("uploads", {"Event": "s3:TestEvent"}, "it is a test"),
        ("uploads", "hello", "not a JSON object"),
        ("pages", "hello", "It is not a message of ours."),
        ("pages", {**run_before, "page": 1}, "the drawing was processed anew"),
        ("pages", {**run_before, "drawing_id": "gone", "page": 1}, "the drawing was deleted"),
    ]
    assert_told(told, capsys)
    pipeline.store.table.write(runs.queue(drawing, "before"))
    told = [
        ("uploads", run_before, "The drawing is queued; its log says why."),
        ("pages", {**run_before, "page": 7}, "has no page 7"),
    ]
    assert_told(told, capsys)


def assert_told(told: list[tuple[str, Any, str]], capsys: pytest.CaptureFixture[str]) -> None:
    """Put messages among the dead letters; each is listed with its sentence, and thrown away."""
    sentences = {dead(queue, json.dumps(body))[:8]: sentence for queue, body, sentence in told}
    assert run("--all", "--discard", "--yes") == 0
    shown = [row for row in capsys.readouterr().out.splitlines() if row.startswith("│")]
    assert {row.split()[1]: sentences[row.split()[1]] in row for row in shown} == dict.fromkeys(
        sentences, True
    )
