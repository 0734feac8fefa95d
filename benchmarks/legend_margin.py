"""What a legend is worth: symbols counted by the model alone, with repeats on the page, and with the set's legend too.

python -m benchmarks.legend_margin --sheets 20
python -m benchmarks.legend_margin --real ../shared/drawings
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from benchmarks.confirmed_repeats import without_repeats
from benchmarks.legend_plans import legend_set, named
from benchmarks.recognition_speed import MODEL_DIR
from orchestrator.components import Component
from orchestrator.recognition.legend.reader import legend_of
from orchestrator.recognition.legend.symbols import LegendSymbols
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.taxonomy import CLASSES
from training import scoring
from training.evaluate import extracted, of_bytes
from training.sheet import Truth

FIRST_SEED = 1_020_000
THRESHOLD = 0.5
_WAYS = ("model alone", "with repeats", "with repeats and legend")


@dataclass(frozen=True, slots=True)
class Compared:
    """One sheet: its truth; what the bare model finds, with repeats, and with the legend too; the seconds of each."""

    truth: tuple[Truth, ...]
    names: tuple[str, ...]
    found: Sequence[Sequence[Component]]
    seconds: Sequence[float]

    @property
    def told(self) -> Sequence[Component]:
        """What is found with all that the drawing says."""
        return self.found[-1]


def compared(recognizer: Recognizer, seed: int) -> Compared:
    """Recognise the drawing of a set by the model alone, with repeats, and with its legend too."""
    drawn = legend_set(seed)
    legend_grey, legend_page = of_bytes(drawn.legend_pdf)
    entries = legend_of(legend_page).entries
    symbols = LegendSymbols(tuple(recognizer.symbols(legend_grey, legend_page, entries)))
    grey, page = of_bytes(drawn.drawing.pdf)
    page = page.model_copy(update={"page_number": 2})
    seconds, found = [], []
    for legend, way in ((None, without_repeats()), (None, nullcontext()), (symbols, nullcontext())):
        started = time.process_time()
        with way:
            found.append(recognizer.recognize(grey, page, THRESHOLD, None, legend).components)
        seconds.append(time.process_time() - started)
    truth = drawn.drawing.truth
    names = tuple(named(t, drawn.shown) for t in truth)
    return Compared(truth, names, found, seconds)


def scored(one: Compared, found: Sequence[Component]) -> scoring.ScoredPage:
    """Return a page as the scorer takes it: of the classes that networks know."""
    drawn = [scoring.Drawn(t.class_name, t.bbox) for t in one.truth]
    known = [c if c.class_name in CLASSES else c.model_copy(update={"class_name": "other"}) for c in found]
    return scoring.ScoredPage(drawn, [scoring.Found(c.class_name, c.bbox, c.confidence) for c in known])


def report(pages: Sequence[Compared]) -> None:
    """Print all three, what the legend's own classes gained, and how each kind of correction did."""
    seconds = [sum(p.seconds[i] for p in pages) for i in range(len(_WAYS))]
    for i, title in enumerate(_WAYS):
        result = scoring.score([scored(p, p.found[i]) for p in pages], THRESHOLD)
        both = result.overall, result.localisation
        print(
            f"{title}: exact counts {result.counts.exact:.3f}, class P {both[0].precision:.3f} R {both[0].recall:.3f} "
            f"F1 {both[0].f1:.3f}, found F1 {both[1].f1:.3f}; "
            f"{seconds[i] / len(pages):.2f} s a sheet ({seconds[i] / seconds[0] - 1:+.0%})"
        )
    own = [
        (p, t, n)
        for p in pages
        for t, n in zip(p.truth, p.names, strict=True)
        if n not in (*CLASSES, "other")
    ]
    hits = sum(
        any(c.class_name == n and scoring.overlaps([c.bbox], [t.bbox])[0, 0] >= 0.5 for c in p.told)
        for p, t, n in own
    )
    claimed = sum(c.class_name not in (*CLASSES, "other") for p in pages for c in p.told)
    print(f"classes of the project's own: {hits} of {len(own)} named, {claimed} claimed")
    for what in sorted({kind_of(c) for p in pages for c in p.told}):
        found = [(p, c) for p in pages for c in p.told if kind_of(c) == what]
        right = sum(_is_right(p, c) for p, c in found)
        print(f"  {what}: {right} of {len(found)} right")


def kind_of(component: Component) -> str:
    """Return what the legend did to a component."""
    method = component.provenance.method if component.provenance else None
    if component.source != "legend" or method == "repeats":
        return f"confirmed by {method}" if method else "untouched"
    return f"{'named' if component.alternatives or method == 'look' else 'added'} by {method}"


def _is_right(page: Compared, component: Component) -> bool:
    same = [t.bbox for t, n in zip(page.truth, page.names, strict=True) if n == component.class_name]
    return bool(same) and bool((scoring.overlaps([component.bbox], same) >= 0.5).any())


def real(recognizer: Recognizer, folder: Path) -> None:
    """Print what the legends of real sets change on their sheets, and which sets have one that can be read."""
    if not folder.is_dir():
        print(f"real drawings: skipped, {folder} is not there")
        return
    for path in sorted(folder.rglob("*.pdf")):
        sheets = list(extracted(path))
        symbols = [
            s
            for grey, page in sheets
            if (e := legend_of(page).entries)
            for s in recognizer.symbols(grey, page, e)
        ]
        if not symbols:
            print(f"{path.stem:50} no legend that names symbols: nothing changes")
            continue
        for grey, page in sheets:
            told = recognizer.recognize(grey, page, THRESHOLD, None, LegendSymbols(tuple(symbols))).components
            print(f"{path.stem:50} page {page.page_number}: {dict(Counter(kind_of(c) for c in told))}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=20)
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    parser.add_argument("--real", type=Path, help="a folder of real drawings")
    options = parser.parse_args()
    recognizer = Recognizer.load(MODEL_DIR, 1)
    if options.real:
        real(recognizer, options.real)
        return
    report([compared(recognizer, options.first + i) for i in range(options.sheets)])


if __name__ == "__main__":
    main()
