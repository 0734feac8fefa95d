"""Promises of what a page's own repeats do to its components: confirm, name, complete, and merge no variants."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from orchestrator.components import Component
from orchestrator.pages import Page, Word
from orchestrator.recognition import confirmed_repeats
from orchestrator.recognition.confirmed_repeats import Repeated, confirmed_by_repeats, strokes_for_repeats
from tests.orchestrator.recognition.legend.test_correction import arrow, page_of, seen

PLACES = ((50.0, 50.0), (150.0, 50.0), (250.0, 50.0), (350.0, 50.0), (50.0, 200.0))


def sheet(*words: Word) -> Page:
    """Return a page with the same symbol at five places."""
    return page_of([segment for x, y in PLACES for segment in arrow(x, y)], words=words)


def at(place: int, class_name: str = "motor", confidence: float = 0.9) -> Component:
    x, y = PLACES[place]
    return seen((x, y, 20, 14), class_name, confidence)


def added(place: Repeated) -> Component:
    made = seen(place.bbox, place.class_name, place.confidence)
    return made.model_copy(update={"source": "vector", "provenance": place.provenance, "alternatives": ()})


def told(page: Page, found: Sequence[Component]) -> list[Component]:
    return confirmed_by_repeats(strokes_for_repeats(page, found), found, added)


def beside(place: int, text: str) -> Word:
    x, y = PLACES[place]
    return Word(text=text, bbox=(x + 21, y + 4, 8, 6))


def test_one_that_is_drawn_like_most_others_bears_their_name() -> None:
    found = [at(0), at(1), at(2), at(3), at(4, "fuse", 0.5)]
    component = told(sheet(), found)[4]
    assert (component.class_name, component.source) == ("motor", "vector")
    assert component.provenance is not None
    assert (component.provenance.method, component.provenance.repeats) == ("repeats", 5)
    assert component.alternatives[0].class_name == "fuse"
    assert component.confidence == pytest.approx(4 * 0.9 / 5)


def test_those_that_agree_are_surer_and_stay_the_model_s() -> None:
    for component in told(sheet(), [at(i, confidence=0.8) for i in range(5)]):
        assert (component.class_name, component.source, component.band) == ("motor", "model", "high")
        assert component.confidence == pytest.approx(0.9)


def test_places_where_nothing_was_seen_are_added_once() -> None:
    components = told(sheet(), [at(0), at(1), at(2), at(3)])
    assert [c.source for c in components] == ["model"] * 4 + ["vector"]
    assert components[4].bbox[:2] == pytest.approx(PLACES[4], abs=0.1)
    assert (components[4].class_name, components[4].confidence <= 0.9) == ("motor", True)


def test_where_most_places_were_not_seen_none_is_added() -> None:
    assert len(told(sheet(), [at(0), at(1), at(2)])) == 3


@pytest.mark.parametrize(
    "found",
    [
        [at(0), at(1)],
        [at(0), at(1), at(2, "fuse"), at(3, "fuse")],
        [at(0, confidence=0.5), at(1, confidence=0.5), at(2, confidence=0.5)],
        [at(i, "other") for i in range(4)],
        [],
    ],
    ids=["few", "divided", "unsure", "without a name", "none"],
)
def test_too_little_says_nothing(found: list[Component]) -> None:
    assert told(sheet(), found) == found


def test_what_touches_another_component_is_not_added() -> None:
    x, y = PLACES[4]
    found = [at(0), at(1), at(2), at(3), seen((x + 12, y, 40, 14), "fuse", 0.4)]
    assert len(told(sheet(), found)) == 5


def test_letters_beside_a_symbol_keep_it_out_of_the_vote() -> None:
    found = [at(0), at(1), at(2), at(3, "gfci_receptacle", 0.5)]
    page = sheet(beside(3, "GFI"), beside(4, "GFI"))
    components = told(page, found)
    assert len(components) == 4
    assert components[3] == found[3]
    assert told(sheet(), found)[3].class_name == "motor"


def test_a_long_note_counts_by_its_nearest_edge() -> None:
    found = [at(0), at(1), at(2), at(3, "gfci_receptacle", 0.5)]
    near = beside(3, "WP/GFI")
    x, y, _, height = near.bbox
    note = near.model_copy(update={"bbox": (x, y, 60, height)})
    assert told(sheet(note), found)[3] == found[3]
    far = near.model_copy(update={"bbox": (x + 20, y, 60, height)})
    assert told(sheet(far), found)[3].class_name == "motor"


def test_a_word_inside_that_the_example_lacks_keeps_it_out_too() -> None:
    x, y = PLACES[3]
    found = [at(0), at(1), at(2), at(3, "fuse", 0.5)]
    inside = Word(text="GE", bbox=(x + 6, y + 4, 7, 5))
    assert told(sheet(inside), found)[3] == found[3]


def test_on_a_page_with_very_many_strokes_only_those_around_components_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(confirmed_repeats, "_MOST_ITEMS", 10)
    found = [at(0), at(1), at(2), at(3, "fuse", 0.5)]
    assert len(strokes_for_repeats(sheet(), found).strokes) == 4 * 6
    components = told(sheet(), found)
    assert [c.class_name for c in components] == ["motor"] * 4


def test_no_more_examples_are_looked_for_than_a_page_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirmed_repeats, "_MOST_EXAMPLES", 0)
    found = [at(i) for i in range(4)]
    assert told(sheet(), found) == found
