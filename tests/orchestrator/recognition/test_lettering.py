"""Promises of the lettering: letters name what they are written in, never more, and place the switches they draw."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from orchestrator.geometry import Box
from orchestrator.pages import Word
from orchestrator.recognition.boxes import Boxes
from orchestrator.recognition.lettering import BESIDE_PT, SAYS, SAYS_NOT, read_lettering
from orchestrator.taxonomy import ALL_CLASSES

SCALE = 2.0
COLUMNS = [*ALL_CLASSES, "not a symbol"]


def chances(*rows: dict[str, float]) -> NDArray[np.float32]:
    """Return probabilities (N, C) with what each row says, the rest of one spread evenly."""
    table = np.empty((len(rows), len(COLUMNS)), np.float32)
    for row, named in zip(table, rows, strict=True):
        row[:] = (1 - sum(named.values())) / (len(COLUMNS) - len(named))
        for name, share in named.items():
            row[COLUMNS.index(name)] = share
    return table


def pixels(*boxes: Box) -> Boxes:
    """Return boxes xywh in points as xyxy in pixels."""
    return np.array([[x, y, x + w, y + h] for x, y, w, h in boxes], np.float32) * np.float32(SCALE)


def best(row: NDArray[np.float32]) -> str:
    """Return the likeliest class."""
    return COLUMNS[int(row.argmax())]


@pytest.mark.parametrize(
    ("letters", "unread", "read"),
    [
        ("J", "luminaire", "junction_box"),
        ("OS", "luminaire", "occupancy_sensor"),
        ("kWh", "motor", "meter"),
        ("51N", "meter", "instrument"),
        ("PT", "meter", "instrument"),
        ("3", "switch", "three_way_switch"),
        ("TV", "data_outlet", "tv_outlet"),
        ("5HP", "generator", "motor"),
    ],
)
def test_letters_inside_decide_between_look_alikes(letters: str, unread: str, read: str) -> None:
    """A ring is a junction box by its J."""
    before = chances({unread: 0.5, read: 0.3})
    word = Word(text=letters, bbox=(106, 106, 8, 8))
    after, _ = read_lettering(before, pixels((100, 100, 20, 20)), [word], SCALE)
    assert best(before[0]) == unread
    assert best(after[0]) == read


def test_letters_seen_in_the_picture_tell_as_far_as_they_are_sure() -> None:
    before = chances({"luminaire": 0.5, "junction_box": 0.3}, {"luminaire": 0.5, "junction_box": 0.3})
    seen = np.zeros((2, len(ALL_CLASSES)), np.float32)
    seen[:, ALL_CLASSES.index("junction_box")] = 0.9, 0.05
    after, _ = read_lettering(before, pixels((100, 100, 20, 20), (200, 100, 20, 20)), [], SCALE, seen)
    assert [best(row) for row in after] == ["junction_box", "luminaire"]
    assert after.sum(axis=1) == pytest.approx([1, 1])


def test_what_the_network_rules_out_stays_out() -> None:
    """A letter in a column bubble makes no symbol of it."""
    before = chances({"not a symbol": 0.98, "junction_box": 0.005})
    after, _ = read_lettering(
        before, pixels((100, 100, 20, 20)), [Word(text="J", bbox=(106, 106, 8, 8))], SCALE
    )
    assert best(after[0]) == "not a symbol"


@pytest.mark.parametrize(
    "place",
    [pytest.param((121, 106, 8, 8), id="outside"), pytest.param((109, 109, 2, 2), id="far too small")],
)
def test_letters_elsewhere_or_of_another_scale_say_nothing(place: Box) -> None:
    """A note that a large symbol happens to surround is not its name."""
    before = chances({"luminaire": 0.5, "junction_box": 0.3})
    after, _ = read_lettering(before, pixels((100, 100, 20, 20)), [Word(text="J", bbox=place)], SCALE)
    np.testing.assert_allclose(after, before, rtol=1e-5)


@pytest.mark.parametrize("note", ["GFI", "GFCI", "WP/GFCI", "(GFI)"])
def test_a_receptacle_is_gfci_by_the_letters_beside_it(note: str) -> None:
    """On a page that writes GFI, one that bears it is one, one that does not is none."""
    before = chances({"receptacle": 0.5, "gfci_receptacle": 0.4}, {"receptacle": 0.4, "gfci_receptacle": 0.5})
    boxes = pixels((100, 100, 12, 12), (300, 100, 12, 12))
    beside = Word(text=note, bbox=(112 + BESIDE_PT - 1, 103, 10, 6))
    after, _ = read_lettering(before, boxes, [beside], SCALE)
    assert [best(row) for row in after] == ["gfci_receptacle", "receptacle"]


def test_a_page_that_writes_no_gfi_leaves_receptacles_to_the_network() -> None:
    """Letters drawn as strokes are not in the text layer: their absence proves nothing."""
    before = chances({"receptacle": 0.4, "gfci_receptacle": 0.5})
    after, _ = read_lettering(
        before, pixels((100, 100, 12, 12)), [Word(text="WP", bbox=(113, 103, 9, 6))], SCALE
    )
    np.testing.assert_allclose(after, before, rtol=1e-5)


@pytest.mark.parametrize(
    ("direction", "bbox", "expected"),
    [
        pytest.param(0, (100, 100, 8, 10), (100, 102, 8, 6), id="across"),
        pytest.param(90, (100, 100, 10, 8), (102, 100, 6, 8), id="downwards"),
        pytest.param(270, (100, 100, 10, 8), (102, 100, 6, 8), id="upwards"),
    ],
)
@pytest.mark.parametrize(("text", "name"), [("S", "switch"), ("S3", "three_way_switch"), ("$D", "dimmer")])
def test_a_switch_letter_is_placed_where_its_capitals_stand(
    direction: int, bbox: Box, expected: Box, text: str, name: str
) -> None:
    """The text layer knows the place of a letter better than any picture."""
    before = chances({"switch": 0.3, "three_way_switch": 0.3, "dimmer": 0.3})
    word = Word(text=text, bbox=bbox, direction=direction)
    after, places = read_lettering(before, pixels((101, 103, 12, 8)), [word], SCALE)
    assert best(after[0]) == name
    np.testing.assert_allclose(places, pixels(expected))


def test_the_letter_in_a_smoke_detector_is_no_switch() -> None:
    """The same `S` stands in a ring, and the ring is the symbol."""
    before = chances({"smoke_detector": 0.9})
    boxes = pixels((99, 99, 11, 11))
    after, places = read_lettering(before, boxes, [Word(text="S", bbox=(100, 100, 8, 10))], SCALE)
    assert best(after[0]) == "smoke_detector"
    np.testing.assert_array_equal(places, boxes)


@given(
    texts=st.lists(st.sampled_from(["J", "S", "$3", "GFI", "EX", "M", "LIGHTING", "12"]), max_size=6),
    places=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=6, max_size=6),
    seed=st.integers(0, 1000),
)
def test_probabilities_stay_probabilities(texts: list[str], places: list[tuple[int, int]], seed: int) -> None:
    """Whatever is written where, rows sum to one and no class gains more than its letters weigh."""
    source = np.random.default_rng(seed)
    before = source.dirichlet(np.ones(len(COLUMNS)), 5).astype(np.float32)
    boxes = pixels(*((x, y, 12, 12) for x, y in source.integers(0, 60, (5, 2)).tolist()))
    words = [Word(text=t, bbox=(x, y, 6, 8)) for t, (x, y) in zip(texts, places, strict=False)]
    after, moved = read_lettering(before, boxes, words, SCALE)
    np.testing.assert_allclose(after.sum(axis=1), 1, rtol=1e-4)
    assert (after <= before * SAYS / SAYS_NOT * 1.001).all()
    assert (moved[:, 2:] > moved[:, :2]).all()
