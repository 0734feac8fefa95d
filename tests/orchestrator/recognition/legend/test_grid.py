"""Legends in cells: what of the words in a cell describes, and what is drawn."""

from __future__ import annotations

from collections.abc import Iterable

from orchestrator.legends import LegendEntry
from orchestrator.pages import Page, Word
from orchestrator.recognition.legend.reader import legend_of
from tests.orchestrator.recognition.legend.written import boxes, words

NAMES = ("MOTOR", "METER", "RELAY", "FUSE", "BATTERY", "SWITCH")
PLACES = [(100.0 + 120 * (i % 3), 80.0 + 80 * (i // 3)) for i in range(6)]
"""The middles of six cells' symbols; each description stands 26 points lower."""


def centred(text: str, x: float, y: float, height: float = 8.0) -> list[Word]:
    width = sum(5.0 * len(word) for word in text.split()) + 3.0 * text.count(" ")
    return words(text, x - width / 2, y - height / 2, height)


def read(drawn: Iterable[int], letters: Iterable[Word]) -> list[LegendEntry]:
    """Return the entries of six cells, with a rectangle of 12 x 8 points in the middle of some."""
    described = [
        word for name, (x, y) in zip(NAMES, PLACES, strict=True) for word in centred(name, x, y + 26)
    ]
    found = Page(
        page_number=1,
        width_pt=500,
        height_pt=400,
        words=(*words("LEGEND", 40, 30), *described, *letters),
        vectors=boxes(*((PLACES[i][0] - 6, PLACES[i][1] - 4) for i in drawn)),
    )
    return sorted(
        legend_of(found).entries, key=lambda entry: NAMES.index((entry.description or "").split()[-1])
    )


def test_large_letters_in_a_symbol_are_no_line_of_its_description() -> None:
    x, y = PLACES[1]
    entries = read(range(6), centred("M", x, y + 4, 16))
    assert [entry.description for entry in entries] == list(NAMES)
    assert entries[1].letters == "M"


def test_words_that_touch_a_symbol_are_its_letters_however_many_they_are() -> None:
    x, y = PLACES[4]
    entries = read(range(6), words("PANEL A", x - 6 - 33, y - 4))
    assert [(entry.description, entry.letters) for entry in entries][4] == ("BATTERY", "PANEL A")
    assert [entry.description for entry in entries] == list(NAMES)
    assert entries[4].bbox == (x - 39, y - 4, 45, 8)


def test_a_symbol_that_is_nothing_but_letters_has_its_description() -> None:
    entries = read((0, 1, 3, 4, 5), centred("$VS", *PLACES[2]))
    assert [(entry.description, entry.letters) for entry in entries][2] == ("RELAY", "$VS")
