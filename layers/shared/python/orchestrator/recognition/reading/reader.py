"""Reads the words of a page's picture: finds the lines, turns those that run upwards, spells them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.geometry import Box, centre
from orchestrator.pages import Page
from orchestrator.readings import PageReading, ReadWord
from orchestrator.recognition.images import on_white_paper
from orchestrator.recognition.lettering import LEADING
from orchestrator.recognition.reading.blobs import runs_of
from orchestrator.recognition.reading.lines import lines_of
from orchestrator.recognition.reading.networks import READER, ReadingNetworks
from orchestrator.recognition.reading.spelling import SpelledWord, spelled

FEWEST_WORDS: Final = 10
"""Words of a text layer from which a page needs no reading: a stamp or a plot's date are fewer."""

SURE: Final = 0.8
"""Mean chance of its letters from which a word is used."""

SURE_EXACT: Final = 0.95
"""The same for what must be right to the letter: tags and ratings, and one letter alone, which lines are taken for."""

SURE_WAY: Final = 0.97
"""The same of a tall line from which its text runs upwards: some letters read the other way round, too."""

_UPRIGHT: Final = 1.5
"""Height of a line's box in widths from which its text runs upwards or downwards."""

_ONE_LETTER: Final = 2.5
"""The same up to which it may be one narrow letter instead."""

UPWARDS, DOWNWARDS = 270, 90
"""Directions of `pages.Word`: degrees clockwise."""

_INK: Final = 160
_BLANK: Final = 0.01
"""Share of a row's pixels that may be ink between two lines of text."""

_ROW_PT: Final = 6.0
_SMALLEST_PX: Final = 5


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's box (4,) in pixels, the direction it is read in, and its words."""

    box: NDArray[np.float32]
    direction: int
    words: Sequence[SpelledWord] = ()

    @property
    def confidence(self) -> float:
        """How sure its letters are on average."""
        count = sum(len(word.text) for word in self.words)
        return sum(len(word.text) * word.confidence for word in self.words) / max(count, 1)


def needs_reading(page: Page) -> bool:
    """Tell whether a page has a picture that shows more text than its text layer spells."""
    return page.image is not None and page.kind != "blank" and len(page.words) < FEWEST_WORDS


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads pictures of pages.

    Attributes:
        networks: returns the networks; called for the first page that is read, so that others need not wait for them.
        seconds: that the lines of a page may take.
    """

    networks: Callable[[], ReadingNetworks]
    seconds: float

    @classmethod
    def of(cls, threads: int, seconds: float) -> Reader:
        """Return a reader whose networks are called by `threads` threads at once, and stay loaded."""
        return cls(cache(partial(ReadingNetworks.load, threads)), seconds)

    def read(self, image_u8: NDArray[np.uint8], page: Page, picture: str) -> PageReading:
        """Return the words of a page's picture that are read surely enough, in reading order.

        Args:
            image_u8: (H, W) grey picture of the displayed page, 255 = paper.
            page: what extraction stored of it; its image's scale maps pixels to points.
            picture: SHA-256 of the stored picture.

        Raises:
            ModelError: when the networks cannot be loaded.
            ReadingError: when they cannot read the picture.
        """
        networks = self.networks()
        goes_on = _Clock(time.monotonic() + self.seconds)
        paper = on_white_paper(image_u8)
        boxes = [box for box in lines_of(paper, networks.find, goes_on, networks.threads) if _is_large(box)]
        lines = _spelled(networks, paper, [_Line(box, _usual_direction(box)) for box in boxes], goes_on)
        doubtful = [i for i, line in enumerate(lines) if line.direction and line.confidence < SURE_WAY]
        turned = [
            (i, replace(lines[i], direction=way)) for i in doubtful for way in _other_ways(lines[i].box)
        ]
        spelled_anew = _spelled(networks, paper, [line for _, line in turned], goes_on)
        for (i, _), line in zip(turned, spelled_anew, strict=True):
            lines[i] = max(lines[i], line, key=lambda one: one.confidence)
        scale = page.image.scale if page.image else 1.0
        words = [word for line in lines for word in _words(_fitted(paper, line), scale)]
        ordered = sorted(words, key=lambda w: (centre(w.bbox)[1] // _ROW_PT, w.bbox[0], w.text))
        return PageReading(
            page=page.page_number,
            picture=picture,
            reader=READER,
            words=tuple(ordered),
            is_complete=not goes_on.is_over,
        )


@dataclass(slots=True)
class _Clock:
    """Says whether there is time left, and notes when there was none."""

    ends: float
    is_over: bool = False

    def __call__(self) -> bool:
        self.is_over = self.is_over or time.monotonic() >= self.ends
        return not self.is_over


def _spelled(
    networks: ReadingNetworks,
    image_u8: NDArray[np.uint8],
    lines: Sequence[_Line],
    goes_on: Callable[[], bool],
) -> list[_Line]:
    """Return lines with their words."""
    pictures = [_picture(image_u8, line) for line in lines]
    words = spelled(pictures, networks, goes_on)
    return [replace(line, words=own) for line, own in zip(lines, words, strict=True)]


def _usual_direction(box: NDArray[np.float32]) -> int:
    """Return how the text of a box usually runs on drawings: upwards in a tall one."""
    return UPWARDS if _is_upright(box) else 0


def _is_upright(box: NDArray[np.float32], factor: float = _UPRIGHT) -> bool:
    return bool(box[3] - box[1] > factor * (box[2] - box[0]))


def _other_ways(box: NDArray[np.float32]) -> tuple[int, ...]:
    """Return the other directions in which the text of a tall box may run."""
    return (DOWNWARDS,) if _is_upright(box, _ONE_LETTER) else (DOWNWARDS, 0)


def _is_large(box: NDArray[np.float32]) -> bool:
    return bool((box[2:] - box[:2]).min() >= _SMALLEST_PX)


def _picture(image_u8: NDArray[np.uint8], line: _Line) -> NDArray[np.uint8]:
    """Return a line's picture with its text from left to right."""
    left, top, right, bottom = np.rint(line.box).astype(int).tolist()
    return np.rot90(image_u8[top:bottom, left:right], {UPWARDS: -1, DOWNWARDS: 1, 0: 0}[line.direction])


def _fitted(image_u8: NDArray[np.uint8], line: _Line) -> _Line:
    """Return a line with a box as tall as text layers state it: the capitals and the usual leading above and below.

    The network's boxes are now narrower, now wider, and lines of one size would seem to be of several.
    """
    if not line.words:
        return line
    picture = _picture(image_u8, line)
    drawn = (picture < _INK).mean(axis=1) > _BLANK
    _, starts, ends = runs_of(drawn[None])
    if not len(starts):
        return line
    tallest = int((ends - starts).argmax())
    first, last = int(starts[tallest]), int(ends[tallest])
    leading = (last - first) * LEADING / (1 - 2 * LEADING)
    edges = np.array([first - leading, last + leading - len(drawn)], np.float32)
    if line.direction == DOWNWARDS:  # its first row is at the right
        edges = -edges[::-1]
    moved = line.box.copy()
    moved[[0, 2] if line.direction else [1, 3]] += edges
    return replace(line, box=moved)


def _words(line: _Line, scale: float) -> list[ReadWord]:
    """Return a line's words that are sure, those of marks alone left out, in points of the page."""
    return [
        ReadWord(
            text=word.text,
            bbox=_box_of(word, line, scale),
            direction=line.direction,
            confidence=round(word.confidence, 3),
        )
        for word in line.words
        if word.confidence >= (SURE_EXACT if _is_exact(word.text) else SURE)
        and (word.text == "$" or any(letter.isalnum() for letter in word.text))
    ]


def _is_exact(text: str) -> bool:
    """Tell whether a word means something else when one letter is read wrong."""
    return len(text) == 1 or any(letter.isdigit() for letter in text)


def _box_of(word: SpelledWord, line: _Line, scale: float) -> Box:
    left, top, right, bottom = (line.box / np.float32(scale)).tolist()
    along = (word.start, word.end) if line.direction != UPWARDS else (1 - word.end, 1 - word.start)
    if line.direction:
        top, bottom = (top + share * (bottom - top) for share in along)
    else:
        left, right = (left + share * (right - left) for share in along)
    return round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)
