"""Symbols drawn by others, as a check of style: pictures from public symbol sets, placed on sheets and recognised.

Nothing is trained on them. Their pictures hold leads as long as each author likes, so a symbol counts as found when
the middle of a component lies in the middle half of its picture, and as named when that component has its class.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pymupdf

from orchestrator.components import Component
from orchestrator.geometry import Box, centre
from orchestrator.taxonomy import OTHER

POINTS_PER_MM: Final = 72 / 25.4
_CLASSES: Final = (
    (r"ac-motor.*", "motor"),
    (r"(ac-)?coil", "relay_coil"),
    (r"earth|Ground-.*", "ground"),
    (r"isolator-.*|fuse-disconnector-.*", "disconnect_switch"),
    (r"(mcb|rcd-breaker)-.*", "circuit_breaker"),
    (r"nc-contact", "contact_nc"),
    (r"no-contact", "contact_no"),
    (r"solenoid", "solenoid_valve"),
    (r"Capacitor-.*", "capacitor"),
    (r"Diode-.*", "diode"),
    (r"Fuse-.*", "fuse"),
    (r"Inductor-.*", "inductor"),
    (r"Resistor-(?!COM-Memristor).*", "resistor"),
    (r"Source-COM-Battery-.*", "battery"),
    (r"Transformer-.*", "transformer"),
    (r"Switch-COM-Pushbutton-.*", "push_button"),
    (r"Switch-COM-[SD]P[SD]T", "switch"),
    (r"Miscellaneous-COM-Lamp-Indicator", "pilot_light"),
)
"""File names of the sets this was made for, and their classes; what is not listed has no class in the taxonomy."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A foreign symbol on a sheet: its set, its class, and the xywh box of its picture in points."""

    origin: str
    class_name: str
    bbox: Box


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a foreign symbol."""

    placed: Placed
    found: bool
    named: bool


def class_of(name: str) -> str:
    """Return the class of a picture by its file's name, or `other`."""
    return next((known for pattern, known in _CLASSES if re.fullmatch(pattern, name)), OTHER)


def sheet(pictures: list[Path], side_mm: float, source: random.Random) -> tuple[bytes, list[Placed]]:
    """Return an A3 PDF with each picture in a cell of a grid, wires running from it, and what was placed where."""
    placed = []
    with pymupdf.open() as document:
        page = document.new_page(width=420 * POINTS_PER_MM, height=297 * POINTS_PER_MM)
        cell = 30 * POINTS_PER_MM
        columns = int(page.rect.width // cell) - 1
        for i, picture in enumerate(pictures):
            x, y = (i % columns + 1) * cell, (i // columns + 1) * cell
            placed.append(_place(page, picture, (x, y), side_mm * POINTS_PER_MM * source.uniform(0.8, 1.2)))
            page.insert_text((x + cell * 0.3, y - cell * 0.3), f"{source.choice('RKQCX')}{i + 1}", fontsize=6)
        return bytes(document.tobytes(deflate=True)), placed


def _place(page: pymupdf.Page, picture: Path, middle: tuple[float, float], longest: float) -> Placed:
    with pymupdf.open(picture) as drawing, pymupdf.open("pdf", drawing.convert_to_pdf()) as part:
        width, height = part[0].rect.width, part[0].rect.height
        scale = longest / max(width, height)
        x, y = middle[0] - width * scale / 2, middle[1] - height * scale / 2
        frame = pymupdf.Rect(x, y, x + width * scale, y + height * scale)
        page.show_pdf_page(frame, part)
    bbox = (x, y, width * scale, height * scale)
    return Placed(picture.parent.name, class_of(picture.stem), bbox)


def judge(placed: Sequence[Placed], components: Sequence[Component]) -> Iterator[Seen]:
    """Yield what became of each symbol."""
    for symbol in placed:
        x, y, width, height = symbol.bbox
        there = [
            c
            for c in components
            if abs(centre(c.bbox)[0] - x - width / 2) <= width / 4
            and abs(centre(c.bbox)[1] - y - height / 2) <= height / 4
        ]
        yield Seen(symbol, bool(there), any(c.class_name == symbol.class_name for c in there))


def pictures(folder: Path) -> list[Path]:
    """Return the pictures of single symbols in a folder of symbol sets, in order."""
    return sorted(path for path in folder.rglob("*.svg") if not path.stem.startswith(("Inkscape", "arrow")))


def section(seen: list[Seen]) -> str:
    """Return the figures as Markdown, a row a set."""
    lines = [
        f"### Symbols drawn by others ({len(seen)})",
        "",
        "| set | symbols | found | of a class of the taxonomy | named right |",
        "|---|---:|---:|---:|---:|",
    ]
    for origin in sorted({s.placed.origin for s in seen}):
        some = [s for s in seen if s.placed.origin == origin]
        known = [s for s in some if s.placed.class_name != OTHER]
        found, named = (
            sum(part) / max(len(part), 1) for part in ([s.found for s in some], [s.named for s in known])
        )
        lines.append(f"| {origin} | {len(some)} | {found:.1%} | {len(known)} | {named:.1%} |")
    return "\n".join(lines) + "\n"
