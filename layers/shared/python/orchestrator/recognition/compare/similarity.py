"""A similarity transform of the plane: turned, scaled and shifted, nothing else; points are complex numbers x + iy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.geometry import Box, bounds
from orchestrator.recognition.repeats.strokes import Points

_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Similarity:
    """A point p comes to `turn` * p + `shift`, points of two pages; never mirrored."""

    turn: complex = 1 + 0j
    shift: complex = 0j

    def __call__(self, points: Points) -> Points:
        """Return where points come to lie."""
        return self.turn * points + self.shift

    @property
    def scale(self) -> float:
        """How much larger things become."""
        return abs(self.turn)

    @property
    def rotation(self) -> float:
        """Degrees clockwise (y runs down), 0 up to 360."""
        return float(np.degrees(np.angle(self.turn)) % 360)

    def inverse(self) -> Similarity:
        """Return the transform that takes everything back."""
        return Similarity(1 / self.turn, -self.shift / self.turn)

    def box(self, box: Box) -> Box:
        """Return the upright box around a box that is moved along."""
        x, y, width, height = box
        corners = self(
            np.array([x + 1j * y, x + width + 1j * y, x + 1j * (y + height), x + width + 1j * (y + height)])
        )
        return bounds([(float(corner.real), float(corner.imag)) for corner in corners])


def fitted(origins: Points, targets: Points) -> Similarity:
    """Return the similarity that takes (N,) origins to their targets with the least squares (Umeyama 1991).

    Raises:
        ValueError: when there are fewer than two different origins.
    """
    if len(origins) < _FEWEST:
        raise ValueError("a similarity needs two points at least")
    middle, target = origins.mean(), targets.mean()
    spread = np.vdot(origins - middle, origins - middle).real
    if spread <= 0:
        raise ValueError("all points are at one place")
    turn = complex(np.vdot(origins - middle, targets - target) / spread)
    return Similarity(turn, complex(target - turn * middle))
