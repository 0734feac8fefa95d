"""What on a page explains and is never counted: legends, title blocks, keys of details."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from orchestrator.components import Component, PageComponents, SetAside, SetAsideReason
from orchestrator.extraction.title_block.frames import region_weight
from orchestrator.extraction.title_block.phrases import union
from orchestrator.geometry import Box, area, centre, contains
from orchestrator.legends import PageLegend
from orchestrator.pages import Page

_FEWEST_FIELDS: Final = 3
_SURE: Final = 0.6
"""Confidence from which a field counts: one read wrong would stretch the block over the drawing beside it."""
_LARGEST_SHARE: Final = 0.15
"""Of a page, that its title block's fields cover at most; farther apart, one of them is read wrong."""

_KEY: Final = re.compile(
    r"(?:\d{1,2}|[A-Z]) [A-Z]{1,2}-?\d{1,3}(?:\.\d{1,3})?|[A-Z]{1,2}-?\d{3}(?:\.\d{1,3})?"
)
"""A detail's number over the sheet it is drawn on: `3 E-501`."""

_KEYS_LOOK_LIKE: Final = frozenset(
    {"instrument", "meter", "motor", "generator", "other", "junction_box", "luminaire"}
)
"""What circles with letters pass for."""


def with_legend(result: PageComponents, page: Page, legend: PageLegend) -> PageComponents:
    """Return a page's result with its legend, and without components and tags that only explain or name the sheet."""
    block = _title_block(page)
    reasons = [_reason(component, legend, block) for component in result.components]
    pairs = list(zip(result.components, reasons, strict=True))
    return result.model_copy(
        update={
            "components": tuple(component for component, reason in pairs if reason is None),
            "set_aside": tuple(_aside(component, reason) for component, reason in pairs if reason),
            "legend": legend,
            "unowned_tags": tuple(
                tag for tag in result.unowned_tags if _explains(tag.bbox, legend, block) is None
            ),
        }
    )


def _explains(box: Box, legend: PageLegend, block: Box | None) -> SetAsideReason | None:
    """Return in which part of the sheet that only explains a box lies, if in one."""
    x, y = centre(box)
    if any(contains(part, x, y) for part in legend.areas):
        return "legend"
    return "title_block" if block and contains(block, x, y) else None


def _reason(component: Component, legend: PageLegend, block: Box | None) -> SetAsideReason | None:
    if part := _explains(component.bbox, legend, block):
        return part
    is_key = component.class_name in _KEYS_LOOK_LIKE and _KEY.fullmatch(component.text or "")
    return "detail_key" if is_key else None


def _aside(component: Component, reason: SetAsideReason) -> SetAside:
    return SetAside(page=component.page, class_name=component.class_name, bbox=component.bbox, reason=reason)


def _title_block(page: Page) -> Box | None:
    """Return the box around the fields of the title block, if they stand where title blocks do, close together."""
    boxes: Sequence[Box] = [field.bbox for field in page.title_block.values() if field.confidence >= _SURE]
    if len(boxes) < _FEWEST_FIELDS:
        return None
    block = union(boxes)
    stands = region_weight(*centre(block), page.width_pt, page.height_pt) > 0
    return block if stands and area(block) <= _LARGEST_SHARE * page.width_pt * page.height_pt else None
