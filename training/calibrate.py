"""Calibration of the classifier: a temperature and an offset of "not a symbol", fitted on unseen training sheets.

Training draws rare classes more often than they occur and turns and fades the crops, which makes the network less
sure than it may be. Two numbers mend that (Guo et al. 2017, temperature scaling); they become part of the ONNX file.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.data import picture
from training.networks import Classifier, Detector
from training.places import judged
from training.proposals import proposals
from training.samples import cut

SEEDS: Final = range(200_000, 200_024)  # neither trained on nor held out


class Calibrated(nn.Module):
    """A classifier whose logits are divided by a temperature and whose background logit is shifted."""

    def __init__(self, network: Classifier, classes: int) -> None:
        super().__init__()
        self.network = network
        self.sharpness = nn.Parameter(torch.ones(()))
        self.background = nn.Parameter(torch.zeros(()))
        last = torch.zeros(classes + 1)
        last[-1] = 1.0
        self.register_buffer("last", last)

    def forward(self, crop: Tensor, shape: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return (logits, embedding, edges) as `Classifier` does, the logits calibrated."""
        logits, embedding, edges = self.network(crop, shape)
        return self.adjusted(logits), embedding, edges

    def adjusted(self, logits: Tensor) -> Tensor:
        """Return calibrated logits."""
        return logits * self.sharpness + self.background * self.last


def calibrated(network: Classifier, classes: int, detector: Detector) -> Calibrated:
    """Fit the two numbers to the detector's proposals on the calibration sheets (negative log-likelihood)."""
    network.eval()
    model = Calibrated(network, classes)
    logits, labels = _evidence(network, detector)
    fitted = [model.sharpness, model.background]
    optimiser = torch.optim.LBFGS(fitted, lr=0.5, max_iter=60)

    def error() -> Tensor:
        optimiser.zero_grad()
        loss = functional.cross_entropy(model.adjusted(logits), labels)
        loss.backward()
        return loss

    optimiser.step(error)
    print(f"calibration: sharpness {model.sharpness.item():.3f}, background {model.background.item():+.3f}")
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
    return torch.cat(logits).clone(), torch.from_numpy(np.concatenate(labels))
