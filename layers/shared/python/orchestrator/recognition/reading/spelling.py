"""What a line of text says: the speller's chances from left to right, put together into words.

At each place the likeliest letter is taken; what repeats without a blank between is one letter (CTC, Graves et al.
2006).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from orchestrator.recognition.reading.networks import ReadingNetworks
from orchestrator.recognition.threads import in_threads

HEIGHT_PX: Final = 48
"""Of the pictures of lines that the network takes."""

_CONDENSED: Final = 0.65
"""Width a line is given, of what its shape asks for: as well read, in two thirds of the time."""

_SHORT: Final = 3.0
"""Width in heights up to which a line has few letters, and keeps its shape."""

_NARROWEST_PX, _WIDEST_PX, _STEP_PX = 48, 3_200, 8
_BATCH: Final = 16
_BATCH_PX: Final = 4_096
_ALIKE: Final = 1.25
"""How much wider the widest line of a batch may be than its narrowest, which is filled up."""


class SpelledWord(NamedTuple):
    """A word: where it begins and ends along its line, 0..1, and how sure its letters are on average."""

    text: str
    start: float
    end: float
    confidence: float


def spelled(
    lines: Sequence[NDArray[np.uint8]], networks: ReadingNetworks, goes_on: Callable[[], bool]
) -> list[list[SpelledWord]]:
    """Return the words of each line.

    Args:
        lines: pictures (h, w) grey, 255 = paper, their text from left to right.
        networks: of which the speller is asked.
        goes_on: asked before each batch, short lines first; where it says no, those that are left have no words.
    """
    found: list[list[SpelledWord]] = [[] for _ in lines]
    pictures = [_scaled(line) for line in lines]
    batches = list(_batches([picture.shape[1] for picture in pictures]))

    def read(batch: list[int]) -> list[list[SpelledWord]]:
        if not goes_on():
            return [[] for _ in batch]
        chances = networks.spell(_stacked([pictures[i] for i in batch]))
        places = chances.shape[1] / _filled(pictures[batch[-1]].shape[1])
        return [
            _words(row, networks.letters, places * pictures[i].shape[1])
            for row, i in zip(chances, batch, strict=True)
        ]

    for batch, words in zip(batches, in_threads(read, batches, networks.threads), strict=True):
        for i, own in zip(batch, words, strict=True):
            found[i] = own
    return found


def _scaled(line: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a line at the network's height, long ones condensed."""
    height, width = line.shape
    shape = width / height * (1.0 if width <= _SHORT * height else _CONDENSED)
    wide = min(max(round(shape * HEIGHT_PX), _NARROWEST_PX // 3), _WIDEST_PX)
    return np.asarray(Image.fromarray(line).resize((wide, HEIGHT_PX), Image.Resampling.BICUBIC))


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of lines that are spelled together, the narrowest first."""
    batch: list[int] = []
    for i in sorted(range(len(widths)), key=widths.__getitem__):
        full = len(batch) == _BATCH or widths[i] * (len(batch) + 1) > _BATCH_PX
        if batch and (full or widths[i] > _ALIKE * widths[batch[0]] + _STEP_PX):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _filled(width: int) -> int:
    return max(-(-width // _STEP_PX) * _STEP_PX, _NARROWEST_PX)


def _stacked(pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Return pictures side by side in a batch (N, 48, W), filled up with grey as in the network's training."""
    stack = np.zeros((len(pictures), HEIGHT_PX, _filled(pictures[-1].shape[1])), np.float32)
    for row, picture in zip(stack, pictures, strict=True):
        row[:, : picture.shape[1]] = picture.astype(np.float32) / np.float32(127.5) - np.float32(1)
    return stack


class _Letter(NamedTuple):
    text: str
    at: float
    chance: float


def _words(chances: NDArray[np.float32], letters: Sequence[str], length: float) -> list[SpelledWord]:
    """Return the words of a line's chances (T, letters), of which the line itself has `length` places."""
    best = chances.argmax(axis=1)
    begins = np.flatnonzero((best != 0) & (best != np.concatenate([[0], best[:-1]])))
    ends = [begin + int(np.argmax(np.append(best[begin:], -1) != best[begin])) for begin in begins]
    read = [
        _Letter(letters[best[a]], (a + b) / 2 / length, float(chances[a:b, best[a]].max()))
        for a, b in zip(begins, ends, strict=True)
    ]
    words, start, since = [], 0.0, 0
    for i, letter in enumerate([*read, _Letter(" ", 1.0, 1.0)]):
        if letter.text != " ":
            continue
        if own := read[since:i]:
            sure = sum(one.chance for one in own) / len(own)
            words.append(SpelledWord("".join(one.text for one in own), start, min(letter.at, 1.0), sure))
        start, since = min(letter.at, 1.0), i + 1
    return words
