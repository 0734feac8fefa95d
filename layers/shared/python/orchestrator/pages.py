"""The stored form of one extracted page (`page.json.gz`): what extraction writes and recognition reads.

Every box is xywh in points of the displayed page (rotation and crop box applied, top-left origin).
docs/page-format.md describes every field.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from orchestrator.geometry import Box, Point
from orchestrator.stored import Stored

PageKind = Literal["vector", "scanned", "mixed", "text", "blank"]
"""What a page is made of; `extraction/page_kind.py` decides."""

FieldName = Literal["number", "revision", "title", "scale", "sheet", "sheets", "date"]
"""What is read of a title block: `sheet` n of `sheets` m."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextStyle(_Part):
    """How words are set: font name without its subset prefix, and size in points of the displayed page."""

    font: str
    size_pt: float


class Word(_Part):
    """One word as the PDF's text layer spells it; `direction` is the reading direction in degrees clockwise.

    `style` is an index into the page's `text_styles`; None in pages stored before version 2.
    """

    text: str
    bbox: Box
    direction: int = 0
    style: int | None = None


class Image(_Part):
    """One placed raster image: its box, its own pixel size, and its share of the page's area, 0..1."""

    bbox: Box
    width_px: int
    height_px: int
    share: float = 0.0


class Layer(_Part):
    """One layer (optional content group) of the page; what lies on one that is not visible was not read."""

    name: str
    visible: bool = True


class Link(_Part):
    """One link: its box, and the address or the page (counted from 1) that it leads to."""

    bbox: Box
    uri: str | None = None
    page: int | None = None


class TitleBlockField(_Part):
    """One field of the title block: what it says, where, and how sure the reading is (0..1)."""

    value: str
    bbox: Box
    confidence: float


class Style(_Part):
    """How paths are painted: stroke and fill as `#rrggbb` or None, pen width in points, layer name or None."""

    stroke: str | None = None
    fill: str | None = None
    width_pt: float = 0.0
    layer: str | None = None


class Vectors(_Part):
    """The page's paths as columns; a path that touches the page is kept whole, also where it leaves the page.

    Attributes:
        ops: one letter an item: `l` line (4 numbers), `c` cubic Bezier (8), `r` rectangle xywh (4), `q` quad (8).
        coords: the numbers of all items one after another, points, rounded to 0.01.
        path_start: index of the first item of each path; a path ends where the next begins.
        path_style: index into `styles` of each path.
        styles: the distinct styles.
    """

    ops: str = ""
    coords: tuple[float, ...] = ()
    path_start: tuple[int, ...] = ()
    path_style: tuple[int, ...] = ()
    styles: tuple[Style, ...] = ()


class Annotation(_Part):
    """One annotation of the PDF: kind (`Square`, `FreeText`, ...), box, and what it says.

    `corners` are those of a `Polygon`, or none; they may lie off the page.
    """

    kind: str
    bbox: Box
    subject: str | None = None
    contents: str | None = None
    author: str | None = None
    cloudy: bool = False
    corners: tuple[Point, ...] = ()


class PageImage(_Part):
    """The grey picture recognition reads: pixel size, and pixels = points x `scale`."""

    width_px: int
    height_px: int
    scale: float


class Page(Stored):
    """One extracted page; what pages of an older version lack is None or empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    SCHEMA: ClassVar[int] = 3
    COMPRESSION: ClassVar[int] = 3
    """Of ISA-L: a third of the time of zlib's level 4, an eighth of its usual level 6, for 4 to 9 % more bytes."""

    schema_version: int = SCHEMA
    page_number: int = Field(ge=1)
    width_pt: float
    height_pt: float
    rotation: Literal[0, 90, 180, 270] = 0
    crop_box: Box | None = None
    label: str | None = None
    kind: PageKind | None = None
    text: str = ""
    words: tuple[Word, ...] = ()
    text_styles: tuple[TextStyle, ...] = ()
    image_count: int = 0
    images: tuple[Image, ...] = ()
    drawing_count: int = 0
    vectors: Vectors = Vectors()
    layers: tuple[Layer, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    links: tuple[Link, ...] = ()
    title_block: dict[FieldName, TitleBlockField] = Field(default_factory=dict)
    image: PageImage | None = None
    truncated: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def pack(cls, json: bytes) -> bytes:
        """Return JSON as gzip."""
        from isal import igzip  # noqa: PLC0415  # lies in the layer of extraction, which alone writes pages

        return bytes(igzip.compress(json, compresslevel=cls.COMPRESSION, mtime=0))

    @field_validator("layers", mode="before")
    @classmethod
    def _layers_of_version_1(cls, layers: Iterable[object]) -> list[object]:
        """Read layers that are names alone, all of them visible."""
        return [{"name": layer} if isinstance(layer, str) else layer for layer in layers]
