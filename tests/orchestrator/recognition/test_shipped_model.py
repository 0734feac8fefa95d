"""The shipped model is the trained one: it reads held-out sheets; random weights would not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.pages import Page, PageImage
from orchestrator.recognition import pinned
from orchestrator.recognition.recognizer import Recognizer
from training import scoring
from training.data import DPI, HELD_OUT, render
from training.sheets.composition import compose
from training.sheets.palette import STEADY

MODEL_DIR = Path(__file__).parents[3] / "functions/recognition/model"
SEEDS = (HELD_OUT + 1, HELD_OUT + 4)
THRESHOLD = 0.5

pytestmark = pytest.mark.model


def scored() -> Iterator[scoring.ScoredPage]:
    recognizer = Recognizer.load(MODEL_DIR, threads=2)
    for seed in SEEDS:
        sheet = compose(seed, practice=STEADY)
        picture = render(sheet)
        image = PageImage(width_px=picture.shape[1], height_px=picture.shape[0], scale=DPI / 72)
        page = Page(page_number=1, width_pt=sheet.width_pt, height_pt=sheet.height_pt, image=image)
        found = recognizer.recognize(picture, page, THRESHOLD).components
        yield scoring.ScoredPage(
            [scoring.Drawn(t.class_name, t.bbox) for t in sheet.truth],
            [scoring.Found(c.class_name, c.bbox, c.confidence) for c in found],
        )


def test_held_out_sheets_are_read() -> None:
    report = scoring.score(scored(), THRESHOLD)
    assert report.localisation.f1 >= 0.88
    assert report.overall.f1 >= 0.73


def test_every_result_names_the_pinned_version() -> None:
    assert Recognizer.load(MODEL_DIR, threads=1).model_version == pinned.VERSION
