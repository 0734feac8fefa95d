"""One PDF through the sandbox: refused as a whole, or page after page, a new child after each lost one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pydantic import ValidationError

from orchestrator.documents import OutlineEntry
from orchestrator.errors import DrawingError
from orchestrator.extraction import title_block
from orchestrator.extraction.file_checks import SIGNATURE_WITHIN_BYTES, check_signature, check_size
from orchestrator.extraction.page_kind import kind_of
from orchestrator.extraction.results import DocumentInfo, ExtractedPage, PageFailure
from orchestrator.extraction.sandbox import Child, ChildLost
from orchestrator.pages import Layer, Page, PageImage
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.strings import ANEW
from orchestrator.pdf.wire import Reply, request

_RUNGS: Final = ("full", "coarse")
"""The pictures of a page that are tried, the best first."""


class Extraction:
    """Reads one PDF in a child process; this process never parses it.

    Use it as a context manager. Entering checks the file and opens it in the child. The child is always one step
    ahead: it draws a page while this process understands it, and reads the next one while this one is stored.

    Attributes:
        info: facts of the document, from entering on.
    """

    info: DocumentInfo

    def __init__(self, pdf: Path, limits: Limits = Limits()) -> None:  # noqa: B008  # frozen
        self._pdf = pdf
        self._limits = limits
        self._child: Child | None = None
        self._lost: list[ChildLost] = []
        self._told: bytes | None = None  # what the child works on, or has answered, and nobody has heard yet
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
            header = self._open().header
        except (DrawingError, ChildLost) as error:
            self._end_child()
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
        self._end_child()

    def pages(self, first: int = 1) -> Iterator[ExtractedPage | PageFailure]:
        """Yield the pages from `first` on, each as a page or as the reason why there is none.

        It ends early, after one page at least, when `document_timeout_s` have passed since the document was
        opened; whoever wants the others opens it anew. After `total_timeout_s` all that are left fail, at once.
        """
        for number in range(first, self.info.page_count + 1):
            if time.monotonic() >= self._last_moment:
                yield from map(_unread, range(number, self.info.page_count + 1))
                return
            page = self._page(number)
            goes_on = number < self.info.page_count and time.monotonic() < self._deadline
            if goes_on:
                self._tell(_reading(number + 1))
            yield page
            if not goes_on:
                return

    def _page(self, number: int) -> ExtractedPage | PageFailure:
        try:
            reply = self._ask(_reading(number), self._limits.read_timeout_s)
            self._tell(_drawing(number, _RUNGS[0]))
            page = Page.model_validate_json(reply.body)
            understood = {"kind": kind_of(page), "title_block": title_block.read(page)}
            return self._with_picture(page.model_copy(update=understood))
        except (DrawingError, ChildLost) as error:
            return PageFailure(number, error.code, f"Page {number} could not be read: {error.detail}.")
        except ValidationError:
            self._end_child()  # nothing it says can be believed
            return PageFailure(
                number, "crashed", f"Page {number} could not be read: its values make no sense."
            )

    def _with_picture(self, page: Page) -> ExtractedPage:
        """Return the page with its picture: full, else coarse and said, else none and said."""
        troubles: list[str] = []
        for rung in _RUNGS:
            try:
                reply = self._ask(_drawing(page.page_number, rung), self._limits.render_timeout_s)
            except (DrawingError, ChildLost) as error:
                troubles.append(f"The {rung} picture of the page could not be drawn: {error.detail}.")
                continue
            if reply.header["trouble"]:
                troubles.append(f"Parts of the page are missing from its picture: {reply.header['trouble']}.")
            image = PageImage(**reply.header["image"])
            update = {"image": image, "warnings": (*page.warnings, *troubles)}
            return ExtractedPage(page.model_copy(update=update), reply.body)
        return ExtractedPage(page.model_copy(update={"warnings": (*page.warnings, *troubles)}), None)

    def _tell(self, line: bytes) -> None:
        """Let the child, if it lives, begin the step that is asked for next."""
        if self._child is None:
            return
        try:
            self._child.tell(line)
            self._told = line
        except ChildLost as lost:
            self._lose(lost)

    def _ask(self, line: bytes, timeout_s: float) -> Reply:
        """Have one step of a page done, in a new child if the last one is lost.

        Raises:
            DrawingError: what the child answered, or that the document's children are used up.
            ChildLost: the child did not survive this step.
        """
        if self._child is None:
            self._open()
        return self._step(line, timeout_s)

    def _open(self) -> Reply:
        if len(self._lost) >= self._limits.max_lost_children:
            sentence = f"reading was given up after the document stopped the reader {len(self._lost)} times"
            raise DrawingError(self._lost[-1].code, sentence)
        self._child = Child(self._limits)
        opening = request("open", path=str(self._pdf.absolute()), limits=asdict(self._limits))
        return self._step(opening, self._limits.open_timeout_s)

    def _step(self, line: bytes, timeout_s: float) -> Reply:
        assert self._child is not None  # noqa: S101  # _ask and _open made one
        try:
            if self._told != line:
                self._child.tell(line)
            self._told = None
            reply = self._child.hear(timeout_s)
        except ChildLost as lost:
            self._lose(lost)
            raise
        if "error" in reply.header:
            raise DrawingError(reply.header["error"], reply.header["detail"])
        return reply

    def _lose(self, lost: ChildLost) -> None:
        self._lost.append(lost)
        self._end_child()

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child, self._told = None, None


def _unread(page: int) -> PageFailure:
    sentence = "the document takes too long as a whole; split it and upload the parts"
    return PageFailure(page, "timeout", f"Page {page} was not read: {sentence}.")


def _reading(page: int) -> bytes:
    return request("read", page=page)


def _drawing(page: int, rung: str) -> bytes:
    return request("render", page=page, rung=rung)
