"""The route that finds symbols again: one example or several, every place in the drawing where each is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, FiniteFloat, Tag

from orchestrator.drawings.models import PageState
from orchestrator.drawings.routes.desk import DRAWING, Desk, open_desk
from orchestrator.drawings.store import no_page
from orchestrator.errors import Conflict, FieldError, Invalid, Unavailable
from orchestrator.finds import FindAnswer, FindResult, JointResult
from orchestrator.http import Body, Router
from orchestrator.json_number import A_NUMBER
from orchestrator.messages import FindRequest, JointFindRequest, SoughtBox
from orchestrator.storage.functions import FunctionFailed, invoke

router = Router()

PageNumber = Annotated[int, Field(ge=1, le=99_999), A_NUMBER]
Coordinate = Annotated[FiniteFloat, A_NUMBER]
Length = Annotated[FiniteFloat, Field(gt=0, le=720), A_NUMBER]


Sides = tuple[Coordinate, Coordinate, Length, Length]
Scale = Annotated[float, Field(ge=0.1, le=10), A_NUMBER] | Literal["vote"]


class Example(BaseModel):
    """A symbol to find again: where one example of it is, `bbox` in points of the displayed page.

    `scale` is the size of its repeats over the example's (legends are often drawn at another one), or `vote`: the one
    that most places agree on. `from_page` is the `next_page` of the answer before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: PageNumber
    bbox: Sides = Field(examples=[[150.0, 100.0, 20.0, 20.0]])
    scale: Scale = 1.0
    from_page: PageNumber = 1


class OneOfSeveral(BaseModel):
    """One of several symbols to find again; `class`, if given, comes back with each place where it is drawn."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    page: PageNumber
    bbox: Sides
    class_name: Annotated[str, Field(min_length=1, max_length=100)] | None = Field(
        default=None, alias="class"
    )
    scale: Scale = 1.0


class Examples(BaseModel):
    """Several symbols to find again at once, so that one which is a part of another is not found in it."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "examples": [
                        {"page": 1, "bbox": [150.0, 100.0, 20.0, 20.0], "class": "diode"},
                        {"page": 1, "bbox": [300.0, 100.0, 26.0, 24.0], "class": "led", "scale": "vote"},
                    ]
                }
            ]
        },
    )

    examples: tuple[OneOfSeveral, ...] = Field(min_length=1, max_length=50)
    from_page: PageNumber = 1


_ONE: Final = "[one example]"
_SEVERAL: Final = "[several examples]"


def _form(body: Any) -> str:  # noqa: ANN401 - whatever JSON was sent
    """Return which form a body has: that of several examples where it names `examples`."""
    return _SEVERAL if isinstance(body, Examples) or (isinstance(body, dict) and "examples" in body) else _ONE


Asked = Annotated[Annotated[Example, Tag(_ONE)] | Annotated[Examples, Tag(_SEVERAL)], Discriminator(_form)]


@router.post(f"{DRAWING}/find", tags=["pages"])
def find_repeats(
    project_id: str, drawing_id: str, body: Annotated[Asked, Body()]
) -> FindResult | JointResult:
    """Find every place where the symbol in a box is drawn again, on all pages that were read.

    Vector pages are searched by their strokes: at any angle, mirrored, in any colour, with wires attached. Scanned
    pages are searched by the look of their picture. An example that cannot be told from other things is refused with
    the reason (422). A long set takes several calls: `next_page` says where the next one begins.

    With `examples` several symbols are searched for at once, and each place is returned once, with the number of the
    example that explains most of what is drawn there: a symbol that is a part of a larger one is not found in it, but
    `withheld` with the reason. Examples that cannot be told from other things say so in `refused`; the others go on.
    """
    desk = open_desk(router, project_id, "drawings:read")
    if isinstance(body, Examples):
        return _jointly(desk, (project_id, drawing_id), body)
    numbers = _pages(desk, (project_id, drawing_id), {"body.page": body.page}, body.from_page)
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
    answer = FindAnswer.model_validate_json(_answer(desk, request))
    if answer.result is None:
        reason = answer.refused or "The example cannot be searched for."
        raise Invalid(reason, FieldError("body.bbox", reason))
    rest = answer.result.next_page or next(iter(numbers[len(asked) :]), None)
    return answer.result.model_copy(update={"next_page": rest})


def _jointly(desk: Desk, drawing: tuple[str, str], body: Examples) -> JointResult:
    """Return what several examples find.

    Raises:
        Invalid: when there are too many, all are refused, or one's page does not exist.
        NotFound: when the drawing does not exist.
        Conflict: when an example's page could not be read.
        Unavailable: when recognition does not answer.
    """
    most = desk.settings.find_examples
    if len(body.examples) > most:
        reason = f"Give {most} examples at most."
        raise Invalid(reason, FieldError("body.examples", reason))
    named = {f"body.examples.{i}.page": one.page for i, one in enumerate(body.examples)}
    numbers = _pages(desk, drawing, named, body.from_page)
    asked = numbers[: desk.settings.find_pages]
    request = JointFindRequest(
        project_id=drawing[0],
        drawing_id=drawing[1],
        examples=tuple(SoughtBox(**one.model_dump()) for one in body.examples),
        pages=tuple(asked),
        correlation_id=desk.request_id,
    )
    result = JointResult.model_validate_json(_answer(desk, request))
    refused = [(i, one.refused) for i, one in enumerate(result.examples) if one.refused]
    if len(refused) == len(result.examples):
        fields = [FieldError(f"body.examples.{i}.bbox", reason) for i, reason in refused]
        raise Invalid("None of the examples can be searched for.", *fields)
    rest = result.next_page or next(iter(numbers[len(asked) :]), None)
    return result.model_copy(update={"next_page": rest})


def _answer(desk: Desk, request: FindRequest | JointFindRequest) -> bytes:
    """Return what recognition answers.

    Raises:
        Unavailable: when it does not.
    """
    try:
        return invoke(desk.settings.recognition_function, request.model_dump_json())
    except FunctionFailed as error:
        raise Unavailable("Recognition does not answer at the moment; try again.") from error


def _pages(desk: Desk, names: tuple[str, str], examples: Mapping[str, int], first: int) -> list[int]:
    """Return the numbers of the pages to search that were read, from the first on.

    `examples` are the pages of the examples, by the field that names each.

    Raises:
        NotFound: when the drawing does not exist.
        Invalid: when an example's page does not.
        Conflict: when an example's page could not be read.
    """
    drawing = desk.store.drawing(*names)
    pages = {page.page_number: page for page in desk.store.pages(drawing)}
    for field, number in examples.items():
        page = pages.get(number)
        if page is None:
            raise no_page(number, field)
        if not _is_read(page):
            why = page.error.detail if page.error else ""
            raise Conflict(f"Page {number} could not be read. {why}".strip())
    return [number for number, page in pages.items() if number >= first and _is_read(page)]


def _is_read(page: PageState) -> bool:
    return page.width_pt is not None
