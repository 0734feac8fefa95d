"""Readers that cost less to start, for tests that are about what is read."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.orchestrator.extraction.forked import Nursery
from tests.orchestrator.extraction.reader_here import ReaderHere


@pytest.fixture
def reader_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process, without a sandbox."""
    monkeypatch.setattr("orchestrator.extraction.opened.Child", ReaderHere)


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery | None]:
    """The process that forks readers off, where the system has what it takes (Linux)."""
    if sys.platform != "linux":
        yield None
        return
    running = Nursery()
    yield running
    running.end()


@pytest.fixture
def forked_readers(nursery: Nursery | None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read in children that are forked off with MuPDF loaded."""
    if nursery is None:
        yield
        return
    with nursery.parent() as subprocess:
        monkeypatch.setattr("orchestrator.extraction.sandbox.subprocess", subprocess)
        yield
