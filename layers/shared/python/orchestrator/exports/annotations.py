"""The annotated PDF: the original drawing with one real Square annotation a component.

Dictionaries and appearance streams are written directly, for `page.add_rect_annot` takes time quadratic in
their number. Each class has a layer (optional content group) of its own. ISO 32000-1, 8.11 and 12.5.6.8.
"""

from __future__ import annotations

import colorsys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from orchestrator.components import Component, PageComponents
from orchestrator.errors import DrawingError
from orchestrator.geometry import Box
from orchestrator.taxonomy import ALL_CLASSES

if TYPE_CHECKING:
    import pymupdf

AUTHOR: Final = "Electrical Orchestrator"
Rgb = tuple[float, float, float]

_LINE_WIDTH_PT: Final = 1.0
_FILL_OPACITY: Final = 0.18
_PRINT: Final = 4  # annotation flag: printed with the page
_GOLDEN_ANGLE: Final = 0.618034  # of a turn: neighbouring classes get hues far apart


def annotate(source_pdf: bytes, pages: Sequence[PageComponents]) -> bytes:
    """Return the drawing with an annotation for every component that was not rejected.

    The original bytes stay as they are and the annotations follow them (an incremental update), except when
    the file is damaged and had to be repaired.

    Raises:
        DrawingError: `unreadable` or `password`, when the file does not open.
    """
    # a working file, because an incremental update is written only to the file that was opened
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "annotated.pdf")
        path.write_bytes(source_pdf)
        with _open(path) as document:
            _annotate_pages(document, pages)
            if document.can_save_incrementally():
                document.saveIncr()
                return path.read_bytes()
            content: bytes = document.tobytes(garbage=0, deflate=True)
            return content


def colour_of(class_name: str) -> Rgb:
    """Return the colour of a class, red, green, blue in 0..1; the same in every drawing."""
    position = ALL_CLASSES.index(class_name)
    return colorsys.hsv_to_rgb(position * _GOLDEN_ANGLE % 1, 0.9, (0.85, 0.65)[position % 2])


def _open(path: Path) -> pymupdf.Document:
    import pymupdf  # noqa: PLC0415  # 0.14 s that only this export needs

    try:
        document = pymupdf.open(path, filetype="pdf")
    except (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase) as error:
        raise DrawingError(
            "unreadable", "The drawing's file cannot be read, so it cannot be annotated."
        ) from error
    if document.needs_pass:
        raise DrawingError(
            "password", "The drawing's file is protected by a password and cannot be annotated."
        )
    return document


def _annotate_pages(document: pymupdf.Document, pages: Iterable[PageComponents]) -> None:
    counted = {
        page.page: [c for c in page.components if c.status != "rejected"]
        for page in pages
        if page.page <= document.page_count
    }
    names = {c.class_name for components in counted.values() for c in components}
    looks = {name: _look(document, name) for name in ALL_CLASSES if name in names}
    for number, components in counted.items():
        if components:
            page = document[number - 1]
            space = PageSpace.of(page)
            xrefs = [_write(document, page.xref, space, looks[c.class_name], c) for c in components]
            _append(document, page.xref, xrefs)


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
        corners = (self._point(x, y), self._point(x + width, y + height))
        (xa, ya), (xb, yb) = corners
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)

    def _point(self, x: float, y: float) -> tuple[float, float]:
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
    """How a class is drawn: its colour, its layer and the graphics state of its fill (object numbers)."""

    colour: Rgb
    layer: int
    fill_state: int


def _look(document: pymupdf.Document, class_name: str) -> _Look:
    state = _new_object(document, f"<</Type/ExtGState/ca {_FILL_OPACITY}>>")
    return _Look(colour_of(class_name), document.add_ocg(f"Takeoff: {class_name}"), state)


def _write(
    document: pymupdf.Document, page_xref: int, space: PageSpace, look: _Look, component: Component
) -> int:
    """Write one annotation and its appearance; return its object number."""
    import pymupdf  # noqa: PLC0415  # as above

    x0, y0, x1, y1 = space.rectangle(component.bbox)
    appearance = _appearance(document, look, x1 - x0, y1 - y0)
    rgb = " ".join(f"{value:.3f}" for value in look.colour)
    subject, contents, author, name = (
        pymupdf.get_pdf_str(text)
        for text in (component.class_name, _contents(component), AUTHOR, component.id)
    )
    return _new_object(
        document,
        f"<</Type/Annot/Subtype/Square/Rect[{x0:.3f} {y0:.3f} {x1:.3f} {y1:.3f}]/P {page_xref} 0 R/F {_PRINT}"
        f"/C[{rgb}]/BS<</W {_LINE_WIDTH_PT}/S/S>>/Subj{subject}/Contents{contents}/T{author}/NM{name}"
        f"/OC {look.layer} 0 R/AP<</N {appearance} 0 R>>>>",
    )


def _contents(component: Component) -> str:
    """Return what a reader sees of an annotation: tag and confidence."""
    sureness = f"{component.confidence:.0%}" if component.source != "manual" else "added by hand"
    return f"{component.tag} · {sureness}" if component.tag else sureness


def _appearance(document: pymupdf.Document, look: _Look, width: float, height: float) -> int:
    """Write the form that draws the rectangle; the pen stays inside the box."""
    pen = min(_LINE_WIDTH_PT, width / 4, height / 4)
    rgb = " ".join(f"{value:.3f}" for value in look.colour)
    xref = _new_object(
        document,
        f"<</Type/XObject/Subtype/Form/BBox[0 0 {width:.3f} {height:.3f}]"
        f"/Resources<</ExtGState<</F {look.fill_state} 0 R>>>>>>",
    )
    rectangle = f"{pen / 2:.3f} {pen / 2:.3f} {width - pen:.3f} {height - pen:.3f} re"
    drawing = f"/F gs {rgb} RG {rgb} rg {pen:.3f} w {rectangle} B"
    document.update_stream(xref, drawing.encode(), new=True, compress=False)
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
