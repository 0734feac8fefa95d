"""Components of two issues of a sheet, one to one: which stayed, which came, went, moved, or are called otherwise.

What recognition says of a symbol may differ where the drawing does not: a symbol missed in one issue, a box that is off
by a pixel. Only where something is drawn or written differently is a difference of components a change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from orchestrator.components import Component
from orchestrator.geometry import Box, centre, contains, expand
from orchestrator.recognition.assignment import assign
from orchestrator.recognition.compare.differences import Side
from orchestrator.recognition.compare.similarity import Similarity

Field = Literal["class", "tag"]

_SAME_PLACE: Final = 0.5
"""Of the longer side: how far apart two boxes' middles may be that show one symbol."""
_LARGER: Final = 2.0
"""Ratio of longer sides up to which they can."""
_OTHER_CLASS, _OTHER_TAG, _ALONE = 0.4, 0.3, 1.3

_STAYED_PT, _STAYED = 1.0, 0.08
"""What a box may be off without having moved: points, and of its longer side."""
REDRAWN: Final = 0.15
"""Share of a moved symbol's ink at least that has none in the other issue at its place."""
MOVED: Final = 8.0
"""Of the longer side: how far a component without a tag may have moved."""
_TAGGED: Final = 0.1
"""What a distance weighs where the tags are the same."""

_TAG_REACH_PT: Final = 40.0
"""How far from its component a tag may be written."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A component of the first issue and the same one in the second; `changed` says what it is called otherwise."""

    before: Component
    after: Component
    distance_pt: float
    changed: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the components of a sheet.

    `doubtful` are differences of what was recognised where nothing is drawn otherwise: a component and its partner, or
    None where the other issue has none.
    """

    added: tuple[Component, ...]
    removed: tuple[Component, ...]
    moved: tuple[Pair, ...]
    relabelled: tuple[Pair, ...]
    unchanged: int
    doubtful: tuple[tuple[Component | None, Component | None], ...]

    @property
    def before_boxes(self) -> list[Box]:
        """The boxes of what changed, on the first page."""
        return [c.bbox for c in self.removed] + [pair.before.bbox for pair in (*self.moved, *self.relabelled)]

    @property
    def after_boxes(self) -> list[Box]:
        """The boxes of what changed, on the second page."""
        return [c.bbox for c in self.added] + [pair.after.bbox for pair in (*self.moved, *self.relabelled)]


@dataclass(frozen=True, slots=True)
class Issues:
    """Two issues of a sheet, lined up."""

    old: Side
    new: Side
    to_new: Similarity

    def differ(self, before: Component, after: Component) -> bool:
        """Tell whether the drawing differs where a component was or is."""
        old, new = self._boxes(before, after)
        return any(self.old.differs(box) for box in old) or any(self.new.differs(box) for box in new)

    def redrawn(self, before: Component, after: Component) -> bool:
        """Tell whether a good part of what is drawn as a component lies elsewhere in the other issue."""
        return self.old.share_gone(before.bbox) >= REDRAWN and self.new.share_gone(after.bbox) >= REDRAWN

    def written_anew(self, before: Component, after: Component) -> bool:
        """Tell whether words near a component were changed, or nothing is written there that could have been."""
        sides = ((self.old, before), (self.new, after))
        near = [expand(component.bbox, _TAG_REACH_PT) for _, component in sides]
        if any(
            contains(box, *centre(word.bbox))
            for (side, _), box in zip(sides, near, strict=True)
            for word in side.words
        ):
            return True
        wordless = not any(side.sheet.words for side, _ in sides)
        return wordless and any(side.differs(box) for (side, _), box in zip(sides, near, strict=True))

    def lacks_before(self, after: Component) -> bool:
        """Tell whether a component of the second issue is drawn there alone."""
        return self.new.differs(after.bbox) or self._blank(self.to_new.inverse().box(after.bbox), after.bbox)

    def lacks_after(self, before: Component) -> bool:
        """Tell whether a component of the first issue is drawn there alone."""
        return self.old.differs(before.bbox) or self._blank(before.bbox, self.to_new.box(before.bbox))

    def _blank(self, old: Box, new: Box) -> bool:
        """Tell whether the drawing says nothing either way: there is no ink in either issue."""
        return self.old.is_blank(old) and self.new.is_blank(new)

    def _boxes(self, before: Component, after: Component) -> tuple[tuple[Box, Box], tuple[Box, Box]]:
        moved, back = self.to_new.box(before.bbox), self.to_new.inverse().box(after.bbox)
        return (before.bbox, back), (moved, after.bbox)


def changes_of(before: Sequence[Component], after: Sequence[Component], issues: Issues) -> Changes:
    """Return what happened to the components of one sheet; rejected ones are none."""
    old, new = ([c for c in components if c.status != "rejected"] for components in (before, after))
    stayed = _in_place(old, new, issues.to_new)
    settled = [_settled(old[i], new[j], issues) for i, j in stayed.items()]
    left, unseen_left = _split((c for i, c in enumerate(old) if i not in stayed), issues.lacks_after)
    placed = set(stayed.values())
    came, unseen_came = _split((c for j, c in enumerate(new) if j not in placed), issues.lacks_before)
    moves = _moves(left, came, issues.to_new)
    moved = [_pair(left[i], came[j], issues.to_new) for i, j in moves.items()]
    doubtful: list[tuple[Component | None, Component | None]] = [
        (pair.before, pair.after) for kind, pair in settled if kind == "doubtful"
    ]
    doubtful += [(c, None) for c in unseen_left] + [(None, c) for c in unseen_came]
    found = set(moves.values())
    return Changes(
        added=tuple(c for j, c in enumerate(came) if j not in found),
        removed=tuple(c for i, c in enumerate(left) if i not in moves),
        moved=tuple([pair for kind, pair in settled if kind == "moved"] + moved),
        relabelled=tuple(pair for kind, pair in settled if kind == "relabelled"),
        unchanged=sum(kind == "unchanged" for kind, _ in settled),
        doubtful=tuple(doubtful),
    )


def _split(
    components: Iterable[Component], is_drawn: Callable[[Component], bool]
) -> tuple[list[Component], list[Component]]:
    """Return the components whose coming or going is drawn, and the others."""
    drawn: list[Component] = []
    unseen: list[Component] = []
    for component in components:
        (drawn if is_drawn(component) else unseen).append(component)
    return drawn, unseen


def _settled(
    before: Component, after: Component, issues: Issues
) -> tuple[Literal["unchanged", "moved", "relabelled", "doubtful"], Pair]:
    """Return what became of a component that stayed where it was, or nearly."""
    pair = _pair(before, after, issues.to_new)
    same_class = "class" not in pair.changed
    off = pair.distance_pt > max(_STAYED_PT, _STAYED * max(after.bbox[2:]))
    if same_class and off and issues.redrawn(before, after):
        return "moved", pair
    if not pair.changed:
        return "unchanged", pair
    if not same_class and (issues.differ(before, after) or issues.old.is_blank(before.bbox)):
        return "relabelled", pair
    if "tag" in pair.changed and issues.written_anew(before, after):
        return "relabelled", pair
    return "doubtful", pair


def _pair(before: Component, after: Component, to_new: Similarity) -> Pair:
    changed: list[Field] = []
    if before.class_name != after.class_name:
        changed.append("class")
    if (before.tag or "") != (after.tag or ""):
        changed.append("tag")
    return Pair(before, after, round(_distance(to_new.box(before.bbox), after.bbox), 2), tuple(changed))


def _in_place(old: Sequence[Component], new: Sequence[Component], to_new: Similarity) -> dict[int, int]:
    """Return, for components of the first issue, those of the second at the same place; one to one."""
    costs: dict[int, dict[int, float]] = {}
    for i, candidates in _near(old, new, to_new, _SAME_PLACE).items():
        costs[i] = {j: _cost(old[i], new[j], apart) for j, apart in candidates.items()}
    return assign(costs, _ALONE)


def _cost(before: Component, after: Component, apart: float) -> float:
    differs = before.tag and after.tag and before.tag != after.tag
    return apart + _OTHER_CLASS * (before.class_name != after.class_name) + _OTHER_TAG * bool(differs)


def _moves(left: Sequence[Component], came: Sequence[Component], to_new: Similarity) -> dict[int, int]:
    """Return which component that left its place is which that came: of one class, by tag or else by nearness."""
    tags = [[c.tag for c in some if c.tag] for some in (left, came)]
    costs: dict[int, dict[int, float]] = defaultdict(dict)
    for i, before in enumerate(left):
        box = to_new.box(before.bbox)
        for j, after in enumerate(came):
            if before.class_name != after.class_name or not _alike(box, after.bbox):
                continue
            apart = _distance(box, after.bbox) / max(*box[2:], *after.bbox[2:])
            if before.tag and before.tag == after.tag and all(some.count(before.tag) == 1 for some in tags):
                costs[i][j] = min(_TAGGED * apart / MOVED, _TAGGED)
            elif not (before.tag and after.tag) and apart <= MOVED:
                costs[i][j] = apart / MOVED
    return assign(costs, _ALONE)


def _near(
    old: Sequence[Component], new: Sequence[Component], to_new: Similarity, reach: float
) -> dict[int, dict[int, float]]:
    """Return, for each of the first, which of the second are near, and how far in longer sides."""
    middles = np.array([complex(*centre(c.bbox)) for c in new], complex)
    longest = np.array([max(c.bbox[2:]) for c in new])
    found: dict[int, dict[int, float]] = {}
    for i, before in enumerate(old):
        box = to_new.box(before.bbox)
        apart = np.abs(middles - complex(*centre(box))) / np.maximum(longest, max(box[2:]))
        near = [j for j in np.flatnonzero(apart <= reach).tolist() if _alike(box, new[j].bbox)]
        if near:
            found[i] = {j: float(apart[j]) for j in near}
    return found


def _alike(a: Box, b: Box) -> bool:
    sides = sorted((max(a[2:]), max(b[2:])))
    return sides[1] <= _LARGER * sides[0]


def _distance(a: Box, b: Box) -> float:
    return abs(complex(*centre(a)) - complex(*centre(b)))
