"""Routes of drawings as a whole: upload slots, status, processing again, deletion."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final
from uuid import uuid4

from orchestrator.documents import DocumentFacts
from orchestrator.drawings import names, numbers, runs
from orchestrator.drawings.correcting import DrawingChange, corrected, require_read
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.removal import remove
from orchestrator.drawings.revisions import NewestList, RevisedDrawing, with_revisions
from orchestrator.drawings.routes.desk import DRAWING, PROJECT, WhichRevisions, open_desk, open_drawing, table
from orchestrator.drawings.store import DRAWING_PREFIX
from orchestrator.drawings.uploads import NewDrawing, Uploads, UploadSlot
from orchestrator.errors import Conflict, FieldError, Invalid
from orchestrator.http import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    ListOf,
    Query,
    Response,
    Router,
    check_if_match,
    created,
    decode_cursor,
    encode_cursor,
    versioned,
)
from orchestrator.idempotency import idempotent
from orchestrator.messages import ReprocessMessage
from orchestrator.projects.activity import record
from orchestrator.storage import keys, queues

router = Router()

NumberBeginning = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=100,
        description="How the drawing number begins; capitals and separators make no difference.",
        examples=["E-101"],
    ),
]
STALLED: Final = timedelta(minutes=30)  # twice the longest life of a worker: nobody is at it any more


def _renewed(kept: dict[str, Any]) -> dict[str, Any]:
    """Return a kept slot, with a new form if the caller may still upload and the old one runs out."""
    slot = UploadSlot.model_validate(kept)
    desk = open_desk(router, slot.drawing.project_id, "drawings:write")
    uploads = Uploads(desk.store, desk.settings.max_file_bytes, desk.settings.upload_expires_s)
    return uploads.renewed(slot).model_dump(mode="json")


_SLOT_ONCE: Final = idempotent(table, _renewed)


@router.post(f"{PROJECT}/drawings", status_code=201, tags=["drawings"], middlewares=[_SLOT_ONCE])
def create_drawing(project_id: str, body: NewDrawing) -> Response[UploadSlot]:
    """Open a drawing and return where to send its PDF."""
    desk = open_desk(router, project_id, "drawings:write")
    limit = desk.settings.max_file_bytes
    if body.size_bytes and body.size_bytes > limit:
        field = FieldError("body.size_bytes", f"must be at most {limit}")
        raise Invalid(f"The file is too large; at most {limit / 1e6:,.0f} MB are accepted.", field)
    uploads = Uploads(desk.store, limit, desk.settings.upload_expires_s)
    slot = uploads.open(project_id, body.filename, desk.caller, desk.request_id)
    return created(slot, f"/v1/projects/{project_id}/drawings/{slot.drawing.id}")


@router.get(f"{PROJECT}/drawings", tags=["drawings"])
def list_drawings(
    project_id: str,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
    number: NumberBeginning = None,
    revisions: WhichRevisions = "all",
) -> ListOf[RevisedDrawing]:
    """List the drawings of a project: the last one that was uploaded first, or by number.

    With `revisions=newest` only the newest revision of each drawing number is listed, by number and with its earlier
    `revisions`; drawings without a number come last. With `number` those whose number begins so are listed, by number
    and upload. A page may hold fewer items than `limit`; the list ends where `next_cursor` is null.
    """
    desk = open_desk(router, project_id, "drawings:read")
    start = decode_cursor(cursor)
    if revisions == "newest":
        items, go_on = NewestList(desk.store, project_id, number).part(limit, start)
        return ListOf(items=items, next_cursor=encode_cursor(go_on))
    partition = keys.project(project_id).pk
    if number is None:
        found = desk.store.table.query(partition, DRAWING_PREFIX, limit=limit, start=start, newest_first=True)
    else:
        prefix = numbers.beginning(number)
        index = keys.DRAWINGS_BY_NUMBER
        found = desk.store.table.query(partition, prefix, index=index, limit=limit, start=start)
    read = [RevisedDrawing.model_validate(item) for item in found.items]
    return ListOf(items=read, next_cursor=encode_cursor(found.last_key))


@router.get(DRAWING, tags=["drawings"])
def get_drawing(project_id: str, drawing_id: str) -> Response[RevisedDrawing]:
    """Return one drawing: its status, progress, counts, if it failed, why, and its revisions.

    `revisions` are the drawings of the project with the same number (and the same sheet of it), in the order of their
    revisions: preliminary (P01), letters, numbers, construction (C01). Of one revision, the later upload is the later
    one; a drawing whose revision could not be read stands where it was uploaded. The `ETag` is the drawing's own.
    """
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:read")
    return versioned(with_revisions(desk.store, drawing))


@router.get(f"{DRAWING}/document", tags=["drawings"])
def get_document(project_id: str, drawing_id: str) -> DocumentFacts:
    """Return what the drawing's PDF says of itself: outline (bookmarks), layers, metadata."""
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:read")
    key = keys.document_file(project_id, drawing_id)
    if drawing.page_count is None or desk.store.files.info(key) is None:
        raise Conflict("The PDF of this drawing could not be opened, or it has not been yet.")
    return DocumentFacts.model_validate_json(desk.store.files.read(key))


@router.patch(DRAWING, tags=["drawings"])
def change_drawing(project_id: str, drawing_id: str, body: DrawingChange) -> Response[RevisedDrawing]:
    """Say what a drawing is called where its title block was misread.

    What a person gives is shown, and links the drawing to its `revisions`, until it is given back (`null`) or a new
    file comes; processing the same file again keeps it. `as_read` has what was read instead. A drawing that is being
    processed is refused with 409.
    """
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:write")
    check_if_match(router, drawing.version)
    require_read(drawing)
    if writes := corrected(drawing, body, desk.caller):
        desk.write(*writes)
        drawing = desk.store.drawing(project_id, drawing_id)
    return versioned(with_revisions(desk.store, drawing))


@router.delete(DRAWING, status_code=204, tags=["drawings"])
def delete_drawing(project_id: str, drawing_id: str) -> Response[None]:
    """Delete a drawing with its file, results and reviews."""
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:write")
    check_if_match(router, drawing.version)
    remove(desk.store, drawing, desk.caller)
    return Response(204)


@router.post(f"{DRAWING}/reprocess", status_code=202, tags=["drawings"], middlewares=[idempotent(table)])
def reprocess_drawing(project_id: str, drawing_id: str) -> Response[Drawing]:
    """Process a drawing again from its file; reviews are kept, and what people call it."""
    desk, drawing = open_drawing(router, project_id, drawing_id, "drawings:write")
    check_if_match(router, drawing.version)
    _require_idle(drawing)
    run = uuid4().hex[:16]
    logged = record(project_id, desk.caller, "drawing.reprocessed", drawing_id)
    called = names.called(drawing, names.given(drawing), {})
    begin = runs.queue(drawing, run, {"correlation_id": desk.request_id}, called)
    desk.write(begin, runs.note(drawing, run), logged)
    message = ReprocessMessage(
        project_id=project_id, drawing_id=drawing_id, run=run, correlation_id=desk.request_id
    )
    queues.send(desk.settings.uploads_queue_url, [message.model_dump_json()], project_id)
    return versioned(desk.store.drawing(project_id, drawing_id), 202)


def _require_idle(drawing: Drawing) -> None:
    if drawing.status == "awaiting_upload":
        raise Conflict("This drawing has no file yet; upload it first.")
    since = datetime.now(UTC) - datetime.fromisoformat(drawing.updated_at)
    if drawing.status in {"queued", "extracting", "recognizing"} and since < STALLED:
        raise Conflict(f"This drawing is being processed (status {drawing.status}); wait until it is done.")
