"""Whether two children work on a document at once, and how they share the memory that it may use."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Final

from orchestrator.pdf.limits import Limits

_ENOUGH_BYTES: Final = 768 * 1024 * 1024
"""Memory of a document below which one child has all of it: MuPDF alone takes 95 MB of address space."""

_DRAWER_SHARE: Final = 3
"""Drawing has a third of the memory: a page at every limit takes 180 MB of address space to draw, 530 MB to read."""


def is_shared(limits: Limits) -> bool:
    """Tell whether one child reads while another draws: where processors, memory and the setting allow it."""
    return limits.max_children > 1 and _processors() > 1 and limits.child_memory_bytes >= _ENOUGH_BYTES


def shares(limits: Limits) -> tuple[Limits, Limits]:
    """Return the limits of the child that reads and of the one that draws: their memory adds up to the document's."""
    drawer = limits.child_memory_bytes // _DRAWER_SHARE
    return (
        replace(limits, child_memory_bytes=limits.child_memory_bytes - drawer),
        replace(limits, child_memory_bytes=drawer),
    )


def _processors() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
