"""A drawing is called what its sheets say: number, revision and title of the first that tells them."""

from __future__ import annotations

import pytest

from orchestrator.drawings.sheets import better_names
from orchestrator.extraction import ExtractedPage, PageFailure
from orchestrator.pages import Page, TitleBlockField
from tests.orchestrator.drawings.pipeline import Pipeline, titled

NOBODY = {"number": None, "revision": None, "title": None}


def sheet(confidence: float = 0.9, **block: str) -> ExtractedPage:
    fields = {
        name: TitleBlockField(value=text, bbox=(0, 0, 1, 1), confidence=confidence)
        for name, text in block.items()
    }
    page = Page.model_validate({"page_number": 1, "width_pt": 600, "height_pt": 400, "title_block": fields})
    return ExtractedPage(page, None)


def test_a_sheet_with_a_number_names_the_drawing_wholly() -> None:
    page = sheet(number="E-101", title="One-line")
    assert better_names(NOBODY, page) == {
        "number": "E-101",
        "sheet": None,
        "revision": None,
        "title": "One-line",
    }
    assert better_names({"number": None, "revision": "A", "title": "Cover"}, page) == {
        "number": "E-101",
        "sheet": None,
        "revision": None,
        "title": "One-line",
    }


@pytest.mark.parametrize(
    ("named", "page"),
    [
        (NOBODY, sheet()),
        (NOBODY, sheet(date="1/2/2020")),
        (NOBODY, sheet(sheet="2")),
        (NOBODY, sheet(confidence=0.35, title="Only text in the corner")),
        (NOBODY, PageFailure(1, "unreadable", "")),
        ({"number": None, "revision": None, "title": "Cover"}, sheet(title="Notes")),
        (
            {"number": "E-100", "revision": None, "title": None},
            sheet(number="E-101", revision="2", title="Plan"),
        ),
    ],
)
def test_a_name_is_not_replaced_by_a_lesser_one(
    named: dict[str, str | None], page: ExtractedPage | PageFailure
) -> None:
    assert better_names(named, page) is None


def test_a_drawing_is_named_after_its_first_numbered_sheet_and_anew_when_reprocessed(
    pipeline: Pipeline,
) -> None:
    cover = {"TITLE": "Pump station upgrade"}
    first = {"DWG NO": "4800-E-101", "REV": "2", "TITLE": "Power plan"}
    drawing = pipeline.upload(titled(cover, first, first | {"DWG NO": "4800-E-102"}))
    pipeline.settle()
    named = pipeline.now(drawing)
    assert (named.number, named.revision, named.title) == ("4800-E-101", "2", "Power plan")
    pipeline.put(f"uploads/p1/{drawing.id}/source.pdf", titled({"SCALE": "1:50"}))
    pipeline.settle()
    anew = pipeline.now(drawing)
    assert (anew.number, anew.revision, anew.title) == (None, None, None)
