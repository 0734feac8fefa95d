"""How a PDF gets in: a drawing that waits for its file, and the slot the file is sent to."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Annotated, Final
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from orchestrator import clock
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.store import Store, new_drawing
from orchestrator.json_number import A_NUMBER
from orchestrator.projects.activity import Actor, record
from orchestrator.storage import keys

PDF: Final = "application/pdf"
MAX_FILENAME_CHARS: Final = 200


def clean_filename(name: str) -> str:
    """Return a file name without what cannot be shown on one line."""
    return "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"}).strip()


def drawing_id(created: datetime, tail: str) -> str:
    """Return 32 hexadecimal digits that sort by time of creation; `tail` tells those of one moment apart."""
    return f"{int(created.timestamp() * 1_000):012x}{tail[:20]}"


def _pdf_name(name: str) -> str:
    if clean_filename(name) != name or PurePosixPath(name).name != name or "\\" in name:
        raise ValueError("must be the name of a file, without folders or control characters")
    if not name.lower().endswith(".pdf"):
        raise ValueError("must end in .pdf; only PDF drawings are taken")
    return name


Filename = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=5, max_length=MAX_FILENAME_CHARS),
    AfterValidator(_pdf_name),
    Field(json_schema_extra={"pattern": r"^[^/\\]+\.[pP][dD][fF]$"}),
]


KEPT_UNUSED_S: Final = 48 * 3600
"""How long a slot that expired unused is kept: its form may be signed again for a day (as long as its
`Idempotency-Key` is known), and S3 may tell late of a file that came in time."""


class NewDrawing(BaseModel):
    """What a caller says of the drawing they are about to upload."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    filename: Filename
    size_bytes: Annotated[int, Field(ge=1), A_NUMBER] | None = None


class Upload(BaseModel):
    """Where and how to send the file: a form POST with `fields` first and the file as `file` last."""

    model_config = ConfigDict(frozen=True)

    url: str
    fields: dict[str, str]
    expires_at: datetime


class UploadSlot(BaseModel):
    """A drawing that waits for its file."""

    model_config = ConfigDict(frozen=True)

    drawing: Drawing
    upload: Upload

    @property
    def version(self) -> int:
        """How often the drawing was changed."""
        return self.drawing.version


@dataclass(frozen=True, slots=True)
class Uploads:
    """Gives out upload slots."""

    store: Store
    max_file_bytes: int
    expires_s: int

    def open(self, project_id: str, filename: str, actor: Actor, correlation_id: str = "") -> UploadSlot:
        """Create a drawing that waits for its file and return the slot; what becomes of it is logged under the id."""
        now = clock.now()
        drawing = Drawing(
            id=drawing_id(datetime.now(UTC), uuid4().hex),
            project_id=project_id,
            filename=filename,
            status="awaiting_upload",
            created_at=now,
            created_by=actor.user_id,
            updated_at=now,
            correlation_id=correlation_id,
        )
        logged = record(project_id, actor, "drawing.created", drawing.id, {"filename": filename})
        forgotten = int(time.time()) + self.expires_s + KEPT_UNUSED_S
        self.store.table.transact([new_drawing(drawing, forgotten), logged])
        return self._slot(drawing)

    def renewed(self, slot: UploadSlot) -> UploadSlot:
        """Return a slot with a form that still has half of its time; one whose file has come is returned as it is.

        Raises:
            NotFound: when the drawing was deleted meanwhile.
        """
        left = slot.upload.expires_at - datetime.now(UTC)
        if left > timedelta(seconds=self.expires_s / 2):
            return slot
        drawing = self.store.drawing(slot.drawing.project_id, slot.drawing.id)
        return self._slot(drawing) if drawing.status == "awaiting_upload" else slot

    def _slot(self, drawing: Drawing) -> UploadSlot:
        key = keys.source_pdf(drawing.project_id, drawing.id)
        slot = self.store.files.upload_slot(key, PDF, self.max_file_bytes, self.expires_s)
        upload = Upload(url=slot.url, fields=slot.fields, expires_at=slot.expires_at)
        return UploadSlot(drawing=drawing, upload=upload)
