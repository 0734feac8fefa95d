"""Stored pages as recognition works on them: with the words that were read from their pictures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from orchestrator.pages import Page
from orchestrator.readings import PARTLY_READ, UNREAD, PageReading, with_words
from orchestrator.recognition.images import decode_png
from orchestrator.recognition.model import ModelError
from orchestrator.recognition.reading.networks import ReadingError
from orchestrator.recognition.reading.reader import Reader, needs_reading
from orchestrator.recognition.reading.strokes import with_drawn_strokes
from orchestrator.storage import keys
from orchestrator.storage.files import Files, MissingFile
from orchestrator.telemetry import logger


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A page with its picture.

    Attributes:
        page: what extraction stored, its words followed by those of `reading`.
        image: (H, W) grey, 255 = paper.
        reading: what was read from the picture, or None.
        warnings: what of the picture could not be read.
    """

    page: Page
    image: NDArray[np.uint8]
    reading: PageReading | None = None
    warnings: tuple[str, ...] = ()

    @property
    def drawn(self) -> Page:
        """The page as legends and tables are read: where words were read, with what its picture shows besides."""
        read = self.reading is not None and len(self.reading.words) > 0
        return with_drawn_strokes(self.page, self.image) if read else self.page


@dataclass(frozen=True, slots=True)
class StoredPages:
    """Opens stored pages; without a `reader` no picture is read, and none that was read before is looked at."""

    files: Files
    reader: Reader | None = None

    def opened(self, project_id: str, drawing_id: str, number: int) -> OpenedPage:
        """Return a page with what was read from its picture before.

        Raises:
            MissingFile: when the page has no stored picture.
        """
        return self._opened((project_id, drawing_id), number, anew=False)

    def read(self, project_id: str, drawing_id: str, number: int) -> OpenedPage:
        """Return a page with the words of its picture, read now where its text layer has hardly any.

        A picture that cannot be read leaves the page without words, and with a warning.

        Raises:
            MissingFile: when the page has no stored picture.
        """
        return self._opened((project_id, drawing_id), number, anew=True)

    def _opened(self, ids: tuple[str, str], number: int, *, anew: bool) -> OpenedPage:
        page = Page.from_bytes(self.files.read(keys.page_file(*ids, number, "page.json.gz")))
        png = self.files.read(keys.page_file(*ids, number, "page.png"))
        found = OpenedPage(page, decode_png(png))
        if self.reader is None or not needs_reading(page):
            return found
        picture = hashlib.sha256(png).hexdigest()
        reading = self._stored(ids, number, picture)
        if reading is None and anew:
            try:
                reading = self.reader.read(found.image, page, picture)
            except (ModelError, ReadingError) as error:
                logger("recognition").error("picture not read", page=number, reason=str(error))
                return replace(found, warnings=(UNREAD,))
        return found if reading is None else _with(found, reading)

    def _stored(self, ids: tuple[str, str], number: int, picture: str) -> PageReading | None:
        """Return what was read from this very picture before, or None."""
        try:
            data = self.files.read(keys.page_file(*ids, number, "reading.json.gz"))
        except MissingFile:
            return None
        reading = PageReading.from_bytes(data)
        return reading if reading.picture == picture else None


def _with(found: OpenedPage, reading: PageReading) -> OpenedPage:
    warnings = () if reading.is_complete else (PARTLY_READ,)
    return replace(found, page=with_words(found.page, reading), reading=reading, warnings=warnings)
