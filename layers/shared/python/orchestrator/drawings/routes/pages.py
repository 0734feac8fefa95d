"""Routes of a drawing's pages: what was read of them, their picture, and regions to recognise."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from orchestrator.components import Cloud, PageComponents, RegionResult, RevisionMark
from orchestrator.drawings import removal
from orchestrator.drawings.models import PageState
from orchestrator.drawings.routes.desk import DRAWING, Desk, open_desk, open_drawing
from orchestrator.drawings.store import PAGE_PREFIX
from orchestrator.drawings.thumbnails import LONGEST_SIDE_PX, Size, shrink
from orchestrator.errors import Conflict, NotFound, Unavailable
from orchestrator.geometry import Box
from orchestrator.http import (
    DEFAULT_LIMIT,
    JSON,
    Cursor,
    Limit,
    ListOf,
    Path,
    Query,
    Response,
    Router,
    decode_cursor,
    encode_cursor,
)
from orchestrator.messages import RegionsRequest
from orchestrator.pages import (
    Annotation,
    FieldName,
    Image,
    Layer,
    Link,
    Page,
    PageImage,
    TextStyle,
    TitleBlockField,
    Word,
)
from orchestrator.readings import PageReading, ReadWord
from orchestrator.storage import keys
from orchestrator.storage.files import MissingFile
from orchestrator.storage.functions import FunctionFailed, invoke

router = Router()

PageNumber = Annotated[int, Path(ge=1, le=99_999)]


class PageDetail(PageState):
    """What was read of a page; its paths are in the stored page alone, they can be a million."""

    crop_box: Box | None = None
    text: str = ""
    words: tuple[Word, ...] = ()
    read_words: tuple[ReadWord, ...] = ()
    text_styles: tuple[TextStyle, ...] = ()
    images: tuple[Image, ...] = ()
    layers: tuple[Layer, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    links: tuple[Link, ...] = ()
    title_block: dict[FieldName, TitleBlockField] = Field(default_factory=dict)
    image: PageImage | None = None
    clouds: tuple[Cloud, ...] = ()
    revision_marks: tuple[RevisionMark, ...] = ()


class PageText(BaseModel):
    """The text of one page: what the PDF spells, and what was read from its picture where it spells next to nothing."""

    page_number: int
    text: str
    read_text: str | None = None


class Regions(BaseModel):
    """Boxes (x, y, width, height in points of the displayed page) to recognise, each on its own.

    An entry that is no box gets an error entry in the answer; the others go on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    regions: tuple[JsonValue, ...] = Field(
        min_length=1, max_length=20, examples=[[[100.0, 60.0, 24.0, 24.0], [300.0, 60.0, 24.0, 24.0]]]
    )


class RegionResults(BaseModel):
    """One result for each region, in their order."""

    results: list[RegionResult]


@router.get(f"{DRAWING}/pages", tags=["pages"])
def list_pages(
    project_id: str, drawing_id: str, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> ListOf[PageState]:
    """List the pages of a drawing that have been read so far, with their status."""
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:read")
    partition = keys.page(drawing_id, 1).pk
    found = desk.store.table.query(partition, PAGE_PREFIX, limit=limit, start=decode_cursor(cursor))
    items = [PageState.model_validate(item) for item in found.items if item["run"] == drawing.run]
    return ListOf(items=items, next_cursor=encode_cursor(found.last_key))


@router.get(f"{DRAWING}/pages/<page>", tags=["pages"])
def get_page(project_id: str, drawing_id: str, page: PageNumber) -> Response[PageDetail | None]:
    """Return what was read of a page; a very large one is a 303 to its stored form (gzipped JSON)."""
    desk = open_desk(router, project_id, "drawings:read")
    state = desk.store.page_of(project_id, drawing_id, page)
    key = keys.page_file(project_id, drawing_id, page, "page.json.gz")
    if state.status == "failed" and state.width_pt is None:
        return Response(200, JSON, PageDetail.model_validate(dict(state)))
    stored = Page.from_bytes(desk.store.files.read(key))
    found = _revisions(desk, project_id, drawing_id, page) if state.status == "analyzed" else {}
    reading = _reading(desk, project_id, drawing_id, state)
    added = {"read_words": reading.words if reading else (), "warnings": state.warnings or stored.warnings}
    return desk.answer(PageDetail.model_validate(dict(state) | dict(stored) | found | added), lambda _: key)


@router.get(f"{DRAWING}/pages/<page>/text", tags=["pages"])
def get_page_text(project_id: str, drawing_id: str, page: PageNumber) -> Response[PageText | None]:
    """Return the text of a page as the PDF spells it, and apart from it what was read from its picture.

    A very long one is a 303 to the page's stored form (gzipped JSON), as `text`.
    """
    desk = open_desk(router, project_id, "drawings:read")
    state = desk.store.page_of(project_id, drawing_id, page)
    key = keys.page_file(project_id, drawing_id, page, "page.json.gz")
    try:
        data = desk.store.files.read(key)
    except MissingFile as error:
        why = state.error.detail if state.error else "It was not stored."
        raise NotFound(f"The text of page {page} could not be read. {why}") from error
    reading = _reading(desk, project_id, drawing_id, state)
    read = reading.text if reading else None
    body = PageText(page_number=page, text=Page.from_bytes(data).text, read_text=read)
    return desk.answer(body, lambda _: key)


@router.get(f"{DRAWING}/pages/<page>/image", status_code=303, tags=["pages"])
def get_page_image(
    project_id: str, drawing_id: str, page: PageNumber, size: Annotated[Size, Query()] = "full"
) -> Response[None]:
    """Redirect to the page's picture: small (400 pixels), medium (1,000), large (2,000) or full (150 dpi)."""
    desk = open_desk(router, project_id, "drawings:read")
    state = _drawn_page(desk, project_id, drawing_id, page)
    full = keys.page_file(project_id, drawing_id, page, "page.png")
    if size == "full":
        return Response(303, headers=desk.way_to(full))
    key = keys.page_thumbnail(project_id, drawing_id, page, size, state.run)
    if desk.store.files.info(key) is None:
        picture = shrink(desk.store.files.read(full), LONGEST_SIDE_PX[size])
        desk.store.files.replace(key, picture, "image/png", None)  # who asks at the same time finds this one
        removal.require_kept(desk.store, project_id, drawing_id)
    return Response(303, headers=desk.way_to(key))


@router.post(f"{DRAWING}/pages/<page>/recognize", tags=["pages"])
def recognize_regions(project_id: str, drawing_id: str, page: PageNumber, body: Regions) -> RegionResults:
    """Recognise the symbol in each region; one that cannot be recognised says why, the others go on."""
    desk = open_desk(router, project_id, "drawings:read")
    _drawn_page(desk, project_id, drawing_id, page)
    request = RegionsRequest(
        project_id=project_id,
        drawing_id=drawing_id,
        page=page,
        regions=body.regions,
        correlation_id=desk.request_id,
    )
    try:
        answer = invoke(desk.settings.recognition_function, request.model_dump_json())
    except FunctionFailed as error:
        raise Unavailable("Recognition does not answer at the moment; try again.") from error
    return RegionResults(results=[RegionResult.model_validate(result) for result in json.loads(answer)])


def _drawn_page(desk: Desk, project_id: str, drawing_id: str, number: int) -> PageState:
    """Return a page that has a picture."""
    state = desk.store.page_of(project_id, drawing_id, number)
    if not state.has_image:
        why = state.error.detail if state.error else ""
        raise Conflict(f"Page {number} has no picture. {why}".strip())
    return state


def _reading(desk: Desk, project_id: str, drawing_id: str, page: PageState) -> PageReading | None:
    """Return what was read from a page's picture, or None where nothing was."""
    if page.read_word_count is None:
        return None
    key = keys.page_file(project_id, drawing_id, page.page_number, "reading.json.gz")
    return PageReading.from_bytes(desk.store.files.read(key))


def _revisions(desk: Desk, project_id: str, drawing_id: str, page: int) -> dict[str, object]:
    """Return the revision clouds and triangles that recognition found on a page, as fields of its detail."""
    key = keys.page_file(project_id, drawing_id, page, "components.json.gz")
    found = PageComponents.from_bytes(desk.store.files.read(key))
    return {"clouds": found.clouds, "revision_marks": found.revision_marks}
