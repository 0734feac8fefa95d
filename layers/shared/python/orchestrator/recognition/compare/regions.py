"""Where the drawing changed beside its components: what is drawn or written differently, gathered into boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from orchestrator.geometry import Box, bounds, contains, expand
from orchestrator.recognition.compare.differences import LEAST_PT, Side
from orchestrator.recognition.compare.hanging import Drawn, hanging
from orchestrator.recognition.compare.similarity import Similarity
from orchestrator.recognition.repeats.strokes import Flags, Indices, Points

What = Literal["added", "removed", "both"]

_CELL_PT: Final = 6.0
"""Ink in neighbouring cells of this size is one region, points of the second page."""
_OWN: Final = 2.0
"""What is written as near to a changed component, in longer sides, is its own, such as its tag."""
_OWN_PT: Final = 12.0
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Region:
    """A box of the second page, and the same on the first, where ink or words came, went, or both."""

    bbox: Box
    before_bbox: Box
    drawn: What


def regions_of(
    old: Side,
    new: Side,
    to_new: Similarity,
    explained: tuple[Sequence[Box], Sequence[Box]],
    quiet: Sequence[Box],
) -> list[Region]:
    """Return the regions of change, the largest first.

    Args:
        old: what only the first issue has.
        new: what only the second one has.
        to_new: takes the first page to the second.
        explained: boxes of changed components as the first issue shows them and as the second does, both on the second
            page; what hangs on one of them is its change, and so is what is written around it.
        quiet: boxes of the second page where changes are not looked for: the fields of the title block.
    """
    known, larger = [*explained[0], *explained[1]], max(to_new.scale, 1.0)
    parts = []
    for side, lies, shown in ((old, to_new, explained[0]), (new, Similarity(), explained[1])):
        drawn = Drawn(lies(side.sheet.samples.points), side.sheet.samples.stroke, ~side.same)
        left = drawn.gone & ~hanging(drawn, known, shown, larger)
        words = [box for box in (lies.box(w.bbox) for w in side.words) if not _is_explained(box, known)]
        written = _points(words)
        parts.append(np.concatenate([drawn.points[left], written]))
        parts.append(np.concatenate([drawn.lengths()[left], np.full(len(written), LEAST_PT)]))
    points, length = np.concatenate(parts[::2]), np.concatenate(parts[1::2])
    came = np.arange(len(points)) >= len(parts[0])
    heard = _outside(points, quiet)
    points, length, came = points[heard], length[heard], came[heard]
    if not len(points):
        return []
    cell = np.floor(points.real / _CELL_PT).astype(np.int64) + 1j * np.floor(points.imag / _CELL_PT)
    cells, place = np.unique(cell, return_inverse=True)
    group = _groups(cells)[place]
    regions = []
    for members in np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1]):
        if length[members].sum() < LEAST_PT:
            continue
        box = bounds([(float(p.real), float(p.imag)) for p in points[members]])
        kinds = came[members]
        what: What = "both" if kinds.any() and not kinds.all() else "added" if kinds.any() else "removed"
        regions.append(Region(_rounded(box), _rounded(to_new.inverse().box(box)), what))
    return sorted(regions, key=lambda region: -max(region.bbox[2:]))


def _points(words: Iterable[Box]) -> Points:
    """Return points all over the boxes of words."""
    return np.array(
        [
            x + width * t + 1j * (y + height * s)
            for x, y, width, height in words
            for t in np.linspace(0, 1, int(width / _CELL_PT) + 2)
            for s in np.linspace(0, 1, int(height / _CELL_PT) + 2)
        ],
        complex,
    )


def _outside(points: Points, boxes: Iterable[Box]) -> Flags:
    outside = np.ones(len(points), bool)
    for x, y, width, height in boxes:
        inside = (points.real >= x) & (points.real <= x + width) & (points.imag >= y)
        outside &= ~(inside & (points.imag <= y + height))
    return outside


def _groups(cells: Points) -> Indices:
    """Return for each cell the number of its group: cells that touch, corners included, are one."""
    index = {cell: i for i, cell in enumerate(cells.tolist())}
    around = [complex(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    group = np.full(len(cells), -1)
    count = 0
    for start in range(len(cells)):
        if group[start] >= 0:
            continue
        group[start], waiting = count, [complex(cells[start])]
        while waiting:
            at = waiting.pop()
            for other in (index.get(at + step) for step in around):
                if other is not None and group[other] < 0:
                    group[other] = count
                    waiting.append(complex(cells[other]))
        count += 1
    return group


def _is_explained(box: Box, explained: Iterable[Box]) -> bool:
    for known in explained:
        own = expand(known, _OWN * max(known[2:]) + _OWN_PT)
        if contains(own, *box[:2]) and contains(own, box[0] + box[2], box[1] + box[3]):
            return True
    return False


def _rounded(box: Box) -> Box:
    x, y, width, height = (round(value, 2) for value in box)
    return x, y, width, height
