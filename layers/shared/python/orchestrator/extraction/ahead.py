"""What children do before they are asked: pages are read ahead, and drawn by the child that is free."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import IO, Final

from orchestrator.extraction.opened import Opened
from orchestrator.extraction.sandbox import come
from orchestrator.pdf.wire import request

_PAGES: Final = 4
"""Pages after the one that is wanted which two children may be at; one child alone is at the next one at most."""

_HELD_BYTES: Final = 8 << 20
"""Size of what is held for later pages from which on no further one is read or drawn."""

_TRANSFER_S: Final = 15.0
"""Seconds in which an answer that has begun must be there."""


def reading(page: int) -> bytes:
    """Return the line that asks for a page."""
    return request("read", page=page)


def drawing(page: int, rung: str) -> bytes:
    """Return the line that asks for the picture of a page."""
    return request("render", page=page, rung=rung)


class Ahead:
    """Deals the next steps out to the children that have nothing to do.

    Of two children the one with more memory reads, page after page; pictures, in their order, are drawn by whoever is
    free. One child alone draws a page, then reads the next. What could not be read is not drawn, and the page after it
    not before it is read.
    """

    _to_read: int
    _to_draw: int

    def __init__(self, reader: Opened, drawer: Opened, rung: str) -> None:
        """Prepare; `rung` is the picture that is drawn ahead, and reader and drawer may be the same."""
        self._reader, self._drawer, self._rung = reader, drawer, rung
        self._is_alone = reader is drawer
        self._is_hearing = False
        self._begin(1)
        reader.meanwhile = partial(self._besides, drawer)
        drawer.meanwhile = partial(self._besides, reader)

    def begin(self, first: int) -> None:
        """Forget what was done: `first` is the next page that is wanted."""
        for opened in (self._reader, self._drawer):
            opened.forget()
        self._begin(first)

    def look(self, wanted: int, last: int) -> None:
        """Hear the answers that are there; deal out steps for the pages from the one wanted now to the last."""
        self._wanted, self._last = wanted, last
        for opened in (self._reader, self._drawer):
            if opened.pipe is not None and come([opened.pipe], 0):
                self._hear(opened)
        self._deal()

    def was_read(self, page: int) -> None:
        """Take note that a page was asked for and read."""
        self._read_last = page
        self._to_read = max(self._to_read, page + 1)

    def artist(self, page: int, rung: str) -> Opened:
        """Return who draws a picture: who was told to, else who is free."""
        if rung == self._rung and page in self._drawn_by:
            return self._drawn_by[page]
        self._to_draw = max(self._to_draw, page + 1)
        return next((opened for opened in (self._drawer, self._reader) if opened.is_idle), self._drawer)

    def failed(self, page: int) -> None:
        """Take note that a page could not be read: its picture is of no use."""
        if page in self._drawn_by:
            self._drawn_by[page].drop(drawing(page, self._rung))

    def done(self, page: int) -> None:
        """Take note that nothing more is asked of a page."""
        self._drawn_by.pop(page, None)
        self._to_read, self._to_draw = max(self._to_read, page + 1), max(self._to_draw, page + 1)

    def _begin(self, first: int) -> None:
        self._wanted = self._last = self._first = first
        self._to_read = first
        self._to_draw = first
        self._read_last = first - 1
        self._drawn_by: dict[int, Opened] = {}

    def _besides(self, other: Opened) -> Mapping[IO[bytes], Callable[[], None]]:
        """Return where another child may answer while one is waited for."""
        if self._is_alone or self._is_hearing or other.pipe is None:
            return {}
        return {other.pipe: partial(self._attend, other)}

    def _attend(self, other: Opened) -> None:
        self._hear(other)
        self._deal()

    def _hear(self, opened: Opened) -> None:
        self._is_hearing = True
        try:
            opened.hear_ahead(_TRANSFER_S)
        finally:
            self._is_hearing = False

    def _deal(self) -> None:
        if self._is_alone:
            self._draw(self._reader)
            self._read(1)
            return
        if self._drawer.is_gone and self._to_draw <= self._last:
            self._drawer.start()
            self._drawer.open_ahead()
        self._read(_PAGES)
        self._draw(self._drawer)
        self._draw(self._reader)

    def _read(self, pages: int) -> None:
        """Let the next page be read, unless that is too far ahead."""
        within = self._to_read <= min(self._wanted + pages, self._last)
        if self._reader.is_idle and within and self._has_room():
            self._reader.tell(reading(self._to_read))
            self._to_read += 1

    def _draw(self, opened: Opened) -> None:
        """Let the next picture be drawn, if it is known, or likely, that its page can be read.

        Of pages further on only while little is held: it is for the document how large they are.
        """
        while self._reader.has_failed(reading(self._to_draw)):
            self._to_draw += 1
        page = self._to_draw
        known = self._is_read(page) or self._is_likely(page)
        within = page <= min(self._wanted + 1, self._last) or (page <= self._last and self._has_room())
        if opened.is_idle and known and within:
            opened.tell(drawing(page, self._rung))
            self._drawn_by[page] = opened
            self._to_draw += 1

    def _has_room(self) -> bool:
        return self._reader.held_bytes + self._drawer.held_bytes < _HELD_BYTES

    def _is_read(self, page: int) -> bool:
        return page == self._read_last or self._reader.has_read(reading(page))

    def _is_likely(self, page: int) -> bool:
        """Tell whether a page is read at this moment, after one that could be."""
        return page == self._to_read - 1 and (page == self._first or self._is_read(page - 1))
