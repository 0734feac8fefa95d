"""`takeoff.csv`: one line a component, safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from orchestrator.components import PageComponents
from orchestrator.exports.rows import COLUMNS, Cell, component_rows

_FORMULA_STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠")


def to_csv(drawing: str, pages: Sequence[PageComponents]) -> bytes:
    """Return UTF-8 with a byte order mark (Excel reads it as UTF-8), RFC 4180 lines, a header first."""
    return csv_of(COLUMNS, component_rows(drawing, pages))


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a header and rows as such a file, every cell harmless."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: Cell) -> Cell:
    """Return a cell no spreadsheet runs: text that reads as a formula gets a leading apostrophe (OWASP)."""
    return f"'{cell}" if isinstance(cell, str) and _reads_as_formula(cell) else cell


def _reads_as_formula(text: str) -> bool:
    """Tell whether a text begins a formula, also behind spaces and what is not seen: programs may pass over both."""
    seen = (c for c in text if c in _FORMULA_STARTS or (c.isprintable() and c != " "))
    return next(seen, "") in _FORMULA_STARTS
