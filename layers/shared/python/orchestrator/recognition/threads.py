"""The same work on several things at once: the networks run outside the interpreter's lock, each call on one core."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
Answer = TypeVar("Answer")


def in_threads(work: Callable[[T], Answer], things: Iterable[T], threads: int) -> Iterator[Answer]:
    """Yield what `work` says of each thing, in their order; with one thread nothing is done ahead."""
    if threads == 1:
        yield from map(work, things)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(work, things)
