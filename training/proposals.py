"""What the detector takes for symbols on a whole page."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from orchestrator.recognition.images import halve
from training.data import Boxes, Grey
from training.loop import halved_precision
from training.networks import STRIDE, Detector

MIN_SCORE: Final = 0.12
MOST: Final = 400
_HALF_FROM_PX: Final = 56.0
_FULL_UP_TO_PX: Final = 112.0


def proposals(page: Grey, network: Detector) -> Boxes:
    """Return the detector's peaks on an (H, W) page and its half, (N, 4) xyxy px."""
    full, half = _peaks(page, network), _peaks(halve(page), network) * np.float32(2)
    small, large = (np.max(boxes[:, 2:] - boxes[:, :2], axis=1, initial=0) for boxes in (full, half))
    return np.concatenate([full[small <= _FULL_UP_TO_PX], half[large >= _HALF_FROM_PX]])


def _peaks(page: Grey, network: Detector) -> Boxes:
    height, width = (-(-side // 32) * 32 for side in page.shape)
    ink = np.zeros((1, 1, height, width), np.float32)
    ink[0, 0, : page.shape[0], : page.shape[1]] = 1 - page.astype(np.float32) / 255
    device = next(network.parameters()).device
    with torch.inference_mode(), halved_precision(device):
        heat, sides = network(torch.from_numpy(ink).to(device, memory_format=torch.channels_last))
    heat, sides = heat.float().cpu(), sides.float().cpu()
    peak = (heat == functional.max_pool2d(heat, 3, 1, 1)) & (heat > MIN_SCORE)
    best: Tensor = torch.topk(heat[0, 0][peak[0, 0]], min(MOST, int(peak.sum()))).values
    if len(best):
        peak &= heat >= best[-1]
    rows, columns = (index.numpy() for index in torch.nonzero(peak[0, 0], as_tuple=True))
    reach = sides[0].numpy()[:, rows, columns]
    x, y = (columns + 0.5) * STRIDE, (rows + 0.5) * STRIDE
    return np.stack([x - reach[0], y - reach[1], x + reach[2], y + reach[3]], axis=1).astype(np.float32)
