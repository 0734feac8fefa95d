"""Promises of the audit PDF: no counted symbol is to be seen, everything else is."""

from __future__ import annotations

import io
from itertools import product
from typing import Any

import numpy as np
import pymupdf
import pypdf
import pypdfium2
import pytest
from numpy.typing import NDArray

from orchestrator.exports.audit import LAYER, audit
from orchestrator.geometry import Box
from tests.orchestrator.exports.sample import component, page_of

ROTATIONS = (0, 90, 180, 270)
CROPS = {"whole": None, "cropped": (120, 80, 820, 580)}
COUNTED: tuple[Box, ...] = ((60, 70, 40, 20), (300.4, 200.7, 12.3, 33.1), (5, 5, 8, 8))
MISSED: Box = (200, 350, 30, 30)
SCALE = 4


def sheet(rotation: int = 0, crop: tuple[int, int, int, int] | None = None) -> bytes:
    """Return a page of black symbols that fill their boxes, as it is displayed."""
    with pymupdf.open() as document:
        page = document.new_page(width=900, height=700)
        if crop:
            page.set_cropbox(pymupdf.Rect(crop))
        for box in (*COUNTED, MISSED):
            corners = turned_back(box, rotation, page.rect.width, page.rect.height)
            page.draw_rect(pymupdf.Rect(corners).normalize(), fill=(0, 0, 0), width=0)
        page.set_rotation(rotation)
        content: bytes = document.tobytes()
    return content


def turned_back(box: Box, rotation: int, width: float, height: float) -> tuple[float, float, float, float]:
    """Return two corners, on the page of that width and height before it is turned, of a box as displayed."""
    x, y, w, h = box
    match rotation:
        case 90:
            return y, height - x, y + h, height - x - w
        case 180:
            return width - x, height - y, width - x - w, height - y - h
        case 270:
            return width - y, x, width - y - h, x + w
        case _:
            return x, y, x + w, y + h


def picture(content: bytes) -> NDArray[np.uint8]:
    """Return the first page as PDFium displays it, (H, W) grey, 4 pixels a point."""
    with pypdfium2.PdfDocument(content) as document:
        grey: NDArray[np.uint8] = document[0].render(scale=SCALE, grayscale=True).to_numpy().squeeze()
    return grey.copy()


def darkest(grey: NDArray[np.uint8], box: Box) -> int:
    """Return the darkest pixel in a box and a pixel around it."""
    x, y, width, height = (round(value * SCALE) for value in box)
    return int(grey[max(y - 1, 0) : y + height + 1, max(x - 1, 0) : x + width + 1].min())


@pytest.mark.parametrize(("crop", "rotation"), list(product(CROPS, ROTATIONS)))
def test_counted_symbols_are_gone_and_what_was_missed_stays(crop: str, rotation: int) -> None:
    source = sheet(rotation, CROPS[crop])
    before = picture(source)
    assert [darkest(before, box) for box in (*COUNTED, MISSED)] == [0, 0, 0, 0]
    found = [component(bbox=box, class_name="fuse" if box[0] > 100 else "motor") for box in COUNTED]
    after = picture(audit(source, [page_of(*found)]))
    assert [darkest(after, box) for box in COUNTED] == [255, 255, 255]
    x, y, width, height = (round(value * SCALE) for value in MISSED)
    assert (after < 128).sum() == pytest.approx(width * height, rel=0.02)
    assert (after[y : y + height, x : x + width] < 128).mean() > 0.98


def test_a_rejected_symbol_was_not_counted_and_stays() -> None:
    rejected = component(bbox=COUNTED[0], status="rejected")
    assert darkest(picture(audit(sheet(), [page_of(rejected)])), COUNTED[0]) == 0


def test_a_symbol_that_is_an_annotation_of_the_original_is_gone_too() -> None:
    with pymupdf.open(stream=sheet()) as document:
        stamp = document[0].add_rect_annot(pymupdf.Rect(500, 300, 540, 330))
        stamp.set_colors(stroke=(0, 0, 0), fill=(0, 0, 0))
        stamp.update()
        source = document.tobytes()
    box = (500, 300, 40, 30)
    assert darkest(picture(source), box) == 0
    assert darkest(picture(audit(source, [page_of(component(bbox=box))])), box) == 255


def test_all_blanks_are_one_layer_that_can_be_switched_off() -> None:
    pages = [page_of(component("fuse", bbox=COUNTED[0]), component("motor", bbox=COUNTED[1]))]
    content = audit(sheet(), pages)
    entries: Any = pypdf.PdfReader(io.BytesIO(content)).pages[0]["/Annots"]
    blanks = [entry.get_object() for entry in entries]
    assert [(blank["/Subj"], blank["/OC"]["/Name"]) for blank in blanks] == [
        ("fuse", LAYER),
        ("motor", LAYER),
    ]
    with pymupdf.open(stream=content) as document:
        assert [layer["text"] for layer in document.layer_ui_configs()] == [LAYER]
