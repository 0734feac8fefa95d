"""A title block is read as a person reads it, whatever the office, the language and the way the sheet lies."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.extraction import title_block
from orchestrator.extraction.title_block.labels import plain
from orchestrator.extraction.title_block.rules import longest
from orchestrator.geometry import Box, contains
from orchestrator.pages import FieldName, Page, Word
from tests.orchestrator.extraction.title_blocks import HEIGHT, OFFICES, WIDTH, rectangles


def values(page: Page) -> dict[FieldName, str]:
    return {name: field.value for name, field in title_block.read(page).items()}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("office", OFFICES)
def test_every_field_of_the_title_block_is_read(office: str, turn: int) -> None:
    wanted, found = OFFICES[office].fields, values(OFFICES[office].page(turn))
    assert {name: found.get(name) for name in wanted} == wanted
    assert set(found) - set(wanted) <= {"date"}


@pytest.mark.parametrize("office", OFFICES)
def test_hidden_cad_strings_are_read_as_text(office: str) -> None:
    wanted, found = OFFICES[office].fields, values(OFFICES[office].hidden_page())
    assert {name: found.get(name) for name in wanted} == wanted


def test_each_field_says_where_it_stands_and_how_sure_it_is() -> None:
    fields = title_block.read(OFFICES["corporate"].page())
    assert contains((924, 732, 180, 40), fields["number"].bbox[0], fields["number"].bbox[1])
    assert fields["number"].bbox == pytest.approx((950, 748, 84.7, 14))
    assert all(0.3 <= field.confidence <= 1 for field in fields.values())
    loose = title_block.read(OFFICES["unruled"].page())
    assert loose["number"].confidence < fields["number"].confidence


def spread(*texts: tuple[float, float, str], cells: tuple[Box, ...] = ()) -> Page:
    words = tuple(Word(text=text, bbox=(x, y, 6.0 * len(text), 10)) for x, y, text in texts)
    return Page(page_number=1, width_pt=WIDTH, height_pt=HEIGHT, words=words, vectors=rectangles(cells))


def test_a_page_without_a_title_block_has_no_fields() -> None:
    notes = (
        (100, 100, "DATE"),
        (140, 100, "01/02/2020"),
        (100, 300, "SCALE"),
        (150, 300, "NONE"),
        (300, 300, "R15"),
    )
    assert values(spread(*notes)) == {}


def test_labels_without_values_are_no_fields() -> None:
    page = spread((1000, 700, "TITLE"), (1000, 740, "REV"), cells=((990, 690, 200, 40), (990, 730, 200, 40)))
    assert values(page) == {}


def test_a_large_sheet_number_in_the_corner_needs_no_label() -> None:
    cells = ((1050.0, 690.0, 154.0, 82.0),)
    page = spread((1060, 700, "CHECKED"), (1100, 700, "JRT"), cells=cells)
    large = Word(text="EP103", bbox=(1080, 730, 90, 30))
    found = title_block.read(page.model_copy(update={"words": (*page.words, large)}))
    assert found["number"].value == "EP103"
    assert found["number"].confidence < 0.5


def test_a_page_crowded_with_labels_takes_seconds() -> None:
    chance = random.Random(1)
    spelled = ("REV", "DATE", "A", "TITLE", "E-101")
    boxes = [(chance.uniform(600, 1200), chance.uniform(400, 780), 20.0, 8.0) for _ in range(40_000)]
    words = tuple(Word(text=spelled[i % 5], bbox=box) for i, box in enumerate(boxes))
    page = spread().model_copy(update={"words": words, "vectors": rectangles(boxes)})
    start = time.process_time()
    title_block.read(page)
    assert time.process_time() - start < 15  # about 1 second; without limits several minutes


words = st.builds(
    Word,
    text=st.sampled_from(
        ["DWG", "NO.", "REV", "TITLE", "SHEET", "1", "OF", "E-101", "SCALE:", "NTS", "DATE", "ı°", "ß"]
    )
    | st.text(min_size=1, max_size=5),
    bbox=st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT), st.floats(0, 200), st.floats(0, 40)),
    direction=st.sampled_from([0, 45, 90, 180, 270, 359]),
)
cells = st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT), st.floats(0, 400), st.floats(0, 200))


@settings(deadline=None)
@given(st.lists(words, max_size=30), st.lists(cells, max_size=10))
def test_whatever_stands_on_the_page_the_fields_are_its_words(found: list[Word], drawn: list[Box]) -> None:
    page = Page(
        page_number=1, width_pt=WIDTH, height_pt=HEIGHT, words=tuple(found), vectors=rectangles(drawn)
    )
    spelled = "".join(word.text for word in found)
    for field in title_block.read(page).values():
        assert field.value
        assert set(field.value) <= set(spelled) | {" "}
        assert 0 < field.confidence <= 1


@pytest.mark.parametrize(("most", "kept"), [(4, {2, 3, 5, 9}), (3, {3, 5, 9}), (1, {9})])
def test_of_too_many_bars_the_longest_are_kept(most: int, kept: set[float]) -> None:
    bars: list[Box] = [(0, 0, *size) for size in ((3, 0), (9, 0), (0, 5), (0, 2))]
    assert {max(bar) for bar in longest(iter(bars), most)} == kept


@pytest.mark.parametrize(
    ("text", "spelled"), [("Dwg no.", "DWG NO."), ("Übersicht", "UBERSICHT"), ("ß", "S")]
)
def test_a_label_is_spelled_in_capitals_without_accents_and_as_long_as_before(
    text: str, spelled: str
) -> None:
    assert plain(text) == spelled
