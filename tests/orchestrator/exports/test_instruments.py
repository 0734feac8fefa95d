"""Promises of the instrument index and the I/O list: tags as ISA-5.1 reads them, nothing else, no formula."""

from __future__ import annotations

import csv
import io

import pytest

from orchestrator.components import Component, PageComponents, WrittenTag
from orchestrator.exports.instruments import (
    INDEX_COLUMNS,
    IO_COLUMNS,
    instrument_of,
    to_instrument_index,
    to_io_list,
)


def instrument(tag: str | None, number: int = 1, **other: object) -> Component:
    fixed = {"id": f"p00001-{number}", "page": 1, "class": "instrument", "bbox": (10, 20, 8, 8)}
    return Component.model_validate(fixed | {"confidence": 0.9, "band": "high", "tag": tag} | other)


def page(*components: Component) -> PageComponents:
    return PageComponents(page=1, width_pt=100, height_pt=100, model_version="1", components=components)


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("tag", "loop", "described"),
    [
        ("PT-1234A", "P-1234A", "pressure transmitter"),
        ("12-PDT-1234A", "12-P-1234A", "differential pressure transmitter"),
        ("PT-12-101", "12-P-101", "pressure transmitter"),
        ("PV-101-1", "P-101-1", "pressure valve"),
        ("LSL101", "L-101", "level switch low"),
        ("FIC-20", "F-20", "flow indicating controller"),
        ("XV-9", "X-9", "on-off valve"),
    ],
)
def test_a_tag_says_this(tag: str, loop: str, described: str) -> None:
    read = instrument_of(tag)
    assert read is not None
    assert (read.loop, read.described) == (loop, described)


@pytest.mark.parametrize("tag", ["", "CB-101", "NO-1", "P-101", "M1", "=A1-K1", "PT", "1234"])
def test_other_tags_are_no_instruments(tag: str) -> None:
    assert instrument_of(tag) is None


def test_the_index_lists_instruments_by_tag() -> None:
    found = page(instrument("TT-2", 1), instrument("PT-1", 2), instrument(None, 3), instrument("CB-1", 4))
    header, *lines = rows(to_instrument_index("E-101.pdf", [found]))
    assert header == list(INDEX_COLUMNS)
    assert [line[:6] for line in lines] == [
        ["PT-1", "P-1", "pressure", "T", "pressure transmitter", "instrument"],
        ["TT-2", "T-2", "temperature", "T", "temperature transmitter", "instrument"],
    ]


def test_a_rejected_instrument_and_another_class_are_in_no_list() -> None:
    found = page(instrument("PT-1", status="rejected"), instrument("PT-2", 2, **{"class": "motor"}))
    assert rows(to_instrument_index("E-101.pdf", [found])) == [list(INDEX_COLUMNS)]
    assert rows(to_io_list("E-101.pdf", [found])) == [list(IO_COLUMNS)]


@pytest.mark.parametrize(
    ("class_name", "tag"),
    [
        ("limit_switch", "ZSC-5"),
        ("limit_switch", "ZS-5"),
        ("contact_no", "PSLL-7"),
        ("selector_switch", "HS-1"),
    ],
)
def test_the_switch_of_an_instrument_is_one(class_name: str, tag: str) -> None:
    found = page(instrument(tag, 1, **{"class": class_name}))
    assert [line[0] for line in rows(to_instrument_index("E-101.pdf", [found]))[1:]] == [tag]
    assert [line[2] for line in rows(to_io_list("E-101.pdf", [found]))[1:]] == ["DI"]


@pytest.mark.parametrize(
    ("class_name", "tag"),
    [("limit_switch", "LS-5"), ("selector_switch", "SS-1"), ("contact_no", "TDR-1"), ("contact_nc", "CR-4")],
)
def test_another_switch_is_none(class_name: str, tag: str) -> None:
    found = page(instrument(tag, 1, **{"class": class_name}))
    assert rows(to_instrument_index("E-101.pdf", [found])) == [list(INDEX_COLUMNS)]


def test_an_instrument_whose_symbol_was_not_found_is_listed_by_its_tag() -> None:
    written = (
        WrittenTag(tag="12-XV-300", bbox=(50, 60, 30, 8)),
        WrittenTag(tag="IA-1001", bbox=(5, 6, 3, 8)),
    )
    found = page(instrument("PT-1")).model_copy(update={"unowned_tags": written})
    lines = rows(to_instrument_index("E-101.pdf", [found]))[1:]
    assert [line[0] for line in lines] == ["12-XV-300", "PT-1"]
    assert lines[0][5:] == ["", "E-101.pdf", "1", "50.0", "60.0", "", "tag only", ""]
    assert [line[:4] for line in rows(to_io_list("E-101.pdf", [found]))[1:]] == [
        ["12-XV-300", "12-X-300", "DO", "output"],
        ["PT-1", "P-1", "AI", "input"],
    ]


def test_tags_alone_make_no_instruments_of_a_sheet_that_has_none() -> None:
    found = page(instrument("CB-1", 1, **{"class": "circuit_breaker"}))
    found = found.model_copy(update={"unowned_tags": (WrittenTag(tag="PT-1", bbox=(50, 60, 30, 8)),)})
    assert rows(to_instrument_index("E-101.pdf", [found])) == [list(INDEX_COLUMNS)]


def test_of_a_drawing_s_loop_one_instrument_is_wired() -> None:
    sheets = [page(instrument("TE-5")), page(instrument("TT-5", 2))]
    assert [line[0] for line in rows(to_io_list("E-101.pdf", sheets))[1:]] == ["TT-5"]


def test_an_instrument_on_two_sheets_has_its_signal_once() -> None:
    header, *lines = rows(to_io_list("E-101.pdf", [page(instrument("PT-1"), instrument("PT-1", 2))]))
    assert header == list(IO_COLUMNS)
    assert [line[:4] for line in lines] == [["PT-1", "P-1", "AI", "input"]]


def test_no_cell_is_a_formula() -> None:
    for data in (
        to_instrument_index("=cmd|'/c calc'!A1.pdf", [page(instrument("PT-1"))]),
        to_io_list("=cmd|'/c calc'!A1.pdf", [page(instrument("PT-1"))]),
    ):
        assert all(not cell.startswith(("=", "+", "-", "@")) for line in rows(data) for cell in line)
