"""Promises of the annotated PDF: real annotations, at the right place for other readers, the original intact."""

from __future__ import annotations

import io
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.components import Cloud, PageComponents
from orchestrator.errors import DrawingError
from orchestrator.exports.annotations import CLOUD_LAYER, colour_of, marks_of
from orchestrator.exports.annotations import annotate as annotate_in_child
from orchestrator.geometry import Box, bounds
from orchestrator.pdf import markup
from orchestrator.taxonomy import ALL_CLASSES
from tests.orchestrator.exports.sample import component, page_of

ROTATIONS = (0, 90, 180, 270)
MEDIA = {
    "plain": "/MediaBox[0 0 700 500]",
    "offset": "/MediaBox[-50 30 650 530]",
    "cropped": "/MediaBox[0 0 900 700]/CropBox[120 80 820 580]",
    "crop beyond": "/MediaBox[0 0 700 500]/CropBox[-100 -100 900 900]",
}
RENDER_SCALE = 4


def pdf(boxes: str = MEDIA["plain"], rotation: int = 0, more: str = "", pages: int = 1) -> bytes:
    """Return a PDF of blank pages, written by hand so that every key is what the test says."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    objects.append(f"<</Type/Pages/Count {pages}/Kids[{kids}]{boxes}/Rotate {rotation}>>")
    objects += [f"<</Type/Page/Parent 2 0 R{more}>>"] * pages
    content, starts = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        starts.append(len(content))
        content += f"{number} 0 obj{text}endobj\n".encode()
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF\n"
    return content + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def annotate(source: bytes, pages: list[PageComponents]) -> bytes:
    """Annotate in this process, as the child does it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.pdf")
        path.write_bytes(source)
        markup.annotate(path, marks_of(pages))
        return path.read_bytes()


def squares(content: bytes, page: int = 0) -> list[Any]:
    """Return a page's annotations as pypdf reads them."""
    found = pypdf.PdfReader(io.BytesIO(content)).pages[page].get("/Annots", [])
    return [entry.get_object() for entry in found]


def shown(content: bytes) -> Box:
    """Return the box of all ink of the first page as PDFium displays it, points, top-left origin."""
    with pypdfium2.PdfDocument(content) as document:
        grey = document[0].render(scale=RENDER_SCALE, grayscale=True).to_numpy().squeeze()
    ys, xs = np.nonzero(grey < 250)
    x0, y0, x1, y1 = (value / RENDER_SCALE for value in (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1))
    return float(x0), float(y0), float(x1 - x0), float(y1 - y0)


@pytest.mark.parametrize(("boxes", "rotation"), list(product(MEDIA, ROTATIONS)))
def test_pdfium_shows_the_box_where_the_component_is(boxes: str, rotation: int) -> None:
    bbox = (61.3, 133.7, 44.2, 21.9)
    content = annotate(pdf(MEDIA[boxes], rotation), [page_of(component(bbox=bbox))])
    assert shown(content) == pytest.approx(bbox, abs=0.5)


CORNERS = ((120.5, 60.0), (260.0, 88.0), (250.0, 190.5), (140.0, 170.0))


def cloud(revision: str | None = None) -> Cloud:
    return Cloud(polygon=CORNERS, confidence=0.97, source="drawn", revision=revision)


@pytest.mark.parametrize(("boxes", "rotation"), list(product(MEDIA, ROTATIONS)))
def test_pdfium_shows_a_cloud_where_it_is(boxes: str, rotation: int) -> None:
    content = annotate(pdf(MEDIA[boxes], rotation), [page_of(clouds=(cloud(),))])
    assert shown(content) == pytest.approx(bounds(CORNERS), abs=0.5)


def test_clouds_are_polygons_on_a_layer_of_their_own_below_the_components() -> None:
    page = page_of(component("motor"), clouds=(cloud(revision="3"), cloud()))
    third, unnamed, motor = squares(annotate(pdf(), [page]))
    assert (third["/Subtype"], third["/Subj"], third["/T"]) == (
        "/Polygon",
        "revision cloud",
        "Electrical Orchestrator",
    )
    assert [third["/Contents"], unnamed["/Contents"]] == ["revision 3 · 97%", "97%"]
    assert [third["/OC"]["/Name"], motor["/OC"]["/Name"]] == [CLOUD_LAYER, "Takeoff: motor"]
    drawn = [float(value) for value in third["/Vertices"]]
    assert drawn == pytest.approx([v for x, y in CORNERS for v in (x, 500 - y)], abs=0.001)


def test_a_cloud_drawn_into_a_drawing_is_read_back_as_no_cloud_of_its_own() -> None:
    (found,) = squares(annotate(pdf(), [page_of(clouds=(cloud(),))]))
    assert "/BE" not in found  # a cloudy border would make it two when the annotated file is uploaded


@pytest.mark.parametrize("rotation", ROTATIONS)
def test_a_box_at_the_edge_of_the_displayed_page_stays_there(rotation: int) -> None:
    width, height = (700, 500) if rotation % 180 == 0 else (500, 700)
    content = annotate(pdf(rotation=rotation), [page_of(component(bbox=(width - 30, height - 20, 30, 20)))])
    assert shown(content) == pytest.approx((width - 30, height - 20, 30, 20), abs=0.5)


@settings(max_examples=20, deadline=None)
@given(
    x=st.floats(0, 450), y=st.floats(0, 450), size=st.floats(1, 50),
    boxes=st.sampled_from(sorted(MEDIA)), rotation=st.sampled_from(ROTATIONS),
)  # fmt: skip
def test_mupdf_displays_the_annotation_at_the_components_box(
    x: float, y: float, size: float, boxes: str, rotation: int
) -> None:
    content = annotate(pdf(MEDIA[boxes], rotation), [page_of(component(bbox=(x, y, size, size)))])
    with pymupdf.open(stream=content) as document:
        page = document[0]
        (annotation,) = page.annots()
        # the library's own way from a rotated page's annotation to the page as displayed
        seen = annotation.rect * page.rotation_matrix if rotation else annotation.rect
        assert tuple(seen.normalize()) == pytest.approx((x, y, x + size, y + size), abs=0.01)


def test_a_user_unit_scales_points_and_boxes_alike() -> None:
    with pymupdf.open(stream=pdf(more="/UserUnit 2.0")) as document:
        assert tuple(document[0].rect) == (0, 0, 1400, 1000)
    content = annotate(pdf(more="/UserUnit 2.0"), [page_of(component(bbox=(100, 200, 40, 20)))])
    (found,) = squares(content)
    assert [float(value) for value in found["/Rect"]] == pytest.approx([50, 390, 70, 400])


def test_another_reader_finds_class_tag_confidence_and_author() -> None:
    sure = component("motor", tag="M-7 (Ω)", confidence=0.987)
    by_hand = component("fuse", bbox=(10, 10, 5, 5), source="manual", confidence=1, status="added")
    motor, fuse = squares(annotate(pdf(), [page_of(sure, by_hand)]))
    assert (motor["/Subtype"], motor["/Subj"], motor["/Contents"]) == ("/Square", "motor", "M-7 (Ω) · 99%")
    assert (motor["/T"], motor["/NM"], motor["/F"]) == ("Electrical Orchestrator", sure.id, 4)
    assert [float(value) for value in motor["/C"]] == pytest.approx(colour_of("motor"), abs=0.001)
    assert fuse["/Contents"] == "added by hand"


def test_every_class_has_one_layer_that_readers_list() -> None:
    found = [component("motor"), component("fuse", bbox=(9, 9, 9, 9)), component("motor", bbox=(1, 1, 9, 9))]
    content = annotate(pdf(), [page_of(*found)])
    layers = [entry["/OC"]["/Name"] for entry in squares(content)]
    assert layers == ["Takeoff: motor", "Takeoff: fuse", "Takeoff: motor"]
    with pymupdf.open(stream=content) as document:
        listed = [entry["text"] for entry in document.layer_ui_configs()]
    assert sorted(listed) == ["Takeoff: fuse", "Takeoff: motor"]


def test_rejected_components_and_pages_the_file_lacks_are_left_out() -> None:
    pages = [page_of(component(status="rejected")), page_of(component(page=9), page=9)]
    assert squares(annotate(pdf(), pages)) == []


def test_components_land_on_their_own_pages() -> None:
    pages = [page_of(component("fuse", page=3), page=3), page_of(component("motor"))]
    content = annotate(pdf(pages=3), pages)
    assert [[a["/Subj"] for a in squares(content, page)] for page in range(3)] == [
        ["motor"],
        [],
        ["fuse"],
    ]


NOTE = "<</Type/Annot/Subtype/Text/Rect[1 1 9 9]/Contents(a [note] \\) of theirs)>>"


@pytest.mark.parametrize("theirs", [f"/Annots[{NOTE}]", "/Annots 4 0 R", "/Annots[]"])
def test_annotations_of_the_original_stay(theirs: str) -> None:
    source = pdf(more=theirs)
    if theirs == "/Annots 4 0 R":
        with pymupdf.open(stream=source) as document:
            xref = document.get_new_xref()
            document.update_object(xref, f"[{NOTE}]")
            assert xref == 4
            source = document.tobytes()
    found = squares(annotate(source, [page_of(component())]))
    assert found[-1]["/Subj"] == "motor"
    expected = [] if theirs == "/Annots[]" else ["a [note] ) of theirs"]
    assert [entry["/Contents"] for entry in found[:-1]] == expected


def test_the_original_bytes_stay_as_they_are() -> None:
    source = pdf()
    assert annotate(source, [page_of(component())]).startswith(source)


def test_a_drawing_without_components_is_returned_whole() -> None:
    source = pdf()
    assert annotate(source, []).startswith(source)


def test_a_damaged_file_is_repaired_and_annotated() -> None:
    source = pdf().replace(b"startxref", b"startxxxx")
    content = annotate(source, [page_of(component())])
    assert [a["/Subj"] for a in squares(content)] == ["motor"]


def encrypted(user_password: str) -> bytes:
    with pymupdf.open(stream=pdf()) as document:
        content: bytes = document.tobytes(
            encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", user_pw=user_password
        )
    return content


def test_a_file_that_opens_without_a_password_is_annotated() -> None:
    assert [a["/Subj"] for a in squares(annotate(encrypted(""), [page_of(component())]))] == ["motor"]


def test_tiny_boxes_and_thousands_of_them_are_written() -> None:
    many = [component(bbox=(x, y, 0.5, 0.5)) for x, y in product(range(40), range(50))]
    pages: list[PageComponents] = [page_of(*many)]
    assert len(squares(annotate(pdf(), pages))) == 2000


def test_classes_have_colours_of_their_own() -> None:
    colours = {colour_of(name) for name in ALL_CLASSES}
    assert len(colours) == len(ALL_CLASSES)
    assert colour_of("ground_rod") == colour_of("ground_rod") != colour_of("test_well")
    assert all(0 <= value <= 1 for colour in colours for value in colour)


def test_the_file_is_opened_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "annotate", None)  # this process's; the child has another
    content = annotate_in_child(pdf(), [page_of(component())])
    assert [a["/Subj"] for a in squares(content)] == ["motor"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "unreadable"),
        (b"no PDF at all", "unreadable"),
        (b"%PDF-1.7\n", "unreadable"),
        (encrypted("secret"), "password"),
    ],
)
def test_what_does_not_open_is_refused_with_a_sentence(source: bytes, code: str) -> None:
    with pytest.raises(DrawingError, match="The drawing's file cannot be annotated: it ") as caught:
        annotate_in_child(source, [page_of(component())])
    assert caught.value.code == code


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(DrawingError, match=r"it took longer than 0\.001 seconds") as caught:
        annotate_in_child(pdf(), [page_of(component())], timeout_s=0.001)
    assert caught.value.code == "timeout"
