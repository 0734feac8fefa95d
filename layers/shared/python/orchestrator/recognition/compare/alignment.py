"""Lining up two issues of one sheet, and telling a sheet from one that is no issue of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.recognition.compare.landmarks import shared_words
from orchestrator.recognition.compare.sheet import Sheet
from orchestrator.recognition.compare.similarity import Similarity
from orchestrator.recognition.compare.voting import candidates, refined
from orchestrator.recognition.repeats.strokes import Flags, Floats

GATE: Final = 0.9
"""Share of one issue's drawing at least that the other has too, whichever has more."""
LOWER_GATE: Final = 0.75
"""The same of the other one: what a revision adds, or takes away, is less than a quarter."""

_TILES: Final = 24
"""Tiles along the longer side of a page, in which shares are measured."""
_HINT: Final = 0.02
"""What words weigh against strokes where strokes leave a choice."""
_WORD_PT: Final = 4.0
_TRIED: Final = 4_000
_KNOWN_PT: Final = 30.0
"""How near the corners of a page come together by transforms of which one is tried."""
_WORDS: Final = 20
_WORDLESS: Final = 0.2


class NotComparable(ValueError):
    """Two pages that cannot be compared; the message says why."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a page lies on another.

    Attributes:
        to_other: takes points of the first page to the second.
        residual_pt: median distance of a landmark from its like then, points of the second page.
        share, other_share: of the first page's drawing that the second has, and the other way round, 0..1.
        same, other_same: which samples of each have ink in the other, or lie where it has no page.
    """

    to_other: Similarity
    residual_pt: float
    share: float
    other_share: float
    same: Flags
    other_same: Flags


def align(base: Sheet, other: Sheet) -> Alignment:
    """Line two issues of a sheet up, whatever the offset, the scale and the quarter turn.

    Raises:
        NotComparable: when they are no issues of one sheet, or too little of them can be compared.
    """
    for sheet, which in ((base, "first"), (other, "second")):
        if not len(sheet.samples.points):
            raise NotComparable(f"The {which} page has no strokes to line up.")
    tried: list[tuple[Similarity, Floats, float]] = []
    for rough in candidates(base.landmarks, other.landmarks, base.middle):
        if any(_is_near(rough, known, base) for known, _, _ in tried):
            continue
        found, errors = refined(rough, base.landmarks, other.landmarks)
        if len(errors):
            tried.append((found, errors, _agreement(base, other, found)))
    if not tried:
        raise NotComparable("Nothing on the two pages lines up: they are not two issues of one sheet.")
    found, errors, _ = max(tried, key=lambda candidate: candidate[2])
    (same, seen), (other_same, other_seen) = (
        base.drawn_in(other, found),
        other.drawn_in(base, found.inverse()),
    )
    share, other_share = _share(base, same), _share(other, other_same)
    if max(share, other_share) < GATE or min(share, other_share) < LOWER_GATE:
        raise NotComparable(
            f"Lined up as well as can be, the pages share {share:.0%} of the first one's drawing and "
            f"{other_share:.0%} of the second's; issues of one sheet share {GATE:.0%} of one and "
            f"{LOWER_GATE:.0%} of the other at least. They are different sheets, or exported in another way."
        )
    _check_words(base, other)
    return Alignment(
        found, round(float(np.median(errors)), 3), share, other_share, same | ~seen, other_same | ~other_seen
    )


def _is_near(rough: Similarity, known: Similarity, base: Sheet) -> bool:
    """Tell whether a transform is as good as known: it takes the page's corners nearly to the same places."""
    corners = np.array([0, base.width_pt, 1j * base.height_pt, complex(base.width_pt, base.height_pt)])
    return bool(np.abs(rough(corners) - known(corners)).max() < _KNOWN_PT * max(known.scale, 1.0))


def _agreement(base: Sheet, other: Sheet, found: Similarity) -> float:
    """Return how much of both pages a transform brings to lie on the other, by some of their samples.

    A drawing that looks the same upside down is told by its words; without any it is taken not to be turned.
    """
    first, second = shared_words(base.landmarks, other.landmarks)
    near = np.abs(found(first) - second) < _WORD_PT * max(found.scale, 1.0)
    drawn = min(_tried(base, other, found), _tried(other, base, found.inverse()))
    return drawn + _HINT * float(near.mean() if len(near) else 0.0) + _HINT / 2 * (found.turn.real > 0)


def _tried(sheet: Sheet, other: Sheet, found: Similarity) -> float:
    some = slice(None, None, max(len(sheet.samples.points) // _TRIED, 1))
    points, angles = found(sheet.samples.points[some]), sheet.samples.angles[some]
    return float(other.ink.roughly(points, angles + np.angle(found.turn)).mean())


def _share(sheet: Sheet, same: Flags) -> float:
    """Return the share of a drawing that is the same, measured tile by tile.

    A tile weighs as its ink, but no more than a usual one: a dense table, or the frame and the title block that every
    sheet of a set has, say little of what is drawn beside them.
    """
    side = max(sheet.width_pt, sheet.height_pt) / _TILES
    points = sheet.samples.points
    columns = np.clip(points.real // side, -1, _TILES).astype(np.int64) + 1
    tile = np.clip(points.imag // side, -1, _TILES).astype(np.int64) * (_TILES + 2) + columns + _TILES + 2
    ink = np.bincount(tile)
    agreeing = np.bincount(tile, weights=same)
    used = ink > 0
    weight = np.minimum(ink[used], np.median(ink[used]))
    return round(float(np.average(agreeing[used] / ink[used], weights=weight)), 4)


def _check_words(base: Sheet, other: Sheet) -> None:
    fewer, more = sorted((len(base.words), len(other.words)))
    if more >= _WORDS and fewer < _WORDLESS * more:
        raise NotComparable(
            f"One page has {more} words, the other {fewer}: text was exported in another way, so what is "
            "written cannot be compared."
        )
