"""The status machine: every step of a drawing's processing is one conditional write.

    awaiting_upload -> queued -> extracting -> recognizing -> analyzed | partial | failed

A *run* is one processing of one version of the file. Each write names the run it belongs to, so what arrives twice
or late finds its condition broken and changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from math import ceil
from types import MappingProxyType
from typing import Any, Final
from uuid import uuid4

from orchestrator import clock
from orchestrator.drawings.models import Drawing, DrawingStatus, PageState, Reason
from orchestrator.drawings.store import Store, page_item
from orchestrator.errors import AlreadyAtWork
from orchestrator.storage import keys
from orchestrator.storage.table import ConditionFailed, Write, change

_OF_THE_RUN_BEFORE: Final = (
    "page_count",
    "sha256",
    "duplicate_of",
    "number",
    "revision",
    "title",
    "component_count",
    "model_version",
    "error",
    "completed_at",
    "has_legend",
    keys.DRAWINGS_BY_SHA256.partition_key,
    keys.DRAWINGS_BY_SHA256.sort_key,
    keys.TTL_ATTRIBUTE,  # of a slot that waited for its file
)

_VERSION: Final = {"version": 1}
_EXTRACTING: Final = {"queued": "queued", "extracting": "extracting"}
_FREE: Final = "#lease_until <= :now"  # nobody is extracting the drawing
_DELETION: Final = "deleted-"


class Superseded(Exception):
    """Another run has taken the drawing over, or it was deleted: this one's results count no more."""


class Busy(AlreadyAtWork):
    """Another worker is extracting this very run; if it dies, its lease ends and a later delivery goes on."""


def queue(drawing: Drawing, run: str, reason: Mapping[str, Any] | None = None) -> Write:
    """Return the write that starts a run afresh; it loses when another run has started since `drawing` was read.

    Args:
        drawing: the drawing as it was read.
        run: the new run.
        reason: the `correlation_id` of the request that asks for it; `upload_id`, `sequencer`, `version_id` and
            `size_bytes` of a new file.
    """
    sets = {
        "status": "queued",
        "run": run,
        "pages_done": 0,
        "pages_extracted": 0,
        "pages_failed": [],
        "legend_pages": [],
        "counts": {},
        "metadata": {},
        "warnings": [],
        "lease_until": 0,
        "extraction_s": 0,
        "gave_up": False,
        "updated_at": clock.now(),
    } | {name: value for name, value in (reason or {}).items() if value is not None}
    key = keys.drawing(drawing.project_id, drawing.id)
    if drawing.run is None:
        unchanged = "attribute_exists(PK) AND attribute_not_exists(#run)"
        return change(key, sets=sets, adds=_VERSION, removes=_OF_THE_RUN_BEFORE, condition=unchanged)
    return change(
        key,
        sets=sets,
        adds=_VERSION,
        removes=_OF_THE_RUN_BEFORE,
        condition="#run = :before",
        values={"before": drawing.run},
    )


def note(drawing: Drawing, run: str) -> Write:
    """Return the write that notes a run's beginning for the watchdog; it belongs into one transaction with `queue`."""
    item = {
        "project_id": drawing.project_id,
        "drawing_id": drawing.id,
        "run": run,
        "nudges": 0,
        "nudged_at": 0,
        "noted_at": int(time.time()),
    }
    return Write("put", keys.open_run(drawing.project_id, drawing.id), item=item)


def deletion() -> str:
    """Return the name of a run in which the drawing is deleted: whoever works on it is superseded by that."""
    return f"{_DELETION}{uuid4().hex}"


def is_deletion(run: str | None) -> bool:
    """Tell whether a run is the deletion of its drawing."""
    return (run or "").startswith(_DELETION)


def is_being_deleted(drawing: Drawing) -> bool:
    """Tell whether the drawing's run is its deletion."""
    return is_deletion(drawing.run)


def lease(store: Store, drawing: Drawing, seconds: float) -> None:
    """Take the extraction of the drawing's run for this worker.

    Raises:
        Busy: when another worker holds it.
    """
    now = int(time.time())
    taken = {
        "status": "extracting",
        "lease_until": now + int(seconds),
        "gave_up": False,
        "updated_at": clock.now(),
    }
    write = change(
        keys.drawing(drawing.project_id, drawing.id),
        sets=taken,
        adds=_VERSION,
        removes=("error", "completed_at"),
        condition=f"#run = :run AND (#status IN (:queued, :extracting) OR #gave_up = :yes) AND {_FREE}",
        values={"run": drawing.run, **_EXTRACTING, "yes": True, "now": now},
    )
    try:
        store.table.write(write)
    except ConditionFailed as error:
        raise Busy(drawing.id) from error


def release(store: Store, drawing: Drawing, seconds: float) -> None:
    """Give the lease back after `seconds` of work, which the run adds up: the next delivery can go on at once."""
    spent = {"extraction_s": ceil(seconds)}
    _set(store, drawing, {"lease_until": 0}, ("extracting",), spent)


def describe(store: Store, drawing: Drawing, facts: Mapping[str, Any]) -> None:
    """Write what opening the document told.

    Raises:
        Superseded: when the run is no longer the drawing's.
    """
    if not _set(store, drawing, facts, ("extracting",)):
        raise Superseded(drawing.id)


def add_page(store: Store, drawing: Drawing, page: PageState) -> bool:
    """Store a page that extraction is through with, counting it; False when this run already has it.

    Raises:
        Superseded: when the run is no longer the drawing's.
    """
    counted = {"pages_extracted": 1} | ({"pages_done": 1} if page.status == "failed" else {})
    key = keys.page(drawing.id, page.page_number)
    put = Write(
        "put",
        key,
        item=page_item(page),
        condition="attribute_not_exists(PK) OR #run <> :run",
        names={"#run": "run"},
        values={":run": page.run},
    )
    try:
        store.table.transact([put, _count(drawing.project_id, drawing.id, page.run, counted)])
    except ConditionFailed as error:
        if error.keys == (key,):
            return False
        raise Superseded(drawing.id) from error
    return True


def finish_page(store: Store, project_id: str, drawing_id: str, page: PageState, *beside: Write) -> None:
    """Make a pending page final, counting it once however often this is asked; `beside` is written with it.

    A page that was given up (`gave_up`) and is worked on again after a redrive is replaced, not counted anew.

    Raises:
        Superseded: when the run is no longer the drawing's.
    """
    pending = _finish(drawing_id, page, "#run = :run AND #status = :pending", {"pending": "pending"})
    try:
        store.table.transact([pending, _count(project_id, drawing_id, page.run, {"pages_done": 1}), *beside])
    except ConditionFailed as error:
        if keys.drawing(project_id, drawing_id) in error.keys:
            raise Superseded(drawing_id) from error
    else:
        return
    try:
        healed = _finish(drawing_id, page, "#run = :run AND #gave_up = :yes", {"yes": True})
        store.table.transact([healed, *beside])
    except ConditionFailed:
        return  # it was final before: this is a duplicate


def fan_out(store: Store, drawing: Drawing) -> None:
    """Say that every page is with recognition, unless recognition was faster and the drawing is closed."""
    _set(store, drawing, {"status": "recognizing"}, ("extracting",))


def refuse(store: Store, drawing: Drawing, reason: Reason) -> bool:
    """End the run as `failed` for the whole document; False when it had ended or was superseded."""
    ended = {"status": "failed", "error": reason.model_dump(), "completed_at": clock.now()}
    return _set(store, drawing, ended, ("queued", "extracting"))


def give_up(store: Store, drawing: Drawing, reason: Reason) -> None:
    """Fail a drawing that killed its workers, unless one is at it; a redelivery may still extract it."""
    write = change(
        keys.drawing(drawing.project_id, drawing.id),
        sets={"status": "failed", "error": reason.model_dump(), "completed_at": clock.now(), "gave_up": True},
        adds=_VERSION,
        condition=f"#run = :run AND #status IN (:queued, :extracting) AND {_FREE}",
        values={"run": drawing.run, **_EXTRACTING, "now": int(time.time())},
    )
    with suppress(ConditionFailed):
        store.table.write(write)


def close(store: Store, drawing: Drawing, outcome: Mapping[str, Any]) -> None:
    """Write how the run ended.

    Raises:
        Superseded: when the run is no longer the drawing's.
    """
    open_or_closed: tuple[DrawingStatus, ...] = ("extracting", "recognizing", "analyzed", "partial", "failed")
    if not _set(store, drawing, outcome, open_or_closed):
        raise Superseded(drawing.id)


def still(drawing: Drawing) -> Write:
    """Return the condition, for a transaction, that the run is still the drawing's."""
    return Write(
        "check",
        keys.drawing(drawing.project_id, drawing.id),
        condition="#run = :run",
        names={"#run": "run"},
        values={":run": drawing.run},
    )


def _set(
    store: Store,
    drawing: Drawing,
    sets: Mapping[str, Any],
    when: tuple[DrawingStatus, ...],
    adds: Mapping[str, int] = MappingProxyType({}),
) -> bool:
    allowed = {f"status_{i}": status for i, status in enumerate(when)}
    write = change(
        keys.drawing(drawing.project_id, drawing.id),
        sets={**sets, "updated_at": clock.now()},
        adds={**_VERSION, **adds},
        condition=f"#run = :run AND #status IN ({', '.join(f':{name}' for name in allowed)})",
        values={"run": drawing.run, **allowed},
    )
    try:
        store.table.write(write)
    except ConditionFailed:
        return False
    return True


def _finish(drawing_id: str, page: PageState, condition: str, values: Mapping[str, Any]) -> Write:
    result = page.model_dump(
        include={"status", "error", "component_count", "model_version"}, exclude_none=True
    )
    counted = {"counts": page.counts} if page.counts is not None else {}
    return change(
        keys.page(drawing_id, page.page_number),
        sets=result | counted | {"gave_up": page.gave_up},
        removes=() if page.error else ("error",),
        condition=condition,
        values={"run": page.run, **values},
    )


def _count(project_id: str, drawing_id: str, run: str, adds: Mapping[str, int]) -> Write:
    return change(
        keys.drawing(project_id, drawing_id),
        sets={"updated_at": clock.now()},
        adds={**adds, **_VERSION},
        condition="#run = :run",
        values={"run": run},
    )
