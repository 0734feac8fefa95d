"""Outlines of clouds as they come out of a picture, with spurs, crossings and other things' bows in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import pi
from typing import Final

import numpy as np

from orchestrator.geometry import Point, bounds, iou
from orchestrator.recognition.clouds import crossings
from orchestrator.recognition.rings import Ring, heading, wrapped

FEWEST_ARCS: Final = 6
_FEWEST_CORNERS: Final = 3
_SMALLEST_PT: Final = 24.0
_TURNS_BACK: Final = 2.2
"""Radians: a corner that turns by more is the end of a spur."""

_TREE_PT, _TREE_OFF, _TREE_SHARE, _FITS = 65.0, 0.06, 0.75, 4
"""Radius of the largest tree, how far off a circle its corners lie, the share of them that do, and how often to fit."""

_SAME_PT, _SAME = 12.0, 0.5
"""How near corners of two outlines are, and the share of them, where both are one."""


def without_spurs(corners: Iterable[Point]) -> tuple[Point, ...]:
    """Return corners without those where the outline turns back: ends of bows that lie over each other.

    Of corners in a row the one where it turns back most goes first: a spur's tip before its foot.
    """
    kept = list(corners)
    here = quiet = 0
    while len(kept) > _FEWEST_CORNERS and quiet < len(kept):
        doubled, turn = kept[here - 1] == kept[here], _turn(kept, here)
        following = (here + 1) % len(kept)
        if not doubled and turn > _TURNS_BACK and _turn(kept, following) > turn:
            quiet, here = 0, following
        elif doubled or turn > _TURNS_BACK:
            del kept[here]
            quiet, here = 0, max(here - 1, 0) % len(kept)
        else:
            quiet, here = quiet + 1, following
    return tuple(kept)


def _turn(corners: Sequence[Point], here: int) -> float:
    """Return by how much (radians, 0 to pi) an outline turns at a corner."""
    corner, after = corners[here], corners[(here + 1) % len(corners)]
    return abs(wrapped(heading(corner, after) - heading(corners[here - 1], corner)))


def goes_round(corners: Sequence[Point]) -> bool:
    """Tell whether corners go round once, clockwise on the page, and around more than a letter."""
    xs, ys = zip(*corners, strict=True)
    if min(max(xs) - min(xs), max(ys) - min(ys)) < _SMALLEST_PT:
        return False
    headings = [heading(a, b) for a, b in pairwise([*corners, corners[0]])]
    turned = sum(wrapped(b - a) for a, b in pairwise([*headings, headings[0]]))
    return abs(turned - 2 * pi) < 1


def is_round(corners: Sequence[Point]) -> bool:
    """Tell whether most corners lie on one small circle: a tree's, also where another thing cuts into it."""
    points = np.array(corners) - np.mean(corners, axis=0)
    system, squares = np.column_stack([points, np.ones(len(points))]), (points**2).sum(axis=1)
    kept = np.ones(len(points), np.bool_)
    for _ in range(_FITS):  # the circle of those that lie on it best (Kasa 1976)
        solved = np.linalg.lstsq(system[kept], squares[kept], rcond=None)[0]
        away = np.hypot(*(points - solved[:2] / 2).T)
        radius = float(away[kept].mean())
        off = np.abs(away - radius)
        if radius < _TREE_PT and float((off[kept] ** 2).mean()) < (_TREE_OFF * radius) ** 2:
            return True
        kept = off <= np.quantile(off, _TREE_SHARE)
    return False


def loops(ring: Ring) -> list[Ring]:
    """Return the loops of a ring that crosses itself, without those of a few arcs; else the ring."""
    crossed = crossings([arc.start for arc in ring]) if len(ring) >= 2 * FEWEST_ARCS else []
    if not crossed:
        return [ring]
    first, last = max(crossed, key=lambda pair: min(pair[1] - pair[0], len(ring) - pair[1] + pair[0]))
    parts = ring[first + 1 : last + 1], ring[last + 1 :] + ring[: first + 1]
    return [loop for part in parts if len(part) >= FEWEST_ARCS for loop in loops(part)]


def is_same(corners: Sequence[Point], others: Sequence[Point]) -> bool:
    """Tell whether an outline is another one once more, or a part of it."""
    if iou(bounds(corners), bounds(others)) > _SAME:
        return True
    apart = np.array(corners)[:, None] - np.array(others)[None]
    nearest = np.hypot(apart[..., 0], apart[..., 1]).min(axis=1)
    return float((nearest <= _SAME_PT).mean()) >= _SAME
