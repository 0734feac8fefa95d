"""What an example's repeats agree on: strokes that no repeat shows came into its box by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import numpy as np

from orchestrator.recognition.repeats.exemplar import Exemplar, Indistinct, without
from orchestrator.recognition.repeats.matching import matches_of, strokes_there
from orchestrator.recognition.repeats.page_index import PageIndex
from orchestrator.recognition.repeats.poses import anchors_of, poses_of
from orchestrator.recognition.repeats.scales import elsewhere

_CANDIDATES: Final = 20_000
_THERE: Final = 0.6
_MOST_DROPPED: Final = 0.2
"""Of the example's ink, that may be foreign to it; more is another variant."""

_FEWEST: Final = 2
"""Places that must show the rest and lack the same strokes."""


def agreed(own: PageIndex, exemplar: Exemplar, indexes: Iterable[PageIndex], scale: float = 1.0) -> Exemplar:
    """Return the example without strokes that all its repeats lack.

    It stays as it is when any place shows all of it, or when no places agree on what is foreign: a fifth of its ink at
    most, the same everywhere.

    Args:
        own: index of the page it was cut from.
        exemplar: the example.
        indexes: pages to compare it on.
        scale: size of its repeats over its own.
    """
    lacking: Counter[tuple[int, ...]] = Counter()
    for index in indexes:
        lacking.update(_lacking(index, exemplar, scale))
    if not lacking or lacking[()]:
        return exemplar
    strokes, places = lacking.most_common(1)[0]
    ink = exemplar.strokes.length
    if places < _FEWEST or ink[list(strokes)].sum() > _MOST_DROPPED * ink.sum():
        return exemplar
    try:
        return without(own, exemplar, strokes)
    except Indistinct:
        return exemplar


def _lacking(index: PageIndex, exemplar: Exemplar, scale: float) -> list[tuple[int, ...]]:
    """Return for each place on a page, other than the example's own, which of its strokes are not there."""
    anchors = anchors_of(index, exemplar, (scale, scale), _CANDIDATES)
    found = matches_of(index, exemplar, poses_of(index, exemplar, anchors, (scale, scale)))
    found = found.take(np.argsort(-found.share, kind="stable"))
    found = found.take(np.flatnonzero(elsewhere(index, exemplar, found.poses.shift)))
    shares = strokes_there(index, exemplar, found.poses)
    places: dict[complex, tuple[int, ...]] = {}
    for shift, there in zip(found.poses.shift.tolist(), shares, strict=True):
        if all(abs(shift - place) > scale * exemplar.size_pt / 4 for place in places):
            places[shift] = tuple(np.flatnonzero(there < _THERE).tolist())
    return list(places.values())
