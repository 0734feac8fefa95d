"""The parent's side of a worker process: start it, tell it what to poll, invoke it, end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from threading import Lock
from typing import IO, Any, Final

from local.lambda_endpoint import FunctionError
from local.queue_events import EventSource

GRACE_S: Final = 2.0


class WorkerEnded(RuntimeError):
    """A worker process is not there any more; its log says why."""


class WorkerProcess:
    """One `python -m local.worker`, in a process group of its own so that its children end with it."""

    def __init__(self, function: str, environ: Mapping[str, str], log: IO[str]) -> None:
        self.function = function
        self._turn = Lock()
        self._process = subprocess.Popen(  # noqa: S603 - our own module, run by our own interpreter
            [sys.executable, "-m", "local.worker", function],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=dict(environ),
            text=True,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The process id, which is its group's too."""
        return self._process.pid

    @property
    def busy(self) -> bool:
        """Whether an invocation is under way."""
        return self._turn.locked()

    def wait_until_ready(self) -> None:
        """Return when the handler is loaded.

        Raises:
            WorkerEnded: when it does not load.
        """
        self._hear()

    def poll(self, source: EventSource) -> None:
        """Let the worker take a queue's messages."""
        self._say({"poll": asdict(source)})

    def invoke(self, payload: object) -> object:
        """Return what the handler answers to a payload.

        Raises:
            FunctionError: when it raises.
            WorkerEnded: when the process is gone.
        """
        with self._turn:
            self._say({"invoke": payload})
            answer = self._hear()
        if "error" in answer:
            raise FunctionError(answer["error"]["kind"], answer["error"]["message"])
        return answer["result"]

    def wait(self) -> None:
        """Return when the process is gone."""
        self._process.wait()

    def stop(self) -> None:
        """End the process and everything it started."""
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # closing flushes: the other end may be gone
                stream.close()  # type: ignore[union-attr]  # both are pipes
        try:
            self._process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()

    def _say(self, request: Mapping[str, Any]) -> None:
        try:
            self._process.stdin.write(json.dumps(request) + "\n")  # type: ignore[union-attr]  # it is a pipe
            self._process.stdin.flush()  # type: ignore[union-attr]
        except OSError as error:
            raise self._gone() from error

    def _hear(self) -> dict[str, Any]:
        line = self._process.stdout.readline()  # type: ignore[union-attr]  # it is a pipe
        if not line:
            raise self._gone()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _gone(self) -> WorkerEnded:
        return WorkerEnded(f"The {self.function} worker ended by itself.")
