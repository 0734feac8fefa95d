"""Bad input gets a sentence: each guard with a file that breaks it (read here, without the sandbox)."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from orchestrator.errors import DrawingError
from orchestrator.extraction import ExtractedPage, Extraction, Limits, PageFailure
from orchestrator.pages import Layer
from tests.orchestrator.extraction.pdfs import add_image, of_contents, of_text, raw_page, saved

LINE = b"10 10 m 500 300 l S\n"


pytestmark = pytest.mark.usefixtures("reader_here")


def refusal(path: Path, limits: Limits = Limits()) -> DrawingError:  # noqa: B008  # frozen
    with pytest.raises(DrawingError) as caught, Extraction(path, limits):
        pass
    return caught.value


def pages(path: Path, limits: Limits = Limits()) -> list[ExtractedPage | PageFailure]:  # noqa: B008  # frozen
    with Extraction(path, limits) as extraction:
        return list(extraction.pages())


def good(result: ExtractedPage | PageFailure) -> ExtractedPage:
    assert isinstance(result, ExtractedPage), result
    return result


def failed(result: ExtractedPage | PageFailure) -> PageFailure:
    assert isinstance(result, PageFailure), result
    return result


def png(path: Path) -> None:
    Image.new("L", (20, 20)).save(path, "png")


def png_behind_a_pdf_header(path: Path) -> None:
    picture = io.BytesIO()
    Image.new("L", (20, 20)).save(picture, "png")
    path.write_bytes(picture.getvalue() + b"%PDF-1.7")


def encrypted(path: Path, **passwords: str) -> Path:
    document = pymupdf.open(of_text(path.with_suffix(".plain"), "secret"))
    return saved(document, path, encryption=pymupdf.PDF_ENCRYPT_AES_256, **passwords)


def without_pages(path: Path) -> None:
    path.write_bytes(
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("empty", lambda path: path.write_bytes(b"")),
        ("not_pdf", lambda path: path.write_bytes(b"<html>a page</html>")),
        ("not_pdf", png),
        ("unreadable", png_behind_a_pdf_header),
        ("unreadable", lambda path: path.write_bytes(b"%PDF-1.7\n" + b"nothing of a PDF " * 50)),
        ("no_pages", without_pages),
        ("password", lambda path: encrypted(path, user_pw="u", owner_pw="o")),
    ],
)
def test_a_document_that_cannot_be_used_is_refused_with_its_code(
    tmp_path: Path, code: str, make: Callable[[Path], object]
) -> None:
    path = tmp_path / "drawing.pdf"
    make(path)
    error = refusal(path)
    assert error.code == code
    assert error.detail.endswith(".")


def test_a_file_over_the_size_limit_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    error = refusal(of_text(tmp_path / "large.pdf", "a"), Limits(max_file_bytes=100))
    assert error.code == "too_large"


def test_too_many_pages_names_both_numbers(tmp_path: Path) -> None:
    error = refusal(of_text(tmp_path / "long.pdf", "a", "b", "c"), Limits(max_pages=2))
    assert error.code == "too_many_pages"
    assert "3 pages and the limit is 2" in error.detail


def test_a_pdf_that_only_restricts_printing_is_read(tmp_path: Path) -> None:
    (page,) = pages(encrypted(tmp_path / "owner.pdf", owner_pw="o"))
    assert good(page).page.text == "secret"


def test_a_truncated_pdf_is_repaired_and_says_so(tmp_path: Path) -> None:
    path = of_text(tmp_path / "whole.pdf", *"abcdefgh")
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size * 9 // 10])
    with Extraction(cut) as extraction:
        assert extraction.info.repaired
        assert any("repaired" in warning for warning in extraction.info.warnings)


def test_an_inflating_page_fails_alone(tmp_path: Path) -> None:
    document = pymupdf.open()
    raw_page(document, LINE)
    raw_page(document, LINE * 200_000)
    raw_page(document, LINE)
    first, bomb, last = pages(saved(document, tmp_path / "bomb.pdf"), Limits(max_content_bytes=1_000_000))
    assert failed(bomb).code == "content_too_large"
    assert failed(bomb).page_number == 2
    assert good(first).page.drawing_count == good(last).page.drawing_count == 1


def test_a_bomb_inside_a_bomb_and_one_inside_a_form_are_found(tmp_path: Path) -> None:
    document = pymupdf.open()
    twice = raw_page(document, zlib.compress(zlib.compress(LINE * 200_000)), compress=False)
    document.xref_set_key(twice.get_contents()[0], "Filter", "[/FlateDecode/FlateDecode]")
    outer, form = raw_page(document, b"/Fm Do"), document.get_new_xref()
    document.update_object(form, "<</Type/XObject/Subtype/Form/BBox[0 0 600 400]>>")
    document.update_stream(form, LINE * 200_000, new=True)
    document.xref_set_key(outer.xref, "Resources", f"<</XObject<</Fm {form} 0 R>>>>")
    results = pages(saved(document, tmp_path / "nested.pdf"), Limits(max_content_bytes=1_000_000))
    assert [failed(result).code for result in results] == ["content_too_large"] * 2


def test_over_the_limits_a_page_is_cut_and_says_what_is_missing(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = raw_page(document, LINE * 10)
    page.insert_text((50, 50), "one two three four")
    for _ in range(3):
        page.add_rect_annot((10, 10, 50, 50))
    limits = Limits(max_paths=4, max_words=3, max_annotations=1)
    shown = good(pages(saved(document, tmp_path / "full.pdf"), limits)[0]).page
    assert (len(shown.words), len(shown.vectors.path_start), len(shown.annotations)) == (3, 4, 1)
    assert shown.drawing_count == 13
    assert shown.truncated == (
        "1 words beyond the limit of 3 were left out",
        "9 paths beyond the limit of 4 were left out",
        "2 annotations beyond the limit of 1 were left out",
    )


def test_one_endless_path_is_cut_at_the_item_limit(tmp_path: Path) -> None:
    path = of_contents(tmp_path / "long.pdf", b"0 0 m\n" + b"10 10 l 20 50 l\n" * 50 + b"S")
    shown = good(pages(path, Limits(max_path_items=30))[0]).page
    assert len(shown.vectors.ops) == 30
    assert shown.truncated == ("70 path items beyond the limit of 30 were left out",)


def test_an_image_bomb_is_not_drawn_and_the_rest_of_the_page_is(tmp_path: Path) -> None:
    document = pymupdf.open()
    size = "/Width 40000/Height 40000/ColorSpace/DeviceGray/BitsPerComponent 8"
    add_image(document, document.new_page(), size + "/Filter /FlateDecode", zlib.compress(b"\0" * 1_000))
    shown = good(pages(saved(document, tmp_path / "image.pdf"))[0])
    assert "40,000 x 40,000 pixels was not drawn" in shown.page.warnings[0]
    assert shown.page.drawing_count == 1
    assert shown.image_png is not None


def test_a_jpeg_2000_image_is_judged_by_its_own_header(tmp_path: Path) -> None:
    document = pymupdf.open()
    header = b"\xff\x4f\xff\x51\x00\x2f\x00\x00" + b"".join(
        n.to_bytes(4, "big") for n in (6_000, 6_000, 0, 0)
    )
    small = "/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8/Filter /JPXDecode"
    add_image(document, document.new_page(), small, header + b"\0" * 40)
    shown = good(pages(saved(document, tmp_path / "jpx.pdf"))[0])
    assert "6,000 x 6,000 pixels was not drawn" in shown.page.warnings[0]


def test_an_oversized_mask_is_blanked_like_its_image(tmp_path: Path) -> None:
    document = pymupdf.open()
    gray = "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter /FlateDecode"
    add_image(document, document.new_page(), "/Width 90000/Height 10" + gray, b"")
    mask = document[0].get_images()[0][0]
    page = document.new_page()
    add_image(document, page, "/Width 10/Height 10" + gray, zlib.compress(b"\0" * 100))
    document.xref_set_key(page.get_images()[0][0], "SMask", f"{mask} 0 R")
    for shown in pages(saved(document, tmp_path / "mask.pdf"), Limits(max_image_side_px=80_000)):
        assert any("90,000 x 10 pixels" in warning for warning in good(shown).page.warnings)


def test_a_page_without_a_usable_size_fails_and_so_does_nothing_else(tmp_path: Path) -> None:
    document = pymupdf.open()
    raw_page(document, LINE)
    document.xref_set_key(document[0].xref, "MediaBox", "[0 0 99999999 10]")
    raw_page(document, LINE)
    huge, usual = pages(saved(document, tmp_path / "size.pdf"))
    assert failed(huge).code == "unreadable"
    assert good(usual).page.drawing_count == 1


def test_damaged_instructions_are_drawn_as_far_as_they_go(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = raw_page(document, b"not deflated at all", compress=False)
    document.xref_set_key(page.get_contents()[0], "Filter", "/FlateDecode")
    (shown,) = pages(saved(document, tmp_path / "damaged.pdf"))
    assert good(shown).page.drawing_count == 0


def test_scripts_and_attachments_are_reported_and_hidden_layers_named(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    hidden = document.add_ocg("E-DEMO", on=False)
    page.insert_text((50, 50), "hidden", oc=hidden)
    page.draw_line((0, 0), (50, 50), oc=document.add_ocg("E-POWR"))
    document.embfile_add("macro.exe", b"MZ", filename="macro.exe")
    document.xref_set_key(document.pdf_catalog(), "OpenAction", "<</S/JavaScript/JS(app.alert(1))>>")
    document.set_metadata({"title": "Panel\x00 P1", "author": "A"})
    with Extraction(saved(document, tmp_path / "loaded.pdf")) as extraction:
        info = extraction.info
        shown = good(next(extraction.pages())).page
    assert info.layers == (Layer(name="E-DEMO", visible=False), Layer(name="E-POWR"))
    assert info.metadata["author"] == "A"
    assert len(info.warnings) == 3
    assert "E-DEMO" in info.warnings[0]
    assert "scripts" in info.warnings[1]
    assert "1 attached files" in info.warnings[2]
    assert shown.text == ""
    assert shown.layers == (Layer(name="E-DEMO", visible=False), Layer(name="E-POWR"))


@pytest.mark.parametrize(
    "action", ["<</S/Launch/F(calc.exe)>>", "<</S/JavaScript/JS(app.alert(1))>>", "<</S/SubmitForm/F(x)>>"]
)
def test_what_a_page_or_its_opening_would_run_is_reported_and_not_run(tmp_path: Path, action: str) -> None:
    document = pymupdf.open()
    for _ in range(3):
        document.new_page().insert_text((50, 50), "MCC-1")
    link = document[0].insert_link
    link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(0, 0, 9, 9), "uri": "about:blank"})
    (xref, *_), *_ = document[0].annot_xrefs()
    document.xref_set_key(xref, "A", action)
    document.xref_set_key(document[1].xref, "AA", f"<</O {action}>>")
    document.xref_set_key(document.pdf_catalog(), "OpenAction", action)
    with Extraction(saved(document, tmp_path / "actions.pdf")) as extraction:
        assert any("not run" in warning for warning in extraction.info.warnings)
        told = [
            any("not run" in warning for warning in good(page).page.warnings) for page in extraction.pages()
        ]
    assert told == [True, True, False]


def test_opening_at_a_place_is_no_action_and_attached_files_are_counted(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.add_file_annot((50, 50), b"MZ", "macro.exe")
    document.xref_set_key(document.pdf_catalog(), "OpenAction", f"[{page.xref} 0 R/Fit]")
    with Extraction(saved(document, tmp_path / "files.pdf")) as extraction:
        assert not any("not run" in warning for warning in extraction.info.warnings)
        assert (
            "The page holds 1 attached files, which were not read."
            in good(next(extraction.pages())).page.warnings
        )


def test_annotations_keep_what_they_say_and_clouds_are_told(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=400)
    cloud = page.add_rect_annot((100, 100, 200, 150))
    cloud.set_info(title="Ann", subject="Rev 3", content="new breaker")
    document.xref_set_key(cloud.xref, "BE", "<</S/C/I 1>>")
    page.add_circle_annot((300, 300, 340, 340))
    page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(0, 0, 9, 9), "uri": "about:blank"})
    square, circle = good(pages(saved(document, tmp_path / "marked.pdf"))[0]).page.annotations
    assert (square.kind, square.cloudy, square.author) == ("Square", True, "Ann")
    assert (square.subject, square.contents) == ("Rev 3", "new breaker")
    assert (circle.kind, circle.cloudy, circle.contents) == ("Circle", False, None)


def test_an_annotation_that_stands_in_the_page_s_own_list_is_read_too(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=400)
    page.insert_text((50, 50), "MCC-1")
    cloud = "<</Type/Annot/Subtype/Square/Rect[100 100 200 150]/Contents(new)/BE<</S/C>>>>"
    document.xref_set_key(page.xref, "Annots", f"[{cloud}]")
    read = good(pages(saved(document, tmp_path / "direct.pdf"))[0]).page
    (annotation,) = read.annotations
    assert (annotation.contents, annotation.cloudy, read.text) == ("new", True, "MCC-1")


def test_annotations_over_the_limit_are_counted(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=400)
    for x in range(5):
        page.add_rect_annot((10 * x, 10, 10 * x + 5, 20))
    read = good(pages(saved(document, tmp_path / "many.pdf"), Limits(max_annotations=3))[0]).page
    assert len(read.annotations) == 3
    assert read.truncated == ("2 annotations beyond the limit of 3 were left out",)


def test_a_bomb_that_is_damaged_in_the_middle_counts_as_far_as_it_goes(tmp_path: Path) -> None:
    document = pymupdf.open()
    packed = bytearray(zlib.compress(LINE * 400_000))
    packed[len(packed) * 3 // 4 :] = b"\xff" * (len(packed) // 4)
    page = raw_page(document, bytes(packed), compress=False)
    document.xref_set_key(page.get_contents()[0], "Filter", "/FlateDecode")
    results = pages(saved(document, tmp_path / "damaged.pdf"), Limits(max_content_bytes=1_000_000))
    assert failed(results[0]).code == "content_too_large"


def test_a_broken_image_is_said_to_be_missing_from_the_picture(tmp_path: Path) -> None:
    document = pymupdf.open()
    size = "/Width 100/Height 100/ColorSpace/DeviceGray/BitsPerComponent 8/Filter /DCTDecode"
    add_image(document, document.new_page(), size, b"\xff\xd8\xff\xe0broken")
    shown = good(pages(saved(document, tmp_path / "broken.pdf"))[0])
    assert "missing from its picture" in shown.page.warnings[0]
    assert shown.image_png is not None


def test_a_layer_is_hidden_whatever_program_made_it(tmp_path: Path) -> None:
    document = pymupdf.open()
    hidden = document.add_ocg("E-DEMO", on=False)
    document.xref_set_key(hidden, "Usage", "null")  # PyMuPDF names a program there, CAD does not
    document.new_page().insert_text((50, 50), "demolished", oc=hidden)
    with Extraction(saved(document, tmp_path / "cad.pdf")) as extraction:
        assert extraction.info.layers == (Layer(name="E-DEMO", visible=False),)
        assert good(next(extraction.pages())).page.text == ""


def test_a_part_of_the_document_that_is_damaged_leaves_a_warning_and_its_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr("orchestrator.pdf.document.read_outline", damaged)
    with Extraction(of_text(tmp_path / "a.pdf", "MCC-1")) as extraction:
        assert extraction.info.warnings == ("The outline of the PDF could not be read: no such thing.",)
        assert good(next(extraction.pages())).page.text == "MCC-1"
