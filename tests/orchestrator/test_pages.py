"""A stored page reads back as it was written, whatever it holds; older versions still read."""

from __future__ import annotations

import gzip
import json
from typing import Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.pages import (
    Annotation,
    FieldName,
    Image,
    Layer,
    Link,
    Page,
    PageImage,
    TextStyle,
    TitleBlockField,
    Vectors,
    Word,
)

VERSION_1: Final = {
    "schema_version": 1,
    "page_number": 3,
    "width_pt": 600.0,
    "height_pt": 400.0,
    "rotation": 90,
    "text": "MCC-1",
    "words": [{"text": "MCC-1", "bbox": [10, 20, 30, 8], "direction": 90}],
    "image_count": 1,
    "images": [{"bbox": [0, 0, 600, 400], "width_px": 20, "height_px": 10}],
    "drawing_count": 1,
    "vectors": {
        "ops": "l",
        "coords": [0, 0, 9, 9],
        "path_start": [0],
        "path_style": [0],
        "styles": [{"stroke": "#000000", "fill": None, "width_pt": 0.5, "layer": "E-POWR"}],
    },
    "layers": ["A-WALL", "E-POWR"],
    "annotations": [],
    "image": {"width_px": 1250, "height_px": 834, "scale": 2.0833},
    "truncated": [],
    "warnings": [],
}


numbers = st.floats(-1e7, 1e7)
boxes = st.tuples(numbers, numbers, numbers, numbers)
spellings = st.text(max_size=20)
pages = st.builds(
    Page,
    schema_version=st.just(Page.SCHEMA),
    page_number=st.integers(1, 2_000),
    width_pt=numbers,
    height_pt=numbers,
    crop_box=st.none() | boxes,
    label=st.none() | spellings,
    text=spellings,
    words=st.lists(st.builds(Word, text=spellings, bbox=boxes), max_size=3).map(tuple),
    text_styles=st.lists(st.builds(TextStyle, font=spellings, size_pt=numbers), max_size=3).map(tuple),
    images=st.lists(st.builds(Image, bbox=boxes, share=st.floats(0, 1)), max_size=3).map(tuple),
    vectors=st.builds(
        Vectors, ops=spellings, coords=st.lists(numbers, max_size=8).map(tuple), styles=st.just(())
    ),
    layers=st.lists(st.builds(Layer), max_size=3).map(tuple),
    annotations=st.lists(st.builds(Annotation, bbox=boxes), max_size=3).map(tuple),
    links=st.lists(st.builds(Link, bbox=boxes), max_size=3).map(tuple),
    title_block=st.dictionaries(
        st.sampled_from(get_args(FieldName)),
        st.builds(TitleBlockField, value=spellings, bbox=boxes, confidence=st.floats(0, 1)),
    ),
    image=st.none() | st.builds(PageImage, scale=numbers),
)


@given(pages)
def test_a_page_reads_back_as_it_was_written(page: Page) -> None:
    assert Page.from_bytes(page.to_bytes()) == page


def test_a_page_of_version_1_still_reads() -> None:
    page = Page.from_bytes(gzip.compress(json.dumps(VERSION_1).encode()))
    assert page.schema_version == 1
    assert page.layers == (Layer(name="A-WALL"), Layer(name="E-POWR"))
    assert page.words[0].style is None
    assert (page.kind, page.links, page.title_block) == (None, (), {})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        gzip.compress(b"{}", mtime=0),
        gzip.compress(b"[]", mtime=0)[:-4],
        gzip.compress(json.dumps(VERSION_1 | {"schema_version": Page.SCHEMA + 1}).encode()),
    ],
)
def test_what_is_no_page_of_a_known_version_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # pydantic's own is one too
        Page.from_bytes(data)
