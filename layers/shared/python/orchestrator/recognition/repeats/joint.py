"""Several exemplars on one page: each stroke belongs to one symbol, so the larger symbol takes its parts' places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orchestrator.recognition.repeats.claims import Claims
from orchestrator.recognition.repeats.page_index import PageIndex
from orchestrator.recognition.repeats.placements import Placement, Repeats, Withheld

_PART = "Its strokes belong to a symbol that explains more of the drawing there."


def resolve(index: PageIndex, found: Sequence[Repeats]) -> list[Repeats]:
    """Return what several exemplars found on one page without what another one explains better, in the same order.

    A placement loses its place when half of its strokes are those of placements that weigh more; it is then withheld.
    """
    claims = Claims(index.ink)
    kept: list[list[Placement]] = [[] for _ in found]
    lost: list[list[Withheld]] = [[] for _ in found]
    every = [(number, placement) for number, repeats in enumerate(found) for placement in repeats.placements]
    for number, placement in sorted(every, key=lambda pair: -pair[1].weight):
        if claims.owner(placement.ink) is None:
            claims.take(placement.ink, number)
            kept[number].append(placement)
        else:
            lost[number].append(Withheld(placement, _PART))
    return [
        replace(
            repeats,
            placements=tuple(sorted(kept[number], key=lambda p: -p.confidence)),
            withheld=(*repeats.withheld, *lost[number]),
        )
        for number, repeats in enumerate(found)
    ]
