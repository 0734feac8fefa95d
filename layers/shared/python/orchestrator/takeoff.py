"""The takeoff: how many components of each class, where, how sure, and how many a person has looked at.

Rejected components count nowhere but in `rejected`. A page that failed is named, never counted as empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.components import Component, PageComponents
from orchestrator.taxonomy import ALL_CLASSES, group_of


class _Counted(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class BandCounts(_Counted):
    """Counts by confidence band."""

    high: int = 0
    review: int = 0
    low: int = 0


class Counts(_Counted):
    """What a set of components comes to; `reviewed` + `unreviewed` = `count`."""

    count: int = 0
    bands: BandCounts = BandCounts()
    in_cloud: int = 0
    reviewed: int = 0
    unreviewed: int = 0


class ClassCounts(Counts):
    """The counts of one class."""

    class_name: str = Field(alias="class")
    group: str


class PageCounts(Counts):
    """The counts of one page; a failed page could not be analysed, so its zero means unknown."""

    page: int
    failed: bool = False
    classes: dict[str, int] = Field(default_factory=dict)


class Takeoff(Counts):
    """The counts of one drawing; classes in the order of the taxonomy, pages in page order."""

    by_class: tuple[ClassCounts, ...] = ()
    by_page: tuple[PageCounts, ...] = ()
    failed_pages: tuple[int, ...] = ()
    rejected: int = 0


class DrawingCounts(Counts):
    """The counts of one drawing within a project's takeoff."""

    drawing: str
    failed_pages: tuple[int, ...] = ()
    classes: dict[str, int] = Field(default_factory=dict)


class ProjectTakeoff(Counts):
    """The counts of all drawings of a project together and each on its own."""

    by_class: tuple[ClassCounts, ...] = ()
    by_drawing: tuple[DrawingCounts, ...] = ()
    rejected: int = 0


def takeoff(pages: Iterable[PageComponents]) -> Takeoff:
    """Count the components of a drawing."""
    ordered = sorted(pages, key=lambda page: page.page)
    everything = [c for page in ordered for c in page.components]
    counted = _counted(everything)
    return Takeoff(
        **_count(counted),
        by_class=tuple(
            ClassCounts(
                **_count([c for c in counted if c.class_name == name]), class_name=name, group=group_of(name)
            )
            for name in in_order(c.class_name for c in counted)
        ),
        by_page=tuple(_page_counts(page) for page in ordered),
        failed_pages=tuple(page.page for page in ordered if page.status == "failed"),
        rejected=len(everything) - len(counted),
    )


def project_takeoff(takeoffs: Mapping[str, Takeoff]) -> ProjectTakeoff:
    """Add up the takeoffs of a project's drawings, keyed by what names a drawing to the reader."""
    rows = [row for drawing in takeoffs.values() for row in drawing.by_class]
    by_class = (
        ClassCounts(
            **_add_up([row for row in rows if row.class_name == name]), class_name=name, group=group_of(name)
        )
        for name in in_order(row.class_name for row in rows)
    )
    by_drawing = (
        DrawingCounts(
            **_add_up([drawing]),
            drawing=name,
            failed_pages=drawing.failed_pages,
            classes={row.class_name: row.count for row in drawing.by_class},
        )
        for name, drawing in takeoffs.items()
    )
    return ProjectTakeoff(
        **_add_up(takeoffs.values()),
        by_class=tuple(by_class),
        by_drawing=tuple(by_drawing),
        rejected=sum(drawing.rejected for drawing in takeoffs.values()),
    )


def _page_counts(page: PageComponents) -> PageCounts:
    counted = _counted(page.components)
    classes = Counter(c.class_name for c in counted)
    return PageCounts(
        **_count(counted),
        page=page.page,
        failed=page.status == "failed",
        classes={name: classes[name] for name in in_order(classes)},
    )


def _counted(components: Iterable[Component]) -> list[Component]:
    return [c for c in components if c.status != "rejected"]


def _count(components: Sequence[Component]) -> dict[str, Any]:
    """Return the fields of `Counts` for these components."""
    unreviewed = sum(c.status == "detected" for c in components)
    return {
        "count": len(components),
        "bands": BandCounts(**Counter[str](c.band for c in components)),
        "in_cloud": sum(c.in_cloud for c in components),
        "reviewed": len(components) - unreviewed,
        "unreviewed": unreviewed,
    }


def _add_up(parts: Iterable[Counts]) -> dict[str, Any]:
    """Return the fields of `Counts` for several counts together."""
    rows = list(parts)
    bands = {name: sum(getattr(row.bands, name) for row in rows) for name in BandCounts.model_fields}
    numbers = ("count", "in_cloud", "reviewed", "unreviewed")
    return {"bands": BandCounts(**bands)} | {
        name: sum(getattr(row, name) for row in rows) for name in numbers
    }


def in_order(names: Iterable[str]) -> list[str]:
    """Return distinct class names in the order of the taxonomy, names it does not know last."""
    position = {name: i for i, name in enumerate(ALL_CLASSES)}
    return sorted(set(names), key=lambda name: (position.get(name, len(position)), name))
