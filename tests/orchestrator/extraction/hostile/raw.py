"""Writes PDFs byte by byte, as no library would: one page of 600 x 400 points round what is hostile."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

LINE = b"10 10 m 500 300 l S\n"
CONTENT = b"BT /F1 12 Tf 50 50 Td (MCC-1) Tj ET\n" + LINE
"""What every page says and draws unless its kind is about that: one word and one line."""

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG, PAGES, PAGE, CONTENTS, EXTRA = 1, 2, 3, 4, 5
"""Object numbers of `one_page`; a kind's own objects start at `EXTRA`."""


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object of the bytes as they are."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def deflated(data: bytes, entries: bytes = b"") -> bytes:
    """Return a deflated stream object."""
    return stream(zlib.compress(data, 1), entries + b"/Filter/FlateDecode")


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"", header: bytes = b"%PDF-1.7\n") -> bytes:
    """Return a file of numbered objects with a cross-reference table that is right, and a trailer."""
    body, offsets = bytearray(header), {}
    for number, value in objects.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    size = max(objects) + 1
    table = b"".join(
        b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00000 f \n"
        for number in range(1, size)
    )
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return bytes(
        body + b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    )


def one_page(
    content: bytes = CONTENT,
    *extra: bytes,
    page: bytes = b"",
    catalog: bytes = b"",
    resources: bytes = b"",
    fonts: bytes = b"",
    contents: bytes = b"4 0 R",
    trailer: bytes = b"",
    box: bytes = b"/MediaBox[0 0 600 400]",
) -> bytes:
    """Return a file of one page; `extra` are objects from number `EXTRA` on, the others go into dictionaries."""
    resources = b"/Resources<</Font<</F1%s%s>>%s>>" % (FONT, fonts, resources)
    objects = {
        CATALOG: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        PAGES: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        PAGE: b"<</Type/Page/Parent 2 0 R/Contents %s%s%s%s>>" % (contents, box, resources, page),
        CONTENTS: content if content.startswith(b"<<") else stream(content),
        **dict(enumerate(extra, start=EXTRA)),
    }
    return pdf(objects, trailer)
