"""Exact repeats on real vector drawings with truth: one exemplar a symbol, precision and recall by class.

The drawings are not part of the project; where they are missing it says so and ends.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from orchestrator.extraction.document import Extraction
from orchestrator.extraction.results import ExtractedPage
from orchestrator.geometry import Box, centre, contains, expand
from orchestrator.recognition.repeats import (
    Exemplar,
    Indistinct,
    PageIndex,
    agreed,
    exemplar_of,
    find_jointly,
    index_page,
)

DRAWINGS: Final = Path("../shared/drawings")
FOLDERS: Final = ("schematics", "single_line")
_FEWEST: Final = 2
_ROOM_PT: Final = 1.0
_MORE: Final = 0.35
"""Of the longer side: boxes of the truth hold no stubs, and some symbols are known by them alone."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One symbol of a drawing: page, class, what the CAD program calls it, box."""

    page: int
    class_name: str
    symbol: str
    bbox: Box


def truth_of(pdf: Path) -> list[Truth]:
    """Return the symbols of a drawing."""
    pages = json.loads(pdf.with_suffix(".truth.json").read_text())["pages"]
    return [
        Truth(page["page"], symbol["class"], symbol["source_name"], tuple(symbol["bbox"]))
        for page in pages
        for symbol in page["components"]
    ]


def indexes_of(pdf: Path) -> dict[int, PageIndex]:
    """Return the index of each page of a PDF."""
    with Extraction(pdf) as extraction:
        pages = [result.page for result in extraction.pages() if isinstance(result, ExtractedPage)]
    return {page.page_number: index_page(page) for page in pages}


def exemplars_of(
    indexes: Mapping[int, PageIndex], truth: Sequence[Truth]
) -> Iterator[tuple[str, Exemplar | str]]:
    """Yield each symbol that is drawn twice or more with the exemplar of its clearest place, or why it is refused."""
    places: dict[str, list[Truth]] = defaultdict(list)
    for symbol in truth:
        places[symbol.symbol].append(symbol)
    for name, some in places.items():
        if len(some) < _FEWEST:
            continue
        first = min(some, key=lambda s: int(indexes[s.page].touching(s.bbox).sum()))
        index, room = indexes[first.page], _MORE * max(first.bbox[2:])
        try:
            yield name, agreed(index, _picked(index, first.bbox, room), indexes.values())
        except Indistinct as refused:
            yield name, str(refused)


def _picked(index: PageIndex, box: Box, room: float) -> Exemplar:
    """Return the exemplar in a box, or where it is refused that in a larger one, as its answer tells users to try."""
    try:
        return exemplar_of(index, expand(box, _ROOM_PT))
    except Indistinct:
        return exemplar_of(index, expand(box, room))


def score(pdf: Path) -> Counter[tuple[str, str]]:
    """Print what was refused in a drawing, and return how often each class was found, missed or wrongly found."""
    truth, indexes = truth_of(pdf), indexes_of(pdf)
    known: dict[str, Exemplar] = {}
    counts: Counter[tuple[str, str]] = Counter()
    class_of = {symbol.symbol: symbol.class_name for symbol in truth}
    for name, exemplar in exemplars_of(indexes, truth):
        if isinstance(exemplar, str):
            print(f"  {pdf.stem}: {class_of[name]} ({name}) refused: {exemplar}")
            counts[class_of[name], "refused"] += sum(symbol.symbol == name for symbol in truth)
        else:
            known[name] = exemplar
    start = time.process_time()
    found = find_jointly(list(indexes.values()), list(known.values()), [1.0] * len(known))
    print(f"  {pdf.stem}: {len(known)} exemplars, {time.process_time() - start:.2f} s")
    hits = [
        (class_of[name], repeats.page, placement.bbox)
        for name, pages in zip(known, found, strict=True)
        for repeats in pages
        for placement in repeats.placements
    ]
    return counts + _compared([symbol for symbol in truth if symbol.symbol in known], truth, hits)


def _compared(
    wanted: Sequence[Truth], truth: Sequence[Truth], hits: Sequence[tuple[str, int, Box]]
) -> Counter[tuple[str, str]]:
    """Count: a hit is true where a symbol of its class is; a symbol is found where a hit of its class is."""
    counts: Counter[tuple[str, str]] = Counter()
    for class_name, page, box in hits:
        there = {s.class_name for s in truth if s.page == page and _same(s.bbox, box)}
        counts[class_name, "true" if class_name in there else "false"] += 1
    for symbol in wanted:
        there = {name for name, page, box in hits if page == symbol.page and _same(symbol.bbox, box)}
        counts[symbol.class_name, "found" if symbol.class_name in there else "missed"] += 1
    return counts


def _same(truth: Box, found: Box) -> bool:
    """Tell whether the middle of each box lies in the other."""
    room = expand(truth, _ROOM_PT)
    return contains(room, *centre(found)) and contains(expand(found, _ROOM_PT), *centre(truth))


def main() -> int:
    """Print precision and recall by class over all drawings."""
    pdfs = [pdf for folder in FOLDERS for pdf in sorted((DRAWINGS / folder).glob("*.pdf"))]
    if not pdfs:
        print(f"Skipped: there are no drawings with truth in {DRAWINGS}.")
        return 0
    counts: Counter[tuple[str, str]] = Counter()
    for pdf in pdfs:
        counts += score(pdf)
    for name in [*sorted({name for name, _ in counts}), None]:
        row = Counter[str]()
        for (class_name, what), number in counts.items():
            row[what] += number if name in {class_name, None} else 0
        print(
            f"{name or 'all':22} recall {row['found']:3}/{row['found'] + row['missed']:3}"
            f"  precision {row['true']:3}/{row['true'] + row['false']:3}  refused {row['refused']:3}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
