"""Where symbols are: the dense network over tiles of the page and of its half, its peaks read as boxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.errors import DrawingError
from orchestrator.recognition.boxes import Boxes, Scores, distinct, longer_sides
from orchestrator.recognition.images import halve
from orchestrator.recognition.tiles import TILE, tile_batches

Propose = Callable[[NDArray[np.float32]], tuple[NDArray[np.float32], NDArray[np.float32]]]
"""Ink (N, 1, S, S) to objectness (N, 1, S/4, S/4) and the four distances (N, 4, S/4, S/4) in pixels."""

STRIDE: Final = 4
MIN_OBJECTNESS: Final = 0.3
LARGEST_FULL_PX: Final = 112
"""Longer side up to which the full page proposes a box; beyond it a symbol fills too much of the view."""
SMALLEST_HALF_PX: Final = 56
"""Longer side, in pixels of the full page, from which the halved page proposes a box."""
MAX_PROPOSALS: Final = 20_000
PROPOSAL_IOU: Final = 0.6
"""Overlap above which two proposals are one; doubles and parts are settled after classification."""

_BATCH: Final = 4
_FULL_OVERLAP_PX: Final = 96
_HALF_OVERLAP_PX: Final = 160  # larger symbols are looked for here; a quarter of the tiles makes it cheap


def detect(propose: Propose, grey_u8: NDArray[np.uint8]) -> tuple[Boxes, Scores]:
    """Return proposals for an (H, W) page: boxes (N, 4) in its pixels and objectness (N,), best first.

    Raises:
        DrawingError: `content_too_large`, when there are more than `MAX_PROPOSALS`.
    """
    full_boxes, full_scores = _detect_level(propose, grey_u8, _FULL_OVERLAP_PX)
    half_boxes, half_scores = _detect_level(propose, halve(grey_u8), _HALF_OVERLAP_PX)
    half_boxes = half_boxes * 2
    small = longer_sides(full_boxes) <= LARGEST_FULL_PX
    large = longer_sides(half_boxes) >= SMALLEST_HALF_PX
    boxes = np.concatenate([full_boxes[small], half_boxes[large]])
    scores = np.concatenate([full_scores[small], half_scores[large]])
    if len(boxes) > MAX_PROPOSALS:
        raise DrawingError(
            "content_too_large",
            f"The page shows more than {MAX_PROPOSALS:,} possible symbols; it is too noisy to be read.",
        )
    keep = distinct(boxes, scores, same_iou=PROPOSAL_IOU, drop_parts=False)
    return boxes[keep], scores[keep]


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


def _detect_level(propose: Propose, grey_u8: NDArray[np.uint8], overlap: int) -> tuple[Boxes, Scores]:
    """Return boxes in pixels of the picture given, those cut by its edges clipped, and their scores."""
    height, width = grey_u8.shape
    boxes, scores = [np.empty((0, 4), np.float32)], [np.empty(0, np.float32)]
    for origins, ink in tile_batches(grey_u8, _BATCH, overlap):
        tile, found, score = peaks(*propose(ink))
        origin = origins[tile].astype(np.float32)
        # a box this close to where its tile was cut is seen better by the neighbour
        seen = _away_from_cuts(found, origin, (width, height), overlap // 4)
        boxes.append((found + np.tile(origin, 2))[seen])
        scores.append(score[seen])
    limits = np.array([width, height, width, height], np.float32)
    return np.clip(np.concatenate(boxes), 0, limits), np.concatenate(scores)


def _away_from_cuts(
    found: Boxes, origin: NDArray[np.float32], page_wh: tuple[int, int], edge_px: int
) -> NDArray[np.bool_]:
    """Tell which boxes have their centre away from a tile edge that is not an edge of the page, (M,)."""
    centre = (found[:, :2] + found[:, 2:]) / 2
    page = np.array(page_wh, np.float32)
    low = np.where(origin > 0, edge_px, -np.inf)
    high = np.where(origin + TILE < page, TILE - edge_px, np.inf)
    seen: NDArray[np.bool_] = ((centre >= low) & (centre <= high)).all(axis=1)
    return seen
