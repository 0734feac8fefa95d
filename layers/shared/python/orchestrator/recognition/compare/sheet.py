"""One issue of a sheet, ready to be compared: its strokes, its ink, points along its strokes, its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.pages import Page, Word
from orchestrator.recognition.compare.landmarks import Landmarks, landmarks_of
from orchestrator.recognition.compare.similarity import Similarity
from orchestrator.recognition.repeats.ink import Ink, ink_of
from orchestrator.recognition.repeats.strokes import Flags, Points, Samples, Strokes, sample, strokes_of

_STEP_PT: Final = 1.0
MOST_SAMPLES: Final = 4_000_000
"""Points along strokes; of a page with more ink they are further apart."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page.

    Attributes:
        width_pt, height_pt: of the displayed page.
        samples: points along its strokes, `step_pt` apart.
        ink: where its strokes run.
        words: what is written on it.
        landmarks: what it is lined up by.
    """

    width_pt: float
    height_pt: float
    samples: Samples
    step_pt: float
    ink: Ink
    words: tuple[Word, ...]
    landmarks: Landmarks

    @property
    def middle(self) -> complex:
        """The page's middle."""
        return complex(self.width_pt, self.height_pt) / 2

    def drawn_in(self, other: Sheet, to_other: Similarity) -> tuple[Flags, Flags]:
        """Tell which samples have ink of their direction in another sheet, within a point, and which lie on it."""
        points = to_other(self.samples.points)
        same = other.ink.roughly(points, self.samples.angles + np.angle(to_other.turn))
        return same, _on_page(points, other.width_pt, other.height_pt)


def sheet_of(page: Page) -> Sheet:
    """Return a page ready to be compared, in time that grows with the length of its strokes."""
    strokes = _painted(strokes_of(page.vectors), page)
    step = max(_STEP_PT, float(strokes.length.sum()) / MOST_SAMPLES)
    return Sheet(
        width_pt=page.width_pt,
        height_pt=page.height_pt,
        samples=_cut(sample(strokes, step), page.width_pt, page.height_pt),
        step_pt=step,
        ink=ink_of(strokes, page.width_pt, page.height_pt),
        words=page.words,
        landmarks=landmarks_of(strokes, page.words, max(page.width_pt, page.height_pt)),
    )


def _cut(samples: Samples, width_pt: float, height_pt: float) -> Samples:
    """Return the samples that lie on the page."""
    on_page = _on_page(samples.points, width_pt, height_pt)
    return Samples(samples.points[on_page], samples.angles[on_page], samples.stroke[on_page])


def _on_page(points: Points, width_pt: float, height_pt: float) -> Flags:
    on_page: Flags = (points.real >= 0) & (points.imag >= 0) & (points.real <= width_pt)
    return on_page & (points.imag <= height_pt)


def _painted(strokes: Strokes, page: Page) -> Strokes:
    """Return the strokes that leave ink: those of white or no paint are left out, and what lies off the page."""
    seen = np.array(
        [
            any(paint not in {None, "#ffffff"} for paint in (style.stroke, style.fill))
            for style in page.vectors.styles
        ],
        bool,
    )
    low, high = strokes.corners()
    on_page = (high.real >= 0) & (high.imag >= 0) & (low.real <= page.width_pt) & (low.imag <= page.height_pt)
    return strokes.take((seen[strokes.style] if len(seen) else np.ones(len(strokes), bool)) & on_page)
