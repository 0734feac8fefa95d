"""Promises of the instrument index and the I/O list: tags as ISA-5.1 reads them, nothing else, no formula."""

from __future__ import annotations

import csv
import io

import pytest

from orchestrator.components import Component, PageComponents
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
    ("tag", "loop", "described", "signal"),
    [
        ("PT-1234A", "P-1234A", "pressure transmitter", ("AI", "input")),
        ("12-PDT-1234A", "12-P-1234A", "differential pressure transmitter", ("AI", "input")),
        ("LSHH-101", "L-101", "level switch high high", ("DI", "input")),
        ("LSL101", "L-101", "level switch low", ("DI", "input")),
        ("PAL-7", "P-7", "pressure alarm low", ("DO", "output")),
        ("FCV-20", "F-20", "flow controller valve", ("AO", "output")),
        ("FIC-20", "F-20", "flow indicator controller", None),
        ("PI-3", "P-3", "pressure indicator", None),
        ("XV-9", "X-9", "on-off valve", ("DO", "output")),
        ("TE-5", "T-5", "temperature element", ("AI", "input")),
        ("FY-20", "F-20", "flow relay or converter", ("DO", "output")),
    ],
)
def test_a_tag_says_this(tag: str, loop: str, described: str, signal: tuple[str, str] | None) -> None:
    read = instrument_of(tag)
    assert read is not None
    assert (read.loop, read.described, read.signal) == (loop, described, signal)


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
