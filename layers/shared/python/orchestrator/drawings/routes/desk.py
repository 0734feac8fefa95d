"""What every drawing route begins with: the settings, the stores, and whether the caller may."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel

from orchestrator.drawings import removal
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.revisions import Which
from orchestrator.drawings.store import Store, existing
from orchestrator.errors import Overtaken
from orchestrator.http import JSON, Caller, Query, Response, Router, caller
from orchestrator.permissions import Permission
from orchestrator.problems import request_id
from orchestrator.projects.access import Access, require
from orchestrator.settings import DrawingsSettings, read
from orchestrator.storage import keys
from orchestrator.storage.aws import dynamodb
from orchestrator.storage.files import Files
from orchestrator.storage.keys import Key
from orchestrator.storage.table import ConditionFailed, Table, Write

PROJECT: Final = "/v1/projects/<project_id>"
DRAWING: Final = f"{PROJECT}/drawings/<drawing_id>"
WhichRevisions = Annotated[
    Which, Query(description="Only the newest revision of each drawing number, or every one.")
]
T = TypeVar("T", bound=BaseModel)
LARGEST_ANSWER_BYTES: Final = 5_000_000  # Lambda answers with at most 6 MB, escaped as a string within JSON
CHANGED_MEANWHILE: Final = "It was changed at the same moment; read it again and retry."


@dataclass(frozen=True, slots=True)
class Desk:
    """A caller who may do what they ask for, what it is done with, and the id of their request."""

    settings: DrawingsSettings
    store: Store
    caller: Caller
    request_id: str

    def write(self, *writes: Write) -> None:
        """Apply the writes of one act together.

        Raises:
            Overtaken: when somebody else changed the same thing meanwhile.
        """
        try:
            self.store.table.transact(writes)
        except ConditionFailed as error:
            raise Overtaken(CHANGED_MEANWHILE) from error

    def answer(self, body: T, stored: Callable[[T], str]) -> Response[T | None]:
        """Return an answer, or the way to a file that `stored` names where the answer is too large for a function."""
        if len(json.dumps(body.model_dump_json(by_alias=True))) > LARGEST_ANSWER_BYTES:
            return Response(303, headers=self.way_to(stored(body)))
        return Response(200, JSON, body)

    def way_to(self, key: str, download_as: str | None = None) -> dict[str, str | list[str]]:
        """Return the headers of a 303 to a file, by a short-lived address that nobody keeps."""
        expires_s = self.settings.download_expires_s
        address = self.store.files.address(key, expires_s, download_as=download_as)
        return {"Location": address, "Cache-Control": "no-store"}


def table() -> Table:
    """Return the table of this deployment."""
    return Table(read(DrawingsSettings).table_name, dynamodb)


def open_desk(router: Router, project_id: str, permission: Permission) -> Desk:
    """Let the caller of the current request in.

    Raises:
        NotFound: when there is no such project, for this caller.
        Forbidden: when their role does not allow it.
    """
    return _opened(router, project_id, permission)[0]


def open_drawing(
    router: Router, project_id: str, drawing_id: str, permission: Permission
) -> tuple[Desk, Drawing]:
    """Let the caller of the current request in to a drawing, which is read in the same request as who they are.

    Raises:
        NotFound: when there is no such project, for this caller, or no such drawing in it.
        Forbidden: when their role does not allow it.
    """
    desk, (drawing,) = open_drawings(router, project_id, (drawing_id,), permission)
    return desk, drawing


def open_drawings(
    router: Router, project_id: str, drawing_ids: Sequence[str], permission: Permission
) -> tuple[Desk, list[Drawing]]:
    """Let the caller of the current request in to several drawings, as `open_drawing` does to one.

    Raises:
        NotFound: when there is no such project, for this caller, or one of the drawings is not in it.
        Forbidden: when their role does not allow it.
    """
    named = [keys.drawing(project_id, drawing_id) for drawing_id in drawing_ids]
    desk, access = _opened(router, project_id, permission, *dict.fromkeys(named))
    return desk, [existing(access.others.get(key)) for key in named]


def _opened(router: Router, project_id: str, permission: Permission, *others: Key) -> tuple[Desk, Access]:
    settings, asking = read(DrawingsSettings), caller(router)
    store = Store(table(), Files(settings.bucket_name))
    access = require(store.table, project_id, asking, permission, *others)
    return Desk(settings, store, asking, request_id(router.current_event.raw_event)), access


def file_stem(drawing: Drawing) -> str:
    """Return the drawing's file name without `.pdf`."""
    return drawing.filename.rsplit(".", 1)[0]


def made_file(desk: Desk, drawing: Drawing, name: str) -> Callable[[BaseModel], str]:
    """Return what writes an answer among the drawing's exports and returns the file's key.

    Raises:
        NotFound: when the drawing was deleted meanwhile.
    """

    def write(body: BaseModel) -> str:
        key = keys.export_file(drawing.project_id, drawing.id, name)
        desk.store.files.write(key, body.model_dump_json(by_alias=True).encode(), JSON)
        removal.require_kept(desk.store, drawing.project_id, drawing.id)
        return key

    return write
