"""What `orchestrator serve` uses of the machine: memory, and processor by part (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PARTS: Final = ("recognition", "extraction", "API and account")
_WORKER: Final = b"local.worker\0"
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class _Process:
    parent: int
    used_s: float
    """Of processor, that of its ended children included."""


def memory_mb(root: int) -> dict[str, float]:
    """Return the resident memory in MB of each of `PARTS` of a running stack, told apart as in `processor_s`."""
    processes = _processes()
    held = dict.fromkeys(PARTS, 0.0)
    for pid in _family(root, processes):
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except OSError:
            continue  # it ended meanwhile
        held[_part(pid, root, processes)] += pages * _PAGE_BYTES / 1e6
    return held


def processor_s(root: int) -> dict[str, float]:
    """Return the seconds of processor used so far by each of `PARTS` of a running stack.

    API, queues, table and bucket are threads of one process, `root`; what a worker starts counts as the worker's.
    """
    processes = _processes()
    used = dict.fromkeys(PARTS, 0.0)
    for pid in _family(root, processes):
        used[_part(pid, root, processes)] += processes[pid].used_s
    return used


def _part(pid: int, root: int, processes: Mapping[int, _Process]) -> str:
    while pid != root:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            command = b""  # it ended meanwhile; its parent is still there
        if _WORKER in command:
            return command.partition(_WORKER)[2].split(b"\0")[0].decode()
        pid = processes[pid].parent
    return "API and account"


def _processes() -> dict[int, _Process]:
    """Return every process by its id."""
    return dict(_found())


def _found() -> Iterator[tuple[int, _Process]]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        yield int(status.parent.name), _Process(int(fields[1]), sum(map(int, fields[11:15])) / _TICKS)


def _family(root: int, processes: Mapping[int, _Process]) -> set[int]:
    """Return a process and all its descendants."""
    family = {root}
    while grown := {pid for pid, process in processes.items() if process.parent in family} - family:
        family |= grown
    return family & processes.keys()
