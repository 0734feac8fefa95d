"""What tells the bows of a line's cloud from other bows of a picture."""

from __future__ import annotations

from math import pi
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.scans.bows import Bows, near
from orchestrator.recognition.scans.contours import Floats

_MEET_PX, _MEET, _FURTHEST_PX = 5.0, 0.35, 20.0
"""How far one bow may begin from where the one before ends: in pixels, in terms of the shorter chord, and at all."""

_CUSP, _MOST_TURN = -0.35, 1.9
"""Radians: an outline turns inward by more than the first where two bows meet, or it is turned about."""

_THICKEST_PX: Final = 10.0
"""Of lines."""

_TWIN_PX, _TWIN = 2.0, 0.25
_CIRCLE_PX, _CIRCLE = 2.0, 0.2
"""How far the circles of a bow and of what runs along it may be apart: pixels and a share of the radius, added up."""

_FURTHEST_TWIN_PX: Final = 16.0
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


def circled(bows: Bows, hubs: Floats, radii: Floats) -> NDArray[np.bool_]:
    """Tell which of N bows run along one of the whole circles with (M, 2) centres and (M,) radii."""
    a, b = near(bows.hubs, hubs, _FURTHEST_TWIN_PX)
    apart = np.hypot(*(bows.hubs[a] - hubs[b]).T)
    along = (apart <= _CIRCLE_PX + _CIRCLE * bows.radii[a]) & (
        np.abs(bows.radii[a] - radii[b]) < _THICKEST_PX
    )
    found = np.zeros(len(bows), np.bool_)
    found[a[along]] = True
    return found


def twinned(bows: Bows, others: Bows) -> NDArray[np.bool_]:
    """Tell which of N bows surely are a line's: they have another on its other side, or go on beyond other ink."""
    a, b = near(bows.hubs, others.hubs, _FURTHEST_TWIN_PX)
    apart = np.hypot(*(bows.hubs[a] - others.hubs[b]).T)
    thick = np.abs(bows.radii[a] - others.radii[b])
    middle = bows.samples.shape[1] // 2
    away = np.hypot(*(bows.samples[a, middle] - others.samples[b, middle]).T)
    reach = _TWIN * bows.radii[a]
    good = (apart <= _TWIN_PX + reach) & (thick < _THICKEST_PX) & (away < thick + 2 * _TWIN_PX + reach)
    found = bows.mended.copy()
    found[a[good]] = True
    return found


def around_lines(bows: Bows, surely: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which bows are near to those that surely are a line's: grain and halftones have others without number."""
    lines = bows.ends[surely].reshape(-1, 2)
    found = np.zeros(len(bows), np.bool_)
    for ends in (bows.ends[:, 0], bows.ends[:, 1]):
        found[near(ends, lines, _AROUND_PX)[0]] = True
    return found
