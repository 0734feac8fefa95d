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
        self._ready = False
        self._process = subprocess.Popen(  # noqa: S603 - our own module, run by our own interpreter
            [sys.executable, "-m", "local.worker", function],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=dict(environ),
            text=True,
            start_new_session=True,
        )
        assert self._process.stdin is not None  # noqa: S101 - pipes were asked for
        assert self._process.stdout is not None  # noqa: S101
        self._stdin, self._stdout = self._process.stdin, self._process.stdout

    @property
    def busy(self) -> bool:
        """Whether an invocation is under way."""
        return self._turn.locked()

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Return when the handler is loaded.

        Raises:
            WorkerEnded: when it does not load.
        """
        with self._turn:
            self._wait_until_ready()

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
            self._wait_until_ready()
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
        with suppress(OSError):  # closing flushes: the other end may be gone
            self._stdin.close()
        try:
            self._process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        with self._turn:  # whoever still reads has now read the end
            self._stdout.close()

    def _wait_until_ready(self) -> None:
        if not self._ready:
            self._hear()
            self._ready = True

    def _say(self, request: Mapping[str, Any]) -> None:
        try:
            self._stdin.write(json.dumps(request) + "\n")
            self._stdin.flush()
        except (OSError, ValueError) as error:  # the other end is gone, or we have stopped it
            raise self._gone() from error

    def _hear(self) -> dict[str, Any]:
        line = "" if self._stdout.closed else self._stdout.readline()
        if not line:
            raise self._gone()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _gone(self) -> WorkerEnded:
        return WorkerEnded(f"The {self.function} worker ended by itself.")
