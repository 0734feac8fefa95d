"""Layers (optional content groups): those a document has, and those a page's content names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import pymupdf

from orchestrator.pdf.strings import clean

_REFERENCE: Final = re.compile(r"(\d+) \d+ R")


class Layers:
    """The layers of an open document, and whether each is shown when the document is opened."""

    def __init__(self, document: pymupdf.Document, max_layers: int) -> None:
        found = list(document.get_ocgs().items())[:max_layers]
        self._visible = {xref: (clean(layer["name"]), bool(layer["on"])) for xref, layer in found}

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
