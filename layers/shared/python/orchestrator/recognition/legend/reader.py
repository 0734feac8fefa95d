"""Reads a page's legend: finds it, pairs each symbol with its description, names classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.extraction.title_block.phrases import Phrase
from orchestrator.geometry import Box, area, centre, contains, expand, intersection
from orchestrator.legends import LegendEntry, PageLegend
from orchestrator.pages import Page
from orchestrator.recognition.legend.abbreviations import abbreviations_of
from orchestrator.recognition.legend.beside import Row, Rows, Side, rows_beside
from orchestrator.recognition.legend.columns import Column, columns, left_edge, right_edge
from orchestrator.recognition.legend.grid import rows_under
from orchestrator.recognition.legend.headings import Heading, is_head
from orchestrator.recognition.legend.ink import around
from orchestrator.recognition.legend.mirrored import rows_over
from orchestrator.recognition.legend.naming import class_of, own_class
from orchestrator.recognition.legend.sheet import LegendSheet
from orchestrator.recognition.legend.turned import View, views

_ASIDE_PT: Final = 2_000.0
"""How far beside its heading a legend's column may stand."""

_NEXT_PT, _UNDER_PT = 190.0, 90.0
"""How far from its heading, or from the next column of it, a legend's column may begin: aside and under."""

_FEWEST_PAIRED: Final = 0.45
"""Share of a column under a heading that must have partners."""

_FEWEST_ROWS, _MOST_PAIRED, _MOST_NAMED = 4, 0.7, 0.5
"""What makes a column without a heading a legend: rows, share with partners, share that names a known device."""

_SAME_LETTERING, _LEVEL = 1.2, 0.35
"""How much larger the lettering of one column of a legend is than another's, and how far apart, in line heights,
the lines of two columns stand that are level."""

_UNNAMED: Final = 0.15
"""What a row without a known name weighs against one with, when arrangements are compared."""

_LEAST: Final = 0.3
_SAME: Final = 0.5
_WITHOUT_HEADING: Final = 0.9
_LONGEST: Final = 300
_MARGIN: Final = 0.6


def legend_of(page: Page) -> PageLegend:
    """Return the legend entries and abbreviations of a page that has words; points, top-left origin."""
    found = [_legend(view) for view in views(page)]
    surest_last = sorted((entry for one in found for entry in one.entries), key=lambda e: e.confidence)
    unique = {entry.id: entry for entry in surest_last}
    ordered = sorted(unique.values(), key=lambda e: (e.bbox[0] // 100, e.bbox[1]))
    return PageLegend(
        entries=tuple(ordered),
        abbreviations=tuple(abbreviation for one in found for abbreviation in one.abbreviations),
        areas=tuple(_on_page(area, page) for one in found for area in one.areas),
    )


def _legend(view: View) -> PageLegend:
    """Return the legend that the text of one direction makes; boxes are the page's."""
    sheet, turn = LegendSheet.of(view.page), view.back.turn
    if sheet is None:
        return PageLegend()
    groups = [(rows, sureness) for rows, sureness in _legends(sheet) if not _are_notes(rows)]
    areas = [expand(around(row.box for row in rows), _MARGIN * sheet.text_height) for rows, _ in groups]
    number = view.page.page_number
    return PageLegend(
        entries=tuple(_entry(number, turn(row.picture), row, sureness) for row, sureness in _once(groups)),
        abbreviations=tuple(
            short.model_copy(update={"bbox": turn(short.bbox)}) for short in abbreviations_of(sheet, number)
        ),
        areas=tuple(turn(area) for area in areas),
    )


def _legends(sheet: LegendSheet) -> list[tuple[Sequence[Row], float]]:
    """Return the columns of rows that are legends, and how sure that is."""
    groups: list[tuple[Sequence[Row], float]] = []
    for heading in sheet.heads:
        if heading.kind == "legend":
            under = _under(sheet, heading)
            groups += [(rows, 1.0) for rows in _best(sheet, under) if _tells(rows)]
    taken = [expand(around(row.box for row in rows), 1.0) for rows, _ in groups]
    free = [p for p in _describing(sheet) if not any(contains(box, *centre(p.box)) for box in taken)]
    for column in columns(free, left_edge):
        found = rows_beside(sheet, column, "left") if _may_be_legend(column) else None
        if found and _is_legend(sheet, found):
            groups.append((found.rows, _WITHOUT_HEADING))
    return groups


def _describing(sheet: LegendSheet) -> list[Phrase]:
    return [p for p in sheet.phrases if not is_head(p, sheet.heads) and any(c.isalpha() for c in p.text)]


def _under(sheet: LegendSheet, heading: Heading) -> list[Phrase]:
    """Return the phrases of a heading's legend: those under it, each near the heading or to another one of them."""
    own = [p for p in _describing(sheet) if sheet.heading_of(p.box, _ASIDE_PT) is heading]
    left = _corners(p.box for p in own)
    reached, frontier = np.zeros(len(own), bool), _corners([heading.box])
    while len(frontier):
        new = ~reached & np.array([_near(box, frontier) for box in left], bool)
        reached |= new
        frontier = left[new]
    return [own[i] for i in np.flatnonzero(reached)]


def _corners(boxes: Iterable[Box]) -> NDArray[np.float64]:
    """Return boxes xywh as (N, 4) left, top, right, bottom."""
    corners = np.array(list(boxes), np.float64).reshape(-1, 4)
    corners[:, 2:] += corners[:, :2]
    return corners


def _near(box: NDArray[np.float64], others: NDArray[np.float64]) -> bool:
    """Tell whether a box (4,) lies near one of the others (N, 4)."""
    aside = np.maximum(others[:, 0] - box[2], box[0] - others[:, 2])
    under = np.maximum(others[:, 1] - box[3], box[1] - others[:, 3])
    return bool(((aside <= _NEXT_PT) & (under <= _UNDER_PT)).any())


def _best(sheet: LegendSheet, phrases: Sequence[Phrase]) -> list[Sequence[Row]]:
    """Return the rows under a heading in the arrangement that fits best: symbols left, right, above or below."""
    ways: list[list[Sequence[Row]]] = [
        _columns_of_rows(sheet, columns(phrases, left_edge), "left"),
        _columns_of_rows(sheet, columns(phrases, left_edge), "right"),
        _columns_of_rows(sheet, columns(phrases, right_edge), "right"),
        _sure(rows_under(sheet, phrases)),
        _sure(rows_over(sheet, phrases)),
    ]
    return max(ways, key=lambda way: sum(_worth(row) for rows in way for row in rows))


def _sure(cells: Iterable[Row]) -> list[Sequence[Row]]:
    """Return the surer of a legend's cells as one group, if there are any."""
    rows = [row for row in cells if row.confidence > _LEAST]
    return [rows] if rows else []


def _tells(rows: Sequence[Row]) -> bool:
    """Tell whether rows under a heading are a legend: one names a known device, or there are several."""
    return len(rows) >= _FEWEST_ROWS or any(class_of(row.description) for row in rows)


def _worth(row: Row) -> float:
    """Return how much a row speaks for its arrangement: much where the description names a known device."""
    return row.confidence * (1.0 if row.is_named else _UNNAMED)


def _columns_of_rows(sheet: LegendSheet, found: Iterable[Column], side: Side) -> list[Sequence[Row]]:
    made = [rows_beside(sheet, c, side) for c in found if c.is_text and not c.is_numbered]
    made = [rows for rows in made if rows.rows and rows.share >= _FEWEST_PAIRED]
    made = [rows for rows in made if not _are_letters(rows, made) and not _is_stray(rows, made)]
    named: list[Sequence[Row]] = [
        rows.rows for rows in made if sum(row.is_named for row in rows.rows) >= len(rows.rows) / 3
    ]
    return named or [*(rows.rows for rows in made)]


def _are_letters(found: Rows, others: Iterable[Rows]) -> bool:
    """Tell whether what a column says are the letters beside symbols of a longer one (`GFI`), and no descriptions."""
    letters = [
        p for other in others if len(other.rows) > len(found.rows) for row in other.rows for p in row.letters
    ]
    return all(phrase in letters for phrase in found.column.phrases)


def _is_stray(found: Rows, others: Iterable[Rows]) -> bool:
    """Tell whether a few rows stand for themselves beside a real column: labels of a plan that is drawn there.

    Those of a legend have its lettering, and stand under another column's rows or level with them.
    """
    longest = max(others, key=lambda rows: len(rows.rows)).column
    few = len(found.rows) < _FEWEST_ROWS <= len(longest.phrases)
    height = longest.height
    alike = max(found.column.height, height) <= _SAME_LETTERING * min(found.column.height, height)
    under = min(abs(found.column.left - longest.left), abs(found.column.right - longest.right)) <= height
    level = sum(
        any(abs(p.middle[1] - q.middle[1]) <= _LEVEL * height for q in longest.phrases)
        for p in found.column.phrases
    )
    return few and not (alike and (under or level > len(found.column.phrases) / 2))


def _may_be_legend(column: Column) -> bool:
    """Tell whether the words of a column alone can make it a legend: what is drawn beside it is looked at then."""
    named = sum(class_of(phrase.text) is not None for phrase in column.phrases)
    return named >= max(_FEWEST_ROWS / 2, len(column.phrases) / 6)


def _is_legend(sheet: LegendSheet, found: Rows) -> bool:
    """Tell whether a column without a heading of its own is a legend: most rows name a device that is drawn there."""
    if len(found.rows) < _FEWEST_ROWS or found.share < _MOST_PAIRED:
        return False
    heading = sheet.heading_of(found.column.box, _NEXT_PT)
    if heading and (heading.kind == "other" or _are_abbreviations(heading, found)):
        return False
    named = sum(row.is_named for row in found.rows)
    return not found.column.is_numbered and named >= _MOST_NAMED * len(found.rows)


def _are_abbreviations(heading: Heading, found: Rows) -> bool:
    """Tell whether rows are those of a list of abbreviations, of whose letters a scan leaves strokes."""
    lettered = sum(bool(row.letters) for row in found.rows)
    return heading.kind == "abbreviations" and lettered > len(found.rows) / 2


def _are_notes(rows: Sequence[Row]) -> bool:
    """Tell whether rows are numbered notes: a number, framed or not, and a sentence."""
    numbers = ["".join(phrase.text for phrase in row.letters).strip(".()").isdigit() for row in rows]
    return sum(numbers) > len(rows) / 2


def _once(groups: Iterable[tuple[Sequence[Row], float]]) -> list[tuple[Row, float]]:
    """Return each row with how sure its legend is; of rows that show one picture, that of the larger group."""
    kept: list[tuple[Row, float]] = []
    for rows, sureness in sorted(groups, key=lambda group: -len(group[0])):
        new = [row for row in rows if not any(_same(row.picture, other.picture) for other, _ in kept)]
        kept += [(row, sureness) for row in new]
    return kept


def _same(a: Box, b: Box) -> bool:
    return intersection(a, b) >= _SAME * max(min(area(a), area(b)), 0.01)


def _entry(page_number: int, picture: Box, row: Row, sureness: float) -> LegendEntry:
    x, y = centre(picture)
    description = row.description[:_LONGEST]
    box = tuple(round(value, 2) for value in picture)
    return LegendEntry(
        id=f"p{page_number:05d}-legend-{round(x):05d}-{round(y):05d}",
        page=page_number,
        bbox=(box[0], box[1], box[2], box[3]),
        description=description,
        letters=" ".join(p.text for p in row.letters) or None,
        class_name=_named(row),
        confidence=round(sureness * row.confidence, 3),
    )


def _named(row: Row) -> str | None:
    """Return the class a description names: its first line before the rest of it, the taxonomy before new names."""
    first = row.lines[0].text
    return class_of(first) or class_of(row.description) or own_class(first)


def _on_page(box: Box, page: Page) -> Box:
    x, y = max(box[0], 0.0), max(box[1], 0.0)
    right, bottom = min(box[0] + box[2], page.width_pt), min(box[1] + box[3], page.height_pt)
    return round(x, 2), round(y, 2), round(right - x, 2), round(bottom - y, 2)
