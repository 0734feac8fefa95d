"""`takeoff.xlsx`: the counts on a Summary sheet, by page, and every component with its place."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

import xlsxwriter
from xlsxwriter.workbook import Workbook

from orchestrator.components import PageComponents
from orchestrator.exports.rows import COLUMNS, Cell, component_rows
from orchestrator.takeoff import Counts, Takeoff

_COUNTS: Final = ("count", "high", "review", "low", "in_cloud", "reviewed", "unreviewed")
_NARROWEST, _WIDEST = 8, 40


def to_xlsx(drawing: str, pages: Sequence[PageComponents], counts: Takeoff) -> bytes:
    """Return a workbook of the sheets Summary, By page and Components; texts stay texts, numbers numbers."""
    content = io.BytesIO()
    # strings are written as strings whatever they look like: a tag `=1+1` is no formula
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        summary: list[tuple[Cell, ...]] = [
            (row.class_name, row.group, *_numbers(row)) for row in counts.by_class
        ]
        total = ("total", None, *_numbers(counts))
        _sheet(workbook, "Summary", ("class", "group", *_COUNTS), summary, total)
        classes = [row.class_name for row in counts.by_class]
        _sheet(
            workbook,
            "By page",
            ("page", "status", "count", "in_cloud", *classes),
            _page_rows(counts, classes),
        )
        _sheet(workbook, "Components", COLUMNS, list(component_rows(drawing, pages)))
    return content.getvalue()


def _numbers(row: Counts) -> tuple[int, ...]:
    bands = row.bands
    return row.count, bands.high, bands.review, bands.low, row.in_cloud, row.reviewed, row.unreviewed


def _page_rows(counts: Takeoff, classes: Sequence[str]) -> list[tuple[Cell, ...]]:
    """Return a row a page; the cells of a failed page stay empty, for its counts are unknown."""
    return [
        (page.page, "failed")
        if page.failed
        else (
            page.page,
            "analyzed",
            page.count,
            page.in_cloud,
            *(page.classes.get(name, 0) for name in classes),
        )
        for page in counts.by_page
    ]


def _sheet(
    workbook: Workbook,
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    total: Sequence[Cell] = (),
) -> None:
    """Add a sheet with a frozen bold header, an autofilter over the rows and a bold last line."""
    bold = workbook.add_format({"bold": True})
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
    sheet.write_row(0, 0, header, bold)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    sheet.write_row(len(rows) + 1, 0, total, bold)
    for column, title in enumerate(header):
        longest = max((len(str(row[column])) for row in rows if column < len(row)), default=0)
        sheet.set_column(column, column, min(max(longest, len(title), _NARROWEST), _WIDEST) + 2)
