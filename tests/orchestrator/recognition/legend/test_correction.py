"""Promises of what a legend does to a page's components: confirm, name, complete, and never two in one place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from orchestrator.components import Alternative, Component, band_of
from orchestrator.geometry import Box
from orchestrator.legends import LegendEntry
from orchestrator.pages import Page, PageImage, Style, Vectors, Word
from orchestrator.recognition.legend.correction import Redrawn, Sights, explained, redrawn, with_redrawn
from orchestrator.recognition.legend.symbols import LegendSymbol, LegendSymbols, symbols_of
from orchestrator.recognition.recognizer import Recognizer
from tests.orchestrator.recognition.blob_model import BLOB_PX

ONE, OTHER_WAY = np.array([1, 0], np.float32), np.array([0, 1], np.float32)
Segment = tuple[float, float, float, float]


def symbol(class_name: str, look: np.ndarray = ONE, letters: str | None = None) -> LegendSymbol:
    entry = LegendEntry(
        id=f"e-{class_name}", page=1, bbox=(0, 0, 9, 9), letters=letters, class_name=class_name, confidence=1
    )
    return LegendSymbol(entry, class_name, look)


def seen(bbox: Box, class_name: str = "motor", confidence: float = 0.8) -> Component:
    others = (
        Alternative(class_name="generator", confidence=0.1),
        Alternative(class_name="fuse", confidence=0.05),
    )
    return Component(
        id="p00001-a",
        page=1,
        class_name=class_name,
        bbox=bbox,
        confidence=confidence,
        band=band_of(confidence),
        alternatives=others,
    )


def place(class_name: str, bbox: Box, confidence: float = 0.95) -> Redrawn:
    return Redrawn(symbol(class_name), bbox, confidence)


def added(found: Redrawn) -> Component:
    return seen(found.bbox, found.symbol.class_name, found.confidence)


def arrow(x: float, y: float, size: float = 1.0) -> list[Segment]:
    """Return a box of 20 x 14 with two lines in it."""
    w, h = 20 * size, 14 * size
    return [
        *((x, y, x + w, y), (x + w, y, x + w, y + h), (x + w, y + h, x, y + h), (x, y + h, x, y)),
        *((x, y, x + w, y + h), (x + w / 4, y, x, y + h)),
    ]


def page_of(segments: Sequence[Segment], number: int = 1, words: tuple[Word, ...] = ()) -> Page:
    vectors = Vectors(
        ops="l" * len(segments),
        coords=tuple(value for segment in segments for value in segment),
        path_start=tuple(range(len(segments))),
        path_style=(0,) * len(segments),
        styles=(Style(stroke="#000000"),),
    )
    image = PageImage(width_px=1200, height_px=900, scale=2.0)
    return Page(
        page_number=number,
        width_pt=600,
        height_pt=450,
        kind="vector",
        vectors=vectors,
        words=words,
        image=image,
    )


def test_a_component_drawn_like_its_entry_is_confirmed_and_surer() -> None:
    (component,) = with_redrawn([seen((10, 10, 20, 20))], [place("motor", (11, 10, 20, 20))], added)
    assert (component.class_name, component.source, component.confidence, component.band) == (
        "motor",
        "model",
        0.95,
        "high",
    )
    assert component.provenance is not None
    assert (component.provenance.legend_entry, component.provenance.method) == ("e-motor", "strokes")


def test_a_component_drawn_like_another_entry_is_named_by_it_and_keeps_what_it_was_taken_for() -> None:
    (component,) = with_redrawn([seen((10, 10, 20, 20))], [place("fuse", (11, 10, 20, 20))], added)
    assert (component.class_name, component.source) == ("fuse", "legend")
    assert [a.class_name for a in component.alternatives] == ["motor", "generator"]


def test_where_the_networks_saw_nothing_a_component_is_added() -> None:
    found = with_redrawn([seen((10, 10, 20, 20))], [place("ground_rod", (100, 10, 20, 20))], added)
    assert [c.class_name for c in found] == ["motor", "ground_rod"]


def triangle(x: float, y: float) -> list[Segment]:
    return [(x, y, x + 14, y), (x + 14, y, x + 7, y + 12), (x + 7, y + 12, x, y)]


@pytest.mark.parametrize(("drawn", "recognised", "count"), [(30, 0, 0), (30, 5, 5), (30, 6, 30), (10, 0, 10)])
def test_what_plain_strokes_show_at_many_places_is_added_where_some_of_them_are_components(
    drawn: int, recognised: int, count: int
) -> None:
    (plain,) = symbols_of(
        page_of(triangle(20, 20)),
        [symbol("terminal").entry.model_copy(update={"bbox": (13, 18, 26, 16)})],
        [ONE],
    )
    assert plain.strokes
    assert plain.strokes.distinctiveness < 0.6
    boxes: list[Box] = [(30.0 * i, 10, 20, 20) for i in range(drawn)]
    components = [seen(box, "terminal") for box in boxes[:recognised]]
    places = [Redrawn(plain, box, 0.85) for box in boxes]
    assert len(with_redrawn(components, places, added)) == count


@pytest.mark.parametrize("bbox", [(22.0, 10.0, 20.0, 20.0), (12.0, 12.0, 6.0, 6.0), (0.0, 0.0, 80.0, 80.0)])
def test_a_place_that_is_partly_taken_changes_nothing(bbox: Box) -> None:
    component = seen((10, 10, 20, 20))
    assert with_redrawn([component], [place("fuse", bbox)], added) == [component]


def test_of_two_entries_in_one_place_the_surer_names_it() -> None:
    places = [place("fuse", (10, 10, 20, 20), 0.8), place("battery", (11, 10, 20, 20), 0.9)]
    for order in (places, places[::-1]):
        (component,) = with_redrawn([seen((10, 10, 20, 20))], order, added)
        assert component.class_name == "battery"
    assert len(with_redrawn([], places, added)) == 1


def test_a_symbol_without_a_name_takes_that_of_the_entry_it_looks_like() -> None:
    legend = LegendSymbols((symbol("ground_rod"), symbol("fuse", OTHER_WAY)))
    near = np.array([[0.9, 0.436]], np.float32)
    (named,) = explained([seen((0, 0, 9, 9), "other")], near, legend, ())
    assert (named.class_name, named.source) == ("ground_rod", "legend")
    (doubtful,) = explained([seen((0, 0, 9, 9), "other")], np.array([[0.7, 0.71]], np.float32), legend, ())
    assert doubtful.class_name == "other"


def test_a_look_explains_what_the_networks_named_alike_and_renames_nothing() -> None:
    legend = LegendSymbols((symbol("motor"), symbol("fuse", OTHER_WAY)))
    looks = np.stack([ONE, OTHER_WAY])
    same, differs = explained([seen((0, 0, 9, 9)), seen((50, 0, 9, 9))], looks, legend, ())
    assert same.provenance is not None
    assert (same.provenance.legend_entry, same.source) == ("e-motor", "model")
    assert (differs.class_name, differs.provenance) == ("motor", None)


def test_letters_tell_entries_that_look_alike() -> None:
    legend = LegendSymbols((symbol("switch"), symbol("key_switch", letters="SK")))
    lettered = Word(text="SK", bbox=(2, 2, 5, 5))
    both = [seen((0, 0, 9, 9), "other"), seen((50, 0, 9, 9), "other")]
    first, second = explained(both, np.stack([ONE, ONE]), legend, (lettered,))
    assert (first.class_name, second.class_name) == ("key_switch", "other")
    assert explained([], np.zeros((0, 2), np.float32), legend, ()) == []


def legend_of_arrow(class_name: str | None = "fuse") -> LegendSymbols:
    entry = LegendEntry(id="e1", page=1, bbox=(49, 49, 22, 16), class_name=class_name, confidence=1)
    return LegendSymbols(tuple(symbols_of(page_of(arrow(50, 50)), [entry], [ONE])))


def test_an_entrys_strokes_are_found_where_something_looks_like_it_at_any_scale() -> None:
    sheet = page_of([*arrow(100, 100, 1.5), *arrow(300, 200, 1.5), *arrow(400, 300, 1.5)], 2)
    sights = Sights([(100, 100, 30, 20), (298, 198, 36, 28)], np.stack([ONE, ONE]))
    places = redrawn(sheet, legend_of_arrow(), sights)
    assert sorted(round(p.bbox[0]) for p in places) == [100, 300]
    assert all(p.confidence > 0.9 for p in places)
    assert redrawn(sheet, legend_of_arrow(), Sights(sights.boxes, np.stack([OTHER_WAY] * 2))) == []
    assert redrawn(sheet, legend_of_arrow(), Sights((), np.zeros((0, 2), np.float32))) == []
    assert redrawn(page_of(arrow(9, 9, 0.2), 2), legend_of_arrow(), Sights([(0, 0, 30, 30)], ONE[None])) == []


def test_what_cannot_be_told_by_its_strokes_is_not_looked_for_by_them() -> None:
    entry = LegendEntry(id="e1", page=1, bbox=(49, 49, 22, 16), class_name="fuse", confidence=1)
    bare = page_of([(50, 50, 70, 50)])
    (known,) = symbols_of(bare, [entry], [ONE])
    assert known.strokes is None
    assert redrawn(bare, LegendSymbols((known,)), Sights([(40, 40, 40, 20)], ONE[None])) == []
    assert symbols_of(bare, [entry.model_copy(update={"class_name": None})], [ONE]) == []


def test_recognition_is_told_by_the_legend(blobs: Recognizer) -> None:
    image = np.full((900, 1200), 255, np.uint8)
    image[300 : 300 + BLOB_PX, 400 : 400 + BLOB_PX] = 0
    legend_page, sheet = page_of(arrow(50, 50)), page_of([*arrow(198, 150, 0.7), *arrow(198, 165, 0.7)], 2)
    entry = LegendEntry(id="e1", page=1, bbox=(49, 49, 22, 16), class_name="spare_part", confidence=1)
    legend = LegendSymbols(tuple(blobs.symbols(np.full((900, 1200), 255, np.uint8), legend_page, [entry])))
    alone = blobs.recognize(image, sheet, 0.3).components
    told = blobs.recognize(image, sheet, 0.3, None, legend).components
    assert [c.class_name for c in alone] == ["motor"]
    assert [(c.class_name, c.source) for c in told] == [("spare_part", "legend")] * 2
    assert {a.class_name for c in told for a in c.alternatives} == {"motor", "generator"}
    assert len({c.id for c in told}) == 2


@pytest.mark.parametrize("class_name", ["receptacle", "gfci_receptacle"])
def test_of_two_entries_with_the_same_strokes_neither_renames_the_others(class_name: str) -> None:
    component = seen((10, 10, 20, 20), class_name)
    found = Redrawn(symbol("gfci_receptacle"), (11, 10, 20, 20), 0.95, frozenset({"receptacle"}))
    (told,) = with_redrawn([component], [found], added)
    assert told.class_name == class_name
    assert with_redrawn([], [found], added) == []
