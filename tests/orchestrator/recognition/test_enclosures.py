"""Promises of enclosures: rectangles are found however they are drawn, and lend their place to one symbol alone."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import Component
from orchestrator.geometry import Box
from orchestrator.pages import Style, Vectors, Word
from orchestrator.recognition.enclosures import enclosures_of, rectangles
from orchestrator.recognition.tags import read_words

Line = tuple[float, float, float, float]


def drawn(*lines: Line, boxes: tuple[Box, ...] = ()) -> Vectors:
    """Return a page's vectors: lines x0, y0, x1, y1 and rectangles xywh, one path each."""
    count = len(lines) + len(boxes)
    return Vectors(
        ops="l" * len(lines) + "r" * len(boxes),
        coords=tuple(value for item in (*lines, *boxes) for value in item),
        path_start=tuple(range(count)),
        path_style=(0,) * count,
        styles=(Style(stroke="#000000"),),
    )


def sides(box: Box) -> list[Line]:
    x, y, width, height = box
    return [
        (x, y, x + width, y),
        (x + width, y, x + width, y + height),
        (x + width, y + height, x, y + height),
        (x, y + height, x, y),
    ]


def component(x: float, y: float, size: float = 20) -> Component:
    box = (x, y, size, size)
    return Component(id=f"{x}-{y}", page=1, class_name="receptacle", bbox=box, confidence=0.9, band="high")


ENCLOSURE = (90.0, 90.0, 50.0, 60.0)


@given(
    box=st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(12, 250), st.integers(12, 250)),
    cuts=st.lists(st.floats(0.1, 0.9), max_size=3),
    order=st.randoms(use_true_random=False),
)
def test_a_rectangle_of_lines_is_found_in_however_many_pieces(
    box: Box, cuts: list[float], order: random.Random
) -> None:
    pieces = []
    for x0, y0, x1, y1 in sides(box):
        stops = sorted({0.0, *cuts, 1.0})
        points = [(x0 + t * (x1 - x0), y0 + t * (y1 - y0)) for t in stops]
        pieces += [(*a, *b) for a, b in pairwise(points)]
    order.shuffle(pieces)
    (found,) = rectangles(drawn(*pieces))
    x, y, width, height = box
    assert found.tolist() == pytest.approx([x, y, x + width, y + height], abs=0.3)


def test_a_rectangle_of_its_own_is_found_and_an_open_or_a_large_one_is_none() -> None:
    assert rectangles(drawn(boxes=(ENCLOSURE,))).tolist() == [[90, 90, 140, 150]]
    assert len(rectangles(drawn(*sides(ENCLOSURE)[:3]))) == 0
    assert len(rectangles(drawn(*sides((0, 0, 400, 100))))) == 0
    assert len(rectangles(Vectors())) == 0


@pytest.mark.parametrize(
    "shares", [((0, 0.7), (0.1, 0.2), (0.6, 1)), ((0, 1), (0, 0.1), (0.3, 0.4)), ((0, 1), (0.5, 1))]
)
def test_lines_that_lie_within_lines_leave_a_rectangle_whole(shares: tuple[tuple[float, float], ...]) -> None:
    pieces = [
        (x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0))
        for x0, y0, x1, y1 in sides(ENCLOSURE)
        for a, b in shares
    ]
    assert rectangles(drawn(*pieces)).tolist() == [[90, 90, 140, 150]]


def test_lines_that_end_on_a_side_do_not_hide_it() -> None:
    conduit = [(140.0, 100.0, 200.0, 100.0), (140.0, 140.0, 200.0, 140.0)]
    assert len(rectangles(drawn(*sides(ENCLOSURE), *conduit))) == 1


def test_the_symbol_alone_in_an_enclosure_has_it_and_two_have_none() -> None:
    one, two = component(100, 100), component(115, 125)
    vectors = drawn(*sides(ENCLOSURE))
    assert enclosures_of([one], vectors) == {0: ENCLOSURE}
    assert enclosures_of([one, two], vectors) == {}
    assert enclosures_of([component(200, 100)], vectors) == {}
    assert enclosures_of([], vectors) == {}


def test_neither_its_own_outline_nor_a_room_is_the_enclosure_of_a_symbol() -> None:
    one = component(100, 100)
    assert enclosures_of([one], drawn(boxes=((99, 99, 22, 22),))) == {}
    assert enclosures_of([one], drawn(boxes=((50, 50, 200, 200),))) == {}
    assert enclosures_of([one], drawn(boxes=((99, 99, 22, 22), ENCLOSURE))) == {0: ENCLOSURE}


def test_a_tag_at_the_enclosure_of_one_symbol_is_its_own_unless_another_stands_at_the_symbol() -> None:
    at_enclosure, at_symbol = (
        Word(text="E29", bbox=(110, 153, 14, 6)),
        Word(text="K7", bbox=(122, 105, 10, 6)),
    )
    vectors = drawn(*sides((90, 70, 50, 80)))
    one = component(100, 75)
    assert read_words([one], [at_enclosure]).components[0].tag is None
    assert read_words([one], [at_enclosure], vectors).components[0].tag == "E29"
    both = read_words([component(100, 100)], [at_enclosure, at_symbol], vectors)
    assert (both.components[0].tag, [tag.tag for tag in both.unowned_tags]) == ("K7", ["E29"])


def test_an_enclosure_of_several_symbols_lends_its_place_to_none() -> None:
    pair = [component(95, 75), component(118, 75)]
    read = read_words(pair, [Word(text="E29", bbox=(110, 153, 14, 6))], drawn(*sides((90, 70, 50, 80))))
    assert [c.tag for c in read.components] == [None, None]
    assert [tag.tag for tag in read.unowned_tags] == ["E29"]


def test_a_box_of_no_class_around_a_symbol_is_its_enclosure_and_no_symbol() -> None:
    box = component(90, 70, 80).model_copy(update={"class_name": "other"})
    within = component(120, 85)
    tag = Word(text="E29", bbox=(120, 153, 14, 6))
    vectors = drawn(*sides((90, 70, 80, 80)))
    assert enclosures_of([box, within], vectors) == {1: (90, 70, 80, 80)}
    assert [c.tag for c in read_words([box, within], [tag], vectors).components] == [None, "E29"]
    assert [c.tag for c in read_words([box], [tag], vectors).components] == ["E29"]
