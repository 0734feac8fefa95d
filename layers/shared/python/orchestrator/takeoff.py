"""The takeoff: how many components of each class, where, how sure, and how many a person has looked at.

Rejected components count nowhere but in `rejected`. A page that failed is named, never counted as empty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.components import PageComponents
from orchestrator.tallies import PageTally
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
    """Counts pages one after the other, keeping a row of each; they may come in any order.

    Of what nobody reviewed it counts what is as sure as `min_confidence`.
    """

    def __init__(self, min_confidence: float = 0.0) -> None:
        self._min_confidence = min_confidence
        self._pages: list[PageCounts] = []
        self._classes: dict[str, Counter[str]] = defaultdict(Counter)
        self._rejected = 0

    def add(self, page: PageTally) -> None:
        """Count a page."""
        classes: dict[str, Counter[str]] = defaultdict(Counter)
        for kind, is_reviewed, number in page.rows(self._min_confidence):
            counts = classes[kind.class_name]
            counts[kind.band] += number
            counts["reviewed" if is_reviewed else "unreviewed"] += number
            counts["in_cloud"] += number * kind.in_cloud
        whole: Counter[str] = Counter()
        for name, counts in classes.items():
            self._classes[name].update(counts)
            whole.update(counts)
        by_class = {name: _number(classes[name]) for name in in_order(classes)}
        self._pages.append(PageCounts(**_fields(whole), page=page.page, failed=page.failed, classes=by_class))
        self._rejected += page.rejected

    def takeoff(self) -> Takeoff:
        """Return the takeoff of the pages so far."""
        pages = sorted(self._pages, key=lambda page: page.page)
        return Takeoff(
            **_add_up(pages),
            by_class=tuple(
                ClassCounts(**_fields(self._classes[name]), class_name=name, group=group_of(name))
                for name in in_order(self._classes)
            ),
            by_page=tuple(pages),
            failed_pages=tuple(page.page for page in pages if page.failed),
            rejected=self._rejected,
        )


def takeoff(pages: Iterable[PageComponents]) -> Takeoff:
    """Count the components of a drawing."""
    tally = Tally()
    for page in pages:
        tally.add(PageTally.of(page))
    return tally.takeoff()


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


def _number(counts: Mapping[str, int]) -> int:
    return counts.get("reviewed", 0) + counts.get("unreviewed", 0)


def _fields(counts: Mapping[str, int]) -> dict[str, Any]:
    """Return the fields of `Counts` for numbers by band, cloud and review."""
    bands = BandCounts(**{name: counts.get(name, 0) for name in BandCounts.model_fields})
    numbers = {name: counts.get(name, 0) for name in ("in_cloud", "reviewed", "unreviewed")}
    return {"count": _number(counts), "bands": bands, **numbers}


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
