"""Searching a drawing for several examples: each place once, the larger symbol's; refused ones say so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pymupdf
import pytest

from orchestrator.drawings.finding_jointly import JointFinder
from orchestrator.messages import JointFindRequest
from orchestrator.recognition.model import load_model
from orchestrator.recognition.recognizer import Recognizer
from tests.conftest import Aws
from tests.orchestrator.drawings.pipeline import Pipeline
from tests.orchestrator.drawings.test_finding import scan
from tests.orchestrator.recognition.blob_model import write_blob_model

Drawn = tuple[JointFinder, JointFindRequest]
PLAIN = {"page": 1, "bbox": (49, 49, 22, 16), "class_name": "plain"}
CROSSED = {"page": 1, "bbox": (149, 49, 30, 16), "class_name": "crossed"}


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Recognizer:
    """Networks that find black 20-pixel squares."""
    folder = tmp_path_factory.mktemp("model")
    return Recognizer(load_model(folder, 1, "blobs-1", write_blob_model(folder)))


def _plain(page: pymupdf.Page, x: float, y: float, scale: float) -> None:
    page.draw_rect((x, y, x + 20 * scale, y + 14 * scale), width=0.5)
    page.draw_line((x, y), (x + 20 * scale, y + 14 * scale), width=0.5)


def _crossed(page: pymupdf.Page, x: float, y: float, scale: float) -> None:
    """Draw a plain one with an arrow: the plain one is a part of it."""
    _plain(page, x, y, scale)
    page.draw_line((x + 20 * scale, y), (x + 28 * scale, y + 7 * scale), width=0.5)
    page.draw_line((x + 28 * scale, y + 7 * scale), (x + 20 * scale, y + 14 * scale), width=0.5)


def sheet(*scales: float) -> bytes:
    """Return a PDF: one of each on page 1, and at each scale one plain and two crossed ones on a page each."""
    with pymupdf.open() as document:
        first = document.new_page(width=300, height=200)
        _plain(first, 50, 50, 1)
        _crossed(first, 150, 50, 1)
        for scale in scales:
            page = document.new_page(width=300, height=200)
            _plain(page, 30, 30, scale)
            _crossed(page, 120, 30, scale)
            _crossed(page, 120, 120, scale)
        data: bytes = document.tobytes()
    return data


def drawn(aws: Aws, blobs: Recognizer, data: bytes, *examples: dict[str, object]) -> Drawn:
    pipeline = Pipeline(aws)
    drawing = pipeline.upload(data)
    pipeline.settle()
    with pymupdf.open("pdf", data) as document:
        pages = tuple(range(1, len(document) + 1))
    asked = {"project_id": "p1", "drawing_id": drawing.id, "examples": examples, "pages": pages}
    return JointFinder(pipeline.store, blobs, seconds=60), JointFindRequest.model_validate(asked)


def ask(found: Drawn) -> dict[str, Any]:
    finder, request = found
    return finder.find(request.model_dump(mode="json"), None)


def names(page: dict[str, Any]) -> list[tuple[int, str]]:
    return sorted((place["example"], place["class"]) for place in page["placements"])


def test_a_symbol_that_is_part_of_a_larger_one_is_not_found_in_it(aws: Aws, blobs: Recognizer) -> None:
    result = ask(drawn(aws, blobs, sheet(1.0), PLAIN, CROSSED))
    assert names(result["pages"][0]) == [(0, "plain"), (1, "crossed")]
    assert names(result["pages"][1]) == [(0, "plain"), (1, "crossed"), (1, "crossed")]
    assert [one["count"] for one in result["examples"]] == [2, 3]
    assert (result["count"], result["complete"], result["next_page"]) == (5, True, None)
    parts = [
        w for w in result["pages"][1]["withheld"] if w["example"] == 0 and "explains more" in w["reason"]
    ]
    assert len(parts) == 2


def test_alone_the_part_is_found_everywhere(aws: Aws, blobs: Recognizer) -> None:
    assert ask(drawn(aws, blobs, sheet(1.0), PLAIN))["count"] == 5


def test_scales_are_voted_together(aws: Aws, blobs: Recognizer) -> None:
    voted = [{**PLAIN, "scale": "vote"}, {**CROSSED, "scale": "vote"}]
    result = ask(drawn(aws, blobs, sheet(1.5, 1.5), *voted))
    assert [one["scale"] for one in result["examples"]] == pytest.approx([1.5, 1.5], rel=0.01)
    assert [one["scale_votes"] for one in result["examples"]] == [2, 4]
    assert [one["count"] for one in result["examples"]] == [2, 4]


def test_one_that_cannot_be_told_says_so_and_the_others_go_on(aws: Aws, blobs: Recognizer) -> None:
    nothing = {"page": 1, "bbox": (200, 150, 20, 20)}
    result = ask(drawn(aws, blobs, sheet(1.0), nothing, PLAIN))
    refused, plain = result["examples"]
    assert refused["refused"].startswith("No stroke of the drawing lies in the box")
    assert (plain["refused"], plain["count"]) == (None, 5)
    assert {place["example"] for page in result["pages"] for place in page["placements"]} == {1}


def test_when_all_are_refused_no_page_is_searched(aws: Aws, blobs: Recognizer) -> None:
    result = ask(drawn(aws, blobs, sheet(1.0), {"page": 1, "bbox": (200, 150, 20, 20)}))
    assert (result["pages"], result["count"]) == ([], 0)


def test_when_time_is_over_or_the_answer_is_large_the_next_page_is_named(
    aws: Aws, blobs: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder, request = drawn(aws, blobs, sheet(1.0, 1.0), PLAIN)
    assert ask((replace(finder, seconds=0), request))["next_page"] == 2
    monkeypatch.setattr("orchestrator.drawings.finding_jointly._LARGEST_BYTES", 10)
    assert ask((finder, request))["next_page"] == 2


def test_more_withheld_places_than_are_listed_are_said(
    aws: Aws, blobs: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = drawn(aws, blobs, sheet(1.0), PLAIN, CROSSED)
    monkeypatch.setattr("orchestrator.drawings.finding_jointly._MOST_WITHHELD", 1)
    page = ask(found)["pages"][1]
    assert sum(w["example"] == 0 for w in page["withheld"]) == 1
    assert any("only so many are listed" in note for note in page["notes"])


def test_a_scan_gives_each_place_to_the_example_it_looks_most_like(aws: Aws, blobs: Recognizer) -> None:
    boxes = [{"page": 1, "bbox": (46.1, 46.1, 13.4, 13.4)}, {"page": 1, "bbox": (103.7, 46.1, 13.4, 13.4)}]
    result = ask(drawn(aws, blobs, scan(3), *boxes))
    (page,) = result["pages"]
    assert page["method"] == "picture"
    assert len(page["placements"]) == result["count"] == 3


def test_a_scan_whose_picture_is_missing_is_said_to_be_incomplete(aws: Aws, blobs: Recognizer) -> None:
    finder, request = drawn(aws, blobs, scan(1), {"page": 1, "bbox": (46, 46, 13, 13)})
    files = finder.store.files
    (key,) = (key for key in files.keys("results/") if key.endswith("page.png"))
    files.delete(key)
    result = ask((finder, request))
    assert not result["complete"]
    assert "picture" in result["pages"][0]["notes"][0]
