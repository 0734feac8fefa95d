"""Whatever call to AWS fails, before or after it takes effect: the drawing ends as it would have, or visibly failed.

What ended failed is redriven from the dead letters, as operators do, and then ends as it would have.
FAULT_SCHEDULES=1200 runs so many; the ordinary run takes a sample of them, another one with FAULT_SEED.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from orchestrator.drawings import extracting
from orchestrator.storage import keys
from tests.conftest import Aws, restore, snapshot
from tests.orchestrator.drawings.delivered import Delivered, Door, outcome, recorded
from tests.orchestrator.drawings.faults import REFUSALS, Faults, schedules
from tests.orchestrator.drawings.pipeline import Pipeline, component, pdf

SCHEDULES = int(os.environ.get("FAULT_SCHEDULES", "6"))
SEED = int(os.environ.get("FAULT_SEED", "0"))
_MOST_REDRIVES = 8


@pytest.mark.slow
@pytest.mark.parametrize("door", ["upload", "inbox"])
def test_every_schedule_of_faults_ends_as_the_clean_run_or_visibly_failed(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, door: Door
) -> None:
    monkeypatch.setattr(extracting, "Extraction", recorded(pdf("E-1", "E-2"), tmp_path))
    pipeline = Pipeline(aws)
    pipeline.networks.found = {n: (component(n).model_copy(update={"tag": f"12-PT-{n}"}),) for n in (1, 2)}
    empty = snapshot()
    counting = Faults()
    clean = ended_as(Delivered(pipeline, counting), door)
    assert clean["status"] == "analyzed"
    assert [tag for tag, _ in clean["tags"]] == [
        *(f"TAG#{tag}-{n}#ID#{n:05d}" for tag in ("12-PT", "PT") for n in (1, 2)),
        *(f"TAGS#{n:05d}" for n in (1, 2)),
    ]
    assert [tally.page for tally in clean["tallies"]] == [1, 2]
    assert counting.calls > 25
    redriven = 0
    for faults in schedules(counting.calls, SCHEDULES, SEED):
        restore(empty)
        pipeline.networks.looked_at.clear()
        run = Delivered(pipeline, Faults(faults))
        is_refused = not REFUSALS.isdisjoint(faults.values())
        if ended_as(run, door) != clean:
            if is_refused and is_rejected(run):
                continue
            assert run.faults.happened > 1, f"one fault is made good: {faults}"
            assert is_visibly_failed(run), faults
            redriven += 1
        for _ in range(_MOST_REDRIVES):
            if run.dead:
                run.redrive()
        assert not run.dead, faults
        assert run.drawing is not None, faults
        if outcome(pipeline, run.drawing) != clean:
            assert is_refused, faults  # in the redrive: nobody has come between who would do the rest
            assert is_visibly_failed(run), faults
    assert redriven < SCHEDULES


def ended_as(run: Delivered, door: Door) -> dict[str, Any]:
    """Return how a drawing ended that came in by a door; nothing when it never became one."""
    run.bring_in(door)
    return outcome(run.pipeline, run.drawing) if run.drawing else {}


def is_visibly_failed(run: Delivered) -> bool:
    """Tell whether a drawing says that it failed, or its file waits with its dead letter."""
    drawing = run.drawing
    if drawing is not None and drawing.status != "awaiting_upload":
        return drawing.status in {"failed", "partial"} and drawing.error is not None
    files = run.pipeline.store.files
    waits = [*files.keys(keys.INBOX), *files.keys(keys.UPLOADS)]
    return bool(run.dead and waits)


def is_rejected(run: Delivered) -> bool:
    """Tell whether a dropped file was put aside with its reason: as of a drawing that was deleted meanwhile."""
    put_aside = list(run.pipeline.store.files.keys(keys.REJECTED))
    return run.drawing is None and len(put_aside) == 2
