"""Whose the ink is: what is taken stays its taker's, and a symbol whose ink is half another's is that one's."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.pages import Vectors
from orchestrator.recognition.repeats.claims import Claims
from orchestrator.recognition.repeats.ink import Ink, ink_of
from orchestrator.recognition.repeats.strokes import Points, first_of_each, strokes_of

_SIDES = (70.0, 45.0)
_coordinates = st.tuples(st.floats(-8, 80), st.floats(-8, 55))
_lines = st.lists(st.lists(_coordinates, min_size=1, max_size=12), min_size=1, max_size=8)


def _ink() -> Ink:
    return ink_of(strokes_of(Vectors()), *_SIDES)


def _points(line: list[tuple[float, float]]) -> Points:
    return np.array([complex(x, y) for x, y in line])


@settings(deadline=None)
@given(lines=_lines)
def test_ink_belongs_to_who_takes_it_first(lines: list[list[tuple[float, float]]]) -> None:
    ink = _ink()
    expected: dict[tuple[int, int], int] = {}
    claims = Claims(ink)
    for number, line in enumerate(map(_points, lines)):
        rows, columns = np.divmod(ink.cells(line), ink.columns)
        there = [expected.get(cell) for cell in zip(rows.tolist(), columns.tolist(), strict=True)]
        known = [owner for owner in there if owner is not None]
        owners = {owner for owner in known if known.count(owner) == max(map(known.count, known))}
        answer = claims.owner(claims.places(line))
        assert answer in owners if len(known) >= len(line) / 2 else answer is None
        claims.take(line, number)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            for near in ((row + down, column + aside) for down in (-1, 0, 1) for aside in (-1, 0, 1)):
                inside = min(max(near[0], 0), ink.rows - 1), min(max(near[1], 0), ink.columns - 1)
                expected.setdefault(inside, number)


def test_nothing_is_anybodys_on_an_empty_page() -> None:
    claims = Claims(_ink())
    assert claims.owner(claims.places(np.array([10 + 10j, 69 + 44j]))) is None


@given(rows=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=12))
def test_of_equal_rows_the_first_is_kept(rows: list[tuple[int, int]]) -> None:
    table = np.array(rows, float).reshape(-1, 2)
    assert [rows[i] for i in first_of_each(table).tolist()] == sorted(set(rows))
    assert all(rows.index(rows[i]) == i for i in first_of_each(table).tolist())
