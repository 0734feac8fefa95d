"""The stored form of one extracted page (`page.json.gz`): what extraction writes and recognition reads.

Every box is xywh in points of the displayed page (rotation and crop box applied, top-left origin).
"""

from __future__ import annotations

import gzip
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.geometry import Box

SCHEMA_VERSION: Final = 1


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Word(_Stored):
    """One word as the PDF's text layer spells it; `direction` is the reading direction in degrees clockwise."""

    text: str
    bbox: Box
    direction: int = 0


class Image(_Stored):
    """One placed raster image: its box and its own pixel size."""

    bbox: Box
    width_px: int
    height_px: int


class Style(_Stored):
    """How paths are painted: stroke and fill as `#rrggbb` or None, pen width in points, layer name or None."""

    stroke: str | None = None
    fill: str | None = None
    width_pt: float = 0.0
    layer: str | None = None


class Vectors(_Stored):
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


class Annotation(_Stored):
    """One annotation of the PDF: kind (`Square`, `FreeText`, ...), box, and what it says."""

    kind: str
    bbox: Box
    subject: str | None = None
    contents: str | None = None
    author: str | None = None
    cloudy: bool = False


class PageImage(_Stored):
    """The grey picture recognition reads: pixel size, and pixels = points x `scale`."""

    width_px: int
    height_px: int
    scale: float


class Page(_Stored):
    """One extracted page."""

    schema_version: int = SCHEMA_VERSION
    page_number: int = Field(ge=1)
    width_pt: float
    height_pt: float
    rotation: Literal[0, 90, 180, 270] = 0
    text: str = ""
    words: tuple[Word, ...] = ()
    image_count: int = 0
    images: tuple[Image, ...] = ()
    drawing_count: int = 0
    vectors: Vectors = Vectors()
    layers: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    image: PageImage | None = None
    truncated: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the page as gzipped JSON, the same bytes for the same page."""
        return gzip.compress(self.model_dump_json().encode(), compresslevel=6, mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes) -> Page:
        """Read a stored page.

        Raises:
            ValueError: when the bytes are not a stored page of a version this code knows.
        """
        page = cls.model_validate_json(gzip.decompress(data))
        if page.schema_version > SCHEMA_VERSION:
            raise ValueError(f"page schema {page.schema_version} is newer than {SCHEMA_VERSION}")
        return page
