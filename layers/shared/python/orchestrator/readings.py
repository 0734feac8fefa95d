"""The stored form of what was read from a page's picture (`reading.json.gz`), apart from the PDF's own text.

Every box is xywh in points of the displayed page, top-left origin.
"""

from __future__ import annotations

import gzip
import zlib
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.geometry import Box
from orchestrator.pages import Page, Word

SCHEMA_VERSION: Final = 1

UNREAD: Final = "The text of this page's picture could not be read; it was processed without words."
PARTLY_READ: Final = "The text of this page's picture was read in part only: reading it all takes too long."


class ReadWord(BaseModel):
    """One word as it was read from the picture; `direction` as of `pages.Word`, `confidence` 0..1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    bbox: Box
    direction: int = 0
    confidence: float


class PageReading(BaseModel):
    """The words that were read surely enough from a page's picture, in reading order.

    Attributes:
        page: number, from 1.
        picture: SHA-256 of the stored picture: another run has another one.
        reader: which networks read it.
        is_complete: False where the time for a page ended before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = SCHEMA_VERSION
    page: int = Field(ge=1)
    picture: str
    reader: str
    words: tuple[ReadWord, ...] = ()
    is_complete: bool = True

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    def to_bytes(self) -> bytes:
        """Return the reading as gzipped JSON, the same bytes for the same reading."""
        return gzip.compress(self.model_dump_json().encode(), compresslevel=6, mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes) -> PageReading:
        """Read a stored reading.

        Raises:
            ValueError: when the bytes are not a stored reading of a version this code knows.
        """
        try:
            reading = cls.model_validate_json(gzip.decompress(data))
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError(f"no gzipped reading: {error}") from error
        if reading.schema_version > SCHEMA_VERSION:
            raise ValueError(f"reading schema {reading.schema_version} is newer than {SCHEMA_VERSION}")
        return reading


def with_words(page: Page, reading: PageReading) -> Page:
    """Return a page with the words that were read from its picture after those of its text layer."""
    read = (Word(text=w.text, bbox=w.bbox, direction=w.direction) for w in reading.words)
    return page.model_copy(update={"words": (*page.words, *read)})
