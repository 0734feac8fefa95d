"""One reader over one PDF in a process of its own: seconds, CPU seconds and peak memory, as one JSON line.

python -m benchmarks.readers ours sheet.pdf
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

_KILO: Final = 1 if sys.platform == "darwin" else 1_024
"""Bytes of a unit of `ru_maxrss`."""

_PATIENCE_S: Final = 3_600
"""Instead of the product's limits of time, which a busy machine may break at the largest pages."""

Document = Any
"""What a reader's library calls an open document."""


@contextmanager
def ours(pdf: Path) -> Iterator[Document]:
    """Open a PDF as the product does, in its sandboxed children."""
    from orchestrator.extraction import Extraction, Limits  # noqa: PLC0415  # each process loads its own reader

    with Extraction(pdf, Limits(page_timeout_s=_PATIENCE_S, step_cpu_s=_PATIENCE_S)) as document:
        yield document


def read_ours(document: Document, *, picture: bool = True) -> int:
    """Read every page, title block and all, to the bytes that are stored."""
    return sum(
        len(page.page.to_bytes()) > 0 and (page.image_png is not None) == picture for page in document.pages()
    )


@contextmanager
def ours_contents(pdf: Path) -> Iterator[Document]:
    """Open a PDF as the product does, for what its pages hold and not for their pictures."""
    from orchestrator.extraction import ExtractedPage, Extraction, Limits  # noqa: PLC0415  # as above
    from orchestrator.extraction.ahead import Ahead  # noqa: PLC0415  # as above
    from orchestrator.extraction.opened import Opened  # noqa: PLC0415  # as above
    from orchestrator.pages import Page  # noqa: PLC0415  # as above

    class Reading(Ahead):
        def _draw(self, opened: Opened) -> None:
            pass

    class Contents(Extraction):
        def _work(self, reader: Opened, drawer: Opened) -> None:
            super()._work(reader, drawer)
            self._ahead = Reading(reader, drawer, "full")

        def _with_picture(self, page: Page) -> ExtractedPage:
            return ExtractedPage(page, None)

    limits = Limits(page_timeout_s=_PATIENCE_S, step_cpu_s=_PATIENCE_S, max_children=1)
    with Contents(pdf, limits) as document:
        yield document


def raw(pdf: Path) -> AbstractContextManager[Document]:
    """Open a PDF with PyMuPDF, in this process."""
    opened: AbstractContextManager[Document] = import_module("pymupdf").open(pdf)
    return opened


def read_raw(document: Document, *, with_picture: bool = True) -> int:
    """Read words, paths and picture of every page with the same calls, and do nothing with what they give."""
    import pymupdf  # noqa: PLC0415  # as above

    from orchestrator.pdf import picture  # noqa: PLC0415  # as above
    from orchestrator.pdf.limits import Limits  # noqa: PLC0415  # as above
    from orchestrator.pdf.text import FLAGS  # noqa: PLC0415  # as above

    for page in document:
        page.get_textpage(flags=FLAGS).extractWORDS()
        page.get_cdrawings(callback=lambda _path: None)
        if not with_picture:
            continue
        scale = picture.zoom(page.rect.width, page.rect.height, 150, Limits().max_page_image_pixels)
        page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY).tobytes("png")
    return len(document)


def pdfplumber(pdf: Path) -> AbstractContextManager[Document]:
    """Open a PDF with pdfplumber."""
    opened: AbstractContextManager[Document] = import_module("pdfplumber").open(pdf)
    return opened


def read_pdfplumber(document: Document, *, picture: bool = True, png_level: int | None = None) -> int:
    """Read words, paths, images, annotations, links and picture of every page; it is smoothed as that of the others is.

    Pillow packs the picture at its own level 6 unless `png_level` says otherwise: a scan's into as many bytes as ours.
    """
    options = {} if png_level is None else {"compress_level": png_level}
    for page in document.pages:
        page.extract_words()
        len(page.lines), len(page.rects), len(page.curves)
        len(page.images), len(page.annots), len(page.hyperlinks)
        if picture:
            shown = page.to_image(resolution=150, antialias=True).original
            shown.convert("L").save(io.BytesIO(), "PNG", **options)
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
    "raw": (raw, read_raw),
    "raw, no picture": (raw, partial(read_raw, with_picture=False)),
    "ours": (ours, read_ours),
    "ours, no picture": (ours_contents, partial(read_ours, picture=False)),
    "pdfplumber": (pdfplumber, read_pdfplumber),
    "pdfplumber, fast PNG": (pdfplumber, partial(read_pdfplumber, png_level=1)),
    "pdfplumber, no picture": (pdfplumber, partial(read_pdfplumber, picture=False)),
    "pypdf": (pypdf, read_pypdf),
}


def cpu_seconds() -> float:
    """Return what this process and its ended children have used."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def peak_mb(process: int | str) -> float:
    """Return the peak memory of a process; Linux would count that of whoever started it in `ru_maxrss`."""
    status = Path(f"/proc/{process}/status").read_text()
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak) * 1_024 / 1e6


def own_peak_mb() -> float:
    """Return the peak memory of this process."""
    if sys.platform == "linux":
        return peak_mb("self")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILO / 1e6


def children_mb() -> list[float]:
    """Return the peak memory of each child that lives; none where there is no /proc."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    return [peak_mb(child) for child in listed.read_text().split()] if listed.exists() else []


def measured(name: str, pdf: Path) -> dict[str, Any]:
    """Return pages, seconds and CPU seconds beyond those of opening alone, and peak memory in MB.

    `children_mb` are the reader's children, `own_mb` this process.
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
        peaks = children_mb()
    ended = time.perf_counter(), cpu_seconds()
    opening = [b - a for a, b in zip(begun, between, strict=True)]
    wall, cpu = (b - a - o for a, b, o in zip(between, ended, opening, strict=True))
    own = own_peak_mb()
    return {"pages": pages, "wall_s": wall, "cpu_s": cpu, "own_mb": own, "children_mb": peaks}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("pdf", type=Path)
    options = parser.parse_args()
    print(json.dumps(measured(options.reader, options.pdf)))


if __name__ == "__main__":
    main()
