"""Speed and memory of extraction against bare PyMuPDF calls for the same work, pdfplumber and pypdf.

python -m benchmarks.extraction                    # all sheets, all readers: some minutes
python -m benchmarks.extraction --readers ours raw --sheets "100k paths" scan

Every figure is of a process of its own, without the opening of the file. The readers take turns, and each figure is
the median of up to five turns (fewer of what takes long): a busy machine slows all of them. CPU seconds count the
children too; wall seconds show that they work at the same time, where there are two cores for them: `ours` reads in
one child and draws in another, without the picture it has one; all others are one process (`procs`). The peaks of all
processes are added up, though they need not have come at the same moment. Pages/s and MB/s are of wall seconds.

`ours` and `raw` read words, paths and a smoothed 150 dpi grey picture as PNG, `ours` also fonts, title block, layers,
annotations and links, up to the bytes that are stored; pdfplumber reads words, paths, images, annotations, links and
the same picture (pdfium draws it), pypdf text alone. Half of a scan's time with pdfplumber is Pillow's packing of the
PNG: `fast PNG` packs it with the least effort instead, into a sixth more bytes. Three lines leave the picture out: all
draw it with a library in C. The last lines tell how much faster than pdfplumber ours is.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.readers import READERS
from benchmarks.sheets import KINDS, write

_PEERS: Final = ("pdfplumber", "pypdf")
_COLUMNS: Final = (
    "sheet",
    "reader",
    "pages/s",
    "MB/s",
    "CPU s",
    "x raw",
    "wall s",
    "x raw",
    "procs",
    "peak MB",
)
_TURNS: Final = 5
_ENOUGH_S: Final = 10.0
"""Seconds of one reader at one sheet after which it has no more turns."""
_WIDTHS: Final = (24, 22, 8, 8, 8, 6, 8, 6, 5, 23)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one reader took for one PDF: CPU and wall seconds, peak memory of the process and of its children."""

    pages: int
    cpu_s: float
    wall_s: float
    own_mb: float
    children_mb: list[float]
    file_mb: float

    def row(self, raw: Figures | None) -> list[str]:
        """Return the cells of a line, the seconds also in terms of the bare calls."""
        peaks = self.own_mb, *self.children_mb
        peak = " + ".join(f"{mb:.0f}" for mb in peaks)
        if self.children_mb:
            peak += f" = {sum(peaks):.0f}"
        speed = [f"{self.pages / self.wall_s:.2f}", f"{self.file_mb / self.wall_s:.2f}"]
        cpu, wall = (f"{self.cpu_s / raw.cpu_s:.2f}", f"{self.wall_s / raw.wall_s:.2f}") if raw else ("", "")
        return [*speed, f"{self.cpu_s:.2f}", cpu, f"{self.wall_s:.2f}", wall, f"{len(peaks)}", peak]


def measured(reader: str, pdf: Path, patience_s: float) -> Figures | str:
    """Return the figures of a reader, or why there are none."""
    command = [sys.executable, "-m", "benchmarks.readers", reader, str(pdf)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=patience_s, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return f"not done after {patience_s:.0f} s"
    if done.returncode:
        return f"failed: {done.stderr.strip().splitlines()[-1][:60]}"
    found = json.loads(done.stdout)
    return Figures(**found, file_mb=pdf.stat().st_size / 1e6)


def in_turns(pdf: Path, readers: list[str], patience_s: float) -> dict[str, Figures | str]:
    """Return each reader's median figures, or why there are none."""
    taken: dict[str, list[Figures]] = {reader: [] for reader in readers}
    failed: dict[str, Figures | str] = {}
    for _ in range(_TURNS):
        for reader in readers:
            before = sum(figures.wall_s for figures in taken[reader])
            if reader in failed or before > _ENOUGH_S:
                continue
            figures = measured(reader, pdf, patience_s)
            if isinstance(figures, str):
                failed[reader] = figures
            else:
                taken[reader].append(figures)
    return {reader: failed.get(reader) or middle(taken[reader]) for reader in readers}


def middle(taken: list[Figures]) -> Figures:
    """Return the median CPU and wall seconds of several turns, and the largest peaks of memory."""
    return replace(
        taken[0],
        cpu_s=median(figures.cpu_s for figures in taken),
        wall_s=median(figures.wall_s for figures in taken),
        own_mb=max(figures.own_mb for figures in taken),
        children_mb=max((figures.children_mb for figures in taken), key=sum),
    )


def lines(pdf: Path, sheet: str, readers: list[str], patience_s: float) -> Iterator[str]:
    """Yield a line a reader."""
    found = in_turns(pdf, readers, patience_s)
    for reader, figures in found.items():
        if isinstance(figures, str):
            yield line([sheet, reader, figures])
            continue
        raw = found.get("raw, no picture" if reader.endswith("no picture") else "raw")
        yield line([sheet, reader, *figures.row(raw if isinstance(raw, Figures) else None)])
    for suffix, mine in (("", "ours"), (", fast PNG", "ours"), (", no picture", "ours, no picture")):
        own, peer = found.get(mine), found.get(f"pdfplumber{suffix}")
        if isinstance(own, Figures) and isinstance(peer, Figures):
            times = (
                f"{peer.wall_s / own.wall_s:.1f} times in wall, {peer.cpu_s / own.cpu_s:.1f} in CPU seconds"
            )
            yield line([sheet, f"pdfplumber / ours{suffix}", times])


def line(cells: list[str]) -> str:
    """Return cells in columns."""
    named = [cell.ljust(width) for cell, width in zip(cells[:2], _WIDTHS[:2], strict=True)]
    if len(cells) == len(named) + 1:
        return " ".join([*named, cells[2]])
    return " ".join([*named, *(c.rjust(w) for c, w in zip(cells[2:], _WIDTHS[2:], strict=True))])


def require(readers: list[str]) -> None:
    """End with a sentence when the library of a reader is not installed."""
    missing = [name for name in _PEERS if any(r.startswith(name) for r in readers) and not find_spec(name)]
    if missing:
        names = " and ".join(missing)
        sys.exit(
            f"This benchmark compares with {names}, which the product does not need. Install with "
            f"`.venv/bin/uv pip install {' '.join(missing)}`, or leave out with `--readers raw ours`."
        )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--sheets", nargs="*", choices=KINDS, default=list(KINDS), help="which to draw and read"
    )
    parser.add_argument("--pdf", nargs="*", type=Path, default=[], help="PDFs of your own to read as well")
    parser.add_argument("--readers", nargs="+", choices=READERS, default=list(READERS))
    parser.add_argument("--patience", type=float, default=180, help="seconds until a reader is given up")
    options = parser.parse_args()
    require(options.readers)
    print(line(list(_COLUMNS)))
    with tempfile.TemporaryDirectory() as folder:
        drawn = ((sheet, write(sheet, Path(folder))) for sheet in options.sheets)
        own = ((pdf.stem[: _WIDTHS[0]], pdf) for pdf in options.pdf)
        for sheet, pdf in chain(drawn, own):
            for text in lines(pdf, sheet, options.readers, options.patience):
                print(text, flush=True)


if __name__ == "__main__":
    main()
