"""Promises of a page's tally: what it comes to at any confidence is what counting its components comes to."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.components import Component, PageComponents, Provenance, band_of, renamed
from orchestrator.takeoff import Tally, takeoff
from orchestrator.tallies import PageTally
from tests.orchestrator.exports.sample import component, page_of

CLASSES = ("fuse", "motor", "luminaire", "lamp of ours")
FOUR_DECIMALS = st.integers(0, 10_000).map(lambda n: n / 10_000)
ENTRIES = st.sampled_from([None, "e1", "e2"])


def found(confidences: st.SearchStrategy[float]) -> st.SearchStrategy[Component]:
    """Return components as recognition, or a person, gives them."""
    made = st.builds(
        component,
        st.sampled_from(CLASSES),
        confidence=confidences,
        in_cloud=st.booleans(),
        status=st.sampled_from(["detected"] * 4 + ["accepted", "rejected", "added"]),
        provenance=st.builds(lambda entry: Provenance(legend_entry=entry, method="strokes"), ENTRIES),
    )
    return made.map(lambda one: one if one.in_cloud else one.model_copy(update={"provenance": None}))


def pages(confidences: st.SearchStrategy[float]) -> st.SearchStrategy[PageComponents]:
    made = st.lists(found(confidences), max_size=12)
    return made.map(lambda components: page_of(*components, page=3))


unhurried = settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
ANY_PAGE = st.one_of(pages(FOUR_DECIMALS), pages(st.floats(0, 1)))


@unhurried
@given(page=ANY_PAGE, least=st.one_of(FOUR_DECIMALS, st.floats(0, 1)))
def test_a_packed_tally_counts_at_any_confidence_what_the_components_come_to(
    page: PageComponents, least: float
) -> None:
    tally = Tally(least)
    tally.add(PageTally.unpack(page.page, PageTally.of(page).pack()))
    counts = tally.takeoff()
    sure = [c for c in page.components if c.status != "detected" or c.confidence >= least]
    assert counts == takeoff([page.model_copy(update={"components": tuple(sure)})])
    counted = [c for c in sure if c.status != "rejected"]
    assert counts.count == len(counted)
    assert counts.rejected == len(sure) - len(counted)
    assert counts.in_cloud == sum(c.in_cloud for c in counted)
    assert counts.reviewed == sum(c.status != "detected" for c in counted)
    for band, count in counts.bands.model_dump().items():
        assert count == sum(c.band == band for c in counted)
    assert {row.class_name: row.count for row in counts.by_class} == {
        name: n for name in CLASSES if (n := sum(c.class_name == name for c in counted))
    }


@unhurried
@given(page=ANY_PAGE, named=st.dictionaries(st.sampled_from(["e1", "e2", "e3"]), st.sampled_from(CLASSES)))
def test_a_word_on_the_legend_renames_in_the_tally_what_it_renames_on_the_page(
    page: PageComponents, named: dict[str, str]
) -> None:
    now = tuple(
        renamed(c, named[entry]) if c.provenance and (entry := c.provenance.legend_entry) in named else c
        for c in page.components
    )
    tally = Tally()
    tally.add(PageTally.unpack(page.page, PageTally.of(page).pack()).renamed(named))
    assert tally.takeoff() == takeoff([page.model_copy(update={"components": now})])


@unhurried
@given(page=ANY_PAGE)
def test_a_tally_is_the_same_after_it_was_packed(page: PageComponents) -> None:
    tally = PageTally.of(page)
    packed = tally.pack()
    again = PageTally.unpack(page.page, packed)
    assert again.pack() == packed
    assert (again.page, again.failed, again.reviewed, again.rejected) == (
        tally.page,
        tally.failed,
        tally.reviewed,
        tally.rejected,
    )
    assert {kind: list(scaled) for kind, scaled in again.detected.items()} == tally.detected


def test_the_tally_of_a_full_page_is_small() -> None:
    source = random.Random(0)
    components = []
    for name in source.choices([f"class_{n}" for n in range(30)], k=5_000):
        confidence = round(min(source.choice((source.gauss(0.95, 0.04), source.uniform(0.3, 1))), 1), 4)
        made = component(name, confidence=confidence).model_copy(update={"band": band_of(confidence)})
        components.append(made)
    tally = PageTally.of(page_of(*components))
    assert len(tally.pack()) < 8_000


def test_a_page_that_failed_is_no_empty_page() -> None:
    tally = Tally()
    tally.add(PageTally.unpack(7, PageTally.of(page_of(page=7, status="failed")).pack()))
    assert tally.takeoff().failed_pages == (7,)
