"""How much is lost when a page is turned, inverted, tinted or scanned, and what is found where nothing is drawn.

python -m training.robustness --sheets 24 --barren 24

A scan goes the product's whole way: a PDF that holds one picture, whose words are read from it. The line after it gives
the same picture the words that were drawn: what is lost then the picture costs, the rest its reading.
"""

from __future__ import annotations

import argparse
import io
import math
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from orchestrator.extraction import ExtractedPage, Extraction
from orchestrator.geometry import Box
from orchestrator.pages import Page
from orchestrator.readings import with_words
from orchestrator.recognition.images import decode_png
from orchestrator.recognition.reading.reader import Reader
from training import scoring
from training.data import render
from training.evaluate import FIRST_SEED, LOWEST, THRESHOLD, found, recognizer
from training.sheet import Sheet
from training.sheets.composition import compose
from training.wear import is_worn, wear

AS_DRAWN: Final = "as drawn"
TURNS: Final = (90, 180, 270)
TINTED: Final = 160
"""Brightness of tinted paper, of 255."""

_PLOTTED_DPI: Final = 600
_SCANNED_DPI: Final = 150
_SKEW_DEGREES: Final = 0.2
"""Most that a sheet lies aslant on the scanner."""
_OPTICS_PX: Final = 1.6
"""Standard deviation of a scanner's blur, in pixels of the plot."""
_INK, _PAPER, _GRAIN = 30, 245, 4
"""Brightness of ink and of paper as a scanner sees them, and the standard deviation of its noise."""
_JPEG_QUALITY: Final = 75
_READING_S: Final = 60.0

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


def worn(grey: Grey, seed: int) -> Grey:
    """Return what copiers, screens and bad scanners make of it; another seed, another way."""
    return wear(grey, next(s for s in count(1_000 * seed) if is_worn(s)))


def scanned(sheet: Sheet, seed: int) -> tuple[bytes, list[scoring.Drawn]]:
    """Return what a scanner makes of the plotted sheet, a JPEG in a PDF, and the truth where it lies there."""
    source = np.random.default_rng(seed)
    degrees = source.uniform(-_SKEW_DEGREES, _SKEW_DEGREES)
    plot = Image.fromarray(render(sheet, _PLOTTED_DPI)).rotate(
        degrees, Image.Resampling.BILINEAR, fillcolor=255
    )
    size = round(sheet.width_pt * _SCANNED_DPI / 72), round(sheet.height_pt * _SCANNED_DPI / 72)
    seen = plot.filter(ImageFilter.GaussianBlur(_OPTICS_PX)).resize(size, Image.Resampling.BOX)
    light = np.asarray(seen, np.float32) / 255
    bright = _INK + light * (_PAPER - _INK) + _GRAIN * source.standard_normal(light.shape, np.float32)
    file = io.BytesIO()
    Image.fromarray(np.clip(bright, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=_JPEG_QUALITY)
    with pymupdf.open() as document:
        page = document.new_page(width=sheet.width_pt, height=sheet.height_pt)
        page.insert_image(page.rect, stream=file.getvalue())
        middle = sheet.width_pt / 2, sheet.height_pt / 2
        truth = [scoring.Drawn(t.class_name, _aslant(t.bbox, middle, degrees)) for t in sheet.truth]
        return bytes(document.tobytes()), truth


def _aslant(box: Box, middle: tuple[float, float], degrees: float) -> Box:
    """Return a box moved by a small turn of its page, anticlockwise as it is seen."""
    x, y, width, height = box
    across, down = x + width / 2 - middle[0], y + height / 2 - middle[1]
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    left = middle[0] + across * cosine + down * sine - width / 2
    return left, middle[1] + down * cosine - across * sine - height / 2, width, height


@cache
def reader() -> Reader:
    """Return what reads this process's pictures, one thread."""
    return Reader.of(1, _READING_S)


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
    bare = page.model_copy(update={"words": (), "text": ""})
    pages["picture without its text"] = _scored(grey, bare, truth)
    pages["worn picture without its text"] = _scored(worn(grey, seed), bare, truth)
    pdf, truth = scanned(sheet, seed)
    grey, scan = extracted(pdf)
    pages["scanned at 150 dpi"] = _scored(grey, with_words(scan, reader().read(grey, scan, "")), truth)
    told = scan.model_copy(update={"words": page.words, "text": page.text})
    pages["scanned at 150 dpi, its words told"] = _scored(grey, told, truth)
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
