"""What a page is searched in: its strokes, its ink, its words; made once a page, then asked for any exemplar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from orchestrator.geometry import Box, centre, expand
from orchestrator.pages import Page, Style, Word
from orchestrator.recognition.repeats.ink import Ink, ink_of
from orchestrator.recognition.repeats.rings import Rings, rings_of
from orchestrator.recognition.repeats.strokes import Flags, Floats, Indices, Points, Strokes, strokes_of

LONGEST_STROKE_PT: Final = 360.0
"""Longer ones are frames, walls and wires, no part of a symbol."""

MOST_INK_PT: Final = 12_000_000.0
"""Length of all strokes that are indexed: some 15 s of one core."""

_MOST_ITEMS: Final = 100_000
"""Path items of a page, with more of which only what is around its components is looked at: some 1 s of one core."""

_AROUND_PT: Final = 6.0


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

    def only(self, kept: Flags) -> PageIndex:
        """Return the same page, searched only from some strokes (N,) on; its ink stays whole."""
        lines, bends, rings = kept[self.lines], kept[self.bends], kept[self.rings.stroke]
        return replace(
            self,
            lines=self.lines[lines],
            line_chords=self.line_chords[lines],
            bends=self.bends[bends],
            bend_chords=self.bend_chords[bends],
            rings=Rings(self.rings.centres[rings], self.rings.radii[rings], self.rings.stroke[rings]),
        )

    def touching(self, box: Box) -> Flags:
        """Tell which strokes' boxes meet a box."""
        x, y, width, height = box
        low, high = self.low, self.high
        meets = (high.real >= x) & (high.imag >= y)
        found: Flags = meets & (low.real <= x + width) & (low.imag <= y + height)
        return found


def index_page(
    page: Page, most_ink_pt: float = MOST_INK_PT, within: Sequence[Box] | None = None
) -> PageIndex:
    """Return the index of a page, or of the strokes whose middles lie in some boxes of it.

    Over `most_ink_pt` of strokes the longest are left out, and `incomplete` says so.
    """
    strokes = strokes_of(page.vectors)
    strokes = strokes.take(strokes.length <= LONGEST_STROKE_PT)
    if within is not None:
        strokes = strokes.take(np.unique(np.concatenate([np.zeros(0, np.int64), *lying_in(strokes, within)])))
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


def index_around(page: Page, boxes: Sequence[Box]) -> PageIndex:
    """Return the index of a page, or on one with very many strokes of those around some boxes alone."""
    if len(page.vectors.ops) <= _MOST_ITEMS:
        return index_page(page)
    return index_page(page, within=[expand(box, max(*box[2:], _AROUND_PT)) for box in boxes])


def lying_in(strokes: Strokes, boxes: Sequence[Box]) -> list[Indices]:
    """Return for each box which strokes have their middle in it."""
    middles = strokes.controls[:, (0, 3)].mean(axis=1)
    order = np.argsort(middles.real, kind="stable")
    across, found = middles.real[order], []
    for x, y, width, height in boxes:
        first, last = np.searchsorted(across, (x, x + width))
        some = order[first:last]
        down = middles.imag[some]
        found.append(some[(down >= y) & (down <= y + height)])
    return found


def _by_chord(which: Indices, chord: Floats) -> Indices:
    return which[np.argsort(chord[which], kind="stable")]
