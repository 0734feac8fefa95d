"""The reader without its process, asked once for each document and step: the pipeline's tests read the same few PDFs.

Starting two children takes longer than all else that a test does; they have tests of their own.
"""

from __future__ import annotations

import json
import os
from collections import deque
from hashlib import sha256
from pathlib import Path

import pytest

from orchestrator.extraction import opened
from orchestrator.extraction.sandbox import Meanwhile
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.wire import Reply
from tests.orchestrator.extraction.reader_here import ReaderHere

_replies: dict[tuple[str, bytes], Reply] = {}
"""What readers answered to a step, by the document and the limits of its size."""


class RememberedChild:
    """Stands in for `Child`: what a reader answered to the same step of the same document it answers again.

    Attributes:
        pipe: always has something to read: an answer is made when it is heard.
    """

    def __init__(self, limits: Limits, meanwhile: Meanwhile = dict) -> None:
        assert meanwhile() is not None
        self.pipe = Path(os.devnull).open("rb")  # noqa: SIM115  # until `kill`
        self._limits = limits
        self._reader: ReaderHere | None = None
        self._opening = b""
        self._lines = deque[bytes]()  # nobody has heard the replies yet
        self._document = ""

    def tell(self, request: bytes) -> None:
        """Take a request."""
        self._lines.append(request)
        asked = json.loads(request)
        if asked["step"] == "open":
            self._opening = request
            self._document = _identity(asked)

    def hear(self, timeout_s: float) -> Reply:
        """Return the reply to the oldest request."""
        line = self._lines.popleft()
        step = b"open" if line == self._opening else line
        if (self._document, step) not in _replies:
            _replies[self._document, step] = self._really(line, timeout_s)
        return _replies[self._document, step]

    def kill(self) -> None:
        """Forget the document."""
        self.pipe.close()
        if self._reader is not None:
            self._reader.kill()

    def _really(self, line: bytes, timeout_s: float) -> Reply:
        if self._reader is None:
            self._reader = ReaderHere(self._limits)
            if line != self._opening:
                self._reader.tell(self._opening)
                self._reader.hear(timeout_s)
        self._reader.tell(line)
        return self._reader.hear(timeout_s)


def _identity(opening: dict[str, object]) -> str:
    """Return what a child's answers depend on: the file's content and the limits, those of time aside."""
    limits = opening["limits"]
    assert isinstance(limits, dict)
    sizes = {name: limit for name, limit in limits.items() if not name.endswith("_timeout_s")}
    content = Path(str(opening["path"])).read_bytes()
    return sha256(content).hexdigest() + json.dumps(sizes)


def remember_children(patch: pytest.MonkeyPatch) -> None:
    """Let extraction use remembered children."""
    patch.setattr(opened, "Child", RememberedChild)
