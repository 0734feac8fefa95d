"""Promises of the COCO file."""

from __future__ import annotations

import json

from orchestrator.exports.coco import to_coco
from orchestrator.taxonomy import ALL_CLASSES
from tests.orchestrator.exports.sample import component, page_of


def test_boxes_refer_to_their_page_and_class() -> None:
    content = json.loads(to_coco("E-101", [page_of(component(page=2, tag="M-7"), page=2), page_of()]))
    (box,) = content["annotations"]
    names = {category["id"]: category["name"] for category in content["categories"]}
    assert [image["id"] for image in content["images"]] == [1, 2]
    assert (content["images"][1]["width"], content["images"][1]["height"]) == (800, 600)
    assert (box["image_id"], names[box["category_id"]]) == (2, "motor")
    assert (box["bbox"], box["area"], box["iscrowd"]) == ([100, 50, 20, 10], 200, 0)
    assert box["attributes"]["tag"] == "M-7"


def test_every_class_is_a_category_also_when_absent() -> None:
    assert [c["name"] for c in json.loads(to_coco("E", []))["categories"]] == list(ALL_CLASSES)


def test_a_class_of_the_projects_own_is_a_category_after_those_of_the_taxonomy() -> None:
    own = component().model_copy(update={"class_name": "ground_rod"})
    content = json.loads(to_coco("E", [page_of(own)]))
    assert content["categories"][-1]["name"] == "ground_rod"
    assert content["annotations"][0]["category_id"] == len(ALL_CLASSES) + 1


def test_rejected_components_and_failed_pages_are_left_out() -> None:
    content = json.loads(
        to_coco("E", [page_of(component(status="rejected")), page_of(page=2, status="failed")])
    )
    assert content["annotations"] == []
    assert [image["id"] for image in content["images"]] == [1]
