"""In which order a page's components are told, and that no two have one id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from orchestrator.components import Component
from orchestrator.geometry import centre


def in_reading_order(components: Iterable[Component]) -> list[Component]:
    """Return components by rows, from left to right, each with an id of its own.

    A second component with its centre at the same whole point gets `-2`.
    """
    seen: Counter[str] = Counter()
    result = []
    for component in sorted(components, key=_row_and_column):
        seen[component.id] += 1
        count = seen[component.id]
        result.append(
            component if count == 1 else component.model_copy(update={"id": f"{component.id}-{count}"})
        )
    return result


def _row_and_column(component: Component) -> tuple[float, float, str]:
    """Sort by rows half an inch high, then from left to right."""
    x, y = centre(component.bbox)
    return y // 36, x, component.id
