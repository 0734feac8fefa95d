"""The one project that the examples tell of, with its one drawing and that drawing's one sheet.

What the product computes of them (a takeoff, a legend's counts) is computed here too, and so says what the code says.
"""

from __future__ import annotations

from typing import Final

from orchestrator.components import Component, PageComponents
from orchestrator.drawings.legend import Drawn, legend_from
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.examples.bodies import BODIES, USER_ID
from orchestrator.legends import Abbreviation, LegendEntry, PageLegend
from orchestrator.projects.models import Project, ProjectFields
from orchestrator.schedules import Schedule, ScheduleColumn, ScheduleRow
from orchestrator.takeoff import takeoff

MORNING, NOON = "2026-03-02T09:15:00.123456Z", "2026-03-02T12:00:00.654321Z"
MODEL: Final = "2026.11.6"

PROJECT: Final = Project(
    **ProjectFields.model_validate(BODIES["create_project"]).model_dump(),
    id="0f0a9c53-8a0e-4f0c-9f8e-6d0c3f3a5c11",
    owner_id=USER_ID,
    created_at=MORNING,
    updated_at=MORNING,
    version=1,
)
FUSE: Final = Component(
    **BODIES["add_component"],
    id="p00001-00160-00110",
    confidence=0.9731,
    band="high",
    model_version=MODEL,
)
LUMINAIRE: Final = Component(
    id="p00001-00512-00300",
    page=1,
    class_name="luminaire",
    bbox=(502.0, 290.0, 20.0, 20.0),
    confidence=0.8104,
    band="review",
    tag="A",
    model_version=MODEL,
)
_ENTRY: Final = LegendEntry(
    id="p00001-legend-00060-00070",
    page=1,
    bbox=(50.0, 60.0, 20.0, 20.0),
    description="Fuse",
    class_name="fuse",
    confidence=0.96,
)
_SCHEDULE: Final = Schedule(
    id="p00001-schedule-00700-00060",
    page=1,
    kind="fixture",
    title="LUMINAIRE SCHEDULE",
    bbox=(700.0, 60.0, 300.0, 60.0),
    columns=(
        ScheduleColumn(name="mark", heading="TYPE"),
        ScheduleColumn(name="description", heading="DESCRIPTION"),
        ScheduleColumn(name="quantity", heading="QTY"),
    ),
    rows=(
        ScheduleRow(
            cells={"mark": "A", "description": "LED troffer", "quantity": "2"},
            bbox=(700.0, 90.0, 300.0, 15.0),
        ),
    ),
    confidence=0.93,
)
PAGE: Final = PageComponents(
    page=1,
    width_pt=1224.0,
    height_pt=792.0,
    model_version=MODEL,
    components=(FUSE, LUMINAIRE),
    legend=PageLegend(
        entries=(_ENTRY,),
        abbreviations=(
            Abbreviation(text="AFF", meaning="Above finished floor", page=1, bbox=(50.0, 200.0, 160.0, 12.0)),
        ),
    ),
    schedules=(_SCHEDULE,),
)
TAKEOFF: Final = takeoff([PAGE])
LEGEND: Final = legend_from(Drawn.on([PAGE]), {})
OPENED: Final = Drawing(
    id="0199cab31a8f5d2e7b604c918ae3f07d",
    project_id=PROJECT.id,
    filename="E-101.pdf",
    status="awaiting_upload",
    created_at=NOON,
    created_by=USER_ID,
    updated_at=NOON,
)
_STORED: Final = {
    "size_bytes": 2480113,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "page_count": 1,
    "number": "E-101",
    "title": "PUMP STATION LIGHTING",
    "version": 5,
}
DRAWING: Final = OPENED.model_copy(
    update=_STORED
    | {
        "status": "analyzed",
        "revision": "B",
        "pages_done": 1,
        "component_count": TAKEOFF.count,
        "counts": {row.class_name: row.count for row in TAKEOFF.by_class},
        "model_version": MODEL,
        "completed_at": NOON,
    }
)
BEFORE: Final = DRAWING.model_copy(
    update={
        "id": "0199caa0c24b8e1f5a739d06b2c84e1a",
        "revision": "A",
        "created_at": MORNING,
        "filename": "E-101_A.pdf",
    }
)
STATE: Final = PageState(
    page_number=1,
    status="analyzed",
    width_pt=PAGE.width_pt,
    height_pt=PAGE.height_pt,
    rotation=0,
    sheet_number="E-101",
    kind="vector",
    word_count=2,
    image_count=0,
    drawing_count=418,
    component_count=TAKEOFF.count,
    model_version=MODEL,
    run="",
)
