"""The workers of one function: started together, replaced when they die at work, ended together."""

from __future__ import annotations

import os
from threading import Event, Lock, Thread
from typing import IO

from local.lambda_endpoint import FunctionError
from local.queue_events import EventSource
from local.worker_process import WorkerEnded, WorkerProcess


class Crew:
    """Worker processes of one function, which take messages from `source` as soon as `begin` is called."""

    def __init__(self, source: EventSource, size: int, log: IO[str]) -> None:
        self._source = source
        self._log = log
        self._ended = Event()
        self._may_poll = Event()
        self._lock = Lock()
        self._workers = {n: self._start() for n in range(size)}
        self.broken = Event()
        self._threads = [Thread(target=self._supervise, args=[n], daemon=True) for n in range(size)]
        for thread in self._threads:
            thread.start()

    @property
    def function(self) -> str:
        """The function they run."""
        return self._source.function

    @property
    def pids(self) -> list[int]:
        """The process ids."""
        return [worker.pid for worker in self._workers.values()]

    def begin(self) -> None:
        """Let the workers take messages: the queue exists."""
        self._may_poll.set()

    def invoke(self, payload: object) -> object:
        """Return what the function answers to a payload, from a worker without another invocation.

        Raises:
            FunctionError: when it raises, or when the worker dies over it.
        """
        workers = list(self._workers.values())
        idle = next((worker for worker in workers if not worker.busy), workers[0])
        try:
            return idle.invoke(payload)
        except WorkerEnded as error:
            raise FunctionError("Runtime.ExitError", str(error)) from error

    def stop(self) -> None:
        """End all of them."""
        with self._lock:
            self._ended.set()
        self._may_poll.set()
        for worker in self._workers.values():
            worker.stop()

    def _start(self) -> WorkerProcess:
        return WorkerProcess(self.function, os.environ, self._log)

    def _supervise(self, number: int) -> None:
        """Keep one worker at work; one that does not even load is not tried again."""
        while not self._ended.is_set():
            worker = self._workers[number]
            try:
                worker.wait_until_ready()
                self._may_poll.wait()
                worker.poll(self._source)
            except WorkerEnded:
                if not self._ended.is_set():
                    self.broken.set()
                return
            worker.wait()
            self._replace(number)

    def _replace(self, number: int) -> None:
        with self._lock:
            if not self._ended.is_set():
                self._log.write(f"A {self.function} worker died at work; another one takes its place.\n")
                self._workers[number] = self._start()
