"""The export formats: their media types, file names, and one function that writes any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

from orchestrator.components import PageComponents
from orchestrator.exports.annotations import annotate
from orchestrator.exports.audit import audit
from orchestrator.exports.coco import to_coco
from orchestrator.exports.delimited import to_csv
from orchestrator.exports.record import to_json
from orchestrator.exports.workbook import to_xlsx
from orchestrator.takeoff import takeoff

Format = Literal["csv", "xlsx", "json", "pdf", "audit", "coco"]

MEDIA_TYPES: Final[Mapping[Format, str]] = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json": "application/json",
        "pdf": "application/pdf",
        "audit": "application/pdf",
        "coco": "application/json",
    }
)
FILE_NAMES: Final[Mapping[Format, str]] = MappingProxyType(
    {
        "csv": "takeoff.csv",
        "xlsx": "takeoff.xlsx",
        "json": "components.json",
        "pdf": "annotated.pdf",
        "audit": "audit.pdf",
        "coco": "coco.json",
    }
)


def export(
    kind: Format, drawing: str, pages: Sequence[PageComponents], source_pdf: Callable[[], bytes]
) -> bytes:
    """Write one export of a drawing; `source_pdf` gives the original file and is called for the PDFs alone.

    Raises:
        DrawingError: `unreadable`, when the original file cannot be annotated.
    """
    match kind:
        case "csv":
            return to_csv(drawing, pages)
        case "xlsx":
            return to_xlsx(drawing, pages, takeoff(pages))
        case "json":
            return to_json(drawing, pages)
        case "coco":
            return to_coco(drawing, pages)
        case "audit":
            return audit(source_pdf(), pages)
    return annotate(source_pdf(), pages)
