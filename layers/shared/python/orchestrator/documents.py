"""The stored form of what a PDF says of itself as a whole (`document.json`): outline, layers, metadata."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from orchestrator.pages import Layer


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One bookmark: `level` and `page` count from 1; `page` is None when it leads to none of this document."""

    title: str
    level: int
    page: int | None


class DocumentFacts(BaseModel):
    """What the PDF says of itself; the outline in reading order, `warnings` are sentences."""

    model_config = ConfigDict(frozen=True)

    page_count: int
    metadata: dict[str, str]
    layers: tuple[Layer, ...]
    outline: tuple[OutlineEntry, ...]
    repaired: bool
    warnings: tuple[str, ...]
