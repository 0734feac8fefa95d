"""Searching a page for an exemplar: poses from its rarest strokes, looked up in the ink, each symbol once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from orchestrator.geometry import Box, iou
from orchestrator.recognition.repeats.claims import Claims
from orchestrator.recognition.repeats.exemplar import Exemplar, words_in, words_within
from orchestrator.recognition.repeats.matching import Matches, extra_ink, matches_of
from orchestrator.recognition.repeats.page_index import PageIndex
from orchestrator.recognition.repeats.placements import (
    DEFAULT_LIMITS,
    Flag,
    Limits,
    Placement,
    Repeats,
    Withheld,
)
from orchestrator.recognition.repeats.poses import anchors_of, poses_of
from orchestrator.recognition.repeats.strokes import bounds
from orchestrator.recognition.repeats.variants import differing

_SHARE, _WEAKEST = 0.92, 0.6
"""Of the exemplar's ink, and of each of its strokes, that must be there."""

_EXTRA: Final = 0.08
"""Of the blank spots, more than in the exemplar, that are something else drawn over it."""

_SHIFTED, _SHIFTED_PT = 0.12, 2.0
"""How far apart, in terms of the longer side and in points, two poses on the same strokes are not the same."""

_RUN: Final = "It is a piece of a longer run of the same strokes, as hatches and insulation are."
_SELF_IOU: Final = 0.8
_MOST_NEAR: Final = 1_000
"""Matches that fall short, the best of which are told as withheld."""

_NAMED: Final = 1.15
"""How much more a placement whose words agree weighs."""


def find_repeats(
    index: PageIndex, exemplar: Exemplar, scale: float = 1.0, limits: Limits = DEFAULT_LIMITS
) -> Repeats:
    """Return every place on a page where the exemplar is drawn: at any angle, mirrored or not, in any colour.

    Args:
        index: the page to search.
        exemplar: what to search for, of this or another page.
        scale: size of the repeats over that of the exemplar.
        limits: beyond these the answer is not complete, and says so.
    """
    anchors = anchors_of(index, exemplar, (scale, scale), limits.candidates)
    matches = matches_of(index, exemplar, poses_of(index, exemplar, anchors, (scale, scale)))
    notes = [index.incomplete] if index.incomplete else []
    if anchors.left_out:
        notes.append(f"{anchors.left_out:,} strokes like the example's rarest one were not looked at.")
    found = _ranked(matches)
    likely = (found.share >= _SHARE) & (found.weakest >= _WEAKEST)
    claims = Claims(index.ink)
    kept, runs = _apart(exemplar, claims, found.take(np.flatnonzero(likely)), likely.size)
    sure = _placements(index, exemplar, kept)
    withheld = [Withheld(sure[i], _RUN) for i in sorted(runs)]
    near = found.take(np.flatnonzero(~likely)[: _MOST_NEAR if limits.withheld else 0])
    doubtful, _ = _apart(exemplar, claims, near, limits.withheld)
    withheld += [Withheld(place, _missing(place)) for place in _placements(index, exemplar, doubtful)]
    sure = [placement for i, placement in enumerate(sure) if i not in runs]
    return _answer(index, exemplar, sure, withheld, limits, notes)


def _ranked(matches: Matches) -> Matches:
    """Return matches best first; of a symmetric symbol's poses the upright one."""
    angle = np.abs(np.angle(matches.poses.turn))
    order = np.lexsort((angle, matches.poses.mirrored, -np.round(matches.share, 2)))
    return matches.take(order)


def _apart(exemplar: Exemplar, claims: Claims, matches: Matches, most: int) -> tuple[Matches, set[int]]:
    """Return the first matches whose ink is nobody's, at most so many, and which of them are pieces of a longer run.

    Their ink is theirs from then on. A match that is laid half over an earlier one, and not in the same place, shows a
    pattern that goes on: hatches, insulation and ladders look like any piece of them.
    """
    ink = matches.poses.place(exemplar.points)
    middles = ink.mean(axis=1)
    room = np.maximum(_SHIFTED * exemplar.size_pt * np.abs(matches.poses.turn), _SHIFTED_PT)
    kept: list[int] = []
    runs: set[int] = set()
    for i, places in enumerate(claims.places(ink)):
        owner = claims.owner(places)
        if owner is None:
            if len(kept) == most:
                break
            claims.take(ink[i], len(kept))
            kept.append(i)
        elif owner < len(kept) and abs(middles[i] - middles[kept[owner]]) > room[kept[owner]]:
            runs.add(owner)
    return matches.take(np.array(kept, np.int64)), runs


def _placements(index: PageIndex, exemplar: Exemplar, matches: Matches) -> list[Placement]:
    poses, shares = matches.poses, matches.share.tolist()
    inks, scales = poses.place(exemplar.points), np.abs(poses.turn).tolist()
    turns = np.degrees(np.angle(np.where(poses.mirrored, -poses.turn, poses.turn))).tolist()
    extras = extra_ink(index, exemplar, poses).tolist()
    styles = [index.styles[style] for style in index.strokes.style[poses.stroke].tolist()]
    boxes = bounds(inks)
    said = [words_in(index, zone) for zone in bounds(poses.place(exemplar.corners()))]
    return [
        Placement(
            bbox=boxes[i],
            rotation=round(turns[i] % 360, 1) % 360,
            mirrored=mirrored,
            scale=round(scales[i], 4),
            share=round(shares[i], 3),
            confidence=_confidence(exemplar, shares[i], extras[i]),
            flags=_flags(index, exemplar, boxes[i], extras[i], styles[i].stroke or styles[i].fill or ""),
            words=said[i],
            weight=exemplar.ink_pt
            * scales[i]
            * shares[i]
            * (_NAMED if said[i] and said[i] == exemplar.words else 1.0),
            ink=inks[i],
        )
        for i, mirrored in enumerate(poses.mirrored.tolist())
    ]


def _confidence(exemplar: Exemplar, share: float, extra: float) -> float:
    plain = 0.7 + 0.3 * exemplar.distinctiveness
    return round(share * plain * (1 - 0.5 * min(max(extra - _EXTRA, 0.0), 1.0)), 3)


def _flags(index: PageIndex, exemplar: Exemplar, bbox: Box, extra: float, colour: str) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if colour not in exemplar.colours:
        flags.append("colour")
    if extra > _EXTRA:
        flags.append("extra_ink")
    if index.page == exemplar.page and iou(bbox, exemplar.bbox) > _SELF_IOU:
        flags.append("exemplar")
    return tuple(flags)


def _answer(
    index: PageIndex,
    exemplar: Exemplar,
    sure: Sequence[Placement],
    other: Sequence[Withheld],
    limits: Limits,
    notes: list[str],
) -> Repeats:
    inner = [words_within(index, placement.bbox) for placement in sure]
    reasons = differing(exemplar.words, [placement.words for placement in sure], inner)
    kept = [p for p, why in zip(sure, reasons, strict=True) if why is None]
    kept = [_with_text(p, exemplar) for p in kept]
    withheld = [Withheld(p, why) for p, why in zip(sure, reasons, strict=True) if why is not None]
    withheld += other
    if len(kept) > limits.placements:
        notes.append(f"There are {len(kept):,}; only the {limits.placements:,} surest are returned.")
    complete = not notes
    if len(withheld) > limits.withheld:
        notes.append(f"More than {limits.withheld:,} places were withheld; only so many are listed.")
    return Repeats(
        page=index.page,
        placements=tuple(kept[: limits.placements]),
        withheld=tuple(withheld[: limits.withheld]),
        complete=complete,
        notes=tuple(notes),
    )


def _with_text(placement: Placement, exemplar: Exemplar) -> Placement:
    if placement.words == exemplar.words:
        return placement
    return replace(placement, flags=(*placement.flags, "text"))


def _missing(placement: Placement) -> str:
    if placement.share >= _SHARE:
        return "One of the example's strokes is missing."
    return f"Only {placement.share:.0%} of the example's strokes are there."
