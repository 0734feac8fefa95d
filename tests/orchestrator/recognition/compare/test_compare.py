"""Comparing synthetic issues of a sheet: everything planted is found, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.cad_plotter import HEIGHT, Plotter
from benchmarks.revised_sheets import Issues, as_recognised, issues, other_export, replot
from orchestrator.components import Component, band_of
from orchestrator.geometry import Box, centre, iou
from orchestrator.pages import Page, Word
from orchestrator.recognition.compare import Comparison, NotComparable, compare_pages
from orchestrator.recognition.compare.similarity import Similarity

SHIFTED = Similarity(1, 97 + 41j)
PLOTTED_ANEW = {
    "scaled": Similarity(0.953, 12 + 88j),
    "half": Similarity(0.5, 60 + 3j),
    "turned": Similarity(1j, HEIGHT + 20),
}


@cache
def pair(name: str) -> Issues:
    return issues(3, PLOTTED_ANEW[name], strokes=800, changes=3)


@cache
def compared(name: str) -> Comparison:
    of = pair(name)
    return compare_pages(of.base, of.other, of.before, of.after)


def same(found: Sequence[Box], planted: Sequence[Box]) -> bool:
    """Tell whether boxes are those that were planted, one to one."""
    return len(found) == len(planted) and all(max(iou(a, b) for b in found) > 0.9 for a in planted)


@pytest.mark.parametrize("name", list(PLOTTED_ANEW))
def test_exactly_what_was_planted_is_found_on_a_sheet_plotted_anew(name: str) -> None:
    truth, found = pair(name).truth, compared(name)
    changes, lies = found.changes, pair(name).to_other
    assert same([c.bbox for c in changes.added], truth.added)
    assert same([c.bbox for c in changes.removed], truth.removed)
    for kind, planted in (("moved", truth.moved), ("relabelled", truth.relabelled)):
        pairs = getattr(changes, kind)
        assert same([p.before.bbox for p in pairs], [a for a, _ in planted])
        assert same([p.after.bbox for p in pairs], [b for _, b in planted])
    assert changes.doubtful == ()
    assert changes.unchanged == len(pair(name).before) - 9
    assert abs(found.alignment.to_other.turn - lies.turn) < 1e-4
    assert abs(found.alignment.to_other.shift - lies.shift) < 0.2


@pytest.mark.parametrize("name", list(PLOTTED_ANEW))
def test_lines_that_came_or_went_are_the_only_regions(name: str) -> None:
    regions = [_wide(region.bbox) for region in compared(name).regions]
    assert same(regions, [_wide(line) for line in pair(name).truth.redrawn])


def test_what_is_only_recognised_otherwise_is_doubtful_and_no_change() -> None:
    of = issues(3, SHIFTED, strokes=800, changes=0)
    found = compare_pages(of.base, of.other, as_recognised(of.before, 1), as_recognised(of.after, 2))
    assert found.changes.before_boxes == found.changes.after_boxes == []
    assert len(found.changes.doubtful) > 10
    regions = [region.bbox for region in found.regions]
    assert same([_wide(box) for box in regions], [_wide(box) for box in of.truth.redrawn])


def test_another_sheet_of_the_set_is_not_comparable() -> None:
    with pytest.raises(NotComparable, match="different sheets, or exported in another way"):
        compare_pages(pair("half").base, issues(4, strokes=800).other, (), ())


def test_another_export_is_not_comparable() -> None:
    of = pair("half")
    with pytest.raises(NotComparable, match="exported in another way"):
        compare_pages(of.base, other_export(replot(of.base, Similarity(), 1), 1), (), ())


def _wide(box: Box) -> Box:
    return box[0] - 4, box[1] - 4, box[2] + 8, box[3] + 8


def small(lies: Similarity = SHIFTED, *, without: int | None = None, words: tuple[str, ...] = ()) -> Page:
    """Return a small page of a few lines, as it lies."""
    plotter = Plotter()
    lines = [
        (10, 90),
        (10, 50 + 10j),
        (50 + 10j, 90),
        (30 + 40j, 30 + 60j),
        (30 + 60j, 55 + 60j),
        (55 + 60j, 30 + 40j),
    ]
    for number, (a, b) in enumerate(lines):
        if number != without:
            plotter.path()
            plotter.line(lies.turn * a + lies.shift, lies.turn * b + lies.shift)
    size = {"width_pt": 900.0, "height_pt": 700.0}
    page = plotter.page()
    written = tuple(Word(text=text, bbox=(20.0 * k, 100, 15, 8)) for k, text in enumerate(words))
    return page.model_copy(update={**size, "words": written})


@settings(max_examples=12, deadline=None)
@given(
    scale=st.floats(0.5, 2),
    x=st.floats(0, 100),
    y=st.floats(0, 100),
    quarters=st.sampled_from([1, 1j, -1, -1j]),
)
def test_a_page_is_lined_up_wherever_it_is_plotted(
    scale: float, x: float, y: float, quarters: complex
) -> None:
    lies = Similarity(scale * quarters, complex(250 + x, 250 + y))
    found = compare_pages(small(), small(lies), (), ()).alignment
    there = lies.turn * (10 - SHIFTED.shift) + lies.shift
    assert abs(found.to_other.turn * 10 + found.to_other.shift - there) < 0.5
    assert (found.share, found.other_share) == (1, 1)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (small().model_copy(update={"kind": "scanned"}), small(), "The first page is a scan"),
        (small(), small().model_copy(update={"kind": "scanned"}), "The second page is a scan"),
        (small(), Plotter().page(), "The second page has no strokes"),
        (small(words=("WORD",) * 30), small(), "One page has 30 words, the other 0"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(first: Page, second: Page, reason: str) -> None:
    with pytest.raises(NotComparable, match=reason):
        compare_pages(first, second, (), ())


def test_nothing_that_lines_up_is_said() -> None:
    plotter = Plotter()
    plotter.path()
    plotter.line(10 + 10j, 17 + 33j)
    with pytest.raises(NotComparable, match="Nothing on the two pages lines up"):
        compare_pages(small(), plotter.page(), (), ())


def symbol(box: Box, name: str = "fuse", tag: str | None = None, status: str = "detected") -> Component:
    return Component.model_validate(
        {"id": f"p00001-{box[0]:05.0f}", "page": 1, "class": name, "bbox": box, "confidence": 0.9}
        | {"band": band_of(0.9), "tag": tag, "status": status}
    )


BLANK, OTHER_BLANK = (400.0, 400.0, 20.0, 20.0), (600.0, 400.0, 20.0, 20.0)


def test_where_nothing_is_drawn_the_components_are_believed() -> None:
    changes = compare_pages(small(), small(), [symbol(BLANK)], [symbol(BLANK, "motor")]).changes
    assert [pair.changed for pair in changes.relabelled] == [("class",)]
    gone = compare_pages(small(), small(), [symbol(BLANK)], [symbol(BLANK, status="rejected")]).changes
    assert [c.bbox for c in gone.removed] == [BLANK]


@pytest.mark.parametrize(
    ("tags", "moved"), [(("F-1", "F-1"), True), (("F-1", "F-2"), False), ((None, None), False)]
)
def test_far_away_only_a_tag_tells_that_it_is_the_same(tags: tuple[str | None, ...], moved: bool) -> None:
    before, after = symbol(BLANK, tag=tags[0]), symbol(OTHER_BLANK, tag=tags[1])
    changes = compare_pages(small(), small(), [before], [after]).changes
    assert (len(changes.moved), len(changes.added), len(changes.removed)) == (
        (1, 0, 0) if moved else (0, 1, 1)
    )


def test_a_tag_that_is_written_otherwise_is_a_change_and_one_that_is_not_is_doubtful() -> None:
    before, after = symbol((30, 110, 20, 20), tag="F-1"), symbol((30, 110, 20, 20), tag="F-2")
    written = compare_pages(small(words=("F-1", "X")), small(words=("F-2", "X")), [before], [after]).changes
    assert [pair.changed for pair in written.relabelled] == [("tag",)]
    kept = compare_pages(small(words=("F-1", "X")), small(words=("F-1", "X")), [before], [after]).changes
    assert kept.relabelled == ()
    assert [(a and a.tag, b and b.tag) for a, b in kept.doubtful] == [("F-1", "F-2")]


def test_a_title_block_that_says_another_revision_is_no_region() -> None:
    pages = small(words=("REV-A", "X")), small(words=("REV-B", "X"))
    (region,) = compare_pages(*pages, (), ()).regions
    assert (round(centre(region.bbox)[1]), region.drawn) == (104, "both")
    block = {"revision": {"value": "B", "bbox": (0.0, 100.0, 15.0, 8.0), "confidence": 0.9}}
    first, second = (Page.model_validate(page.model_dump() | {"title_block": block}) for page in pages)
    assert compare_pages(first, second, (), ()).regions == []
