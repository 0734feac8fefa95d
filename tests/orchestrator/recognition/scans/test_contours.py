"""Outlines lie where ink ends, to a fraction of a pixel, and go round it with the ink on their right."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from orchestrator.recognition.scans import contours
from orchestrator.recognition.scans.contours import OVERLAP, SMALLEST_PX, Contours, contours_of

side = st.integers(int(SMALLEST_PX) + 12, 150)
place = st.integers(0, 60)


def paper(height: int = 230, width: int = 260) -> NDArray[np.uint8]:
    return np.full((height, width), 255, np.uint8)


def disc(radius: float, level: int = 0) -> NDArray[np.uint8]:
    """Return a disc in the middle of a sheet, its edge as scanners and renderers smooth it."""
    image = paper()
    y, x = np.mgrid[:230, :260] + 0.5
    covered = np.clip(radius + 0.5 - np.hypot(x - 130, y - 115), 0, 1)
    drawn: NDArray[np.uint8] = (image - covered * (255 - level)).round().astype(np.uint8)
    return drawn


def outlines(found: Contours | None) -> list[NDArray[np.float64]]:
    """Return each outline once round, without what is repeated."""
    assert found is not None
    ends = [*found.starts[1:].tolist(), len(found.points)]
    parts = [slice(a, b) for a, b in zip(found.starts.tolist(), ends, strict=True)]
    return [found.points[part][: len(set(found.edges[part].tolist()))] for part in parts]


def signed_area(points: NDArray[np.float64]) -> float:
    """Return the area within points, clockwise on the page > 0."""
    x, y = points.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


@pytest.mark.parametrize("radius", [20.0, 40.3, 100.7])
@pytest.mark.parametrize("level", [0, 150])
def test_an_outline_lies_on_a_circle_to_a_part_of_a_pixel(radius: float, level: int) -> None:
    (outline,) = outlines(contours_of(disc(radius, level)))
    away = np.hypot(*(outline - (130, 115)).T)
    assert away.std() < 0.25
    assert radius - 0.5 < away.mean() < radius + 1.5  # ink begins a little before half its darkness


@settings(max_examples=60, deadline=None)
@given(left=place, top=place, width=side, height=side)
def test_ink_lies_to_the_right_of_its_outline_and_a_hole_to_its_left(
    left: int, top: int, width: int, height: int
) -> None:
    image = paper()
    image[top : top + height, left : left + width] = 0
    (outline,) = outlines(contours_of(image))
    assert width * height <= signed_area(outline) <= (width + 3) * (height + 3)
    image[top : top + height, left : left + width] = 255
    image[top : top + 2, left : left + width] = image[
        top + height - 2 : top + height, left : left + width
    ] = 0
    image[top : top + height, left : left + 2] = image[
        top : top + height, left + width - 2 : left + width
    ] = 0
    areas = sorted(map(signed_area, outlines(contours_of(image))))
    assert len(areas) == 2
    assert areas[0] < 0 < areas[1]


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_outline_is_closed_and_goes_on_step_by_step(seed: int) -> None:
    rng = np.random.default_rng(seed)
    coarse = rng.random((23, 26)) < 0.4
    image = np.where(np.kron(coarse, np.ones((10, 10), np.bool_)), 0, 255).astype(np.uint8)
    found = outlines(contours_of(image))
    assert found
    for outline in found:
        steps = np.hypot(*(np.roll(outline, -1, axis=0) - outline).T)
        assert steps.max() <= 2**0.5 + 1e-9


def test_the_beginning_of_an_outline_is_repeated_at_its_end() -> None:
    found = contours_of(disc(90))
    assert found is not None
    once = len(set(found.edges.tolist()))
    assert len(found.edges) == once + OVERLAP
    assert (found.points[once:] == found.points[:OVERLAP]).all()


def test_a_faint_line_on_uneven_paper_has_outlines_and_specks_have_none() -> None:
    rng = np.random.default_rng(1)
    line = np.maximum(disc(60, level=205), 460 - disc(57, level=205).astype(np.int64))
    shaded = line * np.linspace(1, 0.8, 260)  # darker to the right
    specked = shaded + rng.normal(0, 4, shaded.shape)
    specked[rng.random(shaded.shape) < 0.001] = 0
    found = outlines(contours_of(np.clip(specked, 0, 255).astype(np.uint8)))
    assert max(map(signed_area, found)) == pytest.approx(np.pi * 60**2, rel=0.1)


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (64, 64), (500, 700)])
def test_paper_has_no_outlines(shape: tuple[int, int]) -> None:
    found = contours_of(np.full(shape, 255, np.uint8))
    assert found is not None
    assert len(found.points) == len(found.starts) == 0


def test_a_picture_with_too_many_edges_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contours, "MOST_EDGES", 300)
    assert contours_of(disc(20)) is not None
    assert contours_of(disc(90)) is None


def test_grain_that_white_cuts_off_is_grain() -> None:
    rng = np.random.default_rng(3)
    noisy = np.clip(255 + rng.normal(0, 14, (600, 600)), 0, 255).astype(np.uint8)
    found = contours_of(noisy)
    assert found is not None
    assert len(found.starts) == 0


def test_tinted_paper_has_no_outline_at_the_edge_of_its_picture() -> None:
    found = contours_of(np.full((333, 222), 225, np.uint8))
    assert found is not None
    assert len(found.starts) <= 1  # of the sheet itself
