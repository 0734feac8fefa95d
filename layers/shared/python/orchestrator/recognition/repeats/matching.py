"""Which poses of an exemplar are drawn on a page: looked up point by point, the unlikely ones dropped early."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.recognition.repeats.exemplar import Exemplar
from orchestrator.recognition.repeats.page_index import PageIndex
from orchestrator.recognition.repeats.poses import Poses
from orchestrator.recognition.repeats.strokes import Floats, Indices, Points

_FIRST_POINTS: Final = 10
_FIRST_SHARE, _ROUGH_SHARE = 0.75, 0.8
_CHUNK: Final = 20_000
_SMALL_CHUNK: Final = 500
_SAME_PT, _SAME_RADIANS = 0.25, np.radians(1)
_SMALL_STROKE: Final = 0.05
"""Of the exemplar's ink; strokes with less are not asked for one by one."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Poses with what of the exemplar is there; (N,) each.

    Attributes:
        poses: how it lies.
        share: of its points that have ink.
        weakest: the same of the stroke that is least there.
        extra: of its blank spots that have ink.
    """

    poses: Poses
    share: Floats
    weakest: Floats
    extra: Floats

    def take(self, which: Indices) -> Matches:
        """Return some of them."""
        return Matches(self.poses.take(which), self.share[which], self.weakest[which], self.extra[which])


def matches_of(index: PageIndex, exemplar: Exemplar, poses: Poses) -> Matches:
    """Return the poses at which at least four fifths of the exemplar seem drawn, one for each place and angle."""
    few = spread(exemplar.points, _FIRST_POINTS)
    poses = _kept(index, exemplar, poses, few, _FIRST_SHARE, _CHUNK)
    poses = _kept(index, exemplar, poses, np.arange(len(exemplar.points)), _ROUGH_SHARE, _SMALL_CHUNK * 4)
    poses = _different(poses)
    parts = [
        _measured(index, exemplar, poses.take(np.arange(start, min(start + _SMALL_CHUNK, len(poses)))))
        for start in range(0, len(poses), _SMALL_CHUNK)
    ]
    if not parts:
        nothing = np.zeros(0)
        return Matches(poses, nothing, nothing, nothing)
    share, weakest, extra = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Matches(poses, share, weakest, extra)


def spread(points: Points, count: int) -> Indices:
    """Return the indices of points as far from each other as may be (farthest-point sampling, Gonzalez 1985)."""
    chosen = [int(np.argmax(np.abs(points)))]
    nearest = np.abs(points - points[chosen[0]])
    while len(chosen) < min(count, len(points)):
        chosen.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, np.abs(points - points[chosen[-1]]))
    return np.array(chosen)


def _kept(
    index: PageIndex, exemplar: Exemplar, poses: Poses, which: Indices, share: float, chunk: int
) -> Poses:
    points, angles = exemplar.points[which], exemplar.angles[which]
    keep = [np.zeros(0, np.int64)]
    for start in range(0, len(poses), chunk):
        part = poses.take(np.arange(start, min(start + chunk, len(poses))))
        there = index.ink.roughly(part.place(points), part.aim(angles)).mean(axis=1)
        keep.append(start + np.flatnonzero(there >= share))
    return poses.take(np.concatenate(keep))


def _different(poses: Poses) -> Poses:
    """Return one of the poses that are the same within a fraction of a point and a degree."""
    where = np.round(poses.shift / _SAME_PT)
    angle = np.round(np.angle(poses.turn) / _SAME_RADIANS)
    scale = np.round(np.log(np.maximum(np.abs(poses.turn), 1e-9)) / 0.01)
    rows = np.stack([where.real, where.imag, angle, scale, poses.mirrored], axis=1)
    _, first = np.unique(rows, axis=0, return_index=True)
    return poses.take(np.sort(first))


def strokes_there(index: PageIndex, exemplar: Exemplar, poses: Poses) -> Floats:
    """Return the share (N, S) of each of the exemplar's strokes that has ink, pose by pose."""
    there = index.ink.exactly(poses.place(exemplar.points), poses.aim(exemplar.angles))
    count = np.bincount(exemplar.stroke)
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    shares: Floats = np.add.reduceat(there.astype(np.float64), first, axis=1) / count
    return shares


def _measured(index: PageIndex, exemplar: Exemplar, poses: Poses) -> tuple[Floats, Floats, Floats]:
    by_stroke = strokes_there(index, exemplar, poses)
    count = np.bincount(exemplar.stroke)
    share = by_stroke @ count / count.sum()
    asked = count >= max(_SMALL_STROKE * len(exemplar.points), 2)
    weakest = by_stroke[:, asked].min(axis=1) if asked.any() else share
    blank = index.ink.any(poses.place(exemplar.blanks))
    extra = blank.mean(axis=1) if len(exemplar.blanks) else np.zeros(len(poses))
    return share, weakest, extra
