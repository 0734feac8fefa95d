"""Builds real PDFs for tests: one page from its content stream, and the hostile kinds."""

from __future__ import annotations

from pathlib import Path

import pymupdf

WIDTH, HEIGHT = 600, 400


def raw_page(document: pymupdf.Document, content: bytes, *, compress: bool = True) -> pymupdf.Page:
    """Append a page of 600 x 400 points whose content stream is `content`."""
    page = document.new_page(width=WIDTH, height=HEIGHT)
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    document.update_stream(xref, content, compress=compress)
    document.xref_set_key(page.xref, "Contents", f"{xref} 0 R")
    return page


def saved(document: pymupdf.Document, path: Path, **options: object) -> Path:
    """Save a document and return where."""
    document.save(path, **options)
    document.close()
    return path


def of_contents(path: Path, *contents: bytes) -> Path:
    """Save a PDF with one page a content stream."""
    document = pymupdf.open()
    for content in contents:
        raw_page(document, content)
    return saved(document, path)


def of_text(path: Path, *texts: str) -> Path:
    """Save a PDF with one page a text."""
    document = pymupdf.open()
    for text in texts:
        document.new_page(width=WIDTH, height=HEIGHT).insert_text((50, 50), text)
    return saved(document, path)


def add_image(document: pymupdf.Document, page: pymupdf.Page, dictionary: str, data: bytes) -> None:
    """Draw an image XObject of the given dictionary and raw bytes over 100 x 100 points of a page."""
    image = document.get_new_xref()
    document.update_object(image, f"<</Type/XObject/Subtype/Image{dictionary}>>")
    document.update_stream(image, data, new=True, compress=False)
    document.xref_set_key(image, "Filter", dictionary.split("/Filter", 1)[1].split(maxsplit=1)[0])
    document.xref_set_key(page.xref, "Resources", f"<</XObject<</Im {image} 0 R>>>>")
    content = document.get_new_xref()
    document.update_object(content, "<<>>")
    document.update_stream(content, b"q 100 0 0 100 0 0 cm /Im Do Q 0 0 m 500 300 l S")
    document.xref_set_key(page.xref, "Contents", f"{content} 0 R")
