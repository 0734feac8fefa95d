"""The instrument index and the I/O list: what the letters of instruments' tags say (ISA-5.1, table 4.1), as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from orchestrator.components import Component, PageComponents, WrittenTag
from orchestrator.exports.delimited import csv_of
from orchestrator.exports.isa_letters import read_letters
from orchestrator.exports.rows import Cell
from orchestrator.exports.signals import Loops

INDEX_COLUMNS: Final = (
    "tag",
    "loop",
    "measures",
    "function",
    "type",
    "class",
    "drawing",
    "page",
    "x_pt",
    "y_pt",
    "confidence",
    "status",
    "id",
)
IO_COLUMNS: Final = ("tag", "loop", "signal", "direction", "description", "drawing", "page", "id")

_TAG: Final = re.compile(
    r"(?:(?P<area>\d{1,4})-)?(?P<letters>[A-Z]{2,5})-?(?:(?P<unit>\d{1,4})-(?=\d{3}))?"
    r"(?P<number>\d{1,6}[A-Z]{0,2}(?:[-/][A-Z0-9]{1,2})?)"
)
_INSTRUMENTS: Final = frozenset({"instrument", "meter", "solenoid_valve"})
_CONTACTS: Final = frozenset(
    {"switch", "contact_no", "contact_nc", "limit_switch", "selector_switch", "push_button", "other"}
)
_OF_CLASS: Final = MappingProxyType({"limit_switch": "Z", "selector_switch": "H", "push_button": "H"})
"""What a switch of this class measures where its tag has no more letters than another device's: `ZS-5`, `HS-2`."""

_SWITCHES: Final = frozenset({"PS", "TS"})
_LETTERED: Final = re.compile(r"[AFLPTXZ][TVIEY]|[A-Z]{3,5}")
"""Letters that name an instrument where nothing was recognised; `IA-1001` and `FG-20` are pipes."""

_WRITTEN: Final = "tag only"
"""The status of what is known by its tag alone."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """What a tag says: loop, letters, what is measured, what it does, in words."""

    tag: str
    letters: str
    number: str
    loop: str
    measures: str
    functions: str
    described: str


class _Placed(NamedTuple):
    """An instrument and where it is: a component of a page, or a tag that none carries."""

    read: Instrument
    page: int
    source: Component | WrittenTag


def instrument_of(tag: str) -> Instrument | None:
    """Read an instrument's tag such as `12-PDT-1234A` or `PT-12-101`; None when its letters are none of ISA-5.1's."""
    found = _TAG.fullmatch(tag)
    said = read_letters(found["letters"]) if found else None
    if not found or not said:
        return None
    letters, area = found["letters"], found["area"] or found["unit"]
    number = "-".join(part for part in (area, found["number"]) if part)
    loop = "-".join(part for part in (area, f"{letters[0]}-{found['number']}") if part)
    return Instrument(tag, letters, number, loop, said.measures, said.functions, said.described)


def to_instrument_index(drawing: str, pages: Sequence[PageComponents]) -> bytes:
    """Return a CSV of one line an instrument, in the order of tags, safe to open in a spreadsheet program."""
    return csv_of(INDEX_COLUMNS, [_index_row(drawing, placed) for placed in _instruments(pages)])


def to_io_list(drawing: str, pages: Sequence[PageComponents]) -> bytes:
    """Return a CSV of one line a signal between instruments and the control system.

    A drawing says letters, not wires: a line is what instruments of these letters have as a rule, to be checked.
    """
    by_tag: dict[str, _Placed] = {}
    for placed in _instruments(pages):
        by_tag.setdefault(placed.read.tag, placed)  # one instrument on several sheets has its wires once
    loops = Loops.of(placed.read for placed in by_tag.values())
    rows = [
        (read.tag, read.loop, *signal, read.described, drawing, page, _id(source))
        for read, page, source in by_tag.values()
        if (signal := loops.signal_of(read))
    ]
    return csv_of(IO_COLUMNS, rows)


def _instruments(pages: Iterable[PageComponents]) -> list[_Placed]:
    """Return the instruments whose tags read and that nobody rejected, in the order of tags."""
    found = [placed for page in pages for placed in (*_recognized(page), *_only_written(page))]
    return sorted(found, key=lambda placed: (placed.read.tag, placed.page, _id(placed.source)))


def _recognized(page: PageComponents) -> Iterator[_Placed]:
    for component in page.components:
        read = instrument_of(component.tag or "")
        if read and component.status != "rejected" and _may_be(component.class_name, read):
            yield _Placed(read, page.page, component)


def _may_be(class_name: str, read: Instrument) -> bool:
    """Tell whether a symbol of a class is an instrument's where its tag reads as one's."""
    if class_name in _INSTRUMENTS:
        return True
    if class_name not in _CONTACTS or "S" not in read.functions:
        return False
    # `LS-1` on one is a limit switch, not one of a level
    is_own = read.letters[0] == _OF_CLASS.get(class_name)
    return is_own or read.letters in _SWITCHES or len(read.letters) > 2


def _only_written(page: PageComponents) -> Iterator[_Placed]:
    """Yield the instruments that are known by their tags alone, of a page on which others were recognised."""
    if not any(c.class_name == "instrument" and instrument_of(c.tag or "") for c in page.components):
        return
    carried = {component.tag for component in page.components}
    for written in page.unowned_tags:
        read = instrument_of(written.tag)
        if read and written.tag not in carried and _LETTERED.fullmatch(read.letters):
            yield _Placed(read, page.page, written)


def _index_row(drawing: str, placed: _Placed) -> tuple[Cell, ...]:
    read, page, source = placed
    x, y, _, _ = source.bbox
    what = (read.tag, read.loop, read.measures, read.functions, read.described)
    place = (drawing, page, round(x, 2), round(y, 2))
    if isinstance(source, WrittenTag):
        return (*what, None, *place, None, _WRITTEN, None)
    return (*what, source.class_name, *place, round(source.confidence, 4), source.status, source.id)


def _id(source: Component | WrittenTag) -> str:
    return source.id if isinstance(source, Component) else ""
