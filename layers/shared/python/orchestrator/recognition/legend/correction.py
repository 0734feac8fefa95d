"""What a legend's symbols say of a page's components: confirmed, named anew, or added where nothing was seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.components import Component, Provenance, band_of, renamed
from orchestrator.geometry import Box, centre, contains, expand, iou, shared_part
from orchestrator.pages import Page, Word
from orchestrator.recognition.legend.symbols import LegendSymbol, LegendSymbols
from orchestrator.recognition.look_alikes import ALIKE
from orchestrator.recognition.repeats import Exemplar, PageIndex, find_jointly, index_page, vote_scale
from orchestrator.recognition.repeats.page_index import lying_in
from orchestrator.recognition.repeats.strokes import Flags, Indices
from orchestrator.taxonomy import CLASSES, OTHER

OWN_ALIKE: Final = 0.8
"""Cosine of two embeddings from which a symbol without a name is the entry's, whose class no network knows."""
_LETTERED: Final = 0.1
"""How much less alike than the best entry one may be that the letters speak for."""

_SAME_IOU: Final = 0.35
_APART: Final = 0.1
"""Of the smaller box, that two symbols share at most: more, and what is there is not sure enough to be added."""

_PLAIN, _MANY, _SEEN = 0.6, 16, 0.2
"""How distinctive strokes are below which they may be anything's; of more places than so many this share must be
components for the others to be added: what is drawn so often the networks see somewhere."""

_DRAWN, _LIKE = 0.4, 0.2
"""Cosine of the likest sight from which an entry is looked for, and of those around which it is."""

_VOTERS: Final = 6
"""Sights that vote an entry's scale: those that look most like it."""

_AROUND, _AROUND_PT = 0.5, 3.0
"""How far around a sight strokes may be its symbol's: of its longer side, and points besides."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A place where an entry's strokes are drawn again, in points of the page, and how sure that is.

    `twins` are the classes of other entries with the same strokes, where no letters tell which it is.
    """

    symbol: LegendSymbol
    bbox: Box
    confidence: float
    twins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sights:
    """What of a page may be a symbol: N boxes in points, and what each looks like, embeddings (N, E)."""

    boxes: Sequence[Box]
    looks: NDArray[np.float32]


def redrawn(page: Page, legend: LegendSymbols, sights: Sights) -> list[Redrawn]:
    """Return where the strokes of a legend's symbols are drawn again on a page, each stroke one symbol's.

    An entry is looked for around what looks a little like it, at the scale that what looks most like it votes for.
    """
    known = [symbol for symbol in legend.symbols if symbol.strokes]
    if not known or not len(sights.boxes) or page.kind == "scanned":
        return []
    cosines = sights.looks @ np.stack([symbol.look for symbol in known]).T
    around = [expand(box, _AROUND * max(box[2:]) + _AROUND_PT) for box in sights.boxes]
    index = index_page(page, within=around)
    lying = lying_in(index.strokes, around)
    sought = [_Sought.of(index, symbol, row, lying) for symbol, row in zip(known, cosines.T, strict=True)]
    drawn = [one for one in sought if one]
    found = find_jointly(
        [index],
        [one.strokes for one in drawn],
        [one.scale for one in drawn],
        places=[[one.places] for one in drawn],
    )
    return [
        Redrawn(
            one.symbol,
            placement.bbox,
            placement.confidence,
            frozenset()
            if placement.words and placement.words == one.strokes.words
            else legend.twins(one.symbol),
        )
        for one, (repeats,) in zip(drawn, found, strict=True)
        for placement in repeats.placements
    ]


@dataclass(frozen=True, slots=True)
class _Sought:
    """An entry to look for: its strokes, at which scale, from which of the page's strokes (N,) on."""

    symbol: LegendSymbol
    strokes: Exemplar
    scale: float
    places: Flags

    @classmethod
    def of(
        cls, index: PageIndex, symbol: LegendSymbol, cosines: NDArray[np.float32], lying: Sequence[Indices]
    ) -> _Sought | None:
        """Return an entry that something on the page resembles and votes the scale of, else None."""
        if symbol.strokes is None or cosines.max() < _DRAWN:
            return None
        likest = np.argsort(-cosines, kind="stable")[:_VOTERS].tolist()
        vote = vote_scale([index.only(_flags(index, lying, likest))], symbol.strokes)
        if vote is None:
            return None
        places = _flags(index, lying, np.flatnonzero(cosines >= _LIKE).tolist())
        return cls(symbol, symbol.strokes, vote.scale, places)


def _flags(index: PageIndex, lying: Sequence[Indices], which: Iterable[int]) -> Flags:
    flags = np.zeros(len(index.strokes), bool)
    for i in which:
        flags[lying[i]] = True
    return flags


def explained(
    found: Sequence[Component], looks: NDArray[np.float32], legend: LegendSymbols, words: Sequence[Word]
) -> list[Component]:
    """Return components with the entry that explains each, if one does; one without a name takes the entry's.

    Args:
        found: components of a page.
        looks: (N, E) their embeddings.
        legend: what is compared with.
        words: of the page; letters inside tell variants.
    """
    if not found:
        return []
    cosines = looks @ legend.looks.T
    return [
        _explained(component, row, legend, _words_in(component.bbox, words))
        for component, row in zip(found, cosines, strict=True)
    ]


def _explained(
    component: Component, cosines: NDArray[np.float32], legend: LegendSymbols, said: frozenset[str]
) -> Component:
    wants_name = component.class_name == OTHER
    fits = [
        (float(cosine) + (_LETTERED if symbol.letters else 0.0), symbol, float(cosine))
        for cosine, symbol in zip(cosines, legend.symbols, strict=True)
        if symbol.letters <= said and (wants_name or symbol.class_name == component.class_name)
    ]
    _, symbol, cosine = max(fits, key=lambda fit: fit[0], default=(0.0, None, 0.0))
    if symbol is None or cosine < (OWN_ALIKE if wants_name else ALIKE):
        return component
    seen = component.model_copy(
        update={"provenance": Provenance(legend_entry=symbol.entry.id, method="look")}
    )
    return seen if not wants_name or symbol.class_name in CLASSES else renamed(seen, symbol.class_name)


def with_redrawn(
    found: Sequence[Component], places: Iterable[Redrawn], added: Callable[[Redrawn], Component]
) -> list[Component]:
    """Return components confirmed, named anew or completed by what is drawn like the legend's symbols.

    A place that is neither one component's nor free of all of them changes nothing: never are two in one place. Nor
    does one whose strokes are those of two entries, where the component has the name of either or there is none. What
    plain strokes show at many places is added where some of these are components.

    Args:
        found: components of a page.
        places: where the strokes of entries are drawn again.
        added: makes the component of a place that has none.
    """
    components, places = list(found), list(places)
    doubtful = _doubtful(found, places)
    for place in sorted(places, key=lambda place: -place.confidence):
        overlaps = [iou(place.bbox, component.bbox) for component in components]
        best = max(range(len(components)), key=overlaps.__getitem__, default=None)
        if best is not None and overlaps[best] >= _SAME_IOU:
            components[best] = _confirmed(components[best], place)
        elif place.twins or place.symbol.entry.id in doubtful:
            continue
        elif not any(shared_part(place.bbox, one.bbox) > _APART for one in components):
            components.append(added(place))
    return components


def _doubtful(found: Sequence[Component], places: Iterable[Redrawn]) -> frozenset[str]:
    """Return the entries with plain strokes (a triangle) that are at many places, of which few are components."""
    seen = defaultdict[str, list[bool]](list)
    for place in places:
        if place.symbol.strokes and place.symbol.strokes.distinctiveness < _PLAIN:
            is_seen = any(iou(place.bbox, component.bbox) >= _SAME_IOU for component in found)
            seen[place.symbol.entry.id].append(is_seen)
    return frozenset(
        entry for entry, ones in seen.items() if len(ones) > _MANY and sum(ones) < _SEEN * len(ones)
    )


def _confirmed(component: Component, place: Redrawn) -> Component:
    provenance = Provenance(legend_entry=place.symbol.entry.id, method="strokes")
    confidence = max(component.confidence, place.confidence)
    if component.provenance and component.provenance.method == "strokes":
        return component  # a surer place of another entry has it
    if component.class_name in place.twins:
        return component  # another entry names it, with the same strokes
    if component.class_name != place.symbol.class_name:
        component = renamed(component, place.symbol.class_name)
        confidence = place.confidence
    sure = round(confidence, 4)
    return component.model_copy(update={"provenance": provenance, "confidence": sure, "band": band_of(sure)})


def _words_in(box: Box, words: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.text.strip().upper() for word in words if contains(box, *centre(word.bbox)))
