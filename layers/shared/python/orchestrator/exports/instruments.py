"""The instrument index and the I/O list: what the letters of instruments' tags say (ISA-5.1, table 4.1), as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from orchestrator.components import Component, PageComponents
from orchestrator.exports.delimited import csv_of
from orchestrator.exports.rows import Cell

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

_MEASURES: Final = MappingProxyType(
    {
        "A": "analysis",
        "B": "burner",
        "D": "density",
        "E": "voltage",
        "F": "flow",
        "H": "hand",
        "I": "current",
        "J": "power",
        "K": "time",
        "L": "level",
        "M": "moisture",
        "P": "pressure",
        "Q": "quantity",
        "S": "speed",
        "T": "temperature",
        "V": "vibration",
        "W": "weight",
        "X": "unclassified",
        "Z": "position",
    }
)
_MODIFIERS: Final = MappingProxyType({"D": "differential", "F": "ratio", "Q": "total", "S": "safety"})
_FUNCTIONS: Final = MappingProxyType(
    {
        "A": "alarm",
        "C": "controller",
        "E": "element",
        "G": "gauge",
        "I": "indicator",
        "K": "control station",
        "L": "light",
        "R": "recorder",
        "S": "switch",
        "T": "transmitter",
        "V": "valve",
        "Y": "relay or converter",
        "Z": "actuator",
    }
)
_LEVELS: Final = MappingProxyType({"H": "high", "HH": "high high", "L": "low", "LL": "low low"})
_SIGNALS: Final = (  # the function that makes the signal, from the field's side of the cabinet
    ("V", "AO", "output"),
    ("Z", "AO", "output"),
    ("Y", "DO", "output"),
    ("L", "DO", "output"),
    ("A", "DO", "output"),
    ("S", "DI", "input"),
    ("T", "AI", "input"),
    ("E", "AI", "input"),
)
_TAG: Final = re.compile(r"(?:(\d{1,4})-)?([A-Z]{2,5})-?(\d{1,6}[A-Z]{0,2}(?:[-/][A-Z0-9]{1,2})?)")
_ON_OFF_VALVES: Final = frozenset({"XV", "SDV", "BDV", "MOV", "SV", "HV"})


@dataclass(frozen=True, slots=True)
class Instrument:
    """What a tag says: loop, letters, what is measured, what it does, in words."""

    tag: str
    loop: str
    letters: str
    measures: str
    functions: str
    described: str

    @property
    def signal(self) -> tuple[str, str] | None:
        """The I/O type and its direction as seen from the control system, or None where it has no wire to it."""
        if self.letters in _ON_OFF_VALVES:
            return "DO", "output"
        known = (found for found in _SIGNALS if found[0] in self.functions)
        return next(((signal, direction) for _, signal, direction in known), None)


def instrument_of(tag: str) -> Instrument | None:
    """Read an instrument's tag such as `12-PDT-1234A`; None when its letters are none of ISA-5.1's."""
    found = _TAG.fullmatch(tag)
    if not found:
        return None
    area, letters, number = found.groups()
    read = _read(letters)
    if read is None:
        return None
    measures, functions, described = read
    loop = "-".join(part for part in (area, f"{letters[0]}-{number}") if part)
    return Instrument(tag, loop, letters, measures, functions, described)


def to_instrument_index(drawing: str, pages: Sequence[PageComponents]) -> bytes:
    """Return a CSV of one line an instrument, in the order of tags, safe to open in a spreadsheet program."""
    rows = [_index_row(drawing, component, read) for component, read in _instruments(pages)]
    return csv_of(INDEX_COLUMNS, rows)


def to_io_list(drawing: str, pages: Sequence[PageComponents]) -> bytes:
    """Return a CSV of one line a signal between instruments and the control system.

    A drawing says letters, not wires: a line is what instruments of these letters have as a rule, to be checked.
    """
    rows: list[tuple[Cell, ...]] = []
    seen: set[str] = set()
    for component, read in _instruments(pages):
        if read.signal and read.tag not in seen:
            seen.add(read.tag)  # one instrument on several sheets has its wires once
            about = (read.described, drawing, component.page, component.id)
            rows.append((read.tag, read.loop, *read.signal, *about))
    return csv_of(IO_COLUMNS, rows)


def _read(letters: str) -> tuple[str, str, str] | None:
    """Return what is measured, the letters of functions, and all of it in words."""
    if letters in _ON_OFF_VALVES:
        return _MEASURES.get(letters[0], "unclassified"), "V", "on-off valve"
    for first, modifier, functions, level in _splits(letters):
        measured = _MEASURES.get(first)
        if measured and functions and all(letter in _FUNCTIONS for letter in functions):
            what = f"{_MODIFIERS.get(modifier, '')} {measured}".strip()
            does = " ".join(_FUNCTIONS[letter] for letter in functions)
            return what, functions, f"{what} {does} {_LEVELS.get(level, '')}".strip()
    return None


def _splits(letters: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield ways to part letters into measured, modifier, functions and level, the likeliest first."""
    for level in ("HH", "LL", "H", "L", ""):
        if letters.endswith(level) and len(letters) > len(level) + 1:
            stem = letters[: len(letters) - len(level)]
            if level in {"H", "L"} and stem[-1] not in "ASI":
                continue  # `PL` is a light, `PAL` a low alarm
            if len(stem) > 2 and stem[1] in _MODIFIERS:
                yield stem[0], stem[1], stem[2:], level
            yield stem[0], "", stem[1:], level


def _instruments(pages: Sequence[PageComponents]) -> list[tuple[Component, Instrument]]:
    """Return the instruments that were not rejected and whose tags read, in the order of tags."""
    found = [
        (component, read)
        for page in pages
        for component in page.components
        if component.class_name in {"instrument", "meter", "solenoid_valve"}
        and component.status != "rejected"
        and (read := instrument_of(component.tag or ""))
    ]
    return sorted(found, key=lambda pair: (pair[1].tag, pair[0].page, pair[0].id))


def _index_row(drawing: str, component: Component, read: Instrument) -> tuple[Cell, ...]:
    x, y, _, _ = component.bbox
    place = (drawing, component.page, round(x, 2), round(y, 2))
    known = (round(component.confidence, 4), component.status, component.id)
    what = (read.tag, read.loop, read.measures, read.functions, read.described, component.class_name)
    return (*what, *place, *known)
