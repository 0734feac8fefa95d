"""Pages that are read sideways or upside down: the networks look at them turned upright.

The networks know letters as they stand on an upright page. A sheet that was plotted sideways, or is displayed so, holds
them lying; its words say which way it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from orchestrator.pages import Page, Word
from orchestrator.recognition.boxes import Boxes

LEAST_LETTERS: Final = 40
"""Letters that must be read in one direction before a page is turned for it ..."""
LEAST_SHARE: Final = 0.6
"""... and their share of all letters of the page."""


@dataclass(frozen=True, slots=True)
class Upright:
    """A page's picture as it is read.

    Attributes:
        picture: (H, W) grey, turned upright.
        quarters: quarter turns, counter-clockwise, from the page to this picture.
        scale: pixels a point.
    """

    picture: NDArray[np.uint8]
    quarters: int
    scale: float

    @classmethod
    def of(cls, image_u8: NDArray[np.uint8], page: Page) -> Self:
        """Turn the (H, W) picture of a displayed page as most of its words are read; with few words it stays.

        Raises:
            ValueError: when the picture is not the one the page describes.
        """
        expected = page.image
        if expected is None:
            raise ValueError(f"page {page.page_number} has no image")
        if image_u8.shape != (expected.height_px, expected.width_px):
            raise ValueError(
                f"page {page.page_number}: the image has shape {image_u8.shape}, "
                f"expected {(expected.height_px, expected.width_px)}"
            )
        quarters = reading_direction(page.words) // 90
        picture = np.ascontiguousarray(np.rot90(image_u8, quarters)) if quarters else image_u8
        return cls(picture, quarters, expected.scale)

    def turned(self, boxes: Boxes) -> Boxes:
        """Return (N, 4) xyxy boxes of the page's picture in pixels of this one."""
        height, width = self.picture.shape[:: -1 if self.quarters % 2 else 1]
        return _quarter_turned(boxes, (width, height), self.quarters)

    def on_page(self, boxes: Boxes) -> Boxes:
        """Return (N, 4) xyxy boxes of this picture in pixels of the page's."""
        height, width = self.picture.shape
        return _quarter_turned(boxes, (width, height), -self.quarters % 4)


def reading_direction(words: Sequence[Word]) -> int:
    """Return how most letters of a page are read, in degrees clockwise: 0, 90, 180 or 270; 0 when that is not clear."""
    letters = Counter[int]()
    for word in words:
        letters[word.direction] += len(word.text)
    (direction, count), *_ = letters.most_common(1) or [(0, 0)]
    clear = count >= LEAST_LETTERS and count >= LEAST_SHARE * letters.total()
    return direction if clear and direction % 90 == 0 else 0


def _quarter_turned(boxes: Boxes, size: tuple[int, int], quarters: int) -> Boxes:
    """Return xyxy boxes of a picture of some width and height after its quarter turns counter-clockwise."""
    x0, y0, x1, y1 = np.asarray(boxes, np.float32).T
    width, height = np.float32(size[0]), np.float32(size[1])
    turns = (
        (x0, y0, x1, y1),
        (y0, width - x1, y1, width - x0),
        (width - x1, height - y1, width - x0, height - y0),
        (height - y1, x0, height - y0, x1),
    )
    return np.stack(turns[quarters], axis=1)
