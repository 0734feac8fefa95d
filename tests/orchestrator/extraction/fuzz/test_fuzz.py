"""Damage done at random to good drawings: every one of them ends in pages or in a sentence, never otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import pytest

from orchestrator.errors import DrawingError, DrawingErrorCode
from orchestrator.extraction import Extraction, Limits
from orchestrator.extraction.sandbox import Child, ChildLost
from orchestrator.pages import Page
from orchestrator.pdf.wire import Reply, request
from tests.orchestrator.extraction.fuzz.seeds import SEEDS, damaged

pytestmark = pytest.mark.usefixtures("forked_readers")

LIMITS = Limits(step_cpu_s=3)
CASES = 120  # of each seed, through readers that live on
THROUGH_EVERYTHING = 5  # of each seed
MAY_BE_STARTED = 4
CODES = set(get_args(DrawingErrorCode))

Seed = Callable[[], bytes]


class Readers:
    """Reads one document after another in a child under the guards of the product; a lost one is replaced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._child: Child | None = None
        self.codes: set[str] = set()
        self.started = 0

    def read(self, content: bytes) -> None:
        """Read the first two pages of a document and note the codes of what failed."""
        self._path.write_bytes(content)
        if self._child is None:
            self._child = Child(LIMITS)
            self.started += 1
        try:
            self._read_all(self._child)
        except (
            ChildLost
        ) as lost:  # the parent reports it with a code of the contract, and a new reader goes on
            self.codes.add(lost.code)
            self.end()

    def _read_all(self, child: Child) -> None:
        opened = self._ask(child, request("open", path=str(self._path), limits=asdict(LIMITS)))
        for number in range(1, min(opened.header.get("page_count", 0), 2) + 1):
            read = self._ask(child, request("read", page=number))
            if "error" not in read.header:
                Page.model_validate_json(read.body)  # what the parent would store
                drawn = self._ask(child, request("render", page=number, rung="coarse"))
                assert drawn.body.startswith(b"\x89PNG") or "error" in drawn.header

    def _ask(self, child: Child, line: bytes) -> Reply:
        reply = child.ask(line, 60)
        if "error" in reply.header:
            self.codes.add(reply.header["error"])
        return reply

    def end(self) -> None:
        """End the reader that is left."""
        if self._child is not None:
            self._child.kill()
            self._child = None


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[Readers]:
    readers = Readers(tmp_path / "drawing.pdf")
    yield readers
    readers.end()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.__name__)
def test_damaged_drawings_end_in_pages_or_a_code(readers: Readers, seed: Seed) -> None:
    good = seed()
    for number in range(CASES):
        readers.read(damaged(good, number))
    assert readers.codes <= CODES
    assert "unreadable" in readers.codes  # else nothing was damaged
    assert readers.started <= MAY_BE_STARTED


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.__name__)
def test_damaged_drawings_through_everything_raise_nothing_else(tmp_path: Path, seed: Seed) -> None:
    good, path, handles = seed(), tmp_path / "drawing.pdf", open_files()
    for number in range(10_000, 10_000 + THROUGH_EVERYTHING):
        path.write_bytes(damaged(good, number))
        with suppress(DrawingError), Extraction(path, LIMITS) as extraction:
            results = list(extraction.pages())
            assert len(results) == extraction.info.page_count
    assert open_files() == handles


def open_files() -> int:
    """Count this process's open files where the system shows them."""
    shown = Path("/proc/self/fd")
    return sum(1 for _ in shown.iterdir()) if shown.exists() else 0


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.__name__)
def test_the_undamaged_drawing_is_read_whole(readers: Readers, seed: Seed) -> None:
    readers.read(seed())
    assert readers.codes == set()
