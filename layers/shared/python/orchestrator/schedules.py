"""A sheet's schedules, as every interface shows them: tables of circuits, cables or fixtures, row by row."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.geometry import Box

ScheduleKind = Literal["panel", "cable", "fixture"]
Confidence = Annotated[float, Field(ge=0, le=1)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class ScheduleColumn(_Value):
    """One column: the standard term it stands for (none where it is unknown), and its heading as written."""

    name: str | None = None
    heading: str


class ScheduleRow(_Value):
    """One row: what its cells say by column (the standard term, or the heading in lower case), and its box.

    A cell merged over several rows says the same in each. A row of a two-column panel schedule is two rows here.
    """

    cells: dict[str, str]
    bbox: Box


class Schedule(_Value):
    """One schedule of a page: what it lists, how it is titled, and its rows; boxes in points of the displayed page.

    `name` is the panel's, of a panel schedule that tells it.
    """

    id: str
    page: int = Field(ge=1)
    kind: ScheduleKind
    title: str | None = None
    name: str | None = None
    bbox: Box
    columns: tuple[ScheduleColumn, ...]
    rows: tuple[ScheduleRow, ...]
    confidence: Confidence
