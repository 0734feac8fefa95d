"""The bucket as a door: a PDF put at `inbox/{project_id}/{any name}.pdf` becomes a drawing of that project."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from orchestrator import clock
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.s3_events import NewObject
from orchestrator.drawings.store import Store, new_drawing
from orchestrator.drawings.uploads import MAX_FILENAME_CHARS, PDF, clean_filename, drawing_id
from orchestrator.errors import AppError, DrawingError, Invalid, NotFound
from orchestrator.extraction.file_checks import SIGNATURE_WITHIN_BYTES, check_signature, check_size
from orchestrator.projects.activity import SYSTEM, record
from orchestrator.queue import Outcome
from orchestrator.storage import keys
from orchestrator.storage.files import FileInfo
from orchestrator.storage.table import ConditionFailed

CREATED_BY: Final = "inbox"


@dataclass(frozen=True, slots=True)
class Inbox:
    """The door and its size limit."""

    store: Store
    max_file_bytes: int

    def take(self, dropped: NewObject) -> Outcome:
        """Move a dropped file to where it belongs and return how it went.

        Its new place raises an event of its own, which starts the extraction. The dropped version is deleted last:
        until then every delivery of its event does the same again, after that nothing.
        """
        info = self.store.files.info(dropped.key, dropped.version_id)
        if info is None:
            return Outcome("already_moved")
        try:
            drawing = self._drawing(dropped, info)
        except AppError as error:
            outcome = keep_rejected(self.store, dropped, error)
            self.store.files.delete(dropped.key, dropped.version_id)
            return outcome
        self._register(drawing)
        target = keys.source_pdf(drawing.project_id, drawing.id)
        if self.store.files.info(target) is None:
            self.store.files.copy(dropped.key, target, PDF, dropped.version_id)
        self.store.files.delete(dropped.key, dropped.version_id)
        return Outcome("registered", {"project_id": drawing.project_id, "drawing_id": drawing.id})

    def _drawing(self, dropped: NewObject, info: FileInfo) -> Drawing:
        project_id, _, name = dropped.key.removeprefix(keys.INBOX).partition("/")
        if not name:
            raise Invalid("Put the file into the folder of a project: inbox/{project_id}/{any name}.pdf.")
        project = self.store.table.get(keys.project(project_id))
        if project is None:
            raise NotFound(f"There is no project {project_id}.")
        if project["status"] == "archived":
            raise Invalid("The project is archived; restore it and drop the file again.")
        check_size(info.size_bytes, self.max_file_bytes)
        self._check_type(dropped)
        now = clock.now()
        return Drawing(
            id=_drawing_id(dropped),
            project_id=project_id,
            filename=clean_filename(PurePosixPath(name).name)[-MAX_FILENAME_CHARS:],
            status="awaiting_upload",
            created_at=now,
            created_by=CREATED_BY,
            updated_at=now,
            correlation_id=dropped.request_id,
        )

    def _check_type(self, dropped: NewObject) -> None:
        if not dropped.key.lower().endswith(".pdf"):
            raise DrawingError("not_pdf", "Only files named .pdf are taken; export the drawing as PDF.")
        version = dropped.version_id
        check_signature(self.store.files.read(dropped.key, version, first_bytes=SIGNATURE_WITHIN_BYTES))

    def _register(self, drawing: Drawing) -> None:
        change = {"filename": drawing.filename, "from": CREATED_BY}
        logged = record(drawing.project_id, SYSTEM, "drawing.created", drawing.id, change)
        try:
            self.store.table.transact([new_drawing(drawing), logged])
        except ConditionFailed:
            return  # a delivery before this one came so far


def keep_rejected(store: Store, dropped: NewObject, why: AppError) -> Outcome:
    """Copy an object that belongs to no drawing to `rejected/`, with the reason beside it; its deletion comes next."""
    target = keys.rejected(dropped.key)
    reason = {
        "key": dropped.key,
        "code": why.code if isinstance(why, DrawingError) else why.title,
        "detail": why.detail,
        "rejected_at": clock.now(),
    }
    store.files.write(target + keys.REASON, json.dumps(reason, indent=1).encode(), "application/json")
    store.files.copy(dropped.key, target, "application/octet-stream", dropped.version_id)
    return Outcome("rejected", {"code": reason["code"], "upload_id": dropped.upload_id})


def _drawing_id(dropped: NewObject) -> str:
    tail = hashlib.sha256(f"inbox {dropped.upload_id}".encode()).hexdigest()
    return drawing_id(datetime.fromisoformat(dropped.event_time), tail)
