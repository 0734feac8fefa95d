"""Reads a page's schedules: finds heads of tables, reads the rows under them, names what they list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from orchestrator.extraction.title_block.phrases import Phrase
from orchestrator.geometry import Box
from orchestrator.pages import Page
from orchestrator.recognition.legend.ink import Rule, ruled, stroke_boxes
from orchestrator.recognition.legend.sheet import LegendSheet
from orchestrator.recognition.schedules.headers import Header, headers
from orchestrator.recognition.schedules.tables import Column, Table, table_of
from orchestrator.recognition.schedules.terms import MAY_HOLD, kind_of, panel_name, plain
from orchestrator.schedules import Schedule, ScheduleColumn, ScheduleKind, ScheduleRow

_KEYS: Final[dict[ScheduleKind, str]] = {"panel": "circuit", "cable": "cable", "fixture": "mark"}
_TITLE_REACH: Final = 9.0
"""How far above its head a table's title stands, in heights of the head's lettering."""

_CIRCUITS: Final = re.compile(r"\d{1,3}(?:\s?[,\-–/&]\s?\d{1,3})*")
_MARK: Final = re.compile(r"[A-Z]{0,4}-?\d{0,4}[A-Z]{0,3}(?:[-./]\w{1,6})*", re.IGNORECASE)
_SHORTEST_RULE_PT: Final = 8.0
"""The side of a cell that is ruled on its own, at least."""

_LONGEST_MARK: Final = 16


def schedules_of(page: Page) -> tuple[Schedule, ...]:
    """Return the panel, cable and fixture schedules of a page that has words; points, top-left origin."""
    if not MAY_HOLD.search(" ".join(word.text.upper() for word in page.words)):
        return ()
    sheet = LegendSheet.of(page)
    if sheet is None:
        return ()
    found = headers(sheet.phrases)
    if not found:
        return ()
    across, down = ruled(page.vectors, stroke_boxes(page.vectors))
    sheet = replace(sheet, across=_long(across), down=_long(down))
    schedules = (_schedule(page, sheet, header, found) for header in found)
    return tuple(schedule for schedule in schedules if schedule)


def _long(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule[2] - rule[1] >= _SHORTEST_RULE_PT)


def _schedule(page: Page, sheet: LegendSheet, header: Header, every: Sequence[Header]) -> Schedule | None:
    title = _title(sheet, header)
    kind = kind_of(title or "", [term for term in header.terms if term])
    table = table_of(sheet, header, _below(page, header, every)) if kind else None
    if kind is None or table is None:
        return None
    rows = [row for row in _rows(table, kind) if _has_key(row, kind)]
    if not rows:
        return None
    known = sum(column.term is not None for column in table.columns) / len(table.columns)
    confidence = round(min(0.5 + 0.4 * known + (0.1 if table.is_ruled else 0.0), 1.0), 3)
    x, y, _, _ = table.box
    return Schedule(
        id=f"p{page.page_number:05d}-schedule-{round(x):05d}-{round(y):05d}",
        page=page.page_number,
        kind=kind,
        title=title,
        name=panel_name(title) if title and kind == "panel" else None,
        bbox=_rounded(table.box),
        columns=tuple(ScheduleColumn(name=c.term, heading=c.heading) for c in table.columns),
        rows=tuple(rows),
        confidence=confidence,
    )


def _title(sheet: LegendSheet, header: Header) -> str | None:
    """Return what stands over a table's head: the lines with the words that schedules are titled by."""
    left, top, width, _ = header.box
    reach = _TITLE_REACH * header.text_height
    over = [
        p
        for p in sheet.phrases
        if top - reach <= p.middle[1] < top and p.box[0] < left + width and p.box[0] + p.box[2] > left
    ]
    over.sort(key=lambda p: (round(p.middle[1]), p.box[0]))
    named = [
        p for p in over if re.search(r"SCHEDULE|PANEL|BOARD\b|LOAD ?CENT|LUMINAIRE|FIXTURE", plain(p.text))
    ]
    if not named:
        return None
    level = named[-1].middle[1] if len(named) > 1 and _says_schedule(named[-1]) else named[0].middle[1]
    line = [p for p in over if abs(p.middle[1] - level) <= p.box[3] / 2]
    return " ".join(p.text for p in line)[:200]


def _says_schedule(phrase: Phrase) -> bool:
    return "SCHEDULE" in plain(phrase.text)


def _below(page: Page, header: Header, every: Iterable[Header]) -> float:
    """Return down to where a table can reach: the next head under it, with what titles that."""
    left, top, width, _ = header.box
    under = [
        other.box[1] - 2 * other.text_height
        for other in every
        if other.box[1] > top + header.box[3]
        and other.box[0] < left + width
        and other.box[0] + other.box[2] > left
    ]
    return min([page.height_pt, *under])


def _rows(table: Table, kind: ScheduleKind) -> Iterator[ScheduleRow]:
    sides = list(_sides(table.columns)) if kind == "panel" else [range(len(table.columns))]
    rows = [
        ScheduleRow(cells=_cells(table.columns, said, side), bbox=_part(table.columns, side, box))
        for side in sides
        for said, box in zip(table.rows, table.boxes, strict=True)
    ]
    yield from sorted(rows, key=_circuit) if len(sides) > 1 else rows


def _sides(columns: Sequence[Column]) -> Iterator[Sequence[int]]:
    """Yield the columns of each side of a panel schedule: of one, all; of two, those of the odd and of the even.

    Two sides either repeat each other or mirror each other; what stands between the circuits' numbers then (the
    phases' loads) belongs to both.
    """
    at = [i for i, column in enumerate(columns) if column.term == "circuit"]
    if len(at) != 2:
        yield range(len(columns))
        return
    first, second = at
    before = {column.term for column in columns[:first]} - {None}
    if "description" in before or len(before) > 1:
        between = range(first + 1, second)
        yield [*range(first + 1), *between]
        yield [*between, *range(second, len(columns))]
    else:
        yield range(second)
        yield range(second, len(columns))


def _cells(columns: Sequence[Column], said: dict[int, str], side: Iterable[int]) -> dict[str, str]:
    """Return what a row says by column; two columns of one name are joined."""
    cells: dict[str, str] = {}
    for i in side:
        name = columns[i].term or plain(columns[i].heading).lower()
        if said.get(i) and name:
            cells[name] = f"{cells[name]} {said[i]}" if name in cells else said[i]
    return cells


def _part(columns: Sequence[Column], side: Sequence[int], box: Box) -> Box:
    left, right = columns[side[0]].left, columns[side[-1]].right
    return _rounded((left, box[1], right - left, box[3]))


def _circuit(row: ScheduleRow) -> int:
    found = re.match(r"\d+", row.cells.get("circuit", ""))
    return int(found[0]) if found else 0


def _has_key(row: ScheduleRow, kind: ScheduleKind) -> bool:
    """Tell whether a row lists something: it has a circuit's number, a cable's or a fixture's mark."""
    key = row.cells.get(_KEYS[kind], "")
    if kind == "panel":
        return _CIRCUITS.fullmatch(key.strip()) is not None
    if kind == "cable":
        return bool(key or row.cells.get("from")) and len(row.cells) > 1
    return (
        bool(key)
        and len(key) <= _LONGEST_MARK
        and _MARK.fullmatch(key.replace(" ", "")) is not None
        and len(row.cells) > 1
    )


def _rounded(box: Box) -> Box:
    x, y, width, height = (round(value, 2) for value in box)
    return x, y, width, height
