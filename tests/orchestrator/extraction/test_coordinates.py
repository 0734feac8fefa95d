"""Every box lies where a second renderer, or our own picture, shows the ink: turned, cropped or scaled pages."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pymupdf
import pypdfium2
import pytest
from PIL import Image

from orchestrator.extraction import ExtractedPage, Extraction
from orchestrator.geometry import Box
from tests.orchestrator.extraction.pdfs import saved

pytestmark = pytest.mark.usefixtures("reader_here")

RED, GREEN, BLUE, MAGENTA = (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1)
CROPS = {"whole": (0, 0, 600, 400), "cropped": (30, 20, 560, 390)}
SCALE = 4


def coloured(path: Path, rotation: int, crop: str) -> Path:
    """Save a page with one thing a colour: a red word, a green rectangle, a blue image, a magenta line."""
    document = pymupdf.open()
    page = document.new_page(width=600, height=400)
    page.insert_text((100, 200), "MOTOR", fontsize=30, color=RED)
    page.draw_rect((300, 250, 420, 290), color=None, fill=GREEN)
    page.draw_line((450, 60), (520, 160), color=MAGENTA, width=1)
    pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 10, 10))
    pixels.set_rect(pixels.irect, (0, 0, 255))
    page.insert_image((200, 40, 260, 70), pixmap=pixels, keep_proportion=False)
    page.set_cropbox(CROPS[crop])
    page.set_rotation(rotation)
    return saved(document, path)


def only_page(path: Path) -> ExtractedPage:
    with Extraction(path) as extraction:
        (page,) = extraction.pages()
    assert isinstance(page, ExtractedPage), page
    return page


def ink(path: Path, colour: tuple[int, int, int]) -> Box:
    """Return where PDFium shows a colour: xywh in points of the displayed page."""
    with pypdfium2.PdfDocument(path) as document:
        pixels = document[0].render(scale=SCALE, rev_byteorder=True).to_numpy()[:, :, :3]
    ys, xs = np.nonzero((pixels == np.array(colour) * 255).all(axis=2))
    x0, y0, x1, y1 = xs.min(), ys.min(), xs.max() + 1, ys.max() + 1
    return x0 / SCALE, y0 / SCALE, (x1 - x0) / SCALE, (y1 - y0) / SCALE


def corners(box: Box) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([box[0], box[1], box[0] + box[2], box[1] + box[3]])


@pytest.mark.parametrize("crop", CROPS)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_lie_where_pdfium_shows_the_ink(tmp_path: Path, rotation: int, crop: str) -> None:
    path = coloured(tmp_path / "sheet.pdf", rotation, crop)
    page = only_page(path).page
    assert page.rotation == rotation
    with pypdfium2.PdfDocument(path) as document:
        assert (page.width_pt, page.height_pt) == pytest.approx(document[0].get_size(), abs=0.01)

    (word,) = page.words
    letters, box = corners(ink(path, RED)), corners(word.bbox)
    assert (letters[:2] >= box[:2] - 0.5).all()
    assert (letters[2:] <= box[2:] + 0.5).all()
    assert word.bbox[2] * word.bbox[3] < 4 * ink(path, RED)[2] * ink(path, RED)[3]
    assert word.direction == rotation

    (image,) = page.images
    assert image.bbox == pytest.approx(ink(path, BLUE), abs=0.5)
    assert (image.width_px, image.height_px) == (10, 10)

    assert page.vectors.ops == "rl"
    assert page.vectors.coords[:4] == pytest.approx(ink(path, GREEN), abs=0.5)
    line = np.array(page.vectors.coords[4:]).reshape(2, 2)
    ends = np.concatenate([line.min(axis=0), line.max(axis=0)])
    assert ends == pytest.approx(corners(ink(path, MAGENTA)), abs=1.0)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_user_units_scale_everything_and_the_picture_agrees(tmp_path: Path, rotation: int) -> None:
    document = pymupdf.open()
    page = document.new_page(width=300, height=200)
    page.draw_rect((50, 60, 90, 70), color=None, fill=(0, 0, 0))
    page.add_rect_annot((200, 20, 240, 40)).update(border_color=None)
    page.set_cropbox((10, 10, 290, 190))
    page.set_rotation(rotation)
    document.xref_set_key(page.xref, "UserUnit", "2.5")
    extracted = only_page(saved(document, tmp_path / "units.pdf"))

    shown = extracted.page
    assert sorted((shown.width_pt, shown.height_pt)) == [450, 700]
    assert shown.image is not None
    assert extracted.image_png is not None
    with Image.open(io.BytesIO(extracted.image_png)) as picture:
        assert (picture.mode, picture.size) == ("L", (shown.image.width_px, shown.image.height_px))
        dark = np.asarray(picture) < 50
    x, y, width, height = np.array(shown.vectors.coords[:4]) * shown.image.scale
    inside = dark[round(y) + 1 : round(y + height) - 1, round(x) + 1 : round(x + width) - 1]
    assert inside.all()
    (annotation,) = shown.annotations
    assert sorted(annotation.bbox[2:]) == pytest.approx([50, 100], abs=6)
    for box in (annotation.bbox, shown.vectors.coords[:4]):
        assert box[0] >= 0
        assert box[0] + box[2] <= shown.width_pt
        assert box[1] >= 0
        assert box[1] + box[3] <= shown.height_pt


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_vertical_text_keeps_its_direction_on_turned_pages(tmp_path: Path, turn: int) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=400)
    page.insert_text((300, 200), "UP", rotate=90)
    page.insert_text((200, 200), "DOWN", rotate=270)
    page.set_rotation(turn)
    words = only_page(saved(document, tmp_path / "vertical.pdf")).page.words
    assert {word.text: word.direction for word in words} == {
        "UP": (270 + turn) % 360,
        "DOWN": (90 + turn) % 360,
    }


def test_the_text_reads_from_top_to_bottom_of_the_displayed_page(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=400)
    for y, text in ((300, "third line"), (100, "first line"), (200, "second line")):
        page.insert_text((50, y), text)
    assert (
        only_page(saved(document, tmp_path / "order.pdf")).page.text == "first line\nsecond line\nthird line"
    )


def test_what_lies_off_the_displayed_page_is_left_out(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=400)
    page.insert_text((20, 50), "OUTSIDE")
    page.insert_text((320, 250), "INSIDE")
    page.draw_line((10, 10), (100, 10))
    page.draw_line((10, 250), (400, 250))
    page.set_cropbox((300, 200, 600, 400))
    shown = only_page(saved(document, tmp_path / "cropped.pdf")).page
    assert shown.text == "INSIDE"
    assert shown.drawing_count == 2
    assert shown.vectors.coords == (-290.0, 50.0, 100.0, 50.0)
