"""What surrounds a PDF: other formats, junk, damage, passwords."""

from __future__ import annotations

import io
import zipfile
import zlib

import pymupdf
from PIL import Image

from tests.orchestrator.extraction.hostile.raw import CONTENT, EXTRA, FONT, one_page, pdf, stream

_HTML = b"<!DOCTYPE html><html><script>alert(1)</script><!-- "
_PNG_END_BYTES = 12


def empty() -> bytes:
    return b""


def html_named_pdf() -> bytes:
    return _HTML + b"a page --></html>"


def _png() -> bytes:
    picture = io.BytesIO()
    Image.new("L", (20, 20)).save(picture, "png")
    return picture.getvalue()


def _zip(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("drawing.pdf", content)
    return packed.getvalue()


def png_named_pdf() -> bytes:
    return _png()


def zip_of_a_pdf() -> bytes:
    """Hold a PDF, stored, so that its signature stands within the first 1,024 bytes of the archive."""
    return _zip(one_page())


def png_and_pdf_at_once() -> bytes:
    """Be a PNG with the PDF in a private chunk: both readers are content."""
    png, whole = _png(), one_page()
    chunk = b"drWg" + whole
    packed = len(whole).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    return png[:33] + packed + png[33:]


def png_with_a_signature_only() -> bytes:
    return _png() + b"%PDF-1.7"


def html_and_pdf_at_once() -> bytes:
    return _HTML + one_page() + b" --></html>"


def pdf_with_a_zip_behind() -> bytes:
    return one_page() + _zip(b"MZ not a drawing")


def junk_before_the_signature() -> bytes:
    return b"\xfe\xff junk of a mail gateway\r\n" * 20 + one_page()


def signature_too_late() -> bytes:
    return b" " * 1_024 + one_page()


def signature_only() -> bytes:
    return b"%PDF-1.7\n%%EOF\n"


def noise_behind_the_signature() -> bytes:
    return b"%PDF-1.7\n" + bytes(range(256)) * 400


def truncated_in_the_middle() -> bytes:
    """End within the second of two pages' instructions, without any table."""
    whole = _two_pages()
    return whole[: whole.rindex(b"endstream") - 5]


def _two_pages() -> bytes:
    kids = b"/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 600 400]/Resources<</Font<</F1%s>>>>" % FONT
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages%s>>" % kids,
            3: b"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
            4: b"<</Type/Page/Parent 2 0 R/Contents 6 0 R>>",
            5: stream(CONTENT),
            6: stream(CONTENT),
        }
    )


def zeros_in_the_middle() -> bytes:
    """Lose the middle, table of contents and all, to zeros, as after a broken transfer."""
    whole = _two_pages()
    third = len(whole) // 3
    return whole[: 2 * third] + b"\0" * third


def line_ends_translated() -> bytes:
    """Go through a text-mode transfer: every offset is wrong."""
    return one_page().replace(b"\n", b"\r\n")


def _encrypted(**options: object) -> bytes:
    with pymupdf.open(stream=one_page(), filetype="pdf") as document:
        whole: bytes = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, **options)
    return whole


def password_to_open() -> bytes:
    return _encrypted(user_pw="u", owner_pw="o")


def password_to_change_only() -> bytes:
    return _encrypted(owner_pw="o")


def unknown_protection() -> bytes:
    """Be protected by a rights-management system that no open reader knows."""
    rights = b"/Encrypt<</Filter/Acme.Rights/V 4/R 4>>/ID[<00><00>]"
    return one_page(trailer=rights)


def protection_that_makes_no_sense() -> bytes:
    return one_page(CONTENT, b"<</Filter/Standard/V 5/R 6/O()/U()/P -1>>", trailer=b"/Encrypt %d 0 R" % EXTRA)
