"""Promises of what letters are learnt from: words stand where they are drawn, and name the symbol around them alone."""

from __future__ import annotations

import random

import numpy as np
import pymupdf
import pytest

from orchestrator.recognition.lettering import GFCI
from orchestrator.taxonomy import ALL_CLASSES
from training.dataset import Dataset
from training.ink import Text
from training.letters import Lettering
from training.sheet import Paper, Style


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_words_are_noted_where_they_stand(angle: int, anchor: str) -> None:
    paper = Paper(100, 80, Style(), random.Random(1))
    paper.draw([Text("PANEL LP 1", 50, 40, 3, angle=angle, anchor=anchor)])
    sheet = paper.finish()
    with pymupdf.open(stream=sheet.pdf, filetype="pdf") as document:
        drawn = {word[4]: pymupdf.Rect(word[:4]) for word in document[0].get_text("words")}
    assert [word.text for word in sheet.words] == ["PANEL", "LP", "1"]
    for word in sheet.words:
        box = drawn[word.text]
        middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        assert (word.x, word.y) == pytest.approx(middle, abs=1.5)
        assert word.width == pytest.approx(
            max(box.width, box.height) if word.text == "PANEL" else word.width, rel=0.05
        )


def data(*words: tuple[float, float, str]) -> Dataset:
    """Return one page with 20 words of each kind, all but those given far away."""
    told = [(x, y, name) for x, y, name in words]
    told += [(900.0, 900.0, name) for name in ("motor", "meter", "gfci_receptacle") for _ in range(20)]
    named = np.zeros((len(told), len(ALL_CLASSES)), np.bool_)
    named[np.arange(len(told)), [ALL_CLASSES.index(name) for _, _, name in told]] = True
    places = np.array([(x, y, 12, 8) for x, y, _ in told], np.float32)
    size, nothing = np.array([[1000, 1000]]), np.array([0, 0])
    boxes, labels = np.array([[100, 100, 130, 130]], np.float32), np.array([0])
    pixels = np.empty(0, np.uint8)
    return Dataset(
        pixels, size, nothing, boxes, labels, np.array([0, 1]), places, named, np.array([0, len(told)])
    )


def named(letters: Lettering, kind: int) -> list[str]:
    return [ALL_CLASSES[i] for i in np.flatnonzero(letters.named[kind])]


def test_the_letters_nearest_to_the_middle_are_a_boxs_own() -> None:
    letters = Lettering(data((117, 115, "motor"), (126, 126, "meter")))
    assert named(letters, int(letters.of_symbols()[0])) == ["motor"]


def test_letters_outside_tell_nothing_but_those_beside_a_receptacle() -> None:
    box = np.array([100, 100, 130, 130], np.float32)
    far = Lettering(data((140, 115, "motor")))
    assert far.kind(0, box) == far.none
    beside = Lettering(data((142, 115, "gfci_receptacle")))
    assert named(beside, beside.kind(0, box)) == [ALL_CLASSES[GFCI]]
    away = Lettering(data((170, 115, "gfci_receptacle")))
    assert away.kind(0, box) == away.none


def test_a_large_box_around_small_letters_is_another_thing() -> None:
    letters = Lettering(data((115, 115, "motor")))
    assert letters.kind(0, np.array([50, 50, 200, 200], np.float32)) == letters.none
