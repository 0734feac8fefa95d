"""Routes of takeoffs and of what can be taken away: counts and exports."""

from __future__ import annotations

from typing import Annotated

from orchestrator.drawings import removal
from orchestrator.drawings.counting import (
    WholeTakeoff,
    exported_pages,
    require_counted,
    takeoff_of,
    takeoff_of_project,
)
from orchestrator.drawings.originals import Originals
from orchestrator.drawings.routes.desk import (
    DRAWING,
    PROJECT,
    WhichRevisions,
    file_stem,
    open_desk,
    open_drawing,
)
from orchestrator.exports.formats import FILE_NAMES, MEDIA_TYPES, Format, export
from orchestrator.http import Query, Response, Router, check_accept
from orchestrator.storage import keys
from orchestrator.takeoff import Takeoff

Confidence = Annotated[float, Query(ge=0, le=1)]

router = Router()


@router.get(f"{DRAWING}/takeoff", tags=["takeoff"])
def get_takeoff(project_id: str, drawing_id: str, *, min_confidence: Confidence = 0.0) -> Takeoff:
    """Count a drawing's components by class, page and confidence band, reviews included."""
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:read")
    require_counted(drawing)
    return takeoff_of(desk.store, drawing, min_confidence)


@router.get(f"{PROJECT}/takeoff", tags=["takeoff"])
def get_project_takeoff(project_id: str, *, revisions: WhichRevisions = "newest") -> WholeTakeoff:
    """Count the components of a project's drawings, and name the drawings that are in no count.

    Of each drawing number the newest revision is counted, and the answer names those before it as `superseded`;
    `revisions=all` counts every one. The newest is the last one that is analysed: until then the one before it is
    counted, and the new one is `uncounted`. A revision is passed over only for a later one that has all of its sheets
    analysed, by their numbers, and as many without a number; otherwise both are counted.
    """
    desk = open_desk(router, project_id, "drawings:read")
    return takeoff_of_project(desk.store, project_id, revisions)


@router.get(f"{DRAWING}/exports/<format>", status_code=303, tags=["takeoff"])
def get_export(
    project_id: str,
    drawing_id: str,
    format: Format,  # noqa: A002 - the contract's name
    *,
    min_confidence: Confidence = 0.0,
) -> Response[None]:
    """Write an export of the drawing as it is now and redirect to it.

    A drawing of more components than an export holds is refused (409): there the list of components goes page by page.
    """
    check_accept(router, MEDIA_TYPES[format])
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:read")
    require_counted(drawing)
    pages = exported_pages(desk.store, drawing, min_confidence, desk.settings.export_components)
    data = export(format, drawing.filename, pages, Originals(desk.store, drawing))
    folder = f"from-{min_confidence:g}/" if min_confidence > 0 else ""
    key = keys.export_file(project_id, drawing_id, folder + FILE_NAMES[format])
    desk.store.files.write(key, data, MEDIA_TYPES[format])
    removal.require_kept(desk.store, project_id, drawing_id)
    return Response(303, headers=desk.way_to(key, f"{file_stem(drawing)}-{FILE_NAMES[format]}"))
