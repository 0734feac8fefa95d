"""What the components of one page come to, small enough to be kept in the table and exact at any confidence.

Components are sorted by what a takeoff tells of them. Of each such kind the confidences of those that nobody reviewed
are kept, ascending: how many are as sure as asked for is then looked up. Confidences of four decimals, as recognition
gives them, are whole numbers of ten thousandths, and far smaller once packed; where a page has any other, all of it are
kept as they are.
"""

from __future__ import annotations

import base64
import json
import struct
import zlib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain, pairwise
from typing import Any, Final, NamedTuple, Self

from orchestrator.components import Band, Component, PageComponents

_FOUR_DECIMALS: Final = 10_000
_AS_THEY_ARE: Final = 1


class Kind(NamedTuple):
    """What a takeoff tells of a component; `entry` is the legend's entry that explains it."""

    class_name: str
    entry: str | None
    band: Band
    in_cloud: bool


class Row(NamedTuple):
    """How many components of one kind there are that a person has, or has not, looked at."""

    kind: Kind
    is_reviewed: bool
    number: int


@dataclass(frozen=True, slots=True)
class PageTally:
    """The components of one page, counted; `detected` are the confidences of each kind, ascending, times `scale`.

    A page that failed could not be analysed, so its zero means unknown.
    """

    page: int
    failed: bool = False
    scale: int = _FOUR_DECIMALS
    detected: Mapping[Kind, Sequence[float]] = field(default_factory=dict)
    reviewed: Mapping[Kind, int] = field(default_factory=dict)
    rejected: int = 0

    @classmethod
    def of(cls, page: PageComponents) -> Self:
        """Count a page's components as they are."""
        detected: dict[Kind, list[float]] = defaultdict(list)
        reviewed: Counter[Kind] = Counter()
        rejected = 0
        for component in page.components:
            if component.status == "rejected":
                rejected += 1
            elif component.status == "detected":
                detected[_kind(component)].append(component.confidence)
            else:
                reviewed[_kind(component)] += 1
        scale, ascending = _scaled(detected)
        return cls(page.page, page.status == "failed", scale, ascending, dict(reviewed), rejected)

    def rows(self, min_confidence: float = 0.0) -> Iterator[Row]:
        """Yield what is counted: what people looked at, and what else is as sure as asked for."""
        for kind, scaled in self.detected.items():
            if sure := len(scaled) - bisect_left(scaled, min_confidence, key=lambda n: n / self.scale):
                yield Row(kind, is_reviewed=False, number=sure)
        for kind, count in self.reviewed.items():
            yield Row(kind, is_reviewed=True, number=count)

    def renamed(self, class_names: Mapping[str, str]) -> Self:
        """Return the tally where what an entry of the legend explains has the class that a person gave the entry."""
        if not class_names:
            return self
        detected: dict[Kind, list[float]] = defaultdict(list)
        reviewed: Counter[Kind] = Counter()
        for kind, scaled in self.detected.items():
            detected[_named(kind, class_names)] += scaled
        for kind, count in self.reviewed.items():
            reviewed[_named(kind, class_names)] += count
        ascending = {kind: sorted(scaled) for kind, scaled in detected.items()}
        return replace(self, detected=ascending, reviewed=dict(reviewed))

    def pack(self) -> str:
        """Return the tally without its page's number as text; 5,000 components take some 7,000 characters."""
        data = _packed(list(self.detected.values()), self.scale)
        head = {
            "failed": self.failed,
            "scale": self.scale,
            "detected": [[*kind, len(scaled)] for kind, scaled in self.detected.items()],
            "reviewed": [[*kind, count] for kind, count in self.reviewed.items()],
            "rejected": self.rejected,
        }
        text = zlib.compress(json.dumps(head, separators=(",", ":")).encode() + b"\n" + data)
        return base64.b64encode(text).decode()

    @classmethod
    def unpack(cls, page: int, text: str) -> Self:
        """Return the tally of a page that was packed."""
        line, data = zlib.decompress(base64.b64decode(text)).split(b"\n", 1)
        head: dict[str, Any] = json.loads(line)
        kinds, counts = [Kind(*row[:-1]) for row in head["detected"]], [row[-1] for row in head["detected"]]
        detected = dict(zip(kinds, _unpacked(data, counts, head["scale"]), strict=True))
        reviewed = {Kind(*kind): count for *kind, count in head["reviewed"]}
        return cls(page, head["failed"], head["scale"], detected, reviewed, head["rejected"])


def _kind(component: Component) -> Kind:
    entry = component.provenance.legend_entry if component.provenance else None
    return Kind(component.class_name, entry, component.band, component.in_cloud)


def _named(kind: Kind, class_names: Mapping[str, str]) -> Kind:
    return kind._replace(class_name=class_names.get(kind.entry or "", kind.class_name))


def _scaled(confidences: Mapping[Kind, Sequence[float]]) -> tuple[int, dict[Kind, Sequence[float]]]:
    """Return the scale of these confidences, and themselves, scaled and ascending."""
    all_of_them = chain.from_iterable(confidences.values())
    if any(round(sure * _FOUR_DECIMALS) / _FOUR_DECIMALS != sure for sure in all_of_them):
        return _AS_THEY_ARE, {kind: sorted(group) for kind, group in confidences.items()}
    return _FOUR_DECIMALS, {
        kind: sorted(round(sure * _FOUR_DECIMALS) for sure in group) for kind, group in confidences.items()
    }


def _packed(groups: Sequence[Sequence[float]], scale: int) -> bytes:
    """Return numbers as bytes: whole ones as their steps, all low bytes first, because so they compress best."""
    if scale == _AS_THEY_ARE:
        numbers = list(chain.from_iterable(groups))
        return struct.pack(f"<{len(numbers)}d", *numbers)
    steps = [int(after - before) for group in groups for before, after in pairwise([0, *group])]
    return bytes(step & 0xFF for step in steps) + bytes(step >> 8 for step in steps)


def _unpacked(data: bytes, counts: Sequence[int], scale: int) -> Iterator[Sequence[float]]:
    """Yield the groups of numbers of these counts that were packed."""
    total = sum(counts)
    mixed = data
    if scale != _AS_THEY_ARE:
        planes = bytearray(2 * total)
        planes[::2], planes[1::2] = data[:total], data[total:]
        mixed = bytes(planes)
    numbers = struct.unpack(f"<{total}{'d' if scale == _AS_THEY_ARE else 'H'}", mixed)
    start = 0
    for count in counts:
        group = numbers[start : start + count]
        yield group if scale == _AS_THEY_ARE else list(accumulate(group))
        start += count
