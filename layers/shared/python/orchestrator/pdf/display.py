"""From PyMuPDF's unrotated coordinates to the displayed page's, top-left origin, points.

With the rotation set to 0 PyMuPDF gives text, paths, images and annotations from the crop box's corner,
UserUnit applied. `Page.rotation_matrix` forgets UserUnit, so the quarter turns are done here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, degrees, isfinite
from typing import Final

from orchestrator.geometry import Box

FARTHEST: Final = 1e7
"""Points; a coordinate beyond (700 times the largest page PDF allows) is an error of the file."""

_EDGE: Final = 0.01
"""Points; the size of a page is rounded, so what ends on its edge may seem this far off."""


@dataclass(frozen=True, slots=True)
class Display:
    """A page as displayed: its size in points (rounded to 0.01) and the quarter turn that leads to it."""

    width: float
    height: float
    rotation: int

    @classmethod
    def of(cls, unrotated_width: float, unrotated_height: float, rotation: int) -> Display:
        """Return the display of a page of the given unrotated size, turned clockwise by `rotation`."""
        size = round(unrotated_width, 2), round(unrotated_height, 2)
        width, height = size if rotation in {0, 180} else size[::-1]
        return cls(width, height, rotation)

    def points(self, xy: Sequence[float]) -> Iterable[float]:
        """Return unrotated x, y, x, y, ... as displayed x, y, x, y, ..."""
        if self.rotation == 0:
            return xy
        xs, ys = xy[0::2], xy[1::2]
        if self.rotation == 90:
            pairs = zip((self.width - y for y in ys), xs, strict=True)
        elif self.rotation == 180:
            pairs = zip((self.width - x for x in xs), (self.height - y for y in ys), strict=True)
        else:
            pairs = zip(ys, (self.height - x for x in xs), strict=True)
        return (value for pair in pairs for value in pair)

    def rectangle(self, corners: Sequence[float]) -> tuple[float, float, float, float]:
        """Return an unrotated x0, y0, x1, y1 as displayed x, y, width, height, rounded to 0.01."""
        ax, ay, bx, by = self.points(corners)
        x, y = round(min(ax, bx), 2), round(min(ay, by), 2)
        return x, y, round(max(ax, bx) - x, 2), round(max(ay, by) - y, 2)

    def box(self, corners: Sequence[float]) -> Box | None:
        """Return the part of an unrotated x0, y0, x1, y1 that lies on the page, or None when none does."""
        return self.shown(tuple(self.points(corners)))

    def shown(self, corners: Sequence[float]) -> Box | None:
        """Return the part of a displayed x0, y0, x1, y1 that lies on the page, or None when none does."""
        ax, ay, bx, by = corners
        if 0.0 <= ax <= bx <= self.width and 0.0 <= ay <= by <= self.height:  # nearly all: nothing to cut off
            x, y = round(ax, 2), round(ay, 2)
            return x, y, round(round(bx, 2) - x, 2), round(round(by, 2) - y, 2)
        if not all(isfinite(value) for value in corners):
            return None
        x0, x1 = (round(min(max(x, 0.0), self.width), 2) for x in (min(ax, bx), max(ax, bx)))
        y0, y1 = (round(min(max(y, 0.0), self.height), 2) for y in (min(ay, by), max(ay, by)))
        outside = max(ax, bx) < -_EDGE or min(ax, bx) > self.width + _EDGE
        outside |= max(ay, by) < -_EDGE or min(ay, by) > self.height + _EDGE
        return None if outside else (x0, y0, round(x1 - x0, 2), round(y1 - y0, 2))

    def direction(self, cosine: float, sine: float) -> int:
        """Return the reading direction on the displayed page, whole degrees clockwise in [0, 360)."""
        return round(degrees(atan2(sine, cosine)) + self.rotation) % 360
