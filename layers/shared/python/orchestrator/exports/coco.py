"""COCO object detection: boxes and classes for tools that train or measure models.

Such tools open the picture of a page by its `file_name` and cut boxes out of it: all lengths are its pixels. The
components' own boxes, in points, are `bbox_pt` among an annotation's attributes.
https://cocodataset.org/#format-data
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from orchestrator.components import Component, PageComponents
from orchestrator.taxonomy import ALL_CLASSES, group_of

SizePx = tuple[int, int]
"""Width and height in pixels."""
CATEGORY_IDS: Final = {name: i for i, name in enumerate(ALL_CLASSES, start=1)}


def to_coco(drawing: str, pages: Sequence[PageComponents], pictures: Mapping[int, SizePx]) -> bytes:
    """Return COCO JSON; an image is the picture of a page, whose size is in `pictures`; failed pages are left out."""
    analysed = sorted((p for p in pages if p.status == "analyzed"), key=lambda page: page.page)
    images = [_image(drawing, page, pictures[page.page]) for page in analysed]
    counted = [
        (c, pictures[page.page][0] / page.width_pt, pictures[page.page][1] / page.height_pt)
        for page in analysed
        for c in page.components
        if c.status != "rejected"
    ]
    ids = _category_ids(component for component, *_ in counted)
    content = {
        "info": {
            "description": f"Components of {drawing}; lengths are pixels of the pages' pictures, top-left origin"
        },
        "images": images,
        "annotations": [_annotation(i, *one, ids) for i, one in enumerate(counted, start=1)],
        "categories": [{"id": i, "name": name, "supercategory": group_of(name)} for name, i in ids.items()],
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _image(drawing: str, page: PageComponents, picture: SizePx) -> dict[str, Any]:
    return {
        "id": page.page,
        "file_name": f"{drawing}/pages/{page.page:05d}/page.png",
        "width": picture[0],
        "height": picture[1],
    }


def _category_ids(components: Iterable[Component]) -> dict[str, int]:
    """Return the id of each class: the taxonomy's are the same in every drawing, the project's own come after them."""
    own = sorted({component.class_name for component in components} - CATEGORY_IDS.keys())
    return {**CATEGORY_IDS, **{name: i for i, name in enumerate(own, start=len(CATEGORY_IDS) + 1)}}


def _annotation(
    number: int, component: Component, x_scale: float, y_scale: float, ids: Mapping[str, int]
) -> dict[str, Any]:
    x, y, width, height = component.bbox
    box = [round(n, 2) for n in (x * x_scale, y * y_scale, width * x_scale, height * y_scale)]
    own = {
        "id": component.id,
        "tag": component.tag,
        "source": component.source,
        "bbox_pt": list(component.bbox),
    }
    return {
        "id": number,
        "image_id": component.page,
        "category_id": ids[component.class_name],
        "bbox": box,
        "area": round(box[2] * box[3], 2),
        "iscrowd": 0,
        "score": component.confidence,
        "attributes": own,
    }
