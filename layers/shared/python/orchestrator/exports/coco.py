"""COCO object detection: boxes and classes for tools that train or measure models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from orchestrator.components import Component, PageComponents
from orchestrator.taxonomy import ALL_CLASSES, group_of

CATEGORY_IDS: Final = {name: i for i, name in enumerate(ALL_CLASSES, start=1)}


def to_coco(drawing: str, pages: Sequence[PageComponents]) -> bytes:
    """Return COCO JSON; an image is a page, sizes and boxes are in points; failed pages are left out."""
    analysed = sorted((p for p in pages if p.status == "analyzed"), key=lambda page: page.page)
    counted = [c for page in analysed for c in page.components if c.status != "rejected"]
    ids = _category_ids(counted)
    content = {
        "info": {
            "description": f"Components of {drawing}; lengths are PDF points (1/72 in), top-left origin"
        },
        "images": [_image(drawing, page) for page in analysed],
        "annotations": [_annotation(i, component, ids) for i, component in enumerate(counted, start=1)],
        "categories": [{"id": i, "name": name, "supercategory": group_of(name)} for name, i in ids.items()],
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _image(drawing: str, page: PageComponents) -> dict[str, Any]:
    return {
        "id": page.page,
        "file_name": f"{drawing}/pages/{page.page:05d}/page.png",
        "width": page.width_pt,
        "height": page.height_pt,
    }


def _category_ids(components: Iterable[Component]) -> dict[str, int]:
    """Return the id of each class: the taxonomy's are the same in every drawing, the project's own come after them."""
    own = sorted({component.class_name for component in components} - CATEGORY_IDS.keys())
    return {**CATEGORY_IDS, **{name: i for i, name in enumerate(own, start=len(CATEGORY_IDS) + 1)}}


def _annotation(number: int, component: Component, ids: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": number,
        "image_id": component.page,
        "category_id": ids[component.class_name],
        "bbox": list(component.bbox),
        "area": component.bbox[2] * component.bbox[3],
        "iscrowd": 0,
        "score": component.confidence,
        "attributes": {"id": component.id, "tag": component.tag, "source": component.source},
    }
