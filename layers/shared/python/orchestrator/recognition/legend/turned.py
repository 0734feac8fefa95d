"""A page as it is read: turned so that text of one direction runs from left to right, and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.extraction.title_block.frames import DIRECTIONS, Frame
from orchestrator.extraction.title_block.phrases import directions
from orchestrator.geometry import Box
from orchestrator.pages import Page, Vectors, Word
from orchestrator.recognition.legend.headings import announces_legend
from orchestrator.recognition.upright import reading_direction

_FEWEST_WORDS: Final = 4
"""Of another direction than the page is read in: fewer are no legend."""

_LINE: Final = 0.5
"""How far apart words of one line stand, in their heights."""


@dataclass(frozen=True, slots=True)
class View:
    """A page turned for one direction of its text, and how boxes of it are turned back."""

    page: Page
    back: Frame


def views(page: Page) -> Iterator[View]:
    """Yield a page as it is read, and turned for each other direction in which a heading announces a legend."""
    found = directions(page)
    usual = reading_direction(page.words)
    for direction in DIRECTIONS:
        words = found[direction]
        if direction in {0, usual} or (len(words) >= _FEWEST_WORDS and _announces(page, words, direction)):
            yield _view(page, words, direction)


def _announces(page: Page, words: list[tuple[str, Box]], direction: int) -> bool:
    """Tell whether one of the lines of a direction is a legend's heading."""
    frame = Frame(page.width_pt, page.height_pt, direction)
    lines: dict[int, list[tuple[float, str]]] = {}
    for text, box in words:
        x, y, _, height = frame.turn(box)
        lines.setdefault(round((y + height / 2) / max(height * _LINE, 1.0)), []).append((x, text))
    return announces_legend(" ".join(text for _, text in sorted(line)) for line in lines.values())


def _view(page: Page, words: list[tuple[str, Box]], direction: int) -> View:
    if direction == 0:
        return View(page, Frame(page.width_pt, page.height_pt, 0))
    frame = Frame(page.width_pt, page.height_pt, direction)
    turned = page.model_copy(
        update={
            "width_pt": frame.width,
            "height_pt": frame.height,
            "words": tuple(Word(text=text, bbox=frame.turn(box)) for text, box in words),
            "annotations": (),  # what CAD hides in them is among the words
            "vectors": _turned(page.vectors, frame),
        }
    )
    return View(turned, Frame(frame.width, frame.height, -direction % 360))


def _turned(vectors: Vectors, frame: Frame) -> Vectors:
    """Return strokes in a frame."""
    ops = np.frombuffer(vectors.ops.encode(), "S1")
    coords = np.asarray(vectors.coords, np.float64)
    sizes = np.where((ops == b"c") | (ops == b"q"), 8, 4)
    starts = np.cumsum(sizes) - sizes
    corners = (starts[ops == b"r", None] + np.arange(4)).astype(np.intp)
    rectangles = coords[corners]
    turned = _points(coords.reshape(-1, 2), frame).ravel()
    ends = _points(rectangles[:, :2], frame), _points(rectangles[:, :2] + rectangles[:, 2:], frame)
    turned[corners] = np.concatenate([np.minimum(*ends), np.abs(ends[0] - ends[1])], axis=1)
    return vectors.model_copy(update={"coords": tuple(turned.round(2).tolist())})


def _points(points: NDArray[np.float64], frame: Frame) -> NDArray[np.float64]:
    """Return points (N, 2) in a frame."""
    x, y = points.T
    turned = {
        0: (x, y),
        90: (y, frame.page_width - x),
        180: (frame.page_width - x, frame.page_height - y),
        270: (frame.page_height - y, x),
    }
    return np.stack(turned[frame.direction], axis=1)
