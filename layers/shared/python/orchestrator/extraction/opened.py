"""A PDF open in a child process: its steps asked for, or begun ahead; a new child after each lost one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from orchestrator.errors import DrawingError
from orchestrator.extraction.sandbox import Child, ChildLost
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.wire import Reply, request


class Opened:
    """One document in one child at a time.

    Attributes:
        is_open: whether the last child that was started has opened the document, be it lost since or not.
    """

    def __init__(self, pdf: Path, limits: Limits, lost: list[ChildLost]) -> None:
        """Prepare; `lost` is added to, and bounds the children of all that share it (`max_lost_children`)."""
        self._limits = limits
        self._lost = lost
        self._opening = request("open", path=str(pdf.absolute()), limits=asdict(limits))
        self._child: Child | None = None
        self._unheard: list[bytes] = []  # what the child works on, or has answered, and nobody has heard yet
        self.is_open = False

    def start(self) -> None:
        """Start a child, which loads MuPDF and waits.

        Raises:
            DrawingError: when the document's children are used up.
        """
        if len(self._lost) >= self._limits.max_lost_children:
            sentence = f"reading was given up after the document stopped the reader {len(self._lost)} times"
            raise DrawingError(self._lost[-1].code, sentence)
        self.is_open = False
        self._child = Child(self._limits)

    def open(self) -> Reply:
        """Open the document and return what it says of itself.

        Raises:
            DrawingError: the document is refused, or its children are used up.
            ChildLost: the child did not survive it.
        """
        if self._child is None:
            self.start()
        reply = self._step(self._opening, self._limits.open_timeout_s)
        self.is_open = True
        return reply

    def open_ahead(self) -> None:
        """Let the started child begin to open the document."""
        self.tell(self._opening)

    def tell(self, line: bytes) -> None:
        """Let the child, if it lives, begin a step that is asked for later; told twice it is done once."""
        if self._child is None or line in self._unheard:
            return
        try:
            self._child.tell(line)
            self._unheard.append(line)
        except ChildLost as lost:
            self._lose(lost)

    def ask(self, line: bytes, timeout_s: float) -> Reply:
        """Have one step of a page done, in a new child if the last one is lost.

        Raises:
            DrawingError: what the child answered, or that the document's children are used up.
            ChildLost: the child did not survive this step.
        """
        if self._child is None or not self.is_open:
            self.open()
        return self._step(line, timeout_s)

    def keep(self, *lines: bytes) -> None:
        """End the child if it was told of any other step than these: its answers would be taken for theirs."""
        if any(line not in lines for line in self._unheard if line != self._opening):
            self.end()

    def drop(self) -> None:
        """End the child if it is at a step that nobody will ask for any more."""
        if self._unheard:
            self.end()

    def end(self) -> None:
        """End the child, whatever it does."""
        if self._child is not None:
            self._child.kill()
        self._child, self._unheard = None, []

    def _step(self, line: bytes, timeout_s: float) -> Reply:
        assert self._child is not None  # noqa: S101  # `ask` and `open` made one
        try:
            if line not in self._unheard:
                self._child.tell(line)
                self._unheard.append(line)
            reply = self._child.hear(timeout_s)
            self._unheard.remove(line)
        except ChildLost as lost:
            self._lose(lost)
            raise
        if "error" in reply.header:
            raise DrawingError(reply.header["error"], reply.header["detail"])
        return reply

    def _lose(self, lost: ChildLost) -> None:
        self._lost.append(lost)
        self.end()
