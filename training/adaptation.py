"""How much a few confirmed boxes help: real drawings recognised as they come, and after some symbols were confirmed.

python -m training.adaptation --drawings ../shared/drawings

Of every class some boxes are confirmed, the first in reading order, at most 20 a drawing in all; the figures before and
after are of the other symbols alone.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from orchestrator.geometry import iou
from orchestrator.pages import Page
from orchestrator.recognition.prototypes import Confirmed, Prototypes
from orchestrator.taxonomy import OTHER
from training import scoring
from training.data import Grey
from training.evaluate import LOWEST, THRESHOLD, extracted, found, recognizer

MOST: Final = 20
MOST_OF_CLASS: Final = 4

Pages = list[tuple[Grey, Page, scoring.ScoredPage]]


def read(truth_file: Path) -> Pages:
    """Return picture, contents and truth of a drawing's pages that have one; nothing is found on them yet."""
    truth = {page["page"]: page for page in json.loads(truth_file.read_text())["pages"]}
    pages: Pages = []
    for grey, page in extracted(truth_file.with_name(truth_file.name.replace(".truth.json", ".pdf"))):
        if (known := truth.get(page.page_number)) is not None:
            drawn = [scoring.Drawn(c["class"], tuple(c["bbox"])) for c in known["components"]]
            pages.append(
                (grey, page, scoring.ScoredPage(drawn, [], [tuple(b) for b in known.get("ignore", ())]))
            )
    return pages


def chosen(pages: Pages) -> list[list[scoring.Drawn]]:
    """Return the symbols of each page that are confirmed."""
    counts, result = Counter[str](), []
    for _, _, scored in pages:
        some = []
        for drawn in sorted(scored.truth, key=lambda d: (d.bbox[1] // 36, d.bbox[0])):
            if (
                drawn.class_name != OTHER
                and counts[drawn.class_name] < MOST_OF_CLASS
                and counts.total() < MOST
            ):
                counts[drawn.class_name] += 1
                some.append(drawn)
        result.append(some)
    return result


def learnt(pages: Pages, confirmed: Sequence[Sequence[scoring.Drawn]]) -> Prototypes:
    """Return the prototypes of the confirmed symbols."""
    parts = [
        recognizer().prototypes(grey, page, [Confirmed(d.bbox, d.class_name) for d in some])
        for (grey, page, _), some in zip(pages, confirmed, strict=True)
        if some
    ]
    together = parts[0]
    for part in parts[1:]:
        together = together.and_also(part)
    return together


def scored(
    pages: Pages, confirmed: Sequence[Sequence[scoring.Drawn]], prototypes: Prototypes | None
) -> list[scoring.ScoredPage]:
    """Recognise the pages; what was confirmed neither counts nor makes a prediction false."""
    result = []
    for (grey, page, known), some in zip(pages, confirmed, strict=True):
        predictions = found(recognizer().recognize(grey, page, LOWEST, prototypes))
        others = [p for p in predictions if not any(iou(p.bbox, d.bbox) >= scoring.IOU for d in some)]
        rest = [d for d in known.truth if d not in some]
        result.append(scoring.ScoredPage(rest, others, known.ignore))
    return result


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drawings", type=Path, required=True)
    options = parser.parse_args()
    print("| drawings | localisation F1 | after | class F1 | after |\n|---|---:|---:|---:|---:|")
    for folder in sorted(path for path in options.drawings.iterdir() if path.is_dir()):
        before: list[scoring.ScoredPage] = []
        after: list[scoring.ScoredPage] = []
        for truth_file in sorted(folder.glob("*.truth.json")):
            pages = read(truth_file)
            confirmed = chosen(pages)
            before += scored(pages, confirmed, None)
            after += scored(pages, confirmed, learnt(pages, confirmed) if any(confirmed) else None)
        if before:
            reports = [scoring.score(pages, THRESHOLD) for pages in (before, after)]
            cells = [f"{r.localisation.f1:.3f}" for r in reports] + [f"{r.overall.f1:.3f}" for r in reports]
            print(f"| {folder.name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
