"""Whatever call to AWS fails while pages are recognised again by a new cut of the legend: the counts are right after.

A page whose every attempt fails is kept as it was, and says so; its dead letter, redriven, heals it after all.

FAULT_SCHEDULES=1200 runs so many; the ordinary run takes a sample of them, another one with FAULT_SEED.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import pytest

from orchestrator.drawings import extracting, runs
from orchestrator.drawings.legend_words import EntryWord, put_word, words_of
from orchestrator.messages import ReprocessMessage
from orchestrator.storage import queues
from tests.conftest import Aws, restore, snapshot
from tests.orchestrator.drawings.delivered import Delivered, outcome, recorded
from tests.orchestrator.drawings.faults import Faults, schedules
from tests.orchestrator.drawings.pipeline import Pipeline, component, pdf

SCHEDULES = int(os.environ.get("FAULT_SCHEDULES", "6"))
SEED = int(os.environ.get("FAULT_SEED", "0"))
_MOST_REDRIVES = 8
_BEFORE: Final = {1: (component(1),), 2: (component(2),)}
_AFTER: Final = {1: (component(1),), 2: tuple(component(2, n, "motor") for n in (1, 2, 3))}


@pytest.mark.slow
@pytest.mark.parametrize("cuts", [1, 2])
@pytest.mark.parametrize("copies", [1, 2])
def test_every_schedule_of_faults_ends_a_new_cut_with_the_counts_of_the_clean_run(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, copies: int, cuts: int
) -> None:
    monkeypatch.setattr(extracting, "Extraction", recorded(pdf("E-1", "E-2"), tmp_path))
    pipeline = Pipeline(aws)
    pipeline.networks.found = dict(_BEFORE)
    Delivered(pipeline, Faults()).bring_in("upload")
    analyzed = snapshot()
    counting = Delivered(pipeline, Faults(), copies)
    clean = cut_anew(counting, cuts)
    assert (clean["counts"], clean["recounting"]) == ({"fuse": 1, "motor": 3}, False)
    assert counting.faults.calls > 15
    kept = 0
    for faults in schedules(counting.faults.calls, SCHEDULES, SEED):
        restore(analyzed)
        run = Delivered(pipeline, Faults(faults), copies)
        ended = cut_anew(run, cuts)
        assert ended == clean or says_what_it_kept(run), faults
        for _ in range(_MOST_REDRIVES):
            if run.dead:
                run.redrive()
        assert not run.dead, faults
        if ended != clean:
            assert run.faults.happened > 1, f"one fault is made good: {faults}"
            kept += 1
        assert ended_as(run) == clean, faults
    assert kept < SCHEDULES


def cut_anew(run: Delivered, cuts: int) -> dict[str, Any]:
    """Cut an entry anew, another one while the first page is recognised, and return how the drawing ends."""
    pipeline = run.pipeline
    pipeline.networks.found = dict(_AFTER)
    pipeline.networks.meanwhile = (lambda: _cut(run, "e2")) if cuts > 1 else None
    _cut(run, "e1")
    run.settle()
    return ended_as(run)


def _cut(run: Delivered, entry: str) -> None:
    """Store a person's new cut and tell of it, as the route does, undisturbed."""
    disturbing, run.faults.faults = run.faults.faults, {}
    drawing = run.drawing
    assert drawing is not None
    word = EntryWord(entry_id=entry, changes={}, changed_by="u1", changed_at="2026-01-01")
    noted = runs.note(drawing, drawing.run or "")
    said = words_of(run.pipeline.store, drawing.id)
    run.pipeline.store.table.transact([*put_word(drawing, word, said, recut=True), noted])
    message = ReprocessMessage(
        project_id="p1", drawing_id=drawing.id, run=drawing.run or "", again=True, correlation_id="c"
    )
    queues.send(run.pipeline.uploads_queue, [message.model_dump_json()], "p1")
    run.faults.faults = disturbing


def ended_as(run: Delivered) -> dict[str, Any]:
    """Return how a drawing ended, and whether it still waits."""
    drawing = run.drawing
    assert drawing is not None
    return outcome(run.pipeline, drawing) | {"recounting": drawing.recounting}


def says_what_it_kept(run: Delivered) -> bool:
    """Tell whether a drawing waits for nothing, and each page that is as it was before says so."""
    drawing = run.drawing
    assert drawing is not None
    pages = list(run.pipeline.store.pages(drawing))
    warned = [page.page_number for page in pages if page.warnings]
    return drawing.status == "analyzed" and not drawing.recounting and bool(warned)
