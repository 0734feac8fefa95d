"""Promises of components.json."""

from __future__ import annotations

import json

from orchestrator.components import Cloud, PageComponents, RevisionMark
from orchestrator.exports.record import to_json
from tests.orchestrator.exports.sample import component, page_of


def test_it_has_the_shape_of_the_contract() -> None:
    content = json.loads(to_json("E-101", [page_of(component(page=2), page=2), page_of()]))
    assert (content["drawing"], content["model_version"]) == ("E-101", "v1")
    first, second = content["pages"]
    assert list(first) == [
        "page", "width_pt", "height_pt", "status", "components", "clouds", "revision_marks", "legend",
        "set_aside", "schedules", "unowned_tags", "warnings",
    ]  # fmt: skip
    assert first["page"] == 1
    (found,) = second["components"]
    assert list(found) == [
        "id", "page", "class", "bbox", "confidence", "band", "rotation", "tag", "text", "attributes",
        "source", "provenance", "in_cloud", "status", "alternatives", "model_version",
    ]  # fmt: skip
    assert found["bbox"] == [100, 50, 20, 10]


def test_it_is_the_whole_record_and_reads_back_as_components() -> None:
    cloud = Cloud(polygon=((1, 1), (90, 1), (90, 80)), confidence=0.9, source="drawn", revision="A")
    mark = RevisionMark(revision="A", bbox=(92, 1, 9, 8))
    page = page_of(component(status="rejected", tag="Ω-1"), clouds=(cloud,), revision_marks=(mark,))
    (stored,) = json.loads(to_json("E", [page]))["pages"]
    assert PageComponents.model_validate(stored | {"model_version": "v1"}) == page


def test_pages_of_several_models_name_them_all_and_none_is_none() -> None:
    mixed = [page_of(model_version="v2"), page_of(page=2, model_version="v1"), page_of(page=3)]
    assert json.loads(to_json("E", mixed))["model_version"] == "v1, v2"
    assert json.loads(to_json("E", [])) == {"drawing": "E", "model_version": None, "pages": []}
