"""Opens one PDF and says what it is; what makes the whole document unusable ends here."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pymupdf

from orchestrator.errors import DrawingError
from orchestrator.pdf.layers import Layers
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.outline import read as read_outline
from orchestrator.pdf.strings import clean, message

_SCRIPTS: Final = ("Names/JavaScript", "AA")


def open_pdf(path: Path, limits: Limits) -> pymupdf.Document:
    """Return the open document.

    Raises:
        DrawingError: `not_pdf`, `password`, `unreadable`, `no_pages` or `too_many_pages`.
    """
    try:
        document = pymupdf.open(path, filetype="pdf")
    except (RuntimeError, ValueError) as error:
        raise DrawingError("unreadable", _UNREADABLE) from error
    if not document.is_pdf:
        raise DrawingError("not_pdf", "it is named .pdf but holds another format; export it as PDF")
    if document.needs_pass:
        raise DrawingError("password", "it asks for a password. Remove the password and upload again")
    _check_pages(document, limits.max_pages)
    document.xref_set_key(document.pdf_catalog(), "StructTreeRoot", "null")  # drawing one never came back
    return document


_UNREADABLE: Final = "it is damaged beyond repair; open it, save it anew and upload that"


def _check_pages(document: pymupdf.Document, max_pages: int) -> None:
    pages = document.page_count
    if pages < 1:
        raise DrawingError("no_pages", "it has no readable pages; open it, save it anew and upload that")
    if pages > max_pages:
        sentence = f"it has {pages:,} pages and the limit is {max_pages:,}; split it and upload the parts"
        raise DrawingError("too_many_pages", sentence)


def describe(document: pymupdf.Document, limits: Limits) -> dict[str, Any]:
    """Return `page_count`, `metadata`, `layers`, `outline`, `repaired` and `warnings` of a document."""
    layers = Layers(document, limits.max_layers).all()
    outline, more = read_outline(document, limits.max_outline_entries)
    warnings = [*_warnings(document, [layer["name"] for layer in layers if not layer["visible"]])]
    if more:
        warnings.append(f"Outline entries beyond the limit of {limits.max_outline_entries:,} were left out.")
    return {
        "page_count": document.page_count,
        "metadata": {key: text for key, value in document.metadata.items() if (text := clean(value))},
        "layers": layers,
        "outline": outline,
        "repaired": bool(document.is_repaired),
        "warnings": warnings,
    }


def _warnings(document: pymupdf.Document, off: list[str]) -> list[str]:
    found = []
    if document.is_repaired:
        found.append("The PDF is damaged and was repaired; something may be missing.")
    if off:
        found.append(f"Layers switched off in the PDF were not read: {clean(', '.join(off))}.")
    catalog = document.pdf_catalog()
    opening = document.xref_get_key(catalog, "OpenAction/S")[1]  # "null" for a mere place to open at
    if opening not in {"null", "/GoTo"} or any(
        document.xref_get_key(catalog, k)[0] != "null" for k in _SCRIPTS
    ):
        found.append("The PDF holds scripts or automatic actions; they were not run.")
    return [*found, *_attachments(document)]


def _attachments(document: pymupdf.Document) -> list[str]:
    try:
        count = document.embfile_count()
        names = clean(", ".join(document.embfile_names()[:10]))
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
        return [f"The list of attached files could not be read: {message(error)}."]
    return [f"The PDF holds {count:,} attached files, which were not read: {names}."] if count else []
