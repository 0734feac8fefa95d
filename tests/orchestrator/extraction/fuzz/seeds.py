"""Small good PDFs of every kind that is read, and damage done to them at random."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Final

import pymupdf
from PIL import Image

_TOKENS: Final = (
    b"<<", b">>", b"[", b"]", b"(", b"/", b"%", b" R", b"-1", b"0", b"99999999999", b"1e39", b"nan", b"obj", b"null",
    b"endobj", b"stream", b"endstream", b"xref", b"/Kids", b"/Type/Pages", b"/Filter/LZWDecode", b"\0", b"\xff\xff",
)  # fmt: skip
"""What a PDF is made of, put where it does not belong."""


def _page(document: pymupdf.Document) -> pymupdf.Page:
    page = document.new_page(width=300, height=200)
    page.insert_text((20, 30), "MCC-1 PT-1234A")
    return page


def vectors() -> bytes:
    document = pymupdf.open()
    page = _page(document)
    layer = document.add_ocg("E-POWR")
    for at in range(0, 200, 20):
        page.draw_line((at, 0), (at, 150), color=(1, 0, 0), width=0.5, oc=layer)
        page.draw_circle((at, 100), 5, fill=(0, 1, 0), dashes="[3 2] 0")
    page.draw_bezier((0, 0), (50, 90), (90, 50), (200, 200))
    return bytes(document.tobytes(no_new_id=True))


def image() -> bytes:
    document = pymupdf.open()
    for kind in ("png", "jpeg"):
        picture = io.BytesIO()
        Image.linear_gradient("L").resize((40, 40)).convert("RGB").save(picture, kind)
        _page(document).insert_image((10, 10, 90, 90), stream=picture.getvalue())
    return bytes(document.tobytes(no_new_id=True))


def form() -> bytes:
    """Draw one page's content as a form on another, twice, turned."""
    source, document = pymupdf.open(stream=vectors(), filetype="pdf"), pymupdf.open()
    page = _page(document)
    page.show_pdf_page(pymupdf.Rect(10, 10, 100, 100), source, 0)
    page.show_pdf_page(pymupdf.Rect(110, 10, 200, 100), source, 0, rotate=90)
    page.set_rotation(90)
    return bytes(document.tobytes(no_new_id=True))


def marked() -> bytes:
    document = pymupdf.open()
    page = _page(document)
    page.add_rect_annot((10, 10, 60, 60)).set_info(content="new breaker", title="Ann")
    page.add_freetext_annot((70, 10, 150, 60), "E-101")
    page.add_polyline_annot([(10, 100), (60, 120), (90, 100)])
    page.add_stamp_annot((100, 100, 160, 140))
    page.insert_link(
        {"kind": pymupdf.LINK_GOTO, "page": 0, "from": pymupdf.Rect(0, 0, 9, 9), "to": pymupdf.Point(5, 5)}
    )
    field = pymupdf.Widget()
    field.field_name, field.field_type = "a", pymupdf.PDF_WIDGET_TYPE_TEXT
    field.rect = pymupdf.Rect(10, 150, 90, 170)
    page.add_widget(field)
    document.set_toc([[1, "Sheet", 1]])
    document.embfile_add("a.txt", b"text")
    return bytes(document.tobytes(no_new_id=True))


def object_streams() -> bytes:
    with pymupdf.open(stream=marked(), filetype="pdf") as document:
        whole: bytes = document.tobytes(use_objstms=1, deflate=True, garbage=3, no_new_id=True)
    return whole


SEEDS: Final[tuple[Callable[[], bytes], ...]] = (vectors, image, form, marked, object_streams)


def damaged(good: bytes, number: int) -> bytes:
    """Return a copy with one to twelve damages; the same number always does the same ones."""
    chance, whole = random.Random(number), bytearray(good)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        _damage(whole, chance)
    return bytes(whole)


def _damage(whole: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(whole)), chance.choice((1, 4, 40, 400))
    chance.choice((_bit, _noise, _token, _cut, _double, _move, _digit, _end))(whole, at, length, chance)


def _bit(whole: bytearray, at: int, _: int, chance: random.Random) -> None:
    whole[at] ^= 1 << chance.randrange(8)


def _noise(whole: bytearray, at: int, length: int, chance: random.Random) -> None:
    whole[at : at + length] = chance.randbytes(length)


def _token(whole: bytearray, at: int, _: int, chance: random.Random) -> None:
    token = chance.choice(_TOKENS)
    whole[at : at + chance.choice((0, len(token)))] = token


def _cut(whole: bytearray, at: int, length: int, _: random.Random) -> None:
    del whole[at : at + length]


def _double(whole: bytearray, at: int, length: int, _: random.Random) -> None:
    whole[at:at] = whole[at : at + length]


def _move(whole: bytearray, at: int, length: int, chance: random.Random) -> None:
    to = chance.randrange(len(whole))
    whole[to : to + length] = whole[at : at + length]


def _digit(whole: bytearray, at: int, _: int, chance: random.Random) -> None:
    """Put another digit in place of the next one: sizes, references and coordinates break so."""
    while at < len(whole) and not 48 <= whole[at] <= 57:
        at += 1
    whole[at : at + 1] = chance.choice((b"0", b"9", b"-", b"7", b"99999"))


def _end(whole: bytearray, at: int, _: int, chance: random.Random) -> None:
    if chance.random() < 0.2:
        del whole[max(at, 100) :]
