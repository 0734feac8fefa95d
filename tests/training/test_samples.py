"""What the classifier learns from: boxes that miss a little, places without a symbol, crops turned with their boxes."""

import numpy as np
import pytest
from numpy.typing import NDArray

from orchestrator.recognition.crops import squares
from training.data import Picture
from training.dataset import Dataset
from training.places import BACKGROUND, Places, iou_matrix, judged
from training.samples import batch, jitter, stray

BOXES = np.array([[40, 50, 60, 70], [100, 20, 160, 40]], np.float32)
LABELS = np.array([3, 5])


def page() -> Picture:
    grey = np.full((200, 300), 255, np.uint8)
    for x0, y0, x1, y1 in BOXES.astype(int).tolist():
        grey[y0:y1, x0:x1] = 0
    grey[120:180, 40:260] = 90
    return Picture(grey, BOXES, LABELS)


def one_page() -> Dataset:
    picture = page()
    height, width = picture.page.shape
    return Dataset(
        picture.page.ravel(),
        np.array([[height, width]]),
        np.array([0, height * width]),
        BOXES,
        LABELS,
        np.array([0, 2]),
    )


def test_jittered_boxes_still_show_their_symbol() -> None:
    source = np.random.default_rng(0)
    boxes = np.repeat(BOXES, 200, axis=0)
    overlap = (
        iou_matrix(jitter(boxes, source)[i : i + 1], boxes[i : i + 1])[0, 0] for i in range(len(boxes))
    )
    assert min(overlap) > 0.3


@pytest.mark.parametrize("seed", range(10))
def test_a_place_without_a_symbol_holds_ink_but_no_symbol(seed: int) -> None:
    found = stray(page(), np.random.default_rng(seed))
    assert (found.labels == BACKGROUND).all()
    assert (iou_matrix(found.boxes, BOXES) < 0.2).all()
    for x0, y0, x1, y1 in found.boxes.clip(min=0).astype(int).tolist():
        assert page().page[y0 : y1 + 1, x0 : x1 + 1].min() < 255


def test_proposals_are_judged_by_what_they_cover() -> None:
    loose = np.array([[40, 50, 60, 78], [40, 50, 60, 105], [200, 150, 220, 170]], np.float32)
    found = judged(loose, page())
    assert found.labels.tolist() == [3, BACKGROUND]  # what covers a third of a symbol is left out
    np.testing.assert_array_equal(found.drawn[0], BOXES[0])
    assert np.isnan(found.drawn[1]).all()


def _inked(crop: NDArray[np.float32]) -> NDArray[np.float64]:
    rows, columns = np.nonzero(crop[0] > 0.5 * crop.max())
    return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) / 64


@pytest.mark.parametrize("seed", range(20))
def test_edges_lie_where_the_crop_shows_the_symbol_however_it_is_turned(seed: int) -> None:
    aimed = BOXES[1:] + np.array([[3, -2, 5, 4]], np.float32)
    places = Places(aimed, LABELS[1:], BOXES[1:])
    one = batch(one_page(), [(0, places)], np.random.default_rng(seed))
    np.testing.assert_allclose(one.edges[0], _inked(one.crops[0]), atol=0.03)
    side = squares(aimed)[0, 2] - squares(aimed)[0, 0]
    assert sorted(one.shapes[0] * side) == pytest.approx(sorted((aimed[0, 2:] - aimed[0, :2]).tolist()))
