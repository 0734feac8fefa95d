"""Finds the pages of a document whose own list of them is damaged: once, inside the same sandbox."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

import pymupdf

from orchestrator.pdf.strings import is_out_of_memory

MAX_OBJECTS: Final = 200_000
"""Objects looked at; a hostile table claims millions and would take all the time that opening has."""

_MARK: Final = "Rebuilt"
"""A key of our own in the new list, which lives in memory alone."""


def list_pages_anew(document: pymupdf.Document, max_pages: int) -> None:
    """Give the document a flat list of its page objects, in the order of their numbers; none leaves it as it is.

    At most one page more than `max_pages` is listed. Sizes and resources are still inherited from each page's
    own parents.
    """
    catalog = document.pdf_catalog()
    objects = range(1, min(document.xref_length(), MAX_OBJECTS))
    found = (number for number in objects if _is_page(document, number))
    pages = list(islice(found, max_pages + 1))
    if not pages or not catalog:
        return
    kids = " ".join(f"{page} 0 R" for page in pages)
    tree = document.get_new_xref()
    document.update_object(tree, f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/{_MARK} true>>")
    document.xref_set_key(catalog, "Pages", f"{tree} 0 R")


def _is_page(document: pymupdf.Document, number: int) -> bool:
    """Tell whether an object is a page; one that is damaged is none, and the others are looked at all the same."""
    try:
        return bool(document.xref_get_key(number, "Type")[1] == "/Page")
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
        if is_out_of_memory(error):
            raise
        return False


def has_new_list(document: pymupdf.Document) -> bool:
    """Tell whether the pages are those of `list_pages_anew`."""
    return bool(document.xref_get_key(document.pdf_catalog(), f"Pages/{_MARK}")[1] == "true")


def leads_back(document: pymupdf.Document) -> bool:
    """Tell whether the list of pages leads back, anywhere, to where it came from: what is behind is never reached.

    It is gone through here because MuPDF's own search calls itself for each level, of which there may be thousands.
    """
    mupdf = pymupdf.mupdf
    trailer = mupdf.ll_pdf_trailer(mupdf.ll_pdf_document_from_fz_document(document.this.m_internal))
    root = mupdf.ll_pdf_dict_gets(mupdf.ll_pdf_dict_gets(trailer, "Root"), "Pages")
    way, met, left = [_Level(root)], {mupdf.ll_pdf_to_num(root)}, MAX_OBJECTS
    open_levels = set(met)
    while way and left:
        left -= 1
        kid = way[-1].next_kid()
        if kid is None:
            open_levels.discard(way.pop().number)
            continue
        number = mupdf.ll_pdf_to_num(kid)
        if number and number in open_levels:
            return True
        if number not in met and mupdf.ll_pdf_is_array(mupdf.ll_pdf_dict_gets(kid, "Kids")):
            way.append(_Level(kid))
            met.add(number)
            open_levels.add(number)
    return False


class _Level:
    """A list of pages, and the next of what it holds."""

    def __init__(self, node: Any) -> None:  # noqa: ANN401  # MuPDF's `pdf_obj`
        self.number = int(pymupdf.mupdf.ll_pdf_to_num(node))
        self._kids = pymupdf.mupdf.ll_pdf_dict_gets(node, "Kids")
        self._count = pymupdf.mupdf.ll_pdf_array_len(self._kids)
        self._next = 0

    def next_kid(self) -> Any:  # noqa: ANN401  # as above
        """Return MuPDF's object for the next kid, or None after the last."""
        if self._next >= self._count:
            return None
        self._next += 1
        return pymupdf.mupdf.ll_pdf_array_get(self._kids, self._next - 1)
