"""Promises of the CSV."""

from __future__ import annotations

import csv
import io

import pytest

from orchestrator.exports.delimited import harmless, to_csv
from tests.orchestrator.exports.sample import component, page_of


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_component_is_a_line_with_what_and_where() -> None:
    (line,) = lines(to_csv("E-101", [page_of(component(tag="M-7", in_cloud=True, confidence=0.98765))]))
    assert line["drawing"] == "E-101"
    assert (line["page"], line["class"], line["group"]) == ("1", "motor", "machines & power")
    assert (line["tag"], line["confidence"], line["in_cloud"]) == ("M-7", "0.9877", "yes")
    assert [line[name] for name in ("x_pt", "y_pt", "width_pt", "height_pt")] == [
        "100.0",
        "50.0",
        "20.0",
        "10.0",
    ]


def test_pages_come_in_order_and_rejected_components_not_at_all() -> None:
    data = to_csv(
        "E",
        [
            page_of(component(page=2), page=2),
            page_of(component("fuse"), component("meter", status="rejected")),
        ],
    )
    assert [line["class"] for line in lines(data)] == ["fuse", "motor"]


def test_no_components_are_a_header() -> None:
    assert to_csv("E", []).decode("utf-8-sig").startswith("drawing,page,class,")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-K1",
        "@SUM(A1)",
        "\t=1",
        "  =1",
        "\r=1",
        "＝1",
        "\x00=1",
        "\xa0=1",
        "\u200b@A1",
        "\ufeff =1",
    ],
)
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    (line,) = lines(to_csv("E", [page_of(component(tag=text))]))
    assert line["tag"] == f"'{text}"


@pytest.mark.parametrize("cell", ["CB-101", "", " ", None, -5, -0.5, "a=b", "\u200bCB-1"])
def test_other_cells_stay_as_they_are(cell: str | float | None) -> None:
    assert harmless(cell) == cell


def test_commas_quotes_line_breaks_and_umlauts_survive() -> None:
    (line,) = lines(to_csv('Ü "1", 2', [page_of(component(text="a\nb, Ω"))]))
    assert (line["drawing"], line["text"]) == ('Ü "1", 2', "a\nb, Ω")
