"""How long and how fast a network is trained."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """The time one training takes, the pictures of one step, and the highest learning rate."""

    minutes: float
    batch_size: int
    peak_rate: float


def one_cycle(share: float) -> float:
    """Return the learning rate's factor at a share of the time: a short rise, then a cosine fall (Smith 2018)."""
    if share < 0.06:
        return 0.1 + 0.9 * share / 0.06
    return 0.5 * (1 + math.cos(math.pi * (share - 0.06) / 0.94)) + 1e-3
