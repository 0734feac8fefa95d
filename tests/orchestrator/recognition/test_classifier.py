"""Promises of naming: probabilities, the best class, honest alternatives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from orchestrator.recognition.classifier import (
    BACKGROUND,
    Answers,
    examine,
    softmax,
    verdict,
    with_objectness,
)
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.taxonomy import ALL_CLASSES


def chances(background: float = 0.0, **classes: float) -> NDArray[np.float32]:
    row = np.zeros(BACKGROUND + 1, np.float32)
    row[BACKGROUND] = background
    for name, chance in classes.items():
        row[ALL_CLASSES.index(name)] = chance
    return row


def test_softmax_sums_to_one_and_survives_large_logits() -> None:
    result = softmax(np.array([[1000, 999, -1000], [0, 0, 0]], np.float32))
    assert result.sum(axis=1) == pytest.approx([1, 1])
    assert result[1] == pytest.approx([1 / 3] * 3)


def test_the_best_class_wins_and_the_next_best_are_alternatives() -> None:
    answer = verdict(
        chances(motor=0.6, generator=0.2, meter=0.1, instrument=0.05, fuse=0.03, background=0.02)
    )
    assert (answer.class_name, answer.is_symbol) == ("motor", True)
    assert answer.confidence == pytest.approx(0.6)
    assert [name for name, _ in answer.alternatives] == ["generator", "meter", "instrument"]


def test_unlikely_classes_are_no_alternatives() -> None:
    assert verdict(chances(motor=0.99, generator=0.01)).alternatives == ()


def test_background_first_is_no_symbol() -> None:
    answer = verdict(chances(motor=0.4, background=0.6))
    assert not answer.is_symbol
    assert answer.class_name == "motor"


def test_a_symbol_no_class_is_clear_for_is_other_and_as_sure_as_it_is_a_symbol() -> None:
    answer = verdict(chances(motor=0.35, generator=0.3, meter=0.15, other=0.05, background=0.15))
    assert (answer.class_name, answer.is_symbol) == ("other", True)
    assert answer.confidence == pytest.approx(0.85)
    assert [name for name, _ in answer.alternatives] == ["motor", "generator", "meter"]


def test_a_symbol_just_short_of_a_name_is_not_lost_below_the_threshold() -> None:
    answer = verdict(chances(motor=0.45, generator=0.3, background=0.25))
    assert answer.class_name == "other"
    assert answer.confidence == pytest.approx(0.75)


def test_many_boxes_get_the_same_answers_as_each_alone(blobs: Recognizer) -> None:
    rng = np.random.default_rng(0)
    page = rng.integers(0, 256, (200, 200)).astype(np.uint8)
    corner = rng.uniform(0, 150, (300, 2))
    boxes = np.hstack([corner, corner + 30]).astype(np.float32)
    together, embeddings, placed = examine(blobs.model.classify, page, boxes)
    assert (together.shape, embeddings.shape) == ((300, BACKGROUND + 1), (300, 96))
    alone, _, _ = examine(blobs.model.classify, page, boxes[270:271])
    np.testing.assert_allclose(together[270], alone[0], rtol=1e-5)
    np.testing.assert_allclose(placed, boxes, atol=1e-3)


def _unsure(crops: NDArray[np.float32], edges: NDArray[np.float32]) -> Answers:
    return np.zeros((len(crops), BACKGROUND + 1), np.float32), np.ones((len(crops), 1), np.float32), edges


def test_the_network_places_the_box_and_an_inverted_one_is_left_where_it_was() -> None:
    """A box of 30 pixels has a crop of 64 around its middle: edges are in sides of that crop."""
    page = np.full((200, 200), 255, np.uint8)
    boxes = np.array([[85, 85, 115, 115]] * 2, np.float32)
    edges = np.array([[0.25, 0.5, 0.75, 1.0], [0.75, 0.5, 0.25, 1.0]], np.float32)
    _, _, placed = examine(lambda crops, _: _unsure(crops, edges), page, boxes)
    np.testing.assert_allclose(placed, [[84, 100, 116, 132], [85, 85, 115, 115]], atol=1e-3)


def test_the_detector_has_its_say_and_none_when_it_is_neutral() -> None:
    """What both networks see gains, what the detector hardly saw loses, and classes keep their proportions."""
    rows = np.stack([chances(motor=0.4, generator=0.2, background=0.4)] * 3)
    sure, neutral, unsure = with_objectness(rows, np.array([0.99, 0.5, 0.15], np.float32))
    assert sure[BACKGROUND] < 0.05
    assert unsure[BACKGROUND] > 0.75
    assert neutral == pytest.approx(rows[1], abs=1e-6)
    motor, generator = ALL_CLASSES.index("motor"), ALL_CLASSES.index("generator")
    for row in (sure, neutral, unsure):
        assert row.sum() == pytest.approx(1, abs=1e-5)
        assert row[motor] == pytest.approx(2 * row[generator], rel=1e-4)


@given(objectness=st.floats(0, 1), background=st.floats(0, 1))
def test_probabilities_stay_probabilities_at_the_extremes(objectness: float, background: float) -> None:
    row = chances(motor=1 - background, background=background)[None]
    (result,) = with_objectness(row, np.array([objectness], np.float32))
    assert np.isfinite(result).all()
    assert result.sum() == pytest.approx(1, abs=1e-5)
