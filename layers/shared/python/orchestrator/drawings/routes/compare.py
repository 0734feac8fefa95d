"""Routes that compare a drawing with another issue of it: what changed, and a picture of that."""

from __future__ import annotations

from typing import Annotated

from orchestrator.comparisons import CompareAnswer, DrawingComparison
from orchestrator.drawings import removal
from orchestrator.drawings.counting import require_counted
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.revisions import previous
from orchestrator.drawings.routes.desk import DRAWING, Desk, open_drawings
from orchestrator.errors import Conflict, FieldError, Invalid, NotFound, Unavailable
from orchestrator.http import Query, Response, Router
from orchestrator.messages import CompareRequest
from orchestrator.storage.functions import FunctionFailed, invoke

router = Router()

OtherDrawing = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=100,
        description="The other drawing. Without it, what the drawing changed is shown: the revision before it is "
        "compared with it.",
    ),
]
PageNumber = Annotated[int, Query(ge=1, le=99_999)]


@router.get(f"{DRAWING}/compare", tags=["takeoff"])
def compare_drawings(
    project_id: str, drawing_id: str, *, to: OtherDrawing = None, from_page: PageNumber = 1
) -> DrawingComparison:
    """Compare a drawing with another issue of it in the same project (`to`), sheet by sheet.

    Without `to` the drawing's previous revision is compared with it: the answer's `drawing_id` is that revision, its
    `to` the drawing, and pages are counted in that revision. Without one, `to` is missing (422).

    Sheets are paired by the number in their title blocks, their words or their order, lined up by their strokes
    whatever the scale and place they were plotted at, and their components compared as they are now: added, removed,
    moved, called otherwise. What is no issue of the same sheet, and scans, are `comparable: false` with the reason. A
    long set takes several calls: `next_page` says where the next one begins (`from_page`).
    """
    desk, pair = _pair(project_id, drawing_id, to)
    answer = _asked(desk, pair, from_page=from_page)
    if answer.result is None:
        raise Unavailable("Recognition does not answer at the moment; try again.")
    return answer.result


@router.get(f"{DRAWING}/compare/image", status_code=303, tags=["takeoff"])
def get_comparison_image(
    project_id: str, drawing_id: str, *, to: OtherDrawing = None, page: PageNumber
) -> Response[None]:
    """Redirect to a picture of what changed on a page: what went is red, what came blue, everything else grey.

    Without `to` it is of what the drawing changed: `page` is one of its previous revision.
    """
    desk, pair = _pair(project_id, drawing_id, to)
    answer = _asked(desk, pair, picture_of=page)
    if answer.missing:
        raise NotFound(answer.missing)
    if answer.picture is None:
        raise Conflict(answer.refused or "The pages cannot be compared.")
    for shown in pair:
        removal.require_kept(desk.store, project_id, shown.id)
    return Response(303, headers=desk.way_to(answer.picture))


def _pair(project_id: str, drawing_id: str, to: str | None) -> tuple[Desk, tuple[Drawing, Drawing]]:
    """Return the two drawings that are compared, both counted: the earlier one first where `to` does not say.

    Raises:
        NotFound: when the project lacks one of them.
        Conflict: when one of them is not analysed.
        Invalid: when they are one and the same, or there is no revision before the drawing.
    """
    named = (drawing_id,) if to is None else (drawing_id, to)
    desk, (drawing, *others) = open_drawings(router, project_id, named, "drawings:read")
    if to == drawing_id:
        raise Invalid(
            "A drawing is compared with another one.", FieldError("query.to", "must be another drawing")
        )
    pair = (drawing, others[0]) if others else (_before(desk, drawing), drawing)
    for one in pair:
        require_counted(one)
    return desk, pair


def _before(desk: Desk, drawing: Drawing) -> Drawing:
    """Return the revision before a drawing.

    Raises:
        Invalid: when there is none.
    """
    before = previous(desk.store, drawing)
    if before is None:
        raise Invalid(
            "No earlier revision of this drawing is in the project; name the other drawing.",
            FieldError("query.to", "is needed where there is no earlier revision"),
        )
    return desk.store.drawing(drawing.project_id, before)


def _asked(
    desk: Desk, pair: tuple[Drawing, Drawing], *, from_page: int = 1, picture_of: int | None = None
) -> CompareAnswer:
    """Ask recognition to compare two drawings.

    Raises:
        Unavailable: when recognition does not answer.
    """
    request = CompareRequest(
        project_id=pair[0].project_id,
        drawing_id=pair[0].id,
        to_drawing_id=pair[1].id,
        from_page=from_page,
        picture_of=picture_of,
    )
    try:
        payload = invoke(desk.settings.recognition_function, request.model_dump_json())
    except FunctionFailed as error:
        raise Unavailable("Recognition does not answer at the moment; try again.") from error
    return CompareAnswer.model_validate_json(payload)
