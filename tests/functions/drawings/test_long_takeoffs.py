"""Takeoffs of a drawing of 2,000 pages with 5,000 components on a page: what one request reads, and what it counts."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from typing import Any

import pytest

from orchestrator.components import Component, PageComponents, Provenance, band_of
from orchestrator.drawings.counting import sure_pages
from orchestrator.drawings.legend_words import EntryWord, put_word
from orchestrator.storage import keys
from orchestrator.storage.files import Files
from orchestrator.storage.table import change
from orchestrator.takeoff import takeoff
from orchestrator.tallies import PageTally
from orchestrator.taxonomy import ALL_CLASSES
from tests.direct_requests import note_requests
from tests.functions.drawings.api import DRAWINGS, Api
from tests.orchestrator.drawings.large import put_drawing, symbols

PAGES, A_PAGE = 2_000, 5_000
REVIEWED = 1_007
"""The page that has a file: opening another one fails."""
TAKEOFF = f"{DRAWINGS}/d1/takeoff"


@cache
def full_page() -> tuple[Component, ...]:
    """Return 5,000 components of thirty classes, some surer than others, the fuses found with the legend."""
    source = random.Random(0)
    found = symbols(REVIEWED, *source.choices(ALL_CLASSES[:30], k=A_PAGE))
    by_legend = Provenance(legend_entry="e1", method="strokes")
    made = []
    for component in found:
        sure = round(min(1.0, source.choice((source.gauss(0.95, 0.04), source.uniform(0.3, 1)))), 4)
        told = by_legend if component.class_name == "fuse" else None
        changes = {"confidence": sure, "band": band_of(sure), "provenance": told}
        made.append(component.model_copy(update=changes))
    return tuple(made)


@pytest.fixture
def page() -> tuple[Component, ...]:
    return full_page()


@pytest.fixture
def requests(api: Api, page: tuple[Component, ...], monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The large drawing, and a count of the requests to DynamoDB and of the files read, from now on."""
    tally = PageTally.of(PageComponents(page=1, width_pt=1, height_pt=1, model_version="1", components=page))
    numbers = range(1, PAGES + 1)
    put_drawing(
        api.pipeline.store,
        {REVIEWED: page},
        {number: {"fuse": A_PAGE} for number in numbers},
        has_legend=True,
        tallies=dict.fromkeys(numbers, tally),
    )
    made: Counter[str] = Counter()
    note_requests(monkeypatch, lambda operation, _: made.update([operation]))
    read = Files.read

    def counted(files: Files, key: str, *more: Any, **named: Any) -> bytes:  # noqa: ANN401 - as `read` takes them
        made.update(["file"])
        return read(files, key, *more, **named)

    monkeypatch.setattr(Files, "read", counted)
    return made


def test_a_takeoff_at_any_confidence_opens_the_pages_alone_that_people_reviewed(
    api: Api, page: tuple[Component, ...], requests: Counter[str]
) -> None:
    unsure = next(component for component in page if component.confidence < 0.85)
    changed = api("PATCH", f"{DRAWINGS}/d1/components/{unsure.id}", {"status": "accepted"})
    assert changed.status == 200
    changes = {"class_name": "relay"}
    word = EntryWord(entry_id="e1", changes=changes, changed_by="u1", changed_at="2026-01-01")
    store = api.pipeline.store
    store.table.transact(put_word(store.drawing("p1", "d1"), word, {}))
    requests.clear()
    counts = api("GET", f"{TAKEOFF}?min_confidence=0.85").body
    sure = [component for component in page if component.confidence >= 0.85]
    assert Counter(counts["bands"]) == Counter({"high": PAGES * len(sure), unsure.band: 1})
    assert counts["reviewed"] == 1
    rows = [len(sure) + (number == REVIEWED) for number in range(1, PAGES + 1)]
    assert [row["count"] for row in counts["by_page"]] == rows
    classes = Counter("relay" if c.class_name == "fuse" else c.class_name for c in sure)
    named = {name: PAGES * count for name, count in classes.items()}
    named["relay" if unsure.class_name == "fuse" else unsure.class_name] += 1
    assert {row["class"]: row["count"] for row in counts["by_class"]} == named
    assert requests["file"] == 1
    assert requests["Query"] < 25


def test_a_page_without_a_tally_or_with_one_of_another_run_is_counted_from_its_file(api: Api) -> None:
    store = api.pipeline.store
    pages = {n: symbols(n, "fuse", "motor") for n in (1, 2, 3)}
    empty = PageTally(page=1)
    put_drawing(
        store, pages, {n: {"fuse": 1, "motor": 1} for n in pages}, tallies=dict.fromkeys((1, 2), empty)
    )
    store.table.write(change(keys.tally("d1", 1), sets={"run": "run-0"}))
    counts = api("GET", f"{TAKEOFF}?min_confidence=0.1").body
    assert [row["count"] for row in counts["by_page"]] == [2, 0, 2], (
        "the second's tally says that it is empty"
    )


@pytest.mark.parametrize("seed", range(4))
def test_what_is_summed_is_what_counting_every_page_comes_to(
    api: Api, page: tuple[Component, ...], seed: int
) -> None:
    store, source = api.pipeline.store, random.Random(seed)
    pages = {
        n: tuple(
            c.model_copy(update={"id": f"p{n:05d}{c.id[6:]}", "page": n}) for c in source.sample(page, 8)
        )
        for n in range(1, 6)
    }
    results = {
        n: PageComponents(page=n, width_pt=1, height_pt=1, model_version="1", components=found)
        for n, found in pages.items()
    }
    drawing = put_drawing(
        store,
        pages,
        {n: {"fuse": 8} for n in pages},
        has_legend=True,
        tallies={n: PageTally.of(result) for n, result in results.items() if source.random() < 0.7},
    )
    for component in source.sample([c for found in pages.values() for c in found], 4):
        said = source.choice([{"status": "accepted"}, {"status": "rejected"}, {"class": "motor"}])
        assert api("PATCH", f"{DRAWINGS}/d1/components/{component.id}", said).status == 200
    changes = {"class_name": "relay"}
    word = EntryWord(entry_id="e1", changes=changes, changed_by="u1", changed_at="2026-01-01")
    store.table.transact(put_word(store.drawing("p1", "d1"), word, {}))
    for least in (0.0, 0.5, 0.85, source.random()):
        opened = takeoff(sure_pages(store, drawing, least))
        assert api("GET", f"{TAKEOFF}?min_confidence={least}").body == opened.model_dump(
            mode="json", by_alias=True
        )
