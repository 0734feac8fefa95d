"""The annotated PDF: the original drawing with one real Square annotation a component, a layer a class.

Revision clouds are Polygon annotations on a layer of their own, below the components.

The file is a stranger's, so the child process of extraction writes into it, within its limits.
"""

from __future__ import annotations

import colorsys
import tempfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from orchestrator.components import Cloud, Component, PageComponents
from orchestrator.errors import DrawingError, DrawingErrorCode
from orchestrator.extraction.sandbox import Child, ChildLost
from orchestrator.geometry import bounds
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.marks import Mark, to_json
from orchestrator.pdf.wire import request
from orchestrator.taxonomy import ALL_CLASSES

AUTHOR: Final = "Electrical Orchestrator"
TIMEOUT_S: Final = 22.0
"""For opening, writing and saving: the API answers within 29 seconds."""

CLOUD_LAYER: Final = "Takeoff: revision clouds"

_FILL_OPACITY: Final = 0.18
_CLOUD_OPACITY: Final = 0.07
_CLOUD_RGB: Final = (0.78, 0.08, 0.52)
_GOLDEN_ANGLE: Final = 0.618034  # of a turn: neighbouring classes get hues far apart


def annotate(source_pdf: bytes, pages: Iterable[PageComponents], *, timeout_s: float = TIMEOUT_S) -> bytes:
    """Return the drawing with an annotation for every revision cloud and every component that was not rejected.

    Raises:
        DrawingError: as `write_marks` does.
    """
    return write_marks(source_pdf, marks_of(pages), timeout_s)


def write_marks(
    source_pdf: bytes, found: Mapping[int, Sequence[Mark]], timeout_s: float = TIMEOUT_S
) -> bytes:
    """Return the drawing with an annotation for every mark, by page number.

    The original bytes stay as they are and the annotations follow them, except when the file is damaged.

    Raises:
        DrawingError: `unreadable`, `password`, `timeout`, `crashed` or `out_of_memory`, when the file cannot
            be annotated.
    """
    with tempfile.TemporaryDirectory() as folder:
        pdf, marks = Path(folder, "annotated.pdf"), Path(folder, "marks.json")
        pdf.write_bytes(source_pdf)
        marks.write_text(to_json(found))
        child = Child(Limits())
        try:
            reply = child.ask(request("annotate", path=str(pdf), marks=str(marks)), timeout_s)
        except ChildLost as lost:
            raise _refusal(lost.code, lost.detail) from lost
        finally:
            child.kill()
        if "error" in reply.header:
            raise _refusal(reply.header["error"], reply.header["detail"])
        return pdf.read_bytes()


def _refusal(code: DrawingErrorCode, detail: str) -> DrawingError:
    return DrawingError(code, f"The drawing's file cannot be annotated: {detail}.")


def marks_of(pages: Iterable[PageComponents]) -> dict[int, Sequence[Mark]]:
    """Return one mark for every cloud and every component that was not rejected, by page number."""
    return {
        page.page: [
            *(_cloud_mark(page.page, number, cloud) for number, cloud in enumerate(page.clouds, start=1)),
            *(_mark(component) for component in page.components if component.status != "rejected"),
        ]
        for page in pages
    }


def _cloud_mark(page: int, number: int, cloud: Cloud) -> Mark:
    revision = f"revision {cloud.revision} · " if cloud.revision else ""
    return Mark(
        bbox=bounds(cloud.polygon),
        layer=CLOUD_LAYER,
        rgb=_CLOUD_RGB,
        opacity=_CLOUD_OPACITY,
        subject="revision cloud",
        contents=f"{revision}{cloud.confidence:.0%}",
        author=AUTHOR,
        name=f"p{page:05d}-cloud-{number}",
        corners=cloud.polygon,
    )


def _mark(component: Component) -> Mark:
    name = component.class_name
    return Mark(
        bbox=component.bbox,
        layer=f"Takeoff: {name}",
        rgb=colour_of(name),
        opacity=_FILL_OPACITY,
        subject=name,
        contents=contents_of(component),
        author=AUTHOR,
        name=component.id,
    )


def contents_of(component: Component) -> str:
    """Return what a reader sees of an annotation: tag and confidence."""
    sureness = f"{component.confidence:.0%}" if component.source != "manual" else "added by hand"
    return f"{component.tag} · {sureness}" if component.tag else sureness


def colour_of(class_name: str) -> tuple[float, float, float]:
    """Return the colour of a class, red, green, blue in 0..1; the same in every drawing."""
    known = class_name in ALL_CLASSES
    position = (
        ALL_CLASSES.index(class_name) if known else len(ALL_CLASSES) + zlib.crc32(class_name.encode()) % 97
    )
    return colorsys.hsv_to_rgb(position * _GOLDEN_ANGLE % 1, 0.9, (0.85, 0.65)[position % 2])
