"""Promises of the crops the classifier sees."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from orchestrator.recognition.crops import crop_batch


def page(height: int = 300, width: int = 400) -> NDArray[np.uint8]:
    return np.full((height, width), 255, np.uint8)


def boxes(*rows: tuple[float, float, float, float]) -> NDArray[np.float64]:
    return np.array(rows, np.float64).reshape(-1, 4)


def test_no_boxes_make_an_empty_batch() -> None:
    assert crop_batch(page(), boxes()).shape == (0, 1, 64, 64)


def test_paper_is_zero_and_ink_is_one() -> None:
    ink = page()
    assert crop_batch(ink, boxes((10, 10, 90, 90))).max() == 0
    ink[:] = 0
    assert crop_batch(ink, boxes((100, 100, 140, 140))).min() == 1


def test_what_lies_outside_the_page_is_paper() -> None:
    ink = np.zeros((100, 100), np.uint8)
    crop = crop_batch(ink, boxes((-20, 30, 20, 70)))[0, 0]
    assert crop[:, :28].max() == 0
    assert crop[:, 36:].min() == 1
    assert crop_batch(ink, boxes((1000, 1000, 1040, 1040))).max() == 0


@pytest.mark.parametrize("size", [6, 15, 40, 100, 250])
def test_a_box_fills_its_share_of_the_crop(size: int) -> None:
    ink = page(600, 600)
    ink[300 : 300 + size, 300 : 300 + size] = 0
    crop = crop_batch(ink, boxes((300, 300, 300 + size, 300 + size)))[0, 0]
    expected = (size / (1.6 * size + 16)) ** 2
    assert crop.mean() == pytest.approx(expected, rel=0.02)
    assert crop[32, 32] == 1
    assert crop[0, 0] == 0


def test_a_thin_line_survives_shrinking() -> None:
    ink = page(800, 800)
    ink[400, :] = 0
    crop = crop_batch(ink, boxes((200, 200, 600, 600)))[0, 0]
    assert crop.sum(axis=0).mean() == pytest.approx(64 / 656, rel=0.1)


def test_a_crop_does_not_depend_on_its_neighbours_in_the_batch() -> None:
    ink = np.random.default_rng(1).integers(0, 256, (300, 400)).astype(np.uint8)
    both = boxes((10.5, 20.25, 60, 50), (200, 100, 320, 180))
    np.testing.assert_array_equal(crop_batch(ink, both)[1:], crop_batch(ink, both[1:]))


def test_moving_page_and_box_together_changes_nothing() -> None:
    ink = np.random.default_rng(2).integers(0, 256, (300, 400)).astype(np.uint8)
    moved = np.pad(ink, 7, constant_values=255)
    box = boxes((40.3, 60.6, 90.1, 80.2))
    np.testing.assert_array_equal(crop_batch(ink, box), crop_batch(moved, box + 7))
