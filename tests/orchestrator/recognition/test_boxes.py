"""Promises of the removal of doubles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from orchestrator.geometry import Box, iou
from orchestrator.recognition.boxes import SAME_IOU, Boxes, areas, distinct, longer_sides


def xyxy(*rows: tuple[float, float, float, float]) -> Boxes:
    return np.array(rows, np.float32).reshape(-1, 4)


def overlap(a: Boxes, b: Boxes) -> float:
    first, second = ((float(x), float(y), float(r - x), float(s - y)) for x, y, r, s in (a, b))
    pair: tuple[Box, Box] = (first, second)
    return iou(*pair)


def some_boxes() -> st.SearchStrategy[Boxes]:
    corner = arrays(np.int16, st.tuples(st.integers(0, 25), st.just(4)), elements=st.integers(0, 60))
    return corner.map(lambda c: np.hstack([c[:, :2], c[:, :2] + c[:, 2:]]).astype(np.float32))


def test_no_boxes_keep_nothing() -> None:
    assert distinct(xyxy(), np.empty(0, np.float32)).tolist() == []


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        pytest.param((0, 0, 20, 20), [0], id="the same box"),
        pytest.param((1, 1, 21, 21), [0], id="one pixel beside it"),
        pytest.param((0, 0, 12, 20), [0], id="cut by a tile's edge"),
        pytest.param((2, 2, 14, 14), [0], id="a part of it"),
        pytest.param((8, 8, 12, 12), [0, 1], id="a much smaller symbol inside it"),
        pytest.param((15, 0, 35, 20), [0, 1], id="a neighbour that touches it"),
        pytest.param((40, 0, 60, 20), [0, 1], id="elsewhere"),
    ],
)
def test_one_symbol_is_kept_once(other: tuple[float, float, float, float], kept: list[int]) -> None:
    assert distinct(xyxy((0, 0, 20, 20), other), np.array([0.9, 0.8], np.float32)).tolist() == kept


def test_a_better_whole_wins_over_its_parts_and_proposals_keep_both() -> None:
    boxes, scores = xyxy((2, 2, 14, 14), (0, 0, 20, 20)), np.array([0.7, 0.9], np.float32)
    assert distinct(boxes, scores).tolist() == [1]
    assert distinct(boxes, scores, drop_parts=False).tolist() == [1, 0]


@given(boxes=some_boxes(), data=st.data())
def test_what_is_kept_does_not_overlap_and_what_goes_has_a_better_one(
    boxes: Boxes, data: st.DataObject
) -> None:
    scores = data.draw(arrays(np.float32, len(boxes), elements=st.floats(0, 1, width=16)))
    kept = distinct(boxes, scores, drop_parts=False).tolist()
    assert len(set(kept)) == len(kept)
    assert sorted(scores[kept].tolist(), reverse=True) == scores[kept].tolist()
    for position, i in enumerate(kept):
        assert all(overlap(boxes[i], boxes[j]) <= SAME_IOU + 1e-6 for j in kept[:position])
    for i in set(range(len(boxes))) - set(kept):
        better = [j for j in kept if scores[j] >= scores[i]]
        assert any(overlap(boxes[i], boxes[j]) > SAME_IOU - 1e-6 for j in better)


@given(boxes=some_boxes())
def test_keeping_twice_changes_nothing(boxes: Boxes) -> None:
    scores = np.linspace(1, 0.5, len(boxes), dtype=np.float32)
    kept = distinct(boxes, scores)
    assert distinct(boxes[kept], scores[kept]).tolist() == list(range(len(kept)))


def test_inverted_boxes_have_no_area() -> None:
    boxes = xyxy((0, 0, 4, 2), (4, 0, 0, 2))
    assert areas(boxes).tolist() == [8, 0]
    assert longer_sides(boxes).tolist() == [4, 2]
