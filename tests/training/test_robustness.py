"""Promises of the robustness figures: the truth turns with the page, and a change is told in points."""

from __future__ import annotations

import numpy as np
import pymupdf
import pytest

from training import robustness, scoring
from training.robustness import AS_DRAWN, extracted, inverted, scanned, table, tinted, turned
from training.sheet import Sheet, Truth


def sheet() -> Sheet:
    """Return a page of 200 x 100 points with one filled square as its symbol."""
    with pymupdf.open() as document:
        page = document.new_page(width=200, height=100)
        page.draw_rect(pymupdf.Rect(20, 10, 40, 30), fill=(0, 0, 0))
        return Sheet(document.tobytes(), 200.0, 100.0, (Truth("fuse", "square", (20.0, 10.0, 20.0, 20.0)),))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_truth_lies_on_the_ink_however_the_page_is_turned(degrees: int) -> None:
    pdf, (drawn,) = turned(sheet(), degrees)
    grey, page = extracted(pdf)
    assert page.image is not None
    x, y, width, height = (round(value * page.image.scale) for value in drawn.bbox)
    assert grey[y + 3 : y + height - 3, x + 3 : x + width - 3].max() < 50
    assert (grey < 128).sum() == pytest.approx(width * height, rel=0.15)


@pytest.mark.parametrize("seed", range(4))
def test_a_scan_is_a_picture_alone_with_the_truth_on_its_ink_though_it_lies_aslant(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(robustness, "_SKEW_DEGREES", 4.0)
    pdf, (drawn,) = scanned(sheet(), seed)
    grey, page = extracted(pdf)
    assert (page.kind, page.words) == ("scanned", ())
    ink = np.argwhere(grey < 128)
    assert page.image is not None
    top, left = ink.mean(axis=0) / page.image.scale
    x, y, width, height = drawn.bbox
    assert (x + width / 2, y + height / 2) == pytest.approx((left, top), abs=0.35)


def test_inverted_and_tinted_pages_are_dark() -> None:
    grey, _ = extracted(sheet().pdf)
    assert inverted(grey)[0, 0] == 0
    assert tinted(grey)[0, 0] == 160


def test_a_page_that_lost_its_symbol_is_told_in_points() -> None:
    truth = [scoring.Drawn("fuse", (0, 0, 10, 10))]
    seen = scoring.ScoredPage(truth, [scoring.Found("fuse", (0, 0, 10, 10), 0.9)])
    lost = scoring.ScoredPage(truth, [])
    rows = list(table({AS_DRAWN: [seen], "inverted": [lost]}))
    assert rows[2] == "| as drawn | 1.000 | 1.000 | +0.0 |"
    assert rows[3] == "| inverted | 0.000 | 0.000 | -100.0 |"
