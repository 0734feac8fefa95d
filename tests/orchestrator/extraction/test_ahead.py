"""Which child is told what, and when: pages are read ahead, pictures are drawn by the child that is free."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from orchestrator.extraction.ahead import Ahead, drawing, reading
from orchestrator.extraction.opened import Opened


@dataclass
class Told:
    """Stands in for a document open in a child: notes what it is told, and answers when a test says so."""

    is_idle: bool = True
    is_gone: bool = False
    is_started: bool = False
    held_bytes: int = 0
    pipe: None = None
    lines: list[bytes] = field(default_factory=list)
    good: set[bytes] = field(default_factory=set)
    bad: set[bytes] = field(default_factory=set)
    dropped: list[bytes] = field(default_factory=list)
    forgot: int = 0

    def tell(self, line: bytes) -> None:
        """Note what the child is to do."""
        self.lines.append(line)
        self.is_idle = False

    def has_read(self, line: bytes) -> bool:
        """Tell what a test decides."""
        return line in self.good

    def has_failed(self, line: bytes) -> bool:
        """Tell what a test decides."""
        return line in self.bad

    def start(self) -> None:
        """Note that a child is started."""
        self.is_gone, self.is_started = False, True

    def open_ahead(self) -> None:
        """Open nothing."""
        assert self.is_started

    def drop(self, line: bytes) -> None:
        """Note what is dropped."""
        self.dropped.append(line)

    def forget(self) -> None:
        """Count."""
        self.forgot += 1


def ahead_of(reader: Told, drawer: Told) -> Ahead:
    return Ahead(cast("Opened", reader), cast("Opened", drawer), "full")


def draw(page: int) -> bytes:
    return drawing(page, "full")


def test_a_page_is_drawn_while_it_is_read() -> None:
    reader, drawer = Told(), Told()
    ahead_of(reader, drawer).look(1, last=9)
    assert (reader.lines, drawer.lines) == ([reading(1)], [draw(1)])


def test_who_is_not_yet_ready_draws_nothing_and_the_reader_does_it() -> None:
    reader, drawer = Told(), Told(is_idle=False)
    ahead = ahead_of(reader, drawer)
    ahead.look(1, last=1)
    reader.is_idle = True
    ahead.was_read(1)
    ahead.look(1, last=1)
    assert (reader.lines, drawer.lines) == ([reading(1), draw(1)], [])
    assert ahead.artist(1, "full") is cast("Opened", reader)


def test_a_reader_far_enough_ahead_draws_what_the_other_has_no_time_for() -> None:
    reader, drawer = Told(), Told()
    ahead = ahead_of(reader, drawer)
    for page in range(1, 7):
        ahead.look(1, last=9)
        reader.good.add(reading(page))
        reader.is_idle = True
    assert drawer.lines == [draw(1)]
    assert reader.lines == [*(reading(page) for page in range(1, 6)), draw(2)]
    drawer.is_idle = True
    ahead.look(1, last=9)
    assert drawer.lines == [draw(1), draw(3)]


def test_no_further_page_is_read_while_much_is_held() -> None:
    reader, drawer = Told(), Told(held_bytes=9 << 20)
    ahead = ahead_of(reader, drawer)
    ahead.was_read(1)
    ahead.look(1, last=9)
    assert reader.lines == [draw(1)] or drawer.lines == [draw(1)]
    assert reading(2) not in reader.lines


def test_no_picture_of_a_page_further_on_is_drawn_while_much_is_held() -> None:
    reader, drawer = Told(is_idle=False), Told(held_bytes=9 << 20)
    ahead = ahead_of(reader, drawer)
    for page in (1, 2, 3):
        reader.good.add(reading(page))
        ahead.was_read(page)
        ahead.look(1, last=9)
        drawer.is_idle = True
    assert drawer.lines == [draw(1), draw(2)]
    drawer.held_bytes = 0
    ahead.look(1, last=9)
    assert drawer.lines == [draw(1), draw(2), draw(3)]


def test_nothing_is_begun_beyond_the_last_page() -> None:
    reader, drawer = Told(), Told()
    ahead = ahead_of(reader, drawer)
    ahead.look(1, last=1)
    reader.is_idle = drawer.is_idle = True
    reader.good = {reading(1), reading(2)}
    ahead.look(1, last=1)
    assert (reader.lines, drawer.lines) == ([reading(1)], [draw(1)])


def test_a_page_that_failed_is_not_drawn_and_the_one_after_it_not_before_it_is_read() -> None:
    reader, drawer = Told(), Told()
    ahead = ahead_of(reader, drawer)
    ahead.look(1, last=9)
    reader.is_idle, reader.good = True, {reading(1)}
    ahead.look(1, last=9)  # page 2 is read now, page 1 still drawn
    reader.is_idle, reader.bad = True, {reading(2)}
    drawer.is_idle = True
    ahead.look(1, last=9)  # page 3 is read now
    assert drawer.lines == [draw(1)]
    reader.good.add(reading(3))
    ahead.look(1, last=9)
    assert drawer.lines == [draw(1), draw(3)]


def test_the_picture_of_a_page_that_failed_is_dropped() -> None:
    reader, drawer = Told(), Told()
    ahead = ahead_of(reader, drawer)
    ahead.look(1, last=9)
    ahead.failed(1)
    ahead.done(1)
    assert drawer.dropped == [draw(1)]
    assert reader.dropped == []


def test_a_lost_drawing_child_is_started_anew_while_there_are_pages_to_draw() -> None:
    reader, drawer = Told(), Told(is_gone=True, is_idle=False)
    ahead = ahead_of(reader, drawer)
    ahead.look(1, last=2)
    assert drawer.is_started
    drawer.is_gone, drawer.is_started = True, False
    ahead.done(2)
    ahead.look(2, last=2)
    assert not drawer.is_started


def test_a_coarse_picture_is_drawn_by_whoever_is_free() -> None:
    reader, drawer = Told(), Told(is_idle=False)
    ahead = ahead_of(reader, drawer)
    assert ahead.artist(1, "coarse") is cast("Opened", reader)
    reader.is_idle = False
    assert ahead.artist(1, "coarse") is cast("Opened", drawer)


def test_one_child_alone_draws_a_page_before_it_reads_the_next_and_no_further() -> None:
    alone = Told()
    ahead = ahead_of(alone, alone)
    ahead.look(1, last=9)
    ahead.was_read(1)
    for _ in range(5):
        alone.is_idle = True
        ahead.look(1, last=9)
    assert alone.lines == [reading(1), draw(1), reading(2), draw(2)]


def test_a_new_beginning_forgets_what_was_done() -> None:
    reader, drawer = Told(), Told()
    ahead = ahead_of(reader, drawer)
    ahead.look(1, last=9)
    reader.is_idle = drawer.is_idle = True
    ahead.begin(5)
    ahead.look(5, last=9)
    assert (reader.forgot, drawer.forgot) == (1, 1)
    assert (reader.lines[-1], drawer.lines[-1]) == (reading(5), draw(5))
