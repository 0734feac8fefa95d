"""One PDF through the sandbox: refused as a whole, or page after page, read and drawn in children."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from pydantic import ValidationError

from orchestrator.documents import OutlineEntry
from orchestrator.errors import DrawingError
from orchestrator.extraction import title_block
from orchestrator.extraction.ahead import Ahead, drawing, reading
from orchestrator.extraction.file_checks import SIGNATURE_WITHIN_BYTES, check_signature, check_size
from orchestrator.extraction.opened import Opened
from orchestrator.extraction.page_kind import kind_of
from orchestrator.extraction.results import DocumentInfo, ExtractedPage, PageFailure
from orchestrator.extraction.sandbox import ChildLost
from orchestrator.extraction.sharing import is_shared, shares
from orchestrator.pages import Layer, Page, PageImage
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.strings import ANEW, lacked_memory
from orchestrator.pdf.wire import Reply

_RUNGS: Final = ("full", "coarse")
"""The pictures of a page that are tried, the best first."""


class Extraction:
    """Reads one PDF in child processes; this process never parses it.

    Use it as a context manager. Entering checks the file and opens it. Where two processors are to be had, one child
    reads pages and another draws them, helped by the first; else, and as soon as they lack memory, one child does both.
    They are always ahead: at the next pages while this one is stored.

    Attributes:
        info: facts of the document, from entering on.
    """

    info: DocumentInfo

    def __init__(self, pdf: Path, limits: Limits = Limits()) -> None:  # noqa: B008  # frozen
        self._pdf = pdf
        self._limits = limits
        self._lost: list[ChildLost] = []
        self._be_alone()
        if is_shared(limits):
            self._work(*(Opened(pdf, share, self._lost) for share in shares(limits)))
        self._deadline = 0.0
        self._last_moment = 0.0

    def __enter__(self) -> Self:
        """Open the document.

        Raises:
            DrawingError: when the document as a whole is refused.
        """
        check_size(self._pdf.stat().st_size, self._limits.max_file_bytes)
        with self._pdf.open("rb") as file:
            check_signature(file.read(SIGNATURE_WITHIN_BYTES))
        now = time.monotonic()
        self._deadline = now + self._limits.document_timeout_s
        self._last_moment = now + self._limits.total_timeout_s
        try:
            header = self._opened()
        except (DrawingError, ChildLost) as error:
            self._end()
            advice = f"; {ANEW}" if isinstance(error, ChildLost) else ""
            raise DrawingError(error.code, f"The PDF could not be opened: {error.detail}{advice}.") from error
        self.info = DocumentInfo(
            header["page_count"],
            header["metadata"],
            tuple(Layer(**layer) for layer in header["layers"]),
            header["repaired"],
            tuple(header["warnings"]),
            tuple(OutlineEntry(**entry) for entry in header["outline"]),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def pages(self, first: int = 1) -> Iterator[ExtractedPage | PageFailure]:
        """Yield the pages from `first` on, each as a page or as the reason why there is none.

        It ends early, after one page at least, when `document_timeout_s` have passed since the document was
        opened; whoever wants the others opens it anew. After `total_timeout_s` all that are left fail, at once.
        """
        self._ahead.begin(first)
        for number in range(first, self.info.page_count + 1):
            if time.monotonic() >= self._last_moment:
                yield from map(_unread, range(number, self.info.page_count + 1))
                return
            self._look(number)
            page = self._page(number)
            self._ahead.done(number)
            goes_on = self._look(number)
            yield page
            if not goes_on:
                return

    def _look(self, number: int) -> bool:
        """Keep the children at work while this page is made; tell whether one after it is begun."""
        goes_on = number < self.info.page_count and time.monotonic() < self._deadline
        self._ahead.look(number, self.info.page_count if goes_on else number)
        return goes_on

    def _page(self, number: int) -> ExtractedPage | PageFailure:
        try:
            reply = self._ask(self._reader, reading(number), self._limits.read_timeout_s)
            self._ahead.was_read(number)
            self._look(number)
            page = Page.model_validate_json(reply.body)
            self._look(number)
            understood = {"kind": kind_of(page), "title_block": title_block.read(page)}
            self._look(number)
            return self._with_picture(page.model_copy(update=understood))
        except (DrawingError, ChildLost) as error:
            self._ahead.failed(number)
            return PageFailure(number, error.code, f"Page {number} could not be read: {error.detail}.")
        except ValidationError:
            self._end()
            self._ahead.begin(number + 1)  # nothing they said can be believed
            return PageFailure(
                number, "crashed", f"Page {number} could not be read: its values make no sense."
            )

    def _with_picture(self, page: Page) -> ExtractedPage:
        """Return the page with its picture: full, else coarse and said, else none and said."""
        troubles: list[str] = []
        for rung in _RUNGS:
            try:
                artist = self._ahead.artist(page.page_number, rung)
                line = drawing(page.page_number, rung)
                reply = self._ask(artist, line, self._limits.render_timeout_s)
            except (DrawingError, ChildLost) as error:
                troubles.append(f"The {rung} picture of the page could not be drawn: {error.detail}.")
                continue
            if reply.header["trouble"]:
                troubles.append(f"Parts of the page are missing from its picture: {reply.header['trouble']}.")
            image = PageImage(**reply.header["image"])
            update = {"image": image, "warnings": (*page.warnings, *troubles)}
            return ExtractedPage(page.model_copy(update=update), reply.body)
        return ExtractedPage(page.model_copy(update={"warnings": (*page.warnings, *troubles)}), None)

    def _opened(self) -> dict[str, Any]:
        """Open the document and return what it says of itself; who draws opens it once it is known to be good."""
        if self._drawer is not self._reader:
            self._drawer.start()
        header = self._attempt(self._reader, Opened.open).header
        if self._drawer is not self._reader:
            self._drawer.open_ahead()
        return header

    def _ask(self, asked: Opened, line: bytes, timeout_s: float) -> Reply:
        return self._attempt(asked, lambda opened: opened.ask(line, timeout_s))

    def _attempt(self, asked: Opened, step: Callable[[Opened], Reply]) -> Reply:
        """Return the reply to a step, if need be of one child with all the memory of the document.

        Raises:
            DrawingError: what the child answered, or that the document's children are used up.
            ChildLost: the child did not survive this step.
        """
        alone = self._drawer is self._reader
        try:
            reply = step(asked)
            if alone or not lacked_memory(reply.header.get("trouble", "")):
                return reply
        except (DrawingError, ChildLost) as error:
            if alone or not self._is_for_sharing(asked, error):
                raise
            if error in self._lost:
                self._lost.remove(error)
        self._end()
        self._be_alone()
        return step(self._reader)

    def _is_for_sharing(self, asked: Opened, error: DrawingError | ChildLost) -> bool:
        """Tell whether a step may have failed because two children share the document: as it may not when alone."""
        return error.code == "out_of_memory" or (asked is self._drawer and not asked.has_opened)

    def _be_alone(self) -> None:
        alone = Opened(self._pdf, self._limits, self._lost)
        self._work(alone, alone)

    def _work(self, reader: Opened, drawer: Opened) -> None:
        self._reader, self._drawer = reader, drawer
        self._ahead = Ahead(reader, drawer, _RUNGS[0])

    def _end(self) -> None:
        self._reader.end()
        self._drawer.end()


def _unread(page: int) -> PageFailure:
    sentence = "the document takes too long as a whole; split it and upload the parts"
    return PageFailure(page, "timeout", f"Page {page} was not read: {sentence}.")
