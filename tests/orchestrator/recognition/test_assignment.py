"""Promises of the assignment: the least sum, each column once."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.recognition.assignment import assign

costs = st.dictionaries(
    st.integers(0, 4),
    st.dictionaries(st.integers(0, 4), st.integers(0, 20).map(float), max_size=4),
    max_size=5,
)


def total(table: dict[int, dict[int, float]], chosen: dict[int, int], alone: float) -> float:
    return sum(table[row][chosen[row]] if row in chosen else alone for row in table)


def cheapest(table: dict[int, dict[int, float]], alone: float) -> float:
    """Return the least sum by trying everything."""
    rows = list(table)
    best = alone * len(rows)
    for columns in product(*([None, *table[row]] for row in rows)):
        taken = [c for c in columns if c is not None]
        if len(taken) == len(set(taken)):
            chosen = {row: c for row, c in zip(rows, columns, strict=True) if c is not None}
            best = min(best, total(table, chosen, alone))
    return best


@given(table=costs, alone=st.integers(0, 20).map(float))
def test_no_other_assignment_costs_less(table: dict[int, dict[int, float]], alone: float) -> None:
    chosen = assign(table, alone)
    assert len(set(chosen.values())) == len(chosen)
    assert all(column in table[row] for row, column in chosen.items())
    assert total(table, chosen, alone) == cheapest(table, alone)


def test_a_row_gives_way_where_another_has_no_choice() -> None:
    assert assign({0: {7: 1.0, 8: 2.0}, 1: {7: 1.5}}, alone=10.0) == {0: 8, 1: 7}


def test_sums_in_another_order_do_not_hang_it() -> None:
    table = {i: {j: 0.1 * (i + 1) + 0.7 / (j + 1) for j in range(12)} for i in range(12)}
    assert len(assign(table, alone=3.3)) == 12


def test_nothing_is_assigned_of_nothing() -> None:
    assert assign({}, 1.0) == {}
    assert assign({3: {}}, 1.0) == {}
