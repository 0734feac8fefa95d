"""How well legends are read.

python -m benchmarks.legend --sheets 5
python -m benchmarks.legend --draw FOLDER
python -m benchmarks.legend --real ../shared/drawings
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from benchmarks.legend_sheets import LAYOUTS, Drawn, legend_page
from orchestrator.extraction.document import Extraction
from orchestrator.extraction.results import PageFailure
from orchestrator.geometry import centre, contains, expand, iou
from orchestrator.legends import LegendEntry, PageLegend
from orchestrator.pages import Page
from orchestrator.recognition.legend.reader import legend_of


@dataclass(frozen=True, slots=True)
class Score:
    """How a page's legend was read: entries there are, found as one, and right; classes named, and right."""

    entries: int
    found: int
    paired: int
    named: int
    rightly: int


def page_of(pdf: bytes) -> Page:
    """Return the first page of a PDF as extraction stores it.

    Raises:
        ValueError: when it cannot be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.pdf")
        path.write_bytes(pdf)
        with Extraction(path) as extraction:
            page = next(iter(extraction.pages()))
    if isinstance(page, PageFailure):
        raise ValueError(page.detail)  # noqa: TRY004 - a page that cannot be read, no wrong type
    return page.page


def score(drawn: Sequence[Drawn], found: Sequence[LegendEntry]) -> Score:
    """Compare the entries that were read with those that were drawn."""
    pairs = [(entry, _entry_of(entry, found)) for entry in drawn]
    right = [(d, f) for d, f in pairs if f and _letters(f.description or "") == _letters(d.description)]
    named = [(d, f) for d, f in right if d.class_name != "other"]
    return Score(
        entries=len(drawn),
        found=len(found),
        paired=len(right),
        named=len(named),
        rightly=sum(f.class_name == d.class_name for d, f in named),
    )


def _entry_of(drawn: Drawn, found: Iterable[LegendEntry]) -> LegendEntry | None:
    """Return the entry whose picture is the drawn one; it may hold leads and letters, which the truth leaves out."""
    near = [f for f in found if contains(expand(f.bbox, 1.0), *centre(drawn.bbox))]
    near = [f for f in near if contains(expand(drawn.bbox, 2.0 + f.bbox[3] / 4), *centre(f.bbox))]
    return max(near, key=lambda f: iou(f.bbox, drawn.bbox), default=None)


def _letters(text: str) -> str:
    return "".join(text.split())


def total(scores: Sequence[Score]) -> Score:
    """Add scores up."""
    return Score(*(sum(getattr(s, name) for s in scores) for name in Score.__slots__))


def draw(pdf: bytes, legend: PageLegend, path: Path) -> None:
    """Write a picture of a page with its entries marked: picture blue, area grey."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        page = document[0]
        for x, y, width, height in legend.areas:
            page.draw_rect(pymupdf.Rect(x, y, x + width, y + height), color=(0.6, 0.6, 0.6), width=1.5)
        for entry in legend.entries:
            x, y, width, height = entry.bbox
            page.draw_rect(pymupdf.Rect(x, y, x + width, y + height), color=(0, 0, 1), width=0.7)
            page.insert_text((x, y - 1), entry.class_name or "?", fontsize=5, color=(1, 0, 0))
        page.get_pixmap(dpi=110).save(path)


def layouts(names: Iterable[str], sheets: int, folder: Path | None) -> Score:
    """Print how each layout is read, and return all of it."""
    everything = []
    for layout in names:
        scores = []
        for seed in range(sheets):
            sheet = legend_page(layout, seed)
            legend = legend_of(page_of(sheet.pdf))
            scores.append(score(sheet.entries, legend.entries))
            if folder:
                draw(sheet.pdf, legend, folder / f"{layout.replace(' ', '-')}-{seed}.png")
        everything += scores
        print(_line(layout, total(scores)))
    print(_line("all", total(everything)))
    return total(everything)


def _line(name: str, s: Score) -> str:
    return (
        f"{name:28} {s.paired}/{s.entries} paired ({s.paired / max(s.entries, 1):.3f}), "
        f"{s.found - s.paired} others, class named {s.rightly}/{s.named} ({s.rightly / max(s.named, 1):.3f})"
    )


def real(folder: Path, pictures: Path | None) -> None:
    """Print what is read of the legends of real drawings, and why nothing is where nothing can be."""
    if not folder.is_dir():
        print(f"real drawings: skipped, {folder} is not there")
        return
    for path in sorted(folder.rglob("*.pdf")):
        with pymupdf.open(path) as document:
            document.select([0])
            pdf = document.tobytes()
        page = page_of(pdf)
        legend = legend_of(page)
        why = "" if page.words else ": no text layer, so no description can be read"
        named = sum(entry.class_name is not None for entry in legend.entries)
        print(f"{path.stem:40} {len(legend.entries)} entries, {named} named{why}")
        if pictures and legend.entries:
            draw(pdf, legend, pictures / f"{path.stem}.png")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=5, help="of each layout")
    parser.add_argument("--layouts", nargs="+", default=list(LAYOUTS), choices=list(LAYOUTS))
    parser.add_argument("--draw", type=Path, help="a folder for pictures of what was read")
    parser.add_argument(
        "--real", type=Path, help="a folder of real drawings, of which the first pages are read"
    )
    options = parser.parse_args()
    if options.draw:
        options.draw.mkdir(parents=True, exist_ok=True)
    if options.real:
        real(options.real, options.draw)
    else:
        layouts(options.layouts, options.sheets, options.draw)


if __name__ == "__main__":
    main()
