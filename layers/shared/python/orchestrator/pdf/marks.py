"""What is drawn over a page for people to see: the words between the parent and the child."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from orchestrator.geometry import Box


@dataclass(frozen=True, slots=True)
class Mark:
    """One rectangle over a page.

    Attributes:
        bbox: x, y, width, height in points of the displayed page, from its top left.
        layer: the layer it lies on; marks of one layer have one colour and opacity.
        rgb: red, green, blue in 0..1.
        opacity: of its filling, 0..1; at 1 it hides what lies below.
        subject: what it is.
        contents: the note a reader shows.
        author: whose mark it is.
        name: its unique name.
    """

    bbox: Box
    layer: str
    rgb: tuple[float, float, float]
    opacity: float
    subject: str
    contents: str
    author: str
    name: str


def to_json(marks: Mapping[int, Sequence[Mark]]) -> str:
    """Return marks by page number as JSON."""
    return json.dumps({page: [asdict(mark) for mark in found] for page, found in marks.items()})


def from_json(text: str) -> dict[int, list[Mark]]:
    """Return what `to_json` wrote."""
    return {
        int(page): [
            Mark(**{**mark, "bbox": tuple(mark["bbox"]), "rgb": tuple(mark["rgb"])}) for mark in found
        ]
        for page, found in json.loads(text).items()
    }
