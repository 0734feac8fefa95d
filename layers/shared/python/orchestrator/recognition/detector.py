"""Where symbols are: the dense network over tiles of the page, its half and its quarter, peaks read as boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.errors import DrawingError
from orchestrator.recognition.boxes import Boxes, Scores, distinct, longer_sides
from orchestrator.recognition.images import halve
from orchestrator.recognition.threads import in_threads
from orchestrator.recognition.tiles import Tile, tiles

Propose = Callable[[NDArray[np.float32]], tuple[NDArray[np.float32], NDArray[np.float32]]]
"""Ink (N, 1, S, S) to objectness (N, 1, S/4, S/4) and the four distances (N, 4, S/4, S/4) in pixels."""

STRIDE: Final = 4
MIN_OBJECTNESS: Final = 0.2
"""A symbol missed here is lost, what is none costs time: down to 0.15 a fifth more is looked at, no more is right."""
MAX_PROPOSALS: Final = 20_000
PROPOSAL_IOU: Final = 0.6
"""Overlap above which two proposals are one; doubles and parts are settled after classification."""


@dataclass(frozen=True, slots=True)
class Level:
    """One resolution the page is looked at.

    Attributes:
        shrink: pixels of the full page a pixel of this level.
        overlap_px: pixels neighbouring tiles share.
        smallest_px: longer side, in pixels of the full page, from which its boxes count.
        largest_px: longer side up to which they count; beyond it a symbol fills too much of a tile.
    """

    shrink: int
    overlap_px: int
    smallest_px: float
    largest_px: float


LEVELS: Final = (
    Level(1, 96, 0.0, 112.0),
    Level(2, 160, 56.0, 480.0),
    Level(4, 160, 360.0, float("inf")),
)
"""Full, half and quarter resolution; two neighbours agree on the sizes between them, and doubles are merged."""


def detect(propose: Propose, grey_u8: NDArray[np.uint8], threads: int = 1) -> tuple[Boxes, Scores]:
    """Return proposals for an (H, W) page: boxes (N, 4) in its pixels and objectness (N,), best first.

    So many `threads` look at tiles at once.

    Raises:
        DrawingError: `content_too_large`, when there are more than `MAX_PROPOSALS`.
    """
    nothing = np.empty((0, 4), np.float32), np.empty(0, np.float32)
    found = [nothing, *in_threads(partial(_boxes_of, propose), _views(grey_u8), threads)]
    boxes, scores = (np.concatenate(parts) for parts in zip(*found, strict=True))
    if len(boxes) > MAX_PROPOSALS:
        raise DrawingError(
            "content_too_large",
            f"The page shows more than {MAX_PROPOSALS:,} possible symbols; it is too noisy to be read.",
        )
    keep = distinct(boxes, scores, same_iou=PROPOSAL_IOU, drop_parts=False)
    return boxes[keep], scores[keep]


@dataclass(frozen=True, slots=True)
class _View:
    """A tile of the page at one resolution, and the page's width and height in pixels there."""

    level: Level
    tile: Tile
    page_wh: tuple[int, int]


def _views(grey_u8: NDArray[np.uint8]) -> Iterator[_View]:
    """Yield the tiles of an (H, W) page at each resolution."""
    shrunk = 1
    for level in LEVELS:
        while shrunk < level.shrink:
            grey_u8, shrunk = halve(grey_u8), 2 * shrunk
        height, width = grey_u8.shape
        for tile in tiles(grey_u8, level.overlap_px):
            yield _View(level, tile, (width, height))


def _boxes_of(propose: Propose, view: _View) -> tuple[Boxes, Scores]:
    """Return a tile's boxes of its level's sizes, clipped to the page, in pixels of the full page, and their scores."""
    level, tile = view.level, view.tile
    _, boxes, scores = peaks(*propose(tile.ink))
    # a box this close to where its tile was cut is seen better by the neighbour
    seen = _away_from_cuts(boxes, view, level.overlap_px // 4)
    boxes = boxes[seen] + np.tile(tile.origin, 2)
    boxes = np.clip(boxes, 0, np.tile(np.array(view.page_wh, np.float32), 2)) * np.float32(level.shrink)
    sides = longer_sides(boxes)
    fits = (sides >= level.smallest_px) & (sides <= level.largest_px)
    return boxes[fits], scores[seen][fits]


def peaks(
    objectness: NDArray[np.float32], distances: NDArray[np.float32], threshold: float = MIN_OBJECTNESS
) -> tuple[NDArray[np.int64], Boxes, Scores]:
    """Read local maxima (3 x 3) of at least `threshold` as boxes.

    Args:
        objectness: (N, 1, h, w) probabilities.
        distances: (N, 4, h, w) from a cell's centre (4 * ix + 2, 4 * iy + 2) to left, top, right, bottom.
        threshold: smallest probability of a peak.

    Returns:
        Tile index (M,), boxes (M, 4) in pixels of their tile and scores (M,); what is not finite or has no
        area is left out.
    """
    score = objectness[:, 0]
    tile, iy, ix = np.nonzero((score >= threshold) & (score >= _neighbours_max(score)))
    centre = np.stack([ix, iy, ix, iy], axis=1) * np.float32(STRIDE) + np.float32(STRIDE / 2)
    boxes = (centre + distances[tile, :, iy, ix] * np.array([-1, -1, 1, 1], np.float32)).astype(np.float32)
    sound = np.isfinite(boxes).all(axis=1) & (boxes[:, 2:] > boxes[:, :2]).all(axis=1)
    return tile[sound], boxes[sound], score[tile, iy, ix][sound]


def _neighbours_max(score: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the maximum of each cell and its eight neighbours, (N, h, w)."""
    padded = np.pad(score, ((0, 0), (1, 1), (1, 1)), constant_values=-np.inf)
    rows = np.maximum(np.maximum(padded[:, :-2], padded[:, 1:-1]), padded[:, 2:])
    return np.maximum(np.maximum(rows[:, :, :-2], rows[:, :, 1:-1]), rows[:, :, 2:])


def _away_from_cuts(found: Boxes, view: _View, edge_px: int) -> NDArray[np.bool_]:
    """Tell which boxes have their centre away from a tile edge that is not an edge of the page, (M,)."""
    centre = (found[:, :2] + found[:, 2:]) / 2
    start, size = view.tile.origin, view.tile.size
    low = np.where(start > 0, edge_px, -np.inf)
    high = np.where(start + size < np.array(view.page_wh, np.float32), size - edge_px, np.inf)
    seen: NDArray[np.bool_] = ((centre >= low) & (centre <= high)).all(axis=1)
    return seen
