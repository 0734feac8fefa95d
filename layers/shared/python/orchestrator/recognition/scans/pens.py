"""The pen that a bow was drawn with: how much ink lies across it, and how dark that is.

Blur widens a line and pales it, but leaves the ink across it as much as it was; so that is compared, not the width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.recognition.scans.bows import Bows
from orchestrator.recognition.scans.contours import Floats, Ints

_AROUND: Final = slice(2, 14, 2)
"""Of a bow's samples, those it is cut across at: not its ends, where the next one begins."""

_STEP_PX: Final = 0.5
_BEFORE_PX, _DEEPEST_PX = 3.0, 12.0
"""How far in front of a bow's outline, and behind it, the brightness is read."""

_PAPER_STEPS: Final = 3
"""The first steps of a cut, in front of the outline: the brightest of them is paper."""

_END: Final = 0.5
"""A line ends where it is less dark than this share of its darkest."""

_LEAST_INK: Final = 0.01
_UNEVEN: Final = 0.3
"""How far the ink of the cuts across one line lies from their median, in terms of that, at most for most of them."""


_BEHIND_PX, _BEHIND = (4.0, 5.0, 6.0), 1.5
_DEEPER, _DEEPEST = (0.0, 0.2, 0.4), 0.7
_FAN: Final = tuple(range(-60, 61, 4))
"""Behind a cusp brightness is read so far away, in pixels and widths of the line, added up, and in these directions."""

_PAPER: Final = 80
"""Percentile of it that is taken for paper."""


@dataclass(frozen=True, slots=True)
class Pens:
    """Pens of N bows.

    Attributes:
        ink: (N,) darkness across the line, added up: pixels of a line as dark as ink can be.
        dark: (N,) the darkest of it, 0 to 1.
        even: (N,) whether it is a line: it ends, and is about as wide all along the bow.
    """

    ink: Floats
    dark: Floats
    even: NDArray[np.bool_]

    def kept(self, which: NDArray[np.bool_]) -> Pens:
        """Return some of them."""
        return Pens(self.ink[which], self.dark[which], self.even[which])


def pens_of(grey_u8: NDArray[np.uint8], bows: Bows, side: int) -> Pens:
    """Return the pens of bows in an (H, W) grey picture; ink lies towards their middles (1), or away from them (-1)."""
    samples = bows.samples[:, _AROUND]
    spokes = bows.hubs[:, None] - samples
    spokes *= side / np.maximum(np.hypot(spokes[..., 0], spokes[..., 1]), 1e-9)[..., None]
    depths = np.arange(-_BEFORE_PX, _DEEPEST_PX + _STEP_PX, _STEP_PX)
    bright = _read(grey_u8, samples[:, :, None] + spokes[:, :, None] * depths[:, None])
    paper = bright[..., :_PAPER_STEPS].max(axis=-1)
    dark = np.maximum(paper[..., None] - bright, 0.0) / 255
    darkest = np.maximum.accumulate(dark, axis=-1)
    over = (dark < _END * darkest) & (depths > 1.0)
    ends = np.where(over.any(axis=-1), over.argmax(axis=-1), len(depths))
    within = np.arange(len(depths)) < ends[..., None]
    ink = (dark * within).sum(axis=-1) * _STEP_PX
    usual = np.maximum(np.median(ink, axis=1), _LEAST_INK)
    alike = (np.abs(ink - usual[:, None]) <= _UNEVEN * usual[:, None]) & (ends < len(depths))
    return Pens(usual, np.median((dark * within).max(axis=-1), axis=1), alike.mean(axis=1) > 0.6)


def open_cusps(
    grey_u8: NDArray[np.uint8], cusps: Floats, inward: Floats, pen: tuple[float, float], chord: float
) -> float:
    """Return the share of (N, 2) cusps behind which there is paper at some depth: no line goes on from them.

    Where circles touch, and in a hatch, one does; only where arcs of more than a half turn cross it soon ends.

    Args:
        grey_u8: (H, W) grey picture.
        cusps: where they are, pixels.
        inward: (N,) which way is inward, radians.
        pen: ink and darkness of the line.
        chord: of the usual arc, pixels.
    """
    ink, dark = pen
    depths = np.add.outer(chord * np.array(_DEEPER), np.array(_BEHIND_PX) + _BEHIND * ink / max(dark, 1e-9))
    depths = np.minimum(depths, max(_DEEPEST * chord, depths[0, -1]))
    angles = inward[:, None] + np.radians(_FAN)
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    bright = _read(grey_u8, cusps[:, None, None, None] + rays[:, :, None, None] * depths[..., None])
    paper = np.percentile(bright, _PAPER, axis=(1, 2, 3), keepdims=True)
    lines = ((paper - bright).mean(axis=3) / 255 > _END * dark).any(axis=1)
    return 1 - float(lines.all(axis=1).mean())


def _read(grey_u8: NDArray[np.uint8], points: Floats) -> Floats:
    """Return the brightness at (..., 2) points in pixels, between the four pixels around each (bilinear)."""
    height, width = grey_u8.shape
    x = np.clip(points[..., 0], 0, width - 1.001)
    y = np.clip(points[..., 1], 0, height - 1.001)
    left, top = x.astype(np.int64), y.astype(np.int64)
    across, down = x - left, y - top
    flat = grey_u8.ravel()
    place: Ints = top * width + left
    step = 1 if width > 1 else 0
    below = width if height > 1 else 0
    upper = flat[place] * (1 - across) + flat[place + step] * across
    lower = flat[place + below] * (1 - across) + flat[place + below + step] * across
    found: Floats = upper * (1 - down) + lower * down
    return found
