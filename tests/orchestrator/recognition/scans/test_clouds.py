"""Clouds are found in the pictures of pages, and nothing that resembles them is."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.clouds import Score
from orchestrator.components import Cloud
from orchestrator.geometry import bounds
from orchestrator.pages import Image, Page, PageImage, PageKind
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.recognition.rings import Arc, heading, wrapped
from orchestrator.recognition.scans.clouds import page_clouds, picture_clouds
from orchestrator.recognition.scans.outlines import goes_round, is_round, is_same, loops, without_spurs
from tests.orchestrator.recognition.clouded_sheets import clouded_sheet, plain_sheet
from tests.orchestrator.recognition.drawn import ellipse, evenly
from tests.orchestrator.recognition.scanned_sheets import SCALE, Scan, scanned

SEED = 70_002
SQUARE = [(float(x), 100.0) for x in range(100, 300, 20)]
SQUARE += [(300.0, float(y)) for y in range(100, 300, 20)]
SQUARE += [(400.0 - x, 300.0) for x in range(100, 300, 20)] + [
    (100.0, 400.0 - y) for y in range(100, 300, 20)
]


@cache
def scan(seed: int) -> Scan:
    sheet = clouded_sheet(seed)
    return scanned(sheet.page, sheet.clouds, seed)


def test_most_clouds_of_scans_are_found_and_little_else_is() -> None:
    score = Score()
    for seed in range(70_000, 70_012):
        score.add(page_clouds(scan(seed).picture, scan(seed).page), scan(seed).outlines)
    assert score.clouds >= 30
    assert score.right >= 0.65 * score.clouds
    assert score.wrong <= 1


def test_hardly_a_cloud_is_seen_on_scans_of_trees_insulation_conduit_and_hatches() -> None:
    sheets = (scanned(plain_sheet(seed), (), seed) for seed in range(70_000, 70_010))
    assert sum(len(page_clouds(sheet.picture, sheet.page)) for sheet in sheets) <= 1


def of_kind(kind: PageKind, images: tuple[Image, ...] = ()) -> Page:
    return scan(SEED).page.model_copy(update={"kind": kind, "images": images})


def test_a_page_of_strokes_is_not_searched_as_a_picture() -> None:
    assert page_clouds(scan(SEED).picture, of_kind("scanned"))
    assert page_clouds(scan(SEED).picture, of_kind("vector")) == []


def test_on_a_mixed_page_only_its_larger_pictures_are_searched() -> None:
    whole = page_clouds(scan(SEED).picture, of_kind("scanned"))
    x, y, width, height = bounds(whole[0].polygon)
    box = (x - 40, y - 40, width + 80, height + 80)
    large = Image(bbox=box, width_px=1, height_px=1, share=0.1)
    found = page_clouds(scan(SEED).picture, of_kind("mixed", (large,)))
    assert any(is_same(cloud.polygon, whole[0].polygon) for cloud in found)
    small = Image(bbox=box, width_px=1, height_px=1, share=0.001)
    assert page_clouds(scan(SEED).picture, of_kind("mixed", (small,))) == []


def test_clouds_of_a_picture_say_so_and_are_less_sure_than_drawn_ones() -> None:
    found = page_clouds(scan(SEED).picture, scan(SEED).page)
    assert {cloud.source for cloud in found} == {"picture"}
    assert all(0.5 < cloud.confidence <= 0.9 for cloud in found)


def test_symbols_within_a_cloud_of_a_scan_are_in_it(blobs: Recognizer) -> None:
    picture = scan(SEED).picture
    (cloud, *_) = page_clouds(picture, scan(SEED).page)
    found = blobs.recognize(picture, scan(SEED).page, 0.3)
    assert any(same(cloud, other) for other in found.clouds)


def same(cloud: Cloud, other: Cloud) -> bool:
    return cloud.polygon == other.polygon and cloud.source == other.source


@pytest.mark.parametrize("shape", [(1, 1), (40, 60), (800, 1_000)])
def test_paper_shows_no_clouds(shape: tuple[int, int]) -> None:
    assert picture_clouds(np.full(shape, 255, np.uint8), SCALE) == []


def test_noise_shows_no_clouds_and_does_not_take_long() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (1_200, 1_600), np.uint8)
    assert picture_clouds(noise, SCALE) == []


def test_a_page_without_a_picture_has_the_clouds_of_its_strokes_alone() -> None:
    page = Page(page_number=1, width_pt=100, height_pt=100, image=PageImage(width_px=1, height_px=1, scale=1))
    assert page_clouds(np.full((100, 100), 255, np.uint8), page) == []


@given(st.integers(0, 39), st.floats(1, 12))
def test_no_corner_of_an_outline_without_spurs_turns_back(at: int, length: float) -> None:
    assert without_spurs(SQUARE) == tuple(SQUARE)
    x, y = SQUARE[at]
    cleaned = without_spurs([*SQUARE[: at + 1], (x + length * 7, y + length * 5), *SQUARE[at:]])
    headings = [heading(a, b) for a, b in pairwise([*cleaned, cleaned[0]])]
    assert max(abs(wrapped(b - a)) for a, b in pairwise([*headings, headings[0]])) <= 2.2
    assert len(set(SQUARE) - set(cleaned)) <= 1


def test_an_outline_goes_round_clockwise_once() -> None:
    assert goes_round(SQUARE)
    assert not goes_round(SQUARE[::-1])
    assert not goes_round([*SQUARE, *SQUARE])
    assert not goes_round([(x / 20, y / 20) for x, y in SQUARE])


@settings(deadline=None)
@given(radius=st.floats(14, 60), count=st.integers(8, 16), cut=st.integers(0, 2))
def test_a_tree_is_round_also_where_something_cuts_into_it(radius: float, count: int, cut: int) -> None:
    corners = evenly(ellipse((500, 400), radius, radius), 2 * 3.14 * radius / count)
    for i in range(cut):
        corners[i] = (500 + radius / 4, 400 - i)
    assert is_round(corners)
    assert not is_round([(3 * x, y) for x, y in corners])


def test_overlapping_outlines_walked_as_one_are_two_loops() -> None:
    moved = [(x + 117, y + 93) for x, y in SQUARE]
    both = [*SQUARE[12:], *SQUARE[:12], *moved[33:], *moved[:33]]
    ring = [
        Arc(start, end, 0.0, 0.0) for start, end in zip(both, [*both[1:], both[0]], strict=True)
    ]  # headings do not matter here
    parts = [loop for loop in loops(ring) if goes_round([arc.start for arc in loop])]
    assert {is_same([arc.start for arc in part], SQUARE) for part in parts} == {True, False}


def test_an_outline_is_the_same_as_itself_and_as_a_part_of_it() -> None:
    assert is_same(SQUARE, SQUARE)
    assert is_same([(x + 3, y - 3) for x, y in SQUARE[:12]], SQUARE)
    assert not is_same([(x + 150, y + 130) for x, y in SQUARE], SQUARE)
