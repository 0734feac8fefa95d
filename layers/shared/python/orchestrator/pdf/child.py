"""The process that reads one PDF: requests on stdin, replies on a pipe, nothing else of the machine.

Start it with `python -m orchestrator.pdf.child`; it ends when stdin closes. It answers `open`, `read`,
`render` and `annotate`. It may be killed at any time, and it lowers its own limits before it touches a file.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO, Final

from orchestrator.errors import DrawingError
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.marks import from_json
from orchestrator.pdf.strings import is_out_of_memory, message
from orchestrator.pdf.wire import Reply, page_body, send

_MAX_OPEN_FILES: Final = 32


class Reader:
    """Answers requests about one document."""

    def __init__(self) -> None:
        self._document: Any = None
        self._images: Any = None
        self._limits = Limits()
        self._seen = 0  # the page that was read or drawn last

    def answer(self, request: dict[str, Any]) -> Reply:
        """Return the reply to one request; what goes wrong is a reply too."""
        steps: dict[str, Callable[..., Reply]] = {
            "open": self._open,
            "read": self._read,
            "render": self._render,
            "annotate": self._annotate,
        }
        try:
            return steps[request.pop("step")](**request)
        except DrawingError as error:
            return _failure(error.code, error.detail)
        except MemoryError:
            return _failure("out_of_memory", "it needs more memory than a document may use")
        except Exception as error:  # noqa: BLE001  # the process's edge: MuPDF raises any kind on a damaged file
            return _unexpected(error)

    def _open(self, path: str, limits: dict[str, Any]) -> Reply:
        from orchestrator.pdf import document  # noqa: PLC0415  # loads MuPDF: after the limits are set
        from orchestrator.pdf.large_images import LargeImages  # noqa: PLC0415  # loads MuPDF

        self._limits = Limits(**limits)
        self._document = document.open_pdf(Path(path), self._limits)
        self._images = LargeImages(self._document, self._limits)
        return Reply(document.describe(self._document, self._limits))

    def _read(self, page: int) -> Reply:
        from orchestrator.pdf.page import read  # noqa: PLC0415  # loads MuPDF

        values = read(self._document, page, self._limits, self._images)
        self._seen = page
        return Reply({}, page_body(values))

    def _render(self, page: int, rung: str) -> Reply:
        from orchestrator.pdf import content, picture  # noqa: PLC0415  # loads MuPDF
        from orchestrator.pdf.page import load  # noqa: PLC0415  # loads MuPDF

        loaded, _ = load(self._document, page, self._images)
        seen = page == self._seen
        if not seen:  # another child reads it, maybe at the same time
            content.check(self._document, loaded, self._limits.max_content_bytes)
        self._seen = page
        drawn = picture.draw(loaded, rung, self._limits.max_page_image_pixels, interpreted=seen)
        size = {"width_px": drawn.width_px, "height_px": drawn.height_px, "scale": drawn.scale}
        return Reply({"image": size, "trouble": drawn.trouble}, drawn.png)

    @staticmethod
    def _annotate(path: str, marks: str) -> Reply:
        from orchestrator.pdf import markup  # noqa: PLC0415  # loads MuPDF

        markup.annotate(Path(path), from_json(Path(marks).read_text()))
        return Reply({})


def _failure(code: str, detail: str) -> Reply:
    return Reply({"error": code, "detail": detail})


def _unexpected(error: Exception) -> Reply:
    if is_out_of_memory(error):
        return _failure("out_of_memory", "it needs more memory than a document may use")
    return _failure("unreadable", f"it is damaged ({message(error)})")


def serve(requests: BinaryIO, replies: BinaryIO, step_cpu_s: int | None = None) -> None:
    """Answer one request after another until there are no more, each within so much processor time."""
    reader = Reader()
    for line in requests:
        if step_cpu_s is not None:
            confine_step(step_cpu_s)
        send(replies, reader.answer(json.loads(line)))
        gc.collect(0)  # what this answer alone has left


def confine(memory_bytes: int) -> None:
    """Lower this process's limits: address space, open files, no core dump (where the system has them)."""
    if sys.platform != "linux":
        return  # macOS refuses RLIMIT_AS, Windows has none: there the deadlines alone protect
    import resource  # noqa: PLC0415  # not on Windows

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MAX_OPEN_FILES, _MAX_OPEN_FILES))


def preload() -> None:
    """Load MuPDF and what uses it before the first request; where that fails, the first step fails and says so."""
    with suppress(ImportError, MemoryError):
        from orchestrator.pdf import content, document, page, picture  # noqa: F401, PLC0415  # after the limits are set


def confine_step(cpu_s: int) -> None:
    """Let the system end this process (SIGXCPU) once it has used so many seconds of processor time more."""
    if sys.platform == "win32":
        return  # has no such limit
    import resource  # noqa: PLC0415  # not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(time.process_time()) + cpu_s, hard))


def silence() -> BinaryIO:
    """Point stdout and stderr to nowhere (MuPDF echoes the document there); return the old stdout."""
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return replies


def main(memory_bytes: int, step_cpu_s: int) -> None:
    """Be a reader, of so much memory and so much processor time a request, until there are no more requests."""
    gc.disable()  # between answers only: looking through 200,000 words over and over takes as long as reading them
    confine(memory_bytes)
    preload()
    serve(sys.stdin.buffer, silence(), step_cpu_s)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
