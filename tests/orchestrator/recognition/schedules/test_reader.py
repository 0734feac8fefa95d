"""Promises of reading schedules: every cell in its row and column, ruled or aligned, and no table of other things."""

from __future__ import annotations

import pytest

from benchmarks.legend import page_of
from benchmarks.schedules import right_cells, sheet
from orchestrator.pages import Page, Word
from orchestrator.recognition.schedules.reader import schedules_of
from orchestrator.recognition.schedules.terms import kind_of, panel_name, term_of


@pytest.mark.parametrize(
    ("kind", "ruled"),
    [("panel", True), ("fixture", True), ("fixture", False), ("cable", True), ("cable", False)],
)
@pytest.mark.parametrize("seed", [100, 101])
def test_every_cell_of_a_schedule_is_read(kind: str, ruled: bool, seed: int) -> None:
    drawn = sheet(kind, seed, ruled=ruled)
    (schedule,) = schedules_of(page_of(drawn.pdf))
    right, total, others = right_cells(drawn, [schedule])
    assert (right, others) == (total, 0)
    assert schedule.kind == kind
    assert schedule.title is not None
    assert len({row.bbox for row in schedule.rows}) >= len(schedule.rows) / 3
    assert (schedule.name is not None) == (kind == "panel")


@pytest.mark.parametrize(
    ("heading", "term"),
    [
        ("CKT NO.", "circuit"),
        ("Ckt", "circuit"),
        ("CAT. NO.", "catalog_number"),
        ("LOAD (VA)", "load"),
        ("QTY.", "quantity"),
        ("FIXTURE TYPE", "mark"),
        ("LENGTH (FT)", "length"),
        ("ROOM", None),
    ],
)
def test_headings_stand_for_standard_terms(heading: str, term: str | None) -> None:
    assert term_of(heading) == term


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("PANEL SCHEDULE: LP-1", "LP-1"),
        ("PANELBOARD HL2A", "HL2A"),
        ("LP-1 PANEL SCHEDULE", "LP-1"),
        ("PANEL SCHEDULE", None),
    ],
)
def test_a_title_names_its_panel(title: str, name: str | None) -> None:
    assert panel_name(title) == name


def test_the_title_decides_what_a_table_lists_where_its_columns_fit_two_kinds() -> None:
    terms = ["circuit", "trip", "mark", "description", "mounting"]
    assert (kind_of("LIGHTING FIXTURE SCHEDULE", terms), kind_of("PANEL LP", terms)) == ("fixture", "panel")
    assert kind_of("DOOR SCHEDULE", ["mark", "finish", "remarks"]) is None


def test_other_tables_are_no_schedules() -> None:
    texts = ["DOOR", "SCHEDULE", "MARK", "WIDTH", "HEIGHT", "FINISH", "A1", "36", "84", "PAINT"]
    places = [
        (100, 20),
        (140, 20),
        *((100 + 60 * i, 40) for i in range(4)),
        *((100 + 60 * i, 55) for i in range(4)),
    ]
    words = tuple(Word(text=t, bbox=(x, y, 30, 8)) for t, (x, y) in zip(texts, places, strict=True))
    page = Page(page_number=1, width_pt=600, height_pt=400, words=words)
    assert schedules_of(page) == ()
    assert schedules_of(page.model_copy(update={"words": words[2:]})) == ()
    assert schedules_of(Page(page_number=1, width_pt=600, height_pt=400)) == ()
