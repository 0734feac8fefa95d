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


class Tally:
    """Counts pages one after the other, keeping none of them; they may come in any order."""

    def __init__(self, pages: Iterable[PageComponents] = ()) -> None:
        self._pages: list[PageCounts] = []
        self._classes: dict[str, list[Counts]] = {}
        self._rejected = 0
        for page in pages:
            self.add(page)

    def add(self, page: PageComponents) -> None:
        """Count the components of a page."""
        counted = _counted(page.components)
        self._pages.append(_page_counts(page))
        self._rejected += len(page.components) - len(counted)
        by_class: dict[str, list[Component]] = {}
        for component in counted:
            by_class.setdefault(component.class_name, []).append(component)
        for name, components in by_class.items():
            before = self._classes.get(name, [])
            self._classes[name] = [Counts(**_add_up([*before, Counts(**_count(components))]))]

    def takeoff(self) -> Takeoff:
        """Return the takeoff of the pages so far."""
        pages = sorted(self._pages, key=lambda page: page.page)
        return Takeoff(
            **_add_up(pages),
            by_class=tuple(_class_counts(name, self._classes[name]) for name in in_order(self._classes)),
            by_page=tuple(pages),
            failed_pages=tuple(page.page for page in pages if page.failed),
            rejected=self._rejected,
        )


def takeoff(pages: Iterable[PageComponents]) -> Takeoff:
    """Count the components of a drawing."""
    return Tally(pages).takeoff()


def recounted(whole: Takeoff, before: Takeoff, after: Takeoff) -> Takeoff:
    """Return a drawing's takeoff where some of its pages, counted in it as in `before`, are now as in `after`."""
    rows = {page.page: page for page in (*whole.by_page, *after.by_page)}
    then, now = ({row.class_name: row for row in part.by_class} for part in (before, after))
    known = {row.class_name: row for row in whole.by_class}
    classes = {
        name: _add_up([known.get(name, Counts()), now.get(name, Counts())], minus=then.get(name, Counts()))
        for name in known.keys() | now.keys()
    }
    return Takeoff(
        **_add_up([whole, after], minus=before),
        by_class=tuple(
            ClassCounts(**classes[name], class_name=name, group=group_of(name))
            for name in in_order(name for name, counts in classes.items() if counts["count"])
        ),
        by_page=tuple(rows[number] for number in sorted(rows)),
        failed_pages=whole.failed_pages,
        rejected=whole.rejected - before.rejected + after.rejected,
    )


def project_takeoff(takeoffs: Mapping[str, Takeoff]) -> ProjectTakeoff:
    """Add up the takeoffs of a project's drawings, keyed by what names a drawing to the reader."""
    rows = [row for drawing in takeoffs.values() for row in drawing.by_class]
    by_class = (
        _class_counts(name, [row for row in rows if row.class_name == name])
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


def _class_counts(name: str, parts: Iterable[Counts]) -> ClassCounts:
    return ClassCounts(**_add_up(parts), class_name=name, group=group_of(name))


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


def _add_up(parts: Iterable[Counts], *, minus: Counts | None = None) -> dict[str, Any]:
    """Return the fields of `Counts` for several counts together, less those of `minus`."""
    rows = [(1, row) for row in parts] + ([(-1, minus)] if minus else [])
    bands = {
        name: sum(sign * getattr(row.bands, name) for sign, row in rows) for name in BandCounts.model_fields
    }
    numbers = ("count", "in_cloud", "reviewed", "unreviewed")
    return {"bands": BandCounts(**bands)} | {
        name: sum(sign * getattr(row, name) for sign, row in rows) for name in numbers
    }


def in_order(names: Iterable[str]) -> list[str]:
    """Return distinct class names in the order of the taxonomy, names it does not know last."""
    position = {name: i for i, name in enumerate(ALL_CLASSES)}
    return sorted(set(names), key=lambda name: (position.get(name, len(position)), name))
