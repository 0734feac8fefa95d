"""What of a page's picture is drawn and no text: ruled lines and small blobs of ink, as legends and tables are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.pages import Page, Style, Vectors, Word
from orchestrator.recognition.images import on_white_paper
from orchestrator.recognition.reading.blobs import blobs, runs_of

_INK: Final = 205
"""Brightness below which a pixel is drawn: of the finest pens no pixel is black."""

_RULE_PT: Final = 45.0
"""Shortest ruled line; a symbol's lines are shorter."""

_THICKEST_PT: Final = 3.5
_LARGEST_PT: Final = 130.0
_SPECK_PX: Final = 6
"""Pixels of ink that are dirt, or the point of an i."""

_OF_LETTERS: Final = 1.3
"""Height in heights of a word's box up to which what lies in it is of its letters."""

_LETTERS, _SLACK, _TALLEST = 3, 0.1, 0.8
"""Different letters of a word whose letters may be one blob; how far that may reach out of its box, and how tall it is
at most, in heights: a frame around letters is taller."""

Boxes = NDArray[np.float64]


def with_drawn_strokes(page: Page, image_u8: NDArray[np.uint8]) -> Page:
    """Return a page whose paths are what its picture shows: a line for each ruled line, a quad for each blob.

    Args:
        page: with the words that were read from its picture, whose letters are left out.
        image_u8: (H, W) grey picture of the displayed page, 255 = paper.
    """
    scale = page.image.scale if page.image else 1.0
    ink = on_white_paper(image_u8) < _INK
    across, down = (_rules(side, scale) for side in (ink, ink.T))
    for rules, side in ((across, ink), (down, ink.T)):
        for left, top, right, bottom in rules.tolist():
            side[top:bottom, left:right] = False
    small = _small(ink, scale)
    small = small[~_of_letters(small, page.words)]
    lines = [*_lines(across, scale), *(row[[1, 0, 3, 2]] for row in _lines(down, scale))]
    return page.model_copy(update={"vectors": _vectors(lines, small)})


def _rules(ink: NDArray[np.bool_], scale: float) -> NDArray[np.int64]:
    """Return left, top, right, bottom in pixels of the lines across that are ruled in a picture, (N, 4)."""
    rows, starts, ends = runs_of(ink)
    long = ends - starts >= _RULE_PT * scale
    edges = np.zeros((ink.shape[0], ink.shape[1] + 1), np.int8)
    edges[rows[long], starts[long]] = 1
    edges[rows[long], ends[long]] -= 1
    boxes = blobs(np.cumsum(edges, axis=1, dtype=np.int8)[:, :-1] > 0).boxes
    return boxes[boxes[:, 3] - boxes[:, 1] <= _THICKEST_PT * scale]


def _lines(rules: NDArray[np.int64], scale: float) -> Boxes:
    """Return x, y, x, y in points of the middles of ruled lines across, (N, 4)."""
    middle = (rules[:, 1] + rules[:, 3]) / 2
    return np.stack([rules[:, 0], middle, rules[:, 2], middle], axis=1) / scale


def _small(ink: NDArray[np.bool_], scale: float) -> Boxes:
    """Return left, top, right, bottom in points of the blobs that are as small as symbols, (N, 4)."""
    found = blobs(ink)
    longest = (found.boxes[:, 2:] - found.boxes[:, :2]).max(axis=1, initial=0)
    kept = (found.pixels > _SPECK_PX) & (longest <= _LARGEST_PT * scale)
    small: Boxes = found.boxes[kept] / scale
    return small


def _of_letters(boxes: Boxes, words: Iterable[Word]) -> NDArray[np.bool_]:
    """Tell which boxes (N, 4) are letters of words; one letter alone may be a part of a symbol, and is left."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0)
    of = np.zeros(len(boxes), np.bool_)
    for word in words:
        if len(word.text) == 1:
            continue
        x, y, width, height = word.bbox
        inside = ((middles >= (x, y)) & (middles <= (x + width, y + height))).all(axis=1)
        small = sizes <= _OF_LETTERS * min(width, height)
        own = np.flatnonzero(inside & (small | _joined(boxes, word)))
        of[own[~_enclose(boxes[own], middles[own])]] = True
    return of


def _joined(boxes: Boxes, word: Word) -> NDArray[np.bool_]:
    """Tell which boxes (N, 4) are letters of a word that touch each other: wholly in its box, no frame that fills it.

    A zigzag is read as one letter again and again.
    """
    if len(frozenset(filter(str.isalpha, word.text))) < _LETTERS:
        return np.zeros(len(boxes), np.bool_)
    x, y, width, height = word.bbox
    slack = _SLACK * min(width, height)
    low, high = (x - slack, y - slack), (x + width + slack, y + height + slack)
    within = ((boxes[:, :2] >= low) & (boxes[:, 2:] <= high)).all(axis=1)
    shortest = (boxes[:, 2:] - boxes[:, :2])[:, 1 if width >= height else 0]
    joined: NDArray[np.bool_] = within & (shortest <= _TALLEST * min(width, height))
    return joined


def _enclose(boxes: Boxes, middles: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which of a word's boxes (N, 4) are rings around letters: the middle of a smaller one lies within."""
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    holds = ((boxes[:, None, :2] < middles) & (boxes[:, None, 2:] > middles)).all(axis=2)
    enclosing: NDArray[np.bool_] = (holds & (area[:, None] > area)).any(axis=1)
    return enclosing


def _vectors(lines: Sequence[NDArray[np.float64]], boxes: Boxes) -> Vectors:
    """Return lines (x, y, x, y) and boxes (left, top, right, bottom) as paths of one item each.

    A box is a quad, as its sides are no lines that were ruled.
    """
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]]
    coords = np.concatenate([np.ravel(lines), corners.ravel()]).round(2)
    count = len(lines) + len(boxes)
    return Vectors(
        ops="l" * len(lines) + "q" * len(boxes),
        coords=tuple(coords.tolist()),
        path_start=tuple(range(count)),
        path_style=(0,) * count,
        styles=(Style(stroke="#000000", width_pt=0.5),),
    )
