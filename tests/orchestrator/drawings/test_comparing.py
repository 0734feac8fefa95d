"""Comparing two drawings: page by page within a time, reviews included, with the reasons and a picture."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pymupdf
from PIL import Image

from orchestrator.components import Component
from orchestrator.drawings.comparing import Comparer
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.removal import remove
from orchestrator.drawings.reviewing import added
from orchestrator.drawings.reviews import NewComponent, put_review
from orchestrator.errors import DrawingError
from orchestrator.messages import CompareRequest
from orchestrator.projects.activity import SYSTEM
from orchestrator.storage import keys
from tests.conftest import Aws
from tests.orchestrator.drawings.pipeline import Pipeline, component

WORDS = ("PANEL LP-1 SCHEDULE AREA", "PUMP HOUSE MOTOR STARTER", "YARD LIGHTING NORTH POLES")


def sheets(*fuses: tuple[float, float], shift: float = 0, pages: int = 1) -> bytes:
    """Return a PDF whose pages show a frame, a few lines and boxes with a diagonal where the fuses are."""
    with pymupdf.open() as document:
        for number in range(pages):
            page = document.new_page(width=400 + shift, height=300 + shift)
            page.draw_rect((10 + shift, 10 + shift, 390 + shift, 290 + shift), width=0.5)
            for k in range(12):
                start, end = (30 + 13 * k, 200), (60 + 17 * k, 212 + 5 * k)
                page.draw_line(*((x + shift, y + shift) for x, y in (start, end)), width=0.5)
            page.insert_text((40 + shift, 180 + shift), WORDS[number])
            for x, y in ((x + shift, y + shift) for x, y in fuses):
                page.draw_rect((x, y, x + 20, y + 14), width=0.5)
                page.draw_line((x, y), (x + 20, y + 14), width=0.5)
        data: bytes = document.tobytes()
    return data


def fuses(page: int, *at: tuple[float, float]) -> tuple[Component, ...]:
    return tuple(
        component(page, number).model_copy(update={"bbox": (x, y, 20.0, 14.0)})
        for number, (x, y) in enumerate(at)
    )


class Issues:
    """Two issues of a drawing behind the pipeline."""

    def __init__(self, aws: Aws) -> None:
        self.pipeline = Pipeline(aws)
        self.comparer = Comparer(self.pipeline.store, seconds=60)

    def analyzed(self, data: bytes, found: dict[int, tuple[Component, ...]]) -> Drawing:
        """Upload a drawing, let it be analysed and return it; recognition finds what is given."""
        self.pipeline.networks.found = found
        drawing = self.pipeline.upload(data)
        self.pipeline.settle()
        return self.pipeline.now(drawing)

    def compared(self, old: Drawing, new: Drawing, **asked: object) -> dict[str, Any]:
        """Ask for a comparison."""
        ids = {"project_id": "p1", "drawing_id": old.id, "to_drawing_id": new.id}
        request = CompareRequest.model_validate(ids | asked)
        return self.comparer.compare(request.model_dump(mode="json"), None)


def test_what_came_and_went_is_listed_with_the_counts(aws: Aws) -> None:
    issues = Issues(aws)
    old = issues.analyzed(sheets((50, 50), (300, 60)), {1: fuses(1, (50, 50), (300, 60))})
    new = issues.analyzed(
        sheets((50, 50), (90, 120), (20, 150), shift=40), {1: fuses(1, (90, 90), (130, 160), (60, 190))}
    )
    result = issues.compared(old, new)["result"]
    (page,) = result["pages"]
    assert (page["comparable"], page["paired_by"], page["unchanged"]) == (True, "only", 1)
    assert [c["bbox"] for c in page["removed"]] == [[300, 60, 20, 14]]
    assert sorted(c["bbox"] for c in page["added"]) == [[60, 190, 20, 14], [130, 160, 20, 14]]
    assert (page["alignment"]["scale"], page["alignment"]["shift_x_pt"]) == (1, 40)
    assert result["counts"] == page["counts"] == [{"class": "fuse", "before": 2, "after": 3, "delta": 1}]
    assert (result["next_page"], page["changed_regions"], page["notes"]) == (None, [], [])


def test_what_a_person_added_counts_and_is_doubtful_where_the_drawing_is_the_same(aws: Aws) -> None:
    issues = Issues(aws)
    drawn = sheets((50, 50), (300, 60))
    old, new = (
        issues.analyzed(drawn, {1: fuses(1, (50, 50))}),
        issues.analyzed(drawn, {1: fuses(1, (50, 50))}),
    )
    store = issues.pipeline.store
    said = NewComponent.model_validate({"page": 1, "class": "fuse", "bbox": (300, 60, 20, 14)})
    store.table.write(put_review(new.id, added(said, store.page(new, 1), "mara").review))
    (page,) = issues.compared(old, new)["result"]["pages"]
    assert (page["added"], page["counts"][0]["delta"]) == ([], 1)
    assert [(d["before"], d["after"]["bbox"]) for d in page["doubtful"]] == [(None, [300, 60, 20, 14])]


def test_the_picture_shows_red_what_went_and_blue_what_came(aws: Aws) -> None:
    issues = Issues(aws)
    old = issues.analyzed(sheets((50, 50)), {1: fuses(1, (50, 50))})
    new = issues.analyzed(sheets((250, 100)), {1: fuses(1, (250, 100))})
    answer = issues.compared(old, new, picture_of=1)
    files = issues.pipeline.store.files
    image = np.asarray(Image.open(io.BytesIO(files.read(answer["picture"]))))
    scale = image.shape[1] / 400
    went, came = (image[int(y * scale), int(x * scale)].tolist() for x, y in ((60, 57), (260, 107)))
    assert (went, came) == ([208, 0, 0], [0, 88, 224])
    files.delete(keys.page_file("p1", new.id, 1, "page.png"))
    drawn = issues.compared(old, new, picture_of=1)["picture"]
    assert Image.open(io.BytesIO(files.read(drawn))).width == 2_400
    remove(issues.pipeline.store, new, SYSTEM)
    assert list(files.keys(keys.comparisons("p1"))) == []


def test_pages_are_paired_by_their_words_and_compared_while_there_is_time(aws: Aws) -> None:
    issues = Issues(aws)
    old, new = (issues.analyzed(sheets((50, 50), pages=n), {}) for n in (2, 3))
    issues.comparer = replace(issues.comparer, seconds=0)
    first = issues.compared(old, new)["result"]
    assert ([p["page"] for p in first["pages"]], first["next_page"]) == ([1], 2)
    assert (first["removed_pages"], first["added_pages"]) == ([], [3])
    rest = issues.compared(old, new, from_page=2)["result"]
    assert [(p["page"], p["to_page"], p["paired_by"]) for p in rest["pages"]] == [(2, 2, "content")]
    assert rest["next_page"] is None


def test_a_page_that_was_not_analysed_is_not_comparable_and_says_why(aws: Aws) -> None:
    issues = Issues(aws)
    old = issues.analyzed(sheets((50, 50), pages=2), {})
    issues.pipeline.networks.raises = {2: DrawingError("unreadable", "Too dark.")}
    new = issues.analyzed(sheets((50, 50), pages=2), {})
    good, bad = issues.compared(old, new)["result"]["pages"]
    assert (good["comparable"], bad["comparable"]) == (True, False)
    assert bad["reason"].startswith(f"Page 2 of {new.id} was not analysed.")
    assert "not analysed" in issues.compared(old, new, picture_of=2)["refused"]
    assert issues.compared(old, new, picture_of=3)["missing"].startswith("The other drawing has no sheet")
