"""Promises of the counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import Component, PageComponents
from orchestrator.takeoff import project_takeoff, recounted, takeoff
from orchestrator.taxonomy import ALL_CLASSES
from tests.orchestrator.exports.sample import component, page_of


def a_drawing() -> list[PageComponents]:
    return [
        page_of(component("fuse", page=2, confidence=0.75), page=2),
        page_of(
            component("motor", confidence=0.9, in_cloud=True),
            component("motor", confidence=0.5, status="accepted"),
            component("circuit_breaker", confidence=0.86, status="relabelled"),
            component("ground", status="rejected"),
            component("meter", confidence=1, status="added", source="manual"),
        ),
        page_of(page=3, status="failed"),
    ]


def test_classes_are_counted_in_the_order_of_the_taxonomy() -> None:
    counts = takeoff(a_drawing())
    assert [(row.class_name, row.count) for row in counts.by_class] == [
        ("circuit_breaker", 1),
        ("fuse", 1),
        ("motor", 2),
        ("meter", 1),
    ]
    assert counts.by_class[0].group == "protection & switching"
    assert counts.count == 5


def test_rejected_components_are_counted_apart_and_nowhere_else() -> None:
    counts = takeoff(a_drawing())
    assert counts.rejected == 1
    assert "ground" not in counts.model_dump_json()


def test_bands_clouds_and_reviews_are_told_apart() -> None:
    counts = takeoff(a_drawing())
    assert counts.bands.model_dump() == {"high": 3, "review": 1, "low": 1}
    assert (counts.in_cloud, counts.reviewed, counts.unreviewed) == (1, 3, 2)
    motors = counts.by_class[2]
    assert (motors.bands.high, motors.bands.low, motors.in_cloud, motors.reviewed) == (1, 1, 1, 1)


def test_pages_come_in_order_and_a_failed_one_is_named() -> None:
    counts = takeoff(a_drawing())
    assert [(p.page, p.count, p.failed) for p in counts.by_page] == [
        (1, 4, False),
        (2, 1, False),
        (3, 0, True),
    ]
    assert counts.by_page[0].classes == {"circuit_breaker": 1, "motor": 2, "meter": 1}
    assert counts.failed_pages == (3,)


def test_no_pages_count_nothing() -> None:
    assert takeoff([]).count == 0
    assert project_takeoff({}).count == 0


def test_a_project_is_the_sum_of_its_drawings() -> None:
    counts = takeoff(a_drawing())
    other = takeoff([page_of(component("motor"), component("battery"))])
    project = project_takeoff({"E-101": counts, "E-102": other})
    assert project.count == counts.count + other.count
    assert {row.class_name: row.count for row in project.by_class} == {
        "circuit_breaker": 1,
        "fuse": 1,
        "motor": 3,
        "battery": 1,
        "meter": 1,
    }
    assert project.bands.high == 5
    assert (project.in_cloud, project.rejected) == (1, 1)
    first, second = project.by_drawing
    assert (first.drawing, first.count, first.failed_pages) == ("E-101", 5, (3,))
    assert second.classes == {"motor": 1, "battery": 1}


def components() -> st.SearchStrategy[Component]:
    return st.builds(
        component,
        st.sampled_from(ALL_CLASSES),
        confidence=st.floats(0, 1),
        status=st.sampled_from(["detected", "accepted", "rejected", "relabelled", "added"]),
        in_cloud=st.booleans(),
    )


@given(pages=st.lists(st.lists(components(), max_size=6), max_size=4))
def test_every_view_adds_up_to_the_same_total(pages: list[list[Component]]) -> None:
    counts = takeoff([page_of(*found, page=n) for n, found in enumerate(pages, start=1)])
    assert counts.count + counts.rejected == sum(len(found) for found in pages)
    assert counts.count == sum(row.count for row in counts.by_class) == sum(p.count for p in counts.by_page)
    assert counts.count == sum(counts.bands.model_dump().values()) == counts.reviewed + counts.unreviewed
    project = project_takeoff({"a": counts, "b": counts})
    assert project.count == 2 * counts.count == sum(row.count for row in project.by_class)
    assert project.in_cloud == 2 * counts.in_cloud


@given(
    before=st.lists(st.lists(components(), max_size=6), min_size=1, max_size=4),
    after=st.lists(st.lists(components(), max_size=6), max_size=4),
)
def test_pages_counted_anew_give_what_counting_all_gives(
    before: list[list[Component]], after: list[list[Component]]
) -> None:
    pages = [page_of(*found, page=n) for n, found in enumerate(before, start=1)]
    changed = [page_of(*found, page=n) for n, found in enumerate(after[: len(before)], start=1)]
    whole = takeoff(pages)
    then = takeoff(pages[: len(changed)])
    assert recounted(whole, then, takeoff(changed)) == takeoff([*changed, *pages[len(changed) :]])
