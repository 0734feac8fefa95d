"""Routes of takeoffs and of what can be taken away: counts and exports."""

from __future__ import annotations

from orchestrator.drawings.counting import WholeTakeoff, require_counted, takeoff_of, takeoff_of_project
from orchestrator.drawings.reviews import reviewed_pages
from orchestrator.drawings.routes.desk import DRAWING, PROJECT, file_stem, open_desk
from orchestrator.exports.formats import FILE_NAMES, MEDIA_TYPES, Format, export
from orchestrator.http import Response, Router
from orchestrator.storage import keys
from orchestrator.takeoff import Takeoff

router = Router()


@router.get(f"{DRAWING}/takeoff", tags=["takeoff"])
def get_takeoff(project_id: str, drawing_id: str) -> Takeoff:
    """Count a drawing's components by class, page and confidence band, reviews included."""
    desk = open_desk(router, project_id, "drawings:read")
    drawing = desk.store.drawing(project_id, drawing_id)
    require_counted(drawing)
    return takeoff_of(desk.store, drawing)


@router.get(f"{PROJECT}/takeoff", tags=["takeoff"])
def get_project_takeoff(project_id: str) -> WholeTakeoff:
    """Count the components of all drawings of a project, and name the drawings that are in no count."""
    desk = open_desk(router, project_id, "drawings:read")
    return takeoff_of_project(desk.store, project_id)


@router.get(f"{DRAWING}/exports/<format>", status_code=303, tags=["takeoff"])
def get_export(project_id: str, drawing_id: str, format: Format) -> Response[None]:  # noqa: A002 - the contract's name
    """Write an export of the drawing as it is now and redirect to it."""
    desk = open_desk(router, project_id, "drawings:read")
    drawing = desk.store.drawing(project_id, drawing_id)
    require_counted(drawing)
    source = keys.source_pdf(project_id, drawing_id)
    pages = list(reviewed_pages(desk.store, drawing))
    data = export(format, drawing.filename, pages, lambda: desk.store.files.read(source, drawing.version_id))
    key = keys.export_file(project_id, drawing_id, FILE_NAMES[format])
    desk.store.files.write(key, data, MEDIA_TYPES[format])
    return Response(303, headers=desk.way_to(key, f"{file_stem(drawing)}-{FILE_NAMES[format]}"))
