"""What every drawing route begins with: the settings, the stores, and whether the caller may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from orchestrator.drawings.models import Drawing
from orchestrator.drawings.revisions import Which
from orchestrator.drawings.store import Store, existing
from orchestrator.errors import Overtaken
from orchestrator.http import Caller, Query, Router, caller
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
    key = keys.drawing(project_id, drawing_id)
    desk, access = _opened(router, project_id, permission, key)
    return desk, existing(access.others.get(key))


def _opened(router: Router, project_id: str, permission: Permission, *others: Key) -> tuple[Desk, Access]:
    settings, asking = read(DrawingsSettings), caller(router)
    store = Store(table(), Files(settings.bucket_name))
    access = require(store.table, project_id, asking, permission, *others)
    return Desk(settings, store, asking, request_id(router.current_event.raw_event)), access


def file_stem(drawing: Drawing) -> str:
    """Return the drawing's file name without `.pdf`."""
    return drawing.filename.rsplit(".", 1)[0]
