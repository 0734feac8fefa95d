"""The links of a page: where they lie and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pymupdf

from orchestrator.pdf.display import Display
from orchestrator.pdf.strings import clean


def read(page: pymupdf.Page, display: Display, max_links: int) -> tuple[list[dict[str, Any]], int]:
    """Return the first links of an unrotated page and how many more there are.

    MuPDF's own chain of links is walked: `Page.get_links()` takes over a minute for 50,000.
    """
    kept: list[dict[str, Any]] = []
    count = 0
    for count, link in enumerate(_chain(page), start=1):  # counted to the end
        if count <= max_links and (found := _link(page, link, display)):
            kept.append(found)
    return kept, max(count - max_links, 0)


def _chain(page: pymupdf.Page) -> Iterator[pymupdf.mupdf.FzLink]:
    link = pymupdf.mupdf.fz_load_links(page.this)
    while link.m_internal:
        yield link
        link = link.next()


def _link(page: pymupdf.Page, link: pymupdf.mupdf.FzLink, display: Display) -> dict[str, Any] | None:
    bounds = link.rect()
    box = display.shown((bounds.x0, bounds.y0, bounds.x1, bounds.y1))
    uri = link.uri() or ""
    if box is None or not uri:
        return None
    if pymupdf.mupdf.fz_is_external_link(uri):
        return {"bbox": box, "uri": clean(uri)}
    target = pymupdf.mupdf.fz_resolve_link(page.parent.this, uri)
    number = pymupdf.mupdf.fz_page_number_from_location(page.parent.this, target[0])
    return {"bbox": box, "page": number + 1} if number >= 0 else None
