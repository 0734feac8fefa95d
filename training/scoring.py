"""Precision, recall, F1 and average precision of predicted boxes against drawn ones, at IoU 0.5."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from orchestrator.geometry import Box, centre, contains, iou
from orchestrator.taxonomy import OTHER

IOU = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A predicted component: class, xywh box, confidence."""

    class_name: str
    bbox: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A component of the truth."""

    class_name: str
    bbox: Box


@dataclass(frozen=True, slots=True)
class ScoredPage:
    """One page's truth, predictions and the boxes inside which unmatched predictions do not count."""

    truth: Sequence[Drawn]
    found: Sequence[Found]
    ignore: Sequence[Box] = ()


@dataclass(slots=True)
class Tally:
    """Running counts: truths, hits and false ones at the threshold, and (confidence, hit) of every prediction."""

    truths: int = 0
    hits: int = 0
    false: int = 0
    ranked: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Hits over predictions; 0 when nothing was predicted."""
        return self.hits / max(self.hits + self.false, 1)

    @property
    def recall(self) -> float:
        """Hits over truths; 0 when there are none."""
        return self.hits / max(self.truths, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / max(self.hits + self.false + self.truths, 1)

    @property
    def ap(self) -> float:
        """Area under the precision-recall curve, every point interpolated (PASCAL VOC 2010)."""
        if not self.truths or not self.ranked:
            return 0.0
        hits = np.cumsum([hit for _, hit in sorted(self.ranked, key=lambda r: -r[0])])
        precision = hits / np.arange(1, len(hits) + 1)
        best = np.maximum.accumulate(precision[::-1])[::-1]
        steps = np.diff(np.concatenate([[0], hits])) / self.truths
        return float((best * steps).sum())


@dataclass(frozen=True, slots=True)
class Report:
    """Localisation, all classes together, and each class."""

    localisation: Tally
    overall: Tally
    classes: dict[str, Tally]

    @property
    def map50(self) -> float:
        """Mean average precision of the classes that are drawn."""
        drawn = [tally.ap for tally in self.classes.values() if tally.truths]
        return float(np.mean(drawn)) if drawn else 0.0


def matches(found: Sequence[Found], truth: Sequence[Drawn]) -> list[bool]:
    """Return for each prediction, the surest first, whether it takes a truth that no surer one took."""
    free = set(range(len(truth)))
    hits = []
    for prediction in found:
        best = max(free, key=lambda j: iou(prediction.bbox, truth[j].bbox), default=None)
        hit = best is not None and iou(prediction.bbox, truth[best].bbox) >= IOU
        if hit and best is not None:
            free.discard(best)
        hits.append(hit)
    return hits


def score(pages: Iterable[ScoredPage], threshold: float, *, ignore_other: bool = True) -> Report:
    """Score pages; with `ignore_other`, symbols without a class neither count nor make a prediction false."""
    localisation, classes = Tally(), defaultdict[str, Tally](Tally)
    for page in pages:
        ranked = sorted(page.found, key=lambda f: -f.confidence)
        _add(localisation, (list(page.truth), ranked), page.ignore, threshold)
        neutral = [*page.ignore, *(d.bbox for d in page.truth if ignore_other and d.class_name == OTHER)]
        for name in {d.class_name for d in page.truth} | {f.class_name for f in page.found}:
            if name == OTHER and ignore_other:
                continue
            drawn = [d for d in page.truth if d.class_name == name]
            found = sorted((f for f in page.found if f.class_name == name), key=lambda f: -f.confidence)
            _add(classes[name], (drawn, found), neutral, threshold)
    overall = Tally(
        sum(t.truths for t in classes.values()),
        sum(t.hits for t in classes.values()),
        sum(t.false for t in classes.values()),
    )
    return Report(localisation, overall, dict(sorted(classes.items())))


def _add(
    tally: Tally, page: tuple[list[Drawn], list[Found]], neutral: Sequence[Box], threshold: float
) -> None:
    drawn, found = page
    tally.truths += len(drawn)
    for prediction, hit in zip(found, matches(found, drawn), strict=True):
        if not hit and any(contains(box, *centre(prediction.bbox)) for box in neutral):
            continue
        tally.ranked.append((prediction.confidence, hit))
        if prediction.confidence >= threshold:
            tally.hits += hit
            tally.false += not hit


def table(report: Report) -> str:
    """Return the report as a Markdown table."""
    rows = [
        "| class | drawn | precision | recall | F1 | AP50 |",
        "|---|---:|---:|---:|---:|---:|",
        _row("**any symbol (localisation)**", report.localisation),
        _row("**all classes**", report.overall, f"{report.map50:.3f}"),
    ]
    return "\n".join(rows + [_row(name, tally) for name, tally in report.classes.items()])


def _row(name: str, tally: Tally, ap: str | None = None) -> str:
    figures = f"{tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f}"
    return f"| {name} | {tally.truths} | {figures} | {ap or f'{tally.ap:.3f}'} |"
