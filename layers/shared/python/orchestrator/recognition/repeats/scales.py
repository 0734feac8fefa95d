"""The scale a symbol's repeats are drawn at when nobody stated it: voted by the places it fits, one scale a symbol."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.geometry import centre, contains
from orchestrator.recognition.repeats.exemplar import Exemplar
from orchestrator.recognition.repeats.matching import matches_of
from orchestrator.recognition.repeats.page_index import PageIndex
from orchestrator.recognition.repeats.poses import anchors_of, poses_of
from orchestrator.recognition.repeats.strokes import Floats, Points

SCALES: Final = (0.4, 2.5)
_SMALLEST_PT: Final = 6.0
_CLEAR_PT: Final = 16.0
"""Size from which a fit is no chance; smaller ones count less."""

_SHARE, _WEAKEST = 0.95, 0.7
_WIDTH: Final = 0.02
"""Of the logarithm: scales this near are one."""

_CANDIDATES: Final = 60_000


@dataclass(frozen=True, slots=True)
class Vote:
    """The scale most places agree on, how many those are, and of how many in all."""

    scale: float
    places: int
    of: int


def vote_scale(indexes: Iterable[PageIndex], exemplar: Exemplar) -> Vote | None:
    """Return the scale at which the exemplar is drawn most often on some pages, other than where it was cut from."""
    parts = [_scales(index, exemplar) for index in indexes]
    scales = np.concatenate([np.zeros(0), *parts])
    if not len(scales):
        return None
    logs = np.sort(np.log(scales))
    first = np.searchsorted(logs, logs - _WIDTH / 2)
    count = np.searchsorted(logs, logs + _WIDTH / 2, side="right") - first
    worth = count * np.minimum(np.exp(logs) * exemplar.size_pt / _CLEAR_PT, 1.0) ** 2
    best = int(np.argmax(worth - 1e-6 * np.abs(logs)))
    window = logs[first[best] : first[best] + count[best]]
    return Vote(round(float(np.exp(np.median(window))), 4), int(count[best]), len(logs))


def _scales(index: PageIndex, exemplar: Exemplar) -> Floats:
    """Return the scale of each place on a page, a place once."""
    low = max(SCALES[0], _SMALLEST_PT / exemplar.size_pt)
    anchors = anchors_of(index, exemplar, (low, SCALES[1]), _CANDIDATES)
    poses = poses_of(index, exemplar, anchors, None)
    scale = np.abs(poses.turn)
    matches = matches_of(index, exemplar, poses.take((scale >= low) & (scale <= SCALES[1])))
    good = np.flatnonzero((matches.share >= _SHARE) & (matches.weakest >= _WEAKEST))
    found = matches.take(good)
    elsewhere = _elsewhere(index, exemplar, found.poses.shift)
    found = found.take(np.flatnonzero(elsewhere))
    scales = np.abs(found.poses.turn)
    order = np.lexsort((-scales, -np.round(found.share, 2)))
    kept = _apart(found.poses.shift[order], scales[order] * exemplar.size_pt / 4)
    return scales[order][kept]


def _elsewhere(index: PageIndex, exemplar: Exemplar, shift: Points) -> list[bool]:
    if index.page != exemplar.page:
        return [True] * len(shift)
    x, y = centre(exemplar.bbox)
    reach = exemplar.size_pt / 4
    box = (x - reach, y - reach, 2 * reach, 2 * reach)
    return [not contains(box, point.real, point.imag) for point in shift.tolist()]


def _apart(points: Points, reach: Floats) -> list[int]:
    """Return the indices of points that are no nearer to an earlier one than its reach."""
    kept: list[int] = []
    for i, point in enumerate(points.tolist()):
        near = np.abs(points[kept] - point) < reach[kept]
        if not near.any():
            kept.append(i)
    return kept
