"""What it says of a page's components that there are few: sheets hold dozens of symbols, or none.

A sheet of notes, a map or a floor plan without electrical work shows one or two things that look like symbols.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from orchestrator.components import Component, band_of
from orchestrator.taxonomy import OTHER

_SURE: Final = 0.8
"""Confidence from which a component with a name shows that its page has electrical work ..."""
_FEWEST: Final = 4
"""... and how many of them do."""
_DOUBT: Final = 0.2
"""What the odds of each component are multiplied with where fewer do; chosen on sheets in no reported figure."""


def doubted(components: Sequence[Component]) -> list[Component]:
    """Return a page's components, less sure where the page shows little electrical work.

    Those that the legend or strokes named are no more in doubt for it.
    """
    sure = sum(c.class_name != OTHER and c.confidence >= _SURE for c in components)
    if sure >= _FEWEST:
        return list(components)
    return [_less_sure(c) if c.source == "model" else c for c in components]


def _less_sure(component: Component) -> Component:
    odds = component.confidence * _DOUBT
    confidence = round(odds / (odds + 1 - component.confidence), 4)
    return component.model_copy(update={"confidence": confidence, "band": band_of(confidence)})
