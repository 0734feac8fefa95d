"""The end of a drawing: everything made of it goes, its item last, so that a broken removal can be repeated."""

from __future__ import annotations

from uuid import uuid4

from orchestrator.drawings import runs
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.store import Store
from orchestrator.drawings.tag_index import forget_tags
from orchestrator.errors import Overtaken
from orchestrator.projects.activity import Actor, record
from orchestrator.storage import keys
from orchestrator.storage.keys import Key
from orchestrator.storage.table import ConditionFailed, Write


def remove(store: Store, drawing: Drawing, actor: Actor) -> None:
    """Delete a drawing with its file, results and reviews; work under way on it stops at its next step.

    Raises:
        Overtaken: when a new file arrives for it at the same moment.
    """
    try:
        store.table.write(runs.queue(drawing, f"deleted-{uuid4().hex}"))
    except ConditionFailed as error:
        raise Overtaken("A new file of this drawing has just arrived; delete it again.") from error
    store.files.delete_all(keys.results(drawing.project_id, drawing.id))
    store.files.delete(keys.source_pdf(drawing.project_id, drawing.id))
    forget_tags(store, drawing.project_id, drawing.id)
    partition = keys.page(drawing.id, 1).pk
    for item in store.table.query_all(partition):
        store.table.write(Write("delete", Key(partition, item["SK"])))
    logged = record(drawing.project_id, actor, "drawing.deleted", drawing.id, {"filename": drawing.filename})
    store.table.transact([Write("delete", keys.drawing(drawing.project_id, drawing.id)), logged])
