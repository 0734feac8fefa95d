"""The body of a table under its head: columns and cells by ruled lines, or by how the text is aligned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from orchestrator.extraction.title_block.phrases import Phrase, Spelled, union
from orchestrator.geometry import Box
from orchestrator.recognition.legend.ink import Rule
from orchestrator.recognition.legend.sheet import LegendSheet
from orchestrator.recognition.schedules.headers import Header
from orchestrator.recognition.schedules.terms import term_of

_NEAR_PT: Final = 1.5
_HEAD_REACH: Final = 5.0
"""How far above and under its headings the lines of a ruled head stand, in heights of their lettering."""

_END: Final = 3.2
"""A gap that ends a table without ruled lines, in distances of its lines."""

_SAME_LINE: Final = 0.6
_WORDS_WEIGH: Final = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """One column: from where to where it runs, its heading and the standard term of it."""

    left: float
    right: float
    heading: str
    term: str | None

    @property
    def middle(self) -> float:
        """Where its middle is."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, what each row says by the column's number, each row's box, the top of its head."""

    columns: tuple[Column, ...]
    rows: tuple[dict[int, str], ...]
    boxes: tuple[Box, ...]
    top: float
    is_ruled: bool

    @property
    def box(self) -> Box:
        """The box around head and rows."""
        left, right = self.columns[0].left, self.columns[-1].right
        bottom = max(y + height for _, y, _, height in self.boxes)
        return left, self.top, right - left, bottom - self.top


def table_of(sheet: LegendSheet, header: Header, below: float) -> Table | None:
    """Return the table under a head, down to `below` at most; None where no row is."""
    return _ruled(sheet, header, below) or _aligned(sheet, header, below)


def _ruled(sheet: LegendSheet, header: Header, below: float) -> Table | None:
    level, height = header.level, header.text_height
    middles = [heading.middle[0] for heading in header.headings]
    under = [r for r in sheet.across if level < r[0] <= level + _HEAD_REACH * height and _covers(r, middles)]
    if not under:
        return None
    bottom, left, right = min(under)
    above = [r for r in sheet.across if level - _HEAD_REACH * height <= r[0] < level and _covers(r, middles)]
    top = max(above)[0] if above else header.box[1]
    edges = [
        at
        for at, start, end in sheet.down
        if start < level < end and left - _NEAR_PT <= at <= right + _NEAR_PT
    ]
    edges = _apart([left, *edges, right])
    columns = _columns(sheet, edges, (top, bottom))
    known = sum(column.term is not None for column in columns)
    if known < len({term for term in header.terms if term}):  # no lines between the columns
        return None
    ends = [
        end
        for at, start, end in sheet.down
        if start <= bottom + _NEAR_PT < end and left - _NEAR_PT <= at <= right + _NEAR_PT
    ]
    end = min(max(ends, default=bottom), below)
    rules = [r for r in sheet.across if bottom < r[0] <= end + _NEAR_PT and r[1] < right and r[2] > left]
    if len({round(rule[0]) for rule in rules}) < 2:
        return _made(columns, *_lines(sheet, columns, bottom, end), top, is_ruled=True)
    return _made(columns, *_cells(sheet, columns, rules, (bottom, end)), top, is_ruled=True)


def _covers(rule: Rule, middles: Iterable[float]) -> bool:
    return all(rule[1] - _NEAR_PT <= x <= rule[2] + _NEAR_PT for x in middles)


def _columns(sheet: LegendSheet, edges: Sequence[float], band: tuple[float, float]) -> tuple[Column, ...]:
    found = []
    for left, right in pairwise(edges):
        said = [p for p in sheet.phrases if left < p.middle[0] < right and band[0] < p.middle[1] < band[1]]
        heading = " ".join(p.text for p in sorted(said, key=lambda p: (round(p.middle[1]), p.box[0])))
        found.append(Column(left, right, heading, term_of(heading) or _last_line(said)))
    return tuple(found)


def _last_line(said: Sequence[Phrase]) -> str | None:
    """Return the term of a heading's lowest line: above it may stand what several columns have in common."""
    return term_of(max(said, key=lambda p: p.middle[1]).text) if said else None


def _cells(
    sheet: LegendSheet, columns: Sequence[Column], rules: Sequence[Rule], body: tuple[float, float]
) -> tuple[list[dict[int, str]], list[Box]]:
    """Return the rows between ruled lines; a cell that spans rows or columns says the same in each row."""
    key = _key(columns)
    edges = {i: _edges(rules, columns[i].middle, body) for i in range(len(columns))}
    bands = list(pairwise(edges[key]))
    texts: list[dict[int, list[Phrase]]] = [defaultdict(list) for _ in bands]
    for phrase in sheet.phrases:
        x, y = phrase.middle
        if not (body[0] < y < body[1] and columns[0].left < x < columns[-1].right):
            continue
        column = _spanned(sheet, columns, phrase)
        low, high = _interval(edges[column], y)
        for number, (start, end) in enumerate(bands):
            if low <= (start + end) / 2 <= high:
                texts[number][column].append(phrase)
    boxes = [(columns[0].left, a, columns[-1].right - columns[0].left, b - a) for a, b in bands]
    said = [{i: _joined(cell) for i, cell in row.items()} for row in texts]
    return said, boxes


def _edges(rules: Iterable[Rule], x: float, body: tuple[float, float]) -> list[float]:
    """Return where the ruled lines stand that cross a column, from top to bottom, the body's ends included."""
    return _apart(
        [body[0], *(at for at, start, end in rules if start - _NEAR_PT <= x <= end + _NEAR_PT), body[1]]
    )


def _interval(edges: Sequence[float], y: float) -> tuple[float, float]:
    return next(((a, b) for a, b in pairwise(edges) if a <= y <= b), (y, y))


def _spanned(sheet: LegendSheet, columns: Sequence[Column], phrase: Phrase) -> int:
    """Return the column that a phrase belongs to; of several that its cell spans, the description's or the first."""
    x, y = phrase.middle
    left = max(
        (at for at, start, end in sheet.down if start <= y <= end and at <= x), default=columns[0].left
    )
    right = min(
        (at for at, start, end in sheet.down if start <= y <= end and at > x), default=columns[-1].right
    )
    inside = [i for i, column in enumerate(columns) if left < column.middle < right]
    if not inside:
        return min(range(len(columns)), key=lambda i: abs(columns[i].middle - x))
    return next((i for i in inside if columns[i].term == "description"), inside[0])


def _aligned(sheet: LegendSheet, header: Header, below: float) -> Table | None:
    """Return the table of a head under which text is aligned, without ruled lines between the columns."""
    box, height = header.box, header.text_height
    margin = 4 * height
    left, right = box[0] - margin, box[0] + box[2] + margin
    under = [
        p
        for p in sheet.phrases
        if box[1] + box[3] - height / 4 < p.middle[1] < below and left < p.middle[0] < right
    ]
    body = _until_gap(under, box[1] + box[3], height)
    if not body:
        return None
    edges = [
        min(left, *(p.box[0] for p in body)),
        *(_between(a, b, body) for a, b in pairwise(header.headings)),
        max(right, *(p.box[0] + p.box[2] for p in body)),
    ]
    columns = tuple(
        Column(a, b, heading.text, term)
        for (a, b), heading, term in zip(pairwise(edges), header.headings, header.terms, strict=True)
    )
    bottom = max(p.box[1] + p.box[3] for p in body) + 0.1
    return _made(
        columns, *_lines(sheet, columns, box[1] + box[3] - height / 4, bottom), box[1], is_ruled=False
    )


def _until_gap(phrases: Sequence[Phrase], top: float, height: float) -> list[Phrase]:
    """Return the phrases of the lines under a head, down to where a wide gap ends the table."""
    levels = _levels(phrases, height)
    if not levels:
        return []
    pitches = [b[0].middle[1] - a[0].middle[1] for a, b in pairwise(levels)]
    pitch = median(pitches[:8]) if pitches else 2 * height
    kept, last = [], top
    for line in levels:
        if line[0].box[1] - last > _END * max(pitch, height):
            break
        kept += line
        last = max(p.box[1] + p.box[3] for p in line)
    return kept


def _levels(phrases: Iterable[Phrase], height: float) -> list[list[Phrase]]:
    lines: list[list[Phrase]] = []
    for phrase in sorted(phrases, key=lambda p: p.middle[1]):
        if lines and phrase.middle[1] - lines[-1][0].middle[1] <= _SAME_LINE * height:
            lines[-1].append(phrase)
        else:
            lines.append([phrase])
    return lines


def _between(a: Phrase, b: Phrase, body: Sequence[Phrase]) -> float:
    """Return where between two headings a column ends: where the least text of the body is in the way."""
    low, high = a.middle[0], b.middle[0]
    words = [w.box for p in body for w in p.words]
    phrases = [p.box for p in body]
    ends = sorted({low, high, *(x for box in words for x in (box[0], box[0] + box[2]) if low < x < high)})
    gaps = [((x + y) / 2, y - x) for x, y in pairwise(ends)]
    return min(
        gaps, key=lambda gap: (_crossing(gap[0], phrases) + _WORDS_WEIGH * _crossing(gap[0], words), -gap[1])
    )[0]


def _crossing(x: float, boxes: Iterable[Box]) -> int:
    return sum(box[0] < x < box[0] + box[2] for box in boxes)


def _lines(
    sheet: LegendSheet, columns: Sequence[Column], top: float, bottom: float
) -> tuple[list[dict[int, str]], list[Box]]:
    """Return rows of aligned lines: one with nothing in the key's column goes on with the row above it."""
    key = _key(columns)
    inside = [
        p
        for p in sheet.phrases
        if top < p.middle[1] < bottom and columns[0].left < p.middle[0] < columns[-1].right
    ]
    height = median(p.words[0].box[3] for p in inside) if inside else 1.0
    rows: list[dict[int, list[Spelled]]] = []
    for line in _levels(inside, height):
        words: dict[int, list[Spelled]] = defaultdict(list)
        for word in (word for phrase in line for word in phrase.words):
            words[_column_at(columns, word)].append(word)
        if key in words or not rows:
            rows.append(words)
        else:
            for i, more in words.items():
                rows[-1].setdefault(i, []).extend(more)
    said = [{i: " ".join(w.text for w in _in_order(cell)) for i, cell in row.items()} for row in rows]
    boxes = [union(word.box for cell in row.values() for word in cell) for row in rows]
    return said, boxes


def _in_order(words: Iterable[Spelled]) -> list[Spelled]:
    return sorted(words, key=lambda w: (round((w.box[1] + w.box[3] / 2) / max(w.box[3], 1.0)), w.box[0]))


def _column_at(columns: Sequence[Column], word: Spelled) -> int:
    x = word.box[0] + word.box[2] / 2
    return next((i for i, c in enumerate(columns) if c.left <= x < c.right), len(columns) - 1)


def _key(columns: Sequence[Column]) -> int:
    """Return the column that names rows: circuits, cables or marks, else the first."""
    for term in ("circuit", "cable", "mark"):
        for i, column in enumerate(columns):
            if column.term == term:
                return i
    return 0


def _made(
    columns: tuple[Column, ...],
    said: Sequence[dict[int, str]],
    boxes: Sequence[Box],
    top: float,
    *,
    is_ruled: bool,
) -> Table | None:
    kept = [(row, box) for row, box in zip(said, boxes, strict=True) if any(row.values())]
    if not kept:
        return None
    return Table(columns, tuple(row for row, _ in kept), tuple(box for _, box in kept), top, is_ruled)


def _joined(cell: Sequence[Phrase]) -> str:
    return " ".join(
        p.text for p in sorted(cell, key=lambda p: (round(p.middle[1] / max(p.box[3], 1.0)), p.box[0]))
    )


def _apart(edges: Iterable[float]) -> list[float]:
    """Return places in order, those within a line's width of each other once."""
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > _NEAR_PT:
            kept.append(edge)
    return kept
