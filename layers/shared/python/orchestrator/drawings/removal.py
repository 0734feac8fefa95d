"""The end of a drawing: everything made of it goes, its item last, so that a broken removal can be gone on with.

A worker cannot be stopped in the middle of a write. Whoever finds that its drawing is gone sweeps up what it wrote;
for those that die before they see it the watchdog sweeps once more, when the last of them must have ended.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import Final

from orchestrator.drawings import runs
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.store import Store
from orchestrator.drawings.tag_index import forget_tags
from orchestrator.errors import NotFound, Overtaken
from orchestrator.projects.activity import Actor, record
from orchestrator.storage import keys
from orchestrator.storage.keys import Key
from orchestrator.storage.table import ConditionFailed, Write

_AT_ONCE: Final = 100  # writes of a transaction, at most


def remove(store: Store, drawing: Drawing, actor: Actor) -> None:
    """Delete a drawing with its file, results and reviews; work under way on it stops at its next step.

    Should this break off, the watchdog goes on with it.

    Raises:
        Overtaken: when a new file arrives for it at the same moment.
    """
    run = runs.deletion()
    try:
        store.table.transact([runs.queue(drawing, run), runs.note(drawing, run)])
    except ConditionFailed as error:
        raise Overtaken("A new file of this drawing has just arrived; delete it again.") from error
    finish(store, drawing, actor)


def finish(store: Store, drawing: Drawing, actor: Actor) -> None:
    """Delete everything of a drawing whose run is its deletion; its note stays for the watchdog's sweep."""
    store.files.delete_all(keys.results(drawing.project_id, drawing.id))
    _forget_comparisons(store, drawing.project_id, drawing.id)
    _delete_source(store, drawing)
    _delete_items(store, drawing.id)
    forget_tags(store, drawing.project_id, drawing.id)
    ids = (drawing.project_id, drawing.id)
    logged = record(drawing.project_id, actor, "drawing.deleted", drawing.id, {"filename": drawing.filename})
    gone = Write("delete", keys.drawing(*ids), condition="attribute_exists(PK)")
    with suppress(ConditionFailed):  # somebody else has finished it, and logged that
        store.table.transact([gone, logged])


def _delete_items(store: Store, drawing_id: str) -> None:
    """Delete all items of a drawing but the notes of its tags.

    These go after the pages, without which a worker that is late writes no more tags.
    """
    partition = keys.page(drawing_id, 1).pk
    items = (item["SK"] for item in store.table.query_all(partition))
    gone = (Write("delete", Key(partition, sk)) for sk in items if not sk.startswith(keys.TAG_NOTE_PREFIX))
    while writes := list(islice(gone, _AT_ONCE)):
        store.table.transact(writes)


def _delete_source(store: Store, drawing: Drawing) -> None:
    """Delete the drawing's file; a newer one that nobody has seen yet is left to its event, which puts it aside."""
    key = keys.source_pdf(drawing.project_id, drawing.id)
    info = store.files.info(key)
    if info and (drawing.upload_id is None or info.version_id == drawing.version_id):
        store.files.delete_unchanged(key, info.etag)


def sweep(store: Store, project_id: str, drawing_id: str) -> bool:
    """Delete what was written of a drawing that was deleted meanwhile; False when it lives on and keeps everything."""
    drawing = store.find(project_id, drawing_id)
    if drawing and not runs.is_being_deleted(drawing):
        return False
    store.files.delete_all(keys.results(project_id, drawing_id))
    _forget_comparisons(store, project_id, drawing_id)
    forget_tags(store, project_id, drawing_id)
    return True


def require_kept(store: Store, project_id: str, drawing_id: str) -> None:
    """Take back what was just written of a drawing for a caller when it was deleted meanwhile.

    Raises:
        NotFound: when it was.
    """
    if sweep(store, project_id, drawing_id):
        raise NotFound("This drawing has just been deleted.")


def _forget_comparisons(store: Store, project_id: str, drawing_id: str) -> None:
    """Delete the pictures that show a drawing beside another one."""
    pictures = list(store.files.keys(keys.comparisons(project_id)))
    for key in pictures:
        if drawing_id in key.split("/"):
            store.files.delete(key)
