"""Reading frames: a page turned so that the text of one direction runs from left to right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestrator.geometry import Box

DIRECTIONS: Final = (0, 270, 90, 180)
"""Degrees clockwise that text of a title block runs in, the usual ones first."""

_STRONG, _FAIR, _NONE = 1.0, 0.85, 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A page of `page_width` x `page_height` points, turned so that text of `direction` reads horizontally."""

    page_width: float
    page_height: float
    direction: int

    @property
    def width(self) -> float:
        """Width of the turned page, points."""
        return self.page_height if self.direction in {90, 270} else self.page_width

    @property
    def height(self) -> float:
        """Height of the turned page, points."""
        return self.page_width if self.direction in {90, 270} else self.page_height

    def turn(self, box: Box) -> Box:
        """Return a box of the page in this frame."""
        x, y, width, height = box
        if self.direction == 90:
            return y, self.page_width - x - width, height, width
        if self.direction == 180:
            return self.page_width - x - width, self.page_height - y - height, width, height
        if self.direction == 270:
            return self.page_height - y - height, x, height, width
        return box


def region_weight(x: float, y: float, width: float, height: float) -> float:
    """Return how much a point of a page looks like title block, 0..1.

    Title blocks stand in the lower right corner or fill a strip along the right or the lower edge.
    """
    across, down = x / width, y / height
    if (across >= 0.5 and down >= 0.75) or across >= 0.8 or down >= 0.85:
        return _STRONG
    if (across >= 0.5 and down >= 0.6) or down >= 0.72 or across >= 0.72:
        return _FAIR
    return _NONE
