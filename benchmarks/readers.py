"""One reader over one PDF in a process of its own: seconds, CPU seconds and peak memory, as one JSON line.

python -m benchmarks.readers ours sheet.pdf
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

_KILO: Final = 1 if sys.platform == "darwin" else 1_024
"""Bytes of a unit of `ru_maxrss`."""

Document = Any
"""What a reader's library calls an open document."""


@contextmanager
def ours(pdf: Path) -> Iterator[Document]:
    """Open a PDF as the product does, in its sandboxed child."""
    from orchestrator.extraction import Extraction  # noqa: PLC0415  # each process loads its own reader

    with Extraction(pdf) as document:
        yield document


def read_ours(document: Document) -> int:
    """Read every page, title block and all, to the bytes that are stored."""
    return sum(bool(page.image_png and page.page.to_bytes()) for page in document.pages())


def raw(pdf: Path) -> AbstractContextManager[Document]:
    """Open a PDF with PyMuPDF, in this process."""
    opened: AbstractContextManager[Document] = import_module("pymupdf").open(pdf)
    return opened


def read_raw(document: Document) -> int:
    """Read words, paths and picture of every page with the same calls, and do nothing with what they give."""
    import pymupdf  # noqa: PLC0415  # as above

    from orchestrator.pdf import picture  # noqa: PLC0415  # as above
    from orchestrator.pdf.limits import Limits  # noqa: PLC0415  # as above
    from orchestrator.pdf.text import FLAGS  # noqa: PLC0415  # as above

    for page in document:
        page.get_textpage(flags=FLAGS).extractWORDS()
        page.get_cdrawings(callback=lambda _path: None)
        scale = picture.zoom(page.rect.width, page.rect.height, 150, Limits().max_page_image_pixels)
        page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY).tobytes("png")
    return len(document)


def pdfplumber(pdf: Path) -> AbstractContextManager[Document]:
    """Open a PDF with pdfplumber."""
    opened: AbstractContextManager[Document] = import_module("pdfplumber").open(pdf)
    return opened


def read_pdfplumber(document: Document) -> int:
    """Read words and paths of every page; no picture."""
    for page in document.pages:
        page.extract_words()
        len(page.lines), len(page.rects), len(page.curves)
        page.close()
    return len(document.pages)


def pypdf(pdf: Path) -> AbstractContextManager[Document]:
    """Open a PDF with pypdf."""
    opened: AbstractContextManager[Document] = import_module("pypdf").PdfReader(pdf)
    return opened


def read_pypdf(document: Document) -> int:
    """Read the text of every page: it has neither word boxes nor paths nor a picture."""
    for page in document.pages:
        page.extract_text()
    return len(document.pages)


Open = Callable[[Path], AbstractContextManager[Document]]
READERS: Final[dict[str, tuple[Open, Callable[[Document], int]]]] = {
    "ours": (ours, read_ours),
    "raw": (raw, read_raw),
    "pdfplumber": (pdfplumber, read_pdfplumber),
    "pypdf": (pypdf, read_pypdf),
}


def cpu_seconds() -> float:
    """Return what this process and its ended children have used."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def measured(name: str, pdf: Path) -> dict[str, float]:
    """Return pages, seconds and CPU seconds beyond those of opening alone, and peak memory in MB.

    `child_mb` is the reader's child, `own_mb` this process; a child counts at least what we had when it began.
    """
    opened, read = READERS[name]
    with opened(pdf):  # loads the library
        pass
    begun = time.perf_counter(), cpu_seconds()
    with opened(pdf):
        pass
    between = time.perf_counter(), cpu_seconds()
    with opened(pdf) as document:
        pages = read(document)
    ended = time.perf_counter(), cpu_seconds()
    opening = [b - a for a, b in zip(begun, between, strict=True)]
    wall, cpu = (b - a - o for a, b, o in zip(between, ended, opening, strict=True))
    own, child = (
        resource.getrusage(who).ru_maxrss * _KILO / 1e6
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "pages": pages,
        "wall_s": wall,
        "cpu_s": cpu,
        "open_s": opening[0],
        "own_mb": own,
        "child_mb": child,
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("pdf", type=Path)
    options = parser.parse_args()
    print(json.dumps(measured(options.reader, options.pdf)))


if __name__ == "__main__":
    main()
