"""The stored form of what was read from a page's picture (`reading.json.gz`), apart from the PDF's own text.

Every box is xywh in points of the displayed page, top-left origin.
"""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.geometry import Box
from orchestrator.pages import Page, Word
from orchestrator.stored import Stored

UNREAD: Final = "The text of this page's picture could not be read; it was processed without words."
PARTLY_READ: Final = "The text of this page's picture was read in part only: reading it all takes too long."


class ReadWord(BaseModel):
    """One word as it was read from the picture; `direction` as of `pages.Word`, `confidence` 0..1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    bbox: Box
    direction: int = 0
    confidence: float


class PageReading(Stored):
    """The words that were read surely enough from a page's picture, in reading order.

    Attributes:
        page: number, from 1.
        picture: SHA-256 of the stored picture: another run has another one.
        reader: which networks read it.
        is_complete: False where the time for a page ended before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: int = Field(ge=1)
    picture: str
    reader: str
    words: tuple[ReadWord, ...] = ()
    is_complete: bool = True

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)


def with_words(page: Page, reading: PageReading) -> Page:
    """Return a page with the words that were read from its picture after those of its text layer."""
    read = (Word(text=w.text, bbox=w.bbox, direction=w.direction) for w in reading.words)
    return page.model_copy(update={"words": (*page.words, *read)})
