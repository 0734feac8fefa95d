"""The workers of one function: as many as there is work for, replaced when they die, ended together."""

from __future__ import annotations

import os
from threading import Event, Lock, Thread
from typing import IO, Final

from botocore.exceptions import BotoCoreError

from local.lambda_endpoint import FunctionError
from local.queue_events import EventSource
from local.worker_process import WorkerEnded, WorkerProcess
from orchestrator.storage.aws import client

LOOK_S: Final = 0.5


class Crew:
    """Workers of one function: the first starts at once, each further one when messages pile up, up to `size`."""

    def __init__(self, source: EventSource, size: int, log: IO[str]) -> None:
        self._source = source
        self._size = size
        self._log = log
        self._ended = Event()
        self._may_poll = Event()
        self._lock = Lock()
        self._workers: list[WorkerProcess] = []
        self.broken = Event()
        self._hire()

    def begin(self) -> None:
        """Let the workers take messages: the queue exists."""
        self._may_poll.set()
        Thread(target=self._grow, daemon=True).start()

    def invoke(self, payload: object) -> object:
        """Return what the function answers to a payload, from a worker without another invocation.

        Raises:
            FunctionError: when it raises, or when the worker dies over it.
        """
        every = list(self._workers)
        workers = [worker for worker in every if worker.alive] or every
        idle = next((worker for worker in workers if not worker.busy), workers[0])
        try:
            return idle.invoke(payload)
        except WorkerEnded as error:
            raise FunctionError("Runtime.ExitError", str(error)) from error

    def close(self) -> None:
        """Hire nobody from now on: the account is about to end."""
        with self._lock:
            self._ended.set()

    def stop(self) -> None:
        """End all of them."""
        self.close()
        self._may_poll.set()
        for worker in self._workers:
            worker.stop()

    def _grow(self) -> None:
        """Hire while more messages wait than there are workers: that many are worth the start of another."""
        while len(self._workers) < self._size and not self._ended.wait(LOOK_S):
            try:
                waiting = _waiting(self._source)
            except BotoCoreError:
                if self._ended.is_set():  # and the account too
                    return
                raise
            if waiting > len(self._workers):
                self._hire()

    def _hire(self) -> None:
        with self._lock:
            if not self._ended.is_set():
                worker = WorkerProcess(self._source.function, os.environ, self._log)
                self._workers.append(worker)
                Thread(target=self._supervise, args=[worker], daemon=True).start()

    def _supervise(self, worker: WorkerProcess) -> None:
        """Set a worker to work; replace it when it dies, unless it does not even load."""
        try:
            worker.wait_until_ready()
            self._may_poll.wait()
            worker.poll(self._source)
        except WorkerEnded:
            if not self._ended.is_set():
                self.broken.set()
            return
        worker.wait()
        worker.stop()
        if not self._ended.is_set():
            self._hire()  # first, so that an invocation always finds a worker
            self._workers.remove(worker)
            self._log.write(f"A {worker.function} worker died at work; another one took its place.\n")


def _waiting(source: EventSource) -> int:
    """Return how many messages nobody has taken yet."""
    answer = client("sqs").get_queue_attributes(
        QueueUrl=source.queue_url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    return int(answer["Attributes"]["ApproximateNumberOfMessages"])
