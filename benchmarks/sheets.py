"""PDFs to measure extraction with: ordinary sheets, dense vector sheets, a page at every limit, scans."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import pymupdf

from orchestrator.pdf.limits import Limits
from training.data import HELD_OUT
from training.sheets.composition import compose

WIDTH, HEIGHT = 2_592, 1_728  # points: 36 x 24 in
_SHEETS: Final = 6
_SCAN_DPI: Final = 200
_STEP: Final = 7.0  # points between the places of words at the limit


def ordinary() -> pymupdf.Document:
    """Return six synthetic sheets as CAD plots them: some thousand paths and a few hundred words each."""
    document = pymupdf.open()
    for seed in range(HELD_OUT, HELD_OUT + _SHEETS):
        with pymupdf.open("pdf", compose(seed).pdf) as sheet:
            document.insert_pdf(sheet)
    return document


def dense(paths: int, lines: int = 1, words: int = 500) -> pymupdf.Document:
    """Return one sheet of so many paths, each of short lines, and so many words; the same at every call."""
    rng = np.random.default_rng(paths)
    starts = rng.uniform((0, 0), (WIDTH, HEIGHT), (paths, 1, 2))
    steps = rng.normal(0, 6, (paths, lines, 2)).cumsum(axis=1)
    corners = np.concatenate([starts, starts + steps], axis=1).round(2).tolist()
    content = ["0.5 w"]
    for (x, y), *others in corners:
        content.append(f"{x} {y} m " + " ".join(f"{a} {b} l" for a, b in others) + " S")
    document = pymupdf.open()
    _add_page(document, "\n".join(content), _text(words))
    return document


def at_the_limits() -> pymupdf.Document:
    """Return one page with as many paths, items and words as are read of one."""
    limits = Limits()
    lines = limits.max_path_items // limits.max_paths
    return dense(limits.max_paths, lines, limits.max_words)


def scans(sheets: int = 1) -> pymupdf.Document:
    """Return sheets as a scanner makes them: each a grey picture with some noise, no text, no path."""
    document = pymupdf.open()
    for seed in range(HELD_OUT, HELD_OUT + sheets):
        with pymupdf.open("pdf", compose(seed).pdf) as sheet:
            pixels = sheet[0].get_pixmap(dpi=_SCAN_DPI, colorspace=pymupdf.csGRAY)
            size = sheet[0].rect
        grey = np.frombuffer(pixels.samples, np.uint8).astype(np.int16)
        noisy = (grey + np.random.default_rng(0).normal(0, 6, grey.shape)).clip(0, 255).astype(np.uint8)
        picture = pymupdf.Pixmap(pymupdf.csGRAY, pixels.width, pixels.height, noisy.tobytes(), False)  # noqa: FBT003
        page = document.new_page(width=size.width, height=size.height)
        page.insert_image(size, stream=picture.tobytes("jpeg"))
    return document


KINDS: Final[dict[str, Callable[[], pymupdf.Document]]] = {
    "ordinary": ordinary,
    "10k paths": lambda: dense(10_000),
    "100k paths": lambda: dense(100_000),
    "500k paths": lambda: dense(500_000),
    "limits": at_the_limits,
    "scan": scans,
    "set of scans": lambda: scans(_SHEETS),
}


def write(kind: str, folder: Path) -> Path:
    """Write the PDF of a kind and return where."""
    path = folder / f"{kind.replace(' ', '-')}.pdf"
    document = KINDS[kind]()
    document.save(path, deflate=True)
    document.close()
    return path


def _text(words: int) -> str:
    columns = int(WIDTH / (3 * _STEP))
    places = (divmod(number, columns) for number in range(words))
    shown = (
        f"1 0 0 1 {column * 3 * _STEP:.1f} {(HEIGHT - 10 - row * _STEP) % HEIGHT:.1f} Tm (W{row % 100}) Tj"
        for row, column in places
    )
    return "BT /helv 6 Tf " + "\n".join(shown) + " ET"


def _add_page(document: pymupdf.Document, *contents: str) -> None:
    page = document.new_page(width=WIDTH, height=HEIGHT)
    page.insert_font(fontname="helv")
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    document.update_stream(xref, "\n".join(contents).encode())
    document.xref_set_key(page.xref, "Contents", f"{xref} 0 R")
