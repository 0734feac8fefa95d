"""Which component a caption belongs to, weighed for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from orchestrator.components import Component
from orchestrator.geometry import Box, centre
from orchestrator.pages import Vectors
from orchestrator.recognition.assignment import assign
from orchestrator.recognition.captions import Caption, stacked
from orchestrator.recognition.designations import classes_of
from orchestrator.recognition.enclosures import enclosures_of, holders_of
from orchestrator.recognition.leaders import Leaders
from orchestrator.recognition.lettered_lines import in_reading_frame
from orchestrator.recognition.pins import Pins
from orchestrator.recognition.tag_habits import side_of, sides_of, strangeness, unusual

REACH_PT: Final = 24.0
"""How far from a component's edge its tag may stand: about two lines of text, more where the lettering is large."""

_REACH_HEIGHTS: Final = 2.5
_ALONE: Final = 3.0
"""What a component without a tag costs: more than any tag within reach that does not speak for another class."""

_STEEP: Final = 1.8
"""Heights of its lettering that a tag may be further away for a cost of 1."""

_LEADER: Final = 0.3
_STANDS_AWAY: Final = 0.8
"""From every component, in heights of the lettering: what stands closer to one needs no leader."""

_LED_AWAY: Final = 0.8
_MAYBE_LED: Final = 0.5
_ASIDE, _BEFORE, _UNDER_ANOTHER = 0.25, 0.05, 0.15
_SPEAKS_FOR_IT, _SPEAKS_FOR_OTHERS = -0.35, 0.3
_BEHIND: Final = 0.4
_HABIT: Final = 0.3
_RARELY_TAGGED: Final = {"ground": 0.25, "other": 0.1, "busbar": 0.7}
_LETTERED: Final = 0.3
"""What letters inside a component add: they may be all the tag it has."""

_ENCLOSED: Final = 0.6
"""What a tag costs that stands at the enclosure of a symbol, not at the symbol."""

_HOLDS_ANOTHER: Final = 0.8
"""What a tag costs a component of no class with another in it: it is the enclosure of that one."""

_AT_PINS: Final = 0.8
"""What a word costs amid the names of pins, and beside a module, where its wires run: a tag stands over or under it."""

_FLOOR: Final = 0.5
"""Added to every cost, so that none is below zero."""

Costs = dict[int, dict[int, float]]


class Named(NamedTuple):
    """The components that need no tag, for it is written in them, and those with letters that may be one.

    What is written in those `in_doubt` reads as a tag, but of no such class: one of their class beside them is theirs.
    """

    tagged: frozenset[int]
    lettered: frozenset[int]
    in_doubt: frozenset[int] = frozenset()
    pins: Pins = Pins()


def owners_of_tags(
    components: Sequence[Component], captions: Sequence[Caption], named: Named, vectors: Vectors
) -> dict[int, int]:
    """Return, by caption with a tag, the component it names; no component gets two, no caption goes to two.

    The page's habit counts: a first assignment shows on which side of each class its tags stand, a second one
    prefers that side.
    """
    costs = _costs(components, captions, named)
    _at_enclosures(costs, components, captions, named, enclosures_of(components, vectors))
    _follow_leaders(costs, components, captions, vectors, named.pins.anywhere)
    for i in named.in_doubt & costs.keys():
        name = components[i].class_name
        costs[i] = {k: cost for k, cost in costs[i].items() if name in classes_of(captions[k].tag or "")}
    first = assign(costs, _ALONE + _FLOOR)
    sides = sides_of(
        (components[i].class_name, components[i].bbox, captions[k].bbox) for i, k in first.items()
    )
    for i, row in costs.items():
        for k in row:
            row[k] += _HABIT * unusual(sides, components[i].class_name, components[i].bbox, captions[k].bbox)
    return {k: i for i, k in assign(costs, _ALONE + _FLOOR).items()}


def owners_of_ratings(
    components: Sequence[Component], captions: Sequence[Caption], owners: Mapping[int, int]
) -> dict[int, int]:
    """Return, by caption with ratings, the component they rate.

    Ratings go with the tag they stand on a line or in a stack with, otherwise with the nearest component.
    """
    found = dict(owners)
    neighbours = defaultdict(list)
    pairs = stacked(captions)
    for upper, lower in pairs:
        neighbours[lower].append(upper)
    for upper, lower in pairs:
        neighbours[upper].append(lower)  # a line below comes after: a tag stands over its ratings
    _spread(found, neighbours, captions)
    boxes = _corners([c.bbox for c in components])
    for k, caption in enumerate(captions):
        if k not in found and caption.tag is None and len(components):
            away = _gaps(_corners([caption.bbox])[0], boxes)
            nearest = int(away.argmin())
            if away[nearest] <= _reach(caption):
                found[k] = nearest
    _spread(found, neighbours, captions)
    return {k: i for k, i in found.items() if captions[k].ratings}


def _spread(
    found: dict[int, int], neighbours: Mapping[int, Sequence[int]], captions: Sequence[Caption]
) -> None:
    """Let what stands in a stack with an owned caption, and has no tag of its own, follow it."""
    order = sorted(range(len(captions)), key=lambda k: captions[k].line.frame[2])
    changed = True
    while changed:
        changed = False
        for k in order:
            if k in found or captions[k].tag is not None:
                continue
            owner = next((found[n] for n in neighbours.get(k, ()) if n in found), None)
            if owner is not None:
                found[k] = owner
                changed = True


def _costs(components: Sequence[Component], captions: Sequence[Caption], named: Named) -> Costs:
    """Return what each tag within reach would cost each component that has none."""
    with_tag = [k for k, caption in enumerate(captions) if caption.tag and k not in named.pins.anywhere]
    boxes = _corners([c.bbox for c in components])
    strange = strangeness([captions[k].tag or "" for k in with_tag])
    low = {lower for upper, lower in stacked(captions) if captions[upper].tag}
    holders = holders_of(components)
    costs: Costs = {i: {} for i in range(len(components)) if i not in named.tagged}
    for k in with_tag:
        away = _gaps(_corners([captions[k].bbox])[0], boxes)
        reach = _reach(captions[k])
        near = np.flatnonzero(away <= reach).tolist()
        for i in near:
            if i in costs and (i, k) not in named.pins.of:
                cost = float(away[i]) / (_STEEP * captions[k].height) + _manner(components[i], captions[k])
                cost += _at_pins(named.pins, (i, k), side_of(components[i].bbox, captions[k].bbox))
                cost += _BEHIND * _is_behind(components, near, away, (i, captions[k]))
                cost += _UNDER_ANOTHER * (k in low) + _LETTERED * (i in named.lettered)
                cost += _HOLDS_ANOTHER * (i in holders) + strange[captions[k].tag or ""]
                costs[i][k] = _FLOOR + max(cost, -_FLOOR)
    return costs


def _at_enclosures(
    costs: Costs,
    components: Sequence[Component],
    captions: Sequence[Caption],
    named: Named,
    enclosures: Mapping[int, Box],
) -> None:
    """Let a tag at the enclosure of a symbol that is alone in it be a way to that symbol, if a less likely one."""
    if not enclosures.keys() & costs.keys():
        return
    seen = [c.model_copy(update={"bbox": enclosures.get(i, c.bbox)}) for i, c in enumerate(components)]
    for i, row in _costs(seen, captions, named).items():
        if i in enclosures:
            for k, cost in row.items():
                costs[i][k] = min(costs[i].get(k, np.inf), cost + _ENCLOSED)


def _at_pins(pins: Pins, pair: tuple[int, int], side: str) -> float:
    """Return what it adds to a tag's cost that the component, paired with it, has pins: `side` is where it stands."""
    return _AT_PINS * ((pair in pins.maybe) + (pair[0] in pins.modules and side in {"left", "right"}))


def _manner(component: Component, caption: Caption) -> float:
    """Return what the way a tag stands at a component adds to its cost, and what its letters take away."""
    begin, end, top, bottom = in_reading_frame(component.bbox, caption.direction)
    text_begin, text_end, text_top, text_bottom = caption.line.frame
    beside = min(end, text_end) - max(begin, text_begin) <= 0
    if beside:
        off, size = abs(text_top + text_bottom - top - bottom) / 2, bottom - top
    else:
        off, size = abs(text_begin + text_end - begin - end) / 2, end - begin
        off = min(off, abs(text_begin - begin), abs(text_end - end))
    cost = _ASIDE * min(off / (size / 2 + caption.height), 1.0)
    cost += _BEFORE * (beside and text_end <= begin)
    return cost + _said(component, caption)


def _said(component: Component, caption: Caption) -> float:
    """Return what a tag's letters add to its cost for a component, or take away."""
    speaks_for = classes_of(caption.tag or "")
    if component.class_name in speaks_for:
        return _SPEAKS_FOR_IT
    rarely = _RARELY_TAGGED.get(component.class_name, 0.0)
    return rarely + (_SPEAKS_FOR_OTHERS if speaks_for else 0.0)


def _is_behind(
    components: Sequence[Component], near: Sequence[int], away: np.ndarray, pair: tuple[int, Caption]
) -> bool:
    """Tell whether another component lies on the way from a tag to this one."""
    i, caption = pair
    (x, y), (u, v) = centre(caption.bbox), centre(components[i].bbox)
    for other in near:
        if other != i and away[other] < away[i]:
            left, top, width, height = components[other].bbox
            cx, cy = left + width / 2, top + height / 2
            along = ((cx - x) * (u - x) + (cy - y) * (v - y)) / max((u - x) ** 2 + (v - y) ** 2, 1e-9)
            px, py = x + along * (u - x), y + along * (v - y)
            if 0 < along < 1 and abs(px - cx) <= width / 2 and abs(py - cy) <= height / 2:
                return True
    return False


def _follow_leaders(
    costs: Costs,
    components: Sequence[Component],
    captions: Sequence[Caption],
    vectors: Vectors,
    pins: frozenset[int],
) -> None:
    """Let a tag with a leader belong to what the leader ends at, however far.

    One that stands away from every component costs all others more. Beside a component the stroke may as well be a wire
    with a loose end: then the leader is only one more way to an owner, and letters that speak for it count.
    """
    if not vectors.ops:
        return
    leaders = Leaders.of(vectors)
    boxes = _corners([c.bbox for c in components])
    for k, caption in enumerate(captions):
        if not caption.tag or k in pins:
            continue
        away = _gaps(_corners([caption.bbox])[0], boxes).min(initial=np.inf)
        led = [i for i in leaders.from_lettering(caption.bbox, caption.height, boxes) if i in costs]
        if led and away >= _STANDS_AWAY * caption.height:
            for row in costs.values():
                if k in row:
                    row[k] += _LED_AWAY
            costs[led[0]][k] = _LEADER
        for i in led:
            doubtful = _FLOOR + _MAYBE_LED + _said(components[i], caption)
            costs[i][k] = min(costs[i].get(k, doubtful), doubtful)


def _reach(caption: Caption) -> float:
    return max(REACH_PT, _REACH_HEIGHTS * caption.height)


def _corners(boxes: Sequence[Box]) -> np.ndarray:
    """Return boxes xywh as an array (N, 4) of left, top, right, bottom."""
    corners = np.array(boxes, np.float64).reshape(-1, 4)
    corners[:, 2:] += corners[:, :2]
    return corners


def _gaps(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return (N,) distances between a box and others, edge to edge."""
    apart = np.maximum(np.maximum(others[:, :2] - box[2:], box[:2] - others[:, 2:]), 0)
    distances: np.ndarray = np.hypot(apart[:, 0], apart[:, 1])
    return distances
