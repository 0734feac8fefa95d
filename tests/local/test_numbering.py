"""Promises of `orchestrator index`: drawings of an earlier release are found by number, and nothing else changes."""

from __future__ import annotations

import pytest

from local import numbering
from local.command_line import main
from local.deployment import aws as client_of
from orchestrator.drawings import numbers, runs
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.store import new_drawing
from orchestrator.storage import keys
from orchestrator.storage.table import Item, Table, Write, change
from tests.conftest import Aws
from tests.local import stage

INDEX = keys.DRAWINGS_BY_NUMBER
PLACE = (INDEX.partition_key, INDEX.sort_key)


def stored(aws: Aws, name: str, *, is_old: bool = True, **fields: str) -> Drawing:
    """Store a drawing, without its place in the index where an earlier release did."""
    at = "2026-01-01T00:00:00Z"
    kept = {"filename": "x.pdf", "status": "analyzed", "created_at": at, "created_by": "u", "updated_at": at}
    drawing = Drawing.model_validate({"id": name, "project_id": "p1", **kept, **fields})
    aws.table.write(new_drawing(drawing))
    if is_old:
        aws.table.write(change(keys.drawing("p1", name), removes=PLACE))
    return drawing


def numbered(aws: Aws, number: str) -> list[str]:
    """Return the drawings that the index has under a number."""
    found = aws.table.query_all("PROJECT#p1", numbers.beginning(number), index=INDEX)
    return [item["id"] for item in found]


@pytest.fixture(autouse=True)
def _stage(aws: Aws) -> None:
    del aws  # there is a table
    stage.make_stacks(Data=stage.make_data_outputs())


def test_what_has_no_place_gets_one_and_nothing_else_changes(
    aws: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(aws, "d1", number="E-101", sheet="2")
    stored(aws, "d2")
    stored(aws, "d3", number="E-101", is_old=False)
    before = aws.table.get(keys.drawing("p1", "d1"))
    assert numbered(aws, "E-101") == []
    assert main(["index", "--stage", "dev"]) == 0
    assert capsys.readouterr().out == "2 drawings were put into the index of numbers.\n"
    assert numbered(aws, "E-101") == ["d1"]
    after = aws.table.get(keys.drawing("p1", "d1"))
    assert before is not None
    assert after is not None
    assert {name: value for name, value in after.items() if name not in PLACE} == before
    assert (aws.table.get(keys.drawing("p1", "d2")) or {}).keys() >= set(PLACE)
    assert main(["index", "--stage", "dev"]) == 0
    assert capsys.readouterr().out == "0 drawings were put into the index of numbers.\n"


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_drawing_that_is_deleted_or_begun_anew_meanwhile_is_left_as_it_is(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, *, is_deleted: bool
) -> None:
    drawing = stored(aws, "d1", number="E-101")
    write = Table.write
    meanwhile = Write("delete", keys.drawing("p1", "d1")) if is_deleted else runs.queue(drawing, "again")

    def late(self: Table, one: Write) -> Item:
        monkeypatch.setattr(Table, "write", write)
        self.write(meanwhile)
        return write(self, one)

    monkeypatch.setattr(Table, "write", late)
    assert numbering.index(stage.STAGE) == 0
    item = aws.table.get(keys.drawing("p1", "d1"))
    assert (item is None) == is_deleted
    assert numbered(aws, "E-101") == []


def test_a_stage_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "--stage", "prod"]) == 1
    assert "ElectricalOrchestrator-prod-Data cannot be looked at" in capsys.readouterr().err


def test_what_aws_refuses_is_said(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    client_of("dynamodb").delete_table(TableName=aws.table_name)
    assert main(["index", "--stage", "dev"]) == 1
    assert "AWS refused: " in capsys.readouterr().err
