"""What a component's tag says of its class: beside `F1` a box is a fuse rather than a resistor.

The letters of reference designations (IEEE 315, clause 22; IEC 81346-2; ISA-5.1) stand for kinds of devices. A tag
decides between the classes that the networks hold possible, and makes its own likelier; it adds none.
"""

from __future__ import annotations

from typing import Final

from orchestrator.components import Alternative, Component, band_of
from orchestrator.recognition.classifier import MIN_CLASS
from orchestrator.recognition.designations import classes_of
from orchestrator.taxonomy import OTHER

_TELLS: Final = 10.0
"""How much likelier a class becomes by a tag of its letters; these, or whose the tag is, may be wrong."""


def told_by_tag(component: Component) -> Component:
    """Return a component as its tag tells it: perhaps of another class, surer of one whose letters the tag has.

    One that the legend or strokes named stays as it is.
    """
    said = classes_of(component.tag or "")
    guesses = {guess.class_name: guess.confidence for guess in component.alternatives}
    if component.class_name != OTHER:
        guesses[component.class_name] = component.confidence
    if component.source != "model" or said.isdisjoint(guesses):
        return component
    weighed = {name: chance * (_TELLS if name in said else 1) for name, chance in guesses.items()}
    whole = sum(weighed.values()) + max(1 - sum(guesses.values()), 0.0)
    (best, chance), *others = sorted(
        ((name, round(weight / whole, 4)) for name, weight in weighed.items()), key=lambda one: -one[1]
    )
    if best not in said or chance < MIN_CLASS:
        return component
    left = tuple(Alternative(class_name=n, confidence=c) for n, c in others)
    told = {"class_name": best, "confidence": chance, "band": band_of(chance), "alternatives": left}
    return component.model_copy(update=told)
