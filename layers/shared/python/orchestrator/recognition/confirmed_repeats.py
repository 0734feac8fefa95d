"""What a page's own repeats say of its components: the same strokes are the same symbol, wherever they are drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.components import Component, Provenance, band_of, renamed
from orchestrator.geometry import Box, expand, iou, shared_part
from orchestrator.pages import Page
from orchestrator.recognition.boxes import gaps
from orchestrator.recognition.lettering import BESIDE_PT, marks_variant
from orchestrator.recognition.repeats import (
    Exemplar,
    Indistinct,
    Limits,
    PageIndex,
    Placement,
    exemplar_of,
    find_repeats,
    index_page,
)
from orchestrator.taxonomy import OTHER

_SURE: Final = 0.6
"""Confidence from which a component is an example of its class."""
_FEWEST: Final = 3
"""Components of a class, and of one example's places, from which they say anything."""
_MOST_EXAMPLES: Final = 40
_ROOM_PT: Final = 1.0
"""Around a component's box, that its strokes may reach."""
_FILLS: Final = 0.5
"""Overlap (intersection over union) of an example's strokes with its component, or they are something else's."""
_SAME_IOU: Final = 0.35
_APART: Final = 0.1
"""Of the smaller box, that two symbols share at most: more, and what is there is not sure enough to be added."""
_AGREED, _CLEARLY = 0.6, 0.85
"""Share of the confidences that one class must have to name all places, and to add those where nothing was seen."""
_SEEN: Final = 0.7
"""Share of the places at which something must have been seen, for the others to be added."""
_MOST_ITEMS: Final = 100_000
"""Path items of a page, with more of which only what is around its components is looked at: some 2 s of one core."""
_DOUBT_LEFT: Final = 0.5
"""Of the doubt in a component that its group confirms: with it such components are right as often as they say."""
_LIMITS: Final = Limits(candidates=20_000, withheld=0)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A place where nothing was seen, but the strokes of components of one class are drawn, in points of the page."""

    class_name: str
    bbox: Box
    confidence: float
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _Group:
    """The places of one example: which of the components each is, or None; and those that no letters tell apart."""

    example: int
    places: Sequence[tuple[Placement, int | None]]

    @property
    def members(self) -> list[int]:
        """The components, each once, the example among them."""
        return sorted({self.example, *(member for _, member in self.places if member is not None)})


def strokes_for_repeats(page: Page, found: Sequence[Component]) -> PageIndex:
    """Return the index of a page's strokes; on one with very many of those around its components alone."""
    if len(page.vectors.ops) <= _MOST_ITEMS:
        return index_page(page)
    return index_page(page, within=[expand(box, max(box[2:])) for box in (one.bbox for one in found)])


def confirmed_by_repeats(
    index: PageIndex, found: Sequence[Component], added: Callable[[Repeated], Component]
) -> list[Component]:
    """Return components confirmed, named anew or completed by others that are drawn with the same strokes.

    The class of all places is the vote of their confidences; where it is clear, places at which nothing was seen are
    added. Places whose letters tell another variant have no part in it. A confirmed component is at least as sure as
    its group: the class's share of the members' confidences, those of other classes counting nothing.

    Args:
        index: the page's strokes.
        found: the components that the networks saw there.
        added: makes the component of a place that has none.
    """
    components = list(found)
    for group in sorted(
        _groups(index, found), key=lambda group: len(group.members)
    ):  # the largest has the last word
        members = group.members
        votes: dict[str, float] = defaultdict(float)
        for member in members:
            votes[found[member].class_name] += found[member].confidence
        class_name = max(votes, key=votes.__getitem__)
        share = votes[class_name] / sum(votes.values())
        if len(members) < 2 or share < _AGREED or class_name == OTHER:
            continue
        sure = round(votes[class_name] / len(members), 4)
        provenance = Provenance(method="repeats", repeats=len(group.places))
        for member in members:
            components[member] = _named(components[member], class_name, sure, provenance)
        if share < _CLEARLY or len(members) < max(_FEWEST, _SEEN * len(group.places)):
            continue
        for place, there in group.places:
            if there is None and not any(shared_part(place.bbox, one.bbox) > _APART for one in components):
                confidence = min(place.confidence, sure)
                components.append(added(Repeated(class_name, place.bbox, confidence, provenance)))
    return components


def _named(component: Component, class_name: str, sure: float, provenance: Provenance) -> Component:
    confidence = round(1 - _DOUBT_LEFT * (1 - max(component.confidence, sure)), 4)
    if component.class_name != class_name:
        component, confidence = renamed(component, class_name, "vector"), sure
    return component.model_copy(
        update={"confidence": confidence, "band": band_of(confidence), "provenance": provenance}
    )


def _groups(index: PageIndex, found: Sequence[Component]) -> Iterator[_Group]:
    """Yield what is drawn alike, the surest component's first; each component is in one group at most."""
    boxes = np.array([component.bbox for component in found], float).reshape(-1, 4)
    notes = _notes(index)
    grouped: set[int] = set()
    looked_for = 0
    for i in _examples(found):
        if i in grouped or looked_for == _MOST_EXAMPLES:
            continue
        example = _example(index, found[i])
        if example is None:
            continue
        looked_for += 1
        places = list(_places(index, example, found[i].bbox, boxes, notes))
        group = _Group(i, places)
        grouped.update(group.members)
        yield group


def _examples(found: Sequence[Component]) -> list[int]:
    """Return the components that may be examples, the surest first."""
    counts = Counter(component.class_name for component in found)
    order = sorted(range(len(found)), key=lambda i: -found[i].confidence)
    return [i for i in order if _may_be_example(found[i], counts)]


def _may_be_example(component: Component, counts: Mapping[str, int]) -> bool:
    is_known = component.class_name != OTHER and counts[component.class_name] >= _FEWEST
    return is_known and component.confidence >= _SURE


def _example(index: PageIndex, component: Component) -> Exemplar | None:
    """Return the strokes of a component, if they can be told from others and fill its box."""
    try:
        example = exemplar_of(index, expand(component.bbox, _ROOM_PT))
    except Indistinct:
        return None  # bare circles and the like are known by their look alone
    return example if iou(example.bbox, component.bbox) >= _FILLS else None


def _places(
    index: PageIndex, example: Exemplar, box: Box, boxes: NDArray[np.float64], notes: NDArray[np.float32]
) -> Iterator[tuple[Placement, int | None]]:
    """Yield where an example is drawn, and which component is there; letters beside it tell no other variant.

    Args:
        index: the page's strokes.
        example: what is looked for.
        box: of its component.
        boxes: (N, 4) of all components.
        notes: (M, 4) of the letters that tell variants.
    """
    is_marked = _is_marked(notes, box)
    for place in find_repeats(index, example, limits=_LIMITS).placements:
        if _is_marked(notes, place.bbox) == is_marked:
            yield place, _component_at(place.bbox, boxes)


def _is_marked(notes: NDArray[np.float32], box: Box) -> bool:
    """Tell whether one of the notes (N, 4) stands so close to a symbol that it makes it a variant."""
    return bool((gaps(_corners(box), notes) <= BESIDE_PT).any())


def _notes(index: PageIndex) -> NDArray[np.float32]:
    """Return left, top, right, bottom (N, 4) of a page's words that make a symbol beside them a variant."""
    found = [_corners(word.bbox) for word in index.words if marks_variant(word.text.strip().upper())]
    return np.array(found, np.float32).reshape(-1, 4)


def _corners(box: Box) -> NDArray[np.float32]:
    x, y, width, height = box
    return np.array([x, y, x + width, y + height], np.float32)


def _component_at(box: Box, boxes: NDArray[np.float64]) -> int | None:
    """Return the number of the box, of (N, 4), that is the same symbol as one box."""
    x, y, width, height = box
    across = np.minimum(boxes[:, 0] + boxes[:, 2], x + width) - np.maximum(boxes[:, 0], x)
    down = np.minimum(boxes[:, 1] + boxes[:, 3], y + height) - np.maximum(boxes[:, 1], y)
    shared = np.maximum(across, 0) * np.maximum(down, 0)
    either = boxes[:, 2] * boxes[:, 3] + width * height - shared
    overlaps = shared / np.maximum(either, np.finfo(float).tiny)
    best = int(overlaps.argmax())
    return best if overlaps[best] >= _SAME_IOU else None
