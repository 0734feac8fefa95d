"""The reader without its process: what a child would answer, answered here."""

from __future__ import annotations

import json
import os
from pathlib import Path

from orchestrator.extraction import Limits
from orchestrator.extraction.sandbox import Meanwhile
from orchestrator.pdf.child import Reader
from orchestrator.pdf.wire import Reply


class ReaderHere:
    """Stands in for the child process: the same reader, in this process.

    Attributes:
        pipe: always has something to read, as each step is done at once.
    """

    def __init__(self, limits: Limits, meanwhile: Meanwhile = dict) -> None:
        assert meanwhile() is not None
        self.pipe = Path(os.devnull).open("rb")  # noqa: SIM115  # until `kill`
        assert limits.child_memory_bytes > 0
        self._reader = Reader()
        self._replies: list[Reply] = []

    def tell(self, line: bytes) -> None:
        """Do the step at once."""
        self._replies.append(self._reader.answer(json.loads(line)))

    def hear(self, timeout_s: float) -> Reply:
        """Return the answer to the first step told of that nobody has heard."""
        assert timeout_s > 0
        return self._replies.pop(0)

    def kill(self) -> None:
        """Forget the document."""
        self.pipe.close()
        self._reader = Reader()
