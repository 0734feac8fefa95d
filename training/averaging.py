"""The mean of two trainings' weights: what training further teaches, without all that it forgets.

python -m training.averaging EARLIER.pt LATER.pt --out training/runs/classifier.pt

Weights that one training led to from the other's can be averaged, and the mean holds better on drawings unlike the
training's than either (Wortsman et al. 2022, robust fine-tuning). What the normalisations expect is measured anew, on
batches as training draws them, the detector's boxes among them.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import nn

from orchestrator.taxonomy import ALL_CLASSES
from training.dataset import FOLDER, Dataset
from training.mining import Mine
from training.networks import Classifier
from training.samples import Drawn, batch
from training.train_classifier import DETECTOR, chosen

_BATCHES: Final = 40
_PAGES: Final = 60
"""Of which the detector's boxes are taken."""


def averaged(earlier: Path, later: Path) -> Classifier:
    """Return the classifier of the mean weights, its normalisations knowing nothing yet."""
    a, b = torch.load(earlier, map_location="cpu"), torch.load(later, map_location="cpu")
    network = Classifier(len(ALL_CLASSES))
    network.load_state_dict(
        {name: (a[name] + b[name]) / 2 if b[name].is_floating_point() else b[name] for name in b}
    )
    for part in network.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.reset_running_stats()
            part.momentum = None  # the mean over all batches
    return network


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("earlier", type=Path)
    parser.add_argument("later", type=Path)
    parser.add_argument("--data", type=Path, default=FOLDER)
    parser.add_argument("--detector", type=Path, default=DETECTOR)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    data, source = Dataset.load(options.data), np.random.default_rng(3)
    network, drawn = averaged(options.earlier, options.later).train(), Drawn(data)
    mine = Mine(data, options.detector)
    for _ in range(_PAGES):
        mine.dig(source)
    with torch.no_grad():
        for _ in range(_BATCHES):
            one = batch(data, chosen(data, drawn, mine, source), source)
            network(torch.from_numpy(one.crops), torch.from_numpy(one.shapes))
    torch.save(network.state_dict(), options.out)


if __name__ == "__main__":
    main()
