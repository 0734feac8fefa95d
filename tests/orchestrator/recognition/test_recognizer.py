"""Promises of recognition as a whole: every symbol once, in its place in points, the same every time."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import JsonValue

from orchestrator.pages import Annotation, Page, PageImage, Word
from orchestrator.recognition.model import load_model
from orchestrator.recognition.recognizer import Recognizer
from tests.orchestrator.recognition.blob_model import BLOB_PX, write_blob_model

SCALE = 150 / 72


def picture(*blobs_xy: tuple[int, int], height: int = 900, width: int = 1200) -> NDArray[np.uint8]:
    image = np.full((height, width), 255, np.uint8)
    for x, y in blobs_xy:
        image[y : y + BLOB_PX, x : x + BLOB_PX] = 0
    return image


def page_of(image: NDArray[np.uint8], scale: float = SCALE, words: tuple[Word, ...] = ()) -> Page:
    height, width = image.shape
    shown = PageImage(width_px=width, height_px=height, scale=scale)
    return Page(page_number=3, width_pt=width / scale, height_pt=height / scale, words=words, image=shown)


def test_every_symbol_is_found_once_also_where_tiles_meet(blobs: Recognizer) -> None:
    places = [(x, y) for x in range(20, 1180, 97) for y in range(20, 880, 97)]
    image = picture(*places)
    found = blobs.recognize(image, page_of(image), 0.3).components
    assert len(found) == len(places)
    centres = {
        min(places, key=lambda p: math.dist(p, ((c.bbox[0]) * SCALE + 4, c.bbox[1] * SCALE + 4)))
        for c in found
    }
    assert centres == set(places)
    assert len({c.id for c in found}) == len(places)


def test_a_component_says_what_and_where_it_is_and_who_says_so(blobs: Recognizer) -> None:
    image = picture((400, 300))
    result = blobs.recognize(image, page_of(image, words=(Word(text="M-7", bbox=(210, 145, 20, 6)),)), 0.3)
    (motor,) = result.components
    assert (result.page, result.model_version, result.status) == (3, "blobs-1", "analyzed")
    assert (motor.page, motor.class_name, motor.source, motor.status) == (3, "motor", "model", "detected")
    assert motor.bbox == pytest.approx(
        (396 / SCALE, 296 / SCALE, 28 / SCALE, 28 / SCALE), abs=4 / SCALE + 0.02
    )
    assert (motor.tag, motor.model_version, motor.rotation) == ("M-7", "blobs-1", None)
    assert [a.class_name for a in motor.alternatives] == ["generator"]
    assert motor.confidence + motor.alternatives[0].confidence <= 1
    assert motor.band == "high"


@settings(max_examples=15, deadline=None)
@given(x=st.integers(0, 580), y=st.integers(0, 480), scale=st.floats(0.5, 6))
def test_a_box_in_points_covers_its_symbol_and_lies_on_the_page(
    blobs: Recognizer, x: int, y: int, scale: float
) -> None:
    image = picture((x, y), height=500, width=600)
    page = page_of(image, scale)
    (motor,) = blobs.recognize(image, page, 0.3).components
    left, top, width, height = (value * scale for value in motor.bbox)
    slack = 2 + 0.02 * scale  # half a cell of the detector beyond the box's margin, and rounding
    assert left - slack <= x
    assert top - slack <= y
    assert left + width + slack >= x + BLOB_PX
    assert top + height + slack >= y + BLOB_PX
    assert motor.bbox[0] >= 0
    assert motor.bbox[0] + motor.bbox[2] <= page.width_pt + 0.01
    assert motor.bbox[1] + motor.bbox[3] <= page.height_pt + 0.01


def test_the_same_page_gives_the_same_result(blobs: Recognizer) -> None:
    image = picture((100, 100), (500, 320), (700, 820))
    first, second = (blobs.recognize(image, page_of(image), 0.3) for _ in range(2))
    assert first.to_bytes() == second.to_bytes()


def test_the_id_of_a_component_does_not_depend_on_the_others(blobs: Recognizer) -> None:
    one, two = picture((500, 320)), picture((100, 100), (500, 320))
    (alone,) = blobs.recognize(one, page_of(one), 0.3).components
    assert alone.id in {c.id for c in blobs.recognize(two, page_of(two), 0.3).components}


def test_components_come_in_reading_order(blobs: Recognizer) -> None:
    image = picture((800, 100), (100, 104), (500, 600))
    found = blobs.recognize(image, page_of(image), 0.3).components
    assert [round(c.bbox[0] * SCALE / 100) for c in found] == [1, 8, 5]


def test_a_blank_page_is_analysed_and_empty(blobs: Recognizer) -> None:
    image = picture()
    result = blobs.recognize(image, page_of(image), 0.3)
    assert (result.status, result.components) == ("analyzed", ())


def test_what_the_classifier_calls_background_is_left_out(blobs: Recognizer) -> None:
    image = picture((400, 300))
    image[image == 0] = 160  # the detector still fires at .37, the crop is too pale for a motor
    assert blobs.recognize(image, page_of(image), 0.3).components == ()


def test_what_is_rather_no_symbol_is_listed_for_those_who_want_the_unsure(blobs: Recognizer) -> None:
    image = picture((400, 300))
    image[image == 0] = 160
    (faint,) = blobs.recognize(image, page_of(image), 0.0).components
    assert faint.class_name == "motor"
    assert 0 < faint.confidence < 0.3
    assert faint.bbox[0] * SCALE == pytest.approx(396, abs=8)


def test_what_is_rather_no_symbol_is_never_a_part_of_what_is_found(blobs: Recognizer) -> None:
    image = picture((400, 300))
    image[300:320, 420:430] = 140  # a pale tail, which is a faint blob of its own
    (motor,) = blobs.recognize(image, page_of(image), 0.0).components
    assert motor.confidence > 0.5


@pytest.mark.parametrize(("text", "is_looked_at"), [("", True), ("A " * 9, True), ("A " * 10, False)])
def test_letters_in_the_picture_tell_classes_where_the_pdf_spells_none(
    blobs: Recognizer, tmp_path: Path, text: str, *, is_looked_at: bool
) -> None:
    lettered = Recognizer(load_model(tmp_path, 1, "v1", write_blob_model(tmp_path, lettered="generator")))
    image = picture((400, 300))
    page = page_of(image).model_copy(update={"text": text})
    (before,), (after,) = (r.recognize(image, page, 0.1).components for r in (blobs, lettered))
    (alone,), (there,) = (r.recognize_regions(image, page, [before.bbox]) for r in (blobs, lettered))
    assert alone.component
    assert there.component
    assert (after.class_name, there.component.class_name) == ("motor", "motor")
    assert (after.confidence < before.confidence) is is_looked_at
    assert (there.component.confidence < alone.component.confidence) is is_looked_at


def test_what_is_less_sure_than_wanted_is_left_out(blobs: Recognizer) -> None:
    image = picture((400, 300))
    (motor,) = blobs.recognize(image, page_of(image), 0.3).components
    assert blobs.recognize(image, page_of(image), motor.confidence + 0.01).components == ()


def test_a_picture_of_another_page_is_refused(blobs: Recognizer) -> None:
    image = picture()
    with pytest.raises(ValueError, match="page 3: the image has shape"):
        blobs.recognize(image[:-1], page_of(image), 0.3)
    with pytest.raises(ValueError, match="page 3 has no image"):
        blobs.recognize(image, page_of(image).model_copy(update={"image": None}), 0.3)


def test_regions_are_classified_each_on_its_own(blobs: Recognizer) -> None:
    image = picture((400, 300))
    blob = (400 / SCALE, 300 / SCALE, BLOB_PX / SCALE, BLOB_PX / SCALE)
    found, empty = blobs.recognize_regions(image, page_of(image), [blob, (10, 10, 20, 20)])
    assert (found.status, found.detail) == ("recognized", None)
    assert found.component is not None
    assert found.component.class_name == "motor"
    assert found.component.bbox == pytest.approx(blob, abs=0.01)
    assert (empty.status, empty.component) == ("not_a_symbol", None)
    assert empty.detail


def test_a_tag_tells_the_class_of_a_region_as_of_a_component(blobs: Recognizer) -> None:
    image = picture((400, 300))
    blob = (400 / SCALE, 300 / SCALE, BLOB_PX / SCALE, BLOB_PX / SCALE)
    tagged = page_of(image, words=(Word(text="M-7", bbox=(210, 145, 20, 6)),))
    (plain,), (told,) = (blobs.recognize_regions(image, page, [blob]) for page in (page_of(image), tagged))
    assert plain.component is not None
    assert told.component is not None
    assert (told.component.class_name, told.component.tag) == ("motor", "M-7")
    assert told.component.confidence > plain.component.confidence


@pytest.mark.parametrize(
    ("region", "sentence"),
    [
        ((math.nan, 0, 10, 10), "finite numbers"),
        ((0, 0, math.inf, 10), "finite numbers"),
        ([1, 2, 3], "four finite numbers"),
        ([1, 2, 3, "x"], "four finite numbers"),
        ([1, 2, 3, 10**400], "four finite numbers"),
        (None, "four finite numbers"),
        ({"x": 1}, "four finite numbers"),
        ((10, 10, 0, 10), "larger than 0"),
        ((10, 10, 10, -5), "larger than 0"),
        ((0, 0, 800, 10), "720 points"),
        ((5000, 10, 10, 10), "outside the page"),
        ((10, -50, 10, 20), "outside the page"),
    ],
)
def test_a_bad_region_gets_a_sentence_and_the_others_go_on(
    blobs: Recognizer, region: JsonValue, sentence: str
) -> None:
    image = picture((400, 300))
    blob = (400 / SCALE, 300 / SCALE, BLOB_PX / SCALE, BLOB_PX / SCALE)
    bad, good = blobs.recognize_regions(image, page_of(image), [region, blob])
    assert bad.status == "error"
    assert bad.detail is not None
    assert sentence in bad.detail
    assert good.status == "recognized"


def test_a_region_beyond_the_edge_is_clipped_to_the_page(blobs: Recognizer) -> None:
    image = picture((0, 0))
    side = (BLOB_PX + 4) / SCALE
    (result,) = blobs.recognize_regions(image, page_of(image), [(-4 / SCALE, -4 / SCALE, side, side)])
    assert result.component is not None
    assert result.component.bbox == pytest.approx((0, 0, BLOB_PX / SCALE, BLOB_PX / SCALE), abs=0.01)


def test_symbols_in_a_revision_cloud_are_told_from_those_beside_it(blobs: Recognizer) -> None:
    image = picture((400, 300), (800, 300))
    box = (300 / SCALE, 200 / SCALE, 300 / SCALE, 300 / SCALE)
    page = page_of(image).model_copy(
        update={"annotations": (Annotation(kind="Square", bbox=box, cloudy=True),)}
    )
    clouded = {c.bbox[0] < 600 / SCALE: c.in_cloud for c in blobs.recognize(image, page, 0.3).components}
    assert clouded == {True: True, False: False}
    inside, outside = blobs.recognize_regions(
        image, page, [(395 / SCALE, 295 / SCALE, 15, 15), (795 / SCALE, 295 / SCALE, 15, 15)]
    )
    assert inside.component is not None
    assert outside.component is not None
    assert (inside.component.in_cloud, outside.component.in_cloud) == (True, False)


def test_a_sheet_plotted_white_on_black_holds_the_same_symbols(blobs: Recognizer) -> None:
    image = picture((400, 300), (800, 300), (100, 700))
    page = page_of(image)
    assert blobs.recognize(255 - image, page, 0.3) == blobs.recognize(image, page, 0.3)
