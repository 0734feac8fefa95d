"""Sees to it that every run ends: one that stopped moving is told to go on, and failed when that does not help.

Nothing should ever stop: a message that fails is delivered again, and its last delivery ends its work. But a message
can be lost, and a stack can be stopped for days. Every run leaves a note when it begins; the notes are read on a
schedule. A deletion is a run too: one that broke off is gone on with.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aws_lambda_powertools.metrics import MetricUnit

from orchestrator.drawings import removal, runs
from orchestrator.drawings.closing import close_when_done, give_up_page
from orchestrator.drawings.models import FINAL, Drawing, PageState, Reason
from orchestrator.drawings.store import Store
from orchestrator.messages import PageMessage, ReprocessMessage
from orchestrator.projects.activity import SYSTEM
from orchestrator.settings import ExtractionSettings
from orchestrator.storage import keys, queues
from orchestrator.storage.files import Files
from orchestrator.storage.table import ConditionFailed, Item, Table, Write, change
from orchestrator.telemetry import logger, metrics

MOST_NUDGES: Final = 2
_STOPPED: Final = Reason(
    code="timeout", detail="The work on this drawing stopped and could not be started again; reprocess it."
)


@dataclass(frozen=True, slots=True)
class Watchdog:
    """Reads the notes; `patience_s` is how long a run may stand still, longer than a message stays hidden."""

    store: Store
    pages_queue_url: str
    uploads_queue_url: str
    patience_s: float

    @classmethod
    def of(cls, settings: ExtractionSettings) -> Watchdog:
        """Return the watchdog of these settings."""
        store = Store(Table(settings.table_name), Files(settings.bucket_name))
        return cls(store, settings.pages_queue_url, settings.uploads_queue_url, settings.stalled_after_s)

    def look(self, _event: dict[str, Any], _context: object) -> dict[str, int]:
        """Look at every open run; return how many there are, were told to go on, and were failed.

        Raises:
            ExceptionGroup: when some could not be looked at or helped; all the others were before.
        """
        told = {"open_runs": 0, "nudged": 0, "stalled": 0}
        failures: list[Exception] = []
        for item in self.store.table.query_all(keys.OPEN_RUNS):
            try:
                self._look_at(item, told)
            except Exception as error:  # noqa: BLE001 - one run must not keep the help from all after it
                ids = {"project_id": item["project_id"], "drawing_id": item["drawing_id"]}
                logger("extraction").exception("not_helped", extra=ids)
                failures.append(error)
        for name, count in told.items():
            metrics("extraction").add_metric(name, MetricUnit.Count, count)
        if failures:
            raise ExceptionGroup(f"{len(failures)} of the open runs could not be looked after", failures)
        return told

    def _look_at(self, item: Item, told: dict[str, int]) -> None:
        """Look at a run by its note, and count in `told` what was seen and done."""
        drawing = self.store.find(item["project_id"], item["drawing_id"])
        if drawing is None and runs.is_deletion(item["run"]):
            self._sweep(item)
        elif drawing is None or drawing.run != item["run"] or _is_over(drawing):
            self._forget(item)
        else:
            told["open_runs"] += 1
            if self._stands_still(drawing, item):
                told[self._help(drawing, item)] += 1

    def _stands_still(self, drawing: Drawing, item: Item) -> bool:
        changed = datetime.fromisoformat(drawing.updated_at).timestamp()
        moved = max(changed, float(item["nudged_at"]), drawing.lease_until)
        return time.time() - moved > self.patience_s

    def _help(self, drawing: Drawing, item: Item) -> str:
        deleting = runs.is_being_deleted(drawing)
        outcome = "nudged" if deleting or item["nudges"] < MOST_NUDGES else "stalled"
        ids = {"project_id": drawing.project_id, "drawing_id": drawing.id}
        logger("extraction").warning(outcome, extra={**ids, "status": drawing.status})
        if deleting:
            removal.finish(self.store, drawing, SYSTEM)
        elif outcome == "nudged":
            self._nudge(drawing)
            count = change(
                keys.open_run(**ids),
                sets={"nudged_at": int(time.time())},
                adds={"nudges": 1},
                condition="attribute_exists(PK)",
            )
            with suppress(ConditionFailed):  # its drawing was deleted meanwhile
                self.store.table.write(count)
        else:
            self._fail(drawing)
        return outcome

    def _nudge(self, drawing: Drawing) -> None:
        """Send what the run waits for once more; whatever is done already is not done again."""
        ids = {
            "project_id": drawing.project_id,
            "drawing_id": drawing.id,
            "run": drawing.run or "",
            "correlation_id": drawing.correlation_id,
        }
        if drawing.status == "recognizing" or drawing.recounting:
            bodies = [
                PageMessage.model_validate({**ids, "page": page.page_number}).model_dump_json()
                for page in self._pending(drawing)
            ]
            queues.send(self.pages_queue_url, bodies, drawing.project_id)
            close_when_done(
                self.store, drawing.project_id, drawing.id
            )  # the worker of the last page may have died
        else:
            body = ReprocessMessage.model_validate(ids).model_dump_json()
            queues.send(self.uploads_queue_url, [body], drawing.project_id)

    def _fail(self, drawing: Drawing) -> None:
        """End the run with what there is; a message that comes after all still heals it."""
        if drawing.status != "recognizing" and not drawing.recounting:
            runs.give_up(self.store, drawing, _STOPPED)
            return
        for page in self._pending(drawing):
            give_up_page(self.store, drawing, page, _STOPPED)
        close_when_done(self.store, drawing.project_id, drawing.id)

    def _pending(self, drawing: Drawing) -> list[PageState]:
        pages = self.store.pages(drawing)
        return [page for page in pages if page.status == "pending" or drawing.waits_again(page)]

    def _sweep(self, item: Item) -> None:
        """Sweep up after a deleted drawing once whoever was at it must have ended, and forget it."""
        if time.time() - item.get("noted_at", 0) > self.patience_s:
            removal.sweep(self.store, item["project_id"], item["drawing_id"])
            self._forget(item)

    def _forget(self, item: Item) -> None:
        """Drop the note, unless another run has begun meanwhile."""
        key = keys.open_run(item["project_id"], item["drawing_id"])
        drop = Write(
            "delete", key, condition="#run = :run", names={"#run": "run"}, values={":run": item["run"]}
        )
        with suppress(ConditionFailed):
            self.store.table.transact([drop])


def _is_over(drawing: Drawing) -> bool:
    return drawing.status in FINAL and not drawing.recounting
