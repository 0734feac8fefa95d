"""The route that finds a symbol again: one example, every place in the drawing where it is drawn."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from orchestrator.drawings.models import PageState
from orchestrator.drawings.routes.desk import DRAWING, Desk, open_desk
from orchestrator.errors import Conflict, FieldError, Invalid, NotFound, Unavailable
from orchestrator.finds import FindAnswer, FindResult
from orchestrator.http import Router
from orchestrator.json_number import A_NUMBER
from orchestrator.messages import FindRequest
from orchestrator.storage.functions import FunctionFailed, invoke

router = Router()

PageNumber = Annotated[int, Field(ge=1, le=99_999), A_NUMBER]
Coordinate = Annotated[FiniteFloat, A_NUMBER]
Length = Annotated[FiniteFloat, Field(gt=0, le=720), A_NUMBER]


class Example(BaseModel):
    """A symbol to find again: where one example of it is, `bbox` in points of the displayed page.

    `scale` is the size of its repeats over the example's (legends are often drawn at another one), or `vote`: the one
    that most places agree on. `from_page` is the `next_page` of the answer before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: PageNumber
    bbox: tuple[Coordinate, Coordinate, Length, Length] = Field(examples=[[150.0, 100.0, 20.0, 20.0]])
    scale: Annotated[float, Field(ge=0.1, le=10), A_NUMBER] | Literal["vote"] = 1.0
    from_page: PageNumber = 1


@router.post(f"{DRAWING}/find", tags=["pages"])
def find_repeats(project_id: str, drawing_id: str, body: Example) -> FindResult:
    """Find every place where the symbol in a box is drawn again, on all pages that were read.

    Vector pages are searched by their strokes: at any angle, mirrored, in any colour, with wires attached. Scanned
    pages are searched by the look of their picture. An example that cannot be told from other things is refused with
    the reason (422). A long set takes several calls: `next_page` says where the next one begins.
    """
    desk = open_desk(router, project_id, "drawings:read")
    numbers = _pages(desk, project_id, drawing_id, body)
    asked = numbers[: desk.settings.find_pages]
    request = FindRequest(
        project_id=project_id,
        drawing_id=drawing_id,
        page=body.page,
        bbox=body.bbox,
        scale=body.scale,
        pages=tuple(asked),
        correlation_id=desk.request_id,
    )
    try:
        answer = FindAnswer.model_validate_json(
            invoke(desk.settings.recognition_function, request.model_dump_json())
        )
    except FunctionFailed as error:
        raise Unavailable("Recognition does not answer at the moment; try again.") from error
    if answer.result is None:
        reason = answer.refused or "The example cannot be searched for."
        raise Invalid(reason, FieldError("body.bbox", reason))
    rest = answer.result.next_page or next(iter(numbers[len(asked) :]), None)
    return answer.result.model_copy(update={"next_page": rest})


def _pages(desk: Desk, project_id: str, drawing_id: str, body: Example) -> list[int]:
    """Return the numbers of the pages to search that were read.

    Raises:
        NotFound: when the drawing, or the example's page, does not exist.
        Conflict: when the example's page could not be read.
    """
    drawing = desk.store.drawing(project_id, drawing_id)
    pages = list(desk.store.pages(drawing))
    example = next((page for page in pages if page.page_number == body.page), None)
    if example is None:
        raise NotFound(f"The drawing has no page {body.page}, or it is not read yet.")
    if not _is_read(example):
        why = example.error.detail if example.error else ""
        raise Conflict(f"Page {body.page} could not be read. {why}".strip())
    return [page.page_number for page in pages if page.page_number >= body.from_page and _is_read(page)]


def _is_read(page: PageState) -> bool:
    return page.width_pt is not None
