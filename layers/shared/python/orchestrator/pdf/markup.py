"""Writes annotations into a PDF: one real Square or Polygon a mark, each kind of mark on a layer of its own.

Dictionaries and appearance streams are written directly, for `page.add_rect_annot` takes time quadratic in
their number. ISO 32000-1, 8.11, 12.5.6.8 and 12.5.6.9.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pymupdf

from orchestrator.errors import DrawingError
from orchestrator.geometry import Box, Point
from orchestrator.pdf.marks import Mark
from orchestrator.pdf.outline import Document

_LINE_WIDTH_PT: Final = 1.0
_PRINT: Final = 4  # annotation flag: printed with the page


def annotate(path: Path, marks: Mapping[int, Sequence[Mark]]) -> None:
    """Write marks, by page number, into the file; pages that it does not have are passed over.

    The original bytes stay as they are and the annotations follow them (an incremental update), except when
    the file is damaged and had to be repaired.

    Raises:
        DrawingError: `unreadable` or `password`, when the file does not open.
    """
    with _open(path) as document:
        known = {page: found for page, found in marks.items() if found and page <= document.page_count}
        kinds = {mark.layer: mark for found in known.values() for mark in found}
        looks = {layer: _look(document, mark) for layer, mark in kinds.items()}
        for number, found in known.items():
            page = document[number - 1]
            space = PageSpace.of(page)
            xrefs = [_write(document, page.xref, space, looks[mark.layer], mark) for mark in found]
            _append(document, page.xref, xrefs)
        if document.can_save_incrementally():
            document.saveIncr()
            return
        content = document.tobytes(garbage=0, deflate=True)
    path.write_bytes(content)


def _open(path: Path) -> Any:  # noqa: ANN401  # PyMuPDF has no types
    try:
        document = Document(path, filetype="pdf")
    except (RuntimeError, ValueError) as error:
        raise DrawingError("unreadable", "it is damaged beyond repair") from error
    if document.needs_pass:
        raise DrawingError("password", "it asks for a password")
    return document


@dataclass(frozen=True, slots=True)
class PageSpace:
    """How a displayed page lies in PDF space: visible x0, y0, x1, y1, clockwise rotation, points a unit."""

    visible: tuple[float, float, float, float]
    rotation: int
    unit: float

    @classmethod
    def of(cls, page: pymupdf.Page) -> PageSpace:
        """Read the visible box (crop box within media box), the rotation and the user unit of a page."""
        media, crop = page.mediabox, page.cropbox  # crop counts y from the media box's top
        visible = (
            max(crop.x0, media.x0),
            max(media.y1 - crop.y1, media.y0),
            min(crop.x1, media.x1),
            min(media.y1 - crop.y0, media.y1),
        )
        kind, value = page.parent.xref_get_key(page.xref, "UserUnit")
        return cls(visible, page.rotation, float(value) if kind in {"int", "float", "real"} else 1.0)

    def rectangle(self, box: Box) -> tuple[float, float, float, float]:
        """Return x0, y0, x1, y1 in PDF space of a box in points of the displayed page."""
        x, y, width, height = (value / self.unit for value in box)
        corners = (self._in_pdf(x, y), self._in_pdf(x + width, y + height))
        (xa, ya), (xb, yb) = corners
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)

    def point(self, shown: Point) -> Point:
        """Return in PDF space a point of the displayed page, points from its top left."""
        return self._in_pdf(shown[0] / self.unit, shown[1] / self.unit)

    def _in_pdf(self, x: float, y: float) -> Point:
        x0, y0, x1, y1 = self.visible
        match self.rotation:
            case 90:
                return x0 + y, y0 + x
            case 180:
                return x1 - x, y0 + y
            case 270:
                return x1 - y, y1 - x
            case _:
                return x0 + x, y1 - y


@dataclass(frozen=True, slots=True)
class _Look:
    """How a kind of mark is drawn: its colour, its layer and the graphics state of its fill (object numbers)."""

    rgb: str
    layer: int
    fill_state: int


def _look(document: pymupdf.Document, mark: Mark) -> _Look:
    state = _new_object(document, f"<</Type/ExtGState/ca {mark.opacity}>>")
    return _Look(" ".join(f"{value:.3f}" for value in mark.rgb), document.add_ocg(mark.layer), state)


def _write(document: pymupdf.Document, page_xref: int, space: PageSpace, look: _Look, mark: Mark) -> int:
    """Write one annotation and its appearance; return its object number."""
    x0, y0, x1, y1 = space.rectangle(mark.bbox)
    pen = min(_LINE_WIDTH_PT, (x1 - x0) / 4, (y1 - y0) / 4)
    shape, outline = "/Square", f"{pen / 2:.3f} {pen / 2:.3f} {x1 - x0 - pen:.3f} {y1 - y0 - pen:.3f} re"
    if mark.corners:
        corners = [space.point(corner) for corner in mark.corners]
        shape = f"/Polygon/Vertices[{' '.join(f'{x:.3f} {y:.3f}' for x, y in corners)}]"
        outline = _path([(x - x0, y - y0) for x, y in corners])
    appearance = _appearance(document, look, (x1 - x0, y1 - y0), f"{pen:.3f} w {outline}")
    subject, contents, author, name = (
        pymupdf.get_pdf_str(text) for text in (mark.subject, mark.contents, mark.author, mark.name)
    )
    return _new_object(
        document,
        f"<</Type/Annot/Subtype{shape}/Rect[{x0:.3f} {y0:.3f} {x1:.3f} {y1:.3f}]/P {page_xref} 0 R/F {_PRINT}"
        f"/C[{look.rgb}]/BS<</W {_LINE_WIDTH_PT}/S/S>>/Subj{subject}/Contents{contents}/T{author}/NM{name}"
        f"/OC {look.layer} 0 R/AP<</N {appearance} 0 R>>>>",
    )


def _path(corners: Sequence[Point]) -> str:
    """Return the operators of a closed path; what of its pen lies outside the box is cut off."""
    (x, y), *others = corners
    return f"{x:.3f} {y:.3f} m " + " ".join(f"{a:.3f} {b:.3f} l" for a, b in others) + " h"


def _appearance(document: pymupdf.Document, look: _Look, size: tuple[float, float], drawing: str) -> int:
    """Write the form of this width and height that draws a shape, filled and with an outline."""
    width, height = size
    xref = _new_object(
        document,
        f"<</Type/XObject/Subtype/Form/BBox[0 0 {width:.3f} {height:.3f}]"
        f"/Resources<</ExtGState<</F {look.fill_state} 0 R>>>>>>",
    )
    content = f"/F gs {look.rgb} RG {look.rgb} rg {drawing} B"
    document.update_stream(xref, content.encode(), new=True, compress=False)
    return xref


def _new_object(document: pymupdf.Document, text: str) -> int:
    xref: int = document.get_new_xref()
    document.update_object(xref, text)
    return xref


def _append(document: pymupdf.Document, page_xref: int, annotations: Iterable[int]) -> None:
    """Put annotations after those the page has, whether its list is its own or lies in another object."""
    kind, value = document.xref_get_key(page_xref, "Annots")
    if kind == "xref":
        value = document.xref_object(int(value.split()[0]), compressed=True)
    existing = value.strip().removeprefix("[").removesuffix("]") if kind in {"array", "xref"} else ""
    references = " ".join(f"{xref} 0 R" for xref in annotations)
    document.xref_set_key(page_xref, "Annots", f"[{existing} {references}]")
