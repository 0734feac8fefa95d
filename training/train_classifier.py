"""Train the crop classifier on drawn symbols and on what the detector takes for symbols.

python -m training.train_classifier --minutes 50
"""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from orchestrator.taxonomy import ALL_CLASSES
from training.dataset import Dataset
from training.loop import DEVICE, Plan, fit
from training.networks import Classifier
from training.proposals import BACKGROUND, Labels

BATCH: Final = 128


def sampling(labels: Labels) -> NDArray[np.float64]:
    """Return each crop's chance of being drawn: classes by the root of their number, background a quarter."""
    counts = np.bincount(labels, minlength=BACKGROUND + 1).astype(np.float64)
    weight = 1 / np.sqrt(np.maximum(counts, 1))
    chance = weight[labels]
    background = labels == BACKGROUND
    chance[background] *= chance[~background].sum() / 3 / max(chance[background].sum(), 1e-9)
    return np.asarray(chance / chance.sum(), np.float64)


def _augmented(crops: NDArray[np.uint8], source: np.random.Generator) -> NDArray[np.float32]:
    """Turn some crops by a right angle, fade or darken some, add grain to some."""
    ink = crops.astype(np.float32)[:, None] / 255
    for i in range(len(ink)):
        if source.random() < 0.2:
            ink[i] = np.rot90(ink[i], int(source.integers(1, 4)), (1, 2))
        if source.random() < 0.3:
            ink[i] *= source.uniform(0.45, 1.4)
        if source.random() < 0.15:
            ink[i] += source.normal(0, 0.06, ink[i].shape)
    return np.clip(ink, 0, 1)


def main() -> None:
    """Run from the command line."""
    plan = Plan.from_command_line(__doc__, rate=2e-3, out="training/runs/classifier.pt")
    network, data = Classifier(len(ALL_CLASSES)), Dataset.load(plan.data)
    cumulative = np.cumsum(sampling(data.labels))

    def step(source: np.random.Generator) -> tuple[Tensor, dict[str, float]]:
        rows = np.searchsorted(cumulative, source.random(BATCH)).clip(max=len(cumulative) - 1)
        ink = torch.from_numpy(_augmented(data.crops[rows], source))
        labels = torch.from_numpy(data.labels[rows]).to(DEVICE)
        logits, _ = network(ink.to(DEVICE, memory_format=torch.channels_last))
        error = functional.cross_entropy(logits, labels, label_smoothing=0.01)
        right = (logits.argmax(1) == labels).float().mean()
        return error, {"loss": error.item(), "right": right.item()}

    fit(network, step, plan, BATCH, weight_decay=2e-4)


if __name__ == "__main__":
    main()
