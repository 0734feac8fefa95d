"""Comparing two issues of a sheet: from two stored pages and their components to what changed between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orchestrator.components import Component
from orchestrator.geometry import Box, expand
from orchestrator.pages import Page
from orchestrator.recognition.compare.alignment import Alignment, NotComparable, align
from orchestrator.recognition.compare.changes import Changes, Issues, changes_of
from orchestrator.recognition.compare.differences import Side, sides_of
from orchestrator.recognition.compare.regions import Region, regions_of
from orchestrator.recognition.compare.sheet import sheet_of

_FIELD_MARGIN_PT = 2.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one issue of a sheet, and its components, to another: how they lie, and every difference."""

    before: tuple[Component, ...]
    after: tuple[Component, ...]
    alignment: Alignment
    changes: Changes
    regions: list[Region]
    old: Side
    new: Side


def compare_pages(
    base: Page, other: Page, before: Sequence[Component], after: Sequence[Component]
) -> Comparison:
    """Compare two issues of a sheet, each with its components as they are now.

    Raises:
        NotComparable: when they are no issues of one sheet, or one of them has no strokes.
    """
    for page, which in ((base, "first"), (other, "second")):
        if page.kind == "scanned":
            raise NotComparable(f"The {which} page is a scan: only what is drawn as strokes can be lined up.")
    old_sheet, new_sheet = sheet_of(base), sheet_of(other)
    alignment = align(old_sheet, new_sheet)
    old, new = sides_of(old_sheet, new_sheet, alignment)
    to_other = alignment.to_other
    changes = changes_of(before, after, Issues(old, new, to_other))
    explained = [to_other.box(box) for box in changes.before_boxes], changes.after_boxes
    quiet = [to_other.box(box) for box in _fields(base)] + _fields(other)
    regions = regions_of(old, new, to_other, explained, quiet)
    return Comparison(tuple(before), tuple(after), alignment, changes, regions, old, new)


def _fields(page: Page) -> list[Box]:
    """Return where the title block says what every issue says anew: its revision, its date."""
    return [expand(field.bbox, _FIELD_MARGIN_PT) for field in page.title_block.values()]
