"""Whether two children work on a document at once, and how they share the memory that it may use."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Final

from orchestrator.pdf.limits import Limits

_ENOUGH_BYTES: Final = 768 * 1024 * 1024
"""Memory of a document below which one child has all of it: MuPDF alone takes 95 MB of address space."""


def is_shared(limits: Limits) -> bool:
    """Tell whether two children take the pages in turns: where processors, memory and the setting allow it."""
    return limits.max_children > 1 and _processors() > 1 and limits.child_memory_bytes >= _ENOUGH_BYTES


def half(limits: Limits) -> Limits:
    """Return the limits of one of two children: half of the memory; a page at every limit takes 530 MB to read."""
    return replace(limits, child_memory_bytes=limits.child_memory_bytes // 2)


def _processors() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
