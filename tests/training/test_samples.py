"""What the classifier learns from: boxes that miss a little, places without a symbol, crops turned with their boxes."""

import numpy as np
import pytest

from orchestrator.recognition.crops import squares
from orchestrator.taxonomy import ALL_CLASSES
from training.data import Picture
from training.dataset import Dataset
from training.places import BACKGROUND, Places, iou_matrix, judged
from training.samples import batch, cut, jitter, stray

BOXES = np.array([[40, 50, 60, 70], [100, 20, 160, 40]], np.float32)
LABELS = np.array([3, 5])
WORDS, NAMED = np.empty((0, 4), np.float32), np.empty((0, len(ALL_CLASSES)), np.bool_)


def page() -> Picture:
    grey = np.full((200, 300), 255, np.uint8)
    for x0, y0, x1, y1 in BOXES.astype(int).tolist():
        grey[y0:y1, x0:x1] = 0
    grey[120:180, 40:260] = 90
    return Picture(grey, BOXES, LABELS, WORDS, NAMED)


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
        WORDS,
        NAMED,
        np.array([0, 0]),
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


def test_a_batch_holds_a_crop_a_shape_and_edges_for_every_place() -> None:
    data = one_page()
    places = [(0, Places(BOXES, LABELS, BOXES)), (0, Places(BOXES[:1], LABELS[:1], BOXES[:1]))]
    one = batch(data, places, np.random.default_rng(0))
    assert one.crops.shape == (3, 1, 64, 64)
    assert one.shapes.shape == (3, 2)
    assert one.edges.shape == (3, 4)
    assert one.labels.tolist() == [3, 5, 3]
    assert one.crops.max() > 0.4


def test_what_is_cut_lies_where_its_edges_say() -> None:
    crops, shapes, edges = cut(page(), Places(BOXES, LABELS, BOXES))
    for crop, edge in zip(crops, edges, strict=True):
        rows, columns = np.nonzero(crop[0] > 0.5)
        inked = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) / 64
        np.testing.assert_allclose(edge, inked, atol=0.03)
    sides = squares(BOXES)
    np.testing.assert_allclose(shapes * (sides[:, 2:] - sides[:, :2]), BOXES[:, 2:] - BOXES[:, :2], rtol=1e-6)
