"""Calibration of the classifier: a temperature, an offset of "not a symbol", a weight of how often classes are drawn.

Training draws rare classes more often than they occur and turns and fades the crops, which makes the network less
sure than it may be, and the rare class too likely where two look alike. Three numbers, fitted on unseen training
sheets, mend that (Guo et al. 2017, temperature scaling; Menon et al. 2021, logit adjustment); they become part of the
ONNX file.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.data import picture
from training.networks import Classifier, Detector
from training.places import judged
from training.proposals import proposals
from training.samples import cut

SEEDS: Final = range(200_000, 200_048)  # neither trained on nor held out


class Calibrated(nn.Module):
    """A classifier whose logits are scaled, and shifted by its classes' frequencies and for the background."""

    def __init__(self, network: Classifier, classes: int, frequencies: NDArray[np.float64]) -> None:
        super().__init__()
        self.network = network
        self.sharpness = nn.Parameter(torch.ones(()))
        self.background = nn.Parameter(torch.zeros(()))
        last = torch.zeros(classes + 1)
        last[-1] = 1.0
        self.register_buffer("last", last)
        self.commonness = nn.Parameter(torch.zeros(()))
        often = np.append(np.log(frequencies) - np.log(frequencies).mean(), 0.0)
        self.register_buffer("often", torch.from_numpy(often).float())

    def forward(self, crop: Tensor, shape: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return (logits, embedding, edges) as `Classifier` does, the logits calibrated."""
        logits, embedding, edges = self.network(crop, shape)
        return self.adjusted(logits), embedding, edges

    def adjusted(self, logits: Tensor) -> Tensor:
        """Return calibrated logits."""
        return logits * self.sharpness + self.background * self.last + self.commonness * self.often


def calibrated(
    network: Classifier, classes: int, detector: Detector, frequencies: NDArray[np.float64]
) -> Calibrated:
    """Fit the three numbers to the detector's proposals on the calibration sheets (negative log-likelihood).

    Args:
        network: the trained classifier.
        classes: how many it tells apart.
        detector: the trained detector.
        frequencies: (classes,) how often each is drawn, all above 0.

    Raises:
        ValueError: when the detector finds nothing on them.
    """
    network.eval()
    model = Calibrated(network, classes, frequencies)
    logits, labels = _evidence(network, detector)
    fitted = [model.sharpness, model.background, model.commonness]
    optimiser = torch.optim.LBFGS(fitted, lr=0.5, max_iter=60)

    def error() -> Tensor:
        optimiser.zero_grad()
        loss = functional.cross_entropy(model.adjusted(logits), labels)
        loss.backward()
        return loss

    optimiser.step(error)
    print("calibration:", ", ".join(f"{number.item():+.3f}" for number in fitted))
    return model


def _evidence(network: Classifier, detector: Detector) -> tuple[Tensor, Tensor]:
    """Return the logits and labels of the proposals on the calibration sheets."""
    logits, labels = [], []
    for seed in SEEDS:
        sheet = picture(seed)
        found = judged(proposals(sheet.page, detector), sheet)
        if len(found.labels):
            crops, shapes, _ = cut(sheet, found)
            with torch.inference_mode():
                logits.append(network(torch.from_numpy(crops), torch.from_numpy(shapes))[0])
            labels.append(found.labels)
    if not logits:
        raise ValueError("the detector finds nothing to calibrate on; train it longer")
    return torch.cat(logits).clone(), torch.from_numpy(np.concatenate(labels))
