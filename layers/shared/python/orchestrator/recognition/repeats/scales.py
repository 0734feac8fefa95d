"""The scale a symbol's repeats are drawn at when nobody stated it: voted by the places it fits, one scale a symbol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.geometry import centre, contains
from orchestrator.recognition.repeats.claims import Claims
from orchestrator.recognition.repeats.exemplar import Exemplar, words_in
from orchestrator.recognition.repeats.matching import Matches, extra_ink, matches_of
from orchestrator.recognition.repeats.page_index import PageIndex
from orchestrator.recognition.repeats.poses import Poses, anchors_of, poses_of
from orchestrator.recognition.repeats.strokes import Flags, Floats, Indices, Points, bounds
from orchestrator.recognition.repeats.variants import kinds

SCALES: Final = (0.4, 2.5)
_SMALLEST_PT: Final = 6.0
_CLEAR_PT: Final = 16.0
"""Size from which a fit is no chance; smaller ones count less."""

_SHARE, _WEAKEST, _EXTRA = 0.95, 0.7, 0.2
_WIDTH: Final = 0.02
"""Of the logarithm: scales this near are one."""

_CANDIDATES: Final = 60_000
_RUN: Final = (0.12, 0.6)
"""How far apart, in terms of the longer side, two fits of one scale show a pattern that goes on."""


@dataclass(frozen=True, slots=True)
class Vote:
    """The scale most places agree on, how many those are, and of how many in all."""

    scale: float
    places: int
    of: int


def vote_scale(
    indexes: Iterable[PageIndex], exemplar: Exemplar, taken: Mapping[int, Claims] | None = None
) -> Vote | None:
    """Return the scale at which the exemplar is drawn most often on some pages, other than where it was cut from.

    Args:
        indexes: the pages.
        exemplar: what is searched for; where it says something inside, only places that say the same have a vote.
        taken: by page, whose the ink is already; a place on it has no vote.
    """
    parts = [_scales(index, exemplar, (taken or {}).get(index.page)) for index in indexes]
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


def _scales(index: PageIndex, exemplar: Exemplar, taken: Claims | None) -> Floats:
    """Return the scale of each place on a page, a place once."""
    limits = (max(SCALES[0], min(_SMALLEST_PT / exemplar.size_pt, 1.0)), SCALES[1])
    anchors = anchors_of(index, exemplar, limits, _CANDIDATES)
    matches = matches_of(index, exemplar, poses_of(index, exemplar, anchors, limits))
    good = (matches.share >= _SHARE) & (matches.weakest >= _WEAKEST)
    found = matches.take(np.flatnonzero(good))
    found = found.take(np.flatnonzero(extra_ink(index, exemplar, found.poses) <= _EXTRA))
    found = found.take(np.flatnonzero(elsewhere(index, exemplar, found.poses.shift)))
    found = found.take(np.flatnonzero(~_in_runs(exemplar, found)))
    scales = np.abs(found.poses.turn)
    found = found.take(np.lexsort((-scales, -np.round(found.share, 2))))
    found = found.take(_apart(found.poses.shift, np.abs(found.poses.turn) * exemplar.size_pt / 4))
    voted: Floats = np.abs(found.poses.turn)[_has_vote(index, exemplar, found.poses, taken)]
    return voted


def _has_vote(index: PageIndex, exemplar: Exemplar, places: Poses, taken: Claims | None) -> Flags:
    """Tell which places have a vote: their ink is nobody's, and they say what the exemplar says."""
    votes = np.ones(len(places), bool)
    if taken:
        inks = taken.places(places.place(exemplar.points))
        votes &= np.array([taken.owner(ink) is None for ink in inks], bool)
    wanted = kinds(exemplar.words)
    if wanted:
        zones = bounds(places.place(exemplar.corners()))
        votes &= np.array([kinds(words_in(index, zone)) == wanted for zone in zones], bool)
    return votes


def _in_runs(exemplar: Exemplar, found: Matches) -> Flags:
    """Tell which places are pieces of a pattern that goes on: the same fits again less than a symbol further on."""
    scales = np.abs(found.poses.turn)
    local = np.where(found.poses.mirrored, exemplar.points.mean().conjugate(), exemplar.points.mean())
    middles = found.poses.turn * local + found.poses.shift
    order = np.argsort(middles.real, kind="stable")
    runs = np.zeros(len(scales), bool)
    for step in range(1, min(len(order), 40)):
        a, b = order[:-step], order[step:]
        apart = np.abs(middles[a] - middles[b]) / (exemplar.size_pt * scales[a])
        run = (apart > _RUN[0]) & (apart < _RUN[1]) & (np.abs(np.log(scales[a] / scales[b])) < _WIDTH)
        runs[a[run]] = runs[b[run]] = True
    return runs


def elsewhere(index: PageIndex, exemplar: Exemplar, shift: Points) -> Flags:
    """Tell which places are not where the exemplar was cut from."""
    if index.page != exemplar.page:
        return np.ones(len(shift), bool)
    x, y = centre(exemplar.bbox)
    reach = exemplar.size_pt / 4
    box = (x - reach, y - reach, 2 * reach, 2 * reach)
    return np.array([not contains(box, point.real, point.imag) for point in shift.tolist()], bool)


def _apart(points: Points, reach: Floats) -> Indices:
    """Return the indices of points that are no nearer to an earlier one than its reach."""
    kept: list[int] = []
    for i, point in enumerate(points.tolist()):
        near = np.abs(points[kept] - point) < reach[kept]
        if not near.any():
            kept.append(i)
    return np.array(kept, np.int64)
