"""Whatever call to AWS fails, before or after it takes effect: the drawing ends as it would have, or visibly failed.

FAULT_SCHEDULES=1200 runs so many; the ordinary run takes a sample of them, another one with FAULT_SEED.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from orchestrator.drawings import extracting
from orchestrator.storage import keys
from tests.conftest import Aws, restore, snapshot
from tests.orchestrator.drawings.faults import Door, Faults, outcome, processed, recorded, schedules
from tests.orchestrator.drawings.pipeline import Pipeline, pdf

SCHEDULES = int(os.environ.get("FAULT_SCHEDULES", "20"))
SEED = int(os.environ.get("FAULT_SEED", "0"))


@pytest.mark.slow
@pytest.mark.parametrize("door", ["upload", "inbox"])
def test_every_schedule_of_faults_ends_as_the_clean_run_or_visibly_failed(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, door: Door
) -> None:
    monkeypatch.setattr(extracting, "Extraction", recorded(pdf("E-1", "E-2"), tmp_path))
    pipeline = Pipeline(aws)
    empty = snapshot()
    counting = Faults()
    drawing = processed(pipeline, counting, door)
    assert drawing is not None
    clean = outcome(pipeline, drawing)
    assert clean["status"] == "analyzed"
    assert counting.calls > 25
    ended, failed = 0, []
    for faults in schedules(counting.calls, SCHEDULES, SEED):
        restore(empty)
        pipeline.networks.looked_at.clear()
        meeting = Faults(faults)
        drawing = processed(pipeline, meeting, door)
        if drawing is None or drawing.status == "awaiting_upload":
            assert meeting.happened > 1, f"one fault is made good: {faults}"
            assert list(pipeline.store.files.keys(keys.INBOX)), (
                f"the file waits with its dead letter: {faults}"
            )
            failed.append(faults)
            continue
        result = outcome(pipeline, drawing)
        if result == clean:
            ended += 1
            continue
        assert meeting.happened > 1, f"one fault is made good: {faults}"
        assert result["status"] in {"failed", "partial"}, faults
        assert result["error"], faults
        failed.append(faults)
    assert ended + len(failed) == SCHEDULES
