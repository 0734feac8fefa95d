"""How well scans are read: words, legends and tags of synthetic sheets of which nothing but the picture is left.

The truth of the words is the text layer that each sheet had. Sheets are scanned at each `--dpi` and shown at 150 dpi,
as extraction draws scans; `--worn` blurs, fades and speckles them besides (training/wear.py).

    python -m benchmarks.scans --sheets 1 --dpi 100 150 300 [--worn] [--layouts "one column" …]
    python -m benchmarks.scans --tags 6 --dpi 150
    python -m benchmarks.scans --symbols 6 --known ../shared/drawings/plans
    python -m benchmarks.scans --real ../shared/drawings/plans/legend_sheet.pdf [--draw out/]
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image

from benchmarks.legend import Score, draw, page_of, score, total
from benchmarks.legend_sheets import LAYOUTS, legend_page
from benchmarks.tagged_sheets import tagged_sheets
from orchestrator.geometry import centre, contains, expand
from orchestrator.pages import Page, PageImage, Word
from orchestrator.readings import PageReading, with_words
from orchestrator.recognition.legend.reader import legend_of
from orchestrator.recognition.reading.reader import Reader
from orchestrator.recognition.reading.strokes import with_drawn_strokes
from orchestrator.recognition.tags import read_words
from training import scoring
from training.data import render
from training.evaluate import FIRST_SEED, LOWEST, THRESHOLD, extracted, found, recognizer
from training.scoring import Drawn, ScoredPage
from training.sheets.composition import compose
from training.sheets.palette import STEADY
from training.wear import is_worn, wear

THREADS: Final = 2
SHOWN_DPI: Final = 150
Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of text layers, how many of them were read right at their place, and how many words were read in all."""

    drawn: int = 0
    right: int = 0
    read: int = 0

    def __add__(self, other: Words) -> Words:
        """Return the sum of two pages'."""
        return Words(self.drawn + other.drawn, self.right + other.right, self.read + other.read)

    def __str__(self) -> str:
        """Return what is printed."""
        share, sure = self.right / max(self.drawn, 1), self.right / max(self.read, 1)
        return f"{self.right}/{self.drawn} words right ({share:.3f}), {sure:.3f} of {self.read} read"


def scanned(pdf: bytes, dpi: int, worn: int | None) -> tuple[Grey, Page]:
    """Return a page's picture, scanned at `dpi` and shown at 150, and the page without anything else.

    Args:
        pdf: of which the first page is scanned.
        dpi: of the scanner.
        worn: the seed of what else is done to it, or None.
    """
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        width, height = document[0].rect.width, document[0].rect.height
        pixels = document[0].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
        grey = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width)
    if dpi != SHOWN_DPI:
        size = round(width * SHOWN_DPI / 72), round(height * SHOWN_DPI / 72)
        way = Image.Resampling.BOX if dpi > SHOWN_DPI else Image.Resampling.BICUBIC
        grey = np.asarray(Image.fromarray(grey).resize(size, way))
    grey = grey if worn is None else wear(grey, worn)
    image = PageImage(width_px=grey.shape[1], height_px=grey.shape[0], scale=SHOWN_DPI / 72)
    return grey, Page(page_number=1, width_pt=width, height_pt=height, kind="scanned", image=image)


def words_right(drawn: Sequence[Word], reading: PageReading) -> Words:
    """Compare what was read with a text layer; signs at a word's ends do not matter."""
    found = [(_bare(word.text), word.bbox) for word in reading.words]
    right = sum(
        any(
            text == _bare(word.text) and contains(expand(word.bbox, 3.0), *centre(box)) for text, box in found
        )
        for word in drawn
    )
    return Words(len(drawn), right, len(found))


def _bare(text: str) -> str:
    return text.strip(".,:;()-\"'")


def legends(reader: Reader, names: Iterable[str], sheets: int, dpi: int, *, worn: bool) -> None:
    """Print how the legends of scanned sheets are read."""
    words, scores, seconds = Words(), list[Score](), 0.0
    hands = filter(is_worn, itertools.count())
    for name in names:
        own = list[Score]()
        for seed in range(sheets):
            sheet = legend_page(name, seed)
            grey, page = scanned(sheet.pdf, dpi, next(hands) if worn else None)
            begun = time.process_time()
            reading = reader.read(grey, page, "")
            seconds += time.process_time() - begun
            legend = legend_of(with_drawn_strokes(with_words(page, reading), grey))
            own.append(score(sheet.entries, legend.entries))
            words += words_right(page_of(sheet.pdf).words, reading)
        scores += own
        print(f"  {name:28} {_said(total(own))}", flush=True)
    print(
        f"{dpi} dpi{', worn' if worn else ''}: {words}; {seconds / max(len(scores), 1):.1f} s of processor a sheet"
    )
    print(f"  {'all':28} {_said(total(scores))}", flush=True)


def _said(s: Score) -> str:
    return (
        f"{s.paired}/{s.entries} paired ({s.paired / max(s.entries, 1):.3f}), {s.found - s.paired} others, "
        f"{s.rightly}/{s.named} named right"
    )


def tags(reader: Reader, sheets: int, dpi: int, *, worn: bool) -> None:
    """Print how many tags reach their component when the words are read, and when the text layer spells them."""
    words, count, seconds = Words(), 0, 0.0
    right = {"read": 0, "spelled": 0}
    wrong = {"read": 0, "spelled": 0}
    hands = filter(is_worn, itertools.count())
    for sheet in tagged_sheets(sheets, 1000):
        grey, page = scanned(sheet.pdf, dpi, next(hands) if worn else None)
        begun = time.process_time()
        reading = reader.read(grey, page, "")
        seconds += time.process_time() - begun
        words += words_right(sheet.page.words, reading)
        count += len(sheet.tags)
        for name, there in (("read", with_words(page, reading)), ("spelled", sheet.page)):
            named = read_words(sheet.components, there.words, there.vectors)
            given = {c.id: c.tag for c in named.components if c.tag}
            right[name] += sum(given.get(i) == tag for i, tag in sheet.tags.items())
            wrong[name] += sum(sheet.tags.get(i) != tag for i, tag in given.items())
    print(
        f"{dpi} dpi{', worn' if worn else ''}: {words}; {seconds / max(sheets, 1):.1f} s of processor a sheet"
    )
    for name, got in right.items():
        print(
            f"  {name:8} {got / max(count, 1):.3f} of {count} tags right, {wrong[name]} wrong",
            flush=True,
        )


def symbols(reader: Reader, name: str, pages: Iterable[tuple[Grey, Page, ScoredPage]]) -> None:
    """Print how symbols are found and named without and with the words of their pages' pictures."""
    scored: dict[str, list[ScoredPage]] = {"without words": [], "with words": []}
    for grey, page, empty in pages:
        read = with_words(page, reader.read(grey, page, ""))
        for way, there in zip(scored, (page, read), strict=True):
            components = recognizer().recognize(grey, there, LOWEST)
            scored[way].append(replace(empty, found=found(components)))
    for way, of in scored.items():
        result = scoring.score(of, THRESHOLD)
        print(
            f"{name}, {way}: class F1 {result.overall.f1:.3f}, localisation F1 {result.localisation.f1:.3f}",
            flush=True,
        )


def worn_sheets(count: int) -> Iterator[tuple[Grey, Page, ScoredPage]]:
    """Yield so many held-out synthetic sheets as the scans they are, and their truth."""
    for seed in itertools.islice(filter(is_worn, itertools.count(FIRST_SEED)), count):
        sheet = compose(seed, practice=STEADY)
        grey = wear(render(sheet), seed)
        image = PageImage(width_px=grey.shape[1], height_px=grey.shape[0], scale=SHOWN_DPI / 72)
        page = Page(
            page_number=1, width_pt=sheet.width_pt, height_pt=sheet.height_pt, kind="scanned", image=image
        )
        yield grey, page, ScoredPage([Drawn(t.class_name, t.bbox) for t in sheet.truth], [])


def known_pages(folder: Path) -> Iterator[tuple[Grey, Page, ScoredPage]]:
    """Yield the pages of a folder's drawings that have truth."""
    for path in sorted(folder.glob("*.truth.json")):
        truth = {one["page"]: one for one in json.loads(path.read_text())["pages"]}
        for grey, page in extracted(path.with_name(path.name.replace(".truth.json", ".pdf"))):
            if (known := truth.get(page.page_number)) is not None:
                drawn = [Drawn(c["class"], tuple(c["bbox"])) for c in known["components"]]
                yield grey, page, ScoredPage(drawn, [], [tuple(b) for b in known.get("ignore", ())])


def real(reader: Reader, path: Path, pictures: Path | None) -> None:
    """Print what is read of a real drawing's pages, and the entries of its legends; draw these where asked to."""
    for grey, page in extracted(path):
        begun, cpu = time.perf_counter(), time.process_time()
        reading = reader.read(grey, page, "")
        took = f"{time.perf_counter() - begun:.1f} s, {time.process_time() - cpu:.1f} s of processor"
        legend = legend_of(with_drawn_strokes(with_words(page, reading), grey))
        print(f"{path.stem} {page.page_number}: {grey.shape}, {len(reading.words)} words, {took}")
        for entry in legend.entries:
            print(f"  {entry.confidence:.2f} {entry.class_name or '-':20} {entry.description}", flush=True)
        if pictures and legend.entries:
            with pymupdf.open(path) as document:
                document.select([page.page_number - 1])
                draw(document.tobytes(), legend, pictures / f"{path.stem}-{page.page_number}.png")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sheets", type=int, default=0, help="legends of each layout")
    parser.add_argument("--layouts", nargs="+", default=list(LAYOUTS), choices=list(LAYOUTS))
    parser.add_argument("--tags", type=int, default=0, help="schematics")
    parser.add_argument("--symbols", type=int, default=0, help="worn held-out sheets, with and without words")
    parser.add_argument("--known", type=Path, help="the same for a folder of drawings with truth")
    parser.add_argument("--dpi", type=int, nargs="+", default=[150])
    parser.add_argument("--worn", action="store_true")
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="drawings whose pages are pictures")
    parser.add_argument("--draw", type=Path, help="a folder for pictures of the legends that --real reads")
    options = parser.parse_args()
    reader = Reader.of(THREADS, 3_600.0)
    for dpi in options.dpi:
        if options.sheets:
            legends(reader, options.layouts, options.sheets, dpi, worn=options.worn)
        if options.tags:
            tags(reader, options.tags, dpi, worn=options.worn)
    if options.symbols:
        symbols(reader, f"{options.symbols} worn sheets", worn_sheets(options.symbols))
    if options.known:
        symbols(reader, options.known.name, known_pages(options.known))
    if options.draw:
        options.draw.mkdir(parents=True, exist_ok=True)
    for path in options.real:
        real(reader, path, options.draw)


if __name__ == "__main__":
    main()
