"""Searching a drawing: page by page within a time, by strokes or by picture, with the reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pymupdf
import pytest

from orchestrator.drawings.finding import Finder
from orchestrator.messages import FindRequest
from orchestrator.recognition.model import load_model
from orchestrator.recognition.recognizer import Recognizer
from tests.conftest import Aws
from tests.orchestrator.drawings.pipeline import Pipeline
from tests.orchestrator.recognition.blob_model import write_blob_model

Drawn = tuple[Finder, FindRequest]


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Recognizer:
    """Networks that find black 20-pixel squares."""
    folder = tmp_path_factory.mktemp("model")
    return Recognizer(load_model(folder, 1, "blobs-1", write_blob_model(folder)))


def sheet(*scales: float) -> bytes:
    """Return a PDF: an arrow in a box at 50, 50 on page 1 and, at each scale, one at 150, 100 of a page each."""
    with pymupdf.open() as document:
        for number, scale in enumerate((1.0, *scales)):
            page = document.new_page(width=300, height=200)
            x, y = (50, 50) if number == 0 else (150, 100)
            page.draw_rect((x, y, x + 20 * scale, y + 14 * scale), width=0.5)
            page.draw_line((x, y), (x + 20 * scale, y + 14 * scale), width=0.5)
            page.draw_line((x + 5 * scale, y), (x, y + 14 * scale), width=0.5)
        data: bytes = document.tobytes()
    return data


def scan(count: int) -> bytes:
    """Return a PDF of pages that are pictures: black squares of 20 pixels at 150 dpi."""
    grey = np.full((300, 600), 255, np.uint8)
    for k in range(count):
        grey[100:120, 100 + 120 * k : 120 + 120 * k] = 0
    picture = pymupdf.Pixmap(pymupdf.csGRAY, 600, 300, grey.tobytes(), 0)
    with pymupdf.open() as document:
        page = document.new_page(width=288, height=144)
        page.insert_image(page.rect, pixmap=picture)
        data: bytes = document.tobytes()
    return data


def drawn(aws: Aws, blobs: Recognizer, data: bytes, **asked: object) -> Drawn:
    pipeline = Pipeline(aws)
    drawing = pipeline.upload(data)
    pipeline.settle()
    with pymupdf.open("pdf", data) as document:
        pages = tuple(range(1, len(document) + 1))
    wanted = {"page": 1, "bbox": (49, 49, 22, 16), "pages": pages} | asked
    request = FindRequest.model_validate({"project_id": "p1", "drawing_id": drawing.id} | wanted)
    return Finder(pipeline.store, blobs, seconds=60), request


def ask(found: Drawn) -> dict[str, Any]:
    finder, request = found
    return finder.find(request.model_dump(mode="json"), None)


def test_a_symbol_is_found_on_every_page_of_its_size(aws: Aws, blobs: Recognizer) -> None:
    result = ask(drawn(aws, blobs, sheet(1.0, 1.5, 1.0)))["result"]
    assert [len(page["placements"]) for page in result["pages"]] == [1, 1, 0, 1]
    assert (result["count"], result["complete"], result["next_page"]) == (3, True, None)
    assert result["example"] == pytest.approx([50, 50, 20, 14], abs=0.1)
    first, second = result["pages"][0]["placements"][0], result["pages"][1]["placements"][0]
    assert (first["flags"], second["flags"]) == (["exemplar"], [])
    assert second["bbox"] == pytest.approx([150, 100, 20, 14], abs=0.3)
    assert second["band"] == "high"


def test_the_scale_is_stated_or_voted(aws: Aws, blobs: Recognizer) -> None:
    found = drawn(aws, blobs, sheet(1.5, 1.5), scale=1.5)
    assert ask(found)["result"]["count"] == 2
    finder, request = found
    voted = ask((finder, request.model_copy(update={"scale": "vote"})))["result"]
    assert (voted["count"], voted["scale_votes"]) == (2, 2)
    assert voted["scale"] == pytest.approx(1.5, rel=0.01)
    alone = ask((finder, request.model_copy(update={"scale": "vote", "pages": (1,)})))["result"]
    assert (alone["scale"], alone["scale_votes"], alone["count"]) == (1.0, None, 1)


def test_when_time_is_over_the_next_page_is_named(aws: Aws, blobs: Recognizer) -> None:
    finder, request = drawn(aws, blobs, sheet(1.0, 1.0))
    result = ask((replace(finder, seconds=0), request))["result"]
    assert ([page["page"] for page in result["pages"]], result["next_page"]) == ([1], 2)


def test_what_cannot_be_told_is_refused_with_a_sentence(aws: Aws, blobs: Recognizer) -> None:
    answer = ask(drawn(aws, blobs, sheet(), bbox=(200, 10, 20, 20)))
    assert answer["result"] is None
    assert answer["refused"].startswith("No stroke of the drawing lies in the box")


def test_a_scan_is_searched_by_its_picture(aws: Aws, blobs: Recognizer) -> None:
    found = drawn(aws, blobs, scan(3), bbox=(46.1, 46.1, 13.4, 13.4))
    (page,) = ask(found)["result"]["pages"]
    assert page["method"] == "picture"
    assert sorted(round(p["bbox"][0] + p["bbox"][2] / 2, 0) for p in page["placements"]) == [53, 110, 168]
    assert all(p["rotation"] is None for p in page["placements"])


def test_a_scan_without_symbols_has_no_placement(aws: Aws, blobs: Recognizer) -> None:
    (page,) = ask(drawn(aws, blobs, scan(0), bbox=(46, 46, 13, 13)))["result"]["pages"]
    assert (page["placements"], page["complete"]) == ([], True)


def test_a_scan_whose_picture_is_missing_is_said_to_be_incomplete(aws: Aws, blobs: Recognizer) -> None:
    finder, request = drawn(aws, blobs, scan(1), bbox=(46, 46, 13, 13))
    files = finder.store.files
    (key,) = (key for key in files.keys("results/") if key.endswith("page.png"))
    files.delete(key)
    result = ask((finder, request))["result"]
    assert not result["complete"]
    assert "picture" in result["pages"][0]["notes"][0]
