"""Symbols drawn by others are placed where it is said, and judged by where components lie."""

import random
from pathlib import Path

import pymupdf
import pytest

from orchestrator.components import Component, band_of
from orchestrator.geometry import Box
from training.foreign import Placed, class_of, judge, pictures, section, sheet

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="black"/></svg>'


def component(class_name: str, bbox: Box) -> Component:
    return Component(
        id="p00001-1-1",
        page=1,
        class_name=class_name,
        bbox=bbox,
        confidence=0.9,
        band=band_of(0.9),
        model_version="1",
    )


@pytest.mark.parametrize(
    ("name", "class_name"),
    [
        ("mcb-3p", "circuit_breaker"),
        ("Resistor-IEC-Standard", "resistor"),
        ("Resistor-COM-Memristor", "other"),
        ("blower", "other"),
    ],
)
def test_a_picture_has_the_class_its_name_says(name: str, class_name: str) -> None:
    assert class_of(name) == class_name


def test_pictures_lie_where_the_sheet_says(tmp_path: Path) -> None:
    for name in ("coil", "arrow"):
        (tmp_path / f"{name}.svg").write_text(SQUARE)
    pdf, placed = sheet(pictures(tmp_path), 12.0, random.Random(0))
    (symbol,) = placed
    assert (symbol.class_name, symbol.origin) == ("relay_coil", tmp_path.name)
    with pymupdf.open(stream=pdf) as document:
        (drawn,) = document[0].get_drawings()
    x, y, width, height = symbol.bbox
    assert tuple(drawn["rect"]) == pytest.approx((x, y, x + width, y + height), abs=0.1)


def test_found_in_the_middle_counts_and_named_needs_the_class() -> None:
    symbols = [
        Placed("set", name, (100.0 * i, 0.0, 40.0, 20.0)) for i, name in enumerate(("motor", "fuse", "other"))
    ]
    components = [
        component("motor", (10, 0, 20, 20)),
        component("resistor", (110, 5, 20, 10)),
        component("horn", (236, 0, 4, 4)),
    ]
    seen = list(judge(symbols, components))
    assert [(s.found, s.named) for s in seen] == [(True, True), (True, False), (False, False)]
    assert "| set | 3 | 66.7% | 2 | 50.0% |" in section(seen)
