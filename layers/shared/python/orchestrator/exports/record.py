"""`components.json`: the whole record of a drawing's components, in the contract's form."""

from __future__ import annotations

import json
from collections.abc import Sequence

from orchestrator.components import PageComponents


def to_json(drawing: str, pages: Sequence[PageComponents]) -> bytes:
    """Return `{drawing, model_version, pages: [{page, width_pt, height_pt, status, components, clouds, …}]}` as UTF-8.

    Pages of different model versions make `model_version` the versions joined with ", ".
    """
    ordered = sorted(pages, key=lambda page: page.page)
    left_out = {"model_version", "schema_version"}
    content = {
        "drawing": drawing,
        "model_version": ", ".join(sorted({page.model_version for page in ordered})) or None,
        "pages": [page.model_dump(mode="json", by_alias=True, exclude=left_out) for page in ordered],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
