"""Exact repeats on synthetic CAD sheets: precision and recall, at the stated scale and with the scale voted."""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from benchmarks.cad_clutter import held_out_clutter, plan_clutter
from benchmarks.cad_sheets import Placed, Sheet, draw_sheet
from orchestrator.geometry import Box, centre
from orchestrator.recognition.repeats import (
    Exemplar,
    Indistinct,
    PageIndex,
    Placement,
    Repeats,
    agreed,
    exemplar_of,
    find_jointly,
    find_repeats,
    index_page,
    vote_scale,
)

_NEAR = 0.3
"""Of a symbol's longer side: how near its centre a placement must be."""
_PLAN_LEFT = 200.0


def exemplars(
    index: PageIndex,
    boxes: Mapping[str, Box],
    *,
    voted: bool,
    refused: Counter[tuple[str, str]] | None = None,
) -> dict[str, Exemplar]:
    """Return the exemplar of each class that is not refused, and count in `refused` which is, and why."""
    found = {}
    for name, box in boxes.items():
        try:
            exemplar = exemplar_of(index, box)
            found[name] = exemplar if voted else agreed(index, exemplar, [index])
        except Indistinct as error:
            if refused is not None:
                refused[name, str(error)] += 1
    return found


def clearest(index: PageIndex, placed: Sequence[Placed]) -> dict[str, Box]:
    """Return the box of one symbol a class as a user would pick it: of the first five that with least else in it."""
    boxes: dict[str, list[Box]] = {}
    for symbol in placed:
        boxes.setdefault(symbol.name, []).append(symbol.bbox)
    return {
        name: min(some[:5], key=lambda box: (int(index.within(box).sum()), int(index.touching(box).sum())))
        for name, some in boxes.items()
    }


def _alone(index: PageIndex, exemplar: Exemplar, *, voted: bool) -> Repeats:
    vote = vote_scale([index], exemplar) if voted else None
    return find_repeats(index, exemplar, vote.scale if vote else 1.0)


def score(truth: Sequence[Placed], found: Mapping[str, Iterable[Placement]]) -> Counter[tuple[str, str]]:
    """Count true, false and missed placements by class; each symbol is found once at most."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, placements in found.items():
        left = [p for p in truth if p.name == name]
        for placement in placements:
            if centre(placement.bbox)[0] < _PLAN_LEFT:
                continue  # the legend's own
            match = next((p for p in left if _same(p, placement)), None)
            counts[name, "false" if match is None else "true"] += 1
            if match is not None:
                left.remove(match)
        counts[name, "missed"] += len(left)
    return counts


def _same(truth: Placed, placement: Placement) -> bool:
    (x, y), (a, b) = centre(truth.bbox), centre(placement.bbox)
    return max(abs(x - a), abs(y - b)) < _NEAR * max(truth.bbox[2:]) + 1


def show(title: str, counts: Counter[tuple[str, str]]) -> None:
    """Print precision and recall of each class that is not perfect, and of all."""
    total: Counter[str] = Counter()
    for (_, what), number in counts.items():
        total[what] += number
    for name in sorted({name for name, _ in counts}):
        true, false, missed = (counts[name, what] for what in ("true", "false", "missed"))
        if false or missed:
            print(f"    {name:14} true {true:4} false {false:3} missed {missed:3}")
    precision = total["true"] / max(total["true"] + total["false"], 1)
    recall = total["true"] / max(total["true"] + total["missed"], 1)
    print(f"  {title}: P {precision:.3f} R {recall:.3f} ({total['true'] + total['missed']} symbols)")


def run(sheets: Sequence[Sheet], title: str) -> None:
    """Search every sheet for every class and print how well it went."""
    keys = ("stated, raw", "stated", "voted, raw", "voted")
    totals: dict[str, Counter[tuple[str, str]]] = {key: Counter() for key in keys}
    refused: Counter[tuple[str, str]] = Counter()
    for sheet in sheets:
        index = index_page(sheet.page)
        firsts = clearest(index, sheet.placed)
        for kind, boxes in (("stated", firsts), ("voted", sheet.legend)):
            known = exemplars(index, boxes, voted=kind == "voted", refused=refused)
            start = time.perf_counter()
            raw = {name: _alone(index, exemplar, voted=kind == "voted") for name, exemplar in known.items()}
            took = time.perf_counter() - start
            scale = None if kind == "voted" else 1.0
            joint = find_jointly([index], list(known.values()), [scale] * len(known))
            settled = {name: pages[0] for name, pages in zip(known, joint, strict=True)}
            for key, repeats in ((f"{kind}, raw", raw), (kind, settled)):
                totals[key] += score(sheet.placed, {n: r.placements for n, r in repeats.items()})
            print(f"  {kind}: {took / len(boxes) * 1000:.0f} ms an exemplar")
    print(title)
    for key, counts in totals.items():
        show(key, counts)
    for (name, reason), times in sorted(refused.items()):
        print(f"  refused: {name}, {times} of {2 * len(sheets)} examples: {reason}")


def speed(strokes: int) -> None:
    """Print what an index and an exemplar take on a sheet of so many strokes, in processor time, and the memory."""
    sheet = draw_sheet(7, strokes=strokes)
    start = time.process_time()
    index = index_page(sheet.page)
    indexed = time.process_time() - start
    took = {}
    for name, exemplar in exemplars(index, clearest(index, sheet.placed), voted=True).items():
        start = time.process_time()
        find_repeats(index, exemplar)
        took[name] = (time.process_time() - start) * 1000
    slowest = max(took, key=took.__getitem__)
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{len(index.strokes):,} strokes: index {indexed:.2f} s, an exemplar {median(took.values()):.0f} ms "
        f"({took[slowest]:.0f} at most, {slowest}), {peak_gb:.2f} GB; {index.incomplete or 'complete'}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=2)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.sheets)
    run([draw_sheet(seed, clutter=plan_clutter) for seed in seeds], "plan clutter")
    run([draw_sheet(seed + 100, clutter=held_out_clutter) for seed in seeds], "held-out clutter")
    for strokes in (70_000, 500_000):
        speed(strokes)
