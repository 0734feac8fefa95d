from __future__ import annotations

import importlib.metadata
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from onnxruntime.capi.onnxruntime_pybind11_state import RuntimeException

from orchestrator.geometry import centre, contains
from orchestrator.pages import Word
from orchestrator.readings import PageReading, with_words
from orchestrator.recognition.model import ModelError
from orchestrator.recognition.reading.networks import ReadingError, ReadingNetworks
from orchestrator.recognition.reading.reader import Reader, needs_reading
from tests.orchestrator.recognition.reading.scans import Written, reader, scan

TEXT = Written("DUPLEX RECEPTACLE, 20A", 40, 60)


def test_the_words_of_a_scan_are_read_where_they_stand() -> None:
    reading = reader().read(*scan(TEXT, Written("GFI", 40, 110)), "digest")
    assert [word.text for word in reading.words] == ["DUPLEX", "RECEPTACLE,", "20A", "GFI"]
    assert (reading.page, reading.picture, reading.is_complete) == (1, "digest", True)
    duplex, _, amperes, note = (word.bbox for word in reading.words)
    assert contains(duplex, 55, 57)
    assert contains(note, 48, 107)
    assert 130 < centre(amperes)[0] < 165
    assert all(word.confidence > 0.9 and word.direction == 0 for word in reading.words)


def test_boxes_are_as_tall_as_a_text_layers() -> None:
    sizes = (7.0, 9.0, 14.0)
    lines = [Written("MOTOR STARTER", 40, 50 + 50 * i, size=size) for i, size in enumerate(sizes)]
    heights = [word.bbox[3] for word in reader().read(*scan(*lines), "").words]
    assert heights == pytest.approx([1.2 * size for size in sizes for _ in range(2)], rel=0.15)


@pytest.mark.parametrize(("turn", "direction"), [(90, 270), (270, 90)])
def test_text_that_runs_upwards_or_downwards_is_read(turn: int, direction: int) -> None:
    start = 180 if turn == 90 else 40
    reading = reader().read(*scan(Written("PANEL LP-1", 100, start, turn)), "")
    words = sorted(reading.words, key=lambda word: word.bbox[1], reverse=turn == 90)
    assert [(word.text, word.direction) for word in words] == [("PANEL", direction), ("LP-1", direction)]
    assert all(word.bbox[3] > word.bbox[2] for word in words)


def test_lines_on_both_sides_of_a_tiles_edge_are_read_once() -> None:
    lines = [Written("EMERGENCY LIGHTING PANEL", 380, y) for y in range(30, 200, 40)]
    reading = reader().read(*scan(*lines, width=600), "")
    assert [word.text for word in reading.words] == ["EMERGENCY", "LIGHTING", "PANEL"] * len(lines)


def test_white_on_black_is_read_too() -> None:
    grey, page = scan(TEXT)
    assert "RECEPTACLE," in reader().read(255 - grey, page, "").text


def test_what_is_no_text_gives_no_words() -> None:
    grey, page = scan()
    noise = np.random.default_rng(1).integers(0, 256, grey.shape, dtype=np.uint8)
    hatched = np.where(np.add.outer(np.arange(grey.shape[0]), np.arange(grey.shape[1])) % 9, 255, 0)
    for picture in (grey, noise, hatched.astype(np.uint8)):
        assert reader().read(picture, page, "").words == ()


def test_when_time_is_over_the_reading_says_that_it_is_not_complete() -> None:
    reading = replace(reader(), seconds=0.0).read(*scan(TEXT), "")
    assert (reading.words, reading.is_complete) == ((), False)


def test_networks_that_fail_are_an_error_and_no_empty_page() -> None:
    class Failing:
        def run(self, *_: object) -> NoReturn:
            raise RuntimeException("out of memory")

    networks = replace(reader().networks(), finder=Failing())
    with pytest.raises(ReadingError, match="memory"):
        Reader(lambda: networks, 10).read(*scan(TEXT), "")


def test_without_the_package_there_are_no_networks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def gone(name: str) -> NoReturn:
        raise importlib.metadata.PackageNotFoundError(name)

    class Empty:
        def locate_file(self, path: str) -> Path:
            return tmp_path / path

    module = "orchestrator.recognition.reading.networks.distribution"
    monkeypatch.setattr(module, gone)
    with pytest.raises(ModelError, match="rapidocr"):
        ReadingNetworks.load(1)
    monkeypatch.setattr(module, lambda _: Empty())
    with pytest.raises(ModelError, match="cannot be read"):
        ReadingNetworks.load(1)


def test_pages_with_text_of_their_own_need_no_reading() -> None:
    _, page = scan()
    words = tuple(Word(text="A", bbox=(0, 0, 1, 1)) for _ in range(10))
    assert needs_reading(page)
    assert needs_reading(page.model_copy(update={"words": words[:9]}))
    assert not needs_reading(page.model_copy(update={"words": words}))
    assert not needs_reading(page.model_copy(update={"kind": "blank"}))
    assert not needs_reading(page.model_copy(update={"image": None}))


def test_a_reading_is_stored_and_its_words_follow_those_of_the_page() -> None:
    picture = scan(TEXT)
    reading = reader().read(*picture, "digest")
    assert PageReading.from_bytes(reading.to_bytes()) == reading
    own = Word(text="STAMP", bbox=(0, 0, 9, 9))
    page = with_words(picture[1].model_copy(update={"words": (own,)}), reading)
    assert [word.text for word in page.words] == ["STAMP", "DUPLEX", "RECEPTACLE,", "20A"]
    newer = reading.model_copy(update={"schema_version": 2})
    with pytest.raises(ValueError, match="newer"):
        PageReading.from_bytes(newer.to_bytes())
    with pytest.raises(ValueError, match="not a gzipped PageReading"):
        PageReading.from_bytes(b"{}")
