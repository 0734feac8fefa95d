"""Components for the exports' tests, with only the interesting arguments."""

from __future__ import annotations

from typing import Any

from orchestrator.components import Component, PageComponents, band_of
from orchestrator.geometry import Box


def component(
    class_name: str = "motor",
    page: int = 1,
    bbox: Box = (100, 50, 20, 10),
    confidence: float = 0.9,
    **more: object,
) -> Component:
    values: dict[str, Any] = {"id": f"p{page:05d}-{bbox[0]:.0f}-{bbox[1]:.0f}", "model_version": "v1"} | more
    return Component(
        page=page,
        class_name=class_name,
        bbox=bbox,
        confidence=confidence,
        band=band_of(confidence),
        **values,
    )


def page_of(*components: Component, page: int = 1, **more: object) -> PageComponents:
    values: dict[str, Any] = {"width_pt": 800, "height_pt": 600, "model_version": "v1"} | more
    return PageComponents(page=page, components=components, **values)
