"""Pictures for the eye: what was right, misnamed, missed and invented have their own colours."""

from pathlib import Path

import numpy as np

from training.overlays import WORST, Evaluated, marks, mistakes, overlay, write_worst
from training.scoring import Drawn, Found, ScoredPage

PAGE = ScoredPage(
    [Drawn("motor", (10, 10, 10, 10)), Drawn("fuse", (40, 10, 10, 10)), Drawn("meter", (70, 10, 10, 10))],
    [
        Found("motor", (10, 10, 10, 10), 0.9),
        Found("resistor", (40, 10, 10, 11), 0.8),
        Found("horn", (10, 60, 10, 10), 0.7),
        Found("meter", (70, 10, 10, 10), 0.3),
    ],
)


def evaluated(page: ScoredPage, name: str = "page") -> Evaluated:
    return Evaluated(name, page, np.full((100, 100), 255, np.uint8), 1.0)


def test_every_kind_of_mistake_is_told_apart() -> None:
    shown = marks(PAGE, 0.5)
    assert [text for _, _, text in shown] == ["", "fuse > resistor", "meter", "horn 0.70"]
    assert len({colour for _, colour, _ in shown}) == 4
    assert mistakes(PAGE, 0.5) == 3
    assert mistakes(PAGE, 0.2) == 2


def test_a_mark_frames_its_box_on_the_picture() -> None:
    picture = overlay(evaluated(PAGE), 0.5)
    assert picture.getpixel((10, 15)) == (0, 150, 0)
    assert picture.getpixel((15, 15)) == (255, 255, 255)


def test_only_the_worst_pages_are_written(tmp_path: Path) -> None:
    good = ScoredPage(PAGE.truth[:1], PAGE.found[:1])
    pages = [evaluated(good, f"good-{i}") for i in range(WORST)] + [evaluated(PAGE, "bad")]
    write_worst(pages, tmp_path, 0.5)
    names = {path.stem for path in tmp_path.iterdir()}
    assert len(names) == WORST
    assert "bad" in names
