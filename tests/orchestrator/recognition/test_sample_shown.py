"""Promises of the README's picture: what was found is drawn where it is, in the colour of its class."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.sample_shown import WIDTH_PX, carried, colour_in_8_bits, said_of, shown
from orchestrator.components import Cloud, Component, PageComponents
from orchestrator.geometry import Box
from orchestrator.legends import LegendEntry, PageLegend
from orchestrator.pages import Page, PageImage, Word

SCALE = 2.0
PAGE = Page(
    page_number=1,
    width_pt=WIDTH_PX / SCALE,
    height_pt=1200 / SCALE,
    image=PageImage(width_px=WIDTH_PX, height_px=1200, scale=SCALE),
    words=(Word(text="MOTOR", bbox=(650, 100, 30, 8)),),
)


def component(class_name: str, bbox: Box, tag: str | None = None, **attributes: str) -> Component:
    return Component(
        id=str(bbox),
        page=1,
        class_name=class_name,
        bbox=bbox,
        confidence=0.9,
        band="high",
        tag=tag,
        attributes=attributes,
        in_cloud=class_name == "motor",
    )


MOTOR = component("motor", (100, 100, 20, 20), "M-1")
OUTLETS = tuple(component("receptacle", (x, 300, 10, 10), panel="LP-1", circuit=str(x)) for x in (300, 340))
ENTRY = LegendEntry(
    id="a", page=1, bbox=(620, 96, 16, 16), description="MOTOR", class_name="motor", confidence=0.9
)
FOUND = PageComponents(
    page=1,
    width_pt=PAGE.width_pt,
    height_pt=PAGE.height_pt,
    model_version="1",
    components=(MOTOR, *OUTLETS),
    clouds=(Cloud(polygon=((80, 60), (180, 60), (180, 150), (80, 150)), confidence=0.9, source="drawn"),),
    legend=PageLegend(entries=(ENTRY,), areas=((600, 80, 150, 60),)),
)


def pixels(found: PageComponents) -> NDArray[np.uint8]:
    paper = np.full((1200, WIDTH_PX), 255, np.uint8)
    return np.asarray(shown(paper, PAGE, found).convert("RGB"))


def is_coloured(picture: NDArray[np.uint8], box: Box, class_name: str) -> bool:
    x, y, width, height = (round(value * SCALE) for value in box)
    part = picture[y : y + height, x : x + width].astype(int)
    return bool((np.abs(part - colour_in_8_bits(class_name)).max(axis=2) <= 12).any())


def test_components_entries_and_plates_have_the_colour_of_their_class() -> None:
    picture = pixels(FOUND)
    left_edge, plate, entry, plate_below = (
        (98, 105, 2, 10),
        (98, 89, 20, 8),
        (618, 100, 2, 8),
        (650, 108, 30, 6),
    )
    for box in (left_edge, plate, entry, plate_below):
        assert is_coloured(picture, box, "motor")
    nothing = pixels(PageComponents(page=1, width_pt=800, height_pt=600, model_version="1"))
    assert not any(is_coloured(nothing, box, "motor") for box in (left_edge, plate, entry, plate_below))


def test_a_cloud_is_outlined() -> None:
    assert is_coloured(pixels(FOUND), (79, 100, 2, 10), "motor") is False
    outline = pixels(FOUND)[round(100 * SCALE), round(80 * SCALE)]
    assert np.abs(outline.astype(int) - (200, 20, 130)).max() <= 12


def test_a_component_says_its_tag_or_its_circuit_and_the_takeoff_sums_them_up() -> None:
    assert [said_of(one) for one in FOUND.components] == ["M-1", "LP-1/300", "LP-1/340"]
    assert said_of(component("fuse", (0, 0, 5, 5))) == ""
    assert [carried(FOUND, name) for name in ("motor", "receptacle", "fuse")] == [
        "M-1",
        "2 on circuits of LP-1",
        "",
    ]
