"""Everything a page holds is in the stored page: fonts, images, layers, links, label, crop box, kind."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from orchestrator.documents import OutlineEntry
from orchestrator.extraction import ExtractedPage, Extraction, Limits
from orchestrator.extraction.results import DocumentInfo
from orchestrator.pages import Layer, Page
from tests.orchestrator.extraction.pdfs import raw_page, saved

pytestmark = pytest.mark.usefixtures("reader_here")


def extracted(path: Path, limits: Limits = Limits()) -> tuple[DocumentInfo, list[Page]]:  # noqa: B008  # frozen
    with Extraction(path, limits) as extraction:
        results = list(extraction.pages())
        assert all(isinstance(result, ExtractedPage) for result in results), results
        return extraction.info, [result.page for result in results if isinstance(result, ExtractedPage)]


def only_page(document: pymupdf.Document, folder: Path) -> Page:
    (page,) = extracted(saved(document, folder / "sheet.pdf"))[1]
    return page


def new_page(document: pymupdf.Document, width: float = 600, height: float = 400) -> pymupdf.Page:
    return document.new_page(width=width, height=height)


def picture() -> pymupdf.Pixmap:
    pixels = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 20, 10))
    pixels.clear_with(128)
    return pixels


def test_words_name_font_and_size_also_where_a_line_mixes_them(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = new_page(document)
    page.insert_text((50, 100), "DWG", fontname="helv", fontsize=8)
    page.insert_text((72, 100), "E-101", fontname="hebo", fontsize=14)
    page.insert_text((120, 100), "NO", fontname="helv", fontsize=8)
    page.insert_text((300, 300), "UP", fontname="cour", fontsize=10, rotate=90)
    shown = only_page(document, tmp_path)
    found = {word.text: shown.text_styles[word.style] for word in shown.words if word.style is not None}
    assert {text: (style.font, style.size_pt) for text, style in found.items()} == {
        "DWG": ("Helvetica", 8),
        "E-101": ("Helvetica-Bold", 14),
        "NO": ("Helvetica", 8),
        "UP": ("Courier", 10),
    }
    assert {word.text: word.direction for word in shown.words}["UP"] == 270


def test_text_after_an_image_keeps_direction_and_style(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = new_page(document)
    page.insert_image((10, 10, 100, 60), pixmap=picture(), keep_proportion=False)
    page.insert_text((50, 300), "ACROSS", fontsize=12)
    page.insert_image((200, 10, 300, 60), pixmap=picture(), keep_proportion=False)
    page.insert_text((300, 300), "DOWN", fontname="cour", fontsize=9, rotate=270)
    shown = only_page(document, tmp_path)
    assert {word.text: word.direction for word in shown.words} == {"ACROSS": 0, "DOWN": 90}
    assert [shown.text_styles[word.style or 0].size_pt for word in shown.words] == [12, 9]


def test_an_image_tells_its_share_of_the_page(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = new_page(document)
    page.insert_image((0, 0, 300, 200), pixmap=picture(), keep_proportion=False)
    (image,) = only_page(document, tmp_path).images
    assert image.share == pytest.approx(0.25)
    assert (image.width_px, image.height_px) == (20, 10)


def test_a_form_counts_as_often_as_it_is_drawn_where_its_matrix_puts_it(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = raw_page(document, b"q 2 0 0 2 100 100 cm /Valve Do Q q 0 1 -1 0 500 300 cm /Valve Do Q")
    form = document.get_new_xref()
    document.update_object(
        form,
        "<</Type/XObject/Subtype/Form/BBox[0 0 20 20]/Matrix[1 0 0 1 5 0]"
        "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
    )
    document.update_stream(form, b"0 0 m 10 10 l S BT /F1 4 Tf 0 2 Td (XV) Tj ET", new=True)
    document.xref_set_key(page.xref, "Resources", f"<</XObject<</Valve {form} 0 R>>>>")
    shown = only_page(document, tmp_path)
    assert [word.text for word in shown.words] == ["XV", "XV"]
    assert sorted(word.direction for word in shown.words) == [0, 270]
    assert shown.vectors is not None
    strokes = [shown.vectors.coords[at : at + 4] for at in range(0, len(shown.vectors.coords), 4)]
    doubled_and_moved_by_the_forms_own_matrix = (110, 300, 130, 280)
    turned_left_about_500_300 = (500, 95, 490, 85)
    assert strokes == [doubled_and_moved_by_the_forms_own_matrix, turned_left_about_500_300]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_links_lie_where_they_are_shown_and_lead_somewhere(tmp_path: Path, rotation: int) -> None:
    document = pymupdf.open()
    new_page(document)
    page = document.new_page(0, width=600, height=400)
    boxes = pymupdf.Rect(100, 200, 160, 220), pymupdf.Rect(300, 100, 360, 120)
    page.insert_link({"kind": pymupdf.LINK_URI, "from": boxes[0], "uri": "https://example.com/E-101"})
    page.insert_link({"kind": pymupdf.LINK_GOTO, "from": boxes[1], "page": 1, "to": pymupdf.Point(0, 0)})
    page.draw_rect(boxes[0])
    page.draw_rect(boxes[1])
    page.set_cropbox((30, 20, 560, 390))
    page.set_rotation(rotation)
    shown = extracted(saved(document, tmp_path / "links.pdf"))[1][0]
    assert [(link.uri, link.page) for link in shown.links] == [("https://example.com/E-101", None), (None, 2)]
    drawn = [shown.vectors.coords[:4], shown.vectors.coords[4:8]]
    for link, rectangle in zip(shown.links, drawn, strict=True):
        assert link.bbox == pytest.approx(rectangle, abs=0.02)


def test_links_over_the_limit_are_said(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = new_page(document)
    for y in range(5):
        box = pymupdf.Rect(0, y, 9, y + 1)
        page.insert_link({"kind": pymupdf.LINK_URI, "from": box, "uri": f"https://example.com/{y}"})
    _, (shown,) = extracted(saved(document, tmp_path / "links.pdf"), Limits(max_links=3))
    assert len(shown.links) == 3
    assert shown.truncated == ("2 links beyond the limit of 3 were left out",)


def test_a_layer_is_listed_with_its_visibility_also_when_nothing_of_it_was_read(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = new_page(document)
    page.insert_text((50, 50), "demolished", oc=document.add_ocg("E-DEMO", on=False))
    page.draw_line((0, 0), (50, 50), oc=document.add_ocg("E-POWR"))
    document.add_ocg("ELSEWHERE")
    info, (shown,) = extracted(saved(document, tmp_path / "layers.pdf"))
    hidden, visible = Layer(name="E-DEMO", visible=False), Layer(name="E-POWR")
    assert shown.layers == (hidden, visible)
    assert set(info.layers) == {hidden, visible, Layer(name="ELSEWHERE")}


def test_label_and_crop_box_are_those_of_the_page(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = new_page(document)
    document.set_page_labels([{"startpage": 0, "prefix": "E-", "style": "D", "firstpagenum": 101}])
    document.xref_set_key(page.xref, "MediaBox", "[-100 50 500 450]")
    document.xref_set_key(page.xref, "CropBox", "[0 100 300 400]")
    document.xref_set_key(page.xref, "UserUnit", "2")
    document.xref_set_key(page.xref, "Rotate", "90")
    shown = only_page(document, tmp_path)
    assert shown.label == "E-101"
    assert shown.crop_box == (200, 100, 600, 600)
    assert (shown.width_pt, shown.height_pt) == (600, 600)


def test_the_outline_is_read_flat_with_levels_and_cut_at_the_limit(tmp_path: Path) -> None:
    document = pymupdf.open()
    for _ in range(3):
        new_page(document)
    document.set_toc([[1, "Power", 1], [2, "E-101", 2], [2, "E-102", 3], [1, "Away", -1]])
    path = saved(document, tmp_path / "set.pdf")
    info, _ = extracted(path)
    assert info.outline == (
        OutlineEntry("Power", 1, 1),
        OutlineEntry("E-101", 2, 2),
        OutlineEntry("E-102", 2, 3),
        OutlineEntry("Away", 1, None),
    )
    cut, _ = extracted(path, Limits(max_outline_entries=2))
    assert [entry.title for entry in cut.outline] == ["Power", "E-101"]
    assert cut.warnings == ("Outline entries beyond the limit of 2 were left out.",)


@pytest.mark.parametrize(
    ("target", "page"),
    [
        ("/Dest [@ /Fit]", 2),
        ("/Dest (second)", 2),
        ("/Dest /second", 2),
        ("/A <</S /GoTo /D [@ /Fit]>>", 2),
        ("/Dest [1 /Fit]", 2),
        ("/Dest [2 /Fit]", None),
        ("/A <</S /URI /URI (http://example.com)>>", None),
        ("/A <</S /GoToR /F (other.pdf) /D [1 /Fit]>>", None),
        ("", None),
    ],
)
def test_an_entry_of_the_outline_leads_to_a_page_in_any_of_the_ways_of_pdf(
    tmp_path: Path, target: str, page: int | None
) -> None:
    document = pymupdf.open()
    new_page(document)
    second = f"{new_page(document).xref} 0 R"
    entry, catalog = document.get_new_xref(), document.pdf_catalog()
    document.update_object(entry, f"<</Title (E-101) {target.replace('@', second)}>>")
    document.xref_set_key(catalog, "Outlines", f"<</First {entry} 0 R>>")
    named = f"<</D [{second} /Fit]>>"
    if "/second" in target:  # as PDF 1.1 keeps them
        document.xref_set_key(catalog, "Dests", f"<</second {named}>>")
    else:
        document.xref_set_key(catalog, "Names", f"<</Dests <</Names [(second) {named}]>>>>")
    info, _ = extracted(saved(document, tmp_path / "set.pdf"))
    assert info.outline == (OutlineEntry("E-101", 1, page),)


def test_an_outline_nested_deeper_than_python_recurses_is_read(tmp_path: Path) -> None:
    document = pymupdf.open()
    new_page(document)
    document.set_toc([[level, f"L{level}", 1] for level in range(1, 1_501)])
    info, _ = extracted(saved(document, tmp_path / "deep.pdf"), Limits(max_outline_entries=2_000))
    assert [entry.level for entry in info.outline] == list(range(1, 1_501))


@pytest.mark.parametrize(
    ("turn", "corners"),
    [
        (0, ((100, 100), (300, 120), (200, 300))),
        (90, ((300, 100), (280, 300), (100, 200))),
        (180, ((500, 300), (300, 280), (400, 100))),
        (270, ((100, 500), (120, 300), (300, 400))),
    ],
)
def test_the_corners_of_a_cloud_are_those_of_the_displayed_page(
    tmp_path: Path, turn: int, corners: tuple[tuple[float, float], ...]
) -> None:
    document = pymupdf.open()
    page = new_page(document)
    page.add_polygon_annot([(100, 100), (300, 120), (200, 300)]).set_border(clouds=1)
    page.set_rotation(turn)
    (cloud,) = only_page(document, tmp_path).annotations
    assert (cloud.kind, cloud.cloudy, cloud.corners) == ("Polygon", True, corners)


def test_a_polygon_without_end_has_its_box_alone(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = new_page(document)
    page.add_polygon_annot([(100 + n % 7, 100 + n % 5) for n in range(3_000)])
    (cloud,) = only_page(document, tmp_path).annotations
    assert (cloud.kind, cloud.corners) == ("Polygon", ())


def drawn(page: pymupdf.Page, lines: int = 300) -> None:
    for n in range(lines):
        page.draw_line((10 + n, 20), (15 + n, 300))


def scanned(page: pymupdf.Page) -> None:
    for top in range(0, 400, 100):  # in strips, as scanners write them
        page.insert_image((10, top, 590, top + 100), pixmap=picture(), keep_proportion=False)


def lettered(page: pymupdf.Page) -> None:
    page.insert_textbox((20, 20, 580, 380), "All work shall comply with the code. " * 20)


def bordered(page: pymupdf.Page) -> None:
    page.draw_rect((5, 5, 595, 395))
    for x in range(300, 600, 30):
        page.draw_line((x, 360), (x, 395))


KINDS = {
    "vector": (drawn,),
    "vector with notes": (drawn, lettered),
    "scanned": (scanned,),
    "scanned with a drawn border": (scanned, bordered),
    "scanned with a text layer": (scanned, lettered),
    "mixed": (scanned, drawn),
    "text": (lettered,),
    "blank": (),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_of_a_page(tmp_path: Path, kind: str) -> None:
    document = pymupdf.open()
    page = new_page(document)
    for draw in KINDS[kind]:
        draw(page)
    assert only_page(document, tmp_path).kind == kind.split(maxsplit=1)[0]


def test_white_paths_do_not_make_a_page_a_drawing(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = new_page(document)
    page.draw_rect(page.rect, color=None, fill=(1, 1, 1))
    assert only_page(document, tmp_path).kind == "blank"
