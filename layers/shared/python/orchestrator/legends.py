"""A drawing's legend, as every interface shows it: pictures of symbols and what is written beside them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.geometry import Box

Confidence = Annotated[float, Field(ge=0, le=1)]
EntryStatus = Literal["found", "confirmed", "changed"]
"""What a person said of an entry: nothing yet, that it is right, or what it should be."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class LegendEntry(_Value):
    """One symbol of a legend: its picture's box, the description beside it, and the class that it names.

    `letters` are the words inside the picture. A scan's entry has no description: its words are not read.
    """

    id: str
    page: int = Field(ge=1)
    bbox: Box
    description: str | None = None
    letters: str | None = None
    class_name: str | None = Field(default=None, alias="class")
    confidence: Confidence
    status: EntryStatus = "found"


class Abbreviation(_Value):
    """One abbreviation of a list, and what it stands for."""

    text: str
    meaning: str
    page: int = Field(ge=1)
    bbox: Box


class PageLegend(_Value):
    """What one page holds of a legend.

    `areas` are the parts of the page that it covers: what is drawn there explains, and is never counted.
    """

    entries: tuple[LegendEntry, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    areas: tuple[Box, ...] = ()
