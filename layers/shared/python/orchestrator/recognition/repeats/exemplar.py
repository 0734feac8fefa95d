"""One example of a symbol, cut out of a page and cleaned: what its repeats are known by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.geometry import Box, area, centre, contains, expand, intersection
from orchestrator.recognition.repeats.distinctness import distinctiveness, marks, problem
from orchestrator.recognition.repeats.page_index import PageIndex
from orchestrator.recognition.repeats.strokes import Flags, Floats, Indices, Points, Strokes, sample

LARGEST_EXEMPLAR_PT: Final = 720.0
_MARGIN_PT, _MARGIN_SHARE = 0.3, 0.01
"""How far strokes may stick out of the given box."""

_REACH_PT, _REACH_SHARE = 1.5, 0.06
"""The same of strokes that touch those."""

_POINTS: Final = 160
"""Points along the exemplar's strokes that are looked up."""

_TOUCH_PT: Final = 0.35
_STEP_PT: Final = 0.5
"""From one point along a stroke to the next, where it is asked what it touches."""

_ALONG: Final = np.radians(4)
_LARGEST_WORD: Final = 0.5
"""Of the box, that a word may cover whose strokes are left out: text drawn as strokes below hidden text."""

_INSIDE: Final = 0.5
_BLANK_PT: Final = 1.6
"""A spot this far from the exemplar's ink is blank in it."""

_BLANKS_A_SIDE: Final = 14

_SAME_SHARE: Final = 0.03
"""Of a symbol's ink, by which two strokes may differ that are taken for the same."""


class Indistinct(ValueError):
    """The exemplar cannot be told from other things on a drawing; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Exemplar:
    """A symbol as drawn in one place; points are complex, relative to its centre.

    Attributes:
        page: number of the page it was cut from.
        bbox: of its own strokes there.
        zone: half width + i half height of what counts as inside, relative to `offset`: the box that was given.
        offset: middle of the zone.
        points, angles, stroke: (n,) along its strokes, the direction there, and which stroke that is.
        strokes: its strokes.
        blanks: (k,) spots without ink.
        words: what it says inside, in reading order, upper case.
        colours: of its strokes' pens.
        marks: how much there is to know it by: different lines, and different circles twice.
        distinctiveness: how unlike other things it is, 0..1.
        crossed: share of the blank spots that something else is drawn on where it was cut from.
    """

    page: int
    bbox: Box
    zone: complex
    offset: complex
    points: Points
    angles: Floats
    stroke: Indices
    strokes: Strokes
    blanks: Points
    words: tuple[str, ...]
    colours: frozenset[str]
    marks: int
    distinctiveness: float
    crossed: float

    @property
    def ink_pt(self) -> float:
        """Length of its strokes, points."""
        return float(self.strokes.length.sum())

    def corners(self) -> Points:
        """Return the corners of what counts as inside, (4,), relative to the centre."""
        zone = self.zone
        around: Points = self.offset + np.array([-zone, zone.conjugate(), zone, -zone.conjugate()])
        return around

    @property
    def size_pt(self) -> float:
        """Longer side of its box, points."""
        return max(self.bbox[2:])


def exemplar_of(index: PageIndex, box: Box) -> Exemplar:
    """Return the symbol in a box of a page, without wires that pass through and text drawn as strokes.

    Raises:
        Indistinct: when nothing in the box is distinct enough to be found again, with the reason.
    """
    if max(box[2:]) > LARGEST_EXEMPLAR_PT:
        raise Indistinct(f"The box is larger than {LARGEST_EXEMPLAR_PT:.0f} points: that is no symbol.")
    inside = _inside(index, box)
    if not inside.any():
        raise Indistinct("No stroke of the drawing lies in the box; lines that pass through it do not count.")
    strokes = index.strokes.take(inside)
    around = expand(box, _REACH_PT + _REACH_SHARE * max(box[2:]))
    bare = strokes.take(~_stubs(strokes, index.strokes.take(index.touching(around) & ~inside)))
    words = words_in(index, box)
    if len(bare) and problem(bare, words) is None:
        return _built(index, box, bare, words)
    reason = problem(strokes, words)  # a capacitor is known by its stubs alone
    if reason:
        raise Indistinct(reason)
    return _built(index, box, strokes, words)


def without(index: PageIndex, exemplar: Exemplar, foreign: Sequence[int]) -> Exemplar:
    """Return an exemplar without some of its strokes; `index` is of the page it was cut from.

    Raises:
        Indistinct: when what is left cannot be told from other things.
    """
    middle = complex(*centre(exemplar.bbox))
    kept = np.setdiff1d(np.arange(len(exemplar.strokes)), foreign)
    part = exemplar.strokes.take(kept)
    strokes = Strokes(part.controls + middle, part.straight, part.length, part.style)
    reason = problem(strokes, exemplar.words) if len(strokes) else "Nothing is left of the symbol."
    if reason:
        raise Indistinct(reason)
    zone_middle, half = middle + exemplar.offset, exemplar.zone
    box = (zone_middle.real - half.real, zone_middle.imag - half.imag, 2 * half.real, 2 * half.imag)
    return _built(index, box, strokes, exemplar.words)


def same_strokes(one: Exemplar, other: Exemplar) -> bool:
    """Tell whether two exemplars, turned and scaled as may be, have the same strokes: only letters may tell them.

    Their strokes are then as long for their ink, and their middles as far from the middle of all.
    """
    if len(one.strokes) != len(other.strokes):
        return False
    pairs = zip(_proportions(one), _proportions(other), strict=True)
    return all(bool(np.abs(a - b).max() < _SAME_SHARE) for a, b in pairs)


def _proportions(exemplar: Exemplar) -> tuple[Floats, Floats]:
    """Return sorted lengths of the strokes, and how far their middles lie from that of all, in shares of the ink."""
    lengths, ink = exemplar.strokes.length, exemplar.ink_pt
    middles = exemplar.strokes.controls @ (np.array([1, 3, 3, 1]) / 8)
    away = np.abs(middles - (middles * lengths).sum() / ink)
    return np.sort(lengths) / ink, np.sort(away) / ink


def words_in(index: PageIndex, box: Box) -> tuple[str, ...]:
    """Return the words with their centre in a box, upper case, from top to bottom and left to right."""
    found = [index.words[i] for i in _middles_in(index, box).tolist()]
    found.sort(key=lambda word: (round(word.bbox[1] / 3), word.bbox[0]))
    return tuple(word.text.strip().upper() for word in found if word.text.strip())


def words_within(index: PageIndex, box: Box) -> tuple[str, ...]:
    """Return the words that lie in a box with half of their own or more, upper case."""
    words = (index.words[i] for i in _middles_in(index, expand(box, max(box[2:]))).tolist())
    return tuple(
        word.text.strip().upper()
        for word in words
        if intersection(word.bbox, box) > _INSIDE * area(word.bbox) and contains(box, *centre(word.bbox))
    )


def _built(index: PageIndex, box: Box, strokes: Strokes, words: tuple[str, ...]) -> Exemplar:
    low, high = strokes.corners()
    x0, y0 = low.real.min(), low.imag.min()
    width, height = high.real.max() - x0, high.imag.max() - y0
    middle = complex(x0 + width / 2, y0 + height / 2)
    zone_middle = complex(*centre(box))
    samples = sample(strokes, max(float(strokes.length.sum()) / _POINTS, 0.5))
    blanks = _blanks(samples.points - middle, complex(width, height))
    known = marks(strokes)
    styles = (index.styles[i] for i in np.unique(strokes.style).tolist())
    return Exemplar(
        page=index.page,
        bbox=(float(x0), float(y0), float(width), float(height)),
        zone=complex(box[2] / 2, box[3] / 2),
        offset=zone_middle - middle,
        points=samples.points - middle,
        angles=samples.angles,
        stroke=samples.stroke,
        strokes=Strokes(strokes.controls - middle, strokes.straight, strokes.length, strokes.style),
        blanks=blanks,
        words=words,
        colours=frozenset(style.stroke or style.fill or "" for style in styles),
        marks=known,
        distinctiveness=distinctiveness(strokes, known),
        crossed=float(index.ink.any(blanks + middle).mean()) if len(blanks) else 0.0,
    )


def _inside(index: PageIndex, box: Box) -> Flags:
    """Tell which strokes lie in a box; one that sticks out a little must touch one that does not."""
    longest = max(box[2:])
    letters = _in_words(index, box)
    inside = index.within(expand(box, _MARGIN_PT + _MARGIN_SHARE * longest)) & ~letters
    beyond = index.within(expand(box, _REACH_PT + _REACH_SHARE * longest)) & ~letters & ~inside
    along = sample(index.strokes.take(inside), _STEP_PT).points
    for i in np.flatnonzero(beyond).tolist():
        inside[i] = any(_near(along, tip) for tip in index.strokes.controls[i, (0, 3)].tolist())
    return inside


def _in_words(index: PageIndex, box: Box) -> Flags:
    """Tell which strokes are those of letters: wholly in the box of a word of the text layer."""
    found = np.zeros(len(index.strokes), bool)
    for i in _middles_in(index, box).tolist():
        word = index.words[i].bbox
        if area(word) < _LARGEST_WORD * area(box):
            found |= index.within(expand(word, 0.3))
    return found


def _middles_in(index: PageIndex, box: Box) -> Indices:
    """Return the words whose middle lies in a box."""
    x, y, width, height = box
    across, down = index.word_middles.real, index.word_middles.imag
    return np.flatnonzero((across >= x) & (across <= x + width) & (down >= y) & (down <= y + height))


def _stubs(strokes: Strokes, outside: Strokes) -> Flags:
    """Tell which lines are ends of wires: free of the symbol at one end, and going on from there outside."""
    found = np.zeros(len(strokes), bool)
    lines = outside.take(outside.straight)
    if not len(lines):
        return found
    ends = lines.controls[:, (0, 3)]
    heading = np.angle(ends[:, 1] - ends[:, 0])
    along = sample(strokes, _STEP_PT)
    for i in np.flatnonzero(strokes.straight).tolist():
        tips = strokes.controls[i, (0, 3)].tolist()
        aside = (np.angle(tips[1] - tips[0]) - heading + np.pi / 2) % np.pi - np.pi / 2
        onward = ends[np.abs(aside) < _ALONG]
        others = along.points[(along.stroke != i) & ~found[along.stroke]]
        found[i] = any(_near(onward, tip) and not _near(others, tip) for tip in tips)
    return found


def _near(points: Points, tip: complex) -> bool:
    """Tell whether one of some points is where another is."""
    return bool((np.abs(points - tip) < _TOUCH_PT).any())


def _blanks(points: Points, size: complex) -> Points:
    """Return the spots of a grid over the symbol that are away from all its ink."""
    step = max(max(size.real, size.imag) / _BLANKS_A_SIDE, 0.75)
    columns, rows = (np.arange(-side / 2 + step / 2, side / 2, step) for side in (size.real, size.imag))
    spots = (columns[:, None] + 1j * rows[None, :]).ravel()
    if not len(spots):
        return spots
    apart = np.abs(spots[:, None] - points[None, :]).min(axis=1)
    found: Points = spots[apart > _BLANK_PT]
    return found
