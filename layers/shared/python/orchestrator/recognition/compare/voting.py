"""Which similarities may take one page to another: each pair of landmarks votes, and most votes lead.

The generalised Hough transform (Ballard 1981) over scale, quarter turn and the place of the page's middle.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

import numpy as np

from orchestrator.recognition.compare.landmarks import Landmarks, shared_words
from orchestrator.recognition.compare.similarity import Similarity, fitted
from orchestrator.recognition.repeats.strokes import Flags, Floats, Indices, Points

LARGEST_SCALE: Final = 5.0
"""Of one page over the other, and the other way round."""

_SLANT: Final = np.radians(2.0)
"""How far a turn may be from a quarter turn."""
_SCALE_BIN, _PLACE_BIN_PT = 0.01, 8.0
_CANDIDATES: Final = 16
_TRAILING: Final = 0.2
"""Of the most votes: what has less is not tried."""
_MOST_WORD_PAIRS: Final = 4_000
_SEED: Final = 7

_ROUNDS_PT: Final = (8.0, 2.0, 0.7)
"""How near a landmark must come to its like, from one least-squares fit to the next; of the larger page's points."""
_FEWEST: Final = 6


def candidates(base: Landmarks, other: Landmarks, middle: complex) -> list[Similarity]:
    """Return the transforms from a page to another that most landmarks agree on, best first.

    Args:
        base: of the first page.
        other: of the second page.
        middle: of the first page; where it comes to lie is what is voted for.
    """
    turns, places = (
        np.concatenate(pair)
        for pair in zip(_stroke_votes(base, other, middle), _word_votes(base, other, middle), strict=True)
    )
    possible = _possible(turns)
    turns, places = turns[possible], places[possible]
    if not len(turns):
        return []
    quarter = np.round(np.angle(turns) / (np.pi / 2)).astype(np.int64) % 4
    cells = (
        quarter,
        np.floor(np.log(np.abs(turns)) / _SCALE_BIN).astype(np.int64) + 2**15,
        np.floor(places.real / _PLACE_BIN_PT).astype(np.int64) + 2**19,
        np.floor(places.imag / _PLACE_BIN_PT).astype(np.int64) + 2**19,
    )
    code = ((cells[0] << 16 | cells[1]) << 20 | cells[2]) << 20 | cells[3]
    _, kind, votes = np.unique(code, return_inverse=True, return_counts=True)
    found = []
    order = np.argsort(-votes, kind="stable")[:_CANDIDATES]
    for best in order[votes[order] >= _TRAILING * votes.max()]:
        voters = kind == best
        turn = complex(np.median(turns[voters].real) + 1j * np.median(turns[voters].imag))
        place = complex(np.median(places[voters].real) + 1j * np.median(places[voters].imag))
        found.append(Similarity(turn, place - turn * middle))
    return found


def refined(rough: Similarity, base: Landmarks, other: Landmarks) -> tuple[Similarity, Floats]:
    """Return the transform that fits best the landmarks that it brings to their like, and how far each is off, points.

    Ends of strokes and words count alike; it is fitted anew as what is near enough gets less.
    """
    found, errors = rough, np.zeros(0)
    for near in _ROUNDS_PT:
        origins, targets = _pairs(found, base, other, near * max(found.scale, 1.0))
        if len(origins) < _FEWEST:
            break
        try:
            found = fitted(origins, targets)
        except ValueError:
            break
        errors = np.abs(found(origins) - targets)
    return found, errors


def _stroke_votes(base: Landmarks, other: Landmarks, middle: complex) -> tuple[Points, Points]:
    """Return the turn (N * M * 2,) that takes each stroke to each, both ways round, and the middle's place."""
    first, second = base.chords, other.chords
    turns = (second[None, :] / first[:, None]).ravel()
    possible = np.flatnonzero(_possible(turns))
    turns = turns[possible]
    row, column = possible // max(len(second), 1), possible % max(len(second), 1)
    both = np.concatenate([turns, -turns])
    away = np.concatenate([base.middles[row] - middle] * 2)
    return both, np.concatenate([other.middles[column]] * 2) - both * away


def _word_votes(base: Landmarks, other: Landmarks, middle: complex) -> tuple[Points, Points]:
    """Return the turn that each two words which both pages have ask for, and the middle's place."""
    first, second = shared_words(base, other)
    pairs = np.array(list(combinations(range(len(first)), 2)), np.int64).reshape(-1, 2)
    if len(pairs) > _MOST_WORD_PAIRS:
        pairs = np.random.default_rng(_SEED).choice(pairs, _MOST_WORD_PAIRS, replace=False)
    a, b = pairs.T
    apart = np.abs(first[a] - first[b]) > _PLACE_BIN_PT
    a, b = a[apart], b[apart]
    turns: Points = (second[b] - second[a]) / (first[b] - first[a])
    return turns, second[a] - turns * (first[a] - middle)


def _possible(turns: Points) -> Flags:
    size = np.abs(turns)
    slant = np.abs((np.angle(turns) + np.pi / 4) % (np.pi / 2) - np.pi / 4)
    possible: Flags = (size <= LARGEST_SCALE) & (size >= 1 / LARGEST_SCALE) & (slant <= _SLANT)
    return possible


def _pairs(found: Similarity, base: Landmarks, other: Landmarks, near: float) -> tuple[Points, Points]:
    """Return the ends of strokes, and the words, that a transform brings near their like."""
    first, second = shared_words(base, other)
    close = np.abs(found(first) - second) < near
    origins, targets = [first[close]], [second[close]]
    moved = found(base.ends)
    if len(moved) and len(other.ends):
        for ends in (other.ends, other.ends[:, ::-1]):
            off = np.maximum(*(np.abs(moved[:, None, k] - ends[None, :, k]) for k in (0, 1)))
            like: Indices = off.argmin(axis=1)
            close = off[np.arange(len(moved)), like] < near
            origins.append(base.ends[close].ravel())
            targets.append(ends[like[close]].ravel())
    return np.concatenate(origins), np.concatenate(targets)
