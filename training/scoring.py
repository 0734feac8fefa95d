"""Predicted boxes against drawn ones: precision, recall, F1, average precision, counts, calibration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.geometry import Box, centre, contains
from orchestrator.taxonomy import OTHER

IOU: Final = 0.5
STRICTER: Final = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))
"""The overlaps 0.50, 0.55 ... 0.95 over which COCO averages."""
_BINS: Final = 10


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
class Counts:
    """How well symbols are counted, over every class of every page that is drawn or predicted there.

    Attributes:
        exact: share of the counts that are right.
        error: mean absolute difference, in symbols.
    """

    exact: float
    error: float


@dataclass(frozen=True, slots=True)
class Report:
    """Localisation, all classes together, and each class at IoU 0.5; mean average precisions; counts.

    Attributes:
        map50: mean average precision of the drawn classes at IoU 0.5.
        map50_95: the same averaged over IoU 0.5 to 0.95.
        counts: at the threshold.
        calibration_error: expected calibration error of the confidences (Guo et al. 2017), ten bins.
    """

    localisation: Tally
    overall: Tally
    classes: dict[str, Tally]
    map50: float
    map50_95: float
    counts: Counts
    calibration_error: float


def overlaps(found: Sequence[Box], drawn: Sequence[Box]) -> NDArray[np.float64]:
    """Return (N, M) intersection over union of xywh boxes."""
    a, b = (np.array(boxes, np.float64).reshape(-1, 4) for boxes in (found, drawn))
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, :2] + a[:, None, 2:], b[None, :, :2] + b[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    union = np.prod(a[:, 2:], axis=1)[:, None] + np.prod(b[:, 2:], axis=1)[None, :] - shared
    result: NDArray[np.float64] = shared / np.maximum(union, 1e-9)
    return result


def matches(overlap: NDArray[np.float64], least: float = IOU) -> list[bool]:
    """Return for each row, the surest prediction first, whether it takes a truth that no surer one took."""
    free = np.ones(overlap.shape[1], bool)
    hits = []
    for row in overlap:
        left = np.where(free, row, -1.0)
        best = int(left.argmax()) if len(left) else -1
        hit = best >= 0 and bool(left[best] >= least)
        if hit:
            free[best] = False
        hits.append(hit)
    return hits


def score(pages: Iterable[ScoredPage], threshold: float, *, ignore_other: bool = True) -> Report:
    """Score pages; with `ignore_other`, symbols without a class neither count nor make a prediction false."""
    localisation = Tally()
    by_overlap = {least: defaultdict[str, Tally](Tally) for least in STRICTER}
    differences: list[int] = []
    for page in pages:
        _add({IOU: localisation}, list(page.truth), page.found, page.ignore, threshold)
        neutral = [*page.ignore, *(d.bbox for d in page.truth if ignore_other and d.class_name == OTHER)]
        for name in sorted({d.class_name for d in page.truth} | {f.class_name for f in page.found}):
            if name == OTHER and ignore_other:
                continue
            drawn = [d for d in page.truth if d.class_name == name]
            found = [f for f in page.found if f.class_name == name]
            tallies = {least: classes[name] for least, classes in by_overlap.items()}
            counted = _add(tallies, drawn, found, neutral, threshold)
            if drawn or counted:
                differences.append(abs(counted - len(drawn)))
    classes = dict(sorted(by_overlap[IOU].items()))
    return Report(
        localisation,
        _together(classes.values()),
        classes,
        _mean_ap(classes),
        float(np.mean([_mean_ap(found) for found in by_overlap.values()])),
        Counts(
            exact=float(np.mean([d == 0 for d in differences])) if differences else 0.0,
            error=float(np.mean(differences)) if differences else 0.0,
        ),
        calibration_error([pair for tally in classes.values() for pair in tally.ranked]),
    )


def _together(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.truths += tally.truths
        total.hits += tally.hits
        total.false += tally.false
    return total


def _mean_ap(classes: dict[str, Tally]) -> float:
    drawn = [tally.ap for tally in classes.values() if tally.truths]
    return float(np.mean(drawn)) if drawn else 0.0


def calibration_error(ranked: Sequence[tuple[float, bool]]) -> float:
    """Return the mean difference of confidence and precision over ten bins, weighted by their numbers."""
    if not ranked:
        return 0.0
    sure, hit = (np.array(column, np.float64) for column in zip(*ranked, strict=True))
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    parts = (bins == k for k in range(_BINS))
    return float(sum(abs(sure[part].mean() - hit[part].mean()) * part.mean() for part in parts if part.any()))


def by_confidence(pages: Iterable[ScoredPage]) -> list[tuple[float, bool]]:
    """Return (confidence, right in class and place) of every prediction that counts, whatever its class."""
    everything = score(pages, 0.0)
    return [pair for tally in everything.classes.values() for pair in tally.ranked]


def _add(
    tallies: dict[float, Tally],
    drawn: Sequence[Drawn],
    found: Sequence[Found],
    neutral: Sequence[Box],
    threshold: float,
) -> int:
    """Add one page's boxes to the tally of each overlap; return how many predictions count at the threshold."""
    ranked = sorted(found, key=lambda f: -f.confidence)
    overlap = overlaps([f.bbox for f in ranked], [d.bbox for d in drawn])
    beside = [any(contains(box, *centre(f.bbox)) for box in neutral) for f in ranked]
    counted = 0
    for least, tally in tallies.items():
        tally.truths += len(drawn)
        for prediction, hit, excused in zip(ranked, matches(overlap, least), beside, strict=True):
            if excused and not hit:
                continue
            tally.ranked.append((prediction.confidence, hit))
            if prediction.confidence >= threshold:
                tally.hits += hit
                tally.false += not hit
                counted += least == IOU
    return counted


def table(report: Report) -> str:
    """Return the report as Markdown: a paragraph, then a row a class that is drawn."""
    counts = report.counts
    undrawn = _together(tally for tally in report.classes.values() if not tally.truths)
    lines = [
        f"mAP50 {report.map50:.3f}, mAP50-95 {report.map50_95:.3f}; exact counts {counts.exact:.1%} of (page, class), "
        f"mean absolute count error {counts.error:.2f}; expected calibration error {report.calibration_error:.3f}; "
        f"{undrawn.false} predictions of classes that are not drawn.",
        "",
        "| class | drawn | precision | recall | F1 | AP50 |",
        "|---|---:|---:|---:|---:|---:|",
        _row("**any symbol (localisation)**", report.localisation),
        _row("**all classes**", report.overall, f"{report.map50:.3f}"),
    ]
    return "\n".join(lines + [_row(name, tally) for name, tally in report.classes.items() if tally.truths])


def _row(name: str, tally: Tally, ap: str | None = None) -> str:
    figures = f"{tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f}"
    return f"| {name} | {tally.truths} | {figures} | {ap or f'{tally.ap:.3f}'} |"
