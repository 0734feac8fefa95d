"""Confirmed symbols speak for what looks like them, rejected ones against it, and both for nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from orchestrator.pages import Page, PageImage, Word
from orchestrator.recognition.classifier import BACKGROUND
from orchestrator.recognition.prototypes import REFUSES, Confirmed, Prototypes, adapted
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.taxonomy import ALL_CLASSES

MOTOR, METER = ALL_CLASSES.index("motor"), ALL_CLASSES.index("meter")
UNSURE = np.full((1, BACKGROUND + 1), 1 / (BACKGROUND + 1), np.float32)


def at(degrees: float) -> NDArray[np.float32]:
    """Return one embedding of two numbers, at an angle."""
    radians = np.radians(degrees)
    return np.array([[np.cos(radians), np.sin(radians)]], np.float32)


PLAIN = np.zeros(1, np.bool_)


def known(*what: tuple[float, str | None], marked: bool = False) -> Prototypes:
    confirmed = [Confirmed((0, 0, 1, 1), name) for _, name in what]
    looks = np.concatenate([at(degrees) for degrees, _ in what])
    return Prototypes.of(looks, confirmed, np.full(len(what), marked))


def test_a_look_alike_takes_the_class_of_what_it_looks_most_like() -> None:
    (row,) = adapted(UNSURE, at(5), known((0, "motor"), (40, "meter")), PLAIN)
    assert row.argmax() == MOTOR
    assert row[MOTOR] > 0.8
    (row,) = adapted(UNSURE, at(36), known((0, "motor"), (40, "meter")), PLAIN)
    assert row.argmax() == METER


def test_a_likeness_that_is_not_clear_says_which_symbol_it_is_and_not_that_it_is_one() -> None:
    seen = 1 - UNSURE[0, BACKGROUND]
    (row,) = adapted(UNSURE, at(48), known((0, "motor")), PLAIN)  # cosine 0.67
    assert row.argmax() == MOTOR
    assert 1 - row[BACKGROUND] == pytest.approx(seen, abs=1e-5)
    (row,) = adapted(UNSURE, at(10), known((0, "motor")), PLAIN)
    assert 1 - row[BACKGROUND] > seen + 0.01


def test_what_looks_like_a_rejected_one_is_no_symbol() -> None:
    (row,) = adapted(UNSURE, at(3), known((0, None)), PLAIN)
    assert row.argmax() == BACKGROUND


@given(sure=st.floats(0.01, 0.99), times=st.integers(1, 6))
def test_each_rejected_look_alike_makes_a_symbol_so_much_less_likely_and_no_more(
    sure: float, times: int
) -> None:
    chances = np.zeros((1, BACKGROUND + 1), np.float32)
    chances[0, [MOTOR, BACKGROUND]] = sure, 1 - sure
    (row,) = adapted(chances, at(0), known(*[(0, None)] * times), PLAIN)
    odds = sure / (1 - sure) / REFUSES**times
    assert row[MOTOR] == pytest.approx(odds / (1 + odds), rel=1e-3)


@pytest.mark.parametrize("marked", [False, True])
def test_one_with_letters_that_mark_a_variant_speaks_for_others_with_them_alone(*, marked: bool) -> None:
    there = np.array([marked])
    (alike,) = adapted(UNSURE, at(0), known((0, "motor"), marked=marked), there)
    (other,) = adapted(UNSURE, at(0), known((0, "motor"), marked=not marked), there)
    assert alike.argmax() == MOTOR
    np.testing.assert_allclose(other, UNSURE[0], rtol=1e-6)


def test_what_looks_like_none_of_them_stays_as_it_was() -> None:
    np.testing.assert_allclose(
        adapted(UNSURE, at(90), known((0, "motor"), (180, None)), PLAIN), UNSURE, rtol=1e-6
    )


@given(degrees=st.floats(0, 360), cosine=st.floats(-1, 1))
def test_probabilities_stay_probabilities(degrees: float, cosine: float) -> None:
    prototypes = known((degrees + float(np.degrees(np.arccos(cosine))), "motor"))
    result = adapted(UNSURE, at(degrees), prototypes, PLAIN)
    assert np.isfinite(result).all()
    assert result.sum() == pytest.approx(1, abs=1e-5)
    assert result[0, MOTOR] >= UNSURE[0, MOTOR] * (1 - 1e-6)


def test_prototypes_of_several_pages_are_put_together() -> None:
    both = known((0, "motor")).and_also(known((90, None)))
    assert both.classes.tolist() == [MOTOR, BACKGROUND]
    assert both.embeddings.shape == (2, 2)


def test_a_page_is_read_with_what_was_confirmed_on_it(blobs: Recognizer) -> None:
    """The toy networks call every black square a motor, and find all squares alike."""
    picture = np.full((400, 400), 255, np.uint8)
    for x in (100, 250):
        picture[150:170, x : x + 20] = 0
    page = Page(
        page_number=1, width_pt=200, height_pt=200, image=PageImage(width_px=400, height_px=400, scale=2.0)
    )

    def classes(name: str | None, *words: Word, times: int = 1) -> list[str]:
        lettered = page.model_copy(update={"words": words})
        prototypes = blobs.prototypes(picture, lettered, times * [Confirmed((50, 75, 10, 10), name)])
        return [c.class_name for c in blobs.recognize(picture, lettered, 0.3, prototypes).components]

    assert [c.class_name for c in blobs.recognize(picture, page, 0.3).components] == ["motor", "motor"]
    assert classes("generator") == ["generator", "generator"]
    assert classes(None, times=9) == []
    beside_the_second = Word(text="GFI", bbox=(125, 88, 12, 5))
    assert classes("generator", beside_the_second) == ["generator", "motor"]
    assert classes(None, beside_the_second, times=9) == ["motor"]


def test_a_class_of_the_projects_own_is_a_symbol_without_a_name() -> None:
    assert known((0, "ground_rod")).classes.tolist() == [ALL_CLASSES.index("other")]
