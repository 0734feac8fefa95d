from collections.abc import Sequence

import pytest

from benchmarks.legend import page_of, score
from benchmarks.legend_sheets import LAYOUTS, legend_page
from orchestrator.extraction.title_block.frames import Frame
from orchestrator.geometry import centre, contains
from orchestrator.pages import Page, Vectors, Word
from orchestrator.recognition.legend.beside import rows_beside
from orchestrator.recognition.legend.columns import columns, left_edge
from orchestrator.recognition.legend.reader import legend_of
from orchestrator.recognition.legend.sheet import LegendSheet
from tests.orchestrator.recognition.legend.written import boxes, words
from training.data import HELD_OUT
from training.sheets.composition import compose


def page(lines: Sequence[tuple[str, float, float]], drawn: Vectors | None = None) -> Page:
    found = [word for text, x, y in lines for word in words(text, x, y)]
    return Page(page_number=3, width_pt=800, height_pt=600, words=tuple(found), vectors=drawn or Vectors())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nearly_every_entry_of_a_layout_is_paired_with_its_description(layout: str) -> None:
    sheet = legend_page(layout, 0)
    result = score(sheet.entries, legend_of(page_of(sheet.pdf)).entries)
    assert result.paired >= 0.85 * result.entries
    assert result.found <= 1.1 * result.entries + 1


@pytest.mark.parametrize("kind", ["plan", "schematic", "barren"])
def test_a_sheet_without_a_legend_has_none(kind: str) -> None:
    for seed in range(HELD_OUT, HELD_OUT + 4):
        assert legend_of(page_of(compose(seed, kind).pdf)).entries == ()


def test_an_entry_knows_its_page_picture_description_letters_and_class() -> None:
    drawn = boxes((40, 60), (40, 90))
    (first, second) = legend_of(
        page(
            [
                ("LEGEND", 40, 30),
                ("DUPLEX RECEPTACLE", 80, 60),
                ("GROUND ROD", 80, 90),
                ("J", 43, 90),
            ],
            drawn,
        )
    ).entries
    assert (first.page, first.bbox, first.description) == (3, (40, 60, 12, 8), "DUPLEX RECEPTACLE")
    assert (first.class_name, first.letters, first.status) == ("receptacle", None, "found")
    assert (second.class_name, second.letters) == ("ground_rod", "J")
    assert first.id == "p00003-legend-00046-00064"
    assert first.confidence > 0.9


def test_letters_alone_are_symbols_too() -> None:
    legend = legend_of(
        page(
            [
                ("SYMBOLS", 40, 30),
                ("S3", 40, 60),
                ("THREE WAY SWITCH", 80, 60),
                ("SINGLE POLE SWITCH", 80, 90),
            ]
        )
    )
    assert [(entry.letters, entry.class_name) for entry in legend.entries] == [("S3", "three_way_switch")]


def test_a_heading_in_the_next_panel_takes_no_entry_away() -> None:
    rows = [("MOTOR", 60.0), ("METER", 130.0), ("RELAY", 200.0), ("FUSE", 270.0)]
    lines = [("LEGEND", 40, 30), ("GENERAL NOTES", 130, 180), *((text, 80, y) for text, y in rows)]
    symbols = boxes(*((40, y) for _, y in rows))
    ruled = ruled_down(symbols, (120.0, 20.0, 580.0))
    assert len(legend_of(page(lines, symbols)).entries) < len(rows)
    assert [e.description for e in legend_of(page(lines, ruled)).entries] == [text for text, _ in rows]


def ruled_down(drawn: Vectors, *rules: tuple[float, float, float]) -> Vectors:
    """Return what is drawn with lines down the page: where each stands, from where to where it runs."""
    count = len(drawn.ops)
    coords = [number for x, top, bottom in rules for number in (x, top, x, bottom)]
    return drawn.model_copy(
        update={
            "ops": drawn.ops + "l" * len(rules),
            "coords": (*drawn.coords, *coords),
            "path_start": (*drawn.path_start, *range(count, count + len(rules))),
            "path_style": (*drawn.path_style, *(0 for _ in rules)),
        }
    )


@pytest.mark.parametrize("direction", [0, 90, 180, 270])
def test_a_legend_is_read_whichever_way_its_text_runs(direction: int) -> None:
    """Of a page that holds another, upright text besides, the legend's places are the page's."""
    width, height = (800.0, 600.0) if direction in {0, 180} else (600.0, 800.0)
    turn = Frame(800.0, 600.0, -direction % 360).turn
    lines = [("LEGEND", 40, 30), ("MOTOR", 80, 60), ("JUNCTION BOX", 80, 90)]
    lying = [word for text, x, y in lines for word in words(text, x, y)]
    found = Page(
        page_number=3,
        width_pt=width,
        height_pt=height,
        words=tuple(Word(text=w.text, bbox=turn(w.bbox), direction=direction) for w in lying),
        vectors=boxes((40, 60), (40, 90)).model_copy(
            update={"coords": (*turn((40, 60, 12, 8)), *turn((40, 90, 12, 8)))}
        ),
    )
    upright = found.model_copy(update={"words": (*found.words, *words("SEE NOTES", 300, 560))})
    for sheet in (found, upright):
        legend = legend_of(sheet)
        entries = {entry.description: entry for entry in legend.entries}
        assert {name: entry.bbox for name, entry in entries.items()} == {
            "MOTOR": turn((40, 60, 12, 8)),
            "JUNCTION BOX": turn((40, 90, 12, 8)),
        }
        assert entries["MOTOR"].id == "p00003-legend-{:05d}-{:05d}".format(
            *map(round, centre(entries["MOTOR"].bbox))
        )
        assert all(contains(legend.areas[0], *centre(entry.bbox)) for entry in legend.entries)


ROWS = [("MOTOR", 60.0), ("METER", 90.0), ("RELAY", 120.0), ("FUSE", 150.0), ("BATTERY", 180.0)]


def test_a_legend_under_a_heading_that_names_none_is_read_beside_a_panel_of_notes() -> None:
    lines = [("ONE LINE", 40, 30), ("GENERAL NOTES", 260, 30), *((text, 80, y) for text, y in ROWS)]
    drawn = ruled_down(boxes(*((40, y) for _, y in ROWS)), (250.0, 20.0, 580.0))
    assert [e.description for e in legend_of(page(lines, drawn)).entries] == [text for text, _ in ROWS]


def test_abbreviations_in_two_columns_are_not_the_next_panels_legend() -> None:
    pairs = [("M", "MOTOR"), ("MD", "METER"), ("RY", "RELAY"), ("FU", "FUSE"), ("BA", "BATTERY")]
    lines = [("ABBREVIATIONS", 40, 30), ("SYMBOL LEGEND", 350, 30), ("JUNCTION BOX", 400, 60)]
    for i, (short, meaning) in enumerate(pairs):
        lines += [(short, 240, 60 + 20 * i), (meaning, 280, 60 + 20 * i)]
    remains = [(240.0, 60.0 + 20 * i) for i in range(len(pairs))]  # of letters, in a scan
    drawn = ruled_down(boxes((360, 60), *remains), (220.0, 50.0, 580.0), (345.0, 20.0, 580.0))
    assert [e.description for e in legend_of(page(lines, drawn)).entries] == ["JUNCTION BOX"]


def test_what_subscripts_stand_for_is_no_entry() -> None:
    drawn = boxes(*((40, y) for _, y in ROWS))
    lines = [("LEGEND", 40, 30), *((text, 80, y) for text, y in ROWS)]
    lines += [("VS", 62, 210), ("VACANCY SENSOR", 80, 210), ("D", 62, 225), ("DIMMER", 80, 225)]
    lines += [("LV", 62, 240), ("LOW VOLTAGE SWITCH", 80, 240)]
    assert [e.description for e in legend_of(page(lines, drawn)).entries] == [text for text, _ in ROWS]


def test_a_text_in_another_column_is_no_symbol() -> None:
    for text, rows in (("VARIABLE FREQUENCY DRIVE", 0), ("VFD", 1)):
        lines = [("QUAD RECEPTACLE", 300, 210), ("FUSE", 300, 240), (text, 200, 215)]
        sheet = LegendSheet.of(page(lines, boxes((195, 212))))
        assert sheet is not None
        (column,) = columns([p for p in sheet.phrases if p.text != text], left_edge)
        assert len(rows_beside(sheet, column, "left").rows) == rows


def test_a_plan_beside_a_legend_is_no_part_of_its_symbols() -> None:
    lines = [("LEGEND", 340, 30), *((text, 380, y) for text, y in ROWS)]
    plan = [(280.0, 64.0), (270.0, 81.0), (285.0, 126.0), (262.0, 140.0)]
    legend = legend_of(page(lines, boxes(*((340, y) for _, y in ROWS), *plan)))
    assert [(e.description, e.bbox) for e in legend.entries] == [(text, (340, y, 12, 8)) for text, y in ROWS]


def test_the_titles_of_a_legends_groups_are_no_symbols() -> None:
    groups = [("MOTOR", 70.0), ("METER", 85.0), ("RELAY", 125.0), ("FUSE", 140.0)]
    lines = [("LEGEND", 40, 30), ("POWER", 40, 55), ("LIGHTING", 40, 110), *((t, 80, y) for t, y in groups)]
    legend = legend_of(page(lines, boxes(*((40, y) for _, y in groups))))
    assert [(e.description, e.letters) for e in legend.entries] == [(text, None) for text, _ in groups]


@pytest.mark.parametrize(("label", "height"), [("BATTERY RM", 8.0), ("GFI/WP", 5.0)])
def test_labels_of_a_plan_beside_a_legend_are_no_entries(label: str, height: float) -> None:
    lines = [("LEGEND", 340, 30), *((text, 380, y) for text, y in ROWS)]
    drawn = boxes(*((340, y) for _, y in ROWS), (200, 104))
    found = page(lines, drawn)
    labelled = found.model_copy(update={"words": (*found.words, *words(label, 215, 105, height))})
    assert [entry.description for entry in legend_of(labelled).entries] == [text for text, _ in ROWS]


def test_a_legends_short_last_column_is_read() -> None:
    lines = [("LEGEND", 40, 30), *((text, 80, y) for text, y in ROWS), ("PUSH BUTTON", 230, 60)]
    legend = legend_of(page(lines, boxes(*((40, y) for _, y in ROWS), (190, 60))))
    assert [entry.description for entry in legend.entries] == [*(text for text, _ in ROWS), "PUSH BUTTON"]


def test_the_area_of_a_legend_holds_all_of_it() -> None:
    legend = legend_of(
        page([("LEGEND", 40, 30), ("MOTOR", 80, 60), ("FUSE", 80, 90)], boxes((40, 60), (40, 90)))
    )
    (area,) = legend.areas
    assert all(contains(area, *centre(entry.bbox)) for entry in legend.entries)


def test_numbered_notes_and_schedules_are_no_legend() -> None:
    notes = [(f"{i}. PROVIDE RECEPTACLE", 80, 60 + 20.0 * i) for i in range(6)]
    drawn = boxes(*((60.0, 60 + 20.0 * i) for i in range(6)))
    assert legend_of(page([("GENERAL NOTES", 60, 30), *notes], drawn)).entries == ()
    assert legend_of(page([("LEGEND", 60, 30), *notes], drawn)).entries == ()


def test_abbreviations_are_read_with_their_meaning() -> None:
    legend = legend_of(
        page(
            [
                ("ABBREVIATIONS", 40, 30),
                ("AFF", 40, 50),
                ("ABOVE FINISHED FLOOR", 80, 50),
                ("GFI", 40, 65),
                ("GROUND FAULT CIRCUIT", 80, 65),
                ("INTERRUPTER", 80, 75),
                ("KW = KILOWATT", 40, 95),
            ]
        )
    )
    assert {a.text: a.meaning for a in legend.abbreviations} == {
        "AFF": "ABOVE FINISHED FLOOR",
        "GFI": "GROUND FAULT CIRCUIT INTERRUPTER",
        "KW": "KILOWATT",
    }
    assert legend.entries == ()


def test_a_page_without_words_has_no_legend_to_read() -> None:
    assert legend_of(page([], boxes((40, 60)))).entries == ()
