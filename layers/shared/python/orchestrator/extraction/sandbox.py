"""One child process that reads a PDF, and the clock over it: only SIGKILL stops MuPDF in a C loop.

MuPDF holds the GIL, so no thread and no alarm can interrupt it; Lambda has no /dev/shm, so plain pipes.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from orchestrator.errors import DrawingErrorCode
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.wire import LENGTHS, MAX_BODY_BYTES, MAX_HEADER_BYTES, Reply

_CHUNK: Final = 1 << 20
_PIPE_BYTES: Final = 1 << 20
"""What a child may answer before anybody hears it, and then go on: pages and pictures are larger than a pipe is."""

_INHERITED: Final = ("LD_LIBRARY_PATH", "LANG", "SYSTEMROOT")
"""Environment a child gets beside the import path: no credentials, whatever a document may make it do."""


class ChildLost(Exception):
    """The child is gone and a new one is needed; `code` and the message say why."""

    def __init__(self, code: DrawingErrorCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


Meanwhile = Callable[[], Mapping[IO[bytes], Callable[[], None]]]
"""Pipes to look at besides while a child is waited for, and what to do when something has come."""


class Child:
    """A running child, until `kill`: it may use the memory, and for each request the processor time, of the limits."""

    def __init__(self, limits: Limits, meanwhile: Meanwhile = dict) -> None:
        self._meanwhile = meanwhile
        self._cpu_s = limits.step_cpu_s
        arguments = str(limits.child_memory_bytes), str(limits.step_cpu_s)
        self._process = subprocess.Popen(  # noqa: S603  # our own module, no word from outside
            [sys.executable, "-S", "-P", "-m", "orchestrator.pdf.child", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=Path(sys.executable).anchor,
            env=_environment(),
        )
        assert self._process.stdin is not None  # noqa: S101  # pipes were asked for
        assert self._process.stdout is not None  # noqa: S101
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        _widen(self._stdout)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def pipe(self) -> IO[bytes]:
        """Where its answers come from, to wait for one."""
        return self._stdout

    def ask(self, request: bytes, timeout_s: float) -> Reply:
        """Send one request and return the reply; raises as `tell` and `hear` do."""
        self.tell(request)
        return self.hear(timeout_s)

    def tell(self, request: bytes) -> None:
        """Send one request, which the child works on while this process does something else.

        Raises:
            ChildLost: `crashed`; the child is of no more use, kill it.
        """
        try:
            self._stdin.write(request)
        except BrokenPipeError as error:
            raise self._ended() from error

    def hear(self, timeout_s: float) -> Reply:
        """Return the reply to the last request, which may take so long from now on.

        Raises:
            ChildLost: `timeout`, `crashed` or `out_of_memory`; the child is of no more use, kill it.
        """
        try:
            reply = self._reply(time.monotonic() + timeout_s)
        except EOFError as error:
            raise self._ended() from error
        except ValueError as error:
            raise ChildLost("crashed", "the reader gave an answer that makes no sense") from error
        except TimeoutError as error:
            raise ChildLost("timeout", f"it took longer than {timeout_s:,.3g} seconds") from error
        if reply.header.get("error") == "out_of_memory":
            raise ChildLost("out_of_memory", reply.header["detail"])
        return reply

    def _reply(self, deadline: float) -> Reply:
        header_size, body_size = LENGTHS.unpack(self._receive(LENGTHS.size, deadline))
        if header_size > MAX_HEADER_BYTES or body_size > MAX_BODY_BYTES:
            raise ValueError(f"a reply of {header_size} + {body_size} bytes")
        header = json.loads(self._receive(header_size, deadline))
        return Reply(header, self._receive(body_size, deadline))

    def kill(self) -> None:
        """End the child at once, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._stdin.close()
        self._stdout.close()

    def _receive(self, size: int, deadline: float) -> bytes:
        received = bytearray()
        while len(received) < size:
            self._wait(deadline)
            chunk = os.read(self._stdout.fileno(), min(size - len(received), _CHUNK))
            if not chunk:
                raise EOFError
            received += chunk
        return bytes(received)

    def _wait(self, deadline: float) -> None:
        while True:
            besides = self._meanwhile()
            readable = come((self._stdout, *besides), deadline - time.monotonic())
            if not readable:
                raise TimeoutError
            if self._stdout in readable:
                return
            for pipe in readable:
                besides[pipe]()

    def _ended(self) -> ChildLost:
        try:
            code = self._process.wait(timeout=5)  # its pipe is closed: it is ending
        except subprocess.TimeoutExpired:
            return ChildLost("crashed", "the reader stopped (it closed its pipe)")
        if code == -signal.SIGXCPU:
            return ChildLost("timeout", f"it took more than {self._cpu_s:,} seconds of processor time")
        reason = signal.strsignal(-code) if code < 0 else f"exit status {code}"
        return ChildLost("crashed", f"the reader stopped ({reason})")


def come(pipes: Iterable[IO[bytes]], within_s: float) -> list[IO[bytes]]:
    """Return those of some pipes from which something can be read within so many seconds."""
    readable, _, _ = select.select(list(pipes), [], [], max(within_s, 0))
    return readable


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold more, where the system has that (Linux) and allows it."""
    if sys.platform != "linux":
        return
    import fcntl  # noqa: PLC0415  # not on Windows

    with suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**inherited, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
