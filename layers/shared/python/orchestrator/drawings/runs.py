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
from orchestrator.drawings import numbers
from orchestrator.drawings.models import Drawing, DrawingStatus, PageState, Reason
from orchestrator.drawings.store import Store, drawing_of, page_item
from orchestrator.errors import AlreadyAtWork
from orchestrator.storage import keys
from orchestrator.storage.table import ConditionFailed, Write, change

_OF_THE_RUN_BEFORE: Final = (
    "page_count",
    "sha256",
    "duplicate_of",
    "number",
    "sheet",
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
_FINAL: Final = {"pages_done": 1, "page_results": 1}
_EXTRACTING: Final = {"queued": "queued", "extracting": "extracting"}
_FREE: Final = "#lease_until <= :now"  # nobody is extracting the drawing
_DELETION: Final = "deleted-"
# an item of an earlier release has no `page_results`
_BEFORE_RECUT: Final = "(attribute_not_exists(#recuts) OR #recuts < :recuts)"
_AS_KNOWN: Final = "#run = :run AND (attribute_not_exists(#page_results) OR #page_results = :page_results)"


class Superseded(Exception):
    """Another run has taken the drawing over, it was deleted, or a page has a newer result: others know more."""


class Busy(AlreadyAtWork):
    """Another worker is at this very run, or page; if it dies, a later delivery goes on."""


def queue(
    drawing: Drawing,
    run: str,
    reason: Mapping[str, Any] | None = None,
    called: Mapping[str, Any] | None = None,
) -> Write:
    """Return the write that starts a run afresh; it loses when another run has started since `drawing` was read.

    Args:
        drawing: the drawing as it was read.
        run: the new run.
        reason: the `correlation_id` of the request that asks for it; `upload_id`, `sequencer`, `version_id` and
            `size_bytes` of a new file.
        called: what people called the drawing (`names.called`), where it is of the same file; then the write loses
            whatever has changed since.
    """
    sets = {
        "status": "queued",
        "run": run,
        "pages_done": 0,
        "pages_extracted": 0,
        "pages_failed": [],
        "page_results": 0,
        "closed_results": 0,
        "legend_pages": [],
        "counts": {},
        "metadata": {},
        "warnings": [],
        "lease_until": 0,
        "extraction_s": 0,
        "gave_up": False,
        "as_read": {},
        "updated_at": clock.now(),
        **numbers.place(drawing, {}),
    } | {name: value for name, value in (reason or {}).items() if value is not None}
    sets |= called or {}
    removes = [name for name in _OF_THE_RUN_BEFORE if name not in sets]
    key = keys.drawing(drawing.project_id, drawing.id)
    if drawing.run is None:
        unchanged = "attribute_exists(PK) AND attribute_not_exists(#run)"
        return change(key, sets=sets, adds=_VERSION, removes=removes, condition=unchanged)
    seen = {} if called is None else {"seen": drawing.version}
    return change(
        key,
        sets=sets,
        adds=_VERSION,
        removes=removes,
        condition="#run = :before AND #version = :seen" if seen else "#run = :before",
        values={"before": drawing.run, **seen},
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


def lease(store: Store, drawing: Drawing, seconds: float, lost_s: int = 0) -> Drawing:
    """Take the extraction of the drawing's run for this worker, and return the drawing as it then is.

    What people change of a drawing they change before that, or not until the run has ended. A worker that was killed
    has left its lease: `lost_s`, the most that the page may have taken over which it was, is added to the run's.

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
        adds={**_VERSION, "extraction_s": lost_s if drawing.lease_until else 0},
        removes=("error", "completed_at"),
        condition=f"#run = :run AND (#status IN (:queued, :extracting) OR #gave_up = :yes) AND {_FREE}",
        values={"run": drawing.run, **_EXTRACTING, "yes": True, "now": now},
    )
    try:
        return drawing_of(store.table.write(write))
    except ConditionFailed as error:
        raise Busy(drawing.id) from error


def release(store: Store, drawing: Drawing, seconds: float) -> None:
    """Give the lease back after `seconds` of work since the last page, which the run adds up.

    The next delivery can go on at once.
    """
    spent = {"extraction_s": ceil(seconds)}
    _set(store, drawing, {"lease_until": 0}, ("extracting",), spent)


def describe(store: Store, drawing: Drawing, facts: Mapping[str, Any]) -> None:
    """Write what opening the document told.

    Raises:
        Superseded: when the run is no longer the drawing's.
    """
    if not _set(store, drawing, facts, ("extracting",)):
        raise Superseded(drawing.id)


def add_page(store: Store, drawing: Drawing, page: PageState, seconds: int = 0) -> bool:
    """Store a page that extraction is through with, counting it; False when this run already has it.

    Args:
        store: where.
        drawing: with the run.
        page: what is known of it.
        seconds: of work since the page before, which the run adds up: they count also if the worker is killed later.

    Raises:
        Superseded: when the run is no longer the drawing's.
    """
    counted = {"pages_extracted": 1, "extraction_s": seconds} | (_FINAL if page.status == "failed" else {})
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


def take_page(store: Store, drawing_id: str, page: PageState, recuts: int = 0) -> PageState | None:
    """Take a page that has no result, or was given up, from whoever is at it; None when it has its result.

    A result that knows of fewer than `recuts` new cuts of the legend's entries is none.

    A message may be delivered twice at once. Of two workers at a page only the one that took it last may write its
    result, file and counts: else those of one might stand beside those of the other.
    """
    taken = page.model_copy(update={"attempt": uuid4().hex})
    again = f" OR (#status = :analyzed AND {_BEFORE_RECUT})" if recuts else ""
    write = change(
        keys.page(drawing_id, page.page_number),
        sets={"attempt": taken.attempt},
        condition=f"#run = :run AND (#status = :pending OR #gave_up = :yes{again})",
        values={"run": page.run, "pending": "pending", "yes": True}
        | ({"analyzed": "analyzed", "recuts": recuts} if again else {}),
    )
    try:
        store.table.write(write)
    except ConditionFailed:
        return None
    return taken


def while_taken(drawing_id: str, taken: PageState) -> Write:
    """Return the condition, for a transaction, that nobody has taken a page since."""
    free, values = "attribute_not_exists(#attempt)", {":run": taken.run}
    return Write(
        "check",
        keys.page(drawing_id, taken.page_number),
        condition=f"#run = :run AND {'#attempt = :attempt' if taken.attempt else free}",
        names={"#run": "run", "#attempt": "attempt"},
        values=values | ({":attempt": taken.attempt} if taken.attempt else {}),
    )


def require_page(store: Store, drawing_id: str, taken: PageState) -> None:
    """Go on with a page only while nobody has taken it since.

    Raises:
        Superseded: when another worker has, and the page has its result, or there is no such page any more.
        Busy: when another worker has, and is still at it.
    """
    item = store.table.get(keys.page(drawing_id, taken.page_number))
    if item is None:
        raise Superseded(drawing_id)
    if item.get("attempt") != taken.attempt:
        waits = item["status"] == "pending" or item.get("gave_up")
        raise (Busy if waits else Superseded)(drawing_id)


def finish_page(store: Store, project_id: str, drawing_id: str, page: PageState, *beside: Write) -> None:
    """Make a pending page final, counting it once however often this is asked; `beside` is written with it.

    A page that was given up (`gave_up`) and is worked on again after a redrive, or whose result is from before an entry
    of the legend was cut anew, is replaced, not counted anew. Who took the page finishes it only while nobody has taken
    it since.

    Raises:
        Superseded: when the run is no longer the drawing's, or another worker has finished the page.
        Busy: when another worker has taken the page, and is still at it.
    """
    pending = _finish(drawing_id, page, "#run = :run AND #status = :pending", {"pending": "pending"})
    try:
        store.table.transact([pending, _count(project_id, drawing_id, page.run, _FINAL), *beside])
    except ConditionFailed as error:
        if keys.drawing(project_id, drawing_id) in error.keys:
            raise Superseded(drawing_id) from error
    else:
        return
    again = f" OR (#status = :analyzed AND {_BEFORE_RECUT})" if page.recuts else ""
    values = {"yes": True} | ({"analyzed": "analyzed", "recuts": page.recuts} if again else {})
    healed = _finish(drawing_id, page, f"#run = :run AND (#gave_up = :yes{again})", values)
    try:
        newer = _count(project_id, drawing_id, page.run, {"page_results": 1})
        store.table.transact([healed, newer, *beside])
    except ConditionFailed:  # it was final before: this is a duplicate
        if page.attempt:
            require_page(store, drawing_id, page)


def pass_over(store: Store, drawing: Drawing, page: PageState, why: str, *, gave_up: bool = False) -> None:
    """Keep a page's result that knows nothing of a new cut, with a warning that says so.

    A page that was given up may still be healed by a redrive; one that cannot be recognised stays as it is.
    Its tally goes: who was at the page may have died with its file written, from which it is counted then.
    """
    kept = change(
        keys.page(drawing.id, page.page_number),
        sets={"recuts": drawing.recuts, "attempt": uuid4().hex, "gave_up": gave_up}
        | {"warnings": _with(page.warnings, why)},
        condition=f"#run = :run AND #status = :analyzed AND {_BEFORE_RECUT}",
        values={"run": page.run, "analyzed": "analyzed", "recuts": drawing.recuts},
    )
    tally = Write("delete", keys.tally(drawing.id, page.page_number))
    counted = _count(drawing.project_id, drawing.id, page.run, {"page_results": 1})
    with suppress(ConditionFailed):  # it was recognised after all
        store.table.transact([kept, tally, counted])


def _with(warnings: tuple[str, ...], why: str) -> tuple[str, ...]:
    return (*(warning for warning in warnings if warning != why), why)


def fan_out(store: Store, drawing: Drawing) -> None:
    """Say that every page is with recognition, unless recognition was faster and the drawing is closed.

    While a page is missing the run stays `extracting`: the watchdog then has it gone on with, else nobody would.
    """
    write = change(
        keys.drawing(drawing.project_id, drawing.id),
        sets={"status": "recognizing", "updated_at": clock.now()},
        adds=_VERSION,
        condition="#run = :run AND #status = :extracting AND #pages_extracted >= #page_count",
        values={"run": drawing.run, "extracting": "extracting"},
    )
    with suppress(ConditionFailed):
        store.table.write(write)


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
    """Write how the run ended, by the results of its pages that `drawing` knows of.

    Raises:
        Superseded: when the run is no longer the drawing's, or a page has a newer result.
    """
    write = change(
        keys.drawing(drawing.project_id, drawing.id),
        sets={**outcome, "closed_results": drawing.page_results, "updated_at": clock.now()},
        adds=_VERSION,
        condition=_AS_KNOWN,
        values={"run": drawing.run, "page_results": drawing.page_results},
    )
    try:
        store.table.write(write)
    except ConditionFailed as error:
        raise Superseded(drawing.id) from error


def still(drawing: Drawing) -> Write:
    """Return the condition, for a transaction, that the run is still the drawing's and no page has a newer result."""
    return Write(
        "check",
        keys.drawing(drawing.project_id, drawing.id),
        condition=_AS_KNOWN,
        names={"#run": "run", "#page_results": "page_results"},
        values={":run": drawing.run, ":page_results": drawing.page_results},
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
        include={"status", "error", "component_count", "model_version", "read_word_count"}, exclude_none=True
    )
    noted = {"warnings": page.warnings} if page.warnings or page.status == "analyzed" else {}
    knew = {"recuts": page.recuts} if page.recuts else {}
    counted = {"counts": page.counts} if page.counts is not None else {}
    mine = {"attempt": page.attempt} if page.attempt else {}
    return change(
        keys.page(drawing_id, page.page_number),
        sets=result | noted | counted | knew | {"gave_up": page.gave_up},
        removes=() if page.error else ("error",),
        condition=f"{condition} AND #attempt = :attempt" if mine else condition,
        values={"run": page.run, **values, **mine},
    )


def _count(project_id: str, drawing_id: str, run: str, adds: Mapping[str, int]) -> Write:
    return change(
        keys.drawing(project_id, drawing_id),
        sets={"updated_at": clock.now()},
        adds={**adds, **_VERSION},
        condition="#run = :run",
        values={"run": run},
    )
