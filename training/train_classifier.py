"""Train the crop classifier on drawn symbols and on what the detector, trained beside it, takes for symbols.

python -m training.train_classifier --minutes 90
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from orchestrator.taxonomy import ALL_CLASSES
from training.dataset import Dataset
from training.distort import distort
from training.loop import DEVICE, Plan, fit, halved_precision
from training.mining import Mine
from training.networks import Classifier
from training.places import Places
from training.samples import Drawn, batch, stray

DETECTOR: Final = Path("training/runs/detector.pt")
BATCH: Final = 128
STRAY: Final = 20
"""Places without a symbol in a batch."""
MINED: Final = 56
"""Boxes of the detector in a batch, once there are enough."""
ENOUGH: Final = 2_000
DIG_FROM: Final = 0.12
"""Share of the time after which the detector's boxes are worth learning from ..."""
DIG_STEPS: Final = 8
"""... and steps from one page of them to the next."""
BOX_WEIGHT: Final = 3.0


def chosen(data: Dataset, drawn: Drawn, mine: Mine, source: np.random.Generator) -> list[tuple[int, Places]]:
    """Return the places of one batch."""
    places = []
    for number in source.integers(len(data), size=STRAY).tolist():
        found = stray(data.page(number), source)
        places += [(number, found)] if len(found.labels) else []
    if len(mine) >= ENOUGH:
        places += mine.places(MINED, source)
    return places + drawn.places(BATCH - len(places), source)


def box_loss(edges: Tensor, truth: Tensor) -> Tensor:
    """Return 1 - generalised IoU (Rezatofighi et al. 2019) and the edges' error, on average where there is a box."""
    known = ~truth[:, 0].isnan()
    a, b = edges[known], truth[known]
    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(1)
    union = _area(a) + _area(b) - shared
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).clamp(min=1e-4).prod(1)
    giou = shared / union.clamp(min=1e-6) - (hull - union) / hull
    return (1 - giou).mean() + 4 * (a - b).abs().mean()


def _area(boxes: Tensor) -> Tensor:
    return (boxes[:, 2:] - boxes[:, :2]).clamp(min=0).prod(1)


def main() -> None:
    """Run from the command line."""
    plan = Plan.from_command_line(__doc__, rate=2.5e-3, out="training/runs/classifier.pt")
    network, data = Classifier(len(ALL_CLASSES)), Dataset.load(plan.data)
    drawn, mine = Drawn(data), Mine(data, DETECTOR)
    steps = 0

    def step(source: np.random.Generator, share: float) -> tuple[Tensor, dict[str, float]]:
        nonlocal steps
        steps += 1
        if share > DIG_FROM and steps % DIG_STEPS == 0:
            mine.dig(source)
        one = batch(data, chosen(data, drawn, mine, source))
        crops, shapes, labels, truth = (
            torch.from_numpy(part).to(DEVICE) for part in (one.crops, one.shapes, one.labels, one.edges)
        )
        crops = distort(crops, shapes, truth, source).to(memory_format=torch.channels_last)
        with halved_precision():
            logits, _, edges = network(crops, shapes)
        error = functional.cross_entropy(logits.float(), labels, label_smoothing=0.01)
        loose = box_loss(edges.float(), truth)
        right = (logits.argmax(1) == labels).float().mean()
        report = {"loss": error.item(), "right": right.item(), "box": loose.item(), "mined": len(mine)}
        return error + BOX_WEIGHT * loose, report

    fit(network, step, plan, BATCH, weight_decay=2e-4)


if __name__ == "__main__":
    main()
