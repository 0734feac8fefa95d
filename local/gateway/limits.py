"""The web application firewall's rate limit: so many requests of an address in any minute."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Final

WINDOW_S: Final = 60.0


class RateLimit:
    """Counts the requests let through for each address over the last minute."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._passed: dict[str, deque[float]] = {}
        self._lock = Lock()

    def refuse_for_s(self, address: str) -> int:
        """Count a request and return 0, or the seconds (rounded up) after which the next one passes."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            passed = self._passed.setdefault(address, deque())
            if len(passed) >= self._limit:
                return max(1, math.ceil(passed[0] + WINDOW_S - now))
            passed.append(now)
            return 0

    def _forget(self, now: float) -> None:
        for address, passed in list(self._passed.items()):
            while passed and passed[0] <= now - WINDOW_S:
                passed.popleft()
            if not passed:
                del self._passed[address]
