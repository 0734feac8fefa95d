"""What a page is searched in: its strokes, its ink, its words; made once a page, then asked for any exemplar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.geometry import Box, centre
from orchestrator.pages import Page, Style, Word
from orchestrator.recognition.repeats.ink import Ink, ink_of
from orchestrator.recognition.repeats.rings import Rings, rings_of
from orchestrator.recognition.repeats.strokes import Flags, Floats, Indices, Points, Strokes, strokes_of

LONGEST_STROKE_PT: Final = 360.0
"""Longer ones are frames, walls and wires, no part of a symbol."""

MOST_INK_PT: Final = 12_000_000.0
"""Length of all strokes that are indexed: some 15 s of one core."""


@dataclass(frozen=True, slots=True)
class PageIndex:
    """One page, ready to be searched; it holds some 60 bytes a stroke and at most 160 MB of ink.

    Attributes:
        page: its number.
        strokes: those that can be part of a symbol.
        ink: where they run.
        words, styles: the page's.
        word_middles: (W,) the middles of the words.
        low, high: (N,) corners of each stroke's box.
        lines, bends: strokes that are straight and those that are not, each sorted by its chord.
        line_chords, bend_chords: those chords, points.
        rings: the circles that curves lie on.
        incomplete: a sentence when the page has more strokes than are indexed, or was cut by extraction.
    """

    page: int
    strokes: Strokes
    ink: Ink
    words: tuple[Word, ...]
    styles: tuple[Style, ...]
    word_middles: Points
    low: Points
    high: Points
    lines: Indices
    bends: Indices
    line_chords: Floats
    bend_chords: Floats
    rings: Rings
    incomplete: str | None = None

    def within(self, box: Box) -> Flags:
        """Tell which strokes lie wholly in a box."""
        x, y, width, height = box
        low, high = self.low, self.high
        inside = (low.real >= x) & (low.imag >= y)
        found: Flags = inside & (high.real <= x + width) & (high.imag <= y + height)
        return found

    def touching(self, box: Box) -> Flags:
        """Tell which strokes' boxes meet a box."""
        x, y, width, height = box
        low, high = self.low, self.high
        meets = (high.real >= x) & (high.imag >= y)
        found: Flags = meets & (low.real <= x + width) & (low.imag <= y + height)
        return found


def index_page(page: Page, most_ink_pt: float = MOST_INK_PT) -> PageIndex:
    """Return the index of a page; over `most_ink_pt` of strokes the longest are left out, and `incomplete` says so."""
    strokes = strokes_of(page.vectors)
    strokes = strokes.take(strokes.length <= LONGEST_STROKE_PT)
    incomplete = "; ".join(page.truncated) or None
    order = np.argsort(strokes.length, kind="stable")
    kept = int(np.searchsorted(np.cumsum(strokes.length[order]), most_ink_pt, side="right"))
    if kept < len(strokes):
        incomplete = f"The page has too many strokes: the {len(strokes) - kept:,} longest were not looked at."
        strokes = strokes.take(np.sort(order[:kept]))
    low, high = strokes.corners() if len(strokes) else (np.zeros(0, complex),) * 2
    chord = strokes.chord()
    lines, bends = (_by_chord(np.flatnonzero(kind), chord) for kind in (strokes.straight, ~strokes.straight))
    return PageIndex(
        page=page.page_number,
        strokes=strokes,
        ink=ink_of(strokes, page.width_pt, page.height_pt),
        words=page.words,
        styles=page.vectors.styles,
        word_middles=np.array([complex(*centre(word.bbox)) for word in page.words], complex),
        low=low,
        high=high,
        lines=lines,
        bends=bends,
        line_chords=chord[lines],
        bend_chords=chord[bends],
        rings=rings_of(strokes),
        incomplete=incomplete,
    )


def _by_chord(which: Indices, chord: Floats) -> Indices:
    return which[np.argsort(chord[which], kind="stable")]
