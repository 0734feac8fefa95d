"""Crops as other offices and scanners would have made them: stretched, drawn with other pens, coarser, turned, faded, grained.

What the classifier learns from a sheet's symbols shall hold for variants that nobody drew: so their proportions, pens and
resolution vary more than sheets do.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

STRETCHED: Final = 0.35
MOST_STRETCH: Final = 0.18
"""Logarithm of the largest factor by which one side of a crop grows or shrinks."""
THICKER: Final = 0.12
THINNER: Final = 0.08
COARSER: Final = 0.2
COARSEST: Final = 0.35
"""Least share of its pixels along a side that a coarse crop keeps."""
TURNED: Final = 0.3
FADED: Final = 0.3
GRAINED: Final = 0.15


def distort(crops: Tensor, shapes: Tensor, edges: Tensor, source: np.random.Generator) -> Tensor:
    """Return crops distorted at random; what is known of each is changed with it, in place.

    Args:
        crops: (N, 1, S, S) ink, 0 to 1.
        shapes: (N, 2) width and height of the box each was cut for, in sides of the crop.
        edges: (N, 4) left, top, right, bottom of the symbol in sides of the crop; NaN where there is none.
        source: of chance.
    """
    crops = _stretch(crops, shapes, edges, source)
    for share, thicker in ((THICKER, True), (THINNER, False)):
        some = _some(len(crops), share, source)
        crops[some] = _pen(crops[some], thicker, source)
    some = _some(len(crops), COARSER, source)
    crops[some] = _coarse(crops[some], source.uniform(COARSEST, 0.8))
    for i in _some(len(crops), TURNED, source).tolist():
        _turn(crops, shapes, edges, i, int(source.integers(1, 4)))
    some = _some(len(crops), FADED, source)
    crops[some] *= _each(source.uniform(0.45, 1.4, len(some)))
    some = _some(len(crops), GRAINED, source)
    crops[some] += torch.from_numpy(source.normal(0, 0.06, crops[some].shape).astype(np.float32))
    return crops.clamp(0, 1)


def _some(count: int, share: float, source: np.random.Generator) -> Tensor:
    """Return the rows of about this share of so many."""
    return torch.from_numpy(np.flatnonzero(source.random(count) < share))


def _each(values: NDArray[np.float64]) -> Tensor:
    return torch.from_numpy(values.astype(np.float32))[:, None, None, None]


def _stretch(crops: Tensor, shapes: Tensor, edges: Tensor, source: np.random.Generator) -> Tensor:
    """Change the proportions of some crops about their middle."""
    factors = np.exp(source.uniform(-MOST_STRETCH, MOST_STRETCH, (len(crops), 2)))
    factors[source.random(len(crops)) >= STRETCHED] = 1
    scale = torch.from_numpy(factors.astype(np.float32))
    shapes *= scale
    edges.sub_(0.5).mul_(scale.repeat(1, 2)).add_(0.5)
    maps = torch.zeros(len(crops), 2, 3)
    maps[:, 0, 0], maps[:, 1, 1] = 1 / scale[:, 0], 1 / scale[:, 1]
    grid = functional.affine_grid(maps, list(crops.shape), align_corners=False)
    return functional.grid_sample(crops, grid, padding_mode="border", align_corners=False)


def _pen(crops: Tensor, thicker: bool, source: np.random.Generator) -> Tensor:
    """Mix crops with themselves drawn with a pen two pixels thicker or thinner."""
    sign = 1 if thicker else -1
    drawn = sign * functional.max_pool2d(sign * crops, 3, 1, 1)
    return torch.lerp(crops, drawn, _each(source.uniform(0.2, 0.9, len(crops))))


def _coarse(crops: Tensor, kept: float) -> Tensor:
    """Return crops as they look when only this share of their pixels along a side is kept."""
    if not len(crops):
        return crops
    side = crops.shape[-1]
    small = functional.interpolate(crops, size=max(int(side * kept), 1), mode="area")
    return functional.interpolate(small, size=side, mode="bilinear")


def _turn(crops: Tensor, shapes: Tensor, edges: Tensor, i: int, quarters: int) -> None:
    """Turn one crop counter-clockwise by quarters."""
    crops[i] = torch.rot90(crops[i], quarters, (1, 2))
    for _ in range(quarters):
        left, top, right, bottom = edges[i].tolist()
        edges[i] = torch.tensor((top, 1 - right, bottom, 1 - left))
        shapes[i] = shapes[i].flip(0)
