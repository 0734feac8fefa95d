"""The route of a drawing's schedules: what its tables list, and where that differs from what is drawn."""

from __future__ import annotations

from orchestrator.drawings.counting import require_counted
from orchestrator.drawings.reviewed import reviewed_pages
from orchestrator.drawings.routes.desk import DRAWING, open_desk
from orchestrator.drawings.schedules import DrawingSchedules, schedules_from
from orchestrator.http import Router

router = Router()


@router.get(f"{DRAWING}/schedules", tags=["takeoff"])
def get_schedules(project_id: str, drawing_id: str) -> DrawingSchedules:
    """Return the drawing's panel, cable and fixture schedules row by row, and how they differ from what is drawn."""
    desk = open_desk(router, project_id, "drawings:read")
    drawing = desk.store.drawing(project_id, drawing_id)
    require_counted(drawing)
    return schedules_from(list(reviewed_pages(desk.store, drawing)))
