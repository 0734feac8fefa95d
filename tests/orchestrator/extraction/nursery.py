"""A process that has MuPDF loaded and forks off a reader for each pair of pipes that it is sent, with its limits.

The reader's parent becomes the process that asked, as the nearest one that takes orphans: prctl(2), "subreaper".
"""

from __future__ import annotations

import gc
import os
import socket
import struct
import sys
from collections.abc import Sequence
from typing import Final

from orchestrator.pdf import child

PID: Final = struct.Struct("i")
"""What is answered: the number of the reader."""

_MESSAGE_BYTES: Final = 64
_MAX_OPEN_FILES: Final = 64


def serve(control: socket.socket) -> None:
    """Fork off readers until nobody is left to ask for one."""
    while True:
        limits, pipes, *_ = socket.recv_fds(control, _MESSAGE_BYTES, 2)
        if not limits:
            return
        told, tell = os.pipe()
        between = os.fork()
        if not between:
            pid = os.fork()
            if not pid:
                _be_reader(pipes, limits)
            os.write(tell, PID.pack(pid))
            os._exit(0)
        os.waitpid(between, 0)  # now the reader is an orphan
        control.send(os.read(told, PID.size))
        for number in (*pipes, told, tell):
            os.close(number)


def _be_reader(pipes: Sequence[int], limits: bytes) -> None:
    for number, pipe in enumerate(pipes):
        os.dup2(pipe, number)
    os.closerange(3, _MAX_OPEN_FILES)
    child.main(*map(int, limits.split()))
    os._exit(0)


if __name__ == "__main__":
    gc.disable()
    child.preload()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))
