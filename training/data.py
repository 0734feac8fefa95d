"""From seeds to training pictures: rendered pages with their truth.

Held-out sheets have seeds from `HELD_OUT` on; nothing is trained on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray

from orchestrator.recognition.lettering import names_of
from orchestrator.taxonomy import ALL_CLASSES
from training.sheet import Sheet
from training.sheets.composition import compose
from training.wear import wear

DPI: Final = 150
HELD_OUT: Final = 1_000_000
Grey = NDArray[np.uint8]
Boxes = NDArray[np.float32]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered sheet at 150 dpi.

    Attributes:
        page: (H, W) grey, 255 = paper.
        boxes: (N, 4) xyxy in its pixels.
        labels: (N,) class indices.
        words: (W, 4) middle (x, y), width and height of the capitals in its pixels, of words that name classes.
        named: (W, classes) which classes each word names (`orchestrator.recognition.lettering`).
    """

    page: Grey
    boxes: Boxes
    labels: Labels
    words: Boxes
    named: NDArray[np.bool_]


def render(sheet: Sheet, dpi: int = DPI) -> Grey:
    """Return the sheet's page as (H, W) grey, 255 = paper."""
    with pymupdf.open(stream=sheet.pdf, filetype="pdf") as document:
        pixmap = document[0].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
        return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width).copy()


def picture(seed: int) -> Picture:
    """Return the rendered and perhaps worn sheet of a seed."""
    sheet = compose(seed)
    page = wear(render(sheet), seed)
    scale = DPI / 72
    rows = [[t.bbox[0], t.bbox[1], t.bbox[0] + t.bbox[2], t.bbox[1] + t.bbox[3]] for t in sheet.truth]
    boxes = np.asarray(rows, np.float32).reshape(-1, 4) * scale
    labels = np.asarray([ALL_CLASSES.index(t.class_name) for t in sheet.truth], np.int64)
    telling = [(word, named) for word in sheet.words if (named := names_of(word.text))]
    places = [(word.x, word.y, word.width, word.height) for word, _ in telling]
    words = np.asarray(places, np.float32).reshape(-1, 4) * scale
    told = np.zeros((len(telling), len(ALL_CLASSES)), np.bool_)
    for row, (_, named) in zip(told, telling, strict=True):
        row[list(named)] = True
    return Picture(page, boxes, labels, words, told)
