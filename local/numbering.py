"""`orchestrator index`: drawings that an earlier release stored get their place in the index of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from local.deployment import Deployment, aws
from orchestrator.drawings import numbers
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.store import drawing_of
from orchestrator.storage import keys
from orchestrator.storage.attributes import marshal, unmarshal
from orchestrator.storage.table import ConditionFailed, Table, change

_PLACE: Final = keys.DRAWINGS_BY_NUMBER.sort_key
_WITHOUT: Final = (
    f"begins_with(PK, :project) AND begins_with(SK, :drawing) AND attribute_not_exists({_PLACE})"
)


def index(deployment: Deployment) -> int:
    """Put every drawing of a stage that has no place in the index into it, and return how many those were.

    Work goes on beside it: whatever names a drawing writes its place too, and is not overwritten.
    """
    table = Table(deployment.outputs("Data")["TableName"])
    return sum(_put(table, drawing) for drawing in _without_place(table.name))


def _without_place(table_name: str) -> Iterator[Drawing]:
    values = marshal({":project": "PROJECT#", ":drawing": "DRAWING#"})
    request: dict[str, Any] = {
        "TableName": table_name,
        "FilterExpression": _WITHOUT,
        "ExpressionAttributeValues": values,
    }
    for answer in aws("dynamodb").get_paginator("scan").paginate(**request):
        yield from (drawing_of(unmarshal(item)) for item in answer["Items"])


def _put(table: Table, drawing: Drawing) -> bool:
    """Return whether it had no place until now."""
    placed = change(
        keys.drawing(drawing.project_id, drawing.id),
        sets=numbers.place(drawing, {"number": drawing.number, "sheet": drawing.sheet}),
        condition=f"attribute_exists(PK) AND attribute_not_exists({_PLACE})",
    )
    try:
        table.write(placed)
    except ConditionFailed:
        return False  # it was named, processed anew or deleted meanwhile
    return True
