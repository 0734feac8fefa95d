"""Symbols of one page that look alike bear one name: each is judged together with its look-alikes."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.boxes import Boxes, Scores, longer_sides

ALIKE: Final = 0.7
"""Cosine of two embeddings from which they show the same symbol, in whatever turn the network has learnt."""
SAME_SIZE: Final = 1.25
"""Ratio of longer sides up to which they can."""
OWN_SHARE: Final = 0.4
"""Weight of what a box shows itself, against what its look-alikes and it show on average."""

_ROWS: Final = 1_024
_LEAST: Final = 1e-6


def agree(
    chances: NDArray[np.float32],
    embeddings: NDArray[np.float32],
    boxes: Boxes,
    objectness: Scores,
    marked: NDArray[np.bool_],
) -> NDArray[np.float32]:
    """Return probabilities in which the look-alikes of a page speak for each other.

    A drawing repeats its symbols. What blur, a crossing wire or a neighbour makes doubtful in one is clear in
    another: the result is the geometric mean of a box's own probabilities and those of its look-alikes, which weigh
    as much as the detector is sure of them.

    Args:
        chances: (N, C) probabilities of each box on its own.
        embeddings: (N, E), unit length.
        boxes: (N, 4) xyxy in pixels.
        objectness: (N,) in (0, 1].
        marked: (N,) whether letters beside it make it a variant, which is drawn like others and is none of them.

    Returns:
        (N, C); rows sum to one.
    """
    own = np.log(np.maximum(chances, _LEAST))
    sides = np.log(np.maximum(longer_sides(boxes), 1.0))
    result = np.empty_like(own)
    for start in range(0, len(own), _ROWS):
        rows = slice(start, start + _ROWS)
        alike = embeddings[rows] @ embeddings.T >= ALIKE
        alike &= np.abs(sides[rows, None] - sides[None, :]) <= np.log(SAME_SIZE)
        alike &= marked[rows, None] == marked
        alike[np.arange(len(alike)), start + np.arange(len(alike))] = True
        weight = alike * objectness[None, :].astype(np.float32)
        result[rows] = weight @ own / weight.sum(axis=1, keepdims=True)
    powers: NDArray[np.float32] = np.exp(OWN_SHARE * own + (1 - OWN_SHARE) * result)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
