"""Busbars, read from the drawing's own strokes: too long and thin for a picture of them to be looked at whole.

On single-line diagrams a busbar is a straight stroke of a pen much heavier than the wires', with free ends, on which
wires end from the side (IEC 60617, IEEE 315A).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.components import Component
from orchestrator.geometry import Box
from orchestrator.pages import Vectors
from orchestrator.recognition.boxes import overlaps

CONFIDENCE: Final = 0.9
"""Share of them that are busbars, measured on held-out synthetic single-line diagrams (`training/evaluate.py`)."""
HEAVIER: Final = 1.4
"""How many times as heavy as the page's usual pen the pen of a busbar is."""
SHORTEST_PT: Final = 14.0
SLIMMEST: Final = 6.0
"""Least length of a busbar in widths of its pen."""
THINNEST_PT: Final = 2.25
"""What the box of a thinner one is padded to."""

_TOUCH_PT: Final = 1.0
_NUMBERS: Final = {"l": 4, "c": 8, "r": 4, "q": 8}
_POWER: Final = frozenset(
    {
        "circuit_breaker", "disconnect_switch", "load_break_switch", "fuse", "transformer", "generator", "contactor",
        "current_transformer", "voltage_transformer", "surge_arrester", "motor", "overload_relay",
    }
)  # fmt: skip
_FEWEST_POWER: Final = 2
_COVERED: Final = 0.5

Segments = NDArray[np.float64]
"""(N, 5): start x, y, end x, y, pen width; points."""


def busbars_of(vectors: Vectors, found: Sequence[Component]) -> list[Box]:
    """Return the boxes of a page's busbars, xywh points, from left to right; none where no power gear was found.

    Args:
        vectors: the page's paths.
        found: the components already known; a bar that is part of one (an earth, a battery) is no busbar.
    """
    power = sum(component.class_name in _POWER for component in found)
    if power < max(_FEWEST_POWER, len(found) / 4):
        return []
    lines = _lines(vectors)
    if not len(lines):
        return []
    heavy = lines[lines[:, 4] >= HEAVIER * _usual_pen(lines)]
    bars = [bar for across in (False, True) for bar in _bars(heavy, across=across)]
    boxes = [_box(bar) for bar in bars if _is_free(bar, heavy) and _is_tapped(bar, lines)]
    return sorted(box for box in boxes if not _is_part(box, found))


def _lines(vectors: Vectors) -> Segments:
    """Return the straight strokes that run along or across the page."""
    ops = np.array(list(vectors.ops))
    if not len(ops):
        return np.empty((0, 5))
    starts = np.cumsum([0, *(_NUMBERS[op] for op in vectors.ops)])[:-1]
    items = np.flatnonzero(ops == "l")
    paths = np.searchsorted(np.asarray(vectors.path_start), items, side="right") - 1
    widths = np.array([style.width_pt if style.stroke else 0.0 for style in vectors.styles])
    pens = widths[np.asarray(vectors.path_style)[paths]]
    ends = np.asarray(vectors.coords)[starts[items][:, None] + np.arange(4)]
    straight = (pens > 0) & (np.abs(ends[:, :2] - ends[:, 2:]).min(axis=1) < 0.02)
    lines: Segments = np.column_stack([ends, pens])[straight]
    return lines


def _usual_pen(lines: Segments) -> float:
    """Return the pen that half of the page's lines, or half of their length, is drawn with: the finer of the two."""
    by_pen = lines[np.argsort(lines[:, 4])]
    length = np.abs(by_pen[:, 2:4] - by_pen[:, :2]).max(axis=1).cumsum()
    half_length = int(np.searchsorted(length, length[-1] / 2))
    return float(by_pen[min((len(by_pen) - 1) // 2, half_length), 4])


def _bars(heavy: Segments, *, across: bool) -> list[NDArray[np.float64]]:
    """Return heavy strokes in one direction, those that continue each other put together, long enough for a busbar.

    Each is (x0, y0, x1, y1, width) with its ends in order.
    """
    along = int(across)
    run = np.abs(heavy[:, 2 + along] - heavy[:, along]) > np.abs(heavy[:, 3 - along] - heavy[:, 1 - along])
    some = heavy[run]
    low, high = np.minimum(some[:, along], some[:, 2 + along]), np.maximum(some[:, along], some[:, 2 + along])
    bars: list[NDArray[np.float64]] = []
    for i in np.lexsort((low, some[:, 1 - along].round(1), some[:, 4])).tolist():
        place, width = some[i, 1 - along], some[i, 4]
        if bars and _continues(bars[-1], (low[i], place, width), along):
            bars[-1][2 + along] = max(bars[-1][2 + along], high[i])
            continue
        bar = np.empty(5)
        bar[[along, 1 - along, 2 + along, 3 - along, 4]] = low[i], place, high[i], place, width
        bars.append(bar)
    return [bar for bar in bars if _length(bar) >= max(SHORTEST_PT, SLIMMEST * bar[4])]


def _continues(bar: NDArray[np.float64], start: tuple[float, float, float], along: int) -> bool:
    low, place, width = start
    return bool(
        bar[4] == width and abs(bar[1 - along] - place) < 0.1 and low <= bar[2 + along] + 0.5  # no gap to see
    )


def _length(bar: NDArray[np.float64]) -> float:
    return float(np.abs(bar[2:4] - bar[:2]).max())


def _along(bar: NDArray[np.float64]) -> int:
    """Return 0 for a bar along the page, 1 for one across it."""
    return int(np.abs(bar[2:4] - bar[:2]).argmax())


def _is_free(bar: NDArray[np.float64], heavy: Segments) -> bool:
    """Tell whether no stroke as heavy turns off at the bar's ends, as in frames, walls and boxes."""
    aside = np.abs(heavy[:, 2:4] - heavy[:, :2]).argmax(axis=1) != _along(bar)
    turning = heavy[aside & (heavy[:, 4] > 0.8 * bar[4])]
    low, high = np.minimum(turning[:, :2], turning[:, 2:4]), np.maximum(turning[:, :2], turning[:, 2:4])
    reach = bar[4] + _TOUCH_PT
    ends = (bar[:2], bar[2:4])
    return not any(((low <= end + reach) & (high >= end - reach)).all(axis=1).any() for end in ends)


def _is_tapped(bar: NDArray[np.float64], lines: Segments) -> bool:
    """Tell whether a lighter stroke from the side ends on the bar, away from its ends."""
    along = _along(bar)
    aside = np.abs(lines[:, 2:4] - lines[:, :2]).argmax(axis=1) != along
    light = lines[aside & (lines[:, 4] * 1.4 <= bar[4])]
    inset = min(0.05 * _length(bar), 2.0)
    for end in (light[:, :2], light[:, 2:4]):
        inside = (end[:, along] > bar[along] + inset) & (end[:, along] < bar[2 + along] - inset)
        if (inside & (np.abs(end[:, 1 - along] - bar[1 - along]) <= bar[4] / 2 + _TOUCH_PT)).any():
            return True
    return False


def _box(bar: NDArray[np.float64]) -> Box:
    size = np.maximum(bar[2:4] - bar[:2], max(bar[4], THINNEST_PT))
    x, y = (bar[:2] + bar[2:4] - size) / 2
    return round(float(x), 2), round(float(y), 2), round(float(size[0]), 2), round(float(size[1]), 2)


def _is_part(box: Box, found: Sequence[Component]) -> bool:
    """Tell whether half of a bar lies in a component that is more than the bar."""
    x, y, width, height = box
    for component in found:
        left, top, wide, high = component.bbox
        shared = max(min(x + width, left + wide) - max(x, left), 0) * max(
            min(y + height, top + high) - max(y, top), 0
        )
        if component.class_name != "busbar" and shared >= _COVERED * width * height:
            return True
    return False


def without_doubles(found: Sequence[Component], busbars: Sequence[Box]) -> list[Component]:
    """Return the components without busbars that the strokes show too, and show exactly."""
    bars = np.array([(x, y, x + width, y + height) for x, y, width, height in busbars], np.float32).reshape(
        -1, 4
    )
    return [c for c in found if c.class_name != "busbar" or not _touches(c.bbox, bars)]


def _touches(box: Box, bars: NDArray[np.float32]) -> bool:
    x, y, width, height = box
    return bool((overlaps(np.array([x, y, x + width, y + height], np.float32), bars) > 0).any())
