"""What symbols are: the crop network's answer as a class, its probability and the next best ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.boxes import Boxes, Scores
from orchestrator.recognition.crops import crop_batch, squares
from orchestrator.recognition.threads import in_threads
from orchestrator.taxonomy import ALL_CLASSES, OTHER

Answers = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]
"""Logits (N, classes + 1), "not a symbol" last; embeddings (N, E) of unit length; left, top, right, bottom of the
symbol (N, 4) in sides of its crop."""

Classify = Callable[[NDArray[np.float32], NDArray[np.float32]], Answers]
"""Crops (N, 1, 64, 64), and width and height of the boxes they show (N, 2) in sides of the crop, to answers."""

BACKGROUND: Final = len(ALL_CLASSES)
ALTERNATIVES: Final = 3
MIN_ALTERNATIVE: Final = 0.02
"""Smallest probability worth showing as an alternative."""
MIN_SYMBOL: Final = 0.6
"""Probability of being a symbol, of whatever class, from which a box is one; what has less is listed only on demand."""
MIN_CLASS: Final = 0.5
"""Probability one class must hold to name a symbol; a symbol without a name is `other`, and still counted."""

_BATCH: Final = 64
_LEAST: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Verdict:
    """One crop's class with its probability, the next best classes, and whether it is a symbol at all."""

    class_name: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]
    is_symbol: bool


def examine(
    classify: Classify, grey_u8: NDArray[np.uint8], boxes: Boxes, threads: int = 1
) -> tuple[NDArray[np.float32], NDArray[np.float32], Boxes]:
    """Look at N >= 1 boxes of an (H, W) page, so many `threads` at once.

    Returns:
        Probabilities (N, classes + 1), embeddings (N, E), and where the symbols lie (N, 4) in pixels of the page; a box
        that the network would turn inside out stays as it was.
    """
    frames = squares(boxes)
    sides = frames[:, 2:] - frames[:, :2]
    shapes = ((boxes[:, 2:] - boxes[:, :2]) / sides).astype(np.float32)

    def answers(some: slice) -> Answers:
        return classify(crop_batch(grey_u8, boxes[some]), shapes[some])

    batches = [slice(start, start + _BATCH) for start in range(0, len(boxes), _BATCH)]
    parts = in_threads(answers, batches, threads)
    logits, embeddings, edges = (np.concatenate(column) for column in zip(*parts, strict=True))
    placed = (np.tile(frames[:, :2], 2) + edges * np.tile(sides, 2)).astype(np.float32)
    sound = (placed[:, 2:] - placed[:, :2] >= 1).all(axis=1, keepdims=True)
    return softmax(logits), embeddings, np.where(sound, placed, boxes)


def with_objectness(chances: NDArray[np.float32], objectness: Scores) -> NDArray[np.float32]:
    """Return probabilities in which the detector has its say: two networks' odds of a symbol, multiplied.

    Args:
        chances: (N, classes + 1), "not a symbol" last; rows sum to one.
        objectness: (N,) in [0, 1]; one half changes nothing.
    """
    seen = np.clip(objectness, _LEAST, 1 - _LEAST)[:, None]
    weighed = chances * (seen / (1 - seen))
    weighed[:, BACKGROUND] = chances[:, BACKGROUND]
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True), np.float32)


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return probabilities along the last axis."""
    powers: NDArray[np.float32] = np.exp(logits - logits.max(axis=-1, keepdims=True))
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


def verdict(probability: NDArray[np.float32]) -> Verdict:
    """Read one row of probabilities: the best class names the symbol, or it is `other` where none is clear.

    The confidence is the class's probability; of an unnamed symbol, that of being a symbol at all. What is rather none
    has its best class all the same, for those who want to see what is less sure.
    """
    ranked: Sequence[int] = np.argsort(-probability[:BACKGROUND], kind="stable")[: ALTERNATIVES + 1].tolist()
    best, *others = [(ALL_CLASSES[i], min(float(probability[i]), 1.0)) for i in ranked]
    symbol = min(max(1.0 - float(probability[BACKGROUND]), 0.0), 1.0)
    is_symbol = symbol >= MIN_SYMBOL
    if is_symbol and best[1] < MIN_CLASS:
        others = [guess for guess in (best, *others) if guess[0] != OTHER][:ALTERNATIVES]
        best = (OTHER, symbol)
    return Verdict(
        *best,
        alternatives=tuple(guess for guess in others if guess[1] >= MIN_ALTERNATIVE),
        is_symbol=is_symbol,
    )
