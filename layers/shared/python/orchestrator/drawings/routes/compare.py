"""Routes that compare a drawing with another issue of it: what changed, and a picture of that."""

from __future__ import annotations

from typing import Annotated

from orchestrator.comparisons import CompareAnswer, DrawingComparison
from orchestrator.drawings import removal
from orchestrator.drawings.counting import require_counted
from orchestrator.drawings.routes.desk import DRAWING, Desk, open_desk
from orchestrator.errors import Conflict, FieldError, Invalid, NotFound, Unavailable
from orchestrator.http import Query, Response, Router
from orchestrator.messages import CompareRequest
from orchestrator.storage.functions import FunctionFailed, invoke

router = Router()

OtherDrawing = Annotated[str, Query(min_length=1, max_length=100)]
PageNumber = Annotated[int, Query(ge=1, le=99_999)]


@router.get(f"{DRAWING}/compare", tags=["takeoff"])
def compare_drawings(
    project_id: str, drawing_id: str, *, to: OtherDrawing, from_page: PageNumber = 1
) -> DrawingComparison:
    """Compare a drawing with another issue of it in the same project (`to`), sheet by sheet.

    Sheets are paired by the number in their title blocks, their words or their order, lined up by their strokes
    whatever the scale and place they were plotted at, and their components compared as they are now: added, removed,
    moved, called otherwise. What is no issue of the same sheet, and scans, are `comparable: false` with the reason. A
    long set takes several calls: `next_page` says where the next one begins (`from_page`).
    """
    desk = open_desk(router, project_id, "drawings:read")
    answer = _asked(desk, project_id, (drawing_id, to), from_page=from_page)
    if answer.result is None:
        raise Unavailable("Recognition does not answer at the moment; try again.")
    return answer.result


@router.get(f"{DRAWING}/compare/image", status_code=303, tags=["takeoff"])
def get_comparison_image(
    project_id: str, drawing_id: str, *, to: OtherDrawing, page: PageNumber
) -> Response[None]:
    """Redirect to a picture of what changed on a page: what went is red, what came blue, everything else grey."""
    desk = open_desk(router, project_id, "drawings:read")
    answer = _asked(desk, project_id, (drawing_id, to), picture_of=page)
    if answer.missing:
        raise NotFound(answer.missing)
    if answer.picture is None:
        raise Conflict(answer.refused or "The pages cannot be compared.")
    for shown in (drawing_id, to):
        removal.require_kept(desk.store, project_id, shown)
    return Response(303, headers=desk.way_to(answer.picture))


def _asked(
    desk: Desk,
    project_id: str,
    drawing_ids: tuple[str, str],
    *,
    from_page: int = 1,
    picture_of: int | None = None,
) -> CompareAnswer:
    """Ask recognition to compare two drawings that are both counted.

    Raises:
        NotFound: when the project lacks one of them.
        Conflict: when one of them is not analysed.
        Invalid: when they are one and the same.
        Unavailable: when recognition does not answer.
    """
    drawings = [desk.store.drawing(project_id, drawing_id) for drawing_id in drawing_ids]
    if drawings[0].id == drawings[1].id:
        raise Invalid(
            "A drawing is compared with another one.", FieldError("query.to", "must be another drawing")
        )
    for drawing in drawings:
        require_counted(drawing)
    request = CompareRequest(
        project_id=project_id,
        drawing_id=drawings[0].id,
        to_drawing_id=drawings[1].id,
        from_page=from_page,
        picture_of=picture_of,
    )
    try:
        payload = invoke(desk.settings.recognition_function, request.model_dump_json())
    except FunctionFailed as error:
        raise Unavailable("Recognition does not answer at the moment; try again.") from error
    return CompareAnswer.model_validate_json(payload)
