"""Which poses of an exemplar are drawn on a page: looked up point by point, the unlikely ones dropped early."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.recognition.repeats.exemplar import Exemplar
from orchestrator.recognition.repeats.page_index import PageIndex
from orchestrator.recognition.repeats.poses import Poses
from orchestrator.recognition.repeats.strokes import Floats, Indices, Points, first_of_each

_FIRST_POINTS: Final = 10
_FIRST_SHARE, _ROUGH_SHARE = 0.75, 0.8
_FIRST_STEP: Final = 4
"""Points looked up at first: poses that lack too many of these lack too many of any."""

_AT_ONCE: Final = 16_000
"""Points looked up at a time: they stay in a processor's cache."""

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
    """

    poses: Poses
    share: Floats
    weakest: Floats

    def take(self, which: Indices) -> Matches:
        """Return some of them."""
        return Matches(self.poses.take(which), self.share[which], self.weakest[which])


def matches_of(index: PageIndex, exemplar: Exemplar, poses: Poses) -> Matches:
    """Return the poses at which at least four fifths of the exemplar seem drawn, one for each place and angle."""
    few = spread(exemplar.points, _FIRST_POINTS)
    lacking = len(few) - int(np.ceil(_FIRST_SHARE * len(few)))
    poses = _kept(index, exemplar, poses, few[:_FIRST_STEP], lacking)
    poses = _kept(index, exemplar, poses, few, lacking)
    every = len(exemplar.points)
    poses = _kept(index, exemplar, poses, np.arange(every), every - int(np.ceil(_ROUGH_SHARE * every)))
    poses = _different(poses)
    parts = [strokes_there(index, exemplar, part) for part in _parts(poses, every)]
    by_stroke = np.concatenate([np.zeros((0, len(exemplar.strokes))), *parts])
    count = np.bincount(exemplar.stroke)
    share = by_stroke @ count / count.sum()
    asked = count >= max(_SMALL_STROKE * every, 2)
    return Matches(poses, share, by_stroke[:, asked].min(axis=1) if asked.any() else share)


def spread(points: Points, count: int) -> Indices:
    """Return the indices of points as far from each other as may be (farthest-point sampling, Gonzalez 1985)."""
    chosen = [int(np.argmax(np.abs(points)))]
    nearest = np.abs(points - points[chosen[0]])
    while len(chosen) < min(count, len(points)):
        chosen.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, np.abs(points - points[chosen[-1]]))
    return np.array(chosen)


def _kept(index: PageIndex, exemplar: Exemplar, poses: Poses, which: Indices, lacking: int) -> Poses:
    """Return the poses that lack at most so many of some of the exemplar's points."""
    points, angles = exemplar.points[which], exemplar.angles[which]
    there = [
        index.ink.roughly(part.place(points), part.aim(angles)).sum(axis=1)
        for part in _parts(poses, len(points))
    ]
    return poses.take(np.concatenate([np.zeros(0, np.int64), *there]) >= len(points) - lacking)


def _parts(poses: Poses, points: int) -> Iterator[Poses]:
    """Yield poses in parts that are looked up at a time, so many points each."""
    step = max(_AT_ONCE // points, 1)
    for start in range(0, len(poses), step):
        yield poses.take(slice(start, start + step))


def _different(poses: Poses) -> Poses:
    """Return one of the poses that are the same within a fraction of a point and a degree."""
    where = np.round(poses.shift / _SAME_PT)
    angle = np.round(np.angle(poses.turn) / _SAME_RADIANS)
    scale = np.round(np.log(np.maximum(np.abs(poses.turn), 1e-9)) / 0.01)
    rows = np.stack([where.real, where.imag, angle, scale, poses.mirrored], axis=1)
    return poses.take(np.sort(first_of_each(rows)))


def strokes_there(index: PageIndex, exemplar: Exemplar, poses: Poses) -> Floats:
    """Return the share (N, S) of each of the exemplar's strokes that has ink, pose by pose."""
    there = index.ink.exactly(poses.place(exemplar.points), poses.aim(exemplar.angles))
    count = np.bincount(exemplar.stroke)
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    shares: Floats = np.add.reduceat(there.astype(np.float64), first, axis=1) / count
    return shares


def extra_ink(index: PageIndex, exemplar: Exemplar, poses: Poses) -> Floats:
    """Return the share (N,) of the exemplar's blank spots that have ink, beyond that where it was cut from."""
    if not len(exemplar.blanks):
        return np.zeros(len(poses))
    there = [index.ink.any(part.place(exemplar.blanks)) for part in _parts(poses, len(exemplar.blanks))]
    shares: Floats = np.concatenate([np.zeros((0, len(exemplar.blanks))), *there]).mean(axis=1)
    return shares - exemplar.crossed
