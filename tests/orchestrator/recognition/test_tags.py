"""Promises of the words: each goes to one component, tags are tags and ratings are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import Component
from orchestrator.geometry import Box
from orchestrator.pages import Word
from orchestrator.recognition.tags import REACH_PT, attach_words, is_tag


def component(
    x: float = 100, y: float = 100, class_name: str = "circuit_breaker", size: float = 20
) -> Component:
    box = (x, y, size, size)
    return Component(id=f"{x}-{y}", page=1, class_name=class_name, bbox=box, confidence=0.9, band="high")


def word(text: str, x: float, y: float, width: float = 20) -> Word:
    return Word(text=text, bbox=(x, y, width, 6))


def tags(components: list[Component], *words: Word) -> list[str | None]:
    return [c.tag for c in attach_words(components, words)]


@pytest.mark.parametrize(
    "text",
    ["CB-101", "PT-1234A", "-K1", "K1", "=A1", "Q12", "1CR", "2MS", "12FU", "XFMR-2", "M-101/A", "CB101-2"],
)
def test_reference_designations_are_tags(text: str) -> None:
    assert is_tag(text)


@pytest.mark.parametrize(
    "text",
    ["20A", "480V", "75KVA", "10HP", "120VAC", "3P", "M", "THE", "101", "1/2", "60HZ", "", "cb-101", "#12"],
)
def test_ratings_numbers_and_plain_words_are_not(text: str) -> None:
    assert not is_tag(text)


def test_a_component_takes_the_tag_beside_it_and_not_one_further_than_its_reach() -> None:
    assert tags([component()], word("CB-101", 122, 105)) == ["CB-101"]
    assert tags([component()], word("CB-101", 120 + REACH_PT + 1, 105)) == [None]


def test_ratings_and_descriptions_beside_it_are_no_tags() -> None:
    assert tags([component()], word("20A", 121, 101), word("SPARE", 121, 108)) == [None]


def test_each_tag_goes_to_the_closest_component_and_to_one_only() -> None:
    pair = [component(100), component(140)]
    assert tags(pair, word("CB-1", 125, 105, 12)) == [None, "CB-1"]
    assert tags(pair, word("CB-1", 100, 122), word("CB-2", 140, 122)) == ["CB-1", "CB-2"]


def test_a_bubble_joins_its_letters_and_number() -> None:
    bubble = component(class_name="instrument")
    (result,) = attach_words([bubble], [word("1234A", 102, 111, 16), word("PT", 105, 103, 10)])
    assert (result.tag, result.text) == ("PT-1234A", "PT 1234A")


def test_a_letter_in_a_coil_is_its_tag_and_in_a_motor_only_its_text() -> None:
    inside = word("M", 107, 107, 6)
    coil, motor = (
        attach_words([component(class_name=name)], [inside])[0] for name in ("relay_coil", "motor")
    )
    assert (coil.tag, coil.text) == ("M", "M")
    assert (motor.tag, motor.text) == (None, "M")


def test_a_motor_keeps_its_letter_and_takes_the_tag_beside_it() -> None:
    motor = component(class_name="motor")
    (result,) = attach_words([motor], [word("M", 107, 107, 6), word("M-101", 122, 107)])
    assert (result.tag, result.text) == ("M-101", "M")


def test_a_word_inside_two_components_belongs_to_the_smaller() -> None:
    outer, inner = component(90, 90, "panelboard", 60), component(100, 100, "meter", 20)
    large, small = attach_words([outer, inner], [word("KWH", 105, 107, 10)])
    assert (large.text, small.text) == (None, "KWH")


def test_without_words_or_components_nothing_happens() -> None:
    assert attach_words([], [word("CB-1", 0, 0)]) == ()
    assert attach_words([component()], []) == (component(),)


@given(
    places=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=8, unique=True),
    words=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=8),
)
def test_no_word_is_the_tag_of_two_components(
    places: list[tuple[int, int]], words: list[tuple[int, int]]
) -> None:
    named = [word(f"CB-{i}", x, y) for i, (x, y) in enumerate(words)]
    found = [tag for tag in tags([component(x, y) for x, y in places], *named) if tag]
    assert len(found) == len(set(found))


def test_components_keep_everything_else() -> None:
    before = component()
    (after,) = attach_words([before], [word("CB-101", 122, 105)])
    box: Box = after.bbox
    assert after == before.model_copy(update={"tag": "CB-101"})
    assert box == before.bbox
