"""Where an exemplar could lie: each stroke of a page like one of its rarest strokes says how it would have to turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.recognition.repeats.exemplar import Exemplar
from orchestrator.recognition.repeats.page_index import PageIndex
from orchestrator.recognition.repeats.rings import pairs_like, rings_of
from orchestrator.recognition.repeats.strokes import Flags, Floats, Indices, Points

_MOST_ANCHORS: Final = 4
_FEW_LINES: Final = 2
_SHORTEST_ANCHOR: Final = 0.15
"""Of the exemplar's longer side; shorter strokes say too little about the angle."""

_OFF_PT, _OFF_SHARE = 0.12, 0.006
"""How much the chord of a stroke may differ from the anchor's."""

_BULGE_PT, _BULGE_SHARE = 0.15, 0.02
"""The same of its height over the chord."""


@dataclass(frozen=True, slots=True)
class Poses:
    """N ways to lay the exemplar on a page: a point p comes to turn * p + shift, or its mirror image does.

    Attributes:
        turn: (N,) rotation and scale.
        shift: (N,) where the exemplar's centre comes to lie.
        mirrored: (N,) whether it is mirrored (y turned over) before.
        stroke: (N,) the page's stroke that stands for the exemplar's anchor.
    """

    turn: Points
    shift: Points
    mirrored: Flags
    stroke: Indices

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.turn)

    def take(self, which: Indices | Flags | slice) -> Poses:
        """Return some of them."""
        return Poses(self.turn[which], self.shift[which], self.mirrored[which], self.stroke[which])

    def place(self, points: Points) -> Points:
        """Return where the exemplar's (K,) points come to lie, (N, K)."""
        placed: Points = self.turn[:, None] * points
        placed[self.mirrored] = self.turn[self.mirrored, None] * points.conj()
        placed += self.shift[:, None]
        return placed

    def aim(self, angles: Floats) -> Floats:
        """Return the directions (N, K), radians, that the exemplar's (K,) directions turn to."""
        sign = np.where(self.mirrored, -1.0, 1.0)
        aimed: Floats = sign[:, None] * angles + np.angle(self.turn)[:, None]
        return aimed


@dataclass(frozen=True, slots=True)
class Anchors:
    """The exemplar's rarest strokes on one page, rarest first, each with the page's strokes that are like it.

    Attributes:
        strokes: index into the exemplar's strokes.
        candidates: indices into the page's strokes.
        left_out: how many candidates were too many.
    """

    strokes: tuple[int, ...]
    candidates: tuple[Indices, ...]
    left_out: int = 0


def anchors_of(index: PageIndex, exemplar: Exemplar, scales: tuple[float, float], most: int) -> Anchors:
    """Return up to four anchors for scales between two limits; all their candidates together are at most `most`."""
    chords = exemplar.strokes.chord()
    usable = np.flatnonzero(chords >= min(_SHORTEST_ANCHOR * exemplar.size_pt, chords.max()))
    found = [(i, _alike(index, exemplar, i, scales)) for i in usable.tolist()]
    found = sorted((pair for pair in found if len(pair[1])), key=lambda pair: len(pair[1]))
    straight = [pair for pair in found if exemplar.strokes.straight[pair[0]]]
    bent = [pair for pair in found if not exemplar.strokes.straight[pair[0]]]
    # circles may be cut elsewhere where the symbol is turned: lines are surer
    lines = straight[: _MOST_ANCHORS - bool(bent)]
    found = [*lines, *bent[: _MOST_ANCHORS - len(lines)]]
    strokes: list[int] = []
    candidates: list[Indices] = []
    room = most
    for stroke, alike in found:
        if len(alike) > room and strokes:
            break
        strokes.append(stroke)
        candidates.append(alike[:room])
        room -= len(candidates[-1])
    left_out = max(len(found[0][1]) - most, 0) if found else 0
    return Anchors(tuple(strokes), tuple(candidates), left_out)


def _alike(index: PageIndex, exemplar: Exemplar, stroke: int, scales: tuple[float, float]) -> Indices:
    """Return the page's strokes that are as long as one of the exemplar's, within the scales."""
    chord = float(exemplar.strokes.chord()[stroke])
    straight = bool(exemplar.strokes.straight[stroke])
    order, chords = (index.lines, index.line_chords) if straight else (index.bends, index.bend_chords)
    off = _OFF_PT + _OFF_SHARE * chord
    first = np.searchsorted(chords, chord * scales[0] - off, side="left")
    last = np.searchsorted(chords, chord * scales[1] + off, side="right")
    alike = order[first:last]
    if straight:
        return alike
    bulge = float(bulges(exemplar.strokes.controls[stroke][None])[0])
    found = bulges(index.strokes.controls[alike])
    ratio = index.strokes.chord()[alike] / chord
    return alike[np.abs(found - bulge * ratio) < _BULGE_PT + _BULGE_SHARE * bulge * ratio]


def bulges(curves: Points) -> Floats:
    """Return how far the middle of each curve is from the middle of its chord, points."""
    heights: Floats = np.abs(curves @ np.array([-3, 3, 3, -3])) / 8
    return heights


def poses_of(index: PageIndex, exemplar: Exemplar, anchors: Anchors, scales: tuple[float, float]) -> Poses:
    """Return the poses that lay an anchor on one of its candidates: either way round, mirrored or not.

    Where the two limits of the scale differ, each pose has the one that makes the two as long. Symbols with few lines
    are also laid by two of their circles.
    """
    parts = [
        _onto(
            index.strokes.controls[candidates][:, (0, 3)],
            candidates,
            exemplar.strokes.controls[stroke],
            scales,
        )
        for stroke, candidates in zip(anchors.strokes, anchors.candidates, strict=True)
    ]
    if exemplar.strokes.straight.sum() < _FEW_LINES:
        pairs = pairs_like(index.rings, rings_of(exemplar.strokes), exemplar.size_pt, scales)
        if pairs:
            parts.append(_onto(pairs.centres, pairs.stroke, pairs.anchor, scales))
    nothing = np.zeros(0, complex)
    parts.append(Poses(nothing, nothing, np.zeros(0, bool), np.zeros(0, np.int64)))
    return Poses(
        np.concatenate([part.turn for part in parts]),
        np.concatenate([part.shift for part in parts]),
        np.concatenate([part.mirrored for part in parts]),
        np.concatenate([part.stroke for part in parts]),
    )


def _onto(there: Points, strokes: Indices, anchor: Points, scales: tuple[float, float]) -> Poses:
    """Return four poses for each of N pairs of ends on the page (N, 2) that stand for the anchor's ends."""
    start, end = anchor[0], anchor[-1]
    middle = (start + end) / 2
    step, centre = there[:, 1] - there[:, 0], there.mean(axis=1)
    turns, shifts = [], []
    for mirrored in (False, True):
        chord = np.conj(end - start) if mirrored else end - start
        turn = step / chord
        turn = turn * np.clip(np.abs(turn), *scales) / np.maximum(np.abs(turn), 1e-9)
        for sign in (1, -1):
            turns.append(sign * turn)
            shifts.append(centre - sign * turn * (np.conj(middle) if mirrored else middle))
    mirror = np.repeat([False, True], 2 * len(strokes))
    return Poses(np.concatenate(turns), np.concatenate(shifts), mirror, np.tile(strokes, 4))
