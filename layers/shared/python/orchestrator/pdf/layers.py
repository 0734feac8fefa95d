"""Layers (optional content groups): those a document has, and those a page's content names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import pymupdf

from orchestrator.pdf.strings import clean

_REFERENCE: Final = re.compile(r"(\d+) \d+ R")


class Layers:
    """The layers of an open document, and whether each is shown when the document is opened.

    Attributes:
        over: how many more the document lists than are read.
    """

    def __init__(self, document: pymupdf.Document, max_layers: int) -> None:
        mupdf = pymupdf.mupdf
        pdf = mupdf.pdf_document_from_fz_document(document.this)
        groups = mupdf.pdf_dict_getp(mupdf.pdf_trailer(pdf), "Root/OCProperties/OCGs")
        listed = mupdf.pdf_array_len(groups)
        self.over = max(listed - max_layers, 0)
        self._visible: dict[int, tuple[str, bool]] = {}
        for at in range(min(listed, max_layers)):  # `get_ocgs` has no limit: 100,000 take it 4 s
            group = mupdf.pdf_array_get(groups, at)
            name = mupdf.pdf_to_text_string(mupdf.pdf_dict_gets(group, "Name"))
            hidden = mupdf.pdf_is_ocg_hidden(pdf, mupdf.PdfResourceStack(), "View", group)
            self._visible[mupdf.pdf_to_num(group)] = clean(name), not hidden

    def all(self) -> list[dict[str, Any]]:
        """Return the document's layers in the form of `orchestrator.pages.Layer`."""
        return [{"name": name, "visible": visible} for name, visible in self._visible.values()]

    def of(self, page: pymupdf.Page, drawn: Iterable[str]) -> list[dict[str, Any]]:
        """Return the layers of a page by name: those its resources name, and the `drawn` that its paths lie on."""
        found = dict.fromkeys(drawn, True)
        for xref in self._named(page):
            name, visible = self._visible.get(xref, ("", True))
            if name:
                found[name] = found.get(name, False) or visible
        return [{"name": name, "visible": found[name]} for name in sorted(found)]

    @staticmethod
    def _named(page: pymupdf.Page) -> Iterable[int]:
        """Yield the groups of the page's properties, also where a membership dictionary names several."""
        for _, xref, kind in page.get_oc_items():
            if kind == "ocg":
                yield xref
            else:
                members = page.parent.xref_get_key(xref, "OCGs")[1]
                yield from (int(number) for number in _REFERENCE.findall(members))
