"""What is drawn over a page for people to see: the words between the parent and the child."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from orchestrator.geometry import Box, Point


@dataclass(frozen=True, slots=True)
class Mark:
    """One rectangle, or polygon, over a page.

    Attributes:
        bbox: x, y, width, height in points of the displayed page, from its top left.
        layer: the layer it lies on; marks of one layer have one colour and opacity.
        rgb: red, green, blue in 0..1.
        opacity: of its filling, 0..1; at 1 it hides what lies below.
        subject: what it is.
        contents: the note a reader shows.
        author: whose mark it is.
        name: its unique name.
        corners: of a polygon, x, y in points like `bbox`, which holds them; none makes it a rectangle.
    """

    bbox: Box
    layer: str
    rgb: tuple[float, float, float]
    opacity: float
    subject: str
    contents: str
    author: str
    name: str
    corners: tuple[Point, ...] = ()


def to_json(marks: Mapping[int, Sequence[Mark]]) -> str:
    """Return marks by page number as JSON."""
    return json.dumps({page: [asdict(mark) for mark in found] for page, found in marks.items()})


def from_json(text: str) -> dict[int, list[Mark]]:
    """Return what `to_json` wrote."""
    return {int(page): [_mark(fields) for fields in found] for page, found in json.loads(text).items()}


def _mark(fields: dict[str, Any]) -> Mark:
    corners = tuple((x, y) for x, y in fields["corners"])
    return Mark(**fields | {"bbox": tuple(fields["bbox"]), "rgb": tuple(fields["rgb"]), "corners": corners})
