"""What people confirmed, as examples: symbols that look like one are more likely to be it.

Nothing is trained. The embedding of each confirmed picture is a prototype of its class, of each rejected one of "not a
symbol" (after Snell et al. 2017, prototypical networks).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from orchestrator.geometry import Box
from orchestrator.recognition.classifier import BACKGROUND
from orchestrator.taxonomy import ALL_CLASSES, OTHER

SIMILAR: Final = 0.6
"""Cosine of two embeddings from which they may show the same symbol."""
SHARPNESS: Final = 40.0
"""How fast the likelihood grows with the cosine: the same picture makes its class e^16 times as likely."""
CLEAR: Final = 0.75
"""Cosine above which a place that looks like a confirmed symbol is also likelier to be a symbol at all ..."""
SURER: Final = 20.0
"""... and how fast: the same picture e^5 times. Chosen, as `SHARPNESS`, on synthetic sheets of the held-out style."""
REFUSES: Final = 5.0
"""What each rejected symbol that looks like a place divides its odds of being one by, at most."""
_LEAST: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A box (xywh points) and the class a person gave it; None where the person says that it is no symbol."""

    bbox: Box
    class_name: str | None


@dataclass(frozen=True, slots=True)
class Prototypes:
    """What K confirmed symbols look like.

    Attributes:
        embeddings: (K, E) of unit length.
        classes: (K,) class indices, the last one "not a symbol".
        marked: (K,) whether letters beside it make it a variant (`lettering.marked_as_variants`): it stands for
            symbols with such letters alone, and one without them for those without.
    """

    embeddings: NDArray[np.float32]
    classes: NDArray[np.int64]
    marked: NDArray[np.bool_]

    @classmethod
    def of(
        cls, embeddings: NDArray[np.float32], confirmed: Sequence[Confirmed], marked: NDArray[np.bool_]
    ) -> Self:
        """Pair embeddings (K, E) with what was confirmed of each and its marks (K,), in order."""
        return cls(embeddings, np.array([_index(one.class_name) for one in confirmed], np.int64), marked)

    def and_also(self, other: Prototypes) -> Prototypes:
        """Return the prototypes of both."""
        return Prototypes(
            np.concatenate([self.embeddings, other.embeddings]),
            np.concatenate([self.classes, other.classes]),
            np.concatenate([self.marked, other.marked]),
        )


def _index(class_name: str | None) -> int:
    """Return the index of a class; one of the project's own is a symbol that the networks cannot name."""
    if class_name is None:
        return BACKGROUND
    return ALL_CLASSES.index(class_name if class_name in ALL_CLASSES else OTHER)


def adapted(
    chances: NDArray[np.float32],
    embeddings: NDArray[np.float32],
    prototypes: Prototypes,
    marked: NDArray[np.bool_],
) -> NDArray[np.float32]:
    """Return probabilities (N, C), rows summing to one, after comparing embeddings (N, E) with the prototypes.

    What letters mark as a variant (`marked`, (N,)) is compared with prototypes marked so, all else with the others.
    Among the classes, one becomes likelier by its most similar prototype, exponentially in the cosine above `SIMILAR`:
    that says which symbol it is, not that it is one. The odds of being a symbol grow with the cosine above `CLEAR`, and
    fall with that to a rejected one above `SIMILAR`, by no more than `REFUSES` for each such one: it may be right,
    and only was not to be counted there.
    """
    cosines = np.where(
        marked[:, None] == prototypes.marked, embeddings @ prototypes.embeddings.T, np.float32(-1)
    )
    weight = np.ones_like(chances)
    for index in np.unique(prototypes.classes).tolist():
        nearest = cosines[:, prototypes.classes == index].max(axis=1)
        weight[:, index] = np.exp(SHARPNESS * np.clip(nearest - SIMILAR, 0, 1))
    confirmed = prototypes.classes != BACKGROUND
    refused = (cosines[:, ~confirmed] > SIMILAR).sum(axis=1)
    weight[:, BACKGROUND] = np.minimum(weight[:, BACKGROUND], REFUSES**refused)
    nearest = cosines[:, confirmed].max(axis=1, initial=-1.0)
    surer = np.exp(SURER * np.clip(nearest - CLEAR, 0, 1))
    weighed: NDArray[np.float32] = chances * weight
    symbols, seen = weighed[:, :BACKGROUND], chances[:, :BACKGROUND].sum(axis=1, keepdims=True)
    symbols *= seen / np.maximum(symbols.sum(axis=1, keepdims=True), _LEAST) * surer[:, None]
    return weighed / weighed.sum(axis=1, keepdims=True)
