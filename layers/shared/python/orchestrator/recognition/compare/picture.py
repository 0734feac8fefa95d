"""A picture of what changed: the newer sheet in grey, what went in red, what came in blue."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from orchestrator.geometry import Box, centre, expand
from orchestrator.recognition.compare.page_pair import Comparison
from orchestrator.recognition.repeats.strokes import Points

LONGEST_SIDE_PX: Final = 2_400
REMOVED, ADDED, RENAMED, REGION = (208, 0, 0), (0, 88, 224), (144, 0, 176), (0, 136, 72)

_FAINT: Final = 0.45
_MARGIN_PX: Final = 4.0
_LINE_PX: Final = 2
_BRUSH: Final = (-1, 0, 1)

Colour = tuple[int, int, int]


def picture_of(found: Comparison, page_u8: NDArray[np.uint8] | None) -> bytes:
    """Return a PNG of the second page; what is the same is grey.

    Strokes that only one issue has are red (gone) and blue (new). Around components: red removed, blue added, red to
    blue with a line between moved, purple called otherwise; green around other changes of the drawing.

    Args:
        found: what changed.
        page_u8: (H, W) picture of the second page; without one its strokes are drawn.
    """
    sheet, to_new = found.new.sheet, found.alignment.to_other
    scale = LONGEST_SIDE_PX / max(sheet.width_pt, sheet.height_pt)
    if page_u8 is not None:
        scale = min(scale, page_u8.shape[1] / sheet.width_pt)
    size = max(round(sheet.width_pt * scale), 1), max(round(sheet.height_pt * scale), 1)
    canvas = _background(size, page_u8)
    if page_u8 is None:
        _dot(canvas, sheet.samples.points[found.alignment.other_same] * scale, (160, 160, 160))
    _dot(canvas, to_new(found.old.gone) * scale, REMOVED)
    _dot(canvas, found.new.gone * scale, ADDED)
    image = Image.fromarray(canvas)
    _outline(ImageDraw.Draw(image), found, scale)
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=4)
    return file.getvalue()


def _background(size: tuple[int, int], page_u8: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    """Return (H, W, 3): the page, faint."""
    if page_u8 is None:
        return np.full((size[1], size[0], 3), 255, np.uint8)
    grey = np.asarray(Image.fromarray(page_u8).resize(size, Image.Resampling.BOX))
    faint = (255 - (255 - grey.astype(np.float32)) * _FAINT).astype(np.uint8)
    return np.repeat(faint[:, :, None], 3, axis=2)


def _dot(canvas: NDArray[np.uint8], points_px: Points, colour: Colour) -> None:
    height, width, _ = canvas.shape
    x, y = points_px.real.astype(np.int64), points_px.imag.astype(np.int64)
    for right in _BRUSH:
        for down in _BRUSH:
            inside = (x + right >= 0) & (x + right < width) & (y + down >= 0) & (y + down < height)
            canvas[(y + down)[inside], (x + right)[inside]] = colour


def _outline(draw: ImageDraw.ImageDraw, found: Comparison, scale: float) -> None:
    changes, to_new = found.changes, found.alignment.to_other
    boxes: list[tuple[Iterable[Box], Colour]] = [
        ([region.bbox for region in found.regions], REGION),
        ([to_new.box(word.bbox) for word in found.old.words], REMOVED),
        ([word.bbox for word in found.new.words], ADDED),
        ([to_new.box(c.bbox) for c in changes.removed], REMOVED),
        ([to_new.box(pair.before.bbox) for pair in changes.moved], REMOVED),
        ([c.bbox for c in changes.added], ADDED),
        ([pair.after.bbox for pair in changes.moved], ADDED),
        ([pair.after.bbox for pair in changes.relabelled], RENAMED),
    ]
    for some, colour in boxes:
        for box in some:
            x, y, width, height = expand(_scaled(box, scale), _MARGIN_PX)
            draw.rectangle((x, y, x + width, y + height), outline=colour, width=_LINE_PX)
    for pair in changes.moved:
        ends = [_scaled(box, scale) for box in (to_new.box(pair.before.bbox), pair.after.bbox)]
        draw.line([centre(end) for end in ends], fill=ADDED, width=_LINE_PX)


def _scaled(box: Box, scale: float) -> Box:
    x, y, width, height = (value * scale for value in box)
    return x, y, width, height
