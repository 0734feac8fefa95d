"""What tells the bows of a line's cloud from other bows of a picture."""

from __future__ import annotations

from math import pi
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.scans.bows import Bows, near

_MEET_PX, _MEET, _FURTHEST_PX = 5.0, 0.35, 20.0
"""How far one bow may begin from where the one before ends: in pixels, in terms of the shorter chord, and at all."""

_CUSP, _MOST_TURN = -0.35, 1.9
"""Radians: an outline turns inward by more than the first where two bows meet, or it is turned about."""

_AROUND_PX: Final = 80.0
"""How far from bows of lines others are that may belong to them."""


def in_company(bows: Bows) -> NDArray[np.bool_]:
    """Tell which of N bows meet another in a cusp."""
    chords = np.hypot(*(bows.ends[:, 1] - bows.ends[:, 0]).T)
    before, after = near(bows.ends[:, 1], bows.ends[:, 0], _FURTHEST_PX)
    gaps = np.hypot(*(bows.ends[before, 1] - bows.ends[after, 0]).T)
    close = gaps <= np.maximum(_MEET_PX, _MEET * np.minimum(chords[before], chords[after]))
    turns = (bows.headings[after, 0] - bows.headings[before, 1] + pi) % (2 * pi) - pi
    sharp = close & (before != after) & ((turns < _CUSP) | (turns > _MOST_TURN))
    found = np.zeros(len(bows), np.bool_)
    found[before[sharp]] = found[after[sharp]] = True
    return found


def around_lines(bows: Bows, surely: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which bows are near to those that surely are a line's: grain and halftones have others without number."""
    lines = bows.ends[surely].reshape(-1, 2)
    found = np.zeros(len(bows), np.bool_)
    for ends in (bows.ends[:, 0], bows.ends[:, 1]):
        found[near(ends, lines, _AROUND_PX)[0]] = True
    return found
