"""How far this machine lets processes that only compute work side by side: the bare detector, one process a core.

Two cores may share caches, memory and, on a virtual machine, one physical core; and one busy core often runs faster
than two. What two such processes do over what one does is the most that any two workers can gain here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Final

import numpy as np

from orchestrator.recognition.model import load_model

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Barrier

MODEL_DIR: Final = Path("functions/recognition/model")
TILE_PX: Final = 512
SECONDS: Final = 6.0
TURNS: Final = 3


def tiles_a_s(workers: Sequence[int], cores: Sequence[int]) -> dict[int, float]:
    """Return the tiles a second of so many processes, each with one thread on a core of its own.

    The numbers of processes take turns, so that a machine whose speed changes does not favour one of them.
    """
    found: dict[int, list[float]] = {number: [] for number in workers}
    for _ in range(TURNS):
        for number, rates in found.items():
            rates.append(_together(cores[-number:]))
    return {number: fmean(rates) for number, rates in found.items()}


def _together(cores: Sequence[int]) -> float:
    context = get_context("spawn")
    start, rates = context.Barrier(len(cores)), context.Queue()
    processes = [context.Process(target=_compute, args=(core, start, rates)) for core in cores]
    for process in processes:
        process.start()
    total = sum(rates.get(timeout=60 + SECONDS) for _ in processes)
    for process in processes:
        process.join()
    return float(total)


def _compute(core: int, start: Barrier, rates: Queue[float]) -> None:
    """Look at one tile over and over, and put how often a second."""
    os.sched_setaffinity(0, {core})
    model, tile = load_model(MODEL_DIR, threads=1), np.zeros((1, 1, TILE_PX, TILE_PX), np.float32)
    model.propose(tile)
    start.wait()
    count, began = 0, time.perf_counter()
    while (seconds := time.perf_counter() - began) < SECONDS:
        model.propose(tile)
        count += 1
    rates.put(count / seconds)
