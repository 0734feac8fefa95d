"""Measure the shipped model: on held-out synthetic sheets, and on real drawings with truth where they are at hand.

python -m training.evaluate --sheets 60 --drawings ../shared/drawings --card functions/recognition/model/README.md
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from orchestrator.components import PageComponents
from orchestrator.extraction import ExtractedPage, Extraction
from orchestrator.pages import Page, PageImage
from orchestrator.recognition.images import decode_png
from orchestrator.recognition.recognizer import Recognizer
from training import scoring
from training.data import DPI, HELD_OUT, picture
from training.sheet import Sheet
from training.sheets.composition import compose
from training.wear import is_worn

MODEL_DIR = Path("functions/recognition/model")
LOWEST = 0.05  # average precision looks at predictions below the threshold too
THRESHOLD = 0.5
FIRST_SEED = HELD_OUT + 1_000  # the held-out seeds before it were looked at while thresholds were chosen
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


@cache
def recognizer() -> Recognizer:
    """Return this process's recogniser, one thread."""
    return Recognizer.load(MODEL_DIR, threads=1)


def found(page: PageComponents) -> list[scoring.Found]:
    """Return a page's components as the scorer takes them."""
    return [scoring.Found(c.class_name, c.bbox, c.confidence) for c in page.components]


def synthetic_page(seed: int) -> scoring.ScoredPage:
    """Recognise the held-out sheet of a seed: a worn one as the scan it is, a clean one as a PDF with its words."""
    sheet = compose(seed)
    truth = [scoring.Drawn(t.class_name, t.bbox) for t in sheet.truth]
    if is_worn(seed):
        return scoring.ScoredPage(truth, found(_scan(seed, sheet)))
    with TemporaryDirectory() as folder:
        pdf = Path(folder) / "sheet.pdf"
        pdf.write_bytes(sheet.pdf)
        (page,) = recognized(pdf)
    return scoring.ScoredPage(truth, found(page))


def _scan(seed: int, sheet: Sheet) -> PageComponents:
    grey = picture(seed).page
    image = PageImage(width_px=grey.shape[1], height_px=grey.shape[0], scale=DPI / 72)
    page = Page(page_number=1, width_pt=sheet.width_pt, height_pt=sheet.height_pt, image=image)
    return recognizer().recognize(grey, page, LOWEST)


def recognized(pdf: Path) -> Iterator[PageComponents]:
    """Yield the components of every page of a PDF, the way the product finds them."""
    with Extraction(pdf) as extraction:
        for result in extraction.pages():
            if isinstance(result, ExtractedPage) and result.image_png is not None:
                yield recognizer().recognize(decode_png(result.image_png), result.page, LOWEST)


def real_pages(truth_file: Path) -> list[scoring.ScoredPage]:
    """Recognise a real drawing and pair it with its truth; pages without truth are left out."""
    truth = {page["page"]: page for page in json.loads(truth_file.read_text())["pages"]}
    pdf = truth_file.with_name(truth_file.name.replace(".truth.json", ".pdf"))
    pages = []
    for page in recognized(pdf):
        if page.page in truth:
            known = truth[page.page]
            drawn = [scoring.Drawn(c["class"], tuple(c["bbox"])) for c in known["components"]]
            pages.append(scoring.ScoredPage(drawn, found(page), [tuple(b) for b in known.get("ignore", ())]))
    return pages


def sections(sheets: int, drawings: Path | None, workers: int) -> Iterator[str]:
    """Yield the figures as Markdown, a section a set."""
    with ProcessPoolExecutor(workers) as pool:
        seeds = range(FIRST_SEED, FIRST_SEED + sheets)
        pages = list(pool.map(synthetic_page, seeds))
        yield _section(f"Held-out synthetic sheets ({sheets})", pages)
        yield _parts(pages, [is_worn(seed) for seed in seeds])
        for folder in sorted(p for p in drawings.iterdir() if p.is_dir()) if drawings else ():
            files = sorted(folder.glob("*.truth.json"))
            real = [page for some in pool.map(real_pages, files) for page in some]
            if real:
                yield _section(f"Real drawings: {folder.name.replace('_', ' ')} ({len(real)} pages)", real)


def _section(title: str, pages: list[scoring.ScoredPage]) -> str:
    strict = scoring.score(pages, THRESHOLD, ignore_other=False)
    report = scoring.score(pages, THRESHOLD)
    note = f"With symbols outside the taxonomy scored as class `other`: F1 {strict.overall.f1:.3f}."
    return f"### {title}\n\n{note}\n\n{scoring.table(report)}\n"


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
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--card", type=Path)
    options = parser.parse_args()
    figures = "\n".join(sections(options.sheets, options.drawings, options.workers))
    print(figures)
    if options.card:
        write_card(options.card, figures)


if __name__ == "__main__":
    main()
