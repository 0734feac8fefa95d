"""Readers that start at once, as MuPDF is loaded already: loading it takes each longer than all else that it does.

That is all they are spared: they lower their limits, answer, are lost or killed, and are counted as others are.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Final

from orchestrator.extraction import sandbox
from tests.orchestrator.extraction import nursery

_SET_CHILD_SUBREAPER: Final = 36  # of prctl(2)


class Forked:
    """A reader that was forked off, as `subprocess.Popen` has it."""

    def __init__(self, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.pid = pid
        self.stdin, self.stdout = stdin, stdout
        self._code: int | None = None

    def kill(self) -> None:
        """Kill it if it lives."""
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float = 60) -> int:
        """Wait until it has ended and return how: its exit status, or the number of a signal below zero."""
        until = time.monotonic() + timeout
        while self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > until:
                raise subprocess.TimeoutExpired("reader", timeout)
            else:
                time.sleep(0.001)
        return self._code


class Nursery:
    """The process that forks readers off; this one becomes their parent."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-S", "-P", "-m", nursery.__name__, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd=Path(sys.executable).anchor,
                env=sandbox._environment(),
            )

    def fork(self, command: Sequence[str], **_: object) -> Forked:
        """Stand in for starting a reader by its command, which ends with its limits."""
        (requests, stdin), (stdout, replies) = os.pipe(), os.pipe()
        socket.send_fds(self._socket, [" ".join(command[-2:]).encode()], [requests, replies])
        os.close(requests)
        os.close(replies)
        (pid,) = nursery.PID.unpack(self._socket.recv(nursery.PID.size))
        return Forked(pid, os.fdopen(stdin, "wb", 0), os.fdopen(stdout, "rb", 0))

    @contextmanager
    def parent(self) -> Iterator[SimpleNamespace]:
        """Let this process be the parent of what is forked off meanwhile; yield a `subprocess` whose `Popen` forks."""
        prctl = ctypes.CDLL(None).prctl
        prctl(_SET_CHILD_SUBREAPER, 1)
        try:
            yield SimpleNamespace(**vars(subprocess) | {"Popen": self.fork})
        finally:
            prctl(_SET_CHILD_SUBREAPER, 0)

    def end(self) -> None:
        """End the process."""
        self._socket.close()
        self._process.wait()
