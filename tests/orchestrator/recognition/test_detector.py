"""Promises of finding: peaks become boxes, tiles make one page, both resolutions make one list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from orchestrator.errors import DrawingError
from orchestrator.recognition import detector
from orchestrator.recognition.boxes import distinct
from orchestrator.recognition.detector import detect, peaks
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.recognition.tiles import LARGEST
from tests.orchestrator.recognition.blob_model import BLOB_PX

Network = tuple[NDArray[np.float32], NDArray[np.float32]]


def grid(cells: int = 8, tiles: int = 1, reach: float = 10) -> Network:
    return np.zeros((tiles, 1, cells, cells), np.float32), np.full(
        (tiles, 4, cells, cells), reach, np.float32
    )


def test_a_peak_is_a_box_around_the_centre_of_its_cell() -> None:
    objectness, distances = grid(tiles=2)
    objectness[1, 0, 3, 5] = 0.9
    distances[1, :, 3, 5] = 1, 2, 3, 4
    tile, boxes, scores = peaks(objectness, distances)
    assert tile.tolist() == [1]
    assert boxes.tolist() == [[22 - 1, 14 - 2, 22 + 3, 14 + 4]]
    assert scores.tolist() == pytest.approx([0.9])


def test_a_lesser_neighbour_is_no_peak_and_a_peak_at_the_corner_is_one() -> None:
    objectness, distances = grid()
    objectness[0, 0, 0, 0], objectness[0, 0, 1, 1], objectness[0, 0, 7, 7] = 0.9, 0.8, 0.5
    _, boxes, scores = peaks(objectness, distances)
    assert scores.tolist() == pytest.approx([0.9, 0.5])
    assert boxes[0].tolist() == [-8, -8, 12, 12]


def test_what_is_below_the_threshold_not_finite_or_without_area_is_no_box() -> None:
    objectness, distances = grid()
    objectness[0, 0, 1, 1], objectness[0, 0, 3, 3], objectness[0, 0, 5, 5] = 0.1, 0.9, 0.9
    distances[0, 0, 3, 3] = np.nan
    distances[0, :, 5, 5] = -1
    assert [len(part) for part in peaks(objectness, distances)] == [0, 0, 0]


@settings(max_examples=25, deadline=None)
@given(x=st.integers(0, 900 - BLOB_PX), y=st.integers(0, 700 - BLOB_PX))
def test_a_symbol_anywhere_on_the_page_is_found_once_where_it_is(blobs: Recognizer, x: int, y: int) -> None:
    page = np.full((700, 900), 255, np.uint8)
    page[y : y + BLOB_PX, x : x + BLOB_PX] = 0
    boxes, scores = detect(blobs.model.propose, page)
    kept = boxes[distinct(boxes, scores)]
    assert len(kept) == 1
    for box in kept:
        assert (box[:2] + box[2:]) / 2 == pytest.approx([x + BLOB_PX / 2, y + BLOB_PX / 2], abs=5)
        assert box.min() >= 0
        assert (box[2:] <= (900, 700)).all()


def test_an_empty_page_has_no_proposals(blobs: Recognizer) -> None:
    boxes, scores = detect(blobs.model.propose, np.full((600, 600), 255, np.uint8))
    assert boxes.shape == (0, 4)
    assert scores.shape == (0,)


def one_box_a_tile(side: float) -> detector.Propose:
    """Propose, whatever the tile shows, a box of `side` pixels around (130, 130)."""

    def propose(ink: NDArray[np.float32]) -> Network:
        cells = (ink.shape[2] // 4, ink.shape[3] // 4)
        objectness = np.zeros((1, 1, *cells), np.float32)
        distances = np.full((1, 4, *cells), side / 2, np.float32)
        objectness[:, 0, 32, 32] = 0.9
        return objectness, distances

    return propose


@pytest.mark.parametrize(
    ("side", "found"),
    [
        pytest.param(20, [20], id="small: the full page alone"),
        pytest.param(85, [85, 170], id="middling: the full page and its half"),
        pytest.param(110, [110, 220, 440], id="larger: all, each in its own size"),
        pytest.param(150, [300, 600], id="large: the half and the quarter"),
        pytest.param(270, [1024], id="across the page: the quarter alone, clipped to the page"),
    ],
)
def test_each_resolution_proposes_the_sizes_it_sees_well(side: float, found: list[float]) -> None:
    boxes, _ = detect(one_box_a_tile(side), np.zeros((1024, 1024), np.uint8))
    assert sorted((boxes[:, 2] - boxes[:, 0]).tolist()) == pytest.approx(found)


def test_a_page_of_noise_fails_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector, "MAX_PROPOSALS", 3)
    with pytest.raises(DrawingError, match="too noisy") as caught:
        detect(one_box_a_tile(20), np.zeros((2 * LARGEST, 2 * LARGEST), np.uint8))
    assert caught.value.code == "content_too_large"
