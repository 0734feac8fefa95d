"""Measure the shipped model: on held-out synthetic sheets, and on real drawings with truth where they are at hand.

python -m training.evaluate --sheets 60 --drawings ../shared/drawings --card functions/recognition/model/README.md
python -m training.evaluate --sheets 60 --drawings ../shared/drawings --overlays out/overlays

Overlays show the pages with the most mistakes: green is found and named, orange found under another name, red missed,
blue found where nothing is drawn.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from orchestrator.components import PageComponents, band_of
from orchestrator.extraction import ExtractedPage, Extraction
from orchestrator.pages import Page, PageImage
from orchestrator.recognition.images import decode_png
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.settings import MIN_CONFIDENCE
from training import foreign, scoring
from training.data import DPI, HELD_OUT, Grey, render
from training.overlays import Evaluated, write_worst
from training.sheet import Sheet
from training.sheets.composition import compose
from training.sheets.palette import STEADY, TRAINED, UNSEEN, Practice
from training.wear import is_worn, wear

MODEL_DIR = Path("functions/recognition/model")
LOWEST = 0.05  # average precision looks at predictions below the threshold too
THRESHOLD = MIN_CONFIDENCE
FIRST_UNSEEN = HELD_OUT + 2_000
FIRST_SEED = HELD_OUT + 1_000  # the held-out seeds before it were looked at while thresholds were chosen
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


@cache
def recognizer() -> Recognizer:
    """Return this process's recogniser, one thread."""
    return Recognizer.load(MODEL_DIR, threads=1)


def found(page: PageComponents) -> list[scoring.Found]:
    """Return a page's components as the scorer takes them."""
    return [scoring.Found(c.class_name, c.bbox, c.confidence) for c in page.components]


def synthetic_page(seed: int, practice: Practice = TRAINED) -> Evaluated:
    """Recognise the held-out sheet of a seed: a worn one as the scan it is, a clean one as a PDF with its words."""
    sheet = compose(seed, practice=practice)
    truth = [scoring.Drawn(t.class_name, t.bbox) for t in sheet.truth]
    if is_worn(seed):
        grey, page = _scan(seed, sheet)
    else:
        grey, page = of_bytes(sheet.pdf)
    components = recognizer().recognize(grey, page, LOWEST)
    return Evaluated(f"seed-{seed}", scoring.ScoredPage(truth, found(components)), grey, _scale(page))


def _scan(seed: int, sheet: Sheet) -> tuple[Grey, Page]:
    grey = wear(render(sheet), seed)
    image = PageImage(width_px=grey.shape[1], height_px=grey.shape[0], scale=DPI / 72)
    return grey, Page(page_number=1, width_pt=sheet.width_pt, height_pt=sheet.height_pt, image=image)


def of_bytes(pdf: bytes) -> tuple[Grey, Page]:
    """Return picture and contents of a one-page PDF."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        path.write_bytes(pdf)
        ((grey, page),) = extracted(path)
    return grey, page


def extracted(pdf: Path) -> Iterator[tuple[Grey, Page]]:
    """Yield picture and contents of every page of a PDF, as the product's recognition gets them."""
    with Extraction(pdf) as extraction:
        for result in extraction.pages():
            if isinstance(result, ExtractedPage) and result.image_png is not None:
                yield decode_png(result.image_png), result.page


def _scale(page: Page) -> float:
    """Return pixels a point of a page that has a picture."""
    return page.image.scale if page.image else 1.0


def real_pages(truth_file: Path) -> list[Evaluated]:
    """Recognise a real drawing and pair it with its truth; pages without truth are left out."""
    truth = {page["page"]: page for page in json.loads(truth_file.read_text())["pages"]}
    pdf = truth_file.with_name(truth_file.name.replace(".truth.json", ".pdf"))
    pages = []
    for grey, page in extracted(pdf):
        if (known := truth.get(page.page_number)) is not None:
            drawn = [scoring.Drawn(c["class"], tuple(c["bbox"])) for c in known["components"]]
            components = recognizer().recognize(grey, page, LOWEST)
            scored = scoring.ScoredPage(drawn, found(components), [tuple(b) for b in known.get("ignore", ())])
            pages.append(Evaluated(f"{pdf.stem}-{page.page_number}", scored, grey, _scale(page)))
    return pages


def sections(sheets: int, drawings: Path | None, workers: int, overlays: Path | None) -> Iterator[str]:
    """Yield the figures as Markdown, a section a set; write the overlays of each set's worst pages."""
    with ProcessPoolExecutor(workers) as pool:
        for title, practice, first in (
            ("Held-out synthetic sheets", STEADY, FIRST_SEED),
            ("Held-out synthetic sheets of all habits, a third of the plans small", TRAINED, FIRST_SEED),
            (
                "Held-out style: synthetic sheets of variants, fonts and pens never trained on",
                UNSEEN,
                FIRST_UNSEEN,
            ),
        ):
            seeds = range(first, first + sheets)
            pages = list(pool.map(partial(synthetic_page, practice=practice), seeds))
            yield _section(f"{title} ({sheets})", pages, overlays)
            yield _parts([page.scored for page in pages], [is_worn(seed) for seed in seeds])
        for folder in sorted(p for p in drawings.iterdir() if p.is_dir()) if drawings else ():
            files = sorted(folder.glob("*.truth.json"))
            real = [page for some in pool.map(real_pages, files) for page in some]
            if real:
                title = f"Real drawings: {folder.name.replace('_', ' ')} ({len(real)} pages)"
                yield _section(title, real, overlays)


def foreign_section(symbols: Path) -> str:
    """Recognise symbols drawn by others, at three sizes, and return the figures as Markdown."""
    source, seen = random.Random(1), list[foreign.Seen]()
    for side_mm in (8.0, 11.0, 15.0):
        pdf, placed = foreign.sheet(foreign.pictures(symbols), side_mm, source)
        grey, page = of_bytes(pdf)
        components = recognizer().recognize(grey, page, THRESHOLD).components
        seen += foreign.judge(placed, components)
    return foreign.section(seen)


def _section(title: str, evaluated: list[Evaluated], overlays: Path | None) -> str:
    pages = [page.scored for page in evaluated]
    strict = scoring.score(pages, THRESHOLD, ignore_other=False)
    report = scoring.score(pages, THRESHOLD)
    note = f"With symbols outside the taxonomy scored as class `other`: F1 {strict.overall.f1:.3f}."
    if overlays:
        write_worst(evaluated, overlays, THRESHOLD)
    return f"### {title}\n\n{note} {bands(pages)}\n\n{scoring.table(report)}\n"


def bands(pages: Sequence[scoring.ScoredPage]) -> str:
    """Return a sentence that says how often each confidence band is right in class and place."""
    right = scoring.by_confidence(pages)
    shares = (
        (name, [hit for sure, hit in right if band_of(sure) == name]) for name in ("high", "review", "low")
    )
    told = ", ".join(f"`{name}` {sum(hits) / max(len(hits), 1):.1%} of {len(hits)}" for name, hits in shares)
    return f"Right by band: {told}."


def _parts(pages: list[scoring.ScoredPage], worn: list[bool]) -> str:
    """Return one line for the clean and one for the worn of these pages."""
    lines = []
    for name, wanted in (("clean", False), ("worn", True)):
        report = scoring.score(
            [p for p, is_one in zip(pages, worn, strict=True) if is_one is wanted], THRESHOLD
        )
        f1 = f"localisation F1 {report.localisation.f1:.3f}, class F1 {report.overall.f1:.3f}"
        lines.append(f"- {name} ({worn.count(wanted)} sheets): {f1}")
    return "\n".join(lines) + "\n"


def write_card(card: Path, figures: str) -> None:
    """Put the figures between the card's markers.

    Raises:
        ValueError: when the card has no markers.
    """
    text = card.read_text()
    if BEGIN not in text or END not in text:
        raise ValueError(f"{card} has no {BEGIN} … {END}")
    head, tail = text[: text.index(BEGIN)], text[text.index(END) + len(END) :]
    card.write_text(f"{head}{BEGIN}\n\n{figures}\n{END}{tail}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=60)
    parser.add_argument("--drawings", type=Path)
    parser.add_argument("--symbols", type=Path, help="folder of symbol sets drawn by others")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--card", type=Path, help="model card to write the figures into")
    parser.add_argument("--overlays", type=Path, help="folder for pictures of the worst pages")
    options = parser.parse_args()
    figures = "\n".join(sections(options.sheets, options.drawings, options.workers, options.overlays))
    if options.symbols:
        figures += "\n" + foreign_section(options.symbols)
    print(figures)
    if options.card:
        write_card(options.card, figures)


if __name__ == "__main__":
    main()
