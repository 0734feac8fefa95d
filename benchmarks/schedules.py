"""How well schedules are read: synthetic panel, cable and fixture schedules with truth, ruled and aligned.

python -m benchmarks.schedules --sheets 5
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pymupdf

from benchmarks.legend import page_of
from orchestrator.recognition.schedules.reader import schedules_of
from orchestrator.schedules import Schedule

Cells = dict[str, str]
_LOADS: Final = (
    "LIGHTING OFFICE",
    "RECEPT RM 101",
    "WATER HEATER",
    "AHU-1 FAN",
    "SPARE",
    "EXHAUST FAN EF-2",
    "SPACE",
)
_PANEL: Final = (
    ("description", "LOAD DESCRIPTION"),
    ("trip", "TRIP"),
    ("poles", "POLES"),
    ("circuit", "CKT"),
)
_FIXTURES: Final = (
    *(("mark", "TYPE"), ("description", "DESCRIPTION"), ("manufacturer", "MANUFACTURER")),
    *(("lamp", "LAMPS"), ("voltage", "VOLTS"), ("mounting", "MOUNTING"), ("quantity", "QTY")),
)
_CABLES: Final = (
    *(("cable", "CABLE NO."), ("from", "FROM"), ("to", "TO"), ("wire", "SIZE"), ("length", "LENGTH (FT)")),
    ("remarks", "REMARKS"),
)
_WIDTHS: Final = {"description": 130, "manufacturer": 85, "remarks": 100, "lamp": 75, "mounting": 70}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page with one schedule, and what its rows say, in order."""

    pdf: bytes
    kind: str
    rows: tuple[Cells, ...]


def sheet(kind: str, seed: int, *, ruled: bool) -> Drawn:
    """Return a page with a schedule of a kind (`panel`, `cable`, `fixture`), ruled or aligned by its text alone."""
    rng = random.Random(f"{kind} {seed} {ruled}")  # noqa: S311 - drawings need no cryptographic randomness
    with pymupdf.open() as document:
        page = document.new_page(width=900, height=600)
        rows = _panel(page, rng) if kind == "panel" else _list(page, rng, kind, ruled=ruled)
        page.insert_text((60, 560), "SEE SHEET E-001 FOR NOTES", fontsize=7)
        return Drawn(document.tobytes(), kind, tuple(rows))


def _text(page: pymupdf.Page, x: float, y: float, text: str, size: float = 7.0) -> None:
    page.insert_text((x, y), text, fontsize=size)


def _list(page: pymupdf.Page, rng: random.Random, kind: str, *, ruled: bool) -> list[Cells]:
    """Draw a fixture or cable schedule; some descriptions run over two lines."""
    columns = _FIXTURES if kind == "fixture" else _CABLES
    x, y, pitch = 60.0, 120.0, rng.uniform(13, 17)
    edges = _edges(x, columns, 60)
    _text(page, x + 120, y - pitch - 4, "LUMINAIRE SCHEDULE" if kind == "fixture" else "CABLE SCHEDULE", 10)
    for (_, heading), left in zip(columns, edges, strict=False):
        _text(page, left + 3, y - 4, heading)
    rows = [_row(rng, kind, i) for i in range(rng.randint(6, 14))]
    levels = [y - pitch, y]
    for row in rows:
        for (name, _), left in zip(columns, edges, strict=False):
            for k, line in enumerate(row[name].split("\n")):
                _text(page, left + 3, levels[-1] + (k + 0.7) * pitch * 0.95, line)
        levels.append(levels[-1] + pitch * max(text.count("\n") + 1 for text in row.values()))
    if ruled:
        _rule(page, edges, levels, frozenset())
    return [{name: text.replace("\n", " ") for name, text in row.items() if text} for row in rows]


def _edges(x: float, columns: Sequence[tuple[str, str]], width: float) -> list[float]:
    edges = [x]
    for name, _ in columns:
        edges.append(edges[-1] + _WIDTHS.get(name, width))
    return edges


def _rule(
    page: pymupdf.Page, edges: Sequence[float], levels: Sequence[float], merged: frozenset[tuple[int, int]]
) -> None:
    """Rule a table, but for the lines (column, level) that merged cells have not."""
    for at in edges:
        page.draw_line((at, levels[0]), (at, levels[-1]), width=0.5)
    for number, level in enumerate(levels):
        for column, (a, b) in enumerate(pairwise(edges)):
            if (column, number) not in merged:
                page.draw_line((a, level), (b, level), width=0.5)


def _row(rng: random.Random, kind: str, i: int) -> Cells:
    if kind == "fixture":
        description = rng.choice(
            ("2X4 RECESSED TROFFER", "LED DOWNLIGHT\n6 IN APERTURE", "EXIT SIGN", "WALL PACK")
        )
        return {
            "mark": rng.choice(("A", "B", "F", "EX", "L")) + str(i),
            "description": description,
            "manufacturer": rng.choice(("ACME", "BRIGHT CO", "LUMA")),
            "lamp": rng.choice(("LED 30W", "(2) 32W T8", "LED")),
            "voltage": rng.choice(("120", "277", "UNV")),
            "mounting": rng.choice(("RECESSED", "SURFACE", "WALL")),
            "quantity": str(rng.randint(1, 40)),
        }
    return {
        "cable": f"C-{100 + i}",
        "from": f"MCC-{rng.randint(1, 4)}",
        "to": f"P-{200 + i}",
        "wire": rng.choice(("3#12", "4#8", "3#2/0")),
        "length": str(rng.randint(20, 400)),
        "remarks": rng.choice(("", "IN TRAY", "VERIFY LENGTH\nIN FIELD")),
    }


def _panel(page: pymupdf.Page, rng: random.Random) -> list[Cells]:
    """Draw a two-column panel schedule, mirrored or repeated; a breaker of three poles is one merged cell."""
    mirrored = rng.random() < 0.7
    left = list(_PANEL) if mirrored else [_PANEL[3], *_PANEL[:3]]
    columns = [*left, *(left[::-1] if mirrored else left)]
    x, y, pitch, count = 60.0, 150.0, rng.uniform(12, 16), rng.choice((6, 9, 12))
    edges = _edges(x, columns, 42)
    _text(page, x + 100, y - 2 * pitch, f"PANEL SCHEDULE: LP-{rng.randint(1, 9)}", 10)
    for (_, heading), at in zip(columns, edges, strict=False):
        _text(page, at + 3, y - 4, heading)
    rows: list[Cells] = []
    merged: set[tuple[int, int]] = set()
    for side in (0, 1):
        for first in range(0, count, 3):
            three = rng.random() < 0.4
            some = _circuits(rng, 2 * first + 1 + side, three=three)
            rows += some
            for number in range(4 * side, 4 * side + 4):
                name = columns[number][0]
                one = three and name != "circuit"
                merged |= {(number, first + 2), (number, first + 3)} if one else set()
                for k in (1,) if one else (0, 1, 2):
                    _text(page, edges[number] + 3, y + (first + k + 0.7) * pitch, some[k][name])
    _rule(page, edges, [y + row * pitch for row in range(-1, count + 1)], frozenset(merged))
    return sorted(rows, key=lambda said: int(said["circuit"]))


def _circuits(rng: random.Random, first: int, *, three: bool) -> list[Cells]:
    """Return three circuits of one side, or the three poles of one breaker."""
    rows = [_circuit(rng, first + 2 * k) for k in range(3)]
    return (
        [{**rows[0], "circuit": row["circuit"], "poles": "3", "trip": "60A"} for row in rows]
        if three
        else rows
    )


def _circuit(rng: random.Random, number: int) -> Cells:
    return {
        "circuit": str(number),
        "description": rng.choice(_LOADS),
        "trip": rng.choice(("20A", "15A", "30A")),
        "poles": rng.choice(("1", "1", "2")),
    }


def right_cells(drawn: Drawn, found: Sequence[Schedule]) -> tuple[int, int, int]:
    """Return how many cells are right, how many there are, and how many others were read."""
    rows = [row.cells for schedule in found if schedule.kind == drawn.kind for row in schedule.rows]
    right = sum(
        cell in said.items() for row, said in zip(drawn.rows, rows, strict=False) for cell in row.items()
    )
    total = sum(len(row) for row in drawn.rows)
    return right, total, sum(len(said) for said in rows) - right


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=5, help="of each kind")
    options = parser.parse_args()
    for kind, ruled in (
        ("panel", True),
        ("fixture", True),
        ("fixture", False),
        ("cable", True),
        ("cable", False),
    ):
        scores = []
        for seed in range(options.sheets):
            drawn = sheet(kind, seed, ruled=ruled)
            scores.append(right_cells(drawn, schedules_of(page_of(drawn.pdf))))
        right, total, others = (sum(column) for column in zip(*scores, strict=True))
        print(f"{kind:8} {'ruled' if ruled else 'aligned':8} {right}/{total} cells right, {others} others")


if __name__ == "__main__":
    main()
