"""Clouds are found in the pictures of pages, and nothing that resembles them is."""

from __future__ import annotations

from functools import cache
from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.clouds import Score
from orchestrator.components import Cloud
from orchestrator.geometry import Box, Point, bounds, centre, iou
from orchestrator.pages import Image, Page, PageImage, PageKind, Style, Vectors
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.recognition.rings import Arc, heading, wrapped
from orchestrator.recognition.scans.clouds import NOT_SEARCHED, PageClouds, page_clouds, picture_clouds
from orchestrator.recognition.scans.outlines import goes_round, is_round, is_same, loops, without_spurs
from tests.orchestrator.recognition.clouded_sheets import clouded_sheet, plain_sheet
from tests.orchestrator.recognition.drawn import Pen, Stroke, arc, ellipse, evenly, scallops
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


def found_on(page: Page, seed: int = SEED) -> list[Cloud]:
    """Return the clouds of a page that has the picture of a scan."""
    return page_clouds(scan(seed).picture, page).clouds


def test_most_clouds_of_scans_are_found_and_nothing_else_is() -> None:
    score = Score()
    for seed in range(70_000, 70_006):
        score.add(found_on(scan(seed).page, seed), scan(seed).outlines)
    assert score.clouds >= 12
    assert score.right >= 0.6 * score.clouds
    assert score.wrong == 0


def test_no_cloud_is_seen_on_scans_of_trees_insulation_conduit_and_hatches() -> None:
    sheets = (scanned(plain_sheet(seed), (), seed) for seed in range(70_000, 70_005))
    assert [page_clouds(sheet.picture, sheet.page) for sheet in sheets] == [PageClouds([])] * 5


def seen(*things: tuple[list[Stroke], float]) -> list[Cloud] | None:
    """Return the clouds of a scan of things, each of strokes in a pen of its own width (points)."""
    styles = tuple(Style(stroke="#000000", width_pt=width) for _, width in things)
    strokes = [stroke for strokes, _ in things for stroke in strokes]
    items = [item for stroke in strokes for item in stroke]
    vectors = Vectors(
        ops="".join("c" if len(item) == 4 else "l" for item in items),
        coords=tuple(value for item in items for point in item for value in point),
        path_start=tuple(accumulate((len(stroke) for stroke in strokes[:-1]), initial=0)),
        path_style=tuple(i for i, (strokes, _) in enumerate(things) for _ in strokes),
        styles=styles,
    )
    page = Page(page_number=1, width_pt=700, height_pt=600, vectors=vectors)
    return picture_clouds(scanned(page, (), 4).picture, SCALE)


def outline(across: float = 150, down: float = 100) -> list[Point]:
    return evenly(ellipse((350, 300), across, down), 18)


@pytest.mark.parametrize("width", [0.5, 1.0, 2.0])
def test_a_cloud_of_one_pen_is_found(width: float) -> None:
    found = seen((scallops(outline(), Pen()), width))
    assert found is not None
    assert [is_same(one.polygon, outline()) for one in found] == [True]


def test_a_ring_of_two_pens_is_none() -> None:
    bows = scallops(outline(), Pen())
    half = len(bows) // 2
    assert seen((bows[:half], 1.0), (bows[half:], 1.0))
    assert seen((bows[:half], 0.4), (bows[half:], 2.0)) == []


def test_a_ring_of_long_and_of_short_bows_is_none() -> None:
    long = scallops(outline(), Pen())[:20]
    short = scallops(evenly(ellipse((350, 300), 150, 100), 4.5), Pen())[80:]
    assert seen((long + short, 1.0)) == []


def test_a_ring_of_which_much_is_missing_is_none() -> None:
    bows = scallops(outline(), Pen())
    assert seen((bows[: len(bows) * 6 // 10], 1.0)) == []


def test_bows_that_bulge_inwards_or_lie_in_a_row_are_none() -> None:
    assert seen((scallops(outline()[::-1], Pen(bend=2.0)), 1.0)) == []
    row = [(100.0 + 20 * i, 300.0) for i in range(25)]
    assert seen(([arc(a, b, Pen()) for a, b in pairwise(row)], 1.0)) == []


def test_a_small_round_one_is_a_tree() -> None:
    assert seen((scallops(outline(45, 45), Pen()), 1.0)) == []


@pytest.mark.parametrize(
    ("where", "limit"), [("contours.MOST_EDGES", 1_000), ("clouds.MOST_ARCS", 5), ("clouds.MOST_LOOKS", 3)]
)
def test_of_a_picture_with_too_much_in_it_no_cloud_is_told_and_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch, where: str, limit: int, blobs: Recognizer
) -> None:
    monkeypatch.setattr(f"orchestrator.recognition.scans.{where}", limit)
    found = blobs.recognize(scan(SEED).picture, scan(SEED).page, 0.3)
    assert (found.clouds, found.warnings) == ((), (NOT_SEARCHED,))


def of_kind(kind: PageKind, images: tuple[Image, ...] = ()) -> Page:
    return scan(SEED).page.model_copy(update={"kind": kind, "images": images})


def test_a_page_of_strokes_is_not_searched_as_a_picture() -> None:
    assert found_on(of_kind("scanned"))
    assert found_on(of_kind("vector")) == []


def picture(box: Box, share: float) -> Image:
    return Image(bbox=box, width_px=1, height_px=1, share=share)


def test_on_a_mixed_page_only_its_larger_pictures_are_searched() -> None:
    whole = found_on(of_kind("scanned"))
    x, y, width, height = bounds(whole[0].polygon)
    box = (x - 40, y - 40, width + 80, height + 80)
    found = found_on(of_kind("mixed", (picture(box, 0.1),)))
    assert any(is_same(cloud.polygon, whole[0].polygon) for cloud in found)
    assert found_on(of_kind("mixed", (picture(box, 0.001),))) == []


def test_what_a_mixed_page_shows_in_its_picture_and_draws_over_it_is_one_cloud() -> None:
    drawn = clouded_sheet(SEED).page.vectors
    page = of_kind("mixed", (picture((0, 0, 2_592, 1_728), 1.0),)).model_copy(update={"vectors": drawn})
    found = found_on(page)
    assert {cloud.source for cloud in found} >= {"drawn"}
    outlines = [cloud.polygon for cloud in found]
    assert not any(is_same(a, b) for i, a in enumerate(outlines) for b in outlines[:i])


def test_clouds_of_a_picture_say_so_and_are_less_sure_than_drawn_ones() -> None:
    found = found_on(scan(SEED).page)
    assert {cloud.source for cloud in found} == {"picture"}
    assert all(0.4 < cloud.confidence <= 0.9 for cloud in found)


def test_symbols_within_a_cloud_of_a_scan_are_in_it(blobs: Recognizer) -> None:
    (cloud, *_) = found_on(scan(SEED).page)
    x, y = (round(value * SCALE) for value in centre(bounds(cloud.polygon)))
    stamped = scan(SEED).picture.copy()
    for left, top in ((x, y), (20, 20)):
        stamped[top : top + 30, left : left + 30] = 0
    found = blobs.recognize(stamped, scan(SEED).page, 0.3)
    inside = {c.in_cloud for c in found.components if iou(c.bbox, (x / SCALE, y / SCALE, 14, 14)) > 0.3}
    outside = {c.in_cloud for c in found.components if c.bbox[0] + c.bbox[1] < 60}
    assert (inside, outside) == ({True}, {False})


@pytest.mark.parametrize("shape", [(1, 1), (40, 60), (800, 1_000)])
def test_paper_shows_no_clouds(shape: tuple[int, int]) -> None:
    assert picture_clouds(np.full(shape, 255, np.uint8), SCALE) == []


def test_noise_is_too_much_to_look_at() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (2_400, 3_200), np.uint8)
    assert picture_clouds(noise, SCALE) is None


def test_a_page_without_a_picture_has_the_clouds_of_its_strokes_alone() -> None:
    page = Page(page_number=1, width_pt=100, height_pt=100, image=PageImage(width_px=1, height_px=1, scale=1))
    assert page_clouds(np.full((100, 100), 255, np.uint8), page) == PageClouds([])


@example(23, 12.0)
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
