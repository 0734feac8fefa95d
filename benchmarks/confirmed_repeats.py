"""What a page's own repeats are worth: symbols counted by the model alone, and confirmed, named anew and completed.

python -m benchmarks.confirmed_repeats --sheets 12
python -m benchmarks.confirmed_repeats --sheets 12 --practice unseen
python -m benchmarks.confirmed_repeats --real ../shared/drawings

Synthetic sheets are those of an office that inserts its symbols as blocks, none of a training seed.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.legend_plans import KINDS, blocks
from benchmarks.recognition_speed import MODEL_DIR
from orchestrator.components import Component
from orchestrator.geometry import Box
from orchestrator.pages import Page
from orchestrator.recognition import recognizer as product
from orchestrator.recognition.recognizer import Recognizer
from training import scoring
from training.evaluate import extracted, of_bytes
from training.sheets.composition import compose
from training.sheets.palette import STEADY, TRAINED, UNSEEN

FIRST_SEED: Final = 1_070_000
THRESHOLD = 0.5
"""What the product keeps, and what is counted."""
_PRACTICES: Final = {"steady": STEADY, "trained": TRAINED, "unseen": UNSEEN}


@dataclass(frozen=True, slots=True)
class Compared:
    """One page: its set, its truth, what is found without and with repeats, and the seconds each took."""

    name: str
    truth: Sequence[scoring.Drawn]
    ignore: Sequence[Box]
    alone: Sequence[Component]
    told: Sequence[Component]
    seconds: tuple[float, float]

    def scored(self, found: Sequence[Component]) -> scoring.ScoredPage:
        """Return the page as the scorer takes it."""
        boxes = [scoring.Found(c.class_name, c.bbox, c.confidence) for c in found]
        return scoring.ScoredPage(self.truth, boxes, self.ignore)


def compared(
    recognizer: Recognizer,
    grey: NDArray[np.uint8],
    page: Page,
    known: tuple[str, Sequence[scoring.Drawn], Sequence[Box]],
) -> Compared:
    """Recognise a page with and without what its repeats say; `known` is its set, its truth, and what to ignore."""
    started = time.process_time()
    told = recognizer.recognize(grey, page, THRESHOLD).components
    between = time.process_time()
    with (
        patch.object(product, "confirmed_by_repeats", lambda _, found, __: found),
        patch.object(product, "strokes_for_repeats", lambda *_: None),
    ):
        alone = recognizer.recognize(grey, page, THRESHOLD).components
    ended = time.process_time()
    return Compared(*known, alone, told, (ended - between, between - started))


def synthetic(recognizer: Recognizer, practice: str, seeds: Sequence[int]) -> Iterator[Compared]:
    """Yield the sheets of some seeds."""
    for seed in seeds:
        kind = random.Random(seed).choice(KINDS)  # noqa: S311 - a drawing is no secret
        with blocks(seed):
            sheet = compose(seed, kind, _PRACTICES[practice])
        grey, page = of_bytes(sheet.pdf)
        truth = [scoring.Drawn(one.class_name, one.bbox) for one in sheet.truth]
        yield compared(recognizer, grey, page, (practice, truth, ()))


def real(recognizer: Recognizer, folder: Path) -> Iterator[Compared]:
    """Yield the vector pages with truth of real drawings."""
    for file in sorted(folder.rglob("*.truth.json")):
        truth = {page["page"]: page for page in json.loads(file.read_text())["pages"]}
        for grey, page in extracted(file.with_name(file.name.replace(".truth.json", ".pdf"))):
            if page.kind != "scanned" and (known := truth.get(page.page_number)):
                drawn = [scoring.Drawn(c["class"], tuple(c["bbox"])) for c in known["components"]]
                ignored = [tuple(box) for box in known.get("ignore", ())]
                yield compared(recognizer, grey, page, (file.parent.name, drawn, ignored))


def report(name: str, pages: Sequence[Compared]) -> None:
    """Print both sides, what each kind of change got right, and the time."""
    for title, scored in (
        ("model alone", [page.scored(page.alone) for page in pages]),
        ("with repeats", [page.scored(page.told) for page in pages]),
    ):
        result = scoring.score(scored, THRESHOLD)
        print(
            f"{name}, {title}: exact counts {result.counts.exact:.3f}, class P {result.overall.precision:.3f} "
            f"R {result.overall.recall:.3f} F1 {result.overall.f1:.3f}, found F1 {result.localisation.f1:.3f}, "
            f"off by {result.calibration_error:.3f}"
        )
    for what in ("confirmed", "named anew", "added"):
        changed = [(page, c) for page in pages for c in page.told if _change(page, c) == what]
        right = sum(_is_right(page, c) for page, c in changed)
        sure = sum(c.confidence for _, c in changed) / max(len(changed), 1)
        print(f"  {what}: {right} of {len(changed)} right, mean confidence {sure:.2f}")
    alone, told = (sum(page.seconds[i] for page in pages) / len(pages) for i in (0, 1))
    print(f"  seconds of a core a page: {alone:.2f} alone, {told:.2f} with repeats")


def _change(page: Compared, component: Component) -> str | None:
    if not component.provenance or component.provenance.method != "repeats":
        return None
    if component.source == "model":
        return "confirmed"
    return "named anew" if any(one.bbox == component.bbox for one in page.alone) else "added"


def _is_right(page: Compared, component: Component) -> bool:
    same = [one.bbox for one in page.truth if one.class_name == component.class_name]
    return bool(same) and bool((scoring.overlaps([component.bbox], same) >= scoring.IOU).any())


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=12)
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    parser.add_argument("--practice", choices=sorted(_PRACTICES), default="steady")
    parser.add_argument("--real", type=Path, help="a folder of real drawings with truth")
    options = parser.parse_args()
    recognizer = Recognizer.load(MODEL_DIR, 1)
    if options.real and not options.real.is_dir():
        print(f"Skipped: there are no drawings with truth in {options.real}.")
        return
    seeds = range(options.first, options.first + options.sheets)
    pages = real(recognizer, options.real) if options.real else synthetic(recognizer, options.practice, seeds)
    for name, some in groupby(pages, key=lambda page: page.name):
        report(name, list(some))


if __name__ == "__main__":
    main()
