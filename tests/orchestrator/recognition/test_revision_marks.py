"""Revision triangles are read, and each cloud knows the revision it belongs to."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import Cloud, RevisionMark
from orchestrator.geometry import Point, bounds
from orchestrator.pages import Annotation, Page, Word
from orchestrator.recognition.clouds import clouds_of
from orchestrator.recognition.revision_marks import NEAR_PT, revision_marks, to_outline, with_revisions
from tests.orchestrator.recognition.drawn import Pen, Stroke, ellipse, evenly, page_of, scallops

SQUARE = ((100.0, 100.0), (200.0, 100.0), (200.0, 200.0), (100.0, 200.0))


def triangle(x: float, y: float, side: float = 20) -> list[Point]:
    """Return the corners of a triangle with its tip up and the middle of its base at x, y."""
    return [(x - side / 2, y), (x, y - side * 0.87), (x + side / 2, y)]


def strokes(corners: list[Point], how: str) -> list[Stroke]:
    """Return a triangle as one path, as three, or as three drawn in any direction."""
    a, b, c = [list(pair) for pair in pairwise([*corners, corners[0]])]
    match how:
        case "one path":
            return [[a, b, c]]
        case "three paths":
            return [[a], [b], [c]]
        case "one side backwards":
            return [[a], [b[::-1]], [c]]
        case _:
            return [[a[::-1]], [c], [b]]


def word(text: str, x: float, y: float, height: float = 8) -> Word:
    return Word(text=text, bbox=(x - 3, y - height / 2, 6, height))


def page(paths: list[Stroke], *words: Word) -> Page:
    return page_of(*paths).model_copy(update={"words": words})


@pytest.mark.parametrize("how", ["one path", "three paths", "one side backwards", "both from the tip"])
@pytest.mark.parametrize("text", ["1", "12", "A", "3A"])
def test_a_triangle_with_a_number_or_letter_is_a_mark(how: str, text: str) -> None:
    corners = triangle(300, 300)
    (mark,) = revision_marks(page(strokes(corners, how), word(text, 300, 293)))
    assert mark.revision == text
    assert mark.bbox == pytest.approx(bounds(corners), abs=0.01)


@pytest.mark.parametrize(
    ("side", "words"),
    [
        (20, []),
        (20, [word("NOTE", 300, 293)]),
        (20, [word("D2", 300, 293)]),
        (20, [word("12V", 300, 293)]),
        (20, [word("1", 340, 293)]),
        (20, [word("1", 298, 293), word("2", 302, 293)]),
        (20, [word("1", 300, 293, height=60).model_copy(update={"bbox": (270, 263, 60, 60)})]),
        (4, [word("1", 300, 299)]),
        (90, [word("1", 300, 280)]),
    ],
    ids=[
        "empty",
        "a word",
        "a tag",
        "a rating",
        "beside it",
        "two",
        "larger than it",
        "an arrowhead",
        "a roof",
    ],
)
def test_other_triangles_are_none(side: float, words: list[Word]) -> None:
    assert revision_marks(page(strokes(triangle(300, 300, side), "one path"), *words)) == []


def test_a_triangle_drawn_twice_is_one_mark() -> None:
    drawn = strokes(triangle(300, 300), "one path")
    assert len(revision_marks(page(drawn * 2, word("1", 300, 293)))) == 1


def test_a_page_of_few_lines_or_none_has_no_marks() -> None:
    assert revision_marks(Page(page_number=1, width_pt=10, height_pt=10)) == []
    assert revision_marks(page([[[(0, 0), (9, 9)]]], word("1", 5, 5))) == []


def mark_at(x: float, y: float, revision: str) -> RevisionMark:
    return RevisionMark(revision=revision, bbox=(x - 5, y - 5, 10, 10))


def test_a_cloud_belongs_to_the_nearest_mark_and_a_mark_to_one_cloud() -> None:
    left = Cloud(polygon=SQUARE, confidence=1, source="drawn")
    right = Cloud(polygon=tuple((x + 150, y) for x, y in SQUARE), confidence=1, source="drawn")
    marks = [mark_at(90, 150, "1"), mark_at(70, 150, "2"), mark_at(800, 800, "3"), mark_at(360, 150, "4")]
    assert [cloud.revision for cloud in with_revisions([left, right], marks)] == ["1", "4"]
    assert [cloud.revision for cloud in with_revisions([left, right], marks[:1])] == ["1", None]
    assert with_revisions([], marks) == []


def test_a_cloud_of_a_pdf_editor_takes_the_revision_of_the_triangle_beside_it() -> None:
    cloud = Annotation(kind="Polygon", bbox=(100, 100, 100, 100), cloudy=True, corners=SQUARE)
    drawn = page(strokes(triangle(215, 110), "three paths"), word("7", 215, 103))
    drawn = drawn.model_copy(update={"annotations": (cloud,)})
    marks = revision_marks(drawn)
    assert [mark.revision for mark in marks] == ["7"]
    assert [found.revision for found in clouds_of(drawn, marks)] == ["7"]


def test_a_small_round_cloud_is_told_from_a_tree_by_its_triangle() -> None:
    ring = scallops(evenly(ellipse((300, 300), 40, 40), 15), Pen(bend=2.4))
    drawn = page([*ring, *strokes(triangle(352, 290), "one path")], word("2", 352, 283))
    assert clouds_of(drawn) == []
    (cloud,) = clouds_of(drawn, revision_marks(drawn))
    assert cloud.revision == "2"


@given(st.floats(-500, 500), st.floats(-500, 500))
def test_no_point_of_the_outline_is_nearer_than_said(x: float, y: float) -> None:
    away = to_outline(SQUARE, (x, y))
    rng = random.Random(0)
    for (ax, ay), (bx, by) in pairwise([*SQUARE, SQUARE[0]]):
        share = rng.random()
        there = ax + share * (bx - ax), ay + share * (by - ay)
        assert away <= ((x - there[0]) ** 2 + (y - there[1]) ** 2) ** 0.5 + 1e-6
    assert (away <= NEAR_PT) == (to_outline(SQUARE[::-1], (x, y)) <= NEAR_PT)


def test_a_hatch_of_triangles_is_not_looked_through_one_by_one() -> None:
    hatch = [
        stroke for i in range(3_500) for stroke in strokes(triangle(i % 70 * 30, i // 70 * 30), "one path")
    ]
    assert revision_marks(page(hatch, word("1", 0, -7))) == []
    assert len(revision_marks(page(hatch[:70], word("1", 0, -7)))) == 1
