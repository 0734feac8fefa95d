"""Synthetic sheets: the same seed gives the same PDF, and the truth says what is drawn on it."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pymupdf
import pytest

from training.data import DPI, HELD_OUT, picture, render
from training.ink import Mark, Symbol, Text, bounds, circle
from training.sheet import Sheet
from training.sheets.composition import KINDS, compose
from training.sheets.fittings import FITTINGS
from training.sheets.marks import SHEET_MARKS
from training.sheets.palette import HELD_OUT_VARIANTS, STEADY, TRAINED, UNSEEN, Practice, drawable
from training.sheets.plan import legible
from training.symbols.catalogue import VARIANTS
from training.tiles import TILE, window


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_sheet(kind: str) -> None:
    assert compose(11, kind) == compose(11, kind)
    assert compose(11, kind).pdf != compose(12, kind).pdf


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(HELD_OUT, HELD_OUT + 4))
def test_every_symbol_of_the_truth_is_ink_on_the_page(kind: str, seed: int) -> None:
    sheet = compose(seed, kind)
    page = render(sheet)
    for truth in sheet.truth:
        x, y, width, height = (value * DPI / 72 for value in truth.bbox)
        window = page[max(int(y) - 1, 0) : int(y + height) + 2, max(int(x) - 1, 0) : int(x + width) + 2]
        assert window.size, truth
        assert window.min() < 250, truth


def test_a_sheet_without_symbols_has_none_but_is_not_empty() -> None:
    sheet = compose(3, "barren")
    assert sheet.truth == ()
    assert render(sheet).min() < 128


def test_a_sheet_is_a_one_page_pdf_of_the_stated_size() -> None:
    sheet: Sheet = compose(4, "schematic")
    with pymupdf.open(stream=sheet.pdf, filetype="pdf") as document:
        assert document.page_count == 1
        assert document[0].rect.width == pytest.approx(sheet.width_pt, abs=0.01)
        assert document[0].get_drawings()


def test_a_picture_carries_its_boxes_in_pixels_of_its_page() -> None:
    found = picture(21)
    assert found.page.dtype == np.uint8
    assert len(found.boxes) == len(found.labels)
    assert (found.boxes[:, 2:] > found.boxes[:, :2]).all()


@pytest.mark.parametrize("seed", range(8))
def test_a_window_holds_the_boxes_whose_centre_it_shows(seed: int) -> None:
    tile, boxes = window(picture(22), np.random.default_rng(seed))
    assert tile.shape == (TILE, TILE)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    assert ((centres > 0) & (centres < TILE)).all()


@pytest.mark.parametrize("seed", range(12))
def test_a_held_out_variant_is_never_drawn_for_training(seed: int) -> None:
    assert not {truth.variant for truth in compose(seed).truth} & HELD_OUT_VARIANTS


def test_who_draws_the_unseen_draws_it_wherever_a_class_has_it() -> None:
    seen, unseen = drawable("schematic", TRAINED), drawable("schematic", UNSEEN)
    assert seen.keys() == unseen.keys()
    held_out = {
        name: names
        for name, variants in unseen.items()
        if (names := {variant.name for variant in variants} & HELD_OUT_VARIANTS)
    }
    assert len(held_out) > 10
    assert all({variant.name for variant in unseen[name]} == names for name, names in held_out.items())


@pytest.mark.parametrize("sheet", ["schematic", "single_line", "power_plan", "lighting_plan", "fire_plan"])
def test_who_draws_the_unseen_draws_nothing_but_the_roster(sheet: str) -> None:
    further = {name for name, variant in VARIANTS.items() if not variant.roster}
    assert not {v.name for variants in drawable(sheet, UNSEEN).values() for v in variants} & further
    assert {v.name for variants in drawable(sheet, TRAINED).values() for v in variants} & further


@pytest.mark.parametrize(
    ("practice", "expected"), [(UNSEEN, "d206b38886bc2e50"), (STEADY, "96b935a9a3d3ce29")]
)
def test_sheets_that_models_are_compared_on_stay_what_they_were(practice: Practice, expected: str) -> None:
    truths = [compose(HELD_OUT + seed, kind, practice).truth for seed, kind in enumerate(KINDS)]
    assert sha256(repr(truths).encode()).hexdigest()[:16] == expected


def test_lettering_beside_a_small_symbol_is_legible() -> None:
    symbol = Symbol((circle(0, 0, 2.0), Text("GFI", 4.0, 0.0, 1.0), Text("J", 0.0, 0.0, 1.0)))
    _, beside, inside = legible(symbol, 2.0).marks
    assert isinstance(beside, Text)
    assert (beside.x, beside.height) == (6.0, 2.0)
    assert inside == symbol.marks[2]


ALL_DRESSED = replace(TRAINED, dressed=1.0, boards=1.0)


@pytest.mark.parametrize("seed", [3, 8])
def test_furniture_and_marks_are_drawn_and_are_no_symbols(seed: int) -> None:
    plain = replace(TRAINED, dressed=0.0)
    assert compose(seed, "barren", ALL_DRESSED).truth == ()
    assert compose(seed, "plan", ALL_DRESSED).pdf != compose(seed, "plan", plain).pdf


@pytest.mark.parametrize("seed", [4, 5])
def test_a_board_holds_parts_with_pins_and_what_they_are_wired_to(seed: int) -> None:
    sheet = compose(seed, "schematic", ALL_DRESSED)
    drawn = {t.class_name for t in sheet.truth}
    assert {"other", "ground"} < drawn
    assert drawn & {"capacitor", "resistor", "diode", "inductor"}


@pytest.mark.parametrize("piece", [*FITTINGS, *SHEET_MARKS], ids=lambda piece: piece.__name__)
@pytest.mark.parametrize("seed", range(6))
def test_what_surrounds_symbols_lies_where_numbers_do(
    piece: Callable[[random.Random], Sequence[Mark]], seed: int
) -> None:
    x0, y0, x1, y1 = bounds(piece(random.Random(seed)))
    assert all(math.isfinite(side) for side in (x0, y0, x1, y1))
    assert 0 < max(x1 - x0, y1 - y0) < 150
