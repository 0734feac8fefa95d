"""What lies in a revision cloud is told from what lies beside it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from math import pi
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import clouds
from orchestrator.components import Cloud, Component
from orchestrator.extraction import ExtractedPage, Extraction
from orchestrator.geometry import Box, contains, encloses, iou
from orchestrator.pages import Annotation, Page
from orchestrator.recognition.clouds import clouds_of, mark_clouded
from orchestrator.recognition.revision_marks import revision_marks
from tests.orchestrator.recognition.clouded_sheets import MISSING
from tests.orchestrator.recognition.drawn import (
    Pen,
    Stroke,
    arc,
    ellipse,
    evenly,
    random_cloud,
    scallops,
    spans,
)
from tests.orchestrator.recognition.drawn import page_of as page_of_paths

DRAWINGS = Path(__file__).parents[4] / "shared" / "drawings"
needs_drawings = pytest.mark.skipif(not DRAWINGS.is_dir(), reason="the real drawings are not on this machine")
WEDGE = ((100.0, 100.0), (300.0, 100.0), (300.0, 300.0))
whole = st.integers(-50, 50)


def page_of(*annotations: Annotation) -> Page:
    return Page(page_number=1, width_pt=600, height_pt=400, annotations=annotations)


def fuse(x: float, y: float) -> Component:
    """Return a component with its centre at x, y."""
    box = (x - 5, y - 5, 10, 10)
    return Component(id="p00001-a", page=1, class_name="fuse", bbox=box, confidence=0.9, band="high")


@pytest.mark.parametrize(("x", "y", "inside"), [(250, 150, True), (150, 250, False), (590, 10, False)])
def test_a_component_is_in_the_polygon_its_centre_lies_in(x: float, y: float, inside: bool) -> None:
    cloud = Annotation(kind="Polygon", bbox=(100, 100, 200, 200), cloudy=True, corners=WEDGE)
    (marked,) = mark_clouded([fuse(x, y)], clouds_of(page_of(cloud)))
    assert marked.in_cloud == inside


def test_a_cloud_without_corners_is_its_box() -> None:
    cloud = Annotation(kind="Square", bbox=(100, 100, 200, 200), cloudy=True)
    inside, outside = mark_clouded([fuse(150, 250), fuse(350, 250)], clouds_of(page_of(cloud)))
    assert (inside.in_cloud, outside.in_cloud) == (True, False)


def test_a_mark_up_with_a_plain_border_is_no_cloud() -> None:
    assert clouds_of(page_of(Annotation(kind="Square", bbox=(100, 100, 200, 200)))) == []


def found(missing: float, count: int = 80) -> tuple[int, int]:
    """Return how many of so many drawn clouds are found (IoU 0.5), and how many others are."""
    right = wrong = 0
    for seed in range(count):
        paths, box = random_cloud(random.Random(seed), missing)
        boxes = [spans(cloud.polygon) for cloud in clouds_of(page_of_paths(*paths))]
        hit = any(iou(each, box) >= 0.5 for each in boxes)
        right, wrong = right + hit, wrong + len(boxes) - hit
    return right, wrong


def test_drawn_clouds_are_found_however_their_arcs_are_drawn() -> None:
    right, wrong = found(missing=0)
    assert right >= 79
    assert wrong == 0


def test_most_clouds_are_found_with_one_arc_in_seven_missing() -> None:
    right, wrong = found(missing=0.15)
    assert right >= 74
    assert wrong <= 1


@pytest.mark.parametrize(("missing", "least", "sheets"), [(0.0, 0.97, 60), (MISSING, 0.85, 30)])
def test_clouds_are_found_on_whole_sheets(missing: float, least: float, sheets: int) -> None:
    score = clouds.drawn(sheets, missing)
    assert score.right >= least * score.clouds
    assert score.wrong <= (0.05 if missing else 0.01) * score.clouds


def test_no_cloud_is_seen_on_sheets_of_trees_insulation_conduit_and_hatches() -> None:
    assert clouds.unclouded(50) == 0


@pytest.mark.drawings
@needs_drawings
def test_real_sheets_hold_no_more_clouds_than_were_drawn_into_them() -> None:
    seen, revisions = Counter[str](), []
    for path in DRAWINGS.rglob("*.pdf"):
        with Extraction(path) as extraction:
            for result in extraction.pages():
                found = _clouds_with_revisions(result)
                seen[path.name] += len(found)
                revisions += [cloud.revision for cloud in found]
    assert +seen == {"finish_plan.pdf": 2}
    assert revisions == ["1", "1"]


def _clouds_with_revisions(result: object) -> list[Cloud]:
    return clouds_of(result.page, revision_marks(result.page)) if isinstance(result, ExtractedPage) else []


def test_a_cloud_is_found_among_other_ink() -> None:
    rng = random.Random(1)
    paths, box = random_cloud(rng)
    for _ in range(400):
        x, y = rng.uniform(0, 2_500), rng.uniform(0, 1_700)
        paths.append(arc((x, y), (x + rng.uniform(-20, 20), y + 9), Pen(bend=rng.uniform(1, 3))))
        paths.append([[(x, y), (x + rng.uniform(-90, 90), y + rng.uniform(-90, 90))]])
    rng.shuffle(paths)
    (cloud,) = clouds_of(page_of_paths(*paths))
    assert iou(spans(cloud.polygon), box) > 0.9


def test_a_cloud_tells_where_it_is_from_and_how_surely_it_is_one() -> None:
    (mark,) = clouds_of(page_of(Annotation(kind="Square", bbox=(100, 100, 200, 200), cloudy=True)))
    assert (mark.source, mark.confidence, spans(mark.polygon)) == ("annotation", 1.0, (100, 100, 200, 200))
    sure, unsure = (
        [
            cloud
            for seed in range(10)
            for cloud in clouds_of(page_of_paths(*random_cloud(random.Random(seed), missing)[0]))
        ]
        for missing in (0.0, 0.15)
    )
    assert {cloud.source for cloud in (*sure, *unsure)} == {"drawn"}
    assert fmean(cloud.confidence for cloud in sure) > 0.9 > fmean(cloud.confidence for cloud in unsure)


@pytest.mark.parametrize("count", [7_000, 9_000], ids=["in one place", "more than a page of clouds has"])
def test_arcs_without_number_are_not_looked_through_one_by_one(count: int) -> None:
    rng = random.Random(1)
    starts = ((500 + rng.uniform(0, 25), 500 + rng.uniform(0, 25)) for _ in range(count))
    paths = [arc((x, y), (x + 9, y), Pen(bend=2)) for x, y in starts]
    assert clouds_of(page_of_paths(*paths)) == []


def tree(rng: random.Random) -> list[Stroke]:
    """Return a scalloped circle with spokes."""
    radius = rng.uniform(10, 50)
    x, y = rng.uniform(100, 2_400), rng.uniform(100, 1_600)
    corners = evenly(ellipse((x, y), radius, radius), radius * rng.uniform(0.4, 0.9))
    return [
        *scallops(corners, Pen(bend=rng.uniform(1.9, 3.5))),
        *([[(x, y), corner]] for corner in corners[::2]),
    ]


def row(rng: random.Random, sides: tuple[int, ...]) -> list[Stroke]:
    """Return arcs one after another along a line: sides 1 are flexible conduit, 1 and -1 insulation."""
    x, y, step = rng.uniform(100, 1_000), rng.uniform(100, 1_600), rng.uniform(6, 25)
    points = [(x + step * i, y) for i in range(40)]
    pen = Pen(rng.random() < 0.5, 10, rng.uniform(1.9, 3.3))
    return [
        arc(a, b, pen) if sides[i % len(sides)] > 0 else arc(b, a, pen)
        for i, (a, b) in enumerate(pairwise(points))
    ]


def circle(rng: random.Random) -> list[Stroke]:
    """Return a circle of four curves, drawn inward-bulging arcs around it as a gear has."""
    x, y, radius = rng.uniform(100, 2_400), rng.uniform(100, 1_600), rng.uniform(5, 60)
    quarters = scallops(ellipse((x, y), radius, radius, count=4), Pen(bend=pi / 2))
    teeth = evenly(ellipse((x, y), 2 * radius, 2 * radius), radius / 2)
    return [*quarters, *scallops(teeth[::-1], Pen(bend=2.0))]


@pytest.mark.parametrize(
    "draw",
    [tree, lambda rng: row(rng, (1,)), lambda rng: row(rng, (1, -1)), circle],
    ids=["trees", "flexible conduit", "insulation", "circles and gears"],
)
def test_what_is_drawn_with_arcs_is_no_cloud(draw: Callable[[random.Random], list[Stroke]]) -> None:
    for seed in range(50):
        rng = random.Random(seed)
        paths = [stroke for _ in range(5) for stroke in draw(rng)]
        assert clouds_of(page_of_paths(*paths)) == []


@given(st.tuples(whole, whole, st.integers(1, 50), st.integers(1, 50)), whole, whole, st.integers(0, 3))
def test_a_box_encloses_as_a_polygon_what_it_contains(box: Box, x: int, y: int, first: int) -> None:
    left, top, width, height = box
    corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    turned = corners[first:] + corners[:first]
    assert encloses(turned, x + 0.5, y + 0.5) == contains(box, x + 0.5, y + 0.5)
    assert encloses(turned[::-1], x + 0.5, y + 0.5) == contains(box, x + 0.5, y + 0.5)
