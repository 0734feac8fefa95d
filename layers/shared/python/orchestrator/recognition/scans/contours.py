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
"""Percentile of a square's brightness that is taken for its paper."""

_DROP, _GRAIN_DROP, _MOST_DROP = 11.0, 2.0, 70.0
"""How much darker than its paper ink is: at least, in terms of the paper's grain, and at most."""

_WEIGHT: Final = 16
"""Sum of the weights of the 3 x 3 pixels that are smoothed over."""

MOST_EDGES: Final = 3_500_000
"""Of a picture: photographs and dense hatches have more, and take seconds to follow."""

SHORTEST: Final = 40
"""Edges of an outline that is kept: specks and small letters have fewer."""

OVERLAP: Final = 256
"""Edges of a closed outline that are repeated at its end, so that what lies across its beginning is whole there."""


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
    wide = ink.shape[1]
    upright = np.flatnonzero(ink[:, 1:] != ink[:, :-1])
    level = np.flatnonzero(ink[1:] != ink[:-1])
    if len(upright) + len(level) > MOST_EDGES:
        return None
    upright += upright // (wide - 1)  # now the index of the left one of the two pixels
    onward = _onward(ink.ravel(), upright, level, wide)
    edges, starts = _in_order(onward)
    nearer = np.concatenate([upright, level])[edges]
    further = nearer + np.where(edges < len(upright), 1, wide)
    points = _places(smooth, threshold, nearer, further) - 1  # without the frame
    return Contours(points, edges, starts)


def _framed(grey_u8: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture with one pixel of paper around it, or more at the right and below: whole blocks."""
    height, width = grey_u8.shape
    framed = np.full((_blocks(height + 2), _blocks(width + 2)), _PAPER, np.uint8)
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
    few = few.transpose(0, 2, 1, 3).reshape(high, wide, -1)
    paper = np.percentile(few, _PAPER_SHARE, axis=2)
    off = np.abs(few - paper[..., None])
    off = off[off < _MOST_DROP]
    grain = 1.48 * float(np.median(off)) if len(off) else 0.0
    drop = min(max(_DROP, _GRAIN_DROP * grain), _MOST_DROP)
    found: Picture = np.rint(np.maximum(paper - drop, 1) * _WEIGHT).astype(np.uint16)
    return found


def _ink(smooth: Picture, threshold: Picture) -> NDArray[np.bool_]:
    high, wide = threshold.shape
    blocks = smooth.reshape(high, _BLOCK, wide, _BLOCK) < threshold[:, None, :, None]
    found: NDArray[np.bool_] = blocks.reshape(smooth.shape)
    return found


def _onward(ink: NDArray[np.bool_], upright: Ints, level: Ints, wide: int) -> Ints:
    """Return the number of the edge that each goes on to, upright ones first.

    Args:
        ink: (H * W,) whether a pixel is ink; those of the frame are not.
        upright: the left pixel of each two neighbours in a row of which one is ink.
        level: the upper pixel of each two neighbours in a column.
        wide: W.
    """
    place = np.empty((2, len(ink)), np.int32)
    place[0, upright] = np.arange(len(upright))
    place[1, level] = np.arange(len(upright), len(upright) + len(level))
    down, right = ink[upright], ~ink[level]  # ways on: ink on the right hand
    parts = np.empty(len(upright) + len(level), np.int64)
    for edges, numbers, steps in (
        (upright[down], np.flatnonzero(down), ((wide + 1, 1, 1), (wide, 0, wide), (0, 1, 0))),
        (upright[~down], np.flatnonzero(~down), ((-wide, 1, -wide), (1 - wide, 0, -wide), (0, 1, 1 - wide))),
        (level[right], len(upright) + np.flatnonzero(right), ((1, 0, 0), (wide + 1, 1, 1), (0, 0, wide))),
        (level[~right], len(upright) + np.flatnonzero(~right), ((wide - 1, 0, wide - 1), (-1, 1, -1), (0, 0, -1))),
    ):
        (left, left_kind, left_step), (ahead, kind, step), (_, right_kind, right_step) = steps
        to_left, straight = ink[edges + left], ink[edges + ahead]
        parts[numbers] = np.where(
            to_left,
            place[left_kind, edges + left_step],
            np.where(straight, place[kind, edges + step], place[right_kind, edges + right_step]),
        )
    return parts


def _in_order(onward: Ints) -> tuple[Ints, Ints]:
    """Return the edges of each closed outline in order, its beginning once more at its end, and where each starts."""
    following, seen = onward.tolist(), bytearray(len(onward))
    found, starts = list[int](), list[int]()
    for first in range(len(following)):
        if seen[first]:
            continue
        outline, edge = list[int](), first
        while not seen[edge]:
            seen[edge] = 1
            outline.append(edge)
            edge = following[edge]
        if len(outline) >= SHORTEST:
            starts.append(len(found))
            found += outline
            found += outline[:OVERLAP]
    return np.array(found, np.int64), np.array(starts, np.int64)


def _places(smooth: Picture, threshold: Picture, nearer: Ints, further: Ints) -> Floats:
    """Return (N, 2) where the brightness between the centres of two pixels crosses the threshold."""
    wide = smooth.shape[1]
    here, there = smooth.ravel()[nearer].astype(np.float64), smooth.ravel()[further].astype(np.float64)
    x, y = nearer % wide, nearer // wide
    level = threshold[y // _BLOCK, x // _BLOCK]
    step = there - here
    step[step == 0] = 1.0  # only where two blocks with other thresholds meet
    share = np.clip((level - here) / step, 0.0, 1.0)
    rightward = further - nearer == 1
    return np.stack([x + 0.5 + share * rightward, y + 0.5 + share * ~rightward], axis=1)
