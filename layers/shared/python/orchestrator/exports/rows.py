"""One row a component, shared by the CSV and the workbook; rejected components have none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from orchestrator.components import Component, PageComponents
from orchestrator.taxonomy import group_of

Cell = str | int | float | None

COLUMNS: Final = (
    "drawing",
    "page",
    "class",
    "group",
    "tag",
    "text",
    "confidence",
    "band",
    "status",
    "source",
    "in_cloud",
    "x_pt",
    "y_pt",
    "width_pt",
    "height_pt",
    "id",
    "model_version",
)


def component_rows(drawing: str, pages: Sequence[PageComponents]) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of every counted component, by page and in the page's order."""
    for page in sorted(pages, key=lambda page: page.page):
        for component in page.components:
            if component.status != "rejected":
                yield _cells(drawing, component)


def _cells(drawing: str, component: Component) -> tuple[Cell, ...]:
    return (
        drawing,
        component.page,
        component.class_name,
        group_of(component.class_name),
        component.tag,
        component.text,
        round(component.confidence, 4),
        component.band,
        component.status,
        component.source,
        "yes" if component.in_cloud else "no",
        *(round(value, 2) for value in component.bbox),
        component.id,
        component.model_version,
    )
