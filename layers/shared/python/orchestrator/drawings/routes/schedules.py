"""The route of a drawing's schedules: what its tables list, and where that differs from what is drawn."""

from __future__ import annotations

from orchestrator.drawings.counting import require_counted
from orchestrator.drawings.reviewed import reviewed_pages
from orchestrator.drawings.routes.desk import DRAWING, made_file, open_drawing
from orchestrator.drawings.schedules import DrawingSchedules, listable, schedules_from
from orchestrator.http import Response, Router

router = Router()


@router.get(f"{DRAWING}/schedules", tags=["takeoff"])
def get_schedules(project_id: str, drawing_id: str) -> Response[DrawingSchedules | None]:
    """Return the drawing's panel, cable and fixture schedules row by row, and how they differ from what is drawn.

    Very large ones are a 303 to a file of the same content. A drawing with more tagged components and luminaires than
    an export holds is refused (409).
    """
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:read")
    require_counted(drawing)
    pages = listable(reviewed_pages(desk.store, drawing), desk.settings.export_components)
    return desk.answer(schedules_from(list(pages)), made_file(desk, drawing, "schedules.json"))
