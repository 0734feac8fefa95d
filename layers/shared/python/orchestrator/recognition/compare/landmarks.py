"""What two issues of a sheet are lined up by: their longest and most singular strokes, and words that occur once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.geometry import centre
from orchestrator.pages import Word
from orchestrator.recognition.repeats.strokes import Floats, Indices, Points, Strokes

_LONGEST, _MOST_SINGULAR = 350, 350
"""Strokes of each kind that are taken."""
_SHORTEST: Final = 0.002
"""Least chord of a stroke that is taken, of the page's longer side: rounding says little of shorter ones' size."""
_WORD_CHARS: Final = 3
_MOST_WORDS: Final = 250


@dataclass(frozen=True, slots=True)
class Landmarks:
    """N strokes as their two ends (N, 2), and places of words that a page has once, by their text."""

    ends: Points
    words: dict[str, complex]

    @property
    def middles(self) -> Points:
        """(N,) the middles of the strokes' chords."""
        return self.ends.mean(axis=1)

    @property
    def chords(self) -> Points:
        """(N,) from the first end to the last."""
        return self.ends[:, 1] - self.ends[:, 0]


def landmarks_of(strokes: Strokes, words: Sequence[Word], longer_side_pt: float) -> Landmarks:
    """Return the landmarks of a page; choosing them depends on neither scale nor order nor pen."""
    chord = strokes.chord()
    usable = np.flatnonzero(chord >= _SHORTEST * longer_side_pt)
    order = usable[np.argsort(chord[usable], kind="stable")]
    chosen = np.unique(np.concatenate([order[-_LONGEST:], order[_most_singular(np.log(chord[order]))]]))
    ends = _distinct(strokes.controls[chosen][:, (0, 3)])
    said = Counter(word.text for word in words)
    once = [w for w in words if said[w.text] == 1 and len(w.text) >= _WORD_CHARS]
    return Landmarks(ends, {word.text: complex(*centre(word.bbox)) for word in once})


def shared_words(base: Landmarks, other: Landmarks) -> tuple[Points, Points]:
    """Return the places of words that both pages have once, (M,) each, the same word at the same index."""
    texts = sorted(base.words.keys() & other.words.keys())
    chosen = texts[:: max(len(texts) // _MOST_WORDS, 1)]
    first, second = (np.array([page.words[text] for text in chosen], complex) for page in (base, other))
    return first, second


def _most_singular(sorted_logs: Floats) -> Indices:
    """Return the places of the lengths that are least like their neighbours."""
    if len(sorted_logs) <= _MOST_SINGULAR:
        return np.arange(len(sorted_logs))
    padded = np.concatenate([[-np.inf], sorted_logs, [np.inf]])
    gap = np.minimum(padded[1:-1] - padded[:-2], padded[2:] - padded[1:-1])
    return np.argsort(-gap, kind="stable")[:_MOST_SINGULAR]


def _distinct(ends: Points) -> Points:
    """Return strokes without those drawn twice, whichever way round."""
    found: Points = np.unique(np.sort(ends, axis=1), axis=0)
    return found
