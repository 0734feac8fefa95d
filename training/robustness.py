"""How much is lost when a page is turned, inverted, tinted or scanned, and what is found where nothing is drawn.

python -m training.robustness --sheets 24 --barren 24
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray

from orchestrator.extraction import ExtractedPage, Extraction
from orchestrator.geometry import Box
from orchestrator.pages import Page
from orchestrator.recognition.images import decode_png
from training import scoring
from training.evaluate import FIRST_SEED, LOWEST, THRESHOLD, found, recognizer
from training.sheet import Sheet
from training.sheets.composition import compose
from training.wear import is_worn, wear

AS_DRAWN: Final = "as drawn"
TURNS: Final = (90, 180, 270)
TINTED: Final = 160
"""Brightness of tinted paper, of 255."""

Grey = NDArray[np.uint8]


def extracted(pdf: bytes) -> tuple[Grey, Page]:
    """Return the picture (H, W), 255 = paper, and the contents of a one-page PDF.

    Raises:
        ValueError: when the page cannot be read.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        path.write_bytes(pdf)
        with Extraction(path) as extraction:
            for result in extraction.pages():
                if isinstance(result, ExtractedPage) and result.image_png is not None:
                    return decode_png(result.image_png), result.page
    raise ValueError("the sheet has no page that can be read")


def turned(sheet: Sheet, degrees: int) -> tuple[bytes, list[scoring.Drawn]]:
    """Return the PDF displayed turned clockwise, and its truth in points of the page as it is displayed."""
    with pymupdf.open(stream=sheet.pdf, filetype="pdf") as document:
        page = document[0]
        page.set_rotation(degrees)
        truth = [scoring.Drawn(t.class_name, _turned(t.bbox, page.rotation_matrix)) for t in sheet.truth]
        return bytes(document.tobytes()), truth


def _turned(box: Box, matrix: pymupdf.Matrix) -> Box:
    x, y, width, height = box
    rect = (pymupdf.Rect(x, y, x + width, y + height) * matrix).normalize()
    return rect.x0, rect.y0, rect.width, rect.height


def inverted(grey: Grey) -> Grey:
    """Return white on black."""
    return np.uint8(255) - grey


def tinted(grey: Grey) -> Grey:
    """Return the drawing on dark paper."""
    return (grey.astype(np.float32) * (TINTED / 255)).astype(np.uint8)


def scanned(grey: Grey, seed: int) -> Grey:
    """Return what a plotter and a scanner make of it; another seed, another way."""
    return wear(grey, next(s for s in count(1_000 * seed) if is_worn(s)))


def variants(seed: int) -> dict[str, scoring.ScoredPage]:
    """Recognise the clean sheet of a seed as it is and changed in every way; keys name the changes."""
    sheet = compose(seed)
    pages = {}
    for degrees in (0, *TURNS):
        pdf, truth = turned(sheet, degrees)
        grey, page = extracted(pdf)
        name = f"turned by {degrees} degrees" if degrees else AS_DRAWN
        pages[name] = _scored(grey, page, truth)
    truth = [scoring.Drawn(t.class_name, t.bbox) for t in sheet.truth]
    grey, page = extracted(sheet.pdf)
    pages["inverted"] = _scored(inverted(grey), page, truth)
    pages["tinted paper"] = _scored(tinted(grey), page, truth)
    bare = page.model_copy(update={"words": ()})
    pages["picture without its text"] = _scored(grey, bare, truth)
    pages["scanned at 150 dpi, no text"] = _scored(scanned(grey, seed), bare, truth)
    return pages


def _scored(grey: Grey, page: Page, truth: list[scoring.Drawn]) -> scoring.ScoredPage:
    return scoring.ScoredPage(truth, found(recognizer().recognize(grey, page, LOWEST)))


def false_components(seed: int) -> int:
    """Return how many components are found on a sheet that holds none: text, architecture, maps or tables."""
    grey, page = extracted(compose(seed, "barren").pdf)
    return len(recognizer().recognize(grey, page, THRESHOLD).components)


def table(pages: Mapping[str, list[scoring.ScoredPage]]) -> Iterator[str]:
    """Yield a Markdown table: F1 of every change, and its difference to the pages as drawn in points."""
    before = scoring.score(pages[AS_DRAWN], THRESHOLD)
    yield "| page | localisation F1 | class F1 | change of class F1, points |"
    yield "|---|---:|---:|---:|"
    for name, changed in pages.items():
        after = scoring.score(changed, THRESHOLD)
        points = 100 * (after.overall.f1 - before.overall.f1)
        yield f"| {name} | {after.localisation.f1:.3f} | {after.overall.f1:.3f} | {points:+.1f} |"


def report(sheets: int, barren: int, workers: int) -> Iterator[str]:
    """Yield the figures as lines of Markdown."""
    seeds = range(FIRST_SEED, FIRST_SEED + sheets)
    with ProcessPoolExecutor(workers) as pool:
        changed = list(pool.map(variants, seeds))
        false = list(pool.map(false_components, range(FIRST_SEED, FIRST_SEED + barren)))
    yield from table({name: [page[name] for page in changed] for name in changed[0]})
    yield ""
    yield (
        f"On {barren} pages without electrical content {np.mean(false):.2f} false components a page, "
        f"at most {max(false)}; none on {false.count(0)}."
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=24)
    parser.add_argument("--barren", type=int, default=24)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    for line in report(options.sheets, options.barren, options.workers):
        print(line)


if __name__ == "__main__":
    main()
