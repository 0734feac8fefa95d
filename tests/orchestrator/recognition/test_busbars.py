"""Busbars are read from heavy strokes that wires end on; frames, boxes and plans have none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import Component, band_of
from orchestrator.geometry import Box
from orchestrator.pages import Style, Vectors
from orchestrator.recognition.busbars import busbars_of, without_doubles

WIRE, HEAVY = 0.75, 2.25
Line = tuple[float, float, float, float]


def drawn(heavy: list[Line], light: list[Line], *, turned: bool = False) -> Vectors:
    """Return strokes of two pens, each a path of its own; `turned` exchanges x and y."""
    lines = [(line[1], line[0], line[3], line[2]) if turned else line for line in heavy + light]
    return Vectors(
        ops="l" * len(lines),
        coords=tuple(value for line in lines for value in line),
        path_start=tuple(range(len(lines))),
        path_style=(0,) * len(heavy) + (1,) * len(light),
        styles=(Style(stroke="#000000", width_pt=HEAVY), Style(stroke="#ff0000", width_pt=WIRE)),
    )


def component(class_name: str, bbox: Box = (500, 500, 10, 10)) -> Component:
    return Component(
        id="p00001-1-1",
        page=1,
        class_name=class_name,
        bbox=bbox,
        confidence=0.9,
        band=band_of(0.9),
        model_version="1",
    )


GEAR = [component("circuit_breaker"), component("disconnect_switch")]
BAR: Line = (100, 200, 300, 200)
FEEDERS: list[Line] = [(150, 200, 150, 400), (250, 50, 250, 200)]


@pytest.mark.parametrize("turned", [False, True])
def test_a_heavy_stroke_that_wires_end_on_is_a_busbar(turned: bool) -> None:
    box = (100, 198.88, 200, 2.25)
    expected = (198.88, 100, 2.25, 200) if turned else box
    assert busbars_of(drawn([BAR], FEEDERS, turned=turned), GEAR) == [pytest.approx(expected, abs=0.01)]


def test_a_busbar_drawn_in_pieces_is_one() -> None:
    pieces: list[Line] = [(200, 200, 300, 200), (100, 200, 200, 200)]
    assert [box[2] for box in busbars_of(drawn(pieces, FEEDERS), GEAR)] == [200]


@pytest.mark.parametrize(
    ("heavy", "light"),
    [
        pytest.param([BAR], [(150, 100, 150, 400), (20, 20, 20, 400)], id="a wire that only crosses"),
        pytest.param([BAR, (300, 200, 300, 350)], FEEDERS, id="a corner, as of a frame or a wall"),
        pytest.param([(145, 200, 155, 200)], FEEDERS, id="too short"),
        pytest.param([], [BAR, *FEEDERS], id="no pen heavier than another"),
    ],
)
def test_other_strokes_are_none(heavy: list[Line], light: list[Line]) -> None:
    assert busbars_of(drawn(heavy, light), GEAR) == []


def test_a_page_without_power_gear_has_none() -> None:
    assert busbars_of(drawn([BAR], FEEDERS), []) == []
    assert busbars_of(drawn([BAR], FEEDERS), GEAR + [component("luminaire")] * 20) == []
    assert busbars_of(Vectors(), GEAR) == []


def test_a_bar_that_is_part_of_a_symbol_is_none() -> None:
    earth = component("ground", (95, 190, 210, 30))
    assert busbars_of(drawn([BAR], FEEDERS), [*GEAR, earth]) == []


def test_what_the_network_took_for_the_same_busbar_gives_way() -> None:
    same, elsewhere = component("busbar", (120, 195, 100, 10)), component("busbar", (100, 600, 50, 5))
    kept = without_doubles([same, elsewhere, *GEAR], [(100, 198.9, 200, 2.25)])
    assert kept == [elsewhere, *GEAR]


@given(st.floats(0, 1000), st.floats(0, 1000), st.floats(20, 2000))
def test_it_is_found_wherever_it_lies(x: float, y: float, length: float) -> None:
    middle = x + length / 2
    (box,) = busbars_of(drawn([(x, y, x + length, y)], [(middle, y, middle, y + 300)]), GEAR)
    assert box == pytest.approx((x, y - HEAVY / 2, length, HEAVY), abs=0.02)
