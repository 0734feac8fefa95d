"""Revisions have one order, whatever order they are found in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.drawings.models import Drawing
from orchestrator.drawings.revision_order import in_order, rank

LIFE = [
    *("-", "P01.01", "P01", "P02", "P10", "T01", "A", "A1", "A2", "B", "Z", "AA", "AB"),
    *("0", "0A", "1", "1.1", "1.2", "2", "10", "C01.01", "C01", "C02", "C10"),
]
SPELLED = {
    "A": ("a", " A ", "Rev A", "REV. A", "REVISION: A", "Issue A", "\uff21"),
    "2": ("02", "R2", "rev 2", "Rev.02", "-2"),
    "P01": ("P1", "p-01", "Rev P01"),
    "-": ("--", " - ", "Rev -"),
    "A1": ("A.1", "a01"),
}
UNREAD = (None, "", "AS BUILT", "IFC", "2020-01-05", "05.2020", "20200105", "2/3", "Rev", "REVA", "Ä")
ANY = st.one_of(
    st.none(), st.sampled_from(LIFE), st.text(max_size=6), st.from_regex(r"[A-Z]{0,2}\.?[0-9]{0,3}[A-Z]?")
)


def issue(revision: str | None, hour: int, name: str = "") -> Drawing:
    at = f"2026-01-01T{hour:02d}:00:00Z"
    return Drawing(
        id=f"{hour:02d}{name}",
        project_id="p1",
        filename="E-101.pdf",
        status="analyzed",
        revision=revision,
        created_at=at,
        created_by="u",
        updated_at=at,
    )


def test_a_drawing_lives_through_its_revisions_in_one_order() -> None:
    ranks = [rank(revision) for revision in LIFE]
    assert None not in ranks
    assert all(before < after for before, after in pairwise(filter(None, ranks)))


@pytest.mark.parametrize(("revision", "spelling"), [(r, s) for r, some in SPELLED.items() for s in some])
def test_a_revision_is_the_same_however_it_is_spelled(revision: str, spelling: str) -> None:
    assert rank(spelling) == rank(revision) is not None


@pytest.mark.parametrize("text", UNREAD)
def test_a_text_that_is_no_revision_tells_nothing(text: str | None) -> None:
    assert rank(text) is None


@given(st.lists(st.tuples(ANY, st.integers(0, 23)), max_size=8), st.randoms())
def test_the_order_is_total_and_does_not_depend_on_how_they_are_found(
    found: list[tuple[str | None, int]], chance: object
) -> None:
    issues = [issue(revision, hour, str(i)) for i, (revision, hour) in enumerate(found)]
    ordered = in_order(issues)
    shuffled = issues.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random
    assert in_order(shuffled) == ordered
    assert in_order(ordered) == ordered
    assert sorted(one.id for one in ordered) == sorted(one.id for one in issues)
    known = [own for one in ordered if (own := rank(one.revision))]
    assert known == sorted(known)


@given(st.lists(ANY, min_size=2, max_size=8))
def test_of_two_that_tell_the_same_or_nothing_the_later_upload_is_the_later_one(
    some: list[str | None],
) -> None:
    ordered = in_order(issue(revision, hour) for hour, revision in enumerate(some))
    for before, after in pairwise(ordered):
        if rank(before.revision) == rank(after.revision):
            assert before.created_at < after.created_at
    for one in ordered:
        if rank(one.revision) is None:
            behind = ordered[: ordered.index(one)]
            earlier = [other for other in ordered if other.created_at < one.created_at]
            assert all(other in behind for other in earlier)


def test_an_old_revision_that_is_uploaded_late_is_still_the_old_one() -> None:
    assert [
        one.revision for one in in_order([issue("B", 1), issue("A", 2), issue(None, 3), issue("C", 4)])
    ] == [
        "A",
        "B",
        None,
        "C",
    ]
