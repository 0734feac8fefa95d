"""What lies in a revision cloud is told from what lies beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import Component
from orchestrator.geometry import Box, contains, encloses
from orchestrator.pages import Annotation, Page
from orchestrator.recognition.clouds import clouds_of, mark_clouded

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


@given(st.tuples(whole, whole, st.integers(1, 50), st.integers(1, 50)), whole, whole, st.integers(0, 3))
def test_a_box_encloses_as_a_polygon_what_it_contains(box: Box, x: int, y: int, first: int) -> None:
    left, top, width, height = box
    corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    turned = corners[first:] + corners[:first]
    assert encloses(turned, x + 0.5, y + 0.5) == contains(box, x + 0.5, y + 0.5)
    assert encloses(turned[::-1], x + 0.5, y + 0.5) == contains(box, x + 0.5, y + 0.5)
