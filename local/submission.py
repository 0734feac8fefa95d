"""Drawings in, counted components out, over the REST API alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from local.client import Api
from local.failures import ApiFailure, Stalled
from local.outcomes import Outcome, folders, write_files

FINAL: Final = frozenset({"analyzed", "partial", "failed"})
FIRST_POLL_S: Final = 0.2
SLOWEST_POLL_S: Final = 2.0
STALLED_AFTER_S: Final = 900.0


@dataclass(frozen=True, slots=True)
class Job:
    """What to take off, and where to write it."""

    sources: Sequence[Path]
    out: Path
    min_confidence: float


@dataclass(frozen=True, slots=True)
class Sent:
    """A drawing that was uploaded."""

    drawing_id: str
    task: TaskID


def take_off(api: Api, job: Job, console: Console, check: Callable[[], None]) -> list[Outcome]:
    """Return the outcome of every source, in order; `check` raises when going on waiting is in vain."""
    project = api.post(
        "/v1/projects", {"name": f"Takeoff {datetime.now(UTC):%Y-%m-%d %H:%M} {uuid4().hex[:8]}"}
    )
    drawings = f"/v1/projects/{project['id']}/drawings"
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[status]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        sent = [_send(api, drawings, source, bars) for source in job.sources]
        wanted = {one.drawing_id: one.task for one in sent if isinstance(one, Sent)}
        states = _wait(api, drawings, wanted, bars, check)
        result = []
        for source, folder, one in zip(job.sources, folders(job.sources, job.out), sent, strict=True):
            if isinstance(one, Outcome):
                result.append(one)
            else:
                result.append(_collect(api, drawings, source, folder, states[one.drawing_id], job))
    return result


def _send(api: Api, drawings: str, source: Path, bars: Progress) -> Sent | Outcome:
    task = bars.add_task(source.name, total=1.0, status="uploading")
    try:
        slot = api.post(drawings, {"filename": source.name, "size_bytes": source.stat().st_size or None})
        api.upload(slot["upload"], source)
    except ApiFailure as failure:
        bars.update(task, status="failed")
        return Outcome(source, "failed", str(failure))
    bars.update(task, status="queued")
    return Sent(slot["drawing"]["id"], task)


def _wait(
    api: Api, drawings: str, wanted: Mapping[str, TaskID], bars: Progress, check: Callable[[], None]
) -> dict[str, dict[str, Any]]:
    """Return the last state of every drawing once all are done, or once nothing has moved for long."""
    pause_s, moved_at = FIRST_POLL_S, time.monotonic()
    states: dict[str, dict[str, Any]] = {}
    while any(states.get(drawing_id, {}).get("status") not in FINAL for drawing_id in wanted):
        time.sleep(pause_s)
        check()
        found = {item["id"]: item for item in api.items(drawings) if item["id"] in wanted}
        if found != states:
            moved_at = time.monotonic()
        elif time.monotonic() - moved_at > STALLED_AFTER_S:
            raise Stalled("Nothing has moved for 15 minutes; the drawings may still be finished later.")
        states = found
        for drawing_id, state in states.items():
            bars.update(wanted[drawing_id], completed=state["progress"], status=state["status"])
        pause_s = min(pause_s * 1.3, SLOWEST_POLL_S)
    return states


def _collect(
    api: Api, drawings: str, source: Path, folder: Path, state: Mapping[str, Any], job: Job
) -> Outcome:
    status, error = state["status"], state.get("error") or {}
    sentence = str(error.get("detail", ""))
    if status == "failed":
        return Outcome(source, status, sentence)
    path = f"{drawings}/{state['id']}"
    try:
        write_files(api, path, folder, job.min_confidence)
        takeoff = api.get(f"{path}/takeoff", {"min_confidence": job.min_confidence})
    except ApiFailure as failure:
        return Outcome(source, "failed", str(failure))
    return Outcome(source, status, sentence, takeoff, folder)
