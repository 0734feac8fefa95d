"""Promises of tags that tell classes: they decide between what the networks hold possible, and make nothing up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import Alternative, Component, Provenance, band_of
from orchestrator.recognition.told_by_tags import told_by_tag
from orchestrator.taxonomy import ALL_CLASSES

CHANCES = st.dictionaries(
    st.sampled_from(ALL_CLASSES), st.floats(0.0, 0.24, allow_nan=False), min_size=1, max_size=4
)
TAGS = st.sampled_from([None, "F1", "CB-101", "R12", "-K3", "12-PT-1234A", "ZZZ-1", "M"])


def component(
    tag: str | None, class_name: str, confidence: float, alternatives: dict[str, float] | None = None
) -> Component:
    guesses = tuple(Alternative(class_name=n, confidence=c) for n, c in (alternatives or {}).items())
    return Component(
        id="p00001-00010-00010",
        page=1,
        class_name=class_name,
        bbox=(0, 0, 20, 20),
        confidence=confidence,
        band=band_of(confidence),
        tag=tag,
        alternatives=guesses,
    )


def test_a_tag_decides_between_look_alikes() -> None:
    told = told_by_tag(component("F1", "resistor", 0.6, {"fuse": 0.35}))
    assert (told.class_name, told.confidence, told.band) == ("fuse", 0.8434, band_of(0.8434))
    assert [guess.class_name for guess in told.alternatives] == ["resistor"]


def test_a_tag_names_what_was_found_without_a_name() -> None:
    told = told_by_tag(component("SS-2", "other", 0.9, {"selector_switch": 0.3, "motor": 0.3}))
    assert told.class_name == "selector_switch"
    assert told.confidence == pytest.approx(3 / 3.7, abs=1e-4)


def test_a_tag_of_its_letters_makes_a_component_surer() -> None:
    told = told_by_tag(component("R12", "resistor", 0.8, {"fuse": 0.1}))
    assert (told.class_name, told.band) == ("resistor", "high")
    assert told.confidence == pytest.approx(8 / 8.2, abs=1e-4)


@pytest.mark.parametrize(
    "kept",
    [
        component("F1", "resistor", 0.98, {"fuse": 0.02}),
        component("F1", "motor", 0.9),
        component("Q7", "other", 0.95, {"circuit_breaker": 0.02}),
        component("ZZZ-1", "resistor", 0.6, {"fuse": 0.35}),
        component(None, "resistor", 0.6, {"fuse": 0.35}),
    ],
    ids=["clearly another", "nothing of the kind", "clearly none", "letters of no class", "no tag"],
)
def test_a_tag_makes_nothing_up(kept: Component) -> None:
    assert told_by_tag(kept) == kept


@pytest.mark.parametrize("source", ["legend", "vector"])
def test_what_the_drawing_itself_names_stays(source: str) -> None:
    named = component("F1", "resistor", 0.6, {"fuse": 0.35}).model_copy(
        update={"source": source, "provenance": Provenance(method="strokes")}
    )
    assert told_by_tag(named) == named


@given(tag=TAGS, confidence=st.floats(0.25, 1.0), chances=CHANCES, class_name=st.sampled_from(ALL_CLASSES))
def test_a_class_is_one_that_was_held_possible(
    tag: str | None, confidence: float, chances: dict[str, float], class_name: str
) -> None:
    chances.pop(class_name, None)
    seen = component(tag, class_name, confidence, dict(list(chances.items())[:3]))
    told = told_by_tag(seen)
    assert told.class_name in {class_name, *chances}
    assert 0 <= told.confidence <= 1
    assert told.band == band_of(told.confidence)
