"""What the components of one page come to, small enough to be kept beside them and exact at any confidence.

Detected components are sorted by what a takeoff tells of them; of each such group the confidences are kept, ascending.
Confidences of four decimals, as recognition gives them, take two bytes each before they are packed; others are kept
as they are.
"""

from __future__ import annotations

import base64
import json
import zlib
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain, pairwise
from typing import Any, Final, NamedTuple, Self

from orchestrator.components import Band, Component, PageComponents

_UNITS: Final = 10_000
"""What the smallest step of a confidence of four decimals is counted in."""


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
    count: int


@dataclass(frozen=True, slots=True)
class PageTally:
    """The components of one page, counted; `detected` are the confidences of each kind, ascending.

    A page that failed could not be analysed, so its zero means unknown.
    """

    page: int
    failed: bool = False
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
        ascending = {kind: sorted(confidences) for kind, confidences in detected.items()}
        return cls(page.page, page.status == "failed", ascending, dict(reviewed), rejected)

    def rows(self, min_confidence: float = 0.0) -> Iterator[Row]:
        """Yield what is counted: what people looked at, and what else is as sure as asked for."""
        for kind, confidences in self.detected.items():
            if sure := len(confidences) - bisect_left(confidences, min_confidence):
                yield Row(kind, is_reviewed=False, count=sure)
        for kind, count in self.reviewed.items():
            yield Row(kind, is_reviewed=True, count=count)

    def renamed(self, class_names: Mapping[str, str]) -> Self:
        """Return the tally where what an entry of the legend explains has the class that a person gave the entry."""
        if not class_names:
            return self
        detected: dict[Kind, list[float]] = defaultdict(list)
        for kind, confidences in self.detected.items():
            named = kind._replace(class_name=class_names.get(kind.entry or "", kind.class_name))
            detected[named] += confidences
        return replace(self, detected={kind: sorted(found) for kind, found in detected.items()})

    def pack(self) -> str:
        """Return the tally as text; 5,000 components take some 8,000 characters."""
        groups = list(self.detected.values())
        in_units = all(round(sure * _UNITS) / _UNITS == sure for sure in chain.from_iterable(groups))
        data = b"".join(_steps(group) if in_units else array("d", group).tobytes() for group in groups)
        head = {
            "page": self.page,
            "failed": self.failed,
            "in_units": in_units,
            "detected": [[*kind, len(confidences)] for kind, confidences in self.detected.items()],
            "reviewed": [[*kind, count] for kind, count in self.reviewed.items()],
            "rejected": self.rejected,
        }
        packed = zlib.compress(json.dumps(head, separators=(",", ":")).encode() + b"\n" + data)
        return base64.b64encode(packed).decode()

    @classmethod
    def unpack(cls, text: str) -> Self:
        """Return the tally that was packed."""
        line, data = zlib.decompress(base64.b64decode(text)).split(b"\n", 1)
        head: dict[str, Any] = json.loads(line)
        confidences = array("H" if head["in_units"] else "d", data)
        detected: dict[Kind, Sequence[float]] = {}
        start = 0
        for *kind, count in head["detected"]:
            group: Sequence[float] = confidences[start : start + count]
            detected[Kind(*kind)] = [n / _UNITS for n in accumulate(group)] if head["in_units"] else group
            start += count
        reviewed = {Kind(*kind): count for *kind, count in head["reviewed"]}
        return cls(head["page"], head["failed"], detected, reviewed, head["rejected"])


def _kind(component: Component) -> Kind:
    entry = component.provenance.legend_entry if component.provenance else None
    return Kind(component.class_name, entry, component.band, component.in_cloud)


def _steps(ascending: Sequence[float]) -> bytes:
    """Return how far each confidence is above the one before, in units: small numbers, which pack well."""
    units = [0, *(round(sure * _UNITS) for sure in ascending)]
    return array("H", (after - before for before, after in pairwise(units))).tobytes()
