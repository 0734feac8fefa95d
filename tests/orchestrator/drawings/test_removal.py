"""Promises of a deletion: whatever is under way, nothing of the drawing stays; whatever breaks, it is gone on with."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pymupdf
import pytest

from orchestrator.drawings import runs
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.removal import remove
from orchestrator.http import Caller
from orchestrator.projects.activity import SYSTEM
from orchestrator.projects.models import ProjectFields
from orchestrator.projects.store import create
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.files import Files
from orchestrator.storage.keys import Key
from orchestrator.storage.table import Table, Write, change
from tests.conftest import TABLE_NAME
from tests.orchestrator.drawings.pipeline import Pipeline, component, pdf
from tests.orchestrator.drawings.test_watchdog import PATIENCE_S, let_pass, look, stored


class Killed(BaseException):
    """The worker is gone."""


def left(pipeline: Pipeline, drawing: Drawing) -> list[object]:
    """Return what there still is of a drawing: items and current objects, the note for the last sweep aside."""
    table, ids = pipeline.store.table, (drawing.project_id, drawing.id)
    items = [*table.query_all(keys.page(drawing.id, 1).pk), table.get(keys.drawing(*ids))]
    files = [
        *pipeline.store.files.keys(keys.results(*ids)),
        *pipeline.store.files.keys(keys.source_pdf(*ids)),
        *pipeline.store.files.keys(keys.REJECTED),
    ]
    return [*(item for item in items if item), *files]


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, of: type, step: str, happens: Callable[[], object], nth: int = 1
) -> None:
    """Let something happen once, just before the `nth` call of a step."""
    real, calls = getattr(of, step), [0]

    def called(*args: Any, **named: Any) -> object:  # noqa: ANN401  # whatever the step takes
        calls[0] += 1
        if calls[0] == nth:
            happens()
        return real(*args, **named)

    monkeypatch.setattr(of, step, called)


@pytest.mark.parametrize("write", range(1, 7))
def test_a_drawing_deleted_at_any_write_of_its_extraction_leaves_nothing_behind(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, write: int
) -> None:
    drawing = pipeline.upload(pdf("E-1", "E-2"))
    (uploaded,) = pipeline.new_events()
    deleted: list[bool] = []

    def delete() -> None:
        remove(pipeline.store, pipeline.now(drawing), SYSTEM)
        deleted.append(True)

    meanwhile(monkeypatch, Files, "replace", delete, nth=write)
    assert pipeline.extract(uploaded)
    pipeline.settle()
    if not deleted:  # the extraction wrote less often: recognition met it
        delete()
    assert left(pipeline, drawing) == []


@pytest.mark.parametrize("door", ["upload", "reprocess", "page"])
def test_what_a_killed_worker_wrote_of_a_deleted_drawing_goes_with_its_message(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    (uploaded,) = pipeline.new_events()
    if door == "page":
        pipeline.extract(uploaded)
        (body,) = pipeline.page_messages()
    remove(pipeline.store, pipeline.now(drawing), SYSTEM)
    late = keys.page_file("p1", drawing.id, 1, "page.png")
    pipeline.store.files.write(late, b"from a worker that was killed before it could see", "image/png")
    if door == "page":
        assert pipeline.recognize(body)
    elif door == "upload":
        assert pipeline.extract(uploaded)
    else:
        assert pipeline.extract({"project_id": "p1", "drawing_id": drawing.id, "run": "r", "sent_to": 0})
    assert left(pipeline, drawing) == []


def test_results_of_a_drawing_that_lives_on_are_not_swept(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    (uploaded,) = pipeline.new_events()
    pipeline.extract(uploaded)
    (old,) = pipeline.page_messages()
    pipeline.aws.table.write(runs.queue(pipeline.now(drawing), "another"))
    assert pipeline.recognize(old)
    assert pipeline.store.files.info(keys.page_file("p1", drawing.id, 1, "page.png"))


@pytest.mark.parametrize(
    "step", [(Files, "delete_all"), (Files, "delete_unchanged"), (Table, "query_all"), (Table, "transact")]
)
def test_a_deletion_that_broke_off_is_gone_on_with_by_the_watchdog(
    pipeline: Pipeline, step: tuple[type, str]
) -> None:
    drawing = pipeline.upload(pdf("E-1", "E-2"))
    pipeline.settle()

    def die() -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        meanwhile(patch, *step, die, nth=2 if step[1] == "transact" else 1)
        with pytest.raises(Killed):
            remove(pipeline.store, pipeline.now(drawing), SYSTEM)
    assert left(pipeline, drawing)
    assert look(pipeline)["nudged"] == 0, "whoever deletes it may still be at it"
    let_pass(pipeline, drawing)
    assert look(pipeline)["nudged"] == 1
    assert left(pipeline, drawing) == []
    logged = [item["action"] for item in pipeline.store.table.query_all("PROJECT#p1", "EVENT#")]
    assert logged.count("drawing.deleted") == 1


def test_what_nobody_saw_to_who_died_goes_when_the_last_worker_must_have_ended(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    pipeline.settle()
    remove(pipeline.store, pipeline.now(drawing), SYSTEM)
    late = keys.export_file("p1", drawing.id, "takeoff.csv")
    pipeline.store.files.write(late, b"by a function that was killed before it could see", "text/csv")
    look(pipeline)
    assert left(pipeline, drawing) == [late], "whoever wrote it may still be at it"
    earlier = change(keys.open_run("p1", drawing.id), sets={"noted_at": int(time.time() - 2 * PATIENCE_S)})
    pipeline.store.table.write(earlier)
    look(pipeline)
    assert left(pipeline, drawing) == []
    assert stored(pipeline, drawing) is None


def test_a_file_that_lay_there_before_its_drawing_was_deleted_but_nobody_had_seen_is_put_aside(
    pipeline: Pipeline,
) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    (first,) = pipeline.new_events()
    assert pipeline.extract(first)
    pipeline.put(keys.source_pdf("p1", drawing.id), pdf("newer"))
    remove(pipeline.store, pipeline.now(drawing), SYSTEM)
    assert pipeline.extract(first), "an event of the deleted file, told of again"
    pipeline.settle()
    assert pipeline.extract(first)
    target = keys.rejected(keys.source_pdf("p1", drawing.id))
    assert left(pipeline, drawing) == [target, target + keys.REASON]
    with pymupdf.open(stream=pipeline.store.files.read(target)) as kept:
        assert kept[0].get_text().strip() == "newer"


@pytest.mark.parametrize("told", ["before the end", "after the end"])
def test_a_file_that_comes_after_the_deletion_of_the_old_one_is_put_aside_with_the_reason(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    pipeline.settle()

    def newer() -> None:
        pipeline.put(keys.source_pdf("p1", drawing.id), pdf("newer"))
        if told == "before the end":
            for one in pipeline.new_events():
                assert pipeline.extract(one)

    with monkeypatch.context() as patch:
        meanwhile(patch, Table, "query_all", newer)
        remove(pipeline.store, pipeline.now(drawing), SYSTEM)
    pipeline.settle()
    target = keys.rejected(keys.source_pdf("p1", drawing.id))
    assert left(pipeline, drawing) == [target, target + keys.REASON]
    assert pipeline.store.files.read(target).startswith(b"%PDF")


def test_the_drawings_own_upload_told_of_again_while_it_is_deleted_is_not_kept(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    (uploaded,) = pipeline.new_events()
    assert pipeline.extract(uploaded)
    with monkeypatch.context() as patch:
        meanwhile(patch, Files, "delete_unchanged", lambda: pipeline.extract(uploaded))
        remove(pipeline.store, pipeline.now(drawing), SYSTEM)
    assert left(pipeline, drawing) == []


def test_a_page_recognised_while_its_drawing_is_deleted_leaves_no_takeoff(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    pipeline.networks.found[1] = (component(1),)
    (uploaded,) = pipeline.new_events()
    assert pipeline.extract(uploaded)
    pipeline.networks.meanwhile = lambda: remove(pipeline.store, pipeline.now(drawing), SYSTEM)
    pipeline.settle()
    assert left(pipeline, drawing) == []


def test_of_a_project_that_operators_delete_as_the_runbook_says_nothing_is_left(pipeline: Pipeline) -> None:
    """docs/operations.md: its drawings, then its partition and the lock of its name."""
    table, owner = pipeline.store.table, Caller("u-1", "lead@example.com", "electrical_lead", "t-1")
    fields = {"name": "Pump station 7", "project_type": "brownfield", "priority": "low"}
    project = create(table, ProjectFields.model_validate(fields), owner, "electrical_lead")
    pipeline.networks.found[1] = (component(1).model_copy(update={"tag": "CB-101"}),)
    drawing = pipeline.upload(pdf("E-1"), project_id=project.id)
    pipeline.settle()
    pipeline.put(f"inbox/{project.id}/notes.txt", b"hello")
    pipeline.settle()
    assert len(told_of(project.id)) == 8
    remove(pipeline.store, pipeline.now(drawing), owner)
    long_ago = {"noted_at": int(time.time() - 2 * PATIENCE_S)}
    table.write(change(keys.open_run(project.id, drawing.id), sets=long_ago))
    look(pipeline)
    for item in (*table.query_all(f"PROJECT#{project.id}"), *table.query_all("USER#u-1", "PROJECT_NAME#")):
        table.write(Write("delete", Key(item["PK"], item["SK"])))
    assert told_of(project.id) == told_of(drawing.id) == []


def told_of(project_id: str) -> list[str]:
    """Return all items of the table in which a project is named."""
    items: list[Any] = client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    return [text for text in map(json.dumps, items) if project_id in text]
