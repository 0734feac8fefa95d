"""Opens one PDF and says what it is; what makes the whole document unusable ends here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

import pymupdf

from orchestrator.errors import DrawingError
from orchestrator.pdf import salvage
from orchestrator.pdf.layers import Layers
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.outline import Document
from orchestrator.pdf.outline import read as read_outline
from orchestrator.pdf.strings import ANEW, clean, is_out_of_memory, message

T = TypeVar("T")

_SCRIPTS: Final = ("Names/JavaScript", "AA")


def open_pdf(path: Path, limits: Limits) -> pymupdf.Document:
    """Return the open document.

    Raises:
        DrawingError: `not_pdf`, `password`, `unreadable`, `no_pages` or `too_many_pages`.
    """
    try:
        document = Document(path, filetype="pdf")
    except (RuntimeError, ValueError) as error:
        raise _refusal(error) from error
    if not document.is_pdf:
        raise DrawingError("not_pdf", "it is named .pdf but holds another format; export it as PDF")
    if document.needs_pass:
        raise DrawingError("password", "it asks for a password. Remove the password and upload again")
    _check_pages(document, limits.max_pages)
    document.xref_set_key(document.pdf_catalog(), "StructTreeRoot", "null")  # drawing one never came back
    return document


def _refusal(error: Exception) -> DrawingError:
    """Tell a protection that MuPDF does not know from damage."""
    if "unknown encryption handler" in str(error.__cause__):
        sentence = "it is protected in a way that cannot be read. Remove the protection and upload again"
        return DrawingError("password", sentence)
    return DrawingError("unreadable", f"it is damaged beyond repair; {ANEW}")


def _check_pages(document: pymupdf.Document, max_pages: int) -> None:
    listed = _count(document)
    if listed < 1 or (listed <= max_pages and (salvage.leads_back(document) or not _settled(document))):
        salvage.list_pages_anew(document, max_pages)
        listed = _settled(document)
    _check_count(listed, max_pages)


def _check_count(pages: int, max_pages: int) -> None:
    if pages < 1:
        raise DrawingError("no_pages", f"it has no readable pages; {ANEW}")
    if pages > max_pages:
        sentence = f"it has {pages:,} pages and the limit is {max_pages:,}; split it and upload the parts"
        raise DrawingError("too_many_pages", sentence)


def _count(document: pymupdf.Document) -> int:
    """Return how many pages the document lists; 0 when the list makes no sense."""
    try:
        return int(document.page_count)
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        return 0


def _settled(document: pymupdf.Document) -> int:
    """Return how many pages the document lists once MuPDF has gone to one of them: then it believes no claim."""
    with suppress(RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        document.page_xref(0)
    return _count(document)


def describe(document: pymupdf.Document, limits: Limits) -> dict[str, Any]:
    """Return `page_count`, `metadata`, `layers`, `outline`, `repaired` and `warnings` of a document.

    Pages can be read without the others: one that is damaged is empty and leaves a warning.

    Raises:
        DrawingError: when repairing what was met on the way left no pages, or too many.
    """
    warnings: list[str] = []
    layers = _attempt("layers", lambda: _layers(document, limits.max_layers, warnings), warnings)
    outline = _attempt("outline", lambda: _outline(document, limits.max_outline_entries, warnings), warnings)
    off = [layer["name"] for layer in layers if not layer["visible"]]
    actions = _attempt("list of actions", lambda: _actions(document), warnings)
    pages = _count(document)  # last: MuPDF repairs a file where it meets the damage
    _check_count(pages, limits.max_pages)
    return {
        "page_count": pages,
        "metadata": {key: text for key, value in document.metadata.items() if (text := clean(value))},
        "layers": layers,
        "outline": outline,
        "repaired": bool(document.is_repaired) or salvage.has_new_list(document),
        "warnings": [*_state(document, off), *actions, *_attachments(document), *warnings],
    }


def _attempt(name: str, part: Callable[[], list[T]], warnings: list[str]) -> list[T]:
    try:
        return part()
    except (RuntimeError, ValueError, TypeError, AttributeError, pymupdf.mupdf.FzErrorBase) as error:
        if is_out_of_memory(error):
            raise MemoryError from error
        warnings.append(f"The {name} of the PDF could not be read: {message(error)}.")
        return []


def _layers(document: pymupdf.Document, limit: int, warnings: list[str]) -> list[dict[str, Any]]:
    layers = Layers(document, limit)
    if layers.over:
        warnings.append(f"{layers.over:,} layers beyond the limit of {limit:,} were left out.")
    return layers.all()


def _outline(document: pymupdf.Document, limit: int, warnings: list[str]) -> list[dict[str, Any]]:
    outline, more = read_outline(document, limit)
    if more:
        warnings.append(f"Outline entries beyond the limit of {limit:,} were left out.")
    return outline


def _state(document: pymupdf.Document, off: list[str]) -> list[str]:
    found = []
    if document.is_repaired:
        found.append("The PDF is damaged and was repaired; something may be missing.")
    if salvage.has_new_list(document):
        found.append("The PDF's list of pages is damaged; its pages were found, perhaps in another order.")
    if off:
        found.append(f"Layers switched off in the PDF were not read: {clean(', '.join(off))}.")
    return found


def _actions(document: pymupdf.Document) -> list[str]:
    catalog = document.pdf_catalog()
    opening = document.xref_get_key(catalog, "OpenAction/S")[1]  # "null" for a mere place to open at
    scripts = any(document.xref_get_key(catalog, key)[0] != "null" for key in _SCRIPTS)
    if opening in {"null", "/GoTo"} and not scripts:
        return []
    return ["The PDF holds scripts or automatic actions; they were not run."]


def _attachments(document: pymupdf.Document) -> list[str]:
    try:
        count = document.embfile_count()
        names = clean(", ".join(document.embfile_names()[:10]))
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
        return [f"The list of attached files could not be read: {message(error)}."]
    return [f"The PDF holds {count:,} attached files, which were not read: {names}."] if count else []
