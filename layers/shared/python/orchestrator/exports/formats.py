"""The export formats: their media types, file names, and one function that writes any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, Protocol

from orchestrator.components import PageComponents
from orchestrator.exports.coco import SizePx, to_coco
from orchestrator.exports.delimited import to_csv
from orchestrator.exports.instruments import to_instrument_index, to_io_list
from orchestrator.exports.record import to_json
from orchestrator.takeoff import takeoff

Format = Literal["csv", "xlsx", "json", "pdf", "audit", "coco", "instruments", "io"]

MEDIA_TYPES: Final[Mapping[Format, str]] = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json": "application/json",
        "pdf": "application/pdf",
        "audit": "application/pdf",
        "coco": "application/json",
        "instruments": "text/csv; charset=utf-8",
        "io": "text/csv; charset=utf-8",
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
        "instruments": "instruments.csv",
        "io": "io-list.csv",
    }
)


def _to_xlsx(drawing: str, pages: Sequence[PageComponents]) -> bytes:
    from orchestrator.exports.workbook import to_xlsx  # noqa: PLC0415 - loads a writer that few requests need

    return to_xlsx(drawing, pages, takeoff(pages))


_WRITERS: Final[Mapping[Format, Callable[[str, Sequence[PageComponents]], bytes]]] = MappingProxyType(
    {
        "csv": to_csv,
        "xlsx": _to_xlsx,
        "json": to_json,
        "instruments": to_instrument_index,
        "io": to_io_list,
    }
)
"""What is written from the components alone."""


class Source(Protocol):
    """What an export may need besides the components, and is asked for when it does."""

    def pdf(self) -> bytes:
        """Return the original file."""
        ...

    def pictures(self, pages: Iterable[int]) -> Mapping[int, SizePx]:
        """Return the size of the picture of each of these pages."""
        ...


def export(kind: Format, drawing: str, pages: Sequence[PageComponents], source: Source) -> bytes:
    """Write one export of a drawing.

    Raises:
        DrawingError: `unreadable`, when the original file cannot be annotated.
    """
    if kind == "coco":
        return to_coco(drawing, pages, source.pictures(p.page for p in pages if p.status == "analyzed"))
    if kind == "audit":
        from orchestrator.exports.audit import audit  # noqa: PLC0415 - loads what extraction reads a PDF with

        return audit(source.pdf(), pages)
    if kind == "pdf":
        from orchestrator.exports.annotations import annotate  # noqa: PLC0415 - as above

        return annotate(source.pdf(), pages)
    return _WRITERS[kind](drawing, pages)
