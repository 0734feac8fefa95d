"""A PDF open in a child process: its steps asked for, or done ahead; a new child after each lost one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import IO

from orchestrator.errors import DrawingError
from orchestrator.extraction.sandbox import Child, ChildLost, Meanwhile
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.wire import Reply, request


class Opened:
    """One document in one child at a time.

    Attributes:
        is_open: whether the last child that was started has opened the document, be it lost since or not.
        has_opened: whether any child has.
        meanwhile: what to look at besides while a child that is started from now on is waited for.
    """

    def __init__(self, pdf: Path, limits: Limits, lost: list[ChildLost]) -> None:
        """Prepare; `lost` is added to, and bounds the children of all that share it (`max_lost_children`)."""
        self._limits = limits
        self._lost = lost
        self._opening = request("open", path=str(pdf.absolute()), limits=asdict(limits))
        self._child: Child | None = None
        self._unheard: list[bytes] = []  # what the child works on, or has answered, and nobody has heard yet
        self._heard: dict[bytes, Reply | ChildLost] = {}  # what was heard before anybody asked for it
        self.is_open = self.has_opened = False
        self.meanwhile: Meanwhile = dict

    def start(self) -> None:
        """Start a child, which loads MuPDF and waits.

        Raises:
            DrawingError: when the document's children are used up.
        """
        if len(self._lost) >= self._limits.max_lost_children:
            sentence = f"reading was given up after the document stopped the reader {len(self._lost)} times"
            raise DrawingError(self._lost[-1].code, sentence)
        self.is_open = False
        self._child = Child(self._limits, self.meanwhile)

    @property
    def is_idle(self) -> bool:
        """Whether a child has the document open and nothing to do."""
        return self._child is not None and self.is_open and not self._unheard

    @property
    def is_gone(self) -> bool:
        """Whether a child is lost, or was ended, and another one may be started."""
        spent = len(self._lost) >= self._limits.max_lost_children
        return self._child is None and self._opening not in self._heard and not spent

    @property
    def pipe(self) -> IO[bytes] | None:
        """Where the next answer comes from, if one is to come."""
        return self._child.pipe if self._child is not None and self._unheard else None

    @property
    def held_bytes(self) -> int:
        """The size of what was heard and nobody has asked for."""
        return sum(len(reply.body) for reply in self._heard.values() if isinstance(reply, Reply))

    def has_read(self, line: bytes) -> bool:
        """Tell whether the answer to a step was heard ahead and is none of a failure."""
        return line in self._heard and not self.has_failed(line)

    def has_failed(self, line: bytes) -> bool:
        """Tell whether a step was done ahead and failed."""
        reply = self._heard.get(line)
        return isinstance(reply, ChildLost) or (reply is not None and "error" in reply.header)

    def open(self) -> Reply:
        """Open the document and return what it says of itself.

        Raises:
            DrawingError: the document is refused, or its children are used up.
            ChildLost: the child did not survive it.
        """
        if self._child is None and self._opening not in self._heard:
            self.start()
        return self._step(self._opening, self._limits.open_timeout_s)

    def open_ahead(self) -> None:
        """Let the started child begin to open the document."""
        self.tell(self._opening)

    def tell(self, line: bytes) -> None:
        """Let the child, if it lives, begin a step that is asked for later; told twice it is done once."""
        if self._child is None or line in self._unheard or line in self._heard:
            return
        try:
            self._child.tell(line)
            self._unheard.append(line)
        except ChildLost as lost:
            self._lose(lost)

    def hear_ahead(self, timeout_s: float) -> None:
        """Keep the answer that comes next for whoever asks for it, be it that the child was lost over it.

        One lost over the opening does not count: another one has the document open.
        """
        line = self._unheard[0]
        try:
            reply = self._hear(line, timeout_s)
        except ChildLost as lost:
            self._heard[line] = lost
            if line == self._opening:
                self._lost.remove(lost)
        else:
            if line != self._opening or not self.is_open:
                self._heard[line] = reply

    def ask(self, line: bytes, timeout_s: float) -> Reply:
        """Have one step of a page done, in a new child if the last one is lost.

        Raises:
            DrawingError: what the child answered, or that the document's children are used up.
            ChildLost: the child did not survive this step.
        """
        if line in self._heard:
            return self._step(line, timeout_s)
        while self._unheard and line not in self._unheard and self.is_open:
            self.hear_ahead(timeout_s)  # what it does for another page is not this page's to answer for
        if self._child is None or not self.is_open:
            self.open()
        return self._step(line, timeout_s)

    def forget(self) -> None:
        """Forget what was done ahead, and end the child if it is at a step: its answer would be taken for another's."""
        self._heard = {line: reply for line, reply in self._heard.items() if line == self._opening}
        if any(line != self._opening for line in self._unheard):
            self.end()

    def drop(self, line: bytes) -> None:
        """Forget a step that nobody will ask for any more, and end the child if it is at it."""
        self._heard.pop(line, None)
        if line in self._unheard:
            self.end()

    def end(self) -> None:
        """End the child, whatever it does; what was heard of it stays known."""
        if self._child is not None:
            self._child.kill()
        self._child, self._unheard = None, []

    def _step(self, line: bytes, timeout_s: float) -> Reply:
        """Return the reply to a step, which may have been heard ahead."""
        reply = self._heard.pop(line, None) or self._hear(line, timeout_s)
        if isinstance(reply, ChildLost):
            raise reply
        if "error" in reply.header:
            raise DrawingError(reply.header["error"], reply.header["detail"])
        return reply

    def _hear(self, line: bytes, timeout_s: float) -> Reply:
        """Return what the child answers to a step, which it is told unless it was."""
        assert self._child is not None  # noqa: S101  # `ask` and `open` made one
        try:
            if line not in self._unheard:
                self._child.tell(line)
                self._unheard.append(line)
            reply = self._child.hear(timeout_s)
        except ChildLost as lost:
            self._lose(lost)
            raise
        self._unheard.remove(line)
        if line == self._opening:
            self.is_open = "error" not in reply.header
            self.has_opened |= self.is_open
        return reply

    def _lose(self, lost: ChildLost) -> None:
        self._lost.append(lost)
        self.end()
