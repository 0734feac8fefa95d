"""Crops as other offices and scanners would have made them: stretched, other pens, coarser, turned, faded, grained.

What the classifier learns from a sheet's symbols shall hold for variants that nobody drew: so their proportions, pens
and resolution vary more than sheets do, strokes of neighbours cut through them and pens fail.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

STRETCHED: Final = 0.35
MOST_STRETCH: Final = 0.18
"""Logarithm of the largest factor by which one side of a crop grows or shrinks."""
THICKER: Final = 0.12
THINNER: Final = 0.08
COARSER: Final = 0.2
COARSEST: Final = 0.35
"""Least share of its pixels along a side that a coarse crop keeps."""
CROSSED: Final = 0.15
"""Share of the crops that one to three strokes of something else run through ..."""
GAPPED: Final = 0.08
"""... and of those in which a pen failed along a line."""
TURNED: Final = 0.3
FADED: Final = 0.3
GRAINED: Final = 0.15

Floats = NDArray[np.float32]


def distort(crops: Floats, shapes: Floats, edges: Floats, source: np.random.Generator) -> Floats:
    """Return crops distorted at random; what is known of each is changed with it, in place.

    Args:
        crops: (N, 1, S, S) ink, 0 to 1.
        shapes: (N, 2) width and height of the box each was cut for, in sides of the crop.
        edges: (N, 4) left, top, right, bottom of the symbol in sides of the crop; NaN where there is none.
        source: of chance.
    """
    crops = crops.copy()
    for i in _some(len(crops), STRETCHED, source):
        factors = np.exp(source.uniform(-MOST_STRETCH, MOST_STRETCH, 2)).astype(np.float32)
        crops[i] = stretched(crops[i], factors)
        shapes[i] *= factors
        edges[i] = (edges[i] - 0.5) * np.tile(factors, 2) + 0.5
    _redraw(crops, source)
    for i in _some(len(crops), TURNED, source):
        _turn(crops, shapes, edges, i, int(source.integers(1, 4)))
    for i in _some(len(crops), FADED, source):
        crops[i] *= source.uniform(0.45, 1.4)
    for i in _some(len(crops), GRAINED, source):
        crops[i] += source.normal(0, 0.06, crops[i].shape)
    return np.clip(crops, 0, 1)


def _redraw(crops: Floats, source: np.random.Generator) -> None:
    """Give some crops another pen or resolution, strokes that run through them, or gaps."""
    for share, thicker in ((THICKER, True), (THINNER, False)):
        for i in _some(len(crops), share, source):
            mixed = np.float32(source.uniform(0.2, 0.9))
            crops[i] += mixed * (penned(crops[i], thicker=thicker) - crops[i])
    for i in _some(len(crops), COARSER, source):
        crops[i] = coarse(crops[i], source.uniform(COARSEST, 0.8))
    side = crops.shape[-1]
    for i in _some(len(crops), CROSSED, source):
        crops[i] = np.maximum(crops[i], strokes(side, source))
    for i in _some(len(crops), GAPPED, source):
        crops[i] *= 1 - strokes(side, source)


def _some(count: int, share: float, source: np.random.Generator) -> NDArray[np.intp]:
    """Return the rows of about this share of so many."""
    return np.flatnonzero(source.random(count) < share)


def _between(places: Floats, side: int) -> Floats:
    """Return (M, side) weights that read a row of so many pixels at places, linearly, its ends going on beyond it."""
    inside = places.clip(0, side - 1)
    weights = 1 - np.abs(inside[:, None] - np.arange(side, dtype=np.float32))
    return np.asarray(weights.clip(min=0), np.float32)


def stretched(crop: Floats, factors: Floats) -> Floats:
    """Return a (1, S, S) crop with its width and height times two factors, about its middle."""
    side = crop.shape[-1]
    middle = (side - 1) / 2
    across, down = (
        _between(((np.arange(side) - middle) / factor + middle).astype(np.float32), side)
        for factor in factors
    )
    return np.asarray(down @ crop[0] @ across.T, np.float32)[None]


def penned(crop: Floats, *, thicker: bool) -> Floats:
    """Return a (1, S, S) crop as a pen two pixels thicker or thinner draws it: the most or least ink of 3 x 3."""
    pick = np.maximum if thicker else np.minimum
    for axis in (1, 2):
        padded = np.pad(crop, [(1, 1) if k == axis else (0, 0) for k in range(3)], "edge")
        windows = np.lib.stride_tricks.sliding_window_view(padded, 3, axis)
        crop = pick.reduce(windows, axis=-1)
    return crop


def coarse(crop: Floats, kept: float) -> Floats:
    """Return a (1, S, S) crop as it looks when only this share of its pixels along a side is kept."""
    side = crop.shape[-1]
    small = max(int(side * kept), 1)
    bounds = np.linspace(0, side, small + 1)
    begun = np.arange(side)
    shared = np.minimum(begun + 1, bounds[1:, None]) - np.maximum(begun, bounds[:-1, None])
    mean = (shared.clip(min=0) * small / side).astype(np.float32)
    again = _between(((begun + 0.5) * small / side - 0.5).astype(np.float32), small) @ mean
    return np.asarray(again @ crop[0] @ again.T, np.float32)[None]


def strokes(side: int, source: np.random.Generator) -> Floats:
    """Return (1, S, S) ink of one to three straight strokes, most of them level or upright, some cut short."""
    ink = np.zeros((1, side, side), np.float32)
    y, x = np.mgrid[:side, :side].astype(np.float32) / side - 0.5
    for _ in range(source.integers(1, 4)):
        angle = np.pi / 2 * source.integers(2) if source.random() < 0.7 else source.uniform(0, np.pi)
        half = source.uniform(0.4, 0.8)
        beside = np.abs(x * np.sin(angle) - y * np.cos(angle) - source.uniform(-0.5, 0.5)) * side
        along = x * np.cos(angle) + y * np.sin(angle)
        stroke = np.clip(half + 0.5 - beside, 0, 1) * (along > source.uniform(-1.2, 0.3))
        np.maximum(ink, stroke[None], out=ink, casting="same_kind")
    return ink


def _turn(crops: Floats, shapes: Floats, edges: Floats, i: int, quarters: int) -> None:
    """Turn one crop counter-clockwise by quarters, and what is known of it."""
    crops[i] = np.rot90(crops[i], quarters, (1, 2))
    for _ in range(quarters):
        left, top, right, bottom = edges[i]
        edges[i] = (top, 1 - right, bottom, 1 - left)
        shapes[i] = shapes[i][::-1].copy()
