"""Whatever lies on a page, turned and cropped at will: every box is on it, and nothing is lost by storing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.extraction.page_kind import kind_of
from orchestrator.geometry import Box
from orchestrator.pages import Page
from orchestrator.pdf.large_images import LargeImages
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.page import read

WIDTH, HEIGHT = 600, 400
xs, ys = st.integers(-50, WIDTH + 50), st.integers(-50, HEIGHT + 50)
places = st.tuples(xs, ys, st.integers(1, 300), st.integers(1, 300))


@dataclass(frozen=True)
class Sheet:
    """What a sheet holds: boxes xywh on the unrotated page, some of them off it."""

    crop: tuple[int, int, int, int]
    rotation: int
    user_unit: float
    texts: tuple[tuple[int, int, int], ...]
    images: tuple[tuple[int, int, int, int], ...]
    paths: tuple[tuple[int, int, int, int], ...]
    marks: tuple[tuple[int, int, int, int], ...]
    links: tuple[tuple[int, int, int, int], ...]

    def document(self) -> pymupdf.Document:
        """Return the sheet as a PDF."""
        document = pymupdf.open()
        page = document.new_page(width=WIDTH, height=HEIGHT)
        pixels = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 4, 4))
        pixels.clear_with(100)
        for x, y, turn in self.texts:
            page.insert_text((x, y), "MCC-1 40A", rotate=turn)
        for place in self.images:
            page.insert_image(corners(place), pixmap=pixels, keep_proportion=False)
        for place in self.paths:
            page.draw_rect(corners(place))
        for place in self.marks:
            page.add_rect_annot(corners(place))
        for place in self.links:
            page.insert_link({"kind": pymupdf.LINK_URI, "from": corners(place), "uri": "https://example.com"})
        document.xref_set_key(page.xref, "UserUnit", f"{self.user_unit}")
        left, bottom, width, height = self.crop
        crop = f"[{left} {bottom} {left + width} {bottom + height}]"
        document.xref_set_key(page.xref, "CropBox", crop)
        page.set_rotation(self.rotation)
        return pymupdf.open(stream=document.tobytes())


sheets = st.builds(
    Sheet,
    crop=st.tuples(st.integers(0, 200), st.integers(0, 100), st.integers(100, 400), st.integers(100, 300)),
    rotation=st.sampled_from([0, 90, 180, 270]),
    user_unit=st.sampled_from([1.0, 0.5, 3.0]),
    texts=st.lists(st.tuples(xs, ys, st.sampled_from([0, 90, 180, 270])), max_size=3).map(tuple),
    images=st.lists(places, max_size=2).map(tuple),
    paths=st.lists(places, max_size=2).map(tuple),
    marks=st.lists(places, max_size=2).map(tuple),
    links=st.lists(places, max_size=2).map(tuple),
)


def corners(place: tuple[int, int, int, int]) -> pymupdf.Rect:
    x, y, width, height = place
    return pymupdf.Rect(x, y, x + width, y + height)


def boxes(page: Page) -> Iterator[Box]:
    for part in (page.words, page.images, page.annotations, page.links):
        yield from (thing.bbox for thing in part)


@settings(deadline=None, max_examples=60)
@given(sheets)
def test_every_box_is_on_the_page_and_the_stored_page_is_the_one_that_was_read(sheet: Sheet) -> None:
    document, limits = sheet.document(), Limits()
    values = read(document, 1, limits, LargeImages(document, limits))
    page = Page.model_validate(values)
    assert page.warnings == ()
    for x, y, width, height in boxes(page):
        assert min(x, y, width, height) >= 0
        assert x + width <= page.width_pt + 0.011
        assert y + height <= page.height_pt + 0.011
    assert page.crop_box is not None
    turned = page.rotation in {90, 270}
    size = (page.height_pt, page.width_pt) if turned else (page.width_pt, page.height_pt)
    assert page.crop_box[2:] == pytest.approx(size, abs=0.01)
    assert kind_of(page) in {"vector", "scanned", "mixed", "text", "blank"}
    assert all(word.style is not None and word.style < len(page.text_styles) for word in page.words)
    assert Page.from_bytes(page.to_bytes()) == page
