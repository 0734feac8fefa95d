"""What people said stays with the symbols they said it of, whatever is recognised anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import Component, PageComponents
from orchestrator.drawings.reviewed import lay_over, matched
from orchestrator.drawings.reviews import Review

GRID = 60.0  # points between symbols of 20 x 20
places = st.lists(st.integers(0, 99), unique=True, max_size=12)
shifts = st.tuples(st.floats(-4, 4), st.floats(-4, 4))


def symbol(place: int, shift: tuple[float, float] = (0, 0), class_name: str = "fuse") -> Component:
    """Return the component at a place, as one recognition or another boxes it."""
    x, y = GRID * (place % 10) + 10 + shift[0], GRID * (place // 10) + 10 + shift[1]
    name = f"p00001-{round(x * 10):05d}-{round(y * 10):05d}"
    box = (round(x, 2), round(y, 2), 20, 20)
    return Component(id=name, page=1, class_name=class_name, bbox=box, confidence=0.9, band="high")


def said(of: Component, **changes: object) -> Review:
    """Return what a person said of a recognised component."""
    return Review(
        component_id=of.id, page=1, changes=changes, seen=of, reviewed_by="u1", reviewed_at="2026-01-01"
    )


def added(place: int, class_name: str = "fuse") -> Review:
    """Return a component that a person added."""
    drawn = symbol(place, class_name=class_name)
    changes = {"class_name": class_name, "bbox": drawn.bbox}
    name = f"p00001-added-{place}"
    return Review(
        component_id=name, page=1, changes=changes, seen=None, reviewed_by="u1", reviewed_at="2026-01-01"
    )


def shown(components: list[Component], *reviews: Review) -> list[Component]:
    """Return the page as people see it."""
    page = PageComponents(
        page=1, width_pt=600, height_pt=600, model_version="2", components=tuple(components)
    )
    return list(lay_over(page, reviews).components)


@given(before=places, after=places, shift=shifts, reviewed=st.sets(st.integers(0, 99)))
def test_every_review_is_shown_once_and_with_its_own_symbol(
    before: list[int], after: list[int], shift: tuple[float, float], reviewed: set[int]
) -> None:
    reviews = {
        place: said(symbol(place), tag=f"F-{place}", status="accepted")
        for place in before
        if place in reviewed
    }
    pairs = matched([symbol(place, shift) for place in after], list(reviews.values()))
    assert len(pairs) == len(set(after) | set(reviews))
    assert sorted(pair.review.component_id for pair in pairs if pair.review) == sorted(
        review.component_id for review in reviews.values()
    )
    tags = {pair.component.tag: pair.component for pair in pairs if pair.component.tag}
    for place in reviews:
        assert tags[f"F-{place}"].bbox == symbol(place, shift if place in after else (0, 0)).bbox
        assert tags[f"F-{place}"].id == symbol(place).id


def test_what_a_person_confirmed_stays_where_recognition_no_longer_finds_it() -> None:
    (kept,) = shown([], said(symbol(3), status="accepted", tag="F-1"))
    assert (kept.bbox, kept.tag, kept.status) == (symbol(3).bbox, "F-1", "accepted")


def test_what_a_person_rejected_is_gone_where_recognition_no_longer_finds_it() -> None:
    assert shown([], said(symbol(3), status="rejected")) == []


def test_what_a_person_rejected_stays_rejected_where_it_is_found_a_little_aside() -> None:
    (again,) = shown([symbol(3, (2, -1))], said(symbol(3), status="rejected"))
    assert again.status == "rejected"


def test_a_review_goes_to_the_component_that_lies_nearest() -> None:
    near, nearer = symbol(3, (4, 4)), symbol(3, (1, 0))
    assert [c.tag for c in shown([near, nearer], said(symbol(3), tag="F-1"))] == [None, "F-1"]


def test_a_symbol_added_by_hand_and_found_later_is_counted_once() -> None:
    (once,) = shown([symbol(3, (1, 1))], added(3))
    assert (once.status, once.source, once.id) == ("added", "manual", "p00001-added-3")


def test_a_symbol_added_by_hand_hides_no_other_class() -> None:
    assert [c.class_name for c in shown([symbol(3)], added(3, "motor"))] == ["fuse", "motor"]
