"""Finds the pages of a document whose own list of them is damaged: once, inside the same sandbox."""

from __future__ import annotations

from itertools import islice
from typing import Final

import pymupdf

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
    found = (number for number in objects if document.xref_get_key(number, "Type")[1] == "/Page")
    pages = list(islice(found, max_pages + 1))
    if not pages or not catalog:
        return
    kids = " ".join(f"{page} 0 R" for page in pages)
    tree = document.get_new_xref()
    document.update_object(tree, f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/{_MARK} true>>")
    document.xref_set_key(catalog, "Pages", f"{tree} 0 R")


def has_new_list(document: pymupdf.Document) -> bool:
    """Tell whether the pages are those of `list_pages_anew`."""
    return bool(document.xref_get_key(document.pdf_catalog(), f"Pages/{_MARK}")[1] == "true")
