"""Revision clouds: what lies in one is new or changed work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from orchestrator.components import Component
from orchestrator.geometry import Point, centre, encloses
from orchestrator.pages import Page

_FEWEST_CORNERS = 3


def clouds_of(page: Page) -> list[tuple[Point, ...]]:
    """Return the corners of each cloud that a PDF editor drew: an annotation with a cloudy border.

    ISO 32000-1, 12.5.4. One that is no polygon is its box.
    """
    clouds = []
    for annotation in page.annotations:
        x, y, width, height = annotation.bbox
        box = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        if annotation.cloudy:
            clouds.append(annotation.corners if len(annotation.corners) >= _FEWEST_CORNERS else box)
    return clouds


def mark_clouded(components: Iterable[Component], clouds: Sequence[Sequence[Point]]) -> list[Component]:
    """Return the components, those with their centre in a cloud `in_cloud`."""
    return [
        component.model_copy(update={"in_cloud": any(encloses(c, *centre(component.bbox)) for c in clouds)})
        for component in components
    ]
