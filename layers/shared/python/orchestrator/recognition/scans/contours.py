"""Outlines of the ink of a grey picture: the edges between ink and paper, in order, to a fraction of a pixel.

Every pair of neighbours of which one is ink and one is paper is an edge; it goes on to the next with the ink on its
right (Moore-neighbour tracing, all edges at once), and lies where the brightness between the two crosses the
threshold, as in marching squares (Lorensen and Cline 1987).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Picture = NDArray[np.uint16]

_PAPER: Final = 255
_BLOCK: Final = 64
"""Pixels of the squares that have a brightness of paper of their own: copies are darker at their edges."""

_SAMPLED: Final = 4
_PAPER_SHARE: Final = 70
"""Percentile of the brightness of a square, or a picture, that is taken for its paper."""

_MOST_SHADE: Final = 60
"""How much darker than a page's usual paper that of a square may be: else all of it is ink."""

_DROP, _GRAIN_DROP, _MOST_DROP = 11.0, 1.5, 70.0
"""How much darker than its paper ink is: at least, in terms of the paper's grain, and at most."""

_GRAINY: Final = 0.25
"""Share of the pixels not as bright as their paper, where that is grain: half of it may be cut off by white."""

_MOST_GRAIN: Final = 40
"""How far grain is off the paper's brightness; what is further off is grey."""

_WEIGHT: Final = 16
"""Sum of the weights of the 3 x 3 pixels that are smoothed over."""

MOST_EDGES: Final = 1_500_000
"""Of a picture: photographs and dense hatches have more, and take seconds to follow."""

SMALLEST_PX: Final = 32.0
"""Width or height of an outline that is kept: specks and most letters are smaller, a few bows of a cloud are not."""

OVERLAP: Final = 256
"""Edges of a closed outline that are repeated at its end, so that what lies across its beginning is whole there."""

_ANCHORS: Final = 8
"""One of so many edges is one that outlines are put together from."""


@dataclass(frozen=True, slots=True)
class Contours:
    """Outlines of ink, one after another; each is closed, and its beginning is repeated at its end.

    Attributes:
        points: (N, 2) x, y in pixels from the picture's corner, ink to the right of the way on.
        edges: (N,) which edge of the picture each point is: what is repeated has the same.
        starts: (L,) index of each outline's first point.
    """

    points: Floats
    edges: Ints
    starts: Ints


def contours_of(grey_u8: NDArray[np.uint8]) -> Contours | None:
    """Return the outlines of the ink of an (H, W) picture, 255 = paper; None where there are too many edges."""
    framed = _framed(grey_u8)
    smooth, threshold = _smoothed(framed), _thresholds(framed)
    ink = _ink(smooth, threshold)
    edges = _edges(ink)
    if len(edges) > MOST_EDGES:
        return None
    order, starts = _in_order(_onward(ink.ravel(), edges, ink.shape[1]))
    points = _places(smooth, threshold, edges[order]) - 1  # without the frame
    return _repeated(points, order, starts)


def _framed(grey_u8: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture with one pixel of its usual paper around it, or more at the right and below: whole blocks."""
    height, width = grey_u8.shape
    paper = np.percentile(grey_u8[::_SAMPLED, ::_SAMPLED], _PAPER_SHARE)
    framed = np.full((_blocks(height + 2), _blocks(width + 2)), paper, np.uint8)
    framed[1 : height + 1, 1 : width + 1] = grey_u8
    return framed


def _blocks(pixels: int) -> int:
    return -(-pixels // _BLOCK) * _BLOCK


def _smoothed(grey_u8: NDArray[np.uint8]) -> Picture:
    """Return 16 times the mean of the 3 x 3 pixels around each, the nearer ones weighing more."""
    across = np.full(grey_u8.shape, 4 * _PAPER, np.uint16)
    inner = across[:, 1:-1]
    np.add(grey_u8[:, :-2], grey_u8[:, 2:], out=inner, dtype=np.uint16)
    inner += grey_u8[:, 1:-1]
    inner += grey_u8[:, 1:-1]
    smooth = np.full(grey_u8.shape, _WEIGHT * _PAPER, np.uint16)
    inner = smooth[1:-1]
    np.add(across[:-2], across[2:], out=inner)
    inner += across[1:-1]
    inner += across[1:-1]
    smooth[:, 0] = smooth[:, -1] = _WEIGHT * _PAPER
    return smooth


def _thresholds(grey_u8: NDArray[np.uint8]) -> Picture:
    """Return the brightness, times 16, below which a block's pixels are ink, one a block."""
    high, wide = (side // _BLOCK for side in grey_u8.shape)
    few = grey_u8[::_SAMPLED, ::_SAMPLED].reshape(high, _BLOCK // _SAMPLED, wide, _BLOCK // _SAMPLED)
    pixels = few.transpose(0, 2, 1, 3).reshape(high, wide, -1)
    paper = np.percentile(pixels, _PAPER_SHARE, axis=2)
    paper = np.maximum(paper, np.median(paper) - _MOST_SHADE)
    off = np.abs(pixels - paper[..., None])
    drop = min(max(_DROP, _GRAIN_DROP * _grain(off[off < _MOST_DROP])), _MOST_DROP)
    found: Picture = np.rint(np.maximum(paper - drop, 1) * _WEIGHT).astype(np.uint16)
    return found


def _grain(off: Floats) -> float:
    """Return the standard deviation of paper, from how far each of its pixels is off its brightness."""
    uneven = off[(off > 0) & (off < _MOST_GRAIN)]
    if len(uneven) > _GRAINY * len(off):
        off = uneven
    return 1.48 * float(np.median(off)) if len(off) else 0.0


def _ink(smooth: Picture, threshold: Picture) -> NDArray[np.bool_]:
    high, wide = threshold.shape
    blocks = smooth.reshape(high, _BLOCK, wide, _BLOCK) < threshold[:, None, :, None]
    found: NDArray[np.bool_] = blocks.reshape(smooth.shape)
    return found


def _edges(ink: NDArray[np.bool_]) -> Ints:
    """Return the edges between ink and paper, ascending.

    An edge is twice the index of a pixel, plus 1 if its other pixel is the one below, not the one to the right.
    """
    upright = np.flatnonzero(ink[:, 1:] != ink[:, :-1])
    level = np.flatnonzero(ink[1:] != ink[:-1])
    upright += upright // (ink.shape[1] - 1)  # from rows without their last pixel
    return np.sort(np.concatenate([2 * upright, 2 * level + 1]), kind="stable")


def _onward(ink: NDArray[np.bool_], edges: Ints, wide: int) -> Ints:
    """Return which edge each of them goes on to, in an (H * W,) picture; the frame is paper."""
    pixels, level = edges // 2, edges % 2 == 1
    way = 2 * level + (ink[pixels] == level)  # down, up, right, left: ink is on the right hand
    to_left = ink[pixels + np.array([wide + 1, -wide, 1, wide - 1])[way]]
    ahead = ink[pixels + np.array([wide, 1 - wide, wide + 1, -1])[way]]
    steps = np.array(
        [
            [3, 2 * wide, 1],  # to the left, straight on, to the right
            [1 - 2 * wide, -2 * wide, 3 - 2 * wide],
            [-1, 2, 2 * wide - 1],
            [2 * wide - 3, -2, -3],
        ]
    )
    turn = np.where(to_left, 0, np.where(ahead, 1, 2))
    following: Ints = np.searchsorted(edges, edges + steps[way, turn])
    return following


def _in_order(onward: Ints) -> tuple[Ints, Ints]:
    """Return the edges of each closed outline in order, and where each outline starts.

    Stretches from one anchor to the next are followed all at once, then put together. What meets no anchor is left
    out: one outline in 200 of those with 40 edges, and none of a hundred.
    """
    names = np.arange(len(onward), dtype=np.uint32) * np.uint32(2_654_435_761)  # well mixed (Knuth)
    is_anchor = names < 2**32 // _ANCHORS
    anchors = np.flatnonzero(is_anchor)
    number = np.cumsum(is_anchor) - 1
    lengths, after = np.zeros(len(anchors), np.int64), np.zeros(len(anchors), np.int64)
    edges, owners, parts = anchors, np.arange(len(anchors)), list[tuple[Ints, Ints]]()
    while len(edges):
        parts.append((edges, owners))
        lengths[owners] += 1
        following = onward[edges]
        ends = is_anchor[following]
        after[owners[ends]] = number[following[ends]]
        edges, owners = following[~ends], owners[~ends]
    sequence, firsts = _loops(after.tolist())
    places = np.empty(len(anchors), np.int64)
    places[sequence] = np.cumsum(lengths[sequence]) - lengths[sequence]
    order = np.empty(lengths.sum(), np.int64)
    for step, (edges, owners) in enumerate(parts):
        order[places[owners] + step] = edges
    return order, places[sequence[firsts]]


def _loops(after: list[int]) -> tuple[Ints, Ints]:
    """Return the numbers of a permutation loop by loop, and where in that each loop starts."""
    seen, sequence, firsts = bytearray(len(after)), list[int](), list[int]()
    for first in range(len(after)):
        if not seen[first]:
            firsts.append(len(sequence))
        number = first
        while not seen[number]:
            seen[number] = 1
            sequence.append(number)
            number = after[number]
    return np.array(sequence, np.int64), np.array(firsts, np.int64)


def _repeated(points: Floats, order: Ints, starts: Ints) -> Contours:
    """Return the outlines that are large enough, the beginning of each once more at its end."""
    if not len(starts):
        return Contours(points, order, starts)
    extent = np.maximum.reduceat(points, starts) - np.minimum.reduceat(points, starts)
    sizes = np.diff(np.append(starts, len(points)))
    large = extent.max(axis=1) >= SMALLEST_PX
    starts, sizes = starts[large], sizes[large]
    longer = sizes + np.minimum(sizes, OVERLAP)
    begins = np.cumsum(longer) - longer
    within = np.arange(longer.sum()) - np.repeat(begins, longer)
    size = np.repeat(sizes, longer)
    places = np.repeat(starts, longer) + within - size * (within >= size)
    return Contours(points[places], order[places], begins)


def _places(smooth: Picture, threshold: Picture, edges: Ints) -> Floats:
    """Return (N, 2) where the brightness between the centres of an edge's pixels crosses the threshold."""
    wide = smooth.shape[1]
    pixels, level = edges // 2, edges % 2 == 1
    others = pixels + np.where(level, wide, 1)
    here, there = smooth.ravel()[pixels].astype(np.float64), smooth.ravel()[others].astype(np.float64)
    x, y = pixels % wide, pixels // wide
    step = there - here
    step[step == 0] = 1.0  # only where two blocks with other thresholds meet
    share = np.clip((threshold[y // _BLOCK, x // _BLOCK] - here) / step, 0.0, 1.0)
    return np.stack([x + 0.5 + share * ~level, y + 0.5 + share * level], axis=1)
