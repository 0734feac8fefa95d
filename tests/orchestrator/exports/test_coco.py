"""Promises of the COCO file."""

from __future__ import annotations

import json
from typing import Any

from orchestrator.components import PageComponents
from orchestrator.exports.coco import to_coco
from orchestrator.taxonomy import ALL_CLASSES
from tests.orchestrator.exports.sample import component, page_of


def coco(*pages: PageComponents) -> dict[str, Any]:
    """Return the file of pages whose pictures have two pixels a point across, and three down."""
    content: dict[str, Any] = json.loads(to_coco("E-101", pages, {p.page: (1_600, 1_800) for p in pages}))
    return content


def test_sizes_and_boxes_are_pixels_of_the_picture_that_the_image_names() -> None:
    content = coco(page_of(component(bbox=(100, 50, 20, 10.005))))
    (image,), (box,) = content["images"], content["annotations"]
    assert (image["width"], image["height"]) == (1_600, 1_800)
    assert image["file_name"] == "E-101/pages/00001/page.png"
    assert (box["bbox"], box["area"], box["iscrowd"]) == ([200, 150, 40, 30.02], 1_200.8, 0)
    assert box["attributes"]["bbox_pt"] == [100, 50, 20, 10.005]


def test_boxes_refer_to_their_page_and_class() -> None:
    content = coco(page_of(component(page=2, tag="M-7"), page=2), page_of())
    (box,) = content["annotations"]
    names = {category["id"]: category["name"] for category in content["categories"]}
    assert [image["id"] for image in content["images"]] == [1, 2]
    assert (box["image_id"], names[box["category_id"]]) == (2, "motor")
    assert box["attributes"]["tag"] == "M-7"


def test_every_class_is_a_category_also_when_absent() -> None:
    assert [c["name"] for c in coco()["categories"]] == list(ALL_CLASSES)


def test_a_class_of_the_projects_own_is_a_category_after_those_of_the_taxonomy() -> None:
    own = component().model_copy(update={"class_name": "ground_rod"})
    content = coco(page_of(own))
    assert content["categories"][-1]["name"] == "ground_rod"
    assert content["annotations"][0]["category_id"] == len(ALL_CLASSES) + 1


def test_rejected_components_and_failed_pages_are_left_out() -> None:
    content = coco(page_of(component(status="rejected")), page_of(page=2, status="failed"))
    assert content["annotations"] == []
    assert [image["id"] for image in content["images"]] == [1]
