"""Promises of the closing: however two workers come between each other, what is stored last knew most."""

from __future__ import annotations

import json
import os
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import pytest

from orchestrator.drawings import recognized
from orchestrator.drawings.models import Drawing
from orchestrator.messages import PageMessage
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from tests.conftest import restore, snapshot
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Pipeline, component, pdf

SCHEDULES = int(os.environ.get("CLOSING_SCHEDULES", "24"))
SEED = int(os.environ.get("CLOSING_SEED", "0"))
_WAIT_S = 60


class Killed(BaseException):
    """The worker is gone."""


class AtOnce:
    """Stands in for the readers' threads, so that each read is a step of the worker itself."""

    def __init__(self, _workers: int) -> None:
        """There is nobody to start."""

    def __enter__(self) -> AtOnce:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nobody to end."""

    def submit(self, work: Callable[[Any], Any], argument: object) -> Future[Any]:
        """Do the work now."""
        done: Future[Any] = Future()
        done.set_result(work(argument))
        return done


class Stepped:
    """A worker that stops before each call to AWS until it is told to go on."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._go, self._stopped = threading.Semaphore(0), threading.Semaphore(0)
        self._dies = self.is_over = False
        self.steps = 0
        self.thread = threading.Thread(target=self._run, args=(work,), daemon=True)

    def _run(self, work: Callable[[], object]) -> None:
        self._wait()
        try:
            work()
        except Killed:
            pass
        finally:
            self.is_over = True
            self._stopped.release()

    def _wait(self) -> None:
        assert self._go.acquire(timeout=_WAIT_S)
        if self._dies:
            raise Killed

    def at_a_call(self) -> None:
        """Stop here."""
        self._stopped.release()
        self._wait()

    def step(self, *, dies: bool = False) -> None:
        """Go on to the next call, or die at this one."""
        self._dies = dies
        self.steps += 1
        self._go.release()
        assert self._stopped.acquire(timeout=_WAIT_S)


@contextmanager
def stepped(*work: Callable[[], object]) -> Iterator[list[Stepped]]:
    """Let each piece of work be a worker of its own, all of them stopped."""
    workers = [Stepped(one) for one in work]
    of_thread = {worker.thread: worker for worker in workers}

    def before(**_: object) -> None:
        if worker := of_thread.get(threading.current_thread()):
            worker.at_a_call()

    events = [client(name).meta.events for name in ("dynamodb", "s3")]
    for one in events:
        one.register("before-call", before)
    for worker in workers:
        worker.thread.start()
    try:
        yield workers
    finally:
        for one in events:
            one.unregister("before-call", before)


def given_up(pipeline: Pipeline) -> tuple[Drawing, list[str]]:
    """Return a closed drawing whose two pages were given up, and their messages, which a redrive brings again."""
    pipeline.networks.found = {n: (component(n).model_copy(update={"tag": f"F{n}"}),) for n in (1, 2)}
    drawing = pipeline.upload(pdf("E-1", "E-2"))
    (uploaded,) = pipeline.new_events()
    assert pipeline.extract(uploaded)
    bodies = sorted(pipeline.page_messages(), key=lambda body: PageMessage.model_validate_json(body).page)
    for body in bodies:
        assert not pipeline.recognize(body, MAX_RECEIVES)
    assert pipeline.now(drawing).status == "failed"
    return drawing, bodies


def closed(pipeline: Pipeline, drawing: Drawing) -> tuple[object, ...]:
    """Return everything that the closing wrote."""
    now = pipeline.now(drawing)
    counted = json.loads(pipeline.store.files.read(keys.export_file("p1", drawing.id, "takeoff.json")))
    tags = [item["tag"] for item in pipeline.store.table.query_all(keys.tags("p1"), keys.TAG_PREFIX)]
    noted = pipeline.store.table.query_all(keys.tag_note(drawing.id, 1).pk, keys.TAG_NOTE_PREFIX)
    return (
        (now.status, now.pages_failed, now.counts, now.component_count, now.error, now.model_version),
        {name: value for name, value in counted.items() if name != "run"},
        tags,
        [item["packed"] for item in noted],
    )


def interleaved(pipeline: Pipeline, bodies: list[str], source: random.Random) -> str:
    """Let two workers heal a page each, changing at random which goes on; one may die, and its message comes back."""
    said = []
    dies_at = source.choice((None, source.randint(1, 30)))
    died: set[int] = set()
    with stepped(*(lambda body=body: pipeline.recognize(body) for body in bodies)) as workers:
        turn = 0
        while open_ones := [i for i, worker in enumerate(workers) if not worker.is_over]:
            if turn not in open_ones or source.random() < 0.15:
                turn = source.choice(open_ones)
            dies = workers[turn].steps == dies_at and not died
            died |= {turn} if dies else set()
            workers[turn].step(dies=dies)
            said.append(f"{turn}{'!' if dies else ''}")
    for number in died:
        assert pipeline.recognize(bodies[number], 2)
    return "".join(said)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:No application metrics")  # of a worker that is gone
def test_of_two_workers_that_heal_a_page_each_at_once_the_drawing_knows_both(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognized, "ThreadPoolExecutor", AtOnce)
    drawing, bodies = given_up(pipeline)
    before = snapshot()
    for body in bodies:
        assert pipeline.recognize(body)
    clean = closed(pipeline, drawing)
    assert pipeline.now(drawing).status == "analyzed"
    for number in range(SCHEDULES):
        restore(before)
        schedule = interleaved(pipeline, bodies, random.Random(SEED + number))
        assert closed(pipeline, drawing) == clean, f"seed {SEED + number}: {schedule}"


def test_a_worker_that_healed_a_page_and_died_before_closing_is_made_good(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, bodies = given_up(pipeline)

    def die(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as dying:
        dying.setattr("orchestrator.drawings.recognizing.close_when_done", die)
        for body in bodies:
            assert not pipeline.recognize(body)
    assert pipeline.now(drawing).status == "failed"
    assert pipeline.recognize(bodies[0], 2)
    assert (pipeline.now(drawing).status, pipeline.now(drawing).counts) == ("analyzed", {"fuse": 2})
