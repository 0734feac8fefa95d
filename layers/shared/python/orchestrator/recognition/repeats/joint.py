"""Several exemplars on some pages: each stroke belongs to one symbol, so the larger symbol takes its parts' places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from orchestrator.recognition.repeats.claims import Claims
from orchestrator.recognition.repeats.exemplar import Exemplar
from orchestrator.recognition.repeats.page_index import PageIndex
from orchestrator.recognition.repeats.placements import DEFAULT_LIMITS, Limits, Placement, Repeats, Withheld
from orchestrator.recognition.repeats.scales import Vote, vote_scale
from orchestrator.recognition.repeats.search import find_repeats
from orchestrator.recognition.repeats.strokes import Flags

_PART: Final = "Its strokes belong to a symbol that explains more of the drawing there."


@dataclass(frozen=True, slots=True)
class Joint:
    """What several exemplars found: a list an exemplar, in the order of the pages; and the votes for their scales."""

    found: list[list[Repeats]]
    votes: list[Vote | None]


def resolve(index: PageIndex, found: Sequence[Repeats]) -> list[Repeats]:
    """Return what several exemplars found on one page without what another one explains better, in the same order.

    A placement loses its place when half of its strokes are those of placements that weigh more; it is then withheld.
    """
    claims = Claims(index.ink)
    kept: list[list[Placement]] = [[] for _ in found]
    lost: list[list[Withheld]] = [[] for _ in found]
    every = [(number, placement) for number, repeats in enumerate(found) for placement in repeats.placements]
    for number, placement in sorted(every, key=lambda pair: -pair[1].weight):
        if claims.owner(claims.places(placement.ink)) is None:
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


def find_jointly(
    indexes: Sequence[PageIndex],
    exemplars: Sequence[Exemplar],
    scales: Sequence[float | None],
    limits: Limits = DEFAULT_LIMITS,
    places: Sequence[Sequence[Flags]] | None = None,
) -> list[list[Repeats]]:
    """Return what each exemplar finds on each page, resolved: one list an exemplar, in the order of the pages.

    Where a scale is None it is voted, for the exemplars with most to know them by first: what those find votes for
    none of the others, of which it may hold parts. `places` names, by exemplar and page, the strokes (N,) to search
    from; without it, all.
    """
    return search_jointly(indexes, exemplars, scales, limits, places).found


def search_jointly(
    indexes: Sequence[PageIndex],
    exemplars: Sequence[Exemplar],
    scales: Sequence[float | None],
    limits: Limits = DEFAULT_LIMITS,
    places: Sequence[Sequence[Flags]] | None = None,
) -> Joint:
    """Return what `find_jointly` does, with the votes for the scales that nobody stated."""
    taken = {index.page: Claims(index.ink) for index in indexes}
    found: dict[int, list[Repeats]] = {}
    votes: list[Vote | None] = [None] * len(exemplars)
    for number in sorted(range(len(exemplars)), key=lambda i: -exemplars[i].marks):
        exemplar, scale = exemplars[number], scales[number]
        looked_at = list(indexes)
        if places is not None:
            looked_at = [index.only(kept) for index, kept in zip(indexes, places[number], strict=True)]
        if scale is None:
            vote = votes[number] = vote_scale(looked_at, exemplar, taken)
            scale = vote.scale if vote else 1.0
        found[number] = [find_repeats(index, exemplar, scale, limits) for index in looked_at]
        for index, repeats in zip(indexes, found[number], strict=True):
            for placement in repeats.placements:
                taken[index.page].take(placement.ink, number)
    by_page = [
        resolve(index, [found[n][i] for n in range(len(exemplars))]) for i, index in enumerate(indexes)
    ]
    return Joint([[page[n] for page in by_page] for n in range(len(exemplars))], votes)
