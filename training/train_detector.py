"""Train the detector on tiles of synthetic sheets.

python -m training.train_detector --minutes 90
"""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.data import Boxes, Grey
from training.dataset import Dataset
from training.loop import DEVICE, Plan, fit, halved_precision
from training.networks import STRIDE, Detector, distances
from training.tiles import TILE, window

LARGEST_PX: Final = 330.0  # symbols larger than this in a tile are left to the half-resolution level
CELLS: Final = TILE // STRIDE
BATCH: Final = 12
BOX_WEIGHT: Final = 2.5
"""What a box's error weighs against the heat map's: half of what is missed is found, but placed too loosely."""


def targets(boxes: Boxes) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return heat (C, C), box (4, C, C) distances in px and weight (C, C) of one tile's (N, 4) boxes.

    Heat is a Gaussian a box, as wide as the box is (Liu et al. 2020, TTFNet); where two overlap the smaller wins.
    """
    heat = np.zeros((CELLS, CELLS), np.float32)
    box = np.ones((4, CELLS, CELLS), np.float32)
    weight = np.zeros((CELLS, CELLS), np.float32)
    centre = (np.arange(CELLS, dtype=np.float32) + 0.5) * STRIDE
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for x0, y0, x1, y1 in boxes[np.argsort(-area)]:
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
        sx, sy = max((x1 - x0) / 7, 2.0), max((y1 - y0) / 7, 2.0)
        gx = np.exp(-((centre - cx) ** 2) / (2 * sx * sx))
        gy = np.exp(-((centre - cy) ** 2) / (2 * sy * sy))
        bump = gy[:, None] * gx[None, :]
        iy, ix = min(int(cy / STRIDE), CELLS - 1), min(int(cx / STRIDE), CELLS - 1)
        bump[iy, ix] = 1.0
        np.maximum(heat, bump, out=heat)
        if max(x1 - x0, y1 - y0) > LARGEST_PX:
            heat[bump > 0.3] = np.minimum(heat[bump > 0.3], 0.9)
            continue
        near = bump > 0.5
        weight[near] = bump[near]
        for k, side in enumerate(
            (centre[None, :] - x0, centre[:, None] - y0, x1 - centre[None, :], y1 - centre[:, None])
        ):
            box[k][near] = np.broadcast_to(side, heat.shape)[near]
    return heat, np.maximum(box, 0.5), weight


def batch(data: Dataset, rng: np.random.Generator) -> tuple[Tensor, ...]:
    """Return augmented (image, heat, box, weight) tensors of windows of random pages."""
    images, heats, sides, weights = [], [], [], []
    for number in rng.integers(len(data), size=BATCH).tolist():
        tile, boxes = _turned(*window(data.page(number), rng), int(rng.integers(8)))
        ink = 1.0 - tile.astype(np.float32) / 255.0
        if rng.random() < 0.3:
            ink = np.clip(ink * rng.uniform(0.5, 1.3), 0, 1)
        heat, box, weight = targets(boxes)
        images.append(ink[None])
        heats.append(heat[None])
        sides.append(box)
        weights.append(weight[None])
    return tuple(
        torch.from_numpy(np.ascontiguousarray(np.stack(part))) for part in (images, heats, sides, weights)
    )


def _turned(tile: Grey, boxes: Boxes, how: int) -> tuple[Grey, Boxes]:
    """Mirror and turn a tile and its boxes in one of the eight ways of the square."""
    if how >= 4:
        tile = tile[:, ::-1]
        boxes = np.stack([TILE - boxes[:, 2], boxes[:, 1], TILE - boxes[:, 0], boxes[:, 3]], axis=1)
    for _ in range(how % 4):
        tile = np.rot90(tile)
        boxes = np.stack([boxes[:, 1], TILE - boxes[:, 2], boxes[:, 3], TILE - boxes[:, 0]], axis=1)
    return tile, boxes


def loss(raw: Tensor, heat: Tensor, box: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    """Return the focal loss of the heat map (Law and Deng 2018) and the weighted GIoU loss of the boxes."""
    logit = raw[:, :1]
    probability = logit.sigmoid().clamp(1e-4, 1 - 1e-4)
    positive = (heat >= 0.999).float()
    gain = positive * (1 - probability) ** 2 * torch.log(probability)
    pain = (1 - positive) * (1 - heat) ** 4 * probability**2 * torch.log(1 - probability)
    focal = -(gain + pain).sum() / positive.sum().clamp(min=1)
    giou = ((1 - _giou(distances(raw[:, 1:]), box)) * weight[:, 0]).sum() / weight.sum().clamp(min=1)
    return focal, giou


def _giou(a: Tensor, b: Tensor) -> Tensor:
    """Return generalised IoU (Rezatofighi et al. 2019) of (N, 4, H, W) distances from the same cells."""
    width = torch.minimum(a[:, 0], b[:, 0]) + torch.minimum(a[:, 2], b[:, 2])
    height = torch.minimum(a[:, 1], b[:, 1]) + torch.minimum(a[:, 3], b[:, 3])
    shared = width.clamp(min=0) * height.clamp(min=0)
    union = (a[:, 0] + a[:, 2]) * (a[:, 1] + a[:, 3]) + (b[:, 0] + b[:, 2]) * (b[:, 1] + b[:, 3]) - shared
    hull_w = torch.maximum(a[:, 0], b[:, 0]) + torch.maximum(a[:, 2], b[:, 2])
    hull_h = torch.maximum(a[:, 1], b[:, 1]) + torch.maximum(a[:, 3], b[:, 3])
    hull = (hull_w * hull_h).clamp(min=1e-3)
    return shared / union.clamp(min=1e-3) - (hull - union) / hull


def main() -> None:
    """Run from the command line."""
    plan = Plan.from_command_line(__doc__, rate=3e-3, out="training/runs/detector.pt")
    network, data = Detector(), Dataset.load(plan.data)

    def step(source: np.random.Generator, _: float) -> tuple[Tensor, dict[str, float]]:
        image, heat, box, weight = (part.to(DEVICE) for part in batch(data, source))
        with halved_precision():
            raw = network.features(image.contiguous(memory_format=torch.channels_last))
        focal, giou = loss(raw.float(), heat, box, weight)
        return focal + BOX_WEIGHT * giou, {"focal": focal.item(), "giou": giou.item()}

    fit(network, step, plan, BATCH, weight_decay=1e-4)


if __name__ == "__main__":
    main()
