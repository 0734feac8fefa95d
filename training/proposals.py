"""What the detector takes for symbols on a whole page, and what each of those boxes really holds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from orchestrator.taxonomy import ALL_CLASSES
from training.data import Boxes, Picture
from training.networks import STRIDE, Detector

BACKGROUND: Final = len(ALL_CLASSES)
MIN_SCORE: Final = 0.12
MOST: Final = 600
Labels = NDArray[np.int64]


def iou_matrix(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    """Return (N, M) intersection over union of xyxy boxes."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    area_a, area_b = (np.prod(x[:, 2:] - x[:, :2], axis=1) for x in (a, b))
    union = area_a[:, None] + area_b[None, :] - shared
    return np.asarray(shared / np.maximum(union, 1e-6), np.float32)


def judged(found: Boxes, sheet: Picture) -> tuple[Boxes, Labels]:
    """Label proposals by the symbol they cover; those that cover one by half are left out."""
    if not len(sheet.boxes) or not len(found):
        return found, np.full(len(found), BACKGROUND)
    overlap = iou_matrix(found, sheet.boxes)
    best = overlap.max(axis=1)
    labels = np.where(best >= 0.5, sheet.labels[overlap.argmax(axis=1)], BACKGROUND)
    clear = (best >= 0.5) | (best < 0.3)
    return found[clear], labels[clear]


def proposals(sheet: Picture, detector: Path) -> Boxes:
    """Return the detector's peaks on a whole page at its first level, (N, 4) xyxy px."""
    height, width = (-(-side // 32) * 32 for side in sheet.page.shape)
    ink = np.zeros((1, 1, height, width), np.float32)
    ink[0, 0, : sheet.page.shape[0], : sheet.page.shape[1]] = 1 - sheet.page.astype(np.float32) / 255
    with torch.inference_mode():
        heat, sides = _network(detector)(torch.from_numpy(ink))
        peak = (heat == functional.max_pool2d(heat, 3, 1, 1)) & (heat > MIN_SCORE)
    rows, columns = (index.numpy() for index in torch.nonzero(peak[0, 0], as_tuple=True))
    reach = sides[0].numpy()[:, rows, columns]
    x, y = (columns + 0.5) * STRIDE, (rows + 0.5) * STRIDE
    boxes = np.stack([x - reach[0], y - reach[1], x + reach[2], y + reach[3]], axis=1)
    return np.asarray(boxes[:MOST], np.float32)


@cache
def _network(weights: Path) -> Detector:
    torch.set_num_threads(1)
    network = Detector()
    network.load_state_dict(torch.load(weights))
    network.eval().to(memory_format=torch.channels_last)
    return network
