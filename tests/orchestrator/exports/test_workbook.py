"""Promises of the workbook, read back with another library."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

from orchestrator.components import PageComponents
from orchestrator.exports.workbook import to_xlsx
from orchestrator.takeoff import takeoff
from tests.orchestrator.exports.sample import component, page_of


def workbook(pages: Sequence[PageComponents]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx("E-101", pages, takeoff(pages))))


def rows(pages: Sequence[PageComponents], sheet: str) -> list[tuple[object, ...]]:
    return list(workbook(pages)[sheet].iter_rows(values_only=True))


def a_drawing() -> list[PageComponents]:
    return [
        page_of(
            component("fuse", in_cloud=True),
            component("motor", confidence=0.5),
            component("meter", status="rejected"),
        ),
        page_of(page=2, status="failed"),
        page_of(component("motor", page=3, status="accepted"), page=3),
    ]


def test_the_summary_counts_classes_as_numbers_and_ends_with_the_total() -> None:
    header, fuse, motor, total = rows(a_drawing(), "Summary")
    assert header == (
        "class", "group", "count", "high", "review", "low", "in_cloud", "reviewed", "unreviewed",
    )  # fmt: skip
    assert fuse == ("fuse", "protection & switching", 1, 1, 0, 0, 1, 0, 1)
    assert motor == ("motor", "machines & power", 2, 1, 0, 1, 0, 1, 1)
    assert total == ("total", None, 3, 2, 0, 1, 1, 1, 2)


def test_a_failed_page_says_so_and_shows_no_zero() -> None:
    assert rows(a_drawing(), "By page") == [
        ("page", "status", "count", "in_cloud", "fuse", "motor"),
        (1, "analyzed", 2, 1, 1, 1),
        (2, "failed", None, None, None, None),
        (3, "analyzed", 1, 0, 0, 1),
    ]


def test_every_component_has_a_row_of_typed_cells() -> None:
    header, first, *others = rows(a_drawing(), "Components")
    cells = dict(zip(header, first, strict=True))
    assert len(others) == 2
    assert (cells["drawing"], cells["page"], cells["class"]) == ("E-101", 1, "fuse")
    assert (cells["confidence"], cells["x_pt"], cells["width_pt"]) == (0.9, 100, 20)


def test_headers_are_frozen_and_filters_cover_the_rows() -> None:
    book = workbook(a_drawing())
    assert book.sheetnames == ["Summary", "By page", "Components"]
    assert [book[name].freeze_panes for name in book.sheetnames] == ["A2"] * 3
    assert book["Components"].auto_filter.ref == "A1:Q4"
    assert book["Summary"].auto_filter.ref == "A1:I3"


def test_texts_that_look_like_formulas_links_or_numbers_stay_texts() -> None:
    pages = [page_of(component(tag="=1+1", text="http://example.invalid"))]
    sheet = workbook(pages)["Components"]
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=1+1", "s")
    assert sheet["F2"].hyperlink is None


def test_no_components_make_a_workbook_of_headers() -> None:
    book = workbook([])
    assert book["Components"].max_row == 1
    assert book["Summary"]["C2"].value == 0
